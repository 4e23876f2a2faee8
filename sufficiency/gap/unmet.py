"""Who has no home in the plan, and why: counted by reason, by age and by the fact nobody has."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sufficiency.together import Blocked, Plan, Waiting, left_over
from sufficiency.types import Child, Fact, Need, age_on

AGE_BANDS: tuple[tuple[str, int, int], ...] = (
    ("under 1", 0, 0),
    ("1 to 4", 1, 4),
    ("5 to 9", 5, 9),
    ("10 to 15", 10, 15),
    ("16 and over", 16, 99),
)
"""The age bands of the published statistics of children looked after: name, from, to."""


def band_of(child: Child, need: Need) -> str:
    """The age band of a child on the day on which a home is needed."""
    age = age_on(child.born, need.period.starts)
    return next(name for name, low, high in AGE_BANDS if low <= age <= high)


@dataclass(frozen=True, slots=True)
class Unmet:
    """Children with no home in the plan.

    `nowhere` are those whom no home could take even alone; the others lost their places to
    somebody. `reasons` counts, for the former, what keeps out the most homes. `facts` counts
    children for whom a required fact is recorded of no home that is near enough to be looked at.
    """

    blocked: tuple[Blocked, ...]
    nowhere: tuple[str, ...]
    reasons: Mapping[str, int]
    facts: Mapping[Fact, int]
    by_area_and_age: Mapping[tuple[str, str], int]


def unmet(waiting: Waiting, plan: Plan, area_of: Callable[[Need], str] | None = None) -> Unmet:
    """Who the plan leaves over, and why; `area_of` names the area that a need comes from."""
    blocked = left_over(waiting, plan)
    needs = {need.id: need for need in waiting.needs}
    nowhere = [each for each in blocked if not each.able]
    numbers: Counter[tuple[str, str]] = Counter()
    for each in blocked:
        need = needs[each.need_id]
        child = next(child for child in need.children if child.id == each.child_id)
        numbers[area_of(need) if area_of else "all", band_of(child, need)] += 1
    return Unmet(
        blocked=blocked,
        nowhere=tuple(each.child_id for each in nowhere),
        reasons=dict(Counter(next(iter(each.tally), "no_homes") for each in nowhere).most_common()),
        facts=_facts_nobody_has(waiting, [needs[each.need_id] for each in nowhere]),
        by_area_and_age=dict(sorted(numbers.items())),
    )


def _facts_nobody_has(waiting: Waiting, needs: list[Need]) -> dict[Fact, int]:
    so = {fact for home in waiting.register.homes for fact, known in home.facts.items() if known}
    missing = Counter(fact for need in needs for fact in sorted(need.required - so))
    return dict(missing.most_common())
