"""Placing a child: plans, notices, emergencies, other areas, and endings."""

from datetime import date

from app.statute.clock import Clock, Counting, Limit, Severity, WorkingDays
from app.statute.gate import Gate
from app.statute.sources import CPPCR, Verified

CARE_PLAN_DUE = Clock(
    key="care_plan_due",
    says="Care plan prepared",
    runs_from="the day the placement starts",
    stops="the care plan",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(10), CPPCR.reg("4(2)", Verified.MEMORY)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    applies_to="if not practicable before first placement",
)

PLACEMENT_PLAN_DUE = Clock(
    key="placement_plan_due",
    says="Placement plan prepared",
    runs_from="the day the placement starts",
    stops="the signed plan",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), CPPCR.reg("9(2)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    consults=("child", "independent reviewing officer", "appropriate person"),
    applies_to="if not reasonably practicable before placement",
)

PLACEMENT_NOTIFICATION = Clock(
    key="placement_notification",
    says="Written notification of placement in an emergency",
    runs_from="the day the placement starts",
    stops="the notice is sent",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), CPPCR.reg("13(1)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    records=("recipient", "when it was sent", "withheld reason"),
    applies_to="emergency only; otherwise before placement",
)

AREA_AUTHORITY_NOTIFICATION = Clock(
    key="area_authority_notification",
    says="Notification of the area authority in an emergency",
    runs_from="the day the placement starts",
    stops="notice to the area authority",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), CPPCR.reg("13(4)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    records=("needs assessment", "why most suitable", "care plan"),
    applies_to="out of area and emergency; otherwise before placement",
)

OUT_OF_AREA_EMERGENCY_STEPS = Clock(
    key="out_of_area_emergency_steps",
    says="Remaining reg 11 steps after an emergency",
    runs_from="the day the placement starts",
    stops="every step is done",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), CPPCR.reg("11(3)", Verified.MEMORY_PLUS)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="nominated officer",
)

EMERGENCY_OUTSIDE_TERMS = Clock(
    key="emergency_outside_terms",
    says="Emergency placement outside terms of approval",
    runs_from="the day the placement starts",
    stops="the terms are changed to fit, or the child moves",
    counting=Counting.BEGINNING_WITH,
    limits=(Limit(date(2011, 4, 1), WorkingDays(6), CPPCR.reg("23(1)-(2)", Verified.QUOTED)),),
    on_lapse="Placement must end",
    severity=Severity.CRITICAL,
    decides="responsible authority",
    records=("reason", "last day", "terms change"),
)

REG19_ASSESSMENT = Clock(
    key="reg19_assessment",
    says="Assess parent after immediate placement",
    runs_from="the day the placement starts",
    stops="the assessment",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(10), CPPCR.reg("19", Verified.MEMORY)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
)

REG19_DECISION = Clock(
    key="reg19_decision",
    says="Decide on parent placement",
    runs_from="the day suitability is assessed",
    stops="the decision",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(10), CPPCR.reg("19", Verified.MEMORY)),),
    on_lapse="Placement must end",
    severity=Severity.HIGH,
    decides="nominated officer",
)

UNDER16_EXCEPTION = Clock(
    key="under16_exception",
    says="Child found to be under 16 after placement as 16 or over",
    runs_from="the day the child is found to be under 16",
    stops="the child moves",
    counting=Counting.AFTER,
    limits=(Limit(date(2021, 9, 9), WorkingDays(10), CPPCR.reg("27B", Verified.MEMORY)),),
    on_lapse="Unlawful placement",
    severity=Severity.CRITICAL,
    decides="responsible authority",
    note="Content uncertain; confirm before use.",
)

TERMINATION_LATE_NOTICE = Clock(
    key="termination_late_notice",
    says="Late notice that a placement ended",
    runs_from="the day the placement ends",
    stops="the notice is sent",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(10), CPPCR.reg("14(4)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    records=("recipient", "when it was sent"),
)

FOSTER_PLACEMENT_CONDITIONS = Gate(
    key="foster_placement_conditions",
    says="Conditions for a foster placement",
    before="a child is placed",
    requires=(
        "the carer is approved",
        "the terms are consistent with the placement",
        "the foster care agreement is signed",
    ),
    cite=CPPCR.reg("22", Verified.MEMORY),
    since=date(2011, 4, 1),
    on_lapse="Placement not lawful unless regulation 23, 24 or 25A applies",
    severity=Severity.CRITICAL,
    decides="responsible authority",
)

OUT_OF_AREA_APPROVAL = Gate(
    key="out_of_area_approval",
    says="Approval of an out-of-area placement",
    before="a child is placed",
    requires=(
        "approval of the decision",
        "the area authority notified",
        "the independent reviewing officer consulted",
    ),
    cite=CPPCR.reg("11(1)(a),(2)", Verified.TEXT),
    since=date(2011, 4, 1),
    on_lapse="Decision must not be put into effect",
    severity=Severity.HIGH,
    decides="nominated officer",
    note="Regulation 11(4) exception recalled, not seen.",
)

AT_A_DISTANCE_APPROVAL = Gate(
    key="at_a_distance_approval",
    says="Approval of a placement at a distance",
    before="a child is placed",
    requires=(
        "approval of the decision",
        "the area authority consulted",
        "the care plan supplied to it",
    ),
    cite=CPPCR.reg("11(1)(b),(5)", Verified.TEXT),
    since=date(2014, 1, 27),
    on_lapse="Decision must not be put into effect",
    severity=Severity.HIGH,
    decides="director of children's services",
    note="Commencement date recalled, not seen.",
)

TERMINATION_REVIEW_FIRST = Gate(
    key="termination_review_first",
    says="Review before ending a placement",
    before="a placement is ended",
    requires=(
        "a review held",
        "other accommodation arranged",
        "the independent reviewing officer informed",
        "written notice given",
    ),
    cite=CPPCR.reg("14(1)-(2)", Verified.TEXT),
    since=date(2011, 4, 1),
    on_lapse="Unlawful ending",
    severity=Severity.HIGH,
    decides="responsible authority",
    note="Not for regs 19(c), 23(2), 25(6), s22D or immediate risk.",
)

UNDER16_OTHER_ARRANGEMENTS_BAN = Gate(
    key="under16_other_arrangements_ban",
    says="No under-16 in other arrangements save those listed",
    before="a child is placed",
    requires=("a setting on the list",),
    cite=CPPCR.reg("27A", Verified.TEXT),
    since=date(2021, 9, 9),
    on_lapse="Unlawful placement",
    severity=Severity.CRITICAL,
    decides="responsible authority",
)

SUPPORTED_ACCOMMODATION_16_17 = Gate(
    key="supported_accommodation_16_17",
    says="16 and 17 only in registered or excepted accommodation",
    before="a child is placed",
    requires=("registration, or an exception",),
    cite=CPPCR.reg("27C", Verified.TEXT),
    since=date(2023, 10, 28),
    on_lapse="Unlawful placement",
    severity=Severity.CRITICAL,
    decides="responsible authority",
)

CLOCKS = (
    CARE_PLAN_DUE,
    PLACEMENT_PLAN_DUE,
    PLACEMENT_NOTIFICATION,
    AREA_AUTHORITY_NOTIFICATION,
    OUT_OF_AREA_EMERGENCY_STEPS,
    EMERGENCY_OUTSIDE_TERMS,
    REG19_ASSESSMENT,
    REG19_DECISION,
    UNDER16_EXCEPTION,
    TERMINATION_LATE_NOTICE,
)
GATES = (
    FOSTER_PLACEMENT_CONDITIONS,
    OUT_OF_AREA_APPROVAL,
    AT_A_DISTANCE_APPROVAL,
    TERMINATION_REVIEW_FIRST,
    UNDER16_OTHER_ARRANGEMENTS_BAN,
    SUPPORTED_ACCOMMODATION_16_17,
)
