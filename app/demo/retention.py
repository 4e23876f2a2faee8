"""Foster carers of long ago, whose records have reached their end.

The record took them over when it began: names, homes and days of approval, and nobody placed, for
what was placed with them stands in the paper files. Some of their records wait to be proposed, one
waits for a second person, one is held for a claim, one was destroyed and left its certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.accounts.models import User
from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.rules import AssessmentKind, Outcome
from app.audit.act import Actor, act
from app.core.db import db
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.lives import TAKEN_OVER
from app.demo.staff import Worker, everyone
from app.people import actions as people
from app.people.models import Household, MemberRole, Person, PetKind
from app.register import actions as register
from app.register.models import Approval, ApprovalEnd
from app.retention import actions as retention
from app.retention import queries
from app.retention.kinds import Why
from sufficiency.types import Sex

WITHDREW = date(2022, 6, 20)
"""A couple of months after they had applied."""

REASON = "Its time is over; nobody has asked for it, and nothing is known against it."


@dataclass(frozen=True)
class Someone:
    """A carer of long ago, and the day on which the approval ended."""

    given: str
    born: date
    sex: Sex
    until: date
    how: ApprovalEnd = ApprovalEnd.RESIGNED


@dataclass(eq=False)
class LongAgo:
    """A household of long ago."""

    family: str
    since: date
    carers: tuple[Someone, ...]
    dog: str = ""
    household: Household | None = None
    approvals: list[tuple[Approval, Someone]] = field(default_factory=list)

    @property
    def about(self) -> str:
        """As the trail names it."""
        if self.household is None:
            raise LookupError("not told yet")
        return f"household:{self.household.id}"


def homes() -> list[LongAgo]:
    """Who they were."""
    return [
        LongAgo(
            "Pritchard",
            date(1998, 5, 11),
            (Someone("Doreen", date(1941, 6, 2), Sex.FEMALE, date(2009, 3, 31)),),
        ),
        LongAgo(
            "Tudge",
            date(2001, 9, 3),
            (
                Someone("Brenda", date(1950, 1, 20), Sex.FEMALE, date(2011, 6, 30)),
                Someone("Cyril", date(1947, 11, 8), Sex.MALE, date(2010, 2, 14), ApprovalEnd.DIED),
            ),
            dog="Bramble, a spaniel",
        ),
        LongAgo(
            "Wargent",
            date(1995, 2, 6),
            (Someone("Hilda", date(1938, 8, 30), Sex.FEMALE, date(2004, 12, 31)),),
        ),
        LongAgo(
            "Preece-Lloyd",
            date(2003, 4, 28),
            (Someone("Glenys", date(1956, 3, 17), Sex.FEMALE, date(2012, 2, 29)),),
        ),
        LongAgo(
            "Scudamore",
            date(1992, 10, 19),
            (
                Someone("Alwyn", date(1939, 4, 25), Sex.MALE, date(2003, 7, 31)),
                Someone("Mavis", date(1940, 12, 12), Sex.FEMALE, date(2003, 7, 31)),
            ),
        ),
    ]


def plan_retention(told: Told) -> None:
    """Everything of this kind, up to today."""
    chance = Chance.of(told.county.seed, "retention")
    all_of_them = homes()
    for home in all_of_them:
        told.on(TAKEN_OVER, Rank.AFTERWARDS, _took_over, told, home, chance)
    day = timedelta(days=1)
    pritchard, _tudge, _wargent, preece, scudamore = all_of_them
    told.on(told.today - 140 * day, Rank.AFTERWARDS, _held, told, preece)
    told.on(told.today - 96 * day, Rank.AFTERWARDS, _proposed, told, scudamore)
    told.on(told.today - 90 * day, Rank.AFTERWARDS, _destroyed, told, scudamore)
    told.on(told.today - 9 * day, Rank.AFTERWARDS, _proposed, told, pritchard)
    told.on(WITHDREW, Rank.AFTERWARDS, _withdrew, told)


def _took_over(told: Told, home: LongAgo, chance: Chance) -> None:
    home.household = _add(told, home, chance, by=told.manager)
    for approval, one in home.approvals:
        register.end_approval(approval, on=one.until, how=one.how, by=told.manager)


@act("Took over the record of a household of long ago")
def _add(told: Told, home: LongAgo, chance: Chance, *, by: Actor) -> Household:
    household: Household = people.add_household(
        name=f"The {home.family}s", provider=told.providers[""], by=by
    )
    for one in home.carers:
        person = _person(one.given, home.family, one.born, one.sex, by)
        people.join_household(household, person, role=MemberRole.CARER, starts_on=home.since, by=by)
        home.approvals.append(
            (register.approve(household, person, starts_on=home.since, by=by), one)
        )
    point = told.county.ground.at_home(chance)
    people.move_household(
        household, line="The old schoolhouse", postcode=point.postcode, starts_on=home.since, by=by
    )
    if home.dog:
        people.add_pet(
            household, kind=PetKind.DOG, description=home.dog, starts_on=home.since, by=by
        )
    return household


def _person(given: str, family: str, born: date, sex: Sex, by: Actor) -> Person:
    person: Person = people.add_person(
        given_name=given, family_name=family, born=born, sex=sex, by=by
    )
    return person


def _withdrew(told: Told) -> None:
    """Applicants who withdrew, and whose record is kept for three years."""
    by = told.manager
    household = people.add_household(name="The Yapps", provider=told.providers[""], by=by)
    person = _person("Corinne", "Yapp", date(1979, 7, 4), Sex.FEMALE, by)
    people.join_household(
        household, person, role=MemberRole.CARER, starts_on=date(2022, 3, 7), by=by
    )
    begun = assessments.begin_assessment(
        household, kind=AssessmentKind.INITIAL, starts_on=date(2022, 3, 7), by=by
    )
    assessments.finish(begun, on=WITHDREW, outcome=Outcome.WITHDREW, by=by)


def _held(told: Told, home: LongAgo) -> None:
    retention.hold(
        home.about,
        why=Why.CLAIM,
        reason="A claim about 2006 was announced by a solicitor’s letter; legal services have it.",
        by=_somebody(told, Role.TEAM_MANAGER),
    )


def _proposed(told: Told, home: LongAgo) -> None:
    retention.propose(home.about, reason=REASON, by=_somebody(told, Role.TEAM_MANAGER))


def _destroyed(told: Told, home: LongAgo) -> None:
    waiting = queries.waiting_about(home.about)
    if waiting is None:
        raise LookupError("it was never proposed")
    retention.destroy(
        waiting, reason="Looked at and agreed.", by=_somebody(told, Role.SERVICE_MANAGER)
    )


def _somebody(told: Told, role: Role) -> User:
    worker: Worker = next(
        each for each in everyone(told.today) if each.role is role and each.left is None
    )
    return db.session.get_one(User, told.users[worker.name].id)
