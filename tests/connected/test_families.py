"""Fifteen families with their dates: each a story of regulations 24 and 25, told day by day."""

from __future__ import annotations

from datetime import timedelta

from app.children import queries as childrens
from app.connected import actions
from app.connected.rules import EndedHow, Kind, Outcome, Stage
from app.core.today import clock_at, today
from app.oversight import queries as oversight
from app.oversight.rules.kinds import BasisKind
from app.people import actions as people
from app.people import queries as who
from app.people.models import MemberRole
from app.register import actions as register
from app.register.queries import standing_of
from tests import builders as make
from tests.connected.family import (
    DAY,
    EXTENDED,
    FIRST,
    LAST,
    Family,
    on_day,
    refusals,
    stops,
)


def basis(child, day):
    return oversight.basis(child.id, day).kind


def approve_fully(family):
    carer = family.stands().people[0].person_id
    member = who.member_of(family.home.id, carer)
    register.approve(family.home, member.person, starts_on=today(), by=make.SOMEBODY)
    register.set_terms(
        family.home, overall=2, criteria=[make.line(2)], starts_on=today(), by=make.SOMEBODY
    )


def test_1_a_child_placed_and_approved_in_time(nan):
    with on_day(100):
        approve_fully(nan)
        assert nan.stage(nan.leo) is Stage.APPROVED
        nan.end(nan.leo, EndedHow.APPROVED)
        assert nan.stage(nan.leo) is Stage.ENDED
        assert nan.case.ends_on == today()
    with on_day(113):
        assert basis(nan.boy, today()) is BasisKind.APPROVED_CARER


def test_2_the_weeks_run_out_and_the_gap_stays_on_record(nan):
    assert nan.stage(nan.leo, LAST) is Stage.RUNNING
    with clock_at(LAST + DAY):
        assert nan.stage(nan.leo) is Stage.RAN_OUT
        assert basis(nan.boy, today()) is BasisKind.TEMPORARY_APPROVAL_ENDED
    with clock_at(LAST + 11 * DAY):
        approve_fully(nan)
        nan.end(nan.leo, EndedHow.APPROVED)
    gap = [LAST + n * DAY for n in range(1, 11)]
    with clock_at(LAST + 60 * DAY):
        assert {basis(nan.boy, day) for day in gap} == {BasisKind.TEMPORARY_APPROVAL_ENDED}
        assert basis(nan.boy, LAST + 11 * DAY) is BasisKind.APPROVED_CARER


def test_3_brother_placed_later_needs_his_own_and_has_days_of_his_own(nan):
    with on_day(30):
        ned = make.child("Ned")
        make.siblings(nan.boy, ned)
        (row,) = nan.open(ned)
        nan.move(row)
        assert basis(ned, today()) is BasisKind.CONNECTED_NOT_APPROVED
        nan.approved(row)
        assert nan.of(row).course.given.last_day == today() + 111 * DAY
        assert nan.of(nan.leo).course.given.last_day == LAST
    with clock_at(LAST + DAY):
        assert nan.stage(nan.leo) is Stage.RAN_OUT
        assert nan.stage(row) is Stage.RUNNING


def test_4_grandmother_over_the_border_in_wales(db):
    with on_day(1):
        make.postcodes()
        family = Family("Mrs Prosser")
        people.move_household(
            family.home,
            line="2 Heol Isaf",
            postcode="LD8 2AA",
            starts_on=today(),
            by=make.SOMEBODY,
        )
        girl = make.child("Mair")
        (row,) = family.open(girl)
        family.check()
        family.approved(row)
        family.move(row)
        found = oversight.basis(girl.id, today())
        assert found.kind is BasisKind.TEMPORARY_APPROVAL
        assert found.breaches == ()  # regulation 11(4): a connected person needs no approval


def test_5_an_uncle_moves_in_at_week_ten(nan):
    with on_day(70):
        assert not nan.stands().undone
        uncle = nan.joins("Ray")
        assert {line.about.name for line in nan.stands().undone} == {uncle.person.name}
        sister = make.child("Bess")
        (row,) = nan.open(sister)
        assert "Ray Bufton: 9" in refusals(nan.ask, row)
        assert nan.stage(nan.leo) is Stage.RUNNING  # what was validly given runs on
        nan.check()
        nan.approved(row)


def test_6_an_extension_asked_on_the_last_day(nan):
    with clock_at(LAST):
        nan.extended(nan.leo)
        assert nan.stage(nan.leo) is Stage.EXTENDED
    assert nan.stage(nan.leo, EXTENDED) is Stage.EXTENDED
    with clock_at(EXTENDED + DAY):
        assert nan.stage(nan.leo) is Stage.RAN_OUT
    with clock_at(EXTENDED):
        assert str(oversight.basis(nan.boy.id, today()).answer.runs) == "day 168 of 168"


def test_7_an_extension_asked_on_the_day_after(nan):
    with clock_at(LAST + DAY):
        assert "What has run out cannot be extended" in refusals(nan.ask, nan.leo, Kind.EXTEND)


def test_8_asked_in_time_and_decided_too_late(nan):
    with clock_at(LAST):
        asked = nan.ask(nan.leo, Kind.EXTEND)
    with clock_at(LAST + DAY):
        assert "What has run out cannot be extended" in refusals(nan.decide, asked)
        assert nan.stage(nan.leo) is Stage.RAN_OUT
        nan.decide(asked, Outcome.REFUSED)


def test_9_refused_and_asked_again_on_other_facts(db):
    with on_day(1):
        family = Family()
        (row,) = family.open(make.child())
        family.check()
        family.decide(family.ask(row), Outcome.REFUSED)
        assert family.stage(row) is Stage.REFUSED
        assert not standing_of(family.home.id).temporary
        family.approved(row)
        assert family.stage(row) is Stage.RUNNING


def test_10_an_extension_refused_runs_out_on_its_last_day(nan):
    with on_day(98):
        nan.decide(nan.ask(nan.leo, Kind.EXTEND), Outcome.REFUSED)
        assert nan.stage(nan.leo) is Stage.RUNNING
    with clock_at(LAST + DAY):
        assert nan.stage(nan.leo) is Stage.RAN_OUT


def test_11_not_approved_and_an_independent_review_is_pending(nan):
    with clock_at(LAST - 4 * DAY):
        nan.extended(nan.leo, Kind.AWAIT)
    long_after = EXTENDED + timedelta(days=120)
    with clock_at(long_after):
        assert nan.stage(nan.leo) is Stage.REVIEW
        assert basis(nan.boy, today()) is BasisKind.TEMPORARY_APPROVAL
        actions.review_known(nan.leo, on=today(), by=nan.worker)
    with clock_at(long_after + DAY):
        assert nan.stage(nan.leo) is Stage.RAN_OUT
        assert basis(nan.boy, today()) is BasisKind.TEMPORARY_APPROVAL_ENDED
        assert basis(nan.boy, long_after) is BasisKind.TEMPORARY_APPROVAL


def test_12_an_order_on_day_111(nan):
    with on_day(111):
        assert "looked after" in refusals(nan.end, nan.leo, EndedHow.ORDER)
        stops(nan.boy)
        assert nan.stage(nan.leo) is Stage.NOT_LOOKED_AFTER
        nan.end(nan.leo, EndedHow.ORDER)
        assert nan.stage(nan.leo) is Stage.ENDED
    with on_day(113):
        assert basis(nan.boy, today()) is BasisKind.NOT_LOOKED_AFTER


def test_13_a_carer_resigns_after_full_approval(nan):
    with on_day(100):
        approve_fully(nan)
        nan.end(nan.leo, EndedHow.APPROVED)
        approval = standing_of(nan.home.id).approvals[0]
        register.receive_resignation(approval, received_on=today(), by=make.SOMEBODY)
    with on_day(129):
        assert basis(nan.boy, today()) is BasisKind.CARER_NO_LONGER_APPROVED


def test_14_approval_on_day_110_with_the_minutes_late(nan):
    with on_day(110):
        approve_fully(nan)  # no panel day is recorded yet: that stops nothing
        nan.end(nan.leo, EndedHow.APPROVED)
    with on_day(113):
        assert basis(nan.boy, today()) is BasisKind.APPROVED_CARER


def test_15_children_were_there_before_anybody_was_asked(db):
    with on_day(1):
        family = Family()
        boy, girl = make.child("Sid"), make.child("Ivy")
        rows = family.open(boy, girl, there_since=FIRST - 2 * DAY)
        assert basis(boy, today()) is BasisKind.CONNECTED_NOT_APPROVED
        assert "Schedule 4 is not complete" in refusals(family.ask, rows[0])
        family.check()
        for row in rows:
            family.approved(row)
        found = oversight.basis(boy.id, today())
        assert found.kind is BasisKind.TEMPORARY_APPROVAL
        assert "2 days after the child moved" in str([breach.says for breach in found.breaches])


def test_16_a_private_family_arrangement_opens_no_clock(db):
    family = Family()
    says = refusals(family.open, make.child(status=None))
    assert "not looked after" in says
    assert "record the legal status" in says
    assert family.case is None


def test_17_the_child_moves_to_another_home_and_the_case_ends_at_its_last_child(nan):
    with on_day(40):
        (row,) = nan.open(make.child("Ned"))
        nan.end(nan.leo, EndedHow.MOVED)
        assert childrens.main_placement(nan.boy.id, today()) is None
        assert nan.case.ends_on is None
        nan.end(row, EndedHow.NOT_GONE_ON_WITH)
        assert nan.case.ends_on == today()
        assert all(each.ends_on for each in standing_of(nan.home.id).temporary)


def test_a_child_of_the_family_is_asked_about_from_eighteen(nan):
    with on_day(20):
        people.add_member(
            nan.home,
            role=MemberRole.CHILD_OF_FAMILY,
            starts_on=today(),
            given_name="Tess",
            family_name="Bufton",
            born=FIRST.replace(year=2008, day=30),
            by=make.SOMEBODY,
        )
        assert nan.stands(FIRST.replace(day=29)).undone == ()
        with clock_at(FIRST.replace(month=12, day=30)):
            assert {each.about.name for each in nan.stands().undone} == {"Tess Bufton"}
