"""Futures against closed forms, a calendar, and themselves."""

from datetime import date, timedelta
from math import sqrt

import pytest

from sufficiency.forecast import Living, Scenario, fit, read_past, simulate
from sufficiency.forecast.scenario import Arriving, Oftener, Way
from sufficiency.forecast.words import BANDS, KINDS, day_of, number_of
from tests.oracles import forecast as oracle
from tests.sufficiency.forecast.worlds import AT, a_history, a_model

FOSTERED, RESIDENTIAL = Living.FOSTERED, Living.RESIDENTIAL
DAY = timedelta(days=1)
SIXES = [(date(2019, 7, 1) + number * 11 * DAY, FOSTERED) for number in range(60)]
"""Sixty children who stay under eighteen for all the years looked at."""


def years_to(day):
    return (day - AT).days / 365.25


def test_entries_and_leaving_are_those_of_the_closed_form():
    model = a_model(SIXES, entering=30, leaving={FOSTERED: 0.7}, enter=(FOSTERED, "1 to 4"))
    drawn = simulate(model, 4_000, 5)
    number = drawn.of([FOSTERED])
    assert (number == drawn.of()).all()
    for month in (6, 12, 36, 60):
        # Twelve months of thirty a year are a year and a part of a day.
        mean, variance = oracle.staying(60, 30, 0.7, years_to(drawn.days[month]))
        own = number[:, month]
        assert own.mean() == pytest.approx(mean, abs=4.5 * sqrt(variance / 4_000) + 0.05)
        assert own.var() == pytest.approx(variance, rel=4.5 * sqrt(2 / 4_000) + 0.01)


def test_moves_between_kinds_of_home_are_those_of_the_closed_form():
    moving = {(FOSTERED, RESIDENTIAL): 0.9}
    model = a_model(SIXES, leaving={RESIDENTIAL: 0.4}, moving=moving)
    drawn = simulate(model, 4_000, 4)
    for month in (6, 18, 48):
        means = oracle.passing_through(60, 0.9, 0.4, years_to(drawn.days[month]))
        for living, mean in zip((FOSTERED, RESIDENTIAL), means, strict=True):
            told = drawn.of([living])[:, month].mean()
            assert told == pytest.approx(mean, abs=4.5 * sqrt(60 * 0.25 / 4_000))


def test_with_nothing_but_time_every_child_is_of_its_age_by_calendar_on_every_day():
    births = [date(2008, 4, 1) + number * 53 * DAY for number in range(124)]
    births += [date(2012, 2, 29), date(2016, 2, 29), date(2024, 2, 29), AT]
    drawn = simulate(a_model([(born, FOSTERED) for born in births]), 3, 6)
    for place, day in enumerate(drawn.days):
        for number, band in enumerate(BANDS):
            expected = sum(oracle.band(born, day) == band for born in births)
            told = drawn.children[:, KINDS.index(FOSTERED), number, place]
            assert (told == expected).all(), (day, band)


def test_the_same_model_and_seed_give_the_same_numbers_and_fewer_are_the_first_of_more():
    told = a_history(1)
    model, again = fit(read_past(told)), fit(read_past(told[::-1]))
    first = simulate(model, 100, 2, seed=7)
    assert (first.children == simulate(again, 100, 2, seed=7).children).all()
    assert (first.children == simulate(model, 200, 2, seed=7).children[:100]).all()
    assert (first.children != simulate(model, 100, 2, seed=8).children).any()
    assert (first.children.sum(axis=(1, 2))[:, 0] == len(model.born)).all()


def test_each_future_has_its_own_past_of_now_and_no_fewer_than_nobody():
    drawn = simulate(fit(read_past(a_history(2))), 300, 5)
    assert drawn.children.min() >= 0
    assert drawn.of()[:, 60].std() > 3


def test_nobody_enters_or_leaves_when_a_scenario_says_so_and_only_from_its_day():
    model = a_model(SIXES, entering=60, leaving={FOSTERED: 1.0}, enter=(FOSTERED, "5 to 9"))
    stop = date(2027, 7, 1)
    frozen = Scenario("Frozen", (Oftener(Way.ENTERING, 0.0, stop), Oftener(Way.LEAVING, 0.0, stop)))
    drawn, plain = simulate(model, 400, 3, scenario=frozen), simulate(model, 400, 3)
    before, after = drawn.days.index(date(2027, 6, 30)), drawn.days.index(date(2027, 7, 31))
    number = drawn.of()
    assert (number[:, after:] == number[:, after : after + 1]).all()
    assert abs(number[:, before].mean() - plain.of()[:, before].mean()) < 3
    assert number[:, before].std() > 3


def test_a_scenario_of_one_age_and_kind_changes_that_alone():
    model = a_model(SIXES, leaving={FOSTERED: 0.5})
    often = Oftener(Way.LEAVING, 3.0, AT, bands=("under 1",), living=(FOSTERED,))
    drawn = simulate(model, 200, 2, scenario=Scenario("Babies", (often,)))
    assert (drawn.children == simulate(model, 200, 2).children).all()
    often = Oftener(Way.LEAVING, 3.0, AT, bands=BANDS[1:4])
    drawn = simulate(model, 2_000, 2, scenario=Scenario("All", (often,)))
    mean, variance = oracle.staying(60, 1e-9, 1.5, years_to(drawn.days[-1]))
    assert drawn.of()[:, -1].mean() == pytest.approx(mean, abs=4.5 * sqrt(variance / 2_000))


def test_children_whom_a_scenario_brings_come_on_their_day_at_their_age():
    model = a_model(SIXES)
    brought = Arriving(date(2026, 9, 10), 5, "5 to 9", RESIDENTIAL)
    drawn = simulate(model, 50, 3, scenario=Scenario("Five", (brought,)))
    there = drawn.of([RESIDENTIAL], BANDS[2:4])
    assert (there[:, :6] == 0).all()  # up to 31 August
    assert (there[:, 6:] == 5).all()  # from 30 September on
    assert drawn.of([RESIDENTIAL], ["5 to 9"])[:, 6].mean() > 4.5
    assert (drawn.of([FOSTERED]) == 60).all()


def test_rates_are_learnt_back_from_a_history_made_with_them():
    past = read_past(a_history(3, years=8, families=160))
    model = fit(past)
    present = [past.count_on(number_of(AT.replace(year=year)))[:3].sum() for year in (2022, 2026)]
    assert min(present) > 150
    drawn = simulate(model, 200, 1)
    fostered = model.rates.reshape(5, 5, 4, 6)[1, 2:4, :3]
    assert fostered[..., 5].mean() == pytest.approx(0.5, rel=0.2)
    assert fostered[..., :5].sum(axis=-1).mean() == pytest.approx(0.12, rel=0.4)
    assert model.entries.mean * 12 == pytest.approx(160, rel=0.15)
    assert abs(drawn.of()[:, 12].mean() - drawn.of()[0, 0]) < 40


def test_what_cannot_be_asked_or_fitted_is_said():
    with pytest.raises(ValueError, match="futures"):
        simulate(a_model(SIXES), 0)
    told = [each for each in a_history(1) if each.starts > date(2025, 9, 1)]
    with pytest.raises(ValueError, match="at least a year"):
        fit(read_past(told, seen_from=date(2025, 9, 1)))
    with pytest.raises(ValueError, match="no episodes"):
        read_past([])


def test_days_are_the_same_day_of_each_month():
    assert simulate(a_model(SIXES), 1, 1).days[::3] == (
        date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31),
        date(2027, 3, 31),
    )  # fmt: skip
    assert day_of(0) == date(1970, 1, 1)
