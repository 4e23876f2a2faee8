"""Whom was asked before a home is chosen, the choice with its reasons, and who was told of none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children.models import Child, Referral
from app.commissioning.kinds import HowHeard, Told, Whose
from app.commissioning.models import Choice, EffectAsked, Escalation, Heard
from app.commissioning.queries import comparing, referrals
from app.commissioning.rules import course as rules
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.matching.rules import TWENTY_TWO_C
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import record_breach


@act("Recorded wishes and views about where a child is to live")
def record_heard(
    referral: Referral,
    child: Child,
    *,
    whose: Whose,
    how: HowHeard,
    heard_on: date,
    words: str,
    by: Actor,
) -> Heard:
    """What the child wishes and feels, or the parents think; or why nobody was asked."""
    refuse_if(
        rules.open_breaches(closed=referral.closed_on is not None)
        + rules.heard_breaches(how, words, heard_on, today())
    )
    row = Heard(
        referral_id=referral.id,
        child_id=child.id,
        whose=whose,
        how=how,
        heard_on=heard_on,
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Asked what it would mean for a child already there")
def record_effect(
    referral: Referral,
    household: Household,
    child: Child,
    *,
    asked_on: date,
    asked_of: str,
    words: str,
    by: Actor,
) -> EffectAsked:
    """Asked of the worker of a child who lives there, before another child comes."""
    there = referrals.children_there(household.id, today())
    found = rules.passed_breaches(asked_on, today(), "asked_on")
    if child.id not in there:
        found.append(record_breach("That child does not live there today.", "child"))
    refuse_if(rules.open_breaches(closed=referral.closed_on is not None) + found)
    row = EffectAsked(
        referral_id=referral.id,
        household_id=household.id,
        child_id=child.id,
        asked_on=asked_on,
        asked_of=asked_of.strip(),
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Chose a home for a referral, with reasons")
def choose(
    referral: Referral,
    *,
    key: str,
    why: str,
    effect: str = "",
    reasons: Mapping[str, str],
    why_not_connected: str = "",
    by: User,
) -> Choice:
    """One of the homes compared, worked out again now; what it was compared with is kept.

    Placing is the act after it, with its own gates and deciders (CPPCR 2010 regs 11 and 22).
    """
    take(referral)
    found = referrals.whole(referral, today())
    rows = comparing.compared(found, by, today())
    row = comparing.row_of(rows, key)
    if row is None:
        raise RuleBroken(record_breach("That home can no longer be chosen. Compare again."))
    there = referrals.children_there(row.household_id, today()) if row.household_id else []
    refuse_if(
        rules.choosing_breaches(
            closed=referral.closed_on is not None,
            children=[child.id for child in referral.children],
            heard={(each.child_id, each.whose) for each in found.heard},
            names={child.id: child.person.given_name for child in referral.children},
            there=there,
            asked_of={
                each.child_id for each in found.effects if each.household_id == row.household_id
            },
            others_there=row.others_there,
            effect=effect,
            short_of=row.short_of,
            reasons=reasons,
            words_22c=TWENTY_TWO_C,
            connected_instead=comparing.connected_instead(rows, row),
            why_not_connected=why_not_connected,
            why=why,
        )
    )
    choice = Choice(
        referral_id=referral.id,
        household_id=row.household_id,
        offer_id=row.offer.id if row.offer else None,
        why=why.strip(),
        reasons_22c={key: said.strip() for key, said in reasons.items() if said.strip()},
        why_not_connected=why_not_connected.strip(),
        effect=effect.strip(),
        compared=[each.as_kept() for each in rows],
        by_id=by.id,
    )
    db.session.add(choice)
    db.session.flush()
    return choice


@act("Told somebody that no home fits")
def escalate(
    referral: Referral,
    *,
    told: Told,
    told_name: str,
    told_at: datetime | None = None,
    tried: str,
    said: str,
    by: Actor,
) -> Escalation:
    """Who was told, when, what had been tried, and what they said."""
    refuse_if(rules.open_breaches(closed=referral.closed_on is not None))
    row = Escalation(
        referral_id=referral.id,
        told=told,
        told_name=told_name.strip(),
        told_at=told_at or now(),
        tried=tried.strip(),
        said=said.strip(),
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row
