"""Users, roles and sign-ins, changed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import date

from flask import current_app
from sqlalchemy import delete, select

from app.accounts import passwords, queries, rules
from app.accounts.models import RoleHeld, SignIn, SignInFailure, User
from app.accounts.roles import Role
from app.audit.act import Actor, act
from app.core.db import db, transaction
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Verified


@act("Added a user")
def add_user(
    *, name: str, email: str, password: str | None = None, first: bool = False, by: Actor
) -> User:
    """Add somebody who may sign in. Without a password they cannot yet.

    `first`: the password was chosen by somebody else and must be changed at the first sign-in.
    """
    email = email.strip().lower()
    if queries.user_by_email(email) is not None:
        raise RuleBroken(
            Breach(
                "Somebody already has this email address. Open their page instead.",
                LOCAL_POLICY.provision("on access", Verified.TEXT),
                "email",
            )
        )
    user = User(name=name.strip(), email=email)
    if password is not None:
        _keep_password(user, password, first=first)
    db.session.add(user)
    db.session.flush()
    return user


@act("Changed a user's name or email address")
def change_user(user: User, *, name: str, email: str, by: Actor) -> None:
    """Correct a name or an email address."""
    user.name, user.email = name.strip(), email.strip().lower()


@act("Granted a role")
def grant_role(
    user: User,
    *,
    role: Role,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Actor,
) -> RoleHeld:
    """Grant a role from today, for a year, unless said; or raise RuleBroken with every reason."""
    starts_on = starts_on or today()
    ends_on = ends_on or rules.a_year_after(starts_on)
    breaches = rules.grant_breaches(
        role=role,
        held=queries.roles_during(user, starts_on, ends_on) if ends_on > starts_on else (),
        starts_on=starts_on,
        ends_on=ends_on,
        to_user_id=user.id,
        by_user_id=by.id,
    )
    if breaches:
        raise RuleBroken(*breaches)
    held = RoleHeld(user_id=user.id, role=role, starts_on=starts_on, ends_on=ends_on)
    held.end_recorded_at = now()
    db.session.add(held)
    db.session.flush()
    db.session.expire(user, ["roles"])
    return held


@act("Ended a role")
def end_role(held: RoleHeld, *, on: date | None = None, by: Actor) -> None:
    """The role is no longer held from that day; from today unless said."""
    held.end(max(on or today(), held.starts_on))


@act("Changed a password")
def set_password(user: User, *, password: str, keep: SignIn | None = None, by: Actor) -> None:
    """Set one's own password, and end every sign-in but `keep`."""
    _keep_password(user, password, first=False)
    _end_sign_ins(user, keep)


@act("Gave a first password")
def give_first_password(user: User, *, password: str, by: Actor) -> User:
    """Give somebody a password once, to be changed at their next sign-in. Ends their sign-ins."""
    _keep_password(user, password, first=True)
    _end_sign_ins(user)
    return user


def _keep_password(user: User, password: str, *, first: bool) -> None:
    user.password_hash = passwords.hash_of(password)
    user.password_set_at = now()
    user.password_is_first = first


@act("Suspended a user")
def suspend(user: User, *, by: Actor) -> None:
    """Shut somebody out at their next click, until restored."""
    breaches = rules.suspension_breaches(user_id=user.id, by_user_id=by.id)
    if breaches:
        raise RuleBroken(*breaches)
    user.suspended_at = now()
    _end_sign_ins(user)


@act("Restored a user")
def restore(user: User, *, by: Actor) -> None:
    """Let somebody who was suspended sign in again."""
    user.suspended_at = None


@act("Recorded a leaver")
def record_leaving(user: User, *, on: date, by: Actor) -> None:
    """From that day this person no longer works here and cannot sign in."""
    user.left_on = on
    user.left_recorded_at = now()
    if not user.is_active:
        _end_sign_ins(user)


@act("Ended a user's sign-ins")
def end_sign_ins(user: User, *, keep: SignIn | None = None, by: Actor) -> None:
    """End every sign-in of this user but `keep`."""
    _end_sign_ins(user, keep)


def _end_sign_ins(user: User, keep: SignIn | None = None) -> None:
    under_way: Iterable[SignIn] = db.session.scalars(
        select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    )
    for sign_in in under_way:
        if sign_in is not keep:
            sign_in.ended_at = now()


@act("Signed in")
def start_sign_in(user: User, *, name_hash: str | None = None, by: Actor) -> str:
    """Begin a sign-in. Gives its token, which only the cookie holds; here stands its hash.

    What this name failed before is forgotten.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(token_hash=hash_of_token(token), user_id=user.id))
    if name_hash is not None:
        _forget(SignInFailure.name_hash == name_hash)
    return token


@act("Signed out")
def end_sign_in(sign_in: SignIn, *, by: Actor) -> None:
    """End this sign-in here, so that no copy of its cookie opens anything."""
    sign_in.ended_at = now()


def prove_again(sign_in: SignIn, name_hash: str) -> None:
    """The password was given again in this sign-in; the attempt counted for it is forgotten."""
    with transaction():
        sign_in.proved_at = now()
        _forget(SignInFailure.name_hash == name_hash)


def count_attempt(name_hash: str, address: str) -> bool:
    """Count an attempt before its password is compared; False: there were too many already.

    Counted first, so that many attempts at one moment are not each the first. An attempt that
    succeeds is forgotten again.
    """
    with transaction():
        if queries.too_many_failures(name_hash, address):
            return False
        db.session.add(SignInFailure(name_hash=name_hash, address=address))
        _forget(SignInFailure.at < now() - 4 * queries.WINDOW)
    return True


def _forget(which: object) -> None:
    db.session.execute(
        delete(SignInFailure).where(which),  # type: ignore[arg-type]
        execution_options={"housekeeping": True, "synchronize_session": False},
    )


def hash_of_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_name(email: str) -> str:
    """What is kept of a name that was tried: enough to count it, not to read it."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()
