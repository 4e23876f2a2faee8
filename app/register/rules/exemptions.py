"""The usual fostering limit and exemptions from it (Children Act 1989, Schedule 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.statute import provisions
from app.statute.breach import Breach
from sufficiency.period import Period
from sufficiency.room.numbers import USUAL_LIMIT, all_siblings
from sufficiency.types import Siblings


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


def spent_on(
    starts_on: date, named: Iterable[int], stays: Mapping[int, Iterable[Period]], day: date
) -> date | None:
    """The day on which an exemption was spent: a child named in it had left for good by `day`.

    `stays`: when each child was placed there, temporary stays left out. A child who has not come
    yet has not left. None while nobody named has gone.
    """
    left = [_left_on(starts_on, list(stays.get(child, ())), day) for child in named]
    return min((each for each in left if each is not None), default=None)


def _left_on(starts_on: date, stays: list[Period], day: date) -> date | None:
    """When the last stay there ended, if there was one since the start and none goes on."""
    since = [each for each in stays if each.ends is None or each.ends > starts_on]
    ends = [each.ends for each in since]
    if not ends or any(end is None or end > day for end in ends):
        return None
    return max(end for end in ends if end is not None)
