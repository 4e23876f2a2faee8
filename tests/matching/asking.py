"""Asking for a home, in the words of the work: referrals, the search's answer, plain answers."""

from __future__ import annotations

from typing import Any

from app.accounts.models import User
from app.accounts.roles import Role
from app.children import actions as children
from app.children.models import Child, Referral
from app.core.today import today
from app.matching import queries
from app.matching.rules import Asked
from app.matching.searching import Answer, answer
from app.people.models import Household
from sufficiency.types import Kind
from tests import builders

ANSWERED: dict[str, Any] = {
    "wishes": "He wants to stay near his school",
    "parents_views": "His mother agrees",
    "effect_on_others": "The boy there knows him; his worker was asked",
    "why_this_home": "Nearest to his school, and they have met",
    "bedrooms_confirmed": "His own room; Sarah Webb saw it",
}
"""What placing asks, answered."""

ASKED = Asked(**ANSWERED)


def officer() -> User:
    """Somebody who finds homes and places."""
    return builders.user(Role.PLACEMENT_OFFICER, name="Priya Shah")


def nominated_officer() -> User:
    """Somebody who decides what a placement officer may not."""
    return builders.user(Role.NOMINATED_OFFICER, name="Ann Bryce")


def director() -> User:
    """The director of children's services."""
    return builders.user(Role.DIRECTOR, name="Ruth Cole")


def referral(*whom: Child, by: Any = builders.SOMEBODY, **more: Any) -> Referral:
    """These children need a home, today unless said."""
    asked = {"needed_on": today(), "kind": Kind.SHORT_TERM, **more}
    made: Referral = children.open_referral(list(whom), by=by, **asked)
    return made


def found_for(asked: Referral, by: User | None = None) -> Answer:
    """What the search answers."""
    return answer(queries.need_of(asked), by or officer())


def offered(asked: Referral, by: User | None = None) -> list[str]:
    """The homes offered, best first, by name."""
    return [home.card.name for home in found_for(asked, by).ranked]


def why_not(asked: Referral, home: Household) -> set[str]:
    """Each reason that rules a home out, by its code."""
    return {
        reason.code
        for reason in found_for(asked).ruled_out
        if home.id in {card.household_id for card, _ in reason.homes}
    }
