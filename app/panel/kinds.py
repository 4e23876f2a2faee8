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
