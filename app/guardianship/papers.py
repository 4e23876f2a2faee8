"""The report to the court and the support plan as Word documents, made from the record.

No address is in them: what was written is read for the household's before anything is kept, and
refused unless the reader may know it. What is missing is listed in the document itself, so that a
draft never looks finished.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.audit.act import Actor, act
from app.core.errors import RuleBroken
from app.core.present import long_day
from app.core.today import today
from app.core.words import words
from app.documents.actions import ON_FILES, add_document
from app.documents.kinds import DocumentKind, FileType
from app.documents.letters import addresses, pdf, word
from app.documents.models import Document
from app.documents.opened import Opened
from app.documents.scanning import MADE_HERE
from app.guardianship.models import GuardianshipCase, SupportPlan
from app.guardianship.present import pounds
from app.guardianship.queries.cases import Whole
from app.guardianship.queries.schedule import Section, schedule_of
from app.statute.breach import Breach


class Paper(StrEnum):
    """What can be made."""

    REPORT = "report"
    PLAN = "support-plan"

    def words(self) -> str:
        """What it is called."""
        return _CALLED[self]


_CALLED = {
    Paper.REPORT: "Special guardianship report to the court",
    Paper.PLAN: "Special guardianship support plan",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it; `items` have headings of their own."""

    heading: str
    words: tuple[str, ...] = ()
    items: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it would be made: its parts, and what is missing in it."""

    paper: Paper
    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    missing: tuple[str, ...]


def draft_of(each: Whole, paper: Paper, as_at: date) -> Draft:
    """What a document would say on a day, and what it lacks."""
    return _report(each, as_at) if paper is Paper.REPORT else _plan(each)


def _names(each: Whole) -> str:
    return ", ".join(one.child.person.name for one in each.children)


def _heads(each: Whole) -> tuple[str, ...]:
    case = each.case
    found = [f"Household: {case.household.name}", f"Children: {_names(each)}"]
    if case.court or case.case_number:
        found.append(f"Court: {', '.join(filter(None, (case.court, case.case_number)))}")
    return tuple(found)


# -------------------------------------------------------------------------------------- the report


def _report(each: Whole, as_at: date) -> Draft:
    sections = schedule_of(each, as_at)
    heads = list(_heads(each))
    if each.case.filing_due_on is not None:
        heads.append(f"To be filed by {long_day(each.case.filing_due_on)}")
    if each.check is not None:
        heads.append(f"Author: {each.check.author.name}")
    missing = [
        f"{section.title}: {line.item.place} {line.item.says}"
        for section in sections
        for line in section.missing
    ]
    if each.check is None:
        missing.append("The recommendation: the report is not handed in yet")
    return Draft(Paper.REPORT, tuple(heads), tuple(_part(one) for one in sections), tuple(missing))


def _part(section: Section) -> Part:
    return Part(
        section.title,
        items=tuple(
            (f"{line.item.place} {line.item.says}", line.says())
            for line in section.lines
            if line.is_done
        ),
    )


# -------------------------------------------------------------------------------- the support plan


def _plan(each: Whole) -> Draft:
    plan = each.plan
    if plan is None:
        return Draft(Paper.PLAN, _heads(each), (), ("The assessment of what they need",))
    parts = [Part("What is needed", _lines(plan.needs))]
    if plan.proposed_on is not None:
        parts.append(Part("Support", _lines(plan.services)))
    if plan.answered_on is not None:
        parts.append(Part("What you say to it", _lines(plan.answer)))
    if plan.agreed_on is not None:
        parts.append(Part("What is decided, and why", _lines(plan.reasons)))
    if each.paid is not None:
        parts.append(Part("Money", _money(each)))
    if plan.watcher is not None:
        parts.append(Part("Who watches over this plan", (plan.watcher.name,)))
    return Draft(Paper.PLAN, _heads(each), tuple(parts), tuple(_lacking(plan)))


def _money(each: Whole) -> tuple[str, ...]:
    paid = each.paid
    if paid is None:
        return ()
    found = [f"{pounds(paid.weekly_pence)} a week from {long_day(paid.starts_on)}."]
    if paid.reward_pence:
        reward = pounds(paid.reward_pence)
        found.append(f"{reward} of it is a foster carer’s reward, for two years after the order.")
    if paid.until is not None:
        found.append(f"Agreed until {long_day(paid.until)}.")
    return (*found, *_lines(paid.basis))


def _lacking(plan: SupportPlan) -> Iterable[str]:
    if plan.proposed_on is None:
        yield "The support that is proposed"
    elif plan.answered_on is None and plan.answer_by is not None:
        yield f"What you say to it: you have until {long_day(plan.answer_by)}"
    if plan.agreed_on is None:
        yield "The decision, with its reasons"
    if plan.watcher is None:
        yield "Who watches over the plan"


def _lines(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.splitlines() if line.strip())


# ------------------------------------------------------------------------------------- making them


def prepare(each: Whole, paper: Paper, *, recipient: str, by: Actor) -> tuple[Opened, ...]:
    """The files of a document for one reader, made and not kept.

    Raises RuleBroken where it would tell an address that this reader may not know.
    """
    draft = draft_of(each, paper, today())
    made = word_file(draft, recipient=recipient, by=by.name)
    about = f"household:{each.case.household_id}"
    told = addresses.named_in(word.words_in(made), about, recipient, None)
    if told:
        raise RuleBroken(
            *(
                Breach(
                    f"It would tell {one}, which {recipient} may not know. Take it out of what is "
                    "written, or record the decision that they may be told.",
                    ON_FILES,
                    "recipient",
                )
                for one in told
            )
        )
    files = [Opened(FileType.DOCX, f"{words(paper)}.docx", made)]
    if pdf.makes_pdf():
        files.append(Opened(FileType.PDF, f"{words(paper)}.pdf", pdf.as_pdf(made, words(paper))))
    return tuple(files)


@act("Made a document of a special guardianship case")
def keep_paper(
    case: GuardianshipCase, files: Sequence[Opened], *, paper: Paper, recipient: str, by: Actor
) -> Document:
    """Keep it with the household's documents: one for each reader."""
    document: Document = add_document(
        [(file, MADE_HERE) for file in files],
        kind=DocumentKind.ASSESSMENT,
        about=f"household:{case.household_id}",
        name=f"{words(paper)}, for {recipient}",
        by=by,
    )
    return document


def word_file(draft: Draft, *, recipient: str, by: str) -> bytes:
    """A draft as a Word file: headings, paragraphs, and what is missing in a list of its own."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    for style, size in (("Heading 1", 15), ("Heading 2", 13), ("Heading 3", 11)):
        document.styles[style].font.name = "Arial"
        document.styles[style].font.size = Pt(size)
    page.header.paragraphs[0].text = addresses.service_name()
    page.footer.paragraphs[0].text = "Confidential."
    document.add_heading(_clean(words(draft.paper)), level=1)
    for line in (f"For {recipient}", *draft.facts, f"Made on {long_day(today())} by {by}"):
        document.add_paragraph(_clean(line))
    if draft.missing:
        document.add_heading("Still missing", level=2)
        document.add_paragraph("This is a draft. It cannot be sent before these are answered.")
        for line in draft.missing:
            document.add_paragraph(_clean(line), style="List Bullet")
    for part in draft.parts:
        document.add_heading(_clean(part.heading), level=2)
        for line in part.words:
            document.add_paragraph(_clean(line))
        for heading, said in part.items:
            document.add_heading(_clean(heading), level=3)
            for line in said:
                document.add_paragraph(_clean(line))
    properties = document.core_properties
    properties.title, properties.language = words(draft.paper), "en-GB"
    properties.author = properties.last_modified_by = addresses.service_name()
    properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clean(line: str) -> str:
    return word.UNPRINTABLE.sub("", line)
