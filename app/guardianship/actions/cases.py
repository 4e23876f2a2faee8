"""Cases: opened, how they came to the court, viability, the full assessment, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.models import Parent, ParentKind, Viability
from app.assessments.rules import AssessmentKind, Outcome
from app.assessments.viability import Answer, Challenge
from app.audit.act import Actor, act
from app.children.kinds import Relationship
from app.children.models import Child
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import today
from app.guardianship.kinds import CaseEnd, Entry
from app.guardianship.models import GuardianshipCase, GuardianshipChild
from app.guardianship.queries import cases as queries
from app.guardianship.rules import steps
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import record_breach

PARENTS = 2
"""A child has two parents in law, and no more."""


@act("Opened a special guardianship case")
def open_case(
    household: Household,
    *,
    children: Sequence[Child],
    relations: Mapping[int, Relationship] | None = None,
    entry: Entry,
    entered_on: date,
    filing_due_on: date | None = None,
    put_forward_by: str = "",
    court: str = "",
    case_number: str = "",
    issued_on: date | None = None,
    by: Actor,
) -> GuardianshipCase:
    """These people would be special guardians of these children. `relations`: by the child's id."""
    take(household)
    refuse_if(
        steps.opening_breaches(
            already=queries.open_case_of(household.id) is not None,
            children=[child.id for child in children],
        )
        + steps.entry_breaches(
            entry,
            entered_on=entered_on,
            filing_due_on=filing_due_on,
            issued_on=issued_on,
            today=today(),
        )
    )
    case = GuardianshipCase(
        household_id=household.id,
        entry=entry,
        entered_on=entered_on,
        put_forward_by=put_forward_by.strip(),
        filing_due_on=filing_due_on,
        court=court.strip(),
        case_number=case_number.strip(),
        issued_on=issued_on,
        opened_on=today(),
        opened_by_id=by.id,
    )
    db.session.add(case)
    db.session.flush()
    for child in children:
        _add(case, child, (relations or {}).get(child.id, Relationship.OTHER))
    return case


def _add(case: GuardianshipCase, child: Child, relation: Relationship) -> GuardianshipChild:
    row = GuardianshipChild(
        household_id=case.household_id, case_id=case.id, child_id=child.id, relation=relation
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Added a child to a special guardianship case")
def add_child(
    case: GuardianshipCase, child: Child, *, relation: Relationship, by: Actor
) -> GuardianshipChild:
    """A brother or sister who would live there too."""
    take(case)
    each = queries.whole_of(case)
    there = child.id in {one.child_id for one in each.children}
    refuse_if(steps.adding_breaches(queries.course_of(each), there=there))
    return _add(case, child, relation)


@act("Recorded a parent of a child of a special guardianship case")
def add_parent(
    case: GuardianshipCase,
    *,
    name: str,
    kind: ParentKind = ParentKind.OTHER,
    born: date | None = None,
    children: Sequence[GuardianshipChild],
    by: Actor,
) -> Parent:
    """Who a parent of these of its children is: the report has a section about each parent."""
    take(case)
    refuse_if([] if children else [record_breach("Choose whose parent it is.", "children")])
    parent = Parent(household_id=case.household_id)
    return _parent(case, parent, name=name, kind=kind, born=born, children=children)


@act("Corrected who is a parent of a child of a special guardianship case")
def change_parent(
    case: GuardianshipCase,
    parent: Parent,
    *,
    name: str,
    kind: ParentKind = ParentKind.OTHER,
    born: date | None = None,
    children: Sequence[GuardianshipChild],
    by: Actor,
) -> Parent:
    """A name or a birth put right, or whose parent it is; of none of them, it was an error."""
    take(case)
    parent = _parent(case, parent, name=name, kind=kind, born=born, children=children)
    if not children:
        parent.void()
    return parent


def _parent(
    case: GuardianshipCase,
    parent: Parent,
    *,
    name: str,
    kind: ParentKind,
    born: date | None,
    children: Sequence[GuardianshipChild],
) -> Parent:
    each = queries.whole_of(case)
    full = [one.child.person.name for one in children if len({*one.parents, parent}) > PARENTS]
    refuse_if(
        steps.parent_breaches(
            queries.course_of(each), name=name, born=born, full=full, today=today()
        )
    )
    parent.name, parent.kind, parent.born = name.strip(), kind, born
    db.session.add(parent)
    db.session.flush()
    for one in each.children:
        theirs = [found for found in one.parents if found is not parent]
        if one in children:
            theirs.append(parent)
        one.one_parent, one.other_parent = (*theirs, None, None)[:PARENTS]
    db.session.flush()
    return parent


@act("Recorded how a special guardianship case stands in court")
def record_proceedings(
    case: GuardianshipCase,
    *,
    entry: Entry,
    entered_on: date,
    filing_due_on: date | None = None,
    court: str = "",
    case_number: str = "",
    issued_on: date | None = None,
    by: Actor,
) -> GuardianshipCase:
    """Notice came, or the court directed a report, or gave another day for it."""
    take(case)
    refuse_if(
        steps.open_breaches(queries.course_of(queries.whole_of(case)))
        + steps.entry_breaches(
            entry,
            entered_on=entered_on,
            filing_due_on=filing_due_on,
            issued_on=issued_on,
            today=today(),
        )
    )
    case.entry, case.entered_on, case.filing_due_on = entry, entered_on, filing_due_on
    case.court, case.case_number, case.issued_on = court.strip(), case_number.strip(), issued_on
    db.session.flush()
    return case


@act("Closed a special guardianship case")
def close_case(
    case: GuardianshipCase, *, how: CaseEnd, on: date, because: str, by: Actor
) -> GuardianshipCase:
    """It came to no order, or all support under its orders is over."""
    take(case)
    each = queries.whole_of(case)
    course = queries.course_of(each)
    refuse_if(steps.closing_breaches(course, because=because, on=on, today=today()))
    case.closed_on, case.closed_how, case.closed_because = on, how, because.strip()
    outcome = Outcome.WITHDREW if how is CaseEnd.WITHDREW else Outcome.STOPPED
    end_assessment(case, outcome=outcome, on=on, by=by)
    if each.paid is not None:
        each.paid.end(max(on, each.paid.starts_on))
    db.session.flush()
    return case


def end_assessment(case: GuardianshipCase, *, outcome: Outcome, on: date, by: Actor) -> None:
    """The full assessment of a case ends with it, if it is still open."""
    found = case.assessment
    if found is not None and found.ends_on is None:
        assessments.finish(found, outcome=outcome, on=max(on, found.starts_on), by=by)


# ------------------------------------------------------------------- viability and full assessment


@act("Asked for a viability assessment of special guardians")
def ask_viability(
    case: GuardianshipCase, *, asked_on: date, worker: User | None = None, by: Actor
) -> Viability:
    """A first, short assessment."""
    take(case)
    course = queries.course_of(queries.whole_of(case))
    refuse_if(steps.asking_viability_breaches(course))
    found: Viability = assessments.ask_viability(
        case.household, kind=AssessmentKind.GUARDIANSHIP, asked_on=asked_on, worker=worker, by=by
    )
    return found


@act("Answered a viability assessment of special guardians")
def answer_viability(
    case: GuardianshipCase,
    *,
    answer: Answer,
    on: date,
    words: str,
    told_on: date | None = None,
    by: Actor,
) -> Viability:
    """Go on to the full assessment, or do not; told to them in writing."""
    found: Viability = assessments.answer_viability(
        _viability(case), answer=answer, on=on, words=words, told_on=told_on, by=by
    )
    return found


@act("Recorded a challenge by prospective special guardians")
def challenge_viability(case: GuardianshipCase, *, on: date, words: str, by: Actor) -> Viability:
    """They do not agree: somebody else looks again."""
    found: Viability = assessments.challenge_viability(_viability(case), on=on, words=words, by=by)
    return found


@act("Answered a challenge by prospective special guardians")
def answer_challenge(
    case: GuardianshipCase, *, answer: Challenge, looked_again_by: str, by: User
) -> Viability:
    """The answer stands, or is changed, or the court directed a full assessment."""
    found: Viability = assessments.answer_challenge(
        _viability(case), answer=answer, looked_again_by=looked_again_by, by=by
    )
    return found


def _viability(case: GuardianshipCase) -> Viability:
    take(case)
    each = queries.whole_of(case)
    refuse_if(steps.open_breaches(queries.course_of(each)))
    if each.viability is None:
        raise RuleBroken(record_breach("Ask for a viability assessment first."))
    return each.viability


@act("Began the full assessment of special guardians")
def begin_full(
    case: GuardianshipCase, *, starts_on: date, assessor: User | None = None, by: Actor
) -> GuardianshipCase:
    """Begun, with its assessor if there is one; one that is open already is this one."""
    take(case)
    each = queries.whole_of(case)
    refuse_if(steps.beginning_breaches(queries.course_of(each)))
    found = queries.assessment_open(case.household_id)
    if found is None:
        found = assessments.begin_assessment(
            case.household,
            kind=AssessmentKind.GUARDIANSHIP,
            starts_on=starts_on,
            assessor=assessor,
            by=by,
        )
    case.assessment_id = found.id
    db.session.flush()
    db.session.expire(case, ["assessment"])
    return case
