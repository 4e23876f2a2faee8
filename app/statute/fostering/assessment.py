"""Assessing an applicant, and what an applicant may do about the answer."""

from datetime import date

from app.statute.clock import (
    Clock,
    Counting,
    Days,
    Limit,
    Months,
    Severity,
    WorkingDays,
)
from app.statute.sources import FSR, NMS, Verified

NMS_ASSESSMENT_8_MONTHS = Clock(
    key="nms_assessment_8_months",
    says="Panel recommendation after application",
    runs_from="the day the application to be assessed is received",
    stops="the panel's recommendation",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(8), NMS.standard("14.4", Verified.TEXT)),),
    on_lapse="Standard not met; reason to be recorded",
    severity=Severity.MEDIUM,
    decides="fostering panel",
    records=("application received date", "delay reason"),
)

STAGE1_DECISION = Clock(
    key="stage1_decision",
    says="Stage 1 refusal notice",
    runs_from="the day the last item of Schedule 3 Part 1 is received",
    stops="written notice of the outcome",
    counting=Counting.AFTER,
    limits=(Limit(date(2013, 7, 1), WorkingDays(10), FSR.reg("26(1B)-(1C)", Verified.MEMORY)),),
    on_lapse="Refusal is then possible only through a brief report to panel",
    severity=Severity.HIGH,
    decides="fostering service",
    records=("date of the last Part 1 item", "decision", "reasons"),
    note="No independent review: a complaint is the only route.",
)

APPLICANT_OBSERVATIONS = Clock(
    key="applicant_observations",
    says="Applicant comments on the assessment report",
    runs_from="the day the report and notice are sent to the applicant",
    stops="the applicant's observations",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(10), FSR.reg("26(4)", Verified.MEMORY)),),
    on_lapse="Panel may proceed without observations",
    severity=Severity.HIGH,
    decides="applicant",
    records=("report sent date", "observations"),
)

PREVIOUS_PROVIDER_REFERENCE_WINDOW = Clock(
    key="previous_provider_reference_window",
    says="Look-back for a mandatory previous-provider reference",
    runs_from="the day the approval by another service ended",
    stops="nothing: it looks back",
    counting=Counting.LOOKBACK,
    limits=(Limit(date(2013, 7, 1), Months(12), FSR.reg("26(1A)(b)", Verified.TEXT)),),
    on_lapse="Outside the window the two-referee route applies",
    severity=Severity.HIGH,
    decides="fostering service",
)

REPRESENTATION_PERIOD = Clock(
    key="representation_period",
    says="Representations or IRM after a qualifying determination on approval",
    runs_from="the date of the notice",
    stops="representations, an application for independent review, or the end of the period",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Days(28), FSR.reg("27(6)-(7)", Verified.QUOTED)),),
    on_lapse="Provider may make the final decision only after expiry",
    severity=Severity.HIGH,
    decides="applicant",
    records=("notice date", "which route was chosen", "choice date"),
    note="28 calendar days of the date of the letter; one route only.",
)

IRM_DOCUMENTS_DUE = Clock(
    key="irm_documents_due",
    says="Documents to the Secretary of State for the IRM",
    runs_from="the day the Secretary of State gives notice of the application",
    stops="the documents are sent",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(10), FSR.reg("29(2)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="fostering service",
    records=("when it was sent", "document list"),
)

CLOCKS = (
    NMS_ASSESSMENT_8_MONTHS,
    STAGE1_DECISION,
    APPLICANT_OBSERVATIONS,
    PREVIOUS_PROVIDER_REFERENCE_WINDOW,
    REPRESENTATION_PERIOD,
    IRM_DOCUMENTS_DUE,
)
