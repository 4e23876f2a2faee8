"""The agenda and the minutes of a meeting as Word and PDF, one for each reader.

A member who has a conflict in an item is told its number and that they take no part: nothing else
of it is in their file. No address is in either.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core.present import long_day
from app.core.today import today
from app.core.words import words
from app.documents.letters import addresses, pdf, word
from app.panel.kinds import MinutesStep
from app.panel.models import ItemMinutes, Listing, Recommendation
from app.panel.queries import minutes
from app.panel.queries.agenda import Agenda, Line, agenda_for
from app.panel.queries.agenda import attendance_taken as was_taken


class Paper(StrEnum):
    """What can be made."""

    AGENDA = "agenda"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it would be made for one reader."""

    title: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]


def draft_of(found: Agenda, paper: Paper, reader: Listing | None) -> Draft:
    """What a document would say to a reader; None: the service's own copy, with every item."""
    meeting = found.company.meeting
    lines = agenda_for(found, reader.id if reader is not None else None)
    ids = [each.line.item.id for each in lines if not each.withheld]
    said, written = minutes.recommendations(ids), minutes.written(ids)
    facts = [
        f"{long_day(meeting.meets_on)}, {meeting.starts_at} to {found.ends}",
        meeting.place or ("By video" if meeting.remote else ""),
    ]
    if paper is Paper.MINUTES:
        there = "Present" if was_taken(found.company) else "Said that they come"
        facts.append(f"{there}: {', '.join(each.name for each in found.there) or 'nobody'}")
        final = [each for each in minutes.steps_of(meeting.id) if each.step is MinutesStep.APPROVED]
        facts.append(
            f"Approved on {long_day(final[0].happened_on)}" if final else "Draft: not approved yet"
        )
    return Draft(
        f"{words(paper)}: {meeting.panel.name}",
        tuple(filter(None, facts)),
        tuple(
            Part(_withheld(each.line), ("You take no part in this item.",))
            if each.withheld
            else _part(
                each.line, paper, written.get(each.line.item.id), said.get(each.line.item.id)
            )
            for each in lines
        ),
    )


def _withheld(line: Line) -> str:
    return f"{line.starts} Item {line.number}"


def _part(
    line: Line, paper: Paper, written: ItemMinutes | None, said: Recommendation | None
) -> Part:
    item = line.item
    if line.is_break:
        return Part(f"{line.starts} {item.title}", ())
    told = [words(item.kind) if item.kind else ""]
    if item.attends:
        told.append(f"Attends: {item.attends}")
    if paper is Paper.MINUTES:
        told += _minuted(written, said)
        told += [f"{each.listing.person.name} took no part." for each in line.no_part]
    return Part(f"{line.starts} Item {line.number}: {item.title}", tuple(filter(None, told)))


def _minuted(written: ItemMinutes | None, said: Recommendation | None) -> list[str]:
    told = []
    if written is not None:
        for heading, text in (
            ("Asked and answered", written.questions),
            ("Strengths", written.strengths),
            ("Concerns", written.concerns),
            ("Each member’s view", written.views),
        ):
            told += [f"{heading}: {text}"] if text else []
    if said is None:
        return [*told, "What the panel said is not recorded yet."]
    return [*told, f"The panel: {words(said.outcome).lower()}.", f"Reasons: {said.reasons}"]


def prepare(
    found: Agenda, paper: Paper, reader: Listing | None, *, as_pdf: bool, by: str
) -> tuple[bytes, str]:
    """The file for one reader and its name, made and not kept. PdfNotMade: this machine cannot."""
    draft = draft_of(found, paper, reader)
    name = reader.person.name if reader is not None else "the service"
    made = word_file(draft, name, by)
    stem = f"{paper.value}-{found.company.meeting.meets_on:%Y-%m-%d}"
    if as_pdf:
        return pdf.as_pdf(made, draft.title), f"{stem}.pdf"
    return made, f"{stem}.docx"


def word_file(draft: Draft, reader: str, by: str) -> bytes:
    """A draft as a Word file: headings and paragraphs, so that its PDF has their structure."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    for style, size in (("Normal", 11), ("Heading 1", 15), ("Heading 2", 13)):
        document.styles[style].font.name = "Arial"
        document.styles[style].font.size = Pt(size)
    page.header.paragraphs[0].text = addresses.service_name()
    page.footer.paragraphs[0].text = f"Confidential. For {_clean(reader)}."
    document.add_heading(_clean(draft.title), level=1)
    _paragraphs(document, (*draft.facts, f"Made on {long_day(today())} by {by}"))
    for part in draft.parts:
        document.add_heading(_clean(part.heading), level=2)
        _paragraphs(document, part.lines)
    properties = document.core_properties
    properties.title, properties.language = draft.title, "en-GB"
    properties.author = properties.last_modified_by = addresses.service_name()
    properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraphs(document: object, lines: Iterable[str]) -> None:
    for line in lines:
        document.add_paragraph(_clean(line))  # type: ignore[attr-defined]


def _clean(line: str) -> str:
    return word.UNPRINTABLE.sub("", line)
