"""Brothers and sisters as a set: one home first, then the best pair of homes."""

from dataclasses import replace
from itertools import combinations

from sufficiency.arrays import Register
from sufficiency.criteria import gate_findings, is_ruled_out
from sufficiency.siblings import search_together
from sufficiency.types import siblings_of
from tests.sufficiency.invented import a_world
from tests.sufficiency.plain_homes import child, home, need, placed, terms

THREE = [child(name, age) for name, age in (("Ash", 7), ("Bo", 9), ("Cy", 12))]
TOGETHER = need(*THREE, siblings=siblings_of(("Ash", "Bo", "Cy")))


def test_one_home_for_all_comes_first():
    register = Register([home("H1", 3.0), home("H2", 1.0, terms=(terms(2),))])
    found = search_together(register, TOGETHER)
    assert [match.home_id for match in found.one_home.ranked] == ["H1"]


def test_three_siblings_are_never_offered_to_one_place_and_go_to_two_homes():
    homes = [home("H1", 1.0, terms=(terms(1),)), home("H2", 2.0, terms=(terms(2),))]
    found = search_together(Register(homes), TOGETHER)
    assert found.one_home.ranked == ()
    best = found.two_homes[0]
    assert {part.match.home_id: len(part.children) for part in best.parts} == {"H1": 1, "H2": 2}
    assert best.siblings_together == 1


def test_the_same_home_is_never_both_of_a_pair():
    found = search_together(Register([home("H1", 1.0, terms=(terms(2),))]), TOGETHER)
    assert found.two_homes == ()


def test_siblings_stay_together_before_strangers_and_before_miles():
    asked = need(*THREE, siblings=siblings_of(("Ash", "Cy")))
    homes = [home("near", 1.0, terms=(terms(2),)), home("far", 9.0, terms=(terms(1),))]
    best = search_together(Register(homes), asked).two_homes[0]
    assert {part.children for part in best.parts} == {("Ash", "Cy"), ("Bo",)}


def test_the_best_pair_is_the_best_of_all_pairs():
    for seed in range(400, 408):
        homes, needs = a_world(seed, homes=12, needs=3)
        register = Register(homes)
        for asked in needs:
            found = search_together(register, asked, limit=200).two_homes
            offered = {
                frozenset((p.match.home_id, p.children) for p in pair.parts) for pair in found
            }
            assert offered == every_pair(homes, asked)


def every_pair(homes, asked):
    """Every way of putting the children in two different homes that nothing rules out."""
    ids = [each.id for each in asked.children]
    ways = set()
    for number in range(1, len(ids)):
        for chosen in combinations(asked.children, number):
            rest = tuple(each for each in asked.children if each not in chosen)
            can = [
                [
                    one.id
                    for one in homes
                    if not is_ruled_out(gate_findings(replace(asked, children=part), one))
                ]
                for part in (chosen, rest)
            ]
            ways |= {
                frozenset({(one, tuple(c.id for c in chosen)), (other, tuple(c.id for c in rest))})
                for one in can[0]
                for other in can[1]
                if one != other
            }
    return ways


def test_a_sibling_who_already_lives_there_counts():
    living = home("living", 9.0, claims=placed(child("Di", 5)))
    asked = need(THREE[0], siblings=siblings_of(("Ash", "Di")), siblings_at=frozenset({"living"}))
    found = search_together(Register([home("H1", 1.0), living]), asked)
    assert [match.home_id for match in found.one_home.ranked] == ["living", "H1"]
