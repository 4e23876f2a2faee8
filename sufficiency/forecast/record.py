"""The forecast tried on the past: from earlier days, as the past was known then, against what came.

Beside it stand the two forecasts that need no model: "same as today", with the errors that it has
itself made so far, and the straight line of the last two years, with its own. What is compared is
the continuous ranked probability score (CRPS: in children; the mean absolute error of a forecast
that names one number), and how often the intervals held what came.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from sufficiency.forecast.demand import fit
from sufficiency.forecast.drawing import Told, simulate
from sufficiency.forecast.futures import SHARES, interval
from sufficiency.forecast.past import Past
from sufficiency.forecast.words import (
    BANDS,
    KIND_NUMBER,
    Counts,
    Floats,
    Living,
    months_on,
    number_of,
)

MODEL, SAME_AS_TODAY, STRAIGHT_LINE = "model", "same as today", "straight line"
FORECASTERS = (MODEL, SAME_AS_TODAY, STRAIGHT_LINE)

HORIZONS = (6, 12, 24, 36)
"""Months ahead that are scored."""

LEAST_PAST_MONTHS = 36
"""No forecast is tried from a day before which less was seen."""

LINE_MONTHS = 24
"""The straight line is that of so many months."""

SURE = 0.9
"""How sure one is of the interval told for a score."""


@dataclass(frozen=True, slots=True)
class Series:
    """Children of some kinds of home and age bands, under a name."""

    name: str
    living: tuple[Living, ...] = tuple(Living)
    bands: tuple[str, ...] = BANDS

    def in_past(self, counted: Counts) -> Counts:
        """Their number, from counts by (…, kinds, bands)."""
        kinds = [KIND_NUMBER[each] for each in self.living]
        ages = [BANDS.index(each) for each in self.bands]
        number: Counts = counted[..., kinds, :][..., ages].sum(axis=(-1, -2))
        return number


_FOSTERING = (Living.RELATIVES, Living.FOSTERED)

SERIES = (
    Series("All children"),
    Series("Under 5", bands=BANDS[:2]),
    Series("Fostered", _FOSTERING),
    Series("Fostered, 10 to 15", _FOSTERING, ("10 to 15",)),
    Series("Residential", (Living.RESIDENTIAL,)),
)


@dataclass(frozen=True, slots=True)
class Score:
    """One forecast that has met what came.

    `crps` and `error` are in children; `within` says for each share whether its interval held it.
    """

    series: str
    forecaster: str
    origin: date
    months: int
    came: int
    foretold: float
    crps: float
    within: Mapping[float, bool]


@dataclass(frozen=True)
class Scores:
    """Every forecast that was tried, and what they add up to."""

    scores: tuple[Score, ...]
    seed: int

    def of(self, forecaster: str, series: str | None = None) -> list[Score]:
        """The scores of one forecaster, of one series or of all."""
        return [
            each
            for each in self.scores
            if each.forecaster == forecaster and series in (None, each.series)
        ]

    def ratio(self, against: str = SAME_AS_TODAY, series: str | None = None) -> float:
        """The model's CRPS over another's: under 1 where the model has been better.

        Each series counts alike, however many children it has.
        """
        names = [series] if series else list(dict.fromkeys(each.series for each in self.scores))
        own, other = self._means(names, MODEL), self._means(names, against)
        return float(np.mean([one / max(two, 1e-9) for one, two in zip(own, other, strict=True)]))

    def _means(self, names: Sequence[str], forecaster: str) -> list[float]:
        return [float(np.mean([each.crps for each in self.of(forecaster, name)])) for name in names]

    @cached_property
    def ratio_between(self) -> tuple[float, float]:
        """Between which numbers the ratio to "same as today" would lie, tried on other such days.

        The days tried from are drawn again and again; with fewer than three it is not known: 0 to
        infinity.
        """
        origins = sorted({each.origin for each in self.scores})
        if len(origins) < 3:
            return 0.0, float("inf")
        random = np.random.default_rng(self.seed)
        ratios = []
        for _ in range(300):
            drawn = random.choice(len(origins), len(origins))
            chosen = [
                each for place in drawn for each in self.scores if each.origin == origins[place]
            ]
            ratios.append(Scores(tuple(chosen), self.seed).ratio())
        low, high = np.quantile(ratios, [(1 - SURE) / 2, (1 + SURE) / 2])
        return float(low), float(high)

    def coverage(self, forecaster: str = MODEL, series: str | None = None) -> dict[float, float]:
        """How often each interval held what came."""
        scores = self.of(forecaster, series)
        return {share: float(np.mean([each.within[share] for each in scores])) for share in SHARES}

    @property
    def says(self) -> str:
        """Which has been better here, in a sentence."""
        if not self.scores:
            return (
                "The past that is seen is too short to try the forecast on: read it with that in "
                "mind, and beside “same as today”."
            )
        ratio, high = self.ratio(), self.ratio_between[1]
        percent = abs(round(100 * (1 - ratio)))
        if ratio >= 1:
            return (
                f"On this past “same as today” has been better than the forecast, by {percent} "
                "per cent: use it rather than the forecast."
            )
        surely = "" if high < 1 else " That may be chance: the past is too short to be sure."
        return (
            f"On this past the forecast has been better than “same as today”, by {percent} "
            f"per cent.{surely}"
        )


def backtest(
    past: Past,
    *,
    origins: Collection[date] | None = None,
    horizons: Collection[int] = HORIZONS,
    series: Collection[Series] = SERIES,
    futures: int = 1_000,
    seed: int = 1,
    tell: Told | None = None,
) -> Scores:
    """The forecast from each of these days, as the past was known then, scored on what came.

    Unless said the days are a year apart, as many as the past allows.
    """
    chosen = sorted(origins) if origins is not None else origins_in(past, min(horizons))
    found: list[Score] = []
    for number, origin in enumerate(chosen, start=1):
        due = [months for months in sorted(horizons) if months_on(origin, months) <= past.at]
        if due:
            found += _tried(past, origin, due, series, futures, seed)
        if tell:
            tell("Trying it on the past", number, len(chosen))
    return Scores(tuple(found), seed)


def origins_in(past: Past, shortest: int) -> list[date]:
    """Days a year apart from which a forecast can be tried, the last a year before its end."""
    found, day = [], months_on(past.at, -max(shortest, 12))
    while months_on(day, -LEAST_PAST_MONTHS) >= past.seen_from:
        found.append(day)
        day = months_on(day, -12)
    return found[::-1]


def _tried(
    past: Past,
    origin: date,
    due: Sequence[int],
    series: Collection[Series],
    futures: int,
    seed: int,
) -> Iterable[Score]:
    known = past.known_at(origin)
    drawn = simulate(fit(known), futures, -(-max(due) // 12), seed=seed)
    before = 0
    while months_on(origin, -before - 1) >= past.seen_from:
        before += 1
    days = np.array([number_of(months_on(origin, -back)) for back in range(before, -1, -1)])
    counted = known.counts_on(days)
    for each in series:
        told, so_far = drawn.of(each.living, each.bands), each.in_past(counted)
        for months in due:
            came = int(each.in_past(past.count_on(number_of(months_on(origin, months)))))
            for name, forecast in (
                (MODEL, told[:, months].astype(float)),
                (SAME_AS_TODAY, same_as_today(so_far, months)),
                (STRAIGHT_LINE, straight_line(so_far, months)),
            ):
                yield _scored(each.name, name, origin, months, came, forecast)


def _scored(
    series: str, forecaster: str, origin: date, months: int, came: int, forecast: Floats
) -> Score:
    within = {}
    for share in SHARES:
        low, high = interval(forecast, share)
        within[share] = bool(low <= came <= high)
    middle = float(np.median(forecast))
    return Score(series, forecaster, origin, months, came, middle, crps(forecast, came), within)


def crps(forecast: Floats, came: float) -> float:
    """The continuous ranked probability score of a forecast of equally likely numbers."""
    drawn = np.sort(np.asarray(forecast, float))
    number = len(drawn)
    ranks = 2 * np.arange(1, number + 1) - number - 1
    return float(np.abs(drawn - came).mean() - (ranks * drawn).sum() / number**2)


def same_as_today(so_far: Counts, months: int) -> Floats:
    """The last number, with the changes over so many months that the past has seen, both ways.

    `so_far`: month by month, the last being today's. Where the past is shorter than that the
    changes over the months that it has are widened by the root of time.
    """
    return _with_errors(so_far, months, lambda seen, _: float(seen[-1]))


def straight_line(so_far: Counts, months: int) -> Floats:
    """The line through the last two years, continued, with the errors that it has made itself."""
    return _with_errors(so_far, months, _continued)


def _continued(seen: Counts, months: int) -> float:
    recent = seen[-LINE_MONTHS - 1 :].astype(float)
    if len(recent) < 3:
        return float(seen[-1])
    along = np.arange(len(recent)) - (len(recent) - 1) / 2
    slope = along @ recent / (along @ along)  # the least squares of a line, seen from its middle
    return max(0.0, float(recent.mean() + slope * ((len(recent) - 1) / 2 + months)))


def _with_errors(so_far: Counts, months: int, foretell: Callable[[Counts, int], float]) -> Floats:
    ahead = max(1, min(months, len(so_far) - 12))
    errors = [
        so_far[place + ahead] - foretell(so_far[: place + 1], ahead)
        for place in range(min(11, len(so_far) - ahead - 1), len(so_far) - ahead)
    ]
    widened = np.array(errors or [0.0], float) * (months / ahead) ** 0.5
    middle = foretell(so_far, months)
    forecast: Floats = np.maximum(0.0, middle + np.concatenate([widened, -widened]))
    return forecast
