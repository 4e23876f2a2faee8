"""Unmet need as its page and its file say it: no name, no day of birth, no address."""

from __future__ import annotations

from flask import url_for

from app.commissioning.queries.unmet import ENDED, Unmet, reason_words
from app.core.present import Shown


def _ages(row: Unmet) -> str:
    if row.youngest is None:
        return "Not known"
    return f"{row.youngest}" if row.youngest == row.oldest else f"{row.youngest} to {row.oldest}"


UNMET: tuple[Shown[Unmet], ...] = (
    Shown(
        "Opened", lambda row: row.opened_on, lambda row: url_for("commissioning.out", ref=row.ref)
    ),
    Shown("Children", lambda row: row.children, numeric=True),
    Shown("Ages", _ages),
    Shown("Kind", lambda row: row.kind),
    Shown("Widened to", lambda row: row.step.words() if row.step else "Not recorded"),
    Shown(
        "Ruled most homes out",
        lambda row: "; ".join(f"{reason_words(code)} {n}" for code, n in row.reasons),
    ),
    Shown("Sent to", lambda row: row.sent, numeric=True),
    Shown("Offers", lambda row: row.offers, numeric=True),
    Shown("Escalated", lambda row: row.escalated, numeric=True),
    Shown("What came of it", lambda row: ENDED[row.ended]),
    Shown("Days", lambda row: row.days, numeric=True),
)
