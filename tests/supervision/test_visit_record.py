"""What is recorded of a visit, how it is judged, corrected and set aside; what is planned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.statute.calendar import ENGLAND
from app.supervision import actions as supervision
from app.supervision.visits import actions, queries, rules
from app.supervision.visits.actions import SeenOrNot, Told
from app.supervision.visits.models import ActionEnd, Notice
from tests import builders as make
from tests.supervision.visiting import DAY, agreed, told, visit

WHY = "It was another household"


def said(found):
    return " ".join(each.says for each in found)


# ---------------------------------------------------------------------------------------- judged


def test_a_visit_written_up_late_is_recorded_and_said_to_be_late():
    made = rules.Made(date(2026, 12, 23), date(2027, 1, 5), "A", "A", date(2027, 1, 1))
    assert "written up 13 days after" in said(rules.judged(made))
    in_time = rules.Made(date(2026, 12, 23), date(2027, 1, 4), "A", "A", date(2027, 1, 1))
    assert rules.judged(in_time) == []


def test_a_visit_made_after_its_last_day_is_said_to_be_late():
    made = rules.Made(date(2026, 11, 10), date(2026, 11, 10), "A", "A", date(2026, 11, 4))
    assert "made 6 days late" in said(rules.judged(made))


def test_somebody_else_may_visit_and_the_record_says_whose_household_it_was():
    made = rules.Made(date(2026, 11, 10), date(2026, 11, 10), "Tom", "Sarah", None)
    (found,) = rules.judged(made)
    assert found.cite.short == "NMS 21.8"
    assert "Tom made it; Sarah supervised" in found.says


def test_a_child_not_seen_without_a_reason_is_named_as_a_gap_not_refused(db):
    home = make.household()
    child = make.child()
    make.placed(child, home)
    people = [SeenOrNot(child.person, seen=False, placed=True)]
    made = visit(home, people=people)
    assert made.people[0].why_not == ""
    judged = rules.judged(
        rules.Made(made.visited_on, made.visited_on, "A", None, None, not_seen_unexplained=1)
    )
    assert "1 child was not seen" in said(judged)


# -------------------------------------------------------------------------------------- recorded


def test_a_visit_to_come_is_planned_not_recorded(db):
    with pytest.raises(RuleBroken, match="Plan the visit"):
        visit(make.household(), visited_on=today() + DAY)


def test_everyone_living_there_is_offered_carers_first_and_children_placed_next(db):
    home = make.couple()
    child = make.child()
    make.placed(child, home)
    found = queries.residents(home.id, today())
    assert [each.placed for each in found] == [False, False, True]
    assert found[2].child_id == child.id


def test_what_was_agreed_before_is_closed_at_the_next_visit(db):
    home = make.household()
    with clock_at(today() - timedelta(days=40)):
        visit(home, agreed=[agreed("Stair gate"), agreed("Swimming")])
    gate, swimming = queries.open_actions(home.id, today())
    visit(home, closed={gate: ActionEnd.DONE})
    assert [each.ref for each in queries.open_actions(home.id, today())] == [swimming.ref]
    assert gate.ref in {each.ref for each in queries.open_actions(home.id, today() - DAY)}


def test_a_visit_corrected_keeps_what_was_and_what_was_agreed(db):
    home = make.household()
    before = today() - timedelta(days=5)
    with clock_at(before):
        wrong = visit(home, notice=Notice.ANNOUNCED, words="First", agreed=[agreed()])
    right = actions.correct_visit(
        wrong,
        told=told(home, notice=Notice.UNANNOUNCED, words="Second", visited_on=before),
        why="I ticked the wrong box",
        by=make.SOMEBODY,
    )
    assert [each.words for each in queries.visits_of(home.id)] == ["Second"]
    as_known = queries.visits_of(home.id, end_of_day(before))
    assert [each.words for each in as_known] == ["First"]
    assert wrong.why_changed == "I ticked the wrong box"
    assert [each.visit_id for each in queries.open_actions(home.id, today())] == [right.id]
    assert queries.stands_in_place_of(wrong).id == right.id
    assert queries.first_recorded(right) == wrong.recorded_at


def test_a_correction_and_setting_aside_say_why(db):
    home = make.household()
    made = visit(home)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.correct_visit(made, told=told(home), why=" ", by=make.SOMEBODY)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.set_visit_aside(made, why="", by=make.SOMEBODY)


def test_a_visit_set_aside_takes_its_actions_with_it_and_gives_the_planned_visit_back(db):
    sarah = make.worker()
    home = make.household(supervised_by=sarah)
    (planned,) = actions.plan_visits(
        [home], worker=sarah, first=rules.next_working_day(today() + DAY), by=make.SOMEBODY
    )
    made = visit(home, agreed=[agreed()])
    db.session.refresh(planned)
    assert planned.visit_id == made.id
    actions.set_visit_aside(made, why=WHY, by=make.SOMEBODY)
    db.session.refresh(planned)
    assert planned.is_to_come
    assert queries.open_actions(home.id, today()) == []
    assert queries.visits_of(home.id) == []


def test_what_was_agreed_is_not_closed_before_it_was_agreed_nor_twice(db):
    home = make.household()
    action = queries.actions_of(visit(home, agreed=[agreed()]).id)[0]
    with pytest.raises(RuleBroken, match="It was agreed on"):
        actions.close_action(action, on=today() - DAY, by=make.SOMEBODY)
    actions.close_action(action, on=today(), by=make.SOMEBODY)
    with pytest.raises(RuleBroken, match="already"):
        actions.close_action(action, on=today(), by=make.SOMEBODY)


# --------------------------------------------------------------------------------------- planned


def test_six_weeks_for_these_households_until_march_and_no_bank_holiday_among_them(db):
    sarah = make.worker()
    homes = [make.household(f"The {name}s", supervised_by=sarah) for name in ("Doyle", "Price")]
    first, until = today() + DAY, today() + timedelta(weeks=40)
    made = actions.plan_visits(
        homes, worker=sarah, first=first, until=until, weeks=6, by=make.SOMEBODY
    )
    assert len(made) in (12, 14)
    assert all(ENGLAND.is_working_day(each.planned_on) for each in made)
    again = actions.plan_visits(
        homes, worker=sarah, first=first, until=until, weeks=6, by=make.SOMEBODY
    )
    assert again == []


def test_nobody_plans_visits_for_a_day_gone_by_or_for_somebody_who_will_have_left(db):
    home = make.household()
    leaver = make.worker(left_on=today() + timedelta(days=5))
    with pytest.raises(RuleBroken, match="has passed"):
        actions.plan_visits([home], worker=make.worker(), first=today() - DAY, by=make.SOMEBODY)
    with pytest.raises(RuleBroken, match="leave on"):
        actions.plan_visits(
            [home], worker=leaver, first=today() + timedelta(days=6), by=make.SOMEBODY
        )


def test_a_called_off_visit_is_not_to_come(db):
    sarah = make.worker()
    home = make.household(supervised_by=sarah)
    (planned,) = actions.plan_visits([home], worker=sarah, first=today() + DAY, by=make.SOMEBODY)
    actions.call_off(planned, by=make.SOMEBODY)
    assert queries.planned_to_come(worker_id=sarah.id) == []


# ---------------------------------------------------------------------------------- who may read


def test_a_worker_reads_the_visits_of_their_own_households_and_a_manager_everybodys(db):
    from app.accounts.roles import Role

    sarah, tom = make.worker("Sarah"), make.worker("Tom")
    manager, officer = make.user(Role.TEAM_MANAGER), make.user(Role.PLACEMENT_OFFICER)
    home = make.household(supervised_by=sarah)
    reads = [queries.may_read(each, home.id, today()) for each in (sarah, tom, manager, officer)]
    assert reads == [True, False, True, False]
    supervision.allocate(home, tom, starts_on=today(), by=make.SOMEBODY)
    assert queries.may_read(tom, home.id, today())


def test_a_new_calendar_address_shuts_the_one_before_and_a_leavers_opens_nothing(db):
    from app.accounts import actions as accounts
    from app.accounts.actions import hash_of_token

    sarah = make.worker()
    old = actions.make_calendar(sarah, by=sarah)
    new = actions.make_calendar(sarah, by=sarah)
    assert queries.worker_of_calendar(hash_of_token(old)) is None
    assert queries.worker_of_calendar(hash_of_token(new)).id == sarah.id
    accounts.record_leaving(sarah, on=today(), by=make.SOMEBODY)
    assert queries.worker_of_calendar(hash_of_token(new)) is None


def test_topics_set_by_the_council_take_the_place_of_the_common_list_from_their_day(db):
    manager = make.worker()
    assert queries.topics(today()) == list(rules.TOPICS)
    actions.set_topics(["Money", "Sleep"], starts_on=today(), by=manager)
    assert queries.topics(today()) == ["Money", "Sleep"]
    actions.set_topics(["Sleep", "Food"], starts_on=today() + DAY, by=manager)
    assert queries.topics(today()) == ["Money", "Sleep"]
    assert queries.topics(today() + DAY) == ["Sleep", "Food"]


def test_a_visit_is_told_with_its_worker(db):
    sarah = make.worker()
    made = actions.record_visit(
        make.household(), told=Told(worker=sarah, visited_on=today()), by=make.SOMEBODY
    )
    assert made.worker.id == sarah.id


def test_visits_that_a_worker_planned_go_with_the_household_from_the_day_another_has_it(db):
    sarah, kemi = make.worker(), make.worker("Kemi Bello")
    home, other = (make.household(supervised_by=sarah) for _ in range(2))
    soon = rules.next_working_day(today() + DAY)
    actions.plan_visits(
        [home, other],
        worker=sarah,
        first=soon,
        until=soon + timedelta(days=50),
        weeks=6,
        by=make.SOMEBODY,
    )
    supervision.allocate(home, kemi, starts_on=today() + timedelta(days=20), by=make.SOMEBODY)
    theirs = {
        worker.name: [
            (each.household_id, each.planned_on > today() + timedelta(days=20))
            for each in queries.planned_to_come(worker_id=worker.id)
        ]
        for worker in (sarah, kemi)
    }
    assert theirs == {
        "Sarah Webb": [(home.id, False), (other.id, False), (other.id, True)],
        "Kemi Bello": [(home.id, True)],
    }
