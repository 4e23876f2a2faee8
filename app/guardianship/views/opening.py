"""The room's blueprint, and who may open which case."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("guardianship", __name__)
