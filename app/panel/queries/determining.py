"""Qualifying determinations about applicants: how far each has come, what the panel said anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.assessments.models import Assessment
from app.core.db import db
from app.panel.kinds import Outcome
from app.panel.models import Determination, Item, Recommendation
from app.recruitment.queries.pipeline import told_of_refusals
from app.register.deciding import Outcome as Came
from app.register.deciding import StepKind
from app.register.models import ReviewExtension, TemporaryApproval
from app.register.queries.deciding import criteria_of, proposed_terms
from app.register.rules.deciding_steps import Course, Stage, Step, stage_of


@dataclass(frozen=True, slots=True)
class Fresh:
    """What the panel said of it again, once representations had come."""

    item: Item
    said: Recommendation


def matter_of(determination_id: int) -> str:
    """What an agenda calls the representations about a determination."""
    return f"panel_determination:{determination_id}"


def course_of(found: Determination, *, as_at: date | None = None) -> Course:
    """A determination so far (by `as_at`, if given)."""
    steps = [Step(StepKind.DETERMINED, found.determined_on)]
    steps += [
        Step(each.step, each.happened_on)
        for each in found.steps
        if each.voided_at is None and (as_at is None or each.happened_on <= as_at)
    ]
    over = as_at is None or (found.decided_on is not None and found.decided_on <= as_at)
    return Course(found.kind, tuple(steps), outcome=found.outcome if over else None)


def last_of(assessment_ids: Collection[int]) -> dict[int, Determination]:
    """The last determination about each of these applications, those taken back left out."""
    rows = db.session.scalars(
        select(Determination)
        .where(
            Determination.assessment_id.in_(sorted(assessment_ids)),
            Determination.stands(),
            Determination.outcome.is_(None) | (Determination.outcome != Came.WITHDRAWN),
        )
        .order_by(Determination.id)
    )
    return {each.assessment_id: each for each in rows}


def determinations(as_at: date) -> Sequence[Determination]:
    """Every determination made by a day and not taken back, the latest first."""
    return db.session.scalars(
        select(Determination)
        .where(
            Determination.stands(),
            Determination.determined_on <= as_at,
            Determination.outcome.is_(None) | (Determination.outcome != Came.WITHDRAWN),
        )
        .order_by(Determination.id.desc())
    ).all()


@told_of_refusals
def refused(as_at: date) -> dict[int, date]:
    """Applications that were finally not approved by a day, and when that was."""
    return {
        each.assessment_id: each.decided_on
        for each in determinations(as_at)
        if each.outcome is Came.AGREED and each.decided_on is not None and each.decided_on <= as_at
    }


def represented(as_at: date) -> list[Determination]:
    """Those of which the panel is to speak again: representations have come."""
    return [
        each
        for each in determinations(as_at)
        if each.outcome is None
        and stage_of(course_of(each, as_at=as_at), as_at) is Stage.REPRESENTATIONS
    ]


def assessment_refs(ids: Collection[int]) -> dict[int, str]:
    """The public ids of these assessments."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(Assessment.id, Assessment.ref).where(Assessment.id.in_(sorted(ids)))
    )
    return {row.id: row.ref for row in rows}


def fresh_of(ids: Collection[int]) -> dict[int, Fresh]:
    """What the panel said after representations, for each of these determinations."""
    keys = {matter_of(each): each for each in ids}
    if not keys:
        return {}
    rows = db.session.execute(
        select(Item, Recommendation)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .where(
            Item.matter.in_(sorted(keys)),
            Item.stands(),
            Recommendation.stands(),
            Recommendation.outcome != Outcome.DEFERRED,
        )
        .order_by(Recommendation.id)
    )
    return {keys[row.Item.matter]: Fresh(row.Item, row.Recommendation) for row in rows}


def terms_proposed(found: Determination) -> str:
    """The other terms that are proposed, in words; none where nobody is to be approved."""
    return proposed_terms(found.proposal) if found.proposal.get("overall") else ""


def terms_of(found: Determination) -> dict[str, Any]:
    """The other terms that are proposed, as `set_terms` takes them."""
    return {"overall": found.proposal["overall"], "criteria": criteria_of(found.proposal)}


def extensions_for_review(household_id: int) -> Sequence[ReviewExtension]:
    """The extensions of a household's temporary approvals that wait for an independent review."""
    return db.session.scalars(
        select(ReviewExtension)
        .join(TemporaryApproval, TemporaryApproval.id == ReviewExtension.approval_id)
        .where(
            TemporaryApproval.household_id == household_id,
            TemporaryApproval.stands(),
            TemporaryApproval.ends_on.is_(None),
            ReviewExtension.stands(),
            ReviewExtension.ends_on.is_(None),
        )
        .order_by(ReviewExtension.id)
    ).all()
