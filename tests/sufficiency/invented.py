"""Invented homes and needs, by seed: small numbers and few days, so that rare cases are common."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random

from sufficiency.period import Period
from sufficiency.types import (
    Avoid,
    Bedroom,
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Exempted,
    Fact,
    Hold,
    Home,
    Kind,
    Need,
    Point,
    ProviderKind,
    Resident,
    Room,
    Sex,
    SharingAgreed,
    Sleeper,
    Terms,
    Unavailable,
    siblings_of,
)

DAY = date(2026, 11, 23)
"""The first day of most needs here."""

FACTS = (Fact.DOG, Fact.CAT, Fact.DRIVES, Fact.STEP_FREE, Fact.MAKATON)
KINDS = (Kind.SHORT_TERM, Kind.LONG_TERM, Kind.SHORT_BREAK)
SEXES = (Sex.FEMALE, Sex.MALE, Sex.UNKNOWN)


def a_day(random: Random, near: int = 60) -> date:
    """A day near the first day of the needs."""
    return DAY + timedelta(days=random.randint(-near, near))


def a_period(random: Random) -> Period:
    """Mostly long ago and open; now and then beginning or ending about the first day."""
    starts = DAY - timedelta(days=random.randint(100, 900))
    if random.random() < 0.15:
        starts = a_day(random)
    if random.random() < 0.75:
        return Period(starts)
    return Period(starts, starts + timedelta(days=random.randint(1, 1200)))


def now(random: Random) -> Period:
    """A period that is nearly always in force throughout."""
    return Period(DAY - timedelta(days=1000)) if random.random() < 0.9 else a_period(random)


def a_child(random: Random, child_id: str, oldest: int = 17) -> Child:
    """A child, born on any day, sometimes on 29 February."""
    born = DAY - timedelta(days=random.randint(0, oldest * 365 + 300))
    if random.random() < 0.05:
        born = date(random.choice((2012, 2016, 2020)), 2, 29)
    sex = random.choices(SEXES, (10, 10, 1))[0]
    return Child(child_id, born, sex)


def a_line(random: Random, people: Sequence[str]) -> Criterion:
    """One line of terms: often anyone, often some ages, now and then a named child."""
    low = random.choice((0, 0, 0, 2, 5, 8, 11))
    high = random.choice((17, 17, 17, low, min(17, low + 4), min(17, low + 8)))
    return Criterion(
        up_to=random.choice((1, 1, 2, 2, 3, 4)),
        min_age=low,
        max_age=high,
        sexes=random.choice((None, None, None, frozenset({Sex.FEMALE}), frozenset({Sex.MALE}))),
        kinds=random.choice((None, None, None, frozenset(random.sample(KINDS, 2)))),
        child_id=random.choice(people) if people and random.random() < 0.1 else None,
    )


def some_terms(random: Random, people: Sequence[str], period: Period) -> Terms:
    """Terms for a time."""
    lines = tuple(a_line(random, people) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))))
    return Terms(random.choice((1, 2, 2, 3, 3, 3, 4, 5)), lines, period)


def a_claim(random: Random, child: Child) -> Claim:
    """A child who takes up room."""
    return Claim(
        child,
        now(random) if random.random() < 0.6 else a_period(random),
        random.choice(tuple(ClaimKind)),
        random.choice((None, *KINDS)),
        fostered=random.random() < 0.92,
        in_terms=random.random() < 0.9,
    )


def a_room(
    random: Random, home_id: str, children: Sequence[Child], strangers: Sequence[str]
) -> Room:
    """A household's room; `strangers` are children who do not live there but may be named."""
    there = [child.id for child in children]
    people = [*there, *strangers]
    terms = [some_terms(random, people, now(random))]
    if random.random() < 0.12:
        terms.append(some_terms(random, people, a_period(random)))
    if random.random() < 0.03:
        terms = []
    beds = tuple(
        Bedroom(f"{home_id}-bed-{n}", random.choice((0, 1, 1, 1, 2, 2, 3)))
        for n in range(random.choice((0, 1, 2, 3, 3, 4, 4, 5)))
    )
    return Room(
        approved=tuple(now(random) for _ in range(random.choice((0, 1, 1, 1, 1, 1, 1, 2)))),
        temporary=tuple(
            (random.choice(people), a_period(random))
            for _ in range(random.choice((0, 0, 0, 0, 1, 2)))
            if people
        ),
        terms=tuple(terms),
        claims=tuple(a_claim(random, child) for child in children if random.random() < 0.85),
        exemptions=tuple(
            Exempted(
                frozenset(random.sample(people, random.randint(1, len(people)))),
                random.choice((None, None, 4, 5)),
                now(random),
            )
            for _ in range(random.choice((0, 0, 0, 1, 2)))
            if people
        ),
        unavailable=tuple(
            Unavailable(random.choice((None, 1, 1, 2)), a_period(random))
            for _ in range(random.choice((0, 0, 0, 0, 1, 2)))
        ),
        holds=tuple(Hold(a_period(random)) for _ in range(random.choice((0,) * 9 + (1,)))),
        bedrooms=beds,
        sleepers=_sleepers(random, home_id, there, beds),
        sharing=tuple(
            SharingAgreed(
                frozenset(random.sample(people, min(len(people), random.choice((2, 2, 3))))),
                None if random.random() < 0.7 else a_period(random),
            )
            for _ in range(random.choice((0, 0, 0, 1, 1, 2)))
            if people
        ),
        agreement_signed=now(random) if random.random() < 0.93 else None,
    )


def a_calm_room(random: Random, home_id: str, children: Sequence[Child]) -> Room:
    """A household's room with everything in order, so that one trouble shows by itself."""
    long_ago = Period(DAY - timedelta(days=1000))
    begun = long_ago if random.random() < 0.8 else Period(DAY - timedelta(days=30))
    lines = (Criterion(3),)
    if random.random() < 0.3:
        lines = (Criterion(2, 0, 9), Criterion(2, 5, 17))
    beds = tuple(Bedroom(f"{home_id}-bed-{n}", random.choice((1, 1, 2))) for n in range(6))
    sleeping = [f"{home_id}-carer", *(child.id for child in children)]
    return Room(
        approved=(long_ago,),
        terms=(Terms(random.choice((3, 3, 4)), lines, begun),),
        claims=tuple(Claim(child, long_ago, ClaimKind.PLACED) for child in children),
        bedrooms=beds,
        sleepers=tuple(
            Sleeper(person, bed.id, long_ago) for person, bed in zip(sleeping, beds, strict=False)
        ),
        agreement_signed=long_ago,
    )


def a_connected_room(random: Random, room: Room, strangers: Sequence[str]) -> Room:
    """The same household, approved only for the time being for children who are named."""
    starts = DAY - timedelta(days=random.choice((0, 10, 100)))
    period = Period(starts, starts + timedelta(days=112))
    named = tuple((child, period) for child in strangers)
    approved = (Period(DAY + timedelta(days=30)),) if random.random() < 0.2 else ()
    return replace(room, approved=approved, temporary=named)


def with_troubles(random: Random, calm: Room, troubled: Room, number: int) -> Room:
    """A calm household with so many of its facts taken from a troubled one."""
    names = random.sample([field.name for field in fields(Room)], number)
    return replace(calm, **{name: getattr(troubled, name) for name in names})


def _sleepers(
    random: Random, home_id: str, there: Sequence[str], beds: Sequence[Bedroom]
) -> tuple[Sleeper, ...]:
    sleepers = []
    for person in (f"{home_id}-carer", f"{home_id}-partner", *there):
        if random.random() < 0.7:
            bed = random.choice(beds).id if beds and random.random() < 0.8 else None
            sleepers.append(Sleeper(person, bed, now(random), random.random() < 0.5))
    return tuple(sleepers)


def a_home(random: Random, home_id: str, strangers: Sequence[str] = ()) -> Home:
    """A household that fosters."""
    number = random.choice((0, 0, 1, 1, 2, 2, 3, 4))
    children = [a_child(random, f"{home_id}-child-{n}") for n in range(number)]
    room = a_room(random, home_id, children, strangers)
    if random.random() < 0.7:
        calm = a_calm_room(random, home_id, children[:2])
        room = with_troubles(random, calm, room, random.choice((0, 1, 1, 2)))
    if strangers and random.random() < 0.1:
        room = a_connected_room(random, room, strangers)
    where = Point(random.randint(330_000, 380_000), random.randint(230_000, 280_000))
    return Home(
        id=home_id,
        where=where if random.random() < 0.95 else None,
        room=room,
        provider_kind=random.choice(tuple(ProviderKind)),
        facts={fact: random.random() < 0.5 for fact in FACTS if random.random() < 0.85},
        residents=tuple(
            Resident(
                child,
                now(random),
                random.choice((None, None, None, 5, 10)),
                random.choice((None, None, None, 8, 14)),
                random.random() < 0.04,
            )
            for child in children
            if random.random() < 0.5
        ),
        in_area=random.random() < 0.7,
        ssw_allocated=random.random() < 0.9,
        weekly_cost=random.choice((None, 450, 600, 1100)),
        connected_to=frozenset(strangers[:1]) if random.random() < 0.05 else frozenset(),
    )


def a_need(random: Random, need_id: str, homes: Sequence[Home] = ()) -> Need:
    """A need of one to five children, some of them siblings, with a few musts and wishes."""
    number = random.choice((1, 1, 1, 2, 2, 3, 4, 5))
    children = tuple(a_child(random, f"{need_id}-{n}") for n in range(number))
    ids = tuple(child.id for child in children)
    groups = [ids] if random.random() < 0.6 else [ids[:2], ids[2:]]
    there = [claim.child.id for home in homes for claim in home.room.claims]
    if there and random.random() < 0.3:
        groups = [(*groups[0], *random.sample(there, min(2, len(there)))), *groups[1:]]
    facts = random.sample(FACTS, 4)
    plain = random.random() < 0.4
    asked = Need(
        id=need_id,
        children=children,
        home=a_point(random) if random.random() < 0.9 else None,
        school=a_point(random) if random.random() < 0.6 else None,
        period=a_stay(random),
        kind=random.choice(KINDS),
        required=frozenset(facts[: random.choice((0, 0, 1, 2))]),
        forbidden=frozenset(facts[2 : 2 + random.choice((0, 0, 1))]),
        wanted={facts[3]: float(random.randint(0, 9))} if random.random() < 0.5 else {},
        youngest_other=random.choice((None, None, None, 5, 10)),
        oldest_other=random.choice((None, None, None, 8, 14)),
        alone=random.random() < 0.08,
        company=random.random() < 0.2,
        max_miles=random.choice((None, 10.0, 20.0, 20.0)),
        avoid=(Avoid(a_point(random), 5.0),) if random.random() < 0.2 else (),
        not_with=frozenset(home.id for home in random.sample(list(homes), min(1, len(homes)))),
        apart_from=frozenset(random.sample(there, 1)) if there and random.random() < 0.2 else NONE,
        siblings=siblings_of(*groups),
        siblings_at=frozenset(home.id for home in random.sample(list(homes), min(2, len(homes)))),
    )
    return a_plain_need(asked) if plain else asked


def a_plain_need(need: Need) -> Need:
    """The same children, who ask for little, so that the rules of room decide."""
    return replace(
        need,
        required=frozenset(),
        forbidden=frozenset(),
        youngest_other=None,
        oldest_other=None,
        alone=False,
        max_miles=None,
        avoid=(),
    )


NONE: frozenset[str] = frozenset()


def a_point(random: Random) -> Point:
    """A place in the same county as the homes."""
    return Point(random.randint(330_000, 380_000), random.randint(230_000, 280_000))


def a_stay(random: Random) -> Period:
    """Mostly open, from the same day; now and then with an end, or from another day."""
    starts = DAY if random.random() < 0.8 else a_day(random, 20)
    if random.random() < 0.75:
        return Period(starts)
    return Period(starts, starts + timedelta(days=random.randint(1, 200)))


def a_world(seed: int, homes: int, needs: int) -> tuple[list[Home], list[Need]]:
    """Homes and needs that know of one another: some children are named where they do not live."""
    random = Random(seed)
    strangers = [f"need-{n}-{child}" for n in range(needs) for child in range(3)]
    register = [
        a_home(random, f"home-{n:04d}", random.sample(strangers, min(2, len(strangers))))
        for n in range(homes)
    ]
    asked = [a_need(random, f"need-{n}", register) for n in range(needs)]
    for need in asked:
        for row in random.sample(range(len(register)), min(4, len(register))):
            register[row] = tied(random, register[row], need)
    return register, asked


def tied(random: Random, home: Home, need: Need) -> Home:
    """The same home, which already has to do with the children of this need."""
    room = home.room
    ids = [child.id for child in need.children]
    there = [claim.child.id for claim in room.claims]
    dated = Period(DAY - timedelta(days=200), DAY + timedelta(days=random.randint(-9, 90)))
    if random.random() < 0.5:
        room = replace(room, claims=(*room.claims, a_claim(random, need.children[0])))
    if random.random() < 0.6:
        room = replace(room, exemptions=(Exempted(frozenset([*ids, *there]), None, dated),))
        room = replace(room, terms=tuple(replace(each, overall=6) for each in room.terms))
    if random.random() < 0.5:
        room = replace(room, sharing=(SharingAgreed(frozenset(ids), dated),))
        extra = Bedroom(f"{home.id}-bed-x", 3)
        kept = [each for each in room.bedrooms if each.id != extra.id]
        room = replace(room, bedrooms=(*kept[:1], extra))
    if random.random() < 0.1:
        room = replace(room, approved=(Period(DAY - timedelta(days=900), dated.ends),))
    if random.random() < 0.15:
        room = a_connected_room(random, room, ids)
    return replace(home, room=room)
