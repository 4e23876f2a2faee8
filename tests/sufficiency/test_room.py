"""Room: what a list shows and what a decision is told, day by day."""

from dataclasses import replace

import pytest

from sufficiency.period import Period
from sufficiency.room import (
    Shortfall,
    ShortfallCode,
    Stay,
    ages_out_on,
    places,
    places_left,
    room_for,
    standing_of,
)
from sufficiency.types import (
    Bedroom,
    ClaimKind,
    Criterion,
    Hold,
    Kind,
    Sleeper,
    Unavailable,
)
from tests.sufficiency.plain_homes import DAY, LONG, child, days, placed, room, terms


def told(household, *children, period=Period(DAY), kind=Kind.SHORT_TERM):  # noqa: B008
    """The shortfalls for these children, as {code: shortfall}."""
    return {each.code: each for each in room_for(household, children, period, kind)}


def test_places_are_counted_and_what_takes_them_is_said():
    household = room(
        terms=(terms(5),),
        claims=(
            *placed(child("Bo", 4)),
            *placed(child("Cy", 4), claim=ClaimKind.HELD, period=Period(DAY, days(3))),
        ),
    )
    counted = places(household, DAY)
    assert (counted.overall, counted.placed, counted.planned, counted.held) == (5, 1, 0, 1)
    assert counted.left == 1
    assert places_left(household, days(3)) == 2


@pytest.mark.parametrize(
    ("changed", "shut"),
    [
        ({"approved": ()}, "not_approved"),
        ({"temporary": (("Bo", LONG),)}, "temporary_approval"),
        ({"holds": (Hold(LONG),)}, "on_hold"),
        ({"unavailable": (Unavailable(None, LONG),)}, "not_available"),
    ],
)
def test_a_household_that_offers_no_places_says_why(changed, shut):
    counted = places(room(**changed), DAY)
    assert (counted.left, counted.shut) == (0, shut)


def test_a_child_with_two_claims_is_one_child():
    bo = child("Bo", 4)
    twice = (*placed(bo), *placed(bo, claim=ClaimKind.HELD))
    assert places_left(room(terms=(terms(2),), claims=twice), DAY) == 1


def test_a_named_childs_place_is_not_counted_as_open_nor_does_the_child_take_an_open_one():
    lines = (Criterion(1, child_id="Bo"), Criterion(2))
    with_bo = room(terms=(terms(3, *lines),), claims=placed(child("Bo", 4)))
    assert places_left(with_bo, DAY) == 2
    assert places_left(replace(with_bo, claims=()), DAY) == 2


def test_places_for_lists_never_promise_more_than_room_for_decisions():
    household = room(terms=(terms(5),), unavailable=(Unavailable(2, LONG),))
    assert places_left(household, DAY) == 1
    assert told(household, child("Ash", 7)) == {}


def test_a_shortfall_says_from_which_day():
    household = room(holds=(Hold(Period(days(20))),))
    assert told(household, child("Ash", 7))[ShortfallCode.ON_HOLD].from_day == days(20)
    assert told(household, child("Ash", 7), period=Period(DAY, days(20))) == {}


def test_every_reason_is_given_at_once_and_each_once():
    household = room(
        approved=(LONG,),
        agreement_signed=None,
        terms=(terms(1, Criterion(1, 0, 4)),),
        holds=(Hold(LONG),),
        bedrooms=(Bedroom("bed-0", 2),),
    )
    found = room_for(household, (child("Ash", 7), child("Bo", 9)), Period(DAY), Kind.SHORT_TERM)
    assert [each.code for each in found] == [
        "no_agreement", "terms_age", "terms_full", "on_hold", "no_bedroom",
    ]  # fmt: skip
    assert found[1].children == ("Ash", "Bo")


def test_law_standard_and_availability_are_told_apart():
    assert standing_of(ShortfallCode.USUAL_LIMIT) == "law"
    assert standing_of(ShortfallCode.NO_BEDROOM) == "standard"
    assert Shortfall(ShortfallCode.ON_HOLD, DAY).standing == "availability"


def test_a_child_already_outside_the_terms_stands_in_the_way_of_another():
    household = room(terms=(terms(2, Criterion(2, 0, 4)),), claims=placed(child("Bo", 17)))
    assert set(told(household, child("Ash", 2))) == {"terms_resident"}


def test_a_child_who_has_grown_past_the_ages_since_they_came_does_not():
    came = Period(days(-365 * 6))
    household = room(
        terms=(terms(2, Criterion(2, 0, 4)),), claims=placed(child("Bo", 8), period=came)
    )
    assert told(household, child("Ash", 2)) == {}


def test_terms_are_tested_again_when_they_change():
    came = Period(days(-365 * 6))
    changed = terms(2, Criterion(2, 0, 4), period=Period(days(-10)))
    household = room(terms=(changed,), claims=placed(child("Bo", 8), period=came))
    assert set(told(household, child("Ash", 2))) == {"terms_resident"}


def test_the_kind_of_fostering_is_a_term():
    household = room(terms=(terms(2, Criterion(2, kinds=frozenset({Kind.SHORT_BREAK}))),))
    assert set(told(household, child("Ash", 7))) == {"terms_kind"}
    assert told(household, child("Ash", 7), kind=Kind.SHORT_BREAK) == {}


def test_a_child_of_the_family_takes_a_bedroom_and_no_place():
    household = room(
        bedrooms=(Bedroom("bed-0", 2), Bedroom("bed-1", 1)),
        sleepers=(Sleeper("carer", "bed-0", LONG), Sleeper("Fay", "bed-1", LONG)),
    )
    assert places_left(household, DAY) == 3
    assert set(told(household, child("Ash", 7))) == {"no_bedroom"}


def test_somebody_whose_room_is_not_recorded_takes_one():
    two = (Bedroom("bed-0", 2), Bedroom("bed-1", 1))
    sleepers = (Sleeper("carer", "bed-0", LONG), Sleeper("lodger", None, LONG))
    household = room(bedrooms=two, sleepers=sleepers)
    assert set(told(household, child("Ash", 7))) == {"no_bedroom"}
    shares = replace(household, sleepers=(sleepers[0], replace(sleepers[1], needs_room=False)))
    assert told(shares, child("Ash", 7)) == {}


def test_the_warning_is_the_birthday_past_every_line_that_admits_the_child():
    household = room(terms=(terms(2, Criterion(1, 0, 7), Criterion(1, 5, 9)),))
    stay = Stay((child("Ash", 7),), Period(DAY), Kind.SHORT_TERM)
    assert ages_out_on(household, stay) is None
    older = Stay((child("Bo", 9), child("Ash", 7)), Period(DAY), Kind.SHORT_TERM)
    assert ages_out_on(household, older) == DAY.replace(year=2027, month=5, day=1)


def test_terms_with_no_lines_admit_nobody():
    assert set(told(room(terms=(terms(3, period=LONG),)), child("Ash", 7))) == set()
    none = replace(terms(3), criteria=())
    assert set(told(room(terms=(none,)), child("Ash", 7))) == {"terms_named"}
    assert places_left(room(terms=(none,)), DAY) == 0


def test_room_is_asked_for_somebody_and_for_nobody_twice():
    ash = child("Ash", 7)
    with pytest.raises(ValueError, match="at least one"):
        room_for(room(), (), Period(DAY), Kind.SHORT_TERM)
    with pytest.raises(ValueError, match="only once"):
        room_for(room(), (ash, ash), Period(DAY), Kind.SHORT_TERM)
