"""Invented homes and people who wait for them, small enough to try every way, by seed.

Few homes, so that families compete; most rules at once, so that they meet: lines of terms, the
usual limit, exemptions, bedrooms, places not offered, ages, children to be alone or kept apart,
stays that begin and end on different days, brothers and sisters across needs, and homes that have
to do with a child already.
"""

from dataclasses import asdict, replace
from datetime import timedelta
from random import Random

from sufficiency.criteria import Weights, preference_findings, score
from sufficiency.period import Period
from sufficiency.together.fitting import part_of
from sufficiency.types import Avoid, Need, Unavailable, siblings_of
from tests.oracles.joint import Everyone
from tests.sufficiency.invented import (
    DAY,
    FACTS,
    KINDS,
    a_calm_room,
    a_child,
    a_home,
    a_line,
    a_point,
    a_room,
    now,
    tied,
    with_troubles,
)

WEIGHTS = Weights(hundred_pounds=0.5)


def a_world(seed, homes=5, needs=4):
    """(homes, needs): a few of each."""
    random = Random(seed)
    asked = [_need(random, f"need-{n}") for n in range(random.randint(2, needs))]
    if random.random() < 0.4:
        asked = [_about_another(random, need, asked) for need in asked]
    strangers = [child.id for need in asked for child in need.children]
    register = [_home(random, f"home-{n}", strangers) for n in range(random.randint(2, homes))]
    for need in asked:
        if random.random() < 0.15:
            row = random.randrange(len(register))
            register[row] = tied(random, register[row], need)
    return register, asked


def _home(random, home_id, strangers):
    children = [a_child(random, f"{home_id}-{n}") for n in range(random.choice((0, 0, 0, 1, 1, 2)))]
    room = a_calm_room(random, home_id, children)
    if random.random() < 0.35:
        terms = room.terms[0]
        lines = tuple(a_line(random, ()) for _ in range(random.choice((1, 2, 2, 3, 4))))
        room = replace(room, terms=(replace(terms, criteria=lines),))
    if random.random() < 0.25:
        room = replace(room, bedrooms=room.bedrooms[: random.randint(1, 4)])
    if random.random() < 0.15:
        room = replace(room, unavailable=(Unavailable(1, now(random)),))
    if random.random() < 0.25:
        room = with_troubles(random, room, a_room(random, home_id, children, strangers), 1)
    odd = a_home(random, home_id, ())
    facts = {fact: random.random() < 0.8 for fact in FACTS if random.random() < 0.9}
    residents = odd.residents if random.random() < 0.1 else ()
    return replace(odd, room=room, residents=residents, facts=facts)


def _need(random, need_id):
    number = random.choice((1, 1, 1, 2, 2, 3))
    children = tuple(a_child(random, f"{need_id}-{n}") for n in range(number))
    starts = DAY + timedelta(days=random.choice((0, 0, 0, 0, 10, 30)))
    ends = starts + timedelta(days=random.choice((5, 20, 90))) if random.random() < 0.15 else None
    ids = tuple(child.id for child in children)
    return Need(
        id=need_id,
        children=children,
        home=a_point(random),
        school=a_point(random) if random.random() < 0.5 else None,
        period=Period(starts, ends),
        kind=random.choice(KINDS[:2]),
        required=frozenset(FACTS[:1]) if random.random() < 0.2 else frozenset(),
        wanted={FACTS[1]: 4.0} if random.random() < 0.3 else {},
        youngest_other=random.choice((None,) * 5 + (5, 10)),
        oldest_other=random.choice((None,) * 6 + (8,)),
        alone=random.random() < 0.06,
        max_miles=random.choice((None, None, 25.0)),
        avoid=(Avoid(a_point(random), 5.0),) if random.random() < 0.1 else (),
        siblings=siblings_of(ids if random.random() < 0.8 else ids[:2]),
    )


def _about_another(random, need, asked):
    """The same, with a child of another need to be kept from, or to be a brother or sister of."""
    other = random.choice(asked)
    if other is need:
        return need
    named = random.choice(other.children).id
    if random.random() < 0.5:
        return replace(need, apart_from=frozenset({named}))
    groups = [(*(child.id for child in need.children), *(child.id for child in other.children))]
    return replace(need, siblings=siblings_of(*groups))


def points(homes, needs, weights=WEIGHTS):
    """The search's score for one child, for some children of a need in a home: by the plain
    preferences, kept."""
    known = {}

    def of(n, home, children):
        key = n, home, children
        if key not in known:
            party = part_of(needs[n], children)
            known[key] = score(preference_findings(party, homes[home], weights))
        return known[key]

    return of


def everyone(homes, needs, weights=WEIGHTS, **asked):
    """The oracle for a world."""
    return Everyone(
        [asdict(home) for home in homes],
        [asdict(need) for need in needs],
        points(homes, needs, weights),
        **asked,
    )
