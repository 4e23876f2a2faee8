"""Personal data: certificates, requests by the people recorded, breaches."""

from datetime import date

from app.statute.clock import Clock, Counting, Hours, Limit, Months, Severity
from app.statute.sources import DBS_CODE, POLICE_ACT, UK_GDPR, Verified

DBS_CERTIFICATE_RETENTION = Clock(
    key="dbs_certificate_retention",
    says="Destroy certificate information",
    runs_from="the day of the decision the certificate was asked for",
    stops="the information is destroyed",
    counting=Counting.MAXIMUM,
    limits=(Limit(date(2012, 12, 1), Months(6), DBS_CODE.whole(Verified.QUOTED)),),
    on_lapse="Unlawful retention",
    severity=Severity.HIGH,
    decides="fostering service",
    also=(POLICE_ACT.section("124", Verified.QUOTED),),
    note=(
        "Ofsted-inspected services may keep until the next inspection; only the outcome and "
        "reference are stored here."
    ),
)

SUBJECT_ACCESS = Clock(
    key="subject_access",
    says="Response to a subject access request",
    runs_from="the day the request is received",
    stops="the answer",
    counting=Counting.AFTER,
    limits=(Limit(date(2018, 5, 25), Months(1), UK_GDPR.article("12(3)", Verified.MEMORY)),),
    on_lapse="Breach; extendable by 2 months",
    severity=Severity.HIGH,
    decides="information officer",
)

BREACH_REPORT = Clock(
    key="breach_report",
    says="Report of a personal data breach to the ICO",
    runs_from="the moment the breach is known",
    stops="the report",
    counting=Counting.AFTER,
    limits=(Limit(date(2018, 5, 25), Hours(72), UK_GDPR.article("33", Verified.MEMORY)),),
    on_lapse="The regulation is broken",
    severity=Severity.HIGH,
    decides="information officer",
)

CLOCKS = (
    DBS_CERTIFICATE_RETENTION,
    SUBJECT_ACCESS,
    BREACH_REPORT,
)
