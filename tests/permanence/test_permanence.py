"""Plans, matches, contact and stability meetings, as they are recorded and asked about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Ls, Place
from app.children.kinds import TogetherOrApart
from app.core.errors import RuleBroken
from app.core.today import today
from app.permanence import actions, queries, rules, watch
from app.permanence.kinds import AgreedAt, Because, ContactHow, Goal, HowOften, PolicyNumber, Whom
from app.register.actions import resignation
from app.register.deciding import ExitReason
from app.register.queries import standing_of
from app.statute.local import STABILITY_MEETING
from tests import builders as make
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields

DAY = timedelta(days=1)


def agreed(child, *, goal=Goal.FOSTERING, days=90, on=None, why="Settled and wants to stay."):
    return actions.agree_plan(
        child,
        goal=goal,
        starts_on=on or today(),
        agreed_where=AgreedAt.REVIEW,
        achieve_by=today() + timedelta(days=days),
        why=why,
        by=SOMEBODY,
    )


def matched(child, home):
    return actions.record_match(
        child,
        household=home,
        long_term=True,
        decided_on=today(),
        decided_by="A. Manager",
        why="They know each other.",
        by=SOMEBODY,
    )


def moved(child, *ago):
    """Another home on each of these days before today."""
    for days in ago:
        make.placed(child, make.household(f"The {days}s"), since=today() - timedelta(days=days))


def of(child):
    return queries.of_child(child.id, today())


# ------------------------------------------------------------------------------------------- plans


def test_a_child_without_a_plan_is_asked_for_one_four_months_after_coming(db):
    leo = make.child()
    found = of(leo)
    assert found.has_no_plan
    assert found.plan_due_on < today()
    agreed(leo)
    assert not of(leo).has_no_plan


def test_another_plan_takes_the_place_of_the_one_before_which_stays_on_record(db):
    leo = make.child()
    first = agreed(leo, goal=Goal.HOME, on=today() - 9 * DAY)
    agreed(leo)
    assert first.ends_on == today()
    assert of(leo).plan.goal is Goal.FOSTERING
    assert queries.of_child(leo.id, today() - DAY).plan.goal is Goal.HOME


def test_a_plan_is_late_when_its_day_has_passed_until_it_is_achieved(db):
    leo = make.child()
    plan = agreed(leo, on=today() - 60 * DAY, days=-1)
    assert of(leo).is_late
    actions.achieve_plan(plan, on=today(), by=SOMEBODY)
    assert not of(leo).is_late
    with pytest.raises(RuleBroken, match="already"):
        actions.achieve_plan(plan, on=today(), by=SOMEBODY)


def test_a_plan_needs_its_reason_and_a_day_to_come():
    found = rules.planning_breaches(
        starts_on=date(2026, 1, 5),
        achieve_by=date(2026, 1, 5),
        why=" ",
        before=date(2026, 2, 1),
        today=date(2026, 1, 4),
    )
    assert [each.field for each in found] == ["starts_on", "starts_on", "achieve_by", "why"]


# ----------------------------------------------------------------------------------------- matches


def test_a_match_of_which_nobody_was_told_ends_with_a_reason(db):
    leo, home = make.child(), make.household()
    match = matched(leo, home)
    assert of(leo).to_tell == (Whom.CHILD, Whom.CARERS)
    actions.end_match(match, on=today(), reason="His aunt came forward.", by=SOMEBODY)
    assert of(leo).match is None


def test_once_the_child_was_told_a_match_changes_by_a_named_decision_alone(db):
    leo, home = make.child(), make.household()
    match = matched(leo, home)
    actions.tell_of_match(match, whom=Whom.CHILD, on=today(), by=SOMEBODY)
    assert of(leo).is_fixed
    with pytest.raises(RuleBroken, match="it is fixed"):
        actions.end_match(match, on=today(), reason="A reason.", by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Say who decided"):
        actions.change_told_match(
            match, on=today(), decided_by=" ", reason="A reason.", by=SOMEBODY
        )
    actions.change_told_match(
        match, on=today(), decided_by="T. Marlow", reason="She fell ill.", by=SOMEBODY
    )
    end = queries.story_of(leo.id).ends[match.id]
    assert (end.was_fixed, end.decided_by, end.reason) == (True, "T. Marlow", "She fell ill.")


@pytest.mark.parametrize("whom", list(Whom))
def test_whoever_is_told_first_fixes_it(whom):
    assert rules.is_fixed({whom})
    assert not rules.is_fixed(set())


def test_a_child_has_one_match_at_a_time(db):
    leo, home = make.child(), make.household()
    matched(leo, home)
    with pytest.raises(RuleBroken, match="A match stands"):
        matched(leo, home)


# ---------------------------------------------------------------------------- brothers and sisters


@pytest.fixture
def apart(db):
    """A brother and sister who are to be together, and live with two households."""
    leo, mia = make.child(), make.child()
    make.siblings(leo, mia)
    for child, name in ((leo, "The Doyles"), (mia, "The Prices")):
        make.placed(child, make.household(name))
    children.plan_siblings(
        leo, mia, plan=TogetherOrApart.TOGETHER, why="", starts_on=today(), by=SOMEBODY
    )
    return leo, mia


def test_those_who_are_to_be_together_and_live_apart_are_seen_from_either(apart):
    assert all(of(child).is_apart_against_plan for child in apart)


def test_in_one_home_they_are_as_planned(db):
    leo, mia, home = make.child(), make.child(), make.household()
    make.siblings(leo, mia)
    for child in (leo, mia):
        make.placed(child, home)
    (sibling,) = of(leo).siblings
    assert sibling.together
    assert not sibling.against_plan


def test_contact_is_due_from_when_they_were_last_in_touch(apart):
    leo, mia = apart
    start = today() - 20 * DAY
    actions.agree_contact(
        mia.id,
        leo.id,
        how_often=HowOften.FORTNIGHTLY,
        how=ContactHow.IN_PERSON,
        starts_on=start,
        by=SOMEBODY,
    )
    assert [of(child).siblings[0].due_on for child in apart] == [start + 14 * DAY] * 2
    actions.record_contact(leo.id, mia.id, held_on=today(), how=ContactHow.CALLS, by=SOMEBODY)
    assert [of(child).siblings[0].due_on for child in apart] == [today() + 14 * DAY] * 2
    with pytest.raises(RuleBroken, match="already"):
        actions.record_contact(mia.id, leo.id, held_on=today(), how=ContactHow.CALLS, by=SOMEBODY)
    lines = [each for each in watch.running(today()) if each.clock == "sibling_contact"]
    assert [each.due_on for each in lines] == [today() + 14 * DAY]


def test_that_they_are_not_in_touch_needs_its_reason():
    told = {"starts_on": today(), "before": None, "today": today()}
    assert rules.agreeing_contact_breaches(how_often=HowOften.NOT_NOW, why=" ", **told)
    assert not rules.agreeing_contact_breaches(how_often=HowOften.WEEKLY, why="", **told)
    assert rules.contact_due(HowOften.NOT_NOW, today(), today()) is None


# ------------------------------------------------------------------------------ stability meetings


def test_a_third_home_in_twelve_months_calls_for_a_meeting_until_one_is_held(db):
    leo = make.child()
    moved(leo, 200, 100)
    assert of(leo).reasons == ()
    moved(leo, 10)
    (reason,) = of(leo).reasons
    assert (reason.because, reason.since) == (Because.MOVES, today() - 10 * DAY)
    assert of(leo).meeting_due_on == STABILITY_MEETING.last_day(reason.since)
    meeting = actions.call_meeting(
        leo, because=reason.because, since=reason.since, called_on=today(), by=SOMEBODY
    )
    assert of(leo).reasons == (reason,)
    actions.hold_meeting(meeting, held_on=today(), agreed="Therapy goes on.", by=SOMEBODY)
    assert of(leo).reasons == ()
    assert of(leo).called is None


def test_the_council_may_set_another_number(db):
    leo = make.child()
    moved(leo, 100, 10)
    number = PolicyNumber.PLACEMENTS
    actions.set_number(number, value=2, starts_on=today() - 30 * DAY, by=SOMEBODY)
    assert [each.since for each in of(leo).reasons] == [today() - 10 * DAY]
    with pytest.raises(RuleBroken, match="from 2 to 12"):
        actions.set_number(number, value=1, starts_on=today(), by=SOMEBODY)


def test_stays_away_move_nobody(db):
    leo = make.child()
    moved(leo, 200)
    for days in (50, 40, 30):
        children.record_placement(
            leo,
            place=Place.T1,
            starts_on=today() - timedelta(days=days),
            ends_on=today() - timedelta(days=days - 3),
            by=SOMEBODY,
        )
    assert of(leo).placements == 1


def test_a_carers_notice_calls_for_one_for_each_child_there(db):
    home = make.household()
    leo = make.child()
    make.placed(leo, home)
    resignation.receive_notice(
        list(standing_of(home.id).approvals),
        received_on=today(),
        reason=ExitReason.WORK,
        by=SOMEBODY,
    )
    assert [each.because for each in of(leo).reasons] == [Because.NOTICE]


def test_a_meeting_called_off_leaves_what_called_for_it(db):
    leo = make.child()
    moved(leo, 200, 100, 10)
    meeting = actions.call_meeting(
        leo, because=Because.MOVES, since=today() - 10 * DAY, called_on=today(), by=SOMEBODY
    )
    actions.call_off_meeting(meeting, because="The worker is ill.", by=SOMEBODY)
    assert [each.because for each in of(leo).reasons] == [Because.MOVES]
    with pytest.raises(RuleBroken, match="called off already"):
        actions.hold_meeting(meeting, held_on=today(), agreed="x", by=SOMEBODY)


def test_what_was_known_then_is_what_was_shown_then(db):
    from app.core.today import now

    leo = make.child()
    before = now()
    agreed(leo)
    assert queries.of_child(leo.id, today(), before).plan is None


def test_a_child_of_short_breaks_is_asked_for_nothing(db):
    mia = make.child(status=Ls.V4)
    moved(mia, 100, 50, 10)
    found = of(mia)
    assert (found.has_no_plan, found.has_moved, found.reasons) == (False, False, ())
    assert mia.id not in queries.looked_after_ids(today())


# ------------------------------------------------------------------------------------------- pages


def test_the_list_counts_and_each_number_opens_to_its_rows(db, signed_in):
    leo, mia = make.child("Leo"), make.child("Mia")
    moved(leo, 200, 100, 10)
    agreed(mia)
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get("/permanence").text
    assert "Leo" in page
    assert "Mia" in page
    narrowed = browser.get("/permanence?which=moved").text
    assert "Leo" in narrowed
    assert "Mia" not in narrowed
    assert "Mia" in browser.get("/permanence?goal=long_term_fostering").text
    assert "Leo" in browser.get("/permanence?which=meeting&format=csv").text


def test_the_list_asks_as_much_of_few_children_as_of_many(db, signed_in, counted):
    browser = signed_in(Role.TEAM_MANAGER)
    moved(make.child(), 20)
    browser.get("/permanence")
    moved(make.child(), 25)  # what was worked out before is worked out anew
    with counted() as few:
        browser.get("/permanence?which=")
    for days in (30, 40, 50):
        moved(make.child(), days)
    with counted() as many:
        browser.get("/permanence?goal=")
    assert many.number <= few.number + 2
    assert many.number < 40


def test_a_social_worker_calls_a_meeting_for_their_own_child_from_a_form_filled_in(db, signed_in):
    gwen = make.user(Role.CHILD_SOCIAL_WORKER, name="Gwen")
    leo = make.child("Leo", social_worker=gwen)
    moved(leo, 200, 100, 10)
    browser = signed_in(gwen)
    assert "A stability meeting is needed" in browser.get(f"/children/{leo.ref}/permanence").text
    address = f"/children/{leo.ref}/permanence/meeting"
    form = browser.get(address).text
    since = (today() - 10 * DAY).strftime("%d/%m/%Y")
    assert f'value="{since}"' in form
    sent = hidden_fields(form) | {
        "because": Because.MOVES.value,
        "since": since,
        "called_on": "today",
    }
    assert browser.post(address, data=sent).status_code == 303
    assert of(leo).called is not None
    assert browser.get(f"/children/{make.child().ref}/permanence").status_code == 404


def test_whoever_only_reads_changes_nothing(db, signed_in):
    leo = make.child("Leo")
    browser = signed_in(Role.REVIEWING_OFFICER)
    page = browser.get(f"/children/{leo.ref}/permanence").text
    assert "Agree a plan" not in page
    assert browser.get(f"/children/{leo.ref}/permanence/plan").status_code == 403
    assert "Permanence" in browser.get(f"/children/{leo.ref}").text
