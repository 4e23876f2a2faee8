"""The central list on a day: who is on it, what each is and knows, and what each needs next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, select

from app.core.dated import Recorded
from app.core.db import db
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
    asked = select(Listing).where(Listing.in_force(as_at, known_at))
    return sorted(_read(asked, as_at, known_at), key=_by_name)


def _by_name(each: OnList) -> tuple[str, str, int]:
    person = each.listing.person
    return (person.family_name, person.given_name, each.listing.id)


def one_of(listing: Listing, as_at: date, known_at: datetime | None = None) -> OnList:
    """One of them, even when no longer on the list."""
    return _read(select(Listing).where(Listing.id == listing.id), as_at, known_at)[0]


def _read(asked: Select[Listing], as_at: date, known_at: datetime | None) -> list[OnList]:
    listings = db.session.scalars(asked).all()
    if not listings:
        return []
    ids = [each.id for each in listings]

    def rows(kind: type[Fact], *where: Any) -> dict[int, list[Fact]]:
        table: Any = kind
        found: dict[int, list[Fact]] = defaultdict(list)
        chosen = select(table).where(table.listing_id.in_(ids), *where).order_by(table.id)
        for each in db.session.scalars(chosen):
            found[each.listing_id].append(each)
        return found

    tests = rows(IndependenceTest, IndependenceTest.in_force(as_at, known_at))
    knows = rows(Experience, Experience.in_force(as_at, known_at))
    steps = rows(ListStep, ListStep.stands(known_at), ListStep.happened_on <= as_at)
    notices = rows(ListNotice, ListNotice.stands(known_at), ListNotice.given_on <= as_at)
    away = rows(ListAway, ListAway.in_force_during(as_at, None, known_at))
    fees = rows(ListFee, ListFee.in_force(as_at, known_at))
    return [
        OnList(
            listing=each,
            as_at=as_at,
            test=_last(tests[each.id]),
            experience=tuple(knows[each.id]),
            steps=tuple(steps[each.id]),
            notice=_last(notices[each.id]),
            away=tuple(away[each.id]),
            fee=_last(fees[each.id]),
            due=due_next(each.starts_on, _had(steps[each.id])),
        )
        for each in listings
    ]


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
