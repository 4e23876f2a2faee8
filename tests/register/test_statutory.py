"""The register that the law asks for (FSR 2011 reg 31): whose entries, from when until when, what
they say, and what was believed of a day before it was put right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.core.today import clock_at, now, today
from app.people import actions as people
from app.people import queries as who
from app.people.models import MemberRole
from app.register import actions as register
from app.register.models import ApprovalEnd
from app.register.queries import standing_of
from app.register.queries.statutory import recorded_later, statutory_register
from tests import builders as make

DAY = timedelta(days=1)
BY = make.SOMEBODY


def names(as_at=None, known_at=None, **more):
    return [each.given_name for each in statutory_register(as_at or today(), known_at, **more)]


@pytest.fixture
def kin(db):
    """A connected household: one carer, one named child with her since forty days ago."""
    home = make.household("The Kin", approved=False, since=today() - 40 * DAY)
    child = make.child(age=5)
    given = register.record_temporary_approval(
        home, child, starts_on=today() - 40 * DAY, decided_by="A. Officer", by=BY
    )
    placement = make.placed(child, home, since=today() - 40 * DAY)
    return home, child, given, placement


def test_an_entry_has_the_particulars_of_the_regulation_and_a_couple_is_two(db):
    make.postcodes()
    home = make.couple("The Doyles", postcode="HR6 9UX", places=3)
    register.record_review(home, held_on=date(2020, 3, 1), by=BY)
    register.record_review(home, held_on=date(2021, 2, 25), by=BY)
    one, other = statutory_register(today())
    assert one.household_id == other.household_id
    assert one.born != other.born
    assert (one.address, one.approved_on, one.reviews) == (
        "1 The Street, HR6 9UX",
        make.LONG_AGO,
        (date(2020, 3, 1), date(2021, 2, 25)),
    )
    assert "3" in one.terms
    assert one.sex.value == "female"


def test_each_persons_reviews_are_those_since_their_own_approval(db):
    home = make.household("The Doyles")
    register.record_review(home, held_on=date(2020, 3, 1), by=BY)
    joined = make.person("Later", "Doyle")
    people.join_household(home, joined, role=MemberRole.CARER, starts_on=date(2020, 6, 1), by=BY)
    register.approve(home, joined, starts_on=date(2020, 6, 1), by=BY)
    reviews = {each.given_name: each.reviews for each in statutory_register(today())}
    assert reviews["Later"] == ()
    assert [len(each) for each in sorted(reviews.values(), key=len)] == [0, 1]


def test_a_temporary_approval_stands_in_it_from_day_0(kin):
    _, _, given, _ = kin
    assert names(given.starts_on - DAY) == []
    (entry,) = statutory_register(given.starts_on)
    assert (entry.temporary, entry.approved_on) == (True, given.starts_on)
    assert "regulation 24" in entry.terms


def test_it_is_closed_when_its_last_child_leaves_and_not_when_its_weeks_run_out(kin):
    _, _, given, placement = kin
    later = given.last_day + 20 * DAY
    with clock_at(now() + timedelta(days=200)):
        register.end_temporary_approval(given, on=given.last_day + DAY, by=BY)
        (entry,) = statutory_register(later)
        assert "run out" in entry.terms
        children.end_placement(placement, on=later, by=BY)
        assert names(later - DAY)
        assert names(later) == []
        (closed,) = statutory_register(later, closed=True)
    assert (closed.closed_on, closed.temporary) == (later, True)


def test_it_closes_with_the_last_of_several_children(kin):
    home, _, _, placement = kin
    second = make.child(age=3)
    register.record_temporary_approval(
        home, second, starts_on=today() - 30 * DAY, decided_by="A. Officer", by=BY
    )
    other = make.placed(second, home, since=today() - 30 * DAY)
    children.end_placement(placement, on=today() - 10 * DAY, by=BY)
    assert len(names()) == 1
    children.end_placement(other, on=today() - 5 * DAY, by=BY)
    assert names() == []
    assert statutory_register(today(), closed=True)[0].closed_on == today() - 5 * DAY


def test_full_approval_takes_the_place_of_the_temporary_entry_and_closes_nothing(kin):
    home, _, _, _ = kin
    carer = who.home_of(home.id, today()).carers[0]
    register.approve(home, carer, starts_on=today(), family_and_friends=True, by=BY)
    (entry,) = statutory_register(today())
    assert not entry.temporary


def test_an_entry_that_ended_is_closed_and_kept_and_not_open(db):
    home = make.household("The Gones")
    approval = standing_of(home.id).approvals[0]
    register.end_approval(approval, on=today() - DAY, how=ApprovalEnd.TERMINATED, by=BY)
    assert names() == []
    (entry,) = statutory_register(today(), closed=True)
    assert (entry.closed_on, entry.closed_how) == (today() - DAY, ApprovalEnd.TERMINATED)


def test_another_services_carers_do_not_stand_in_ours(db):
    make.household("The Marches", provider=make.agency())
    assert names() == []


def test_what_was_believed_of_a_day_and_what_is_known_of_it_now_are_both_told(db):
    home = make.household("The Doyles")
    moment = now()
    with clock_at(moment + 2 * DAY):
        late = make.household("The Lates")
        register.record_review(home, held_on=moment.date() - DAY, by=BY)
        day = moment.date()
        then, at_present = statutory_register(day, moment), statutory_register(day)
        found = {each.entry.household: each.says for each in recorded_later(then, at_present)}
    assert len(then) == 1
    assert found == {late.name: "not in it then", home.name: "since corrected: reviews"}


def test_the_page_says_both_days_and_what_was_recorded_since(db, signed_in):
    make.household("The Doyles")
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get(f"/register/statutory?as_at={today()}&known_at={today() - DAY}").text
    assert "as it was believed on" in page
    assert "not in it then" in page
    assert "31 March" in page
    assert "Closed entries" in browser.get("/register/statutory").text
    assert "ten years" in browser.get("/register/statutory?closed=yes").text


def test_the_register_asks_the_same_number_of_questions_whatever_its_size(db, counted):
    def asked():
        with counted() as count:
            statutory_register(today())
        return count.number

    make.household("The Ones")
    few = asked()
    for number in range(5):
        make.couple(f"The {number}s")
    assert asked() == few <= 20
