"""The usual fostering limit and exemptions from it (Children Act 1989, Schedule 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.statute import provisions
from app.statute.breach import Breach
from sufficiency.period import Period
from sufficiency.room.numbers import USUAL_LIMIT, all_siblings
from sufficiency.types import Siblings

Child = TypeVar("Child")
"""A child, by whatever names children where it is asked."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who would be fostered together: those there, and those named. Ids as the engine has them.

    `in_our_area`: whether the carers live in our area; None where no address is recorded.
    """

    there: frozenset[str]
    named: frozenset[str]
    siblings: Siblings
    in_our_area: bool | None

    @property
    def together(self) -> frozenset[str]:
        """Everybody fostered there once those named are."""
        return self.there | self.named


def exemption_needed_breaches(crowd: Crowd) -> list[Breach]:
    """Is this an exemption that we can give, that is needed, and that covers everybody?

    The authority in whose area the carers live gives it, whoever approved them or placed a child.
    """
    breaches = []
    if crowd.in_our_area is None:
        says = "Record where the carers live first: that area’s authority decides."
        breaches.append(Breach(says, provisions.LIMIT_EXEMPTION))
    elif not crowd.in_our_area:
        says = (
            "The carers live in another authority’s area. Ask that authority, and record what it "
            "decided as theirs."
        )
        breaches.append(Breach(says, provisions.LIMIT_EXEMPTION))
    if not crowd.named:
        says = "Name every child whom it covers: it covers nobody else."
        return [*breaches, Breach(says, provisions.LIMIT_EXEMPTION_NOTICE, "children")]
    if missing := len(crowd.there - crowd.named):
        child = "child who lives" if missing == 1 else "children who live"
        says = f"{missing} {child} here already would not be covered. Name every child."
        breaches.append(Breach(says, provisions.LIMIT_EXEMPTION_NOTICE, "children"))
    return breaches + _unneeded(crowd)


def _unneeded(crowd: Crowd) -> list[Breach]:
    if len(crowd.together) <= USUAL_LIMIT:
        says = f"{len(crowd.together)} children are within the usual limit: none is needed."
        return [Breach(says, provisions.USUAL_FOSTERING_LIMIT, "children")]
    if all_siblings(crowd.together, crowd.siblings):
        says = "They are all brothers and sisters of each other: none is needed."
        return [Breach(says, provisions.LIMIT_SIBLINGS, "children")]
    return []


def cover(
    lasts: Period, named: Iterable[Child], stays: Mapping[Child, Iterable[Period]]
) -> list[tuple[frozenset[Child], Period]]:
    """Whom an exemption covers on the days that it lasts, until it is spent by itself.

    A child named who leaves for good is covered no more, and would be named anew to come back;
    those who stay go on being covered (paragraph 4 has no end date). It is spent once those still
    covered are within the usual limit.

    `stays`: when each child was placed there, temporary stays left out. A child who has not come
    yet has not left. Sets of children as in `named`, one after another, without a gap.
    """
    covered, since = frozenset(named), lasts.starts
    left = {child: _left_on(lasts.starts, list(stays.get(child, ()))) for child in covered}
    found: list[tuple[frozenset[Child], Period]] = []
    for day in sorted({each for each in left.values() if each and lasts.contains(each)}):
        found.append((covered, Period(since, day)))
        covered, since = covered - {child for child in covered if left[child] == day}, day
        if len(covered) <= USUAL_LIMIT:
            return found
    return [*found, (covered, Period(since, lasts.ends))]


def spent_on(
    lasts: Period, named: Iterable[Child], stays: Mapping[Child, Iterable[Period]]
) -> date | None:
    """The day on which an exemption is spent by itself, before any end that it was given; or None.

    As `cover` has it.
    """
    _, last = cover(lasts, named, stays)[-1]
    return None if last.ends == lasts.ends else last.ends


def _left_on(starts_on: date, stays: list[Period]) -> date | None:
    """The first day after the start on which a stay there has ended and no other holds."""
    ends = (each.ends for each in stays if each.ends is not None and each.ends > starts_on)
    return min((end for end in ends if not any(each.contains(end) for each in stays)), default=None)
