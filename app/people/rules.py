"""What keeps the record of people and homes whole: what is refused is what cannot be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.statute.breach import Breach
from app.statute.sources import Instrument, Standing, Verified

RECORD_KEEPING = Instrument(
    "record keeping", "How this record is kept", date(2026, 1, 1), Standing.LOCAL
).whole(Verified.TEXT)
"""Not law: what would make the record contradict itself."""


def record_breach(says: str, field: str | None = None) -> Breach:
    """Something that the record itself cannot hold."""
    return Breach(says, RECORD_KEEPING, field)


def takes_over_breaches(
    what: str, open_since: date | None, starts_on: date, field: str = "starts_on"
) -> list[Breach]:
    """A fact that takes over from another cannot start before the other did."""
    if open_since is None or open_since <= starts_on:
        return []
    return [
        record_breach(
            f"{what} is already recorded from {open_since:%d/%m/%Y}. Give that day or a later one.",
            field,
        )
    ]


def ending_breaches(
    what: str, starts_on: date, ended: date | None, on: date, field: str = "on"
) -> list[Breach]:
    """A fact ends once, and not before it began."""
    if ended is not None and ended <= on:
        return [record_breach(f"{what} has already ended, on {ended:%d/%m/%Y}.", field)]
    if on < starts_on:
        return [
            record_breach(
                f"{what} began on {starts_on:%d/%m/%Y}. Give that day or a later one.", field
            )
        ]
    return []


def born_breaches(born: date | None, today: date) -> list[Breach]:
    """Nobody was born after today."""
    if born is not None and born > today:
        return [record_breach("The date of birth is after today. Check the year.", "born")]
    return []


def bedroom_breaches(sleeps: int) -> list[Breach]:
    """A bedroom sleeps somebody."""
    if sleeps < 1:
        return [record_breach("Say how many can sleep there: one or more.", "sleeps")]
    return []


def sleeping_breaches(sleeps: int, others: Collection[int], name: str) -> list[Breach]:
    """No more people in a bedroom than it sleeps. Whether they may share is asked when placing."""
    if len(others) >= sleeps:
        return [
            record_breach(
                f"{name} sleeps {sleeps}, and {len(others)} already sleep there. "
                "Choose another bedroom, or move somebody first.",
                "bedroom",
            )
        ]
    return []


def consideration_breaches(age: int | None, needs_age: bool) -> list[Breach]:
    """An age is given where the consideration is about age."""
    if needs_age and age is None:
        return [record_breach("Give the age.", "age")]
    if age is not None and not 0 <= age <= 25:
        return [record_breach("Give an age between 0 and 25.", "age")]
    return []


def same_person_breach(name: str) -> Breach:
    """A person stands in the record once."""
    return record_breach(
        f"{name}, with this date of birth, is recorded already. Say if it is the same person.",
        "same",
    )
