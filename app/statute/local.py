"""This authority's own timescales. None of them is law; a council sets its own figures here."""

from app.statute.clock import (
    ALWAYS,
    Clock,
    Counting,
    Days,
    Limit,
    Severity,
    Weeks,
    WorkingDays,
    Years,
)
from app.statute.sources import FRG, LOCAL_POLICY, Verified

SSW_SUPERVISION_VISIT = Clock(
    key="ssw_supervision_visit",
    says="Supervision visit by the SSW",
    runs_from="the day of the last supervision visit",
    stops="the visit",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(6), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="supervising social worker",
    recurring=True,
    note="No statutory frequency; council sets the amount.",
)

DBS_RENEWAL = Clock(
    key="dbs_renewal",
    says="Renewal of the DBS check",
    runs_from="the day the last certificate was issued",
    stops="a new certificate",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Years(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; no statutory renewal",
    severity=Severity.LOW,
    decides="fostering service",
    recurring=True,
)

MEDICAL_RENEWAL = Clock(
    key="medical_renewal",
    says="Renewal of the medical",
    runs_from="the day of the last medical",
    stops="a new medical",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Years(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="fostering service",
    recurring=True,
)

REG24_EXTENSION_PAPER_TARGET = Clock(
    key="reg24_extension_paper_target",
    says="Extension papers requested",
    runs_from="the day temporary approval is given",
    stops="the extension is asked for",
    counting=Counting.BEGINNING_WITH,
    limits=(Limit(ALWAYS, Days(98), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Late request",
    severity=Severity.LOW,
    decides="connected persons team",
)

SGO_IVA = Clock(
    key="sgo_iva",
    says="Initial viability assessment",
    runs_from="the day the carer is put forward",
    stops="the outcome is sent",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY_PLUS)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="responsible authority",
    also=(FRG.whole(Verified.MEMORY_PLUS),),
)

CLOCKS = (
    SSW_SUPERVISION_VISIT,
    DBS_RENEWAL,
    MEDICAL_RENEWAL,
    REG24_EXTENSION_PAPER_TARGET,
    SGO_IVA,
)
