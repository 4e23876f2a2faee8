"""An item's papers against what its kind needs: ticked by the record, by a file, or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.present import short_day
from app.core.words import words
from app.documents.models import Document
from app.panel.kinds import PaperHow, PaperKind
from app.panel.models import Item, ItemPaper
from app.panel.needs import Need, needs_of
from app.panel.queries.agenda import Agenda, Line
from app.panel.queries.papers import (
    OFFERED,
    PersonOf,
    Tick,
    documents_for,
    fault_of,
    papers_of,
    whom,
)
from app.panel.record_papers import Own, assessed_for, own_papers


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is needed, of whom, and what answers it."""

    need: Need
    whom: PersonOf
    papers: tuple[ItemPaper, ...]
    own: tuple[Own, ...]
    kept: tuple[Document, ...] = ()
    """Documents of the record that may be it, and are not put in."""

    @property
    def key(self) -> str:
        """As a form names it: "report|" or "carers_words|person:3"."""
        return f"{self.need.paper.value}|{self.whom.key}"

    @property
    def says(self) -> str:
        """What it is, and of whom."""
        return said_of(self.need.paper, self.whom)

    @property
    def is_here(self) -> bool:
        """Whether anything answers it: the record, a file, words, or why there is none."""
        return bool(self.own) or any(each.is_here for each in self.papers)

    @property
    def by_record(self) -> bool:
        """Whether the record itself ticks it."""
        return bool(self.own)

    @property
    def why_not(self) -> bool:
        """Whether what answers it is only why there is none."""
        return not self.own and all(each.how is PaperHow.WHY_NOT for each in self.papers)

    @property
    def late(self) -> ItemPaper | None:
        """Where it is said that it comes late."""
        return next((each for each in self.papers if not each.is_here), None)


def said_of(kind: PaperKind, one: PersonOf) -> str:
    """What a paper is called, of whom."""
    return f"{words(kind)}: {one.name}" if one.name else words(kind)


@dataclass(frozen=True, slots=True)
class Checked:
    """An item with its papers, in their order, and with what it needs."""

    item: Item
    number: int
    starts: str
    attends: str
    came_by: str
    whom: tuple[PersonOf, ...]
    wanted: tuple[Wanted, ...]
    own: tuple[Own, ...]
    papers: tuple[ItemPaper, ...]
    kept: tuple[Document, ...]
    """Documents of the record that may be put in."""

    @property
    def children(self) -> set[str]:
        """The children who are named, as a look is recorded of them."""
        return {each.key for each in self.whom if each.child_id is not None}

    @property
    def missing(self) -> list[Wanted]:
        """What nothing answers."""
        return [each for each in self.wanted if not each.is_here]

    @property
    def late(self) -> bool:
        """Whether anything needed is said to come late."""
        return any(each.late is not None for each in self.missing)

    @property
    def lacking(self) -> list[str]:
        """The same in words, with when what is late comes."""
        return [
            f"{each.says}: late, by {short_day(each.late.given_on)}"
            if each.late is not None and each.late.given_on is not None
            else each.says
            for each in self.missing
        ]

    @property
    def faults(self) -> list[tuple[ItemPaper, str]]:
        """Papers that cannot be put in a pack as they are: why, and what to do."""
        found = [(each, fault_of(each)) for each in self.papers]
        return [(each, says) for each, says in found if says]

    @property
    def to_read(self) -> list[ItemPaper]:
        """Those that are there."""
        return [each for each in self.papers if each.is_here]

    @property
    def counted(self) -> str:
        """How many of those needed are there: "4 of 5"."""
        return f"{len(self.wanted) - len(self.missing)} of {len(self.wanted)}"


def checked(found: Agenda, as_at: date) -> list[Checked]:
    """Every item that is heard, with its papers."""
    return _checked([each for each in found.lines if not each.is_break], as_at)


def checked_item(found: Agenda, item: Item, as_at: date) -> Checked | None:
    """One item with its papers; None for a break, and for what is off the agenda."""
    lines = [each for each in found.lines if each.item.id == item.id and not each.is_break]
    return next(iter(_checked(lines, as_at)), None)


def _checked(lines: Sequence[Line], as_at: date) -> list[Checked]:
    items = [each.item for each in lines]
    papers = papers_of([each.id for each in items])
    those = whom(items, as_at)
    kept = documents_for(items, those, papers)
    assessed = assessed_for(items)
    return [
        _line(
            each,
            those[each.item.id],
            papers.get(each.item.id, []),
            kept[each.item.id],
            own_papers(each.item, those[each.item.id], assessed),
        )
        for each in lines
    ]


def _line(
    line: Line,
    those: list[PersonOf],
    papers: list[ItemPaper],
    kept: list[Document],
    own: list[Own],
) -> Checked:
    item = line.item
    wanted = []
    began_on = item.began_on or item.meeting.meets_on
    for need in needs_of(item.kind, began_on) if item.kind is not None else ():
        for one in those:
            if one.of is need.of:
                tick: Tick = (need.paper, one.key)
                wanted.append(
                    Wanted(
                        need,
                        one,
                        tuple(each for each in papers if tick_of(each) == tick),
                        tuple(each for each in own if tick in each.ticks),
                        tuple(each for each in kept if OFFERED[each.kind] is need.paper),
                    )
                )
    came_by = ""
    if line.rule is not None:
        came_by = (
            f"Comes by law: {line.rule.cite.short}"
            if line.rule.by_law
            else "Comes by this council’s policy"
        )
    return Checked(
        item,
        line.number,
        line.starts,
        f"Attends: {line.attends}" if line.attends else "",
        came_by,
        tuple(those),
        tuple(wanted),
        tuple(own),
        tuple(papers),
        tuple(kept),
    )


def tick_of(paper: ItemPaper) -> Tick:
    """What a paper answers: its kind, and of whom."""
    return paper.kind, PersonOf("", paper.person_id, paper.child_id).key
