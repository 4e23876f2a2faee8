"""Money as pages and files show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.present import Shown
from app.guardianship.present import pounds
from app.money import queries
from app.money.kinds import BANDS, LEVELS, UNITS, AgeBand, FileKind, Level, RateKind
from app.money.models import MoneyFile, Rate
from app.money.queries import MileageRow, PlacementRow
from app.money.rules import Cost, Key, Rates, below_minimum

__all__ = ["MILEAGE", "PLACEMENTS", "allowances", "cost_says", "fees", "pounds", "read", "units"]


def cost_says(cost: Cost | None) -> str:
    """What a place costs a week, and of what that is made."""
    if cost is None:
        return "Cost not known"
    whole = f"{pounds(cost.pence)} a week"
    if cost.priced or not cost.fee:
        return whole
    return f"{whole} (allowance {pounds(cost.allowance)}, fee {pounds(cost.fee)})"


@dataclass(frozen=True, slots=True)
class Allowance:
    """One age band: what we pay, the national minimum beside it, and by how much it falls short."""

    band: AgeBand
    ours: Rate | None
    least: Rate | None
    short: int


def allowances(held: dict[Key, Rate], rates: Rates, day: object) -> list[Allowance]:
    """What is paid for each age band on a day, beside the national minimum."""
    short = below_minimum(day, rates)  # type: ignore[arg-type]
    return [
        Allowance(
            band,
            held.get((RateKind.ALLOWANCE, band, Level.ANY)),
            held.get((RateKind.MINIMUM, band, Level.ANY)),
            short.get(band, 0),
        )
        for band in BANDS
    ]


def fees(held: dict[Key, Rate]) -> list[tuple[Level, Rate | None]]:
    """What is paid at each level."""
    return [(level, held.get((RateKind.FEE, AgeBand.ANY, level))) for level in LEVELS]


def units(held: dict[Key, Rate]) -> list[tuple[RateKind, Rate | None]]:
    """What places cost on average, kind by kind."""
    return [(kind, held.get((kind, AgeBand.ANY, Level.ANY))) for kind in UNITS]


PLACEMENTS: Sequence[Shown[PlacementRow]] = (
    Shown("Line", lambda row: row.number),
    Shown("What", lambda row: row.told),
    Shown("From", lambda row: row.day),
    Shown("Child", lambda row: row.child),
    Shown("Child’s number", lambda row: row.child_number),
    Shown("Paid to", lambda row: row.paid_to),
    Shown("Reference", lambda row: row.reference, on_page=False),
    Shown("Payee’s number", lambda row: row.payee_number, on_page=False),
    Shown("Service", lambda row: row.service),
    Shown("Pounds a week", lambda row: _plain(row.pence), numeric=True),
)

MILEAGE: Sequence[Shown[MileageRow]] = (
    Shown("Line", lambda row: row.number),
    Shown("Who drove", lambda row: row.worker),
    Shown("Visited on", lambda row: row.day),
    Shown("Household", lambda row: row.household),
    Shown("Miles", lambda row: row.miles, numeric=True),
    Shown("Pounds for the miles", lambda row: _plain(row.pence), numeric=True),
    Shown("Pounds spent besides", lambda row: _plain(row.expenses), numeric=True),
)


def read(file: MoneyFile, system: str) -> tuple[Sequence[Any], Sequence[Shown[Any]]]:
    """The lines of a file, and its columns. `system`: whose numbers finance knows them by."""
    if file.kind is FileKind.PLACEMENTS:
        return queries.placement_rows(file, system), PLACEMENTS
    return queries.mileage_rows(file), MILEAGE


def _plain(pence: int | None) -> str:
    """An amount as another system reads it: 182.50."""
    return "" if pence is None else f"{pence / 100:.2f}"
