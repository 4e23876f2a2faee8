"""A road network: junctions, the links between them, how long each is and of what sort.

It has no directions: OS Open Roads does not say which streets are one-way, so a journey takes as
long there as back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sufficiency.travel.roads import METRES_A_SECOND, ORDER, Road

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

BRIEFEST = 1e-6
"""Seconds that any link takes at least, and no more than rounding: SciPy takes an edge of nothing,
between two junctions at one place, for no edge."""

LONGEST_M = 200_000.0
"""Metres of a link beyond which its length is not believed."""


class BadRoads(ValueError):
    """These roads cannot be used. The words say what is wrong and what to do."""


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """Junctions by number, with their points; links by the junctions at their ends.

    Metres on the National Grid and along the road; `kind` is a sort's place in `roads.ORDER`. No
    link is shorter than the straight line between its ends. Every junction can be reached from
    every other.
    """

    easting: Ints
    northing: Ints
    start: Ints
    end: Ints
    metres: NDArray[np.float32]
    kind: NDArray[np.uint8]

    @property
    def junctions(self) -> int:
        """How many junctions."""
        return len(self.easting)

    @property
    def links(self) -> int:
        """How many links."""
        return len(self.start)

    def seconds(self, speeds: Mapping[Road, float]) -> Floats:
        """How long each link takes at these speeds (miles an hour)."""
        by_kind = np.array([speeds[road] * METRES_A_SECOND for road in ORDER])
        taken: Floats = np.maximum(self.metres.astype(np.float64) / by_kind[self.kind], BRIEFEST)
        return taken

    def graph(self, speeds: Mapping[Road, float]) -> Any:
        """Seconds from junction to junction as SciPy's sparse array, both ways.

        Of two links between the same junctions the quicker one is kept.
        """
        from scipy.sparse import csr_array

        low, high = np.minimum(self.start, self.end), np.maximum(self.start, self.end)
        taken = self.seconds(speeds)
        order = np.lexsort((taken, high, low))
        low, high, taken = low[order], high[order], taken[order]
        first = np.ones(len(low), bool)
        first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        low, high, taken = low[first], high[first], taken[first]
        shape = (self.junctions, self.junctions)
        rows, columns = np.concatenate([low, high]), np.concatenate([high, low])
        return csr_array((np.concatenate([taken, taken]), (rows, columns)), shape=shape)


@dataclass(frozen=True, slots=True)
class Made:
    """A network with what was left out of it: junctions that no road joins to the rest, and links
    that lead nowhere."""

    network: Network
    apart: int
    dropped: int


def make_network(easting: Any, northing: Any, start: Any, end: Any, metres: Any, kind: Any) -> Made:
    """The largest connected part of these junctions and links.

    A link that begins where it ends is left out. One that is shorter than the straight line between
    its ends, or has no length, takes that line's. BadRoads when there are no two junctions joined.
    """
    east, north = np.asarray(easting, np.int32), np.asarray(northing, np.int32)
    a, b = np.asarray(start, np.int32), np.asarray(end, np.int32)
    length, sort = np.asarray(metres, np.float64), np.asarray(kind, np.uint8)
    real = a != b
    a, b, length, sort = a[real], b[real], length[real], sort[real]
    if not len(a):
        raise BadRoads("No two junctions are joined by a road here.")
    straight = np.hypot(
        east[a].astype(np.float64) - east[b], north[a].astype(np.float64) - north[b]
    )
    told = np.isfinite(length) & (length <= LONGEST_M)
    length = np.maximum(np.where(told, length, 0.0), straight)
    kept = _largest(len(east), a, b)
    number = np.cumsum(kept, dtype=np.int32) - 1
    inside = kept[a]
    network = Network(
        np.ascontiguousarray(east[kept]),
        np.ascontiguousarray(north[kept]),
        number[a[inside]],
        number[b[inside]],
        length[inside].astype(np.float32),
        sort[inside],
    )
    return Made(network, int(len(east) - kept.sum()), int(len(real) - inside.sum()))


def _largest(junctions: int, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Which junctions belong to the largest part that hangs together; of two alike, the first."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    joined = csr_array((np.ones(len(a), np.int8), (a, b)), shape=(junctions, junctions))
    _, part = connected_components(joined, directed=False)
    largest: NDArray[np.bool_] = part == np.bincount(part).argmax()
    return largest
