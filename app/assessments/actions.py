"""An assessment begun, given to an assessor, paused, taken up again, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.models import User
from app.assessments import brief, queries, rules
from app.assessments import viability as short
from app.assessments.evidence import (
    About,
    Found,
    finding_breaches,
    taking_back_breaches,
)
from app.assessments.models import (
    Assessing,
    Assessment,
    AssessmentPause,
    BriefReport,
    Evidence,
    PauseReason,
    Viability,
)
from app.assessments.rules import AssessmentKind, Outcome
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, record_breach, takes_over_breaches
from app.statute.breach import Breach
from app.statute.schedules import Item
from app.supervision import queries as supervision


@act("Began an assessment")
def begin_assessment(
    household: Household,
    *,
    kind: AssessmentKind,
    starts_on: date,
    assessor: User | None = None,
    note: str = "",
    by: Actor,
) -> Assessment:
    """A household is assessed from the day its application came; by somebody, or by nobody yet."""
    refuse_if(
        rules.beginning_breaches(
            already=kind in queries.households_with_kind_open(household.id),
            began_on=starts_on,
            today=today(),
        )
    )
    new = begin(Assessment(household_id=household.id, kind=kind, starts_on=starts_on, note=note))
    if assessor is not None:
        give(new, assessor, starts_on=starts_on, by=by)
    return new


@act("Allocated an assessment")
def give(
    assessment: Assessment,
    worker: User,
    *,
    starts_on: date,
    because: str = "",
    by: Actor,
) -> Assessing:
    """This worker does it from this day; whoever did it before hands it over without a gap."""
    before = open_row(Assessing, assessment_id=assessment.id)
    if before is not None and before.worker_id == worker.id:
        raise RuleBroken(record_breach(f"{worker.name} has this assessment already.", "worker"))
    refuse_if(
        rules.allocating_breaches(
            is_open=assessment.ends_on is None,
            left_on=worker.left_on,
            supervises=supervision.supervises(worker.id),
            began_on=assessment.starts_on,
            starts_on=starts_on,
        )
        + takes_over_breaches("An assessor", before.starts_on if before else None, starts_on)
    )
    new = Assessing(
        assessment_id=assessment.id, worker_id=worker.id, starts_on=starts_on, because=because
    )
    return begin(new, instead_of=before)


@act("Allocated an assessment")
def give_by_ref(
    ref: str, worker: User, *, starts_on: date, because: str, by: Actor
) -> Assessing | None:
    """`give`, for a list that names assessments by reference; one ended meanwhile is left."""
    found = queries.by_ref(ref)
    if found is None or found.ends_on is not None:
        return None
    return give(found, worker, starts_on=starts_on, because=because, by=by)


@act("Paused an assessment")
def pause(
    assessment: Assessment, *, reason: PauseReason, starts_on: date, note: str = "", by: Actor
) -> AssessmentPause:
    """It stands still from a day. Its clock runs on: the reason explains a delay."""
    refuse_if(
        rules.pausing_breaches(
            is_open=assessment.ends_on is None,
            is_paused=queries.open_pause(assessment.id) is not None,
            began_on=assessment.starts_on,
            on=starts_on,
        )
    )
    return begin(
        AssessmentPause(assessment_id=assessment.id, reason=reason, starts_on=starts_on, note=note)
    )


@act("Took up a paused assessment")
def resume(paused: AssessmentPause, *, on: date, by: Actor) -> AssessmentPause:
    """It goes on from a day."""
    refuse_if(ending_breaches("This pause", paused.starts_on, paused.ends_on, on))
    paused.end(on)
    return paused


@act("Ended an assessment")
def finish(
    assessment: Assessment, *, outcome: Outcome, on: date, note: str = "", by: Actor
) -> Assessment:
    """Finished with what came of it, withdrawn, or stopped. Its assessor and its pause end too."""
    refuse_if(
        rules.finishing_breaches(
            assessment.kind,
            outcome,
            began_on=assessment.starts_on,
            ended_on=assessment.ends_on,
            on=on,
            today=today(),
        )
    )
    assessment.outcome = outcome
    assessment.note = note or assessment.note
    assessment.end(on)
    for kind in (Assessing, AssessmentPause):
        still = open_row(kind, assessment_id=assessment.id)
        if still is not None:
            still.end(max(on, still.starts_on))
    db.session.flush()
    return assessment


@act("Put right what an assessment came to")
def put_right(assessment: Assessment, *, outcome: Outcome, by: Actor) -> Assessment:
    """It ended as recorded, and came to this: what the panel said had been written wrongly."""
    take(assessment)
    if assessment.outcome is None or not outcome.is_finished:
        raise RuleBroken(record_breach("Only what a finished assessment came to is put right."))
    assessment.outcome = outcome
    return assessment


@act("Took up an assessment that had not ended")
def take_up_again(assessment: Assessment, *, by: Actor) -> Assessment:
    """Its end was recorded in error, as the panel had put it off: it goes on, with its assessor."""
    take(assessment)
    ended_on = assessment.ends_on
    breaches = []
    if ended_on is None:
        breaches.append(record_breach("This assessment has not ended."))
    keys = {"household_id": assessment.household_id, "kind": assessment.kind}
    if open_row(Assessment, **keys) is not None:
        breaches.append(record_breach("Another assessment of this kind has begun since."))
    refuse_if(breaches)
    assessment.outcome = None
    assessment.goes_on()
    last = queries.last_assessing(assessment.id)
    if last is not None and last.ends_on == ended_on:
        last.goes_on()
    return assessment


@act("Wrote a brief report")
def write_brief(assessment: Assessment, *, reasons: str, sent_on: date, by: Actor) -> BriefReport:
    """They are unlikely to be suitable: the panel is told before the assessment is complete.

    `sent_on`: when they were sent a copy and notice; from then they have ten working days.
    """
    take(assessment)
    before = queries.brief_of(assessment.id)
    refuse_if(
        brief.writing_breaches(
            assessment.kind,
            ended=assessment.ends_on is not None,
            already=before is not None and before.further_on is None,
            reasons=reasons,
            sent_on=sent_on,
            began_on=assessment.starts_on,
            today=today(),
        )
    )
    new = BriefReport(
        assessment_id=assessment.id,
        household_id=assessment.household_id,
        reasons=reasons.strip(),
        sent_on=sent_on,
    )
    db.session.add(new)
    db.session.flush()
    return new


@act("Recorded applicants’ views on a brief report")
def observe_brief(report: BriefReport, *, on: date, words: str, by: Actor) -> BriefReport:
    """What they say of it: the panel may have it now."""
    take(report)
    refuse_if(
        brief.observing_breaches(
            observed=report.observed_on is not None,
            sent_on=report.sent_on,
            on=on,
            words=words,
            today=today(),
        )
    )
    report.observed_on, report.observations = on, words.strip()
    return report


@act("Recorded that the panel asked for a full report")
def ask_for_full_report(report: BriefReport, *, on: date, by: Actor) -> BriefReport:
    """The assessment goes on, and comes to the panel whole."""
    take(report)
    report.further_on = on
    return report


# ------------------------------------------------------------------------------- what was found out


@act("Recorded what was found out")
def record_finding(
    household: Household,
    item: Item,
    about: About,
    *,
    found: Found = Found.ESTABLISHED,
    words: str = "",
    because: str = "",
    established_at: datetime | None = None,
    by: User,
) -> Evidence:
    """A matter of a paper, about one of them. What was recorded about it before stays to be read.

    `established_at`: when it was done; now unless said, and told later is shown as told later.
    Raises RuleBroken where the paper does not let it be left out.
    """
    when = established_at or now()
    refuse_if(
        finding_breaches(
            item, found=found, words=words, because=because, established_at=when, now=now()
        )
    )
    new = Evidence(
        household_id=household.id,
        matter=item.matter,
        of_whom=item.of,
        person_id=about.person_id,
        child_id=about.child_id,
        parent_id=about.parent_id,
        found=found,
        words=words.strip(),
        because=because.strip(),
        established_at=when,
        by_id=by.id,
    )
    db.session.add(new)
    db.session.flush()
    return new


@dataclass(frozen=True, slots=True)
class Told:
    """What is written about one item: found out, or why not. `field` is where it was written."""

    item: Item
    about: About
    found: Found = Found.ESTABLISHED
    words: str = ""
    because: str = ""
    field: str = ""


@act("Wrote what was found out")
def record_findings(household: Household, told: Sequence[Told], *, by: User) -> list[Evidence]:
    """Items of a report about somebody of a household. RuleBroken names each that lacks words."""
    made, breaches = [], []
    for each in told:
        try:
            made.append(
                record_finding(
                    household,
                    each.item,
                    each.about,
                    found=each.found,
                    words=each.words,
                    because=each.because,
                    by=by,
                )
            )
        except RuleBroken as refused:
            breaches += [Breach(one.says, one.cite, each.field) for one in refused.breaches]
    refuse_if(breaches)
    return made


@act("Marked a finding as recorded in error")
def void_finding(evidence: Evidence, *, why: str, by: User) -> Evidence:
    """It was never so; what was recorded before it stands again. It stays to be read, struck out.

    Raises RuleBroken without a reason, or when somebody has taken it back already.
    """
    take(evidence)
    refuse_if(taking_back_breaches(taken_back=evidence.voided_at is not None, why=why))
    evidence.void()
    evidence.why_voided, evidence.voided_by_id = why.strip(), by.id
    db.session.flush()
    return evidence


# ---------------------------------------------------------------------------------------- viability


@act("Asked for a viability assessment")
def ask_viability(
    household: Household,
    *,
    kind: AssessmentKind,
    asked_on: date,
    worker: User | None = None,
    by: Actor,
) -> Viability:
    """A first, short assessment is wanted of these people, for this kind of full one."""
    if queries.viability_open(household.id, kind) is not None:
        raise RuleBroken(record_breach("One is asked for already. Answer that one first."))
    if asked_on > today():
        raise RuleBroken(record_breach("Give the day it was asked for: today or before.", "on"))
    new = Viability(
        household_id=household.id,
        kind=kind,
        asked_on=asked_on,
        worker_id=worker.id if worker else None,
    )
    db.session.add(new)
    db.session.flush()
    return new


@act("Answered a viability assessment")
def answer_viability(
    viability: Viability,
    *,
    answer: short.Answer,
    on: date,
    words: str,
    told_on: date | None = None,
    by: Actor,
) -> Viability:
    """Go on to the full assessment, or do not; and why."""
    refuse_if(
        short.answering_breaches(
            answered=viability.answer is not None,
            on=on,
            asked_on=viability.asked_on,
            why=words,
            today=today(),
        )
    )
    viability.answer, viability.answered_on, viability.words = answer, on, words.strip()
    viability.told_on = told_on
    db.session.flush()
    return viability


@act("Recorded a challenge to a viability assessment")
def challenge_viability(viability: Viability, *, on: date, words: str, by: Actor) -> Viability:
    """They do not agree with it: somebody else looks again."""
    refuse_if(
        short.challenging_breaches(
            answer=viability.answer,
            challenged=viability.challenged_on is not None,
            on=on,
            answered_on=viability.answered_on,
            today=today(),
        )
    )
    viability.challenged_on, viability.challenge = on, words.strip()
    db.session.flush()
    return viability


@act("Answered a challenge to a viability assessment")
def answer_challenge(
    viability: Viability, *, answer: short.Challenge, looked_again_by: str, by: User
) -> Viability:
    """What came of it; looked at again by somebody other than whoever assessed."""
    if viability.challenged_on is None or viability.challenge_answer is not None:
        raise RuleBroken(record_breach("There is no open challenge to answer."))
    if viability.worker_id == by.id and answer is not short.Challenge.COURT:
        raise RuleBroken(record_breach("You assessed them. Somebody else looks again."))
    viability.challenge_answer, viability.challenge_by = answer, looked_again_by.strip()
    db.session.flush()
    return viability
