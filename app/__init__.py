"""Hearth: a fostering service's record, and homes found for children."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """An application on its settings (from the environment unless given)."""
    from app.house import build
    from app.settings import Settings as FromOutside

    return build(settings or FromOutside.from_environment())
