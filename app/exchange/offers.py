"""What a household of a workbook can offer: its terms, its worker, its availability, its home.

Each step compares what the workbook says with what the record has open, and acts only where the
workbook says something else. Blank says nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.errors import RuleBroken
from app.exchange import matching_up
from app.exchange.actions import keep_terms_as_words
from app.exchange.arriving import Coming
from app.exchange.terms import TermsRead
from app.people import actions as people
from app.people.models import Bedroom, Fee, HomeFact, Pet
from app.register import actions as register
from app.register.models import FosterCareAgreement, Hold, Review, Terms, Unavailability
from app.supervision import actions as supervision
from app.supervision.models import Allocation
from sufficiency.types import Fact

NOBODY = ("unallocated", "vacant", "vacancy", "duty", "tba", "awaiting allocation", "agency")
"""Words that stand for no supervising social worker."""


def _bring_terms(coming: Coming) -> None:
    read = coming.home.terms
    if read is None or (read.overall is None and not read.words):
        coming.report.is_odd("No terms are given: nobody can be placed until they are recorded.")
        return
    before = coming.open_row(Terms)
    if read.overall is None or not read.criteria:
        _keep_words(coming, read, before)
        return
    if before is not None and _same_terms(before, read):
        return
    starts_on = coming.from_day(coming.home.terms_from, before)
    register.set_terms(
        coming.household,
        overall=read.overall,
        criteria=[_line(each) for each in read.criteria],
        starts_on=starts_on,
        note=read.words,
        by=coming.by,
    )
    coming.changed(f"Terms from {starts_on:%d/%m/%Y}: {read.overall} at once.")


def _keep_words(coming: Coming, read: TermsRead, before: Terms | None) -> None:
    if before is not None and before.note == read.words:
        if not before.criteria:
            coming.report.is_odd(_to_be_read(read))
        return
    coming.report.is_odd(_to_be_read(read))
    if before is None:
        keep_terms_as_words(
            coming.household,
            overall=read.overall or 0,
            words=read.words or "Not given",
            starts_on=coming.from_day(coming.home.terms_from, None),
            by=coming.by,
        )
        coming.changed("Terms kept in words.")


def _to_be_read(read: TermsRead) -> str:
    said = read.why[:1].upper() + read.why[1:]
    return f"{said}. Nobody is offered here until the terms are recorded."


def _line(criterion: Any) -> dict[str, Any]:
    return {
        "up_to": criterion.up_to,
        "min_age": criterion.min_age,
        "max_age": criterion.max_age,
        "sex": criterion.sex,
        "kinds": criterion.kinds,
    }


def _same_terms(before: Terms, read: TermsRead) -> bool:
    recorded = sorted(
        (each.up_to, each.min_age, each.max_age, str(each.sex), tuple(each.kinds or ()))
        for each in before.criteria
    )
    said = sorted(
        (
            each.up_to,
            each.min_age,
            each.max_age,
            str(each.sex),
            tuple(sorted(kind.value for kind in each.kinds or ())),
        )
        for each in read.criteria
    )
    return before.overall == read.overall and recorded == said


def _bring_agreement(coming: Coming) -> None:
    signed = coming.home.agreement_on
    before = coming.open_row(FosterCareAgreement)
    if signed is None or (before is not None and before.starts_on >= signed):
        return
    register.sign_agreement(coming.household, starts_on=signed, by=coming.by)
    coming.changed(f"Foster care agreement signed on {signed:%d/%m/%Y}.")


def _bring_worker(coming: Coming) -> None:
    said = coming.home.worker
    if not said or said.lower() in NOBODY:
        if said:
            coming.report.is_odd("No supervising social worker: allocate one.")
        return
    found = matching_up.workers_called(said, coming.as_at)
    if len(found) != 1:
        how = "Nobody" if not found else "More than one person"
        coming.report.is_odd(
            f"{how} who works here is called “{said}”. Add them as a user and load this again, or "
            "allocate the household on its page."
        )
        return
    before = coming.open_row(Allocation)
    if before is not None and before.worker_id == found[0].id:
        return
    day = coming.home.worker_from or coming.as_at
    try:
        supervision.allocate(
            coming.household,
            found[0],
            starts_on=max(day, before.starts_on) if before else day,
            by=coming.by,
        )
    except RuleBroken as refused:
        coming.report.is_odd(f"Not allocated to {found[0].name}: {refused}")
        return
    coming.changed(f"Supervising social worker: {found[0].name}.")


def _bring_hold(coming: Coming) -> None:
    home, before = coming.home, coming.open_row(Hold)
    if home.on_hold and before is None:
        register.put_on_hold(
            coming.household,
            reason=home.hold_reason,
            starts_on=home.hold_from or coming.as_at,
            note=home.hold_note,
            by=coming.by,
        )
        coming.changed("On hold.")
    elif home.on_hold is False and before is not None:
        coming.report.is_odd(
            "On hold by the record, not by this row. A hold is never lifted by a load: lift it on "
            "the household's page if it is over."
        )


def _bring_not_available(coming: Coming) -> None:
    said = coming.home.not_available
    if said is None:
        return
    recorded = db.session.scalars(
        select(Unavailability).where(
            Unavailability.household_id == coming.household.id,
            Unavailability.in_force(coming.as_at),
        )
    ).all()
    if any(each.places == said.places for each in recorded):
        return
    if recorded:
        coming.report.is_odd(
            "The record has another number of places not available. Put it right on the "
            "household's page."
        )
        return
    register.make_unavailable(
        coming.household,
        places=said.places,
        reason=said.reason,
        starts_on=coming.as_at,
        note=said.note,
        by=coming.by,
    )
    coming.changed(f"Not available: {said.places or 'all'} places.")


def _bring_review(coming: Coming) -> None:
    held_on = coming.home.reviewed_on
    if held_on is None:
        return
    recorded = select(Review.id).where(
        Review.household_id == coming.household.id, Review.held_on == held_on, Review.stands()
    )
    if db.session.scalar(recorded.limit(1)) is not None:
        return
    register.record_review(coming.household, held_on=held_on, by=coming.by)
    coming.changed(f"Review held on {held_on:%d/%m/%Y}.")


def _bring_pets(coming: Coming) -> None:
    for kind, description in (coming.home.pets or {}).items():
        before = coming.open_row(Pet, kind=kind)
        if description and before is None:
            people.add_pet(
                coming.household,
                kind=kind,
                description=description,
                starts_on=coming.as_at,
                by=coming.by,
            )
            coming.changed(f"{kind.value.capitalize()}: {description}.")
        elif not description and before is not None:
            people.end_pet(before, on=max(coming.as_at, before.starts_on), by=coming.by)
            coming.changed(f"No longer a pet: {before.kind.value}.")
        elif not description:
            _bring_fact(coming, people.FACT_OF_PET[kind], False)


def _bring_facts(coming: Coming) -> None:
    for fact, so in ((Fact.SMOKER, coming.home.smoker), (Fact.DRIVES, coming.home.drives)):
        if so is not None:
            _bring_fact(coming, fact, so)


def _bring_fact(coming: Coming, fact: Fact, so: bool) -> None:
    before = coming.open_row(HomeFact, fact=fact)
    if before is not None and before.so is so:
        return
    people.record_home_fact(
        coming.household, fact=fact, so=so, starts_on=coming.as_at, by=coming.by
    )
    coming.changed(f"{fact.value.replace('_', ' ').capitalize()}: {'yes' if so else 'no'}.")


def _bring_bedrooms(coming: Coming) -> None:
    said = coming.home.bedrooms
    if not said:
        return
    recorded = db.session.scalars(
        select(Bedroom.id).where(
            Bedroom.household_id == coming.household.id, Bedroom.in_force(coming.as_at)
        )
    ).all()
    if recorded and len(recorded) != said:
        coming.report.is_odd(
            f"{said} bedrooms by this row and {len(recorded)} by the record, which stays."
        )
    for number in range(1, 0 if recorded else said + 1):
        people.add_bedroom(
            coming.household,
            name=f"Bedroom {number}",
            sleeps=1,
            starts_on=coming.since,
            by=coming.by,
        )
    if not recorded:
        coming.changed(f"{said} bedrooms, for one child each.")


def _bring_fee(coming: Coming) -> None:
    said, before = coming.home.fee, coming.open_row(Fee)
    if not said or (before is not None and before.weekly_pounds == said):
        return
    people.set_fee(
        coming.household, weekly_pounds=said, starts_on=coming.from_day(None, before), by=coming.by
    )
    coming.changed(f"Fee: £{said} a week.")


STEPS = (
    _bring_terms,
    _bring_agreement,
    _bring_worker,
    _bring_hold,
    _bring_not_available,
    _bring_review,
    _bring_pets,
    _bring_facts,
    _bring_bedrooms,
    _bring_fee,
)
"""What is brought in for a household that somebody is still approved in."""
