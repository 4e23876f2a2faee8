"""Questions about visits: when they are due, what was agreed at them, what is planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Row, and_, case, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.children.models import Child, Placement
from app.core.db import db
from app.core.holding import is_recorded
from app.people.models import Household, Member, MemberRole, Person, Provider, ProviderKind
from app.register.models import Approval, TemporaryApproval
from app.supervision import queries as supervision
from app.supervision.visits.models import (
    Notice,
    PlannedVisit,
    Setting,
    Visit,
    VisitAction,
    VisitCalendar,
    VisitSeen,
    VisitSetting,
    VisitTopic,
)
from app.supervision.visits.rules import (
    TOPICS,
    Due,
    HouseholdKind,
    SetWeeks,
    VisitedSoFar,
    all_due,
    ordinary_due,
)

KIND_SET_BY = {
    Setting.WEEKS_FIRST_YEAR: HouseholdKind.FIRST_YEAR,
    Setting.WEEKS_CONNECTED: HouseholdKind.CONNECTED,
    Setting.WEEKS_OTHERWISE: HouseholdKind.OTHERWISE,
}


def may_read(user: User, household_id: int, as_at: date) -> bool:
    """May this person read what was said at visits? Whoever keeps their own alone reads those."""
    if not user.may(May.SEE_HOLD_REASON):
        return False
    if not user.may(May.EDIT_HOUSEHOLD) or user.may(May.ALLOCATE_WORKER):
        return True
    return household_id in supervision.households_of(user.id, as_at)


# ------------------------------------------------------------------------------------ one of them


def visit_by_ref(ref: str) -> Visit | None:
    """The visit with this public id, also one that was corrected or set aside since."""
    return db.session.scalar(select(Visit).where(Visit.ref == ref))


def action_by_ref(ref: str) -> VisitAction | None:
    """What was agreed, by its public id."""
    return db.session.scalar(
        select(VisitAction).where(VisitAction.ref == ref, VisitAction.stands())
    )


def planned_by_ref(ref: str) -> PlannedVisit | None:
    """The planned visit with this public id."""
    return db.session.scalar(
        select(PlannedVisit).where(PlannedVisit.ref == ref, PlannedVisit.stands())
    )


def stands_in_place_of(visit: Visit) -> Visit | None:
    """The visit that corrects this one."""
    return db.session.scalar(select(Visit).where(Visit.corrects_id == visit.id))


def first_recorded(visit: Visit) -> datetime:
    """When a visit was first written up: before it was corrected, if it was."""
    while visit.corrects_id is not None:
        before = db.session.get(Visit, visit.corrects_id)
        if before is None:
            break
        visit = before
    return visit.recorded_at


# -------------------------------------------------------------------------------------- who lives


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who lives in a household on a day; a child placed there has a child's number.

    `hidden`: whoever is signed in may not see this child, and reads of "a child".
    """

    person: Person
    role: MemberRole | None
    child_id: int | None
    hidden: bool = False

    @property
    def name(self) -> str:
        """The whole name, as far as it may be seen."""
        return "A child" if self.hidden else self.person.name

    @property
    def given_name(self) -> str:
        """The given name, as far as it may be seen."""
        return "this child" if self.hidden else self.person.given_name

    @property
    def placed(self) -> bool:
        """Is this a child placed there?"""
        return self.child_id is not None


def residents(household_id: int, on: date) -> list[Resident]:
    """Who lives in a household on a day: carers first, children placed next, then the others."""
    members = db.session.scalars(
        select(Member)
        .where(
            Member.household_id == household_id,
            Member.in_force(on),
            Member.role != MemberRole.VISITOR,
        )
        .order_by(Member.id)
    )
    placed = db.session.execute(
        select(Child.id, Person)
        .join(Placement, Placement.child_id == Child.id)
        .join(Person, Person.id == Child.person_id)
        .where(Placement.household_id == household_id, Placement.in_force(on))
        .order_by(Placement.starts_on, Placement.id)
    )
    found: dict[int, Resident] = {}
    for child_id, person in placed:
        found.setdefault(person.id, Resident(person, None, child_id))
    for member in members:
        found.setdefault(member.person_id, Resident(member.person, member.role, None))
    first = {MemberRole.CARER: 0, None: 1}
    return sorted(found.values(), key=lambda each: first.get(each.role, 2))


# ------------------------------------------------------------------------------ visits and clocks


def visits_counted(
    household_id: int, since: date, until: date
) -> Sequence[Row[date, Notice, bool]]:
    """A household's visits after `since` and by `until`, the last one first: only when each was,
    with what notice, and whether the home was inspected."""
    return db.session.execute(
        select(Visit.visited_on, Visit.notice, Visit.home_inspected)
        .where(
            Visit.household_id == household_id,
            Visit.stands(),
            Visit.visited_on > since,
            Visit.visited_on <= until,
        )
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Supervised:
    """A household on the register, and what its visits' clocks run from."""

    household_id: int
    ref: str
    name: str
    so_far: VisitedSoFar


def visits_of(household_id: int, known_at: datetime | None = None) -> Sequence[Visit]:
    """A household's visits, the last one first."""
    return db.session.scalars(
        select(Visit)
        .where(Visit.household_id == household_id, Visit.stands(known_at))
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
    ).all()


def last_visits_of(
    household_id: int, as_at: date, known_at: datetime | None = None, *, most: int = 4
) -> Sequence[Visit]:
    """A household's last few visits up to a day."""
    return db.session.scalars(
        select(Visit)
        .where(
            Visit.household_id == household_id,
            Visit.visited_on <= as_at,
            Visit.stands(known_at),
        )
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(most)
    ).all()


def supervised(
    as_at: date, known_at: datetime | None = None, *, household_id: int | None = None
) -> list[Supervised]:
    """Our households on the register on a day, with what their visits' clocks run from.

    Of all of them it is read once until the record changes.
    """
    if household_id is None:
        return list(_all_supervised(as_at, known_at))
    every = _all_supervised.at_hand(as_at, known_at)
    if every is None:
        return _supervised(as_at, known_at, household_id)
    return [each for each in every if each.household_id == household_id]


@remembered
def _all_supervised(as_at: date, known_at: datetime | None) -> tuple[Supervised, ...]:
    return tuple(_supervised(as_at, known_at, None))


def _supervised(
    as_at: date, known_at: datetime | None, household_id: int | None
) -> list[Supervised]:
    on_register = _on_register(as_at, known_at, household_id)
    visited = _visited(as_at, known_at, household_id)
    found = []
    for each, (ref, name, since, connected) in on_register.items():
        last, unannounced, inspected = visited.get(each, (None, None, None))
        so_far = VisitedSoFar(since, connected, last, unannounced, inspected)
        found.append(Supervised(each, ref, name, so_far))
    return found


def due_of(household_id: int, as_at: date, known_at: datetime | None = None) -> tuple[Due, ...]:
    """A household's clocks of visits: ordinary, unannounced, inspection; none off the register."""
    found = supervised(as_at, known_at, household_id=household_id)
    return all_due(found[0].so_far, weeks_set(known_at)) if found else ()


def was_due(visit: Visit) -> date | None:
    """The last day in time of the ordinary visit that this one was; None off the register."""
    found = supervised(visit.visited_on, household_id=visit.household_id)
    if not found:
        return None
    so_far = found[0].so_far
    before = db.session.scalar(
        select(func.max(Visit.visited_on)).where(
            Visit.household_id == visit.household_id,
            Visit.stands(),
            Visit.visited_on <= visit.visited_on,
            Visit.id != visit.id,
        )
    )
    return ordinary_due(replace(so_far, last=before), weeks_set()).due_on


def _on_register(
    as_at: date, known_at: datetime | None, household_id: int | None
) -> dict[int, tuple[str, str, date, bool]]:
    """Since when each of our households has been approved, and whether as a connected person's."""
    found: dict[int, tuple[str, str, date, bool]] = {}
    for kind, is_kin in ((Approval, Approval.family_and_friends), (TemporaryApproval, true())):
        rows = db.session.execute(
            select(
                Household.id,
                Household.ref,
                Household.name,
                kind.starts_on,
                is_kin.label("connected"),
            )
            .join(kind, kind.household_id == Household.id)
            .join(Provider, Provider.id == Household.provider_id)
            .where(
                kind.in_force(as_at, known_at),
                Household.stands(known_at),
                Provider.kind == ProviderKind.OWN,
                true() if household_id is None else Household.id == household_id,
            )
        )
        for row in rows:
            before = found.get(row.id)
            since = min(before[2], row.starts_on) if before else row.starts_on
            connected = bool(row.connected) or (before is not None and before[3])
            found[row.id] = (row.ref, row.name, since, connected)
    return found


Lasts = tuple[date | None, date | None, date | None]


def _visited(as_at: date, known_at: datetime | None, household_id: int | None) -> dict[int, Lasts]:
    """Each household's last visit, last unannounced one, last inspection without appointment."""
    unannounced = Visit.notice == Notice.UNANNOUNCED
    rows = db.session.execute(
        select(
            Visit.household_id,
            func.max(Visit.visited_on),
            func.max(Visit.visited_on).filter(unannounced),
            func.max(Visit.visited_on).filter(and_(unannounced, Visit.home_inspected)),
        )
        .where(
            Visit.visited_on <= as_at,
            Visit.stands(known_at),
            true() if household_id is None else Visit.household_id == household_id,
        )
        .group_by(Visit.household_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


# -------------------------------------------------------------------------------- what was agreed


def open_actions(household_id: int, as_at: date) -> Sequence[VisitAction]:
    """What was agreed at a household's visits and is not done on a day, the soonest first."""
    if not is_recorded(VisitAction, household_id):
        return ()
    return db.session.scalars(
        _open_actions(as_at)
        .where(VisitAction.household_id == household_id)
        .order_by(VisitAction.by_when, VisitAction.id)
    ).all()


def actions_of(visit_id: int) -> Sequence[VisitAction]:
    """What was agreed at a visit."""
    return db.session.scalars(
        select(VisitAction)
        .where(VisitAction.visit_id == visit_id, VisitAction.stands())
        .order_by(VisitAction.id)
    ).all()


def open_actions_of_owner(owner_id: int, as_at: date) -> Sequence[VisitAction]:
    """What a worker agreed to do at visits, and has not done on a day."""
    return db.session.scalars(
        _open_actions(as_at)
        .where(VisitAction.owner_id == owner_id)
        .options(joinedload(VisitAction.visit))
        .order_by(VisitAction.by_when, VisitAction.id)
    ).all()


def _open_actions(as_at: date):  # type: ignore[no-untyped-def]
    return (
        select(VisitAction)
        .join(Visit, Visit.id == VisitAction.visit_id)
        .where(
            VisitAction.stands(),
            Visit.visited_on <= as_at,
            or_(VisitAction.closed_on.is_(None), VisitAction.closed_on > as_at),
        )
    )


@dataclass(frozen=True, slots=True)
class OpenAction:
    """Something agreed and not done: whose household, whose turn, by when."""

    id: int
    ref: str
    household_id: int
    household: str
    owner_id: int | None
    agreed_on: date
    by_when: date


def every_open_action(as_at: date) -> list[OpenAction]:
    """Everything agreed at visits to our households and not done on a day."""
    rows = db.session.execute(
        select(
            VisitAction.id,
            VisitAction.ref,
            VisitAction.household_id,
            Household.name,
            VisitAction.owner_id,
            Visit.visited_on,
            VisitAction.by_when,
        )
        .join(Visit, Visit.id == VisitAction.visit_id)
        .join(Household, Household.id == VisitAction.household_id)
        .where(
            VisitAction.stands(),
            Visit.visited_on <= as_at,
            or_(VisitAction.closed_on.is_(None), VisitAction.closed_on > as_at),
        )
    )
    return [OpenAction(*row) for row in rows]


# --------------------------------------------------------------------------------- what is planned


def planned_to_come(
    *,
    worker_id: int | None = None,
    household_ids: Collection[int] | None = None,
    on_or_after: date | None = None,
) -> Sequence[PlannedVisit]:
    """Visits planned and neither made nor called off, the soonest first."""
    asked = select(PlannedVisit).where(
        PlannedVisit.stands(),
        PlannedVisit.visit_id.is_(None),
        PlannedVisit.called_off_on.is_(None),
    )
    if worker_id is not None:
        asked = asked.where(PlannedVisit.worker_id == worker_id)
    if household_ids is not None:
        asked = asked.where(PlannedVisit.household_id.in_(sorted(household_ids)))
    if on_or_after is not None:
        asked = asked.where(PlannedVisit.planned_on >= on_or_after)
    order = (PlannedVisit.planned_on, PlannedVisit.begins_at, PlannedVisit.id)
    return db.session.scalars(asked.order_by(*order)).unique().all()


def planned_with(household_id: int, *, on_or_after: date | None = None) -> Sequence[PlannedVisit]:
    """Visits planned with one household and neither made nor called off, the soonest first."""
    if not is_recorded(PlannedVisit, household_id):
        return ()
    return planned_to_come(household_ids=[household_id], on_or_after=on_or_after)


def kept_by(visit_id: int) -> PlannedVisit | None:
    """The planned visit that a visit kept."""
    return db.session.scalar(
        select(PlannedVisit).where(PlannedVisit.visit_id == visit_id, PlannedVisit.stands())
    )


@dataclass(frozen=True, slots=True)
class Missed:
    """A visit that was planned for a day gone by, and that nobody made, moved or called off."""

    id: int
    ref: str
    household_id: int
    household: str
    worker_id: int | None
    """Who was to make it; None once they have left: then it is whoever's the household is."""

    planned_on: date


def planned_and_not_made(as_at: date) -> list[Missed]:
    """Visits planned for today or a day before it, and not made, moved or called off by then."""
    rows = db.session.execute(
        select(
            PlannedVisit.id,
            PlannedVisit.ref,
            PlannedVisit.household_id,
            Household.name,
            case((or_(User.left_on.is_(None), User.left_on > as_at), PlannedVisit.worker_id)),
            PlannedVisit.planned_on,
        )
        .join(User, User.id == PlannedVisit.worker_id)
        .join(Household, Household.id == PlannedVisit.household_id)
        .outerjoin(Visit, Visit.id == PlannedVisit.visit_id)
        .where(
            PlannedVisit.stands(),
            PlannedVisit.planned_on <= as_at,
            or_(PlannedVisit.visit_id.is_(None), Visit.visited_on > as_at),
            or_(PlannedVisit.called_off_on.is_(None), PlannedVisit.called_off_on > as_at),
        )
    )
    return [Missed(*row) for row in rows]


# --------------------------------------------------------------------------- the council's settings


def settings_through_time(known_at: datetime | None = None) -> Sequence[VisitSetting]:
    """Everything the council has set about visits, the first one first."""
    return db.session.scalars(
        select(VisitSetting)
        .where(VisitSetting.stands(known_at))
        .order_by(VisitSetting.starts_on, VisitSetting.id)
    ).all()


@remembered
def weeks_set(known_at: datetime | None = None) -> tuple[SetWeeks, ...]:
    """How often the council has set visits to be, through time."""
    return weeks_of(settings_through_time(known_at))


def weeks_of(settings: Iterable[VisitSetting]) -> tuple[SetWeeks, ...]:
    """How often visits are to be, of everything set."""
    return tuple(
        SetWeeks(KIND_SET_BY[each.setting], each.starts_on, each.value)
        for each in settings
        if each.setting in KIND_SET_BY
    )


def signature_is_asked(as_at: date) -> bool:
    """Does the council ask carers to sign what was recorded of a visit?"""
    value = db.session.scalar(
        select(VisitSetting.value).where(
            VisitSetting.setting == Setting.SIGNATURE, VisitSetting.in_force(as_at)
        )
    )
    return bool(value)


def topics(as_at: date) -> list[str]:
    """What the council wants talked about on a day; the common list until it sets its own."""
    own = db.session.scalars(
        select(VisitTopic.says).where(VisitTopic.in_force(as_at)).order_by(VisitTopic.id)
    ).all()
    return list(own) or list(TOPICS)


def topics_set(as_at: date) -> Sequence[VisitTopic]:
    """The topics of the council's own list that hold on a day."""
    return db.session.scalars(
        select(VisitTopic).where(VisitTopic.in_force(as_at)).order_by(VisitTopic.id)
    ).all()


# ------------------------------------------------------------------------- lists, miles, calendars


def visits_by(worker_id: int, first: date, last: date) -> Sequence[Visit]:
    """The visits a worker made from one day to another, the last one first."""
    return (
        db.session.scalars(
            select(Visit)
            .where(
                Visit.worker_id == worker_id,
                Visit.visited_on >= first,
                Visit.visited_on <= last,
                Visit.stands(),
            )
            .order_by(Visit.visited_on.desc(), Visit.began_at.desc(), Visit.id.desc())
        )
        .unique()
        .all()
    )


def not_seen_lately(
    person_ids: Collection[int], household_id: int, as_at: date
) -> dict[int, date | None]:
    """When each of these people was last seen at a visit to a household; None if never."""
    rows = db.session.execute(
        select(VisitSeen.person_id, func.max(Visit.visited_on))
        .join(Visit, Visit.id == VisitSeen.visit_id)
        .where(
            Visit.household_id == household_id,
            Visit.stands(),
            Visit.visited_on <= as_at,
            VisitSeen.seen,
            VisitSeen.stands(),
            VisitSeen.person_id.in_(sorted(person_ids)),
        )
        .group_by(VisitSeen.person_id)
    )
    seen = {row[0]: row[1] for row in rows}
    return {person_id: seen.get(person_id) for person_id in person_ids}


def children_of(person_ids: Collection[int]) -> dict[int, Child]:
    """The children among these people, by the person's id."""
    found = db.session.scalars(select(Child).where(Child.person_id.in_(sorted(person_ids))))
    return {child.person_id: child for child in found}


def calendar_of(worker_id: int) -> VisitCalendar | None:
    """A worker's calendar address that is in use."""
    return db.session.scalar(
        select(VisitCalendar).where(
            VisitCalendar.worker_id == worker_id,
            VisitCalendar.revoked_at.is_(None),
            VisitCalendar.stands(),
        )
    )


def worker_of_calendar(token_hash: str) -> User | None:
    """Whose calendar this secret opens; nobody's once it was withdrawn or they have left."""
    worker = db.session.scalar(
        select(User)
        .join(VisitCalendar, VisitCalendar.worker_id == User.id)
        .where(
            VisitCalendar.token_hash == token_hash,
            VisitCalendar.revoked_at.is_(None),
            VisitCalendar.stands(),
        )
    )
    return worker if worker is not None and worker.is_active else None
