"""What each letter may say: its fields, where they are needed, and an example of each.

A template may use these and no others. `{{ worker }}` stands for a word or a day; a field of lines
is gone through with `{%p for line in terms %}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.documents.kinds import LetterKey
from app.statute.provisions import AGREEMENT_CONTENT
from app.statute.sources import Cite

Value = str | date | tuple[str, ...]
"""What a field holds: words, a day, or lines."""


class Holds(StrEnum):
    """What kind of value a field holds."""

    WORDS = "words"
    DAY = "day"
    LINES = "lines"
    LONG = "long words"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a letter says. `asked` is how a person is asked for it."""

    name: str
    asked: str
    example: Value
    holds: Holds = Holds.WORDS
    needed: bool = True
    is_address: bool = False


def day(name: str, asked: str, example: date, *, needed: bool = True) -> Field:
    """A field that holds a day."""
    return Field(name, asked, example, Holds.DAY, needed)


def lines(name: str, asked: str, *example: str, needed: bool = True) -> Field:
    """A field that holds lines."""
    return Field(name, asked, example, Holds.LINES, needed)


def told(name: str, asked: str, example: str, *, needed: bool = True) -> Field:
    """A field that holds a paragraph in somebody's own words."""
    return Field(name, asked, example, Holds.LONG, needed)


EVERY_LETTER = (
    Field("service", "Name of the fostering service", "Herefordshire Fostering"),
    Field("recipient", "To whom", "Jo Bloggs"),
    Field(
        "recipient_address",
        "The recipient’s address",
        ("1 The Street", "Leominster", "HR6 8AB"),
        Holds.LINES,
        needed=False,
        is_address=True,
    ),
    day("written_on", "Date of the letter", date(2026, 11, 23)),
    Field("household", "Household", "The Bloggses"),
    Field("worker", "Supervising social worker", "Sarah Webb", needed=False),
    Field("signed_by", "Who signs it", "A. Manager"),
)

LETTERS: Mapping[LetterKey, tuple[Field, ...]] = {
    LetterKey.APPROVAL_NOTICE: (
        lines("carers", "Who is approved", "Jo Bloggs", "Sam Bloggs"),
        day("decided_on", "Day of the decision", date(2026, 11, 20)),
        Field("decided_by", "Who decided", "A. Maker"),
        lines("terms", "The terms", "Up to 2 children aged 0 to 10", "Short-term placements"),
        day("recommended_on", "Day of the panel", date(2026, 11, 10), needed=False),
    ),
    LetterKey.AGREEMENT: (
        lines("carers", "With whom it is made", "Jo Bloggs", "Sam Bloggs"),
        lines("terms", "The terms of approval", "Up to 2 children aged 0 to 10"),
        lines(
            "support",
            "Support and training that is promised",
            "A visit by your supervising social worker every six weeks",
            "Somebody who answers the telephone at any hour",
        ),
        told(
            "liabilities",
            "Who meets a liability that a placement brings",
            "The council’s insurance covers damage and claims that fostering brings.",
        ),
        Field("answer_to", "To whom they complain or make representations", "A. Manager"),
    ),
    LetterKey.REVIEW_NOTICE: (
        day("held_on", "Day of the review", date(2026, 11, 2)),
        told("outcome", "What was decided", "You and your household remain suitable to foster."),
        lines("terms", "The terms, as they now are", "Up to 2 children aged 0 to 10"),
        day("next_due_on", "The next review is due by", date(2027, 11, 2)),
        Field("decided_by", "Who decided", "A. Maker"),
    ),
    LetterKey.RESIGNATION: (
        day("received_on", "Day your letter came", date(2026, 11, 18)),
        day("ends_on", "Last day of approval", date(2026, 12, 16)),
        told(
            "arrangements",
            "What happens to children placed",
            "Their own social workers will agree with you when and how they move.",
            needed=False,
        ),
    ),
    LetterKey.NOTICE_28_DAYS: (
        told("proposal", "What is proposed", "To end your approval as a foster carer."),
        told("reasons", "Why", "No visit has been possible since March."),
        day("last_day", "Last day to answer", date(2026, 12, 21)),
        Field("answer_to", "To whom to answer", "The fostering team manager"),
        told("support", "Support offered", "A meeting with your worker.", needed=False),
    ),
    LetterKey.RECORDS_ANSWER: (
        day("asked_on", "Day the request came", date(2026, 11, 2)),
        Field("asked_by", "Who asked", "Marches Fostering"),
        lines("given", "What is given", "The record of approval and its terms", "Review reports"),
        told("withheld", "What is withheld, and why", "Nothing is withheld.", needed=False),
    ),
    LetterKey.REVIEW_INVITATION: (
        day("due_on", "The review is due by", date(2027, 1, 15)),
        day("meeting_on", "Day of the meeting", date(2026, 12, 10)),
        Field("meeting_at", "Time of the meeting", "10.30 in the morning"),
        Field("meeting_where", "Where (say no private address)", "Plough Lane, Hereford"),
        lines(
            "asked_of_you",
            "What they are asked for",
            "Your own views of the year",
            "Training since the last review",
            needed=False,
        ),
    ),
}
"""The fields of each letter, besides those of every letter."""

RESTS_ON: Mapping[LetterKey, Cite] = {LetterKey.AGREEMENT: AGREEMENT_CONTENT}
"""What a letter has to hold by law, where a provision lists it: who changes it is told."""


def fields_of(key: LetterKey) -> tuple[Field, ...]:
    """Every field that a letter may use."""
    return (*EVERY_LETTER, *LETTERS[key])


def examples(key: LetterKey) -> dict[str, Value]:
    """An invented answer to every field: what a trial print is made with."""
    return {field.name: field.example for field in fields_of(key)}


def missing(key: LetterKey, facts: Mapping[str, object]) -> list[Field]:
    """The fields that the letter needs and that nobody has answered."""
    return [field for field in fields_of(key) if field.needed and not facts.get(field.name)]
