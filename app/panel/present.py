"""The panel as lists and sheets show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import url_for

from app.core.present import Shown, short_day
from app.core.words import in_one_line, words
from app.panel.kinds import ExperienceKind
from app.panel.queries.agenda import Agenda
from app.panel.queries.lacking import Lacking
from app.panel.queries.listing import OnList
from app.panel.queries.matters import Placed
from app.register.deciding import StepKind as Way
from app.register.present_deciding import STAGE_TONES
from app.register.rules.deciding_steps import (
    Course,
    Step,
    Turn,
    stage_of,
    step_breaches,
    turn_of,
)

SHOW: Mapping[str, str] = {
    "": "Everybody",
    "lapsing": "About to lapse",
    "independent": "Independent",
    "social_workers": "Social workers of three years",
    "away": "Away today",
    "leaving": "Leaving",
}
"""What the central list can be narrowed to."""


def is_shown(each: OnList, which: str) -> bool:
    """Whether somebody belongs to a part of the list."""
    match which:
        case "lapsing":
            return bool(each.lapsing)
        case "independent":
            return each.independent is True
        case "social_workers":
            return each.social_worker
        case "away":
            return each.is_away
        case "leaving":
            return each.leaves_on is not None
    return True


def independence(each: OnList) -> str:
    """Whether somebody is independent, in a word."""
    if each.independent is None:
        return "Not tested"
    return "Yes" if each.independent else "No"


def knows(each: OnList) -> str:
    """What somebody knows, in words."""
    return ", ".join(
        words(one.kind) + (f" since {one.since.year}" if one.since else "")
        for one in each.experience
    )


def next_due(each: OnList) -> str:
    """What is due next, and by when."""
    first = each.due[0]
    return f"{first.clock.says.split(' of a ')[0]}, {short_day(first.due_on)}"


COLUMNS: Sequence[Shown[OnList]] = (
    Shown("Name", lambda each: each.name, lambda each: _page(each)),
    Shown("Independent", independence),
    Shown("Social worker, three years", lambda each: "Yes" if each.social_worker else ""),
    Shown("Experience", knows),
    Shown("On the list since", lambda each: each.listing.starts_on),
    Shown("Next due", next_due),
    Shown("Leaves on", lambda each: each.leaves_on),
)
"""The central list as a file."""


def _page(each: OnList) -> str:
    return url_for("panel.member", ref=each.listing.ref)


def lacks_said(lacks: Sequence[str]) -> str:
    """The experience that nobody has, in words."""
    return ", ".join(words(ExperienceKind(each)).lower() for each in lacks)


def brings(each: OnList) -> str:
    """What somebody brings to a meeting, after their name."""
    told = [
        "independent" if each.independent else "",
        "social worker of three years" if each.social_worker else "",
        *(
            words(one.kind).lower()
            for one in each.experience
            if one.kind is not ExperienceKind.SOCIAL_WORK
        ),
    ]
    said = ", ".join(filter(None, told))
    return f" ({said})" if said else ""


WAY: Mapping[Way, str] = {
    Way.MINUTES: "The panel’s fresh recommendation and final minutes came",
    Way.CONSENT: "The applicants agreed in writing",
    Way.DETERMINED: "The decision maker proposed it to the applicants",
    Way.NOTICE: "Notice was given, with reasons and the panel’s recommendation",
    Way.REPRESENTATIONS: "The applicants made representations to us",
    Way.REVIEW_APPLIED: "The applicants applied for an independent review",
    Way.REVIEW_NOTIFIED: "We were told of the application",
    Way.DOCUMENTS_SENT: "The papers were sent for the independent review",
    Way.REVIEW_WITHDRAWN: "The independent review is not held",
    Way.REVIEW_RECOMMENDED: "The independent review recommended",
    Way.TOLD: "The applicants were told by word of mouth",
    Way.WRITTEN: "The written decision was sent",
    Way.COPIED: "A copy of the decision went to the Secretary of State",
}
"""The steps of a proposal to applicants, in words."""


def next_steps(course: Course, day: date) -> Sequence[Way]:
    """What may be recorded now, apart from the decision maker's own step.

    A copy is owed only to whoever held an independent review.
    """
    found = [step for step in Way if not step_breaches(course, Step(step, day), day)]
    reviewed = course.has(Way.REVIEW_RECOMMENDED)
    return [
        step
        for step in found
        if step is not Way.DETERMINED and (step is not Way.COPIED or reviewed)
    ]


def way_of(course: Course, day: date) -> tuple[str, str, str]:
    """How far a proposal has come, its colour, and whose turn it is."""
    stage = stage_of(course, day)
    return words(stage), STAGE_TONES.get(stage, "yellow"), turn_said(course, day)


_TURNS = {
    Turn.CARERS: "The applicants",
    Turn.DECIDER: "The decision maker",
}


def turn_said(course: Course, day: date) -> str:
    """Whose turn it is, in words; none once it is over."""
    turn = turn_of(course, day)
    return "" if turn is Turn.NOBODY else _TURNS.get(turn) or words(turn)


LACKING: Sequence[Shown[Lacking]] = (
    Shown("Household", lambda each: each.household),
    Shown("Approved on", lambda each: each.approved_on),
    Shown("Ended on", lambda each: each.ended_on),
    Shown("No recommendation", lambda each: "Yes" if each.panel else ""),
    Shown("Nobody named as deciding", lambda each: "Yes" if each.decider else ""),
)
"""Approvals that lack something, as a file."""

MATTERS: Sequence[Shown[Placed]] = (
    Shown("Household", lambda each: each.matter.about),
    Shown("What", lambda each: each.matter.kind),
    Shown("Because", lambda each: "Law" if each.matter.rule.by_law else "This council’s policy"),
    Shown("Rule", lambda each: each.matter.rule.cite.short),
    Shown("By", lambda each: each.matter.by_on),
    Shown("Why", lambda each: each.matter.says),
    Shown("For the meeting on", lambda each: each.meeting.meets_on if each.meeting else None),
    Shown("Last meeting in time", lambda each: each.latest.meets_on if each.latest else None),
)
"""What must come, as a file."""


def quorate(found: Agenda) -> str:
    """For which items of an agenda there is no quorum, in a line; of an empty one nothing."""
    heard = [each for each in found.lines if not each.is_break]
    if not heard:
        return ""
    without = [str(each.number) for each in heard if each.missing]
    if len(without) == len(heard):
        return "Not for any item"
    if without:
        return f"Not for {'item' if len(without) == 1 else 'items'} {in_one_line(without)}"
    tight = [str(each.number) for each in heard if each.if_lost]
    if not tight:
        return "For every item, whoever of them cannot come"
    return f"For every item; {in_one_line(tight)} if nobody drops out"
