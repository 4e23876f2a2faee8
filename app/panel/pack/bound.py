"""Papers, items and contents as they stand in a pack: their bytes, numbers and titles."""

from __future__ import annotations

from dataclasses import dataclass

from app.panel.pack.asked import Item, Limit, Meeting
from app.panel.pack.objects import Part
from app.panel.pack.sheets import Bound, Fixed


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """A paper in the pack: its title, its first page's number in the pack, what it lacks."""

    title: str
    first: int
    bound: Bound
    limits: frozenset[Limit]

    @property
    def last(self) -> int:
        return self.first + len(self.bound.pages) - 1


@dataclass(frozen=True, slots=True)
class BoundItem:
    """An item in the pack: its papers, and the tag that holds them."""

    number: int
    item: Item
    papers: tuple[BoundPaper, ...]
    tag: int
    own: Part

    @property
    def pages(self) -> tuple[int, int] | None:
        """The first and last page's numbers; nothing without papers."""
        return (self.papers[0].first, self.papers[-1].last) if self.papers else None


@dataclass(frozen=True, slots=True)
class BoundFront:
    """The contents as those with the same conflicts get them."""

    bound: Bound
    places: dict[int, tuple[int, float]]
    next_number: int
    next_key: int
    follows_ua: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """What all members' files are made from."""

    meeting: Meeting
    items: tuple[BoundItem, ...]
    common: Part
    fixed: Fixed
    front_pages: int
    of: int
    next_number: int
    """The first object number that nothing shared has."""

    next_key: int
    """The same of the tree from strokes to tags."""
