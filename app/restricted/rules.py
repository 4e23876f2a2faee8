"""What follows from who knows whom, and what an act refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.local import CONFLICT_REVIEW

ROUNDS = 6
"""How often what is shut shuts more: a child, the home, the others there, a stay of theirs."""


@dataclass(slots=True)
class Known:
    """Households, people and children, by id."""

    households: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    children: set[int] = field(default_factory=set)

    def size(self) -> int:
        """How many they are together."""
        return len(self.households) + len(self.people) + len(self.children)

    def add(self, other: Known) -> None:
        """These too."""
        self.households |= other.households
        self.people |= other.people
        self.children |= other.children


def reached(known: Known, around: Callable[[Known], Known]) -> Known:
    """All that is shut where these are known: a person's household and the child that the person
    is; a household's people and the children who live there; a child's person and home.

    `around` answers what is next to some of them. A home where a shut child lives is shut with it,
    or its places would be counted without that child; so are the others who live there.
    """
    found = Known(set(known.households), set(known.people), set(known.children))
    for _ in range(ROUNDS):
        before = found.size()
        found.add(around(found))
        if found.size() == before:
            break
    return found


def look_again_on(looked_on: date) -> date:
    """By when it is looked at again."""
    return CONFLICT_REVIEW.last_day(looked_on)


def recording_breaches(
    user_id: int | None, by_id: int | None, named: Iterable[object | None]
) -> list[Breach]:
    """It names one record, and nobody records their own: they say whom they know, and somebody
    else finds the record."""
    found = []
    if sum(each is not None for each in named) != 1:
        found.append(record_breach("Choose one household, person or child."))
    if user_id is not None and user_id == by_id:
        says = "Say whom you know on your own page, and somebody else records it."
        found.append(record_breach(says, "user"))
    return found


def words_breaches(words: str, field: str) -> list[Breach]:
    """Something is said."""
    return [] if words.strip() else [record_breach("Say it in a few words.", field)]
