"""Users, the roles they hold, and their sign-ins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.permissions import May, permissions_of
from app.accounts.roles import Role as Role
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.core.today import now, today


class User(UserMixin, Public, Versioned, Recorded, Model):
    """Somebody who works here and may sign in. Leaves by a date, is never deleted."""

    __tablename__ = "user_account"

    name: Mapped[str] = column("Name", Kept.OPENLY, String(120))
    email: Mapped[str] = column("Email address", Kept.OPENLY, String(254), unique=True)
    password_hash: Mapped[str] = column("Password", Kept.RESTRICTED, String(200), default="")
    password_set_at: Mapped[datetime | None] = column("Password set", Kept.OPENLY, Moment)
    password_is_first: Mapped[bool] = column(
        "First password, to be changed at the first sign-in", Kept.OPENLY, default=False
    )
    left_on: Mapped[date | None] = column("Left on", Kept.OPENLY)
    left_recorded_at: Mapped[datetime | None] = column("Leaving recorded", Kept.OPENLY, Moment)
    suspended_at: Mapped[datetime | None] = column("Suspended", Kept.OPENLY, Moment)
    duty_until: Mapped[datetime | None] = column("On duty until", Kept.OPENLY, Moment)
    roles: Mapped[list[RoleHeld]] = relationship(viewonly=True)

    @property
    def is_active(self) -> bool:
        """Whether this person may still sign in."""
        return (
            self.voided_at is None
            and self.suspended_at is None
            and (self.left_on is None or self.left_on > today())
        )

    token = ""
    """The token of the sign-in under way; never kept, only its hash is."""

    # The sign-in's own comparison goes by the token: without one, any two people would be the same.
    __eq__ = Model.__eq__
    __ne__ = Model.__ne__
    __hash__ = Model.__hash__

    def get_id(self) -> str:
        """What the cookie holds: the token of this sign-in, and so nothing about the user."""
        return self.token

    def roles_now(self) -> frozenset[Role]:
        """The roles held today."""
        on = today()
        return frozenset(held.role for held in self.roles if held.held_on(on))

    def permissions_now(self) -> frozenset[May]:
        """What the roles held today allow."""
        return permissions_of(self.roles_now())

    def may(self, permission: May | str) -> bool:
        """Whether a role held today allows it."""
        return permission in self.permissions_now()


class RoleHeld(Dated, Model):
    """A role held for a time."""

    __tablename__ = "role_held"
    ONE_OPEN_PER = ("user_id", "role")

    user_id: Mapped[int] = column("User", Kept.OPENLY, ForeignKey("user_account.id"), index=True)
    role: Mapped[Role] = column("Role", Kept.OPENLY, code=Role)


class SignIn(Model):
    """A sign-in, kept here and not in the cookie, so that signing out really ends it."""

    __tablename__ = "sign_in"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    token_hash: Mapped[str] = column("Token", Kept.RESTRICTED, String(64), unique=True)
    user_id: Mapped[int] = column("User", Kept.OPENLY, ForeignKey("user_account.id"), index=True)
    started_at: Mapped[datetime] = column("Started", Kept.OPENLY, Moment, default=now)
    seen_at: Mapped[datetime] = column("Last seen", Kept.OPENLY, Moment, default=now)
    proved_at: Mapped[datetime] = column("Password given", Kept.OPENLY, Moment, default=now)
    ended_at: Mapped[datetime | None] = column("Ended", Kept.OPENLY, Moment)
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")


class SignInFailure(Model):
    """A failed attempt, counted by name and by address; the name is kept only as a hash."""

    __tablename__ = "sign_in_failure"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now, index=True)
    name_hash: Mapped[str] = column("Name", Kept.RESTRICTED, String(64), index=True)
    address: Mapped[str] = column("Network address", Kept.OPENLY, String(64), index=True)


class Draft(Model):
    """A form somebody has begun and not finished, closed under their own key.

    Once it is finished or discarded nothing of what was typed is left: only the number of its last
    saving, so that a page drawn before cannot bring it back.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "form_key"),)
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    user_id: Mapped[int] = column("User", Kept.OPENLY, ForeignKey("user_account.id"))
    form_key: Mapped[str] = column("Form", Kept.OPENLY, String(26))
    closed: Mapped[bytes | None] = column("What was typed", Kept.RESTRICTED, LargeBinary)
    number: Mapped[int] = column("Savings so far", Kept.OPENLY, default=0)
    page: Mapped[str] = column("Page that saved it", Kept.OPENLY, String(40), default="")
    step: Mapped[int] = column("That page's own count", Kept.OPENLY, default=0)
    saved_at: Mapped[datetime] = column("Saved", Kept.OPENLY, Moment, default=now)


class SavedView(Public, Recorded, Model):
    """How somebody likes to see a list: its filter, its columns and its order, under a name.

    Theirs alone, or the team's. What is kept are codes and dates: no name of anybody in the list.
    """

    __tablename__ = "saved_view"

    page: Mapped[str] = column("List", Kept.OPENLY, String(40))
    name: Mapped[str] = column("Name", Kept.OPENLY, String(60))
    user_id: Mapped[int] = column(
        "Saved by", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    for_team: Mapped[bool] = column("For the whole team", Kept.OPENLY, default=False)
    asked: Mapped[dict[str, Any]] = column("What it asks for", Kept.OPENLY, JSON)
