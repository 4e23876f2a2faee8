"""Where every child is, and on what basis, on any day, as known then or now: the one answer.

`basis` asks it of one child and `ledger` of all; both read the same facts in the same way and
judge them with the same rule (`rules.basis_of`). Names and places are for whoever shows the
answer; the rule never sees them, and nobody's permissions change it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from app.children.codes import Place, in_short
from app.oversight.homes import HomeThere
from app.oversight.reading import Reading
from app.oversight.rules import Answer, BasisKind, Fault, Verdict, basis_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One child on one day: who, where, and on what basis."""

    child_id: int
    child_ref: str
    name: str
    born: date | None
    ours: bool
    authority: str
    as_at: date
    where: str
    household_id: int | None
    household_ref: str | None
    placement_ref: str | None
    place: Place | None
    setting_ref: str | None
    answer: Answer

    @property
    def kind(self) -> BasisKind:
        """The basis."""
        return self.answer.kind

    @property
    def verdict(self) -> Verdict:
        """What is to be said of it."""
        return self.answer.verdict

    @property
    def breaches(self) -> tuple[Fault, ...]:
        """What is wrong besides the basis."""
        return self.answer.breaches

    @property
    def since(self) -> date | None:
        """Since when it has been so."""
        return self.answer.since

    @property
    def is_looked_after(self) -> bool:
        """Whether this child counts among our looked-after children."""
        return self.ours and self.verdict is not Verdict.NOT_LOOKED_AFTER


def basis(child_id: int, as_at: date, known_at: datetime | None = None) -> Standing:
    """Where this child is on a day, and on what basis. Raises LookupError for no such child."""
    found = _standings(Reading(as_at, as_at, known_at, {child_id}))
    if not found:
        raise LookupError(f"no child {child_id}")
    return found[0]


def ledger(as_at: date, known_at: datetime | None = None) -> list[Standing]:
    """Every child with a legal status or a placement on a day, the worst first, then by name.

    Other authorities' children who live in our area stand among them (`ours` is false); they count
    for their carers' limits and are no part of our total.
    """
    return _worst_first(_standings(Reading(as_at, as_at, known_at, None)))


def standings_of(
    child_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> list[Standing]:
    """The lines of the ledger for these children alone, and for those of them who have none."""
    if not child_ids:
        return []
    return _worst_first(_standings(Reading(as_at, as_at, known_at, child_ids)))


def _worst_first(found: list[Standing]) -> list[Standing]:
    order = list(Verdict)
    kinds = list(BasisKind)
    return sorted(
        found,
        key=lambda each: (order.index(each.verdict), kinds.index(each.kind), each.name),
    )


def _standings(reading: Reading) -> list[Standing]:
    day = reading.last
    return [_standing(reading, row, day) for row in reading.children.values()]


def _standing(reading: Reading, child: Row[Any], day: date) -> Standing:
    main = main_row(reading.placed(child.id, day))
    home = reading.families.get(main.household_id) if main is not None else None
    return Standing(
        child_id=child.id,
        child_ref=child.ref,
        name=f"{child.given_name} {child.family_name}".strip(),
        born=child.born,
        ours=child.responsible_authority == reading.authority,
        authority=child.responsible_authority,
        as_at=day,
        where=where(main, home),
        household_id=home.id if home else None,
        household_ref=home.ref if home else None,
        placement_ref=main.ref if main is not None else None,
        place=main.place if main is not None else None,
        setting_ref=main.setting_ref if main is not None else None,
        answer=basis_of(reading.facts(child, day)),
    )


def main_row(rows: Collection[Row[Any]]) -> Row[Any] | None:
    """Of the placements of one day, the one where the child lives."""
    return _main([row for row in rows if not row.temporary]) or _main(rows)


def _main(rows: Collection[Row[Any]]) -> Row[Any] | None:
    """Of placements recorded at once, the one that began last."""
    return max(rows, key=lambda row: (row.starts_on, row.id), default=None)


def where(main: Row[Any] | None, home: HomeThere | None) -> str:
    """Where the child lives, in a word or two."""
    if main is None:
        return "Not recorded"
    if home is not None:
        return home.name
    return str(main.setting_name) if main.setting_name else in_short(main.place)
