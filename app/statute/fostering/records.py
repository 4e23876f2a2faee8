"""How long fostering records and register entries are kept, and who may see them."""

from datetime import date

from app.statute.clock import (
    ALWAYS,
    Clock,
    Counting,
    Limit,
    Severity,
    WorkingDays,
    Years,
)
from app.statute.sources import FSR, NMS, Verified

RECORDS_ACCESS_OTHER_PROVIDER = Clock(
    key="records_access_other_provider",
    says="Access to records for another provider or adoption agency",
    runs_from="the day the request is received",
    stops="access is given",
    counting=Counting.AFTER,
    limits=(Limit(date(2013, 7, 1), WorkingDays(15), FSR.reg("32(6)", Verified.TEXT)),),
    on_lapse="The regulations are broken",
    severity=Severity.HIGH,
    decides="fostering service",
    records=("request date", "access date", "consent"),
)

RETENTION_FOSTER_PARENT = Clock(
    key="retention_foster_parent",
    says="Retain foster parent record and register entry",
    runs_from="the day the approval ends",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(10), FSR.reg("32(1)", Verified.TEXT)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.HIGH,
    decides="records manager",
)

RETENTION_TEMPORARY = Clock(
    key="retention_temporary",
    says="Retain temporary approval record and register entry",
    runs_from="the day the placement ends",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(10), FSR.reg("32(2)", Verified.TEXT)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.HIGH,
    decides="records manager",
)

RETENTION_REFUSED = Clock(
    key="retention_refused",
    says="Retain record of refused or withdrawn applicant",
    runs_from="the day the application is refused or withdrawn",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(3), FSR.reg("32(3)", Verified.TEXT)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.HIGH,
    decides="records manager",
)

SCHEDULE2_RETENTION = Clock(
    key="schedule2_retention",
    says="Retain Schedule 2 records",
    runs_from="the day of the last entry",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(15), FSR.reg("22(2)", Verified.MEMORY_PLUS)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.HIGH,
    decides="records manager",
)

NMS_ALLEGATION_RETENTION = Clock(
    key="nms_allegation_retention",
    says="Retain allegation summary",
    runs_from="the day the allegation is concluded",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(10), NMS.standard("22.7", Verified.MEMORY)),),
    on_lapse="Kept to normal retirement age if later",
    severity=Severity.MEDIUM,
    decides="records manager",
)

CLOCKS = (
    RECORDS_ACCESS_OTHER_PROVIDER,
    RETENTION_FOSTER_PARENT,
    RETENTION_TEMPORARY,
    RETENTION_REFUSED,
    SCHEDULE2_RETENTION,
    NMS_ALLEGATION_RETENTION,
)
