"""May we approve, exempt, record this? What is refused, and by which rule."""

from __future__ import annotations

from datetime import date

from app.people.rules import record_breach
from app.register.rules.terms import MOST_AT_ONCE
from app.statute import provisions
from app.statute.breach import Breach


def approval_breaches(
    *,
    carer_here: bool,
    open_here: date | None,
    approved_by: str | None,
    recommended_on: date | None,
    starts_on: date,
    open_here_until: date | None = None,
) -> list[Breach]:
    """May this person be approved in this household from this day (FSR 2011 regulation 27)?

    `open_here`: since when they are approved here already, and `open_here_until` when that ends.
    `approved_by`: the service under which another approval of theirs is in force on that day.
    """
    breaches = []
    if not carer_here:
        breaches.append(
            record_breach("Record this person as a carer of the household first.", "person")
        )
    if open_here is not None:
        until = f" until {open_here_until:%d/%m/%Y}" if open_here_until else ""
        breaches.append(
            record_breach(f"Already approved here since {open_here:%d/%m/%Y}{until}.", "person")
        )
    if approved_by is not None:
        breaches.append(
            Breach(
                f"Already approved by {approved_by}. That approval must end before this one "
                "starts.",
                provisions.ONE_PROVIDER,
                "person",
            )
        )
    if recommended_on is not None and recommended_on > starts_on:
        breaches.append(
            Breach(
                "The panel's recommendation must come before the decision. Check both dates.",
                provisions.APPROVAL,
                "recommended_on",
            )
        )
    return breaches


def exemption_breaches(number_named: int) -> list[Breach]:
    """An exemption names the children whom it covers (Children Act 1989, Schedule 7, para 4(3))."""
    if number_named:
        return []
    return [
        Breach(
            "Name every child whom the exemption covers: it covers nobody else.",
            provisions.LIMIT_EXEMPTION_NOTICE,
            "children",
        )
    ]


def unavailability_breaches(places: int | None) -> list[Breach]:
    """A number of places, or none for all of them."""
    if places is not None and not 1 <= places <= MOST_AT_ONCE:
        return [
            record_breach(
                "Say how many places are not available, or leave it blank for all of them.",
                "places",
            )
        ]
    return []


def sharing_breaches(same_child: bool) -> list[Breach]:
    """A room is shared by two children."""
    if same_child:
        return [record_breach("Choose two different children.", "with_child")]
    return []
