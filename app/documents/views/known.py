"""What the record knows of a household that its letters say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.core.today import today
from app.documents.kinds import LetterKey
from app.people.models import Household
from app.register import queries as register
from app.statute import book
from app.supervision import queries as supervision


def facts_known(
    keys: Iterable[LetterKey], household: Household, signed_by: str
) -> dict[LetterKey, dict[str, Any]]:
    """Everything that the record can answer for each of these letters; what it cannot is asked."""
    standing = register.standing_of(household.id)
    worker = supervision.worker_of([household.id], today()).get(household.id)
    ours: dict[str, Any] = {"worker": worker.name if worker else None, "signed_by": signed_by}
    return {
        key: {name: value for name, value in (ours | _OF_LETTER[key](standing)).items() if value}
        for key in keys
    }


ANSWER_TO = "the fostering team manager"


def _approval(standing: Any) -> dict[str, Any]:
    held = _held(standing)
    last = held[-1] if held else None
    return _carers_and_terms(standing) | {
        "decided_on": last.starts_on if last else None,
        "decided_by": last.decided_by if last else None,
        "recommended_on": last.recommended_on if last else None,
    }


def _agreement(standing: Any) -> dict[str, Any]:
    return _carers_and_terms(standing) | {"answer_to": ANSWER_TO}


def _held(standing: Any) -> list[Any]:
    return [each for each in standing.approvals if each.held_on(today())]


def _carers_and_terms(standing: Any) -> dict[str, Any]:
    return {
        "carers": tuple(each.person.name for each in _held(standing)),
        "terms": _terms(standing),
    }


def _review(standing: Any) -> dict[str, Any]:
    last = standing.reviews[-1].held_on if standing.reviews else None
    due = book.clock("annual_review_due").last_day(last) if last else None
    return {"held_on": last, "next_due_on": due, "terms": _terms(standing)}


def _resignation(standing: Any) -> dict[str, Any]:
    last = standing.resignations[-1].received_on if standing.resignations else None
    ends = book.clock("resignation_effect").last_day(last) if last else None
    return {"received_on": last, "ends_on": ends}


def _notice(_standing: Any) -> dict[str, Any]:
    period = book.clock("termination_representation_period")
    return {"last_day": period.last_day(today()), "answer_to": ANSWER_TO}


def _invitation(standing: Any) -> dict[str, Any]:
    since = standing.reviews[-1].held_on if standing.reviews else None
    approved = [each.starts_on for each in _held(standing)]
    start = since or (min(approved) if approved else None)
    return {"due_on": book.clock("annual_review_due").last_day(start) if start else None}


def _records(_standing: Any) -> dict[str, Any]:
    return {}


_OF_LETTER = {
    LetterKey.APPROVAL_NOTICE: _approval,
    LetterKey.AGREEMENT: _agreement,
    LetterKey.REVIEW_NOTICE: _review,
    LetterKey.RESIGNATION: _resignation,
    LetterKey.NOTICE_28_DAYS: _notice,
    LetterKey.RECORDS_ANSWER: _records,
    LetterKey.REVIEW_INVITATION: _invitation,
}


def _terms(standing: Any) -> tuple[str, ...]:
    """The terms in force, a line for each; no child's name stands in them."""
    held = [each for each in standing.terms if each.held_on(today())]
    return tuple(_terms_said(held[-1])) if held else ()


def _terms_said(terms: Any) -> Iterable[str]:
    yield f"At most {terms.overall} {'child' if terms.overall == 1 else 'children'} at once"
    for each in terms.criteria:
        if each.child_id is not None:
            yield "One named child"
            continue
        whom = {"female": "girls", "male": "boys"}.get(str(each.sex or ""), "children")
        kinds = ", ".join(str(kind).replace("_", " ") for kind in each.kinds or ())
        yield (
            f"Up to {each.up_to} {whom} aged {each.min_age} to {each.max_age}"
            f"{f', {kinds}' if kinds else ''}"
        )
    if terms.note:
        yield terms.note
