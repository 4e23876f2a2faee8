"""Quorum of one item, from who is there less who has a conflict: plain values in, reasons out.

FSR 2011 regulation 24(1), as far as it was seen: five meet as the panel (six where it is joint),
among them the chair or a vice chair, somebody else who is a social worker with three years'
relevant experience since qualifying, and three others (four); and where the chair is not there and
the vice chair who is is not independent, at least one other member is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.panel.kinds import SeatKind
from app.statute.breach import Breach
from app.statute.fostering.panel import (
    PANEL_QUORUM_JOINT,
    PANEL_QUORUM_SINGLE,
    PANEL_QUORUM_VICE_CHAIR,
)

SINGLE, JOINT = 5, 6


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is there, or said they will be: what they are on that day."""

    key: int
    """Who: their number on the central list. Nobody counts twice."""

    seat: SeatKind | None = None
    social_worker: bool = False
    """A social worker with three years of relevant experience since qualifying."""

    independent: bool = False


def quorum(
    attendees: Iterable[Attendee], conflicts: Collection[int] = (), *, joint: bool = False
) -> list[Breach]:
    """What is missing before the panel may hear an item; nothing: it is quorate.

    `conflicts`: the keys of those who take no part in this item.
    """
    gate, needed = (PANEL_QUORUM_JOINT, JOINT) if joint else (PANEL_QUORUM_SINGLE, SINGLE)
    those = {each.key: each for each in attendees if each.key not in conflicts}.values()
    missing = []
    if len(those) < needed:
        there = f"{len(those)} member{' is' if len(those) == 1 else 's are'}"
        missing.append(gate.breach(f"{there} there for it; {needed} are needed."))
    leading = [each for each in those if each.seat is not None]
    workers = [each for each in those if each.social_worker]
    if not leading:
        missing.append(gate.breach("Neither the chair nor a vice chair is there for it."))
    if not workers:
        missing.append(
            gate.breach("No social worker with three years since qualifying is there for it.")
        )
    elif len(workers) == 1 and leading == workers:
        missing.append(gate.breach("The only such social worker leads it: another is needed."))
    chaired = any(each.seat is SeatKind.CHAIR for each in leading)
    if leading and not chaired and not any(each.independent for each in those):
        missing.append(PANEL_QUORUM_VICE_CHAIR.breach(_VICE_CHAIR))
    return missing


_VICE_CHAIR = (
    "A vice chair who is not independent takes the chair, and nobody else there is independent."
)


@dataclass(frozen=True, slots=True)
class Lost:
    """What would be missing for an item if one of those there dropped out."""

    key: int
    missing: tuple[Breach, ...]


def if_one_is_lost(
    attendees: Sequence[Attendee], conflicts: Collection[int] = (), *, joint: bool = False
) -> list[Lost]:
    """Each one without whom an item that is quorate would not be. Of one that is not: nobody."""
    if quorum(attendees, conflicts, joint=joint):
        return []
    found = (
        Lost(each.key, tuple(quorum(attendees, {*conflicts, each.key}, joint=joint)))
        for each in attendees
        if each.key not in conflicts
    )
    return [each for each in found if each.missing]
