"""Questions about checks: of whom each is asked, how it stands on a day, what Part 1 lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind, Outcome
from app.audit.remembering import remembered
from app.checks import rules
from app.checks.kinds import Belongs, Decided, Helps, Stands
from app.checks.models import Check, CheckChase, HelpsOut
from app.checks.rules import Round, Standing, There
from app.children.models import Placement
from app.core.db import db
from app.core.holding import is_recorded
from app.core.today import today
from app.people.models import Household, Member, MemberRole, Person, Provider, ProviderKind
from app.recruitment import part1
from app.recruitment.rules.stages import KINDS
from app.register.models import Approval, TemporaryApproval
from app.statute.checks import Asks, CheckKind, Listed, listed
from app.statute.recruitment import Part1
from app.supervision import queries as supervision

_BELONGS = {
    MemberRole.CARER: Belongs.FOSTERS,
    MemberRole.VISITOR: Belongs.VISITS,
    MemberRole.CHILD_OF_FAMILY: Belongs.CHILD,
}
_ORDER = {role: place for place, role in enumerate(MemberRole)}


@dataclass(frozen=True, slots=True)
class Made:
    """A round of a check as it was recorded, with what only some may read."""

    ref: str
    round: Round
    reference: str
    seen_by: str
    because: str


@dataclass(frozen=True)
class Line:
    """One check of one of them, how it stands, and each time it was made, the last first."""

    item: Listed
    standing: Standing
    made: tuple[Made, ...] = ()

    @property
    def last(self) -> Made | None:
        """The round that stands."""
        return self._made(self.standing.seen)

    @property
    def under_way(self) -> Made | None:
        """The round that is asked for or back, and not seen."""
        return self._made(self.standing.open)

    def _made(self, each: Round | None) -> Made | None:
        number = each.number if each is not None else None
        return next((one for one in self.made if one.round.number == number), None)


@dataclass(frozen=True)
class Whom:
    """Somebody of a home, or the home itself, with each check that is asked of them."""

    name: str
    ref: str
    person_id: int | None
    asks: Asks | None
    there: There
    lines: tuple[Line, ...]
    belongs: Belongs | None = None
    helps: Helps | None = None

    @property
    def needs_saying(self) -> bool:
        """Is it not recorded whether what this visitor does is regulated activity?"""
        return self.asks is None and self.belongs is Belongs.VISITS

    def line(self, kind: CheckKind) -> Line | None:
        """One check of theirs."""
        return next((each for each in self.lines if each.item.kind is kind), None)


@dataclass(frozen=True)
class Checked:
    """A home of ours and everybody of whom checks are asked, as on a day."""

    household_id: int
    household_ref: str
    household: str
    since: date
    """The first day on which it was ours to check: applied, or approved."""

    assessing: bool
    """Is an assessment of it open?"""

    fosters: bool
    """It fosters, or applies to; otherwise it is assessed for special guardianship alone."""

    everybody: tuple[Whom, ...]

    @cached_property
    def lines(self) -> tuple[tuple[Whom, Line], ...]:
        """Every check of everybody."""
        return tuple((whom, line) for whom in self.everybody for line in whom.lines)

    @property
    def ran_out(self) -> tuple[tuple[Whom, Line], ...]:
        """Those that were seen and count no longer."""
        return tuple(each for each in self.lines if each[1].standing.stands is Stands.RAN_OUT)

    @property
    def waiting(self) -> tuple[tuple[Whom, Line], ...]:
        """Those that nobody has seen yet, and that are not left out."""
        return tuple(
            each
            for each in self.lines
            if not each[1].standing.stands.is_in
            and each[1].standing.stands not in (Stands.RAN_OUT, Stands.SET_ASIDE)
        )

    @property
    def late(self) -> tuple[tuple[Whom, Line], ...]:
        """Those of which something is late."""
        return tuple(each for each in self.lines if each[1].standing.late)


# ---------------------------------------------------------------------------------- of many homes


def checked(as_at: date, known_at: datetime | None = None) -> tuple[Checked, ...]:
    """Every home of ours that applies, or is approved, on a day; with `known_at`, as the record
    knew it at that moment."""
    return _all_checked(as_at, known_at)


@remembered
def _all_checked(as_at: date, known_at: datetime | None) -> tuple[Checked, ...]:
    return _checked(as_at, known_at, None)


def checked_one(household_id: int, as_at: date, known_at: datetime | None = None) -> Checked | None:
    """One home; None if it is not ours to check on that day."""
    every = _all_checked.at_hand(as_at, known_at)
    if every is None:
        every = _checked(as_at, known_at, household_id)
    return next((each for each in every if each.household_id == household_id), None)


def _checked(
    as_at: date, known_at: datetime | None, household_id: int | None
) -> tuple[Checked, ...]:
    ours = _ours(as_at, known_at, household_id)
    if not ours:
        return ()
    facts = _Facts(sorted(ours), as_at, known_at, only=household_id)
    return tuple(
        Checked(
            number,
            each.ref,
            each.name,
            each.since,
            each.assessing,
            each.fosters,
            tuple(_everybody(number, each, facts, as_at)),
        )
        for number, each in sorted(ours.items(), key=lambda one: (one[1].name, one[0]))
    )


@dataclass(frozen=True, slots=True)
class _Ours:
    name: str
    ref: str
    since: date
    assessing: bool
    fosters: bool


ASSESSED = (*KINDS, AssessmentKind.GUARDIANSHIP)
"""For what a home is assessed whose people are checked."""


def _ours(as_at: date, known_at: datetime | None, household_id: int | None) -> dict[int, _Ours]:
    """Homes of our own service that are assessed, to foster or as special guardians, approved or
    temporarily approved on a day."""
    since: dict[int, list[date]] = defaultdict(list)
    assessing: set[int] = set()
    fosters: set[int] = set()
    begun = Assessment.stands(known_at) & (Assessment.starts_on <= as_at)
    assessed = begun & Assessment.kind.in_(ASSESSED)
    ended, of = Assessment.end_known(known_at), (Assessment.outcome, Assessment.kind)
    for number, starts, ends, outcome, kind in _asked(
        Assessment, household_id, assessed, ended, *of
    ):
        if ends is None or ends > as_at:
            assessing.add(number)
            if kind in KINDS:
                fosters.add(number)
        if ends is None or outcome not in (Outcome.WITHDREW, Outcome.STOPPED):
            since[number].append(starts)
    for approved in (Approval, TemporaryApproval):
        for number, starts in _asked(approved, household_id, approved.in_force(as_at, known_at)):
            fosters.add(number)
            since[number].append(starts)
    now = fosters | assessing
    if not now:
        return {}
    homes = db.session.execute(
        select(Household.id, Household.ref, Household.name)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            _is(Household.id, household_id),
            Household.stands(),
            Provider.kind == ProviderKind.OWN,
        )
    )
    return {
        row.id: _Ours(
            row.name,
            row.ref,
            min(since[row.id], default=as_at),
            row.id in assessing,
            row.id in fosters,
        )
        for row in homes
        if row.id in now
    }


def _is(column: Any, household_id: int | None) -> ColumnElement[bool]:
    return column == household_id if household_id is not None else true()


def _asked(
    kind: Any, household_id: int | None, when: ColumnElement[bool], *more: Any
) -> Sequence[Any]:
    """The households and first days of facts of a kind, and more of their columns."""
    if not is_recorded(kind, household_id):
        return ()
    return db.session.execute(
        select(kind.household_id, kind.starts_on, *more).where(
            _is(kind.household_id, household_id), when
        )
    ).all()


class _Facts:
    """What is asked of the record about some homes, in as many questions as there are kinds."""

    def __init__(
        self, ids: Sequence[int], as_at: date, known_at: datetime | None, only: int | None
    ) -> None:
        self.known_at = known_at
        self.members: dict[int, list[Member]] = defaultdict(list)
        asked = (
            select(Member)
            .where(_is(Member.household_id, only), Member.in_force(as_at, known_at))
            .order_by(Member.id)
        )
        homes = set(ids)
        for member in db.session.scalars(asked):
            if member.household_id in homes:
                self.members[member.household_id].append(member)
        self.stays = self._stays(as_at, known_at, only)
        self.helps: dict[tuple[int, int], HelpsOut] = {}
        if is_recorded(HelpsOut, only):
            helping = _is(HelpsOut.household_id, only) & HelpsOut.in_force(as_at, known_at)
            for row in db.session.scalars(select(HelpsOut).where(helping)):
                self.helps[row.household_id, row.person_id] = row
        self.made = _made(only, known_at)

    @staticmethod
    def _stays(
        as_at: date, known_at: datetime | None, only: int | None
    ) -> dict[int, list[tuple[date, date | None]]]:
        if not is_recorded(Placement, only):
            return {}
        found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        rows = db.session.execute(
            select(
                Placement.household_id, Placement.starts_on, Placement.end_known(known_at)
            ).where(
                _is(Placement.household_id, only),
                Placement.stands(known_at),
                Placement.starts_on <= as_at,
            )
        )
        for number, starts, ends in rows:
            if number is not None:
                found[number].append((starts, ends))
        return found

    def rounds(self, household_id: int, person_id: int | None, kind: CheckKind) -> list[Made]:
        """Each time a check was made: of a person wherever they live, of a home there."""
        home = None if person_id is not None else household_id
        return self.made.get((home, person_id, kind), [])


def _made(
    only: int | None, known_at: datetime | None
) -> dict[tuple[int | None, int | None, CheckKind], list[Made]]:
    """Every round that stands, the last first. A person's certificate goes with the person."""
    where: ColumnElement[bool] = true()
    if only is not None:
        people = select(Member.person_id).where(Member.household_id == only)
        where = Check.person_id.in_(people)
        if is_recorded(Check, only):
            where = or_(Check.household_id == only, where)
    rows = db.session.execute(
        select(Check.household_id, Check.person_id, Check.kind, *_OF_A_ROUND, User.name)
        .outerjoin(User, User.id == Check.seen_by_id)
        .where(Check.stands(known_at), where)
        .order_by(Check.id.desc())
    ).all()
    ids = [row.id for row in rows] if only is not None else None
    chased = _chased(ids, known_at) if rows else {}
    found: dict[tuple[int | None, int | None, CheckKind], list[Made]] = defaultdict(list)
    for row in rows:
        home = None if row.person_id is not None else row.household_id
        found[home, row.person_id, row.kind].append(_as_made(row, chased.get(row.id, ()), known_at))
    return found


_OF_A_ROUND = (
    Check.id,
    Check.ref,
    Check.asked_on,
    Check.received_on,
    Check.issued_on,
    Check.seen_on,
    Check.decided,
    Check.counts_until,
    Check.reference,
    Check.because,
    Check.received_recorded_at,
    Check.seen_recorded_at,
    Check.decided_recorded_at,
)


def _chased(ids: Sequence[int] | None, known_at: datetime | None) -> dict[int, list[date]]:
    """When each of these was chased, or (None) every one. A message that did not go chased
    nobody."""
    went: ColumnElement[bool] = CheckChase.not_sent_at.is_(None)
    if known_at is not None:
        went = or_(went, CheckChase.not_sent_at > known_at)
    asked = select(CheckChase.check_id, CheckChase.chased_on).where(
        CheckChase.stands(known_at), went
    )
    if ids is not None:
        asked = asked.where(CheckChase.check_id.in_(ids))
    found: dict[int, list[date]] = defaultdict(list)
    for number, day in db.session.execute(asked.order_by(CheckChase.chased_on)):
        found[number].append(day)
    return found


def _as_made(row: Any, chased: Iterable[date], known_at: datetime | None) -> Made:
    """A round as it was known: what was recorded of it later is as if it had not come."""
    came = rules.is_known(row.received_on, row.received_recorded_at, known_at)
    seen = rules.is_known(row.seen_on, row.seen_recorded_at, known_at)
    written = seen or (came and row.seen_on is None)  # whoever recorded it last wrote these
    decided, settled = row.decided, row.decided_recorded_at
    if settled is not None and not rules.is_known(row.seen_on, settled, known_at):
        decided = Decided.CONSIDERED
    return Made(
        row.ref,
        Round(
            row.id,
            row.asked_on,
            tuple(chased),
            row.received_on if came else None,
            row.issued_on if written else None,
            row.seen_on if seen else None,
            decided if seen else None,
            row.counts_until if seen else None,
        ),
        row.reference if written else "",
        (row.name or "") if seen else "",
        row.because if seen else "",
    )


def _everybody(number: int, ours: _Ours, facts: _Facts, as_at: date) -> Iterable[Whom]:
    for member in sorted(facts.members.get(number, ()), key=lambda each: _ORDER[each.role]):
        person = member.person
        helps = facts.helps.get((number, person.id))
        belongs = _BELONGS.get(member.role, Belongs.LIVES)
        asks = rules.list_of(
            belongs,
            person.born,
            as_at,
            regulated=helps.regulated if helps is not None else None,
            fosters=ours.fosters,
        )
        if asks is None and belongs is not Belongs.VISITS:
            continue
        stays = facts.stays.get(number, ())
        there = _there(asks, member, helps, ours.since, stays, facts.known_at)
        yield Whom(
            person.name,
            person.ref,
            person.id,
            asks,
            there,
            _lines(number, person.id, asks, there, facts, as_at),
            belongs,
            helps.helps if helps is not None else None,
        )
    home = There(ours.since)
    yield Whom(
        "The home",
        "home",
        None,
        Asks.HOME,
        home,
        _lines(number, None, Asks.HOME, home, facts, as_at),
    )


def _there(
    asks: Asks | None,
    member: Member,
    helps: HelpsOut | None,
    since: date,
    stays: Iterable[tuple[date, date | None]],
    known_at: datetime | None,
) -> There:
    joined = helps.starts_on if helps is not None else member.starts_on
    begins = joined if asks is None else rules.asked_from(asks, joined, member.person.born)
    asked_from = max(begins, since)
    until = member.end_as_known(known_at)
    return There(asked_from, begins <= since, rules.first_with(asked_from, until, stays))


def _lines(
    number: int,
    person_id: int | None,
    asks: Asks | None,
    there: There,
    facts: _Facts,
    as_at: date,
) -> tuple[Line, ...]:
    """Each check that everybody on the list needs, and those that were asked of this one."""
    found = []
    for item in listed(asks, as_at) if asks is not None else ():
        made = facts.rounds(number, person_id, item.kind)
        stands = rules.standing(item, there, [each.round for each in made], as_at)
        if item.always or stands.seen is not None or stands.open is not None:
            found.append(Line(item, stands, tuple(made)))
    return tuple(found)


# --------------------------------------------------------------------------------- one of them


def check_by_ref(ref: str) -> Check | None:
    """The round of a check with this public id."""
    return db.session.scalar(select(Check).where(Check.ref == ref, Check.stands()))


def chases_of(check_id: int) -> Sequence[CheckChase]:
    """Each time a check was chased, the first first."""
    return db.session.scalars(
        select(CheckChase)
        .where(CheckChase.check_id == check_id, CheckChase.stands())
        .order_by(CheckChase.chased_on, CheckChase.id)
    ).all()


def address_to_chase(check: Check) -> str | None:
    """By which address whoever was asked for a check is written to; None: none is recorded."""
    return rules.address_to_chase(
        check.kind,
        asked_of=check.asked_of,
        email=check.email,
        own=check.person.email if check.person is not None else None,
    )


def waited_for(household_id: int) -> dict[str, Check]:
    """Every check of a home and its people that is not back, by public id."""
    people = select(Member.person_id).where(Member.household_id == household_id)
    rows = db.session.scalars(
        select(Check).where(
            or_(Check.household_id == household_id, Check.person_id.in_(people)),
            Check.stands(),
            Check.received_on.is_(None),
            Check.seen_on.is_(None),
        )
    )
    return {each.ref: each for each in rows}


@dataclass(frozen=True, slots=True)
class Chased:
    """A check that was chased by email: what the message may say, and to which address."""

    ref: str
    kind: CheckKind
    asked_on: date | None
    to: str
    by: str
    answer_to: str


def chased_by_email(chase_id: int) -> Chased | None:
    """What is to be sent; None if it is back by now, or no address is recorded any more."""
    row = db.session.execute(
        select(Check, User)
        .join(CheckChase, CheckChase.check_id == Check.id)
        .join(User, User.id == CheckChase.by_id)
        .where(
            CheckChase.id == chase_id,
            CheckChase.stands(),
            Check.stands(),
            Check.received_on.is_(None),
            Check.seen_on.is_(None),
        )
    ).first()
    to = address_to_chase(row.Check) if row is not None else None
    if row is None or to is None:
        return None
    check, by = row
    return Chased(check.ref, check.kind, check.asked_on, to, by.name, by.email)


def is_under_way(household: Household, person: Person | None, kind: CheckKind) -> bool:
    """Is a check asked for, or back, and not seen yet?"""
    of = (
        Check.person_id == person.id
        if person is not None
        else Check.person_id.is_(None) & (Check.household_id == household.id)
    )
    return (
        db.session.scalar(
            select(Check.id).where(of, Check.kind == kind, Check.seen_on.is_(None), Check.stands())
        )
        is not None
    )


def whom(household_id: int, person_id: int | None, as_at: date) -> Whom | None:
    """Somebody of a home, or the home, with their checks; None if nothing is asked of them."""
    found = checked_one(household_id, as_at)
    if found is None:
        return None
    return next((each for each in found.everybody if each.person_id == person_id), None)


def offered(asks: Asks | None, as_at: date) -> dict[CheckKind, Listed]:
    """What may be asked of whoever is on a list."""
    return {each.kind: each for each in listed(asks, as_at)} if asks is not None else {}


# ------------------------------------------------------------------------------ who may do what


def may_keep(user: User, household_id: int) -> bool:
    """May this person keep the checks of a home? Whoever keeps its record, or assesses it."""
    if not user.may(May.EDIT_HOUSEHOLD):
        return False
    return supervision.may_edit(user, household_id) or any(
        each.worker_id == user.id
        for each in assessments.assessments(today(), household_id=household_id)
    )


def may_read(user: User, household_id: int) -> bool:
    """May this person read decisions and references of checks? Others see how they stand.

    Whoever keeps them; of those who edit no household, whoever manages or inspects the service.
    """
    if user.may(May.EDIT_HOUSEHOLD):
        return may_keep(user, household_id)
    return user.may(May.SEE_HOLD_REASON)


# ------------------------------------------------------------------------ Part 1 of Schedule 3

PART_1: Mapping[Part1, tuple[CheckKind, frozenset[Asks]]] = {
    Part1.HEALTH: (CheckKind.MEDICAL, frozenset({Asks.APPLICANT})),
    Part1.CRIMINAL_RECORDS: (CheckKind.CERTIFICATE, frozenset({Asks.APPLICANT, Asks.ADULT})),
}
"""The items of Part 1 that are checks, and of whom."""


@part1.supply
def part_1_in(assessment_ids: Collection[int], as_at: date) -> dict[int, dict[Part1, date]]:
    """The items of Part 1 that are whole in of these assessments, and since when."""
    rows = db.session.execute(
        select(Assessment.id, Assessment.household_id).where(
            Assessment.id.in_(sorted(assessment_ids))
        )
    )
    homes = {row.id: row.household_id for row in rows}
    by_home = {each.household_id: each for each in _these(set(homes.values()), as_at)}
    return {
        number: items
        for number, household_id in homes.items()
        if household_id in by_home and (items := part_1_of(by_home[household_id]))
    }


def _these(household_ids: Collection[int], as_at: date) -> Iterable[Checked]:
    if len(household_ids) == 1:
        return _checked(as_at, None, next(iter(household_ids)))
    return (each for each in checked(as_at) if each.household_id in household_ids)


def part_1_of(found: Checked) -> dict[Part1, date]:
    """The items of Part 1 that are whole in of one home, and since when."""
    return {
        item: day
        for item, (kind, lists) in PART_1.items()
        if (day := _whole_on(found, kind, lists)) is not None
    }


def _whole_on(found: Checked, kind: CheckKind, lists: frozenset[Asks]) -> date | None:
    """The day on which the last of these was seen; None while one is not in, or nobody is there."""
    days = []
    for whom in found.everybody:
        if whom.asks not in lists:
            continue
        line = whom.line(kind)
        if line is None or line.standing.seen is None or line.standing.stands is Stands.RAN_OUT:
            return None
        if line.standing.seen.decided in (Decided.NOT_PRACTICABLE, Decided.NOT_NEEDED):
            return None
        days.append(line.standing.seen.seen_on or date.max)
    return max(days, default=None)
