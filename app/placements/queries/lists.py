"""What placements started and their ends owe, on a day and as known at a moment.

`lists` answers for any number of placements in a fixed number of questions: the page of one, the
list of all, the clocks and the counts are all made of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from app.audit.models import ActRecord
from app.audit.remembering import remembered
from app.children.codes import (
    LONG_TERM,
    PLACED_FOR_ADOPTION,
    Place,
    PlaceChange,
    Rec,
    in_short,
    is_short_break,
)
from app.children.kinds import ApprovalNeeded, Basis, GroundKind
from app.children.models import (
    CareReview,
    Child,
    LegalStatus,
    Placement,
    PlacementApproval,
    PlacementGround,
    Schooling,
    Setting,
    SocialWorkerVisit,
)
from app.children.watch import looked_after_since
from app.connected import queries as connected
from app.core.db import db
from app.core.today import london_day, today
from app.people.models import Household, Person
from app.permanence.queries import home_of
from app.placements import rules
from app.placements.kinds import CARDS, About, Ending, Item, Scope, State
from app.placements.models import (
    DisruptionMeeting,
    ListsKept,
    PlacementEnding,
    PlacementStep,
    ReviewingOfficer,
)
from app.placements.rules import Ended, Facts, Owed, Step
from app.register.models import FosterCareAgreement
from app.statute.care_planning.begun import Recipient
from sufficiency.period import Period

FOSTERED = frozenset({Basis.FOSTER, Basis.EMERGENCY, Basis.NOT_RECORDED})
"""With foster carers under regulation 22 or 23, or as nobody said; a list asks for an agreement."""

LOOKED_BACK = timedelta(days=730)
"""How long after its end a placement's list is still asked what it owes."""


DAY = timedelta(days=1)

MOVED_SINCE = timedelta(days=28)
"""A school that is the child's so long after a move was not lost by it."""

LATELY = timedelta(days=182)
"""How long a household's page still shows what is owed of a child who left."""


# --------------------------------------------------------------------- since when lists are kept


def kept_from(known_at: datetime | None = None) -> date:
    """The first day from which lists are kept: as the council set it, or else since this record
    was opened. What was loaded of the years before has its lists elsewhere."""
    said = db.session.scalar(
        select(ListsKept.of_placements_from)
        .where(ListsKept.stands(known_at))
        .order_by(ListsKept.id.desc())
        .limit(1)
    )
    if said is not None:
        return said
    opened = db.session.scalar(select(ActRecord.at).order_by(ActRecord.id).limit(1))
    return london_day(opened) if opened is not None else today()


# ------------------------------------------------------------------------------- one and many


@dataclass(frozen=True, slots=True)
class Listed:
    """One placement with its list, as it stands on a day."""

    id: int
    ref: str
    child_id: int
    child_ref: str
    child_name: str
    worker_id: int | None
    household_id: int | None
    household_ref: str | None
    where: str
    is_known: bool
    """The home is a household or a setting of this record."""

    officer_id: int | None
    place: Place
    because: PlaceChange | None
    facts: Facts
    owed: tuple[Owed, ...]

    @property
    def ended(self) -> Ended | None:
        """Its end, if it has ended."""
        ended = self.facts.ended
        return ended if ended is not None and not ended.proposed else None

    @property
    def ending(self) -> Ending | None:
        """What its end was."""
        return rules.kind_of_ending(self.ended) if self.ended is not None else None

    @property
    def to_do(self) -> tuple[Owed, ...]:
        """What somebody still has to do, the soonest first."""
        found = (each for each in self.owed if each.state.is_owed)
        return tuple(sorted(found, key=lambda each: each.due_on))

    @property
    def late(self) -> tuple[Owed, ...]:
        """What is overdue."""
        return tuple(each for each in self.to_do if each.state is State.LATE)

    @property
    def left(self) -> tuple[Owed, ...]:
        """What was not done before the placement ended."""
        return tuple(each for each in self.owed if each.state is State.LEFT)

    @property
    def settled(self) -> int:
        """How many items need nothing more."""
        return sum(not each.state.is_owed for each in self.owed)

    def ref_of(self, about: About) -> str:
        """By what the page of an item is asked for."""
        if about is About.HOME:
            return self.household_ref or ""
        return self.child_ref if about is About.CHILD else self.ref

    def find(self, item: Item, to: Recipient | None = None) -> Owed | None:
        """One item of the list."""
        return next((each for each in self.owed if (each.item, each.to) == (item, to)), None)


def of_placement(placement_id: int, as_at: date, known_at: datetime | None = None) -> Listed | None:
    """One placement's list; None where none is kept of it."""
    return lists(as_at, known_at, only=[placement_id]).get(placement_id)


def whole_of(placement_id: int, as_at: date) -> Listed | None:
    """One placement with what its end was, also where no list is kept of it."""
    asked = Asked(as_at, None, [placement_id])
    return next((asked.of(row) for row in asked.rows), None)


def current_of(child_id: int, as_at: date, known_at: datetime | None = None) -> Listed | None:
    """The list of the home where a child lives, or lived last."""
    ids = db.session.scalars(
        select(Placement.id)
        .where(
            Placement.child_id == child_id,
            Placement.temporary.is_(False),
            Placement.starts_on <= as_at,
            Placement.stands(known_at),
        )
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
        .limit(1)
    ).all()
    return next(iter(some(ids, as_at, known_at)), None)


def lists(
    as_at: date, known_at: datetime | None = None, *, only: Collection[int] | None = None
) -> dict[int, Listed]:
    """The lists of placements of our own children on a day, by the placements' ids.

    Of main placements that began, or ended, since lists are kept; not of those for adoption, nor of
    agreed series of short breaks, for which the regulations say otherwise.
    """
    asked = Asked(as_at, known_at, only)
    found = (asked.of(row) for row in asked.rows)
    return {each.id: each for each in found if each is not None and each.owed}


class Asked:
    """Everything that the lists of some placements need, fetched at once."""

    def __init__(
        self, as_at: date, known_at: datetime | None, only: Collection[int] | None
    ) -> None:
        self.day, self.known = as_at, known_at
        self.kept_from = kept_from(known_at)
        self.rows = self._placements(only)
        ids = sorted({row.child_id for row in self.rows})
        self.lived = self._lived(ids)
        self.statuses = self._by_child(LegalStatus, ids, LegalStatus.starts_on)
        self.steps = self._by_child(PlacementStep, ids, PlacementStep.id)
        self.endings = {
            each.placement_id: each
            for rows in self._by_child(PlacementEnding, ids, PlacementEnding.id).values()
            for each in rows
        }
        self.meetings = {
            each.placement_id: each
            for rows in self._by_child(DisruptionMeeting, ids, DisruptionMeeting.id).values()
            for each in rows
        }
        self.officers = self._by_child(ReviewingOfficer, ids, ReviewingOfficer.starts_on)
        self.schools = self._by_child(Schooling, ids, Schooling.starts_on)
        self.visits = self._days(SocialWorkerVisit, SocialWorkerVisit.visited_on, ids)
        self.reviews = self._days(CareReview, CareReview.held_on, ids)
        self.grounds = self._grounds(ids)
        self.decided = self._decided(sorted(self.grounds))
        self.reg24 = {
            (each.child_id, each.household_id)
            for each in connected.visited(as_at, only=None if only is None else ids)
        }
        self.agreements = self._agreements()

    def _placements(self, only: Collection[int] | None) -> Sequence[Any]:
        ended = Placement.end_known(self.known)
        asked = (
            select(
                Placement.id,
                Placement.ref,
                Placement.child_id,
                Placement.place,
                Placement.basis,
                Placement.household_id,
                Placement.setting_id,
                Placement.postcode,
                Placement.authority_code,
                Placement.expected_end,
                Placement.ended_because,
                Placement.starts_on,
                ended.label("ends"),
                Child.ref.label("child_ref"),
                Child.worker_id,
                Child.responsible_authority,
                Person.given_name,
                Person.family_name,
                Person.born,
                Household.ref.label("household_ref"),
                Household.name.label("household_name"),
                Setting.name.label("setting_name"),
            )
            .join(Child, Child.id == Placement.child_id)
            .join(Person, Person.id == Child.person_id)
            .outerjoin(Household, Household.id == Placement.household_id)
            .outerjoin(Setting, Setting.id == Placement.setting_id)
            .where(
                Placement.temporary.is_(False),
                Placement.stands(self.known),
                Placement.starts_on <= self.day,
                Placement.place.not_in(sorted(PLACED_FOR_ADOPTION)),
                Child.responsible_authority == own_authority(),
            )
            .order_by(Placement.starts_on.desc(), Placement.id.desc())
        )
        if only is not None:
            asked = asked.where(Placement.id.in_(only))
        else:
            asked = asked.where(
                or_(ended.is_(None), ended > self.day - LOOKED_BACK),
                or_(
                    Placement.starts_on >= self.kept_from, ended >= self.kept_from, ended.is_(None)
                ),
            )
        return db.session.execute(asked).all()

    def _lived(self, ids: Sequence[int]) -> dict[int, list[Any]]:
        rows = db.session.execute(
            select(
                Placement.id,
                Placement.child_id,
                Placement.household_id,
                Placement.setting_id,
                Placement.place,
                Placement.postcode,
                Placement.starts_on,
                Placement.end_known(self.known).label("ends"),
            )
            .where(
                Placement.child_id.in_(ids),
                Placement.temporary.is_(False),
                Placement.stands(self.known),
                Placement.starts_on <= self.day,
            )
            .order_by(Placement.starts_on, Placement.id)
        )
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            found[row.child_id].append(row)
        return found

    def _by_child(self, kind: Any, ids: Sequence[int], order: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for each in db.session.scalars(
            select(kind)
            .where(kind.child_id.in_(ids), kind.stands(self.known))
            .order_by(order, kind.id)
        ):
            found[each.child_id].append(each)
        return found

    def _days(self, kind: Any, day: Any, ids: Sequence[int]) -> dict[int, list[date]]:
        asked = select(kind.child_id, day.label("day")).where(
            kind.child_id.in_(ids), kind.stands(self.known), day <= self.day
        )
        if kind is SocialWorkerVisit:
            asked = asked.where(SocialWorkerVisit.seen.is_(True))
        found: dict[int, list[date]] = defaultdict(list)
        for row in db.session.execute(asked.order_by(day)):
            found[row.child_id].append(row.day)
        return found

    def _agreements(self) -> dict[int, list[FosterCareAgreement]]:
        """The carers' agreements, of the homes of those whose carers sign one."""
        homes = {row.household_id for row in self.rows if self._is_fostered(row)}
        found: dict[int, list[FosterCareAgreement]] = defaultdict(list)
        if homes:
            for each in db.session.scalars(
                select(FosterCareAgreement)
                .where(
                    FosterCareAgreement.household_id.in_(homes),
                    FosterCareAgreement.stands(self.known),
                )
                .order_by(FosterCareAgreement.starts_on)
            ):
                found[each.household_id].append(each)
        return found

    def _grounds(self, ids: Sequence[int]) -> dict[int, date | None]:
        """Placements with a parent at once (regulation 19), and when the parent was assessed."""
        rows = db.session.execute(
            select(
                PlacementGround.placement_id, PlacementGround.what, PlacementGround.happened_on
            ).where(
                PlacementGround.child_id.in_(ids),
                PlacementGround.stands(self.known),
                PlacementGround.happened_on <= self.day,
            )
        ).all()
        assessed = {
            row.placement_id: row.happened_on
            for row in rows
            if row.what is GroundKind.PARENT_ASSESSED
        }
        at_once = {row.placement_id for row in rows if row.what is GroundKind.PARENT_NOW}
        return {each: assessed.get(each) for each in at_once}

    def _decided(self, ids: Sequence[int]) -> dict[int, date]:
        """When it was decided that a child may live with a parent, of these placements."""
        if not ids:
            return {}
        rows = db.session.execute(
            select(PlacementApproval.placement_id, PlacementApproval.decided_on)
            .where(
                PlacementApproval.placement_id.in_(ids),
                PlacementApproval.what == ApprovalNeeded.WITH_PARENT,
                PlacementApproval.stands(self.known),
                PlacementApproval.decided_on <= self.day,
            )
            .order_by(PlacementApproval.decided_on.desc())
        )
        return {row.placement_id: row.decided_on for row in rows}

    # ------------------------------------------------------------------------------ of one of them

    def of(self, row: Any) -> Listed | None:
        """One placement's list."""
        statuses = self.statuses[row.child_id]
        here = [each for each in statuses if each.held_on(row.starts_on, self.known)]
        if here and is_short_break(here[-1].status):
            return None
        facts = self._facts(row, statuses)
        officer = [
            each for each in self.officers[row.child_id] if each.held_on(self.day, self.known)
        ]
        return Listed(
            id=row.id,
            ref=row.ref,
            child_id=row.child_id,
            child_ref=row.child_ref,
            child_name=f"{row.given_name} {row.family_name}".strip(),
            worker_id=row.worker_id,
            household_id=row.household_id,
            household_ref=row.household_ref,
            where=row.household_name or row.setting_name or in_short(row.place),
            is_known=bool(row.household_name or row.setting_name),
            officer_id=officer[-1].user_id if officer else None,
            place=row.place,
            because=row.ended_because,
            facts=facts,
            owed=tuple(rules.owed(facts, self.day)),
        )

    def _facts(self, row: Any, statuses: Sequence[LegalStatus]) -> Facts:
        periods = [period for each in statuses if (period := each.period(self.known)) is not None]
        then = looked_after_since(periods, row.starts_on) or row.starts_on
        others = [each for each in self.lived[row.child_id] if each.id != row.id]
        after = [each for each in others if (each.starts_on, each.id) > (row.starts_on, row.id)]
        since = looked_after_since(periods, self.day)
        officers = [
            each.starts_on
            for each in self.officers[row.child_id]
            if since is not None and each.held_on(self.day, self.known)
        ]
        mine, elsewhere = self._steps_of(row, then)
        return Facts(
            starts_on=row.starts_on,
            since=since,
            born=row.born,
            kept_from=self.kept_from,
            newest=not after,
            first=not any(
                each.starts_on < row.starts_on and (each.ends is None or each.ends > then)
                for each in others
            ),
            out_of_area=row.authority_code not in (None, row.responsible_authority),
            emergency=row.basis is Basis.EMERGENCY,
            reg19=row.id in self.grounds and self.grounds[row.id] is None,
            reg24=(row.child_id, row.household_id) in self.reg24,
            to_18=row.place in LONG_TERM,
            schooling=any(
                each.held_on(max(row.starts_on, each.starts_on), self.known)
                and (each.ends_on is None or each.ends_on > row.starts_on)
                for each in self.schools[row.child_id]
            ),
            school_kept=any(
                each.held_on(row.starts_on - DAY, self.known)
                and each.held_on(min(row.starts_on + MOVED_SINCE, self.day), self.known)
                for each in self.schools[row.child_id]
            ),
            fostered=self._is_fostered(row),
            agreed_on=self._agreed_on(row),
            parent_at_once=row.id in self.grounds,
            parent_assessed=self.grounds.get(row.id),
            parent_decided=self.decided.get(row.id),
            officer_on=min(officers, default=None),
            visits=tuple(self.visits[row.child_id]),
            reviews=tuple(self.reviews[row.child_id]),
            steps=mine,
            child_steps=elsewhere,
            ended=self._ended(row, after, periods, statuses),
        )

    def _is_fostered(self, row: Any) -> bool:
        """Of those under regulation 24 no agreement is asked before their carers are approved."""
        return (
            row.household_id is not None
            and row.basis in FOSTERED
            and (row.child_id, row.household_id) not in self.reg24
        )

    def _agreed_on(self, row: Any) -> date | None:
        """Since when the carers' agreement stands: of one not over when the placement began."""
        for each in self.agreements.get(row.household_id, ()):
            over = each.end_as_known(self.known)
            if over is None or over > row.starts_on:
                return each.starts_on
        return None

    def _steps_of(self, row: Any, then: date) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What was said under this placement; and of the child, under others of the same time."""
        began = {each.id: each.starts_on for each in self.lived[row.child_id]}
        mine, elsewhere = [], []
        for each in self.steps[row.child_id]:
            step = Step(each.item, each.done_on, each.recipient)
            if each.placement_id == row.id:
                mine.append(step)
            elif (
                CARDS[each.item].scope is Scope.CHILD
                and began.get(each.placement_id, date.min) >= then
            ):
                elsewhere.append(step)
        return tuple(mine), tuple(elsewhere)

    def _ended(
        self,
        row: Any,
        after: Sequence[Any],
        periods: Sequence[Period],
        statuses: Sequence[LegalStatus],
    ) -> Ended | None:
        said = self.endings.get(row.id)
        over = row.ends if row.ends is not None and row.ends <= self.day else None
        if over is None:
            if said is None or said.proposed_on is None:
                return None
            return Ended(
                on=said.proposed_on,
                reviewed_on=said.reviewed_on,
                without=said.without,
                expected=row.expected_end,
                proposed=True,
            )
        meeting = self.meetings.get(row.id)
        follows = next((each for each in after if each.starts_on == over), None)
        left = bool(periods) and not any(period.contains(over) for period in periods)
        return Ended(
            on=over,
            because=row.ended_because,
            left=left,
            left_because=_left_because(statuses, over) if left else None,
            same_home=follows is not None and home_of(follows) == home_of(row),
            expected=row.expected_end,
            reviewed_on=said.reviewed_on if said is not None else None,
            without=said.without if said is not None else None,
            met_on=meeting.held_on if meeting is not None else None,
            not_met=meeting is not None and meeting.held_on is None,
        )


def _left_because(statuses: Sequence[LegalStatus], on: date) -> Rec | None:
    return next((each.ended_because for each in statuses if each.ends_on == on), None)


def own_authority() -> str:
    """The council whose record this is."""
    return str(current_app.config["SETTINGS"].authority_code)


def some(ids: Sequence[int], as_at: date, known_at: datetime | None = None) -> list[Listed]:
    """The lists of these placements: taken from all of them, where those are at hand."""
    every = standing.at_hand(as_at) if known_at is None else None
    if every is None:
        return list(lists(as_at, known_at, only=ids).values()) if ids else []
    wanted = set(ids)
    return [each for each in every if each.id in wanted]


def of_household(household_id: int, as_at: date) -> list[Listed]:
    """The lists of those who live with a household, and of those who left it lately."""
    ids = db.session.scalars(
        select(Placement.id).where(
            Placement.household_id == household_id,
            Placement.temporary.is_(False),
            Placement.stands(),
            Placement.starts_on <= as_at,
            or_(Placement.ends_on.is_(None), Placement.ends_on > as_at - LATELY),
        )
    ).all()
    return some(ids, as_at)


@remembered
def standing(as_at: date) -> tuple[Listed, ...]:
    """Every list on a day, for the clocks and the counts."""
    return tuple(lists(as_at).values())
