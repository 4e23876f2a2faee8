"""What every page knows: words and days, who is signed in, the sections they may open, the day
asked about, and addresses of files that change when the file does."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request, url_for
from flask_login import current_user
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from app.core import present, security, web
from app.core.cells import cell, rows_of, with_options
from app.core.today import LONDON, today
from app.core.words import in_one_line, words
from app.settings import Mode

SECTIONS = (
    ("Today", "front.today"),
    ("Find a home", "matching.index"),
    ("Sufficiency", "workbench.index"),
    ("Register", "register.index"),
    ("Recruitment", "recruitment.index"),
    ("Connected carers", "connected.index"),
    ("Visits", "supervision.visits.index"),
    ("Caseload", "supervision.caseload"),
    ("Guardianship", "guardianship.index"),
    ("Concerns", "concerns.index"),
    ("Panel", "panel.index"),
    ("My panels", "panel.mine"),
    ("Children", "children.index"),
    ("Where every child is", "oversight.index"),
    ("Load", "exchange.index"),
    ("Clocks", "front.clocks"),
    ("Admin", "accounts.users"),
)
"""The sections of the service, in order: what each is called, and its first page."""

WITHIN = {
    "people": "register.index",
    "documents": "register.index",
    "documents.of_child": "children.index",
    "documents.keep_of_child": "children.index",
    "documents.templates": "accounts.users",
    "documents.template": "accounts.users",
    "documents.trial": "accounts.users",
    "reminders": "accounts.users",
    "reminders.mine": "",
    "supervision": "register.index",
    "supervision.worker": "supervision.caseload",
    "supervision.weights": "supervision.caseload",
    "supervision.arrangement": "supervision.caseload",
    "supervision.leaves_on": "supervision.caseload",
    "supervision.leaving": "supervision.caseload",
    "assessments": "supervision.caseload",
    "panel.own_feedback": "supervision.caseload",
    "panel.own_meeting": "panel.mine",
    "panel.own_answer": "panel.mine",
    "panel.own_calendar": "panel.mine",
    "panel.own_conflict": "panel.mine",
    "chronology": "register.index",
    "commissioning": "matching.index",
    "permanence": "children.index",
    "placements": "children.index",
    "training": "register.index",
    "travel": "matching.index",
    "supervision.visits.plan": "supervision.visits.index",
    "supervision.visits.planned": "supervision.visits.index",
    "supervision.visits.mileage": "supervision.visits.index",
    "supervision.visits.calendar": "supervision.visits.index",
    "retention": "register.index",
    "waiting": "matching.index",
    "forecasts": "workbench.index",
    "work": "front.today",
    "staying": "children.index",
    "nights": "matching.index",
    "money": "matching.index",
    "audit.history": "register.index",
    "audit.looks_at_household": "register.index",
    "audit.looks_at_child": "children.index",
    "audit.looks_by_user": "accounts.users",
    "restricted": "concerns.index",
    "restricted.declare": "",
    "front.clock": "front.clocks",
    "api": "accounts.users",
    "accounts.password": "",
    "accounts.own_drafts": "",
    "accounts.draft": "",
    "accounts.roles": "",
}
"""Pages of a room, or single pages, that stand within another room's section; "": within none."""

NAVIGATION = "govuk_frontend_jinja/components/service-navigation/macro.html"

A_YEAR = 31_536_000


DRAWN = 512
"""Bars of sections kept as drawn: for every section, those of the roles that people hold."""


def sections() -> Markup:
    """The bar of the sections that this person may open; nothing for whoever is not signed in."""
    if not current_user.is_authenticated:
        return Markup()
    return _drawn(sections_open())


def sections_open() -> tuple[tuple[str, str, bool], ...]:
    """Each section that this person may open: what it is called, its address, is it this one."""
    here = _section_of(request.endpoint or "")
    return tuple(
        (text, url_for(endpoint), endpoint == here)
        for text, endpoint in SECTIONS
        if _may_open(endpoint)
    )


@lru_cache(maxsize=DRAWN)
def _drawn(shown: tuple[tuple[str, str, bool], ...]) -> Markup:
    """These sections (text, address, is it this one) as every page has them: drawn once."""
    if not shown:
        return Markup()
    macros = current_app.jinja_env.get_template(NAVIGATION).module
    navigation = [dict(zip(("text", "href", "active"), each, strict=True)) for each in shown]
    return macros.govukServiceNavigation(  # type: ignore[attr-defined,no-any-return]
        {"navigation": navigation, "navigationLabel": "Sections", "classes": "hearth-sections"}
    )


def _section_of(endpoint: str) -> str:
    """The first page of the section that a page stands in, or nothing."""
    firsts = [first for _, first in SECTIONS]
    if endpoint in firsts:
        return endpoint
    room = endpoint.partition(".")[0]
    within = WITHIN.get(endpoint, WITHIN.get(room))
    if within is not None or room == "front":
        return within or ""
    return next((first for first in firsts if first.partition(".")[0] == room), "")


def _may_open(endpoint: str) -> bool:
    """Asked once of each page while one is shown: a long list asks it of every row."""
    known: dict[str, bool] = g.setdefault("may_open", {})
    if endpoint not in known:
        known[endpoint] = security.may_open(security.opens_to(endpoint))
    return known[endpoint]


def has_page(endpoint: str) -> bool:
    """Whether there is such a page and this person may open it: for links between rooms."""
    return endpoint in current_app.view_functions and _may_open(endpoint)


def clock_time(moment: datetime | None) -> str:
    """A moment as London's clocks show it: 23 November 2026 at 14:05."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    return f"{present.long_day(local.date())} at {local:%H:%M}"


def days_ago(day: date | None) -> str:
    """How long ago a day was, in words."""
    if day is None:
        return ""
    days = (today() - day).days
    if days == 0:
        return "today"
    if days < 0:
        return f"in {-days} day{'s' if days != -1 else ''}"
    return f"{days} day{'s' if days != 1 else ''} ago"


@cache
def _mark_of(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _mark_static(endpoint: str, values: dict[str, Any]) -> None:
    """Put a file's own mark in its address, so that it can be kept for a year."""
    if endpoint != "static" or "v" in values or not values.get("filename"):
        return
    path = Path(str(current_app.static_folder)) / values["filename"]
    if path.is_file():
        values["v"] = _mark_of(path, path.stat().st_mtime_ns)


def _keep_static(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200 and request.args.get("v"):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


class PageTemplate(Template):
    """A template whose macros are made once, for whichever page imports them.

    The library compares every name that all templates know with every name that all templates know
    at each import, thirty times a page, in case a page was given names of its own. None is.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def install(app: Flask) -> None:
    """Give these words to every template."""
    app.jinja_env.template_class = PageTemplate
    days = (present.long_day, present.short_day, clock_time, days_ago)
    for told in (present.say, words, in_one_line, *days):
        app.add_template_filter(told)
        app.add_template_global(told)
    app.jinja_env.globals.update(
        table_cell=cell,
        table_rows=rows_of,
        with_options=with_options,
        sections=sections,
        sections_open=sections_open,
        as_at=web.as_at,
        known_at=web.known_at,
        today=today,
        has_page=has_page,
        is_demonstration=app.config["SETTINGS"].mode is Mode.DEMONSTRATION,
    )
    app.context_processor(_who)
    app.url_defaults(_mark_static)
    app.after_request(_keep_static)


def _who() -> dict[str, Any]:
    return {"who": current_user if current_user.is_authenticated else None}
