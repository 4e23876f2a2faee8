"""Money in the demonstration: rates of two years, a level for each home of ours, what was spent at
visits, and files made for finance with something left to tell."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.core.db import db
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.money import actions
from app.money.kinds import BANDS, LEVELS, AgeBand, FileKind, Level, RateKind, Spent
from app.people.models import Household, Provider, ProviderKind
from app.supervision.visits.models import Visit

DAY = timedelta(days=1)

MINIMUM = (170, 176, 194, 220, 258)
"""The national minimum allowance of 2025-26 outside London and the South East, in pounds a week,
as the press reported it; the government's own page was not read."""

OURS = {date(2025, 4, 6): (178, 184, 203, 231, 255), date(2026, 4, 6): (186, 192, 212, 241, 276)}
"""Invented. In the first year one of them fell short of the minimum."""

FEES = (0, 84, 152, 238)
"""Invented: what a level adds to the allowance, in pounds a week."""

SOURCE = "GOV.UK, help with the cost of fostering, as reported in the press: to be checked"


def plan_money(told: Told) -> None:
    """All of it, from the year before last April on."""
    for day, pounds in OURS.items():
        told.on(day, Rank.AFTERWARDS, _allowances, told, day, pounds)
    told.on(date(2025, 4, 6), Rank.AFTERWARDS, _others, told)
    told.on(told.today - 200 * DAY, Rank.AFTERWARDS, _levels, told)
    told.on(told.today - 2 * DAY, Rank.AFTERWARDS, _spent, told)
    for ago in (28, 14):
        told.on(told.today - ago * DAY, Rank.AFTERWARDS, _file, told, FileKind.PLACEMENTS)
    told.on(told.today - 21 * DAY, Rank.AFTERWARDS, _file, told, FileKind.MILEAGE)


def _allowances(told: Told, day: date, pounds: tuple[int, ...]) -> None:
    for band, amount in zip(BANDS, pounds, strict=True):
        actions.set_rate(
            kind=RateKind.ALLOWANCE,
            band=band,
            level=Level.ANY,
            pence=100 * amount,
            starts_on=day,
            source="Cabinet member's decision",
            by=told.manager,
        )


def _others(told: Told) -> None:
    day = date(2025, 4, 6)
    for band, amount in zip(BANDS, MINIMUM, strict=True):
        actions.set_rate(
            kind=RateKind.MINIMUM,
            band=band,
            level=Level.ANY,
            pence=100 * amount,
            starts_on=day,
            year="2025-26",
            source=SOURCE,
            by=told.manager,
        )
    for level, amount in zip(LEVELS, FEES, strict=True):
        if amount:
            actions.set_rate(
                kind=RateKind.FEE,
                band=AgeBand.ANY,
                level=level,
                pence=100 * amount,
                starts_on=day,
                by=told.manager,
            )
    actions.set_rate(
        kind=RateKind.MILE,
        band=AgeBand.ANY,
        level=Level.ANY,
        pence=45,
        starts_on=day,
        source="The council's travel policy",
        by=told.manager,
    )


def _levels(told: Told) -> None:
    chance = Chance.of(told.county.seed, "levels of pay")
    rows = db.session.scalars(
        select(Household)
        .join(Provider, Provider.id == Household.provider_id)
        .where(Provider.kind == ProviderKind.OWN)
        .order_by(Household.id)
    ).unique()
    for household in rows:
        if chance.once_in(0.93):
            actions.set_level(
                household,
                level=chance.choice([Level.ONE, Level.TWO, Level.TWO, Level.THREE, Level.FOUR]),
                starts_on=told.today - 200 * DAY,
                by=told.manager,
            )


def _spent(told: Told) -> None:
    visits = (
        db.session.scalars(
            select(Visit)
            .where(Visit.stands(), Visit.miles > 0, Visit.visited_on <= told.today)
            .order_by(Visit.visited_on.desc(), Visit.id)
            .limit(4)
        )
        .unique()
        .all()
    )
    for visit, (spent, pence) in zip(
        visits,
        ((Spent.PARKING, 240), (Spent.CHILD, 650), (Spent.TOLL, 310), (Spent.PARKING, 180)),
        strict=False,
    ):
        actions.record_expense(visit, spent=spent, pence=pence, by=told.manager)


def _file(told: Told, kind: FileKind) -> None:
    manager = db.session.get_one(User, told.manager.id)
    actions.make_file(kind, by=manager)
