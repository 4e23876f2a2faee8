"""What may come, as thousands of futures: how many children, where, of which ages, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from sufficiency.forecast.words import BANDS, KIND_NUMBER, KINDS, Floats, Living

SHARES = (0.5, 0.8, 0.95)
"""The intervals that are told: half, four in five and nineteen in twenty of all futures."""


@dataclass(frozen=True, eq=False)
class Futures:
    """How many children live in each kind of home, by age band, in each future.

    `days`: the day the forecast stands on and the same day of each month after; `children`
    (futures, kinds, bands, days). `seed` and `scenario` are what they were drawn with.
    """

    days: tuple[date, ...]
    children: npt.NDArray[np.signedinteger[Any]]
    seed: int
    scenario: str

    def of(
        self, living: Collection[Living] = KINDS, bands: Collection[str] = BANDS
    ) -> npt.NDArray[np.int64]:
        """Children in these kinds of home and of these age bands: (futures, days)."""
        total = np.zeros((len(self.children), len(self.days)), np.int64)
        for kind in living:
            for band in bands:
                total += self.children[:, KIND_NUMBER[kind], BANDS.index(band)]
        return total


def interval(drawn: npt.NDArray[Any], share: float) -> tuple[Floats, Floats]:
    """Between which numbers the middle share of the futures lies, for each column."""
    low, high = np.quantile(drawn, [(1 - share) / 2, (1 + share) / 2], axis=0)
    return low, high
