"""What there is to tell of a load: whether it changes anything, and its rejected rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from app.core.present import safe_cell
from app.exchange.models import Load, LoadRow

WHY = "Why it was not loaded"
"""The heading of the column of reasons. A file that comes back with it is read as without it."""


def rejected_csv(rows: Sequence[LoadRow]) -> bytes:
    """Rejected rows as they came, with the reason beside each: to put right and send again."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row.values))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*map(safe_cell, headings), WHY])
    for row in rows:
        said = [safe_cell(row.values.get(heading, "")) for heading in headings]
        writer.writerow([*said, safe_cell(row.reason.replace("\n", " "))])
    return out.getvalue().encode("utf-8-sig")


def changes_anything(load: Load) -> bool:
    """Whether carrying a load out would change the record."""
    return any(load.summary.get(name) for name in ("added", "changed", "closed"))
