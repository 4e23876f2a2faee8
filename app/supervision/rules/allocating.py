"""Who may be allocated, and when."""

from __future__ import annotations

from datetime import date

from app.people.rules import record_breach
from app.statute import provisions
from app.statute.breach import Breach


def allocation_breaches(*, left_on: date | None, starts_on: date, supervises: bool) -> list[Breach]:
    """May this worker be given the household from this day (national minimum standard 21.8)?"""
    breaches = []
    if left_on is not None and left_on <= starts_on:
        breaches.append(
            Breach(
                f"This worker left on {left_on:%d/%m/%Y}. Choose somebody who works here.",
                provisions.NAMED_SUPERVISING_SOCIAL_WORKER,
                "worker",
            )
        )
    if not supervises:
        breaches.append(
            Breach(
                "Choose a supervising social worker: a fostering social worker or a team manager.",
                provisions.NAMED_SUPERVISING_SOCIAL_WORKER,
                "worker",
            )
        )
    return breaches


def already_theirs_breach(name: str) -> Breach:
    """The household has this worker."""
    return record_breach(f"{name} has this household already.", "worker")


def leaving_breaches(*, supervises: bool, is_oneself: bool) -> list[Breach]:
    """Whoever allocates records the leaving of those who supervise, and not their own."""
    if not supervises:
        says = "Only somebody who supervises leaves by this page. Ask whoever keeps the users."
        return [record_breach(says, "on")]
    if is_oneself:
        return [record_breach("Ask somebody else to record your own leaving.", "on")]
    return []


def nothing_chosen_breaches(number: int) -> list[Breach]:
    """Something is handed over."""
    return [] if number else [record_breach("Choose who takes over, for one thing at least.")]
