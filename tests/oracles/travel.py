"""Shortest ways by road, worked out the plain way: lists, dictionaries and a heap.

Junctions are points by number; a link is (one end, other end, metres, function, form) in the words
of OS Open Roads. Times are seconds. Nothing is shared with the product, its speeds included.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import hypot, inf

Point = tuple[float, float]
Link = tuple[int, int, float, str, str]

MPH = 0.44704
ROADS_OF_A_AND_B = ("A Road", "B Road")
NEAR_ENOUGH = 2_000.0


def speed(function: str, form: str, speeds: Mapping[str, float]) -> float:
    """Metres a second on a link, from miles an hour by sort of road."""
    if form == "Roundabout":
        sort = "roundabout"
    elif form == "Slip Road":
        sort = "slip_road"
    elif "Dual Carriageway" in form and function in ROADS_OF_A_AND_B:
        sort = "dual_carriageway"
    elif "Access" in function:
        sort = "access_road"
    else:
        sort = function.lower().replace(" ", "_")
    return speeds[sort] * MPH


class PlainRoads:
    """The same roads, asked one question at a time."""

    def __init__(
        self, junctions: Sequence[Point], links: Sequence[Link], speeds: Mapping[str, float]
    ) -> None:
        self.at = list(junctions)
        self.door = speeds["local_road"] * MPH
        self.next_to: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for one, other, metres, function, form in links:
            if one == other:
                continue
            (east, north), (further_east, further_north) = self.at[one], self.at[other]
            long = max(metres, hypot(east - further_east, north - further_north))
            taken = long / speed(function, form, speeds)
            self.next_to[one].append((other, taken))
            self.next_to[other].append((one, taken))
        self.part = self._largest_part()

    def _largest_part(self) -> list[int]:
        seen: set[int] = set()
        largest: list[int] = []
        for first in range(len(self.at)):
            if first in seen:
                continue
            found, waiting = [], [first]
            seen.add(first)
            while waiting:
                here = waiting.pop()
                found.append(here)
                for there, _ in self.next_to[here]:
                    if there not in seen:
                        seen.add(there)
                        waiting.append(there)
            if len(found) > len(largest):
                largest = found
        return sorted(largest)

    def seconds_from(self, source: int) -> dict[int, float]:
        """The shortest time from a junction to every junction that can be reached."""
        best = {source: 0.0}
        heap = [(0.0, source)]
        while heap:
            sofar, here = heapq.heappop(heap)
            if sofar > best[here]:
                continue
            for there, taken in self.next_to[here]:
                if sofar + taken < best.get(there, inf):
                    best[there] = sofar + taken
                    heapq.heappush(heap, (sofar + taken, there))
        return best

    def nearest(self, place: Point) -> tuple[int, float] | None:
        """The nearest junction of the largest part, and how far it is; None when too far."""
        far, junction = min(
            (hypot(self.at[each][0] - place[0], self.at[each][1] - place[1]), each)
            for each in self.part
        )
        return (junction, far) if far <= NEAR_ENOUGH else None

    def minutes(self, origin: Point, places: Sequence[Point]) -> list[float | None]:
        """Door to door, in minutes; None where an end is too far from any road."""
        here = self.nearest(origin)
        if here is None:
            return [None] * len(places)
        by_road = self.seconds_from(here[0])
        found: list[float | None] = []
        for place in places:
            there = self.nearest(place)
            if there is None:
                found.append(None)
            elif there[0] == here[0]:
                across = hypot(origin[0] - place[0], origin[1] - place[1])
                found.append(across / self.door / 60)
            else:
                doors = (here[1] + there[1]) / self.door
                found.append((by_road[there[0]] + doors) / 60)
        return found
