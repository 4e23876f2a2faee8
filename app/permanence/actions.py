"""Changes to permanence. Each is an act; what happened is recorded, what cannot be is refused."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.models import Household
from app.permanence import queries, rules
from app.permanence.kinds import (
    AgreedAt,
    Because,
    ContactHow,
    Goal,
    HowOften,
    PolicyNumber,
    Whom,
)
from app.permanence.models import (
    Match,
    MatchEnd,
    MatchTold,
    PermanenceNumber,
    PermanencePlan,
    PlanAchieved,
    SiblingContact,
    SiblingsInTouch,
    StabilityMeeting,
    StabilityOutcome,
)
from app.statute.breach import Breach


def _refuse_if(breaches: list[Breach]) -> None:
    if breaches:
        raise RuleBroken(*breaches)


# ------------------------------------------------------------------------------------------- plans


@act("Agreed a plan for permanence")
def agree_plan(
    child: Child,
    *,
    goal: Goal,
    starts_on: date,
    agreed_where: AgreedAt,
    achieve_by: date,
    why: str,
    by: Actor,
) -> PermanencePlan:
    """Where the child is to grow up, from this day; the plan before it ends that day."""
    before = open_row(PermanencePlan, child_id=child.id)
    _refuse_if(
        rules.planning_breaches(
            starts_on=starts_on,
            achieve_by=achieve_by,
            why=why,
            before=before.starts_on if before else None,
            today=today(),
        )
    )
    plan = PermanencePlan(
        child_id=child.id,
        goal=goal,
        agreed_where=agreed_where,
        achieve_by=achieve_by,
        why=why.strip(),
        starts_on=starts_on,
    )
    return begin(plan, instead_of=before)


@act("Recorded that a plan for permanence was achieved")
def achieve_plan(plan: PermanencePlan, *, on: date, by: Actor) -> PlanAchieved:
    """The child is where the plan meant the child to be."""
    _refuse_if(
        rules.achieving_breaches(
            achieved=queries.achieved_on(plan.id) is not None,
            on=on,
            agreed_on=plan.starts_on,
            today=today(),
        )
    )
    achieved = PlanAchieved(plan_id=plan.id, child_id=plan.child_id, achieved_on=on)
    db.session.add(achieved)
    db.session.flush()
    return achieved


# ----------------------------------------------------------------------------------------- matches


@act("Recorded a match")
def record_match(
    child: Child,
    *,
    household: Household,
    long_term: bool,
    decided_on: date,
    decided_by: str,
    panel_on: date | None = None,
    why: str,
    by: Actor,
) -> Match:
    """The child is matched with these carers from the day it was decided."""
    before = open_row(Match, child_id=child.id)
    _refuse_if(
        rules.matching_breaches(
            open_since=before.starts_on if before else None,
            decided_on=decided_on,
            panel_on=panel_on,
            why=why,
            today=today(),
        )
    )
    match = Match(
        child_id=child.id,
        household_id=household.id,
        long_term=long_term,
        panel_on=panel_on,
        decided_by=decided_by.strip(),
        why=why.strip(),
        starts_on=decided_on,
    )
    match.household = household
    return begin(match)


@act("Recorded who was told of a match")
def tell_of_match(match: Match, *, whom: Whom, on: date, by: Actor) -> MatchTold:
    """The child or the carers know, or have begun to meet: the match is fixed since."""
    _refuse_if(
        rules.telling_breaches(
            whom=whom,
            told=queries.told_of(match.id),
            on=on,
            decided_on=match.starts_on,
            today=today(),
        )
    )
    told = MatchTold(match_id=match.id, child_id=match.child_id, whom=whom, told_on=on)
    db.session.add(told)
    db.session.flush()
    return told


@act("Ended a match of which nobody was told")
def end_match(match: Match, *, on: date, reason: str, by: Actor) -> Match:
    """The match is not to be after all; nobody had been told."""
    return _end(match, on=on, decided_by="", reason=reason, named=False)


@act("Decided to change a match that was told")
def change_told_match(match: Match, *, on: date, decided_by: str, reason: str, by: Actor) -> Match:
    """A fixed match ends, by a decision with a name and a reason."""
    return _end(match, on=on, decided_by=decided_by, reason=reason, named=True)


def _end(match: Match, *, on: date, decided_by: str, reason: str, named: bool) -> Match:
    fixed = rules.is_fixed(queries.told_of(match.id))
    _refuse_if(
        rules.ending_match_breaches(
            fixed=fixed,
            named=named,
            decided_by=decided_by,
            reason=reason,
            on=on,
            since=match.starts_on,
            today=today(),
        )
    )
    match.end(on)
    db.session.add(
        MatchEnd(
            match_id=match.id,
            child_id=match.child_id,
            was_fixed=fixed,
            decided_by=decided_by.strip(),
            reason=reason.strip(),
        )
    )
    return match


@act("Recorded that a panel recommended a match")
def record_panel(match: Match, *, panel_on: date, by: Actor) -> Match:
    """A panel here heard the match, which stands since before, and recommended it."""
    _refuse_if(
        rules.heard_breaches(
            ended=match.ends_on is not None, since=match.starts_on, on=panel_on, today=today()
        )
    )
    match.panel_on = panel_on
    return match


@act("Put right that a panel recommended a match")
def take_back_panel(match: Match, *, by: Actor) -> Match:
    """It was written wrongly: the panel heard it and did not recommend it."""
    match.panel_on = None
    return match


@act("Decided on a match after the panel")
def decide_match(match: Match, *, agrees: bool, decided_by: str, reason: str, by: Actor) -> Match:
    """It is to be, by whom is named; or it ends today, by them, even where somebody was told."""
    if agrees:
        match.decided_by = decided_by.strip()
        return match
    fixed = rules.is_fixed(queries.told_of(match.id))
    return _end(match, on=today(), decided_by=decided_by, reason=reason, named=fixed)


# ---------------------------------------------------------------------------- brothers and sisters


@act("Agreed how brothers and sisters keep in touch")
def agree_contact(
    one: int,
    other: int,
    *,
    how_often: HowOften,
    how: ContactHow | None,
    why: str = "",
    starts_on: date,
    by: Actor,
) -> SiblingContact:
    """How often two of them, by their children's numbers, are to be in touch from this day."""
    first, second = sorted((one, other))
    before = open_row(SiblingContact, child_id=first, sibling_id=second)
    _refuse_if(
        rules.agreeing_contact_breaches(
            how_often=how_often,
            why=why,
            starts_on=starts_on,
            before=before.starts_on if before else None,
            today=today(),
        )
    )
    contact = SiblingContact(
        child_id=first,
        sibling_id=second,
        how_often=how_often,
        how=how,
        why=why.strip(),
        starts_on=starts_on,
    )
    return begin(contact, instead_of=before)


@act("Recorded that brothers and sisters were in touch")
def record_contact(
    one: int, other: int, *, held_on: date, how: ContactHow, note: str = "", by: Actor
) -> SiblingsInTouch:
    """Two of them, by their children's numbers, were in touch on a day."""
    first, second = sorted((one, other))
    again = queries.in_touch_on(first, second, held_on)
    _refuse_if(rules.contact_breaches(held_on=held_on, again=again, today=today()))
    contact = SiblingsInTouch(
        child_id=first, sibling_id=second, held_on=held_on, how=how, note=note.strip()
    )
    db.session.add(contact)
    db.session.flush()
    return contact


# ------------------------------------------------------------------------------ stability meetings


@act("Called a stability meeting")
def call_meeting(
    child: Child, *, because: Because, since: date, called_on: date, by: Actor
) -> StabilityMeeting:
    """A meeting is called, because of something that has been so since a day."""
    _refuse_if(
        rules.calling_breaches(
            called=queries.meeting_called(child.id) is not None,
            since=since,
            called_on=called_on,
            today=today(),
        )
    )
    meeting = StabilityMeeting(child_id=child.id, because=because, since=since, called_on=called_on)
    db.session.add(meeting)
    db.session.flush()
    return meeting


@act("Recorded a stability meeting")
def hold_meeting(
    meeting: StabilityMeeting, *, held_on: date, agreed: str, by: Actor
) -> StabilityOutcome:
    """The meeting was held, and this was agreed."""
    _refuse_if(
        _closed(meeting)
        + rules.holding_breaches(held_on=held_on, since=meeting.since, agreed=agreed, today=today())
    )
    return _close(meeting, held_on, agreed)


@act("Recorded a stability meeting that nobody had called")
def record_meeting(
    child: Child, *, because: Because, since: date, held_on: date, agreed: str, by: Actor
) -> StabilityOutcome:
    """A meeting was held without being called first."""
    meeting = call_meeting(child, because=because, since=since, called_on=held_on, by=by)
    outcome: StabilityOutcome = hold_meeting(meeting, held_on=held_on, agreed=agreed, by=by)
    return outcome


@act("Called off a stability meeting")
def call_off_meeting(meeting: StabilityMeeting, *, because: str, by: Actor) -> StabilityOutcome:
    """The meeting is not held; what called for it goes on calling for one."""
    _refuse_if(_closed(meeting) + rules.calling_off_breaches(because=because))
    return _close(meeting, None, because)


def _closed(meeting: StabilityMeeting) -> list[Breach]:
    called = queries.meeting_called(meeting.child_id)
    open_ = called is not None and called.id == meeting.id
    return rules.closed_breaches(closed=not open_)


def _close(meeting: StabilityMeeting, held_on: date | None, words: str) -> StabilityOutcome:
    outcome = StabilityOutcome(
        meeting_id=meeting.id, child_id=meeting.child_id, held_on=held_on, words=words.strip()
    )
    db.session.add(outcome)
    db.session.flush()
    return outcome


@act("Set a number about permanence")
def set_number(number: PolicyNumber, *, value: int, starts_on: date, by: Actor) -> PermanenceNumber:
    """The council's own number, from this day on."""
    before = open_row(PermanenceNumber, number=number)
    _refuse_if(
        rules.setting_breaches(
            number=number,
            value=value,
            starts_on=starts_on,
            before=before.starts_on if before else None,
        )
    )
    return begin(
        PermanenceNumber(number=number, value=value, starts_on=starts_on), instead_of=before
    )
