"""Signing in, on Flask-Login, with the sign-in kept here and only its token in the cookie.

A cookie is worth what its row in `sign_in` is worth: signing out, leaving, being suspended, thirty
idle minutes or ten hours end it for every copy of the cookie. Roles are read at every request.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import cast

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user
from flask_wtf.csrf import CSRFError
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.accounts import actions, kept, queries
from app.accounts.models import SignIn, User
from app.core.db import db
from app.core.models import MarkedAs
from app.core.security import is_for_systems
from app.core.today import now
from app.settings import Mode, Settings

TOUCH_AFTER = timedelta(minutes=1)
"""How old `seen_at` may be before a request writes it anew: most pages write nothing."""

OPEN_WITH_FIRST_PASSWORD = frozenset({"accounts.password", "accounts.sign_out", "static", "health"})

_SAFE_PATH = re.compile(r"/(?:[A-Za-z0-9_~.-]+(?:/[A-Za-z0-9_~.-]+)*/?)?")
_SAFE_QUERY = re.compile(r"[A-Za-z0-9_~.%&=+,:-]*")


def install(app: Flask) -> None:
    """Put signing in on an application."""
    manager = LoginManager()
    manager.session_protection = None  # the token is checked here, whatever the browser says it is
    manager.init_app(app)
    manager.user_loader(_user_of)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.register_error_handler(CSRFError, _ask_again)
    app.before_request(_first_password_first)


def _settings() -> Settings:
    return cast(Settings, current_app.config["SETTINGS"])


def idle() -> timedelta:
    """How long a sign-in may lie unused."""
    return timedelta(minutes=_settings().idle_minutes)


def longest() -> timedelta:
    """How long a sign-in may last at all."""
    return timedelta(hours=_settings().longest_hours)


def is_demonstration() -> bool:
    """Whether this is a demonstration: told so, and on a database that carries the mark."""
    if _settings().mode is not Mode.DEMONSTRATION:
        return False
    return queries.is_marked(MarkedAs.DEMONSTRATION)


def sign_in_under_way() -> SignIn:
    """The sign-in of this request; ask only where somebody is signed in."""
    return cast(SignIn, g.sign_in)


def begin(user: User, *, name_hash: str | None = None) -> None:
    """Sign somebody in: a new token, and nothing kept of the session before."""
    token = actions.start_sign_in(user, name_hash=name_hash, by=user)
    session.clear()
    g.pop("csrf_token", None)  # the token drawn for the session before
    user.token = token
    g.sign_in = queries.sign_in_by_hash(actions.hash_of_token(token))
    login_user(user)
    session.pop("_id", None)


def _user_of(token: str) -> User | None:
    """The user of a token, while its sign-in is under way and they may still sign in."""
    sign_in = queries.sign_in_by_hash(actions.hash_of_token(token))
    if sign_in is None or not _under_way(sign_in) or not sign_in.user.is_active:
        return None
    if now() - sign_in.seen_at >= TOUCH_AFTER:
        _touch(sign_in.id)
    sign_in.user.token = token
    g.sign_in = sign_in
    return sign_in.user


def _under_way(sign_in: SignIn) -> bool:
    moment = now()
    return (
        sign_in.ended_at is None
        and moment - sign_in.seen_at < idle()
        and moment - sign_in.started_at < longest()
    )


def _touch(sign_in_id: int) -> None:
    """Write that it was seen, by itself. While somebody else writes, it waits for the next page."""
    statement = update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now())
    on_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        try:
            if on_sqlite:
                connection.exec_driver_sql("PRAGMA busy_timeout=50")
            connection.execute(statement)
            connection.commit()
        except OperationalError:
            connection.rollback()
        finally:
            if on_sqlite:
                connection.exec_driver_sql("PRAGMA busy_timeout=30000")


def safe_next(asked: str | None) -> str | None:
    """A path of ours that somebody may be led to after signing in, or None.

    Only plain letters in the path, no two slashes together, and a page that can be read: anything
    else, however it would be understood by a browser, is nowhere.
    """
    if not asked or len(asked) > 400:
        return None
    path, _, query = asked.partition("?")
    if not _SAFE_PATH.fullmatch(path) or not _SAFE_QUERY.fullmatch(query):
        return None
    try:
        endpoint, _ = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except (HTTPException, RequestRedirect):
        return None
    if endpoint == "static" or endpoint.startswith("accounts.sign_"):
        return None
    return asked


def _ask_to_sign_in() -> Response | tuple[str, int]:
    """Nobody is signed in: lead to the sign-in page, and keep what was typed."""
    if request.method in ("GET", "HEAD"):
        asked = request.full_path if request.query_string else request.path
        came_for = safe_next(asked)
        lead = {"next": came_for} if came_for and came_for != "/" else {}
        return redirect(url_for("accounts.sign_in", **lead))  # type: ignore[arg-type]
    return kept.sign_in_again(was_signed_in()), 401


def was_signed_in() -> User | None:
    """Whose sign-in this browser last had, whether or not it is still under way."""
    token = session.get("_user_id") or kept.token_in_old_cookie()
    if not isinstance(token, str):
        return None
    sign_in = queries.sign_in_by_hash(actions.hash_of_token(token))
    return sign_in.user if sign_in is not None else None


def _ask_again(error: CSRFError) -> tuple[str, int]:
    """A form came without its token: nothing is done, and what was typed is offered again.

    Only to the browser that says it sent our own page's form; to any other it is an error.
    """
    g.error_page = True
    if request.endpoint == "accounts.sign_in":
        return kept.sign_in_page_was_old(), 400
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return kept.could_not_check(), 400
    own = getattr(current_app.view_functions.get(request.endpoint or ""), "ask_again", None)
    if own is not None:  # a page that nobody signs in for offers it again itself
        return own(), 400
    if current_user.is_authenticated:
        return kept.send_again(current_user), 400
    return kept.sign_in_again(was_signed_in()), 401


def _first_password_first() -> Response | None:
    """Whoever was given their password chooses their own before anything else."""
    if request.endpoint in OPEN_WITH_FIRST_PASSWORD or request.endpoint is None:
        return None
    if is_for_systems(request.endpoint):
        return None
    if current_user.is_authenticated and current_user.password_is_first:
        return redirect(url_for("accounts.password"), 303)
    return None
