"""What happened, written down: every day in its order, through the same acts as anybody's.

Each thing is told on the day it happened, so that the record can be asked what it knew then. What
was so before the record began is told on its first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, auto
from itertools import combinations
from typing import Any

from app.accounts import actions as accounts
from app.accounts.models import User
from app.accounts.queries import DEMONSTRATION_PASSWORD
from app.accounts.rules import a_year_after
from app.audit.act import DEMONSTRATION, Actor, act
from app.children import actions as children
from app.children.codes import Ls, Place, Rec
from app.children.kinds import ApprovalNeeded, Outcome, TogetherOrApart
from app.children.models import Child, LegalStatus, Placement
from app.children.models import Setting as SettingRecord
from app.core.db import db, transaction
from app.core.succession import open_row
from app.core.today import LONDON, clock_at, now
from app.demo import homes, staff
from app.demo.circumstances import Circumstances
from app.demo.county import County
from app.demo.homes import PlannedHome, Site, Stay, TermsFrom, Whose
from app.demo.lives import TAKEN_OVER, Brood, Life
from app.people import actions as people
from app.people.models import Bedroom, Household, Person, ProviderKind
from app.people.models import Provider as ProviderRecord
from app.register import actions as register
from app.register.models import Approval, ApprovalEnd, TemporaryApproval
from app.supervision import actions as supervision
from app.supervision.models import Allocation
from sufficiency.types import Fact

AT_ONCE = 400
"""Things told in one transaction."""

REVIEW_EVERY = timedelta(days=345)
"""Reviews of approval are held some days before a year is over."""

MATCHED_SINCE = date(2023, 9, 1)
"""Schools, and what about a home matters in matching, are recorded since this day: of those who
left before it they were never asked."""


class Rank(IntEnum):
    """What comes first among the things of one day."""

    STAFF = auto()
    SERVICES = auto()
    HOMES = auto()
    CHILDREN = auto()
    STATUSES = auto()
    APPROVALS = auto()
    LEAVING = auto()
    ARRIVING = auto()
    AFTERWARDS = auto()


@dataclass(frozen=True)
class Somebody:
    """Who did it, as the trail has it: kept apart from the user's own row, which may change."""

    id: int
    name: str


@dataclass(frozen=True)
class Happening:
    """One thing, the day it happened, and how it is told."""

    day: date
    rank: Rank
    number: int
    tell: Callable[[], object]

    @property
    def told_on(self) -> date:
        """The day on which the record heard of it."""
        return max(self.day, TAKEN_OVER)

    @property
    def order(self) -> tuple[date, bool, date, Rank, int]:
        """Of what is told on one day: those who work here first, then the oldest."""
        return self.told_on, self.rank > Rank.SERVICES, self.day, self.rank, self.number


class Chronicle:
    """Turns what was planned into what is recorded."""

    def __init__(self, county: County, around: Circumstances, today: date) -> None:
        self.county = county
        self.around = around
        self.today = today
        self.happenings: list[Happening] = []
        self.users: dict[str, User] = {}
        self.by: dict[str, Actor] = {}
        self.providers: dict[str, ProviderRecord] = {}
        self.settings: dict[Site, SettingRecord] = {}
        self.households: dict[PlannedHome, Household] = {}
        self.carers: dict[PlannedHome, list[Person]] = {}
        self.bedrooms: dict[PlannedHome, list[Bedroom]] = {}
        self.approvals: dict[PlannedHome, list[Approval]] = {}
        self.temporary: dict[tuple[PlannedHome, Life], TemporaryApproval] = {}
        self.children: dict[Life, Child] = {}
        self.placements: dict[Stay, Placement] = {}

    # ---------------------------------------------------------------------------------- telling

    def on(self, day: date, rank: Rank, tell: Callable[..., object], *args: Any, **kw: Any) -> None:
        """Something happens on a day; what is still to come is left to come."""
        if day <= self.today:
            number = len(self.happenings)
            self.happenings.append(Happening(day, rank, number, lambda: tell(*args, **kw)))

    def write(self, say: Callable[[str], object]) -> int:
        """Everything, in the order in which it was told. Gives how many things there were."""
        self._plan()
        in_order = sorted(self.happenings, key=lambda each: each.order)
        db.session().expire_on_commit = False  # nobody else writes meanwhile
        year = 0
        for first in range(0, len(in_order), AT_ONCE):
            some = in_order[first : first + AT_ONCE]
            if some[0].told_on.year > year:
                year = some[0].told_on.year
                say(f"Writing {year}.")
            with transaction():
                for happening in some:
                    with clock_at(self._moment(happening.told_on)):
                        happening.tell()
        return len(in_order)

    def _moment(self, day: date) -> datetime:
        """Noon of a day, or this moment if noon is still to come."""
        return min(datetime.combine(day, time(12), LONDON), now())

    def _plan(self) -> None:
        self._plan_staff()
        self.on(TAKEN_OVER, Rank.SERVICES, self._services)
        for site in self.county.sites:
            self.on(TAKEN_OVER, Rank.SERVICES, self._setting, site)
        for home in self.county.homes:
            self._plan_home(home)
        for turn in staff.turns(self.county.homes, self.today):
            self.on(turn.day, Rank.APPROVALS, self._turn, turn)
        broods: dict[int, Brood] = {}
        for life in self.county.lives:
            self._plan_life(life)
            broods[id(life.brood)] = life.brood
        for brood in broods.values():
            if len(brood.lives) > 1:
                came = max(life.starts for life in brood.lives)
                self.on(came, Rank.STATUSES, self._brothers_and_sisters, brood, came)
        self._plan_what_else()

    # ------------------------------------------------------------------------------------ staff

    def _plan_staff(self) -> None:
        for worker in staff.everyone(self.today):
            self.on(worker.joined, Rank.STAFF, self._joins, worker)
            day, stays = worker.joined, worker.left or self.today
            while day <= stays:
                self.on(day, Rank.STAFF, self._granted, worker, day)
                day = a_year_after(day)
            if worker.left is None:
                self.on(self.today, Rank.STAFF, self._granted, worker, day)
            else:
                self.on(worker.left, Rank.STAFF, self._leaves, worker, worker.left)

    def _joins(self, worker: staff.Worker) -> None:
        password = None if worker.left else DEMONSTRATION_PASSWORD
        user = accounts.add_user(
            name=worker.name, email=worker.email, password=password, by=DEMONSTRATION
        )
        self.users[worker.name] = user
        self.by[worker.email.split("@")[0]] = Somebody(user.id, user.name)

    def _granted(self, worker: staff.Worker, day: date) -> None:
        user = self.users[worker.name]
        accounts.grant_role(user, role=worker.role, starts_on=day, by=DEMONSTRATION)

    def _leaves(self, worker: staff.Worker, day: date) -> None:
        accounts.record_leaving(self.users[worker.name], on=day, by=DEMONSTRATION)

    @property
    def manager(self) -> Actor:
        """Who keeps the register."""
        return self.by["team.manager"]

    @property
    def officer(self) -> Actor:
        """Who finds homes and records placements."""
        return self.by["placement.officer"]

    # --------------------------------------------------------------------------- services, settings

    def _services(self) -> None:
        add = people.add_provider
        manager = self.manager
        self.providers[""] = add(
            name="Herefordshire fostering service (demonstration)",
            kind=ProviderKind.OWN,
            urn=homes.OUR_URN,
            authority_code=homes.HEREFORDSHIRE,
            by=manager,
        )
        for name, urn in homes.AGENCIES:
            self.providers[name] = add(name=name, kind=ProviderKind.AGENCY, urn=urn, by=manager)
        self.providers[homes.COUNCIL_NEXT_DOOR] = add(
            name=homes.COUNCIL_NEXT_DOOR,
            kind=ProviderKind.OTHER_AUTHORITY,
            authority_code=homes.SHROPSHIRE,
            by=manager,
        )

    def _setting(self, site: Site) -> None:
        setting = children.add_setting(
            name=site.name,
            kind=site.kind,
            postcode=site.point.postcode,
            provider_name=site.run_by,
            by=self.officer,
        )
        self.settings[site] = setting
        if site.registered is not None:
            regulator, number, since, until = site.registered
            registration = children.register_setting(
                setting,
                regulator=regulator,
                registered_as=site.kind,
                urn=number,
                starts_on=since,
                checked_on=TAKEN_OVER,
                by=self.officer,
            )
            if until is not None:
                self.on(until, Rank.SERVICES, children.end_registration, registration, on=until)

    # ------------------------------------------------------------------------------------ homes

    def _plan_home(self, home: PlannedHome) -> None:
        begins = home.temporary_from or home.approved
        fully = home.ends is None or home.approved < home.ends
        self.on(begins, Rank.HOMES, self._home, home, begins)
        for life in home.temporary_for:
            self.on(begins, Rank.APPROVALS, self._temporarily, home, life, begins)
            over = min(home.approved, home.ends or home.approved)
            self.on(over, Rank.AFTERWARDS, self._temporary_over, home, life, over)
        if not fully:
            return
        self.on(home.approved, Rank.APPROVALS, self._approve, home)
        for terms in home.terms:
            self.on(terms.starts, Rank.APPROVALS, self._set_terms, home, terms)
        if home.ends is not None:
            self._plan_ending(home, home.ends)
        held = home.approved + REVIEW_EVERY
        until = min(each for each in (home.ends, home.reviews_stop, self.today) if each)
        while held < until:
            if held >= TAKEN_OVER - timedelta(days=366):
                self.on(held, Rank.AFTERWARDS, self._review, home, held)
            held += REVIEW_EVERY

    def _plan_ending(self, home: PlannedHome, ends: date) -> None:
        notice = ends - timedelta(days=28)
        if home.how is ApprovalEnd.RESIGNED and notice > max(home.approved, TAKEN_OVER):
            self.on(notice, Rank.AFTERWARDS, self._resign, home, notice)
        else:
            self.on(ends, Rank.AFTERWARDS, self._end_approval, home, ends)

    def _home(self, home: PlannedHome, begins: date) -> None:
        self.households[home] = _add_home(self, home, begins, by=self.manager)

    def _approve(self, home: PlannedHome) -> None:
        _approve_home(self, home, by=self.manager)

    def _set_terms(self, home: PlannedHome, terms: TermsFrom) -> None:
        register.set_terms(
            self.households[home],
            overall=terms.overall,
            criteria=[self._criterion(line) for line in terms.lines],
            starts_on=terms.starts,
            decided_on=terms.starts,
            note=terms.note,
            by=self.manager,
        )

    def _criterion(self, line: homes.Line) -> dict[str, Any]:
        return {
            "up_to": line.up_to,
            "min_age": line.min_age,
            "max_age": line.max_age,
            "sex": line.sex,
            "kinds": line.kinds,
            "child": self.children[line.life] if line.life else None,
        }

    def _temporarily(self, home: PlannedHome, life: Life, day: date) -> None:
        self.temporary[home, life] = register.record_temporary_approval(
            self.households[home],
            self.children[life],
            starts_on=day,
            decided_by=self.by["nominated.officer"].name,
            by=self.by["nominated.officer"],
        )

    def _temporary_over(self, home: PlannedHome, life: Life, day: date) -> None:
        register.end_temporary_approval(self.temporary[home, life], on=day, by=self.manager)

    def _review(self, home: PlannedHome, held: date) -> None:
        first = held - home.approved < 2 * REVIEW_EVERY
        panel = held if first else None
        register.record_review(self.households[home], held_on=held, panel_on=panel, by=self.manager)

    def _resign(self, home: PlannedHome, notice: date) -> None:
        for approval in self.approvals[home]:
            register.receive_resignation(approval, received_on=notice, by=self.manager)

    def _end_approval(self, home: PlannedHome, ends: date) -> None:
        how = home.how or ApprovalEnd.NOT_RECORDED
        for approval in self.approvals[home]:
            register.end_approval(approval, on=ends, how=how, by=self.manager)

    def _turn(self, turn: staff.Turn) -> None:
        household = self.households[turn.home]
        if turn.worker is not None:
            worker = self.users[turn.worker.name]
            supervision.allocate(household, worker, starts_on=turn.day, by=self.manager)
        else:
            allocation = open_row(Allocation, household_id=household.id)
            if allocation is not None:
                supervision.end_allocation(allocation, on=turn.day, by=self.manager)

    # --------------------------------------------------------------------------------- children

    def _plan_life(self, life: Life) -> None:
        self.on(life.starts, Rank.CHILDREN, self._comes, life)
        for status, since in life.statuses[1:]:
            if life.ends is None or since < life.ends:
                self.on(since, Rank.STATUSES, self._status, life, status, since)
        if life.ends is not None:
            self.on(life.ends, Rank.LEAVING, self._no_longer, life, life.ends)
        for stay in self.county.stays[life]:
            self.on(stay.starts, Rank.ARRIVING, self._arrives, stay)
            if stay.ends is not None:
                self.on(stay.ends, Rank.LEAVING, self._departs, stay, stay.ends)

    def _comes(self, life: Life) -> None:
        self.children[life] = _add_child(self, life, by=self.officer)

    def _status(self, life: Life, status: Ls, since: date) -> None:
        children.begin_legal_status(
            self.children[life], status=status, starts_on=since, by=self.officer
        )

    def _no_longer(self, life: Life, day: date) -> None:
        status = open_row(LegalStatus, child_id=self.children[life].id)
        if status is not None:
            because = life.because or Rec.E8
            children.end_legal_status(status, on=day, because=because, by=self.officer)

    def _brothers_and_sisters(self, brood: Brood, came: date) -> None:
        _link(self, brood, came, by=self.officer)

    def _arrives(self, stay: Stay) -> None:
        self.placements[stay] = _place(self, stay, by=self.officer)

    def _departs(self, stay: Stay, day: date) -> None:
        placement = self.placements[stay]
        if placement.ends_on is None:
            children.end_placement(placement, on=day, because=stay.because, by=self.officer)

    # ------------------------------------------------------------------------- what else there is

    def _plan_what_else(self) -> None:
        for home in self.county.homes:
            for hold in home.holds:
                self.on(hold[1], Rank.AFTERWARDS, self._hold, home, *hold)
            for gone in home.unavailable:
                self.on(gone[2], Rank.AFTERWARDS, self._unavailable, home, *gone)
        for absence in self.around.absences:
            self.on(absence.starts, Rank.AFTERWARDS, self._away, *absence)
        for extension in self.around.extensions:
            self.on(extension.decided, Rank.AFTERWARDS, self._extend, *extension)
        for exemption in self.around.exemptions:
            self.on(exemption.starts, Rank.APPROVALS, self._exempt, *exemption)
        for need in self.around.needs:
            self.on(need.starts, Rank.STATUSES, self._need, *need)
        for claim in self.around.claims:
            self.on(self.today, Rank.AFTERWARDS, self._claim, *claim)
        for referral in self.around.referrals:
            self.on(referral.opened, Rank.STATUSES, self._refer, *referral)

    def _hold(self, home: PlannedHome, reason: Any, starts: date, ends: Any, note: str) -> None:
        hold = register.put_on_hold(
            self.households[home], reason=reason, starts_on=starts, note=note, by=self.manager
        )
        if ends is not None and ends <= self.today:
            register.lift_hold(hold, on=ends, by=self.manager)

    def _unavailable(
        self, home: PlannedHome, reason: Any, places: Any, starts: date, ends: Any, note: str
    ) -> None:
        register.make_unavailable(
            self.households[home],
            places=places,
            reason=reason,
            starts_on=starts,
            ends_on=ends,
            note=note,
            by=self.manager,
        )

    def _away(self, life: Life, kind: Any, starts: date, ends: date | None) -> None:
        away = children.record_away(
            self.children[life], kind=kind, starts_on=starts, by=self.officer
        )
        if ends is not None:
            children.end_away(away, on=ends, by=self.officer)

    def _extend(self, home: PlannedHome, life: Life, decided: date, last_day: date) -> None:
        register.record_extension(
            self.temporary[home, life],
            last_day=last_day,
            decided_on=decided,
            decided_by=self.by["nominated.officer"].name,
            by=self.by["nominated.officer"],
        )

    def _exempt(self, home: PlannedHome, named: Iterable[Life], starts: date, why: str) -> None:
        register.grant_exemption(
            self.households[home],
            children=[self.children[life] for life in named],
            starts_on=starts,
            decided_on=starts,
            decided_by=self.by["nominated.officer"].name,
            conditions=why,
            by=self.by["nominated.officer"],
        )

    def _need(self, life: Life, fact: Fact, must_be: bool | None, why: str, starts: date) -> None:
        children.record_need(
            self.children[life],
            fact=fact,
            must_be=must_be,
            why=why,
            starts_on=starts,
            by=self.officer,
        )

    def _claim(self, home: PlannedHome, unit: list[Life], claim: Any, days: int, kind: Any) -> None:
        starts = self.today + timedelta(days=days)
        held = datetime.combine(starts + timedelta(days=2), time(17), LONDON)
        register.claim_beds(
            self.households[home],
            [self.children[life] for life in unit],
            claim=claim,
            starts_on=starts,
            expires_at=held if claim.value == "held" else None,
            kind=kind,
            by=self.officer,
        )

    def _refer(
        self, unit: list[Life], opened: date, needed: date, kind: Any, closed: date | None
    ) -> None:
        home = unit[0].brood.home
        referral = children.open_referral(
            [self.children[life] for life in unit],
            needed_on=needed,
            kind=kind,
            together=unit[0].brood.together,
            home_postcode=home.postcode if home else None,
            by=self.officer,
        )
        if closed is not None:
            children.close_referral(referral, on=closed, outcome=Outcome.PLACED, by=self.officer)


# ------------------------------------------------------- several things told together, as one act


@act("Added a foster home")
def _add_home(told: Chronicle, home: PlannedHome, begins: date, *, by: Actor) -> Household:
    """A household: who is in it, where it is, its bedrooms, animals, and what matters of it."""
    household: Household = people.add_household(
        name=home.name, provider=told.providers[home.service], by=by
    )
    carers = []
    for one in home.people:
        person = people.add_person(
            given_name=one.given, family_name=one.family, born=one.born, sex=one.sex, by=by
        )
        since = max(begins, one.born)
        people.join_household(household, person, role=one.role, starts_on=since, by=by)
        if one in home.carers():
            carers.append(person)
    told.carers[home] = carers
    people.move_household(
        household,
        line=home.line,
        postcode=home.point.postcode,
        starts_on=begins,
        protected=home.protected,
        by=by,
    )
    told.bedrooms[home] = [
        people.add_bedroom(household, name=f"Bedroom {n}", sleeps=sleeps, starts_on=begins, by=by)
        for n, sleeps in enumerate([*home.bedrooms, *[1] * home.own_rooms], start=1)
    ]
    if home.ends is None or home.ends > MATCHED_SINCE:
        _describe(household, home, begins, by)
    if home.fee is not None:
        people.set_fee(household, weekly_pounds=home.fee, starts_on=begins, by=by)
    return household


def _describe(household: Household, home: PlannedHome, begins: date, by: Actor) -> None:
    """Animals, facts and what those who live there need of any child who comes."""
    for kind, what in home.pets:
        people.add_pet(
            household, kind=kind, description=what, starts_on=begins, assessed_on=begins, by=by
        )
    for fact, so in home.facts.items():
        people.record_home_fact(household, fact=fact, so=so, starts_on=begins, by=by)
    for needed, age, why in home.considerations:
        people.add_consideration(household, kind=needed, age=age, why=why, starts_on=begins, by=by)


@act("Recorded an approval")
def _approve_home(told: Chronicle, home: PlannedHome, *, by: Actor) -> None:
    """Each carer is approved by the same decision; the agreement is signed with it."""
    household = told.households[home]
    ours = home.whose in (Whose.OURS, Whose.KIN)
    told.approvals[home] = [
        register.approve(
            household,
            person,
            starts_on=home.approved,
            recommended_on=home.approved - timedelta(days=6) if ours else None,
            decided_by=told.by["decision.maker"].name if ours else None,
            family_and_friends=home.whose is Whose.KIN,
            by=by,
        )
        for person in told.carers[home]
    ]
    if home.agreement:
        register.sign_agreement(household, starts_on=home.approved, by=by)


@act("Recorded a child who came to be looked after")
def _add_child(told: Chronicle, life: Life, *, by: Actor) -> Child:
    """Who the child is, where the family lives, the first legal status, the school."""
    person = people.add_person(
        given_name=life.given, family_name=life.family, born=life.born, sex=life.sex, by=by
    )
    worker = staff.CHILDRENS_WORKERS[sum(map(ord, life.family)) % len(staff.CHILDRENS_WORKERS)]
    ours = life.authority == homes.HEREFORDSHIRE
    child: Child = children.add_child(
        person=person,
        responsible_authority=life.authority,
        ethnicity=life.ethnicity,
        worker=told.users[worker] if ours else None,
        by=by,
    )
    if life.brood.home is not None:
        children.set_family_home(
            child, postcode=life.brood.home.postcode, starts_on=life.starts, by=by
        )
    if life.statuses:
        children.begin_legal_status(
            child, status=life.statuses[0][0], need=life.need, starts_on=life.starts, by=by
        )
    if life.school and life.school_point and (life.ends is None or life.ends > MATCHED_SINCE):
        children.set_school(
            child,
            school=life.school,
            postcode=life.school_point.postcode,
            starts_on=life.starts,
            by=by,
        )
    return child


@act("Recorded brothers and sisters")
def _link(told: Chronicle, brood: Brood, came: date, *, by: Actor) -> None:
    """Each is a brother or sister of each, and whether they are to be together."""
    plan = TogetherOrApart.TOGETHER if brood.together else TogetherOrApart.APART
    why = brood.why or "Assessed together; close, and asking to stay together."
    for one, other in combinations(brood.lives, 2):
        pair = told.children[one], told.children[other]
        children.link_siblings(*pair, kind=brood.kind, sureness=brood.sureness, by=by)
        if came > MATCHED_SINCE or not brood.together:
            children.plan_siblings(*pair, plan=plan, why=why, starts_on=came, by=by)


@act("Recorded a placement")
def _place(told: Chronicle, stay: Stay, *, by: Actor) -> Placement:
    """Where the child lives from this day, the decisions it needed, and the bedroom."""
    child = told.children[stay.life]
    household = told.households[stay.home] if stay.home else None
    placement: Placement = children.record_placement(
        child,
        place=stay.place,
        starts_on=stay.starts,
        place_provider=stay.provider,
        basis=stay.basis,
        kind=stay.kind,
        household=household,
        setting=told.settings[stay.site] if stay.site else None,
        urn=stay.urn,
        postcode=stay.point.postcode if stay.point else None,
        expected_end=stay.expected_end,
        by=by,
    )
    for what, day in stay.decisions:
        who = told.users[_DECIDES[what]]
        children.record_placement_approval(
            placement,
            what=what,
            decided_on=day,
            decided_by=who.name,
            decided_by_user=who,
            by=Somebody(who.id, who.name),
        )
    if stay.home is not None and stay.bedroom is not None and _sleeps_there_now(stay):
        _give_bedroom(told, stay, stay.home, stay.bedroom, by)
    return placement


_DECIDES = {
    ApprovalNeeded.OUT_OF_AREA: "Nora Fairfax",
    ApprovalNeeded.WITH_PARENT: "Nora Fairfax",
    ApprovalNeeded.AT_A_DISTANCE: "Diana Croft",
    ApprovalNeeded.UNREGISTERED: "Diana Croft",
}


def _sleeps_there_now(stay: Stay) -> bool:
    """Bedrooms are recorded of those who live there today."""
    return stay.ends is None and stay.bedroom is not None and stay.place not in _TEMPORARY


_TEMPORARY = (Place.T0, Place.T1, Place.T2, Place.T3, Place.T4)


def _give_bedroom(told: Chronicle, stay: Stay, home: PlannedHome, number: int, by: Actor) -> None:
    """The bedroom, and the agreement to share it with whoever sleeps there already."""
    child = told.children[stay.life]
    sharing = [
        other
        for other in home.stays
        if other is not stay
        and other.bedroom == number
        and _sleeps_there_now(other)
        and other in told.placements
    ]
    for other in sharing:
        register.agree_sharing(
            told.households[home],
            child=child,
            with_child=told.children[other.life],
            agreed_by="Each child's social worker and the team manager",
            starts_on=stay.starts,
            by=by,
        )
    bedroom = told.bedrooms[home][number]
    people.sleep_in(bedroom, child.person, starts_on=stay.starts, by=by)
