"""Who may sign in, who is signed in, and how often somebody failed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import RoleHeld, SignIn, SignInFailure, User
from app.accounts.roles import Role
from app.core.dated import put_together_once
from app.core.db import db
from app.core.models import DatabaseMark, MarkedAs
from app.core.today import now, today

WINDOW = timedelta(minutes=15)
FAILURES_PER_NAME = 10
FAILURES_PER_ADDRESS = 50

DEMONSTRATION_PASSWORD = "demonstration"  # noqa: S105 (of invented people only; shown on the page)


def user_by_ref(ref: str) -> User | None:
    """The user of that public id."""
    return db.session.scalar(select(User).where(User.ref == ref, User.stands()))


def user_by_email(email: str) -> User | None:
    """The user of that email address, however it was typed."""
    tidy = email.strip().lower()
    return db.session.scalar(select(User).where(func.lower(User.email) == tidy, User.stands()))


def users() -> Sequence[User]:
    """Everybody who may or might sign in, by name; those who left come last."""
    return db.session.scalars(
        select(User)
        .where(User.stands())
        .order_by(User.left_on.is_not(None), User.name)
        .options(selectinload(User.roles))
    ).all()


def users_in_role(role: Role, as_at: date | None = None) -> Sequence[User]:
    """Those who hold a role on a day and have not left, by name."""
    day = as_at or today()
    return db.session.scalars(
        select(User)
        .join(RoleHeld, RoleHeld.user_id == User.id)
        .where(
            RoleHeld.role == role,
            RoleHeld.in_force(day),
            User.stands(),
            or_(User.left_on.is_(None), User.left_on > day),
        )
        .order_by(User.name)
        .distinct()
    ).all()


def roles_during(user: User, starts_on: date, ends_on: date) -> frozenset[Role]:
    """Roles held on any day from `starts_on` until before `ends_on`."""
    return frozenset(
        db.session.scalars(
            select(RoleHeld.role).where(
                RoleHeld.user_id == user.id, RoleHeld.in_force_during(starts_on, ends_on)
            )
        )
    )


def role_held(user: User, held_id: int) -> RoleHeld | None:
    """One grant of this user's, if it is theirs and stands."""
    return db.session.scalar(
        select(RoleHeld).where(
            RoleHeld.id == held_id, RoleHeld.user_id == user.id, RoleHeld.stands()
        )
    )


def grants_of(user: User) -> Sequence[RoleHeld]:
    """Every grant of a role to this user, newest first."""
    return db.session.scalars(
        select(RoleHeld)
        .where(RoleHeld.user_id == user.id, RoleHeld.stands())
        .order_by(RoleHeld.starts_on.desc(), RoleHeld.id.desc())
    ).all()


def sign_in_by_hash(token_hash: str) -> SignIn | None:
    """The sign-in of a token, by its hash: under way, run out or ended."""
    found = db.session.scalars(_sign_in(), {"token_hash": token_hash})
    return found.unique().one_or_none()


@put_together_once
def _sign_in() -> Select[SignIn]:
    """A sign-in, its user and their roles: what every page asks first, in one question."""
    return (
        select(SignIn)
        .where(SignIn.token_hash == bindparam("token_hash"))
        .options(joinedload(SignIn.user).joinedload(User.roles))
    )


def sign_ins_under_way(user: User, idle: timedelta, longest: timedelta) -> Sequence[SignIn]:
    """This user's sign-ins that have neither ended nor run out, newest first."""
    moment = now()
    return db.session.scalars(
        select(SignIn)
        .where(
            SignIn.user_id == user.id,
            SignIn.ended_at.is_(None),
            SignIn.seen_at > moment - idle,
            SignIn.started_at > moment - longest,
        )
        .order_by(SignIn.started_at.desc())
    ).all()


def last_signed_in() -> dict[int, datetime]:
    """When each user last signed in, by user id."""
    rows = db.session.execute(
        select(SignIn.user_id, func.max(SignIn.started_at)).group_by(SignIn.user_id)
    )
    return {row[0]: row[1] for row in rows}


def too_many_failures(name_hash: str, address: str) -> bool:
    """Whether a quarter of an hour saw too many failures, by this name or from this address."""
    since = now() - WINDOW
    by_name, by_address = db.session.execute(
        select(
            func.count().filter(SignInFailure.name_hash == name_hash),
            func.count().filter(SignInFailure.address == address),
        ).where(SignInFailure.at > since)
    ).one()
    return bool(by_name >= FAILURES_PER_NAME or by_address >= FAILURES_PER_ADDRESS)


def is_marked(mark: MarkedAs) -> bool:
    """Whether this database carries a mark."""
    return db.session.get(DatabaseMark, mark) is not None


def people_of_the_demonstration() -> list[tuple[Role, list[User]]]:
    """The demonstration's people by role. Empty on any other database."""
    if not is_marked(MarkedAs.DEMONSTRATION):
        return []
    by_role = [(role, list(users_in_role(role))) for role in Role]
    return [(role, people) for role, people in by_role if people]
