"""What a place costs, and that files tell finance everything once: rules alone."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from app.money import rules
from app.money.kinds import BANDS, AgeBand, Level, RateKind, Told
from sufficiency.period import Period

DAY = timedelta(days=1)
FIRST = date(2026, 4, 1)
ALLOWANCE, FEE = RateKind.ALLOWANCE, RateKind.FEE


def rates(**more: object) -> rules.Rates:
    """An allowance by age and a fee by level, since April."""
    open_ended = Period(FIRST, None)
    held = {
        (ALLOWANCE, band, Level.ANY): ((open_ended, 17_000 + 2_000 * place),)
        for place, band in enumerate(BANDS)
    }
    held[FEE, AgeBand.ANY, Level.TWO] = ((open_ended, 15_000),)
    return rules.Rates({**held, **more})


OURS = rules.Paid(is_ours=True, levels=((Period(FIRST, None), Level.TWO),))


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, AgeBand.BABY),
        (2, AgeBand.BABY),
        (3, AgeBand.PRE_PRIMARY),
        (5, AgeBand.PRIMARY),
        (10, AgeBand.PRIMARY),
        (11, AgeBand.SECONDARY),
        (17, AgeBand.UPPER),
        (18, AgeBand.UPPER),
    ],
)
def test_each_age_has_its_band(age, band):
    assert rules.band_of(age) is band


def test_our_own_place_costs_the_allowance_of_the_age_and_the_fee_of_the_level():
    cost = rules.cost_on(date(2026, 6, 1), date(2016, 1, 1), rates(), OURS)
    assert (cost.allowance, cost.fee, cost.pence) == (21_000, 15_000, 36_000)


def test_an_agencys_place_costs_what_it_was_offered_at_whatever_our_rates():
    paid = rules.Paid(is_ours=False, prices=((Period(FIRST, None), 98_000),))
    assert rules.cost_on(date(2026, 6, 1), date(2016, 1, 1), rates(), paid).pence == 98_000


def test_a_cost_that_nobody_recorded_is_not_known_and_is_not_nothing():
    assert rules.cost_on(date(2026, 6, 1), None, rates(), OURS) is None
    assert rules.cost_on(FIRST - DAY, date(2016, 1, 1), rates(), OURS) is None


def test_an_allowance_below_the_national_minimum_is_named_with_by_how_much():
    least = {(RateKind.MINIMUM, AgeBand.PRIMARY, Level.ANY): ((Period(FIRST, None), 21_500),)}
    assert rules.below_minimum(FIRST, rates()) == {}
    found = rules.Rates({**rates().held, **least})
    assert rules.below_minimum(FIRST, found) == {AgeBand.PRIMARY: 500}


def test_a_birthday_into_another_band_is_told_as_a_change_from_that_day():
    born = date(2015, 6, 10)  # eleven on 10 June 2026
    now = rules.account_of(
        date(2026, 5, 1),
        None,
        born=born,
        rates=rates(),
        paid=OURS,
        since=FIRST,
        up_to=date(2026, 7, 1),
    )
    assert rules.lines_to_tell(None, now) == [
        rules.Line(Told.START, date(2026, 5, 1), 36_000),
        rules.Line(Told.CHANGE, date(2026, 6, 10), 38_000),
    ]


# ------------------------------------------------------------- a history of files, by seed


def some_account(random: Random, up_to: date) -> rules.Account | None:
    """What somebody might have recorded of one placement by a day: anything at all."""
    if random.random() < 0.1:
        return None
    starts = FIRST + random.randint(-40, 20) * DAY
    ends = starts + random.randint(1, 120) * DAY if random.random() < 0.4 else None
    changes = [
        (FIRST + random.randint(0, 100) * DAY, random.choice([30_000, 36_000, 40_000]))
        for _ in range(random.randint(0, 3))
    ]
    days = sorted(dict(changes))
    periods = [
        (Period(day, after), dict(changes)[day])
        for day, after in zip(days, [*days[1:], None], strict=False)
    ]
    paid = rules.Paid(is_ours=False, prices=tuple(periods))
    return rules.account_of(
        starts, ends, born=None, rates=rules.Rates(), paid=paid, since=FIRST, up_to=up_to
    )


def files_told(seed: int) -> None:
    """Files one after another, whatever is recorded between them."""
    random, told = Random(seed), []
    up_to = FIRST
    for _ in range(random.randint(1, 8)):
        up_to += random.randint(0, 30) * DAY
        now = some_account(random, up_to)
        lines = rules.lines_to_tell(rules.held_by(told, FIRST), now)
        assert len(set(lines)) == len(lines), (seed, "no line stands twice in a file")
        told += lines
        assert rules.held_by(told, FIRST) == now, (seed, "finance holds what is recorded")
        again = rules.lines_to_tell(rules.held_by(told, FIRST), now)
        assert again == [], (seed, "nothing is told twice")


def test_whatever_is_recorded_between_files_finance_holds_it_after_the_next_and_once():
    for seed in range(600):
        files_told(seed)
