"""Carers ahead, and children against places, by closed form and by trying every way."""

from datetime import date
from math import exp, sqrt
from random import Random

import numpy as np
import pytest

from sufficiency.forecast import CarerSpell, Scenario, fit_supply, shortfall, simulate_supply
from sufficiency.forecast.futures import Futures
from sufficiency.forecast.level import Level
from sufficiency.forecast.scenario import CarersJoining, CarersOftener, Way
from sufficiency.forecast.supply import TENURES, Places, SupplyModel, bands_served
from sufficiency.forecast.words import BANDS, KINDS, Living, number_of
from tests.oracles import forecast as oracle
from tests.sufficiency.forecast.worlds import AT, SURE, some_carers

EVERY = (True,) * len(BANDS)


def a_model(*, leaving=0.2, joining=0.0, households=80):
    often = Level(SURE, SURE * 12 / joining) if joining else Level(1e-12, 1.0)
    return SupplyModel(
        AT,
        np.full(households, number_of(date(2020, 1, 1))),
        np.zeros(households, int),
        ((2, EVERY),),
        np.zeros(1, int),
        often,
        np.full(len(TENURES), SURE),
        np.full(len(TENURES), SURE / leaving),
    )


def test_households_stay_and_come_as_the_closed_form_says():
    drawn = simulate_supply(a_model(joining=15), 2_000, 5)
    for month in (12, 60):
        years = (drawn.days[month] - AT).days / 365.25
        mean, variance = oracle.staying(80, 15, 0.2, years)
        own = drawn.households[:, month]
        assert own.mean() == pytest.approx(mean, abs=4.5 * sqrt(variance / 2_000) + 0.05)
        assert own.var() == pytest.approx(variance, rel=0.16)
    assert (drawn.of() == 2 * drawn.households).all()


def test_carers_whom_a_scenario_brings_and_keeps():
    joining = CarersJoining(date(2027, 3, 1), 8, 2, 0, 4)
    stay = CarersOftener(Way.LEAVING, 0.0, date(2026, 4, 1))
    drawn = simulate_supply(a_model(), 60, 2, scenario=Scenario("Eight", (joining, stay)))
    assert (drawn.households[:, 1:11] == drawn.households[:, 1:2]).all()
    assert (drawn.households[:, 12] == drawn.households[:, 10] + 8).all()
    assert (drawn.of(["5 to 9"])[:, 12] == 2 * drawn.households[:, 10]).all()
    assert (drawn.of(["under 1"])[:, 12] == 2 * drawn.households[:, 12]).all()


def test_a_later_change_of_leaving_holds_from_its_day():
    half = CarersOftener(Way.LEAVING, 0.5, date(2027, 3, 31))
    drawn = simulate_supply(a_model(), 2_000, 2, scenario=Scenario("Kept", (half,)))
    kept = 80 * exp(-0.2 * 365 / 365.25) * exp(-0.1 * 366 / 365.25)
    assert drawn.households[:, 24].mean() == pytest.approx(kept, abs=4.5 * sqrt(20 / 2_000))


def test_rates_of_leaving_are_learnt_back():
    model = fit_supply(some_carers(1, years=30, households=40), at=AT, seen_from=date(2012, 1, 1))
    assert model.joining.mean * 12 == pytest.approx(40, rel=0.2)
    assert (model.shape / model.rate)[1:] == pytest.approx(np.full(3, 365.25 / 4300), rel=0.35)
    drawn = simulate_supply(model, 50, 1, seed=4)
    assert (drawn.households == simulate_supply(model, 50, 1, seed=4).households).all()
    present = sum(1 for each in some_carers(1, years=30, households=40) if each.ended is None)
    assert (drawn.households[:, 0] == present).all()


def test_terms_serve_the_bands_of_which_they_take_in_half():
    assert bands_served(0, 17) == EVERY
    assert bands_served(0, 4) == (True, True, False, False, False)
    assert bands_served(0, 7) == (True, True, True, False, False)
    assert bands_served(8, 17) == (False, False, False, True, True)
    with pytest.raises(ValueError, match="no approvals"):
        fit_supply([])
    with pytest.raises(ValueError, match="at least a year"):
        fit_supply([CarerSpell("H1", date(2026, 1, 1), None, 1)])


@pytest.mark.parametrize("seed", range(60))
def test_the_fewest_without_a_place_is_what_trying_every_way_finds(seed):
    random = Random(seed)
    children = [random.randrange(len(BANDS)) for _ in range(random.randrange(7))]
    serves = [tuple(random.random() < 0.4 for _ in BANDS) for _ in range(3)]
    places = [random.randrange(3) for _ in serves]
    counted = np.zeros((1, len(KINDS), len(BANDS), 1), np.int16)
    for band in children:
        counted[0, KINDS.index(Living.FOSTERED), band, 0] += 1
    demand = Futures((AT,), counted, 1, "")
    supply = Places(
        (AT,), np.ones((1, 1), "i4"), np.array(places, "i4").reshape(1, -1, 1),
        np.array(serves), 1, "",
    )  # fmt: skip
    beds = [
        {band for band in range(len(BANDS)) if row[band]}
        for row, number in zip(serves, places, strict=True)
        for _ in range(number)
    ]
    told = shortfall(demand, supply)
    assert told.in_all[0, 0] == oracle.without_a_place(children, beds)
    for band in range(len(BANDS)):
        own = [each for each in children if each == band]
        assert told.by_band[band, 0, 0] == oracle.without_a_place(own, beds)
    none = shortfall(demand, supply, usable=0.0)
    assert none.in_all[0, 0] == len(children)
    assert none.chance()[0] == (len(children) > 0)


def test_futures_of_other_days_are_not_set_against_each_other():
    supply = simulate_supply(a_model(), 3, 1)
    demand = Futures(supply.days, np.zeros((2, 5, 5, 13), np.int16), 1, "")
    with pytest.raises(ValueError, match="as many futures"):
        shortfall(demand, supply)
