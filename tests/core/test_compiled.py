"""Templates are compiled once for as long as nothing that they are made with has changed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader

from app.core.compiled import KEPT_BESIDE, read_all


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house of one template and one line of code; what is compiled in it is noted."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "templates").mkdir()
    (tmp_path / "app").mkdir()
    page(tmp_path, "Good morning")
    code(tmp_path, "MORNING = 1")
    return tmp_path


@pytest.fixture(autouse=True)
def compiled(monkeypatch):
    noted: list[str] = []
    really = Environment.compile

    def noting(self, source, name=None, *args, **kw):
        noted.append(name)
        return really(self, source, name, *args, **kw)

    monkeypatch.setattr(Environment, "compile", noting)
    return noted


def page(house: Path, says: str) -> None:
    (house / "templates" / "page.html").write_text(says)


def code(house: Path, says: str) -> None:
    (house / "app" / "code.py").write_text(says)


def started(house: Path) -> str:
    """A server starts; what its page says."""
    app = Flask("house", template_folder=None)
    app.jinja_loader = FileSystemLoader(house / "templates")
    app.jinja_env.bytecode_cache = None  # the run's own
    read_all(app, house / "templates")
    return app.jinja_env.get_template("page.html").render()


def test_a_second_start_compiles_nothing(house, compiled):
    assert [started(house), started(house)] == ["Good morning"] * 2
    assert compiled == ["page.html"]


def test_another_template_is_compiled(house, compiled):
    started(house)
    page(house, "Good evening")
    assert started(house) == "Good evening"
    assert compiled == ["page.html"] * 2


def test_other_code_compiles_everything_and_what_was_kept_before_goes(house, compiled):
    started(house)
    before = list((house / "templates" / KEPT_BESIDE).iterdir())
    code(house, "MORNING = 2")
    started(house)
    after = list((house / "templates" / KEPT_BESIDE).iterdir())
    assert (compiled, len(after)) == (["page.html"] * 2, 1)
    assert before != after


def test_where_nothing_can_be_kept_the_pages_are_there_all_the_same(house, compiled):
    (house / "templates" / KEPT_BESIDE).write_text("in the way of a folder")
    assert started(house) == started(house) == "Good morning"
    assert len(compiled) == 2
