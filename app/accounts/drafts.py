"""Drafts: what somebody has typed into a form and not finished, kept until they do.

A draft belongs to one person and one form, which its page's address names. It is closed under that
person's own key. It is no part of the record: saving it is no act, and nothing is left of it once
the form is carried out or the draft is thrown away.

An older one never takes the place of a newer one. A page saves with the number of the saving it
was drawn from and with its own count of savings; the first page to save after another one did is
told so, and so is a page whose form was finished elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from flask_login import current_user
from sqlalchemy import select

from app.accounts.models import Draft
from app.audit import closed
from app.core.db import db, take, transaction
from app.core.forms import DRAFTS
from app.core.today import now

Fields = list[tuple[str, str]]

KEPT_FOR = timedelta(days=30)
"""A draft that nobody came back to is destroyed after this time."""

LARGEST = 200_000
"""Characters of a draft, all fields together."""

KEY = re.compile(r"[a-z2-7]{26}")

NOT_KEPT = frozenset({"csrf_token", "draft_path", "draft_number", "draft_page", "draft_step"})
"""What a page sends of itself; `once` is kept, so that one form is still carried out once."""


class Newer(Exception):
    """Somewhere else a newer draft was saved, or the form was finished. Carries how it stands."""

    def __init__(self, stands: Kept) -> None:
        super().__init__("a newer draft stands")
        self.stands = stands


@dataclass(frozen=True, slots=True)
class Kept:
    """How a form's draft stands; without fields there is none, though there may have been."""

    key: str
    number: int = 0
    saved_at: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()
    title: str = ""
    path: str = ""

    def __bool__(self) -> bool:
        return bool(self.fields)


@dataclass(frozen=True, slots=True)
class Saving:
    """What a page sends to be saved, and what it says of itself.

    `number` is the saving the page was drawn from or made last; `step` its own count, so that two
    of its savings that overtake each other on the way end with the later one.
    """

    path: str
    fields: Fields
    title: str = ""
    page: str = ""
    step: int = 0
    number: int = 0


def key_of(path: str) -> str:
    """The key of the form on a page: it names the page without saying it."""
    digest = hashlib.sha256(path.encode()).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def of(path: str) -> Kept:
    """The draft that whoever is signed in has of the form at this address."""
    key = key_of(path)
    draft = _row(key)
    return Kept(key) if draft is None else _opened(draft)


def of_user() -> list[Kept]:
    """Everything that whoever is signed in has begun and not finished, the newest first."""
    found = db.session.scalars(
        select(Draft)
        .where(Draft.user_id == current_user.id, Draft.closed.is_not(None))
        .order_by(Draft.saved_at.desc())
    )
    return [kept for draft in found if (kept := _opened(draft))]


def save(saving: Saving, *, over: bool = False) -> Kept:
    """Keep what a page sends; raises Newer if it would take the place of something newer.

    `over`: it is to, because whoever typed both said so.
    """
    key = key_of(saving.path)
    with transaction():
        draft = _taken(key)
        if not over and _is_older(saving, draft):
            if _is_same_page(saving, draft):
                return _opened(draft)  # overtaken on the way by this page's own later saving
            raise Newer(_opened(draft))
        draft.number += 1
        draft.page, draft.step, draft.saved_at = saving.page, saving.step, now()
        told = {"path": saving.path, "title": saving.title, "fields": saving.fields}
        draft.closed = closed.close(told, subject=_owner(), belongs_to=_place(key))
        db.session.flush()
        return _opened(draft)


def destroy(path: str) -> None:
    """Leave nothing of the draft of this address: it was carried out, or is thrown away."""
    with transaction():
        draft = _row(key_of(path))
        if draft is not None:
            _empty(draft)


def destroy_by_key(key: str) -> str:
    """Throw a draft away by its key. Gives the address of its form, if there was one."""
    with transaction():
        draft = _row(key)
        if draft is None:
            return ""
        path = _opened(draft).path
        _empty(draft)
        return path


def destroy_forgotten() -> None:
    """Destroy whoever is signed in's drafts that were not touched for KEPT_FOR."""
    forgotten = select(Draft).where(
        Draft.user_id == current_user.id,
        Draft.closed.is_not(None),
        Draft.saved_at < now() - KEPT_FOR,
    )
    if db.session.scalars(forgotten.limit(1)).first() is None:
        return
    with transaction():
        for draft in db.session.scalars(forgotten).all():
            _empty(draft)


def destroy_all_that_mention(words: Sequence[str]) -> int:
    """Destroy everybody's drafts that hold any of these words, in their address or in what was
    typed: a record is destroyed with all that was begun about it. Gives how many."""
    sought = [word.casefold() for word in words if len(word) > 2]
    found = 0
    with transaction():
        for draft in db.session.scalars(select(Draft).where(Draft.closed.is_not(None))).all():
            told = closed.opened(
                draft.closed,
                subject=f"user_account:{draft.user_id}",
                belongs_to=f"draft {draft.user_id} {draft.form_key}",
            )
            said = json.dumps(told, ensure_ascii=False).casefold()
            if not told or any(word in said for word in sought):
                _empty(draft)
                found += 1
    return found


def install(app: Flask) -> None:
    """Let forms ask for their drafts."""
    app.extensions[DRAFTS] = _Desk()


class _Desk:
    """What a form asks of drafts."""

    of = staticmethod(of)
    destroy = staticmethod(destroy)


def _is_older(saving: Saving, draft: Draft) -> bool:
    if _is_same_page(saving, draft):
        return saving.step <= draft.step
    return saving.number != draft.number


def _is_same_page(saving: Saving, draft: Draft) -> bool:
    return bool(draft.page) and draft.page == saving.page


def _empty(draft: Draft) -> None:
    """The number goes on and no page is known: whatever was drawn before is older now."""
    draft.closed, draft.page, draft.step = None, "", 0
    draft.number += 1
    draft.saved_at = now()


def _row(key: str) -> Draft | None:
    return db.session.scalar(
        select(Draft).where(Draft.user_id == current_user.id, Draft.form_key == key)
    )


def _taken(key: str) -> Draft:
    """The row of a draft, taken for this transaction; made if there is none."""
    draft = _row(key)
    if draft is not None:
        take(draft)
        return draft
    draft = Draft(user_id=current_user.id, form_key=key, number=0, page="", step=0)
    db.session.add(draft)
    db.session.flush()
    return draft


def _owner() -> str:
    return f"user_account:{current_user.id}"


def _place(key: str) -> str:
    return f"draft {current_user.id} {key}"


def _opened(draft: Draft) -> Kept:
    told = closed.opened(draft.closed, subject=_owner(), belongs_to=_place(draft.form_key))
    return Kept(
        draft.form_key,
        draft.number,
        draft.saved_at,
        tuple((name, value) for name, value in told.get("fields", ())),
        told.get("title", ""),
        told.get("path", ""),
    )
