"""Templates compiled before anybody asks for a page, and kept compiled for the next start.

Compiling all of them takes as long as loading everything else. What was compiled lies beside the
templates, as Python's own does beside its modules, under a name made from everything that it was
made with: another line of code anywhere, or another library, and it is made anew.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

KEPT_BESIDE = "__pycache__"
LIBRARIES = ("flask", "flask-wtf", "govuk-frontend-jinja", "jinja2", "markupsafe")


class _Beside(FileSystemBytecodeCache):
    """Compiled templates in a folder. Where it cannot be written, nothing is kept."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def read_all(app: Flask, templates: Path) -> None:
    """Read every template, compiling those that are not compiled yet."""
    environment = app.jinja_env
    if not sys.dont_write_bytecode:
        folder = templates / KEPT_BESIDE / _made_with(templates.parent)
        with suppress(OSError):
            _make(folder)
            environment.bytecode_cache = _Beside(str(folder))
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)


def _make(folder: Path) -> None:
    """Make the folder; those of other code go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _made_with(top: Path) -> str:
    """A name for all that a template is compiled with: what compiling works out beforehand may
    come from any function that templates know."""
    found = hashlib.sha256()
    for said in _makers(top):
        found.update(said)
    return found.hexdigest()[:16]


def _makers(top: Path) -> Iterator[bytes]:
    yield sys.version.encode()
    for library in LIBRARIES:
        yield f"{library} {version(library)}".encode()
    for module in sorted((top / "app").rglob("*.py")):
        yield module.read_bytes()
