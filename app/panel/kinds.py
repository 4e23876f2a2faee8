"""Code lists of the panel, and their words."""

from __future__ import annotations

from enum import StrEnum


class ExperienceKind(StrEnum):
    """What somebody on the central list knows from their own life or work."""

    SOCIAL_WORK = "social_work"
    HEALTH = "health"
    EDUCATION = "education"
    FOSTERED = "has_fostered"
    IN_CARE = "was_in_care_as_a_child"
    ADOPTION = "adoption"
    POLICE = "police_or_courts"
    COMMUNITY = "community_or_voluntary_work"
    COUNCILLOR = "elected_member"


class StepKind(StrEnum):
    """What happens to somebody on the central list."""

    CHECK = "criminal_record_check"
    OBSERVED = "observed_a_panel"
    INDUCTION = "induction_completed"
    TRAINING = "joint_training_day"
    APPRAISAL = "yearly_appraisal"


class NoticeBy(StrEnum):
    """Who gave notice that somebody leaves the central list."""

    MEMBER = "the_member"
    SERVICE = "the_service"


class SeatKind(StrEnum):
    """What somebody is appointed to on a panel."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"


class ItemKind(StrEnum):
    """What comes to a panel."""

    INITIAL_APPROVAL = "approval"
    BRIEF_REPORT = "brief_report"
    FIRST_REVIEW = "first_review"
    LATER_REVIEW = "later_review"
    ALLEGATION_REVIEW = "review_after_an_allegation"
    CHANGE_OF_TERMS = "change_of_terms"
    TERMINATION = "termination_of_approval"
    REPRESENTATIONS = "representations"
    EXTENSION_VIEWS = "views_on_an_extension"
    EXEMPTION = "exemption_from_the_usual_limit"
    LONG_TERM_MATCH = "long_term_match"
    RESIGNATION = "resignation_for_information"


class Answer(StrEnum):
    """What somebody who was asked to a meeting said."""

    ASKED = "has_not_answered"
    COMING = "comes"
    NOT_COMING = "does_not_come"


class NoPartBecause(StrEnum):
    """Why a member takes no part in an item."""

    CONFLICT = "has_a_conflict"
    NOT_THERE = "was_not_there_for_it"


class Outcome(StrEnum):
    """What the panel said of an item."""

    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    VIEWS = "gave_its_views"
    NOTED = "noted"
    DEFERRED = "deferred"


class MinutesStep(StrEnum):
    """How far the minutes of a meeting have come."""

    DRAFTED = "drafted"
    CIRCULATED = "sent_to_members"
    APPROVED = "approved_by_the_chair"


class MakerRank(StrEnum):
    """As what somebody is named to decide after the panel."""

    FIRST = "decision_maker"
    SECOND = "second_decision_maker"


class Told(StrEnum):
    """How the applicants are told of a decision."""

    ORAL = "told_by_word_of_mouth"
    WRITTEN = "written_notice"


class PaperKind(StrEnum):
    """What a paper of an item is."""

    REPORT = "report"
    CARERS_WORDS = "carers_words"
    CHILDS_WORDS = "childs_words"
    MEDICAL = "medical_advice"
    LEGAL = "legal_advice"
    CHECKS = "checks_and_references"
    CHILD_REPORT = "report_on_the_child"
    PROPOSAL = "proposal"
    NOTICE = "notice"
    ALLEGATION = "what_was_found_of_an_allegation"
    SHEET = "about_this_item"
    OTHER = "something_else"

    def words(self) -> str:
        """As the page says it."""
        return _PAPERS[self]


_PAPERS = {
    PaperKind.REPORT: "Report",
    PaperKind.CARERS_WORDS: "What the carer says",
    PaperKind.CHILDS_WORDS: "What the child says",
    PaperKind.MEDICAL: "Medical adviser’s written advice",
    PaperKind.LEGAL: "Legal adviser’s written advice",
    PaperKind.CHECKS: "Checks and references",
    PaperKind.CHILD_REPORT: "Report on the child",
    PaperKind.PROPOSAL: "What is proposed, and why",
    PaperKind.NOTICE: "Notice",
    PaperKind.ALLEGATION: "What was found of the allegation",
    PaperKind.SHEET: "About this item",
    PaperKind.OTHER: "Something else",
}


class AdviserRole(StrEnum):
    """What somebody advises a panel on, who is no member of it."""

    MEDICAL = "medical_adviser"
    LEGAL = "legal_adviser"

    @property
    def writes(self) -> PaperKind:
        """The paper that is their written advice."""
        return PaperKind.MEDICAL if self is AdviserRole.MEDICAL else PaperKind.LEGAL


class NoticeOf(StrEnum):
    """What a member is written to about who has no account to read it with."""

    MOVED = "another_time_or_place"
    CALLED_OFF = "called_off"


class PaperHow(StrEnum):
    """How a paper came: as a file, written here, or not yet."""

    FILE = "file"
    WORDS = "in_their_own_words"
    OBSERVED = "as_somebody_observed"
    WHY_NOT = "not_to_be_had"
    LATE = "comes_late"
