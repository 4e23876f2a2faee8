"""The rows of a carers' workbook that tell of one household, together.

A couple may stand in one row or in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.exchange import cells
from app.exchange.carer_rows import read_row
from app.exchange.carers import Family, HouseholdRead, RowRead
from app.exchange.cells import text_of
from app.exchange.rows import Row
from app.exchange.sheets import Sheet, is_example


def families(sheets: Sequence[Sheet], as_at: date) -> list[Family]:
    """Every row of every sheet, those of one household together.

    Two rows are one household when they bear the same household reference; or, without one, when
    each has a single carer and they share address, postcode and family name or day of approval.
    The template's example and repeated headings are no rows.
    """
    found: dict[object, Family] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if is_example(_cell_of(sheet, row, "household_name")) or _is_heading(sheet, row):
                continue
            read = read_row(sheet, row, as_at)
            key = _same_household(read)
            if key in found:
                _join(found[key], read)
            else:
                found[key] = Family([read], read.household)
    apart = [one for family in found.values() for one in _apart(family)]
    for family in apart:
        if family.household is None:
            _reject_together(family)
    return apart


def _apart(family: Family) -> list[Family]:
    """More than two rows at one address, without a reference, are no couple: each stands alone."""
    home = family.household
    if home is None or home.ref or len(family.rows) < 3:
        return [family]
    for read in family.rows:
        read.odd = [says for says in read.odd if not says.startswith("More than two carers stand")]
        read.odd.append("Several rows share this address; none was joined to another.")
    return [Family([read], read.household) for read in family.rows]


def _reject_together(family: Family) -> None:
    """A household is loaded whole or not at all."""
    for read in family.rows:
        if not read.rejected:
            read.rejected.append("Another row of this household was rejected: put that right too.")


def _cell_of(sheet: Sheet, row: Row, name: str) -> Any:
    return sheet.said(row).get(name)


def _is_heading(sheet: Sheet, row: Row) -> bool:
    return [text_of(cell) for cell in row.cells if text_of(cell)] == [
        heading for heading in sheet.headings if heading
    ]


def _same_household(read: RowRead) -> object:
    ref = text_of(read.sheet.said(read.row).get("household_ref")).lower()
    if ref not in cells.NOTHING:
        return "ref", ref
    home = read.household
    if home is None:
        return read.place
    if len(home.carers) > 1 or not home.postcode or not home.line:
        return read.place
    line = re.sub(r"[^a-z0-9]", "", home.line.lower())
    return "home", line, home.postcode, home.carers[0].approved_on


def _join(family: Family, read: RowRead) -> None:
    """A second row of one household: its carer joins, and what only it says is taken over."""
    family.rows.append(read)
    first, second = family.household, read.household
    if first is None or second is None:
        family.household = None
        return
    known = {(carer.name.lower(), carer.born) for carer in first.carers}
    more = tuple(one for one in second.carers if (one.name.lower(), one.born) not in known)
    if not more:
        read.odd.append("This row says what an earlier row of the same household says.")
    if len(first.carers) + len(more) > 2:
        read.odd.append("More than two carers stand under this household's reference.")
    said = {
        name: getattr(second, name)
        for name in HouseholdRead.__dataclass_fields__
        if name not in ("carers", "terms") and getattr(first, name) in (None, "", False)
    }
    terms = first.terms if first.terms and first.terms.criteria else second.terms
    family.household = replace(first, carers=first.carers + more, terms=terms, **said)
