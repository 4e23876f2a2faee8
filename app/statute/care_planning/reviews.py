"""Reviews of the child's case, and how long the case record is kept."""

from datetime import date

from app.statute.clock import (
    ALWAYS,
    Clock,
    Counting,
    Limit,
    Months,
    Severity,
    WorkingDays,
    Years,
)
from app.statute.sources import CPPCR, IRO, Verified

LAC_REVIEW_FIRST = Clock(
    key="lac_review_first",
    says="First review",
    runs_from="the day the child becomes looked after",
    stops="the first review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(20), CPPCR.reg("33(1)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="independent reviewing officer",
)

LAC_REVIEW_SECOND = Clock(
    key="lac_review_second",
    says="Second review",
    runs_from="the day of the first review",
    stops="the second review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(3), CPPCR.reg("33(2)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="independent reviewing officer",
)

LAC_REVIEW_SUBSEQUENT = Clock(
    key="lac_review_subsequent",
    says="Later reviews",
    runs_from="the day of the last review",
    stops="the review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(6), CPPCR.reg("33(2)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="independent reviewing officer",
    recurring=True,
)

PERMANENCE_PLAN_DUE = Clock(
    key="permanence_plan_due",
    says="Plan for permanence",
    runs_from="the day the child becomes looked after",
    stops="a plan for permanence is agreed",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(4), IRO.whole(Verified.MEMORY)),),
    on_lapse="A child has no plan for where to grow up",
    severity=Severity.MEDIUM,
    decides="independent reviewing officer",
    also=(CPPCR.reg("5", Verified.TEXT),),
    note=(
        "Guidance asks for it by the second review. Reviews are kept in the child's case record: "
        "four months is about the latest that a second review can be in time."
    ),
)

RETENTION_LOOKED_AFTER = Clock(
    key="retention_looked_after",
    says="Retain looked-after child case record",
    runs_from="the child's birth",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(75), CPPCR.reg("50", Verified.QUOTED)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.HIGH,
    decides="records manager",
    applies_to="child survives to 18",
)

RETENTION_LOOKED_AFTER_DEATH = Clock(
    key="retention_looked_after_death",
    says="Retain case record of a child who dies before 18",
    runs_from="the child's death",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(15), CPPCR.reg("50", Verified.QUOTED)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.HIGH,
    decides="records manager",
)

CLOCKS = (
    LAC_REVIEW_FIRST,
    LAC_REVIEW_SECOND,
    LAC_REVIEW_SUBSEQUENT,
    PERMANENCE_PLAN_DUE,
    RETENTION_LOOKED_AFTER,
    RETENTION_LOOKED_AFTER_DEATH,
)
