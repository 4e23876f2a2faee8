"""The rule and the oracle give one answer on thousands of invented days; planted faults show."""

from __future__ import annotations

from collections import Counter

from app.oversight.rules import BasisKind, FaultCode, basis_of
from tests.oracles import basis as oracle
from tests.oversight.as_the_rule_takes_it import child_day
from tests.oversight.histories import world

WORLDS = 1500


def answer(facts) -> dict:
    found = basis_of(facts)
    return {
        "kind": found.kind.value,
        "since": found.since,
        "faults": {each.code.value for each in found.breaches},
        "verdict": found.verdict.value,
    }


def differences(worlds, ask=answer):
    """(seed, child, what the rule says, what the oracle says) wherever they differ."""
    for seed in worlds:
        made = world(seed)
        for child_id in made["children"]:
            said = ask(child_day(made, child_id, made["day"]))
            right = oracle.answer(made, child_id, made["day"])
            if said != right:
                yield seed, child_id, said, right


def test_the_rule_agrees_with_the_oracle_on_every_invented_day():
    assert next(differences(range(WORLDS)), None) is None


def test_every_basis_and_every_fault_comes_up():
    kinds, faults = Counter(), Counter()
    for seed in range(WORLDS):
        made = world(seed)
        for child_id in made["children"]:
            right = oracle.answer(made, child_id, made["day"])
            kinds[right["kind"]] += 1
            faults.update(right["faults"])
    assert {kind.value for kind in BasisKind} <= set(kinds)
    assert {code.value for code in FaultCode} <= set(faults)
