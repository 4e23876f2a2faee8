"""The clocks of checks: to ask again for what is not back, and to renew what runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.audit.remembering import remembered
from app.checks import queries
from app.checks.kinds import Stands
from app.checks.queries import Checked, Line, Whom
from app.core.words import words
from app.statute.checks import CHECK_CHASED, Asks
from app.statute.running import Running

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""

RENEWED = (Stands.DONE, Stands.ENDING, Stands.RAN_OUT)


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Each check that is waited for, and each that was seen and runs out."""
    found = queries.checked(as_at)
    assess = {
        each.household_id: each.worker_id
        for each in (assessments.assessments(as_at) if found else ())
        if not each.worker_left
    }
    return tuple(
        one
        for home in found
        for whom, line in home.lines
        for one in _of(home, whom, line, assess.get(home.household_id))
    )


def _of(home: Checked, whom: Whom, line: Line, worker_id: int | None) -> Iterator[Running]:
    standing, of = line.standing, f"{whom.person_id or 'home'}"
    what = f"{_whom(home, whom)}: {words(line.item.kind).lower()}"
    due = standing.chase_by
    if due is not None:
        yield _running(
            home,
            CHECK_CHASED.key,
            f"check:{of}:{line.item.kind}",
            what,
            due,
            "Chase it",
            standing.waits_since,
            worker_id,
        )
    if line.item.renewal is not None and standing.until is not None and standing.stands in RENEWED:
        seen = standing.seen
        yield _running(
            home,
            line.item.renewal.key,
            f"person:{of}",
            what,
            standing.until,
            "Renew it",
            (seen.issued_on or seen.seen_on) if seen is not None else None,
            worker_id,
        )


GROWN = (Asks.APPLICANT, Asks.ADULT, Asks.GUARDIAN, Asks.WITH_GUARDIAN)


def _whom(home: Checked, whom: Whom) -> str:
    """Whose check it is: a grown person of the home by name, and nobody else."""
    if whom.asks not in GROWN:
        return home.household
    carer = whom.asks in (Asks.APPLICANT, Asks.GUARDIAN)
    return whom.name if carer else f"{home.household}, {whom.name}"


def _running(
    home: Checked,
    clock: str,
    subject: str,
    what: str,
    due: date,
    action: str,
    since: date | None,
    worker_id: int | None,
) -> Running:
    return Running(
        clock=clock,
        subject=subject,
        about=what,
        due_on=due,
        action=action,
        page="checks.household",
        arguments=(("ref", home.household_ref),),
        since=since,
        household_id=home.household_id,
        worker_id=worker_id,
    )
