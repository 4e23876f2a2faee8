"""What the panel said: minuted, recommended, approved; and who learns of it, by their own acts."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.models import Assessment
from app.assessments.queries import brief_of
from app.assessments.rules import Outcome as Assessed
from app.audit.act import Actor, act
from app.audit.act import because as say_why
from app.core.db import db, take
from app.core.today import today
from app.panel.actions import determining
from app.panel.kinds import ItemKind, MinutesStep, Outcome
from app.panel.models import (
    Determination,
    Item,
    ItemMinutes,
    Listing,
    Meeting,
    MeetingMinutes,
    Recommendation,
)
from app.panel.queries import agenda, minutes
from app.panel.queries import determining as determined
from app.panel.queries.followed import gone_by, is_decided
from app.panel.queries.taken_back import MINUTES_OPENED
from app.panel.rules import minutes as rules
from app.panel.rules.minutes import Said
from app.people.actions import refuse_if
from app.permanence import actions as permanence
from app.permanence.models import Match
from app.register.actions import deciding, reviews
from app.register.deciding import StepKind
from app.register.models import Decision
from app.register.queries import deciding as decided
from app.register.queries import reviews as reviewed
from app.register.rules.deciding_steps import Step, step_breaches


@act("Wrote the minutes of an item")
def minute_item(
    item: Item,
    *,
    questions: str = "",
    strengths: str = "",
    concerns: str = "",
    views: str = "",
    by: Actor,
) -> ItemMinutes:
    """What was asked, found strong or worrying, and said by each member; until it is approved."""
    _take_whole(item)
    refuse_if(
        rules.minuting_breaches(
            approved=minutes.are_approved(item.meeting_id), heard=item.meeting.meets_on <= today()
        )
    )
    found = minutes.minutes_of(item.id)
    if found is None:
        found = ItemMinutes(item_id=item.id, household_id=item.household_id)
        db.session.add(found)
    found.questions, found.strengths = questions.strip(), strengths.strip()
    found.concerns, found.views = concerns.strip(), views.strip()
    db.session.flush()
    return found


def _take_whole(item: Item) -> None:
    """The meeting first, then the item: while this is written nobody approves the minutes, takes
    attendance again or takes the item off."""
    take(item.meeting)
    take(item)


@act("Recorded what the panel said of an item")
def recommend(
    item: Item,
    *,
    outcome: Outcome,
    reasons: str,
    suitable: bool | None = None,
    terms_right: bool | None = None,
    by: User,
) -> Recommendation:
    """Refused unless the item was quorate, from attendance less conflicts.

    A review learns of its panel, and an assessment is finished, by their own acts.
    """
    _take_whole(item)
    found = agenda.agenda(item.meeting)
    line = next((each for each in found.lines if each.item.id == item.id), None)
    said = Said(outcome, reasons, suitable, terms_right)
    refuse_if(
        rules.recommend_breaches(
            item.kind,
            said,
            missing=line.missing if line is not None else (),
            attended=agenda.attendance_taken(found.company),
            already=item.id in minutes.recommendations([item.id]),
            approved=minutes.are_approved(item.meeting_id),
            on_agenda=line is not None,
            meets_on=item.meeting.meets_on,
            today=today(),
        )
    )
    made = Recommendation(
        item_id=item.id,
        household_id=item.household_id,
        outcome=outcome,
        suitable=suitable,
        terms_right=terms_right,
        reasons=reasons.strip(),
        heard_by=[each.invited.listing_id for each in found.hearing(item)],
    )
    db.session.add(made)
    db.session.flush()
    if outcome is not Outcome.DEFERRED:
        _tell_owner(item, made, by)
    elif item.kind is ItemKind.BRIEF_REPORT:
        _ask_for_full_report(item, by)
    return made


@act("Put right what the panel said of an item")
def put_right(
    item: Item,
    *,
    outcome: Outcome,
    reasons: str,
    suitable: bool | None = None,
    terms_right: bool | None = None,
    by: User,
) -> Recommendation | None:
    """It was written wrongly: until the minutes are approved, and until somebody has decided on it.

    What was recorded stays, as recorded in error; who heard it does not change.
    """
    _take_whole(item)
    before = minutes.recommendations([item.id]).get(item.id)
    said = Said(outcome, reasons, suitable, terms_right)
    refuse_if(
        rules.righting_breaches(
            item.kind,
            before.outcome if before is not None else None,
            said,
            decided=is_decided(item),
            approved=minutes.are_approved(item.meeting_id),
        )
    )
    if before is None:
        return None
    before.void()
    made = Recommendation(
        item_id=item.id,
        household_id=item.household_id,
        outcome=outcome,
        suitable=suitable,
        terms_right=terms_right,
        reasons=reasons.strip(),
        heard_by=before.heard_by,
    )
    db.session.add(made)
    db.session.flush()
    if before.outcome is Outcome.DEFERRED:
        if outcome is not Outcome.DEFERRED:
            _tell_owner(item, made, by)
    else:
        _tell_otherwise(item, made, by)
    return made


def _tell_otherwise(item: Item, said: Recommendation, by: User) -> None:
    """The room that was told learns what the panel did say."""
    kind, number = item.row
    if said.outcome is Outcome.DEFERRED:
        _tell_put_off(item, by)
    elif kind == "assessment":
        assessment = db.session.get_one(Assessment, number)
        assessments.put_right(assessment, outcome=ENDED[said.outcome], by=by)
    elif kind == Match.__tablename__ and said.outcome is Outcome.NOT_RECOMMENDED:
        permanence.take_back_panel(db.session.get_one(Match, number), by=by)
    else:
        _tell_owner(item, said, by)


def _tell_put_off(item: Item, by: User) -> None:
    """The room that was told of a word learns that the panel had put it off."""
    kind, number = item.row
    if kind == "assessment":
        assessments.take_up_again(db.session.get_one(Assessment, number), by=by)
        if item.kind is ItemKind.BRIEF_REPORT:
            _ask_for_full_report(item, by)
    elif kind == Match.__tablename__:
        permanence.take_back_panel(db.session.get_one(Match, number), by=by)
    elif kind == "review":
        case = reviewed.open_case(number)
        if case is not None:
            reviews.take_back_panel(case, by=by)


def _ask_for_full_report(item: Item, by: User) -> None:
    """Of a brief report the panel asks for a full one: the assessment goes on."""
    report = brief_of(item.row[1])
    if report is not None and report.further_on is None:
        assessments.ask_for_full_report(report, on=item.meeting.meets_on, by=by)


ENDED = {
    Outcome.RECOMMENDED: Assessed.RECOMMENDED,
    Outcome.NOT_RECOMMENDED: Assessed.NOT_RECOMMENDED,
}
"""What an assessment came to, by what the panel said."""


def _tell_owner(item: Item, said: Recommendation, by: User) -> None:
    """The room whose matter it is learns what the panel said, by its own act."""
    kind, number = item.row
    on = item.meeting.meets_on
    if kind == "review":
        _tell_review(number, said, on, None, by)
    elif kind == Match.__tablename__ and said.outcome is Outcome.RECOMMENDED:
        _tell_match(number, on, by)
    elif kind == "assessment":
        ended = db.session.get_one(Assessment, number)
        assessments.finish(ended, outcome=ENDED[said.outcome], on=on, by=by)


def _tell_match(match_id: int, on: date, by: User) -> None:
    """A match learns that the panel recommended it; one that has ended since is left."""
    match = db.session.get_one(Match, match_id)
    if match.held_on(on):
        permanence.record_panel(match, panel_on=on, by=by)


def _tell_review(
    household_id: int, said: Recommendation, on: date, minutes_on: date | None, by: User
) -> None:
    case = reviewed.open_case(household_id)
    if case is not None and said.suitable is not None and said.terms_right is not None:
        reviews.record_panel(
            case,
            panel_on=on,
            suitable=said.suitable,
            terms_right=said.terms_right,
            minutes_on=minutes_on,
            by=by,
        )


@act("Recorded a step of a panel’s minutes")
def record_minutes(
    meeting: Meeting, *, step: MinutesStep, on: date, who: Listing | None = None, by: User
) -> MeetingMinutes:
    """Drafted, sent to members, approved by whoever took the chair.

    Once approved they are with the decision maker: the seven working days begin.
    """
    take(meeting)
    found = agenda.agenda(meeting)
    items = [each.item for each in found.lines if not each.is_break]
    said = minutes.recommendations([each.id for each in items])
    leads = next((each for each in found.there if who and each.invited.listing_id == who.id), None)
    refuse_if(
        rules.minutes_step_breaches(
            step,
            had=[each.step for each in minutes.steps_of(meeting.id)],
            on=on,
            meets_on=meeting.meets_on,
            unsaid=len(items) - len(said),
            leads=leads is not None and leads.seat is not None,
            today=today(),
        )
    )
    made = MeetingMinutes(
        meeting_id=meeting.id, step=step, happened_on=on, listing_id=who.id if who else None
    )
    db.session.add(made)
    db.session.flush()
    if step is MinutesStep.APPROVED:
        for each in items:
            _tell_decider(each, said[each.id], on, by)
    return made


@act(MINUTES_OPENED)
def reopen_minutes(meeting: Meeting, *, because: str, by: User) -> MeetingMinutes | None:
    """They say what is wrong, and were approved: what they say is put right and they are approved
    again. Until somebody has gone by them; the days to decide begin with the new approval."""
    take(meeting)
    items = [each for each in agenda.standing(meeting.id) if each.kind is not None]
    said = minutes.recommendations([each.id for each in items])
    approved = [each for each in minutes.steps_of(meeting.id) if each.step is MinutesStep.APPROVED]
    refuse_if(
        rules.reopening_breaches(
            approved=bool(approved), hangs_on=gone_by(items, said), because=because
        )
    )
    say_why(because, f"panel_meeting:{meeting.id}")
    for step in approved:
        step.void()
    for each in items:
        kind, number = each.row
        if kind == "review":
            _tell_review(number, said[each.id], meeting.meets_on, None, by)
    return approved[-1] if approved else None


def _tell_decider(item: Item, said: Recommendation, on: date, by: User) -> None:
    """The final minutes are received: by a review, or by a decision that was proposed."""
    kind, number = item.row
    if said.outcome is Outcome.DEFERRED:
        return
    if kind == "review":
        _tell_review(number, said, item.meeting.meets_on, on, by)
    elif kind == "decision":
        decision = db.session.get_one(Decision, number)
        step = Step(StepKind.MINUTES, on)
        if not step_breaches(decided.full_course(decision, today()), step, today()):
            deciding.record_step(decision, step=step.step, happened_on=on, note=said.reasons, by=by)
    elif kind == Determination.__tablename__:
        found, step = db.session.get_one(Determination, number), Step(StepKind.MINUTES, on)
        if not step_breaches(determined.course_of(found), step, today()):
            determining.record_step(found, step=step.step, on=on, note=said.reasons, by=by)
