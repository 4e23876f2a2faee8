"""Checks as they stand today: of carers most are in, some run out or did; of those who apply they
are in every state, a few of them late. By the same acts as anybody's.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import cast

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind
from app.checks import actions, queries
from app.checks.kinds import Decided, Helps, Stands
from app.checks.models import Check
from app.checks.queries import Checked, Whom
from app.core.db import db, transaction
from app.demo import names
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.people import actions as people
from app.people.models import Household, MemberRole, Person
from app.statute.checks import CheckKind
from app.statute.sources import Standing
from sufficiency.types import Sex

DAY = timedelta(days=1)

AGES = {0.86: (30, 990), 0.95: (1010, 1090), 1.0: (1100, 1240)}
"""How long ago a carer's last certificate was issued, in days, and what share of them: most are
good for a while, some run out soon, a few have."""

LASTS, LATE = timedelta(days=1095), 0.3
"""How long a certificate counts; how many of those who came later, or to whom a child came on the
first day, were checked late."""

ANSWERS = {
    CheckKind.COUNCIL_RECORDS: ("The council where they lived before", "records@council.example"),
    CheckKind.MEDICAL: ("Their surgery", "reports@surgery.example"),
    CheckKind.SCHOOLS: ("The head teacher", ""),
    CheckKind.EMPLOYER: ("The nursery where they worked", "office@nursery.example"),
}
"""Who is to answer, where that is not the person themselves, and by which address."""

APPLYING = (
    Stands.DONE,
    Stands.DONE,
    Stands.CHASED,
    Stands.DONE,
    Stands.RECEIVED,
    Stands.DONE,
    Stands.ASKED,
    Stands.CONSIDERED,
    Stands.DONE,
    Stands.MISSING,
    Stands.DONE,
    Stands.SET_ASIDE,
    Stands.UNSUITABLE,
)
"""How the checks of those who apply stand, one after another, from home to home."""


def plan_checks(told: Told) -> None:
    """All of them, as they stand on the last day."""
    told.on(told.today, Rank.AFTERWARDS, _somebody_comes, told)
    told.on(told.today, Rank.AFTERWARDS, _all, told)


def _somebody_comes(told: Told) -> None:
    """In a home that is approved somebody moved in, and somebody else stands in for the carer."""
    chance = Chance.of(told.county.seed, "who came lately")
    homes = [each for each in queries.checked(told.today) if not each.assessing]
    for home, role, days, born in (
        (homes[2], MemberRole.ADULT, 70, date(1991, 4, 12)),
        (homes[5], MemberRole.VISITOR, 50, date(1968, 9, 30)),
        (homes[8], MemberRole.VISITOR, 30, date(1974, 1, 8)),
    ):
        household = db.session.get_one(Household, home.household_id)
        since = told.today - days * DAY
        person = people.add_person(
            given_name=names.grown(chance, Sex.FEMALE),
            family_name=names.family(chance),
            born=born,
            sex=Sex.FEMALE,
            by=told.manager,
        )
        people.join_household(household, person, role=role, starts_on=since, by=told.manager)
        if home is homes[5]:
            actions.say_what_they_do(
                household,
                person,
                helps=Helps.BACK_UP,
                regulated=True,
                starts_on=since,
                by=told.manager,
            )


def _all(told: Told) -> None:
    chance, states = Chance.of(told.county.seed, "checks"), cycle(APPLYING)
    whole = {each.household_id for each in longest(told.today)[1:]}
    for home in queries.checked(told.today):
        household = db.session.get_one(Household, home.household_id)
        with transaction():
            for whom in home.everybody:
                person = db.session.get(Person, whom.person_id) if whom.person_id else None
                if home.assessing:
                    wanted = {line.item.kind: next(states) for line in whom.lines}
                    if home.household_id in whole:
                        wanted = dict.fromkeys(wanted, Stands.DONE)
                    _applying(told, household, person, whom, home, wanted)
                elif whom.asks is not None:
                    _approved(told, chance, household, person, whom)


def longest(day: date) -> list[Assessment]:
    """The three applications that are open for the longest, the longest last."""
    those = [
        each
        for each in assessments.assessments(day)
        if each.kind is AssessmentKind.INITIAL and each.worker_id and not each.paused_on
    ]
    return [db.session.get_one(Assessment, each.id) for each in reversed(those[:3])]


def _user(told: Told) -> User:
    return cast(User, told.manager)


def _approved(
    told: Told, chance: Chance, household: Household, person: Person | None, whom: Whom
) -> None:
    """Seen before they were approved or came, and renewed since; some run out, a few have."""
    drawn = chance.random()
    least, most = next(span for share, span in AGES.items() if drawn < share)
    last = told.today - chance.randint(least, most) * DAY
    there = whom.there
    first = there.since - chance.randint(9, 60) * DAY
    if not there.from_the_start and chance.once_in(LATE):
        first = min(there.since + 24 * DAY, told.today)
    if there.child_on is not None and there.child_on == there.since and chance.once_in(LATE):
        first = min(there.since + chance.randint(3, 20) * DAY, told.today)
    those = []
    for line in whom.lines:
        if line.made:
            continue
        days = [first]
        while line.item.renewal is not None and days[-1] + LASTS < last:
            late = chance.once_in(LATE / 4)
            days.append(
                min(days[-1] + LASTS - (-20 if late else chance.randint(5, 60)) * DAY, last)
            )
        those += [_seen(person, line.item.kind, on, chance) for on in days]
    if those:
        actions.record_before(household, those, by=_user(told))


def _seen(person: Person | None, kind: CheckKind, on: date, chance: Chance) -> actions.Before:
    asked = on - chance.randint(12, 30) * DAY
    if kind is not CheckKind.CERTIFICATE:
        return actions.Before(person, kind, on, asked_on=asked)
    number = f"0016{chance.randint(10_000_000, 99_999_999)}"
    issued = max(on - 4 * DAY, asked)
    return actions.Before(person, kind, on, issued, number, asked_on=asked)


def _sees(told: Told, row: Check, on: date, decided: Decided = Decided.SUITABLE) -> None:
    issued = max(on - 4 * DAY, row.asked_on or on)
    certificate = row.kind is CheckKind.CERTIFICATE
    actions.record_came(
        row,
        received_on=on,
        issued_on=issued if certificate else None,
        reference=f"0016{row.id:08}" if certificate else "",
        seen_on=on,
        decided=decided,
        by=_user(told),
    )


def _applying(
    told: Told,
    household: Household,
    person: Person | None,
    whom: Whom,
    home: Checked,
    wanted: dict[CheckKind, Stands],
) -> None:
    """As far as each is to have come; nothing before they applied."""
    lines = [line for line in whom.lines if not line.made]
    first = max(home.since, told.today - 60 * DAY)
    for line in lines:
        stands = wanted[line.item.kind]
        by_law = line.item.standing is Standing.LAW
        if stands is Stands.SET_ASIDE and by_law:
            stands = Stands.DONE
        if stands is Stands.MISSING:
            continue
        if stands is Stands.SET_ASIDE:
            actions.leave_out(
                household,
                person,
                kind=line.item.kind,
                decided=Decided.NOT_NEEDED,
                because="Nothing to ask: they have lived here since they were born.",
                by=_user(told),
            )
            continue
        on = told.today - 3 * DAY if stands is Stands.ASKED else first
        asked_of, email = ANSWERS.get(line.item.kind, ("", ""))
        (row,) = actions.ask(
            household,
            person,
            kinds=[line.item.kind],
            on=max(on, home.since),
            asked_of=asked_of,
            email=email,
            by=told.manager,
        )
        _goes_on(told, row, stands)


def _goes_on(told: Told, row: Check, stands: Stands) -> None:
    asked = row.asked_on or told.today
    back = min(asked + 25 * DAY, told.today)
    match stands:
        case Stands.CHASED:
            actions.chase(row, on=min(asked + 16 * DAY, told.today), by=told.manager)
        case Stands.RECEIVED:
            actions.record_came(row, received_on=back, by=_user(told))
        case Stands.CONSIDERED:
            _sees(told, row, back, Decided.CONSIDERED)
        case Stands.UNSUITABLE:
            _sees(told, row, back, Decided.UNSUITABLE)
        case Stands.DONE:
            _sees(told, row, back)
