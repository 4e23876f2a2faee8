"""The record and the oracle agree: of one child and of all, as known now and as known then."""

from __future__ import annotations

from app.oversight import standing
from tests.oracles import basis as oracle
from tests.oversight.histories import world
from tests.oversight.into_the_record import THEN, as_it_is, as_known, write

WORLDS = {"sqlite": 16, "postgresql": 8}
"""So many in `make test`; hundreds in tests/soak/test_basis.py."""


def said(found: standing.Standing) -> dict:
    return {
        "kind": found.kind.value,
        "since": found.since,
        "faults": {each.code.value for each in found.breaches},
        "verdict": found.verdict.value,
    }


def relabelled(made: dict, ids: dict[str, int]) -> dict:
    """The same world, its children called by our own ids: the order of arrival breaks ties so."""
    name = {id_: str(number) for id_, number in ids.items()}
    made = dict(made, children={name[id_]: child for id_, child in made["children"].items()})
    made["siblings"] = [(name[one], name[other]) for one, other in made["siblings"]]
    for home in made["homes"].values():
        for each in home["exemptions"]:
            each["children"] = [name[id_] for id_ in each["children"]]
        for each in home["temporary"]:
            each["child"] = name[each["child"]]
        for terms in home["terms"]:
            for line in terms["lines"]:
                line["child"] = line["child"] and name[line["child"]]
    return made


def compare(seeds) -> int:
    """Write these worlds, then ask of each; gives how many answers were compared."""
    written = []
    for seed in seeds:
        full, then = as_known(world(seed), seed)
        ids = write(full)
        written.append((seed, relabelled(as_it_is(full), ids), relabelled(then, ids), ids))
    compared = 0
    for seed, now, then, ids in written:
        for known_at, made in ((None, now), (THEN, then)):
            compared += _compare_one(seed, made, ids, known_at)
    return compared


def _compare_one(seed, made, ids, known_at) -> int:
    day = made["day"]
    listed = {each.child_id: each for each in standing.ledger(day, known_at)}
    for number in ids.values():
        right = oracle.answer(made, str(number), day)
        of_one = standing.basis(number, day, known_at)
        assert said(of_one) == right, (seed, number, known_at)
        if number in listed:
            assert said(listed[number]) == right, (seed, number, known_at)
            assert listed[number].answer == of_one.answer, (
                listed[number].breaches,
                of_one.breaches,
            )
        else:
            assert (right["kind"], right["faults"]) == ("not_looked_after", set())
    return len(ids)


def test_the_record_agrees_with_the_oracle_now_and_as_known_then(db):
    worlds = WORLDS[db.engine.dialect.name]
    assert compare(range(worlds)) > 5 * worlds
