"""Special guardianship: notice, assessment, report, and support after the order."""

from dataclasses import replace
from datetime import date

from app.statute.clock import (
    Clock,
    Counting,
    DateDirected,
    Days,
    Limit,
    Months,
    Severity,
    Standing,
    Years,
)
from app.statute.gate import Gate
from app.statute.sources import CA1989, FJC, LOCAL_POLICY, PLWG, SGR, Verified

SGO_NOTICE_3_MONTHS = Clock(
    key="sgo_notice_3_months",
    says="Notice before an SGO application",
    runs_from="the day notice is received",
    stops="the application may be made",
    counting=Counting.AFTER,
    limits=(Limit(date(2005, 12, 30), Months(3), CA1989.section("14A(7)", Verified.QUOTED)),),
    on_lapse="Application not permitted",
    severity=Severity.HIGH,
    decides="prospective special guardian",
    records=("notice date",),
    note="Report duty begins on notice; filing date directed by the court overrides.",
)

SGO_COURT_REPORT_DUE = Clock(
    key="sgo_court_report_due",
    says="Report to court",
    runs_from="the court's direction, or the applicant's notice",
    stops="the report is filed",
    counting=Counting.AFTER,
    limits=(
        Limit(
            date(2005, 12, 30),
            DateDirected(),
            CA1989.section("14A(8)-(11)", Verified.QUOTED),
        ),
    ),
    on_lapse="No special guardianship order may be made without it",
    severity=Severity.HIGH,
    decides="responsible authority",
    records=("directed date", "filed date"),
)

SGO_FULL_ASSESSMENT_3_MONTHS = Clock(
    key="sgo_full_assessment_3_months",
    says="Full assessment",
    runs_from="the day the full assessment starts",
    stops="the report is filed",
    counting=Counting.AFTER,
    limits=(Limit(date(2019, 5, 24), Months(3), FJC.whole(Verified.QUOTED)),),
    on_lapse="Court extension needed",
    severity=Severity.MEDIUM,
    decides="responsible authority",
    also=(PLWG.whole(Verified.QUOTED),),
)

SG_SUPPORT_REVIEW = Clock(
    key="sg_support_review",
    says="Review of special guardianship support",
    runs_from="the day the support plan starts, then of the last review",
    stops="the review",
    counting=Counting.AFTER,
    limits=(Limit(date(2005, 12, 30), Years(1), SGR.reg("17(2)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    recurring=True,
)

SG_FINANCIAL_REVIEW = Clock(
    key="sg_financial_review",
    says="Review of periodic financial support",
    runs_from="the day payment starts, then of the last review",
    stops="the review",
    counting=Counting.AFTER,
    limits=(Limit(date(2005, 12, 30), Years(1), SGR.reg("18", Verified.MEMORY_PLUS)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    records=("annual statement",),
    recurring=True,
)

SG_STATEMENT_REMINDER = Clock(
    key="sg_statement_reminder",
    says="Reminder before suspending payments",
    runs_from="the day the reminder is sent",
    stops="the statement is received",
    counting=Counting.AFTER,
    limits=(Limit(date(2005, 12, 30), Days(28), SGR.reg("18", Verified.MEMORY)),),
    on_lapse="Payment may be suspended only after this",
    severity=Severity.HIGH,
    decides="responsible authority",
)

SG_PROPOSAL_REPRESENTATIONS = Clock(
    key="sg_proposal_representations",
    says="Representations on a support proposal",
    runs_from="the day the notice of the proposal is sent",
    stops="representations, or the end of the period",
    counting=Counting.AFTER,
    limits=(
        Limit(
            date(2005, 12, 30),
            Days(28),
            replace(SGR.reg("15", Verified.MEMORY_PLUS), stands_as=Standing.GUIDANCE),
        ),
    ),
    on_lapse="Decision then made",
    severity=Severity.MEDIUM,
    decides="person the proposal is sent to",
    note="Guidance figure; the notice states the time.",
)

SG_RESPONSIBLE_AUTHORITY = Clock(
    key="sg_responsible_authority",
    says="Authority responsible for support",
    runs_from="the day the order is made",
    stops="responsibility passes",
    counting=Counting.MINIMUM,
    limits=(Limit(date(2005, 12, 30), Years(3), CA1989.section("14F", Verified.MEMORY)),),
    on_lapse="Responsibility moves to where the special guardian lives",
    severity=Severity.HIGH,
    decides="responsible authority",
    applies_to="child looked after immediately before the order",
    also=(SGR.reg("5", Verified.MEMORY),),
    note="Financial support agreed before the order stays with the original payer.",
)

SG_FOSTER_REMUNERATION = Clock(
    key="sg_foster_remuneration",
    says="Reward element for a former foster parent",
    runs_from="the day the order is made",
    stops="the payment ends",
    counting=Counting.AFTER,
    limits=(Limit(date(2005, 12, 30), Years(2), SGR.reg("7", Verified.MEMORY)),),
    on_lapse="Ends unless exceptional",
    severity=Severity.HIGH,
    decides="responsible authority",
)

SGO_HEARING = Clock(
    key="sgo_hearing",
    says="Court hearing",
    runs_from="the day it is known",
    stops="what came of it is recorded",
    counting=Counting.AFTER,
    limits=(Limit(date(2005, 12, 30), DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="What the court decided is not known here",
    severity=Severity.MEDIUM,
    decides="family court",
    note="The day is the one the court listed; recording what came of it is this council's own.",
)

SGO_NO_REPORT_NO_ORDER = Gate(
    key="sgo_no_report_no_order",
    says="Report before an SGO",
    before="a special guardianship order is made",
    requires=("the report filed",),
    cite=CA1989.section("14A(11)", Verified.QUOTED),
    since=date(2005, 12, 30),
    on_lapse="Order cannot be made",
    severity=Severity.CRITICAL,
    decides="family court",
)

CLOCKS = (
    SGO_NOTICE_3_MONTHS,
    SGO_COURT_REPORT_DUE,
    SGO_FULL_ASSESSMENT_3_MONTHS,
    SG_SUPPORT_REVIEW,
    SG_FINANCIAL_REVIEW,
    SG_STATEMENT_REMINDER,
    SG_PROPOSAL_REPRESENTATIONS,
    SG_RESPONSIBLE_AUTHORITY,
    SG_FOSTER_REMUNERATION,
    SGO_HEARING,
)
GATES = (SGO_NO_REPORT_NO_ORDER,)
