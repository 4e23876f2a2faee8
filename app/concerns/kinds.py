"""The code lists of concerns, and what each step on the way asks and means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.register.reviewing import ReviewTrigger
from app.statute.fostering.concerns import INDEPENDENT_SUPPORT, SUMMARY_OF_ALLEGATION
from app.statute.sources import NMS, WORKING_TOGETHER, Cite, Verified


class ConcernKind(StrEnum):
    """What kind of concern it is."""

    ALLEGATION = "allegation"
    COMPLAINT = "complaint"
    STANDARDS = "standards_of_care"
    NOTIFIABLE = "notifiable_event"


class Source(StrEnum):
    """Who told of it: few, so that complaints can be counted by who made them."""

    CHILD = "child"
    PARENT = "parent_or_relative"
    CARER = "foster_carer"
    CHILDS_WORKER = "childs_social_worker"
    STAFF = "other_staff"
    SCHOOL = "school_or_nursery"
    HEALTH = "health"
    POLICE = "police"
    PUBLIC = "member_of_the_public"
    UNNAMED = "did_not_give_a_name"
    OTHER = "other"


class Safety(StrEnum):
    """How it stood with the children when it was taken. There is no answer by default."""

    SAFE_THERE = "safe_where_they_are"
    MOVED = "moved_for_now"
    NOBODY_PLACED = "no_child_is_placed"
    NOT_KNOWN = "not_known_yet"


class Outcome(StrEnum):
    """How a concern came out."""

    SUBSTANTIATED = "substantiated"
    MALICIOUS = "malicious"
    FALSE = "false"
    UNSUBSTANTIATED = "unsubstantiated"
    UNFOUNDED = "unfounded"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    MET = "standards_met"
    NOT_MET = "standards_not_met"
    CLOSED = "notified_and_closed"

    def words(self) -> str:
        """As the page says it."""
        return self.value.replace("_", " ").capitalize()

    @property
    def explains(self) -> str:
        """What it means, in the guidance's sense."""
        return _MEANS.get(self, "")


_MEANS: Mapping[Outcome, str] = {
    Outcome.SUBSTANTIATED: "There is sufficient evidence to prove it.",
    Outcome.MALICIOUS: "There is sufficient evidence to disprove it, and it was meant to deceive.",
    Outcome.FALSE: "There is sufficient evidence to disprove it.",
    Outcome.UNSUBSTANTIATED: "There is too little evidence to prove or disprove it. It says "
    "neither guilt nor innocence.",
    Outcome.UNFOUNDED: "There is no evidence or proper basis that supports it.",
}

OUTCOMES: Mapping[ConcernKind, tuple[Outcome, ...]] = {
    ConcernKind.ALLEGATION: (
        Outcome.SUBSTANTIATED,
        Outcome.MALICIOUS,
        Outcome.FALSE,
        Outcome.UNSUBSTANTIATED,
        Outcome.UNFOUNDED,
    ),
    ConcernKind.COMPLAINT: (Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD),
    ConcernKind.STANDARDS: (Outcome.MET, Outcome.NOT_MET),
    ConcernKind.NOTIFIABLE: (Outcome.CLOSED,),
}
"""What may come of each kind (Working Together and the statutory guidance on allegations)."""

REVIEW_FOR: Mapping[ConcernKind, ReviewTrigger] = {
    ConcernKind.ALLEGATION: ReviewTrigger.ALLEGATION,
    ConcernKind.COMPLAINT: ReviewTrigger.COMPLAINT,
}
"""Why a review that follows is held; of other kinds `OTHER`."""


class StepKind(StrEnum):
    """What is done about a concern."""

    SAFETY = "what_was_done_for_safety"
    REFERRED = "referred_to_the_designated_officer"
    NOT_REFERRED = "not_referred"
    ADVISED = "designated_officers_outcome"
    STRATEGY = "strategy_meeting"
    INQUIRY = "what_was_found_out"
    SUPPORT = "support_offered_to_the_carer"
    TOLD = "carer_told"
    OUTCOME = "concluded"
    SUMMARY = "summary_given_to_the_carer"
    REOPENED = "opened_again"

    def words(self) -> str:
        """As the page says it."""
        if self is StepKind.ADVISED:
            return "Designated officer’s outcome"
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Card:
    """A step: what its page asks, and where it is written."""

    title: str
    asks: str
    says: str = ""
    cite: Cite | None = None
    who: str = ""
    """What the page asks about somebody outside, if it does."""

    by_decision: bool = False
    """Only somebody who decides on concerns takes it."""

    once: bool = False
    """It is taken once, until the concern is opened again."""

    after: bool = False
    """It may be taken once the concern is concluded; the others only before."""

    before: bool = True
    """It may be taken while the concern is open."""

    only: frozenset[ConcernKind] = frozenset(ConcernKind)


_ALLEGED = frozenset({ConcernKind.ALLEGATION})
_REFERRABLE = _ALLEGED | {ConcernKind.STANDARDS, ConcernKind.NOTIFIABLE}
_GUIDANCE = WORKING_TOGETHER.whole(Verified.MEMORY_PLUS)

CARDS: Mapping[StepKind, Card] = {
    StepKind.SAFETY: Card(
        "Record what was done for safety",
        "What was done, and how it stands with each child",
    ),
    StepKind.REFERRED: Card(
        "Record the referral to the designated officer",
        "What was said, and what they advised at once",
        "Within one working day of the allegation.",
        _GUIDANCE,
        "Whom you spoke to",
        once=True,
        only=_REFERRABLE,
    ),
    StepKind.NOT_REFERRED: Card(
        "Decide not to refer it",
        "Why it does not reach the threshold",
        "A manager decides this, with reasons that the designated officer could read.",
        _GUIDANCE,
        by_decision=True,
        once=True,
        only=_REFERRABLE,
    ),
    StepKind.ADVISED: Card(
        "Record the designated officer’s outcome",
        "What the designated officer decided",
        cite=_GUIDANCE,
        who="Designated officer",
        only=_REFERRABLE,
    ),
    StepKind.STRATEGY: Card(
        "Record a strategy meeting",
        "What was agreed, who does it and by when",
        cite=_GUIDANCE,
        who="Who was there",
    ),
    StepKind.INQUIRY: Card("Record what was found out", "What was found out, and from whom"),
    StepKind.SUPPORT: Card(
        "Record support offered to the carer",
        "What was offered, and whether it was taken up",
        "Independent of the service, and of whoever looks into the concern.",
        INDEPENDENT_SUPPORT,
        "Who gives it",
    ),
    StepKind.TOLD: Card(
        "Record what the carer was told",
        "What they were told, and how",
        "Agree with the designated officer and the police first what may be said.",
        cite=NMS.standard("22", Verified.TEXT),
        after=True,
    ),
    StepKind.OUTCOME: Card(
        "Conclude it",
        "Reasons",
        "A hold stays until it is lifted by its own decision.",
        by_decision=True,
        once=True,
    ),
    StepKind.SUMMARY: Card(
        "Record that the carer has the summary",
        "How it was given, and what it says",
        "A clear summary stays on the carer’s file, and the carer has a copy.",
        SUMMARY_OF_ALLEGATION,
        once=True,
        after=True,
        before=False,
        only=_ALLEGED,
    ),
    StepKind.REOPENED: Card(
        "Open it again",
        "What has come to light",
        by_decision=True,
        after=True,
        before=False,
    ),
}


class How(StrEnum):
    """How somebody was told of an event."""

    ORALLY = "by_word_of_mouth"
    IN_WRITING = "in_writing"


class Part(StrEnum):
    """Why somebody may read of a concern."""

    TOOK_IT = "took_it"
    KEEPS = "keeps_it"
    INVESTIGATES = "looks_into_it"
    REVIEWS = "reviewing_officer"
    CHILDS_WORKER = "childs_social_worker"
    MUST_KNOW = "must_know_to_keep_a_child_safe"

    def words(self) -> str:
        """As the page says it."""
        return _PARTS[self]

    @property
    def may_keep(self) -> bool:
        """Whether they record what is done, not only read it."""
        return self in (Part.TOOK_IT, Part.KEEPS, Part.INVESTIGATES)


_PARTS: Mapping[Part, str] = {
    Part.TOOK_IT: "Took the concern",
    Part.KEEPS: "Keeps it",
    Part.INVESTIGATES: "Looks into it",
    Part.REVIEWS: "Reviewing officer",
    Part.CHILDS_WORKER: "Child’s social worker",
    Part.MUST_KNOW: "Must know, to keep a child safe",
}
