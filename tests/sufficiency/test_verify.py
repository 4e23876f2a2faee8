"""The check apart from making: it agrees with the rules, and finds what is wrong with an answer."""

from dataclasses import replace

import pytest

from sufficiency.arrays import Register
from sufficiency.criteria import gate_findings, is_ruled_out
from sufficiency.match import search
from sufficiency.types import Hold
from sufficiency.verify import check, rule_broken
from tests.sufficiency.invented import a_world
from tests.sufficiency.plain_homes import LONG, home, need


@pytest.mark.parametrize("seed", range(200, 215))
def test_an_answer_passes_the_check(seed):
    homes, needs = a_world(seed, homes=40, needs=4)
    register = Register(homes)
    for asked in needs:
        assert check(asked, homes, search(register, asked, limit=len(homes)).ranked) == ()


@pytest.mark.parametrize("seed", range(215, 225))
def test_a_rule_is_broken_exactly_when_a_gate_rules_out(seed):
    homes, needs = a_world(seed, homes=40, needs=4)
    for asked in needs:
        for each in homes:
            assert bool(rule_broken(asked, each)) == is_ruled_out(gate_findings(asked, each))


def test_a_home_that_may_not_be_offered_is_found():
    held, free = home("held", holds=(Hold(LONG),)), home("free")
    answer = search(Register([replace(held, room=free.room), free]), need()).ranked
    problems = check(need(), [held, free], answer)
    assert [(each.home_id, each.says) for each in problems] == [
        ("held", "offered, though on hold on 2026-11-23")
    ]


def test_a_home_that_was_left_out_is_found():
    problems = check(need(), [home("H1")], ())
    assert [each.says for each in problems] == ["not offered, though no rule is broken"]


def test_a_home_offered_twice_or_from_nowhere_is_found():
    answer = search(Register([home("H1")]), need()).ranked
    assert [each.says for each in check(need(), [home("H1")], answer * 2)] == ["offered twice"]
    assert [each.says for each in check(need(), [], answer)] == ["not in the register"]
