"""Offers: what regulation 22 asks of them, how they end, and the home entered to place there."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.children import actions as children
from app.children import queries as kept
from app.children.kinds import Regulator
from app.children.models import Referral, Setting
from app.commissioning.kinds import Check22, OfferEnd
from app.commissioning.models import Offer, OfferCheck
from app.commissioning.queries import comparing, referrals
from app.commissioning.rules import course as rules
from app.core.db import db, take
from app.core.today import today
from app.people import actions as people
from app.people.actions import refuse_if
from app.people.models import Household, MemberRole, Person
from app.people.rules import record_breach
from app.register import actions as register


@act("Asked what regulation 22 asks of an offered home")
def record_check(
    offer: Offer,
    *,
    what: Check22,
    so: bool,
    since_on: date,
    told_by: str,
    words: str = "",
    by: Actor,
) -> OfferCheck:
    """What the provider, or the area authority, answered, and who said so."""
    take(offer)
    refuse_if(
        rules.still_stands_breaches(
            ended=offer.ended_on is not None, good_until=offer.good_until, day=today()
        )
        + rules.passed_breaches(since_on, today(), "since_on")
    )
    row = OfferCheck(
        offer_id=offer.id,
        referral_id=offer.referral_id,
        what=what,
        so=so,
        since_on=since_on,
        told_by=told_by.strip(),
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded that an offer stands no longer")
def end_offer(offer: Offer, *, how: OfferEnd, because: str, by: Actor) -> Offer:
    """The provider withdrew it, or we do not take it: why, so that it can be counted."""
    take(offer)
    refuse_if(
        rules.still_stands_breaches(ended=offer.ended_on is not None, good_until=None, day=today())
    )
    offer.ended_on, offer.ended_how, offer.ended_because = today(), how, because.strip()
    return offer


def _refuse_entering(offer: Offer) -> dict[Check22, OfferCheck]:
    take(offer)
    answered = referrals.checks_of_offer(offer)
    referral = db.session.get_one(Referral, offer.referral_id)
    refuse_if(
        rules.open_breaches(closed=referral.closed_on is not None)
        + rules.still_stands_breaches(
            ended=offer.ended_on is not None, good_until=offer.good_until, day=today()
        )
        + rules.entering_breaches(
            {what: row.so for what, row in answered.items()},
            asked=comparing.asked_of(offer),
            entered=offer.household_id is not None or offer.setting_id is not None,
            postcode=offer.postcode,
        )
    )
    return answered


@act("Entered an offered home to place there")
def enter_home(
    offer: Offer,
    *,
    line: str,
    given_name: str,
    family_name: str,
    places: int,
    min_age: int,
    max_age: int,
    by: Actor,
) -> Household:
    """The foster home stands under its own provider, with what regulation 22 was answered.

    It is on no register of ours: approval and terms are the provider's own, told to us.
    """
    answered = _refuse_entering(offer)
    if not offer.service.fosters:
        refuse_if([record_breach("This is no foster home: enter it as a setting.")])
    approved = answered[Check22.APPROVED].since_on
    household: Household = people.add_household(name=offer.called, provider=offer.provider, by=by)
    people.move_household(
        household, line=line, postcode=offer.postcode, starts_on=approved, protected=False, by=by
    )
    carer: Person = people.add_person(given_name=given_name, family_name=family_name, by=by)
    people.join_household(household, carer, role=MemberRole.CARER, starts_on=approved, by=by)
    said_by = answered[Check22.APPROVED].told_by
    register.approve(household, carer, starts_on=approved, decided_by=said_by, by=by)
    register.set_terms(
        household,
        overall=places,
        criteria=[{"up_to": places, "min_age": min_age, "max_age": max_age}],
        starts_on=approved,
        note=answered[Check22.TERMS].words,
        by=by,
    )
    signed = max(approved, answered[Check22.AGREEMENT].since_on)
    register.sign_agreement(household, starts_on=signed, by=by)
    people.set_fee(household, weekly_pounds=offer.weekly_pounds, starts_on=today(), by=by)
    offer.household_id = household.id
    db.session.flush()
    return household


@act("Named the home on record that is offered")
def name_home(offer: Offer, *, household: Household, by: Actor) -> Household:
    """The provider's home is known here already: a child was placed there before."""
    _refuse_entering(offer)
    if household.provider_id != offer.provider_id:
        refuse_if([record_breach("That home is another provider’s.", "household")])
    people.set_fee(household, weekly_pounds=offer.weekly_pounds, starts_on=today(), by=by)
    offer.household_id = household.id
    db.session.flush()
    return household


@act("Entered an offered setting to place there")
def enter_setting(
    offer: Offer, *, regulator: Regulator, urn: str, registered_on: date, by: Actor
) -> Setting:
    """A children's home or supported accommodation, with its registration looked at today.

    One that is on record under this number is that one, and is not entered twice.
    """
    _refuse_entering(offer)
    kind = offer.service.setting
    if kind is None:
        refuse_if([record_breach("This is a foster home: enter it as one.")])
        raise RuntimeError("refused above")
    refuse_if(rules.passed_breaches(registered_on, today(), "registered_on"))
    known = kept.registered_under(regulator, kind, urn, today())
    if known is not None:
        children.check_registration(known, on=today(), by=by)
        offer.setting_id = known.setting_id
        return db.session.get_one(Setting, known.setting_id)
    setting: Setting = children.add_setting(
        name=offer.called,
        kind=kind,
        postcode=offer.postcode,
        provider_name=offer.provider.name,
        by=by,
    )
    children.register_setting(
        setting,
        regulator=regulator,
        registered_as=kind,
        urn=urn,
        starts_on=registered_on,
        checked_on=today(),
        by=by,
    )
    offer.setting_id = setting.id
    db.session.flush()
    return setting
