"""Providers: what they give, the frameworks they are on, what the regulator's list says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.audit.act import Actor, act
from app.commissioning.kinds import Service, Standing
from app.commissioning.models import Framework, FrameworkMember, ProviderCheck, ProviderEntry
from app.commissioning.queries import providers as queries
from app.commissioning.rules import course as rules
from app.core.db import db
from app.core.succession import begin, open_row
from app.core.today import today
from app.people import actions as people
from app.people.actions import refuse_if
from app.people.models import Provider, ProviderKind
from app.people.rules import ending_breaches, record_breach, takes_over_breaches


@act("Put a provider on record")
def add_provider(
    *,
    name: str,
    kind: ProviderKind,
    urn: str = "",
    authority_code: str | None = None,
    service: Service,
    areas: Sequence[str],
    min_age: int,
    max_age: int,
    contact_name: str,
    email: str,
    starts_on: date,
    by: Actor,
) -> Provider:
    """A provider that we may ask, with what it gives."""
    provider: Provider = people.add_provider(
        name=name.strip(),
        kind=kind,
        urn=urn.strip().upper() or None,
        authority_code=authority_code or None,
        by=by,
    )
    set_entry(
        provider,
        service=service,
        areas=areas,
        min_age=min_age,
        max_age=max_age,
        contact_name=contact_name,
        email=email,
        starts_on=starts_on,
        by=by,
    )
    return provider


@act("Recorded what a provider gives")
def set_entry(
    provider: Provider,
    *,
    service: Service,
    areas: Sequence[str],
    min_age: int,
    max_age: int,
    contact_name: str,
    email: str,
    starts_on: date,
    by: Actor,
) -> ProviderEntry:
    """What it gives, to whom, where, and whom to write to, from a day on."""
    before = open_row(ProviderEntry, provider_id=provider.id)
    refuse_if(
        rules.entry_breaches(min_age, max_age, areas)
        + takes_over_breaches("An entry", before.starts_on if before else None, starts_on)
    )
    entry = ProviderEntry(
        provider_id=provider.id,
        service=service,
        areas=sorted(areas),
        min_age=min_age,
        max_age=max_age,
        contact_name=contact_name.strip(),
        email=email.strip(),
        starts_on=starts_on,
    )
    return begin(entry, instead_of=before)


@act("Recorded a framework")
def add_framework(*, name: str, starts_on: date, by: Actor) -> Framework:
    """An agreement under which homes are bought."""
    return begin(Framework(name=name.strip(), starts_on=starts_on))


@act("Put a provider on a framework")
def join_framework(
    provider: Provider, framework: Framework, *, tier: int, starts_on: date, by: Actor
) -> FrameworkMember:
    """From a day on, in a tier; another tier takes the place of the one before."""
    before = queries.membership(framework.id, provider.id)
    if before is not None and before.tier == tier:
        return before
    found = takes_over_breaches("A tier", before.starts_on if before else None, starts_on)
    if not 1 <= tier <= 9:
        found.append(record_breach("Give a tier from 1 to 9.", "tier"))
    refuse_if(found)
    row = FrameworkMember(
        framework_id=framework.id, provider_id=provider.id, tier=tier, starts_on=starts_on
    )
    return begin(row, instead_of=before)


@act("Took a provider off a framework")
def leave_framework(member: FrameworkMember, *, on: date, by: Actor) -> FrameworkMember:
    """It is on the framework no longer, from a day."""
    refuse_if(ending_breaches("This", member.starts_on, member.ends_on, on))
    member.end(on)
    return member


@act("Looked at the regulator’s list of a provider")
def check_provider(
    provider: Provider, *, standing: Standing, checked_on: date, words: str = "", by: Actor
) -> ProviderCheck:
    """What the regulator's own list said of it on a day."""
    refuse_if(rules.passed_breaches(checked_on, today(), "checked_on"))
    check = ProviderCheck(
        provider_id=provider.id,
        standing=standing,
        checked_on=checked_on,
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(check)
    db.session.flush()
    return check
