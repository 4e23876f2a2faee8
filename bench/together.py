"""Everyone waiting placed at once, beside one at a time in order of arrival.

Three sizes: sixty children for a council's 300 homes (forty invented councils, of which the means
are given and the worst time), 500 for a region's 5,000, 3,000 for England's 45,000.

`seconds`          from homes and needs in memory to the plan: every choice found, the rows, the
                   answer; at a council proven the best, else near the bound
`worst_seconds`    the slowest of the forty councils
`proven_seconds`   the same until the answer is proven the best (region)
`what_if_seconds`  the next question over the same homes and needs
`gap`              how far the plan may be from the best, as a part of its bound
`placed`, `together`  per cent of children with a home, and of families of brothers and sisters in
                   one home; `_greedy` beside them is one at a time, and no arrangement could place
                   more than `most_placeable`
`most_together`    the same for families at a council, if nobody else waited and nothing counted
`choices_seconds`  of `seconds`, what it took to find every choice by the rules
`mb`               memory that finding the plan added to the homes and needs themselves
`pooled.*`         the region's needs and homes split among fourteen councils, each placing its own
                   one at a time, against all of them pooled

Every plan is checked against the rules by a check that shares nothing with the solver, save at
England, where that would take longer than the plan.
"""

import gc
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import mean, median
from time import perf_counter

from bench.goals import Figures, Goal, say_goals
from bench.invented import DAY
from bench.waiting import REGION, a_full_register, children_waiting
from sufficiency.arrays import Register
from sufficiency.criteria import Weights, preference_findings, score
from sufficiency.period import Period
from sufficiency.together import NotThere, Plan, Policy, Proof, Waiting, WhatIf
from sufficiency.types import Home, Need, Point
from sufficiency.verify_joint import Worth, check_plan


@dataclass(frozen=True)
class Size:
    """How many homes, how many children wait, and over how many invented registers."""

    name: str
    homes: int
    children: int
    seeds: int


SIZES = (
    Size("council", 300, 60, 40),
    Size("region", 5_000, 500, 1),
    Size("england", 45_000, 3_000, 1),
)


def _no_more_together(figures: Figures) -> str:
    most = figures["together.council.most_together"]
    gain = most - figures["together.council.together_greedy"]
    return (
        f"if nobody else waited and nothing else counted, {most:.1f} per cent of these families "
        f"could be in one home, {gain:+.1f}; what is left of that would cost other children homes"
    )


def _slowest(figures: Figures) -> str:
    usual = 1_000 * figures["together.council.seconds"]
    return (
        f"half of the councils took {usual:.0f} ms or less; in the slowest the relaxation lies "
        "further above any whole answer, and one integer program over nearly all columns decides"
    )


def _choices(figures: Figures) -> str:
    return (
        f"{figures['together.region.choices_seconds']:.2f} s of it go to finding every choice by "
        "the rules, before the solver is asked"
    )


GOALS = {
    "together.council.worst_seconds": Goal(high=0.5, why=_slowest),
    "together.council.placed_gain": Goal(low=6.0),
    "together.council.together_gain": Goal(low=12.0, why=_no_more_together),
    "together.region.seconds": Goal(high=1.0, why=_choices),
    "together.region.gap": Goal(high=0.0005),
    "together.region.proven_seconds": Goal(high=2.0, why=_choices),
    "together.england.seconds": Goal(high=30.0),
    "together.england.gap": Goal(high=0.0035),
    "together.pooled.placed_gain": Goal(low=7.0),
    "together.pooled.together_gain": Goal(low=25.0),
}


def measure(*names: str) -> dict[str, float]:
    """The figures for each size, or for those that are named; each in a process of its own."""
    figures: dict[str, float] = {}
    for size in SIZES:
        if not names or size.name in names:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                figures |= process.submit(_measured, size).result()
    say_goals(figures, GOALS)
    return figures


@dataclass(frozen=True)
class _Timed:
    plan: Plan
    greedy: Plan
    most: int
    most_together: int
    choices: float
    seconds: float
    what_if: float


def _measured(size: Size) -> dict[str, float]:
    import scipy.optimize  # noqa: F401 (its import is not part of any plan)

    _say(f"{size.name}: {size.children:,} children, {size.homes:,} homes")
    timed, before = [], 0.0
    for seed in range(size.seeds):
        homes = list(a_full_register(size.homes, seed + 1))
        needs = children_waiting(size.children, size.homes, seed + 100)
        register = Register(homes)
        register.during(Period(DAY))
        before = before or _memory()
        timed.append(_timed(size, register, needs))
        if size.name != "england":
            _check(homes, needs, timed[-1])
    added = _memory() - before
    figures = _figures(size, timed) | {f"together.{size.name}.mb": added}
    if size.name == "region":
        figures |= _proven(register, needs) | _pooled(homes, needs, timed[0])
    return figures


def _timed(size: Size, register: Register, needs: list[Need]) -> _Timed:
    gc.collect()
    proof = Proof.BEST if size.name == "council" else Proof.NEAR
    started = perf_counter()
    waiting = Waiting(register, needs)
    found = perf_counter() - started
    plan = waiting.plan(proof=proof, seconds=300)
    seconds = perf_counter() - started
    if size.seeds == 1:
        _say(f"  choices found in {found:.2f} s, the plan in {seconds:.2f} s")
    busiest = plan.placed[0].home_id
    started = perf_counter()
    waiting.plan(WhatIf(not_there=(NotThere(busiest),)), proof=proof, seconds=300)
    what_if = perf_counter() - started
    return _Timed(
        plan,
        waiting.one_at_a_time(),
        waiting.most_placeable,
        _most_together(register, needs) if size.name == "council" else 0,
        found,
        seconds,
        what_if,
    )


def _most_together(register: Register, needs: list[Need]) -> int:
    """How many families could be in one home if only they waited, whatever else it were worth."""
    waiting = Waiting(register, [need for need in needs if len(need.children) > 1])
    of_family = waiting.columns.of_family
    waiting.columns.value[:] = of_family("size") == of_family("of_need")
    plan = waiting.plan()
    assert plan.proven
    return plan.together


def _figures(size: Size, timed: list[_Timed]) -> dict[str, float]:
    plans, greedy = [each.plan for each in timed], [each.greedy for each in timed]
    placed, placed_greedy = _placed(size, plans), _placed(size, greedy)
    together, together_greedy = _together(plans), _together(greedy)
    named = {
        "seconds": median(each.seconds for each in timed),
        "worst_seconds": max(each.seconds for each in timed),
        "choices_seconds": median(each.choices for each in timed),
        "what_if_seconds": median(each.what_if for each in timed),
        "gap": max(plan.gap or 0.0 for plan in plans),
        "placed": placed,
        "placed_greedy": placed_greedy,
        "placed_gain": placed - placed_greedy,
        "together": together,
        "together_greedy": together_greedy,
        "together_gain": together - together_greedy,
        "most_placeable": 100 * mean(each.most for each in timed) / size.children,
        "miles": mean(plan.mean_miles or 0 for plan in plans),
        "miles_greedy": mean(plan.mean_miles or 0 for plan in greedy),
    }
    if size.name == "council":
        named["most_together"] = 100 * mean(
            each.most_together / each.plan.families for each in timed
        )
    return {f"together.{size.name}.{name}": float(figure) for name, figure in named.items()}


def _placed(size: Size, plans: list[Plan]) -> float:
    return 100 * mean(plan.children_placed for plan in plans) / size.children


def _together(plans: list[Plan]) -> float:
    return 100 * mean(plan.together / plan.families for plan in plans)


def _proven(register: Register, needs: list[Need]) -> dict[str, float]:
    started = perf_counter()
    plan = Waiting(register, needs).plan(seconds=300)
    seconds = perf_counter() - started
    assert plan.proven
    return {"together.region.proven_seconds": seconds}


COUNCILS = (7, 2)


def _pooled(homes: list[Home], needs: list[Need], timed: _Timed) -> dict[str, float]:
    """Fourteen councils, each a box of the region, one at a time; and all of them pooled."""
    placed = together = 0
    for council in range(COUNCILS[0] * COUNCILS[1]):
        theirs = [home for home in homes if home.where and _council(home.where) == council]
        waiting = [need for need in needs if need.home and _council(need.home) == council]
        plan = Waiting(Register(theirs), waiting).one_at_a_time()
        placed += plan.children_placed
        together += plan.together
    children = sum(len(need.children) for need in needs)
    plan = timed.plan
    return {
        "together.pooled.placed_gain": 100 * (plan.children_placed - placed) / children,
        "together.pooled.together_gain": 100 * (plan.together - together) / plan.families,
    }


def _council(where: Point) -> int:
    west, east, south, north = REGION
    column = min(COUNCILS[0] - 1, (where.easting_m - west) * COUNCILS[0] // (east - west))
    row = min(COUNCILS[1] - 1, (where.northing_m - south) * COUNCILS[1] // (north - south))
    return int(max(0, column) * COUNCILS[1] + max(0, row))


def _check(homes: list[Home], needs: list[Need], timed: _Timed) -> None:
    policy, weights = Policy(), Weights()
    worth = Worth(
        policy.placed,
        policy.pair,
        policy.ask,
        lambda need, home: score(preference_findings(need, home, weights)),
    )
    used = {each.home_id for each in (*timed.plan.placed, *timed.greedy.placed)}
    # Homes that nobody is put into are looked at in the tests: here they would take minutes.
    seen = [home for home in homes if home.id in used]
    for plan in (timed.plan, timed.greedy):
        problems = check_plan(seen, needs, plan, worth)
        assert problems == (), problems


def _memory() -> float:
    """Megabytes at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
