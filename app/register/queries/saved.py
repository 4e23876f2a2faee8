"""Saved views of the register: one's own, and the team's."""

from __future__ import annotations

from sqlalchemy import or_, select

from app.accounts.models import SavedView, User
from app.accounts.permissions import May
from app.core.db import db

PAGE = "register"


def saved_views(user: User) -> list[SavedView]:
    """The views that somebody may open: the team's first, then their own, each by name."""
    found = db.session.scalars(
        select(SavedView).where(
            SavedView.page == PAGE,
            SavedView.stands(),
            or_(SavedView.for_team, SavedView.user_id == user.id),
        )
    )
    return sorted(found, key=lambda each: (not each.for_team, each.name.lower(), each.id))


def saved_view(user: User, ref: str) -> SavedView | None:
    """The view with this public id, for whoever may open it."""
    return next((each for each in saved_views(user) if each.ref == ref), None)


def may_remove(user: User, view: SavedView) -> bool:
    """One's own; the team's for whoever allocates its work."""
    return user.may(May.ALLOCATE_WORKER) if view.for_team else view.user_id == user.id
