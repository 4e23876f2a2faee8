"""The page on which a finding recorded in error is taken back, for each room with a checklist."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import abort

from app.assessments import actions, queries
from app.assessments.evidence import Key
from app.assessments.forms import TakeBackForm
from app.audit.small_page import small_page
from app.statute.schedules import Item


def take_back_page(
    household: Any, finding: str, items: Collection[tuple[Key, Item, str]], *, there: str
) -> Any:
    """The page of one finding of a household, and its act; 404 where it is none of these items'.

    `items`: each item of the checklist that it may stand in, what it is kept under, and of whom.
    """
    evidence = queries.evidence_by_ref(finding)
    if evidence is None or evidence.household_id != household.id or evidence.voided_at is not None:
        abort(404)
    key = evidence.kept_under
    asked = next(((item, name) for each, item, name in items if each == key), None)
    if asked is None:
        abort(404)
    return small_page(
        TakeBackForm(),
        actions.void_finding,
        evidence,
        template="assessments/take_back.html",
        there=there,
        about=household.name,
        back_to="The checklist",
        warning=True,
        title="Take back a finding recorded in error",
        says="It stays to be read, struck out, with your name and why. What was recorded before "
        "it stands again; if nothing was, it is to be found out.",
        save="Take it back",
        done="Taken back",
        item=asked[0],
        of_whom=asked[1],
        known=queries.known_from(evidence),
        history=queries.findings_of(household.id)[key],
    )
