"""Rates, costs and the files for finance, on the record: once, whole, and the same when taken
again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Place
from app.core.db import db as session
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.money import actions, queries, rules
from app.money.kinds import BANDS, AgeBand, FileKind, Level, RateKind, Spent, Told
from app.people import actions as people
from app.supervision.visits import actions as visits
from app.supervision.visits.models import Visit
from tests import builders as make
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def rates(since=make.LONG_AGO):
    """£170 to £210 by age, £150 for level 2, 45p a mile."""
    for place, band in enumerate(BANDS):
        actions.set_rate(
            kind=RateKind.ALLOWANCE,
            band=band,
            level=Level.ANY,
            pence=17_000 + 1_000 * place,
            starts_on=since,
            by=SOMEBODY,
        )
    for kind, level, pence in (
        (RateKind.FEE, Level.TWO, 15_000),
        (RateKind.MILE, Level.ANY, 45),
    ):
        actions.set_rate(
            kind=kind, band=AgeBand.ANY, level=level, pence=pence, starts_on=since, by=SOMEBODY
        )


def ours(name="The Doyles", **more):
    """A household of ours at level 2."""
    home = make.household(name, places=3, **more)
    actions.set_level(home, level=Level.TWO, starts_on=make.LONG_AGO, by=SOMEBODY)
    return home


def told(file):
    """The lines of a file, without who it is about."""
    return [(row.told, row.day, row.pence) for row in queries.placement_rows(file)]


@pytest.fixture
def officer(db):
    """Whoever makes the files."""
    rates()
    return make.user(Role.SERVICE_MANAGER)


def test_what_a_place_costs_is_the_sum_for_all_the_children_of_a_referral(officer):
    home, agency = ours(), make.household("The Agencys", provider=make.agency())
    people.set_fee(agency, weekly_pounds=950, starts_on=make.LONG_AGO, by=SOMEBODY)
    unknown = make.household("The Unknowns", provider=make.agency("Severn"))
    born = [make.birthday(1), make.birthday(9)]
    found = queries.costs({home.id, agency.id, unknown.id}, born, today())
    assert found[home.id] == rules.Cost(17_000 + 19_000, 30_000)
    assert found[agency.id].pence == 190_000
    assert unknown.id not in found


def test_files_tell_of_starts_changes_and_ends_once_and_stay_as_they_were(officer):
    home, who = ours(), make.child(age=9)
    placement = make.placed(who, home, since=today() - 30 * DAY)
    first = actions.make_file(FileKind.PLACEMENTS, by=officer)
    started = (Told.START, today() - 30 * DAY, 34_000)
    assert told(first) == [started]
    with pytest.raises(RuleBroken):
        actions.make_file(FileKind.PLACEMENTS, by=officer)
    with clock_at(now() + 7 * DAY):
        actions.set_level(home, level=Level.ONE, starts_on=today() - DAY, by=SOMEBODY)
        second = actions.make_file(FileKind.PLACEMENTS, by=officer)
        assert told(second) == [(Told.CHANGE, today() - DAY, 19_000)]
    with clock_at(now() + 14 * DAY):
        children.end_placement(placement, on=today() - 2 * DAY, by=SOMEBODY)
        third = actions.make_file(FileKind.PLACEMENTS, by=officer)
        assert told(third) == [(Told.END, today() - 2 * DAY, None)]
        children.void_placement(placement, by=SOMEBODY)
        fourth = actions.make_file(FileKind.PLACEMENTS, by=officer)
        assert told(fourth) == [(Told.TAKEN_BACK, placement.starts_on, None)]
    assert [first.number, second.number, third.number, fourth.number] == [1, 2, 3, 4]
    assert told(first) == [started], "a file stays as it was made"


def test_a_file_gives_the_numbers_of_the_system_that_finance_knows_and_of_no_other(officer):
    home, who = ours(), make.child(age=9)
    make.placed(who, home)
    numbers = (("child", who.id), ("household", home.id))
    for system in ("finance", "casework"):  # the case system's is the newer
        for kind, record_id in numbers:
            people.set_external_key(
                kind, record_id, system=system, key=f"{system}-{kind}", by=SOMEBODY
            )
    file = actions.make_file(FileKind.PLACEMENTS, by=officer)

    def said(system):
        (row,) = queries.placement_rows(file, system)
        assert (row.child, row.reference) == (who.ref, home.ref), "our own stand in it always"
        return row.child_number, row.payee_number

    assert said("finance") == ("finance-child", "finance-household")
    assert said("casework") == ("casework-child", "casework-household")
    assert said("another") == said("") == ("", "")
    with clock_at(now() + DAY):
        for kind, record_id in numbers:
            people.set_external_key(
                kind, record_id, system="another", key=f"late-{kind}", by=SOMEBODY
            )
            people.set_external_key(
                kind, record_id, system="finance", key=f"second-{kind}", by=SOMEBODY
            )
    assert said("another") == ("", ""), "a file stays as it was made"
    assert said("finance") == ("finance-child", "finance-household")


def test_what_is_recorded_late_is_told_and_what_was_over_before_the_first_file_is_not(officer):
    home, before = ours(), make.child()
    make.placed(before, home, since=today() - 60 * DAY, until=today() - 40 * DAY)
    make.placed(make.child(), home, since=today() - 9 * DAY)
    first = actions.make_file(FileKind.PLACEMENTS, by=officer)
    assert len(told(first)) == 1
    with clock_at(now() + 5 * DAY):
        make.placed(make.child(age=9), home, since=today() - 50 * DAY, until=today() - 45 * DAY)
        second = actions.make_file(FileKind.PLACEMENTS, by=officer)
        assert [each[0] for each in told(second)] == [Told.START, Told.END]


def test_a_weekend_of_respite_is_paid_to_the_second_home_and_parents_are_not(officer):
    first, second, who = ours(), ours("The Prices"), make.child(age=9)
    make.placed(who, first, since=today() - 30 * DAY)
    make.placed(who, second, since=today() - 3 * DAY, until=today(), place=Place.T4, temporary=True)
    children.record_placement(make.child(), place=Place.P1, starts_on=today() - DAY, by=SOMEBODY)
    make_it = actions.make_file(FileKind.PLACEMENTS, by=officer)
    rows = queries.placement_rows(make_it)
    assert {row.paid_to for row in rows} == {"The Doyles"}, "what was over by then is not told"
    with clock_at(now() + DAY):
        stay = make.placed(who, second, since=today(), place=Place.T4, temporary=True)
        again = actions.make_file(FileKind.PLACEMENTS, by=officer)
        (row,) = queries.placement_rows(again)
        assert (row.paid_to, row.told, row.day) == ("The Prices", Told.START, stay.starts_on)


def test_miles_and_what_was_spent_are_claimed_once_and_taken_back_with_the_visit(officer):
    worker = make.worker()
    home = ours(supervised_by=worker)
    visit = visits.record_visit(
        home, told=visits.Told(worker=worker, visited_on=today(), miles=12), by=worker
    )
    actions.record_expense(visit, spent=Spent.PARKING, pence=240, by=worker)
    first = actions.make_file(FileKind.MILEAGE, by=officer)
    assert [(row.miles, row.pence, row.expenses) for row in queries.mileage_rows(first)] == [
        (12, 540, 240)
    ]
    kept = session.session.get_one(Visit, visit.id)
    right = visits.correct_visit(
        kept, told=visits.Told(worker=worker, visited_on=today(), miles=20), why="Miles", by=worker
    )
    second = actions.make_file(FileKind.MILEAGE, by=officer)
    assert [(row.miles, row.pence, row.expenses) for row in queries.mileage_rows(second)] == [
        (-12, -540, -240),
        (20, 900, 240),
    ], "what was spent goes with the visit that stands"
    visits.set_visit_aside(right, why="Never made", by=worker)
    third = actions.make_file(FileKind.MILEAGE, by=officer)
    assert [row.expenses for row in queries.mileage_rows(third)] == [-240]
    with pytest.raises(RuleBroken):
        actions.make_file(FileKind.MILEAGE, by=officer)


@pytest.mark.parametrize(
    ("kind", "band", "level", "source", "field"),
    [
        (RateKind.ALLOWANCE, AgeBand.ANY, Level.ANY, "", "band"),
        (RateKind.FEE, AgeBand.ANY, Level.ANY, "", "level"),
        (RateKind.MILE, AgeBand.BABY, Level.ANY, "", "level"),
        (RateKind.MINIMUM, AgeBand.BABY, Level.ANY, "", "source"),
    ],
)
def test_an_amount_is_for_what_it_is_for(kind, band, level, source, field):
    found = rules.rate_breaches(kind, band, level, 100, source)
    assert [each.field for each in found] == [field]


def test_the_page_of_files_makes_one_and_gives_the_same_file_each_time(signed_in, db):
    rates()
    make.placed(make.child(age=9), ours())
    client = signed_in(Role.SERVICE_MANAGER)
    made = client.post_form("/money/files/placements", _of="/money/files")
    twice = [client.get(f"{made.location}?format=csv").get_data() for _ in range(2)]
    assert twice[0] == twice[1]
    assert b"The Doyles" in twice[0]
    assert b"340.00" in twice[0]
    assert "nothing to tell yet" in client.get("/money/files").get_data(as_text=True)
    assert "£190.00" in client.get("/money").get_data(as_text=True)
