"""What is missing, for sixty children waiting at a council and five hundred in a region.

`seconds`        the smallest lawful change that places the most: the plan before it included
`worth_seconds`  what one more home of each profile would bring: 216 screened at a council and the
                 best twenty asked again; at a region 1,080, and the best five
`children`       how many more the changes would place; `changes` how many there are
`near_misses_ms` milliseconds for the ten homes that a lawful change would admit, for one need that
                 was searched for: the middle of all needs
`mb`             memory that this added to the homes and needs themselves
"""

import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from bench.goals import Goal, say_goals
from bench.invented import COUNTY, DAY
from bench.waiting import REGION, a_full_register, children_waiting
from sufficiency.arrays import Register
from sufficiency.gap import Profile, smallest_change, worth_of_one_more
from sufficiency.match import search
from sufficiency.period import Period
from sufficiency.together import Proof, Waiting
from sufficiency.types import Need, Point


@dataclass(frozen=True)
class Size:
    """How many homes and children, how many areas either way, and homes asked again with."""

    name: str
    homes: int
    children: int
    areas: tuple[int, int]
    resolve: int
    proof: Proof


SIZES = (
    Size("council", 300, 60, (4, 3), 20, Proof.BEST),
    Size("region", 5_000, 500, (10, 6), 5, Proof.NEAR),
)

GOALS = {
    "gap.council.near_misses_ms": Goal(
        high=0.1,
        why="each of the ten is judged again by the plain rules and given with its steps in words, "
        "which takes more than four fifths of it",
    ),
    "gap.council.seconds": Goal(high=3.0),
    "gap.region.seconds": Goal(high=30.0),
}

BANDS = ((0, 4), (0, 10), (0, 17), (5, 11), (8, 17), (11, 17))


def measure(*names: str) -> dict[str, float]:
    """The figures for each size, or for those that are named; each in a process of its own."""
    figures: dict[str, float] = {}
    for size in SIZES:
        if not names or size.name in names:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                figures |= process.submit(_measured, size).result()
    say_goals(figures, GOALS)
    return figures


def profiles(size: Size) -> list[Profile]:
    """A home in the middle of each area, for each band of ages and one, two or three places."""
    west, east, south, north = COUNTY if size.name == "council" else REGION
    across, up = size.areas
    found = []
    for area in range(across * up):
        x = west + (east - west) * (2 * (area % across) + 1) // (2 * across)
        y = south + (north - south) * (2 * (area // across) + 1) // (2 * up)
        for ages in BANDS:
            for places in (1, 2, 3):
                name = f"{area}, {ages[0]} to {ages[1]}, {places}"
                found.append(Profile(name, str(area), Point(x, y), ages, places))
    return found


def _measured(size: Size) -> dict[str, float]:
    import scipy.optimize  # noqa: F401 (its import is not part of any answer)

    register = Register(a_full_register(size.homes))
    register.during(Period(DAY))
    needs = children_waiting(size.children, size.homes, 100)
    waiting = Waiting(register, needs)
    near = [_near(register, need) for need in needs]
    before = _memory()
    started = perf_counter()
    change = smallest_change(waiting, proof=size.proof, seconds=120)
    seconds = perf_counter() - started
    print(
        f"{size.name}: {change.now.children_placed} placed, {change.then.children_placed} after "
        f"{len(change.steps)} changes, proven {change.then.proven}, in {seconds:.2f} s",
        file=sys.stderr,
    )
    started = perf_counter()
    worth = worth_of_one_more(
        waiting, profiles(size), resolve=size.resolve, proof=size.proof, seconds=120
    )
    print(f"  best new home: {worth[0].profile.name}, {worth[0].children:+d}", file=sys.stderr)
    figures = {
        "near_misses_ms": 1_000 * median(near),
        "seconds": seconds,
        "worth_seconds": perf_counter() - started,
        "children": float(change.children),
        "changes": float(len(change.steps)),
        "proven": float(change.then.proven),
        "mb": _memory() - before,
    }
    return {f"gap.{size.name}.{name}": figure for name, figure in figures.items()}


def _near(register: Register, need: Need) -> float:
    """Seconds for the near misses of a need that was searched for."""
    matches = search(register, need)
    started = perf_counter()
    matches.near_misses()
    return perf_counter() - started


def _memory() -> float:
    """Megabytes at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
