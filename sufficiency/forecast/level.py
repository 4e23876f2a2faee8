"""A level that moves slowly, learnt from counts: how many enter a month, how many leave.

Counts are Poisson about level times what is expected; what is known of the level is a gamma
distribution whose evidence fades by a factor each month, chosen as the one that foretold each month
of the past best (Harrison and Stevens' discounting). The future level walks from where it stands
as fast as the fading implies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import lgamma, log, log1p

import numpy as np

from sufficiency.forecast.words import Floats

FADING = (1.0, 0.995, 0.99, 0.98, 0.97, 0.96, 0.94, 0.92, 0.9)
"""How much of the evidence is left a month later: the choices."""

MOST_STEADY = 0.98
"""Where the past is short the choice leans here: as sure as this many months would make it."""
LEANING = 2.0

PRIOR_SHAPE = 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """What is known of a level now: gamma with this shape and rate, and how fast it walks.

    `walk` is the variance of the logarithm of the level gained each month. `spread` is the
    variance of a month's count over its mean: 1 for Poisson, more where brothers and sisters come
    together.
    """

    shape: float
    rate: float
    walk: float = 0.0
    spread: float = 1.0

    @property
    def mean(self) -> float:
        """The level expected."""
        return self.shape / self.rate

    def paths(self, random: np.random.Generator, futures: int, months: int) -> Floats:
        """Levels in each of so many futures, month by month: (futures, months)."""
        now = random.gamma(self.shape, 1 / self.rate, futures)
        steps = random.normal(-self.walk / 2, self.walk**0.5, (futures, months))
        steps[:, 0] /= 2
        paths: Floats = now[:, None] * np.exp(np.cumsum(steps, axis=1))
        return paths


@dataclass(frozen=True)
class _Learnt:
    fading: float
    counts: Sequence[float]
    expected: Sequence[float]
    prior_rate: float

    @cached_property
    def steps(self) -> list[tuple[float, float]]:
        """Shape and rate before each month, and after the last."""
        shape, rate = PRIOR_SHAPE, self.prior_rate
        found = [(shape, rate)]
        for count, expected in zip(self.counts, self.expected, strict=True):
            shape, rate = shape * self.fading + count, rate * self.fading + expected
            shape, rate = max(shape, PRIOR_SHAPE * 0.2), max(rate, self.prior_rate * 0.2)
            found.append((shape, rate))
        return found

    @property
    def likelihood(self) -> float:
        """The logarithm of how likely each month was, told from those before it."""
        found = 0.0
        months = zip(self.counts, self.expected, self.steps, strict=False)
        for count, expected, (shape, rate) in months:
            found += lgamma(shape + count) - lgamma(shape) - lgamma(count + 1)
            found += -shape * log1p(expected / rate) - (
                count * log1p(rate / expected) if expected > 0 else 0.0
            )
        return found


def learn(counts: Floats, expected: Floats, months: int = 1) -> Level:
    """The level now, from counts of the past and what a level of one would have expected of each.

    `months`: how many each count is of.
    """
    told, due = [float(each) for each in counts], [max(float(each), 1e-9) for each in expected]
    prior_rate = PRIOR_SHAPE * (sum(due) + 1e-9) / max(sum(told), 0.5)
    choices = [_Learnt(fading**months, told, due, prior_rate) for fading in FADING]
    # A likelihood is dulled by how far single months spread: clusters are not a moving level.
    spread = max(1.0, _spread(choices[FADING.index(MOST_STEADY)]))
    weights = np.array(
        [
            each.likelihood / spread - LEANING * abs(log(1.002 - fading) - log(0.022))
            for fading, each in zip(FADING, choices, strict=True)
        ]
    )
    best = choices[int(np.argmax(weights))]
    shape, rate = best.steps[-1]
    shape, rate = shape / spread, rate / spread
    walk = (1 - best.fading) / (best.fading * (shape + 1)) / months
    return Level(shape, rate, walk, max(1.0, _spread(best)))


def _spread(learnt: _Learnt) -> float:
    """The variance of the months about what was foretold of them, over their mean."""
    skipped = min(6, len(learnt.counts) // 3)
    above = below = 0.0
    rows = zip(learnt.counts, learnt.expected, learnt.steps, strict=False)
    for count, expected, (shape, rate) in list(rows)[skipped:]:
        foretold = expected * shape / rate
        above += (count - foretold) ** 2 / (1 + expected / rate)
        below += foretold
    return above / below if below else 1.0


def season(counts: Floats, months: Floats) -> tuple[float, float]:
    """The yearly rise and fall of monthly counts: weights of cosine and sine, shrunk.

    `months`: the month of the year of each, 0 to 11. The wave is a share of the average; it is
    shrunk by how much of it chance alone would show.
    """
    if len(counts) < 24 or not counts.sum():
        return 0.0, 0.0
    part = counts / counts.mean() - 1
    angle = 2 * np.pi * (months + 0.5) / 12
    waves = np.array([2 * (part * np.cos(angle)).mean(), 2 * (part * np.sin(angle)).mean()])
    chance = 2 * part.var() / len(counts)
    size = float((waves**2).sum())
    shrunk = waves * max(0.0, 1 - 2 * chance / size) if size else waves
    return float(shrunk[0]), float(shrunk[1])


def at_season(waves: tuple[float, float], months: Floats) -> Floats:
    """How the months stand to the average: 1 for an average one."""
    angle = 2 * np.pi * (months + 0.5) / 12
    found: Floats = np.maximum(0.2, 1 + waves[0] * np.cos(angle) + waves[1] * np.sin(angle))
    return found
