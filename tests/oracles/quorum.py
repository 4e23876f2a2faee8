"""Quorum, the slow way: every way to fill the places that regulation 24(1) names, one by one.

Somebody is a word of letters: c (chair) or v (vice chair) or neither, s (social worker with three
years since qualifying), i (independent). Each place is filled by somebody else.
"""

from __future__ import annotations

from itertools import permutations


def is_quorate(those: tuple[str, ...], *, joint: bool = False) -> bool:
    """Can the chair's place, the social worker's and three others' (four) be filled at once?"""
    others = 4 if joint else 3
    for first, second in permutations(range(len(those)), 2):
        leads, works = those[first], those[second]
        if "c" not in leads and "v" not in leads:
            continue
        if "s" not in works:
            continue
        if len(those) - 2 < others:
            continue
        if chair_is_there(those) or "i" in leads or another_is_independent(those, first):
            return True
    return False


def chair_is_there(those: tuple[str, ...]) -> bool:
    """Is the chair among them?"""
    return any("c" in each for each in those)


def another_is_independent(those: tuple[str, ...], leading: int) -> bool:
    """Is somebody independent besides whoever takes the chair?"""
    return any("i" in each for place, each in enumerate(those) if place != leading)
