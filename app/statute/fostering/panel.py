"""Fostering panels, the central list, and the decision that follows a recommendation."""

from datetime import date

from app.statute.clock import (
    Clock,
    Counting,
    Limit,
    Months,
    Severity,
    Weeks,
    WorkingDays,
    Years,
)
from app.statute.gate import Gate
from app.statute.sources import FSR, NMS, VOLUME_4, Verified

PANEL_FOR_INITIAL_APPROVAL_ENDS: date | None = None
"""The first day on which an approval needs no panel, once there is such a law.

The government consulted on it in February and March 2026; no instrument was found."""

CENTRAL_LIST_MEMBER_LEAVE = Clock(
    key="central_list_member_leave",
    says="Notice by a person leaving the central list",
    runs_from="the day written notice is given",
    stops="the entry ends",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(1), FSR.reg("23(2)", Verified.TEXT)),),
    on_lapse="Person remains on the list until the notice ends",
    severity=Severity.LOW,
    decides="central list member",
    records=("notice date", "end date"),
)

CENTRAL_LIST_REMOVAL = Clock(
    key="central_list_removal",
    says="Notice to a person removed from the central list",
    runs_from="the day written notice is given",
    stops="the entry ends",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(1), FSR.reg("23(3)", Verified.TEXT)),),
    on_lapse="Person remains on the list until the notice ends",
    severity=Severity.MEDIUM,
    decides="fostering service",
    records=("reason", "notice date", "end date"),
)

PANEL_MEMBER_RESIGN = Clock(
    key="panel_member_resign",
    says="Notice by a panel member resigning",
    runs_from="the day written notice is given",
    stops="membership ends",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Months(1), FSR.reg("23(8)", Verified.MEMORY)),),
    on_lapse="Membership continues until the notice ends",
    severity=Severity.LOW,
    decides="panel member",
)

NMS_CENTRAL_LIST_INDUCTION = Clock(
    key="nms_central_list_induction",
    says="Induction of a person joining the central list",
    runs_from="the day the person joins the central list",
    stops="the induction",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Weeks(10), NMS.standard("23", Verified.MEMORY)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering service",
    records=("induction date",),
)

PANEL_MEMBER_APPRAISAL = Clock(
    key="panel_member_appraisal",
    says="Yearly review of a central list member",
    runs_from="the day the person joins the central list, then of the last review",
    stops="the review",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Years(1), VOLUME_4.whole(Verified.MEMORY)),),
    on_lapse="Guidance not met",
    severity=Severity.LOW,
    decides="fostering service",
    recurring=True,
)

NMS_PANEL_TRAINING = Clock(
    key="nms_panel_training",
    says="Yearly training day of a central list member, with fostering staff",
    runs_from="the day the person joins the central list, then of the last such day",
    stops="the training day",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), Years(1), NMS.standard("23", Verified.MEMORY)),),
    on_lapse="Standard not met",
    severity=Severity.LOW,
    decides="fostering service",
    recurring=True,
)

NMS_PANEL_PAPERS = Clock(
    key="nms_panel_papers",
    says="Papers to panel members",
    runs_from="the day of the meeting, counted back",
    stops="the meeting",
    counting=Counting.BEFORE,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), NMS.standard("14.3", Verified.TEXT)),),
    on_lapse="Chair must consent to late papers; recommendation open to criticism",
    severity=Severity.MEDIUM,
    decides="panel adviser",
    records=("when the papers were sent",),
    note="Papers must be sent at least 5 working days before the meeting.",
)

ADM_DECISION_DUE = Clock(
    key="adm_decision_due",
    says="Decision after panel",
    runs_from="the day the recommendation and the final minutes are received",
    stops="the decision",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(7), NMS.standard("14.9", Verified.QUOTED)),),
    on_lapse="Drift; standard not met",
    severity=Severity.MEDIUM,
    decides="decision maker",
    records=("when the minutes were received", "decision", "reasons"),
)

ADM_ORAL_NOTICE = Clock(
    key="adm_oral_notice",
    says="Oral notice of the decision",
    runs_from="the day of the decision",
    stops="notice by word of mouth",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(2), NMS.standard("14.10", Verified.QUOTED)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering service",
    records=("when it was given",),
)

ADM_WRITTEN_NOTICE = Clock(
    key="adm_written_notice",
    says="Written notice of the decision",
    runs_from="the day of the decision",
    stops="written notice",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), WorkingDays(5), NMS.standard("14.10", Verified.QUOTED)),),
    on_lapse="Standard not met",
    severity=Severity.MEDIUM,
    decides="fostering service",
    records=("when it was sent",),
)

PANEL_QUORUM_SINGLE = Gate(
    key="panel_quorum_single",
    says="Quorum of a single-provider panel",
    before="a panel hears an item",
    requires=(
        "at least five members",
        "the chair or a vice chair",
        "a social worker with three years of experience since qualifying",
    ),
    cite=FSR.reg("24", Verified.QUOTED),
    since=date(2011, 4, 1),
    on_lapse="No business may be conducted",
    severity=Severity.CRITICAL,
    decides="panel chair",
    note=(
        "Five quoted; composition (three others) recalled, not seen; computed per item after "
        "conflicts."
    ),
)

PANEL_QUORUM_JOINT = Gate(
    key="panel_quorum_joint",
    says="Quorum of a joint panel",
    before="a panel hears an item",
    requires=(
        "at least six members",
        "the chair or a vice chair",
        "a social worker with three years of experience since qualifying",
    ),
    cite=FSR.regs("23(5), 24", Verified.MEMORY),
    since=date(2011, 4, 1),
    on_lapse="No business may be conducted",
    severity=Severity.CRITICAL,
    decides="panel chair",
)

PANEL_QUORUM_VICE_CHAIR = Gate(
    key="panel_quorum_vice_chair",
    says="Independence when a non-independent vice chair takes the chair",
    before="a panel hears an item",
    requires=("another independent member, where the vice chair is not",),
    cite=FSR.reg("24", Verified.MEMORY),
    since=date(2011, 4, 1),
    on_lapse="No business may be conducted",
    severity=Severity.CRITICAL,
    decides="panel chair",
)

PANEL_CHAIR_INDEPENDENT = Gate(
    key="panel_chair_independent",
    says="Chair independent of the provider",
    before="a panel is constituted",
    requires=("an independent chair",),
    cite=FSR.reg("23(4)", Verified.TEXT),
    since=date(2011, 4, 1),
    on_lapse="Panel not validly constituted",
    severity=Severity.HIGH,
    decides="fostering service",
    note="Appointments after 1 October 2011.",
)

PANEL_BEFORE_INITIAL_APPROVAL = Gate(
    key="panel_before_initial_approval",
    says="Panel recommendation before initial approval",
    before="a foster carer is approved",
    requires=("the panel's recommendation",),
    cite=FSR.regs("25, 27", Verified.MEMORY_PLUS),
    since=date(2011, 4, 1),
    ends=PANEL_FOR_INITIAL_APPROVAL_ENDS,
    on_lapse="Approval invalid",
    severity=Severity.HIGH,
    decides="decision maker",
    note="The government consulted on removing it in February and March 2026.",
)

ADM_NOT_PANEL_MEMBER = Gate(
    key="adm_not_panel_member",
    says="Decision-maker did not sit on the panel",
    before="the decision maker decides",
    requires=("a decision maker who did not sit",),
    cite=FSR.reg("27", Verified.QUOTED),
    since=date(2011, 4, 1),
    on_lapse="Decision open to challenge",
    severity=Severity.HIGH,
    decides="decision maker",
)

CLOCKS = (
    CENTRAL_LIST_MEMBER_LEAVE,
    CENTRAL_LIST_REMOVAL,
    PANEL_MEMBER_RESIGN,
    NMS_CENTRAL_LIST_INDUCTION,
    PANEL_MEMBER_APPRAISAL,
    NMS_PANEL_TRAINING,
    NMS_PANEL_PAPERS,
    ADM_DECISION_DUE,
    ADM_ORAL_NOTICE,
    ADM_WRITTEN_NOTICE,
)
GATES = (
    PANEL_QUORUM_SINGLE,
    PANEL_QUORUM_JOINT,
    PANEL_QUORUM_VICE_CHAIR,
    PANEL_CHAIR_INDEPENDENT,
    PANEL_BEFORE_INITIAL_APPROVAL,
    ADM_NOT_PANEL_MEMBER,
)
