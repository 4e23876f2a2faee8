"""Cases as a list: its columns once, and which rows answer what is asked. Every number of the board
and of the figures is counted by the same filter that its link asks the list with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.core.present import Shown
from app.core.words import words
from app.recruitment.kinds import Asks, Reached, Step
from app.recruitment.queries.pipeline import Case

STATES = {"": "Under way", "approved": "Approved", "ended": "Ended", "all": "All"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for. Names are searched for in what is posted, never in an address."""

    state: str = ""
    step: str = ""
    reached: str = ""
    month: str = ""
    source: str = ""
    worker: str = ""
    late: bool = False
    enquired: str = ""
    """Only those of which an enquiry is on record ("yes"), or none is ("no")."""

    since: str = ""
    """From this month on, as 2024-12."""

    words: str = ""
    sort: str = "received"

    def of(self, rows: Iterable[Case], day: date) -> list[Case]:
        """The cases that answer it, in the order asked for."""
        found = [row for row in rows if self.fits(row, day)]
        key = SORTS.get(self.sort.lstrip("-"), SORTS["received"])
        return sorted(found, key=lambda row: key(row, day), reverse=self.sort.startswith("-"))

    def fits(self, row: Case, day: date) -> bool:
        """Does this case answer it?"""
        return (
            _stands(row, self.state)
            and self.step in ("", row.step.value)
            and (not self.reached or Reached(self.reached) in row.reached)
            and self.month in ("", row.month)
            and self.source in ("", row.source_ref or "none")
            and self.worker in ("", row.worker_ref or "nobody")
            and (not self.late or row.is_late(day))
            and self.enquired in ("", "no" if row.enquiry_id is None else "yes")
            and self.since <= row.month
            and all(each in row.name.lower() for each in self.words.lower().split())
        )


def _stands(row: Case, state: str) -> bool:
    match state:
        case "":
            return row.is_open
        case "approved":
            return row.step is Step.APPROVED
        case "ended":
            return row.step is Step.ENDED
    return True


SORTS: Mapping[str, Callable[[Case, date], Any]] = {
    "received": lambda row, day: (row.received_on, row.key),
    "name": lambda row, day: (row.name.lower(), row.key),
    "step": lambda row, day: (tuple(Step).index(row.step), row.since, row.key),
    "here": lambda row, day: (-row.days_here(day), row.key),
    "source": lambda row, day: (row.source.lower(), row.key),
    "worker": lambda row, day: (row.worker.lower(), row.key),
}


def page_of(row: Case) -> str | None:
    """The page on which a case is worked: its application's once there is one."""
    if row.assessment_ref is not None:
        return url_for("recruitment.application", ref=row.assessment_ref)
    return url_for("recruitment.enquiry", ref=row.enquiry_ref) if row.enquiry_ref else None


def stands(row: Case) -> str:
    """Where a case stands, with the reason where it ended and that may be read here."""
    if row.step is Step.ENDED and row.ended_by is not None:
        return f"{words(row.step)}: {words(row.ended_by).lower()}"
    return words(row.step)


def columns(day: date) -> tuple[Shown[Case], ...]:
    """The list's columns: on the page what matters, in a sheet every day that is known."""

    def on(heading: str, value: Callable[[Case], Any]) -> Shown[Case]:
        return Shown(heading, value, on_page=False)

    return (
        Shown("Who", lambda row: row.name, page_of, sort="name"),
        Shown("Asked on", lambda row: row.received_on, sort="received"),
        Shown("Source", lambda row: row.source, sort="source"),
        Shown("Stands", stands, sort="step"),
        Shown("Days there", lambda row: row.days_here(day), sort="here", numeric=True),
        Shown("Whose", lambda row: row.worker or "Nobody", sort="worker"),
        on("Asks about", lambda row: words(Asks(row.asks)) if row.asks else ""),
        on("Visited", lambda row: row.course.visited_on),
        on("Application received", lambda row: row.course.applied_on),
        on("Panel due by", lambda row: row.due_on),
        on("Assessment finished", lambda row: row.course.heard_on),
        on("Approved", lambda row: row.course.approved_on),
        on("Ended", lambda row: row.course.ended_on),
        on("Days since the enquiry", lambda row: row.days(day)),
    )
