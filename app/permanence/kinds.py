"""The code lists of permanence: few, in the work's own words, so that they can be counted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.statute.spans import Months, Span, Weeks, Years


class Goal(StrEnum):
    """Where a child is to grow up."""

    HOME = "return_home"
    RELATIVES = "with_relatives_or_friends"
    GUARDIANSHIP = "special_guardianship"
    FOSTERING = "long_term_fostering"
    ADOPTION = "adoption"
    RESIDENTIAL = "residential_care_to_18"
    INDEPENDENCE = "independence"


class AgreedAt(StrEnum):
    """The meeting at which a plan was agreed."""

    REVIEW = "a_review"
    PLANNING = "a_permanence_planning_meeting"
    COURT = "a_hearing"
    OTHER = "another_meeting"


class Whom(StrEnum):
    """Whom a match was told to, or that those concerned have begun to meet."""

    CHILD = "the_child"
    CARERS = "the_carers"
    INTRODUCTIONS = "introductions_began"

    def words(self) -> str:
        """As a page says it."""
        return _WHOM[self]


_WHOM: Mapping[Whom, str] = {
    Whom.CHILD: "The child was told",
    Whom.CARERS: "The carers were told",
    Whom.INTRODUCTIONS: "Introductions began",
}


class Because(StrEnum):
    """Why a stability meeting is called."""

    MOVES = "placements_in_twelve_months"
    NOTICE = "a_carers_notice"
    ASKED = "somebody_asked_for_it"

    def words(self) -> str:
        """As a page says it."""
        return _BECAUSE[self]


_BECAUSE: Mapping[Because, str] = {
    Because.MOVES: "Placements in twelve months",
    Because.NOTICE: "A carer’s notice",
    Because.ASKED: "Somebody asked for it",
}


class HowOften(StrEnum):
    """How often brothers and sisters who live apart are to be in touch."""

    WEEKLY = "every_week"
    FORTNIGHTLY = "every_two_weeks"
    MONTHLY = "every_month"
    TWO_MONTHS = "every_two_months"
    THREE_MONTHS = "every_three_months"
    HALF_YEAR = "twice_a_year"
    YEARLY = "once_a_year"
    NOT_NOW = "not_for_now"


LENGTHS: Mapping[HowOften, Span] = {
    HowOften.WEEKLY: Weeks(1),
    HowOften.FORTNIGHTLY: Weeks(2),
    HowOften.MONTHLY: Months(1),
    HowOften.TWO_MONTHS: Months(2),
    HowOften.THREE_MONTHS: Months(3),
    HowOften.HALF_YEAR: Months(6),
    HowOften.YEARLY: Years(1),
}
"""From one time to the last day for the next; for `NOT_NOW` there is none."""


class ContactHow(StrEnum):
    """How they are in touch."""

    IN_PERSON = "in_person"
    OVERNIGHT = "staying_overnight"
    CALLS = "by_video_or_telephone"
    LETTERS = "by_letter"


class PolicyNumber(StrEnum):
    """A number that the council sets for itself. It is no law."""

    PLACEMENTS = "placements_that_call_a_meeting"

    def words(self) -> str:
        """As the page asks for it."""
        return "Placements in twelve months at which a stability meeting is called"


USUAL = {PolicyNumber.PLACEMENTS: 3}
"""What holds until the council sets another."""
