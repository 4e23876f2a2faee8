"""Links sent, taken back and answered."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.accounts.actions import hash_of_token
from app.audit import closed
from app.audit.act import Actor, StandingActor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.links import rules
from app.links.models import OneTimeLink
from app.links.queries import answer_of, belongs_to
from app.statute.breach import Breach


def holder_of(link: OneTimeLink) -> Actor:
    """Who acts by a link: its holder, named in the trail by the link and never by name.

    The trail keeps who acted in the open and for ever; whom the link was sent to stands closed.
    """
    return StandingActor(f"Holder of link {link.ref}")


@act("Sent a one-time link")
def send(
    *,
    purpose: str,
    subject: str,
    holder: str,
    email: str | None = None,
    days: int = 14,
    item: str = "",
    by: Actor,
) -> tuple[OneTimeLink, str]:
    """Send somebody a link about a subject. Gives it with its token, which is kept nowhere.

    It opens until the end of the day `days` from now. RuleBroken: nobody is named, or too long.
    """
    _refuse_if(rules.sending_breaches(holder=holder, days=days))
    return _made(
        purpose=purpose,
        subject=subject,
        item=item,
        holder=holder.strip(),
        email=email or None,
        last_day=today() + timedelta(days=days),
        sent_by_id=by.id,
    )


@act("Sent a one-time link again")
def send_again(link: OneTimeLink, *, days: int = 14, by: Actor) -> tuple[OneTimeLink, str]:
    """Another link instead of this one, which opens nothing from now on. What was saved goes with
    it. RuleBroken: it was answered.
    """
    take(link)
    _refuse_if(rules.again_breaches(state=link.state(today())))
    saved = answer_of(link)
    link.revoked_at = link.revoked_at or now()
    again, token = _made(
        purpose=link.purpose,
        subject=link.subject,
        item=link.item,
        holder=link.holder,
        email=link.email,
        last_day=today() + timedelta(days=days),
        sent_by_id=by.id,
        instead_of_id=link.id,
    )
    if saved:
        _keep(again, saved)
    return again, token


@act("Took back a one-time link")
def revoke(link: OneTimeLink, *, by: Actor) -> None:
    """From now on it opens nothing. RuleBroken: it opens nothing already."""
    take(link)
    _refuse_if(rules.revoking_breaches(state=link.state(today())))
    link.revoked_at = now()


@act("Opened a one-time link")
def open_link(link: OneTimeLink, *, by: Actor) -> None:
    """Its holder pressed Start; opening the address alone changes nothing (mail is scanned)."""
    take(link)
    link.opened_at = link.opened_at or now()


def answer(link: OneTimeLink, values: Mapping[str, Any], *, finished: bool) -> None:
    """Its holder saves what is typed so far, or sends it, which ends the link.

    The values stay closed with the link. What the record is to hold of them the purpose writes in
    the same transaction. RuleBroken: the link takes no more, or it is too long.
    """
    (_send_in if finished else _save)(link, values, by=holder_of(link))


@act("Saved an answer by link, to come back to it")
def _save(link: OneTimeLink, values: Mapping[str, Any], *, by: Actor) -> None:
    _take_answer(link, values)


@act("Answered a one-time link")
def _send_in(link: OneTimeLink, values: Mapping[str, Any], *, by: Actor) -> None:
    _take_answer(link, values)
    link.answered_at = link.saved_at


def _take_answer(link: OneTimeLink, values: Mapping[str, Any]) -> None:
    take(link)
    _refuse_if(
        rules.answering_breaches(
            state=link.state(today()),
            characters=len(json.dumps(dict(values), ensure_ascii=False)),
            saves=link.version,
        )
    )
    _keep(link, values)


def _keep(link: OneTimeLink, values: Mapping[str, Any]) -> None:
    link.answer = closed.close(values, subject=link.subject, belongs_to=belongs_to(link))
    link.saved_at = now()


def _made(**told: Any) -> tuple[OneTimeLink, str]:
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(token_hash=hash_of_token(token), **told)
    db.session.add(link)
    db.session.flush()
    return link, token


def _refuse_if(breaches: list[Breach]) -> None:
    if breaches:
        raise RuleBroken(*breaches)
