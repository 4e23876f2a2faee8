"""Decisions that wait for whoever asks, and carers who leave with children still there."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for

from app.accounts.roles import Role
from app.core.present import short_day
from app.front.work import Asking, Line, Part, first, word_for
from app.panel.queries.deciding import waiting
from app.panel.queries.feedback import by_author
from app.panel.queries.matches import matches_waiting
from app.panel.queries.matters import forecast_on
from app.panel.queries.own import to_do
from app.register.deciding import KINDS
from app.register.queries import deciding, resignation
from app.statute.fostering.approval import RESIGNATION_EFFECT
from app.statute.fostering.panel import ADM_DECISION_DUE
from app.supervision import queries as supervision

LATELY = timedelta(days=28)
"""What is that old is no news."""


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


def applications_for_me(asking: Asking) -> Part:
    """Applications to foster that the panel has heard, for the decision maker."""
    found = [(each, each.decide_by(asking.day)) for each in waiting(asking.day)]
    lines = [
        Line(
            each.assessment.household.name,
            url_for("panel.decision", ref=each.assessment.ref),
            f"decide by {short_day(by_on)}" if by_on else "minutes not final",
        )
        for each, by_on in found
    ]
    return Part(
        word_for(len(found), "application waits", "applications wait") + " for your decision",
        len(found),
        url_for("panel.decisions"),
        tuple(lines),
        ADM_DECISION_DUE.citation,
        ADM_DECISION_DUE.key,
        urgent=any(by_on is not None and by_on < asking.day for _, by_on in found),
        clear="No application waits for your decision",
    )


def matches_for_me(asking: Asking) -> Part | None:
    """Long-term matches that the panel has heard, for the decision maker; none: no card."""
    found = matches_waiting(asking.day)
    if not found:
        return None
    lines = [
        Line(
            each.match.household.name,
            url_for("panel.match_decision", ref=each.match.ref),
            f"decide by {short_day(each.due_on)}" if each.due_on else "minutes not final",
        )
        for each in found
    ]
    return Part(
        word_for(len(found), "match waits", "matches wait") + " for your decision",
        len(found),
        url_for("panel.decisions"),
        tuple(lines),
        ADM_DECISION_DUE.citation,
        ADM_DECISION_DUE.key,
        urgent=any(each.due_on is not None and each.due_on < asking.day for each in found),
    )


def without_panel_in_time(asking: Asking) -> Part | None:
    """What must come to panel and has no meeting in time for it: the panel adviser's own card."""
    if Role.PANEL_ADVISER not in asking.user.roles_now():
        return None
    found = [each for each in forecast_on(asking.day).placed if not each.in_time]
    lines = [
        Line(
            each.matter.about,
            url_for("panel.index", which="none_in_time"),
            f"to come by {short_day(each.matter.by_on)}",
        )
        for each in found
    ]
    return Part(
        word_for(len(found), "matter has", "matters have") + " no panel meeting in time",
        len(found),
        url_for("panel.index", which="none_in_time"),
        first(lines),
        urgent=True,
        clear="Everything that must come to panel has a meeting in time",
    )


def feedback_for_me(asking: Asking) -> Part | None:
    """What the panel said of this person's own reports of late; nothing: no card."""
    found = by_author(asking.day - LATELY, asking.day, asking.user.id)
    if not found:
        return None
    return Part(
        word_for(found[0].reports, "report", "reports") + " of yours: read what the panel said",
        found[0].reports,
        url_for("panel.own_feedback"),
    )


def own_panels(asking: Asking) -> Part | None:
    """The panel meetings of which a member has something to do; nothing: no card."""
    found = [each for each in to_do(asking.day) if each.user_id == asking.user.id]
    if not found:
        return None
    lines = [
        Line(
            f"{each.meeting.panel.name} of {short_day(each.meeting.meets_on)}",
            url_for(each.page[0], **each.page[1]),
            each.says,
        )
        for each in found
    ]
    return Part(
        word_for(len(found), "panel meeting waits", "panel meetings wait") + " for you",
        len(found),
        url_for("panel.mine"),
        first(lines),
    )
