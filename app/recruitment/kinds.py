"""Codes of recruitment, and the steps that a case goes through."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.statute.sources import OFSTED_COLLECTION, Cite, Verified

WITHDRAWAL_CODES: Cite = OFSTED_COLLECTION.provision(
    "reasons why applicants withdrew, AW0 to AW5", Verified.MEMORY_PLUS
)
"""The codes were seen in part; the guidance that goes with the form was not found."""


class Asks(StrEnum):
    """What somebody asks about."""

    FOSTERING = "fostering"
    SHORT_BREAKS = "short_breaks"
    EMERGENCY = "emergency_placements"
    TEENAGERS = "teenagers"
    SIBLINGS = "brothers_and_sisters"
    PARENT_AND_CHILD = "parent_and_child"
    TRANSFER = "coming_from_another_service"
    NOT_SURE = "not_sure_yet"


class VisitOutcome(StrEnum):
    """What came of an initial visit."""

    INVITED = "invited_to_apply"
    NOT_YET = "not_yet"
    NOT_TO_GO_ON = "not_to_go_on"


class EndedBy(StrEnum):
    """Whose wish it was that it ended."""

    APPLICANTS = "the_applicants"
    SERVICE = "this_service"

    def words(self) -> str:
        """As people say it."""
        return "They withdrew" if self is EndedBy.APPLICANTS else "We ended it"


class Because(StrEnum):
    """Why it ended: the annual collection's codes where applicants withdraw, ours where we end it.

    The collection asks no reason of a service that ends it.
    """

    NOT_AS_EXPECTED = "AW1"
    ASSESSMENT_NOT_AS_EXPECTED = "AW2"
    CIRCUMSTANCES = "AW3"
    MONEY = "AW4"
    ALLEGATIONS = "AW5"
    OTHER_REASON = "AW0"
    NO_ROOM = "no_room_at_home"
    LIFE_NOW = "not_the_time_in_their_lives"
    SUITABILITY = "checks_health_or_safety"
    TOO_FAR = "lives_too_far_away"
    NO_ANSWER = "no_answer_from_them"
    STAGE_1 = "not_suitable_at_stage_1"
    OTHER = "other"

    def words(self) -> str:
        """As people say it, with the collection's code where it has one."""
        return _BECAUSE[self]


_BECAUSE: Mapping[Because, str] = {
    Because.NOT_AS_EXPECTED: "Fostering is not as they expected (AW1)",
    Because.ASSESSMENT_NOT_AS_EXPECTED: "The assessment is not as they expected (AW2)",
    Because.CIRCUMSTANCES: "Their household’s circumstances (AW3)",
    Because.MONEY: "Money (AW4)",
    Because.ALLEGATIONS: "Fear of allegations (AW5)",
    Because.OTHER_REASON: "Another reason, or not known (AW0)",
    Because.NO_ROOM: "No room at home for a child",
    Because.LIFE_NOW: "Not the time in their lives",
    Because.SUITABILITY: "Checks, health or safety",
    Because.TOO_FAR: "They live too far away",
    Because.NO_ANSWER: "No answer from them",
    Because.STAGE_1: "Not suitable at Stage 1",
    Because.OTHER: "Something else",
}

REASONS: Mapping[EndedBy, tuple[Because, ...]] = {
    EndedBy.APPLICANTS: tuple(each for each in Because if each.value.startswith("AW")),
    EndedBy.SERVICE: tuple(
        each for each in Because if not each.value.startswith("AW") and each is not Because.STAGE_1
    ),
}
"""What may be given as a reason by whom. Not suitable at Stage 1 is a decision of its own."""


class Step(StrEnum):
    """Where a case stands, from the first call on. Worked out from its facts, never kept."""

    ENQUIRY = "enquiry"
    VISIT = "initial_visit"
    INVITED = "invited_to_apply"
    LATER = "not_yet"
    TO_END = "not_to_go_on"
    APPLICATION = "application"
    STAGE_1 = "stage_1"
    BOTH = "stages_1_and_2"
    STAGE_2 = "stage_2"
    PANEL = "waits_for_panel"
    DECISION = "waits_for_the_decision"
    APPROVED = "approved"
    ENDED = "ended"

    def words(self) -> str:
        """As the board says it."""
        return _STEPS[self]

    @property
    def is_open(self) -> bool:
        """Is something still to come of it?"""
        return self not in (Step.APPROVED, Step.ENDED)


_STEPS: Mapping[Step, str] = {
    Step.ENQUIRY: "New enquiry",
    Step.VISIT: "Initial visit to be held",
    Step.INVITED: "Invited to apply",
    Step.LATER: "Not yet: we ring them again",
    Step.TO_END: "Not to go on: to be ended",
    Step.APPLICATION: "Application in, no stage begun",
    Step.STAGE_1: "Stage 1",
    Step.BOTH: "Stages 1 and 2 together",
    Step.STAGE_2: "Stage 2",
    Step.PANEL: "Waits for the panel",
    Step.DECISION: "Waits for the decision",
    Step.APPROVED: "Approved",
    Step.ENDED: "Ended",
}


class Reached(StrEnum):
    """How far a case has come at all, whatever became of it since."""

    ENQUIRED = "enquired"
    VISITED = "visited"
    APPLIED = "applied"
    STAGE_2 = "stage_2_begun"
    PANEL = "heard_by_a_panel"
    APPROVED = "approved"

    def words(self) -> str:
        """As a heading."""
        return _REACHED[self]


_REACHED: Mapping[Reached, str] = {
    Reached.ENQUIRED: "Enquiries",
    Reached.VISITED: "Visited",
    Reached.APPLIED: "Applied",
    Reached.STAGE_2: "Stage 2 begun",
    Reached.PANEL: "Heard by a panel",
    Reached.APPROVED: "Approved",
}


class StageKind(StrEnum):
    """The two parts of an assessment; they may overlap."""

    ONE = "stage_1"
    TWO = "stage_2"

    def words(self) -> str:
        """As people say it."""
        return "Stage 1" if self is StageKind.ONE else "Stage 2"


class FactKind(StrEnum):
    """What an applicant told us a thing about."""

    PARTICULAR = "particular"
    MEMBER = "member"
    ADDRESS = "address"

    def words(self) -> str:
        """As a heading."""
        return {
            "particular": "About themselves",
            "member": "Who lives with them",
            "address": "Where they have lived",
        }[self.value]


class Settled(StrEnum):
    """What a worker did with a difference between what was told and the record."""

    ACCEPTED = "taken_over"
    CORRECTED = "corrected"
    KEPT = "record_kept"

    def words(self) -> str:
        """As a choice."""
        return {
            "taken_over": "Take it over as they told it",
            "corrected": "Take it over, put right as below",
            "record_kept": "Leave the record as it is",
        }[self.value]


class ConsentTo(StrEnum):
    """What an applicant consents to."""

    CRIMINAL_RECORD = "criminal_record_check"
    COUNCIL_RECORDS = "records_of_councils_where_they_lived"
    HEALTH = "medical_report_from_their_doctor"
    EMPLOYER = "reference_from_their_employer"
    EARLIER_SERVICE = "records_of_an_earlier_fostering_service"
    SCHOOL = "school_and_health_visitor_of_their_children"
    FAMILY = "talking_with_family_and_former_partners"

    def words(self) -> str:
        """What is asked of them."""
        return _CONSENTS[self]


_CONSENTS: Mapping[ConsentTo, str] = {
    ConsentTo.CRIMINAL_RECORD: "A criminal record check of me",
    ConsentTo.COUNCIL_RECORDS: "Asking councils where I have lived what they know of me",
    ConsentTo.HEALTH: "A report on my health from my doctor",
    ConsentTo.EMPLOYER: "Asking my employer for a reference",
    ConsentTo.EARLIER_SERVICE: "Asking a fostering service I was with before for my records",
    ConsentTo.SCHOOL: "Asking my children’s school and health visitor",
    ConsentTo.FAMILY: "Talking with my grown-up children and former partners",
}


class RefereeKind(StrEnum):
    """Who a referee is to the applicants."""

    FRIEND = "personal"
    FAMILY = "relative"
    EMPLOYER = "employer"
    EARLIER_SERVICE = "earlier_fostering_service"

    def words(self) -> str:
        """As people say it."""
        return {
            "personal": "Personal, not a relative",
            "relative": "A relative",
            "employer": "Employer",
            "earlier_fostering_service": "A fostering service that approved them before",
        }[self.value]
