"""What checks say of the people of a report: asked of the room above this one that keeps them.

Every Schedule asks for some of it in words of its own. The room of checks supplies its lines once,
and each report puts them where its own Schedule asks: none is typed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.statute.checks import CheckKind


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """How one check stands, as a report says it; of the home itself no person is named."""

    person_id: int | None
    kind: CheckKind
    says: str


Supplier = Callable[[int, date], Sequence[CheckSaid]]
"""`supplier(household_id, as_at)`: each check of a home and its people that anything was done
about."""

_SUPPLIERS: list[Supplier] = []


def supply(supplier: Supplier) -> Supplier:
    """The room that keeps checks says so, once, when it is imported."""
    if supplier not in _SUPPLIERS:
        _SUPPLIERS.append(supplier)
    return supplier


def checks_said(household_id: int, as_at: date) -> list[CheckSaid]:
    """What is known of checks of a household on a day."""
    return [each for supplier in _SUPPLIERS for each in supplier(household_id, as_at)]
