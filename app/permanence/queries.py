"""Questions about permanence. Those about a day take it, and the moment as known at which to ask.

`of_children` answers everything about many children in a dozen questions to the database, however
many they are: the list, a child's page, the clocks and the counts are all made of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, or_, select

from app.audit.remembering import remembered
from app.children.codes import is_short_break
from app.children.kinds import SiblingKind, Sureness, TogetherOrApart
from app.children.models import Child, LegalStatus, Placement, SiblingLink, SiblingPlan
from app.children.queries import sibling_links
from app.children.watch import looked_after_since
from app.core.db import db
from app.permanence.counting import (
    Lived,
    Stretch,
    in_twelve_months,
    moves_that_call,
    stretches,
)
from app.permanence.kinds import USUAL, Because, Goal, PolicyNumber, Whom
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
from app.permanence.rules import Reason, contact_due, is_fixed, still_to_tell, unanswered
from app.register.models import Resignation
from app.statute.care_planning.reviews import PERMANENCE_PLAN_DUE

NOT_KNOWN = "placement:"
"""How a home begins of which no more is known than that it is one."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """A brother or sister: the plan for the two, whether they live together, and contact."""

    link_id: int
    child_id: int
    kind: SiblingKind
    sureness: Sureness
    plan: SiblingPlan | None
    together: bool | None
    """Whether they live in one home; None where it is not known of both, or one has left care."""
    contact: SiblingContact | None
    last: date | None
    """When they were last in touch."""

    @property
    def against_plan(self) -> bool:
        """They are to be together, and live apart."""
        planned = self.plan is not None and self.plan.plan is TogetherOrApart.TOGETHER
        return planned and self.together is False

    @property
    def due_on(self) -> date | None:
        """The last day to be in touch again, while they live apart."""
        if self.contact is None or self.together is not False:
            return None
        return contact_due(self.contact.how_often, self.contact.starts_on, self.last)


@dataclass(frozen=True, slots=True)
class Permanence:
    """What the record says of one child's permanence on a day."""

    child_id: int
    as_at: date
    since: date | None
    """Looked after without a break since; None: not looked after, or for short breaks only."""
    plan: PermanencePlan | None
    achieved_on: date | None
    match: Match | None
    told: Mapping[Whom, date]
    homes: tuple[Stretch, ...]
    """Every home lived in by that day, the earliest first."""
    number: int
    """Placements in twelve months at which the council calls a meeting."""
    siblings: tuple[Sibling, ...]
    reasons: tuple[Reason, ...]
    """What calls for a stability meeting and no meeting has answered, the earliest first."""
    called: StabilityMeeting | None

    @property
    def recent(self) -> list[Stretch]:
        """The homes that count in the twelve months to the day."""
        return in_twelve_months(self.homes, self.as_at)

    @property
    def placements(self) -> int:
        """Placements in the twelve months to the day."""
        return len(self.recent)

    @property
    def has_moved(self) -> bool:
        """Whether the count has reached the council's number."""
        return self.since is not None and self.placements >= self.number

    @property
    def has_no_plan(self) -> bool:
        """Looked after, with no plan for where to grow up."""
        return self.since is not None and self.plan is None

    @property
    def plan_due_on(self) -> date | None:
        """The last day for a first plan, while there is none."""
        if self.since is None or self.plan is not None:
            return None
        if not PERMANENCE_PLAN_DUE.runs_for(self.since):
            return None
        return PERMANENCE_PLAN_DUE.last_day(self.since)

    @property
    def is_late(self) -> bool:
        """The day of the plan has passed, and it is not achieved."""
        plan = self.plan
        if self.since is None or plan is None or self.achieved_on is not None:
            return False
        return plan.achieve_by < self.as_at

    @property
    def to_tell(self) -> tuple[Whom, ...]:
        """Who has not been told of the match that stands."""
        return still_to_tell(self.told) if self.match is not None else ()

    @property
    def is_fixed(self) -> bool:
        """Whether the match may no longer simply be ended."""
        return self.match is not None and is_fixed(self.told)

    @property
    def is_apart_against_plan(self) -> bool:
        """A brother or sister lives elsewhere, and the plan is together."""
        return any(each.against_plan for each in self.siblings)

    @property
    def meeting_due_on(self) -> date | None:
        """The last day for a stability meeting that something calls for."""
        return min((each.due_on for each in self.reasons), default=None)


def home_of(placement: Placement | Row[*tuple[Any, ...]]) -> str:
    """The same words for the same home: a household, a setting, or a kind of place by postcode.

    `placement`: one, or its row of `id`, `household_id`, `setting_id`, `place` and `postcode`.
    """
    if placement.household_id is not None:
        return f"household:{placement.household_id}"
    if placement.setting_id is not None:
        return f"setting:{placement.setting_id}"
    if placement.postcode:
        return f"{placement.place.value}:{placement.postcode}"
    return f"{NOT_KNOWN}{placement.id}"


def of_child(child_id: int, as_at: date, known_at: datetime | None = None) -> Permanence:
    """One child's permanence."""
    return of_children([child_id], as_at, known_at)[child_id]


def of_children(
    child_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> dict[int, Permanence]:
    """These children's permanence on a day, by their ids."""
    asked = _Asked(sorted(set(child_ids)), as_at, known_at)
    return {each: asked.of(each) for each in asked.ids}


def looked_after_ids(as_at: date, known_at: datetime | None = None) -> list[int]:
    """Every child who is looked after on a day, save those for whom it is short breaks only."""
    rows = db.session.execute(
        select(LegalStatus.child_id, LegalStatus.status)
        .join(Child, Child.id == LegalStatus.child_id)
        .where(LegalStatus.in_force(as_at, known_at), Child.stands(known_at))
    )
    return sorted({row.child_id for row in rows if not is_short_break(row.status)})


Fact = TypeVar("Fact", bound=Any)


class _Asked:
    """Everything recorded about some children that these questions need, fetched at once."""

    def __init__(self, ids: Sequence[int], as_at: date, known_at: datetime | None) -> None:
        self.ids, self.day, self.known = ids, as_at, known_at
        self.links: dict[int, list[SiblingLink]] = defaultdict(list)
        for link in sibling_links(ids, known_at):
            self.links[link.child_id].append(link)
            self.links[link.sibling_id].append(link)
        self.everyone = sorted(self.links.keys() | set(ids))
        self.statuses = self._by_child(LegalStatus, self.everyone)
        self.since = {each: self._since(each) for each in self.everyone}
        self.lived = self._lived()
        self.plans = self._in_force(PermanencePlan)
        self.matches = self._in_force(Match)
        self.numbers = numbers_set(PolicyNumber.PLACEMENTS, known_at)
        self.achieved = {
            each.plan_id: each.achieved_on
            for each in self._rows(PlanAchieved)
            if each.achieved_on <= as_at
        }
        self.told: dict[int, dict[Whom, date]] = defaultdict(dict)
        for each in self._rows(MatchTold):
            if each.told_on <= as_at:
                self.told[each.match_id][each.whom] = each.told_on
        self.sibling_plans = self._of_pairs(SiblingPlan)
        self.contacts = self._of_pairs(SiblingContact)
        self.last = self._last_in_touch()
        self.notices = self._notices()
        self.meetings = self._by_child(StabilityMeeting, ids)
        self.outcomes = {each.meeting_id: each for each in self._rows(StabilityOutcome)}

    # ------------------------------------------------------------------------------ fetched at once

    def _rows(self, kind: type[Fact], ids: Sequence[int] | None = None) -> Sequence[Fact]:
        table: Any = kind
        return db.session.scalars(
            select(table)
            .where(table.child_id.in_(self.ids if ids is None else ids), table.stands(self.known))
            .order_by(table.id)
        ).all()

    def _by_child(self, kind: type[Fact], ids: Sequence[int]) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = defaultdict(list)
        for each in self._rows(kind, ids):
            found[each.child_id].append(each)
        return found

    def _in_force(self, kind: type[Fact]) -> dict[int, Fact]:
        """The one that stands on the day, by child."""
        return {
            each.child_id: each for each in self._rows(kind) if each.held_on(self.day, self.known)
        }

    def _of_pairs(self, kind: type[Fact]) -> dict[tuple[int, int], Fact]:
        """What holds on the day of two brothers or sisters."""
        table: Any = kind
        found = db.session.scalars(
            select(table).where(
                or_(table.child_id.in_(self.ids), table.sibling_id.in_(self.ids)),
                table.in_force(self.day, self.known),
            )
        )
        return {(each.child_id, each.sibling_id): each for each in found}

    def _last_in_touch(self) -> dict[tuple[int, int], date]:
        found: dict[tuple[int, int], date] = {}
        for each in db.session.scalars(
            select(SiblingsInTouch)
            .where(
                or_(
                    SiblingsInTouch.child_id.in_(self.ids),
                    SiblingsInTouch.sibling_id.in_(self.ids),
                ),
                SiblingsInTouch.held_on <= self.day,
                SiblingsInTouch.stands(self.known),
            )
            .order_by(SiblingsInTouch.held_on)
        ):
            found[each.child_id, each.sibling_id] = each.held_on
        return found

    def _lived(self) -> dict[int, tuple[Stretch, ...]]:
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
            ).where(
                Placement.child_id.in_(self.everyone),
                Placement.temporary.is_(False),
                Placement.starts_on <= self.day,
                Placement.stands(self.known),
            )
        )
        found: dict[int, list[Lived]] = defaultdict(list)
        for each in rows:
            found[each.child_id].append(Lived(home_of(each), each.starts_on, each.ends, each.id))
        return {id_: tuple(stretches(lived)) for id_, lived in found.items()}

    def _notices(self) -> dict[int, list[date]]:
        """When carers gave notice, by household, of the homes lived in on the day."""
        homes = {
            int(here.home.partition(":")[2])
            for id_ in self.ids
            if (here := self._here(id_)) is not None and here.home.startswith("household:")
        }
        found: dict[int, list[date]] = defaultdict(list)
        rows = db.session.execute(
            select(Resignation.household_id, Resignation.received_on).where(
                Resignation.household_id.in_(sorted(homes)),
                Resignation.received_on <= self.day,
                Resignation.stands(self.known),
            )
        )
        for row in rows:
            found[row.household_id].append(row.received_on)
        return found

    # -------------------------------------------------------------------------------- of one child

    def of(self, id_: int) -> Permanence:
        """Everything of one of these children."""
        plan, match = self.plans.get(id_), self.matches.get(id_)
        called = self._called(id_)
        return Permanence(
            child_id=id_,
            as_at=self.day,
            since=self.since[id_],
            plan=plan,
            achieved_on=self.achieved.get(plan.id) if plan else None,
            match=match,
            told=self.told.get(match.id, {}) if match else {},
            homes=self.lived.get(id_, ()),
            number=self._number_on(self.day),
            siblings=tuple(self._siblings(id_)),
            reasons=tuple(self._reasons(id_, called)),
            called=called,
        )

    def _since(self, id_: int) -> date | None:
        held = [each for each in self.statuses[id_] if each.held_on(self.day, self.known)]
        if not held or is_short_break(held[-1].status):
            return None
        periods = [each.period(self.known) for each in self.statuses[id_]]
        return looked_after_since([each for each in periods if each is not None], self.day)

    def _here(self, id_: int) -> Stretch | None:
        """The home lived in on the day."""
        homes = self.lived.get(id_, ())
        here = homes[-1] if homes else None
        return here if here is not None and here.touches(self.day, self.day) else None

    def _number_on(self, day: date) -> int:
        return number_on(self.numbers, PolicyNumber.PLACEMENTS, day)

    def _siblings(self, id_: int) -> Iterable[Sibling]:
        for link in self.links.get(id_, ()):
            pair = (link.child_id, link.sibling_id)
            other = link.sibling_id if link.child_id == id_ else link.child_id
            yield Sibling(
                link.id,
                other,
                link.kind,
                link.sureness,
                self.sibling_plans.get(pair),
                self._together(id_, other),
                self.contacts.get(pair),
                self.last.get(pair),
            )

    def _together(self, one: int, other: int) -> bool | None:
        if self.since[one] is None or self.since[other] is None:
            return None
        here, there = self._here(one), self._here(other)
        if here is None or there is None:
            return None
        if NOT_KNOWN in (here.home[: len(NOT_KNOWN)], there.home[: len(NOT_KNOWN)]):
            return None
        return here.home == there.home

    def _called(self, id_: int) -> StabilityMeeting | None:
        """The meeting that is called and neither held nor called off by the day."""
        waiting = [
            each
            for each in self.meetings[id_]
            if each.called_on <= self.day and not self._is_closed(each)
        ]
        return waiting[-1] if waiting else None

    def _is_closed(self, meeting: StabilityMeeting) -> bool:
        outcome = self.outcomes.get(meeting.id)
        return outcome is not None and (outcome.held_on is None or outcome.held_on <= self.day)

    def _reasons(self, id_: int, called: StabilityMeeting | None) -> list[Reason]:
        since = self.since[id_]
        if since is None:
            return []
        homes, here = self.lived.get(id_, ()), self._here(id_)
        calls = moves_that_call(homes, self.day, self._number_on)
        reasons = [Reason(day, Because.MOVES) for day in calls if day >= since]
        if here is not None and here.home.startswith("household:"):
            given = self.notices.get(int(here.home.partition(":")[2]), [])
            reasons += [Reason(day, Because.NOTICE) for day in given if day >= here.starts]
        if called is not None:
            reasons.append(Reason(called.since, called.because))
        held = [
            outcome.held_on
            for each in self.meetings[id_]
            if (outcome := self.outcomes.get(each.id)) is not None
            and outcome.held_on is not None
            and outcome.held_on <= self.day
        ]
        return unanswered(reasons, held)


# ----------------------------------------------------------------------------- the council's number


def numbers_set(
    number: PolicyNumber, known_at: datetime | None = None
) -> Sequence[PermanenceNumber]:
    """What the council has set a number to, the latest first."""
    return db.session.scalars(
        select(PermanenceNumber)
        .where(PermanenceNumber.number == number, PermanenceNumber.stands(known_at))
        .order_by(PermanenceNumber.starts_on.desc(), PermanenceNumber.id.desc())
    ).all()


def number_on(rows: Iterable[PermanenceNumber], number: PolicyNumber, day: date) -> int:
    """What the number is on a day: the latest set by then, or the usual one."""
    return next((each.value for each in rows if each.starts_on <= day), USUAL[number])


# ----------------------------------------------------------------------------------- one at a time


def achieved_on(plan_id: int) -> date | None:
    """The day on which a plan was achieved."""
    return db.session.scalar(
        select(PlanAchieved.achieved_on).where(
            PlanAchieved.plan_id == plan_id, PlanAchieved.stands()
        )
    )


def told_of(match_id: int) -> frozenset[Whom]:
    """Who has been told of a match."""
    found = select(MatchTold.whom).where(MatchTold.match_id == match_id, MatchTold.stands())
    return frozenset(db.session.scalars(found))


def in_touch_on(first: int, second: int, day: date) -> bool:
    """Whether it is recorded that two of them were in touch on a day; the lower id first."""
    found = select(SiblingsInTouch.id).where(
        SiblingsInTouch.child_id == first,
        SiblingsInTouch.sibling_id == second,
        SiblingsInTouch.held_on == day,
        SiblingsInTouch.stands(),
    )
    return db.session.scalar(found) is not None


def meeting_called(child_id: int) -> StabilityMeeting | None:
    """The meeting that is called for a child, and neither held nor called off."""
    closed = select(StabilityOutcome.meeting_id).where(StabilityOutcome.stands())
    return db.session.scalar(
        select(StabilityMeeting)
        .where(
            StabilityMeeting.child_id == child_id,
            StabilityMeeting.stands(),
            StabilityMeeting.id.not_in(closed),
        )
        .order_by(StabilityMeeting.id.desc())
        .limit(1)
    )


def link_of(child_id: int, number: int) -> SiblingLink | None:
    """The link of that number, if it is between this child and another."""
    return db.session.scalar(
        select(SiblingLink).where(
            SiblingLink.id == number,
            or_(SiblingLink.child_id == child_id, SiblingLink.sibling_id == child_id),
            SiblingLink.stands(),
        )
    )


# ------------------------------------------------------------------------------------- through time


@dataclass(frozen=True, slots=True)
class Story:
    """What was agreed, matched, held and recorded of a child, the latest first."""

    plans: Sequence[PermanencePlan]
    achieved: Mapping[int, date]
    matches: Sequence[Match]
    ends: Mapping[int, MatchEnd]
    told: Mapping[int, Sequence[MatchTold]]
    meetings: Sequence[StabilityMeeting]
    outcomes: Mapping[int, StabilityOutcome]
    contacts: Sequence[SiblingsInTouch]


def story_of(child_id: int, known_at: datetime | None = None) -> Story:
    """Everything recorded of one child's permanence."""

    def rows(kind: Any) -> Sequence[Any]:
        return db.session.scalars(
            select(kind)
            .where(kind.child_id == child_id, kind.stands(known_at))
            .order_by(kind.id.desc())
        ).all()

    told: dict[int, list[MatchTold]] = defaultdict(list)
    for each in rows(MatchTold):
        told[each.match_id].append(each)
    contacts = db.session.scalars(
        select(SiblingsInTouch)
        .where(
            or_(SiblingsInTouch.child_id == child_id, SiblingsInTouch.sibling_id == child_id),
            SiblingsInTouch.stands(known_at),
        )
        .order_by(SiblingsInTouch.held_on.desc(), SiblingsInTouch.id.desc())
    ).all()
    return Story(
        plans=rows(PermanencePlan),
        achieved={each.plan_id: each.achieved_on for each in rows(PlanAchieved)},
        matches=rows(Match),
        ends={each.match_id: each for each in rows(MatchEnd)},
        told=told,
        meetings=rows(StabilityMeeting),
        outcomes={each.meeting_id: each for each in rows(StabilityOutcome)},
        contacts=contacts,
    )


Test = Callable[[Permanence], bool]

FILTERS: Mapping[str, Test] = {
    "no_plan": lambda found: found.has_no_plan,
    "late": lambda found: found.is_late,
    "moved": lambda found: found.has_moved,
    "apart": lambda found: found.is_apart_against_plan,
    "not_told": lambda found: bool(found.to_tell),
    "meeting": lambda found: bool(found.reasons),
}
"""What the list can be narrowed to, each counted beside its words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one child, in plain values: the goal, and what the list narrows to."""

    child_id: int
    goal: Goal | None
    filters: frozenset[str]


@remembered
def standings(as_at: date, known_at: datetime | None = None) -> tuple[Standing, ...]:
    """Of every child who is looked after on a day."""
    found = of_children(looked_after_ids(as_at, known_at), as_at, known_at)
    return tuple(
        Standing(
            id_,
            each.plan.goal if each.plan else None,
            frozenset(name for name, test in FILTERS.items() if test(each)),
        )
        for id_, each in found.items()
    )
