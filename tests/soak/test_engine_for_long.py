"""The engine for long: many more invented worlds than the ordinary run, by other seeds."""

from dataclasses import asdict

import pytest

from sufficiency import room
from sufficiency.arrays import Register
from sufficiency.criteria import Weights, gate_findings, judge, score
from sufficiency.match import search
from sufficiency.types import Weighs
from sufficiency.verify import rule_broken
from tests.oracles import gates as gates_oracle
from tests.oracles import room as room_oracle
from tests.sufficiency.invented import DAY, a_world


def codes(findings, weighs):
    """The codes of the findings that weigh so."""
    return {str(each.code) for each in findings if each.weighs is weighs}


@pytest.mark.parametrize("seed", range(10_000, 11_000))
def test_plain_rules_oracles_and_the_check_apart_agree(seed):
    homes, needs = a_world(seed, homes=40, needs=6)
    for home in homes:
        plain = asdict(home.room)
        assert room.places_left(home.room, DAY) == room_oracle.places_left(plain, DAY)
    for need in needs:
        asked = asdict(need)
        for home in homes:
            findings = gate_findings(need, home)
            ruled = codes(findings, Weighs.RULED_OUT)
            told = gates_oracle.verdict(asked, asdict(home))
            assert (ruled, codes(findings, Weighs.UNKNOWN)) == told
            assert bool(rule_broken(need, home)) == bool(ruled)


@pytest.mark.parametrize("seed", range(20_000, 21_500))
def test_the_masks_and_the_plain_functions_agree(seed):
    homes, needs = a_world(seed, homes=80, needs=12)
    register, weights = Register(homes), Weights(hundred_pounds=0.5)
    for need in needs:
        matches = search(register, need, weights=weights, limit=len(homes))
        scores = {match.home_id: match.score for match in matches.ranked}
        for home in homes:
            findings = judge(need, home, weights)
            ruled = codes(findings, Weighs.RULED_OUT)
            assert matches.reasons(home.id) == ruled
            assert matches.to_ask(home.id) == codes(gate_findings(need, home), Weighs.UNKNOWN)
            assert scores.get(home.id) == (None if ruled else score(findings))
