"""An assessment begun, given to an assessor, paused, taken up again, ended."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.assessments import queries, rules
from app.assessments.models import Assessing, Assessment, AssessmentPause, PauseReason
from app.assessments.rules import AssessmentKind, Outcome
from app.audit.act import Actor, act
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, record_breach, takes_over_breaches
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
