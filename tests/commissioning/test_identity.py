"""What gives a child away is found, however it is written; what is sound is let be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from app.commissioning.rules import drafting
from app.commissioning.rules.identity import Known, Tells, found_in
from app.commissioning.rules.rarity import (
    FEW,
    MENTIONS,
    Crowd,
    Told,
    Traits,
    ages_to_say,
    count,
    rare,
    told_by,
)
from tests.commissioning.planted import UNKNOWN, births, case, crowd, disguised

REFERRALS = 5


def planted_found(referrals: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How much was planted, by disguise, and what of it was not found."""
    chance, planted, missed = Random(seed), Counter[str](), list[str]()
    for _ in range(referrals):
        made = case(chance)
        for tells, secret in made.secrets.items():
            for name, said in disguised(tells, secret, chance):
                planted[name] += 1
                section = chance.choice(list(made.sections))
                words = f"{made.sections[section]} {said} is what was written."
                found = found_in({**made.sections, section: words}, made.known)
                if not any(each.must and each.section in (section, "") for each in found):
                    missed.append(f"{tells}: {secret} as {name}: {said!r}")
        for said in births(made.born):
            planted["birth"] += 1
            found = found_in({"about": f"Something about {said}."}, made.known)
            if not any(each.tells is Tells.BIRTH and each.must for each in found):
                missed.append(f"birth: {said}")
    return planted, missed


def sound_stopped(referrals: int, seed: int) -> list[str]:
    """Sound profiles in which something was found that is not there."""
    chance, stopped = Random(seed), []
    for _ in range(referrals):
        made = case(chance)
        stopped += [f"{each.found}: {each.because}" for each in found_in(made.sections, made.known)]
    return stopped


def test_whatever_is_planted_is_found_in_every_disguise():
    planted, missed = planted_found(REFERRALS, seed=1)
    assert missed == []
    assert sum(planted.values()) > 100 * REFERRALS
    assert len(planted) >= 16, planted


def test_sound_profiles_are_let_be():
    assert sound_stopped(60, seed=2) == []


@pytest.mark.parametrize("said", UNKNOWN)
def test_what_the_record_does_not_know_is_asked_about(said):
    made = case(Random(3))
    found = found_in({"about": f"Likes football. For now {said}."}, made.known)
    assert found, said


def test_a_name_that_is_a_word_is_a_name_where_it_has_a_capital():
    known = [Known(Tells.NAME, "Hope Marsh", "the child")]
    for said, must in (
        ("We hope that she may stay.", None),
        ("Hope is what they need.", False),
        ("When Hope is tired she rests.", True),
        ("They live by the marsh.", None),
    ):
        found = [each for each in found_in({"about": said}, known) if each.tells is Tells.NAME]
        assert [each.must for each in found] == ([] if must is None else [must]), said


def test_a_name_but_for_a_letter_is_asked_about():
    known = [Known(Tells.WORKER, "Somerby", "somebody here")]
    for said in ("sommerby", "Somreby", "somerbi", "smerby"):
        (found,) = [
            each
            for each in found_in({"about": f"Ask {said} for it."}, known)
            if each.tells is Tells.WORKER
        ]
        assert not found.must


@pytest.mark.parametrize(
    ("name", "said"),
    [("Esther", "She likes there to be calm."), ("Kington", "She is asking to nap.")],
)
def test_a_name_is_not_read_out_of_two_words_that_stand_together(name, said):
    for tells in (Tells.NAME, Tells.PLACE):
        assert found_in({"about": said}, [Known(tells, name, "somebody")]) == ()


def test_our_own_name_is_no_town_inside_it():
    known = [Known(Tells.PLACE, "hereford", "A town of the area")]
    allowed = frozenset({"herefordshire"})
    assert found_in({"where": "In the north of Herefordshire’s area."}, known, allowed) == ()
    assert found_in({"where": "Near Hereford in Herefordshire."}, known, allowed)


# ------------------------------------------------------------------------------ rare combinations


def rarest(told: Told, among: Crowd) -> bool:
    """By the definition and nothing else: does any part of what is told leave fewer than five?"""
    for mask in range(2 ** len(told.has)):
        some = {name for n, name in enumerate(sorted(told.has)) if mask >> n & 1}
        if len(some) <= 3 and count(told, among, some) < FEW:
            return True
    return any(
        among.published.get(name, FEW) is None or (among.published.get(name, FEW) or 0) < FEW
        for name in told.has
    )


def rare_as_the_definition_says(number: int, seed: int) -> tuple[int, int]:
    """Profiles with traits at random; how many were rare, and how many common."""
    chance = Random(seed)
    among, seen = crowd(chance), Counter[bool]()
    for _ in range(number):
        age = chance.randint(0, 17)
        told = Told(
            max(0, age - chance.randint(0, 9)),
            min(17, age + chance.randint(0, 9)),
            frozenset(chance.sample(["female", "male"], chance.randint(0, 1))),
            chance.choice((1, 1, 1, 2)),
            frozenset(chance.sample(sorted(MENTIONS), chance.randint(0, 4))),
        )
        expected = rarest(told, among)
        assert bool(rare(told, among)) is expected, told
        seen[expected] += 1
    return seen[True], seen[False]


def test_rare_combinations_are_those_that_fewer_than_five_share():
    few, common = rare_as_the_definition_says(80, seed=4)
    assert few > 20
    assert common > 5


def test_what_is_said_of_a_rare_combination_is_the_smallest_of_it():
    ours = [Traits("female", 14) for _ in range(9)]
    ours += [Traits("female", 14, has=frozenset({"signs_bsl"})) for _ in range(5)]
    ours += [Traits("female", 14, has=frozenset({"signs_bsl", "step_free"}))]
    among = Crowd(ours, {}, "Herefordshire")
    told = Told(14, 14, frozenset({"female"}), 1, frozenset({"signs_bsl", "step_free"}))
    (found,) = rare(told, among)
    assert found.found == "a girl of 14, who needs a step-free home"
    assert "1 of 15 children whom we look after" in found.because
    assert rare(replace(told, has=frozenset({"signs_bsl"})), among) == ()


def test_a_draft_says_the_narrowest_ages_that_five_children_share():
    chance = Random(5)
    for _ in range(60):
        among = crowd(chance, chance.randint(0, 400))
        ages = [chance.randint(0, 17) for _ in range(chance.randint(1, 3))]
        told = ages_to_say(ages, frozenset(), 1, among)
        assert told.youngest <= min(ages)
        assert told.oldest >= max(ages)
        if count(told, among, ()) < FEW:
            assert (told.youngest, told.oldest) == (0, 17)


def test_what_the_words_tell_is_read_from_them():
    base = Told(13, 15, frozenset({"female"}), 1, frozenset())
    told = told_by(
        {"who": "One girl, aged 14.", "needs": "Somebody who signs; she is on remand."}, base
    )
    assert (told.youngest, told.oldest, told.sexes) == (14, 14, frozenset({"female"}))
    assert told.has == {"signs_bsl", "remanded"}


def test_where_the_family_lives_is_said_by_the_quarter():
    assert drafting.quarter_of((10, 90), (10, 10), "Us") == "the north of Us’s area"
    assert drafting.quarter_of((-90, 10), (10, 10), "Us") == "the west of Us’s area"
    assert drafting.quarter_of(None, (10, 10), "Us") == "Us’s area"
