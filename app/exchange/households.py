"""A household of a carers' workbook, brought into the record through the record's own acts.

What the workbook does not date is taken to hold from the approval when the household is new, and
from the day the workbook speaks of (`as_at`) when it changes something. What differs from a dated
fact without saying since when (a day of approval, a hold that the workbook does not know) is never
overwritten: it is odd, and somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.audit.act import Actor
from app.core.db import db
from app.data import authorities
from app.exchange import matching_up
from app.exchange.arriving import Coming
from app.exchange.carers import CarerRead, HouseholdRead
from app.exchange.matching_up import WORKBOOK
from app.exchange.models import Verdict
from app.exchange.offers import STEPS
from app.exchange.report import RowReport
from app.people import actions as people
from app.people.models import (
    Address,
    Member,
    MemberRole,
    Person,
    Provider,
    ProviderKind,
)
from app.people.places import point_of
from app.people.queries import own_provider
from app.register import actions as register
from app.register.models import Approval
from sufficiency.types import Sex


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
    coming = Coming(home, household, is_new, as_at, by, report)
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
    return " and ".join(dict.fromkeys(carer.family_name for carer in carers))[:120]


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


def _bring_carer(coming: Coming, carer: CarerRead, person: Person | None) -> Approval | None:
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


def _put_right(coming: Coming, carer: CarerRead, person: Person) -> None:
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


def _bring_approval(coming: Coming, carer: CarerRead, person: Person) -> Approval | None:
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


def _approve(coming: Coming, carer: CarerRead, person: Person) -> Approval:
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


def _close(coming: Coming, carer: CarerRead, approval: Approval) -> None:
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


def _bring_address(coming: Coming) -> None:
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
