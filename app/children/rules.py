"""What keeps the record of children whole, and what in it is judged.

Only what cannot be is refused. A child recorded in two places at once, or looked after with no
placement, is kept as it was told and judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from app.children.kinds import TogetherOrApart
from app.people.rules import record_breach
from app.statute.breach import Breach
from sufficiency.period import Period

LEAVES_CARE_AT = 18
"""The age at which a child can no longer be looked after under an order or section 20."""


def period_breaches(
    what: str,
    starts_on: date,
    ends_on: date | None = None,
    *,
    born: date | None = None,
    field: str = "starts_on",
) -> list[Breach]:
    """Nothing ends before it starts, and nothing happens to a child before birth."""
    breaches = []
    if ends_on is not None and ends_on < starts_on:
        breaches.append(
            record_breach(
                f"{what} cannot end on {ends_on:%d/%m/%Y}, before it starts on "
                f"{starts_on:%d/%m/%Y}.",
                "ends_on",
            )
        )
    if born is not None and starts_on < born:
        breaches.append(
            record_breach(
                f"{what} cannot start before the child was born, on {born:%d/%m/%Y}.", field
            )
        )
    return breaches


def not_yet_breaches(what: str, on: date, today: date, field: str = "starts_on") -> list[Breach]:
    """What is recorded as having happened has happened; what is meant to is planned instead."""
    if on <= today:
        return []
    return [
        record_breach(
            f"{what} is recorded once it has happened, and {on:%d/%m/%Y} is still to come. "
            "Plan it from the referral instead.",
            field,
        )
    ]


def held_breaches(what: str, on: date, today: date, field: str) -> list[Breach]:
    """What is recorded as held or done was held or done: today or before."""
    if on <= today:
        return []
    return [record_breach(f"{what} is recorded once it was held: today or before.", field)]


def visit_breaches(on: date, *, seen: bool, alone: bool, words: str, today: date) -> list[Breach]:
    """A visit to a child says whether the child was seen, and how the child is."""
    breaches = held_breaches("A visit", on, today, "visited_on")
    if alone and not seen:
        says = "A child seen alone was seen. Say that the child was seen."
        breaches.append(record_breach(says, "seen"))
    if not words.strip():
        says = "Say how the child is and what they said, or why they were not seen."
        breaches.append(record_breach(says, "words"))
    return breaches


def placement_breaches(
    starts_on: date,
    ends_on: date | None,
    *,
    born: date | None,
    today: date,
    decided_here: bool,
) -> list[Breach]:
    """What a record of a placement cannot say. Whether it is lawful is judged, never refused."""
    breaches = period_breaches("A placement", starts_on, ends_on, born=born)
    if not decided_here:
        breaches += not_yet_breaches("A placement", starts_on, today)
    return breaches


def registration_number(told: str) -> str:
    """A regulator's number as it is kept: in capitals, without space around it."""
    return told.strip().upper()


def checked_breaches(
    starts_on: date, ends_on: date | None, before: date | None, on: date, today: date
) -> list[Breach]:
    """A registration is checked while it holds, not in the future, and never backwards."""
    if ends_on is not None:
        return [record_breach("This registration has ended: record a new one instead.", "on")]
    if on > today:
        return [record_breach(f"{on:%d/%m/%Y} is still to come: record it once checked.", "on")]
    if on < (before or starts_on):
        return [
            record_breach(
                f"It was known to hold on {before or starts_on:%d/%m/%Y}; enter a later day.", "on"
            )
        ]
    return []


def liberty_breaches(
    starts_on: date, last_day: date, review_on: date | None, *, born: date | None
) -> list[Breach]:
    """An order allows something from its first day to its last, and is reviewed within it."""
    breaches = period_breaches("An order", starts_on, born=born)
    if last_day < starts_on:
        breaches.append(
            record_breach("The last day it allows comes before the first. Check both.", "last_day")
        )
    if review_on is not None and not starts_on <= review_on <= last_day:
        breaches.append(
            record_breach(
                "The first review is on one of the days that the order allows.", "first_review_on"
            )
        )
    return breaches


def liberty_review_breaches(starts_on: date, held_on: date, next_on: date | None) -> list[Breach]:
    """A review is held while the order holds, and the next one comes after it."""
    breaches = []
    if held_on < starts_on:
        breaches.append(
            record_breach(
                f"The order began on {starts_on:%d/%m/%Y}: a review comes after it.", "held_on"
            )
        )
    if next_on is not None and next_on <= held_on:
        breaches.append(
            record_breach("The next review comes after the one that was held.", "next_on")
        )
    return breaches


def sibling_breaches(child: int, sibling: int) -> list[Breach]:
    """Nobody is their own brother or sister."""
    if child == sibling:
        return [record_breach("Choose another child: this is the same one.", "sibling")]
    return []


def joining_breaches(plan: TogetherOrApart, starts_on: date, join_by: date | None) -> list[Breach]:
    """The day by which two are to live together belongs to a plan for that, and comes after it."""
    if join_by is None:
        return []
    if plan is not TogetherOrApart.TOGETHER:
        says = "A day to join belongs to a plan to live together. Leave it empty."
        return [record_breach(says, "join_by")]
    if join_by < starts_on:
        return [record_breach("Give a day after the plan begins.", "join_by")]
    return []


def referral_breaches(children: Sequence[int], needed_on: date, until: date | None) -> list[Breach]:
    """A referral is for at least one child, each once, and does not end before it is needed."""
    breaches = []
    if not children:
        breaches.append(record_breach("Choose at least one child.", "children"))
    if len(set(children)) != len(children):
        breaches.append(record_breach("Choose each child once.", "children"))
    if until is not None and until <= needed_on:
        breaches.append(
            record_breach("The last day must be after the day the home is needed.", "until")
        )
    return breaches


# ------------------------------------------------------------------------------- what is judged


class Oddity(StrEnum):
    """What in a child's history does not fit together."""

    TWO_AT_ONCE = "two_main_placements_at_once"
    NOWHERE = "looked_after_with_no_placement"
    NOT_LOOKED_AFTER = "placed_but_not_looked_after"


@dataclass(frozen=True, slots=True)
class Odd:
    """Days on which a child's history does not fit together, and how."""

    oddity: Oddity
    period: Period

    @property
    def says(self) -> str:
        """The oddity as a sentence without its dates."""
        return _ODD[self.oddity]


_ODD = {
    Oddity.TWO_AT_ONCE: "Recorded as living in two places at once. End the one that had ended.",
    Oddity.NOWHERE: "Looked after, with no placement recorded. Record where the child lived.",
    Oddity.NOT_LOOKED_AFTER: (
        "Placed, with no legal status recorded. Record the status, or end the placement."
    ),
}


def oddities(statuses: Iterable[Period], placements: Iterable[Period]) -> list[Odd]:
    """Where a child's main placements overlap, leave a gap, or stand outside any legal status.

    Temporary stays are no business of this: a child's main placement goes on through them.
    """
    looked_after, placed = list(statuses), list(placements)
    days = sorted(
        {day for period in (*looked_after, *placed) for day in (period.starts, period.ends) if day}
    )
    found: list[Odd] = []
    for day, following in zip_longest(days, days[1:]):
        for oddity in _odd_on(day, looked_after, placed):
            _extend(found, Odd(oddity, Period(day, following)))
    return sorted(found, key=lambda odd: (odd.period.starts, odd.oddity))


def _odd_on(day: date, looked_after: list[Period], placed: list[Period]) -> list[Oddity]:
    here = sum(period.contains(day) for period in placed)
    status = any(period.contains(day) for period in looked_after)
    found = []
    if here > 1:
        found.append(Oddity.TWO_AT_ONCE)
    if status and not here:
        found.append(Oddity.NOWHERE)
    if here and not status and looked_after:
        found.append(Oddity.NOT_LOOKED_AFTER)
    return found


def _extend(found: list[Odd], odd: Odd) -> None:
    """Join days that follow one another into one stretch."""
    for place, before in enumerate(found):
        if before.oddity is odd.oddity and before.period.ends == odd.period.starts:
            found[place] = Odd(odd.oddity, Period(before.period.starts, odd.period.ends))
            return
    found.append(odd)
