"""What a load's files hold, as units to bring in: tried out one by one, or brought in together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from app.audit.act import Actor, acting
from app.core.db import db, transaction
from app.core.errors import RuleBroken
from app.core.today import today
from app.exchange import histories, households, ssda903
from app.exchange.carers import Family, HouseholdRead
from app.exchange.episodes import judge
from app.exchange.families import families
from app.exchange.models import ColumnMapping, Load, LoadKind
from app.exchange.opening import FileRefused, Incoming, look_at
from app.exchange.progress import Tell
from app.exchange.report import RowReport, Unit, counted
from app.exchange.rows import Table, read_tables
from app.exchange.sheets import find_sheets

MOST_ROWS = {LoadKind.CARERS: 5_000, LoadKind.SSDA903: 12_000}
"""Rows that are taken at once: the largest council has some 2,000 households, and some 5,000
episodes in a year. More would keep everybody else waiting for minutes."""


class _Undo(Exception):
    """Ends a trial: everything in it is undone."""


@dataclass(slots=True)
class Plan:
    """What the files hold: units to bring in, notes, and headings that nobody has mapped."""

    units: list[Unit]
    bring: Callable[[Unit], None]
    notes: list[str] = field(default_factory=list)
    headings: dict[str, Any] = field(default_factory=dict)
    """Each heading: the field it was read as (None: nobody has said), and some of its values."""

    @property
    def unknown(self) -> list[str]:
        """Headings that nobody has mapped."""
        return [heading for heading, read in self.headings.items() if read["field"] is None]

    @property
    def summary(self) -> dict[str, Any]:
        """The counts by verdict, the notes, and how each heading was read."""
        left_out = [f"These columns were left out: {', '.join(self.unknown)}."]
        return {
            **counted(self.rows),
            "rows": len(self.rows),
            "notes": self.notes + (left_out if self.unknown else []),
            "headings": self.headings,
        }

    @property
    def rows(self) -> list[RowReport]:
        """Every row of every unit."""
        return [row for unit in self.units for row in unit.rows]


def plan_of(load: Load, files: Sequence[Incoming], by: Actor) -> Plan:
    """The files as units, read and judged, and how to bring one in. FileRefused if unreadable."""
    opened = [(file, look_at(file)) for file in files]
    notes = [note for _, seen in opened for note in seen.notes]
    tables = [
        table for file, seen in opened for table in read_tables(file, seen, MOST_ROWS[load.kind])
    ]
    notes += [note for table in tables for note in table.notes]
    reading = _plan_carers if load.kind is LoadKind.CARERS else _plan_children
    plan = reading(load, tables, by)
    plan.notes[:0] = notes
    if not plan.units:
        raise FileRefused(
            "There are headings, but no rows below them. Check that the right file was chosen."
        )
    return plan


def _plan_carers(load: Load, tables: Sequence[Table], by: Actor) -> Plan:
    as_at = load.as_at
    sheets = find_sheets(tables, _mapped(load))
    headings: dict[str, Any] = {}
    for sheet in sheets:
        for heading, read_as in sheet.read_as.items():
            headings.setdefault(heading, {"field": read_as, "some": sheet.some_of(heading)})
    read = [_household_unit(family) for family in families(sheets, as_at)]

    def bring(unit: Unit) -> None:
        home: HouseholdRead = unit.read
        households.bring(home, unit.first, as_at, by)
        for row in unit.rows[1:]:
            row.did(unit.first.verdict, f"Brought in with row {unit.first.place[1]}.")

    skipped = len(tables) - len(sheets)
    notes = [f"Sheets without a list of carers, not read: {skipped}."] if skipped else []
    return Plan(read, bring, notes, headings)


def _mapped(load: Load) -> dict[str, str]:
    known = db.session.execute(
        select(ColumnMapping.heading, ColumnMapping.field).where(
            ColumnMapping.kind == load.kind, ColumnMapping.stands()
        )
    )
    return dict(known.all()) | dict(load.mapping)


def _household_unit(family: Family) -> Unit:
    rows = []
    for read in family.rows:
        report = RowReport(read.place, read.sheet.as_it_came(read.row), family.subject)
        report.is_odd(*read.odd)
        if read.rejected:
            report.reject(*read.rejected)
        rows.append(report)
    unit = Unit(rows, family.household)
    if family.household is None:
        unit.reject("Another row of this household was rejected: put that right too.")
    return unit


def _plan_children(load: Load, tables: Sequence[Table], by: Actor) -> Plan:
    units, notes = ssda903.read(tables, today())
    for unit in units:
        if unit.read is not None and not judge(unit.read):
            unit.reject("Another row of this child was rejected: put that right too.")
    return Plan(units, lambda unit: histories.bring(unit.read, by), notes)


def try_out(plan: Plan, by: Actor, told: Tell) -> None:
    """Bring each unit in and undo it, so that its report says what would happen."""
    total = len(plan.units)
    for done, unit in enumerate(plan.units):
        told("Checking", done, total)
        if unit.read is None:
            continue
        try:
            with _refusals_of(unit), transaction(), acting("Tried out a load", by):
                plan.bring(unit)
                db.session.flush()
                raise _Undo
        except _Undo:
            continue


@contextmanager
def _refusals_of(unit: Unit) -> Iterator[None]:
    """What the record refuses becomes the unit's rejection."""
    try:
        yield
    except RuleBroken as refused:
        unit.reject(*(breach.says for breach in refused.breaches))
    except (IntegrityError, DataError):
        unit.reject("The record cannot hold this row beside what it holds already. Check it.")


def bring_every(plan: Plan, told: Tell) -> None:
    """Bring every unit in that is not rejected, inside the transaction and the act under way."""
    total = len(plan.units)
    for done, unit in enumerate(plan.units):
        told("Loading", done, total)
        if unit.read is None:
            continue
        with _refusals_of(unit), db.session.begin_nested():
            plan.bring(unit)
            db.session.flush()
    told("Closing the trail", total, total)
