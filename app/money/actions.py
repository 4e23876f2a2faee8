"""Rates set, levels recorded, expenses kept, and files made for finance."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db, take_every
from app.core.succession import begin, open_row
from app.core.today import today
from app.money import queries, rules
from app.money.kinds import AgeBand, FileKind, Level, RateKind, Spent
from app.money.models import (
    CarerLevel,
    MileageLine,
    MoneyFile,
    PlacementLine,
    Rate,
    VisitExpense,
)
from app.people.actions import refuse_if
from app.people.models import Household, Provider
from app.people.rules import takes_over_breaches
from app.supervision.visits.models import Visit


@act("Set an amount")
def set_rate(
    *,
    kind: RateKind,
    band: AgeBand,
    level: Level,
    pence: int,
    starts_on: date,
    year: str = "",
    source: str = "",
    by: Actor,
) -> Rate:
    """So much is paid from this day, in pence; what was paid before ends on it."""
    before = open_row(Rate, kind=kind, band=band, level=level)
    refuse_if(
        rules.rate_breaches(kind, band, level, pence, source)
        + takes_over_breaches("An amount", before.starts_on if before else None, starts_on)
    )
    return begin(
        Rate(
            kind=kind,
            band=band,
            level=level,
            pence=pence,
            starts_on=starts_on,
            year=year.strip(),
            source=source.strip(),
        ),
        instead_of=before,
    )


@act("Recorded at which level carers are paid")
def set_level(household: Household, *, level: Level, starts_on: date, by: Actor) -> CarerLevel:
    """A household's carers are paid at this level from this day."""
    before = open_row(CarerLevel, household_id=household.id)
    refuse_if(
        takes_over_breaches("A level", before.starts_on if before is not None else None, starts_on)
    )
    return begin(
        CarerLevel(household_id=household.id, level=level, starts_on=starts_on), instead_of=before
    )


@act("Recorded what was spent at a visit")
def record_expense(visit: Visit, *, spent: Spent, pence: int, by: Actor) -> VisitExpense:
    """Parking, a fare, something for a child: beside the miles."""
    refuse_if(rules.spent_breaches(pence))
    row = VisitExpense(visit_id=visit.id, household_id=visit.household_id, spent=spent, pence=pence)
    db.session.add(row)
    db.session.flush()
    return row


@act("Made a file for finance")
def make_file(kind: FileKind, *, by: User) -> MoneyFile:
    """The next file of a kind: a line for each thing that finance does not hold yet.

    One at a time, so that no two files tell the same. RuleBroken: there is nothing to tell.
    """
    take_every(Provider)  # there is always one: whoever else makes a file waits here
    return _placements(by) if kind is FileKind.PLACEMENTS else _mileage(by)


def _new(kind: FileKind, lines: int, by: User) -> MoneyFile:
    last = queries.last_file(kind)
    refuse_if(rules.file_breaches(lines, last.number if last is not None else None))
    file = MoneyFile(
        kind=kind,
        number=last.number + 1 if last is not None else 1,
        up_to=today(),
        lines=lines,
        by_id=by.id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _placements(by: User) -> MoneyFile:
    found = queries.placements_to_tell(today())
    file = _new(FileKind.PLACEMENTS, sum(len(each.lines) for each in found), by)
    for each in found:
        db.session.add_all(
            PlacementLine(
                file_id=file.id,
                placement_id=each.placement.id,
                child_id=each.placement.child_id,
                household_id=each.placement.household_id,
                setting_id=each.placement.setting_id,
                told=line.told,
                day=line.day,
                pence=line.pence,
            )
            for line in each.lines
        )
    db.session.flush()
    return file


def _mileage(by: User) -> MoneyFile:
    found = queries.visits_to_tell(today())
    file = _new(FileKind.MILEAGE, len(found), by)
    db.session.add_all(
        MileageLine(
            file_id=file.id,
            visit_id=visit.id,
            household_id=visit.household_id,
            worker_id=visit.worker_id,
            day=visit.visited_on,
            miles=rest.miles,
            pence=rest.pence,
            expenses=rest.expenses,
        )
        for visit, rest in found
    )
    db.session.flush()
    return file
