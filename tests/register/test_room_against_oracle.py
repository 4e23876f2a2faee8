"""Room, from the record: households written through the acts, read back, and compared with an
oracle that knows nothing of the product; as it is now, and as it was known before it changed."""

from __future__ import annotations

from importlib import import_module
from random import Random
from unittest.mock import patch

from sqlalchemy import true

from app.audit.act import acting
from app.core.db import transaction
from app.core.today import clock_at, end_of_day
from app.register import queries
from sufficiency.period import Period
from sufficiency.room import ShortfallCode, places_left, room_for
from sufficiency.types import Child, Kind, Sex, siblings_of
from tests import builders
from tests.builders import SOMEBODY
from tests.oracles import room as oracle
from tests.register.invented import DAY, Household, days

FIRST, LATER = DAY - days(60), DAY - days(2)
AROUND = Period(DAY)

rooms_read = import_module("app.register.queries.rooms")


def invented(seeds):
    """Households written in two goes, and what was told after each."""
    made, before, after = {}, {}, {}
    for seed in seeds:
        random = Random(seed)
        with clock_at(FIRST), transaction(), acting("Invented a household", SOMEBODY):
            strangers = [
                builders.child(
                    age=random.randint(0, 16),
                    sex=random.choice((Sex.FEMALE, Sex.MALE)),
                    status=None,
                )
                for _ in range(4)
            ]
            household = Household(random, seed, strangers)
            household.begin()
        before[household.row.id] = household.as_told()
        with clock_at(LATER), transaction(), acting("Changed a household", SOMEBODY):
            household.change()
        after[household.row.id] = household.as_told()
        made[household.row.id] = household
    return made, before, after


def differences(made, told, known_at):
    """Where the record and the oracle differ, as (household, what, record, oracle)."""
    rooms = queries.rooms(set(told), around=AROUND, known_at=known_at)
    found = []
    for household_id, plain in told.items():
        room = rooms[household_id]
        for day in (DAY, DAY + days(1), DAY + days(30), DAY + days(200)):
            ours, theirs = places_left(room, day), oracle.places_left(plain, day)
            if ours != theirs:
                found.append((household_id, day, ours, theirs))
        for asked in questions(made[household_id]):
            ours = {str(each.code) for each in room_for(room, *asked)}
            theirs = oracle_says(plain, *asked)
            if ours != theirs:
                found.append((household_id, asked, ours, theirs))
    return found


def questions(household):
    """Sets of children who might come, for how long, of what kind, and who are siblings."""
    random = Random(household.row.id)
    for number in (1, 2, 4):
        coming = random.sample(household.strangers, number)
        if number == 1 and household.connected is not None:
            coming = [household.connected]
        elif number == 1:
            coming = household.strangers[:1]
        if number == 2 and household.children and random.random() < 0.4:
            coming[1] = household.children[0]
        people = tuple(
            Child(str(child.id), child.person.born, child.person.sex) for child in coming
        )
        ends = random.choice((None, None, DAY + days(14), DAY + days(200)))
        ids = tuple(child.id for child in people)
        siblings = siblings_of(ids) if random.random() < 0.6 else frozenset()
        yield people, Period(DAY, ends), random.choice(tuple(Kind)), siblings


def oracle_says(plain, people, period, kind, siblings):
    """The oracle's codes for the same question."""
    stay = {"starts": period.starts, "ends": period.ends}
    asked = [{"id": each.id, "born": each.born, "sex": each.sex.value} for each in people]
    return set(oracle.shortfalls(plain, asked, stay, kind.value, [set(pair) for pair in siblings]))


def first_difference(worlds):
    """The first difference in any of the three ways of asking, or None."""
    made, before, after = worlds
    asked = ((after, None), (before, end_of_day(FIRST)), (after, end_of_day(LATER)))
    for told, known_at in asked:
        found = differences(made, told, known_at)
        if found:
            return found[0]
    return None


def test_room_from_the_record_is_the_oracles_now_and_as_it_was_known(db):
    worlds = invented(range(100 if db.engine.dialect.name == "sqlite" else 20))
    assert first_difference(worlds) is None
    if db.engine.dialect.name != "sqlite":
        return  # the faults are planted once, where more households were invented
    assert tried(worlds) == {str(code) for code in ShortfallCode}
    for fault, patched in FAULTS.items():
        with patched(), asked_afresh():
            assert first_difference(worlds) is not None, f"nobody noticed: {fault}"


def tried(worlds):
    """Every reason that came up."""
    made, _, after = worlds
    return {
        code
        for household_id, plain in after.items()
        for asked in questions(made[household_id])
        for code in oracle_says(plain, *asked)
    }


def asked_afresh():
    """Each question is put together again: those that are kept are from before the fault."""
    return patch.object(
        rooms_read._Reading,
        "rows",
        lambda self, question: rooms_read.db.session.execute(
            question.__wrapped__(self.asked), self.values
        ),
    )


def without(reader):
    """The record read without one of its parts."""
    left = tuple(each for each in rooms_read._READERS if each is not reader)
    return lambda: patch.object(rooms_read, "_READERS", left)


FAULTS = {f"{reader.__name__} left out": without(reader) for reader in rooms_read._READERS} | {
    "an end is known before it was told": lambda: patch.object(
        rooms_read._Asked, "ends", lambda _self, kind: kind.ends_on
    ),
    "a child with their own family is fostered": lambda: patch.object(
        rooms_read.rules, "is_fostered", lambda _place: True
    ),
    "a privately fostered child is within the terms": lambda: patch.object(
        rooms_read.rules, "is_in_terms", rooms_read.rules.is_fostered
    ),
    "what was released or has expired still takes room": lambda: patch.object(
        rooms_read, "or_", lambda *_: true()
    ),
    "a baby of the family needs a bedroom": lambda: patch.object(rooms_read, "OWN_BEDROOM_AGE", 0),
}
"""Ways to read the record wrongly, before any rule of room is asked: the oracle notices each.
Faults in the rules themselves are planted where the engine is tested."""


def test_reading_many_households_asks_no_more_than_reading_one(db, counted):
    for number in range(6):
        builders.household(f"Household {number}")
    with counted() as one:
        queries.rooms({1}, around=AROUND)
    with counted() as every:
        queries.rooms(None, around=AROUND)
    assert one.number <= 12
    assert every.number == one.number + 1
