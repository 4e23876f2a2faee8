"""A case opened, checks recorded, temporary approval asked for and decided, and how it ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments import actions as assessments
from app.assessments import queries as assessed
from app.assessments.evidence import About, Found
from app.assessments.models import Evidence, Viability
from app.assessments.rules import AssessmentKind
from app.assessments.viability import Answer
from app.audit.act import act
from app.children import actions as children
from app.children.codes import Ls, Place, PlaceChange, PlaceProvider
from app.children.kinds import Basis, Relationship
from app.children.models import Child
from app.connected import queries, rules
from app.connected.models import (
    CaseStep,
    ConnectedCase,
    ConnectedChild,
    OtherArrangement,
    TemporaryDecision,
)
from app.connected.rules import Conditions, EndedHow, How, Kind, Outcome, Step
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people import actions as people
from app.people import queries as who
from app.people.actions import refuse_if
from app.people.models import Household, MemberRole
from app.people.rules import record_breach
from app.register import actions as register
from app.register.models import ReviewExtension, TemporaryApproval
from app.statute.schedules import Item
from sufficiency.types import Sex

# ------------------------------------------------------------------------------------- beginning


@act("Opened a connected carers’ case")
def open_case(
    household: Household,
    *,
    forward: Sequence[Child],
    relationship: Relationship,
    there_since: date | None = None,
    told: str = "",
    by: User,
) -> ConnectedCase:
    """These carers are put forward for these children, who are looked after.

    A child who is there already is recorded as there at once: what happened is judged, not
    refused. Raises RuleBroken for a family's own arrangement.
    """
    if queries.open_case_of(household.id) is not None:
        says = "A case is open for this household. Add the child to that one."
        raise RuleBroken(record_breach(says))
    if not forward:
        raise RuleBroken(record_breach("Say for which child.", "children"))
    case = begin(
        ConnectedCase(
            household_id=household.id, opened_by_id=by.id, told=told.strip(), starts_on=today()
        )
    )
    refuse_if(_forward_breaches(case, forward, there_since))
    for child in forward:
        _put_forward(case, child, relationship, there_since, by)
    return case


@act("Opened a connected carers’ case")
def open_with_home(
    *,
    carers: Sequence[Mapping[str, Any]],
    line: str,
    postcode: str,
    adults: Sequence[Mapping[str, Any]] = (),
    same: bool | None = None,
    new_child: Mapping[str, Any] | None = None,
    forward: Sequence[Child] = (),
    by: User,
    **told: Any,
) -> ConnectedCase:
    """A household nobody has recorded yet, its people, and the case, at one press.

    `new_child`: a child not on record, with `status`, the legal status, from `starts_on`. `same`:
    whether a carer or adult recorded already by that name and birth is this one.
    """
    provider = who.own_provider()
    if provider is None:
        raise RuleBroken(record_breach("Add our own fostering service first."))
    names = " and ".join(carer["given_name"] for carer in carers)
    household = people.add_household(
        name=f"{names} {carers[-1]['family_name']}", provider=provider, by=by
    )
    people.move_household(household, line=line, postcode=postcode, starts_on=today(), by=by)
    for role, those in ((MemberRole.CARER, carers), (MemberRole.ADULT, adults)):
        for each in those:
            people.add_member(household, role=role, starts_on=today(), same=same, by=by, **each)
    case: ConnectedCase = open_case(
        household, forward=_with_new(forward, new_child, by), by=by, **told
    )
    return case


def _with_new(
    forward: Sequence[Child], new_child: Mapping[str, Any] | None, by: User
) -> list[Child]:
    """The children found, and one who was not on record."""
    return [*forward, *([add_looked_after(**new_child, by=by)] if new_child else [])]


@act("Added a child who is looked after")
def add_looked_after(
    *,
    given_name: str,
    family_name: str,
    born: date,
    sex: Sex = Sex.UNKNOWN,
    status: Ls | None,
    starts_on: date,
    responsible_authority: str,
    by: User,
) -> Child:
    """A child not on record yet; without a legal status the child is not looked after."""
    person = people.add_person(
        given_name=given_name, family_name=family_name, born=born, sex=sex, by=by
    )
    child: Child = children.add_child(
        person=person, responsible_authority=responsible_authority, by=by
    )
    if status is not None:
        children.begin_legal_status(child, status=status, starts_on=starts_on, by=by)
    return child


@act("Put connected carers forward for a child")
def put_forward(
    case: ConnectedCase,
    *,
    forward: Sequence[Child] = (),
    new_child: Mapping[str, Any] | None = None,
    relationship: Relationship,
    there_since: date | None = None,
    by: User,
) -> list[ConnectedChild]:
    """More children of the same case: each needs a temporary approval of their own."""
    if case.ends_on is not None:
        raise RuleBroken(record_breach("This case has ended. Open another one."))
    those = _with_new(forward, new_child, by)
    if not those:
        raise RuleBroken(record_breach("Say which child.", "children"))
    refuse_if(_forward_breaches(case, those, there_since))
    return [_put_forward(case, child, relationship, there_since, by) for child in those]


def _forward_breaches(
    case: ConnectedCase, forward: Collection[Child], there_since: date | None
) -> list[Any]:
    after = queries.looked_after_among(forward, today())
    return [
        breach
        for child in forward
        for breach in rules.putting_forward_breaches(
            name=child.person.name,
            looked_after=child.id in after,
            already=open_row(ConnectedChild, case_id=case.id, child_id=child.id) is not None,
            there_since=there_since,
            today=today(),
        )
    ]


def _put_forward(
    case: ConnectedCase,
    child: Child,
    relationship: Relationship,
    there_since: date | None,
    by: User,
) -> ConnectedChild:
    row = begin(
        ConnectedChild(
            case_id=case.id,
            household_id=case.household_id,
            child_id=child.id,
            relationship_to=relationship,
            there_since=there_since,
            starts_on=today(),
        )
    )
    if there_since is not None and queries.placement_there(row) is None:
        _lives_there(row, there_since, by)
    return row


def _lives_there(row: ConnectedChild, since: date, by: User) -> None:
    children.record_placement(
        row.child,
        place=Place.U3,
        place_provider=PlaceProvider.PR1,
        basis=Basis.CONNECTED,
        starts_on=since,
        household=db.session.get_one(Household, row.household_id),
        by=by,
    )


@act("Recorded that a child moved to connected carers")
def moved_in(row: ConnectedChild, *, on: date, by: User) -> ConnectedChild:
    """The child lives there from this day. Recorded whether or not it was lawful: it is judged."""
    refuse_if(_ended(row))
    if queries.placement_there(row) is not None:
        raise RuleBroken(record_breach("The child is recorded as living there already.", "on"))
    _lives_there(row, on, by)
    return row


def _ended(row: ConnectedChild) -> list[Any]:
    if row.ends_on is None:
        return []
    return [record_breach("This has ended for the child. Put the child forward anew.")]


# ---------------------------------------------------------------------------------- finding out


@act("Recorded what was found out")
def record_findings(
    case: ConnectedCase,
    about: About,
    *,
    items: Collection[Item],
    found: Found = Found.ESTABLISHED,
    words: str = "",
    because: str = "",
    established_at: datetime | None = None,
    by: User,
) -> list[Evidence]:
    """What one visit or call settled: several items about one of them, in one press."""
    if not items:
        raise RuleBroken(record_breach("Choose what was found out.", "items"))
    return [
        assessments.record_finding(
            case.household,
            item,
            about,
            found=found,
            words=words,
            because=because,
            established_at=established_at,
            by=by,
        )
        for item in items
    ]


@act("Recorded a step of a connected carers’ case")
def record_step(
    case: ConnectedCase,
    *,
    step: Step,
    on: date,
    booked_for: date | None = None,
    note: str = "",
    by: User,
) -> CaseStep:
    """The draft is written, a panel slot is booked, the extension paper is in."""
    refuse_if(
        rules.step_breaches(step, on=on, began=case.starts_on, booked_for=booked_for, today=today())
    )
    new = CaseStep(
        case_id=case.id,
        household_id=case.household_id,
        step=step,
        happened_on=on,
        booked_for=booked_for,
        note=note.strip(),
        by_id=by.id,
    )
    db.session.add(new)
    db.session.flush()
    return new


# ---------------------------------------------------------------------------- asking and deciding


def _now(row: ConnectedChild) -> tuple[queries.Stands, queries.ChildStands]:
    found = queries.stands(row.case, today())
    return found, next(each for each in found.children if each.row.id == row.id)


@act("Asked for a temporary approval")
def ask(
    row: ConnectedChild,
    kind: Kind,
    *,
    answers: Mapping[str, str],
    conditions: Conditions | None = None,
    by: User,
) -> TemporaryDecision:
    """Ask a nominated officer for temporary approval or its extension, on the facts as they are.

    Refused with every reason at once: nothing is asked for that could not lawfully be agreed.
    """
    take(row)
    found, each = _now(row)
    told = conditions or Conditions()
    refuse_if(
        rules.waiting_breaches(each.course)
        + rules.answer_breaches(kind, answers)
        + _may_be_given(found, each, kind, told)
    )
    decision = TemporaryDecision(
        household_id=row.household_id,
        connected_child_id=row.id,
        kind=kind,
        asked_on=today(),
        asked_by_id=by.id,
        answers={key: answers[key].strip() for key in rules.QUESTIONS[kind]},
        facts=[list(fact) for fact in queries.facts_of(found, each, today())],
        considered_on=told.considered_on,
        panel_on=told.panel_on,
        panel_views=told.panel_views.strip(),
        iro_told_on=told.iro_told_on,
        iro=told.iro.strip(),
        last_day=told.last_day,
        reference=told.reference.strip(),
        not_approved_on=told.not_approved_on,
        review_asked_on=told.review_asked_on,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _may_be_given(
    found: queries.Stands, each: queries.ChildStands, kind: Kind, told: Conditions
) -> list[Any]:
    if kind is Kind.GIVE:
        return rules.give_breaches(each.course, found.still_to_find_out)
    return rules.extension_breaches(each.course, kind, told, today())


def conditions_of(decision: TemporaryDecision) -> Conditions:
    """What an extension was asked for on, as plain values."""
    return Conditions(
        decision.considered_on,
        decision.panel_on,
        decision.panel_views,
        decision.iro_told_on,
        decision.iro,
        decision.last_day,
        decision.reference,
        decision.not_approved_on,
        decision.review_asked_on,
    )


@act("Decided on a temporary approval")
def decide(
    decision: TemporaryDecision, *, outcome: Outcome, how: How, reasons: str, by: User
) -> TemporaryDecision:
    """Agree or refuse, now, on the facts as they are now; what is agreed stands in the register.

    Agreed first, the full assessment begins beside it on the same day. Raises RuleBroken with
    every reason; then nothing is changed.
    """
    row = decision.connected
    take(decision)
    take(row)
    found, each = _now(row)
    breaches = rules.decider_breaches(
        rules.Decider(
            by.id, by.may(May.DECIDE_CONNECTED), queries.had_part_in(by, found, decision)
        ),
        reasons,
    )
    if decision.outcome is not None:
        breaches.append(record_breach("This is decided already."))
    if outcome is Outcome.AGREED:
        breaches += _may_be_given(found, each, decision.kind, conditions_of(decision))
    refuse_if(breaches)
    decision.facts_decided = [list(fact) for fact in queries.facts_of(found, each, today())]
    _close(decision, outcome, reasons, by)
    decision.decided_how = how
    if outcome is Outcome.AGREED:
        _take_effect(decision, row, by)
    return decision


def _close(decision: TemporaryDecision, outcome: Outcome, reasons: str, by: User) -> None:
    decision.outcome, decision.reasons = outcome, reasons.strip()
    decision.decided_at, decision.decided_by_id = now(), by.id


def _take_effect(decision: TemporaryDecision, row: ConnectedChild, by: User) -> None:
    household = db.session.get_one(Household, row.household_id)
    if decision.kind is Kind.GIVE:
        register.record_temporary_approval(
            household, row.child, starts_on=today(), decided_by=by.name, by=by
        )
        if AssessmentKind.CONNECTED not in assessed.households_with_kind_open(household.id):
            assessments.begin_assessment(
                household, kind=AssessmentKind.CONNECTED, starts_on=today(), by=by
            )
        return
    approval = _open_approval(row)
    days = {
        "considered_on": decision.considered_on,
        "panel_on": decision.panel_on,
        "iro_told_on": decision.iro_told_on,
    }
    if decision.kind is Kind.EXTEND:
        register.record_extension(
            approval,
            last_day=cast(date, decision.last_day),
            decided_on=today(),
            decided_by=by.name,
            by=by,
            **days,
        )
    else:
        register.record_review_extension(
            approval,
            starts_on=today(),
            reference=decision.reference,
            asked_on=cast(date, decision.review_asked_on),
            decided_by=by.name,
            by=by,
            **days,
        )


def _open_approval(row: ConnectedChild) -> TemporaryApproval:
    found = queries.approval_of(row)
    if found is None:
        raise RuleBroken(record_breach("There is no temporary approval for this child."))
    return found


@act("Withdrew what was asked about a temporary approval")
def withdraw(decision: TemporaryDecision, *, reasons: str, by: User) -> TemporaryDecision:
    """It is no longer asked for. It stays in the list, with why."""
    take(decision)
    breaches = []
    if decision.outcome is not None:
        breaches.append(record_breach("This is decided already."))
    if not reasons.strip():
        breaches.append(record_breach("Say why it is withdrawn.", "reasons"))
    refuse_if(breaches)
    _close(decision, Outcome.WITHDRAWN, reasons, by)
    return decision


# ---------------------------------------------------------------------------------------- ending


@act("Recorded the outcome of an independent review")
def review_known(row: ConnectedChild, *, on: date, by: User) -> ConnectedChild:
    """The outcome of the independent review is known: that day is the last of the extension."""
    take(row)
    approval = _open_approval(row)
    given = queries.given_of(approval, today())
    refuse_if(rules.review_known_breaches(given, on=on, today=today()))
    register.end_review_extension(cast(ReviewExtension, approval.review), known_on=on, by=by)
    return row


@act("Recorded other arrangements for a child")
def arrange(
    row: ConnectedChild, *, words: str, on: date, moves_on: date | None = None, by: User
) -> OtherArrangement:
    """What is arranged for a child whose carers' temporary approval has run out (reg 25(6))."""
    _, each = _now(row)
    refuse_if(rules.arrangement_breaches(each.course, words=words, on=on, today=today()))
    new = OtherArrangement(
        connected_child_id=row.id,
        household_id=row.household_id,
        made_on=on,
        words=words.strip(),
        moves_on=moves_on,
        by_id=by.id,
    )
    db.session.add(new)
    db.session.flush()
    return new


@act("Ended connected care for a child")
def end_for_child(row: ConnectedChild, *, how: EndedHow, on: date, by: User) -> ConnectedChild:
    """It ended so, from this day: temporary approval ends with it, and the case at its last child.

    Where the child moved, the placement here ends too; what was asked for is withdrawn.
    """
    take(row)
    _, each = _now(row)
    since = min(
        day
        for day in (
            row.starts_on,
            each.course.there_since,
            each.course.given.starts_on if each.course.given else None,
        )
        if day is not None
    )
    refuse_if(rules.ending_breaches(each.course, how, on=on, since=since, today=today()))
    approval = queries.approval_of(row)
    if approval is not None:
        register.end_temporary_approval(approval, on=max(on, approval.starts_on), by=by)
    if how is EndedHow.MOVED:
        placement = queries.placement_there(row)
        if placement is not None:
            children.end_placement(
                placement, on=max(on, placement.starts_on), because=PlaceChange.OTHER, by=by
            )
    if each.waiting is not None:
        withdraw(each.waiting, reasons="It ended for the child.", by=by)
    row.ended_how = how
    row.end(max(on, row.starts_on))
    db.session.flush()
    others = queries.stands(row.case, today()).children
    if all(other.row.ends_on is not None for other in others):
        row.case.end(max(other.row.ends_on for other in others if other.row.ends_on))
    return row


@act("Opened a connected carers’ case")
def open_for_household(
    household: Household,
    *,
    forward: Sequence[Child] = (),
    new_child: Mapping[str, Any] | None = None,
    by: User,
    **told: Any,
) -> ConnectedCase:
    """A case of a household that is on record, for children found or not on record yet."""
    case: ConnectedCase = open_case(
        household, forward=_with_new(forward, new_child, by), by=by, **told
    )
    return case


@act("Answered a viability assessment")
def answer_viability(
    case: ConnectedCase,
    *,
    answer: Answer,
    on: date,
    words: str,
    told_on: date | None = None,
    by: User,
) -> Viability:
    """A first, short assessment of these carers: asked for if it was not, and answered."""
    kind = AssessmentKind.CONNECTED
    asked = assessed.viability_open(case.household_id, kind) or assessments.ask_viability(
        case.household, kind=kind, asked_on=min(on, today()), worker=by, by=by
    )
    answered: Viability = assessments.answer_viability(
        asked, answer=answer, on=on, words=words, told_on=told_on, by=by
    )
    return answered
