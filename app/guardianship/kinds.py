"""Special guardianship in plain words and data: how a case came, what may come of it, what a report
is graded on, how support goes (sections 14A to 14G, Special Guardianship Regulations 2005)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Entry(StrEnum):
    """How a case came to us."""

    NOMINATED = "put_forward"
    NOTICE = "notice"
    DIRECTION = "direction"
    OWN_MOTION = "own_motion"

    def words(self) -> str:
        """As the page says it."""
        return _ENTRIES[self]

    @property
    def owes_report(self) -> bool:
        """Is a report owed by law, whatever the viability assessment says?"""
        return self in (Entry.NOTICE, Entry.DIRECTION)


_ENTRIES: Mapping[Entry, str] = {
    Entry.NOMINATED: "Put forward by the family, nothing before the court yet",
    Entry.NOTICE: "Notice to the council that they will apply",
    Entry.DIRECTION: "The court directed a report",
    Entry.OWN_MOTION: "The court of its own motion",
}


class Recommends(StrEnum):
    """What the report recommends to the court."""

    ORDER = "a_special_guardianship_order"
    OTHER_ORDER = "another_order"
    NO_ORDER = "no_order_for_these_people"


class Theme(StrEnum):
    """What a report is graded on: the questions that matter for this child."""

    CHILD = "this_childs_needs"
    HARM = "harm_and_risk"
    PROTECTION = "protection_and_contact"
    TO_EIGHTEEN = "up_to_eighteen"
    GUARDIAN = "the_guardian_themselves"
    VOICE = "the_childs_own_wishes"
    SUPPORT = "support_that_fits"
    ANALYSIS = "analysis_and_recommendation"

    def words(self) -> str:
        """As the form asks it."""
        return _THEMES[self]


_THEMES: Mapping[Theme, str] = {
    Theme.CHILD: "This child’s needs, now and later",
    Theme.HARM: "Harm suffered and risk to come",
    Theme.PROTECTION: "Protection, above all in contact",
    Theme.TO_EIGHTEEN: "Able and suitable up to 18",
    Theme.GUARDIAN: "The guardian: life, health, home, referees",
    Theme.VOICE: "The child’s wishes and feelings",
    Theme.SUPPORT: "Support that fits the needs found",
    Theme.ANALYSIS: "Other orders weighed; the recommendation follows",
}


class HearingKind(StrEnum):
    """What the court lists."""

    CASE_MANAGEMENT = "case_management"
    ISSUES = "issues_resolution"
    FINAL = "final"
    OTHER = "other"

    def words(self) -> str:
        """As people say it."""
        return _HEARINGS[self]


_HEARINGS: Mapping[HearingKind, str] = {
    HearingKind.CASE_MANAGEMENT: "Case management",
    HearingKind.ISSUES: "Issues resolution",
    HearingKind.FINAL: "Final hearing",
    HearingKind.OTHER: "Another hearing",
}


class HearingOutcome(StrEnum):
    """What came of a hearing."""

    DIRECTIONS = "directions_given"
    ADJOURNED = "adjourned"
    DECIDED = "decided"
    VACATED = "not_held"


class CaseEnd(StrEnum):
    """How a case ended that did not come to an order, or whose orders are all over."""

    WITHDREW = "they_withdrew"
    NOT_GOING_ON = "we_do_not_go_on"
    ANOTHER_PLAN = "another_plan_for_the_child"
    REFUSED = "the_court_refused"
    SUPPORT_OVER = "support_is_over"


class SupportEnd(StrEnum):
    """Why support to a guardian for one child ended."""

    EIGHTEEN = "eighteen_and_not_in_education"
    EDUCATION = "education_ended"
    DISCHARGED = "the_court_discharged_the_order"
    LEFT_HOME = "the_child_left_the_guardian"
    HANDED_OVER = "another_council_is_responsible"
    OTHER = "other"


class ReviewOutcome(StrEnum):
    """What a review of support or of money decided."""

    GOES_ON = "goes_on_as_it_is"
    VARY = "a_change_is_proposed"
    ENDS = "ends"
