"""Reviews of approval in plain words and data: why one is held, whose views are sought, what each
is asked, and what the report answers (FSR 2011 regulation 28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReviewTrigger(StrEnum):
    """Why a review is held."""

    ANNUAL = "annual"
    ALLEGATION = "allegation"
    COMPLAINT = "complaint"
    HOUSEHOLD = "change_of_household"
    HEALTH = "health"
    OTHER = "other"

    def words(self) -> str:
        """As the page says it."""
        return _TRIGGER_SAID[self]


_TRIGGER_SAID = {
    ReviewTrigger.ANNUAL: "Within the year",
    ReviewTrigger.ALLEGATION: "An allegation",
    ReviewTrigger.COMPLAINT: "A complaint",
    ReviewTrigger.HOUSEHOLD: "A change of household",
    ReviewTrigger.HEALTH: "Health",
    ReviewTrigger.OTHER: "Something else",
}


class ViewOf(StrEnum):
    """Whose view is sought."""

    CARER = "carer"
    CHILD = "child"
    CHILDS_WORKER = "childs_social_worker"
    AUTHORITY = "placing_authority"
    SUPERVISING_WORKER = "supervising_social_worker"
    OTHER = "somebody_else"

    def words(self) -> str:
        """As the page says it."""
        return _VIEW_SAID[self]


_VIEW_SAID = {
    ViewOf.CARER: "Foster carer",
    ViewOf.CHILD: "Child placed",
    ViewOf.CHILDS_WORKER: "Child’s social worker",
    ViewOf.AUTHORITY: "Placing authority",
    ViewOf.SUPERVISING_WORKER: "Supervising social worker",
    ViewOf.OTHER: "Somebody else",
}


class GivenHow(StrEnum):
    """How a view came."""

    LINK = "by_link"
    IN_PERSON = "in_person"
    TELEPHONE = "by_telephone"
    WRITING = "in_writing"
    OBSERVED = "observed"


class Safe(StrEnum):
    """What a child says of feeling safe."""

    YES = "yes"
    MOSTLY = "mostly"
    NO = "no"
    TALK = "talk"

    def words(self) -> str:
        """In a child's words."""
        return _SAFE_SAID[self]


_SAFE_SAID = {
    Safe.YES: "Yes",
    Safe.MOSTLY: "Most of the time",
    Safe.NO: "No",
    Safe.TALK: "I would rather talk to somebody",
}

WORRIES = frozenset({Safe.NO, Safe.TALK})
"""Answers that somebody reads at once."""

SAFE = "safe"
"""The key of the child's question whose answer may be a worry."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its key, its words, a line of help, whether sending needs an answer."""

    key: str
    asks: str
    hint: str = ""
    needed: bool = False
    answers: type[StrEnum] | None = None
    """A short list to choose from; None: own words."""


QUESTIONS: Mapping[ViewOf, tuple[Asked, ...]] = {
    ViewOf.CARER: (
        Asked("well", "What has gone well this year?", needed=True),
        Asked("hard", "What has been hard?"),
        Asked(
            "support",
            "Has the support been what you needed?",
            "From your social worker, out of hours, breaks, training",
        ),
        Asked("changes", "Has anything changed in your household or your health?"),
        Asked(
            "terms",
            "Is what you are approved for still right for you?",
            "How many children, which ages",
        ),
        Asked("more", "Anything else that we should know?"),
    ),
    ViewOf.CHILD: (
        Asked("like", "What do you like about living here?"),
        Asked("different", "What would you like to be different?"),
        Asked("safe", "Do you feel safe here?", answers=Safe, needed=True),
        Asked("more", "Is there anything you want us to know?"),
    ),
    ViewOf.CHILDS_WORKER: (
        Asked("needs", "How well do the carers meet this child’s needs?", needed=True),
        Asked("together", "How do they work with you, the school and the family?"),
        Asked("concerns", "Is there anything that concerns you?", "If there is nothing, say so"),
        Asked("again", "Would you place a child with them again? For whom are they right?"),
    ),
    ViewOf.AUTHORITY: (
        Asked("care", "How was the care of the children you placed in the last year?", needed=True),
        Asked("concerns", "Is there anything that concerns you?", "If there is nothing, say so"),
        Asked("again", "Would you place a child with them again?"),
    ),
    ViewOf.SUPERVISING_WORKER: (
        Asked("strengths", "What do these carers do well?", needed=True),
        Asked("work", "What are they working on, and what do they need from us?"),
        Asked("concerns", "Is there anything that concerns you?", "If there is nothing, say so"),
    ),
    ViewOf.OTHER: (Asked("said", "What do they say?", needed=True),),
}
"""What each is asked. Few, so that they are answered."""

JUDGEMENT: tuple[Asked, ...] = (
    Asked(
        "care",
        "The care that children have had here",
        "What the views and the visits say; the children’s own words first",
        needed=True,
    ),
    Asked(
        "household",
        "The household: health, home, changes",
        "Whether everybody in it is still suitable, not the carers alone",
        needed=True,
    ),
    Asked("concerns", "Concerns, allegations and complaints, and what came of them"),
    Asked("learning", "Training and support: what was done, what is next"),
    Asked(
        "why",
        "Why you recommend this",
        "In words that the carers will read",
        needed=True,
    ),
)
"""What the author of a report judges; the rest of it is worked out from the record."""
