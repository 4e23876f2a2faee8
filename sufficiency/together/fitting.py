"""May several families live in one home at once? The definition, by the plain gates alone.

They may when each of them passes every gate of `criteria.py` with the children of the others living
there as well. Adding somebody never makes room, so whatever holds a smaller set of families out
holds every larger one out too.
"""

from collections.abc import Sequence
from dataclasses import replace

from sufficiency.criteria import GATES
from sufficiency.types import Claim, ClaimKind, Home, Need, Weighs


def part_of(need: Need, children: Sequence[int]) -> Need:
    """The same need, for these of its children alone (by their place in it)."""
    if len(children) == len(need.children):
        return need
    return replace(need, children=tuple(need.children[n] for n in children))


def with_families(home: Home, families: Sequence[Need]) -> Home:
    """The home as it would be with these families living there too."""
    claims = tuple(
        Claim(child, family.period, ClaimKind.PLACED, family.kind)
        for family in families
        for child in family.children
    )
    if not claims:
        return home
    return replace(home, room=replace(home.room, claims=(*home.room.claims, *claims)))


def admits(home: Home, family: Need) -> bool:
    """Does nothing rule this home out for this family?"""
    return not any(
        finding.weighs is Weighs.RULED_OUT for gate in GATES for finding in gate(family, home)
    )


def fit_together(home: Home, families: Sequence[Need]) -> bool:
    """May all of these families live here at once?"""
    return all(
        admits(with_families(home, [*families[:n], *families[n + 1 :]]), family)
        for n, family in enumerate(families)
    )
