"""The regional extract: a year's referrals counted in the words of the Placements Data Standard.

A region plans with numbers. Who is meant, names, words and costs of one child stay here; numbers so
small that somebody could be recognised are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from app.children.models import Referral
from app.core.db import db
from app.core.present import Shown
from app.core.reader import NOTHING, reading_without
from app.data import open_data
from app.matching.standard import FIELDS, Handled, needed_by
from app.pictures import HIDDEN
from app.workbench.rules.comparing import thinned
from sufficiency.forecast.words import months_on

NOT_ANSWERED, ANOTHER = "not answered", "another answer"


@dataclass(frozen=True, slots=True)
class Line:
    """How many referrals have one answer to one field; None: left out, because so few have it."""

    entity: str
    field: str
    option: str
    number: int | None


COLUMNS: Sequence[Shown[Line]] = (
    Shown("Part of the standard", lambda row: row.entity),
    Shown("Field", lambda row: row.field),
    # an answer of the standard is “None”, which by itself would look like a fault of the page
    Shown("Answer", lambda row: "none" if row.option == "None" else row.option),
    Shown("Referrals", lambda row: HIDDEN if row.number is None else row.number, numeric=True),
)


@cache
def _standard() -> dict[str, Any]:
    with open_data("placements_data_standard_v2.json") as text:
        told: dict[str, Any] = json.load(text)
    return told


def named() -> str:
    """The standard, with its version and how far it is."""
    told = _standard()["metadata"]
    return f"{told['title']}, {told['version']} ({told['status']})"


def counted(as_at: date) -> list[Line]:
    """Every field of the standard that is a choice, with how many of the referrals opened in the
    year to a day have each answer: one question."""
    with reading_without(NOTHING):
        those = list(_opened(as_at))
    found: list[Line] = []
    for entity in _standard()["entities"]:
        for field in entity["fields"]:
            options = _options(field)
            if options and FIELDS.get(field["name"]) is not Handled.LATER:
                found += _of_field(entity["name"], field["name"], options, those)
    return found


def _opened(as_at: date) -> Iterable[Mapping[str, Any]]:
    """The answers of each referral, with those that are worked out."""
    first = months_on(as_at, -12)
    for referral in db.session.scalars(
        select(Referral)
        .where(Referral.stands(), Referral.opened_on > first, Referral.opened_on <= as_at)
        .order_by(Referral.id)
    ):
        yield {
            **referral.answers,
            "neededBy": needed_by(referral.opened_on, referral.needed_on),
        }


def _options(field: Mapping[str, Any]) -> tuple[str, ...]:
    if field["type"] == "Boolean":
        return ("Yes", "No")
    return tuple(field.get("options", ()))


def _of_field(
    entity: str, field: str, options: Sequence[str], those: Iterable[Mapping[str, Any]]
) -> Iterable[Line]:
    numbers = Counter(answer for each in those for answer in _answers(each.get(field)))
    every = {option: numbers[option] for option in (*options, NOT_ANSWERED)}
    every[ANOTHER] = numbers.total() - sum(every.values())
    for option, number in zip(every, thinned(list(every.values())), strict=True):
        yield Line(entity, field, option, number)


def _answers(said: Any) -> Iterable[str]:
    if said is None or said == "" or said == []:
        return (NOT_ANSWERED,)
    if isinstance(said, bool):
        return ("Yes" if said else "No",)
    return [str(each) for each in said] if isinstance(said, list) else (str(said),)
