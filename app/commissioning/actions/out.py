"""A referral goes out: the search widened, a profile drafted and released, sent and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children.models import Referral
from app.commissioning.kinds import CameBy, NoOffer, Reply, Section, Step
from app.commissioning.models import Offer, Profile, SearchStep, Sending, SendingReminder
from app.commissioning.queries import providers, referrals
from app.commissioning.rules import course as rules
from app.core.db import db, take
from app.core.today import now, today
from app.links import actions as links
from app.links.models import OneTimeLink
from app.links.queries import last_links_about_items
from app.matching import queries as matching
from app.matching import searching
from app.people.actions import refuse_if
from app.people.models import Provider
from app.people.places import point_of

PURPOSE = "referral_out"
"""What its links are for."""

Made = tuple[OneTimeLink, str]


@act("Widened the search for a home")
def widen(referral: Referral, *, step: Step, why: str = "", by: User) -> SearchStep:
    """The search goes wider, with why; what the search answers at this moment is kept beside it."""
    take(referral)
    refuse_if(
        rules.open_breaches(closed=referral.closed_on is not None)
        + rules.widening_breaches(step, referrals.steps_of(referral.id), why)
    )
    answer = searching.answer(matching.need_of(referral), by)
    row = SearchStep(
        referral_id=referral.id,
        step=step,
        why=why.strip(),
        able=answer.able,
        near=len(answer.near_misses),
        searched=answer.searched,
        tally={str(code): count for code, count in answer.matches.tally().items()},
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


# ---------------------------------------------------------------------------------- the profile


@act("Drafted a profile without identity")
def draft_profile(referral: Referral, *, by: Actor) -> Profile:
    """Another draft: what was released last to go on from, or drafted from the referral."""
    take(referral)
    found = referrals.whole(referral, today())
    refuse_if(rules.open_breaches(closed=referral.closed_on is not None))
    if found.draft is not None:
        return found.draft
    words = found.released.words if found.released else referrals.drafted(referral, today())
    row = Profile(referral_id=referral.id, words=dict(words), findings=[])
    db.session.add(row)
    db.session.flush()
    return row


@act("Wrote on a profile without identity")
def write_profile(profile: Profile, *, words: Mapping[str, str], by: Actor) -> Profile:
    """What a draft says, section by section."""
    take(profile)
    refuse_if(_released(profile))
    profile.words = {each.value: words.get(each.value, "").strip() for each in Section}
    return profile


def _released(profile: Profile) -> list[Any]:
    if profile.released_at is None:
        return []
    return rules.release_breaches(
        (), released=True, names_checked=True, why_it_stands="", empty=False
    )


@act("Released a profile without identity")
def release_profile(
    profile: Profile, *, names_checked: bool, why_it_stands: str = "", by: User
) -> Profile:
    """Somebody answers for it: checked again now, and fixed as it stands."""
    take(profile)
    referral = db.session.get_one(Referral, profile.referral_id)
    found = referrals.findings(referral, profile.words, today())
    refuse_if(
        rules.open_breaches(closed=referral.closed_on is not None)
        + rules.release_breaches(
            found,
            released=profile.released_at is not None,
            names_checked=names_checked,
            why_it_stands=why_it_stands,
            empty=not profile.words.get(Section.WHO.value, "").strip(),
        )
    )
    profile.findings = [
        {"tells": each.tells.value, "found": each.found, "because": each.because} for each in found
    ]
    profile.why_it_stands = why_it_stands.strip()
    profile.released_at, profile.released_by_id = now(), by.id
    return profile


# ------------------------------------------------------------------------------ sent and answered


@act("Sent a referral to other providers")
def send(referral: Referral, *, to: Sequence[Provider], answer_by: date, by: Actor) -> list[Made]:
    """The released profile to each of these, by a link of its own."""
    take(referral)
    day = today()
    found = referrals.whole(referral, day)
    listed = providers.listed(day, [each.id for each in to])
    waits = referrals.open_with([each.id for each in to], referral.id)
    breaches = rules.sending_breaches(
        closed=referral.closed_on is not None,
        released=found.released is not None,
        step=found.step,
        chosen=len(to),
        answer_by=answer_by,
        today=day,
    )
    for each in listed:
        breaches += rules.recipient_breaches(
            each.provider.name,
            asked_already=each.provider.id in waits,
            email=each.entry.email if each.entry else "",
            standing=each.standing,
            on_framework=each.tier is not None,
            neighbour=each.is_neighbour,
            step=found.step,
        )
    refuse_if(breaches)
    return [_sent(referral, found, each, answer_by, by) for each in listed]


def _sent(
    referral: Referral,
    found: referrals.Whole,
    to: providers.Listed,
    answer_by: date,
    by: Actor,
) -> Made:
    profile, entry = found.released, to.entry
    if profile is None or entry is None:
        raise RuntimeError("what is sent was checked before")
    sending = Sending(
        referral_id=referral.id,
        profile_id=profile.id,
        provider_id=to.provider.id,
        service=entry.service,
        sent_to=entry.contact_name or to.provider.name,
        email=entry.email,
        answer_by=answer_by,
        sent_by_id=by.id,
    )
    db.session.add(sending)
    db.session.flush()
    made: Made = links.send(
        purpose=PURPOSE,
        subject=f"referral:{referral.id}",
        item=referrals.item_of(sending),
        holder=f"{sending.sent_to}, {to.provider.name}"[:120],
        email=entry.email,
        days=max(1, (answer_by - today()).days),
        by=by,
    )
    return made


@act("Reminded a provider of a referral")
def remind(sending: Sending, *, answer_by: date, by: Actor) -> list[Made]:
    """Another link, and until another day; the link before opens nothing any more."""
    link = _link_of(sending)
    again: list[Made] = []
    if link is not None:
        days = max(1, (answer_by - today()).days)
        again = [links.send_again(link, days=days, by=by)]
    take(sending)
    refuse_if(
        rules.reply_breaches(referrals.state_of(sending, today()), closed=_closed(sending))
        + rules.sending_breaches(
            closed=False,
            released=True,
            step=Step.FURTHER,
            chosen=1,
            answer_by=answer_by,
            today=today(),
        )
    )
    sending.answer_by = answer_by
    db.session.add(
        SendingReminder(sending_id=sending.id, referral_id=sending.referral_id, by_id=by.id)
    )
    db.session.flush()
    return again


@act("Took back a referral from a provider")
def take_back(sending: Sending, *, because: str, by: Actor) -> Sending:
    """Its link opens nothing any more."""
    link = _link_of(sending)
    if link is not None and link.state(today()).is_open:
        links.revoke(link, by=by)
    take(sending)
    refuse_if(rules.taking_back_breaches(referrals.state_of(sending, today())))
    sending.taken_back_at, sending.taken_back_because = now(), because.strip()
    return sending


def _link_of(sending: Sending) -> OneTimeLink | None:
    """Its newest link, taken before the sending itself: whoever answers takes them so."""
    link = last_links_about_items([referrals.item_of(sending)]).get(referrals.item_of(sending))
    if link is not None:
        take(link)
    return link


def _closed(sending: Sending) -> bool:
    return db.session.get_one(Referral, sending.referral_id).closed_on is not None


@act("Recorded a provider’s answer")
def record_reply(
    sending: Sending,
    *,
    came_by: CameBy,
    reply: Reply,
    no_offer: NoOffer | None = None,
    words: str = "",
    offer: Mapping[str, Any] | None = None,
    by: Actor,
) -> Offer | None:
    """What a provider answered, by its link or told to us. An offer is what `offer` says."""
    if came_by is not CameBy.LINK:
        link = _link_of(sending)
        if link is not None and link.state(today()).is_open:
            links.revoke(link, by=by)
    take(sending)
    refuse_if(rules.reply_breaches(referrals.state_of(sending, today()), closed=_closed(sending)))
    if reply is Reply.NO_OFFER:
        refuse_if(rules.no_offer_breaches(no_offer))
        made = None
    else:
        made = _offered(sending, dict(offer or {}))
    sending.reply, sending.came_by, sending.replied_at = reply, came_by, now()
    sending.no_offer = no_offer if reply is Reply.NO_OFFER else None
    sending.words = words.strip()
    db.session.flush()
    return made


def _offered(sending: Sending, told: dict[str, Any]) -> Offer:
    refuse_if(
        rules.offer_breaches(
            None,
            asked_for=sending.service,
            called=told.get("called", ""),
            words=told.get("words", ""),
            weekly_pounds=told.get("weekly_pounds"),
            from_on=told.get("from_on"),
            good_until=told.get("good_until"),
            today=today(),
        )
    )
    point = point_of(told.get("postcode"))
    offer = Offer(
        referral_id=sending.referral_id,
        sending_id=sending.id,
        provider_id=sending.provider_id,
        service=sending.service,
        called=told["called"].strip(),
        postcode=told.get("postcode") or "",
        easting=point.easting if point else None,
        northing=point.northing if point else None,
        authority_code=point.authority_code if point else None,
        weekly_pounds=told["weekly_pounds"],
        from_on=told["from_on"],
        good_until=told.get("good_until"),
        conditions=(told.get("conditions") or "").strip(),
        words=told["words"].strip(),
    )
    db.session.add(offer)
    db.session.flush()
    return offer
