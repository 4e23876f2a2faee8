"""Questions about where every child is; each is answered by `standing`, and by nothing else."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.remembering import remembered
from app.oversight import standing
from app.oversight.changes import Difference, differences
from app.oversight.standing import Standing, basis, standings_of

__all__ = ["Difference", "Standing", "basis", "differences", "ledger", "standings_of"]


def ledger(as_at: date, known_at: datetime | None = None) -> list[Standing]:
    """`standing.ledger`, worked out once until the record changes: many pages count from it."""
    return list(_ledger(as_at, known_at))


@remembered
def _ledger(as_at: date, known_at: datetime | None) -> tuple[Standing, ...]:
    return tuple(standing.ledger(as_at, known_at))
