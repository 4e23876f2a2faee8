"""What a pack is made from, and what may be wrong with it. Plain facts: no database, no web."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Progress = Callable[[int, int], None]
"""Told how many pages are done, of how many. It only ever grows and ends with all of them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of an item, as a PDF: the record's own, or one that came from outside."""

    title: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda with its papers in their order.

    `public_title` is what somebody with a conflict reads in its place; it must not tell whose item
    it is. Without one they read only its number.
    """

    title: str
    papers: tuple[Paper, ...] = ()
    public_title: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A panel's meeting and its items, numbered from 1 in this order."""

    title: str
    on: date
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a pack, and the numbers of the items that they may not have."""

    name: str
    withheld: frozenset[int] = frozenset()


class PackNotMade(Exception):
    """No pack can be made. Its words say why and what to do."""


class PaperRefused(PackNotMade):
    """A paper cannot be put in. Its words name it and say what to do."""

    def __init__(self, number: int, title: str, what: str, then: str) -> None:
        super().__init__(f"Item {number}, “{title}”, {what}. {then}")
        self.number = number
        self.title = title
        self.what = f"{what}. {then}"
        """What is wrong and what to do, without the title, which may name somebody."""


class Limit(StrEnum):
    """What a paper lacks in a pack, in the words of the line “About this file”."""

    NO_TAGS = (
        "not tagged, or not soundly: read aloud, their words come in the order in which they were "
        "drawn, without headings or tables, and their links do not open"
    )
    PICTURES = "pages that are pictures: they can be neither searched nor read aloud"
    FONTS = "fonts that are not in the file: another program may draw other letters"
    DRAWN = "forms or notes, drawn here as they stood: they cannot be filled in or opened"
    CUT = "something that runs, opens or carries files by itself: it has been left out"
    SMALLER = "pages much larger than A4, drawn here smaller than half their size"
    NOT_UA = "tagged, but not said to follow PDF/UA by whoever made them"
