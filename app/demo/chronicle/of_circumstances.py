"""Holds, places not available, absences, needs, exemptions, claims and referrals, told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from app.children import actions as children
from app.children.kinds import Outcome
from app.core.today import LONDON
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome
from app.demo.lives import Life
from app.people import actions as people
from app.people.models import ConsiderationKind
from app.register import actions as register
from app.register.queries.resignation import resignation_of
from sufficiency.period import Period
from sufficiency.types import Fact


def plan_availability(told: Told) -> None:
    """Holds, and places not available."""
    for home in told.county.homes:
        for hold in home.holds:
            told.on(hold[1], Rank.AFTERWARDS, _hold, told, home, *hold)
        for gone in home.unavailable:
            told.on(gone[2], Rank.AFTERWARDS, _unavailable, told, home, *gone)


def plan_what_else(told: Told) -> None:
    """Absences, extensions, exemptions, needs, considerations, claims, referrals."""
    for absence in told.around.absences:
        told.on(absence.starts, Rank.AFTERWARDS, _away, told, *absence)
    for extension in told.around.extensions:
        told.on(extension.decided, Rank.AFTERWARDS, _extend, told, *extension)
    for exemption in told.around.exemptions:
        told.on(exemption.starts, Rank.APPROVALS, _exempt, told, *exemption)
    for need in told.around.needs:
        told.on(need.starts, Rank.STATUSES, _need, told, *need)
    for consideration in told.around.considerations:
        told.on(consideration.starts, Rank.AFTERWARDS, _consider, told, *consideration)
    for claim in told.around.claims:
        told.on(told.today, Rank.AFTERWARDS, _claim, told, *claim)
    for referral in told.around.referrals:
        told.on(referral.opened, Rank.STATUSES, _refer, told, *referral)


def _hold(told: Told, home: PlannedHome, reason: Any, starts: date, ends: Any, note: str) -> None:
    hold = register.put_on_hold(
        told.households[home], reason=reason, starts_on=starts, note=note, by=told.manager
    )
    if ends is not None and ends <= told.today:
        register.lift_hold(hold, on=ends, by=told.manager)


def _unavailable(
    told: Told, home: PlannedHome, reason: Any, places: Any, starts: date, ends: Any, note: str
) -> None:
    register.make_unavailable(
        told.households[home],
        places=places,
        reason=reason,
        starts_on=starts,
        ends_on=ends,
        note=note,
        by=told.manager,
    )


def _away(told: Told, life: Life, kind: Any, starts: date, ends: date | None) -> None:
    away = children.record_away(told.children[life], kind=kind, starts_on=starts, by=told.officer)
    if ends is not None:
        children.end_away(away, on=ends, by=told.officer)


def _extend(told: Told, home: PlannedHome, life: Life, decided: date, last_day: date) -> None:
    register.record_extension(
        told.temporary[home, life],
        last_day=last_day,
        decided_on=decided,
        decided_by=told.by["nominated.officer"].name,
        by=told.by["nominated.officer"],
    )


def _exempt(told: Told, home: PlannedHome, named: Iterable[Life], starts: date, why: str) -> None:
    register.grant_exemption(
        told.households[home],
        children=[told.children[life] for life in named],
        starts_on=starts,
        decided_on=starts,
        decided_by=told.by["nominated.officer"].name,
        conditions=why,
        by=told.by["nominated.officer"],
    )


def _need(told: Told, life: Life, fact: Fact, must_be: bool | None, why: str, starts: date) -> None:
    children.record_need(
        told.children[life],
        fact=fact,
        must_be=must_be,
        why=why,
        starts_on=starts,
        by=told.officer,
    )


def _consider(
    told: Told,
    home: PlannedHome,
    kind: ConsiderationKind,
    age: int | None,
    why: str,
    starts: date,
) -> None:
    people.add_consideration(
        told.households[home], kind=kind, age=age, why=why, starts_on=starts, by=told.manager
    )


def _claim(
    told: Told, homes: Iterable[PlannedHome], unit: list[Life], claim: Any, days: int, kind: Any
) -> None:
    starts = told.today + timedelta(days=days)
    held = datetime.combine(starts + timedelta(days=2), time(17), LONDON)
    coming = [told.children[life] for life in unit]
    stay = Period(starts, None)
    register.claim_beds(
        next(
            household
            for home in homes
            for household in [told.households[home]]
            if not any(resignation_of(each.id) for each in told.approvals[home])
            and not register.claim_breaches(household, coming, stay, kind)
        ),
        coming,
        claim=claim,
        starts_on=starts,
        expires_at=held if claim.value == "held" else None,
        kind=kind,
        by=told.officer,
    )


def _refer(
    told: Told, unit: list[Life], opened: date, needed: date, kind: Any, closed: date | None
) -> None:
    home = unit[0].brood.home
    referral = children.open_referral(
        [told.children[life] for life in unit],
        needed_on=needed,
        kind=kind,
        together=unit[0].brood.together,
        home_postcode=home.postcode if home else None,
        by=told.officer,
    )
    if closed is not None:
        children.close_referral(referral, on=closed, outcome=Outcome.PLACED, by=told.officer)
