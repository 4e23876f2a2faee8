"""What was typed is kept when a sign-in ran out under somebody's hands.

The fields go into the page itself, closed under the product's key and bound to the user whose
sign-in it was: nobody else can open them, and nothing is stored here. After signing in again, one
button sends them where they were going, with a fresh token.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, render_template, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from app.accounts.forms import SignInForm
from app.accounts.models import User
from app.core.today import now

NOT_KEPT = frozenset({"csrf_token", "kept", "next"})
PASSWORDS = frozenset({"password", "current", "again", "proof", "button_proof", "restore_proof"})
"""Fields that hold a password, in the rooms that ask for one: never kept, not even closed."""

ASK_FOR_PASSWORDS = frozenset({"accounts", "api", "restricted", "retention"})

KEPT_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was on its way: where to, its fields in order, and whether it had files."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def close(user: User) -> str | None:
    """This request's form, closed for its user; None if there is nothing to keep."""
    left_out = NOT_KEPT | PASSWORDS if request.blueprint in ASK_FOR_PASSWORDS else NOT_KEPT
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in left_out
        for value in values
    ]
    if not fields:
        return None
    told = {
        "user": user.id,
        "at": now().isoformat(),
        "path": request.path,
        "fields": fields,
        "files": bool(request.files),
    }
    return _cipher().encrypt(zlib.compress(json.dumps(told).encode())).decode()


def open_for(user: User, closed: str | None) -> Kept | None:
    """What was kept for this user; None if it was another's, is too old, or is not ours."""
    if not closed:
        return None
    try:
        told = json.loads(zlib.decompress(_cipher().decrypt(closed.encode())))
    except (InvalidToken, ValueError, zlib.error):
        return None
    if told["user"] != user.id or now() - datetime.fromisoformat(told["at"]) > KEPT_FOR:
        return None
    return Kept(told["path"], tuple((name, value) for name, value in told["fields"]), told["files"])


def _cipher() -> MultiFernet:
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"kept forms").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


def token_in_old_cookie() -> str | None:
    """The token in this browser's cookie even if the cookie is too old to be used."""
    cookie = request.cookies.get(current_app.config["SESSION_COOKIE_NAME"])
    serializer = SecureCookieSessionInterface().get_signing_serializer(current_app)
    if not cookie or serializer is None:
        return None
    try:
        told = serializer.loads(cookie)
    except BadSignature:
        return None
    token = told.get("_user_id") if isinstance(told, dict) else None
    return token if isinstance(token, str) else None


def sign_in_again(user: User | None) -> str:
    """The sign-in page, saying that what was typed is kept (for `user`, if we know who it was)."""
    closed = close(user) if user is not None else None
    form = SignInForm(formdata=None)
    form.kept.data = closed or ""
    return render_template("accounts/sign_in.html", form=form, again=True, keeps=bool(closed))


def send_again(user: User) -> str:
    """A page with one button that sends what was typed, with a fresh token."""
    closed = close(user)
    return send_again_page(open_for(user, closed))


def send_again_page(kept: Kept | None) -> str:
    """The page with the one button; without anything kept it says so."""
    return render_template("accounts/send_again.html", kept=kept)


def sign_in_page_was_old() -> str:
    """The sign-in page itself had lain open too long."""
    form = SignInForm(formdata=None)
    form.kept.data = request.form.get("kept", "")
    form.next.data = request.form.get("next", "")
    return render_template("accounts/sign_in.html", form=form, was_old=True)


def could_not_check() -> str:
    """A form from somewhere else, or from a browser that does not say."""
    return render_template(
        "errors/plain.html",
        title="That form could not be checked",
        says="Nothing was saved. Go back, load the page again, and send it from there.",
    )
