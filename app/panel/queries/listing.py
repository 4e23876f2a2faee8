"""The central list on a day: who is on it, what each is and knows, and what each needs next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import or_, select

from app.accounts.models import Role, RoleHeld, User
from app.core.dated import Recorded
from app.core.db import db
from app.core.today import today
from app.panel.kinds import ExperienceKind, StepKind
from app.panel.models import (
    Experience,
    IndependenceTest,
    ListAway,
    ListFee,
    Listing,
    ListNotice,
    ListStep,
)
from app.panel.rules.listing import (
    TEST,
    WANTED,
    Due,
    Had,
    due_next,
    is_independent,
    lacking,
    three_years,
)
from app.register.models import Approval

DAY = timedelta(days=1)
SOON = timedelta(days=42)
"""What lapses within six weeks is about to."""

Fact = TypeVar("Fact", bound=Recorded)


@dataclass(frozen=True, slots=True)
class OnList:
    """Somebody on the central list, as they stand on a day."""

    listing: Listing
    as_at: date
    test: IndependenceTest | None = None
    experience: tuple[Experience, ...] = ()
    steps: tuple[ListStep, ...] = ()
    notice: ListNotice | None = None
    away: tuple[ListAway, ...] = ()
    """Times away that last to the day or begin after it."""

    fee: ListFee | None = None
    due: tuple[Due, ...] = field(default=())

    @property
    def name(self) -> str:
        """Their name."""
        return self.listing.person.name

    @property
    def independent(self) -> bool | None:
        """Whether they are; None: the test was never recorded, and they do not count as such."""
        return None if self.test is None else is_independent(answers_of(self.test))

    @property
    def social_worker(self) -> bool:
        """A social worker with three years of relevant experience since qualifying."""
        return any(
            each.kind is ExperienceKind.SOCIAL_WORK and three_years(each.since, self.as_at)
            for each in self.experience
        )

    @property
    def is_away(self) -> bool:
        """Whether they cannot come on the day."""
        return any(each.held_on(self.as_at) for each in self.away)

    @property
    def overdue(self) -> tuple[Due, ...]:
        """What should have been done by the day."""
        return tuple(each for each in self.due if each.due_on < self.as_at)

    @property
    def lapsing(self) -> tuple[Due, ...]:
        """What is overdue, or will be within six weeks."""
        return tuple(each for each in self.due if each.due_on <= self.as_at + SOON)

    @property
    def leaves_on(self) -> date | None:
        """The first day on which they are no longer on the list, once notice is given."""
        return self.listing.ends_on


def answers_of(test: IndependenceTest) -> dict[str, bool]:
    """The test's answers by question."""
    return {key: getattr(test, key) for key in TEST}


def central_list(as_at: date, known_at: datetime | None = None) -> list[OnList]:
    """Everybody on the central list on a day, by name."""
    return central_lists([as_at], known_at)[as_at]


def central_lists(
    days: Collection[date], known_at: datetime | None = None
) -> dict[date, list[OnList]]:
    """The central list on each of these days, read once for all of them."""
    if not days:
        return {}
    listings = db.session.scalars(
        select(Listing).where(Listing.in_force_during(min(days), max(days) + DAY, known_at))
    ).all()
    facts = _Facts([each.id for each in listings], known_at)
    return {
        day: sorted(
            (facts.of(each, day) for each in listings if each.held_on(day, known_at)), key=_by_name
        )
        for day in days
    }


def _by_name(each: OnList) -> tuple[str, str, int]:
    person = each.listing.person
    return (person.family_name, person.given_name, each.listing.id)


def one_of(listing: Listing, as_at: date, known_at: datetime | None = None) -> OnList:
    """One of them, even when no longer on the list."""
    return _Facts([listing.id], known_at).of(listing, as_at)


class _Facts:
    """What is recorded of these entries, whenever it held: six questions, however many days."""

    def __init__(self, ids: Sequence[int], known_at: datetime | None) -> None:
        self.known_at = known_at
        self.tests = self._rows(IndependenceTest, ids)
        self.experience = self._rows(Experience, ids)
        self.steps = self._rows(ListStep, ids)
        self.notices = self._rows(ListNotice, ids)
        self.away = self._rows(ListAway, ids)
        self.fees = self._rows(ListFee, ids)

    def _rows(self, kind: type[Fact], ids: Sequence[int]) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = defaultdict(list)
        if not ids:
            return found
        table: Any = kind
        asked = select(table).where(table.listing_id.in_(ids), table.stands(self.known_at))
        for each in db.session.scalars(asked.order_by(table.id)):
            found[each.listing_id].append(each)
        return found

    def of(self, listing: Listing, day: date) -> OnList:
        """One of them on a day."""
        known, id_ = self.known_at, listing.id
        steps = [each for each in self.steps[id_] if each.happened_on <= day]
        return OnList(
            listing=listing,
            as_at=day,
            test=_last([each for each in self.tests[id_] if each.held_on(day, known)]),
            experience=tuple(each for each in self.experience[id_] if each.held_on(day, known)),
            steps=tuple(steps),
            notice=_last([each for each in self.notices[id_] if each.given_on <= day]),
            away=tuple(
                each
                for each in self.away[id_]
                if (end := each.end_as_known(known)) is None or end > day
            ),
            fee=_last([each for each in self.fees[id_] if each.held_on(day, known)]),
            due=due_next(listing.starts_on, _had(steps)),
        )


def _last(rows: Sequence[Fact]) -> Fact | None:
    return rows[-1] if rows else None


def _had(steps: Iterable[ListStep]) -> Had:
    last: dict[StepKind, date] = {}
    until: date | None = None
    for each in steps:
        last[each.step] = max(last.get(each.step, each.happened_on), each.happened_on)
        if each.counts_until is not None:
            until = max(until or each.counts_until, each.counts_until)
    return Had(last, until)


def listing_by_ref(ref: str) -> Listing | None:
    """The entry with this public id."""
    return db.session.scalar(select(Listing).where(Listing.ref == ref, Listing.stands()))


def signs_in_with(user_id: int, *, but: Listing) -> Listing | None:
    """Who else on the list, now or later, signs in with an account."""
    return db.session.scalar(
        select(Listing)
        .where(
            Listing.user_id == user_id,
            Listing.id != but.id,
            Listing.person_id != but.person_id,
            Listing.stands(),
            or_(Listing.ends_on.is_(None), Listing.ends_on > today()),
        )
        .limit(1)
    )


def approved_on(person_id: int, day: date) -> bool:
    """Whether the register says that somebody is approved as a foster carer on a day."""
    found = select(Approval.id).where(Approval.person_id == person_id, Approval.in_force(day))
    return db.session.scalar(found.limit(1)) is not None


def notice_of(listing_id: int) -> ListNotice | None:
    """The notice given, by either side."""
    return db.session.scalar(
        select(ListNotice)
        .where(ListNotice.listing_id == listing_id, ListNotice.stands())
        .order_by(ListNotice.id.desc())
        .limit(1)
    )


def away_without_end(listing_id: int) -> Sequence[ListAway]:
    """The times away of one of them of which no end is known, the latest first."""
    return db.session.scalars(
        select(ListAway)
        .where(ListAway.listing_id == listing_id, ListAway.ends_on.is_(None), ListAway.stands())
        .order_by(ListAway.starts_on.desc(), ListAway.id.desc())
    ).all()


def history_of(listing_id: int) -> Mapping[str, Sequence[Any]]:
    """Every test, experience, time away and fee recorded of one of them, the latest first."""

    def rows(kind: Any) -> Sequence[Any]:
        return db.session.scalars(
            select(kind)
            .where(kind.listing_id == listing_id, kind.stands())
            .order_by(kind.starts_on.desc(), kind.id.desc())
        ).all()

    return {
        "tests": rows(IndependenceTest),
        "experience": rows(Experience),
        "away": rows(ListAway),
        "fees": rows(ListFee),
    }


def only_adviser(as_at: date) -> int | None:
    """The panel adviser, whose work all of this is; None: there is none, or there are several."""
    found = db.session.scalars(
        select(RoleHeld.user_id).where(
            RoleHeld.role == Role.PANEL_ADVISER, RoleHeld.in_force(as_at)
        )
    ).all()
    return found[0] if len(found) == 1 else None


def accounts() -> Sequence[User]:
    """Everybody with whose account somebody on the list might sign in, by name."""
    return db.session.scalars(
        select(User).where(User.stands(), User.left_on.is_(None)).order_by(User.name, User.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Makeup:
    """What the list holds between its people on a day (FSR 2011 reg 23(1) and (7))."""

    people: int
    independent: int
    social_workers: int
    away: int
    lacks: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether a panel could be drawn from it at all."""
        return self.social_workers > 0 and self.people - self.away >= 5


def makeup(those: Sequence[OnList]) -> Makeup:
    """How many of each there are, and the experience that nobody has."""
    known = {each.kind for one in those for each in one.experience}
    return Makeup(
        people=len(those),
        independent=sum(one.independent is True for one in those),
        social_workers=sum(one.social_worker for one in those),
        away=sum(one.is_away for one in those),
        lacks=tuple(lacking(known, WANTED)),
    )
