"""What the pages of training share: the blueprint, and who is signed in."""

from __future__ import annotations

from flask import Blueprint
from flask_login import current_user

from app.supervision import queries as supervision

bp = Blueprint("training", __name__)


def user():
    """Whoever is signed in."""
    return current_user._get_current_object()


def may_edit(household_id):
    """May whoever is signed in change this household's record?"""
    return supervision.may_edit(user(), household_id)
