"""Lists on record: begun, worked off, taken back, closed; moves; meetings; and their clocks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Place, PlaceChange
from app.children.kinds import ApprovalNeeded, Basis, GroundKind
from app.connected import watch as connected_watch
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.placements import queries, watch
from app.placements.actions import endings, lists, moves
from app.placements.kinds import Ending, Item, PlanPart, State, Theme, Visit
from app.register import actions as register
from app.register.models import ClaimKind
from app.statute.care_planning.begun import Decides, EndsWithout, Matter, Recipient
from app.statute.care_planning.placing import REG19_ASSESSMENT, REG19_DECISION
from tests import builders as make
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


@pytest.fixture
def child(db):
    """A child of eight with a worker; lists are kept of whatever is on record."""
    lists.keep_lists_from(day=date.min, by=SOMEBODY)
    return make.child("Leo", social_worker=make.user(Role.CHILD_SOCIAL_WORKER))


@pytest.fixture
def placement(child):
    """Placed three days ago."""
    return make.placed(child, make.household("The Doyles"), since=today() - 3 * DAY)


def of(placement, day=None):
    return queries.of_placement(placement.id, day or today())


def tick(placement, item, **more):
    usual = {"on": today(), "words": "Signed.", "why_not_before": "At night."}
    return lists.tick_off(placement, item=item, by=SOMEBODY, **{**usual, **more})


def lines(placement, day=None):
    return [
        each
        for each in watch.running(day or today())
        if each.subject == f"placement:{placement.id}"
    ]


def test_a_list_is_worked_off_once_and_what_was_an_error_is_owed_again(placement):
    step = tick(placement, Item.CONSENTS)
    assert of(placement).find(Item.CONSENTS).state is State.DONE
    with pytest.raises(RuleBroken, match="done already"):
        tick(placement, Item.CONSENTS)
    lists.take_back(step, by=SOMEBODY)
    assert of(placement).find(Item.CONSENTS).state is State.OPEN
    lists.set_not_needed(
        placement, item=Item.TRANSPORT, because="The school is next door.", by=SOMEBODY
    )
    assert of(placement).find(Item.TRANSPORT).state is State.NOT_NEEDED
    with pytest.raises(RuleBroken, match="Every placement has this"):
        lists.set_not_needed(placement, item=Item.PLAN, because="No time.", by=SOMEBODY)


def test_the_carers_agreement_comes_before_a_placement_and_is_late_the_day_after(child):
    home = make.household("The Doyles", agreement=False)
    placed = make.placed(child, home, since=today() - 3 * DAY)
    assert of(placed).find(Item.AGREEMENT).state is State.LATE
    assert of(placed, placed.starts_on).find(Item.AGREEMENT).state is State.OPEN
    line = next(each for each in lines(placed) if each.clock == "agreement_before_placement")
    assert (line.page, line.arguments) == ("register.agreement", (("ref", home.ref),))
    with pytest.raises(RuleBroken, match="record it where it happened"):
        tick(placed, Item.AGREEMENT)
    then = now()
    register.sign_agreement(home, starts_on=today() - DAY, by=SOMEBODY)
    signed = of(placed).find(Item.AGREEMENT)
    assert (signed.state, signed.done_on) == (State.DONE_LATE, today() - DAY)
    before = queries.of_placement(placed.id, today(), then)
    assert before.find(Item.AGREEMENT).state is State.LATE


def test_no_agreement_is_asked_of_carers_who_are_not_approved_yet(child):
    home = make.household("The Grans", approved=False)
    placed = make.placed(child, home, since=today() - 3 * DAY, basis=Basis.CONNECTED)
    assert of(placed).find(Item.AGREEMENT) is None


def test_each_clock_stands_once_on_the_work_of_its_owner(placement, child):
    found = lines(placement)
    keys = Counter(each.key for each in found)
    assert max(keys.values()) == 1
    told = next(each for each in found if each.clock == "placement_notification")
    assert told.about == "A child with The Doyles: 6 still to be told"
    assert told.worker_id is None
    plan = next(each for each in found if each.clock == "placement_plan_due")
    assert plan.worker_id == child.worker_id
    assert child.person.name not in "".join(each.about for each in found)


def test_visits_under_temporary_approval_stay_the_connected_carers_own_clock(child):
    home = make.household("The Grans", approved=False)
    placed = make.placed(child, home, since=today() - 3 * DAY, basis=Basis.CONNECTED)
    assert of(placed).find(Item.VISIT).clock.key == "visit_reg24_before_review"
    everywhere = [*watch.running(today()), *connected_watch.running(today())]
    assert [each.clock for each in everywhere if each.clock.startswith("visit_")] == [
        "visit_reg24_before_review"
    ]


def test_a_visit_and_a_review_move_their_own_clocks(placement, child):
    assert of(placement).find(Item.VISIT).due_on == placement.starts_on + 7 * DAY
    children.record_social_worker_visit(
        child, visited_on=today(), seen=True, alone=False, words="Well.", by=SOMEBODY
    )
    assert of(placement).find(Item.VISIT).due_on == today() + 42 * DAY
    children.record_care_review(child, held_on=today(), by=SOMEBODY)
    assert of(placement).find(Item.REVIEW).clock.key == "lac_review_second"


def test_a_move_that_costs_the_school_asks_what_regulation_10_says(placement, child):
    children.set_school(child, school="St Mary’s", starts_on=today() - 90 * DAY, by=SOMEBODY)
    assert of(placement).find(Item.SCHOOLING) is None, "the first home is no change"
    there = make.placed(child, make.household("The Prices"), since=today())
    assert of(there).find(Item.SCHOOLING) is None, "the same school"
    children.set_school(child, school="Elsewhere", starts_on=today(), by=SOMEBODY)
    owed = of(there).find(Item.SCHOOLING)
    assert (owed.due_on, owed.where.short) == (today(), "CPPCR 2010 reg 10(4)")
    tick(there, Item.SCHOOLING, words="Begins on Monday; the plan says so.")
    assert of(there).find(Item.SCHOOLING).state is State.DONE


def test_with_a_parent_at_once_the_assessment_and_then_the_decision_are_owed(child):
    placed = children.record_placement(
        child, place=Place.P1, starts_on=today() - 9 * DAY, by=SOMEBODY
    )
    told = {"told_by": "A worker", "why": "At once.", "by": SOMEBODY}
    first = {"what": GroundKind.PARENT_NOW, "happened_on": placed.starts_on}
    children.record_ground(placed, **first, **told)
    owed = of(placed).find(Item.PARENT)
    assert owed.due_on == REG19_ASSESSMENT.last_day(placed.starts_on)
    assert of(placed).find(Item.PARENT_DECISION) is None
    (line,) = [each for each in lines(placed) if each.clock == "reg19_assessment"]
    assert (line.page, line.arguments) == ("children.ground", (("ref", placed.ref),))
    then = {"what": GroundKind.PARENT_ASSESSED, "happened_on": today() - 2 * DAY}
    children.record_ground(placed, **then, **told)
    assert of(placed).find(Item.PARENT).state is State.DONE
    owed = of(placed).find(Item.PARENT_DECISION)
    assert owed.due_on == REG19_DECISION.last_day(today() - 2 * DAY)
    children.record_placement_approval(
        placed,
        what=ApprovalNeeded.WITH_PARENT,
        decided_on=today(),
        decided_by="Ann Bryce",
        by=SOMEBODY,
    )
    assert of(placed).find(Item.PARENT_DECISION).state is State.DONE


def test_what_belongs_to_the_child_goes_along_to_the_next_home(placement, child):
    tick(placement, Item.CARE_PLAN)
    lists.name_officer(
        child, user=make.user(Role.REVIEWING_OFFICER), starts_on=today(), by=SOMEBODY
    )
    there = make.placed(child, make.household("The Prices"), since=today())
    before, after = of(placement), of(there)
    assert before.find(Item.CARE_PLAN) is None
    assert after.find(Item.CARE_PLAN).state is State.DONE_LATE
    assert after.find(Item.OFFICER).state is State.DONE_LATE
    assert after.find(Item.HEALTH).state is State.LATE  # looked after for more than a year
    assert before.find(Item.PLAN).state is State.LEFT
    assert after.find(Item.NOTICE, Recipient.BEFORE).state is State.OPEN


def test_a_plan_is_agreed_when_it_is_whole_and_changed_it_is_agreed_again(placement):
    with pytest.raises(RuleBroken, match="Write the plan first"):
        lists.agree_plan(placement, on=today(), signed_by="The Doyles", by=SOMEBODY)
    lists.write_plan(placement, answers={PlanPart.NEEDS: "Quiet."}, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Still to be written"):
        lists.agree_plan(placement, on=today(), signed_by="The Doyles", by=SOMEBODY)
    lists.write_plan(placement, answers=dict.fromkeys(PlanPart, "As before."), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Say why that was not practicable"):
        lists.agree_plan(placement, on=today(), signed_by="The Doyles", by=SOMEBODY)
    lists.agree_plan(
        placement, on=today(), signed_by="The Doyles", why_not_before="At night.", by=SOMEBODY
    )
    assert of(placement).find(Item.PLAN).state is State.DONE
    lists.write_plan(placement, answers=dict.fromkeys(PlanPart, "Changed."), by=SOMEBODY)
    assert queries.plan_of(placement.id).agreed_on is None


def test_who_decides_is_kept_through_time(placement):
    every = dict.fromkeys(Matter, (Decides.CARERS, ""))
    lists.delegate(placement, decided=every, on=today(), why_not_before="Late.", by=SOMEBODY)
    changed = lists.delegate(
        placement,
        decided=every | {Matter.ABROAD: (Decides.MANAGER, "A week’s notice")},
        on=today() + DAY,
        by=SOMEBODY,
    )
    assert [each.matter for each in changed] == [Matter.ABROAD]
    assert queries.delegated_of(placement.id, today())[Matter.ABROAD].decides is Decides.CARERS
    later = queries.delegated_of(placement.id, today() + DAY)
    assert later[Matter.ABROAD].decides is Decides.MANAGER
    assert of(placement).find(Item.DELEGATED).state is State.DONE


def test_lists_begin_with_the_record_unless_the_council_says_otherwise(db):
    placed = make.placed(make.child(), make.household())  # thirty days before the record was opened
    assert queries.of_placement(placed.id, today()) is None
    lists.keep_lists_from(day=placed.starts_on, by=SOMEBODY)
    assert of(placed).late


# -------------------------------------------------------------------------------------- endings


def test_an_end_is_proposed_reviewed_and_recorded(placement):
    endings.propose_ending(
        placement, proposed_on=today() + 9 * DAY, why="The carers retire.", by=SOMEBODY
    )
    proposed = of(placement).find(Item.REVIEW_BEFORE)
    assert (proposed.due_on, proposed.state) == (today() + 9 * DAY, State.OPEN)
    assert "review_before_ending" in {each.clock for each in lines(placement)}
    endings.end_placement(
        placement,
        on=today(),
        because=PlaceChange.CREQO,
        why="The carers retire.",
        reviewed_on=today(),
        by=SOMEBODY,
    )
    found = of(placement)
    assert found.ending is Ending.PLANNED
    assert found.find(Item.DISRUPTION) is None
    assert found.find(Item.NOTICE_OF_END, Recipient.CARERS).state is State.OPEN


def ended_badly(placement, **more):
    return endings.end_placement(
        placement,
        on=today(),
        because=PlaceChange.CREQB,
        why="It could not go on.",
        by=SOMEBODY,
        **more,
    )


def test_an_unplanned_end_is_looked_at_and_what_was_learned_is_counted(placement, child):
    owner = make.user(Role.PLACEMENT_OFFICER, name="Polly")
    ended_badly(placement, without=EndsWithout.IMMEDIATE_RISK)
    found = of(placement)
    assert (found.ending, found.find(Item.REVIEW_BEFORE)) == (Ending.UNPLANNED, None)
    assert found.find(Item.REVIEW_AFTER).state is State.OPEN
    meeting = endings.hold_meeting(
        placement,
        held_on=today(),
        came="The carers, the worker.",
        found="Nights.",
        theme=Theme.SUPPORT,
        learned="Nobody answered.",
        by=SOMEBODY,
    )
    agreed = endings.add_action(
        meeting, what="Answer.", owner=owner, due_on=today() + 5 * DAY, by=SOMEBODY
    )
    assert of(placement).find(Item.DISRUPTION).state is State.DONE
    (looked,) = queries.meetings_held()
    assert [each.theme for each in looked.lessons] == [Theme.SUPPORT]
    due = [each for each in watch.running(today()) if each.clock == "disruption_action"]
    assert [(each.worker_id, each.due_on) for each in due] == [(owner.id, today() + 5 * DAY)]
    endings.do_action(agreed, on=today(), words="Answered.", by=SOMEBODY)
    assert not [each for each in watch.running(today()) if each.clock == "disruption_action"]
    with pytest.raises(RuleBroken, match="already"):
        endings.hold_none(placement, because="No time.", by=SOMEBODY)


def test_a_planned_end_has_no_disruption_meeting(placement):
    endings.end_placement(
        placement, on=today(), because=PlaceChange.CARPL, why="Home again.", by=SOMEBODY
    )
    with pytest.raises(RuleBroken, match="did not end without being planned"):
        endings.hold_meeting(placement, held_on=today(), came="All", found="-", by=SOMEBODY)


def test_stability_counts_endings_by_home_and_settled_children(placement, child):
    ended_badly(placement)
    (ended,) = queries.ended_in(today() - 300 * DAY, today())
    assert ended.kind is Ending.UNPLANNED
    assert list(queries.by_household([ended])) == ["The Doyles"]
    assert queries.settled(today()) == ()  # looked after for little more than a year
    then = today() + 600 * DAY
    (child_then,) = queries.settled(then)
    assert (child_then.child_id, child_then.is_settled) == (child.id, False)


# ------------------------------------------------------------------------------------- moves


def held(child, **more):
    return register.claim_bed(
        make.household("The Prices"),
        child,
        claim=ClaimKind.HELD,
        starts_on=today() + 9 * DAY,
        expires_at=now() + timedelta(hours=30),
        by=SOMEBODY,
        **more,
    )


def clocks_of(claim, day=None):
    return [
        each for each in watch.running(day or today()) if each.subject == f"room_claim:{claim.id}"
    ]


def test_a_held_bed_says_so_before_it_is_let_go_by_itself(child):
    claim = held(child)
    (line,) = clocks_of(claim)
    assert (line.clock, line.action) == ("bed_held", "Plan the move, or let it go")
    assert today() <= line.due_on <= today() + 2 * DAY
    with clock_at(now() + timedelta(hours=31)):
        assert clocks_of(claim) == []
        with pytest.raises(RuleBroken, match="not held any more"):
            moves.plan_move(claim, moves_on=today() + 9 * DAY, by=SOMEBODY)


def test_a_planned_move_keeps_the_bed_and_has_its_introductions(child):
    planned = moves.plan_move(held(child), moves_on=today() + 5 * DAY, by=SOMEBODY)
    (line,) = clocks_of(planned)
    assert (line.clock, line.due_on) == ("planned_move", today() + 5 * DAY)
    step = moves.add_introduction(planned, what=Visit.TEA, on=today(), by=SOMEBODY)
    assert planned.told_on is not None
    moves.record_introduction(step, held=True, words="Well.", by=SOMEBODY)
    with pytest.raises(RuleBroken, match="The move is on"):
        moves.add_introduction(planned, what=Visit.DAY, on=today() + 6 * DAY, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="A manager decides"):
        moves.let_move_go(planned, because="They are ill.", may_change=False, by=SOMEBODY)
    moves.let_move_go(planned, because="They are ill.", may_change=True, by=SOMEBODY)
    assert clocks_of(planned) == []
    with pytest.raises(RuleBroken, match="not planned any more"):
        moves.add_introduction(planned, what=Visit.DAY, on=today(), by=SOMEBODY)


# ------------------------------------------------------------------------------------- as known


def test_what_a_list_said_before_is_still_to_be_read(placement):
    before = now()
    with clock_at(before + timedelta(hours=1)):
        tick(placement, Item.CONSENTS)
        known = queries.of_placement(placement.id, today(), before)
        assert known.find(Item.CONSENTS).state is State.OPEN
        assert of(placement).find(Item.CONSENTS).state is State.DONE


@pytest.mark.only_on("sqlite")  # the questions are the same on every database
def test_however_many_lists_the_questions_are_as_many(placement, counted):
    def asked():
        with counted() as count:
            queries.lists(today())
        return count.number

    few = asked()
    for number in range(4):
        make.placed(make.child(), make.household(f"Home {number}"))
    assert asked() == few <= 20
