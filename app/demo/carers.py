"""Foster carers and their homes, made: ours, kin, agencies'; with terms of the usual shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.demo import names
from app.demo.chance import Chance, years
from app.demo.ground import Ground, Point
from app.demo.homes import Line, PlannedHome, Someone, TermsFrom, Whose
from app.demo.lives import Life
from app.people.models import MemberRole, PetKind
from sufficiency.types import Fact, Kind, Sex

OVERALL = {1: 12, 2: 28, 3: 55, 4: 5}
"""How many children households are approved for: as Ofsted counted in 2018-19, without most of
those approved for one, who are family and friends."""

SHAPES: tuple[tuple[tuple[tuple[int, int], ...], float], ...] = (
    (((0, 17),), 42),
    (((0, 10),), 10),
    (((5, 17),), 14),
    (((0, 4),), 6),
    (((5, 12),), 8),
    (((8, 17),), 8),
    (((11, 17),), 6),
    (((0, 4), (5, 12)), 6),
)
"""Ages in the terms, one line or two, and how common."""

FACTS: dict[Fact, tuple[float, float]] = {
    Fact.DRIVES: (0.9, 0.95),
    Fact.SMOKER: (0.85, 0.12),
    Fact.ENCLOSED_GARDEN: (0.8, 0.85),
    Fact.RURAL: (0.7, 0.4),
    Fact.AT_HOME_IN_THE_DAY: (0.6, 0.6),
    Fact.STEP_FREE: (0.5, 0.15),
    Fact.GROUND_FLOOR_BEDROOM: (0.35, 0.2),
    Fact.ADAPTED_BATHROOM: (0.3, 0.08),
    Fact.SAFE_STORAGE: (0.6, 0.9),
    Fact.THERAPEUTIC_TRAINING: (0.5, 0.35),
    Fact.EXPERIENCE_BABIES: (0.5, 0.5),
    Fact.EXPERIENCE_TEENAGERS: (0.55, 0.55),
    Fact.EXPERIENCE_SIBLINGS: (0.5, 0.6),
    Fact.EXPERIENCE_AUTISM: (0.4, 0.45),
    Fact.EXPERIENCE_DISABILITY: (0.3, 0.3),
    Fact.EXPERIENCE_ASYLUM: (0.3, 0.3),
    Fact.EXPERIENCE_SELF_HARM: (0.3, 0.4),
    Fact.EXPERIENCE_MISSING: (0.3, 0.4),
    Fact.MAKATON: (0.25, 0.2),
    Fact.SPEAKS_WELSH: (0.2, 0.1),
    Fact.SPEAKS_POLISH: (0.2, 0.06),
    Fact.PLACE_OF_WORSHIP_NEAR: (0.2, 0.8),
    Fact.SUPPORTS_ENGLISH_LEARNER: (0.25, 0.4),
}
"""How often each fact is recorded at all, and how often it is then so."""

DOGS = ("Labrador", "Border collie", "Springer spaniel", "Lurcher", "Jack Russell", "Cockapoo")
REGULAR_KINDS = (Kind.SHORT_TERM, Kind.LONG_TERM, Kind.EMERGENCY)


def carers_at(chance: Chance, family: str, day: date) -> list[Someone]:
    """A couple, or one person, who foster; sometimes their own children."""
    first = chance.weighted({Sex.FEMALE: 9, Sex.MALE: 1})
    other = Sex.MALE if first is Sex.FEMALE else Sex.FEMALE
    if chance.once_in(0.06):
        other = first
    born = day - years(chance.uniform(31, 60))
    people = [Someone(names.grown(chance, first), family, born, first, MemberRole.CARER)]
    if chance.once_in(0.68):
        theirs = family if chance.once_in(0.85) else names.family(chance)
        given = names.grown(chance, other)
        while given == people[0].given:
            given = names.grown(chance, other)
        near = born + timedelta(days=chance.randint(-2200, 2200))
        people.append(Someone(given, theirs, near, other, MemberRole.CARER))
    if chance.once_in(0.3):
        people += _own_children(chance, family, day)
    return people


def _own_children(chance: Chance, family: str, day: date) -> list[Someone]:
    found = []
    for _ in range(chance.weighted({1: 6, 2: 3})):
        sex = chance.choice([Sex.FEMALE, Sex.MALE])
        born = day - years(chance.uniform(3, 17))
        found.append(
            Someone(names.child(chance, sex), family, born, sex, MemberRole.CHILD_OF_FAMILY)
        )
    return found


def own_rooms(people: Sequence[Someone]) -> int:
    """Bedrooms that the family's own children take."""
    return sum(one.role is MemberRole.CHILD_OF_FAMILY for one in people)


def household_name(people: Sequence[Someone]) -> str:
    """What a household is called: its carers' given names, and their family names."""
    carers = [one for one in people if one.role is MemberRole.CARER]
    if len(carers) == 1:
        return f"{carers[0].given} {carers[0].family}"
    first, second = carers[:2]
    if first.family == second.family:
        return f"{first.given} and {second.given} {first.family}"
    return f"{first.given} {first.family} and {second.given} {second.family}"


def some_terms(chance: Chance, day: date, overall: int | None = None) -> TermsFrom:
    """Terms of one of the usual shapes."""
    overall = overall or chance.weighted(OVERALL)
    bands = chance.weighted(dict(SHAPES))
    sex = chance.choice([Sex.FEMALE, Sex.MALE]) if chance.once_in(0.06) else None
    kinds: tuple[Kind, ...] = ()
    if chance.once_in(0.15):
        kinds = chance.choice([REGULAR_KINDS, (Kind.SHORT_TERM, Kind.EMERGENCY)])
    if len(bands) == 2 and overall > 1:
        (first, last), (from_age, to_age) = bands
        lines: tuple[Line, ...] = (
            Line(1, first, last, sex, kinds),
            Line(overall - 1, from_age, to_age, sex, kinds),
        )
    else:
        lines = (Line(overall, bands[0][0], bands[-1][1], sex, kinds),)
    return TermsFrom(day, overall, lines)


def bedrooms_for(chance: Chance, overall: int) -> list[int]:
    """Bedrooms for so many children: mostly one each, sometimes one that sleeps two."""
    if overall > 1 and chance.once_in(0.45):
        return [2, *([1] * (overall - 2))]
    return [1] * overall


def our_home(chance: Chance, ground: Ground, day: date, overall: int | None = None) -> PlannedHome:
    """One of our own foster carers' homes, approved on a day."""
    family = names.family(chance)
    people = carers_at(chance, family, day)
    point = ground.at_home(chance)
    if chance.once_in(0.06):
        point = chance.choice(ground.next_door)
    terms = some_terms(chance, day, overall)
    bedrooms = bedrooms_for(chance, terms.overall)
    home = PlannedHome(
        whose=Whose.OURS,
        name=household_name(people),
        line=names.address(chance),
        point=point,
        people=people,
        approved=day,
        terms=[terms],
        bedrooms=bedrooms,
        own_rooms=own_rooms(people),
        protected=chance.once_in(0.04),
        fee=chance.choice([430, 455, 480, 505, 540, 610]) if chance.once_in(0.9) else None,
    )
    _furnish(chance, home)
    return home


def _furnish(chance: Chance, home: PlannedHome) -> None:
    """Facts that matter in matching; some are left unrecorded, as they are."""
    home.facts = {
        fact: chance.once_in(so)
        for fact, (recorded, so) in FACTS.items()
        if chance.once_in(recorded)
    }
    if chance.once_in(0.85):
        home.facts[Fact.TWO_CARERS] = len(home.carers()) > 1
    if chance.once_in(0.6):
        home.facts[Fact.NO_OTHER_CHILDREN] = len(home.people) == len(home.carers())
    if chance.once_in(0.32):
        home.pets.append((PetKind.DOG, chance.choice(DOGS)))
    elif chance.once_in(0.7):
        home.facts[Fact.DOG] = False
    if chance.once_in(0.2):
        home.pets.append((PetKind.CAT, "House cat"))
    elif chance.once_in(0.7):
        home.facts[Fact.CAT] = False


def kin_home(
    chance: Chance, ground: Ground, lives: Sequence[Life], day: date, point: Point
) -> PlannedHome:
    """Relatives or friends of these children, approved for them by name.

    Two in three were temporarily approved when the children came, and fully some fifteen weeks
    later; the others were approved beforehand.
    """
    family = lives[0].family if chance.once_in(0.5) else names.family(chance)
    people = carers_at(chance, family, day - years(4))
    temporary = chance.once_in(0.65)
    approved = day + timedelta(days=chance.randint(84, 110)) if temporary else day
    lines = tuple(Line(1, life=life) for life in lives)
    home = PlannedHome(
        whose=Whose.KIN,
        name=household_name(people),
        line=names.address(chance),
        point=point,
        people=people,
        approved=approved,
        terms=[TermsFrom(approved, len(lives), lines)],
        bedrooms=[2] * ((len(lives) + 1) // 2) if chance.once_in(0.3) else [1] * len(lives),
        own_rooms=own_rooms(people),
        temporary_from=day if temporary else None,
        temporary_for=list(lives) if temporary else [],
        fee=chance.choice([180, 210, 245]) if chance.once_in(0.7) else None,
    )
    home.facts = {Fact.DRIVES: True} if chance.once_in(0.5) else {}
    return home


AGENCIES = (
    ("Marches Fostering (demonstration)", "SC900101"),
    ("Severn Vale Foster Care (demonstration)", "SC900102"),
    ("Malvern Family Placement (demonstration)", "SC900103"),
    ("Wye and Usk Fostering (demonstration)", "SC900104"),
    ("Teme Valley Care (demonstration)", "SC900105"),
)
"""Agencies, with invented registration numbers. The last is a charity."""

CHARITY = AGENCIES[-1]
OUR_URN = "SC900001"
"""Our own service's number, invented like the others."""

COUNCIL_NEXT_DOOR = "The council next door (demonstration)"


def agency_home(chance: Chance, ground: Ground, day: date, point: Point) -> PlannedHome:
    """A home of an agency's carers that we know, because we have placed there or may."""
    home = our_home(chance, ground, day, chance.weighted({1: 2, 2: 5, 3: 3}))
    home.whose, home.point = Whose.AGENCY, point
    home.service = chance.choice(AGENCIES)[0]
    home.fee = chance.choice([890, 925, 960, 1010, 1085])
    return home
