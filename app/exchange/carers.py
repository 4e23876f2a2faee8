"""A household of carers as a workbook has it: plain values, and what was odd about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.exchange.cells import text_of
from app.exchange.rows import Row
from app.exchange.sheets import Sheet
from app.exchange.terms import TermsRead
from app.people.models import PetKind
from app.register.models import ApprovalEnd, HoldReason, NotAvailable
from sufficiency.types import Sex


@dataclass(frozen=True, slots=True)
class CarerRead:
    """A carer as the workbook has one."""

    given_name: str
    family_name: str
    approved_on: date
    ref: str = ""
    born: date | None = None
    sex: Sex = Sex.UNKNOWN
    phone: str = ""
    email: str = ""
    ended_on: date | None = None
    ended_how: ApprovalEnd = ApprovalEnd.NOT_RECORDED

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class NotAvailableRead:
    """Places that cannot be offered: a number, or (None) all, and why."""

    places: int | None
    reason: NotAvailable
    note: str


@dataclass(frozen=True, slots=True)
class HouseholdRead:
    """A household as its rows have it. None: the workbook does not say."""

    carers: tuple[CarerRead, ...]
    ref: str = ""
    name: str = ""
    line: str = ""
    postcode: str = ""
    protected: bool | None = None
    family_and_friends: bool = False
    terms: TermsRead | None = None
    terms_from: date | None = None
    agreement_on: date | None = None
    worker: str = ""
    worker_from: date | None = None
    on_hold: bool | None = None
    hold_from: date | None = None
    hold_reason: HoldReason = HoldReason.OTHER
    hold_note: str = ""
    not_available: NotAvailableRead | None = None
    reviewed_on: date | None = None
    pets: Mapping[PetKind, str] | None = None
    smoker: bool | None = None
    drives: bool | None = None
    bedrooms: int | None = None
    fee: int | None = None
    provider: str = ""
    provider_urn: str = ""


@dataclass(slots=True)
class RowRead:
    """One row: the household it tells of, or why it is rejected, and what was odd."""

    sheet: Sheet
    row: Row
    household: HouseholdRead | None = None
    odd: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        """Where the row stands: its sheet, and its number there."""
        return self.sheet.name, self.row.number


@dataclass(slots=True)
class Family:
    """The rows that tell of one household, together."""

    rows: list[RowRead]
    household: HouseholdRead | None

    @property
    def subject(self) -> str:
        """Whose it is, in words; of a rejected row, what it has for a name."""
        if self.household is None:
            said = self.rows[0].sheet.said(self.rows[0].row)
            names = ("given_name", "family_name", "name", "household_name")
            return " ".join(filter(None, (text_of(said.get(name)) for name in names)))
        return self.household.name or " and ".join(
            dict.fromkeys(carer.name for carer in self.household.carers)
        )
