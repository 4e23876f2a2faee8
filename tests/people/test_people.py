"""People and homes: once, with dates, and never in contradiction."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.people import actions, places, queries
from app.people.models import ConsiderationKind, MemberRole, PetKind, ProviderKind
from sufficiency.types import Fact
from tests import builders
from tests.builders import LONG_AGO, SOMEBODY

DAY = timedelta(days=1)


def refusals(action, *args, **kw):
    """The sentences in which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **kw, by=SOMEBODY)
    return [breach.says for breach in refused.value.breaches]


def test_a_postcode_leads_to_its_point_however_it_was_typed(db):
    builders.postcodes()
    point = places.point_of("hr68ab")
    assert (point.easting, point.northing) == (349_600, 259_000)
    assert point.authority_code == builders.HEREFORDSHIRE


@pytest.mark.parametrize("typed", ["", None, "HR6", "ZZ99 9ZZ"])
def test_an_unknown_postcode_has_no_point(db, typed):
    assert places.point_of(typed) is None


def test_postcodes_loaded_again_move_and_are_not_doubled(db):
    builders.postcodes()
    row = {"postcode": "HR6 8AB", "easting": 1, "northing": 2, "authority_code": None}
    assert places.load_postcodes([row]) == 1
    assert places.point_of("HR6 8AB") == places.PlacePoint(1, 2, None)


def test_there_is_one_service_of_our_own(db):
    builders.own_service()
    told = {"name": "Another", "kind": ProviderKind.OWN}
    assert refusals(actions.add_provider, **told) == ["Our own service is already recorded."]


def test_nobody_is_born_after_today(db):
    told = {"given_name": "Jo", "family_name": "Doyle", "born": date(2087, 1, 1)}
    assert refusals(actions.add_person, **told) == [
        "The date of birth is after today. Check the year."
    ]


def test_a_new_role_in_a_household_takes_over_from_the_old(db):
    home, owen = builders.household(), builders.person("Owen")
    actions.join_household(
        home, owen, role=MemberRole.CHILD_OF_FAMILY, starts_on=LONG_AGO, by=SOMEBODY
    )
    actions.join_household(home, owen, role=MemberRole.ADULT, starts_on=today(), by=SOMEBODY)
    roles = {
        day: [m.role for m in queries.home_of(home.id, day).members if m.person_id == owen.id]
        for day in (today() - DAY, today())
    }
    assert roles == {today() - DAY: [MemberRole.CHILD_OF_FAMILY], today(): [MemberRole.ADULT]}


def test_whoever_leaves_sleeps_there_no_longer(db):
    home = builders.household(bedrooms=1)
    found = queries.home_of(home.id, today())
    actions.sleep_in(found.bedrooms[0], found.carers[0], starts_on=today() - DAY, by=SOMEBODY)
    actions.leave_household(found.members[0], on=today(), by=SOMEBODY)
    after = queries.home_of(home.id, today())
    assert after.members == []
    assert after.sleeping == {}


def test_an_address_takes_its_point_and_area_from_our_own_table(db):
    builders.postcodes()
    home = builders.household(postcode="sy81aa")
    address = queries.home_of(home.id, today()).address
    assert (address.postcode, address.easting) == ("SY8 1AA", 351_200)
    assert address.authority_code == builders.SHROPSHIRE


def test_a_household_that_moves_lived_where_it_lived(db):
    builders.postcodes()
    home = builders.household(postcode="HR6 8AB")
    actions.move_household(
        home, line="2 The Lane", postcode="HR7 4AA", starts_on=today(), by=SOMEBODY
    )
    assert queries.home_of(home.id, today() - DAY).address.postcode == "HR6 8AB"
    assert queries.home_of(home.id, today()).address.postcode == "HR7 4AA"


def test_what_was_recorded_later_was_not_known_before(db):
    with clock_at(today() - 10 * DAY):
        home = builders.household(postcode="HR6 8AB")
    actions.move_household(
        home, line="2 The Lane", postcode="HR7 4AA", starts_on=today() - 20 * DAY, by=SOMEBODY
    )
    known = end_of_day(today() - 5 * DAY)
    assert queries.home_of(home.id, today(), known).address.postcode == "HR6 8AB"


def test_a_bedroom_sleeps_no_more_than_it_sleeps(db):
    home = builders.household(bedrooms=1)
    (room,) = queries.home_of(home.id, today()).bedrooms
    actions.sleep_in(room, builders.person(), starts_on=today(), by=SOMEBODY)
    (said,) = refusals(actions.sleep_in, room, builders.person(), starts_on=today())
    assert "sleeps 1, and 1 already sleep there" in said


def test_a_bedroom_that_closes_is_slept_in_no_longer(db):
    home = builders.household(bedrooms=1)
    (room,) = queries.home_of(home.id, today()).bedrooms
    actions.sleep_in(room, builders.person(), starts_on=today() - DAY, by=SOMEBODY)
    actions.close_bedroom(room, on=today(), by=SOMEBODY)
    assert queries.home_of(home.id, today()).bedrooms == []
    assert queries.home_of(home.id, today()).sleeping == {}


def test_a_dog_is_told_once_and_matching_knows_until_the_last_has_gone(db):
    home = builders.household()
    told = {"kind": PetKind.DOG, "starts_on": LONG_AGO, "by": SOMEBODY}
    bess = actions.add_pet(home, description="Bess", **told)
    rex = actions.add_pet(home, description="Rex", **told)
    actions.end_pet(bess, on=today() - DAY, by=SOMEBODY)
    assert queries.home_of(home.id, today()).facts == {Fact.DOG: True}
    actions.end_pet(rex, on=today(), by=SOMEBODY)
    assert queries.home_of(home.id, today()).facts == {Fact.DOG: False}


def test_a_fact_is_so_or_not_so_or_not_recorded(db):
    home = builders.household()
    for so in (True, False, None):
        actions.record_home_facts(home, facts={Fact.SMOKER: so}, starts_on=today(), by=SOMEBODY)
        expected = {} if so is None else {Fact.SMOKER: so}
        assert queries.home_of(home.id, today()).facts == expected


def test_saying_the_same_again_writes_nothing(db):
    home = builders.household()
    told = {"fact": Fact.DRIVES, "so": True, "by": SOMEBODY}
    first = actions.record_home_fact(home, starts_on=LONG_AGO, **told)
    assert actions.record_home_fact(home, starts_on=today(), **told) is first


def test_a_consideration_about_age_gives_the_age(db):
    home = builders.household()
    told = {"age": None, "why": "", "starts_on": today()}
    (said,) = refusals(
        actions.add_consideration, home, kind=ConsiderationKind.NO_CHILD_UNDER, **told
    )
    assert said == "Give the age."
    actions.add_consideration(home, kind=ConsiderationKind.ONLY_CHILD, **told, by=SOMEBODY)


def test_another_systems_key_never_means_two_records(db):
    told = {"system": "Mosaic", "key": "1234"}
    first = actions.set_external_key("household", 1, **told, by=SOMEBODY)
    assert actions.set_external_key("household", 1, **told, by=SOMEBODY) is first
    (said,) = refusals(actions.set_external_key, "household", 2, **told)
    assert "already belongs to another household" in said
    assert queries.record_known_as("Mosaic", "household", "1234") == 1
