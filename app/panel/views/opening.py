"""What the panel's pages share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("panel", __name__)
