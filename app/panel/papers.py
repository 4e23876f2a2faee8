"""The agenda and the minutes of a meeting as Word and PDF, one for each reader.

A member who has a conflict in an item is told its number and that they take no part: nothing else
of it is in their file. No address is in either.
"""

from __future__ import annotations

from enum import StrEnum

from app.core.present import long_day
from app.core.words import words
from app.documents.letters import pdf
from app.documents.letters.composed import Draft, Part, word_file
from app.panel.kinds import MinutesStep
from app.panel.models import ItemMinutes, Listing, Recommendation
from app.panel.queries import minutes
from app.panel.queries.agenda import Agenda, Line, agenda_for
from app.panel.queries.agenda import attendance_taken as was_taken


class Paper(StrEnum):
    """What can be made."""

    AGENDA = "agenda"
    MINUTES = "minutes"


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
    if line.attends:
        told.append(f"Attends: {line.attends}")
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
    made = word_file(draft, reader=name, by=by)
    stem = f"{paper.value}-{found.company.meeting.meets_on:%Y-%m-%d}"
    if as_pdf:
        return pdf.as_pdf(made, draft.title), f"{stem}.pdf"
    return made, f"{stem}.docx"
