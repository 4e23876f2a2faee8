"""Every answer to "on what basis does this child live there?": words, verdict, provision, remedy.

A verdict is given to each basis and to each fault; a child's own is the worst of them. So every
child stands in one basis and under one verdict, and the totals of both add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, auto

from app.statute import provisions as law
from app.statute.breach import Breach
from app.statute.clock import DayN
from app.statute.sources import Cite


class Verdict(StrEnum):
    """What is to be said of where a child lives, the worst first."""

    NOT_LAWFUL = auto()
    NOT_PROVEN = auto()
    DUTY_OPEN = auto()
    LAWFUL = auto()
    NOT_LOOKED_AFTER = auto()

    def words(self) -> str:
        """As a heading."""
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.NOT_LAWFUL: "Not lawful",
    Verdict.NOT_PROVEN: "Not proven",
    Verdict.DUTY_OPEN: "Lawful, with something still to be done",
    Verdict.LAWFUL: "Lawful",
    Verdict.NOT_LOOKED_AFTER: "Not looked after",
}

_WORST_FIRST = tuple(Verdict)


def worst(*verdicts: Verdict) -> Verdict:
    """The worst of these verdicts."""
    return min(verdicts, key=_WORST_FIRST.index)


class BasisKind(StrEnum):
    """On what basis a child lives where they live."""

    APPROVED_CARER = auto()
    OUTSIDE_TERMS_EMERGENCY = auto()
    OUTSIDE_TERMS = auto()
    TERMS_NOT_RECORDED = auto()
    OVER_LIMIT = auto()
    TEMPORARY_APPROVAL = auto()
    TEMPORARY_APPROVAL_ENDED = auto()
    CONNECTED_NOT_APPROVED = auto()
    CARER_NOT_APPROVED = auto()
    CARER_NO_LONGER_APPROVED = auto()
    OTHER_PROVIDERS_CARER = auto()
    PROSPECTIVE_ADOPTER = auto()
    PLACED_FOR_ADOPTION = auto()
    WITH_PARENT_APPROVED = auto()
    WITH_PARENT_AT_ONCE = auto()
    WITH_PARENT_NOT_APPROVED = auto()
    CHILDRENS_HOME = auto()
    UNREGISTERED_HOME = auto()
    SECURE_HOME = auto()
    SUPPORTED_REGISTERED = auto()
    SUPPORTED_UNREGISTERED = auto()
    EXCEPTED_ACCOMMODATION = auto()
    UNDER_16_FOUND = auto()
    UNDER_16_PROHIBITED = auto()
    RESIDENTIAL_SCHOOL = auto()
    FAMILY_CENTRE = auto()
    CARE_HOME = auto()
    UNREGISTERED_SETTING = auto()
    HOSPITAL = auto()
    CUSTODY = auto()
    INDEPENDENT_LIVING = auto()
    OTHER_ARRANGEMENTS = auto()
    UNKNOWN = auto()
    NOT_LOOKED_AFTER = auto()

    def words(self) -> str:
        """As lists and counts say it."""
        return CARDS[self].says

    @property
    def card(self) -> Card:
        """What there is to say of it."""
        return CARDS[self]


@dataclass(frozen=True, slots=True)
class Card:
    """A basis: its words, its verdict, the provision it rests on or breaks, and what to do."""

    says: str
    verdict: Verdict
    cite: Cite
    do: str = ""


_LAWFUL, _NOT_LAWFUL, _NOT_PROVEN = Verdict.LAWFUL, Verdict.NOT_LAWFUL, Verdict.NOT_PROVEN

CARDS: Mapping[BasisKind, Card] = {
    BasisKind.APPROVED_CARER: Card("Approved carer, within terms", _LAWFUL, law.FOSTER_PLACEMENT),
    BasisKind.OUTSIDE_TERMS_EMERGENCY: Card(
        "Approved carer, outside terms in an emergency",
        _LAWFUL,
        law.OUTSIDE_TERMS_IN_AN_EMERGENCY,
        "Change the terms, or move the child, before the sixth working day is over.",
    ),
    BasisKind.OUTSIDE_TERMS: Card(
        "Approved carer, outside terms",
        _NOT_LAWFUL,
        law.TERMS_CONSISTENT,
        "Change the terms so that they fit, or find another home.",
    ),
    BasisKind.TERMS_NOT_RECORDED: Card(
        "Approved carer, terms not recorded",
        _NOT_PROVEN,
        law.TERMS_NOTICE,
        "Record the terms of approval from the notice.",
    ),
    BasisKind.OVER_LIMIT: Card(
        "In a home over the usual fostering limit",
        _NOT_LAWFUL,
        law.LIMIT_EFFECT,
        "Decide on an exemption naming every child, or move a child: until then the carer is "
        "treated as carrying on a children's home.",
    ),
    BasisKind.TEMPORARY_APPROVAL: Card(
        "Temporary approval, in time", _LAWFUL, law.TEMPORARY_APPROVAL
    ),
    BasisKind.TEMPORARY_APPROVAL_ENDED: Card(
        "Temporary approval ended",
        _NOT_LAWFUL,
        law.TEMPORARY_APPROVAL_EXPIRED,
        "Make other arrangements and end the placement, or complete the approval. What has run "
        "out cannot be extended.",
    ),
    BasisKind.CONNECTED_NOT_APPROVED: Card(
        "Connected person, no approval",
        _NOT_LAWFUL,
        law.TEMPORARY_APPROVAL,
        "Assess under Schedule 4 and decide on temporary approval, or find another home.",
    ),
    BasisKind.CARER_NOT_APPROVED: Card(
        "Carer never approved",
        _NOT_LAWFUL,
        law.APPROVED_FOR_PLACEMENT,
        "Record the approval if there is one; otherwise find another home.",
    ),
    BasisKind.CARER_NO_LONGER_APPROVED: Card(
        "Carer no longer approved",
        _NOT_LAWFUL,
        law.APPROVED_FOR_PLACEMENT,
        "Find another home, or approve the carer again.",
    ),
    BasisKind.OTHER_PROVIDERS_CARER: Card(
        "Carer of an agency or another authority", _LAWFUL, law.FOSTER_PLACEMENT
    ),
    BasisKind.PROSPECTIVE_ADOPTER: Card(
        "Approved prospective adopter, fostering", _LAWFUL, law.PROSPECTIVE_ADOPTER
    ),
    BasisKind.PLACED_FOR_ADOPTION: Card("Placed for adoption", _LAWFUL, law.PLACED_FOR_ADOPTION),
    BasisKind.WITH_PARENT_APPROVED: Card("With parents, approved", _LAWFUL, law.PLACED_WITH_PARENT),
    BasisKind.WITH_PARENT_AT_ONCE: Card(
        "With parents at once, before the decision",
        _LAWFUL,
        law.PLACED_WITH_PARENT_NOW,
        "Assess within ten working days of the move, and decide within ten more.",
    ),
    BasisKind.WITH_PARENT_NOT_APPROVED: Card(
        "With parents, not approved",
        _NOT_LAWFUL,
        law.PLACED_WITH_PARENT,
        "Record the nominated officer's decision, or ask for it today.",
    ),
    BasisKind.CHILDRENS_HOME: Card(
        "Registered children's home", _LAWFUL, law.REGISTERED_CHILDRENS_HOME
    ),
    BasisKind.UNREGISTERED_HOME: Card(
        "Unregistered children's home",
        _NOT_LAWFUL,
        law.UNREGISTERED_HOME,
        "Find a registered home. Tell the regulator, and record the director's decision and when "
        "it is next looked at.",
    ),
    BasisKind.SECURE_HOME: Card("Secure children's home", _LAWFUL, law.SECURE_ACCOMMODATION),
    BasisKind.SUPPORTED_REGISTERED: Card(
        "Supported accommodation, registered", _LAWFUL, law.AGED_16_OR_17
    ),
    BasisKind.SUPPORTED_UNREGISTERED: Card(
        "Aged 16 or 17 in accommodation not registered",
        _NOT_LAWFUL,
        law.AGED_16_OR_17,
        "Move the young person, or record the registration if there is one.",
    ),
    BasisKind.EXCEPTED_ACCOMMODATION: Card(
        "Aged 16 or 17, excepted from registration", _LAWFUL, law.AGED_16_OR_17
    ),
    BasisKind.UNDER_16_FOUND: Card(
        "Found to be under 16 after the move",
        _LAWFUL,
        law.FOUND_UNDER_16,
        "Move the child before the tenth working day is over.",
    ),
    BasisKind.UNDER_16_PROHIBITED: Card(
        "Under 16 where under-16s may not be placed",
        _NOT_LAWFUL,
        law.UNDER_16,
        "Move the child to a carer or a registered children's home.",
    ),
    BasisKind.RESIDENTIAL_SCHOOL: Card("Residential school", _LAWFUL, law.OTHER_ARRANGEMENTS),
    BasisKind.FAMILY_CENTRE: Card("Residential family centre", _LAWFUL, law.OTHER_ARRANGEMENTS),
    BasisKind.CARE_HOME: Card("Care home", _LAWFUL, law.OTHER_ARRANGEMENTS),
    BasisKind.UNREGISTERED_SETTING: Card(
        "Care home or family centre not registered",
        _NOT_LAWFUL,
        law.UNREGISTERED_HOME,
        "Record the registration if there is one; otherwise move the child.",
    ),
    BasisKind.HOSPITAL: Card("Hospital", _LAWFUL, law.OTHER_ARRANGEMENTS),
    BasisKind.CUSTODY: Card("Custody", _LAWFUL, law.REMANDED),
    BasisKind.INDEPENDENT_LIVING: Card(
        "Independent living (before 28 October 2023)", _LAWFUL, law.OTHER_ARRANGEMENTS
    ),
    BasisKind.OTHER_ARRANGEMENTS: Card("Other arrangements", _LAWFUL, law.OTHER_ARRANGEMENTS),
    BasisKind.UNKNOWN: Card(
        "Basis not known", _NOT_PROVEN, law.CHILD_REGISTER, "Record where the child lives."
    ),
    BasisKind.NOT_LOOKED_AFTER: Card(
        "Not looked after", Verdict.NOT_LOOKED_AFTER, law.LOOKED_AFTER
    ),
}


class FaultCode(StrEnum):
    """What is wrong besides the basis, or what nobody has shown."""

    OVER_LIMIT = auto()
    OUTSIDE_TERMS = auto()
    NO_AGREEMENT = auto()
    APPROVAL_ENDING = auto()
    EMERGENCY_NOT_RECORDED = auto()
    APPROVED_AFTER_MOVING = auto()
    EXTENSION_TOO_LATE = auto()
    REGISTRATION_UNPROVEN = auto()
    REGISTRATION_NOT_CHECKED = auto()
    UNDER_16 = auto()
    EXCEPTION_UNPROVEN = auto()
    NO_OVERSIGHT = auto()
    OVERSIGHT_LATE = auto()
    LIBERTY_RAN_OUT = auto()
    LIBERTY_REVIEW_LATE = auto()
    FOR_ADOPTION_UNPROVEN = auto()
    OUT_OF_AREA = auto()
    AT_A_DISTANCE = auto()
    AREA_APPROVED_LATE = auto()
    AREA_NOT_RECORDED = auto()
    OUTSIDE_ENGLAND_AND_WALES = auto()
    NOT_IN_CARE = auto()
    NO_PLACEMENT_ORDER = auto()
    NO_LEGAL_STATUS = auto()
    TWO_PLACEMENTS = auto()
    BORN_NOT_RECORDED = auto()
    STAY_NOT_LAWFUL = auto()
    STAY_TOO_LONG = auto()
    PLACEMENT_STILL_OPEN = auto()
    TURNED_18 = auto()

    def words(self) -> str:
        """As a count says it: "3 out of the area without approval"."""
        return FAULTS[self].says


@dataclass(frozen=True, slots=True)
class FaultCard:
    """A fault: how a count says it, and what it makes of the child's verdict."""

    says: str
    verdict: Verdict
    cite: Cite


_DUTY = Verdict.DUTY_OPEN

FAULTS: Mapping[FaultCode, FaultCard] = {
    FaultCode.OVER_LIMIT: FaultCard(
        "in a home over the usual fostering limit", _NOT_LAWFUL, law.LIMIT_EFFECT
    ),
    FaultCode.OUTSIDE_TERMS: FaultCard("outside terms", _NOT_LAWFUL, law.TERMS_CONSISTENT),
    FaultCode.NO_AGREEMENT: FaultCard(
        "no foster care agreement", _NOT_PROVEN, law.AGREEMENT_SIGNED
    ),
    FaultCode.APPROVAL_ENDING: FaultCard(
        "the last carer’s approval ends within 28 days", _DUTY, law.RESIGNATION
    ),
    FaultCode.EMERGENCY_NOT_RECORDED: FaultCard(
        "outside terms, emergency not recorded", _DUTY, law.OUTSIDE_TERMS_IN_AN_EMERGENCY
    ),
    FaultCode.APPROVED_AFTER_MOVING: FaultCard(
        "temporary approval after the child moved", _DUTY, law.SCHEDULE_4
    ),
    FaultCode.EXTENSION_TOO_LATE: FaultCard(
        "extension decided after the approval ran out",
        _NOT_LAWFUL,
        law.TEMPORARY_APPROVAL_EXTENDED,
    ),
    FaultCode.REGISTRATION_UNPROVEN: FaultCard(
        "registration unproven", _NOT_PROVEN, law.UNREGISTERED_HOME
    ),
    FaultCode.REGISTRATION_NOT_CHECKED: FaultCard(
        "registration number given, not checked", _DUTY, law.REGISTERED_CHILDRENS_HOME
    ),
    FaultCode.UNDER_16: FaultCard(
        "under 16 where under-16s may not be placed", _NOT_LAWFUL, law.UNDER_16
    ),
    FaultCode.EXCEPTION_UNPROVEN: FaultCard(
        "16 or 17, exception unproven", _NOT_PROVEN, law.AGED_16_OR_17
    ),
    FaultCode.NO_OVERSIGHT: FaultCard(
        "no decision of the director recorded", _DUTY, law.UNREGISTERED_HOME
    ),
    FaultCode.OVERSIGHT_LATE: FaultCard(
        "the director’s next review is late", _DUTY, law.DIRECTORS_OVERSIGHT
    ),
    FaultCode.LIBERTY_RAN_OUT: FaultCard(
        "deprived of liberty, order run out", _NOT_LAWFUL, law.DEPRIVED_OF_LIBERTY
    ),
    FaultCode.LIBERTY_REVIEW_LATE: FaultCard(
        "deprived of liberty, review late", _DUTY, law.DEPRIVED_OF_LIBERTY
    ),
    FaultCode.FOR_ADOPTION_UNPROVEN: FaultCard(
        "fostering for adoption, decision not recorded", _DUTY, law.FOSTERING_FOR_ADOPTION
    ),
    FaultCode.OUT_OF_AREA: FaultCard(
        "out of the area, approval not recorded", _NOT_PROVEN, law.OUT_OF_AREA
    ),
    FaultCode.AT_A_DISTANCE: FaultCard(
        "at a distance, director's approval not recorded", _NOT_PROVEN, law.AT_A_DISTANCE
    ),
    FaultCode.AREA_APPROVED_LATE: FaultCard(
        "approved for its area after the child moved", _DUTY, law.OUT_OF_AREA
    ),
    FaultCode.AREA_NOT_RECORDED: FaultCard(
        "area of the placement not recorded", _DUTY, law.OUT_OF_AREA
    ),
    FaultCode.OUTSIDE_ENGLAND_AND_WALES: FaultCard(
        "outside England and Wales", _DUTY, law.PLACED_OUTSIDE_ENGLAND_AND_WALES
    ),
    FaultCode.NOT_IN_CARE: FaultCard(
        "with parents, without a care order", _NOT_PROVEN, law.PLACED_WITH_PARENT
    ),
    FaultCode.NO_PLACEMENT_ORDER: FaultCard(
        "placed for adoption, order or consent not recorded", _NOT_PROVEN, law.PLACEMENT_ORDER
    ),
    FaultCode.NO_LEGAL_STATUS: FaultCard("no legal status recorded", _NOT_PROVEN, law.LOOKED_AFTER),
    FaultCode.TWO_PLACEMENTS: FaultCard(
        "recorded in two places at once", _NOT_PROVEN, law.CHILD_REGISTER
    ),
    FaultCode.BORN_NOT_RECORDED: FaultCard(
        "date of birth not recorded", _NOT_PROVEN, law.CHILD_REGISTER
    ),
    FaultCode.STAY_NOT_LAWFUL: FaultCard(
        "staying for a time where it is not lawful", _NOT_LAWFUL, law.FOSTER_PLACEMENT
    ),
    FaultCode.STAY_TOO_LONG: FaultCard(
        "temporary stay longer than one may be", _DUTY, law.CHILD_REGISTER
    ),
    FaultCode.PLACEMENT_STILL_OPEN: FaultCard("placement still open", _DUTY, law.CHILD_REGISTER),
    FaultCode.TURNED_18: FaultCard("aged 18, status still open", _DUTY, law.LOOKED_AFTER),
}


class Concern(StrEnum):
    """Why the director of children's services must decide, and look again, about a child."""

    UNREGISTERED = auto()
    UNAPPROVED = auto()
    OVER_LIMIT = auto()
    DEPRIVED = auto()

    def words(self) -> str:
        """As a heading."""
        return _CONCERN_WORDS[self]


_CONCERN_WORDS = {
    Concern.UNREGISTERED: "In a home or setting that is not registered",
    Concern.UNAPPROVED: "With a carer who is not approved, or no longer",
    Concern.OVER_LIMIT: "In a home over the usual limit, so as in an unregistered home",
    Concern.DEPRIVED: "Deprived of liberty",
}

CONCERNS: Mapping[BasisKind, Concern] = {
    BasisKind.UNREGISTERED_HOME: Concern.UNREGISTERED,
    BasisKind.UNREGISTERED_SETTING: Concern.UNREGISTERED,
    BasisKind.SUPPORTED_UNREGISTERED: Concern.UNREGISTERED,
    BasisKind.UNDER_16_PROHIBITED: Concern.UNREGISTERED,
    BasisKind.TEMPORARY_APPROVAL_ENDED: Concern.UNAPPROVED,
    BasisKind.CONNECTED_NOT_APPROVED: Concern.UNAPPROVED,
    BasisKind.CARER_NOT_APPROVED: Concern.UNAPPROVED,
    BasisKind.CARER_NO_LONGER_APPROVED: Concern.UNAPPROVED,
    BasisKind.OVER_LIMIT: Concern.OVER_LIMIT,
}
"""The bases on which a child stays only with the director's eyes open."""

INSPECTED = frozenset({Concern.UNREGISTERED, Concern.UNAPPROVED, Concern.OVER_LIMIT})
"""What inspectors ask of, in whichever words: unregistered homes and unapproved carers."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The director's part in where a child lives: why, since when, and how it was decided."""

    concern: Concern
    since: date | None
    decided_on: date | None = None
    look_again_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Fault(Breach):
    """A breach with its code, so that it can be counted."""

    code: FaultCode

    @property
    def verdict(self) -> Verdict:
        """What it makes of the child's verdict."""
        return FAULTS[self.code].verdict


def fault(code: FaultCode, says: str, cite: Cite | None = None) -> Fault:
    """A fault in this child's own words, citing the code's own provision unless told another."""
    return Fault(says, cite or FAULTS[code].cite, code=code)


@dataclass(frozen=True, slots=True)
class Answer:
    """On what basis a child lives where they live on a day, and what is wrong with it.

    `since` is the first day on which it has been so without a break. `runs` and `last_day` are set
    where the basis runs out. `facts` are whole sentences without names. `marks` say where the
    child is meanwhile: on a temporary stay, missing.
    """

    kind: BasisKind
    since: date | None
    breaches: tuple[Fault, ...] = ()
    facts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    runs: DayN | None = None
    last_day: date | None = None
    record: str = ""
    watched: Watched | None = None

    def with_faults(self, *faults: Fault) -> Answer:
        """The same answer, with more found wrong."""
        return replace(self, breaches=self.breaches + faults)

    def saying(self, *facts: str) -> Answer:
        """The same answer, with more said of it."""
        return replace(self, facts=self.facts + facts)

    @property
    def verdict(self) -> Verdict:
        """The worst of the basis and its faults. A child not looked after stays so."""
        if self.kind is BasisKind.NOT_LOOKED_AFTER:
            return Verdict.NOT_LOOKED_AFTER
        return worst(self.kind.card.verdict, *(each.verdict for each in self.breaches))

    @property
    def needs_somebody(self) -> bool:
        """Whether somebody must act: not lawful, or not proven."""
        return self.verdict in (Verdict.NOT_LAWFUL, Verdict.NOT_PROVEN)

    @property
    def reason(self) -> BasisKind | FaultCode:
        """What the verdict comes from: the basis itself, or the first fault that makes it so."""
        if self.kind.card.verdict is self.verdict:
            return self.kind
        return next(
            (each.code for each in self.breaches if each.verdict is self.verdict), self.kind
        )

    @property
    def codes(self) -> frozenset[FaultCode]:
        """The codes of its faults."""
        return frozenset(each.code for each in self.breaches)

    @property
    def cite(self) -> Cite:
        """The provision that the basis rests on, or breaks."""
        return self.kind.card.cite

    @property
    def do(self) -> str:
        """What to do about it; empty where there is nothing."""
        return self.record or self.kind.card.do
