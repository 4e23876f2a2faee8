"""Papers of an item that the record writes itself: its sheet, reports, views, proposals.

Each ticks what the item needs. What was written is taken as it was written; no address is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.assessments.evidence import Found
from app.assessments.models import Assessment
from app.assessments.queries import Story, evidence_of, stories_of
from app.core.db import db
from app.core.present import long_day
from app.core.words import words
from app.documents.letters.composed import Draft, Part
from app.panel.kinds import PaperHow, PaperKind
from app.panel.models import Determination, Item, ItemPaper
from app.panel.present import WAY
from app.panel.queries.deciding import applicants
from app.panel.queries.determining import terms_proposed
from app.panel.queries.papers import PersonOf, Tick, told_before
from app.permanence.models import Match
from app.register.deciding import KINDS, StepKind
from app.register.models import Approval, Decision, Resignation, ReviewCase, TemporaryApproval
from app.register.queries.reviews import open_case
from app.register.reviewing import JUDGEMENT, QUESTIONS, ViewOf
from app.reports.queries import signed_drafts
from app.statute.schedules import Matter


@dataclass(frozen=True, slots=True)
class Own:
    """A paper that the record writes, and what it ticks."""

    kind: PaperKind
    draft: Draft
    ticks: frozenset[Tick] = frozenset()

    @property
    def title(self) -> str:
        """What the contents call it; a sheet's own heading is the item's."""
        return words(self.kind) if self.kind is PaperKind.SHEET else self.draft.title


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment that an agenda has an item about: how it went, and its report once signed."""

    assessment: Assessment
    story: Story
    signed: Draft | None


def assessed_for(items: Iterable[Item]) -> dict[int, Assessed]:
    """The assessments that these items are about, by id: a whole agenda's are read at once."""
    ids = sorted({number for kind, number in (each.row for each in items) if kind == "assessment"})
    if not ids:
        return {}
    stories, signed = stories_of(ids), signed_drafts(ids)
    rows = db.session.scalars(select(Assessment).where(Assessment.id.in_(ids))).unique()
    return {each.id: Assessed(each, stories[each.id], signed.get(each.id)) for each in rows}


def own_papers(item: Item, whom: Iterable[PersonOf], assessed: Mapping[int, Assessed]) -> list[Own]:
    """What the record writes of an item as it stands now. `whom`: its carers and children;
    `assessed`: the assessments of all that are asked about (`assessed_for`)."""
    kind, number = item.row
    found: list[Own] = []
    if kind == "assessment":
        found = _assessment(assessed[number]) if number in assessed else []
    elif kind in _BY_MATTER:
        found = _BY_MATTER[kind](number)
    return [*found, *_wishes(item, whom)]


def _lines(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _part(heading: str, said: str | None) -> list[Part]:
    return [Part(heading, _lines(said))] if said and said.strip() else []


def _yes(so: bool | None) -> str:
    return {True: "yes", False: "no"}.get(so, "not said") if so is not None else "not said"


# ------------------------------------------------------------------------------------- reviews


def _review(household_id: int) -> list[Own]:
    case = open_case(household_id)
    if case is None:
        return []
    return [*_report(case), *_views(case)]


def _report(case: ReviewCase) -> list[Own]:
    if case.reported_on is None:
        return []
    author = case.author.name if case.author is not None else "nobody named"
    facts = (
        f"Finished on {long_day(case.reported_on)} by {author}",
        f"Why it is held: {words(case.trigger)}",
        f"Recommended: still suitable: {_yes(case.suitable)}; terms are right: "
        f"{_yes(case.terms_right)}",
    )
    parts = [
        part for asked in JUDGEMENT for part in _part(asked.asks, case.judgement.get(asked.key))
    ]
    rows = tuple((str(name), str(said)) for name, said in case.facts or ())
    if rows:
        parts.append(Part("What the record said", table=(("What", "It says"), *rows)))
    draft = Draft("Report of the review", facts, tuple(parts))
    return [Own(PaperKind.REPORT, draft, frozenset({(PaperKind.REPORT, "")}))]


def _views(case: ReviewCase) -> list[Own]:
    parts: list[Part] = []
    ticks: set[Tick] = set()
    for view in case.views:
        if view.is_missing or not view.stood():
            continue
        person = view.person or (view.child.person if view.child is not None else None)
        name = person.name if person is not None else view.name
        answers = tuple(
            (asked.asks, _lines(str(view.said[asked.key])))
            for asked in QUESTIONS[view.of]
            if view.said.get(asked.key)
        )
        why = (f"No view: {view.not_given_because}",) if view.not_given_because else ()
        how = f", {words(view.given_how).lower()}" if view.given_how is not None else ""
        given = (f"Given on {long_day(view.given_on)}{how}",) if view.given_on is not None else ()
        parts.append(Part(f"{words(view.of)}: {name}", (*given, *why), answers))
        if view.of is ViewOf.CARER and view.person_id is not None:
            ticks.add((PaperKind.CARERS_WORDS, f"person:{view.person_id}"))
        if view.of is ViewOf.CHILD and view.child_id is not None:
            ticks.add((PaperKind.CHILDS_WORDS, f"child:{view.child_id}"))
    if not parts:
        return []
    draft = Draft("Views given for the review", (), tuple(parts))
    return [Own(PaperKind.CARERS_WORDS, draft, frozenset(ticks))]


# ------------------------------------------------------------------------- all the other matters


def _assessment(found: Assessed) -> list[Own]:
    each, story = found.assessment, found.story
    facts = [f"{words(each.kind)}, since {long_day(each.starts_on)}"]
    if each.ends_on is not None and each.outcome is not None:
        facts.append(f"Ended on {long_day(each.ends_on)}: {words(each.outcome).lower()}")
    facts += [f"Assessor from {long_day(a.starts_on)}: {a.worker.name}" for a in story.assessors]
    facts += [f"Paused from {long_day(p.starts_on)}: {words(p.reason)}" for p in story.pauses]
    draft = Draft(
        "The assessment, as the record has it", tuple(facts), tuple(_part("Note", each.note))
    )
    own = [Own(PaperKind.OTHER, draft)]
    if found.signed is not None:
        own.insert(0, Own(PaperKind.REPORT, found.signed, frozenset({(PaperKind.REPORT, "")})))
    return own


def _decision(number: int) -> list[Own]:
    each = db.session.get(Decision, number)
    if each is None:
        return []
    card = KINDS[each.kind]
    facts = [f"{card.says}, proposed on {long_day(each.proposed_on)} by {each.proposed_by.name}"]
    if each.needed_on is not None:
        facts.append(f"Needed from {long_day(each.needed_on)}")
    parts = [
        part for asked in card.questions for part in _part(asked.asks, each.answers.get(asked.key))
    ]
    if each.facts:
        rows = tuple((str(name), str(said)) for name, said in each.facts)
        parts.append(Part("What the record said", table=(("What", "It says"), *rows)))
    ticks: set[Tick] = {(PaperKind.PROPOSAL, "")}
    for step in each.steps:
        if not step.stood():
            continue
        said = (f"On {long_day(step.happened_on)}", *_lines(step.note))
        parts.append(Part(words(step.step), said))
        if step.step is StepKind.REPRESENTATIONS and step.note.strip():
            ticks |= _represented(step.approval_id)
    draft = Draft("What is proposed, and why", tuple(facts), tuple(parts))
    return [Own(PaperKind.PROPOSAL, draft, frozenset(ticks))]


def _determination(number: int) -> list[Own]:
    each = db.session.get(Determination, number)
    if each is None:
        return []
    facts = [
        f"{words(each.kind)}: proposed on {long_day(each.determined_on)} by "
        f"{each.determined_by.name}"
    ]
    if terms := terms_proposed(each):
        facts.append(f"Terms proposed: {terms}")
    parts = [
        *_part("What they asked for", each.asked_for),
        *_part("Reasons", each.reasons),
        *_part("Why not as the panel recommended", each.departs),
    ]
    ticks: set[Tick] = {(PaperKind.PROPOSAL, "")}
    for step in each.steps:
        if not step.stood():
            continue
        said = (f"On {long_day(step.happened_on)}", *_lines(step.note))
        parts.append(Part(WAY[step.step], said))
        if step.step is StepKind.REPRESENTATIONS and step.note.strip():
            ticks |= {
                (PaperKind.CARERS_WORDS, f"person:{one.id}")
                for one in applicants(each.household_id, step.happened_on)
            }
    draft = Draft("What is proposed to the applicants, and why", tuple(facts), tuple(parts))
    return [Own(PaperKind.PROPOSAL, draft, frozenset(ticks))]


def _represented(approval_id: int | None) -> set[Tick]:
    approval = db.session.get(Approval, approval_id) if approval_id is not None else None
    return (
        {(PaperKind.CARERS_WORDS, f"person:{approval.person_id}")}
        if approval is not None
        else set()
    )


def _temporary(number: int) -> list[Own]:
    each = db.session.get(TemporaryApproval, number)
    if each is None:
        return []
    facts = (
        f"Since {long_day(each.starts_on)}, decided by {each.decided_by}",
        f"It ends on {long_day(each.original_last_day)}: extended before that day, or not at all",
    )
    return [Own(PaperKind.OTHER, Draft("The temporary approval", facts, ()))]


def _match(number: int) -> list[Own]:
    each = db.session.get(Match, number)
    if each is None:
        return []
    facts = (f"Matched from {long_day(each.starts_on)}, decided by {each.decided_by}",)
    return [
        Own(PaperKind.OTHER, Draft("The match", facts, tuple(_part("Why these carers", each.why))))
    ]


def _resignation(number: int) -> list[Own]:
    each = db.session.get(Resignation, number)
    if each is None:
        return []
    facts = [f"Written notice was received on {long_day(each.received_on)}"]
    if each.reason is not None:
        facts.append(f"Why: {words(each.reason).lower()}")
    draft = Draft("A resignation, for information", tuple(facts), ())
    return [Own(PaperKind.NOTICE, draft, frozenset({(PaperKind.NOTICE, "")}))]


_BY_MATTER: Mapping[str, Callable[[int], list[Own]]] = {
    "review": _review,
    "decision": _decision,
    "panel_determination": _determination,
    "temporary_approval": _temporary,
    "permanence_match": _match,
    "resignation": _resignation,
}


def _wishes(item: Item, whom: Iterable[PersonOf]) -> list[Own]:
    """What each child wishes and feels, where it was found out for an assessment of this home."""
    children = [each for each in whom if each.child_id is not None]
    if item.household_id is None or not children or item.row[0] == "review":
        return []
    known = evidence_of(item.household_id)
    found = []
    for each in children:
        one = known.get((Matter.CHILDS_WISHES, None, each.child_id, None))
        if one is None:
            continue
        said = one.words if one.found is Found.ESTABLISHED else f"Not established: {one.because}"
        facts = (f"Found out on {long_day(one.established_at.date())} by {one.by}",)
        draft = Draft(f"What {each.name} wishes and feels", facts, (Part("It is", _lines(said)),))
        tick = (PaperKind.CHILDS_WORDS, each.key)
        found.append(Own(PaperKind.CHILDS_WORDS, draft, frozenset({tick})))
    return found


# --------------------------------------------------------------------- the sheet, and what is typed


def sheet(item: Item, number: int, starts: str, told: Iterable[str], missing: Iterable[str]) -> Own:
    """The first page of an item: when it is heard, why it comes, what is not there, what was said.

    The agenda stands in a pack as these sheets, one for each item: an agenda of all items in one
    paper would tell those who have a conflict what they may not read.
    """
    meets = f"{long_day(item.meeting.meets_on)}, {starts}: {item.minutes} minutes"
    facts = [meets, words(item.kind) if item.kind else "", *told]
    if item.by_on is not None:
        facts.append(f"In time by {long_day(item.by_on)}")
    parts = []
    if lacking := tuple(missing):
        parts.append(Part("Needed, and not in this pack", lacking))
    for meeting_on, written, said in told_before(item):
        lines = [f"Panel of {long_day(meeting_on)}"]
        if said is not None:
            lines += [f"The panel: {words(said.outcome).lower()}.", f"Reasons: {said.reasons}"]
        if written is not None:
            lines += [
                f"{heading}: {text}"
                for heading, text in (
                    ("Asked and answered", written.questions),
                    ("Strengths", written.strengths),
                    ("Concerns", written.concerns),
                )
                if text
            ]
        parts.append(Part("Minutes so far", tuple(lines)))
    title = f"Item {number}: {item.title}"
    return Own(PaperKind.SHEET, Draft(title, tuple(filter(None, facts)), tuple(parts)))


def written(paper: ItemPaper, on: date) -> Own:
    """Words that were typed as a paper of an item."""
    facts = [f"Given by {paper.given_by}" if paper.given_by else ""]
    facts.append(f"On {long_day(paper.given_on)}" if paper.given_on else f"As of {long_day(on)}")
    heading = {
        PaperHow.WORDS: "In their own words",
        PaperHow.OBSERVED: "As somebody observed",
        PaperHow.WHY_NOT: "There is none, because",
    }.get(paper.how, "It says")
    part = Part(heading, _lines(paper.words))
    return Own(paper.kind, Draft(paper.title, tuple(filter(None, facts)), (part,)))
