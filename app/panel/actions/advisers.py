"""The panel's medical and legal advisers: appointed, away for a time, and no longer."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.core.db import take
from app.core.succession import begin
from app.panel.kinds import AdviserRole
from app.panel.models import Adviser, AdviserAway
from app.panel.rules.listing import away_breaches
from app.people import actions as people
from app.people import rules as record
from app.people.actions import refuse_if


@act("Appointed an adviser to the panel")
def appoint_adviser(
    *,
    given_name: str,
    family_name: str,
    email: str | None,
    phone: str | None,
    role: AdviserRole,
    post: str,
    starts_on: date,
    by: Actor,
) -> Adviser:
    """Somebody advises our panels from this day: no member, and no voice in what it recommends."""
    person = people.add_person(
        given_name=given_name, family_name=family_name, email=email, phone=phone, by=by
    )
    return begin(
        Adviser(person_id=person.id, role=role, post=(post or "").strip(), starts_on=starts_on)
    )


@act("Ended the appointment of an adviser to the panel")
def end_adviser(adviser: Adviser, *, on: date, by: Actor) -> Adviser:
    """From this day they advise no more; what they wrote stays theirs."""
    take(adviser)
    refuse_if(record.ending_breaches("This appointment", adviser.starts_on, adviser.ends_on, on))
    adviser.end(on)
    return adviser


@act("Recorded when an adviser to the panel is not to be had")
def adviser_away(
    adviser: Adviser, *, starts_on: date, back_on: date, why: str = "", by: Actor
) -> AdviserAway:
    """Away from a day; `back_on` is the first day on which they are to be had again."""
    take(adviser)
    refuse_if(away_breaches(starts_on=starts_on, back_on=back_on))
    away = begin(AdviserAway(adviser_id=adviser.id, why=(why or "").strip(), starts_on=starts_on))
    away.end(back_on)
    return away
