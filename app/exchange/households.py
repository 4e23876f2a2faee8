"""A household of a carers' workbook, brought into the record through the record's own acts.

What the workbook does not date is taken to hold from the approval when the household is new, and
from the day the workbook speaks of (`as_at`) when it changes something. What differs from a dated
fact without saying since when (a day of approval, a hold that the workbook does not know) is never
overwritten: it is odd, and somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import select

from app.audit.act import Actor
from app.core.dated import Dated
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.data import authorities
from app.exchange import matching_up
from app.exchange.actions import keep_terms_as_words
from app.exchange.carers import CarerRead, HouseholdRead
from app.exchange.matching_up import WORKBOOK
from app.exchange.models import Verdict
from app.exchange.report import RowReport
from app.exchange.terms import TermsRead
from app.people import actions as people
from app.people.models import (
    Address,
    Bedroom,
    Fee,
    HomeFact,
    Household,
    Member,
    MemberRole,
    Person,
    Pet,
    Provider,
    ProviderKind,
)
from app.people.places import point_of
from app.people.queries import own_provider
from app.register import actions as register
from app.register.models import (
    Approval,
    FosterCareAgreement,
    Hold,
    Review,
    Terms,
    Unavailability,
)
from app.supervision import actions as supervision
from app.supervision.models import Allocation
from sufficiency.types import Fact, Sex

Kept = TypeVar("Kept", bound=Dated)

NOBODY = ("unallocated", "vacant", "vacancy", "duty", "tba", "awaiting allocation", "agency")
"""Words that stand for no supervising social worker."""


@dataclass(slots=True)
class _Coming:
    """A household on its way into the record."""

    home: HouseholdRead
    household: Household
    is_new: bool
    as_at: date
    by: Actor
    report: RowReport

    @property
    def since(self) -> date:
        """The first day of what the workbook does not date."""
        approved = min(carer.approved_on for carer in self.home.carers)
        return approved if self.is_new else self.as_at

    def from_day(self, said: date | None, before: Dated | None) -> date:
        """The day a new fact starts: as said, but never before the one it takes over from."""
        day = said or self.since
        return max(day, before.starts_on) if before is not None else day

    def changed(self, says: str) -> None:
        """Something in an existing household changed; in a new one it is part of the new."""
        self.report.did(Verdict.ADDED if self.is_new else Verdict.CHANGED, says)

    def open_row(self, kind: type[Kept], /, **keys: Any) -> Kept | None:
        """The household's open row of this kind."""
        return open_row(kind, household_id=self.household.id, **keys)


def bring(home: HouseholdRead, report: RowReport, as_at: date, by: Actor) -> None:
    """Bring one household in and report what that did. RuleBroken when the record refuses it."""
    found = [matching_up.person_of(carer, home) for carer in home.carers]
    household = matching_up.household_of(home, found)
    is_new = household is None
    if household is None:
        household = people.add_household(
            name=home.name or _called(home.carers), provider=_provider(home, report, by), by=by
        )
        report.did(Verdict.ADDED, f"New household: {household.name}.")
    coming = _Coming(home, household, is_new, as_at, by, report)
    matching_up.keep_key(WORKBOOK, "household", household.id, home.ref, by)
    approvals = [
        _bring_carer(coming, carer, person)
        for carer, person in zip(home.carers, found, strict=True)
    ]
    _bring_address(coming)
    if any(approval is not None and approval.ends_on is None for approval in approvals):
        for step in STEPS:
            step(coming)


def _called(carers: Sequence[CarerRead]) -> str:
    """What a household is called when nobody says: by its carers' family names."""
    return " and ".join(dict.fromkeys(carer.family_name for carer in carers))


def _provider(home: HouseholdRead, report: RowReport, by: Actor) -> Provider:
    if not home.provider and not home.provider_urn:
        return our_service(by)
    known = matching_up.provider_called(home.provider, home.provider_urn)
    if known is not None:
        return known
    own = authorities().get(current_app.config["SETTINGS"].authority_code)
    if own is not None and home.provider.lower() in (
        own.name.lower(),
        "in house",
        "in-house",
        "own",
        "local authority",
        "la",
    ):
        return our_service(by)
    council = any(word in home.provider.lower() for word in ("council", "borough", "authority"))
    added: Provider = people.add_provider(
        name=home.provider or f"Service with Ofsted number {home.provider_urn}",
        kind=ProviderKind.OTHER_AUTHORITY if council else ProviderKind.AGENCY,
        urn=home.provider_urn or None,
        by=by,
    )
    report.did(Verdict.ADDED, f"New fostering service: {added.name}.")
    return added


def our_service(by: Actor) -> Provider:
    """Our own fostering service, recorded now if it never was."""
    own = own_provider()
    if own is not None:
        return own
    code = current_app.config["SETTINGS"].authority_code
    council = authorities().get(code)
    added: Provider = people.add_provider(
        name=f"{council.name if council else 'Our own'} fostering service",
        kind=ProviderKind.OWN,
        authority_code=code,
        by=by,
    )
    return added


# --------------------------------------------------------------------------------------- carers


def _bring_carer(coming: _Coming, carer: CarerRead, person: Person | None) -> Approval | None:
    by, household = coming.by, coming.household
    if person is None:
        person = people.add_person(
            given_name=carer.given_name,
            family_name=carer.family_name,
            born=carer.born,
            sex=carer.sex,
            phone=carer.phone,
            email=carer.email,
            by=by,
        )
        if not coming.is_new:
            coming.changed(f"{carer.name} joins the household.")
    else:
        _put_right(coming, carer, person)
    matching_up.keep_key(WORKBOOK, "person", person.id, carer.ref, by)
    if coming.open_row(Member, person_id=person.id) is None and carer.ended_on is None:
        people.join_household(
            household, person, role=MemberRole.CARER, starts_on=carer.approved_on, by=by
        )
    return _bring_approval(coming, carer, person)


def _put_right(coming: _Coming, carer: CarerRead, person: Person) -> None:
    """Particulars that the workbook gives and the record has otherwise, or not at all."""
    was: dict[str, Any] = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "born": person.born,
        "sex": person.sex,
        "phone": person.phone or "",
        "email": person.email or "",
    }
    said: dict[str, Any] = {name: getattr(carer, name) for name in was}
    said["sex"] = None if carer.sex is Sex.UNKNOWN else carer.sex
    now = {name: said[name] or was[name] for name in was}
    if person.born is not None and carer.born not in (None, person.born):
        now["born"] = person.born
        coming.report.is_odd(
            f"{carer.name} was born on {carer.born:%d/%m/%Y} by this row and on "
            f"{person.born:%d/%m/%Y} by the record, which stays. Correct whichever is wrong."
        )
    if {name: str(value).lower() for name, value in now.items()} == {
        name: str(value).lower() for name, value in was.items()
    }:
        return
    people.change_person(person, **now, by=coming.by)
    names = [name.replace("_", " ") for name in was if now[name] != was[name]]
    coming.changed(f"{carer.name}: {', '.join(names)} put right.")


def _bring_approval(coming: _Coming, carer: CarerRead, person: Person) -> Approval | None:
    approvals = db.session.scalars(
        select(Approval)
        .where(
            Approval.person_id == person.id,
            Approval.household_id == coming.household.id,
            Approval.stands(),
        )
        .order_by(Approval.starts_on)
    ).all()
    latest = approvals[-1] if approvals else None
    if latest is None or (latest.ends_on is not None and carer.approved_on >= latest.ends_on):
        return _approve(coming, carer, person)
    if latest.starts_on != carer.approved_on:
        coming.report.is_odd(
            f"{carer.name} was approved on {carer.approved_on:%d/%m/%Y} by this row and on "
            f"{latest.starts_on:%d/%m/%Y} by the record, which stays. Correct whichever is wrong."
        )
    _close(coming, carer, latest)
    return latest


def _approve(coming: _Coming, carer: CarerRead, person: Person) -> Approval:
    if coming.open_row(Member, person_id=person.id) is None:
        people.join_household(
            coming.household,
            person,
            role=MemberRole.CARER,
            starts_on=carer.approved_on,
            by=coming.by,
        )
    approval: Approval = register.approve(
        coming.household,
        person,
        starts_on=carer.approved_on,
        family_and_friends=coming.home.family_and_friends,
        by=coming.by,
    )
    says = f"{carer.name} approved from {carer.approved_on:%d/%m/%Y}"
    if carer.ended_on is not None:
        register.end_approval(approval, on=carer.ended_on, how=carer.ended_how, by=coming.by)
        says += f" until {carer.ended_on:%d/%m/%Y}"
    coming.report.did(Verdict.ADDED, f"{says}.")
    return approval


def _close(coming: _Coming, carer: CarerRead, approval: Approval) -> None:
    if carer.ended_on == approval.ends_on:
        return
    if approval.ends_on is None and carer.ended_on is not None:
        if carer.ended_on < approval.starts_on:
            coming.report.is_odd(
                f"{carer.name}'s approval ended on {carer.ended_on:%d/%m/%Y} by this row, before "
                "it began by the record. It was not ended."
            )
            return
        register.end_approval(approval, on=carer.ended_on, how=carer.ended_how, by=coming.by)
        coming.report.did(
            Verdict.CLOSED, f"{carer.name}'s approval ended on {carer.ended_on:%d/%m/%Y}."
        )
        return
    said = f"on {carer.ended_on:%d/%m/%Y}" if carer.ended_on else "not"
    coming.report.is_odd(
        f"{carer.name}'s approval ended {said} by this row and on {approval.ends_on:%d/%m/%Y} by "
        "the record, which stays. Correct whichever is wrong."
    )


# ---------------------------------------------------------------------------------------- the home


def _bring_address(coming: _Coming) -> None:
    home, before = coming.home, coming.open_row(Address)
    if home.postcode and point_of(home.postcode) is None:
        coming.report.is_odd(
            f"{home.postcode} is not in the postcode table, so no distance can be measured. Load "
            "newer postcodes, or correct it."
        )
    if not home.line and not home.postcode:
        return
    if before is not None and _same_home(before, home):
        return
    people.move_household(
        coming.household,
        line=home.line or (before.line if before else ""),
        postcode=home.postcode or (before.postcode if before else ""),
        starts_on=coming.from_day(None, before),
        protected=before.protected if home.protected is None and before else bool(home.protected),
        by=coming.by,
    )
    coming.changed("New address." if before is not None else "Address recorded.")


def _same_home(before: Address, home: HouseholdRead) -> bool:
    """Blank in the workbook is the same as before: it does not say otherwise.

    A postcode that has come into the table since then is worth recording again, with its point.
    """
    if before.easting is None and home.postcode and point_of(home.postcode) is not None:
        return False
    return (
        home.line.lower() in ("", before.line.lower())
        and home.postcode in ("", before.postcode)
        and home.protected in (None, before.protected)
    )


def _bring_terms(coming: _Coming) -> None:
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


def _keep_words(coming: _Coming, read: TermsRead, before: Terms | None) -> None:
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


def _bring_agreement(coming: _Coming) -> None:
    signed = coming.home.agreement_on
    before = coming.open_row(FosterCareAgreement)
    if signed is None or (before is not None and before.starts_on >= signed):
        return
    register.sign_agreement(coming.household, starts_on=signed, by=coming.by)
    coming.changed(f"Foster care agreement signed on {signed:%d/%m/%Y}.")


def _bring_worker(coming: _Coming) -> None:
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


def _bring_hold(coming: _Coming) -> None:
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


def _bring_not_available(coming: _Coming) -> None:
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


def _bring_review(coming: _Coming) -> None:
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


def _bring_pets(coming: _Coming) -> None:
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


def _bring_facts(coming: _Coming) -> None:
    for fact, so in ((Fact.SMOKER, coming.home.smoker), (Fact.DRIVES, coming.home.drives)):
        if so is not None:
            _bring_fact(coming, fact, so)


def _bring_fact(coming: _Coming, fact: Fact, so: bool) -> None:
    before = coming.open_row(HomeFact, fact=fact)
    if before is not None and before.so is so:
        return
    people.record_home_fact(
        coming.household, fact=fact, so=so, starts_on=coming.as_at, by=coming.by
    )
    coming.changed(f"{fact.value.replace('_', ' ').capitalize()}: {'yes' if so else 'no'}.")


def _bring_bedrooms(coming: _Coming) -> None:
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


def _bring_fee(coming: _Coming) -> None:
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
