"""The record beside another list: each child once, each difference said, nothing changed."""

from __future__ import annotations

import io
from datetime import date, timedelta
from random import Random

import pytest

from app.accounts.roles import Role
from app.audit.models import Change
from app.children.models import Child
from app.core.errors import RuleBroken
from app.core.today import today
from app.exchange import actions, extracts, queries
from app.exchange.comparing import ClosedHow, LineKind, Told, compare
from app.exchange.opening import FileRefused, Incoming
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)
A_DAY = date(2026, 3, 31)


def told(key="1", upn="", name="", born=date(2015, 1, 1), child_id=None, **more):
    said = {"status": "C2", "place": "U4", "since": date(2025, 1, 1), "urn": ""} | more
    return Told(key, upn, name, born, child_id=child_id, **said)


def test_alike_on_both_sides_is_no_line():
    assert compare([told()], [told(child_id=7)]) == []


def test_one_side_only_and_differences_are_lines():
    there = [told("1", status="V2"), told("2"), told("9", upn="A1", born=date(2014, 1, 1))]
    here = [told("1", child_id=1), told("", upn="A1", child_id=3, born=date(2014, 1, 1))]
    here.append(told("5", child_id=5))
    found = {(line.kind, line.child_id, line.key) for line in compare(there, here)}
    assert found == {
        (LineKind.DIFFERS, 1, "1"),
        (LineKind.ONLY_THERE, None, "2"),
        (LineKind.ONLY_HERE, 5, "5"),
    }


def test_a_number_that_two_children_share_names_nobody():
    lines = compare([told("1"), told("1")], [told("1", child_id=1)])
    assert sorted(line.kind for line in lines) == [
        LineKind.ONLY_HERE,
        LineKind.ONLY_THERE,
        LineKind.ONLY_THERE,
    ]


def test_every_child_of_both_sides_is_matched_or_told_exactly_once():
    """Of any two lists: each of theirs is one of ours or a line; each of ours likewise."""
    for seed in range(300):
        random = Random(seed)
        there, here = (
            [
                told(
                    random.choice(["", "1", "2", "3", "4"]),
                    random.choice(["", "UN1", "A1", "A2"]),
                    random.choice(["", "Leo Ash", "Mia Ash"]),
                    date(2015, 1, random.randint(1, 2)),
                    number if ours else None,
                    status=random.choice(["C2", "V2"]),
                )
                for number in range(random.randint(0, 5))
            ]
            for ours in (False, True)
        )
        lines = compare(there, here)
        only_here = [line.child_id for line in lines if line.kind is LineKind.ONLY_HERE]
        only_there = sum(line.kind is LineKind.ONLY_THERE for line in lines)
        differs = [line.child_id for line in lines if line.kind is LineKind.DIFFERS]
        assert len(set(only_here + differs)) == len(only_here + differs)
        assert len(there) - only_there == len(here) - len(only_here)


SHEET = "Ref,Born,Legal\n700101,03/06/2019,C2\n,01/01/2015,C2\n700102,not a day,V2\n"


def test_a_sheet_is_read_under_the_headings_that_were_said():
    files = [Incoming("list.csv", content=SHEET.encode())]
    found, unread = extracts.of_sheet(
        files, {"key": "Ref", "born": "Born", "status": "Legal"}, A_DAY
    )
    assert [(each.key, each.born, each.status) for each in found] == [
        ("700101", date(2019, 6, 3), "C2")
    ]
    assert unread == 2


def test_a_sheet_without_those_headings_says_which_are_wanted():
    files = [Incoming("list.csv", content=SHEET.encode())]
    with pytest.raises(FileRefused, match="CHILD"):
        extracts.of_sheet(files, {}, A_DAY)


@pytest.fixture
def county(db):
    builders.postcodes()
    child = builders.child("Leo", age=7)
    builders.placed(child, builders.household("The Doyles"))
    return child


def sheet_of(*rows):
    return (io.BytesIO(("CHILD,UPN,DOB,LS,PLACE\n" + "\n".join(rows)).encode()), "list.csv")


def test_a_comparison_is_a_work_list_and_changes_nothing(county, signed_in, db):
    before = db.session.query(Change).filter(Change.table.in_(["child", "placement"])).count()
    browser = signed_in(Role.SERVICE_MANAGER)
    sent = browser.post_form(
        "/load/compare/sheet",
        sheet=sheet_of("700999,,01/01/2015,C2,U4"),
        as_at=f"{today():%d/%m/%Y}",
        key="CHILD",
        born="DOB",
    )
    assert sent.status_code == 303
    page = browser.get(sent.headers["Location"]).text
    assert "In the file, not looked after here 1" in page
    assert "Looked after here, not in the file 1" in page
    made = queries.reconciliations()[0][0]
    line = next(each for each in queries.lines_of(made) if each.child_id is None)
    browser.post_form(
        f"/load/compare/lines/{line.ref}/close", how="put_right_there", note="Moved in May."
    )
    to_look_at = browser.get(f"/load/compare/{made.ref}").text
    assert "700999" not in to_look_at, "it has left the work list"
    assert "Moved in May." in browser.get(f"/load/compare/{made.ref}?show=settled").text
    assert queries.reconciliations()[0][2] == 1
    after = db.session.query(Change).filter(Change.table.in_(["child", "placement"])).count()
    assert (before, db.session.query(Child).count()) == (after, 1)


def test_a_line_is_owned_and_closed_once_with_a_reason_where_both_are_right(county):
    worker = builders.worker()
    made = actions.reconcile(
        name="x.csv",
        as_at=today(),
        headings={},
        there=[told(status="V2")],
        here=[told(child_id=county.id)],
        by=SOMEBODY,
    )
    (line,) = queries.lines_of(made)
    actions.own_line(line, owner=worker, by=worker)
    with pytest.raises(RuleBroken, match="both are right"):
        actions.close_line(line, how=ClosedHow.BOTH_RIGHT, note=" ", by=worker)
    actions.close_line(line, how=ClosedHow.PUT_RIGHT_THERE, note="", by=worker)
    with pytest.raises(RuleBroken, match="already"):
        actions.close_line(line, how=ClosedHow.PUT_RIGHT_HERE, note="", by=worker)


def test_our_own_children_told_back_agree(county):
    ours = queries.children_told([county.id], today())
    assert compare(ours, ours) == []


# --------------------------------------------------------------- looked at once, and not again


def compared(there=(), here=(), **headings):
    """The lines of a comparison of these two lists."""
    made = actions.reconcile(
        name="x.csv", as_at=today(), headings=headings, there=there, here=here, by=SOMEBODY
    )
    return list(queries.lines_of(made))


@pytest.mark.parametrize("side", ["there", "here"])
def test_a_child_on_one_side_only_is_looked_at_once_and_comes_back_when_it_says_another_thing(
    county, side
):
    worker = builders.worker("Wendy")

    def lines(**more):
        own = None if side == "there" else county.id
        return compared(**{side: [told("", name="Leo Ash", child_id=own, **more)]})

    (line,) = lines()
    actions.own_line(line, owner=worker, by=worker)
    (again,) = lines()
    assert (again.closed_on, again.owner_id) == (None, worker.id), "not looked at yet"
    for how in ClosedHow:
        with pytest.raises(RuleBroken, match="what was found"):
            actions.close_line(again, how=how, note=" ", by=worker)
    actions.close_line(again, how=ClosedHow.BOTH_RIGHT, note="Powys is responsible.", by=worker)
    (same,) = lines()
    assert same.closed_on == today()
    assert (same.note, same.before_id) == ("Powys is responsible.", again.id)
    (other,) = lines(status="V2")
    assert other.closed_on is None
    assert (other.before.note, other.owner_id) == ("Powys is responsible.", worker.id)
    (still,) = lines(status="V2")
    assert still.before.note == "Powys is responsible.", "what was found is not forgotten"
    (back,) = lines()
    assert back.closed_on is None, "what was said last was never looked at"


def test_what_was_said_to_be_put_right_and_is_told_again_comes_back(county):
    worker = builders.worker()
    (line,) = compared(there=[told()])
    actions.close_line(line, how=ClosedHow.PUT_RIGHT_THERE, note="They mend it.", by=worker)
    (again,) = compared(there=[told()])
    assert again.closed_on is None
    assert again.before.note == "They mend it."


def test_a_child_rightly_missing_from_one_kind_of_list_may_not_be_from_another(county):
    worker = builders.worker()
    ours = [told("", child_id=county.id)]
    (line,) = compared(here=ours)
    actions.close_line(line, how=ClosedHow.BOTH_RIGHT, note="Came after.", by=worker)
    (sheet,) = compared(here=ours, key="CHILD")
    assert sheet.closed_on is None


def test_another_child_of_the_same_name_is_not_taken_for_the_first(county):
    worker = builders.worker()
    (line,) = compared(there=[told("700001", name="Leo Ash")])
    actions.close_line(line, how=ClosedHow.BOTH_RIGHT, note="Powys.", by=worker)
    (other,) = compared(there=[told("700002", name="Leo Ash")])
    (unborn,) = compared(there=[told("", name="Leo Ash", born=None)])
    assert (other.closed_on, unborn.closed_on) == (None, None)


def test_a_line_that_came_back_says_what_was_found_before(county, signed_in):
    worker = builders.worker()
    (line,) = compared(there=[told("700001", name="Leo Ash")])
    actions.close_line(line, how=ClosedHow.BOTH_RIGHT, note="Powys is responsible.", by=worker)
    browser = signed_in(Role.SERVICE_MANAGER)
    compared(there=[told("700001", name="Leo Ash")])
    made = queries.reconciliations()[0][0]
    assert "Somebody has looked at every line" in browser.get(f"/load/compare/{made.ref}").text
    compared(there=[told("700001", name="Leo Ash", place="K2")])
    made = queries.reconciliations()[0][0]
    page = browser.get(f"/load/compare/{made.ref}").text
    assert "Back again" in page
    assert "Powys is responsible." in page
    (back,) = queries.lines_of(made)
    form = browser.get(f"/load/compare/lines/{back.ref}/close").text
    assert "Looked at: nothing is to be put right" in form
