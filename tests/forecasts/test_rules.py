"""Meeting what came, thin numbers, spans, costs and what acts refuse: plain values."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forecasts import costs, kinds, rules
from app.forecasts.costs import Priced, Prices
from app.forecasts.rules import Homes
from app.money.kinds import AgeBand, Level, RateKind
from app.money.rules import Rates, rate_breaches
from app.workbench.queries.lived import joined, within
from sufficiency.forecast.words import Living
from sufficiency.period import Period
from tests.oracles import forecast as oracle

DAY = date(2026, 11, 23)

FAN = {
    "middle": [10.0, 12.0],
    "low_50": [10.0, 11.0],
    "high_50": [10.0, 13.0],
    "low_80": [10.0, 9.0],
    "high_80": [10.0, 15.0],
    "low_95": [10.0, 7.0],
    "high_95": [10.0, 17.0],
    "may_come": {"1": [float(n) for n in range(5, 20)]},
}
SAME = [8.0, 10.0, 12.0]


@pytest.mark.parametrize(
    ("came", "within"), [(12, "50"), (14, "80"), (9, "80"), (17, "95"), (6, None), (18, None)]
)
def test_what_came_is_held_by_the_narrowest_interval_that_has_it(came, within):
    found = rules.met(FAN, SAME, 1, came)
    assert (found.within, found.foretold, found.low, found.high) == (within, 12.0, 9.0, 15.0)
    assert found.crps == pytest.approx(oracle.crps(FAN["may_come"]["1"], came))
    assert found.same == pytest.approx(oracle.crps(SAME, came))


def test_the_record_of_being_right_says_which_was_better_and_how_often_each_interval_held():
    assert "has come yet" in rules.record_of([]).says
    wins = rules.record_of([rules.met(FAN, [1.0], 1, 12), rules.met(FAN, [1.0], 1, 14)])
    assert wins.held == {"50": 50, "80": 100, "95": 100}
    assert wins.says.startswith("Published forecasts have been better")
    loses = rules.record_of([rules.met(FAN, [17.0], 1, 18)])
    assert "“Same as today” has been better" in loses.says
    assert loses.held == {"50": 0, "80": 0, "95": 0}


COUNTS = st.dictionaries(st.sampled_from([key for key, _ in costs.KINDS]), st.integers(0, 12))


@settings(max_examples=60)
@given(COUNTS)
def test_costs_tell_of_no_thin_kind_nor_of_one_that_its_place_in_the_list_of_kinds_gives_away(told):
    rows = [costs.Row(key, says, told.get(key, 0), 0, 0, 0) for key, says in costs.KINDS]
    hidden = costs.hidden(rows)
    assert {row.key for row in rows if 0 < row.children < 5} <= hidden
    assert ("own" in hidden) == ("agency" in hidden), "their sum is told as one kind"


def test_series_that_are_thin_are_hidden_with_one_more_so_that_no_sum_gives_them_away():
    numbers = {each.key: 0 for each in kinds.OF_CHILDREN}
    numbers |= {"all": 60, "kind-fostered": 40, "kind-residential": 17, "kind-supported": 3}
    numbers |= {"age-3": 60}
    assert kinds.hidden(numbers) == {"kind-supported", "kind-residential"}


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.none() | st.integers(1, 20)).map(
        lambda span: (span[0], None if span[1] is None else span[0] + span[1])
    ),
    min_size=1,
    max_size=5,
)
"""Spans of at least a day, by the day’s number; some of them open."""


def days(spans):
    """One by one, the days on which any of them holds."""
    return {
        day for starts, ends, *_ in spans for day in range(starts, 80 if ends is None else ends)
    }


@settings(max_examples=60)
@given(SPANS, SPANS)
def test_spans_joined_and_cut_hold_the_same_days_one_by_one(those, others):
    whole = joined(sorted(((*span, span[1]) for span in those), key=lambda span: span[0]))
    assert days(whole) == days(those)
    assert all(one[1] is not None and one[1] < two[0] for one, two in pairwise(whole))
    assert all(why == ends for _, ends, why in whole), "it ends for the reason of its last"
    cut = [part for span in others for part in within(span, whole)]
    assert days(cut) == days(others) & days(whole)
    assert all(why in (None, ends) for _, ends, why in cut)


# ------------------------------------------------------------------------------------- costs


def prices(**units):
    held = {(RateKind.ALLOWANCE, AgeBand.PRIMARY, Level.ANY): ((Period(date(2026, 4, 1)), 20_000),)}
    return Prices(DAY, Rates(held), {RateKind(kind): n for kind, n in units.items()}, 10_000)


def test_a_place_of_ours_costs_allowance_fee_and_what_goes_beside_or_is_not_known():
    born = date(2019, 1, 1)
    assert prices(own_home_besides=5_000).ours(born) == 35_000
    assert prices().ours(born) is None
    assert prices(own_home_besides=5_000).ours(date(2010, 1, 1)) is None
    told = prices(agency_home=90_000, childrens_home=500_000, own_home_besides=5_000)
    assert told.average(Living.FOSTERED, ours=False, born=born) == 90_000
    assert told.average(Living.FOSTERED, ours=True, born=born) == 35_000
    assert told.average(Living.RESIDENTIAL, ours=False, born=born) == 500_000
    assert told.average(Living.RELATIVES, ours=False, born=born) == 20_000
    assert told.average(Living.SUPPORTED, ours=False, born=born) is None


def test_each_kind_costs_the_sum_of_its_children_and_agencies_stand_against_our_own():
    those = [
        Priced(Living.FOSTERED, False, 100_000, True, 40_000),
        Priced(Living.FOSTERED, False, 80_000, False, 40_000),
        Priced(Living.FOSTERED, False, None, False, 40_000),
        Priced(Living.FOSTERED, True, 45_000, True, 40_000),
    ]
    agency = next(row for row in costs.rows(those) if row.key == "agency")
    assert (agency.children, agency.known, agency.recorded, agency.pence) == (3, 2, 1, 180_000)
    assert agency.each == 90_000
    assert agency.year == pytest.approx(180_000 * 365 / 7)
    against = costs.against(those)
    assert (against.children, against.less) == (2, 100_000)


@pytest.mark.parametrize(
    ("band", "source", "refused"),
    [(AgeBand.ANY, "Invoices", 0), (AgeBand.ANY, " ", 1), (AgeBand.BABY, "Invoices", 1)],
)
def test_a_unit_cost_is_an_average_with_its_source(band, source, refused):
    assert len(rate_breaches(RateKind.AGENCY_HOME, band, Level.ANY, 90_000, source)) == refused


# ------------------------------------------------------------------------------ plans, statements


def homes(**more):
    told = {
        "households": 8,
        "places": 2,
        "youngest": 0,
        "oldest": 17,
        "town": "Leominster",
        "by": date(2027, 3, 31),
    }
    return Homes(**(told | more))


def test_a_plan_is_said_in_the_words_of_recruitment_and_kept_as_it_was():
    line = homes(siblings=True)
    assert (
        rules.plan_says([line], 80)
        == "8 homes for 2 brothers and sisters each, of any age, near Leominster by 31 March 2027; "
        "carers leave 80 per cent as often as now"
    )
    assert rules.homes_kept([line.kept()]) == (line,)
    assert "of any age, in the north by 31 March 2027" in homes(town="the North").says
    assert (
        "one home for one child, aged 3 to 9"
        in homes(households=1, places=1, youngest=3, oldest=9).says
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"households": 0}, "households"),
        ({"places": 9}, "places"),
        ({"siblings": True, "places": 1}, "places"),
        ({"youngest": 9, "oldest": 3}, "youngest"),
        ({"by": DAY}, "by"),
        ({"by": date(2036, 1, 1)}, "by"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field(more, field):
    found = rules.homes_breaches(homes(**more), DAY, town_known=True)
    assert [each.field for each in found] == [field]


def test_a_plan_for_nowhere_or_for_yesterday_is_refused():
    assert rules.homes_breaches(homes(), DAY, town_known=True) == []
    assert rules.homes_breaches(homes(), DAY, town_known=False)[0].field == "town"
    assert rules.leaving_breaches(100, date(2020, 1, 1), DAY) == []
    assert len(rules.leaving_breaches(500, date(2020, 1, 1), DAY)) == 2


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, 0),
        ({"approved": True}, 1),
        ({"doing": " "}, 1),
        ({"measures": ""}, 1),
        ({"theirs": frozenset({7})}, 1),
        ({"review_on": DAY}, 1),
        ({"review_on": date(2030, 1, 1)}, 1),
    ],
)
def test_a_statement_is_approved_whole_by_somebody_else_until_a_day_not_far_off(more, refused):
    told = {
        "approved": False,
        "doing": "Find homes",
        "measures": "Count them",
        "theirs": frozenset({1, 2}),
        "approver_id": 7,
        "review_on": date(2027, 11, 23),
        "day": DAY,
    }
    assert len(rules.approving_breaches(**(told | more))) == refused
