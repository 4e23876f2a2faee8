"""Everyone waiting: the best homes for all of them at once, and what if."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.core.security import requires
from app.matching.queries import sees_exactly
from app.waiting import queries
from app.waiting.present import Asked, Board, weekly_says
from sufficiency.together import NoAnswer

bp = Blueprint("waiting", __name__)

MOST_TRIED = 40
"""Things that may be tried at once."""


@bp.get("/waiting")
@requires(May.SEE_REFERRALS)
def index() -> Any:
    """Everyone who waits placed at once, beside one at a time: it advises, and places nobody."""
    asked = Asked(*(tuple(request.args.getlist(name)[:MOST_TRIED]) for name in Asked.__slots__))
    found = queries.everyone(exact=sees_exactly(current_user))
    try:
        board = Board(found, asked) if found.needs else None
    except NoAnswer:
        return render_template("waiting/no_answer.html"), 503
    return render_template(
        "waiting/index.html", found=found, board=board, asked=asked, weekly_says=weekly_says
    )
