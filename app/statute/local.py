"""This authority's own timescales. None of them is law; a council sets its own figures here."""

from app.statute.clock import (
    ALWAYS,
    Clock,
    Counting,
    DateDirected,
    Days,
    Limit,
    Months,
    Severity,
    Weeks,
    WorkingDays,
    Years,
)
from app.statute.sources import CA1989, FRG, FSR, LOCAL_POLICY, NMS, UK_GDPR, Verified

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

LOADED_FILES_KEPT = Clock(
    key="loaded_files_kept",
    says="Clear what a load kept of its files",
    runs_from="the day it was carried out, or else brought in",
    stops="its rows and files are cleared",
    counting=Counting.MAXIMUM,
    limits=(Limit(ALWAYS, Months(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="fostering service",
    note="Long enough to put rejected rows right and load them again; the record keeps the rest.",
)

DECISION_ON_PROPOSAL = Clock(
    key="decision_on_proposal",
    says="Decide what was proposed",
    runs_from="the day it is proposed",
    stops="the decision, or the next step towards it",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="decision maker",
)

HOLD_REVIEW = Clock(
    key="hold_review",
    says="Look at a hold again",
    runs_from="the day it begins",
    stops="the hold is looked at again, or lifted",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="fostering team manager",
    recurring=True,
    note="A hold may name its own day; this is the longest.",
)

CONCERN_LOOKED_AT = Clock(
    key="concern_looked_at",
    says="Look at an open concern again",
    runs_from="the day something was last done about it",
    stops="something is done about it, or it is concluded",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met: nobody has moved it",
    severity=Severity.LOW,
    decides="fostering team manager",
    recurring=True,
)

PROVIDER_CHECK = Clock(
    key="provider_check",
    says="Look at the regulator’s list of a provider again",
    runs_from="the day the list was looked at last",
    stops="the list is looked at",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Years(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met: what is registered may have changed",
    severity=Severity.LOW,
    decides="placement team",
    recurring=True,
)

SUFFICIENCY_REVIEW = Clock(
    key="sufficiency_review",
    says="Review of the sufficiency statement",
    runs_from="the day the statement is approved",
    stops="the next statement is approved",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Years(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="The statement is out of date: what is planned rests on old figures",
    severity=Severity.MEDIUM,
    decides="commissioner",
    recurring=True,
    also=(CA1989.section("22G", Verified.MEMORY_PLUS),),
    note="No period in law. The day is that which the approval set; a year unless said.",
)

REFERRAL_OUT_ANSWER = Clock(
    key="referral_out_answer",
    says="Answers to a referral sent to other providers",
    runs_from="the day the referral is sent",
    stops="every provider has answered, or is asked no longer",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Remind them, or widen the search",
    severity=Severity.MEDIUM,
    decides="placement team",
    note="The day that the referral itself gives them governs; this is what it is filled with.",
)

CONFLICT_REVIEW = Clock(
    key="conflict_review",
    says="Look again at who knows whom",
    runs_from="the day it was recorded, or last looked at",
    stops="it is looked at again, or ended",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Days(90), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the record stays shut",
    severity=Severity.LOW,
    decides="fostering team manager",
    recurring=True,
)

RESTRICTION_REVIEW = Clock(
    key="restriction_review",
    says="Look again at a restricted record",
    runs_from="the day it was restricted, or last looked at",
    stops="it is looked at again, or lifted",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Days(90), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the record stays restricted",
    severity=Severity.LOW,
    decides="fostering team manager",
    recurring=True,
)

BREAK_GLASS_REVIEW = Clock(
    key="break_glass_review",
    says="Look at whether it was right to open a restricted record",
    runs_from="the day it was opened",
    stops="somebody else has looked at it",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(2), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; it stands in red until somebody has",
    severity=Severity.HIGH,
    decides="service manager",
)

RESTRICTION_PROPOSAL = Clock(
    key="restriction_proposal",
    says="Decide whether a record is restricted, as somebody proposes",
    runs_from="the day it was proposed",
    stops="it is restricted, or somebody says why not",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(2), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the record stays open until somebody has decided",
    severity=Severity.HIGH,
    decides="team manager",
)

REPORT_CHECKED = Clock(
    key="report_checked",
    says="Check a report that is handed in",
    runs_from="the day it was handed in",
    stops="somebody other than its author has passed or returned it",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; its case waits",
    severity=Severity.LOW,
    decides="team manager",
    recurring=True,
)

REPORT_PUT_RIGHT = Clock(
    key="report_put_right",
    says="Put right a report that was returned",
    runs_from="the day it was returned",
    stops="it is handed in again",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; its case waits",
    severity=Severity.LOW,
    decides="assessor",
    recurring=True,
)

REPORT_SIGNED = Clock(
    key="report_signed",
    says="Sign a report that passed its check",
    runs_from="the day it passed",
    stops="a manager signs it or sends it back",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; its case waits",
    severity=Severity.LOW,
    decides="team manager",
    recurring=True,
)

EXIT_INTERVIEW = Clock(
    key="exit_interview",
    says="Exit interview",
    runs_from="the day written notice of resignation is received",
    stops="the interview is held or declined",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Days(28), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="fostering service",
)

SSW_VISIT_FIRST_YEAR = Clock(
    key="ssw_visit_first_year",
    says="Supervision visit in the first year of approval",
    runs_from="the day of approval, then of the last supervision visit",
    stops="the visit",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="supervising social worker",
    recurring=True,
    note="No statutory frequency; council sets the amount.",
)

SSW_VISIT_CONNECTED = Clock(
    key="ssw_visit_connected",
    says="Supervision visit to a connected person",
    runs_from="the day of approval, temporary or full, then of the last supervision visit",
    stops="the visit",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="supervising social worker",
    recurring=True,
    note="No statutory frequency; council sets the amount.",
)

VISIT_WRITTEN_UP = Clock(
    key="visit_written_up",
    says="Visit written up",
    runs_from="the day of the visit",
    stops="the visit is recorded",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="supervising social worker",
)

VISIT_ACTION = Clock(
    key="visit_action",
    says="Something agreed at a visit",
    runs_from="the visit",
    stops="it is done, or no longer needed",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="whoever agreed to do it",
    note="The day is agreed at the visit.",
)

PLANNED_VISIT = Clock(
    key="planned_visit",
    says="A visit that was planned",
    runs_from="the day it is planned",
    stops="the visit is recorded, moved or called off",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="supervising social worker",
    note="The day is the one it is planned for.",
)

REVIEW_VIEWS = Clock(
    key="review_views",
    says="Views for a review of approval",
    runs_from="the day the review is opened",
    stops="everybody's view is given, or it is said why not",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="supervising social worker",
    note="That views are sought is law (FSR 2011 regulation 28(3)); the time for it is ours.",
)

REVIEW_CHILD_WORRY = Clock(
    key="review_child_worry",
    says="A child said in a review that they do not feel safe, or would rather talk",
    runs_from="the day the child said it",
    stops="somebody has read it and said what was done",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Days(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="A child waits to be heard",
    severity=Severity.CRITICAL,
    decides="supervising social worker",
    records=("who read it", "what was done"),
)

REVIEW_DECISION = Clock(
    key="review_decision",
    says="Decision on a review of approval",
    runs_from="the day the review's report is complete",
    stops="the decision",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="team manager or decision maker",
    note="After a panel the national standard of seven working days holds instead.",
)

REVIEW_NOTICE = Clock(
    key="review_notice",
    says="Written notice of the outcome of a review",
    runs_from="the day of the decision",
    stops="written notice",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="The carers are not told what was decided",
    severity=Severity.LOW,
    decides="fostering service",
    records=("when it was given",),
    also=(FSR.reg("28(6)", Verified.MEMORY_PLUS),),
    note="The notice is law; the number of days is ours.",
)

CARER_INDUCTION = Clock(
    key="carer_induction",
    says="Induction of a new carer",
    runs_from="the day of approval",
    stops="the induction is complete",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(12), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Standard not met: every new carer has an induction",
    severity=Severity.LOW,
    decides="fostering service",
    also=(NMS.standard("20.1", Verified.TEXT),),
    note="The induction is the standard; the number of weeks is ours.",
)

COURSE_FIRST = Clock(
    key="course_first",
    says="A course that every carer needs",
    runs_from="the day of approval, or the day from which it is required",
    stops="the course is attended",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="fostering service",
    also=(NMS.standard("20.4", Verified.MEMORY_PLUS),),
    note="The list of courses says within how many months.",
)

COURSE_RENEWAL = Clock(
    key="course_renewal",
    says="A course to be attended again",
    runs_from="the day it was attended",
    stops="it is attended again",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="fostering service",
    recurring=True,
    note="The certificate says until when, or else the list as it was on the day of the course.",
)

DEVELOPMENT_PLAN = Clock(
    key="development_plan",
    says="Personal development plan",
    runs_from="the day of approval, then of the last plan",
    stops="a plan is made",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Years(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Standard not met: every carer has a plan that is kept up",
    severity=Severity.LOW,
    decides="fostering service",
    recurring=True,
    also=(NMS.standard("20.5", Verified.MEMORY_PLUS),),
    note="The plan is the standard; how often it is made anew is ours.",
)

RETENTION_NEVER_APPROVED = Clock(
    key="retention_never_approved",
    says="Retain record of a household that was never assessed or approved",
    runs_from="the last day on which anybody belonged to it, or it was recorded",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.LOW,
    decides="service manager",
    note="As long as regulation 32(3) asks for an applicant who was refused or withdrew.",
)

RETENTION_GUARDIANSHIP = Clock(
    key="retention_guardianship",
    says="Retain record of special guardians, or of people who would have been",
    runs_from="the day their last case was closed",
    stops="disposal is approved",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="It must not be destroyed before then",
    severity=Severity.LOW,
    decides="service manager",
    note="The guardianship regulations are silent: as long as a foster carer’s. A child who was "
    "looked after has a record of their own, kept longer.",
)

RETIREMENT_AGE = Clock(
    key="retirement_age",
    says="Normal retirement age",
    runs_from="the carer's birth",
    stops="that birthday",
    counting=Counting.MINIMUM,
    limits=(Limit(ALWAYS, Years(68), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="A summary of an allegation is kept until then, or ten years if that is longer",
    severity=Severity.LOW,
    decides="fostering service",
    also=(NMS.standard("22.7", Verified.MEMORY),),
    note="The highest state pension age that the law gives anybody, so that nothing goes early.",
)

RETENTION_REACHED = Clock(
    key="retention_reached",
    says="A record that need not be kept any longer",
    runs_from="the last day on which it had to be kept",
    stops="it is destroyed, or held",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Days(30), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Personal data are kept longer than is needed, and nobody said why",
    severity=Severity.LOW,
    decides="service manager",
    also=(UK_GDPR.article("5(1)(e)", Verified.MEMORY),),
)

RETENTION_PROPOSAL = Clock(
    key="retention_proposal",
    says="Decision on a proposal to destroy a record",
    runs_from="the day it is proposed",
    stops="it is destroyed, or kept",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(20), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="service manager",
)

RETENTION_HOLD_REVIEW = Clock(
    key="retention_hold_review",
    says="Look again at a record that is held from destruction",
    runs_from="the day it is held, or was last looked at",
    stops="it is looked at again, or lifted",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Years(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="service manager",
    recurring=True,
)

CONNECTED_REVIEW = Clock(
    key="connected_review",
    says="Looked-after review in the weeks of a temporary approval",
    runs_from="the day temporary approval is given",
    stops="a review of the child's case is held",
    counting=Counting.BEGINNING_WITH,
    limits=(Limit(ALWAYS, Days(28), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="independent reviewing officer",
    note="The first review has its own clock in law, from the day the child is looked after.",
)

CONNECTED_DRAFT_REPORT = Clock(
    key="connected_draft_report",
    says="Draft of a connected person's full assessment report",
    runs_from="the day temporary approval is given",
    stops="the draft is written",
    counting=Counting.BEGINNING_WITH,
    limits=(Limit(ALWAYS, Days(56), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Expiry before approval becomes likely",
    severity=Severity.LOW,
    decides="assessing social worker",
)

CONNECTED_PANEL_SLOT = Clock(
    key="connected_panel_slot",
    says="Panel slot for a connected person",
    runs_from="the day temporary approval is given",
    stops="a panel slot is booked",
    counting=Counting.BEGINNING_WITH,
    limits=(Limit(ALWAYS, Days(84), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Expiry before approval becomes likely",
    severity=Severity.LOW,
    decides="connected persons team",
)

DIRECTOR_DECIDES = Clock(
    key="director_decides",
    says="The director decides about a child who lives where it is not lawful",
    runs_from="the first day of it",
    stops="the director's decision",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Nobody at the top has looked; the child stands first, in red, until somebody does",
    severity=Severity.LOW,
    decides="director of children's services",
    note="The law sets no time. Inspectors ask for close, continual oversight of each such child.",
)

DIRECTOR_LOOKS_AGAIN = Clock(
    key="director_looks_again",
    says="The director looks again at a child who lives where it is not lawful",
    runs_from="the director's last decision",
    stops="the next decision, or a lawful home",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Weeks(4), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="director of children's services",
    recurring=True,
    note="Each decision names its own day; this is the longest.",
)

LIBERTY_REVIEW_DUE = Clock(
    key="liberty_review",
    says="Review of a deprivation of liberty",
    runs_from="the order, then the last review",
    stops="the review is held, or the restrictions end",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="The restrictions go on unreviewed",
    severity=Severity.LOW,
    decides="responsible authority",
    recurring=True,
    note="The order, or the last review, names the day.",
)

LIBERTY_ENDS = Clock(
    key="liberty_ends",
    says="What allows a deprivation of liberty runs out",
    runs_from="the order",
    stops="a further order, or the end of the restrictions",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="The child is deprived of liberty without authority",
    severity=Severity.LOW,
    decides="responsible authority",
    note="The order names its last day; from the next one it is unlawful, not only late.",
)

SETTING_CHECK = Clock(
    key="setting_check",
    says="Check a setting's registration with its regulator",
    runs_from="the day it was last checked, or else began",
    stops="it is checked, or recorded as ended",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Months(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="placement officer",
    recurring=True,
    note="Of settings where a child of ours lives.",
)

PERMANENCE_ACHIEVED = Clock(
    key="permanence_achieved",
    says="Plan for permanence to be achieved",
    runs_from="the day the plan is agreed",
    stops="it is achieved, or another plan takes its place",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="A child waits longer than was planned: say why",
    severity=Severity.LOW,
    decides="child's social worker",
    note="The day is agreed with the plan.",
)

PERMANENCE_TOLD = Clock(
    key="permanence_told",
    says="The child and the carers told of a match",
    runs_from="the day the match is decided",
    stops="both have been told",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(5), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="child's social worker",
)

STABILITY_MEETING = Clock(
    key="stability_meeting",
    says="Stability meeting",
    runs_from="the day of the move, of the notice, or on which it was asked for",
    stops="the meeting is held",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="child's social worker",
    note="The council sets how many placements in twelve months call for one.",
)

SIBLING_CONTACT = Clock(
    key="sibling_contact",
    says="Brothers and sisters who live apart in touch",
    runs_from="the day they were last in touch, or the day it was agreed",
    stops="they are in touch",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="child's social worker",
    recurring=True,
    note="How often is agreed for each two of them.",
)

GP_REGISTERED = Clock(
    key="gp_registered",
    says="Child registered with a doctor near the home",
    runs_from="the day the placement starts",
    stops="the child is registered, or stays with the same doctor",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="foster carers",
    note="The regulations ask who the doctor is (Schedule 2); the number of days is ours.",
)

SCHOOL_TRANSPORT = Clock(
    key="school_transport",
    says="How the child gets to school arranged",
    runs_from="the day the placement starts",
    stops="it is arranged, or is not needed",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="The child misses school",
    severity=Severity.LOW,
    decides="placement officer",
)

ENDING_REVIEWED_AFTER = Clock(
    key="ending_reviewed_after",
    says="Review after a placement that had to end at once",
    runs_from="the day the placement ended",
    stops="a review of the child's case",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(20), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Nobody has looked at what the ending means for the child's plan",
    severity=Severity.LOW,
    decides="independent reviewing officer",
    note="Regulation 14(3) leaves out the review before; it sets no day for one afterwards.",
)

DISRUPTION_MEETING = Clock(
    key="disruption_meeting",
    says="Disruption meeting",
    runs_from="the day the placement ended without being planned",
    stops="the meeting is held, or it is said why none is",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(20), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Nothing is learned from it",
    severity=Severity.LOW,
    decides="placement officer",
)

DISRUPTION_ACTION = Clock(
    key="disruption_action",
    says="Agreed at a disruption meeting",
    runs_from="the day of the meeting",
    stops="it is done",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="whoever took it on",
)

STAYING_PUT_ASKED = Clock(
    key="staying_put_asked",
    says="Both asked whether the young person stays put at eighteen",
    runs_from="the day somebody who is fostered is seventeen and a half",
    stops="it is recorded what the young person and the carers wish",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, Months(3), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Nobody knows where the young person lives on their birthday",
    severity=Severity.LOW,
    decides="child's social worker",
    note="Staying put itself is the law's, where both wish it (CA 1989 s23CZA).",
)

PLANNED_MOVE = Clock(
    key="planned_move",
    says="A child moves as planned",
    runs_from="the day the move is planned",
    stops="the child is placed there, or the plan is let go",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="A bed is kept for a child who does not come",
    severity=Severity.LOW,
    decides="placement officer",
)

INTRODUCTION_DUE = Clock(
    key="introduction_due",
    says="Introduction before a planned move",
    runs_from="the day it is planned",
    stops="it is recorded how it went, or that it was not held",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="child's social worker",
)

BED_HELD = Clock(
    key="bed_held",
    says="A held bed is let go",
    runs_from="the moment it is held",
    stops="the child is placed, the move is planned, or the hold is let go",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="The bed is free again by itself",
    severity=Severity.LOW,
    decides="placement officer",
    note="Until when is said when it is held; nobody has to let it go.",
)

PANEL_MEMBER_CHECK = Clock(
    key="panel_member_check",
    says="Criminal record check of a central list member",
    runs_from="the day the person joins the central list, then until the last check counts",
    stops="a new check",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, DateDirected(), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="panel adviser",
    recurring=True,
    note="Until when a check counts is recorded with it.",
)

PANEL_MINUTES_APPROVED = Clock(
    key="panel_minutes_approved",
    says="Minutes of a panel written, and approved by whoever took the chair",
    runs_from="the day of the meeting",
    stops="the approval",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the seven working days to decide have not begun",
    severity=Severity.MEDIUM,
    decides="whoever took the chair",
    records=("who approved them", "date"),
    note="NMS 14.7 asks for minutes and sets no time; NMS 14.9 runs from the final ones.",
)

PANEL_CHANGE_TOLD = Clock(
    key="panel_change_told",
    says="A member of a panel knows that a meeting is called off, or has moved",
    runs_from="the day of the change",
    stops="the member has opened it, or said again whether they come",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(1), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met",
    severity=Severity.LOW,
    decides="panel member",
)

CLOCKS = (
    SSW_SUPERVISION_VISIT,
    SSW_VISIT_FIRST_YEAR,
    SSW_VISIT_CONNECTED,
    VISIT_WRITTEN_UP,
    VISIT_ACTION,
    PLANNED_VISIT,
    DBS_RENEWAL,
    MEDICAL_RENEWAL,
    REG24_EXTENSION_PAPER_TARGET,
    CONNECTED_REVIEW,
    CONNECTED_DRAFT_REPORT,
    CONNECTED_PANEL_SLOT,
    SGO_IVA,
    LOADED_FILES_KEPT,
    DECISION_ON_PROPOSAL,
    HOLD_REVIEW,
    CONCERN_LOOKED_AT,
    CONFLICT_REVIEW,
    PROVIDER_CHECK,
    SUFFICIENCY_REVIEW,
    REFERRAL_OUT_ANSWER,
    PANEL_MEMBER_CHECK,
    PANEL_MINUTES_APPROVED,
    PANEL_CHANGE_TOLD,
    RESTRICTION_REVIEW,
    BREAK_GLASS_REVIEW,
    RESTRICTION_PROPOSAL,
    REPORT_CHECKED,
    REPORT_PUT_RIGHT,
    REPORT_SIGNED,
    EXIT_INTERVIEW,
    REVIEW_VIEWS,
    REVIEW_CHILD_WORRY,
    REVIEW_DECISION,
    REVIEW_NOTICE,
    CARER_INDUCTION,
    COURSE_FIRST,
    COURSE_RENEWAL,
    DEVELOPMENT_PLAN,
    RETENTION_NEVER_APPROVED,
    RETENTION_GUARDIANSHIP,
    RETIREMENT_AGE,
    RETENTION_REACHED,
    RETENTION_PROPOSAL,
    RETENTION_HOLD_REVIEW,
    DIRECTOR_DECIDES,
    DIRECTOR_LOOKS_AGAIN,
    LIBERTY_REVIEW_DUE,
    LIBERTY_ENDS,
    SETTING_CHECK,
    PERMANENCE_ACHIEVED,
    PERMANENCE_TOLD,
    STABILITY_MEETING,
    SIBLING_CONTACT,
    GP_REGISTERED,
    SCHOOL_TRANSPORT,
    ENDING_REVIEWED_AFTER,
    DISRUPTION_MEETING,
    DISRUPTION_ACTION,
    STAYING_PUT_ASKED,
    PLANNED_MOVE,
    INTRODUCTION_DUE,
    BED_HELD,
)
