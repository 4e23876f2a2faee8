"""The blueprint of these pages, by itself so that every file of them may stand on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("documents", __name__)
