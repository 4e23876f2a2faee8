"""The clocks of what placements start and end, of planned moves, and of beds that are held.

One line for each thing that somebody has to do, and none where another room times it already: the
weekly visits of regulation 28(4) are the connected carers' own clock. A line never names a child.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.today import london_day
from app.placements import queries
from app.placements.kinds import CARDS, Item, Owner
from app.placements.queries import Listed
from app.placements.rules import Owed
from app.register.models import ClaimKind
from app.statute.local import BED_HELD, DISRUPTION_ACTION, INTRODUCTION_DUE, PLANNED_MOVE
from app.statute.running import Running
from app.supervision import queries as supervision

SHOWN_TO = May.SEE_CHILDREN
"""Whoever lacks this is shown none of these clocks."""

WHOSE: Mapping[Owner, May] = {
    Owner.WORKER: May.SEE_EVERY_CHILD,
    Owner.OFFICER: May.SEE_EVERY_CHILD,
    Owner.FOSTERING: May.SEE_EVERY_CHILD,
    Owner.PLACEMENTS: May.RECORD_PLACEMENT,
}
"""Who is shown a line beside the person whose it is."""


def running(as_at: date) -> tuple[Running, ...]:
    """Everything that runs on a day; held beds expire by the clock, and are asked anew."""
    return (*_of_lists(as_at), *_of_moves(as_at))


@remembered
def _of_lists(as_at: date) -> tuple[Running, ...]:
    supervised = supervision.worker_of(None, as_at)
    return (
        *(line for each in queries.standing(as_at) for line in _of_list(each, supervised)),
        *_of_meetings(as_at),
    )


def _of_list(listed: Listed, supervised: Mapping[int, object]) -> Iterator[Running]:
    several: dict[Item, list[Owed]] = {}
    for each in listed.to_do:
        if each.item is Item.VISIT and listed.facts.reg24:
            continue
        if each.to is not None and each.item is not Item.AREA:
            several.setdefault(each.item, []).append(each)
        else:
            yield _line(listed, each, supervised)
    for those in several.values():
        first = min(those, key=lambda one: one.due_on)
        yield _line(listed, first, supervised, number=len(those))


def _line(listed: Listed, each: Owed, supervised: Mapping[int, object], number: int = 0) -> Running:
    card = CARDS[each.item]
    where = listed.where
    about = (
        f"A child with {where}" if listed.is_known else f"A child: {where[0].lower()}{where[1:]}"
    )
    if number:
        about += f": {number} still to be told"
    page = card.page or "placements.placement"
    worker = supervised.get(listed.household_id or 0)
    whose = {
        Owner.WORKER: listed.worker_id,
        Owner.OFFICER: listed.officer_id,
        Owner.FOSTERING: getattr(worker, "id", None),
        Owner.PLACEMENTS: None,
    }[card.owner]
    return Running(
        clock=each.clock.key,
        subject=f"placement:{listed.id}",
        about=about,
        due_on=each.due_on,
        action=card.action,
        page=page,
        arguments=(("ref", listed.ref_of(card.about)),),
        since=each.since,
        worker_id=whose,
        only_for=WHOSE[card.owner].value,
        instead=("placements.placement", listed.ref) if card.page else None,
    )


def _of_meetings(as_at: date) -> Iterator[Running]:
    for each in queries.actions_open(as_at):
        yield Running(
            clock=DISRUPTION_ACTION.key,
            subject=f"disruption_action:{each.id}",
            about=each.household,
            due_on=each.due_on,
            action="Record that it was done",
            page="placements.meeting",
            arguments=(("ref", each.meeting_ref),),
            since=each.since,
            worker_id=each.owner_id,
            only_for=May.RECORD_PLACEMENT.value,
        )


def _of_moves(as_at: date) -> Iterator[Running]:
    for move in queries.moves():
        claim = move.claim
        if claim.claim is ClaimKind.HELD and claim.expires_at is not None:
            clock, due, action = (
                BED_HELD,
                london_day(claim.expires_at),
                "Plan the move, or let it go",
            )
        elif claim.claim is ClaimKind.PLANNED:
            clock, due, action = PLANNED_MOVE, claim.starts_on, "Look at the move"
        else:
            continue
        common = {
            "about": f"A child to {move.household.name}",
            "page": "placements.move",
            "arguments": (("ref", claim.ref),),
            "only_for": May.RECORD_PLACEMENT.value,
        }
        yield Running(
            clock=clock.key,
            subject=f"room_claim:{claim.id}",
            due_on=due,
            action=action,
            since=london_day(claim.recorded_at),
            **common,  # type: ignore[arg-type]
        )
        step = move.next_step
        if step is not None:
            yield Running(
                clock=INTRODUCTION_DUE.key,
                subject=f"introduction:{step.id}",
                due_on=step.planned_on,
                action="Record how it went",
                since=london_day(step.recorded_at),
                worker_id=move.child.worker_id,
                **common,  # type: ignore[arg-type]
            )
