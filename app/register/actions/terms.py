"""Terms of approval, and exemptions from the usual fostering limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.audit.act import Actor, act
from app.children.models import Child
from app.core.succession import begin, open_row
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, takes_over_breaches
from app.register import rules
from app.register.models import (
    Exemption,
    ExemptionChild,
    Terms,
    TermsCriterion,
)
from sufficiency.types import Kind


@act("Recorded terms of approval")
def set_terms(
    household: Household,
    *,
    overall: int,
    criteria: Sequence[Mapping[str, Any]],
    starts_on: date,
    decided_on: date | None = None,
    note: str = "",
    by: Actor,
) -> Terms:
    """These are the household's terms from this day, in place of those before.

    Each criterion has up_to, and may have min_age, max_age, sex, kinds and child (a named child).
    """
    before = open_row(Terms, household_id=household.id)
    lines = [line_of(each) for each in criteria]
    refuse_if(
        takes_over_breaches("Terms of approval", before.starts_on if before else None, starts_on)
        + rules.terms_breaches(overall, lines)
    )
    terms = Terms(
        household_id=household.id,
        overall=overall,
        starts_on=starts_on,
        decided_on=decided_on,
        note=note.strip(),
        criteria=[_criterion(each) for each in criteria],
    )
    return begin(terms, instead_of=before)


def line_of(given: Mapping[str, Any]) -> rules.Line:
    """A criterion as given, in the plain values that rules read."""
    child: Child | None = given.get("child")
    return rules.Line(
        up_to=given["up_to"],
        min_age=given.get("min_age", 0),
        max_age=given.get("max_age", 17),
        sex=given.get("sex"),
        kinds=tuple(given.get("kinds") or ()),
        child=child.person.name if child else None,
    )


def _criterion(given: Mapping[str, Any]) -> TermsCriterion:
    child: Child | None = given.get("child")
    kinds = sorted(Kind(kind).value for kind in given.get("kinds") or ())
    return TermsCriterion(
        up_to=given["up_to"],
        min_age=given.get("min_age", 0),
        max_age=given.get("max_age", 17),
        sex=given.get("sex"),
        kinds=kinds or None,
        child_id=child.id if child else None,
    )


@act("Recorded an exemption from the usual fostering limit")
def grant_exemption(
    household: Household,
    *,
    children: Sequence[Child],
    starts_on: date,
    decided_on: date,
    decided_by: str,
    conditions: str = "",
    by: Actor,
) -> Exemption:
    """The area authority exempts this household for the children named, and for nobody else."""
    refuse_if(rules.exemption_breaches(len(children)))
    exemption = Exemption(
        household_id=household.id,
        starts_on=starts_on,
        decided_on=decided_on,
        decided_by=decided_by,
        conditions=conditions.strip(),
        named=[ExemptionChild(child_id=child.id) for child in dict.fromkeys(children)],
    )
    return begin(exemption)


@act("Ended an exemption")
def end_exemption(exemption: Exemption, *, on: date, by: Actor) -> Exemption:
    """An exemption was cancelled, or its named children no longer need it."""
    refuse_if(ending_breaches("This exemption", exemption.starts_on, exemption.ends_on, on))
    exemption.end(on)
    return exemption
