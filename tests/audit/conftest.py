"""Tests of the trail have an anchor each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    """The anchor of this test alone."""
    return tmp_path / "outside" / "anchor"


@pytest.fixture
def db(app: Flask, anchor: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SQLAlchemy]:
    """The record, with an application context open and an anchor of its own."""
    from app.core.db import db

    settings = replace(app.config["SETTINGS"], anchor_path=anchor)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    with app.app_context():
        yield db
