"""Stages 1 and 2 of an assessment: what may be recorded and decided of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from app.assessments.rules import AssessmentKind
from app.people.rules import ending_breaches, record_breach
from app.recruitment.kinds import StageKind
from app.statute.breach import Breach
from app.statute.fostering.assessment import STAGE1_DECISION
from app.statute.recruitment import SINCE_TWO_STAGES, Part1

KINDS = (AssessmentKind.INITIAL, AssessmentKind.CONNECTED)
"""What is assessed in two stages: an application to be approved as foster carers."""


def beginning_breaches(
    kind: AssessmentKind,
    stage: StageKind,
    *,
    already: bool,
    ended_on: date | None,
    applied_on: date,
    starts_on: date,
    today: date,
) -> list[Breach]:
    """May a stage begin? Once, between the application and its end; the two may overlap."""
    breaches = []
    if kind not in KINDS:
        breaches.append(record_breach("Only an application to foster has two stages."))
    if ended_on is not None and starts_on > ended_on:
        says = f"This assessment ended on {ended_on:%d/%m/%Y}."
        breaches.append(record_breach(says, "starts_on"))
    if already:
        breaches.append(record_breach(f"{stage.words()} has begun already.", "stage"))
    if not applied_on <= starts_on <= today:
        says = f"Give a day between {applied_on:%d/%m/%Y}, when the application came, and today."
        breaches.append(record_breach(says, "starts_on"))
    return breaches


def receiving_breaches(
    *,
    begun_on: date | None,
    ended: bool,
    already: Collection[Part1],
    items: Collection[Part1],
    on: date,
    today: date,
) -> list[Breach]:
    """May information of Stage 1 be recorded as in? Each item once, while the assessment goes on.

    It may have come before Stage 1 began: what is known is not asked again.
    """
    breaches = []
    if begun_on is None:
        breaches.append(record_breach("Begin Stage 1 first."))
    if ended:
        breaches.append(record_breach("This assessment has ended."))
    if not items:
        breaches.append(record_breach("Tick what has come.", "items"))
    for each in sorted(set(items) & set(already)):
        breaches.append(record_breach(f"In already: {each.words()}.", "items"))
    if on > today:
        breaches.append(record_breach("Give the day it came: today or before.", "on"))
    return breaches


def whole_on(came: Mapping[Part1, date]) -> date | None:
    """The day on which the last item of Part 1 came; None while something is missing."""
    return max(came.values()) if len(came) == len(Part1) else None


def missing(came: Collection[Part1]) -> tuple[Part1, ...]:
    """The items of Part 1 that are not in."""
    return tuple(each for each in Part1 if each not in came)


def refuse_until(whole: date | None) -> date | None:
    """The last day on which Stage 1 may end with “not suitable”; None while Part 1 is not whole."""
    return STAGE1_DECISION.last_day(whole) if whole is not None else None


def deciding_breaches(
    *,
    suitable: bool,
    begun_on: date | None,
    ended_on: date | None,
    lacking: Collection[Part1],
    whole: date | None,
    on: date,
    reasons: str,
    told_on: date | None,
    today: date,
) -> list[Breach]:
    """May Stage 1 end so?

    They go on once all of Part 1 is in. Not suitable: with full reasons, told in writing no later
    than ten working days after the last item; after that only a brief report to panel ends it.
    """
    if begun_on is None:
        return [record_breach("Stage 1 has not begun.")]
    breaches = ending_breaches("Stage 1", begun_on, ended_on, on)
    if on > today:
        breaches.append(record_breach("Give the day it ended: today or before.", "on"))
    if suitable:
        if lacking:
            says = "Not all of Part 1 is in: " + "; ".join(each.words() for each in lacking) + "."
            breaches.append(Breach(says, SINCE_TWO_STAGES))
        elif whole is not None and on < whole:
            says = f"The last of Part 1 came on {whole:%d/%m/%Y}. Stage 1 ends then or later."
            breaches.append(Breach(says, SINCE_TWO_STAGES, "on"))
        return breaches
    return breaches + _refusing(whole, on, reasons, told_on, today)


def _refusing(
    whole: date | None, on: date, reasons: str, told_on: date | None, today: date
) -> list[Breach]:
    breaches = []
    if not reasons.strip():
        breaches.append(STAGE1_DECISION.breach("Give the full reasons: they are told.", "reasons"))
    if told_on is None:
        says = "Give the day of the written notice: it ends with that."
        return [*breaches, STAGE1_DECISION.breach(says, "told_on")]
    if not on <= told_on <= today:
        says = "They were told in writing on the day of the decision or later, by today."
        breaches.append(record_breach(says, "told_on"))
    last = refuse_until(whole)
    if last is not None and told_on > last:
        says = (
            f"The ten working days were over on {last:%d/%m/%Y}. From then on only a brief report "
            "to the panel can end it."
        )
        breaches.append(STAGE1_DECISION.breach(says, "told_on"))
    return breaches


def ending_stage_2_breaches(
    *, begun_on: date | None, ended_on: date | None, on: date, today: date
) -> list[Breach]:
    """Stage 2 ends when its report is complete."""
    if begun_on is None:
        return [record_breach("Stage 2 has not begun.")]
    breaches = ending_breaches("Stage 2", begun_on, ended_on, on)
    if on > today:
        breaches.append(record_breach("Give the day it was complete: today or before.", "on"))
    return breaches


def panel_breaches(*, begun: bool, lacking: Collection[Part1]) -> list[Breach]:
    """Why the panel may not have an application yet: Stage 1 has begun, or was never recorded of
    one that came through here, and its information is not all in."""
    if not begun:
        says = "Stage 1 is not recorded: the panel has it once all of Part 1 is in."
        return [Breach(says, SINCE_TWO_STAGES, "which")]
    if not lacking:
        return []
    says = f"Part 1 of Schedule 3 is not all in: {len(lacking)} of {len(Part1)} missing."
    return [Breach(says, SINCE_TWO_STAGES, "which")]
