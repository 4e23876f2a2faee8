"""What follows from who knows whom and from what is restricted, and what an act refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.local import (
    BREAK_GLASS_REVIEW,
    CONFLICT_REVIEW,
    RESTRICTION_PROPOSAL,
    RESTRICTION_REVIEW,
)

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


# -------------------------------------------------------------------------------- restrictions

OPEN_FOR = timedelta(minutes=60)
"""How long a restricted record is open to whoever is not named (security paper, 1.6)."""

LEAST_SAID = 30
"""How many characters at least say why a restricted record is opened."""


def restricted_again_on(looked_on: date) -> date:
    """By when a restriction is looked at again."""
    return RESTRICTION_REVIEW.last_day(looked_on)


def opening_reviewed_by(opened_on: date) -> date:
    """By when another looks at whether it was right to open a restricted record."""
    return BREAK_GLASS_REVIEW.last_day(opened_on)


def is_open(opened_at: datetime, shuts_at: datetime, moment: datetime) -> bool:
    """Whether a record that was opened for an hour is open at a moment."""
    return opened_at <= moment < shuts_at


def restricting_breaches(
    named: Iterable[object | None], readers: Iterable[int], by_id: int | None, words: str
) -> list[Breach]:
    """It names one record and says why; whoever restricts it names another reader beside
    themselves, so that it is not shut to all when one is away."""
    found = words_breaches(words, "says")
    if sum(each is not None for each in named) != 1:
        found.append(record_breach("Choose one household, person or child."))
    if not set(readers) - {by_id}:
        says = "Name somebody else too: when you are away, somebody must be able to see it."
        found.append(record_breach(says, "readers"))
    return found


def proposing_breaches(*, words: str, waits: bool, restricted: bool) -> list[Breach]:
    """It says why; and nobody has proposed the same, nor is it restricted already."""
    found = words_breaches(words, "says")
    if restricted:
        found.append(record_breach("This record is restricted already."))
    elif waits:
        found.append(record_breach("This is proposed already, and waits for a manager."))
    return found


def declining_breaches(
    *, decided: bool, proposed_by: int, by_id: int | None, words: str
) -> list[Breach]:
    """Somebody else than who proposed it says why it is not restricted, once."""
    found = words_breaches(words, "answer")
    if decided:
        found.append(record_breach("This is decided already."))
    if proposed_by == by_id:
        found.append(record_breach("You proposed it. Somebody else decides."))
    return found


def proposal_decided_by(proposed_on: date) -> date:
    """By when a proposal is decided."""
    return RESTRICTION_PROPOSAL.last_day(proposed_on)


def last_reader_breaches(others: Iterable[int]) -> list[Breach]:
    """Somebody is left who sees it."""
    says = "This is the last who may see it. Name somebody else first, or lift the restriction."
    return [] if set(others) else [record_breach(says)]


def lifting_breaches(proposed_by: int | None, by_id: int | None) -> list[Breach]:
    """Two people lift a restriction (security paper, S14)."""
    if proposed_by is None:
        return [record_breach("Nobody has proposed to lift it.")]
    if proposed_by == by_id:
        return [record_breach("You proposed it. Somebody else lifts it.")]
    return []


def opening_breaches(words: str) -> list[Breach]:
    """The reason is said in words that somebody else can judge."""
    if len(" ".join(words.split())) >= LEAST_SAID:
        return []
    says = f"Say why in at least {LEAST_SAID} characters, so that somebody else can judge it."
    return [record_breach(says, "says")]


def opening_review_breaches(
    opened_by: int, by_id: int | None, reviewed_on: date | None, words: str
) -> list[Breach]:
    """Somebody else looks at it, once (security paper, S13)."""
    found = words_breaches(words, "review")
    if reviewed_on is not None:
        found.append(record_breach("Somebody has looked at this already."))
    if opened_by == by_id:
        found.append(record_breach("You opened it. Somebody else looks at whether it was right."))
    return found
