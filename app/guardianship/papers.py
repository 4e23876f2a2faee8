"""The report to the court and the support plan as Word documents, made from the record.

No address is in them: what was written is read for the household's before anything is kept, and
refused unless the reader may know it. What is missing is listed in the document itself, so that a
draft never looks finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from app.assessments.report import missing_says
from app.audit.act import Actor, act
from app.core.present import long_day
from app.core.today import today
from app.core.words import words
from app.documents.actions import add_document
from app.documents.kinds import DocumentKind
from app.documents.letters.composed import Draft, Part
from app.documents.letters.made import files_of
from app.documents.models import Document
from app.documents.opened import Opened
from app.documents.scanning import MADE_HERE
from app.guardianship.models import GuardianshipCase, SupportPlan
from app.guardianship.present import pounds
from app.guardianship.queries.cases import Whole
from app.guardianship.queries.schedule import schedule_of


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
    missing = list(missing_says(sections))
    if each.check is None:
        missing.append("The recommendation: the report is not handed in yet")
    return Draft(
        words(Paper.REPORT), tuple(heads), tuple(one.part() for one in sections), tuple(missing)
    )


# -------------------------------------------------------------------------------- the support plan


def _plan(each: Whole) -> Draft:
    plan = each.plan
    if plan is None:
        return Draft(words(Paper.PLAN), _heads(each), (), ("The assessment of what they need",))
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
    return Draft(words(Paper.PLAN), _heads(each), tuple(parts), tuple(_lacking(plan)))


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
    return files_of(
        draft_of(each, paper, today()),
        about=f"household:{each.case.household_id}",
        recipient=recipient,
        name=words(paper),
        by=by,
    )


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
