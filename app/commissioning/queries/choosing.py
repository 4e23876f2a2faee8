"""What was chosen and asked before placing, so that the placing page need not ask it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.permissions import May
from app.children.models import Referral
from app.commissioning.kinds import Whose
from app.commissioning.models import Choice, EffectAsked, Heard, Offer
from app.commissioning.queries.comparing import home_of
from app.commissioning.queries.referrals import in_words
from app.core.db import db
from app.core.today import london_day
from app.matching.placing import area_of
from app.matching.rules import Area
from app.people.models import Household


def told_before(referral: Referral, household: Household) -> dict[str, Any]:
    """What the placing page is filled with: wishes, views, effects, and why this home."""
    heard = {
        (each.child_id, each.whose): each
        for each in db.session.scalars(
            select(Heard).where(Heard.referral_id == referral.id, Heard.stands()).order_by(Heard.id)
        )
    }
    effects = {
        each.child_id: each
        for each in db.session.scalars(
            select(EffectAsked)
            .where(
                EffectAsked.referral_id == referral.id,
                EffectAsked.household_id == household.id,
                EffectAsked.stands(),
            )
            .order_by(EffectAsked.id)
        )
    }
    choice = choice_of(referral, household)
    said = {
        "wishes": _all(heard, Whose.CHILD),
        "parents_views": _all(heard, Whose.PARENTS),
        "effect_on_others": "\n".join(
            f"{each.child.person.given_name}: {each.words} "
            f"({each.asked_of}, {each.asked_on:%d/%m/%Y})"
            for each in effects.values()
        ),
    }
    if choice is not None:
        said["why_this_home"] = choice.why
        said["effect_on_others"] = said["effect_on_others"] or choice.effect
        said |= {f"why_{key}": why for key, why in choice.reasons_22c.items()}
    return {key: value for key, value in said.items() if value}


def _all(heard: dict[tuple[int, Whose], Heard], whose: Whose) -> str:
    return "\n".join(in_words(each) for key, each in heard.items() if key[1] is whose)


def choice_of_offer(offer: Offer) -> Choice | None:
    """The latest choice of what is offered."""
    return db.session.scalar(
        select(Choice)
        .where(Choice.offer_id == offer.id, Choice.stands())
        .order_by(Choice.id.desc())
        .limit(1)
    )


DECIDES = {
    Area.ADJOINING: May.DECIDE_FAILED_GATE,
    Area.AT_A_DISTANCE: May.DECIDE_AT_A_DISTANCE,
}
"""Who places outside our area (CPPCR 2010 reg 11)."""


@dataclass(frozen=True, slots=True)
class OverTheBorder:
    """A children's home, or another setting, that was chosen and entered and is outside our area:
    nobody but whoever regulation 11 names may place there."""

    offer: Offer
    chosen_on: date
    decides: May
    not_for: frozenset[int | None]
    """Who opened the referral, or chose the home."""


def waiting_over_the_border(as_at: date) -> list[OverTheBorder]:
    """Those in which nobody is placed yet, the one chosen first first."""
    rows = db.session.execute(
        select(Offer, Choice, Referral)
        .join(Choice, Choice.offer_id == Offer.id)
        .join(Referral, Referral.id == Offer.referral_id)
        .where(
            Offer.stands(),
            Offer.setting_id.is_not(None),
            Offer.ended_on.is_(None),
            Choice.stands(),
            Referral.closed_on.is_(None),
        )
        .order_by(Choice.id)
    ).unique()
    found: dict[int, OverTheBorder] = {}
    for offer, choice, referral in rows:
        decides, on = DECIDES.get(area_of(home_of(offer))), london_day(choice.recorded_at)
        if decides is not None and on <= as_at:
            acted = frozenset({referral.opened_by, choice.by_id})
            found[offer.id] = OverTheBorder(offer, on, decides, acted)
    return list(found.values())


def choice_of(referral: Referral, household: Household) -> Choice | None:
    """The latest choice of this home, or of the offer that it was entered for."""
    offers = select(Offer.id).where(
        Offer.referral_id == referral.id, Offer.household_id == household.id
    )
    return db.session.scalar(
        select(Choice)
        .where(
            Choice.referral_id == referral.id,
            Choice.stands(),
            (Choice.household_id == household.id) | Choice.offer_id.in_(offers),
        )
        .order_by(Choice.id.desc())
        .limit(1)
    )
