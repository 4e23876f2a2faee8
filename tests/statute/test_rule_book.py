"""The rule book is whole, and says of each rule what the checked sheet says of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.statute import provisions
from app.statute.book import ALL_CLOCKS, ALL_GATES, clock, gate, unverified
from app.statute.breach import Breach
from app.statute.sources import (
    CA1989,
    CPPCR,
    FSR,
    LOCAL_POLICY,
    NMS,
    Cite,
    Standing,
    Verified,
)

with (Path(__file__).parent / "rules_expected.csv").open(newline="") as sheet:
    EXPECTED = list(csv.DictReader(sheet))
CLOCKS = [row for row in EXPECTED if row["kind"] == "clock"]
GATES = [row for row in EXPECTED if row["kind"] == "gate"]


def yes_or_no(value: object) -> str:
    return "true" if value else "false"


@pytest.mark.parametrize("row", CLOCKS, ids=lambda row: row["key"])
def test_clock_is_as_the_checked_sheet_says(row):
    found = clock(row["key"])
    assert found.length is not None
    assert {
        "kind": "clock",
        "key": found.key,
        "citation": found.citation,
        "unit": found.length.unit,
        "amount": str(found.length.amount),
        "counting": found.counting,
        "verified": yes_or_no(found.verified),
        "basis": found.verified.value,
        "severity": found.severity,
        "recurring": yes_or_no(found.recurring),
    } == row


@pytest.mark.parametrize("row", GATES, ids=lambda row: row["key"])
def test_gate_is_as_the_checked_sheet_says(row):
    found = gate(row["key"])
    assert (found.citation, yes_or_no(found.verified), found.verified.value, found.severity) == (
        row["citation"],
        row["verified"],
        row["basis"],
        row["severity"],
    )


def test_nothing_is_missing_and_nothing_is_there_twice():
    assert sorted(each.key for each in ALL_CLOCKS) == sorted(row["key"] for row in CLOCKS)
    assert sorted(each.key for each in ALL_GATES) == sorted(row["key"] for row in GATES)
    assert (len(ALL_CLOCKS), len(ALL_GATES)) == (166, 17)


@pytest.mark.parametrize("rule", [*ALL_CLOCKS, *ALL_GATES], ids=lambda rule: rule.key)
def test_every_rule_says_what_it_is_where_it_is_written_and_what_follows(rule):
    assert all((rule.says, rule.citation, rule.on_lapse, rule.decides))


@pytest.mark.parametrize("found", ALL_CLOCKS, ids=lambda found: found.key)
def test_limits_of_a_clock_are_in_date_order(found):
    dates = [limit.since for limit in found.limits]
    assert dates == sorted(set(dates))
    assert all((found.runs_from, found.stops))


def test_what_was_not_read_stays_marked():
    marked = {rule.key for rule in unverified()}
    assert marked == {row["key"] for row in EXPECTED if row["verified"] == "false"}
    assert len(marked) == 109


def test_a_mark_is_true_only_where_the_text_was_read_or_quoted():
    assert [bool(mark) for mark in Verified] == [True, True, False, False]


def test_local_policy_is_never_shown_as_law():
    local = {found.key for found in ALL_CLOCKS if found.standing is Standing.LOCAL}
    assert local == {
        "ssw_supervision_visit",
        "ssw_visit_first_year",
        "ssw_visit_connected",
        "visit_written_up",
        "visit_action",
        "planned_visit",
        "dbs_renewal",
        "medical_renewal",
        "reg24_extension_paper_target",
        "connected_review",
        "connected_draft_report",
        "connected_panel_slot",
        "sgo_iva",
        "sgo_hearing",
        "loaded_files_kept",
        "retention_never_approved",
        "retention_guardianship",
        "retirement_age",
        "retention_reached",
        "retention_proposal",
        "retention_hold_review",
        "decision_on_proposal",
        "hold_review",
        "concern_looked_at",
        "conflict_review",
        "provider_check",
        "sufficiency_review",
        "referral_out_answer",
        "restriction_review",
        "break_glass_review",
        "restriction_proposal",
        "report_checked",
        "report_put_right",
        "report_signed",
        "exit_interview",
        "review_views",
        "review_child_worry",
        "review_decision",
        "review_notice",
        "carer_induction",
        "course_first",
        "course_renewal",
        "development_plan",
        "director_decides",
        "director_looks_again",
        "liberty_review",
        "liberty_ends",
        "setting_check",
        "permanence_achieved",
        "permanence_told",
        "stability_meeting",
        "staying_put_asked",
        "sibling_contact",
        "gp_registered",
        "school_transport",
        "ending_reviewed_after",
        "disruption_meeting",
        "disruption_action",
        "planned_move",
        "introduction_due",
        "bed_held",
        "panel_member_check",
        "panel_minutes_approved",
        "panel_change_told",
        "enquiry_answered",
        "initial_visit_held",
        "application_awaited",
        "stage_1_length",
        "stage_2_length",
        "retention_enquiry",
        "check_chased",
    }
    assert clock("sg_proposal_representations").standing is Standing.GUIDANCE
    assert clock("nms_unannounced_visit").standing is Standing.STANDARD


def test_citation_in_full_and_in_short():
    assert str(FSR.reg("24(1)")) == (
        "Fostering Services (England) Regulations 2011, regulation 24(1)"
    )
    assert str(CA1989.schedule("7", "4")) == "Children Act 1989, Schedule 7 paragraph 4"
    assert str(LOCAL_POLICY.whole()) == "This council's own policy"
    shorts = (
        FSR.regs("25, 27"),
        CPPCR.reg("24(1)"),
        CA1989.section("14A(7)"),
        CA1989.schedule("7", "2"),
        NMS.standard("14.9"),
        LOCAL_POLICY.whole(),
    )
    assert [cite.short for cite in shorts] == [
        "FSR 2011 regs 25, 27",
        "CPPCR 2010 reg 24(1)",
        "CA 1989 s14A(7)",
        "CA 1989 Sch 7 para 2",
        "NMS 14.9",
        "local policy",
    ]


def test_citation_nobody_vouched_for_is_unverified():
    assert not FSR.reg("99").verified


def test_breach_has_the_standing_of_the_rule_it_breaks():
    law = Breach("Ask the area authority.", provisions.LIMIT_EXEMPTION)
    standard = Breach("Record the agreement to share.", provisions.BEDROOM, "bedroom")
    assert (law.standing, standard.standing) == (Standing.LAW, Standing.STANDARD)
    assert str(law) == "Ask the area authority. (Children Act 1989, Schedule 7 paragraph 4(1)-(2))"


def test_every_provision_is_a_citation():
    named = {name: value for name, value in vars(provisions).items() if name.isupper()}
    cites = {name: value for name, value in named.items() if isinstance(value, Cite)}
    assert len(cites) > 50
    assert set(named) - set(cites) <= {
        "ACA2002", "CA1989", "CHR", "CPPCR", "CSA2000", "FSR", "LASPO2012", "NMS", "SAR",
        "LOCAL_POLICY", "SUFFICIENCY_GUIDANCE",
        "_TEXT", "_QUOTED", "_MEMORY", "_MEMORY_PLUS",
    }  # fmt: skip
