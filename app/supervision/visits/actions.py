"""Recording visits, what was agreed at them, what is planned, and the council's own settings.

Recording is never refused for being late, or for who made the visit: it is judged instead.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.actions import hash_of_token
from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people.actions import refuse_if
from app.people.models import Household, Person
from app.people.rules import ending_breaches, takes_over_breaches
from app.supervision.visits import queries, rules
from app.supervision.visits.models import (
    ActionEnd,
    BedroomsSeen,
    Notice,
    PlannedVisit,
    Setting,
    Visit,
    VisitAction,
    VisitCalendar,
    VisitSeen,
    VisitSetting,
    VisitSignature,
    VisitTopic,
)


@dataclass(frozen=True, slots=True)
class SeenOrNot:
    """Somebody who lived there: seen or not, and why not."""

    person: Person
    seen: bool
    why_not: str = ""
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something to be done after a visit. `owner`: the worker who is to do it, if one is."""

    what: str
    who: str
    by_when: date
    owner: User | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells of a visit."""

    worker: User
    visited_on: date
    began_at: str = ""
    notice: Notice = Notice.ANNOUNCED
    bedrooms: BedroomsSeen | None = None
    home_inspected: bool = False
    people: Sequence[SeenOrNot] = ()
    topics: Sequence[str] = ()
    words: str = ""
    carer_words: str = ""
    miles: int | None = None
    agreed: Sequence[Agreed] = ()
    closed: Mapping[VisitAction, ActionEnd] = field(default_factory=dict)


@act("Recorded a visit")
def record_visit(household: Household, *, told: Told, by: Actor) -> Visit:
    """A visit was made: who was seen, what was said and agreed, what agreed before was done.

    It keeps the planned visit nearest to it within a week.
    """
    refuse_if(rules.visiting_breaches(told.visited_on, today()))
    visit = _written(household.id, told)
    for action, how in told.closed.items():
        take(action)
        if action.is_open(today()):
            action.closed_on, action.closed_as = max(told.visited_on, _agreed_on(action)), how
    _keep_planned(visit)
    return visit


@act("Corrected a visit")
def correct_visit(visit: Visit, *, told: Told, why: str, by: Actor) -> Visit:
    """What was recorded of a visit was wrong: another takes its place, and it is kept as it was.

    What was agreed goes with the visit; what is agreed anew is added.
    """
    refuse_if(rules.visiting_breaches(told.visited_on, today()) + rules.why_breaches(why))
    _withdraw(visit, why)
    new = _written(visit.household_id, told, corrects=visit)
    for action in queries.actions_of(visit.id):
        action.visit_id = new.id
    planned = queries.kept_by(visit.id)
    if planned is not None:
        planned.visit_id = new.id
    return new


@act("Set aside a visit recorded in error")
def set_visit_aside(visit: Visit, *, why: str, by: Actor) -> Visit:
    """There was no such visit: nor was anything agreed at it, and what it kept is to come again."""
    refuse_if(rules.why_breaches(why))
    for action in queries.actions_of(visit.id):
        action.void()
    planned = queries.kept_by(visit.id)
    if planned is not None:
        planned.visit_id = None
    _withdraw(visit, why)
    return visit


@act("Closed what was agreed at a visit")
def close_action(
    action: VisitAction, *, on: date, how: ActionEnd = ActionEnd.DONE, by: Actor
) -> VisitAction:
    """It was done, or is no longer needed."""
    refuse_if(
        rules.closing_breaches(_agreed_on(action), on, today())
        + ending_breaches("This", action.visit.visited_on, action.closed_on, on, "on")
    )
    action.closed_on, action.closed_as = on, how
    return action


@act("Signed what was recorded of a visit")
def sign_visit(visit: Visit, *, name: str, words: str = "", by: Actor) -> VisitSignature:
    """A carer read what was recorded and signed it, with a word of their own."""
    signature = VisitSignature(visit_id=visit.id, name=name, words=words)
    db.session.add(signature)
    db.session.flush()
    return signature


def _written(household_id: int, told: Told, corrects: Visit | None = None) -> Visit:
    """The rows of a visit."""
    visit = Visit(
        household_id=household_id,
        worker_id=told.worker.id,
        visited_on=told.visited_on,
        began_at=told.began_at,
        notice=told.notice,
        bedrooms=told.bedrooms,
        home_inspected=told.home_inspected,
        topics=list(told.topics),
        words=told.words,
        carer_words=told.carer_words,
        miles=told.miles,
        corrects_id=corrects.id if corrects is not None else None,
    )
    db.session.add(visit)
    db.session.flush()
    db.session.add_all(
        VisitSeen(
            visit_id=visit.id,
            person_id=each.person.id,
            placed=each.placed,
            seen=each.seen,
            why_not="" if each.seen else each.why_not,
        )
        for each in told.people
    )
    db.session.add_all(
        VisitAction(
            household_id=household_id,
            visit_id=visit.id,
            what=each.what,
            who=each.who,
            owner_id=each.owner.id if each.owner is not None else None,
            by_when=each.by_when,
        )
        for each in told.agreed
    )
    return visit


def _withdraw(visit: Visit, why: str) -> None:
    take(visit)
    visit.why_changed = why
    for seen in visit.people:
        seen.void()
    visit.void()
    db.session.flush()


def _agreed_on(action: VisitAction) -> date:
    agreed_on: date = action.visit.visited_on
    return agreed_on


def _keep_planned(visit: Visit) -> None:
    planned = queries.planned_to_come(household_ids=[visit.household_id])
    kept = rules.keeps(visit.visited_on, [(each.id, each.planned_on) for each in planned])
    for each in planned:
        if each.id == kept:
            each.visit_id = visit.id


# -------------------------------------------------------------------------------- visits to come


@act("Planned visits")
def plan_visits(
    households: Collection[Household],
    *,
    worker: User,
    first: date,
    until: date | None = None,
    weeks: int = 6,
    begins_at: str = "",
    notice: Notice = Notice.ANNOUNCED,
    by: Actor,
) -> list[PlannedVisit]:
    """Visits to these households every so many weeks until a day, on working days; or one each.

    A household that has a visit planned on the very day gets no second one.
    """
    last = until or rules.next_working_day(first)
    refuse_if(
        rules.planning_breaches(first, today(), worker.left_on)
        + rules.series_breaches(first, last, weeks)
    )
    there = {
        (each.household_id, each.planned_on)
        for each in queries.planned_to_come(household_ids=[each.id for each in households])
    }
    made = [
        PlannedVisit(
            household_id=household.id,
            worker_id=worker.id,
            planned_on=day,
            begins_at=begins_at,
            notice=notice,
        )
        for household in households
        for day in rules.days_of_series(first, last, weeks)
        if (household.id, day) not in there
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


@act("Moved a planned visit")
def move_planned(
    planned: PlannedVisit,
    *,
    planned_on: date,
    begins_at: str = "",
    worker: User | None = None,
    by: Actor,
) -> PlannedVisit:
    """It is to be on another day, at another time, or made by somebody else."""
    who = worker or planned.worker
    refuse_if(rules.planning_breaches(planned_on, today(), who.left_on))
    planned.planned_on, planned.begins_at, planned.worker_id = planned_on, begins_at, who.id
    return planned


@act("Called off a planned visit")
def call_off(planned: PlannedVisit, *, by: Actor) -> PlannedVisit:
    """It is not to be."""
    planned.called_off_on = today()
    return planned


# ------------------------------------------------------------------------------ settings, calendar


@act("Set what the council asks of visits")
def set_setting(setting: Setting, *, value: int, starts_on: date, by: Actor) -> VisitSetting:
    """The council asks this from a day on; what was begun before goes on as it was."""
    before = open_row(VisitSetting, setting=setting)
    weeks = rules.weeks_breaches(value) if setting is not Setting.SIGNATURE else []
    refuse_if(
        weeks + takes_over_breaches("The setting", before.starts_on if before else None, starts_on)
    )
    new = VisitSetting(setting=setting, value=value, starts_on=starts_on)
    return begin(new, instead_of=before)


@act("Set what is talked about at visits")
def set_topics(says: Sequence[str], *, starts_on: date, by: Actor) -> None:
    """The council's list of topics from a day on; visits before keep the words they had."""
    wanted = list(dict.fromkeys(each.strip() for each in says if each.strip()))
    there = {each.says: each for each in db.session.scalars(_topics_open())}
    for old, topic in there.items():
        if old not in wanted:
            topic.end(max(starts_on, topic.starts_on))
    db.session.flush()
    db.session.add_all(
        VisitTopic(says=each, starts_on=starts_on) for each in wanted if each not in there
    )


@act("Set what the council asks of visits")
def set_everything(
    settings: Mapping[Setting, int], *, topics: Sequence[str], starts_on: date, by: Actor
) -> None:
    """These settings, and this list of topics, from a day on."""
    for setting, value in settings.items():
        set_setting(setting, value=value, starts_on=starts_on, by=by)
    if list(topics) != queries.topics(today()):
        set_topics(topics, starts_on=starts_on, by=by)


def _topics_open() -> Any:
    return select(VisitTopic).where(VisitTopic.ends_on.is_(None), VisitTopic.stands())


@act("Made a secret calendar address")
def make_calendar(worker: User, *, by: Actor) -> str:
    """A new secret address of a worker's planned visits; the one before opens nothing any more.

    Gives the secret, which is shown once and kept nowhere.
    """
    before = queries.calendar_of(worker.id)
    if before is not None:
        before.revoked_at = now()
    token = secrets.token_urlsafe(32)
    db.session.add(VisitCalendar(worker_id=worker.id, token_hash=hash_of_token(token)))
    return token


@act("Withdrew a secret calendar address")
def revoke_calendar(calendar: VisitCalendar, *, by: Actor) -> VisitCalendar:
    """It opens nothing any more."""
    calendar.revoked_at = now()
    return calendar
