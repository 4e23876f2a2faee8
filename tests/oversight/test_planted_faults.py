"""Faults planted in the rule, one at a time: the oracle tells every one of them from the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import sufficiency.living as living
from app.children.kinds import SettingKind
from app.oversight.rules import area, basis, facts, foster, settings, watched
from app.statute.clock import Counting
from sufficiency.types import age_on
from tests.oversight.test_basis_against_oracle import differences

outside_terms, over_limit, placed_on = living.outside_terms, living.over_limit, living.placed_on
longest = basis.LONGEST_TEMPORARY_DAYS

PLANTED = {
    "regulation 11 asked of our own carers": (area, "is_excepted", lambda stay: False),
    "regulation 11 never asked": (area, "is_excepted", lambda stay: True),
    "nowhere is at a distance": (area, "is_at_a_distance", lambda facts, stay: False),
    "everywhere is at a distance": (area, "is_at_a_distance", lambda facts, stay: True),
    "Scotland is England": (area, "ENGLAND_AND_WALES", ("E", "W", "S")),
    "no limit": (facts, "over_limit", lambda room, day, siblings: None),
    "siblings count for the limit": (
        facts, "over_limit", lambda room, day, siblings: over_limit(room, day),
    ),
    "an exemption names everybody": (
        facts,
        "over_limit",
        lambda room, day, siblings: None if room.exemptions else over_limit(room, day, siblings),
    ),
    "terms never looked at": (facts, "outside_terms", lambda room, day: ()),
    "the first to come is outside": (living, "placed_on", lambda r, d: placed_on(r, d)[::-1]),
    "outside since today": (foster, "since", lambda room, first, day, so: day),
    "outside since the first day": (foster, "since", lambda room, first, day, so: first),
    "a seventh working day": (
        foster,
        "EMERGENCY_OUTSIDE_TERMS",
        replace(foster.EMERGENCY_OUTSIDE_TERMS, counting=Counting.AFTER),
    ),
    "no extension": (foster, "_in_time", lambda each, day: day <= each.last_day),
    "an ended approval goes on": (foster, "_in_time", lambda each, day: day <= each.runs_to),
    "an extension revives": (
        facts.Temporary, "extension_in_time", property(lambda each: bool(each.extended_to)),
    ),
    "sixteen weeks and a day": (
        facts.Temporary, "runs_to", property(lambda each: each.last_day + timedelta(days=1)),
    ),
    "nobody is a relative": (foster, "is_with_relative_or_friend", lambda place: False),
    "XXXXXXX is a number": (foster, "number_given", bool),
    "every home has a number": (settings, "number_given", lambda urn: True),
    "under 17": (settings, "SIXTEEN", 17),
    "regulation 27A before its day": (
        settings,
        "_barred_under_16",
        lambda each: each.born is not None and age_on(each.born, each.day) < 16,
    ),
    "regulation 27C before its day": (
        settings,
        "_must_be_registered_at_16",
        lambda each: each.born is not None and age_on(each.born, each.day) >= 16,
    ),
    "a registration never ends": (
        settings,
        "_in_force",
        lambda setting, day: max(
            (
                each
                for each in setting.registrations
                if each.registered_as in settings.MUST_BE_REGISTERED_AS[setting.kind]
            ),
            key=lambda each: each.starts_on,
            default=None,
        ),
    ),
    "registered as anything": (
        settings,
        "MUST_BE_REGISTERED_AS",
        {kind: frozenset(SettingKind) for kind in settings.MUST_BE_REGISTERED_AS},
    ),
    "one regulator for the kingdom": (
        settings, "UK_NATION", dict.fromkeys(settings.UK_NATION, "E"),
    ),
    "a child until 19": (basis, "LEAVES_CARE_AT", 19),
    "every ending is a new episode": (basis, "ends_looked_after", lambda because: False),
    "short breaks are care": (basis, "is_short_break", lambda ls: False),
    "the earlier of two placements": (
        basis,
        "main_of",
        lambda each: min(each.mains, key=lambda s: (s.starts_on, s.order), default=None),
    ),
    "accommodated is in care": (basis, "is_in_care", lambda ls: True),
    "private fostering is care": (basis, "_privately_fostered", lambda each: False),
    "a stay may last a day more": (
        basis, "LONGEST_TEMPORARY_DAYS", {place: days + 1 for place, days in longest.items()},
    ),
    "stays are never looked at": (basis, "_where_staying", lambda facts, stay: ()),
    "an order of liberty never runs out": (
        basis, "with_liberty", lambda facts, answer: answer,
    ),
    "the director is never asked": (
        basis, "with_director", lambda facts, main, answer, staying: answer,
    ),
    "a decision follows a child who moves": (
        watched,
        "_decided",
        lambda facts, main, concern, since: next(
            ((each.decided_on, each.look_again_on) for each in facts.overseen), None
        ),
    ),
    "only registration is the director's": (
        watched, "CONCERNS", {
            kind: why for kind, why in watched.CONCERNS.items() if why == "unregistered"
        },
    ),
    "a day less with parents at once": (
        basis,
        "REG19_ASSESSMENT",
        replace(basis.REG19_ASSESSMENT, counting=Counting.BEGINNING_WITH),
    ),
    "found to be under 16 and let stay": (
        settings,
        "UNDER16_EXCEPTION",
        replace(settings.UNDER16_EXCEPTION, counting=Counting.BEGINNING_WITH),
    ),
    "nothing is excepted": (settings, "_excepted", lambda facts, stay: None),
    "fostering for adoption needs nothing": (basis, "FOR_ADOPTION", frozenset()),
    "adoption without an order": (basis, "NEEDS_PLACEMENT_ORDER", frozenset()),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_the_oracle_catches(planted, monkeypatch):
    where, name, wrong = PLANTED[planted]
    monkeypatch.setattr(where, name, wrong)
    assert next(differences(range(1500)), None) is not None


def test_there_are_at_least_twenty_faults_to_catch():
    assert len(PLANTED) >= 20
