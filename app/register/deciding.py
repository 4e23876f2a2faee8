"""The one pattern of every independent decision about foster carers, in plain words and data.

Somebody proposes, on facts worked out at that moment and with the judgement that the law asks for;
somebody else whom the law or the council names decides, on the facts worked out again. Each kind
says here what is asked, of whom, and who decides; `rules.deciding_*` says what is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.accounts.roles import Role
from app.statute import provisions
from app.statute.clock import Clock
from app.statute.fostering.approval import (
    TERMINATION_REPRESENTATION_PERIOD,
    TERMS_CHANGE_WITHOUT_CONSENT,
)
from app.statute.fostering.assessment import REPRESENTATION_PERIOD
from app.statute.sources import FSR, LOCAL_POLICY, NMS, Cite, Verified


class DecisionKind(StrEnum):
    """What is decided."""

    CHANGE_OF_TERMS = "change_of_terms"
    TERMINATION = "termination_of_approval"
    EXEMPTION = "exemption_from_the_usual_limit"
    EXEMPTION_VARIED = "change_of_an_exemption"
    EXEMPTION_CANCELLED = "cancelling_of_an_exemption"
    HOLD_LIFTED = "lifting_of_a_hold"


class ApplicantKind(StrEnum):
    """What the decision maker means to decide of applicants, other than they asked (reg 27(6)).

    The room where applications are decided keeps these; their course is the one of this room.
    """

    NOT_APPROVED = "not_approved"
    OTHER_TERMS = "approved_on_other_terms"


AnyKind = DecisionKind | ApplicantKind


class Outcome(StrEnum):
    """How it came out."""

    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    """What happens on the way to a decision, and after it."""

    MINUTES = "panel_recommendation_and_final_minutes"
    CONSENT = "carer_agreed_in_writing"
    DETERMINED = "decision_maker_proposes_it"
    NOTICE = "notice_given"
    REPRESENTATIONS = "representations_received"
    REVIEW_APPLIED = "independent_review_applied_for"
    REVIEW_NOTIFIED = "told_of_the_application"
    DOCUMENTS_SENT = "documents_sent_for_the_review"
    REVIEW_WITHDRAWN = "independent_review_not_held"
    REVIEW_RECOMMENDED = "independent_review_recommended"
    TOLD = "told_by_word_of_mouth"
    WRITTEN = "written_notice_of_the_decision"
    COPIED = "copies_sent_to_authorities"


class ExitReason(StrEnum):
    """Why a carer leaves, from a short list so that it can be counted."""

    RETIREMENT = "retirement"
    HEALTH = "own_or_family_health"
    FAMILY = "change_in_the_family"
    WORK = "other_work"
    MONEY = "allowances_or_fees"
    SUPPORT = "support_or_supervision"
    PLACEMENTS = "the_placements_offered"
    ALLEGATION = "allegation_or_complaint"
    MOVING = "moving_away"
    OTHER_SERVICE = "another_fostering_service"
    ORDER = "order_or_adoption_of_the_child"
    OTHER = "other"
    NOT_SAID = "not_said"


class ExitStepKind(StrEnum):
    """What follows a resignation."""

    OFFERED = "exit_interview_offered"
    HELD = "exit_interview_held"
    DECLINED = "exit_interview_declined"
    WISHES_TO_STAY = "wishes_to_take_it_back"
    COPIED = "copies_sent_to_authorities"


@dataclass(frozen=True, slots=True)
class Question:
    """A judgement that no fact answers: who proposes must answer it in words."""

    key: str
    asks: str
    cite: Cite
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A kind of decision: its words, what it asks, who decides, and whether independently."""

    says: str
    explains: str
    cite: Cite
    questions: tuple[Question, ...]
    deciders: frozenset[Role]
    independent: bool = False
    notice: Clock | None = None
    """Of a qualifying determination the 28 days, for representations or independent review."""

    @property
    def by_notice(self) -> bool:
        """Whether those whom it is about may challenge it."""
        return self.notice is not None


OWN_CASE = LOCAL_POLICY.provision("second persons", Verified.MEMORY)
"""This council's own rule on who may not decide; the Act names no person for most of it."""

DECISION_MAKER_NAMED = NMS.standard("14.9", Verified.QUOTED)
"""The decision maker is a named person; a second one is named in advance."""

TERMS_WITH_CONSENT = FSR.reg("28(9A)", Verified.QUOTED)
TERMINATION = FSR.reg("28(7)-(12)", Verified.MEMORY_PLUS)
ONE_ROUTE = FSR.reg("27(6)(b)", Verified.QUOTED, "The independent review's own page says so.")

_CONSIDERATIONS = (
    Question(
        "number",
        "The number of children whom the carer would foster",
        provisions.LIMIT_EXEMPTION,
        "How this home is with so many; the number itself is worked out beside",
    ),
    Question(
        "arrangements",
        "The arrangements for their care and accommodation",
        provisions.LIMIT_EXEMPTION,
        "Bedrooms, school runs, who helps",
    ),
    Question(
        "relationship",
        "The intended and likely relationship between carer and children",
        provisions.LIMIT_EXEMPTION,
    ),
    Question("period", "The period for which they would be fostered", provisions.LIMIT_EXEMPTION),
    Question(
        "welfare",
        "Whether the welfare of all the children in the home will be safeguarded",
        provisions.LIMIT_EXEMPTION,
        "Those fostered and the carers’ own",
    ),
)

_SUPPORT = Question(
    "support",
    "What more support the carers, and the children placed, need because of this, and how it "
    "will be given",
    TERMS_WITH_CONSENT,
    "If none is needed, say so and why",
)

KINDS: Mapping[DecisionKind, Card] = {
    DecisionKind.CHANGE_OF_TERMS: Card(
        "Change of terms",
        "With every carer’s written agreement and the statement on support it may take effect at "
        "once. Otherwise: notice, 28 days, representations or an independent review.",
        FSR.reg("28(7)-(9A)", Verified.QUOTED),
        (
            Question("why", "Why the terms are no longer right", FSR.reg("28(7)", Verified.QUOTED)),
            _SUPPORT,
        ),
        frozenset({Role.DECISION_MAKER}),
        notice=TERMS_CHANGE_WITHOUT_CONSENT,
    ),
    DecisionKind.TERMINATION: Card(
        "Termination of approval",
        "Approval goes on until the final decision. First: notice with reasons, 28 days, "
        "representations or an independent review.",
        TERMINATION,
        (
            Question("why", "Why this carer is no longer suitable", TERMINATION),
            Question(
                "children",
                "Where the children placed will live, and how they will be told",
                provisions.APPROVED_FOR_PLACEMENT,
                "If no child is placed here, say so",
            ),
        ),
        frozenset({Role.DECISION_MAKER}),
        notice=TERMINATION_REPRESENTATION_PERIOD,
    ),
    DecisionKind.EXEMPTION: Card(
        "Exemption from the usual limit",
        "More than three children, not all brothers and sisters of each other. It covers the "
        "children named and nobody else, and is given before the child moves.",
        provisions.LIMIT_EXEMPTION,
        _CONSIDERATIONS,
        frozenset({Role.NOMINATED_OFFICER}),
        independent=True,
    ),
    DecisionKind.EXEMPTION_VARIED: Card(
        "Change of an exemption’s conditions",
        "The same children, on other conditions, after the same considerations. Other children "
        "are a new exemption.",
        provisions.LIMIT_EXEMPTION_VARIED,
        _CONSIDERATIONS,
        frozenset({Role.NOMINATED_OFFICER}),
        independent=True,
    ),
    DecisionKind.EXEMPTION_CANCELLED: Card(
        "Cancelling of an exemption",
        "After the same considerations, by written notice. From then on the usual limit holds "
        "again.",
        provisions.LIMIT_EXEMPTION_VARIED,
        _CONSIDERATIONS,
        frozenset({Role.NOMINATED_OFFICER}),
        independent=True,
    ),
    DecisionKind.HOLD_LIFTED: Card(
        "Lifting of a hold",
        "The household may take placements again. Nothing suggests it: somebody asks, somebody "
        "decides, and both say why.",
        OWN_CASE,
        (
            Question("changed", "What has changed since it was put on hold", OWN_CASE),
            Question("plan", "What was done of the plan, and what is still to do", OWN_CASE),
        ),
        frozenset({Role.TEAM_MANAGER, Role.SERVICE_MANAGER}),
    ),
}

REFUSAL = FSR.reg("27(6)-(11)", Verified.MEMORY_PLUS)

APPLICANTS: Mapping[ApplicantKind, Card] = {
    ApplicantKind.NOT_APPROVED: Card(
        "Not approving applicants",
        "First: notice with reasons and the panel’s recommendation, 28 days, representations or "
        "an independent review. Nobody is approved or refused before the final decision.",
        REFUSAL,
        (),
        frozenset({Role.DECISION_MAKER}),
        notice=REPRESENTATION_PERIOD,
    ),
    ApplicantKind.OTHER_TERMS: Card(
        "Approving applicants on other terms than they asked for",
        "With their written agreement it may be decided at once. Otherwise: notice, 28 days, "
        "representations or an independent review.",
        REFUSAL,
        (),
        frozenset({Role.DECISION_MAKER}),
        notice=REPRESENTATION_PERIOD,
    ),
}
"""Qualifying determinations about those who apply: the decision maker makes them, after panel."""


def card_of(kind: AnyKind) -> Card:
    """The card of a kind, of either list."""
    return APPLICANTS[kind] if isinstance(kind, ApplicantKind) else KINDS[kind]


Facts = Sequence[tuple[str, str]]
"""What the record said, each fact by its name: worked out, never typed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is not what it was when it was proposed. Blank: it was, or is, not there."""

    name: str
    then: str
    now: str


def differences(then: Facts, now: Facts) -> list[Difference]:
    """What has changed between two readings of the facts, in the order of the newer."""
    before, after = dict(then), dict(now)
    names = [*after, *(name for name in before if name not in after)]
    return [
        Difference(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]
