"""The clocks of reports: to check one that is handed in, to put it right, to sign it."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.assessments.watch import Pages, waiting_round
from app.audit.remembering import remembered
from app.reports import queries
from app.statute.running import Running

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""

PAGES = Pages(check="reports.check", right="reports.report", sign="reports.sign")


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Each report of an open assessment that was handed in and waits for somebody."""
    turns = (waiting_round(each, PAGES) for each in queries.last_rounds(as_at))
    return tuple(each for each in turns if each is not None)
