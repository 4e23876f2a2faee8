"""Brothers and sisters, names, homes, needs: who the children are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.children.kinds import SiblingKind, Sureness
from app.demo import figures, names
from app.demo.chance import Chance, years_between
from app.demo.flows import SHORTEST
from app.demo.ground import Ground
from app.demo.lives import Brood, Fate, Life
from sufficiency.types import Sex

IN_BROODS = 0.6
"""How many children come with a brother or sister."""

SIZES = {2: 6, 3: 3, 4: 1}
APART = 0.12
WHYS = (
    "Each needs a carer to themselves: agreed by the permanence panel.",
    "The elder was parenting the younger; apart, with contact every week.",
    "Assessed together-or-apart: apart, because of the risk between them.",
)


def make_broods(chance: Chance, lives: Sequence[Life]) -> None:
    """Join children who came in one year and left in one, or stayed, as brothers and sisters."""
    alike: dict[tuple[int, int, Fate | None], list[Life]] = {}
    for life in lives:
        if not life.asylum:
            key = (_year(life.starts), _year(life.ends), life.fate)
            alike.setdefault(key, []).append(life)
    for key in sorted(alike, key=str):
        some = chance.some(alike[key], len(alike[key]))
        while len(some) > 1:
            joined = _brood_of(chance, some, chance.weighted(SIZES))
            some = [life for life in some if life not in joined]


def _year(day: date | None) -> int:
    return 0 if day is None else day.year + (day.month > 3)


def _brood_of(chance: Chance, some: list[Life], size: int) -> list[Life]:
    """The first of these with others near in age; all of them came on the latest day of any."""
    if not chance.once_in(IN_BROODS):
        return some[:1]
    joined = some[:1]
    for life in some[1:]:
        gaps = [abs(years_between(life.born, other.born)) for other in joined]
        if len(joined) < size and min(gaps) > 0.85 and max(gaps) < 10:
            joined.append(life)
    came = max(life.starts for life in joined)
    if len(joined) > 1 and all(_could_come(life, came) for life in joined):
        brood = Brood("", None, together=not chance.once_in(APART), lives=joined)
        if not brood.together:
            brood.why = chance.choice(WHYS)
        brood.kind = chance.weighted(
            {SiblingKind.FULL: 68, SiblingKind.HALF: 27, SiblingKind.STEP: 5}
        )
        if chance.once_in(0.05):
            brood.sureness = Sureness.BELIEVED
        for life in joined:
            life.starts, life.brood = came, brood
        return joined
    return joined[:1]


def _could_come(life: Life, on: date) -> bool:
    if life.ends is None or life.fate is None:
        return life.born < on < life.eighteen()
    return life.born < on and on + timedelta(days=SHORTEST[life.fate]) <= life.ends


# ----------------------------------------------------------------------------------- who they are

ETHNICITIES = {
    "WBRI": 292,
    "WOTH": 14,
    "WROM": 2,
    "MWBC": 4,
    "MWAS": 3,
    "MOTH": 3,
    "AOTH": 2,
    "AIND": 1,
    "BAFR": 3,
    "BCRB": 2,
}
ALONE_ETHNICITIES = {"OOTH": 9, "AOTH": 5, "BAFR": 3}

NEEDS = {"N1": 251, "N2": 10, "N3": 15, "N4": 15, "N5": 32, "N6": 4, "N7": 1, "N8": 3}
"""Categories of need on 31 March 2025, unaccompanied children (N8) left out; N6 and N7 were
suppressed."""


def say_who(chance: Chance, ground: Ground, lives: Iterable[Life]) -> None:
    """Names, sexes, families, homes, needs; each brood has one family name and one home."""
    sexes = [Sex.FEMALE] * 45 + [Sex.MALE] * 55
    taken: set[int] = set()
    for life in lives:
        brood = life.brood
        if id(brood) not in taken:
            taken.add(id(brood))
            brood.family = names.family(chance)
            brood.home = None if life.asylum else ground.at_home(chance)
            need, ethnicity = chance.weighted(NEEDS), chance.weighted(ETHNICITIES)
            for one in brood.lives or [life]:
                one.need, one.ethnicity = need, ethnicity
        if not brood.lives:
            brood.lives = [life]
        life.sex = Sex.MALE if life.asylum and chance.once_in(0.9) else chance.choice(sexes)
        life.family, life.given = brood.family, _given(chance, life)
        if life.asylum:
            life.given, life.family = names.seeking_asylum(chance, life.sex)
            life.need, life.ethnicity = "N8", chance.weighted(ALONE_ETHNICITIES)


def _given(chance: Chance, life: Life) -> str:
    """A given name that no brother or sister has."""
    theirs = {other.given for other in life.brood.lives if other is not life}
    while (given := names.child(chance, life.sex)) in theirs:
        pass
    return given


def fit_to_published(chance: Chance, lives: Sequence[Life]) -> None:
    """Sexes and needs of those there on 31 March 2025 as they were published for that day."""
    there = [life for life in lives if life.ends is None]
    girls = figures.on_31_march(figures.LAST, "Sex", "Female") or 0
    change = [life for life in there if life.sex is Sex.MALE and not life.asylum]
    short = girls - sum(life.sex is Sex.FEMALE for life in there)
    if short < 0:
        change = [life for life in there if life.sex is Sex.FEMALE and not life.asylum]
    for life in chance.some(change, abs(short)):
        life.sex = Sex.FEMALE if short > 0 else Sex.MALE
        life.given = _given(chance, life)
    alone = sum(life.asylum for life in there)
    wanted = [need for need, number in NEEDS.items() for _ in range(number)]
    wanted += ["N8"] * max(0, len(there) - alone - len(wanted))
    chance.shuffle(wanted)
    for life, need in zip([each for each in there if not each.asylum], wanted, strict=False):
        life.need = need
