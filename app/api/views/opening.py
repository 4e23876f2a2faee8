"""The two blueprints: pages for people, and what is for systems alone, with its own errors."""

from __future__ import annotations

from flask import Blueprint, current_app
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.api.admitting import note_refusal
from app.api.problems import TITLES, Problem
from app.audit.keys import KeyDestroyed
from app.core.db import db
from app.core.errors import RuleBroken, Stale

bp = Blueprint("api", __name__)
v1 = Blueprint("v1", __name__, url_prefix="/api/v1")

v1.after_request(note_refusal)


@v1.errorhandler(RuleBroken)
def _refused(refused):
    """Every reason at once, each with its citation, as a person would read it."""
    return Problem(
        422,
        "The record's rules refuse this. See each reason; nothing was changed.",
        [
            {
                "says": breach.says,
                "field": breach.field,
                "citation": str(breach.cite),
                "standing": breach.standing.value,
            }
            for breach in refused.breaches
        ],
    ).get_response()


@v1.errorhandler(Stale)
@v1.errorhandler(StaleDataError)
def _changed_meanwhile(_error):
    return Problem(
        409, "Somebody changed this at the same moment. Read it again, and try again."
    ).get_response()


@v1.errorhandler(IntegrityError)
@v1.errorhandler(DataError)
def _cannot_be_held(_error):
    db.session.rollback()
    return Problem(
        409,
        "The record cannot hold this beside what it holds already. Read it again, and check it.",
    ).get_response()


@v1.errorhandler(OperationalError)
def _busy(error):
    db.session.rollback()
    current_app.logger.exception("a system could not be answered", exc_info=error)
    return Problem(
        503, "The record is busy. Nothing was changed; try again.", headers={"Retry-After": "5"}
    ).get_response()


@v1.errorhandler(KeyDestroyed)
def _destroyed(_error):
    return Problem(410, "This record was destroyed: nothing more is kept about it.").get_response()


def _http(error):
    """Whatever else is refused: from another site, too large, could not be shown."""
    if isinstance(error, Problem):
        return error.get_response()
    code = error.code or 500
    status = code if code in TITLES else (400 if code < 500 else 500)
    said = {
        403: "This is not taken from another site. Call it from a server.",
        404: "There is nothing at this address.",
        413: "Send less at once.",
        500: "Nothing was changed. Try again; if it goes on, tell the council.",
        503: "Nothing was changed and nothing was shown. Try again.",
    }
    return Problem(status, said.get(status, "This could not be read.")).get_response()


v1.register_error_handler(HTTPException, _http)
for _status in TITLES:  # by its number too, or the pages' own answer would come first
    v1.register_error_handler(_status, _http)
