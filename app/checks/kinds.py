"""How checks stand, in words: what was decided on one, its states, what makes one late."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Decided(StrEnum):
    """What was decided on a check. What a certificate says is nowhere in it."""

    SUITABLE = "nothing_stands_in_the_way"
    CONSIDERED = "to_be_considered"
    UNSUITABLE = "stands_in_the_way"
    NOT_PRACTICABLE = "not_practicable"
    NOT_NEEDED = "does_not_apply"

    @property
    def sets_aside(self) -> bool:
        """Was it left out, with a reason, instead of made?"""
        return self in (Decided.NOT_PRACTICABLE, Decided.NOT_NEEDED)


MADE = (Decided.SUITABLE, Decided.CONSIDERED, Decided.UNSUITABLE)
"""What may be decided on a check that was seen."""

SET_ASIDE = (Decided.NOT_PRACTICABLE, Decided.NOT_NEEDED)


class Stands(StrEnum):
    """How a check stands on a day."""

    MISSING = "not_asked_for"
    ASKED = "asked"
    CHASED = "chased"
    RECEIVED = "back_not_seen"
    CONSIDERED = "being_considered"
    UNSUITABLE = "stands_in_the_way"
    SET_ASIDE = "left_out"
    RAN_OUT = "ran_out"
    ENDING = "runs_out_soon"
    DONE = "seen"

    def words(self) -> str:
        """As a tag says it."""
        return _STANDS[self]

    @property
    def is_in(self) -> bool:
        """Is what it asks for in: seen, whatever was decided, and not run out?"""
        return self in _IN


_STANDS: Mapping[Stands, str] = {
    Stands.MISSING: "Not asked for",
    Stands.ASKED: "Asked",
    Stands.CHASED: "Chased",
    Stands.RECEIVED: "Back, not seen",
    Stands.CONSIDERED: "Being considered",
    Stands.UNSUITABLE: "Stands in the way",
    Stands.SET_ASIDE: "Left out, with a reason",
    Stands.RAN_OUT: "Ran out",
    Stands.ENDING: "Runs out soon",
    Stands.DONE: "Seen",
}
_IN = frozenset({Stands.CONSIDERED, Stands.UNSUITABLE, Stands.ENDING, Stands.DONE})


class ChasedBy(StrEnum):
    """How somebody was asked again."""

    EMAIL = "by_email"
    OTHERWISE = "by_phone_or_letter"


class LateKind(StrEnum):
    """What makes a check late. It is told, and refuses nothing."""

    ASKED = "asked_after_they_came"
    SEEN = "seen_after_a_child_came"
    LAPSED = "renewed_after_it_ran_out"


class Belongs(StrEnum):
    """What somebody is in a home, as far as the lists of checks tell them apart."""

    FOSTERS = "fosters"
    LIVES = "lives_there"
    CHILD = "child_of_the_family"
    VISITS = "visits"


class Helps(StrEnum):
    """What somebody who does not live there does for the children."""

    VISITS = "visits_regularly"
    BACK_UP = "stands_in_for_the_carer"
