"""Reviews of approval, changes of terms, and how an approval ends."""

from datetime import date

from app.statute.clock import AtOnce, Clock, Counting, Days, Limit, Severity, Years
from app.statute.sources import FSR, Verified

ANNUAL_REVIEW_DUE = Clock(
    key="annual_review_due",
    says="Review of approval",
    runs_from="the day of approval, then of the last review",
    stops="the review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Years(1), FSR.reg("28(2)", Verified.QUOTED)),),
    on_lapse="Breach; approval continues",
    severity=Severity.HIGH,
    decides="fostering service",
    consults=(
        "foster carer",
        "each child placed",
        "each authority that placed a child in the preceding year",
    ),
    records=("review date", "report", "views"),
    recurring=True,
)

FIRST_REVIEW_TO_PANEL = Clock(
    key="first_review_to_panel",
    says="First review report goes to panel",
    runs_from="the day the report of the first review is complete",
    stops="the panel's recommendation",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), AtOnce(), FSR.reg("28(5)", Verified.QUOTED)),),
    on_lapse="First review not lawfully concluded",
    severity=Severity.HIGH,
    decides="fostering panel",
    records=("panel item",),
    note="No separate period; the review itself is due within 1 year of approval.",
)

TERMS_CHANGE_WITHOUT_CONSENT = Clock(
    key="terms_change_without_consent",
    says="Notice of proposed change of terms",
    runs_from="the date of the notice",
    stops="representations, an application for independent review, or the end of the period",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Days(28), FSR.reg("28(7)-(9)", Verified.QUOTED)),),
    on_lapse="Terms cannot change before then without written consent (regulation 28(9A))",
    severity=Severity.HIGH,
    decides="foster carer",
    records=("notice", "support needs statement"),
)

TERMS_CHANGE_WITH_CONSENT = Clock(
    key="terms_change_with_consent",
    says="Change of terms with written agreement",
    runs_from="the day the carer's written agreement is received",
    stops="the decision",
    counting=Counting.AFTER,
    limits=(Limit(date(2013, 7, 1), AtOnce(), FSR.reg("28(9A)", Verified.QUOTED)),),
    on_lapse="28-day route applies",
    severity=Severity.HIGH,
    decides="decision maker",
    records=("support needs statement", "signed agreement"),
)

TERMINATION_REPRESENTATION_PERIOD = Clock(
    key="termination_representation_period",
    says="Notice of proposed termination",
    runs_from="the date of the notice",
    stops="representations, an application for independent review, or the end of the period",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Days(28), FSR.reg("28(7)-(9)", Verified.QUOTED)),),
    on_lapse="Approval continues until the final decision",
    severity=Severity.HIGH,
    decides="foster carer",
    records=("notice", "reasons"),
)

RESIGNATION_EFFECT = Clock(
    key="resignation_effect",
    says="Approval ends after resignation",
    runs_from="the day written notice is received",
    stops="the approval ends",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Days(28), FSR.reg("28(13)", Verified.QUOTED)),),
    on_lapse="Any child still placed is with an unapproved person",
    severity=Severity.CRITICAL,
    decides="nobody: by operation of law",
    records=("received date", "end date"),
    note="Paragraph number as quoted by a council handbook.",
)

TERMINATION_COPY = Clock(
    key="termination_copy",
    says="Copies of the notice to placing and area authorities",
    runs_from="the final notice, or the day a resignation is received",
    stops="the copies are sent",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), AtOnce(), FSR.reg("28(14)", Verified.MEMORY)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="fostering service",
    records=("when copies were sent, and to whom",),
)

CLOCKS = (
    ANNUAL_REVIEW_DUE,
    FIRST_REVIEW_TO_PANEL,
    TERMS_CHANGE_WITHOUT_CONSENT,
    TERMS_CHANGE_WITH_CONSENT,
    TERMINATION_REPRESENTATION_PERIOD,
    RESIGNATION_EFFECT,
    TERMINATION_COPY,
)
