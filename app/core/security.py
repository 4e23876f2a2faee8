"""The guard: a page that does not say who may see it is shut to everyone."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])

ANYONE = "anyone"
SIGNED_IN = "anyone signed in"
SYSTEMS = "another system, by its token"

ADMITS_SYSTEMS = "hearth.systems"
"""Where the application keeps who asks other systems for their tokens; it stands in a room above
this one. Where nobody does, what is theirs is shut."""


def requires(*permissions: StrEnum) -> Callable[[View], View]:
    """Say that a page needs this permission, or any one of these."""

    def mark(view: View) -> View:
        view.opens_to = permissions  # type: ignore[attr-defined]
        return view

    return mark


def open_to_anyone(view: View) -> View:
    """Say that a page is open without signing in."""
    view.opens_to = (ANYONE,)  # type: ignore[attr-defined]
    return view


def open_to_signed_in(view: View) -> View:
    """Say that a page is open to anyone who has signed in: their own password, signing out."""
    view.opens_to = (SIGNED_IN,)  # type: ignore[attr-defined]
    return view


def open_to_systems(scope: StrEnum | None = None) -> Callable[[View], View]:
    """Say that this is for other systems alone, by their token, and with this scope; never for
    whoever is signed in. Without a scope any token will do."""

    def mark(view: View) -> View:
        view.opens_to = (SYSTEMS,)  # type: ignore[attr-defined]
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def is_for_systems(endpoint: str | None) -> bool:
    """Whether what stands behind an endpoint is for other systems alone."""
    return endpoint is not None and SYSTEMS in opens_to(endpoint)


def opens_to(endpoint: str) -> tuple[str, ...]:
    """What the page behind an endpoint says it needs, one of these; empty: shut to everyone."""
    said: tuple[str, ...] = getattr(current_app.view_functions.get(endpoint), "opens_to", ())
    return said


def guard() -> Response | None:
    """Before every request: marked and permitted, or not at all."""
    if request.endpoint is None:
        return None  # no such page: 404 follows
    needed = opens_to(request.endpoint)
    if ANYONE in needed or request.endpoint == "static":
        return None
    if SYSTEMS in needed:
        admit = current_app.extensions.get(ADMITS_SYSTEMS) or abort(403)
        admit(getattr(current_app.view_functions[request.endpoint], "scope", None))
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
    if not may_open(needed):
        abort(403)
    return None


def may_open(needed: tuple[str, ...]) -> bool:
    """Whether whoever is signed in, or nobody, may open a page that says this."""
    if ANYONE in needed:
        return True
    if not current_user.is_authenticated:
        return False
    return SIGNED_IN in needed or not _permissions().isdisjoint(needed)


def _permissions() -> frozenset[str]:
    """What whoever is signed in may do, worked out once for each page: its links ask fifty times.

    Acts ask the user, whose roles are read again under their lock.
    """
    known: tuple[int, frozenset[str]] | None = g.get("permissions")
    if known is None or known[0] != current_user.id:
        g.permissions = known = (current_user.id, current_user.permissions_now())
    return known[1]


CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "script-src 'self' 'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='; "
    "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def add_headers(response: Response) -> Response:
    """The same protection on every answer, errors included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if not current_app.config["SETTINGS"].plain_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def refuse_cross_site() -> None:
    """A browser says where a request comes from; a write from another site is refused."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        abort(403)


def install(app: Flask) -> None:
    """Put the guard and the headers on an application."""
    app.before_request(guard)
    app.after_request(add_headers)
