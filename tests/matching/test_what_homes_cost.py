"""What a home costs in a search: ours by our allowances and fees, others by their price."""

from __future__ import annotations

import pytest

from app.money import actions as money
from app.money.kinds import AgeBand, Level, RateKind
from app.people import actions as people
from tests import builders
from tests.builders import LONG_AGO, SOMEBODY, child, household
from tests.matching.asking import found_for, referral


@pytest.fixture(autouse=True)
def homes(db):
    """Ours at level 2 with a price of old, another of ours without a level, an agency's."""
    ours = household("The Doyles", places=3)
    money.set_level(ours, level=Level.TWO, starts_on=LONG_AGO, by=SOMEBODY)
    people.set_fee(ours, weekly_pounds=999, starts_on=LONG_AGO, by=SOMEBODY)
    household("The Bryces", places=3)
    theirs = household("The Prices", places=3, provider=builders.agency())
    people.set_fee(theirs, weekly_pounds=965, starts_on=LONG_AGO, by=SOMEBODY)


def rate(kind, pence, band=AgeBand.ANY, level=Level.ANY):
    money.set_rate(kind=kind, band=band, level=level, pence=pence, starts_on=LONG_AGO, by=SOMEBODY)


def our_rates():
    rate(RateKind.ALLOWANCE, 19_000, AgeBand.PRIMARY)
    rate(RateKind.ALLOWANCE, 22_000, AgeBand.SECONDARY)
    rate(RateKind.FEE, 15_040, level=Level.TWO)


def costs(*ages):
    """What each home offered costs a week for each of children of these ages."""
    asked = referral(*(child(age=age) for age in ages))
    return {each.card.name: each.home.weekly_cost for each in found_for(asked).ranked}


def test_a_home_of_ours_costs_the_allowance_for_the_childs_age_and_its_fee():
    our_rates()
    assert costs(7) == {"The Doyles": 340, "The Bryces": 190, "The Prices": 965}
    assert costs(12) == {"The Doyles": 370, "The Bryces": 220, "The Prices": 965}


def test_for_several_children_it_is_what_each_costs_on_average():
    our_rates()
    assert costs(7, 12) == {"The Doyles": 355, "The Bryces": 205, "The Prices": 965}


def test_where_no_allowance_is_set_it_is_the_price_recorded_or_not_known():
    assert costs(7) == {"The Doyles": 999, "The Bryces": None, "The Prices": 965}


def test_a_rate_set_while_homes_are_searched_is_in_the_next_answer():
    asked = referral(child(age=7))
    assert found_for(asked).snapshot.homes[0].weekly_cost == 999
    our_rates()
    assert found_for(asked).snapshot.homes[0].weekly_cost == 340
