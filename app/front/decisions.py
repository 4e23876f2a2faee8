"""Decisions that wait for whoever asks, and carers who leave with children still there."""

from __future__ import annotations

from flask import url_for

from app.core.present import short_day
from app.front.work import Asking, Line, Part, word_for
from app.register.deciding import KINDS
from app.register.queries import deciding, resignation
from app.statute.fostering.approval import RESIGNATION_EFFECT
from app.supervision import queries as supervision


def children_of_carers_who_leave(asking: Asking) -> Part:
    """Urgent from the day the notice comes, not only near its end."""
    found = [each for each in resignation.leaving(asking.day) if each.is_urgent]
    homes = {each.household_id: each for each in found}
    lines = [
        Line(
            each.household,
            url_for("register.leaving", ref=each.household_ref, approval_ref=each.approval_ref),
            f"{each.children} {word_for(each.children, 'child', 'children')}; approval "
            f"{'ends' if each.ends_on > asking.day else 'ended'} {short_day(each.ends_on)}",
        )
        for each in homes.values()
    ]
    return Part(
        word_for(len(lines), "household is", "households are")
        + " leaving with children still living there",
        len(lines),
        "",
        tuple(lines),
        RESIGNATION_EFFECT.citation,
        RESIGNATION_EFFECT.key,
        urgent=True,
        clear="No child lives with carers who are leaving",
    )


def decisions_for_me(asking: Asking) -> Part:
    """What was proposed about foster carers, where it is this person's turn to decide."""
    workers = supervision.worker_of(None, asking.day)
    own = {home: worker.id for home, worker in workers.items()}
    found = deciding.waiting_for(asking.user, asking.day, own)
    lines = [
        Line(
            f"{each.household.name}: {KINDS[each.kind].says.lower()}",
            url_for("register.decision", ref=each.ref),
            f"proposed {short_day(each.proposed_on)}"
            + (f", needed from {short_day(each.needed_on)}" if each.needed_on else ""),
        )
        for each in found
    ]
    return Part(
        word_for(len(found), "decision waits", "decisions wait") + " for you",
        len(found),
        url_for("register.decisions", show="mine"),
        tuple(lines),
        urgent=any(each.needed_on and each.needed_on < asking.day for each in found),
        clear="No decision waits for you",
    )
