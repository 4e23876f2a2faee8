"""The rooms, lowest first: their models are imported here and their pages opened."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from app.core.beside import guard
from app.core.columns import add_named_checks
from app.core.dated import complete
from app.core.db import Base

ROOMS = (
    "core",
    "audit",
    "accounts",
    "people",
    "links",
    "documents",
    "children",
    "restricted",
    "register",
    "supervision",
    "training",
    "concerns",
    "assessments",
    "connected",
    "guardianship",
    "permanence",
    "recruitment",
    "checks",
    "reports",
    "panel",
    "staying",
    "money",
    "travel",
    "matching",
    "commissioning",
    "placements",
    "nights",
    "waiting",
    "workbench",
    "forecasts",
    "chronology",
    "work",
    "oversight",
    "exchange",
    "api",
    "reminders",
    "retention",
    "front",
)

WITHOUT_TABLES = frozenset({"chronology", "front", "waiting"})


def furnish() -> None:
    """Import every room's tables and add what their columns and classes say of themselves."""
    for room in ROOMS:
        if room not in WITHOUT_TABLES:
            import_module(f"app.{room}.models")
    complete(Base)
    add_named_checks(Base.metadata)
    guard(Base)


def set_watches(app: Flask) -> None:
    """Every room's clocks, for the room that gathers them: it may not look upwards for them."""
    watches = (f"app.{room}.watch" for room in ROOMS if find_spec(f"app.{room}.watch"))
    app.extensions["watches"] = tuple(
        each
        for watch in map(import_module, watches)
        for each in getattr(watch, "WATCHES", ((watch.SHOWN_TO, watch.running),))
    )


def open_pages(app: Flask) -> None:
    """Open every room's pages."""
    for room in ROOMS[1:]:
        try:
            views = import_module(f"app.{room}.views")
        except ModuleNotFoundError as missing:
            if missing.name != f"app.{room}.views":
                raise
            continue
        app.register_blueprint(views.bp)
