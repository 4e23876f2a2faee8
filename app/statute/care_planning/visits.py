"""Visits to the child by the child's own social worker.

A supervising social worker's visits to the carer are another matter.
"""

from datetime import date

from app.statute.clock import Clock, Counting, Limit, Months, Severity, Weeks
from app.statute.sources import CPPCR, Verified

VISIT_FIRST = Clock(
    key="visit_first",
    says="First visit to the child",
    runs_from="the day the placement starts",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(1), CPPCR.reg("28(2)(a)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
)

VISIT_YEAR1 = Clock(
    key="visit_year1",
    says="Visits in the first year",
    runs_from="the day of the last visit to the child",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(6), CPPCR.reg("28(2)(b)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_AFTER_YEAR1_TO_18 = Clock(
    key="visit_after_year1_to_18",
    says="Visits after a year, placement intended to last to 18",
    runs_from="the day of the last visit to the child",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(3), CPPCR.reg("28(2)(c)(i)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_AFTER_YEAR1_OTHER = Clock(
    key="visit_after_year1_other",
    says="Visits after a year, other",
    runs_from="the day of the last visit to the child",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(6), CPPCR.reg("28(2)(c)(ii)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_LONG_TERM_FOSTERING = Clock(
    key="visit_long_term_fostering",
    says="Visits, long-term foster placement over a year with agreement",
    runs_from="the day of the last visit to the child",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(
        Limit(
            date(2015, 4, 1),
            Months(6),
            CPPCR.reg("28 (as amended 2015)", Verified.MEMORY),
        ),
    ),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_REG24_BEFORE_REVIEW = Clock(
    key="visit_reg24_before_review",
    says="Reg 24 visits to first review",
    runs_from="the day the placement starts, then of the last visit to the child",
    stops="the first review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(1), CPPCR.reg("28(4)(a)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_REG24_AFTER_REVIEW = Clock(
    key="visit_reg24_after_review",
    says="Reg 24 visits after first review",
    runs_from="the day of the first review, then of the last visit to the child",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(4), CPPCR.reg("28(4)(b)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_CARE_ORDER_WITH_PARENT = Clock(
    key="visit_care_order_with_parent",
    says="Visit after care order with parent",
    runs_from="the day the care order is made",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(1), CPPCR.reg("28(5)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
)

VISIT_REG19_BEFORE_REVIEW = Clock(
    key="visit_reg19_before_review",
    says="Visits to a child with a parent before the assessment, to first review",
    runs_from="the day the placement starts, then of the last visit to the child",
    stops="the first review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(1), CPPCR.reg("28(3)(a)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

VISIT_REG19_AFTER_REVIEW = Clock(
    key="visit_reg19_after_review",
    says="Visits to a child with a parent before the assessment, after first review",
    runs_from="the day of the first review, then of the last visit to the child",
    stops="a visit to the child",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(6), CPPCR.reg("28(3)(b)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="child's social worker",
    recurring=True,
)

CLOCKS = (
    VISIT_FIRST,
    VISIT_YEAR1,
    VISIT_AFTER_YEAR1_TO_18,
    VISIT_AFTER_YEAR1_OTHER,
    VISIT_LONG_TERM_FOSTERING,
    VISIT_REG24_BEFORE_REVIEW,
    VISIT_REG24_AFTER_REVIEW,
    VISIT_CARE_ORDER_WITH_PARENT,
    VISIT_REG19_BEFORE_REVIEW,
    VISIT_REG19_AFTER_REVIEW,
)
