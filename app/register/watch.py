"""Every clock that runs in the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.register import watch_deciding, watch_reviews
from app.statute.running import Running

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""


PARTS: tuple[Callable[[date], Iterable[Running]], ...] = (
    watch_deciding.running,
    watch_reviews.running,
)
"""Each subject's own clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Every clock of the register that runs, or ran out unmet, on a day."""
    return tuple(each for part in PARTS for each in part(as_at))
