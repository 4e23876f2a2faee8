"""The clock of a named supervising social worker: households with nobody, and those who leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.statute.fostering.supervision import NMS_NAMED_SSW
from app.statute.running import Running
from app.supervision import queries

DAY = timedelta(days=1)


def with_nobody(as_at: date) -> Iterator[Running]:
    """Each of our households with nobody: late from its first day."""
    for each in queries.households_without_worker(as_at):
        yield _running(
            each.household_id, each.name, each.since, "supervision.allocate", each.ref, "Allocate"
        )


def to_hand_over(as_at: date) -> Iterator[Running]:
    """Each household whose worker is to leave and that nobody takes over yet: in time on the day
    before they have gone."""
    for leaver in queries.leavers(as_at):
        if not leaver.gone(as_at):
            for each in leaver.open_households:
                yield _running(
                    each.household_id,
                    each.name,
                    leaver.left_on,
                    "supervision.leaving",
                    leaver.ref,
                    "Hand over",
                )


def _running(
    household_id: int, name: str, nobody_from: date, page: str, ref: str, action: str
) -> Running:
    """The same cycle before and after the worker has gone, so that a plan for it stays."""
    return Running(
        clock=NMS_NAMED_SSW.key,
        subject=f"household:{household_id}",
        about=name,
        due_on=nobody_from - DAY,
        action=action,
        page=page,
        arguments=(("ref", ref),),
        since=nobody_from,
        household_id=household_id,
    )
