"""Children against places, future by future: how many could not be placed, however well shared out.

A place serves some age bands. By the theorem of König and Hall the least number of children who
must go without is the most, over every set of age bands, of the children of these bands less the
places that serve any of them; so the answer supposes a perfect match of ages, and nothing else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import numpy.typing as npt

from sufficiency.forecast.futures import Futures
from sufficiency.forecast.supply import Places
from sufficiency.forecast.words import BANDS, Floats, Living


@dataclass(frozen=True, eq=False)
class Shortfall:
    """Children without a place: in all (futures, days), and of each age band if carers took only
    that band (bands, futures, days)."""

    days: tuple[date, ...]
    in_all: npt.NDArray[np.int32]
    by_band: npt.NDArray[np.int32]

    def chance(self, of_at_least: int = 1) -> Floats:
        """The share of futures in which at least so many go without, on each day."""
        shares: Floats = (self.in_all >= of_at_least).mean(axis=0)
        return shares


def shortfall(
    demand: Futures,
    supply: Places,
    *,
    living: Collection[Living] = (Living.FOSTERED,),
    usable: float = 1.0,
    share: float = 1.0,
) -> Shortfall:
    """How many of the children of these kinds of home the places cannot take.

    `usable`: the part of approved places that can be filled (some wait for brothers and sisters, or
    rest). `share`: the part of the children for whom these carers are meant. Futures are paired one
    with one. Raises ValueError where they are not of the same days and number.
    """
    if demand.days != supply.days or len(demand.children) != len(supply.places):
        raise ValueError("Draw both for the same days, and as many futures of each.")
    need = share * np.array([demand.of(living, [band]) for band in BANDS])
    places = usable * supply.places
    in_all = np.zeros(need.shape[1:])
    for chosen in product((False, True), repeat=len(BANDS)):
        wanted = np.array(chosen)
        serving = supply.serves[:, wanted].any(axis=1)
        np.maximum(in_all, need[wanted].sum(axis=0) - places[:, serving].sum(axis=1), out=in_all)
    alone = [
        np.maximum(need[band] - places[:, supply.serves[:, band]].sum(axis=1), 0)
        for band in range(len(BANDS))
    ]
    return Shortfall(demand.days, _whole(in_all), _whole(np.array(alone)))


def _whole(children: Floats | Sequence[Floats]) -> npt.NDArray[np.int32]:
    """Whole children: a part of one counts as one."""
    whole: npt.NDArray[np.int32] = np.ceil(np.asarray(children) - 1e-9).astype(np.int32)
    return whole
