"""What a placement starts besides the clocks of `placing`, and whom the law names to be told.

Regulations 9, 13 and 14 and Schedule 2 paragraph 1 were read as they were made. Later changes of
them were not all seen: what rests on those is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.statute.clock import Clock, Counting, DateDirected, Limit, Severity, WorkingDays
from app.statute.provisions import AGREEMENT_CONTENT, FOSTER_CARE_AGREEMENT
from app.statute.sources import CA1989, CPPCR, EDUCATION_GUIDANCE, IRO, Cite, Verified

DELEGATED_AUTHORITY = Clock(
    key="delegated_authority",
    says="Who decides what about the child agreed",
    runs_from="the day the placement starts",
    stops="every matter of the placement plan says who decides it",
    counting=Counting.AFTER,
    limits=(
        Limit(date(2013, 7, 1), WorkingDays(5), CPPCR.schedule("2", "3", Verified.MEMORY_PLUS)),
    ),
    on_lapse="The carers do not know what they may decide",
    severity=Severity.HIGH,
    decides="responsible authority",
    also=(CPPCR.reg("9(2)", Verified.TEXT),),
    note="It belongs to the placement plan, and has the plan’s time.",
)

PLACEMENT_CONSENTS = Clock(
    key="placement_consents",
    says="Consent to medical and dental treatment arranged",
    runs_from="the day the placement starts",
    stops="the consents are signed, or it is written down who gives them",
    counting=Counting.AFTER,
    limits=(
        Limit(date(2011, 4, 1), WorkingDays(5), CPPCR.schedule("2", "1(3)(b)", Verified.TEXT)),
    ),
    on_lapse="Nobody may consent when the child needs treatment",
    severity=Severity.HIGH,
    decides="responsible authority",
    also=(CPPCR.reg("9(2)", Verified.TEXT),),
    note="It belongs to the placement plan, and has the plan’s time.",
)

AGREEMENT_BEFORE_PLACEMENT = Clock(
    key="agreement_before_placement",
    says="Foster care agreement signed with the carers",
    runs_from="the day the placement starts",
    stops="the agreement is signed",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), DateDirected(), CPPCR.reg("22", Verified.MEMORY)),),
    on_lapse="The child is placed without what regulation 22 asks first",
    severity=Severity.HIGH,
    decides="fostering service",
    also=(FOSTER_CARE_AGREEMENT, AGREEMENT_CONTENT),
    note="Before the placement; the agreement of the household, once, and not of each placement.",
    applies_to="with foster carers, under regulation 22 or 23",
)

REVIEWING_OFFICER_NAMED = Clock(
    key="reviewing_officer_named",
    says="Independent reviewing officer named",
    runs_from="the day the child becomes looked after",
    stops="a reviewing officer is named",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), IRO.whole(Verified.QUOTED)),),
    on_lapse="Nobody independent looks at the child’s plan",
    severity=Severity.MEDIUM,
    decides="reviewing service",
    also=(CA1989.section("25A", Verified.MEMORY),),
)

HEALTH_ASSESSMENT = Clock(
    key="health_assessment",
    says="First assessment of the child’s health",
    runs_from="the day the child becomes looked after",
    stops="a registered medical practitioner has assessed the child’s health",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(20), CPPCR.reg("7", Verified.MEMORY_PLUS)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    note="Before the child is placed or, where that is not practicable, before the first review: "
    "its twenty working days are the first review’s.",
)

EDUCATION_PLAN = Clock(
    key="education_plan",
    says="Personal education plan begun",
    runs_from="the day the child becomes looked after",
    stops="the plan is begun",
    counting=Counting.AFTER,
    limits=(
        Limit(date(2018, 2, 26), WorkingDays(10), EDUCATION_GUIDANCE.whole(Verified.MEMORY_PLUS)),
    ),
    on_lapse="Nobody has planned for the child’s schooling",
    severity=Severity.MEDIUM,
    decides="virtual school",
    also=(CPPCR.reg("5", Verified.TEXT),),
    applies_to="from nursery to eighteen",
)

KEY_STAGE_4_APPROVAL = Clock(
    key="key_stage_4_approval",
    says="Approval of a move that disrupts a child's fourth key stage",
    runs_from="the day the placement starts",
    stops="a nominated officer has approved it",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), DateDirected(), CPPCR.reg("10(1)-(2)", Verified.MEMORY)),),
    on_lapse="Decision must not be put into effect",
    severity=Severity.HIGH,
    decides="nominated officer",
    note="Before the move; not where the placement before had to end at once.",
    applies_to="in the last two years of school before sixteen",
)

EDUCATION_UNDISTURBED = Clock(
    key="education_undisturbed",
    says="Other arrangements for education, where a move disrupts it",
    runs_from="the day the placement starts",
    stops="they are made, or it is written down that nothing changes",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), DateDirected(), CPPCR.reg("10(4)", Verified.MEMORY)),),
    on_lapse="The child is without schooling after the move",
    severity=Severity.HIGH,
    decides="responsible authority",
    note="They meet the child's needs and fit the personal education plan.",
)

REVIEW_BEFORE_ENDING = Clock(
    key="review_before_ending",
    says="Review of the child's case before a placement ends",
    runs_from="the day it is proposed to end the placement",
    stops="the review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), DateDirected(), CPPCR.reg("14(1)", Verified.TEXT)),),
    on_lapse="Unlawful ending",
    severity=Severity.HIGH,
    decides="responsible authority",
    note="By the day on which the placement is to end; the exceptions are in paragraphs 3 and 5.",
)

CLOCKS = (
    REVIEW_BEFORE_ENDING,
    DELEGATED_AUTHORITY,
    PLACEMENT_CONSENTS,
    AGREEMENT_BEFORE_PLACEMENT,
    REVIEWING_OFFICER_NAMED,
    HEALTH_ASSESSMENT,
    EDUCATION_PLAN,
    KEY_STAGE_4_APPROVAL,
    EDUCATION_UNDISTURBED,
)


class Recipient(StrEnum):
    """Those whom regulations 13 and 14 name to be told of a placement, and of its end."""

    CHILD = "the_child"
    PARENTS = "the_parents"
    CONTACT = "those_with_contact_by_order"
    BEFORE = "who_cared_for_the_child_before"
    HEALTH = "the_health_body"
    DOCTOR = "the_childs_doctor"
    SCHOOL = "the_school"
    OFFICER = "the_reviewing_officer"
    AREA = "the_area_authority"
    CARERS = "the_carers"

    def words(self) -> str:
        """As a page says it."""
        return RECIPIENTS[self].says


@dataclass(frozen=True)
class ToBeTold:
    """One of them: where that is written, and whether telling may be withheld."""

    says: str
    of_start: Cite | None
    """Where it is written that they are told of the placement; None: of its end alone."""

    of_end: Cite
    may_be_withheld: bool = False
    """Regulation 13(3): not if it would put the child at risk of significant harm."""


_ALL = CPPCR.reg("14(2)(c)(i)", Verified.TEXT)

RECIPIENTS: Mapping[Recipient, ToBeTold] = {
    Recipient.CHILD: ToBeTold("The child", CPPCR.reg("13(2)(a)", Verified.TEXT), _ALL),
    Recipient.PARENTS: ToBeTold(
        "The parents, and others with parental responsibility",
        CPPCR.reg("13(2)(b)", Verified.TEXT),
        _ALL,
        may_be_withheld=True,
    ),
    Recipient.CONTACT: ToBeTold(
        "Those who have contact by an order",
        CPPCR.reg("13(2)(c)-(d)", Verified.TEXT),
        _ALL,
        may_be_withheld=True,
    ),
    Recipient.BEFORE: ToBeTold(
        "Who cared for the child until then",
        CPPCR.reg("13(2)(e)", Verified.TEXT),
        _ALL,
        may_be_withheld=True,
    ),
    Recipient.HEALTH: ToBeTold(
        "The health body of each area",
        CPPCR.reg("13(2)(f)", Verified.TEXT, "Read as made, where it says Primary Care Trust."),
        _ALL,
    ),
    Recipient.DOCTOR: ToBeTold(
        "The child’s doctor, and the one to come", CPPCR.reg("13(2)(g)", Verified.TEXT), _ALL
    ),
    Recipient.SCHOOL: ToBeTold(
        "The school, or who else teaches the child", CPPCR.reg("13(2)(h)", Verified.TEXT), _ALL
    ),
    Recipient.OFFICER: ToBeTold(
        "The independent reviewing officer", CPPCR.reg("13(2)(i)", Verified.TEXT), _ALL
    ),
    Recipient.AREA: ToBeTold(
        "The authority of the area where the home is",
        CPPCR.reg("13(4)", Verified.TEXT),
        CPPCR.reg("14(2)(c)(iii)", Verified.TEXT),
    ),
    Recipient.CARERS: ToBeTold(
        "Those with whom the child is placed", None, CPPCR.reg("14(2)(c)(ii)", Verified.TEXT)
    ),
}


class EndsWithout(StrEnum):
    """What lets a placement end without the review that regulation 14(1) asks for first."""

    IMMEDIATE_RISK = "immediate_risk"
    PARENT = "reg19_c"
    OUTSIDE_TERMS = "reg23_2"
    TEMPORARY = "reg25_6"
    MOVED_BY_LAW = "s22D"

    def words(self) -> str:
        """As a page says it."""
        return EXCEPTIONS[self][0]


EXCEPTIONS: Mapping[EndsWithout, tuple[str, Cite]] = {
    EndsWithout.IMMEDIATE_RISK: (
        "Immediate risk of significant harm, or to protect others from serious injury",
        CPPCR.reg("14(3)", Verified.TEXT),
    ),
    EndsWithout.PARENT: (
        "With a parent at once, and not to go on after the assessment (regulation 19(c))",
        CPPCR.reg("14(5)", Verified.TEXT),
    ),
    EndsWithout.OUTSIDE_TERMS: (
        "Outside terms in an emergency, and the six working days are over (regulation 23(2))",
        CPPCR.reg("14(5)", Verified.TEXT),
    ),
    EndsWithout.TEMPORARY: (
        "Temporary approval ran out (regulation 25(6))",
        CPPCR.reg("14(5)", Verified.TEXT),
    ),
    EndsWithout.MOVED_BY_LAW: (
        "A review before other accommodation is arranged is asked for by section 22D instead",
        CPPCR.reg("14(5)", Verified.TEXT),
    ),
}


class Matter(StrEnum):
    """What somebody has to decide about a child in placement, in the order of the plan's table."""

    OVERNIGHT = "staying_overnight_with_friends"
    TRIPS = "school_trips_of_a_day"
    TRIPS_AWAY = "school_trips_overnight"
    SCHOOL = "meetings_and_reports_at_school"
    CHANGE_SCHOOL = "changing_school"
    ROUTINE = "routine_medical_and_dental_care"
    TREATMENT = "planned_treatment_or_an_operation"
    EMERGENCY = "treatment_in_an_emergency"
    IMMUNISATION = "immunisation"
    HAIR = "haircuts"
    PIERCING = "piercings"
    LEISURE = "clubs_sport_and_leisure"
    HOLIDAY = "holidays_in_this_country"
    ABROAD = "holidays_abroad"
    PASSPORT = "a_passport"
    PHOTOGRAPHS = "photographs_and_filming"
    SOCIAL_MEDIA = "mobile_phone_and_social_media"
    FAITH = "faith_and_worship"
    CONTACT = "contact_with_family_changed_for_a_day"

    def words(self) -> str:
        """As a page says it."""
        return self.value.replace("_", " ").capitalize()


MATTERS = CPPCR.schedule(
    "2",
    "3",
    Verified.MEMORY_PLUS,
    "It names medical and dental treatment, education, leisure and home life, faith, and the use "
    "of social media; the list in detail is this council’s own.",
)


class Decides(StrEnum):
    """Who decides a matter."""

    CARERS = "the_carers"
    CARERS_TELL = "the_carers_and_they_tell_the_worker"
    WORKER = "the_childs_worker"
    PARENTS = "the_parents"
    MANAGER = "a_manager_of_the_council"
    CHILD = "the_young_person"

    def words(self) -> str:
        """As a page says it."""
        return _DECIDES[self]


_DECIDES: Mapping[Decides, str] = {
    Decides.CARERS: "The carers",
    Decides.CARERS_TELL: "The carers, who tell the child’s worker",
    Decides.WORKER: "The child’s worker",
    Decides.PARENTS: "The parents",
    Decides.MANAGER: "A manager of the council",
    Decides.CHILD: "The young person",
}

USUALLY: Mapping[Matter, Decides] = {
    Matter.OVERNIGHT: Decides.CARERS,
    Matter.TRIPS: Decides.CARERS,
    Matter.TRIPS_AWAY: Decides.CARERS_TELL,
    Matter.SCHOOL: Decides.CARERS,
    Matter.CHANGE_SCHOOL: Decides.WORKER,
    Matter.ROUTINE: Decides.CARERS,
    Matter.TREATMENT: Decides.PARENTS,
    Matter.EMERGENCY: Decides.CARERS_TELL,
    Matter.IMMUNISATION: Decides.PARENTS,
    Matter.HAIR: Decides.CARERS_TELL,
    Matter.PIERCING: Decides.PARENTS,
    Matter.LEISURE: Decides.CARERS,
    Matter.HOLIDAY: Decides.CARERS_TELL,
    Matter.ABROAD: Decides.MANAGER,
    Matter.PASSPORT: Decides.MANAGER,
    Matter.PHOTOGRAPHS: Decides.CARERS_TELL,
    Matter.SOCIAL_MEDIA: Decides.CARERS_TELL,
    Matter.FAITH: Decides.PARENTS,
    Matter.CONTACT: Decides.WORKER,
}
"""What a form proposes before anything is agreed: day-to-day matters are the carers' own."""
