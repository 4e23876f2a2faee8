"""A piece of work as the front page shows it, and what its parts are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.accounts.models import User

SHOWN = 5
"""Lines of each part on the page; the rest are behind its number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what it is about, why, and the way there."""

    about: str
    href: str
    why: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of work: how much of it, the first of it, and where all of it is.

    Without an address all of it is in `lines`. `clear` is said when there is none of it. What has
    to be done `at_once` stands before everything else on the page.
    """

    says: str
    count: int
    href: str
    lines: tuple[Line, ...] = ()
    cite: str = ""
    clock: str = ""
    urgent: bool = False
    at_once: bool = False
    clear: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and on which day."""

    user: User
    day: date


def first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """As many as the page shows."""
    return tuple(lines[:SHOWN])


def word_for(number: int, one: str, many: str) -> str:
    """The word that goes with a number."""
    return one if number == 1 else many


def household_page(ref: str) -> str:
    """The household's page."""
    return url_for("register.household", ref=ref)
