"""Faults planted in the forecast, and what tells of each: the oracles on a small known process.

`complaints(seed)` are what the oracles find wrong; there are none. Each fault changes one thing,
and beside it stand the checks of which one must then complain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import sqrt
from random import Random

import numpy as np

from sufficiency.forecast import (
    drawing,
    futures,
    lacking,
    past,
    simulate,
    simulate_supply,
    supply,
    words,
)
from sufficiency.forecast.level import Level
from sufficiency.forecast.record import crps, same_as_today
from sufficiency.forecast.scenario import (
    Arriving,
    CarersJoining,
    CarersOftener,
    Oftener,
    Scenario,
    Way,
)
from sufficiency.forecast.supply import SupplyModel
from sufficiency.forecast.words import BANDS, KINDS, LEFT, Episode, Living, number_of
from tests.oracles import forecast as oracle
from tests.sufficiency.forecast.worlds import AT, SURE, a_history, a_model

FOSTERED, RESIDENTIAL = Living.FOSTERED, Living.RESIDENTIAL
DAY = timedelta(days=1)
SIXES = [(date(2019, 7, 1) + number * 11 * DAY, FOSTERED) for number in range(40)]
FUTURES = 320


def years(day):
    return (day - AT).days / 365.25


# ------------------------------------------------------------------------------- what is checked


def ages(seed):
    """With nothing but time, everybody is of their age by the calendar, and gone at eighteen."""
    random = Random(seed)
    births = [AT - random.randrange(18 * 365) * DAY for _ in range(60)]
    births += [date(2012, 2, 29), date(2016, 2, 29), date(2009, 2, 28), date(2020, 2, 29)]
    drawn = simulate(a_model([(born, FOSTERED) for born in births]), 2, 5, seed=seed)
    for place, day in enumerate(drawn.days):
        for number, band in enumerate(BANDS):
            due = sum(oracle.band(born, day) == band for born in births)
            if (drawn.children[:, KINDS.index(FOSTERED), number, place] != due).any():
                yield f"{band} on {day}"


def coming_and_leaving(seed):
    """Who is there is what the closed form says, in the middle and in spread."""
    model = a_model(SIXES, entering=30, leaving={FOSTERED: 0.7}, enter=(FOSTERED, "1 to 4"))
    drawn = simulate(model, FUTURES, 3, seed=seed)
    if (drawn.of([FOSTERED]) != drawn.of()).any():
        yield "somebody is elsewhere"
    for month in (12, 36):
        mean, variance = oracle.staying(40, 30, 0.7, years(drawn.days[month]))
        own = drawn.of()[:, month]
        if abs(own.mean() - mean) > 4.5 * sqrt(variance / FUTURES) + 0.05:
            yield f"{own.mean()} and not {mean}"
        if abs(own.var() / variance - 1) > 4.5 * sqrt(2 / FUTURES) + 0.02:
            yield f"spread {own.var()} and not {variance}"


def moving(seed):
    """Who moves on is where the closed form says."""
    rates = {(FOSTERED, RESIDENTIAL): 0.9}
    model = a_model(SIXES, leaving={RESIDENTIAL: 0.4}, moving=rates)
    drawn = simulate(model, FUTURES, 2, seed=seed)
    for month in (6, 24):
        means = oracle.passing_through(40, 0.9, 0.4, years(drawn.days[month]))
        for living, mean in zip((FOSTERED, RESIDENTIAL), means, strict=True):
            told = drawn.of([living])[:, month].mean()
            if abs(told - mean) > 4.5 * sqrt(40 * 0.25 / FUTURES):
                yield f"{living}: {told} and not {mean}"


def days_of_months(seed):
    """Numbers are told on the same day of each month."""
    drawn = simulate(a_model(SIXES[:1]), 1, 2, seed=seed)
    if drawn.days[::6] != (
        date(2026, 3, 31), date(2026, 9, 30), date(2027, 3, 31), date(2027, 9, 30),
        date(2028, 3, 31),
    ):  # fmt: skip
        yield str(drawn.days)


def scenarios(seed):
    """A plan changes what it says, from its day on, and nothing before."""
    model = a_model(SIXES, leaving={FOSTERED: 0.5})
    plain = simulate(model, 60, 2, seed=seed).of()
    stop = Oftener(Way.LEAVING, 0.0, date(2027, 7, 1))
    told = simulate(model, 60, 2, seed=seed, scenario=Scenario("Stop", (stop,)))
    after = told.days.index(date(2027, 7, 31))
    number = told.of()
    if (number[:, after:] != number[:, after : after + 1]).any():
        yield "somebody leaves after all"
    if (
        number[:, after - 1].mean() > 40 * 0.62
        or abs(number[:, after - 1].mean() - plain[:, after - 1].mean()) > 4
    ):
        yield "it began before its day"
    five = Arriving(date(2026, 9, 10), 5, "5 to 9", RESIDENTIAL)
    drawn = simulate(a_model(SIXES), 5, 1, seed=seed, scenario=Scenario("Five", (five,)))
    there = drawn.of([RESIDENTIAL])
    if (there[:, :6] != 0).any() or (there[:, 6:] != 5).any():
        yield "five were to come in September"


def the_same_again(seed):
    """The same seed gives the same numbers, fewer are the first of more, others differ."""
    model = a_model(SIXES, entering=30, leaving={FOSTERED: 0.7}, enter=(FOSTERED, "1 to 4"))
    first = simulate(model, 160, 1, seed=seed).children
    if (first != simulate(model, 160, 1, seed=seed).children).any():
        yield "not the same again"
    if (first[:100] != simulate(model, 100, 1, seed=seed).children).any():
        yield "fewer are not the first of more"
    if (first == simulate(model, 160, 1, seed=seed + 1).children).all():
        yield "another seed is no other"
    if (first[:80] == first[80:]).all():
        yield "the futures repeat themselves"


def the_past(seed):
    """Everybody is counted once on any day, and a past known earlier knows nothing later."""
    told = a_history(seed, years=3, families=12)
    rows = [(e.child, e.born, e.starts, e.ends, e.living) for e in told]
    extra = [Episode("X", date(2012, 5, 5), date(2025, 1, 1), date(2025, 6, 1), FOSTERED)]
    extra.append(Episode("X", date(2012, 5, 5), date(2025, 3, 1), None, RESIDENTIAL))
    read = past.read_past([*told, *extra], at=AT)
    for day in (date(2024, 9, 1), date(2025, 2, 1), date(2025, 4, 1), date(2025, 6, 1), AT):
        seen = oracle.whereabouts(rows, day)
        due = len({child for child, _ in seen}) + (day >= date(2025, 1, 1))
        counted = read.count_on(number_of(day))
        if counted.sum() != due:
            yield f"{counted.sum()} and not {due} on {day}"
    for episode in told:
        if episode.ends is not None and episode.ends < AT:
            counts = [read.count_on(number_of(episode.ends + n * DAY)).sum() for n in (-1, 0)]
            due = [
                len({c for c, _ in oracle.whereabouts(rows, episode.ends + n * DAY)})
                + (episode.ends + n * DAY >= date(2025, 1, 1))
                for n in (-1, 0)
            ]
            if counts != due:
                yield f"{counts} and not {due} around {episode.ends}"
                return
    then = date(2025, 4, 1)
    known = read.known_at(then)
    if (known.starts > number_of(then)).any():
        yield "it knows who will come"
    if ((known.ends <= number_of(AT)) & (known.ends > number_of(then))).any():
        yield "it knows who will leave"
    if (known.count_on(number_of(then)) != read.count_on(number_of(then))).any():
        yield "it counts that day otherwise"


def scores(seed):
    """Scores and intervals are what their definitions say."""
    random = Random(seed)
    drawn = [random.randrange(40) for _ in range(25)]
    came = random.randrange(60)
    if abs(crps(np.array(drawn), came) - oracle.crps(drawn, came)) > 1e-9:
        yield "CRPS"
    numbers = np.arange(1001.0)[:, None]
    for share in (0.5, 0.8, 0.95):
        low, high = futures.interval(numbers, share)
        if abs(low[0] - 500 * (1 - share)) > 1e-6 or abs(high[0] - 500 * (1 + share)) > 1e-6:
            yield f"interval of {share}"
    same = same_as_today(np.array([*range(100, 130), 129]), 1)
    if np.median(same) != 129 or set(same) != {128.0, 129.0, 130.0}:
        yield "same as today"


def places(seed):
    """Children against places is what trying every way gives; a place serves half a band."""
    random = Random(seed)
    for _ in range(60):
        children = [random.choice(BANDS) for _ in range(random.randrange(5))]
        offers = [
            (low, random.randrange(low, 18))
            for low in (random.choice((0, 3, 5, 8, 12, 16)) for _ in range(random.randrange(4)))
        ]
        serves = [supply.bands_served(*offer) for offer in offers]
        for (low, high), served in zip(offers, serves, strict=True):
            for band, first, beyond in zip(
                BANDS, (0, 1, 5, 10, 16), (1, 5, 10, 16, 18), strict=True
            ):
                within = sum(low <= age <= high for age in range(first, beyond))
                if served[BANDS.index(band)] != (2 * within >= beyond - first):
                    yield f"{low} to {high} serves {band}"
        due = oracle.without_a_place(
            children, [{b for b, yes in zip(BANDS, one, strict=True) if yes} for one in serves]
        )
        found = lacking.shortfall(*_as_drawn(children, serves)).in_all[0, 0]
        if found != due:
            yield f"{found} without a place and not {due}"


def _as_drawn(children, serves):
    counted = np.zeros((1, len(KINDS), len(BANDS), 1), int)
    for band in children:
        counted[0, KINDS.index(FOSTERED), BANDS.index(band), 0] += 1
    sorts = sorted(set(serves)) or [(False,) * 5]
    number = np.array([[[serves.count(each)] for each in sorts]], np.int32)
    return (
        futures.Futures((AT,), counted, 1, ""),
        supply.Places((AT,), number.sum(axis=1), number, np.array(sorts), 1, ""),
    )


def carers(seed):
    """Households leave as the closed form says; those that a plan brings come on its day."""
    model = SupplyModel(
        AT,
        np.full(60, number_of(AT) - 400),
        np.zeros(60, np.int64),
        ((2, (True,) * 5),),
        np.zeros(1, np.int64),
        Level(SURE, SURE / 1.5),
        np.full(4, SURE),
        np.full(4, SURE / 0.3),
    )
    drawn = simulate_supply(model, FUTURES, 2, seed=seed)
    for month in (12, 24):
        mean, variance = oracle.staying(60, 18, 0.3, years(drawn.days[month]))
        told = drawn.households[:, month].mean()
        if abs(told - mean) > 4.5 * sqrt(variance / FUTURES) + 0.05:
            yield f"{told} households and not {mean}"
    if (drawn.of() != 2 * drawn.households).any():
        yield "two places each"
    joining = Scenario(
        "Join",
        (CarersJoining(date(2026, 9, 10), 4, 1, 0, 9), CarersOftener(Way.LEAVING, 0.0, AT)),
    )
    more = simulate_supply(model, 40, 1, seed=seed, scenario=joining)
    young, old = more.of(["1 to 4"]), more.of(["16 and 17"])
    if ((young - old)[:, :6] != 0).any() or ((young - old)[:, 6:] != 4).any():
        yield "four homes for the young were to come in September"
    if (np.diff(more.households, axis=1) < 0).any():
        yield "a household leaves after all"


CHECKS: tuple[Callable[[int], Iterator[str]], ...] = (
    ages,
    coming_and_leaving,
    moving,
    days_of_months,
    scenarios,
    the_same_again,
    the_past,
    scores,
    places,
    carers,
)


def complaints(seed: int, checks=CHECKS) -> list[str]:
    """Everything that these checks find wrong."""
    return [f"{check.__name__}: {said}" for check in checks for said in check(seed)]


# ---------------------------------------------------------------------------------- the faults


def _later_birthdays(patch):
    real = words.birthdays
    for module in (drawing, past, words):
        patch.setattr(module, "birthdays", lambda born, age: real(born, age) + 1)


def _leap_day_children_in_february(patch):
    real = words.birthdays

    def early(born, age):
        found = real(born, age)
        leap = born.astype("datetime64[D]")
        months = leap.astype("datetime64[M]")
        is_29 = ((leap - months.astype("datetime64[D]")).astype(int) == 28) & (
            months.astype(int) % 12 == 1
        )
        months_on = (months + 12 * age).astype("datetime64[M]")
        days = ((months_on + 1).astype("datetime64[D]") - months_on.astype("datetime64[D]")).astype(
            int
        )
        return np.where(is_29 & (days == 28), found - 1, found)

    patch.setattr(drawing, "birthdays", early)


def _nobody_leaves_at_eighteen(patch):
    patch.setattr(drawing, "ADULT", 40)


def _entries_twice(patch):
    real = drawing.at_season
    patch.setattr(drawing, "at_season", lambda *told: 2 * real(*told))


def _a_tenth_fewer_leave(patch):
    real = drawing._Batch._rates

    def fewer(self):
        sums = real(self)
        sums[LEFT] -= 0.1 * (sums[LEFT] - sums[LEFT - 1])
        return sums

    patch.setattr(drawing._Batch, "_rates", fewer)


def _moves_come_out_elsewhere(patch):
    real = drawing._Batch._rates

    def turned(self):
        sums = real(self)
        own = np.diff(sums, axis=0, prepend=0)
        own[[0, 2]] = own[[2, 0]]
        return np.cumsum(own, axis=0).astype(np.float32)

    patch.setattr(drawing._Batch, "_rates", turned)


def _months_of_thirty_days(patch):
    def thirty(start, months):
        return np.array([number_of(start) + 30 * n for n in range(months + 1)])

    patch.setattr(drawing, "month_days", thirty)


def _changes_from_the_first_day(patch):
    patch.setattr(drawing, "_holds", lambda change, day: True)


def _changes_never(patch):
    patch.setattr(drawing, "_holds", lambda change, day: False)


def _those_who_arrive_come_twice(patch):
    real = Scenario.of
    patch.setattr(
        Scenario,
        "of",
        lambda self, *sorts: real(self, *sorts) * (2 if sorts == (Arriving,) else 1),
    )


def _no_seed(patch):
    real = np.random.SeedSequence
    patch.setattr(drawing.np.random, "SeedSequence", lambda *_: real())


def _one_stream_for_all(patch):
    real = np.random.SeedSequence

    class Same:
        def __init__(self, seed):
            self.seed = seed

        def spawn(self, number):
            return [real(self.seed)] * number

    patch.setattr(drawing.np.random, "SeedSequence", Same)


def _the_last_day_counts(patch):
    patch.setattr(past.Past, "here_on", lambda self, day: (self.starts <= day) & (day <= self.ends))


def _overlaps_stay(patch):
    patch.setattr(past, "_clipped", lambda own, at, noticed: [e for e in own if e.starts <= AT])


def _ends_known_too_early(patch):
    real = past.Past.known_at

    def leaks(self, day):
        known = real(self, day)
        begun = self.starts <= number_of(day)
        return past.Past(
            known.at, known.seen_from, known.child, known.born, known.since, known.starts,
            self.ends[begun], known.kind, known.then,
        )  # fmt: skip

    patch.setattr(past.Past, "known_at", leaks)


def _that_day_is_not_known(patch):
    real = past.Past.known_at

    def day_before(self, day):
        return real(self, day - 40 * DAY)

    patch.setattr(past.Past, "known_at", day_before)


def _intervals_of_one_side(patch):
    patch.setattr(
        futures,
        "interval",
        lambda drawn, share: tuple(np.quantile(drawn, [1 - share, share], axis=0)),
    )


def _scores_without_their_spread(patch):
    patch.setitem(
        scores.__globals__, "crps", lambda drawn, came: float(np.abs(drawn - came).mean())
    )


def _spread_counted_whole(patch):
    def whole(drawn, came):
        apart = np.abs(np.asarray(drawn)[:, None] - np.asarray(drawn)).mean()
        return float(np.abs(drawn - came).mean() - apart)

    patch.setitem(scores.__globals__, "crps", whole)


def _same_as_today_errs_one_way(patch):
    patch.setitem(
        scores.__globals__,
        "same_as_today",
        lambda so_far, months: so_far[-1] + np.diff(so_far[-13:]).astype(float),
    )


def _the_oldest_age_is_left_out(patch):
    real = supply.bands_served
    patch.setattr(supply, "bands_served", lambda low, high: real(low, high - 1))


def _every_place_serves_everybody(patch):
    real = lacking.shortfall

    def blind(demand, places, **how):
        every = np.ones_like(places.serves)
        return real(
            demand,
            supply.Places(places.days, places.households, places.places, every, 1, ""),
            **how,
        )

    patch.setattr(lacking, "shortfall", blind)


def _shortfalls_are_added_up(patch):
    real = lacking.shortfall

    def added(demand, places, **how):
        found = real(demand, places, **how)
        return lacking.Shortfall(found.days, found.by_band.sum(axis=0), found.by_band)

    patch.setattr(lacking, "shortfall", added)


def _carers_stay_for_ever(patch):
    patch.setattr(
        supply._Batch, "_ends", lambda self, future, approved, starts, gamma: starts + 1e6
    )


def _new_homes_come_at_once(patch):
    real = supply.CarersJoining
    told = Scenario.of

    def soon(self, *sorts):
        found = told(self, *sorts)
        if sorts != (real,):
            return found
        return tuple(real(AT + DAY, e.households, e.places, e.youngest, e.oldest) for e in found)

    patch.setattr(Scenario, "of", soon)


FAULTS = (
    (_later_birthdays, (ages,)),
    (_leap_day_children_in_february, (ages,)),
    (_nobody_leaves_at_eighteen, (ages,)),
    (_entries_twice, (coming_and_leaving,)),
    (_a_tenth_fewer_leave, (coming_and_leaving,)),
    (_moves_come_out_elsewhere, (moving,)),
    (_months_of_thirty_days, (days_of_months,)),
    (_changes_from_the_first_day, (scenarios,)),
    (_changes_never, (scenarios,)),
    (_those_who_arrive_come_twice, (scenarios,)),
    (_no_seed, (the_same_again,)),
    (_one_stream_for_all, (the_same_again,)),
    (_the_last_day_counts, (the_past,)),
    (_overlaps_stay, (the_past,)),
    (_ends_known_too_early, (the_past,)),
    (_that_day_is_not_known, (the_past,)),
    (_intervals_of_one_side, (scores,)),
    (_scores_without_their_spread, (scores,)),
    (_spread_counted_whole, (scores,)),
    (_same_as_today_errs_one_way, (scores,)),
    (_the_oldest_age_is_left_out, (places,)),
    (_every_place_serves_everybody, (places,)),
    (_shortfalls_are_added_up, (places,)),
    (_carers_stay_for_ever, (carers,)),
    (_new_homes_come_at_once, (carers,)),
)
"""Each fault, and the checks of which one must complain."""
