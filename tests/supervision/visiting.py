"""Visits as tests tell of them, and how many questions something asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

from sqlalchemy import event

from app.core.db import db
from app.core.today import today
from app.supervision.visits import actions, queries
from app.supervision.visits.actions import Agreed, SeenOrNot, Told
from tests import builders as make

DAY = timedelta(days=1)


def told(home: Any, **more: Any) -> Told:
    """A visit today, everybody seen, unless said."""
    on = more.setdefault("visited_on", today())
    more.setdefault("worker", make.worker("Sarah Webb"))
    more.setdefault(
        "people",
        [
            SeenOrNot(each.person, seen=True, placed=each.placed)
            for each in queries.residents(home.id, on)
        ],
    )
    return Told(**more)


def visit(home: Any, **more: Any) -> Any:
    """A visit to a household, recorded today."""
    return actions.record_visit(home, told=told(home, **more), by=make.SOMEBODY)


def agreed(what: str = "Book first aid", *, days: int = 14, owner: Any = None) -> Agreed:
    """Something to be done within some days."""
    who = owner.name if owner is not None else "Jo"
    return Agreed(what, who, today() + timedelta(days=days), owner)


def queries_in(ask: Callable[[], object]) -> int:
    """How many statements asking takes."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def answers_of(html: str) -> dict[str, Any]:
    """Everything that the page's own form holds as it stands: what a browser would send."""
    form = next(each for each in re.findall(r"<form\b.*?</form>", html, re.S) if '"once"' in each)
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = " checked" in tag or given.get("type") not in ("checkbox", "radio")
        if "name" in given and ticked:
            found[given["name"]] = unescape(given.get("value", ""))
    for name, options in re.findall(
        r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S
    ):
        chosen = re.findall(r'<option value="([^"]*)"[^>]*selected', options)
        found[name] = chosen[0] if chosen else ""
    return found
