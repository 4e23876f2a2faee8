"""The team's training as a list: its columns once, for the page, the sheet and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from app.core.present import Shown, short_day
from app.training.queries import Learnt, OnList
from app.training.rules import Need, Stands

NEAR = timedelta(days=183)
"""A certificate that runs out within this time is offered to be renewed."""


def said(need: Need, day: date) -> str:
    """How one thing stands, in few words: done when, until when, or due by when."""
    stands = need.stands(day)
    if stands is Stands.NOT_ASKED:
        return "–"
    if stands is Stands.OVERDUE:
        ran_out = "ran out" if need.done_on else "due"
        return f"{ran_out} {short_day(need.due_on)}"
    if stands is Stands.DUE:
        return f"by {short_day(need.due_on)}"
    if need.due_on is not None:
        return f"until {short_day(need.due_on)}"
    return f"done {short_day(need.done_on)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One carer's line in the team's list."""

    learnt: Learnt
    worker: str
    worker_ref: str
    day: date

    @property
    def late(self) -> tuple[str, ...]:
        """What is overdue."""
        return self.learnt.late(self.day)

    @property
    def next_due(self) -> date | None:
        """The soonest that is not late."""
        return self.learnt.next_due(self.day)


def columns(listed: Sequence[OnList]) -> tuple[Shown[Row], ...]:
    """The list's columns: on the page what matters; in a sheet every course besides."""

    def course(each: OnList) -> Shown[Row]:
        return Shown(each.name, lambda row: said(row.learnt.of(each.id), row.day), on_page=False)

    return (
        Shown("Carer", lambda row: row.learnt.carer.name, _page, sort="name"),
        Shown("Household", lambda row: row.learnt.carer.household),
        Shown("Approved on", lambda row: row.learnt.carer.approved_on, on_page=False),
        Shown("Induction", lambda row: said(row.learnt.induction, row.day), on_page=False),
        Shown("Standards", lambda row: said(row.learnt.standards, row.day)),
        Shown("Plan", lambda row: said(row.learnt.plan, row.day), on_page=False),
        *(course(each) for each in listed),
        Shown("Overdue", lambda row: ", ".join(row.late), sort="late"),
        Shown("Next due", lambda row: row.next_due, sort="next"),
        Shown("Supervised by", lambda row: row.worker or "Nobody", sort="worker"),
    )


def _page(row: Row) -> str:
    return url_for("training.household", ref=row.learnt.carer.household_ref)


SORTS = {
    "name": lambda row: (row.learnt.carer.family_name.lower(), row.learnt.carer.given_name.lower()),
    "late": lambda row: (-len(row.late), row.learnt.carer.name),
    "next": lambda row: row.next_due or date.max,
    "worker": lambda row: (row.worker or "", row.learnt.carer.name),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which carers are asked for: by worker, by what is late, by a course that they need."""

    worker: str = ""
    late: bool = False
    course: str = ""
    sort: str = "late"

    def of(self, rows: Iterable[Row], listed: Sequence[OnList]) -> list[Row]:
        """The lines that answer it, in the order asked for."""
        course = next((each for each in listed if each.ref == self.course), None)
        found = [
            row
            for row in rows
            if (not self.worker or row.worker_ref == self.worker)
            and (not self.late or row.late)
            and (course is None or _needs(row, course))
        ]
        key = SORTS.get(self.sort.lstrip("-"), SORTS["late"])
        return sorted(found, key=key, reverse=self.sort.startswith("-"))


def _needs(row: Row, course: OnList) -> bool:
    return row.learnt.of(course.id).stands(row.day) in (Stands.OVERDUE, Stands.DUE)


def counted(rows: Iterable[Row], listed: Sequence[OnList], day: date) -> Mapping[int, int]:
    """For each course, how many are overdue."""
    all_rows = list(rows)
    return {
        each.id: sum(row.learnt.of(each.id).stands(day) is Stands.OVERDUE for row in all_rows)
        for each in listed
    }


def needing(found: Iterable[Learnt], course_id: int, day: date) -> list[Learnt]:
    """Those who need a course, the longest late first, also those whose certificate soon ends."""
    soon = day + NEAR
    wanted = [
        each
        for each in found
        if (due := each.of(course_id).due_on) is not None
        and (each.of(course_id).done_on is None or due <= soon)
    ]
    return sorted(wanted, key=lambda each: (each.of(course_id).due_on, each.carer.name))
