"""`hearth load`: the same check and the same all or nothing, from a command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from app.cli import main
from app.people.models import Household
from tests.exchange.conftest import a_file


def hearth(app: Flask, *said: str, answer: str | None = None) -> Result:
    """The command on the database under test."""
    from app.core.db import db

    settings = app.config["SETTINGS"]
    db.session.rollback()
    environment = {
        "HEARTH_DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "HEARTH_SECRET_KEY": settings.secret_key,
        "HEARTH_TRAIL_KEY": settings.trail_key,
        "HEARTH_MODE": settings.mode.value,
    }
    result = CliRunner().invoke(main, ["load", *said], env=environment, input=answer)
    db.session.rollback()
    return result


def households(db: Any) -> int:
    return db.session.scalar(select(func.count(Household.id))) or 0


def test_a_load_is_checked_asked_about_and_carried_out(
    app: Flask, db: Any, points: None, tmp_path: Path
) -> None:
    odd = str(a_file("carers_odd_rows.xlsx"))
    refused = hearth(app, "carers", odd, "--yes", "--rejected-to", str(tmp_path), answer="n\n")
    assert "8 rows would be added" in refused.output
    assert "9 rows are rejected" in refused.output
    assert "Carry it out?" in refused.output, "rejected rows are asked about, --yes or not"
    assert households(db) == 0
    assert "Cara Future" in (tmp_path / "rejected-1.csv").read_text("utf-8-sig")
    done = hearth(app, "carers", odd, answer="y\n")
    assert done.exit_code == 0
    assert "Done: 8 rows." in done.output
    assert households(db) == 8
    again = hearth(app, "carers", odd)
    assert "This changes nothing." in again.output


def test_a_file_that_cannot_be_read_is_refused_in_words(app: Flask, db: Any) -> None:
    refused = hearth(app, "ssda903", str(a_file("ssda903_2023_header.csv")))
    assert refused.exit_code == 1
    assert "There is no Episodes file" in refused.output
    assert "Nothing was loaded." in refused.output


def test_children_and_postcodes_are_loaded_without_asking_when_all_is_right(
    app: Flask, db: Any
) -> None:
    done = hearth(app, "postcodes", str(a_file("postcodes_code_point.csv")), "--yes")
    assert "Done: 6 rows." in done.output
    files = [str(a_file(f"ssda903_2023_{part}.csv")) for part in ("header", "episodes")]
    done = hearth(app, "ssda903", *files, "--yes")
    assert done.exit_code == 0, done.output
    assert "Done:" in done.output
