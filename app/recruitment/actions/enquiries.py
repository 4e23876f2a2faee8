"""Enquiries taken down, visited, ended; and applications received. Each is an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind, Outcome
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin
from app.core.today import today
from app.people import actions as people
from app.people import places
from app.people import queries as who
from app.people.actions import refuse_if
from app.people.models import Household, MemberRole
from app.people.rules import ending_breaches, record_breach
from app.recruitment.actions.stages import begin_stage
from app.recruitment.kinds import Asks, Because, EndedBy, StageKind, VisitOutcome
from app.recruitment.models import Enquiry, EnquirySource, InitialVisit
from app.recruitment.queries import enquiries as queries
from app.recruitment.rules import enquiries as rules


@dataclass(frozen=True, slots=True)
class Caller:
    """Who rang, how to reach them, and where they live."""

    given_name: str
    family_name: str
    phone: str = ""
    email: str = ""
    partner: str = ""
    lives_at: str = ""


@act("Took down an enquiry")
def take_enquiry(
    caller: Caller,
    *,
    received_on: date,
    source: EnquirySource | None = None,
    asks: Asks = Asks.NOT_SURE,
    note: str = "",
    anyway: bool = False,
    worker: User | None = None,
    by: Actor,
) -> Enquiry:
    """Somebody asks about fostering. `anyway`: the list of those who may be the same was looked at.

    Whoever takes it down follows it up, unless somebody else is named.
    """
    like = (
        []
        if anyway
        else queries.alike(
            caller.given_name, caller.family_name, phone=caller.phone, email=caller.email
        )
    )
    refuse_if(
        rules.taking_breaches(
            received_on=received_on,
            today=today(),
            phone=caller.phone,
            email=caller.email,
            alike=len(like),
            anyway=anyway,
        )
    )
    new = Enquiry(
        received_on=received_on,
        source_id=source.id if source else None,
        asks=asks,
        note=note.strip(),
        worker_id=worker.id if worker else by.id,
    )
    _say_who(new, caller)
    db.session.add(new)
    db.session.flush()
    return new


@act("Changed an enquiry")
def change_enquiry(
    enquiry: Enquiry,
    caller: Caller,
    *,
    source: EnquirySource | None,
    asks: Asks,
    note: str,
    by: Actor,
) -> Enquiry:
    """Put right who they are, how to reach them, and what they ask about."""
    if not caller.phone.strip() and not caller.email.strip():
        says = "Give a telephone number or an email address."
        raise RuleBroken(record_breach(says, "phone"))
    _say_who(enquiry, caller)
    enquiry.source_id, enquiry.asks = source.id if source else None, asks
    enquiry.note = note.strip()
    return enquiry


def _say_who(enquiry: Enquiry, caller: Caller) -> None:
    enquiry.given_name, enquiry.family_name = caller.given_name.strip(), caller.family_name.strip()
    enquiry.partner = caller.partner.strip()
    enquiry.phone, enquiry.email = caller.phone.strip(), caller.email.strip()
    enquiry.lives_at = caller.lives_at.strip()
    point = places.point_of(caller.lives_at)
    enquiry.authority_code = point.authority_code if point else None


@act("Gave an enquiry to somebody")
def give_enquiry(enquiry: Enquiry, *, worker: User, by: Actor) -> Enquiry:
    """This worker follows it up from now on."""
    take(enquiry)
    if enquiry.worker_id == worker.id:
        raise RuleBroken(record_breach(f"{worker.name} has this enquiry already.", "worker"))
    enquiry.worker_id = worker.id
    return enquiry


@act("Said whose household an enquiry is")
def link_household(enquiry: Enquiry, *, household: Household, by: Actor) -> Enquiry:
    """They are on record already: an application will be that household's."""
    take(enquiry)
    refuse_if(
        rules.linking_breaches(
            linked=enquiry.household_id == household.id,
            has_assessment=enquiry.assessment_id is not None,
        )
    )
    enquiry.household_id = household.id
    return enquiry


# ------------------------------------------------------------------------------------ the visit


@act("Asked for an initial visit")
def ask_visit(
    enquiry: Enquiry, *, asked_on: date, planned_for: date | None = None, by: Actor
) -> InitialVisit:
    """Somebody is to go and see them; arranged for a day, or not yet."""
    take(enquiry)
    waits = queries.visit_to_hold(enquiry.id)
    refuse_if(
        _open(enquiry)
        + rules.asking_visit_breaches(
            waits=waits is not None,
            asked_on=asked_on,
            planned_for=planned_for,
            received_on=enquiry.received_on,
            today=today(),
        )
    )
    new = InitialVisit(enquiry_id=enquiry.id, asked_on=asked_on, planned_for=planned_for)
    db.session.add(new)
    db.session.flush()
    return new


@act("Recorded an initial visit")
def hold_visit(
    enquiry: Enquiry, *, held_on: date, outcome: VisitOutcome, words: str, by: Actor
) -> InitialVisit:
    """It was held: what was seen and said, and whether they are invited to apply."""
    take(enquiry)
    visit = queries.visit_to_hold(enquiry.id)
    refuse_if(
        _open(enquiry)
        + rules.held_breaches(
            waits=visit is not None,
            asked_on=visit.asked_on if visit else None,
            held_on=held_on,
            words=words,
            today=today(),
        )
    )
    if visit is None:
        raise LookupError("refused above")
    visit.held_on, visit.outcome, visit.words = held_on, outcome, words.strip()
    return visit


def _open(enquiry: Enquiry) -> list[Any]:
    return rules.open_breaches(ended_on=enquiry.ended_on, assessment_id=enquiry.assessment_id)


# ------------------------------------------------------------------------------ the application


@act("Received an application to foster")
def receive_application(
    enquiry: Enquiry,
    *,
    received_on: date,
    stage_1_on: date | None = None,
    assessor: User | None = None,
    name: str = "",
    line: str = "",
    postcode: str = "",
    applicants: Sequence[dict[str, Any]] = (),
    same: bool | None = None,
    by: Actor,
) -> Assessment:
    """The eight months begin. Opens the household with its applicants, if it is not on record.

    Each of `applicants` has the answers that `add_person` takes; `same` says of those who are on
    record already whether they are the same people. `stage_1_on`: assessing was decided that day.
    """
    take(enquiry)
    refuse_if(
        _open(enquiry)
        + rules.application_breaches(
            received_on=received_on,
            enquired_on=enquiry.received_on,
            stage_1_on=stage_1_on,
            today=today(),
        )
    )
    household = (
        db.session.get_one(Household, enquiry.household_id)
        if enquiry.household_id is not None
        else _open_household(name, line, postcode, applicants, same, received_on, by)
    )
    made = assessments.begin_assessment(
        household,
        kind=AssessmentKind.INITIAL,
        starts_on=received_on,
        assessor=assessor,
        by=by,
    )
    enquiry.household_id, enquiry.assessment_id = household.id, made.id
    db.session.flush()
    if stage_1_on is not None:
        begin_stage(made, stage=StageKind.ONE, starts_on=stage_1_on, by=by)
    return made


def _open_household(
    name: str,
    line: str,
    postcode: str,
    applicants: Sequence[dict[str, Any]],
    same: bool | None,
    day: date,
    by: Actor,
) -> Household:
    own = who.own_provider()
    missing = [
        record_breach(says, field)
        for field, says, there in (
            ("name", "Enter what the household is called.", name.strip()),
            ("line", "Enter the address.", line.strip()),
            ("postcode", "Enter the postcode.", postcode.strip()),
        )
        if not there
    ]
    if own is None:
        missing.append(record_breach("Our own fostering service is not recorded yet."))
    refuse_if(missing)
    if own is None:
        raise LookupError("refused above")
    household = people.add_household(name=name, provider=own, by=by)
    people.move_household(household, line=line, postcode=postcode, starts_on=day, by=by)
    for each in applicants:
        people.add_member(household, role=MemberRole.CARER, starts_on=day, same=same, by=by, **each)
    return household


@act("Recorded how applicants came to us")
def record_origin(
    assessment: Assessment,
    caller: Caller,
    *,
    received_on: date,
    source: EnquirySource | None,
    asks: Asks,
    by: Actor,
) -> Enquiry:
    """An application without an enquiry: when they first asked, and through what."""
    if queries.enquiry_of(assessment.id) is not None:
        raise RuleBroken(record_breach("Their enquiry is on record."))
    if received_on > assessment.starts_on:
        says = f"They asked by {assessment.starts_on:%d/%m/%Y}, when their application came."
        raise RuleBroken(record_breach(says, "received_on"))
    new = Enquiry(
        received_on=received_on,
        source_id=source.id if source else None,
        asks=asks,
        worker_id=by.id,
        household_id=assessment.household_id,
        assessment_id=assessment.id,
    )
    _say_who(new, caller)
    db.session.add(new)
    db.session.flush()
    return new


# ------------------------------------------------------------------------------------- its end


@act("Ended an enquiry or application")
def end_case(
    enquiry: Enquiry, *, on: date, by_whom: EndedBy, because: Because, words: str = "", by: Actor
) -> Enquiry:
    """They withdrew, or we ended it, and why. An assessment that is open ends with it."""
    take(enquiry)
    assessment = queries.assessment_of(enquiry)
    if assessment is not None:
        take(assessment)
    refuse_if(
        rules.ending_breaches(
            ended_on=enquiry.ended_on,
            approved=queries.approved_on(enquiry) is not None,
            on=on,
            since=assessment.starts_on if assessment else enquiry.received_on,
            by_whom=by_whom,
            because=because,
            today=today(),
        )
    )
    if assessment is not None and assessment.ends_on is None:
        outcome = Outcome.WITHDREW if by_whom is EndedBy.APPLICANTS else Outcome.STOPPED
        assessments.finish(assessment, outcome=outcome, on=on, note=words.strip(), by=by)
    _end(enquiry, on, by_whom, because, words)
    return enquiry


def _end(enquiry: Enquiry, on: date, by_whom: EndedBy, because: Because, words: str) -> None:
    enquiry.ended_on, enquiry.ended_by = on, by_whom
    enquiry.because, enquiry.ending = because, words.strip()
    db.session.flush()


@act("Took up an enquiry again")
def reopen_enquiry(enquiry: Enquiry, *, by: Actor) -> Enquiry:
    """It was ended too soon; what was said of its end stays in the trail."""
    take(enquiry)
    refuse_if(
        rules.reopening_breaches(ended_on=enquiry.ended_on, assessment_id=enquiry.assessment_id)
    )
    enquiry.ended_on = enquiry.ended_by = enquiry.because = None
    enquiry.ending = ""
    return enquiry


# ------------------------------------------------------------------------- the council's sources


@act("Put a source of enquiries on the list")
def add_source(*, name: str, starts_on: date, by: Actor) -> EnquirySource:
    """Where people hear of us, from a day on."""
    taken = any(each.name.lower() == name.strip().lower() for each in queries.sources(starts_on))
    if taken:
        raise RuleBroken(record_breach("This source is on the list already.", "name"))
    return begin(EnquirySource(name=name.strip(), starts_on=starts_on))


@act("Took a source of enquiries off the list")
def withdraw_source(source: EnquirySource, *, on: date, by: Actor) -> EnquirySource:
    """Nobody chooses it from that day; the enquiries that it brought keep it."""
    refuse_if(ending_breaches("This source", source.starts_on, source.ends_on, on))
    source.end(on)
    return source
