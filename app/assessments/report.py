"""A report as a checklist: each item about each whom it asks about, with what was found out, what
the record itself knows, and what is missing. Plain values; nothing is asked twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.assessments.evidence import About, Key, Known, checklist, key_of
from app.core.words import words
from app.documents.letters.composed import Part
from app.statute.schedules import Item, Matter, Paper


@dataclass(frozen=True, slots=True)
class Line:
    """One item about one of them: what was found out, and what the record knows of it."""

    item: Item
    about: About
    known: Known | None
    record: tuple[str, ...] = ()
    so_far: tuple[str, ...] = ()
    """What the record knows besides, which alone does not answer the item."""

    @property
    def is_done(self) -> bool:
        """Found out, said why not, or known to the record itself."""
        return self.known is not None or bool(self.record)

    @property
    def key(self) -> str:
        """The item's name within its section."""
        return self.item.matter.value

    @property
    def kept_under(self) -> Key:
        """What a finding on this line is kept under."""
        return key_of(self.item, self.about)

    @property
    def from_record(self) -> tuple[str, ...]:
        """All that stands in the report by itself."""
        return (*self.record, *self.so_far)

    def says(self) -> tuple[str, ...]:
        """What the report says of it, a paragraph each."""
        found = list(self.from_record)
        if self.known is not None:
            told = self.known.words or f"{words(self.known.found)}: {self.known.because}"
            found += [each for each in told.splitlines() if each.strip()]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Section:
    """All items about one of them."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """Items neither answered nor explained."""
        return tuple(line for line in self.lines if not line.is_done)

    @property
    def done(self) -> int:
        """How many are answered or explained."""
        return len(self.lines) - len(self.missing)

    def part(self) -> Part:
        """The section in a document: what is answered, each under its item."""
        return Part(
            self.title,
            items=tuple(
                (f"{line.item.place} {line.item.says}".strip(), line.says())
                for line in self.lines
                if line.is_done
            ),
        )


Said = Mapping[Key, tuple[str, ...]]
"""What the record says of a matter of somebody, a paragraph each."""


def sections(
    paper: Paper,
    on: date,
    everybody: Iterable[tuple[str, str, About]],
    known: Mapping[Key, Known],
    record: Said,
    so_far: Said | None = None,
) -> tuple[Section, ...]:
    """A paper section by section: the key, the title and about whom of each is given."""
    besides = so_far or {}
    return tuple(
        Section(
            key,
            title,
            tuple(
                Line(line.item, line.about, line.known, record.get(of, ()), besides.get(of, ()))
                for line in checklist(paper, on, [about], known)
                for of in [key_of(line.item, about)]
            ),
        )
        for key, title, about in everybody
    )


def missing_of(those: Sequence[Section]) -> tuple[tuple[Section, Line], ...]:
    """Everything that is neither answered nor explained."""
    return tuple((section, line) for section in those for line in section.missing)


def missing_says(those: Sequence[Section]) -> tuple[str, ...]:
    """The same in words, for the document itself."""
    return tuple(
        f"{section.title}: {f'{line.item.place} {line.item.says}'.strip()}"
        for section, line in missing_of(those)
    )


def answered(
    those: Sequence[Section], matters: Collection[Matter]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """What a report says to some matters: of whom, what was asked, and its words."""
    return [
        (section.title, line.item.says, line.says())
        for section in those
        for line in section.lines
        if line.item.matter in matters and line.is_done
    ]
