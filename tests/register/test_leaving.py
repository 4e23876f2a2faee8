"""Resignation, transfer, records for another service, and the clocks of all of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.register import actions, queries, watch_deciding
from app.register.actions import deciding as decisions
from app.register.actions import resignation as acts
from app.register.deciding import DecisionKind, ExitReason, ExitStepKind, StepKind
from app.register.models import ApprovalEnd, HoldReason
from app.register.queries import resignation as leaving
from app.register.queries.deciding import two_people_asked
from app.register.rules.resignation import transfer_judged
from tests import builders
from tests.builders import SOMEBODY
from tests.register import decided

DAY = timedelta(days=1)


def refusals(action, *args, **kw):
    """The sentences in which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **kw)
    return [breach.says for breach in refused.value.breaches]


def resigned(home, *, on=None, how_many=1):
    """So many of its carers give notice."""
    approvals = queries.standing_of(home.id).approvals[:how_many]
    acts.receive_notice(
        approvals, received_on=on or today(), reason=ExitReason.RETIREMENT, by=SOMEBODY
    )
    return leaving.resignation_of(approvals[0].id)


def clocks(day=None):
    """The clocks that run, by key."""
    return {each.clock: each for each in watch_deciding.running(day or today())}


# ------------------------------------------------------------------------------------ resignation


def test_item_9_resignation_ends_approval_28_days_after_receipt_by_itself(db):
    """statute.md section 9, item 9: on the day before it stands, on the day it does not."""
    home = builders.household()
    with clock_at(date(2026, 11, 2)):
        resigned(home)
    assert queries.entry(home.id, date(2026, 11, 29)) is not None
    assert queries.entry(home.id, date(2026, 11, 30)) is None


def test_item_9_a_child_still_there_is_urgent_at_once_and_until_there_is_none(db):
    home = builders.household()
    builders.placed(builders.child("Zac"), home, since=date(2026, 9, 14))
    with clock_at(date(2026, 11, 2)):
        resigned(home)
    (found,) = leaving.leaving(date(2026, 11, 2))
    assert (found.is_urgent, found.children, found.ends_on) == (True, 1, date(2026, 11, 30))
    (after,) = leaving.leaving(date(2026, 12, 20))
    assert after.is_urgent
    assert clocks(date(2026, 12, 20))["resignation_effect"].days_left(date(2026, 12, 20)) == -20


def test_where_one_of_a_couple_leaves_the_children_have_a_carer_still(db):
    home = builders.couple()
    builders.placed(builders.child(), home)
    resigned(home)
    (found,) = leaving.leaving(today())
    assert not found.last_carer
    assert not found.is_urgent


def test_where_both_leave_the_children_have_nobody(db):
    home = builders.couple()
    builders.placed(builders.child(), home)
    resigned(home, how_many=2)
    assert [each.is_urgent for each in leaving.leaving(today())] == [True, True]


def test_a_wish_to_take_it_back_is_recorded_and_changes_nothing(db):
    home = builders.household()
    notice = resigned(home)
    approval = queries.standing_of(home.id).approvals[0]
    ends = approval.ends_on
    acts.record_exit_step(
        notice, step=ExitStepKind.WISHES_TO_STAY, happened_on=today(), by=SOMEBODY
    )
    assert (approval.ends_on, approval.ended_how) == (ends, ApprovalEnd.RESIGNED)
    with clock_at(ends):
        said = refusals(
            acts.record_exit_step,
            resigned(builders.household("The Webbs"), on=ends - 28 * DAY),
            step=ExitStepKind.WISHES_TO_STAY,
            happened_on=ends,
            by=SOMEBODY,
        )
    assert "a new one takes a new application" in said[0]


def test_an_exit_interview_is_held_or_declined_once_and_what_was_said_is_recorded(db):
    notice = resigned(builders.household())
    told = {"happened_on": today(), "by": SOMEBODY}
    (said,) = refusals(acts.record_exit_step, notice, step=ExitStepKind.HELD, **told)
    assert "in their words" in said
    acts.record_exit_step(notice, step=ExitStepKind.HELD, words="Too few breaks.", **told)
    (said,) = refusals(acts.record_exit_step, notice, step=ExitStepKind.DECLINED, **told)
    assert "recorded already" in said


# --------------------------------------------------------------------------------------- transfer


def test_a_transfer_ends_our_approval_on_the_day_theirs_begins(db):
    approval = queries.standing_of(builders.household().id).approvals[0]
    moved = acts.record_transfer(
        approval, to_service="Marches Fostering", approved_on=today(), by=SOMEBODY
    )
    assert (approval.ends_on, approval.ended_how) == (today(), ApprovalEnd.TRANSFERRED)
    assert approval.held_on(today() - DAY)
    assert not approval.held_on(moved.approved_on)


def test_what_is_wrong_with_a_transfer_is_said_and_does_not_stop_it():
    assert "No resignation is recorded" in (
        transfer_judged(date(2026, 11, 20), resigned_on=None, resignation_ends=None)[0].says
    )
    (early,) = transfer_judged(
        date(2026, 11, 20), resigned_on=date(2026, 11, 2), resignation_ends=date(2026, 11, 30)
    )
    assert early.cite.short == "FSR 2011 reg 27(1)"
    assert not transfer_judged(
        date(2026, 11, 30), resigned_on=date(2026, 11, 2), resignation_ends=date(2026, 11, 30)
    )


# ---------------------------------------------------------------------------------------- records


def test_records_go_to_another_service_within_15_working_days_and_only_if_the_carer_agrees(db):
    home = builders.household()
    with clock_at(date(2026, 12, 18)):
        request = acts.record_request(
            home, asked_by="Marches Fostering", received_on=today(), by=SOMEBODY
        )
    assert clocks(date(2026, 12, 18))["records_access_other_provider"].due_on == date(2027, 1, 13)
    sender = builders.worker("Imran Sethi")
    with clock_at(date(2027, 1, 4)):
        told = {"sent_on": today(), "what": "Reviews since 2022.", "by": sender}
        (said,) = refusals(acts.record_sent, request, **told)
        assert "without that the records stay closed" in said
        acts.record_sent(request, consented_on=today(), **told)
    (asked,) = leaving.records_asked(home.id)
    assert [(each.what, each.sent_on, each.by_id) for each in asked.sent] == [
        ("Reviews since 2022.", date(2027, 1, 4), sender.id)
    ]
    assert "records_access_other_provider" not in clocks(date(2027, 1, 4))


# ----------------------------------------------------------------------------------------- clocks


def test_each_step_of_a_termination_starts_its_own_clock(db):
    home = builders.household()
    with clock_at(date(2026, 12, 18)):
        decision = decided.proposed(home, DecisionKind.TERMINATION)
        decided.step(decision, StepKind.MINUTES)
    assert clocks(date(2026, 12, 18))["adm_decision_due"].due_on == date(2026, 12, 31)
    with clock_at(date(2026, 12, 18)):
        decided.noticed(decision)
    notice = clocks(date(2026, 12, 18))["termination_representation_period"]
    assert (notice.due_on, notice.waiting_for) == (date(2027, 1, 15), "the carers")
    with clock_at(date(2027, 1, 4)):
        decided.step(decision, StepKind.REVIEW_APPLIED)
        decided.step(decision, StepKind.REVIEW_NOTIFIED)
    assert clocks(date(2027, 1, 4))["irm_documents_due"].due_on == date(2027, 1, 18)
    with clock_at(date(2027, 3, 1)):
        decided.step(decision, StepKind.DOCUMENTS_SENT)
        decided.step(decision, StepKind.REVIEW_RECOMMENDED)
        decided.decide(decision)
    found = clocks(date(2027, 3, 1))
    assert found["adm_oral_notice"].due_on == date(2027, 3, 3)
    assert found["adm_written_notice"].due_on == date(2027, 3, 8)
    assert "termination_copy" in found
    with clock_at(date(2027, 3, 2)):
        for step in (StepKind.TOLD, StepKind.WRITTEN, StepKind.COPIED):
            decided.step(decision, step)
    assert not clocks(date(2027, 3, 2))
    assert set(clocks(date(2027, 1, 3))) == {"termination_representation_period"}


def test_a_resignation_starts_its_clocks_and_says_what_to_do_with_children_there(db):
    home = builders.household()
    builders.placed(builders.child(), home)
    notice = resigned(home)
    found = clocks()
    assert found["resignation_effect"].action == "Find the child another home"
    assert {"exit_interview", "termination_copy"} <= set(found)
    for step in (ExitStepKind.DECLINED, ExitStepKind.COPIED):
        acts.record_exit_step(notice, step=step, happened_on=today(), by=SOMEBODY)
    assert set(clocks()) == {"resignation_effect"}


def test_that_a_hold_is_to_be_looked_at_is_for_those_who_may_know_of_it(db):
    home = builders.household()
    actions.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    assert clocks()["hold_review"].only_for == "see_hold_reason"
    decided.proposed(home, DecisionKind.HOLD_LIFTED)
    assert clocks()["decision_on_proposal"].only_for == "see_hold_reason"


def test_the_clocks_are_read_in_as_many_questions_however_many_there_are(db, counted):
    def ask():
        db.session.expire_all()
        with counted() as count:
            list(watch_deciding.running(today()))
        return count.number

    def one_more():
        home = builders.household()
        builders.placed(builders.child(), home)
        decided.proposed(home, DecisionKind.CHANGE_OF_TERMS)
        actions.put_on_hold(home, reason=HoldReason.OTHER, starts_on=today(), by=SOMEBODY)
        acts.record_request(home, asked_by="Marches", received_on=today(), by=SOMEBODY)
        resigned(home)

    one_more()
    first = ask()
    for _ in range(4):
        one_more()
    assert ask() <= first <= 14


def test_a_second_persons_setting_is_dated(db):
    manager = builders.user(Role.SERVICE_MANAGER)
    with clock_at(date(2026, 3, 2)):
        decisions.ask_two_people([DecisionKind.TERMINATION], by=manager)
    assert not two_people_asked(DecisionKind.TERMINATION, date(2026, 3, 1))
    assert two_people_asked(DecisionKind.TERMINATION, date(2026, 3, 2))
    assert two_people_asked(DecisionKind.EXEMPTION, date(2026, 3, 1))
