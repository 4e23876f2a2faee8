"""The clocks of referrals out: answers that are due, a home over the border that waits for whoever
decides, and the regulator's list to look at again.

A line names the provider, and never a child.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.children.models import Referral
from app.commissioning.models import Sending
from app.commissioning.queries import providers
from app.commissioning.queries.choosing import waiting_over_the_border
from app.core.db import db
from app.core.today import london_day
from app.people.models import Provider
from app.statute.local import DECISION_ON_PROPOSAL, PROVIDER_CHECK, REFERRAL_OUT_ANSWER
from app.statute.running import Running

SHOWN_TO = May.SEE_REFERRALS
"""Whoever lacks this is shown no answers that are due."""


def running(as_at: date) -> tuple[Running, ...]:
    """Every clock that runs on referrals out and on providers on a day."""
    return (*answers(as_at), *placings(as_at), *lists(as_at))


@remembered
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


@remembered
def placings(as_at: date) -> tuple[Running, ...]:
    """Each children's home over the border that was chosen and entered, for whoever regulation 11
    names: nobody else may place there."""
    return tuple(_placings(as_at))


def _placings(as_at: date) -> Iterator[Running]:
    for each in waiting_over_the_border(as_at):
        yield Running(
            clock=DECISION_ON_PROPOSAL.key,
            subject=f"home_offer:{each.offer.id}",
            about=f"A home of {each.offer.provider.name}, outside our area",
            due_on=DECISION_ON_PROPOSAL.last_day(each.chosen_on),
            action="Decide whether a child is placed there",
            page="commissioning.offer",
            arguments=(("ref", each.offer.ref),),
            since=each.chosen_on,
            only_for=each.decides.value,
        )


@remembered
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
