"""One worked example for every clock, each reckoned by hand with a calendar.

Bank holidays in the examples: Fri 25 and Mon 28 December 2026, Fri 1 January, Fri 26 and
Mon 29 March, Mon 3 and Mon 31 May, Mon 27 and Tue 28 December 2027, Mon 3 January 2028.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.statute.book import ALL_CLOCKS, clock
from app.statute.clock import HasNoLength

LAST_DAYS = {  # key: (the day the clock starts, the last day that is in time)
    # the central list and panels
    "central_list_member_leave": ("2027-01-31", "2027-02-28"),
    "central_list_removal": ("2026-12-15", "2027-01-15"),
    "panel_member_resign": ("2026-11-30", "2026-12-30"),
    "nms_central_list_induction": ("2027-01-04", "2027-03-15"),
    "panel_member_appraisal": ("2028-02-29", "2029-02-28"),
    "nms_panel_training": ("2026-11-23", "2027-11-23"),
    "nms_panel_papers": ("2027-01-06", "2026-12-29"),
    "adm_decision_due": ("2026-12-18", "2026-12-31"),
    "adm_oral_notice": ("2026-12-23", "2026-12-29"),
    "adm_written_notice": ("2026-12-23", "2027-01-04"),
    # assessment
    "nms_assessment_8_months": ("2026-06-30", "2027-02-28"),
    "stage1_decision": ("2026-12-18", "2027-01-06"),
    "applicant_observations": ("2027-03-25", "2027-04-12"),
    "previous_provider_reference_window": ("2026-01-10", "2027-01-10"),
    "representation_period": ("2026-12-18", "2027-01-15"),
    "irm_documents_due": ("2026-12-18", "2027-01-06"),
    # approval
    "annual_review_due": ("2026-11-23", "2027-11-23"),
    "terms_change_without_consent": ("2026-12-18", "2027-01-15"),
    "termination_representation_period": ("2027-02-01", "2027-03-01"),
    "resignation_effect": ("2026-11-23", "2026-12-21"),
    # supervision
    "nms_unannounced_visit": ("2027-03-01", "2028-03-01"),
    "nms_home_inspection": ("2027-02-28", "2028-02-28"),
    "nms_tsd": ("2026-11-23", "2027-11-23"),
    "nms_tsd_family_friends": ("2026-08-31", "2028-02-29"),
    "serious_incident_panel": ("2026-12-24", "2027-01-05"),
    "nms_exec_report": ("2026-11-30", "2027-02-28"),
    "nms_sop_review": ("2026-04-01", "2027-04-01"),
    # records
    "records_access_other_provider": ("2026-12-18", "2027-01-13"),
    "retention_foster_parent": ("2026-11-23", "2036-11-23"),
    "retention_temporary": ("2028-02-29", "2038-02-28"),
    "retention_refused": ("2026-11-23", "2029-11-23"),
    "schedule2_retention": ("2026-11-23", "2041-11-23"),
    "nms_allegation_retention": ("2026-11-23", "2036-11-23"),
    # placing
    "care_plan_due": ("2026-11-23", "2026-12-07"),
    "placement_plan_due": ("2026-12-23", "2027-01-04"),
    "placement_notification": ("2026-12-18", "2026-12-29"),
    "area_authority_notification": ("2026-12-19", "2026-12-29"),
    "out_of_area_emergency_steps": ("2027-12-24", "2028-01-05"),
    "emergency_outside_terms": ("2026-12-23", "2027-01-04"),
    "reg19_assessment": ("2026-11-23", "2026-12-07"),
    "reg19_decision": ("2026-12-07", "2026-12-21"),
    "under16_exception": ("2027-04-30", "2027-05-17"),
    "termination_late_notice": ("2026-12-18", "2027-01-06"),
    # connected persons
    "reg24_expiry": ("2026-11-23", "2027-03-14"),
    "reg25_extension": ("2027-03-14", "2027-05-09"),
    # visits and reviews
    "visit_first": ("2026-11-23", "2026-11-30"),
    "visit_year1": ("2026-11-30", "2027-01-11"),
    "visit_after_year1_to_18": ("2026-11-30", "2027-02-28"),
    "visit_after_year1_other": ("2026-11-30", "2027-01-11"),
    "visit_long_term_fostering": ("2026-08-31", "2027-02-28"),
    "visit_reg24_before_review": ("2026-11-23", "2026-11-30"),
    "visit_reg24_after_review": ("2026-12-21", "2027-01-18"),
    "visit_care_order_with_parent": ("2026-12-25", "2027-01-01"),
    "lac_review_first": ("2026-11-23", "2026-12-21"),
    "lac_review_second": ("2026-12-21", "2027-03-21"),
    "lac_review_subsequent": ("2027-03-21", "2027-09-21"),
    "retention_looked_after": ("2012-02-29", "2087-02-28"),
    "retention_looked_after_death": ("2026-05-01", "2041-05-01"),
    # the Children Act and special guardianship
    "proceedings_26_weeks": ("2026-11-23", "2027-05-24"),
    "sgo_notice_3_months": ("2026-11-30", "2027-02-28"),
    "sgo_full_assessment_3_months": ("2026-11-23", "2027-02-23"),
    "sg_support_review": ("2026-11-23", "2027-11-23"),
    "sg_financial_review": ("2028-02-29", "2029-02-28"),
    "sg_statement_reminder": ("2027-03-01", "2027-03-29"),
    "sg_proposal_representations": ("2026-12-18", "2027-01-15"),
    "sg_responsible_authority": ("2028-02-29", "2031-02-28"),
    "sg_foster_remuneration": ("2026-11-23", "2028-11-23"),
    # personal data
    "dbs_certificate_retention": ("2026-08-31", "2027-02-28"),
    "subject_access": ("2027-01-31", "2027-02-28"),
    # local policy
    "ssw_supervision_visit": ("2026-11-23", "2027-01-04"),
    "ssw_visit_first_year": ("2026-11-30", "2026-12-28"),
    "ssw_visit_connected": ("2028-02-01", "2028-02-29"),
    "visit_written_up": ("2026-12-23", "2027-01-04"),
    "dbs_renewal": ("2024-02-29", "2027-02-28"),
    "medical_renewal": ("2026-11-23", "2029-11-23"),
    "reg24_extension_paper_target": ("2026-11-23", "2027-02-28"),
    "connected_review": ("2026-11-23", "2026-12-20"),
    "connected_draft_report": ("2026-11-23", "2027-01-17"),
    "connected_panel_slot": ("2026-11-23", "2027-02-14"),
    "sgo_iva": ("2026-11-23", "2026-12-07"),
    "decision_on_proposal": ("2026-12-18", "2026-12-29"),
    "director_decides": ("2026-12-24", "2026-12-29"),
    "director_looks_again": ("2026-12-18", "2027-01-15"),
    "setting_check": ("2026-11-30", "2027-02-28"),
    "hold_review": ("2026-12-18", "2027-01-15"),
    "concern_looked_at": ("2026-12-18", "2027-01-15"),
    "conflict_review": ("2026-11-23", "2027-02-21"),
    "provider_check": ("2026-11-30", "2027-11-30"),
    "sufficiency_review": ("2026-11-30", "2027-11-30"),
    "referral_out_answer": ("2026-12-24", "2026-12-29"),
    "panel_minutes_approved": ("2026-12-18", "2027-01-06"),
    "panel_change_told": ("2026-12-24", "2026-12-29"),
    "restriction_review": ("2026-11-23", "2027-02-21"),
    "break_glass_review": ("2026-12-23", "2026-12-29"),
    "restriction_proposal": ("2026-12-23", "2026-12-29"),
    "report_checked": ("2026-12-22", "2026-12-31"),
    "report_put_right": ("2026-12-18", "2027-01-06"),
    "report_signed": ("2026-12-22", "2026-12-31"),
    "designated_officer_referral": ("2026-12-24", "2026-12-29"),
    "exit_interview": ("2027-02-01", "2027-03-01"),
    "review_views": ("2026-11-23", "2026-12-21"),
    "review_child_worry": ("2026-12-24", "2026-12-25"),
    "review_decision": ("2026-12-18", "2027-01-06"),
    "review_notice": ("2026-12-18", "2026-12-29"),
    "carer_induction": ("2026-11-23", "2027-02-15"),
    "development_plan": ("2028-02-29", "2029-02-28"),
    "permanence_plan_due": ("2026-10-31", "2027-02-28"),
    "permanence_told": ("2026-12-18", "2026-12-29"),
    # what a placement starts, and what its end does
    "delegated_authority": ("2026-12-23", "2027-01-04"),
    "placement_consents": ("2026-12-24", "2027-01-05"),
    "reviewing_officer_named": ("2026-11-23", "2026-11-30"),
    "health_assessment": ("2026-12-04", "2027-01-06"),
    "education_plan": ("2026-11-23", "2026-12-07"),
    "staying_put_asked": ("2026-11-30", "2027-02-28"),
    "gp_registered": ("2026-12-18", "2027-01-06"),
    "school_transport": ("2026-12-24", "2026-12-31"),
    "ending_reviewed_after": ("2026-12-18", "2027-01-20"),
    "disruption_meeting": ("2027-03-19", "2027-04-20"),
    "visit_reg19_before_review": ("2026-12-25", "2027-01-01"),
    "visit_reg19_after_review": ("2028-02-29", "2028-04-11"),
    "stability_meeting": ("2026-12-18", "2027-01-06"),
    "loaded_files_kept": ("2026-11-30", "2027-02-28"),
    "retention_never_approved": ("2024-02-29", "2027-02-28"),
    "retention_enquiry": ("2028-02-29", "2030-02-28"),
    "check_chased": ("2026-12-18", "2027-01-06"),
    "enquiry_answered": ("2026-12-18", "2026-12-29"),
    "initial_visit_held": ("2026-12-18", "2027-01-06"),
    "application_awaited": ("2026-11-30", "2027-02-28"),
    "stage_1_length": ("2026-12-31", "2027-02-28"),
    "stage_2_length": ("2026-10-31", "2027-02-28"),
    "retention_guardianship": ("2024-02-29", "2034-02-28"),
    "retirement_age": ("1960-02-29", "2028-02-29"),
    "retention_reached": ("2026-11-23", "2026-12-23"),
    "retention_proposal": ("2026-12-18", "2027-01-20"),
    "retention_hold_review": ("2028-02-29", "2029-02-28"),
}

LAST_MOMENTS = {  # hours run through the weekend: Friday evening to Saturday, and to Monday
    "notifiable_event_24h": (
        datetime(2026, 12, 18, 18, 30, tzinfo=UTC),
        datetime(2026, 12, 19, 18, 30, tzinfo=UTC),
    ),
    "breach_report": (
        datetime(2026, 12, 18, 18, 30, tzinfo=UTC),
        datetime(2026, 12, 21, 18, 30, tzinfo=UTC),
    ),
}

WITHOUT_LENGTH = {  # owed at once, or until something happens, or on a date that others set
    "first_review_to_panel": "none",
    "terms_change_with_consent": "none",
    "nms_named_ssw": "none",
    "reg25_expiry_terminate": "none",
    "schedule_4_joined": "none",
    "kinship_local_offer": "none",
    "termination_copy": "none",
    "exemption_notice": "none",
    "reg25_extension_irm": "until_event",
    "sgo_court_report_due": "date_directed",
    "ofsted_return_snapshot": "date_directed",
    "visit_action": "date_directed",
    "sgo_hearing": "date_directed",
    "liberty_review": "date_directed",
    "liberty_ends": "date_directed",
    "course_first": "date_directed",
    "course_renewal": "date_directed",
    "planned_visit": "date_directed",
    "permanence_achieved": "date_directed",
    "sibling_contact": "date_directed",
    "panel_member_check": "date_directed",
    "disruption_action": "date_directed",
    "review_before_ending": "date_directed",
    "agreement_before_placement": "date_directed",
    "key_stage_4_approval": "date_directed",
    "education_undisturbed": "date_directed",
    "planned_move": "date_directed",
    "introduction_due": "date_directed",
    "bed_held": "date_directed",
}


@pytest.mark.parametrize("key", LAST_DAYS)
def test_last_day_of(key):
    start, last = (date.fromisoformat(day) for day in LAST_DAYS[key])
    assert clock(key).last_day(start) == last


@pytest.mark.parametrize("key", LAST_MOMENTS)
def test_last_moment_of(key):
    start, last = LAST_MOMENTS[key]
    assert clock(key).last_moment(start) == last
    with pytest.raises(HasNoLength):
        clock(key).last_day(start.date())


@pytest.mark.parametrize("key", WITHOUT_LENGTH)
def test_no_last_day_is_made_up_for(key):
    subject = clock(key)
    assert subject.length.unit == WITHOUT_LENGTH[key]
    assert not subject.runs_for(date(2026, 11, 23))
    with pytest.raises(HasNoLength):
        subject.last_day(date(2026, 11, 23))


def test_every_clock_has_a_worked_example():
    exampled = {*LAST_DAYS, *LAST_MOMENTS, *WITHOUT_LENGTH}
    assert {each.key for each in ALL_CLOCKS} == exampled, "Add its example to this file."
