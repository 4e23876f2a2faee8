"""The masks over a whole register say of every home what the plain functions say of it."""

from dataclasses import replace
from random import Random

import pytest

from sufficiency.arrays import LINES, Register
from sufficiency.criteria import (
    Weights,
    gate_findings,
    is_ruled_out,
    judge,
    preference_findings,
    score,
)
from sufficiency.match import search
from sufficiency.types import Hold, Weighs
from tests.sufficiency.invented import a_home, a_world
from tests.sufficiency.plain_homes import LONG, child, home, need

WEIGHTS = Weights(hundred_pounds=0.5, school_mile=1.7)


@pytest.mark.parametrize("seed", range(100, 112))
def test_every_reason_and_every_rank_is_the_plain_functions(seed):
    homes, needs = a_world(seed, homes=60, needs=6)
    register = Register(homes)
    for asked in needs:
        matches = search(register, asked, weights=WEIGHTS, limit=len(homes))
        admitted = []
        for each in register.homes:
            findings = judge(asked, each, WEIGHTS)
            unknown = to_ask(gate_findings(asked, each))
            assert matches.reasons(each.id) == ruled_out(findings), (asked.id, each.id)
            assert matches.to_ask(each.id) == unknown, (asked.id, each.id)
            if not is_ruled_out(findings):
                admitted.append((bool(unknown), -score(findings), each.id))
        ranked = [(bool(one.to_ask), -one.score, one.home_id) for one in matches.ranked]
        assert sorted(ranked) == sorted(admitted)
        assert [each[:2] for each in ranked] == sorted(each[:2] for each in admitted)
        assert matches.number_admitted == len(admitted)


def ruled_out(findings):
    """The codes of what rules out."""
    return {each.code for each in findings if each.weighs is Weighs.RULED_OUT}


def to_ask(findings):
    """The codes of what is to be asked."""
    return {each.code for each in findings if each.weighs is Weighs.UNKNOWN}


def test_the_parts_of_a_score_are_the_points_of_its_findings():
    homes, needs = a_world(7, homes=60, needs=6)
    register = Register(homes)
    for asked in needs:
        for match in search(register, asked, weights=WEIGHTS, limit=60).ranked:
            parts: dict[str, float] = {}
            one = register.homes[register.row_of[match.home_id]]
            for finding in preference_findings(asked, one, WEIGHTS):
                if finding.points:
                    parts[finding.code] = parts.get(finding.code, 0.0) + finding.points
            assert match.parts == parts
            assert match.score == pytest.approx(sum(parts.values()))


def test_the_tally_counts_each_home_under_each_of_its_reasons():
    homes, needs = a_world(8, homes=60, needs=6)
    register = Register(homes)
    for asked in needs:
        matches = search(register, asked)
        reasons = {each.id: ruled_out(gate_findings(asked, each)) for each in register.homes}
        for code, number in matches.tally().items():
            assert number == sum(code in codes for codes in reasons.values())
            assert set(matches.ruled_out_by(code)) == {
                one for one, codes in reasons.items() if code in codes
            }
            assert set(matches.only(code)) == {
                one for one, codes in reasons.items() if codes == {code}
            }
        assert set(matches.tally()) == set().union(*reasons.values())


def test_a_short_list_is_the_beginning_of_the_long_one():
    homes = [a_home(Random(n), f"home-{n}") for n in range(400)]
    register, asked = Register(homes), need(child("Ash", 7))
    long = search(register, asked, limit=400).ranked
    assert len(long) > 80
    assert search(register, asked, limit=5).ranked == long[:5]
    assert search(register, asked, limit=0).ranked == ()


def test_a_changed_home_is_what_the_next_search_sees():
    before = Register([home("H1", 1.0), home("H2", 2.0)])
    asked = need()
    assert [match.home_id for match in search(before, asked).ranked] == ["H1", "H2"]
    after = before.with_changed([home("H1", 1.0, holds=(Hold(LONG),)), home("H3", 3.0)])
    assert [match.home_id for match in search(after, asked).ranked] == ["H2", "H3"]
    assert [match.home_id for match in search(before, asked).ranked] == ["H1", "H2"]


def test_a_register_with_changes_is_the_register_built_afresh():
    homes, needs = a_world(9, homes=40, needs=4)
    register = Register(homes)
    for asked in needs:
        search(register, asked)
    others, _ = a_world(10, homes=10, needs=4)
    changed = register.with_changed(others)
    afresh = Register([*others, *homes[10:]])
    for asked in needs:
        assert search(changed, asked).ranked == search(afresh, asked).ranked
        assert search(changed, asked).tally() == search(afresh, asked).tally()


def test_a_register_holds_each_home_once():
    with pytest.raises(ValueError, match="once"):
        Register([home("H1"), home("H1")])


def test_an_empty_register_has_no_answer_and_no_reasons():
    matches = search(Register([]), need())
    assert matches.ranked == ()
    assert matches.tally() == {}
    assert matches.near_misses() == ()


def test_terms_with_more_lines_than_the_columns_hold_are_left_to_the_plain_functions():
    one = home()
    terms = one.room.terms[0]
    line = terms.criteria[0]
    lines = tuple(replace(line, up_to=1, min_age=age, max_age=age) for age in range(LINES + 3))
    many = replace(one, room=replace(one.room, terms=(replace(terms, criteria=lines),)))
    register = Register([many])
    assert search(register, need(child("Ash", LINES + 2))).number_admitted == 1
    assert search(register, need(child("Ash", LINES + 3))).tally() == {"terms_age": 1}


def test_seven_children_who_need_bedrooms_are_left_to_the_plain_functions():
    homes, _ = a_world(11, homes=30, needs=2)
    seven = need(*(child(f"C{n}", 4 + n) for n in range(7)))
    register = Register(homes)
    matches = search(register, seven)
    for each in register.homes:
        assert matches.reasons(each.id) == ruled_out(gate_findings(seven, each))
