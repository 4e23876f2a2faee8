"""What households call for: nobody supervises them, a review, terms or an agreement is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.present import short_day
from app.front import queries
from app.front.work import Asking, Line, Part, first, household_page, word_for
from app.register import queries as register
from app.register.present import to_do
from app.register.queries import Status
from app.statute.care_planning.connected import REG24_EXPIRY
from app.statute.fostering.supervision import NMS_NAMED_SSW
from app.supervision import queries as supervision


@dataclass(frozen=True, slots=True)
class OnRegister:
    """What of a household's entry calls for work."""

    id: int
    ref: str
    name: str
    statuses: tuple[Status, ...]
    approved_on: date
    review_due_on: date | None


@remembered
def _on_register(day: date) -> tuple[OnRegister, ...]:
    return tuple(
        OnRegister(
            each.id, each.ref, each.name, each.statuses, each.approved_on, each.review_due_on
        )
        for each in register.household_entries(day)
    )


def households_without_worker(asking: Asking) -> Part:
    """Nobody supervises them: the longest first."""
    found = supervision.households_without_worker(asking.day)
    allocates = asking.user.may(May.ALLOCATE_WORKER)
    lines = [
        Line(
            each.name,
            url_for("supervision.allocate", ref=each.ref)
            if allocates
            else household_page(each.ref),
            f"for {each.days} {word_for(each.days, 'day', 'days')}",
        )
        for each in found
    ]
    return Part(
        word_for(len(found), "household has", "households have") + " no supervising social worker",
        len(found),
        url_for("supervision.unallocated"),
        first(lines),
        NMS_NAMED_SSW.citation,
        NMS_NAMED_SSW.key,
        urgent=True,
        clear="Every household has a supervising social worker",
    )


def temporary_approvals_running_out(asking: Asking) -> Part:
    """Connected persons whose sixteen weeks are nearly over, or over."""
    found = queries.temporary_approvals_running_out(asking.day)
    return Part(
        word_for(len(found), "temporary approval is", "temporary approvals are")
        + " within two weeks of the last day, or past it",
        len(found),
        "",
        tuple(
            Line(
                each.household,
                household_page(each.ref),
                f"{each.day}; last day {short_day(each.last_day)}"
                + (", extended" if each.extended else ""),
            )
            for each in found
        ),
        REG24_EXPIRY.citation,
        REG24_EXPIRY.key,
        urgent=any(each.last_day < asking.day for each in found),
        clear="No temporary approval is near its last day",
    )


def my_households(asking: Asking) -> Part | None:
    """The households that this person supervises, those with something due first."""
    own = supervision.own_households(asking.user, asking.day)
    if not own:
        return None
    due = [each for each in _on_register(asking.day) if each.id in own and to_do(each.statuses)]
    return Part(
        "of your households " + word_for(len(due), "has", "have") + " something to do",
        len(due),
        url_for("register.index", worker=asking.user.ref, to_do="yes"),
        tuple(Line(each.name, household_page(each.ref), to_do(each.statuses)) for each in due),
        clear="Nothing is due on your households",
    )


def no_terms(asking: Asking) -> Part:
    """Approved, and nobody can say for whom."""
    return _with_status(
        asking,
        Status.NO_TERMS,
        ("household is", "households are"),
        "approved without terms",
        clear="Every approved household has its terms recorded",
    )


def no_agreement(asking: Asking) -> Part:
    """No child may be placed before the agreement is signed."""
    return _with_status(
        asking,
        Status.NO_AGREEMENT,
        ("household has", "households have"),
        "no foster care agreement recorded",
        clear="Every approved household has its foster care agreement recorded",
    )


def _with_status(
    asking: Asking,
    status: Status,
    forms: tuple[str, str],
    says: str,
    cite: str = "",
    clock: str = "",
    *,
    clear: str,
) -> Part:
    entries = [each for each in _on_register(asking.day) if status in each.statuses]
    entries.sort(key=lambda each: (each.review_due_on or date.max, each.name))
    return Part(
        f"{word_for(len(entries), *forms)} {says}",
        len(entries),
        url_for("register.index", status=status.value),
        first([Line(each.name, household_page(each.ref), _due(each, status)) for each in entries]),
        cite,
        clock,
        clear=clear,
    )


def _due(entry: OnRegister, status: Status) -> str:
    if status is Status.REVIEW_OVERDUE and entry.review_due_on:
        return f"was due {short_day(entry.review_due_on)}"
    return f"approved {short_day(entry.approved_on)}"
