"""Supervising approved carers, events to be notified, and what the service reports."""

from datetime import date

from app.statute.clock import (
    AtOnce,
    Clock,
    Counting,
    DateDirected,
    Hours,
    Limit,
    Months,
    Severity,
    WorkingDays,
    Years,
)
from app.statute.sources import (
    CA2004,
    FSR,
    NMS,
    OFSTED_COLLECTION,
    WORKING_TOGETHER,
    Verified,
)

NMS_NAMED_SSW = Clock(
    key="nms_named_ssw",
    says="Named supervising social worker",
    runs_from="the day of approval",
    stops="a supervising social worker is allocated",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), AtOnce(), NMS.standard("21.8", Verified.TEXT)),),
    on_lapse="Carer without a named social worker",
    severity=Severity.MEDIUM,
    decides="fostering manager",
    records=("every allocation",),
    note="Alert on day 1 of any gap; also on leaver date of the worker.",
)

NMS_UNANNOUNCED_VISIT = Clock(
    key="nms_unannounced_visit",
    says="Unannounced visit",
    runs_from="the day of approval, then of the last unannounced visit",
    stops="the visit",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Years(1), NMS.standard("21.8", Verified.TEXT)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="supervising social worker",
    records=("visit date", "visit record"),
    recurring=True,
)

NMS_HOME_INSPECTION = Clock(
    key="nms_home_inspection",
    says="Inspection of the foster home",
    runs_from="the day of approval, then of the last inspection of the home",
    stops="the inspection",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Years(1), NMS.standard("10.5", Verified.MEMORY_PLUS)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering service",
    recurring=True,
)

NMS_TSD = Clock(
    key="nms_tsd",
    says="TSD standards evidenced",
    runs_from="the day of approval",
    stops="the workbook is complete",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(12), NMS.standard("20.3", Verified.TEXT)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering service",
    applies_to="mainstream and short break carers",
)

NMS_TSD_FAMILY_FRIENDS = Clock(
    key="nms_tsd_family_friends",
    says="TSD standards evidenced, family and friends",
    runs_from="the day of approval",
    stops="the workbook is complete",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(18), NMS.standard("20.3", Verified.TEXT)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering service",
    applies_to="family and friends foster carers",
)

NOTIFIABLE_EVENT_24H = Clock(
    key="notifiable_event_24h",
    says="Notification of a significant event",
    runs_from="the moment the event is known",
    stops="the notices are sent",
    counting=Counting.AFTER,
    limits=(
        Limit(
            date(2011, 4, 1),
            Hours(24),
            FSR.provision("regulation 36, Schedule 7", Verified.QUOTED),
        ),
    ),
    on_lapse="Not notified without delay",
    severity=Severity.HIGH,
    decides="fostering manager",
    records=("recipients", "when it was sent", "oral or written", "outcome"),
    also=(NMS.standard("29", Verified.QUOTED),),
    note="Includes weekends; oral notice confirmed in writing.",
)

SERIOUS_INCIDENT_PANEL = Clock(
    key="serious_incident_panel",
    says="Notification to the Child Safeguarding Practice Review Panel",
    runs_from="the day the incident is known",
    stops="the notification",
    counting=Counting.AFTER,
    limits=(
        Limit(
            date(2018, 6, 29),
            WorkingDays(5),
            CA2004.section("16C", Verified.MEMORY_PLUS),
        ),
    ),
    on_lapse="The duty is broken",
    severity=Severity.HIGH,
    decides="responsible authority",
    also=(WORKING_TOGETHER.whole(Verified.MEMORY_PLUS),),
)

NMS_EXEC_REPORT = Clock(
    key="nms_exec_report",
    says="Written report to the executive",
    runs_from="the day of the last report",
    stops="the report is received",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(3), NMS.standard("25.7", Verified.TEXT)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering manager",
    recurring=True,
)

NMS_SOP_REVIEW = Clock(
    key="nms_sop_review",
    says="Statement of purpose review",
    runs_from="the day of the last review of the statement of purpose",
    stops="the statement is approved",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Years(1), NMS.standard("16.3", Verified.MEMORY_PLUS)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="council's executive",
    recurring=True,
)

OFSTED_RETURN_SNAPSHOT = Clock(
    key="ofsted_return_snapshot",
    says="Ofsted fostering return snapshot",
    runs_from="31 March, the day the figures describe",
    stops="the return is sent",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), DateDirected(), OFSTED_COLLECTION.whole(Verified.TEXT)),),
    on_lapse="Return late",
    severity=Severity.MEDIUM,
    decides="fostering manager",
    recurring=True,
    note="Closing date set yearly by Ofsted.",
)

CLOCKS = (
    NMS_NAMED_SSW,
    NMS_UNANNOUNCED_VISIT,
    NMS_HOME_INSPECTION,
    NMS_TSD,
    NMS_TSD_FAMILY_FRIENDS,
    NOTIFIABLE_EVENT_24H,
    SERIOUS_INCIDENT_PANEL,
    NMS_EXEC_REPORT,
    NMS_SOP_REVIEW,
    OFSTED_RETURN_SNAPSHOT,
)
