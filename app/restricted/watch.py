"""The clocks of who knows whom and of restricted records: each is looked at again, and each opening
of a restricted record is judged by somebody else."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.today import london_day
from app.restricted import queries, rules
from app.restricted.models import BreakGlass, Conflict, Restriction, RestrictionProposed
from app.statute.local import (
    BREAK_GLASS_REVIEW,
    CONFLICT_REVIEW,
    RESTRICTION_PROPOSAL,
    RESTRICTION_REVIEW,
)
from app.statute.running import Running

SHOWN_TO = May.REVIEW_BREAK_GLASS
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Each by when it is looked at. A line names no record."""
    conflicts = tuple(_conflict(each) for each in queries.conflicts(as_at))
    proposed = tuple(_proposed(each) for each in queries.proposals())
    if not any(each.restriction for each in queries.closed(as_at)):
        return (*conflicts, *proposed)
    return (
        *conflicts,
        *proposed,
        *(_restriction(each) for each in queries.restrictions(as_at)),
        *(_opening(each) for each in queries.to_review()),
    )


def _conflict(each: Conflict) -> Running:
    return Running(
        clock=CONFLICT_REVIEW.key,
        subject=f"conflict:{each.id}",
        about=f"{each.user.name}: whom they know",
        due_on=rules.look_again_on(each.looked_on),
        action="Look at it again",
        page="restricted.look_again",
        arguments=(("ref", each.ref),),
        since=each.looked_on,
        only_for=May.KEEP_CONFLICTS.value,
    )


def _restriction(each: Restriction) -> Running:
    return Running(
        clock=RESTRICTION_REVIEW.key,
        subject=f"restriction:{each.id}",
        about="A restricted record",
        due_on=rules.restricted_again_on(each.looked_on),
        action="Look at it again",
        page="restricted.keep_restricted",
        arguments=(("ref", each.ref),),
        since=each.looked_on,
        only_for=May.RESTRICT_RECORDS.value,
    )


def _proposed(each: RestrictionProposed) -> Running:
    return Running(
        clock=RESTRICTION_PROPOSAL.key,
        subject=f"restriction_proposed:{each.id}",
        about="A record that is to be restricted",
        due_on=rules.proposal_decided_by(each.proposed_on),
        action="Restrict it, or say why not",
        page="restricted.restricted",
        since=each.proposed_on,
        only_for=May.RESTRICT_RECORDS.value,
    )


def _opening(each: BreakGlass) -> Running:
    opened_on = london_day(each.opened_at)
    return Running(
        clock=BREAK_GLASS_REVIEW.key,
        subject=f"break_glass:{each.id}",
        about=f"{each.user.name} opened a restricted record",
        due_on=rules.opening_reviewed_by(opened_on),
        action="Say whether it was right",
        page="restricted.review",
        arguments=(("ref", each.ref),),
        since=opened_on,
    )
