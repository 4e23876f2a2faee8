"""The code lists of what a placement starts and ends, and a card for each item of its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.statute.care_planning.begun import (
    AGREEMENT_BEFORE_PLACEMENT,
    DELEGATED_AUTHORITY,
    EDUCATION_PLAN,
    EDUCATION_UNDISTURBED,
    HEALTH_ASSESSMENT,
    KEY_STAGE_4_APPROVAL,
    PLACEMENT_CONSENTS,
    REVIEW_BEFORE_ENDING,
    REVIEWING_OFFICER_NAMED,
)
from app.statute.care_planning.placing import (
    AREA_AUTHORITY_NOTIFICATION,
    CARE_PLAN_DUE,
    EMERGENCY_OUTSIDE_TERMS,
    PLACEMENT_NOTIFICATION,
    PLACEMENT_PLAN_DUE,
    REG19_ASSESSMENT,
    REG19_DECISION,
    TERMINATION_LATE_NOTICE,
)
from app.statute.care_planning.reviews import LAC_REVIEW_FIRST
from app.statute.care_planning.visits import VISIT_FIRST
from app.statute.clock import Clock
from app.statute.local import (
    DISRUPTION_MEETING,
    ENDING_REVIEWED_AFTER,
    GP_REGISTERED,
    SCHOOL_TRANSPORT,
)


class Owner(StrEnum):
    """Whose it is to see to an item."""

    WORKER = "childs_worker"
    PLACEMENTS = "placement_team"
    OFFICER = "reviewing_officer"
    FOSTERING = "fostering_worker"

    def words(self) -> str:
        """As a page says it."""
        return _OWNERS[self]


_OWNERS: Mapping[Owner, str] = {
    Owner.WORKER: "The child’s worker",
    Owner.PLACEMENTS: "The placement team",
    Owner.OFFICER: "The reviewing officer",
    Owner.FOSTERING: "The carers’ worker",
}


class About(StrEnum):
    """What the page is about that moves an item."""

    PLACEMENT = "placement"
    CHILD = "child"
    HOME = "home"


class Scope(StrEnum):
    """What an item belongs to: this placement, the child's coming into care, or its end."""

    PLACEMENT = "placement"
    CHILD = "child"
    ENDING = "ending"


class Item(StrEnum):
    """What a placement starts, and what its end does."""

    PLAN = "placement_plan"
    AGREEMENT = "foster_care_agreement"
    DELEGATED = "delegated_authority"
    CONSENTS = "consents"
    NOTICE = "notice_of_placement"
    AREA = "notice_to_the_area_authority"
    TERMS = "within_terms_again"
    VISIT = "visit_to_the_child"
    DOCTOR = "registered_with_a_doctor"
    TRANSPORT = "way_to_school"
    KEY_STAGE = "fourth_key_stage_approved"
    SCHOOLING = "education_goes_on"
    PARENT = "assessment_of_the_parent"
    PARENT_DECISION = "decision_on_the_parent"
    CARE_PLAN = "care_plan"
    OFFICER = "reviewing_officer"
    REVIEW = "review_of_the_childs_case"
    HEALTH = "health_assessment"
    EDUCATION = "education_plan"
    REVIEW_BEFORE = "review_before_ending"
    REVIEW_AFTER = "review_after_ending"
    NOTICE_OF_END = "notice_of_ending"
    DISRUPTION = "disruption_meeting"

    def words(self) -> str:
        """As a page says it."""
        return CARDS[self].says


@dataclass(frozen=True, slots=True)
class Card:
    """An item: what it is, its clock, whose it is, and how it is stopped."""

    says: str
    clock: Clock
    owner: Owner
    scope: Scope
    action: str
    before: bool = False
    """The law wants it before the placement; the clock is for where that was not practicable."""

    derived: bool = False
    """The record itself says when it is done: nobody ticks it off."""

    page: str = ""
    """The page that moves it, where it is not simply ticked off."""

    about: About = About.PLACEMENT
    """What that page is about."""


CARDS: Mapping[Item, Card] = {
    Item.PLAN: Card(
        "Placement plan, agreed and signed",
        PLACEMENT_PLAN_DUE,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Write the plan",
        before=True,
        page="placements.plan",
    ),
    Item.AGREEMENT: Card(
        "Foster care agreement",
        AGREEMENT_BEFORE_PLACEMENT,
        Owner.FOSTERING,
        Scope.PLACEMENT,
        "Record the signed agreement",
        before=True,
        derived=True,
        page="register.agreement",
        about=About.HOME,
    ),
    Item.DELEGATED: Card(
        "Who decides what about the child",
        DELEGATED_AUTHORITY,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Agree who decides",
        before=True,
        page="placements.delegated",
    ),
    Item.CONSENTS: Card(
        "Consent to medical and dental treatment",
        PLACEMENT_CONSENTS,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Record the consents",
        before=True,
    ),
    Item.NOTICE: Card(
        "Notice of the placement",
        PLACEMENT_NOTIFICATION,
        Owner.PLACEMENTS,
        Scope.PLACEMENT,
        "Tell them",
        before=True,
    ),
    Item.AREA: Card(
        "Notice to the area authority",
        AREA_AUTHORITY_NOTIFICATION,
        Owner.PLACEMENTS,
        Scope.PLACEMENT,
        "Tell the area authority",
        before=True,
    ),
    Item.TERMS: Card(
        "Within the terms of approval again",
        EMERGENCY_OUTSIDE_TERMS,
        Owner.FOSTERING,
        Scope.PLACEMENT,
        "Record the change of terms",
    ),
    Item.VISIT: Card(
        "Visit by the child’s worker",
        VISIT_FIRST,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Record the visit",
        derived=True,
        page="children.visit",
        about=About.CHILD,
    ),
    Item.DOCTOR: Card(
        "Registered with a doctor near the home",
        GP_REGISTERED,
        Owner.FOSTERING,
        Scope.PLACEMENT,
        "Record the doctor",
    ),
    Item.TRANSPORT: Card(
        "How the child gets to school",
        SCHOOL_TRANSPORT,
        Owner.PLACEMENTS,
        Scope.PLACEMENT,
        "Record the arrangement",
    ),
    Item.KEY_STAGE: Card(
        "Approval where the move disrupts the last two years to sixteen",
        KEY_STAGE_4_APPROVAL,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Record the approval",
        before=True,
    ),
    Item.SCHOOLING: Card(
        "Education goes on, or other arrangements are made",
        EDUCATION_UNDISTURBED,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Record the arrangements",
        before=True,
    ),
    Item.PARENT: Card(
        "Assessment of the parent, after moving at once",
        REG19_ASSESSMENT,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Record the assessment",
        derived=True,
        page="children.ground",
    ),
    Item.PARENT_DECISION: Card(
        "Decision whether the child stays with the parent",
        REG19_DECISION,
        Owner.WORKER,
        Scope.PLACEMENT,
        "Record the decision",
        derived=True,
        page="children.decision",
    ),
    Item.CARE_PLAN: Card(
        "Care plan",
        CARE_PLAN_DUE,
        Owner.WORKER,
        Scope.CHILD,
        "Record the care plan",
    ),
    Item.OFFICER: Card(
        "Reviewing officer named",
        REVIEWING_OFFICER_NAMED,
        Owner.WORKER,
        Scope.CHILD,
        "Name the reviewing officer",
        derived=True,
        page="placements.officer",
        about=About.CHILD,
    ),
    Item.REVIEW: Card(
        "Review of the child’s case",
        LAC_REVIEW_FIRST,
        Owner.OFFICER,
        Scope.CHILD,
        "Record the review",
        derived=True,
        page="children.care_review",
        about=About.CHILD,
    ),
    Item.HEALTH: Card(
        "First health assessment",
        HEALTH_ASSESSMENT,
        Owner.WORKER,
        Scope.CHILD,
        "Record the assessment",
    ),
    Item.EDUCATION: Card(
        "Personal education plan",
        EDUCATION_PLAN,
        Owner.WORKER,
        Scope.CHILD,
        "Record the plan",
    ),
    Item.REVIEW_BEFORE: Card(
        "Review before the placement ends",
        REVIEW_BEFORE_ENDING,
        Owner.WORKER,
        Scope.ENDING,
        "Record the review",
        page="placements.propose",
    ),
    Item.REVIEW_AFTER: Card(
        "Review after the placement had to end at once",
        ENDING_REVIEWED_AFTER,
        Owner.OFFICER,
        Scope.ENDING,
        "Record the review",
        derived=True,
        page="children.care_review",
        about=About.CHILD,
    ),
    Item.NOTICE_OF_END: Card(
        "Notice that the placement ended",
        TERMINATION_LATE_NOTICE,
        Owner.PLACEMENTS,
        Scope.ENDING,
        "Tell them",
        before=True,
    ),
    Item.DISRUPTION: Card(
        "Disruption meeting",
        DISRUPTION_MEETING,
        Owner.PLACEMENTS,
        Scope.ENDING,
        "Record the meeting",
        derived=True,
        page="placements.disruption",
    ),
}


class State(StrEnum):
    """How an item of a list stands on a day."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    NOT_NEEDED = "not_needed"
    LEFT = "left"

    def words(self) -> str:
        """As a page says it."""
        return _STATES[self]

    @property
    def is_owed(self) -> bool:
        """Somebody still has to do something."""
        return self in (State.OPEN, State.LATE)


_STATES: Mapping[State, str] = {
    State.OPEN: "To do",
    State.LATE: "Overdue",
    State.DONE: "Done",
    State.DONE_LATE: "Done late",
    State.NOT_NEEDED: "Not needed",
    State.LEFT: "Not done before the placement ended",
}


class How(StrEnum):
    """How somebody was told."""

    LETTER = "by_letter"
    EMAIL = "by_secure_email"
    BY_HAND = "given_by_hand"
    IN_PERSON = "told_and_shown_in_person"


class Ending(StrEnum):
    """What the end of a placement was, as the facts have it."""

    GOES_ON = "goes_on"
    LEFT_CARE = "left_care"
    PLANNED = "planned"
    UNPLANNED = "unplanned"
    NOT_SAID = "not_said"

    def words(self) -> str:
        """As a page says it."""
        return _ENDINGS[self]


_ENDINGS: Mapping[Ending, str] = {
    Ending.GOES_ON: "Goes on in the same home",
    Ending.LEFT_CARE: "Left care",
    Ending.PLANNED: "Planned",
    Ending.UNPLANNED: "Unplanned",
    Ending.NOT_SAID: "Why it ended is not said",
}


class Theme(StrEnum):
    """What a disruption meeting's learning is about: few, so that it can be counted."""

    MATCHING = "how_the_home_was_chosen"
    INFORMATION = "what_the_carers_were_told_before"
    INTRODUCTIONS = "how_the_move_was_prepared"
    SUPPORT = "support_of_the_carers"
    HEALTH = "health_and_therapy"
    SCHOOL = "school"
    FAMILY = "contact_with_family"
    OTHER_CHILDREN = "other_children_in_the_home"
    VOICE = "whether_the_child_was_heard"
    WARNINGS = "warnings_that_nobody_acted_on"
    OTHER = "other"


class Visit(StrEnum):
    """A step of introductions, before a planned move."""

    CARERS_COME = "the_carers_visit_the_child"
    TEA = "the_child_comes_for_tea"
    DAY = "a_day_at_the_home"
    OVERNIGHT = "a_night_at_the_home"
    WEEKEND = "a_weekend_at_the_home"
    MEETING = "a_meeting_to_look_at_how_it_goes"
    MOVE = "the_move"


class PlanPart(StrEnum):
    """A part of a placement plan (CPPCR 2010 Schedule 2)."""

    NEEDS = "needs"
    DAILY = "daily"
    HISTORY = "history"
    CONTACT = "contact"
    HEALTH = "health"
    SCHOOL = "school"
    WISHES = "wishes"
    SUPPORT = "support"
    VISITS = "visits"
    LASTS = "lasts"

    def words(self) -> str:
        """As the form asks for it, and as the document heads it."""
        return PLAN_PARTS[self]


PLAN_PARTS: Mapping[PlanPart, str] = {
    PlanPart.NEEDS: "What the child needs, and how this placement meets it",
    PlanPart.DAILY: "How the child is cared for and kept safe from day to day",
    PlanPart.HISTORY: "The child’s history, faith, culture and language",
    PlanPart.CONTACT: "Contact with parents, brothers and sisters and others",
    PlanPart.HEALTH: "Health and dental care: the doctor, the dentist, consent to treatment",
    PlanPart.SCHOOL: "School or nursery, and how the child gets there",
    PlanPart.WISHES: "What the child wishes and feels, and how that was found out",
    PlanPart.SUPPORT: "Support and money for the carers",
    PlanPart.VISITS: "Visits by the child’s worker, and whom the child can turn to",
    PlanPart.LASTS: "How long it is meant to last, and what would lead to its end",
}
