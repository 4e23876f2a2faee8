"""Everyone waiting placed at once: against every way there is, and against a check apart."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from sufficiency.arrays import Register
from sufficiency.criteria import preference_findings, score
from sufficiency.period import Period
from sufficiency.together import (
    Case,
    NoAnswer,
    NotThere,
    Pin,
    Policy,
    Proof,
    Waiting,
    WhatIf,
    compare,
    left_over,
    solving,
)
from sufficiency.types import Criterion, Hold, Point, siblings_of
from sufficiency.verify_joint import Kept, Worth, check_plan
from tests.sufficiency.plain_homes import DAY, LONG, child, home, need, terms
from tests.sufficiency.waiting_worlds import WEIGHTS, a_world, everyone

WORTH = Worth(
    1000.0, 600.0, 40.0, lambda need, home: score(preference_findings(need, home, WEIGHTS))
)


def waiting_of(homes, needs):
    return Waiting(Register(homes), needs, weights=WEIGHTS)


@pytest.mark.parametrize("tens", range(12))
def test_no_way_of_placing_them_is_worth_more(tens):
    for seed in range(tens * 10, tens * 10 + 10):
        homes, needs = a_world(seed)
        waiting = waiting_of(homes, needs)
        plan, greedy = waiting.plan(), waiting.one_at_a_time()
        assert plan.value == pytest.approx(everyone(homes, needs).best(), abs=1e-4), seed
        assert plan.proven
        assert check_plan(homes, needs, plan, WORTH) == (), seed
        assert check_plan(homes, needs, greedy, WORTH) == (), seed
        assert greedy.value <= plan.value + 1e-6
        assert plan.children_placed <= waiting.most_placeable


def a_question(random, homes, needs):
    """Something to try, mostly possible: one or two of each sort."""
    of = {child.id: asked.id for asked in needs for child in asked.children}
    children = sorted(of)
    pins = tuple(
        Pin(frozenset({each}), random.choice(homes).id)
        for each in random.sample(children, random.choice((0, 1, 1, 2)))
    )
    return WhatIf(
        pins=pins,
        not_there=tuple(
            NotThere(random.choice(homes).id, random.choice((None, random.choice(needs).id)))
            for _ in range(random.choice((0, 1)))
        ),
        waits=frozenset(random.sample(children, random.choice((0, 0, 1)))),
        whole=frozenset({random.choice(needs).id}) if random.random() < 0.3 else frozenset(),
    )


def is_answered_well(seed, homes, needs, what_if):
    """The plan is worth what the best of every way is, both answers keep the rules and the pins
    that they do not refuse, and one at a time is worth no more."""
    waiting = waiting_of(homes, needs)
    plan, greedy = waiting.plan(what_if), waiting.one_at_a_time(what_if)
    kept = kept_by(plan, what_if)
    oracle = everyone(
        homes, needs, pins=kept.pins, out=kept.not_there, waits=kept.waits, whole=kept.whole
    )
    assert plan.value == pytest.approx(oracle.best(), abs=1e-4), seed
    assert plan.proven, seed
    assert check_plan(homes, needs, plan, WORTH, kept) == (), seed
    assert check_plan(homes, needs, greedy, WORTH, kept_by(greedy, what_if)) == (), seed
    assert greedy.value <= plan.value + 1e-6, seed


def kept_by(plan, what_if):
    """What an answer was to keep: the what-if without the pins that it refused."""
    refused = {each.pin for each in plan.not_possible}
    return Kept(
        tuple((pin.children, pin.home_id) for pin in what_if.pins if pin not in refused),
        tuple((out.home_id, out.need_id) for out in what_if.not_there),
        what_if.waits,
        what_if.whole,
    )


@pytest.mark.parametrize("tens", range(5))
def test_what_ifs_are_answered_as_well_as_the_plain_question(tens):
    for seed in range(tens * 10 + 5000, tens * 10 + 5010):
        homes, needs = a_world(seed)
        is_answered_well(seed, homes, needs, a_question(Random(seed), homes, needs))


@pytest.mark.parametrize(
    "seed",
    [
        100091,  # brothers pinned to two homes, each of which could take the third as well
        102871,  # two families pinned to one home, with room for all of one or some of both
        103403,  # a child who could come only once another’s planned placement is made anew
    ],
)
def test_what_was_once_answered_wrongly_is_answered_well(seed):
    homes, needs = a_world(seed, homes=6, needs=5)
    is_answered_well(seed, homes, needs, a_question(Random(seed), homes, needs))


def test_a_pin_is_refused_only_where_no_answer_keeps_it():
    refused = 0
    for seed in range(6000, 6030):
        homes, needs = a_world(seed)
        pin = Pin(frozenset({needs[0].children[0].id}), homes[0].id)
        plan = waiting_of(homes, needs).plan(WhatIf(pins=(pin,)))
        best = everyone(homes, needs, pins=((pin.children, pin.home_id),)).best()
        assert bool(plan.not_possible) == (best is None), seed
        refused += best is None
    assert 3 < refused < 27


# ------------------------------------------------------------------------- corrupted answers


def a_busy_world():
    """Homes and a plan in which two homes are shared and somebody is left over."""
    ash, bo, cy = child("Ash", 7), child("Bo", 9), child("Cy", 4)
    homes = [
        home("H1", 1.0, terms=(terms(2),)),
        home("H2", 3.0, terms=(terms(1),)),
        home("held", 0.5, holds=(Hold(LONG),)),
        home("young", 2.0, terms=(terms(1, Criterion(1, 0, 3)),)),
    ]
    needs = [
        need(ash, bo, id="N1", siblings=siblings_of(("Ash", "Bo"))),
        need(cy, id="N2"),
        need(child("Di", 12), id="N3", alone=True, home=Point(349_500, 249_000)),
    ]
    return homes, needs, Waiting(Register(homes), needs, weights=WEIGHTS).plan()


def test_the_busy_world_is_as_it_should_be():
    homes, needs, plan = a_busy_world()
    assert {(each.need_id, each.home_id) for each in plan.placed} == {("N1", "H1"), ("N2", "H2")}
    assert plan.left_over == ("Di",)
    assert check_plan(homes, needs, plan, WORTH) == ()


def corrupted(plan):
    """Every kind of wrong answer, by what should be said of it."""
    first, second = plan.placed
    part = replace(first, children=("Ash",))
    yield "placed twice", replace(plan, placed=(*plan.placed, replace(first, home_id="H2")))
    yield "in two parts", replace(plan, placed=(part, replace(first, children=("Bo",)), second))
    yield "is forgotten", replace(plan, left_over=())
    yield "is forgotten", replace(plan, placed=(part, second))
    yield "placed and left over", replace(plan, left_over=("Di", "Cy"))
    yield "waits for nothing", replace(plan, left_over=("Di", "Nobody"))
    yield "not in the register", replace(plan, placed=(first, replace(second, home_id="H9")))
    yield "nobody's need", replace(plan, placed=(first, replace(second, need_id="N9")))
    yield "not one of", replace(plan, placed=(first, replace(second, children=("Ash",))))
    yield "nobody of", replace(plan, placed=(first, replace(second, children=())))
    yield "on hold", replace(plan, placed=(first, replace(second, home_id="held")))
    yield "outside the terms", replace(plan, placed=(first, replace(second, home_id="young")))
    yield "outside the terms", replace(plan, placed=(first, replace(second, home_id="H1")))
    yield "scores", replace(plan, placed=(first, replace(second, score=second.score + 1)))
    yield "worth", replace(plan, value=plan.value + 1, bound=plan.bound + 1)
    yield "more than its bound", replace(plan, bound=plan.value - 5, proven=False)
    yield "its bound is higher", replace(plan, bound=plan.bound + 5)
    yield "its bound is higher", replace(plan, bound=None)
    less = replace(
        plan, placed=(first,), left_over=("Di", "Cy"), value=plan.value - 1000 - second.score
    )
    yield "there is room", replace(less, bound=less.value)


def test_every_kind_of_corrupted_answer_is_refused():
    homes, needs, plan = a_busy_world()
    for said, wrong in corrupted(plan):
        found = [each.says for each in check_plan(homes, needs, wrong, WORTH)]
        assert any(said in each for each in found), (said, found)


def test_an_answer_to_another_question_is_refused():
    homes, needs, plan = a_busy_world()
    for said, kept in (
        ("should be there", Kept(pins=((frozenset({"Cy"}), "H1"),))),
        ("not to come there", Kept(not_there=(("H2", None),))),
        ("not to come there", Kept(not_there=(("H1", "N1"),))),
        ("was to wait", Kept(waits=frozenset({"Cy"}))),
    ):
        assert said in check_plan(homes, needs, plan, WORTH, kept)[0].says
    first = plan.placed[0]
    parted = replace(plan, placed=(replace(first, children=("Ash",)), *plan.placed[1:]))
    told = check_plan(homes, needs, parted, WORTH, Kept(whole=frozenset({"N1"})))
    assert any("not to be parted" in each.says for each in told)


def test_children_who_cannot_live_together_are_found_by_the_check():
    homes = [home("H1", terms=(terms(3),))]
    needs = [need(child("Ash", 7), id="N1", alone=True), need(child("Bo", 7), id="N2")]
    waiting = Waiting(Register(homes), needs, weights=WEIGHTS)
    plan = waiting.plan()
    other = replace(plan.placed[0], need_id="N2", children=("Bo",))
    both = replace(plan, placed=(plan.placed[0], other), left_over=())
    told = [each.says for each in check_plan(homes, needs, both, WORTH)]
    assert "N1: another child lives there" in told


# ------------------------------------------------------------------------------------- the rest


def test_brothers_and_sisters_stay_together_where_one_at_a_time_would_part_them():
    homes = [home("near", 1.0, terms=(terms(2),)), home("far", 9.0, terms=(terms(1),))]
    one = need(child("Ash", 7), id="first")
    two = need(child("Bo", 7), child("Cy", 9), id="N2", siblings=siblings_of(("Bo", "Cy")))
    waiting = Waiting(Register(homes), [one, two])
    plan, greedy = waiting.plan(), waiting.one_at_a_time()
    assert (plan.children_placed, plan.together) == (3, 1)
    assert (greedy.children_placed, greedy.together) == (3, 0)
    assert plan.home_of("Ash") == "far"
    moved = {each.child_id: (each.before, each.after) for each in compare(greedy, plan)}
    assert moved["Ash"] == ("near", "far")
    assert waiting.plan(WhatIf(whole=frozenset({"N2"}))).together == 1


def test_what_is_in_the_way_of_a_child_left_over_is_said():
    homes, needs, plan = a_busy_world()
    waiting = Waiting(Register(homes), needs, weights=WEIGHTS)
    (di,) = left_over(waiting, plan)
    assert (di.child_id, di.need_id, di.able) == ("Di", "N3", 2)
    assert {(each.home_id, each.by) for each in di.taken} == {("H1", ("N1",)), ("H2", ("N2",))}
    assert di.tally == {"on_hold": 1, "terms_age": 1}
    assert [each.home_id for each in di.near] == ["young"]


def test_nobody_waits_and_no_home_are_answers_too():
    assert Waiting(Register([home()]), []).plan().value == 0
    nowhere = Waiting(Register([]), [need()])
    assert nowhere.plan().left_over == nowhere.one_at_a_time().left_over == ("Ash",)
    assert nowhere.most_placeable == 0


def test_a_child_is_waited_for_once():
    with pytest.raises(ValueError, match="named by two needs"):
        Waiting(Register([home()]), [need(id="N1"), need(id="N2")])
    with pytest.raises(ValueError, match="same id"):
        Waiting(Register([home()]), [need(), need(child("Bo", 3))])


def test_which_case_it_is():
    now, later = need(id="N1"), need(child("Bo", 2), id="N2", period=Period(DAY + timedelta(9)))
    register = Register([home()])
    assert Waiting(register, [now]).case(DAY) == {Case.ONE_EMERGENCY}
    assert Waiting(register, [later]).case(DAY) == {Case.PLANNED_MOVES}
    both = Waiting(register, [now, later])
    assert both.case(DAY) == {Case.BACKLOG, Case.PLANNED_MOVES}
    assert both.case(DAY + timedelta(9), pooled=True) == {Case.BACKLOG, Case.POOLED}


def test_the_council_weighs_and_no_weight_is_below_nothing():
    homes = [home("near", 1.0, terms=(terms(2),)), home("far", 40.0, terms=(terms(2),))]
    needs = [
        need(child("Ash", 7), id="N1"),
        need(child("Bo", 7), child("Cy", 9), id="N2"),
    ]
    register = Register(homes)
    assert Waiting(register, needs).plan().together == 1
    apart = Waiting(register, needs, policy=Policy(pair=0.0)).plan()
    assert apart.together == 0 or apart.home_of("Ash") == "far"
    with pytest.raises(ValueError, match="never less"):
        Policy(pair=-1.0)


def test_the_way_for_many_gives_the_same_as_the_way_for_few(monkeypatch):
    """Prices first, then a whole answer, then its proof: as for a region, on what is small."""
    monkeypatch.setattr(solving, "ALL_AT_ONCE", 0)
    monkeypatch.setattr(solving, "FEW", 1)
    for seed in range(700, 715):
        homes, needs = a_world(seed)
        best = everyone(homes, needs).best()
        near = waiting_of(homes, needs).plan(proof=Proof.NEAR)
        assert near.value - 1e-4 <= best <= near.bound + 1e-4, seed
        plan = waiting_of(homes, needs).plan()
        assert (plan.value, plan.proven) == (pytest.approx(best, abs=1e-4), True), seed
        assert check_plan(homes, needs, near, WORTH) == ()


def test_the_same_question_has_the_same_answer():
    for seed in (3, 40, 77):
        homes, needs = a_world(seed, homes=8, needs=6)
        waiting = waiting_of(homes, needs)
        first = waiting.plan()
        waiting.plan(WhatIf(waits=frozenset({needs[0].children[0].id})))
        assert waiting.plan() == first == waiting_of(reversed(homes), needs).plan()


def test_no_time_is_no_answer():
    homes, needs = a_world(3)
    with pytest.raises(NoAnswer):
        waiting_of(homes, needs).plan(seconds=-1.0)
