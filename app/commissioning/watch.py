"""The clocks of referrals out: answers that are due, a home over the border that waits for whoever
decides, and the regulator's list to look at again.

A line names the provider, and never a child.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import May
from app.children.models import Referral
from app.commissioning.models import Choice, Offer, Sending
from app.commissioning.queries import providers
from app.commissioning.queries.comparing import home_of
from app.core.db import db
from app.core.today import london_day
from app.matching.placing import area_of
from app.matching.rules import Area
from app.people.models import Provider
from app.statute.local import DECISION_ON_PROPOSAL, PROVIDER_CHECK, REFERRAL_OUT_ANSWER
from app.statute.running import Running

SHOWN_TO = May.SEE_REFERRALS
"""Whoever lacks this is shown no answers that are due."""


def running(as_at: date) -> tuple[Running, ...]:
    """Every clock that runs on referrals out and on providers on a day."""
    return (*answers(as_at), *placings(as_at), *lists(as_at))


def answers(as_at: date) -> tuple[Running, ...]:
    """Each referral that waits for answers, by the first day on which one is due."""
    return tuple(_answers(as_at))


def _answers(as_at: date) -> Iterator[Running]:
    rows = db.session.execute(
        select(
            Referral.id,
            Referral.ref,
            Sending.answer_by,
            Sending.recorded_at,
            Sending.sent_by_id,
            Provider.name,
        )
        .join(Referral, Referral.id == Sending.referral_id)
        .join(Provider, Provider.id == Sending.provider_id)
        .where(
            Sending.stands(),
            Sending.reply.is_(None),
            Sending.taken_back_at.is_(None),
            Referral.closed_on.is_(None),
        )
        .order_by(Sending.answer_by, Sending.id)
    )
    said: set[int] = set()
    for row in rows:
        sent_on = london_day(row.recorded_at)
        if row.id in said or sent_on > as_at:
            continue
        said.add(row.id)
        yield Running(
            clock=REFERRAL_OUT_ANSWER.key,
            subject=f"referral:{row.id}",
            about=f"A referral sent to {row.name}",
            due_on=row.answer_by,
            action="See who has answered",
            page="commissioning.out",
            arguments=(("ref", row.ref),),
            since=sent_on,
            worker_id=row.sent_by_id,
        )


def placings(as_at: date) -> tuple[Running, ...]:
    """Each children's home over the border that was chosen and entered, for whoever regulation 11
    names: nobody else may place there."""
    return tuple(_placings(as_at))


def _placings(as_at: date) -> Iterator[Running]:
    rows = db.session.execute(
        select(Offer, Choice.recorded_at, Provider.name)
        .join(Choice, Choice.offer_id == Offer.id)
        .join(Referral, Referral.id == Offer.referral_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .where(
            Offer.stands(),
            Offer.setting_id.is_not(None),
            Offer.ended_on.is_(None),
            Choice.stands(),
            Referral.closed_on.is_(None),
        )
        .order_by(Choice.id)
    ).unique()
    for offer, chosen_at, provider in rows:
        may, chosen_on = WHO_DECIDES.get(area_of(home_of(offer))), london_day(chosen_at)
        if may is not None and chosen_on <= as_at:
            yield Running(
                clock=DECISION_ON_PROPOSAL.key,
                subject=f"home_offer:{offer.id}",
                about=f"A home of {provider}, outside our area",
                due_on=DECISION_ON_PROPOSAL.last_day(chosen_on),
                action="Decide whether a child is placed there",
                page="commissioning.offer",
                arguments=(("ref", offer.ref),),
                since=chosen_on,
                only_for=may.value,
            )


WHO_DECIDES = {
    Area.ADJOINING: May.DECIDE_FAILED_GATE,
    Area.AT_A_DISTANCE: May.DECIDE_AT_A_DISTANCE,
}
"""Who places outside our area."""


def lists(as_at: date) -> tuple[Running, ...]:
    """Each provider that may be asked, whose registration is to be looked at again."""
    return tuple(_lists(as_at))


def _lists(as_at: date) -> Iterator[Running]:
    for row in providers.listed(as_at):
        if row.entry is None:
            continue
        due = row.check_due_on()
        yield Running(
            clock=PROVIDER_CHECK.key,
            subject=f"provider:{row.provider.id}",
            about=row.provider.name,
            due_on=due or row.entry.starts_on,
            action="Look at the regulator’s list",
            page="commissioning.check_provider",
            arguments=(("ref", row.provider.ref),),
            since=row.check.checked_on if row.check else row.entry.starts_on,
            only_for=May.KEEP_PROVIDERS.value,
        )


WATCHES = ((SHOWN_TO, answers), (SHOWN_TO, placings), (May.SEE_PROVIDERS, lists))
"""Whoever lacks the permission is shown none of these clocks."""
