"""Shuts to each reader what is theirs not to see, before any page is asked."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_login import current_user
from sqlalchemy import ColumnElement, select

from app.children.models import ReferralChild
from app.core import reader
from app.core.reader import NOTHING, Column, Kinds
from app.core.security import ANYONE, is_for_systems, opens_to
from app.restricted import queries


def _referrals(column: Column, what: Kinds) -> ColumnElement[bool] | None:
    """A referral of several children is shut with any one of them: without that one it would ask
    for another home."""
    children = what.of("child")
    if children is None:
        return None
    those: Any = ReferralChild.__table__.alias()
    return column("id").in_(  # type: ignore[no-any-return]
        select(those.c.referral_id).where(those.c.child_id.in_(children))
    )


reader.also_shut("referral", _referrals)


def install(app: Flask) -> None:
    """Ask, before each page, what is shut to whoever is signed in."""
    app.before_request(_shut)
    app.teardown_request(_over)


def _shut() -> None:
    """Pages that are open to anyone show no record, and ask nothing of whoever is signed in.

    Another system is named on no restricted record: each is shut to it.
    """
    if is_for_systems(request.endpoint):
        reader.read_without(queries.everything_restricted())
        return
    open_to_all = request.endpoint is None or request.endpoint == "static"
    if not open_to_all and ANYONE not in opens_to(request.endpoint or ""):
        reader.read_without(queries.shut_to(current_user))


def _over(_failed: BaseException | None) -> None:
    reader.read_without(NOTHING)
