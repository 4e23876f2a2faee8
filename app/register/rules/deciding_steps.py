"""How far a decision has come, what may happen next, and when it may be final: plain values.

A decision that carers may challenge (a qualifying determination) goes by notice: the decision
maker proposes it, notice is given, and for 28 days the carers may make representations to our
panel or apply for an independent review, not both. Nothing is final before that is over. A change
of terms to which every carer agreed in writing needs none of it. It is the same for applicants who
are not to be approved, or on other terms than they asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.register.deciding import (
    ONE_ROUTE,
    REFUSAL,
    TERMINATION,
    TERMS_WITH_CONSENT,
    AnyKind,
    ApplicantKind,
    DecisionKind,
    Outcome,
    StepKind,
    card_of,
)
from app.statute.breach import Breach
from app.statute.clock import Clock
from app.statute.fostering.approval import TERMS_CHANGE_WITHOUT_CONSENT
from app.statute.fostering.assessment import IRM_DOCUMENTS_DUE
from app.statute.fostering.panel import ADM_DECISION_DUE, ADM_WRITTEN_NOTICE
from app.statute.sources import LOCAL_POLICY, Cite, Verified

_RECORD = LOCAL_POLICY.provision("order of a decision", Verified.MEMORY)


class Stage(StrEnum):
    """How far a decision has come."""

    PROPOSED = "proposed"
    DETERMINED = "notice_to_be_given"
    NOTICE = "notice_running"
    SILENT = "notice_over"
    REPRESENTATIONS = "representations_before_panel"
    REVIEW = "independent_review"
    RECOMMENDED = "final_decision_due"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Turn(StrEnum):
    """Whose turn it is."""

    DECIDER = "the_decider"
    SERVICE = "the_fostering_service"
    CARERS = "the_carers"
    PANEL = "the_panel"
    REVIEW = "the_independent_review"
    NOBODY = "nobody"


TURNS = {
    Stage.PROPOSED: Turn.DECIDER,
    Stage.DETERMINED: Turn.SERVICE,
    Stage.NOTICE: Turn.CARERS,
    Stage.SILENT: Turn.DECIDER,
    Stage.REPRESENTATIONS: Turn.PANEL,
    Stage.REVIEW: Turn.REVIEW,
    Stage.RECOMMENDED: Turn.DECIDER,
}

ON_THE_WAY = (
    StepKind.MINUTES,
    StepKind.CONSENT,
    StepKind.DETERMINED,
    StepKind.NOTICE,
    StepKind.REPRESENTATIONS,
    StepKind.REVIEW_APPLIED,
    StepKind.REVIEW_NOTIFIED,
    StepKind.DOCUMENTS_SENT,
    StepKind.REVIEW_WITHDRAWN,
    StepKind.REVIEW_RECOMMENDED,
)
AFTERWARDS = (StepKind.TOLD, StepKind.WRITTEN, StepKind.COPIED)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, on a day; `carer` is the approval that it is about."""

    step: StepKind
    on: date
    carer: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A decision so far. `carers` are the approvals in force of those who must agree."""

    kind: AnyKind
    steps: tuple[Step, ...] = ()
    carers: frozenset[int] = frozenset()
    outcome: Outcome | None = None

    @property
    def by_notice(self) -> bool:
        """Whether carers may challenge it."""
        return card_of(self.kind).by_notice

    @property
    def of_applicants(self) -> bool:
        """Whether it is about people who apply, and not about approved carers."""
        return isinstance(self.kind, ApplicantKind)

    @property
    def whom(self) -> str:
        """Whom it is about, in a word."""
        return "applicants" if self.of_applicants else "carers"

    def first(self, step: StepKind) -> date | None:
        """The day on which this first happened."""
        return next((each.on for each in self.steps if each.step is step), None)

    def has(self, step: StepKind) -> bool:
        """Whether this has happened."""
        return self.first(step) is not None

    @property
    def consented(self) -> frozenset[int]:
        """The carers who agreed in writing."""
        return frozenset(
            each.carer
            for each in self.steps
            if each.step is StepKind.CONSENT and each.carer is not None
        )

    @property
    def all_agreed(self) -> bool:
        """Whether every carer has agreed in writing; applicants agree together."""
        if self.of_applicants:
            return self.has(StepKind.CONSENT)
        return bool(self.carers) and self.carers <= self.consented

    @property
    def notice_clock(self) -> Clock:
        """The 28 days that govern it."""
        return card_of(self.kind).notice or TERMS_CHANGE_WITHOUT_CONSENT

    @property
    def notice_ends(self) -> date | None:
        """The last day for representations or an application."""
        given = self.first(StepKind.NOTICE)
        return self.notice_clock.last_day(given) if given else None

    @property
    def minutes_since_route(self) -> date | None:
        """When the panel's fresh recommendation came, after representations."""
        after = False
        for each in self.steps:
            after = after or each.step is StepKind.REPRESENTATIONS
            if after and each.step is StepKind.MINUTES:
                return each.on
        return None


def stage_of(course: Course, day: date) -> Stage:
    """How far it has come on a day."""
    if course.outcome is not None:
        return Stage(course.outcome.value)
    if not course.has(StepKind.DETERMINED):
        return Stage.PROPOSED
    if not course.has(StepKind.NOTICE):
        return Stage.DETERMINED
    return _after_notice(course, day)


def _after_notice(course: Course, day: date) -> Stage:
    if course.has(StepKind.REPRESENTATIONS):
        return Stage.RECOMMENDED if course.minutes_since_route else Stage.REPRESENTATIONS
    if course.has(StepKind.REVIEW_RECOMMENDED):
        return Stage.RECOMMENDED
    if course.has(StepKind.REVIEW_APPLIED) and not course.has(StepKind.REVIEW_WITHDRAWN):
        return Stage.REVIEW
    over = course.notice_ends is not None and day > course.notice_ends
    return Stage.SILENT if over else Stage.NOTICE


def turn_of(course: Course, day: date) -> Turn:
    """Whose turn it is on a day."""
    return TURNS.get(stage_of(course, day), Turn.NOBODY)


def steps_of(kind: AnyKind) -> tuple[StepKind, ...]:
    """What can happen to a decision of this kind. Of an approval applicants are told with it."""
    if kind is DecisionKind.CHANGE_OF_TERMS:
        return (*ON_THE_WAY, *AFTERWARDS)
    if kind is ApplicantKind.OTHER_TERMS:
        return (*ON_THE_WAY, StepKind.COPIED)
    if kind in (DecisionKind.TERMINATION, ApplicantKind.NOT_APPROVED):
        return tuple(each for each in (*ON_THE_WAY, *AFTERWARDS) if each is not StepKind.CONSENT)
    return () if kind is DecisionKind.HOLD_LIFTED else (StepKind.WRITTEN,)


def step_breaches(course: Course, step: Step, today: date) -> list[Breach]:
    """May this be recorded now? Every reason at once why not."""
    if step.step not in steps_of(course.kind):
        return [Breach("A decision of this kind has no such step.", card_of(course.kind).cite)]
    breaches = []
    if step.on > today:
        breaches.append(Breach("Record it once it has happened.", _RECORD, "happened_on"))
    if step.step in AFTERWARDS:
        return breaches + _afterwards_breaches(course, step)
    if course.outcome is not None:
        return [*breaches, Breach("This has been decided already.", card_of(course.kind).cite)]
    return breaches + _on_the_way_breaches(course, step, today)


def _afterwards_breaches(course: Course, step: Step) -> list[Breach]:
    if course.outcome not in (Outcome.AGREED, Outcome.REFUSED):
        return [Breach("First it is decided: there is nothing to tell yet.", _TOLD_OF[step.step])]
    if course.has(step.step):
        return [Breach("This is recorded already.", _TOLD_OF[step.step])]
    return []


_TOLD_OF: dict[StepKind, Cite] = {
    StepKind.TOLD: ADM_WRITTEN_NOTICE.cite,
    StepKind.WRITTEN: ADM_WRITTEN_NOTICE.cite,
    StepKind.COPIED: TERMINATION,
}

_NEEDS: dict[StepKind, tuple[StepKind, str]] = {
    StepKind.NOTICE: (
        StepKind.DETERMINED,
        "The decision maker proposes it first, with reasons: the notice tells the carers of that.",
    ),
    StepKind.REPRESENTATIONS: (StepKind.NOTICE, "Give notice first: it asks for them."),
    StepKind.REVIEW_APPLIED: (StepKind.NOTICE, "Give notice first: it says how to apply."),
    StepKind.REVIEW_NOTIFIED: (StepKind.REVIEW_APPLIED, "Record when the carer applied first."),
    StepKind.DOCUMENTS_SENT: (
        StepKind.REVIEW_NOTIFIED,
        "Record first when we were told of the application: the ten working days run from then.",
    ),
    StepKind.REVIEW_WITHDRAWN: (StepKind.REVIEW_APPLIED, "Nobody has applied for a review."),
    StepKind.REVIEW_RECOMMENDED: (StepKind.REVIEW_APPLIED, "Nobody has applied for a review."),
}
_ENDS_REVIEW = (StepKind.REVIEW_WITHDRAWN, StepKind.REVIEW_RECOMMENDED)


def _on_the_way_breaches(course: Course, step: Step, today: date) -> list[Breach]:
    breaches = []
    needs = _NEEDS.get(step.step)
    if needs is not None and not course.has(needs[0]):
        breaches.append(Breach(needs[1], _cite_of(step.step)))
    if _is_there(course, step):
        breaches.append(Breach("This is recorded already.", _cite_of(step.step)))
    if needs is not None and (before := course.first(needs[0])) and step.on < before:
        says = f"It cannot be earlier than {before:%d/%m/%Y}."
        breaches.append(Breach(says, _cite_of(step.step), "happened_on"))
    if step.step in (StepKind.REPRESENTATIONS, StepKind.REVIEW_APPLIED):
        breaches += _route_breaches(course, step)
    if step.step is StepKind.MINUTES:
        breaches += _minutes_breaches(course, today)
    if step.step in _ENDS_REVIEW and any(map(course.has, _ENDS_REVIEW)):
        breaches.append(Breach("The independent review is over already.", ONE_ROUTE))
    return breaches


def _is_there(course: Course, step: Step) -> bool:
    if step.step is StepKind.MINUTES or step.step in _ENDS_REVIEW:
        return False  # asked for in their own words
    if step.step is StepKind.CONSENT and not course.of_applicants:
        return step.carer in course.consented
    return course.has(step.step)


def _cite_of(step: StepKind) -> Cite:
    match step:
        case StepKind.CONSENT:
            return TERMS_WITH_CONSENT
        case StepKind.MINUTES:
            return ADM_DECISION_DUE.cite
        case StepKind.REVIEW_NOTIFIED | StepKind.DOCUMENTS_SENT:
            return IRM_DOCUMENTS_DUE.cite
        case StepKind.NOTICE | StepKind.DETERMINED:
            return TERMS_CHANGE_WITHOUT_CONSENT.cite
        case _:
            return ONE_ROUTE


def _route_breaches(course: Course, step: Step) -> list[Breach]:
    """Representations to our panel or an independent review: one of them, within 28 days."""
    breaches = []
    others = {StepKind.REPRESENTATIONS, StepKind.REVIEW_APPLIED} - {step.step}
    if any(map(course.has, others)):
        says = "One or the other, not both: representations to us, or the independent review."
        breaches.append(Breach(says, ONE_ROUTE))
    ends = course.notice_ends
    if ends is not None and step.on > ends:
        says = f"The 28 days were over on {ends:%d/%m/%Y}. It is too late for this."
        breaches.append(Breach(says, course.notice_clock.cite, "happened_on"))
    return breaches


def _minutes_breaches(course: Course, today: date) -> list[Breach]:
    """The panel recommends before the proposal, and afresh after representations."""
    stage = stage_of(course, today)
    if stage is Stage.PROPOSED and not course.has(StepKind.MINUTES):
        return []
    if stage is Stage.REPRESENTATIONS:
        return []
    says = (
        "The panel recommends before the decision maker proposes it, or afresh once "
        "representations have come."
    )
    return [Breach(says, ADM_DECISION_DUE.cite)]


def final_breaches(course: Course, day: date) -> list[Breach]:
    """May it be agreed on this day, as far as its course goes?"""
    if not course.by_notice or course.all_agreed:
        return []
    match stage_of(course, day):
        case Stage.SILENT | Stage.RECOMMENDED:
            return []
        case Stage.PROPOSED | Stage.DETERMINED:
            return [Breach(_not_yet(course), card_of(course.kind).cite)]
        case Stage.NOTICE:
            ends = course.notice_ends
            says = (
                f"The {course.whom} have until {ends:%d/%m/%Y} to answer. Their silence before "
                "then is no agreement."
            )
            return [Breach(says, course.notice_clock.cite)]
        case Stage.REPRESENTATIONS:
            says = (
                "Representations have come: the panel considers it again, and its fresh "
                "recommendation is taken into account."
            )
            return [Breach(says, REFUSAL if course.of_applicants else TERMINATION)]
        case _:
            says = "The independent review has not recommended yet."
            return [Breach(says, ONE_ROUTE)]


def _not_yet(course: Course) -> str:
    if course.kind is DecisionKind.TERMINATION:
        return (
            "Give notice first, with reasons: approval goes on for the 28 days and until decided."
        )
    if course.kind is ApplicantKind.NOT_APPROVED:
        return "Give notice first, with reasons: nothing is final for the 28 days."
    if course.of_applicants:
        return "Record that they agree in writing, or give notice with reasons and wait 28 days."
    missing = len(course.carers - course.consented)
    agree = "carer has" if missing == 1 else "carers have"
    return (
        f"{missing} {agree} not agreed in writing. Record the agreement, or give notice with "
        "reasons and wait 28 days."
    )
