"""Loaded roads: exact times over the network, and bounds from the times to a few landmarks.

`prepare` is done once, when roads are loaded or their speeds change; `pack` and `unpack` keep what
it made as bytes. A process then unpacks it once.

A place leaves the roads at the nearest junction of the network. The stretch from there to the door
is taken as a straight line at the speed of a local road; a place further from any junction than
`TOO_FAR_M` is not reckoned on these roads at all.

A journey between two junctions takes at least the difference of their times to a landmark and at
most the sum, whichever the landmark (the triangle inequality); the largest of the ones and the
smallest of the others bracket it. The estimate lies between them, where journeys that were worked
out when the roads were prepared lay.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sufficiency.travel.network import Floats, Ints, Network
from sufficiency.travel.roads import METRES_A_SECOND, Road
from sufficiency.travel.ways import AreaFactors, Kind, coordinates, straight
from sufficiency.types import Point

Tell = Callable[[str, int, int], None]

LANDMARKS = 16
"""Stored times to each junction."""

TOO_FAR_M = 2_000
"""Metres from the nearest junction, beyond which a place is not on these roads."""

ALIKE = 8
"""Junctions that are looked at, in case several are as near."""

MARGIN_S = 1.0
"""Seconds added to a limit within which a journey is looked for: sums are not exact."""

ROUNDED = 1 - 1e-6
"""Lengths of links are kept to seven figures: a straight line may be longer by less than this."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where places leave the roads: the junction (-1: too far from any) and how far that is."""

    junction: NDArray[np.intp]
    metres: Floats

    @property
    def on_roads(self) -> NDArray[np.bool_]:
        """Which of them are near enough to a road."""
        near: NDArray[np.bool_] = self.junction >= 0
        return near


@dataclass(frozen=True, eq=False)
class LoadedRoads:
    """A network at certain speeds, with the times to its landmarks.

    `table` holds, for each junction and landmark, whole units of `unit` seconds, rounded down.
    `blend` says how much of the lower bound, the upper bound and the straight line goes into an
    estimate; `areas` are the factors of places off the roads.
    """

    network: Network
    speeds: Mapping[Road, float]
    landmarks: Ints
    table: NDArray[np.uint16]
    unit: float
    blend: tuple[float, float, float]
    areas: AreaFactors

    @cached_property
    def graph(self) -> Any:
        """Seconds between neighbouring junctions, as SciPy wants them."""
        return self.network.graph(self.speeds)

    @cached_property
    def _tree(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(np.column_stack([self.network.easting, self.network.northing]))

    @property
    def door_speed(self) -> float:
        """Metres a second between a door and its junction."""
        return self.speeds[Road.LOCAL] * METRES_A_SECOND

    def snap(self, places: Sequence[Point]) -> Snapped:
        """Where each place leaves the roads; of junctions as near as each other, at the first."""
        if not places:
            return Snapped(np.zeros(0, np.intp), np.zeros(0))
        near = min(ALIKE, self.network.junctions)
        metres, junction = self._tree.query(coordinates(places), k=range(1, near + 1))
        first = np.where(metres == metres[:, :1], junction, self.network.junctions).min(axis=1)
        return Snapped(np.where(metres[:, 0] <= TOO_FAR_M, first, -1), metres[:, 0])

    # ------------------------------------------------------------------------------------- exact

    def exact_minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """The quickest way over the roads to each place, exactly; NaN for those not on them."""
        return self._minutes(origin, places, self._shortest)

    def _shortest(self, source: int, targets: NDArray[np.intp]) -> Floats:
        from scipy.sparse.csgraph import dijkstra

        limit = float(self.bounds(source, targets)[1].max()) + MARGIN_S
        # both ways stand in the graph: asked as directed, SciPy need not look for the other one
        found = dijkstra(self.graph, directed=True, indices=source, limit=limit)
        taken: Floats = found[targets]
        return taken

    def _minutes(
        self,
        origin: Point,
        places: Sequence[Point],
        between: Callable[[int, NDArray[np.intp]], Floats],
    ) -> Floats:
        """Door to door, in minutes, with `between` for the time from junction to junction."""
        taken = np.full(len(places), np.nan)
        here, there = self.snap([origin]), self.snap(places)
        rows = np.flatnonzero(there.on_roads)
        if not here.on_roads[0] or not len(rows):
            return taken
        source, targets = int(here.junction[0]), there.junction[rows]
        doors = (here.metres[0] + there.metres[rows]) / self.door_speed
        taken[rows] = between(source, targets) + doors
        same = rows[targets == source]
        if len(same):  # they leave the roads at one junction: straight from door to door
            across = straight(origin, [places[row] for row in same.tolist()])
            taken[same] = across / self.door_speed
        minutes: Floats = taken / 60
        return minutes

    # --------------------------------------------------------------------------------- landmarks

    def bounds(self, source: int, targets: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Seconds between which the journey from a junction to each of these lies."""
        own, theirs = self.table[source].astype(np.int64), self.table[targets].astype(np.int64)
        low = (np.abs(theirs - own).max(axis=1) - 1) * self.unit
        high = ((theirs + own).min(axis=1) + 2) * self.unit
        low = np.maximum(low, self._across(source, targets) * ROUNDED / self._fastest)
        high = np.maximum(high, low)
        same = targets == source
        low[same] = high[same] = 0.0
        return low, high

    @property
    def _fastest(self) -> float:
        return max(self.speeds.values()) * METRES_A_SECOND

    def _across(self, source: int, targets: NDArray[np.intp]) -> Floats:
        east, north = self.network.easting, self.network.northing
        metres: Floats = np.hypot(
            east[targets].astype(np.float64) - east[source],
            north[targets].astype(np.float64) - north[source],
        )
        return metres

    def features(self, source: int, targets: NDArray[np.intp]) -> Floats:
        """What an estimate is blended from: both bounds, and the straight line at the mean rate."""
        low, high = self.bounds(source, targets)
        line = self._across(source, targets) * self.areas.minutes_per_metre * 60
        blended: Floats = np.column_stack([low, high, line])
        return blended

    def estimate(self, source: int, targets: NDArray[np.intp]) -> Floats:
        """Seconds from a junction to each of these, between the bounds."""
        parts = self.features(source, targets)
        guessed: Floats = np.clip(parts @ np.array(self.blend), parts[:, 0], parts[:, 1])
        return guessed

    def estimated_minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """About how long it takes to each place, from stored times; NaN for those not on roads."""
        return self._minutes(origin, places, self.estimate)

    def with_areas(self, areas: AreaFactors, blend: tuple[float, float, float]) -> "LoadedRoads":
        """The same with what was calibrated."""
        return replace(self, areas=areas, blend=blend)


@dataclass(frozen=True, slots=True)
class OnTheRoads:
    """Exact over the loaded roads: for a shortlist."""

    loaded: LoadedRoads
    kind: Kind = Kind.ROADS

    def minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """Minutes to the places that are on these roads."""
        return self.loaded.exact_minutes(origin, places)


@dataclass(frozen=True, slots=True)
class FromLandmarks:
    """From the stored times to landmarks: for a whole register, and while somebody types."""

    loaded: LoadedRoads
    kind: Kind = Kind.LANDMARKS

    def minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """Minutes to the places that are on these roads."""
        return self.loaded.estimated_minutes(origin, places)
