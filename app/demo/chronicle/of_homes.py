"""Homes, told: who lives there, approval, terms, who supervises, how it ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.audit.act import Actor, act
from app.core.succession import open_row
from app.demo import homes, staff
from app.demo.chance import Chance
from app.demo.chronicle.told import MATCHED_SINCE, Rank, Told
from app.demo.homes import PlannedHome, TermsFrom, Whose
from app.demo.lives import TAKEN_OVER, Life
from app.people import actions as people
from app.people.models import Household
from app.register import actions as register
from app.register.deciding import ExitReason
from app.register.models import ApprovalEnd
from app.supervision import actions as supervision
from app.supervision.models import Allocation


def plan_home(told: Told, home: PlannedHome) -> None:
    """A home from its first day: approval, terms, its end."""
    begins = home.temporary_from or home.approved
    fully = home.ends is None or home.approved < home.ends
    told.on(begins, Rank.HOMES, _home, told, home, begins)
    for life in home.temporary_for:
        told.on(begins, Rank.APPROVALS, _temporarily, told, home, life, begins)
        over = min(home.approved, home.ends or home.approved)
        told.on(over, Rank.AFTERWARDS, _temporary_over, told, home, life, over)
    if not fully:
        return
    told.on(home.approved, Rank.APPROVALS, _approve, told, home)
    for terms in home.terms:
        told.on(terms.starts, Rank.APPROVALS, _set_terms, told, home, terms)
    if home.ends is not None:
        _plan_ending(told, home, home.ends)


def _plan_ending(told: Told, home: PlannedHome, ends: date) -> None:
    notice = ends - timedelta(days=28)
    if home.how is ApprovalEnd.RESIGNED and notice > max(home.approved, TAKEN_OVER):
        told.on(notice, Rank.AFTERWARDS, _resign, told, home, notice)
    else:
        told.on(ends, Rank.AFTERWARDS, _end_approval, told, home, ends)


def _home(told: Told, home: PlannedHome, begins: date) -> None:
    told.households[home] = add_home(told, home, begins, by=told.manager)


def _approve(told: Told, home: PlannedHome) -> None:
    _approve_home(told, home, by=told.manager)


def _set_terms(told: Told, home: PlannedHome, terms: TermsFrom) -> None:
    register.set_terms(
        told.households[home],
        overall=terms.overall,
        criteria=[_criterion(told, line) for line in terms.lines],
        starts_on=terms.starts,
        decided_on=terms.starts,
        note=terms.note,
        by=told.manager,
    )


def _criterion(told: Told, line: homes.Line) -> dict[str, Any]:
    return {
        "up_to": line.up_to,
        "min_age": line.min_age,
        "max_age": line.max_age,
        "sex": line.sex,
        "kinds": line.kinds,
        "child": told.children[line.life] if line.life else None,
    }


def _temporarily(told: Told, home: PlannedHome, life: Life, day: date) -> None:
    told.temporary[home, life] = register.record_temporary_approval(
        told.households[home],
        told.children[life],
        starts_on=day,
        decided_by=told.by["nominated.officer"].name,
        by=told.by["nominated.officer"],
    )


def _temporary_over(told: Told, home: PlannedHome, life: Life, day: date) -> None:
    register.end_temporary_approval(told.temporary[home, life], on=day, by=told.manager)


def _resign(told: Told, home: PlannedHome, notice: date) -> None:
    for approval in told.approvals[home]:
        reason = why_they_left(told, approval.id)
        register.receive_resignation(approval, received_on=notice, reason=reason, by=told.manager)


def why_they_left(told: Told, number: int) -> ExitReason:
    """Of the short list; what carers say most often comes most often."""
    chance = Chance.of(told.county.seed, f"left {number}")
    return chance.weighted(
        {
            ExitReason.RETIREMENT: 5,
            ExitReason.FAMILY: 4,
            ExitReason.HEALTH: 3,
            ExitReason.SUPPORT: 3,
            ExitReason.WORK: 2,
            ExitReason.MONEY: 2,
            ExitReason.NOT_SAID: 1,
        }
    )


def _end_approval(told: Told, home: PlannedHome, ends: date) -> None:
    how = home.how or ApprovalEnd.NOT_RECORDED
    for approval in told.approvals[home]:
        register.end_approval(approval, on=ends, how=how, by=told.manager)


def turn_of(told: Told, turn: staff.Turn) -> None:
    """A worker takes a household over, or nobody has it any more."""
    household = told.households[turn.home]
    if turn.worker is not None:
        worker = told.users[turn.worker.name]
        supervision.allocate(household, worker, starts_on=turn.day, by=told.manager)
    else:
        allocation = open_row(Allocation, household_id=household.id)
        if allocation is not None:
            supervision.end_allocation(allocation, on=turn.day, by=told.manager)


@act("Added a foster home")
def add_home(told: Told, home: PlannedHome, begins: date, *, by: Actor) -> Household:
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
    """Animals, and facts that matter in matching."""
    for kind, what in home.pets:
        people.add_pet(
            household, kind=kind, description=what, starts_on=begins, assessed_on=begins, by=by
        )
    for fact, so in home.facts.items():
        people.record_home_fact(household, fact=fact, so=so, starts_on=begins, by=by)


@act("Recorded an approval")
def _approve_home(told: Told, home: PlannedHome, *, by: Actor) -> None:
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
