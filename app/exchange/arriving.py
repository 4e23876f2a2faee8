"""A household on its way from a workbook into the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from app.audit.act import Actor
from app.core.dated import Dated
from app.core.succession import open_row
from app.exchange.carers import HouseholdRead
from app.exchange.models import Verdict
from app.exchange.report import RowReport
from app.people.models import Household

Kept = TypeVar("Kept", bound=Dated)


@dataclass(slots=True)
class Coming:
    """A household on its way into the record."""

    home: HouseholdRead
    household: Household
    is_new: bool
    as_at: date
    by: Actor
    report: RowReport

    @property
    def since(self) -> date:
        """The first day of what the workbook does not date."""
        approved = min(carer.approved_on for carer in self.home.carers)
        return approved if self.is_new else self.as_at

    def from_day(self, said: date | None, before: Dated | None) -> date:
        """The day a new fact starts: as said, but never before the one it takes over from."""
        day = said or self.since
        return max(day, before.starts_on) if before is not None else day

    def changed(self, says: str) -> None:
        """Something in an existing household changed; in a new one it is part of the new."""
        self.report.did(Verdict.ADDED if self.is_new else Verdict.CHANGED, says)

    def open_row(self, kind: type[Kept], /, **keys: Any) -> Kept | None:
        """The household's open row of this kind."""
        return open_row(kind, household_id=self.household.id, **keys)
