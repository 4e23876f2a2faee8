"""Saved views of the register: kept under a name, replaced, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.accounts.models import SavedView, User
from app.audit.act import act
from app.core.db import db
from app.register.queries.saved import PAGE


@act("Saved a view of the register")
def save_view(*, name: str, for_team: bool, asked: Mapping[str, Any], by: User) -> SavedView:
    """Keep how the list is asked for under a name; of the same name, it takes the other's place."""
    name = name.strip()
    same = select(SavedView).where(
        SavedView.page == PAGE, SavedView.stands(), SavedView.for_team.is_(for_team)
    )
    if not for_team:
        same = same.where(SavedView.user_id == by.id)
    for each in db.session.scalars(same):
        if each.name.lower() == name.lower():
            each.void()
    view = SavedView(page=PAGE, name=name, user_id=by.id, for_team=for_team, asked=dict(asked))
    db.session.add(view)
    db.session.flush()
    return view


@act("Removed a saved view of the register")
def remove_view(view: SavedView, *, by: User) -> SavedView:
    """It is not offered any more."""
    view.void()
    return view
