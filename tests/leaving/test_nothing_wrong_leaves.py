"""Whatever leaves the house, for whoever receives it, tells what they may know and nothing else.

One small record here; tens of thousands of artefacts in tests/soak.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.documents.letters import pdf
from tests.leaving import rendered
from tests.leaving.marks import Artefact, Known, Mark, word
from tests.leaving.may_know import MUST, PAPERS, TO_PROVIDERS, TO_SYSTEMS, Facts, wrong_in
from tests.leaving.world import World, plant, says_where


def facts_of(world: World) -> dict[int, Facts]:
    """What decides who may know, as it was planted."""
    return {
        each.number: Facts(
            each.number,
            each.places,
            each.protected,
            each.on_hold,
            each.restricted,
            each.number == world.acquainted,
            each.told_where,
            says_where(each.number),
            each.names_home_of > 0,
        )
        for each in world.families
    }


def found_in(artefact: Artefact, known: Known) -> set[Mark]:
    """Every mark in it."""
    return {mark for text in artefact.texts() for mark in known.found_in(text)}


def looked_through(
    app: Any, signed_in: Any, *, seed: int, families: int, turns: int = 1
) -> tuple[Counter[str], list[str]]:
    """How many artefacts of each kind of one record were read, and what is wrong with any. Of
    `turns` one is read, by turns."""
    world = plant(app, signed_in, seed, families)
    facts = facts_of(world)
    read: Counter[str] = Counter()
    wrong: list[str] = []
    for artefact in rendered.everything(app, world, signed_in, turns=turns):
        found = found_in(artefact, world.known)
        read[artefact.kind] += artefact.content != rendered.REFUSED
        wrong += wrong_in(artefact, found, facts, rendered.REFUSED)
    return read, wrong


AREA = "notice to the area"
"""One of sixty papers: only a long run is sure to make it."""


@pytest.mark.only_on("sqlite")  # what is said does not depend on the database
def test_nothing_wrong_leaves_a_small_record(app, signed_in, db, monkeypatch):
    monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    read, wrong = looked_through(app, signed_in, seed=18, families=2, turns=7)
    assert wrong == []
    assert {*PAPERS, *TO_PROVIDERS, *TO_SYSTEMS, "sheet"} - {AREA} <= set(read)
    assert sum(read.values()) > 70


FAMILY = Facts(1, 2, True, False, False, False, ("Dr Told",), False)
FAMILIES = {1: FAMILY, 2: replace(FAMILY, number=2, restricted=True, acquainted=True)}


def say(kind: str, audience: str, about: int = 1, *more: str) -> Artefact:
    """A paper that says what it is for, and more."""
    marks = [word(each, about) for each in sorted(MUST.get(kind, ()))]
    return Artefact(kind, audience, about, "", " ".join([*marks, *more]).encode())


FAULTS = [
    say("notice to the family", "the_parents: Ms A", 1, word("street", 1)),
    say("notice to the family", "the_parents: Ms A", 1, word("home", 1)),
    say("notice to the family", "the_parents: Ms A", 1, word("given", 2)),
    say("notice to the family", "the_parents: Ms A", 1, word("needwhy", 1)),
    replace(say("notice", "the_school: Ms A"), name=f"{word('mail', 1)}.docx"),
    replace(say("notice", "the_school: Ms A"), content=b"an empty page"),
    replace(say("notice", "the_school: Ms A"), content=rendered.REFUSED),
    say("letter with address", "Ms A"),
    say("letter", "carer", 1, "HR6%209UX"),
    say("message", "provider 901", 1, word("agency", 902)),
    say("link", "provider 901", 1, word("typed", 11)),
    say("link", "provider 901", 1, "1 May 2014"),
    say("link", "provider 901", 1, "&#x5A;qfamilyxaab"),
    say("sheet", "out of hours", 0, word("homearea", 1)),
    say("sheet", "out of hours", 0, word("given", 1)),
    say("sheet", "out of hours", 0, word("home", 2)),
    say("sheet begun", "out of hours", 0, word("home", 1)),
    say("api children", "system portal", 0, word("casekey", 1)),
    say("api referrals", "system casework", 0, word("risk", 1)),
    say("api offers", "system portal", 0, "SY8 1AA"),
    say("api placements", "system reports", 0, word("home", 2)),
    say("finance placements", "service manager", 0, word("home", 2)),
    say("finance placements", "named manager", 0, word("casekey", 1)),
    say("export /register", "officer who knows them", 0, word("home", 2)),
    say("export /children", "commissioner", 0, word("given", 1)),
    say("export /register", "named manager", 0, "07700 900 123"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: f"{each.kind}-{each.audience}")
def test_each_planted_fault_is_found(fault):
    known = Known()
    for what, value in (
        ("homecode", "HR6 9UX"),
        ("born", date(2014, 5, 1)),
        ("phone", "07700 900123"),
        ("offercode", "SY8 1AA"),
    ):
        known.note(what, 1, value)
    assert wrong_in(fault, found_in(fault, known), FAMILIES, rendered.REFUSED)


@pytest.mark.parametrize(
    "sound",
    [
        say("notice to the family", "the_parents: Ms A", 1, word("worker", 1)),
        say("letter with address", "carer"),
        say("letter with address", "Dr Told", 1, word("doctor", 1)),
        say("link", "provider 902", 1, word("typed", 11)),
        say("sheet", "out of hours", 0, word("phone", 1)),
        say("api children", "system casework", 0, word("casekey", 1)),
        say("finance placements", "named manager", 0, word("home", 2)),
        say("export /register", "service manager", 0, word("carer", 1)),
    ],
    ids=lambda each: f"{each.kind}-{each.audience}",
)
def test_what_may_be_told_is_let_be(sound):
    assert wrong_in(sound, found_in(sound, Known()), FAMILIES, rendered.REFUSED) == []
