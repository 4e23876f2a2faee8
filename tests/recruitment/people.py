"""People who ring, visits and applications, as tests of recruitment need them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from app.assessments import actions as assessments
from app.assessments.rules import AssessmentKind
from app.core.errors import RuleBroken
from app.core.today import today
from app.recruitment.actions import enquiries as actions
from app.recruitment.actions import stages
from app.recruitment.kinds import StageKind, VisitOutcome
from app.statute.recruitment import Part1
from tests import builders as make
from tests.builders import SOMEBODY

DAY = timedelta(days=1)
_numbers = count(1)


def rang(on: date | None = None, *, given: str = "", family: str = "", **told: Any) -> Any:
    """Somebody rang."""
    number = next(_numbers)
    caller = actions.Caller(
        given or "Wilfreda",
        family or f"Caller{number}",
        phone=told.pop("phone", f"01432 {number:06}"),
        email=told.pop("email", ""),
        partner=told.pop("partner", ""),
        lives_at=told.pop("lives_at", ""),
    )
    by = told.pop("by", SOMEBODY)
    return actions.take_enquiry(caller, received_on=on or today(), by=by, **told)


def visited(enquiry: Any, on: date | None = None, outcome: VisitOutcome | None = None) -> Any:
    """They were visited, and invited unless said."""
    day = on or enquiry.received_on
    actions.ask_visit(enquiry, asked_on=day, by=SOMEBODY)
    return actions.hold_visit(
        enquiry,
        held_on=day,
        outcome=outcome or VisitOutcome.INVITED,
        words="A calm home with a spare room.",
        by=SOMEBODY,
    )


def applied(enquiry: Any, on: date | None = None, **told: Any) -> Any:
    """Their application came; the household opens with it unless they are on record."""
    make.own_service()
    new = {
        "name": f"The {enquiry.family_name}s",
        "line": "1 The Street",
        "postcode": "HR6 8AB",
        "applicants": [
            {"given_name": enquiry.given_name, "family_name": enquiry.family_name, "born": None}
        ],
    }
    if enquiry.household_id is not None:
        new = {}
    return actions.receive_application(
        enquiry, received_on=on or today(), by=SOMEBODY, **(new | told)
    )


def part_1(assessment: Any, *, but: tuple[Part1, ...] = (), on: date | None = None) -> Any:
    """All of Part 1 came, but for some."""
    return stages.receive_part_1(
        assessment,
        items=[each for each in Part1 if each not in but],
        on=on or today(),
        by=make.worker("Whoever Ticks"),
    )


def in_stage(assessment: Any, stage: StageKind = StageKind.ONE, on: date | None = None) -> Any:
    """A stage began."""
    return stages.begin_stage(
        assessment, stage=stage, starts_on=on or assessment.starts_on, by=SOMEBODY
    )


def refusals(action: Any, *args: Any, **told: Any) -> list[str]:
    """The sentences in which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **{"by": SOMEBODY, **told})
    return [breach.says for breach in refused.value.breaches]


def assessed_elsewhere(name: str = "The Longheres", on: date | None = None) -> Any:
    """An application of which no enquiry was taken down and no stage is recorded."""
    return assessments.begin_assessment(
        make.household(name, approved=False),
        kind=AssessmentKind.INITIAL,
        starts_on=on or today() - 30 * DAY,
        by=SOMEBODY,
    )


def send(client: Any, address: str, of: str | None = None, **fields: Any) -> Any:
    """Send the form of a page with these fields; gives the page that it leads to."""
    answer = client.post_form(address, of, **fields)
    return client.get(answer.headers["Location"]) if answer.status_code == 303 else answer
