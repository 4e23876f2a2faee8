"""Links by their token, and everything that was asked by link about somebody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from app.accounts.actions import hash_of_token
from app.audit import closed
from app.core.db import db
from app.links.models import OneTimeLink
from app.people.models import Household


def link_by_token(token: str) -> OneTimeLink | None:
    """The link of a token, however it stands."""
    return db.session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == hash_of_token(token), OneTimeLink.stands()
        )
    )


def link_by_ref(ref: str) -> OneTimeLink | None:
    """The link with this public id: for those who sent it, not for its holder."""
    return db.session.scalar(
        select(OneTimeLink).where(OneTimeLink.ref == ref, OneTimeLink.stands())
    )


def links_about(subject: str) -> Sequence[OneTimeLink]:
    """Every link about this subject ("household:12"), the newest first."""
    return db.session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.subject == subject, OneTimeLink.stands())
        .order_by(OneTimeLink.id.desc())
    ).all()


def last_links_about_items(items: Collection[str]) -> dict[str, OneTimeLink]:
    """The newest link about each of these items ("review_view:7"), where one was sent."""
    if not items:
        return {}
    found = db.session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.item.in_(sorted(items)), OneTimeLink.stands())
        .order_by(OneTimeLink.id)
    )
    return {link.item: link for link in found}


def household_about(link: OneTimeLink) -> Household | None:
    """The household whose record a link is about, if it is about one."""
    kind, _, number = link.subject.partition(":")
    return db.session.get(Household, int(number)) if kind == "household" else None


def answer_of(link: OneTimeLink) -> dict[str, Any]:
    """What its holder has typed so far, or sent; nothing once the subject's key is destroyed."""
    return closed.opened(link.answer, subject=link.subject, belongs_to=belongs_to(link))


def belongs_to(link: OneTimeLink) -> str:
    """The row that an answer is closed for."""
    return f"one_time_link {link.id}"
