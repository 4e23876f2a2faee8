"""Holds: how many places, and by when each is looked at again."""

from __future__ import annotations

from datetime import date

from app.people.rules import record_breach
from app.register.rules.terms import MOST_AT_ONCE
from app.statute.breach import Breach
from app.statute.local import HOLD_REVIEW


def hold_breaches(places: int | None, starts_on: date, review_on: date | None) -> list[Breach]:
    """May a household be put on hold so? Blank places: all of them."""
    breaches = []
    if places is not None and not 1 <= places <= MOST_AT_ONCE:
        says = "Say how many places are held back, or leave it blank for all of them."
        breaches.append(record_breach(says, "places"))
    if review_on is not None:
        breaches += _review_breaches(review_on, starts_on)
    return breaches


def going_on_breaches(review_on: date, plan: str, today: date) -> list[Breach]:
    """May a hold go on until that day? It has a plan, and is looked at again."""
    breaches = _review_breaches(review_on, today)
    if not plan.strip():
        breaches.append(Breach("Say what the plan is now.", HOLD_REVIEW.cite, "plan"))
    return breaches


def _review_breaches(review_on: date, since: date) -> list[Breach]:
    latest = HOLD_REVIEW.last_day(since)
    if since < review_on <= latest:
        return []
    says = f"A hold is looked at again within four weeks: choose a day by {latest:%d/%m/%Y}."
    return [Breach(says, HOLD_REVIEW.cite, "review_on")]
