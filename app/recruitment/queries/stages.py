"""Stages of assessments: their days, what Part 1 has and lacks, what the panel waits for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.assessments.models import Assessment
from app.core.db import db
from app.recruitment import part1
from app.recruitment.kinds import StageKind
from app.recruitment.models import AssessmentStage, Enquiry, Part1Received
from app.recruitment.queries.telling import referees_of, references_in, spoke
from app.recruitment.rules import stages as rules
from app.recruitment.rules import telling
from app.statute.breach import Breach
from app.statute.recruitment import Part1

part1.supply(references_in)


@dataclass(frozen=True, slots=True)
class Stages:
    """The two stages of one assessment, and what has come of Part 1, by item."""

    one: AssessmentStage | None
    two: AssessmentStage | None
    came: dict[Part1, date]

    @property
    def lacking(self) -> tuple[Part1, ...]:
        """The items of Part 1 that are not in."""
        return rules.missing(self.came)

    @property
    def whole_on(self) -> date | None:
        """The day on which the last item came; None while one is missing."""
        return rules.whole_on(self.came)

    @property
    def refuse_until(self) -> date | None:
        """The last day on which Stage 1 may end with “not suitable”."""
        return rules.refuse_until(self.whole_on)

    def of(self, stage: StageKind) -> AssessmentStage | None:
        """One of the two."""
        return self.one if stage is StageKind.ONE else self.two


def stages_of(assessment_ids: Collection[int], as_at: date) -> dict[int, Stages]:
    """The stages of these assessments on a day, in three questions and those of the suppliers."""
    ids = sorted(assessment_ids)
    begun: dict[tuple[int, StageKind], AssessmentStage] = {
        (each.assessment_id, each.stage): each
        for each in db.session.scalars(
            select(AssessmentStage)
            .where(
                AssessmentStage.assessment_id.in_(ids),
                AssessmentStage.stands(),
                AssessmentStage.starts_on <= as_at,
            )
            .order_by(AssessmentStage.id)
        )
    }
    ticked: dict[int, dict[Part1, date]] = {}
    for row in received(ids):
        if row.received_on <= as_at:
            ticked.setdefault(row.assessment_id, {})[row.item] = row.received_on
    came = part1.together(ticked, ids, as_at)
    return {
        each: Stages(begun.get((each, StageKind.ONE)), begun.get((each, StageKind.TWO)), came[each])
        for each in ids
    }


def stages(assessment: Assessment, as_at: date) -> Stages:
    """The stages of one assessment on a day."""
    return stages_of([assessment.id], as_at)[assessment.id]


def referees_missing(assessment: Assessment, as_at: date) -> list[Breach]:
    """What is missing of its references; nothing where they were ticked from a paper file."""
    if Part1.REFEREES in stages(assessment, as_at).came:
        return []
    return telling.referees_missing([spoke(each) for each in referees_of(assessment.id)])


def received(assessment_ids: Collection[int]) -> Sequence[Part1Received]:
    """What was ticked of Part 1 of these assessments, the first thing first."""
    return (
        db.session.scalars(
            select(Part1Received)
            .where(Part1Received.assessment_id.in_(assessment_ids), Part1Received.stands())
            .order_by(Part1Received.received_on, Part1Received.id)
        )
        .unique()
        .all()
    )


def received_by_ref(ref: str) -> Part1Received | None:
    """What was ticked, by its public id."""
    return db.session.scalar(
        select(Part1Received).where(Part1Received.ref == ref, Part1Received.stands())
    )


def stops_panel(assessment_ids: Collection[int], as_at: date) -> dict[int, tuple[Breach, ...]]:
    """Why the panel may not have these applications yet; nothing of those it may have.

    Asked of applications that came through here, or of which a stage is recorded. Of others, begun
    before stages were recorded, the record cannot say.
    """
    if not assessment_ids:
        return {}
    through = set(
        db.session.scalars(
            select(Enquiry.assessment_id).where(
                Enquiry.assessment_id.in_(sorted(assessment_ids)), Enquiry.stands()
            )
        )
    )
    found = {}
    for number, each in stages_of(assessment_ids, as_at).items():
        if number in through or each.one is not None or each.two is not None:
            stops = rules.panel_breaches(begun=each.one is not None, lacking=each.lacking)
            if stops:
                found[number] = tuple(stops)
    return found
