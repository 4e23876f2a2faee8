"""An invented register of any size, by seed: the same homes for every way that is measured.

Shaped to be ordinary rather than hard: most homes have one line of terms, up to three children,
and every fact recorded; some are on hold, some take fewer for a time, some are outside their terms.
"""

from collections.abc import Iterator
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
    Sleeper,
    Terms,
    Unavailable,
    siblings_of,
)

DAY = date(2026, 11, 23)
LONG = Period(DAY - timedelta(days=1500))
BOX = (260_000, 600_000, 90_000, 550_000)
"""Eastings and northings of a box that holds most of England."""

COUNTY = (320_000, 380_000, 220_000, 290_000)

_ANY_KIND = frozenset({Kind.SHORT_TERM, Kind.LONG_TERM, Kind.EMERGENCY})
_BREAKS = frozenset({Kind.SHORT_BREAK})
_LINES = tuple(
    Criterion(up_to, low, high, sexes, kinds)
    for up_to in (1, 2, 3)
    for low, high in ((0, 17), (0, 17), (0, 4), (0, 10), (5, 17), (8, 17), (11, 17))
    for sexes in (None, None, None, None, frozenset({Sex.FEMALE}), frozenset({Sex.MALE}))
    for kinds in (None, None, _ANY_KIND, _BREAKS)
)


def a_register(number: int, seed: int = 1) -> Iterator[Home]:
    """So many homes; a council's and a region's lie in smaller boxes than England's."""
    random = Random(seed)
    box = COUNTY if number <= 300 else BOX
    if 300 < number < 45_000:
        box = (300_000, 420_000, 200_000, 320_000)
    for n in range(number):
        yield _home(random, f"H{n:06d}", box)


def _home(random: Random, home_id: str, box: tuple[int, int, int, int]) -> Home:
    terms = _terms(random)
    number = min(terms.overall, random.choices((0, 1, 2, 3), (35, 33, 22, 10))[0])
    fostered = [_within(random, terms, f"{home_id}-c{n}", n) for n in range(number)]
    family = [_child(random, f"{home_id}-f{n}") for n in range(random.choice((0, 0, 0, 1, 2)))]
    return Home(
        id=home_id,
        where=Point(random.randint(*box[:2]), random.randint(*box[2:])),
        room=_room(random, terms, fostered, family),
        provider_kind=random.choice((ProviderKind.OWN, ProviderKind.OWN, ProviderKind.AGENCY)),
        facts={fact: random.random() < 0.5 for fact in Fact},
        residents=tuple(_resident(random, child) for child in (*fostered, *family)),
        in_area=random.random() < 0.8,
    )


def _terms(random: Random) -> Terms:
    lines = tuple(random.choice(_LINES) for _ in range(random.choice((1, 1, 1, 2))))
    most = sum(line.up_to for line in lines)
    return Terms(min(most, random.choice((1, 2, 2, 3, 3, 3, 4))), lines, LONG)


def _within(random: Random, terms: Terms, child_id: str, nth: int) -> Child:
    """A child for the nth place of the terms, lines filled in turn; one in fifty does not fit."""
    places = [line for line in terms.criteria for _ in range(line.up_to)]
    line = places[nth]
    age = random.randint(line.min_age, line.max_age)
    if random.random() < 0.02:
        age = random.randint(0, 17)
    sex = random.choice(sorted(line.sexes or (Sex.FEMALE, Sex.MALE)))
    return Child(child_id, LONG.starts - timedelta(days=age * 365 + age // 4 + 100), sex)


def _child(random: Random, child_id: str) -> Child:
    born = DAY - timedelta(days=random.randint(30, 17 * 365))
    return Child(child_id, born, random.choice((Sex.FEMALE, Sex.MALE)))


def _resident(random: Random, child: Child) -> Resident:
    return Resident(
        child,
        LONG,
        others_from=random.choice((None,) * 9 + (5,)),
        others_to=random.choice((None,) * 9 + (12,)),
        alone=random.random() < 0.02,
    )


def _room(random: Random, terms: Terms, fostered: list[Child], family: list[Child]) -> Room:
    beds = tuple(Bedroom(str(n), random.choice((1, 1, 2))) for n in range(random.randint(2, 6)))
    people = ["carer", *(child.id for child in (*fostered, *family))]
    unavailable = random.random() < 0.08
    approval = LONG
    if random.random() < 0.02:
        approval = Period(LONG.starts, DAY + timedelta(days=random.randint(-200, 28)))
    return Room(
        approved=(approval,),
        terms=(terms,),
        claims=tuple(Claim(child, LONG, ClaimKind.PLACED) for child in fostered),
        unavailable=(Unavailable(random.choice((None, 1, 1, 2)), LONG),) if unavailable else (),
        holds=(Hold(LONG),) if random.random() < 0.06 else (),
        bedrooms=beds,
        sleepers=tuple(
            Sleeper(person, bed.id, LONG) for person, bed in zip(people, beds, strict=False)
        ),
        agreement_signed=LONG if random.random() < 0.98 else None,
    )


def some_needs(number: int, of: int, seed: int = 2) -> list[Need]:
    """Needs for a register of a size: seven in ten one child, the others two siblings."""
    random = Random(seed)
    box = COUNTY if of <= 300 else BOX
    if 300 < of < 45_000:
        box = (300_000, 420_000, 200_000, 320_000)
    return [_need(random, f"N{n}", box) for n in range(number)]


def _need(random: Random, need_id: str, box: tuple[int, int, int, int]) -> Need:
    number = random.choice((1,) * 7 + (2,) * 3)
    children = tuple(_child(random, f"{need_id}-{n}") for n in range(number))
    east, north = random.randint(*box[:2]), random.randint(*box[2:])
    facts = random.sample(list(Fact), 4)
    close = Point(east + random.randint(-9000, 9000), north + random.randint(-9000, 9000))
    return Need(
        id=need_id,
        children=children,
        home=Point(east, north),
        school=None,
        period=Period(DAY),
        kind=random.choice((Kind.SHORT_TERM, Kind.SHORT_TERM, Kind.LONG_TERM, Kind.EMERGENCY)),
        required=frozenset(facts[: random.choice((0, 0, 1, 2))]),
        forbidden=frozenset(facts[2 : 2 + random.choice((0, 1))]),
        youngest_other=random.choice((None, None, None, 5)),
        oldest_other=random.choice((None, None, None, 14)),
        max_miles=30.0,
        avoid=(Avoid(close, 3.0),) if random.random() < 0.3 else (),
        siblings=siblings_of(tuple(child.id for child in children)),
    )
