"""Children's lives: when they came, how old they were, with whom, under which status, and how it
ended. No homes yet.

Worked out from the published flows: as many start and cease in each year as did, for the reasons
published, and those still there on 31 March 2025 have the ages, legal statuses, sexes and
categories of need that were published for that day. Figures that were suppressed are filled so
that the totals hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto

from app.children.codes import Ls, Rec
from app.children.kinds import SiblingKind, Sureness
from app.demo import figures, names
from app.demo.chance import Chance, birthday, born_to_be, years, years_between
from app.demo.ground import HEREFORDSHIRE, Ground, Point
from sufficiency.types import Sex

TAKEN_OVER = date(2016, 4, 1)
"""The record begins here; what was so before was taken over from the one before it."""


class Fate(Enum):
    """How being looked after ends."""

    ADOPTED = auto()
    GUARDIAN = auto()
    EIGHTEEN = auto()
    HOME = auto()


@dataclass(eq=False)
class Brood:
    """Brothers and sisters who came together; one child alone is a brood of one."""

    family: str
    home: Point | None
    together: bool = True
    why: str = ""
    kind: SiblingKind = SiblingKind.FULL
    sureness: Sureness = Sureness.CONFIRMED
    lives: list[Life] = field(default_factory=list)


@dataclass(eq=False)
class Life:
    """A child who is, or was, looked after. `ends` is the first day on which they were not."""

    starts: date
    brood: Brood
    asylum: bool = False
    ends: date | None = None
    fate: Fate | None = None
    because: Rec | None = None
    born: date = date.min
    sex: Sex = Sex.UNKNOWN
    given: str = ""
    family: str = ""
    need: str = "N1"
    ethnicity: str = "WBRI"
    statuses: list[tuple[Ls, date]] = field(default_factory=list)
    of_the_story: bool = False
    authority: str = HEREFORDSHIRE
    school: str = ""
    school_point: Point | None = None

    def is_in_care(self, day: date) -> bool:
        """Whether the child is looked after on a day."""
        return self.starts <= day and (self.ends is None or self.ends > day)

    def age(self, day: date) -> float:
        """Age in years."""
        return years_between(self.born, day)

    def eighteen(self) -> date:
        """The day the child comes of age."""
        return birthday(self.born, 18)

    def status_on(self, day: date) -> Ls:
        """The legal status on a day."""
        return [status for status, since in self.statuses if since <= day][-1]


def year_to(year: int) -> tuple[date, date]:
    """The first and last day of the year that ends on 31 March."""
    return date(year - 1, 4, 1), date(year, 3, 31)


# ------------------------------------------------------------------------- who came and who left

LONGEST = 7.0
"""Years for which anybody had been looked after when the record began."""

EIGHTEEN_BEFORE_2021 = 28
GUARDIANS_NOT_PUBLISHED = 6
ASYLUM = {2021: (1, 0), 2022: (13, 0)}
"""Unaccompanied children who came and left, where the figure was suppressed."""

SPELLS: dict[Fate, tuple[float, float, float, float]] = {
    Fate.ADOPTED: (0.8, 3.0, 1.0, 0.02),
    Fate.GUARDIAN: (0.5, 4.0, 1.0, 0.1),
    Fate.HOME: (0.02, 1.6, 1.0, 0.2),
    Fate.EIGHTEEN: (1.0, 12.0, 1.0, 0.3),
}
"""How long those were looked after to whom this happened: from and to (years), and how likely it
is within and without."""

SHORTEST = {Fate.ADOPTED: 240, Fate.GUARDIAN: 120, Fate.EIGHTEEN: 40, Fate.HOME: 6}
"""Days before each can happen."""


def who_came_and_left(chance: Chance, ground: Ground) -> list[Life]:
    """Everyone who was looked after from the day the record began to 31 March 2025."""
    flows = sum(figures.started(year) - figures.ceased(year) for year in figures.YEARS)
    at_first = figures.looked_after(figures.LAST) - flows
    lives = [_long_there(chance) for _ in range(at_first)]
    for year in figures.YEARS:
        lives += _comers(chance, year)
        there = [life for life in lives if life.ends is None]
        _let_leave(chance, year, there)
    return lives


def _long_there(chance: Chance) -> Life:
    been = LONGEST + 1
    while been > LONGEST:
        been = chance.expovariate(1 / 2.7)
    return Life(TAKEN_OVER - timedelta(days=1) - years(been), Brood("", None))


def _comers(chance: Chance, year: int) -> list[Life]:
    first, last = year_to(year)
    alone = asylum_flow(year)[0]
    return [
        Life(chance.day(first, last), Brood("", None), asylum=n < alone)
        for n in range(figures.started(year))
    ]


def asylum_flow(year: int) -> tuple[int, int]:
    """Unaccompanied children who came in the year, and who left."""
    if year in ASYLUM:
        return ASYLUM[year]
    kind = "Unaccompanied asylum-seeking children"
    came = figures.children("started_in_year", year, kind, kind)
    left = figures.children("ceased_in_year", year, kind, kind)
    return came or 0, left or 0


def _let_leave(chance: Chance, year: int, there: list[Life]) -> None:
    """So many leave in the year as was published, by how it ended."""
    aged_18 = figures.children("ceased_in_year", year, "Age on ceasing", "18 years and over")
    eighteen = aged_18 or EIGHTEEN_BEFORE_2021
    adopted = figures.series("No_of LAC Adopted", year) or 0
    guardians = figures.series("LAC_ceased_SGO", year) or GUARDIANS_NOT_PUBLISHED
    alone = asylum_flow(year)[1]
    home = figures.ceased(year) - eighteen - adopted - guardians
    _leave(chance, year, [life for life in there if life.asylum], Fate.EIGHTEEN, alone)
    for fate, how_many in (
        (Fate.ADOPTED, adopted),
        (Fate.GUARDIAN, guardians),
        (Fate.HOME, home),
        (Fate.EIGHTEEN, eighteen - alone),
    ):
        still = [life for life in there if life.ends is None and not life.asylum]
        _leave(chance, year, still, fate, how_many)


def _leave(chance: Chance, year: int, there: Sequence[Life], fate: Fate, how_many: int) -> None:
    first, last = year_to(year)
    middle = first + timedelta(days=180)
    least, most, within, without = SPELLS[fate]

    def weight(life: Life) -> float:
        if life.starts + timedelta(days=SHORTEST[fate]) >= last:
            return 0.0
        been = years_between(life.starts, middle)
        likely = within if least <= been <= most else without
        return likely * (1 + been / 2) if fate is Fate.EIGHTEEN else likely

    leaving = chance.some_by_weight(there, [weight(life) for life in there], how_many)
    for life in leaving:
        earliest = max(first, life.starts + timedelta(days=SHORTEST[fate]))
        life.ends, life.fate = chance.day(earliest, last), fate


# --------------------------------------------------------------------------------------- how old

AGED_ON_LEAVING: dict[Fate, dict[tuple[float, float], float]] = {
    Fate.ADOPTED: {(1.0, 2.5): 6, (2.5, 5.0): 4, (5.0, 7.0): 1},
    Fate.GUARDIAN: {(0.6, 5.0): 5, (5.0, 10.0): 3, (10.0, 15.5): 2},
    Fate.HOME: {(0.1, 1.0): 1, (1.0, 5.0): 4, (5.0, 10.0): 3, (10.0, 16.0): 4, (16.0, 17.8): 2},
}

UNDER_ONE = 10
"""Of those under five on 31 March 2025: how many of them under one was suppressed."""


def give_ages(chance: Chance, lives: Iterable[Life]) -> None:
    """A birth date for everyone: by how they left, or by the ages published for 31 March 2025."""
    staying = []
    for life in lives:
        if life.ends is None or life.fate is None:
            staying.append(life)
        elif life.fate is Fate.EIGHTEEN:
            life.born = born_to_be(18, life.ends)
        else:
            least, most = chance.weighted(AGED_ON_LEAVING[life.fate])
            been = years_between(life.starts, life.ends) + chance.uniform(0.03, 0.8)
            age = max(been, chance.uniform(least, most))
            life.born = life.ends - years(min(age, max(been, 17.9)))
    _age_by_quota(chance, staying)


def _age_by_quota(chance: Chance, staying: Sequence[Life]) -> None:
    """Those who have been here longest choose first among the ages that are old enough."""
    last = date(figures.LAST, 3, 31)
    alone = [life for life in staying if life.asylum]
    for life in alone:
        life.born = last - years(chance.uniform(16.1, 17.9))
    rest = sorted((life for life in staying if not life.asylum), key=lambda life: life.starts)
    ages = _ages_published(chance, len(staying), len(alone))
    for life in rest:
        been = years_between(life.starts, last) + 0.02
        enough = [age for age in ages if age >= been]
        age = chance.choice(enough) if enough else max(ages)
        ages.remove(age)
        life.born = last - years(max(age, been))


def _ages_published(chance: Chance, how_many: int, over_16: int) -> list[float]:
    """Ages of all who are not unaccompanied: as published, and under five for the rest."""

    def band(item: str) -> int:
        return figures.on_31_march(figures.LAST, "Age group", item) or 0

    five, ten, sixteen = (
        band("5 to 9 years"),
        band("10 to 15 years"),
        band("16 years and over") - over_16,
    )
    small = how_many - over_16 - five - ten - sixteen
    return [
        *(chance.uniform(0.05, 0.98) for _ in range(UNDER_ONE)),
        *(chance.uniform(1.02, 4.98) for _ in range(small - UNDER_ONE)),
        *(chance.uniform(5.02, 9.98) for _ in range(five)),
        *(chance.uniform(10.02, 15.98) for _ in range(ten)),
        *(chance.uniform(16.02, 17.9) for _ in range(sixteen)),
    ]


# ------------------------------------------------------------------------- brothers and sisters

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
        return life.born < on
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


# ------------------------------------------------------------------------------- legal statuses

STEPS: dict[Ls, tuple[tuple[Ls, int], ...]] = {
    Ls.V2: ((Ls.V2, 0),),
    Ls.C1: ((Ls.V2, 40), (Ls.C1, 0)),
    Ls.C2: ((Ls.V2, 60), (Ls.C1, 210), (Ls.C2, 0)),
    Ls.E1: ((Ls.V2, 30), (Ls.C1, 220), (Ls.E1, 0)),
}
"""What comes before each status, and for how many days."""


def give_statuses(chance: Chance, lives: Sequence[Life]) -> None:
    """Everyone's legal statuses, ending in those published for 31 March 2025."""
    last = date(figures.LAST, 3, 31)
    final = _final_statuses(chance, [life for life in lives if life.ends is None])
    for life in lives:
        if life.ends is None:
            walk(chance, life, final[life], last)
        else:
            walk(chance, life, final_for(chance, life, life.ends), life.ends)


def _final_statuses(chance: Chance, there: Sequence[Life]) -> dict[Life, Ls]:
    """Placement orders for the small, interim orders for the newest, section 20 for the old."""
    last = date(figures.LAST, 3, 31)

    def published(item: str) -> int:
        return figures.on_31_march(figures.LAST, "Legal status", item) or 0

    final = {life: Ls.V2 for life in there if life.asylum}

    def give(status: Ls, how_many: int, suits: list[Life]) -> None:
        for life in suits[:how_many]:
            final[life] = status

    def free() -> list[Life]:
        return [life for life in there if life not in final]

    small = [life for life in free() if 0.6 < life.age(last) < 6 and _been(life, last) > 0.7]
    give(Ls.E1, published("Placement order granted"), chance.some(small, len(small)))
    newest = sorted(free(), key=lambda life: life.starts, reverse=True)
    give(
        Ls.C1, published("Interim care order"), [each for each in newest if _been(each, last) > 0.1]
    )
    too_new = [life for life in free() if _been(life, last) < 0.45]
    section_20 = published("Voluntary agreements under S20 CA 1989") - sum(
        status is Ls.V2 for status in final.values()
    )
    older = sorted(
        (life for life in free() if life not in too_new),
        key=lambda life: chance.random() + (life.age(last) < 13),
    )
    give(Ls.V2, section_20, [*too_new, *older])
    give(Ls.C2, len(there), free())
    return final


def _been(life: Life, day: date) -> float:
    return years_between(life.starts, day)


def final_for(chance: Chance, life: Life, ends: date) -> Ls:
    """The status in which a child left, by how they left."""
    if life.asylum:
        return Ls.V2
    been = _been(life, ends)
    if life.fate is Fate.ADOPTED:
        return Ls.E1
    if life.fate is Fate.HOME and been < 0.5:
        return Ls.V2 if chance.once_in(0.7) else Ls.C1
    if life.fate is Fate.GUARDIAN:
        return Ls.C2 if been > 0.9 else Ls.C1
    return Ls.C2 if been > 0.5 and chance.once_in(0.75) else Ls.V2


def walk(chance: Chance, life: Life, final: Ls, until: date) -> None:
    """The statuses that lead to the last one, quicker where there was less time."""
    steps = list(STEPS[final])
    if steps[0] == (Ls.V2, 0) or chance.once_in(0.5):
        pass
    elif len(steps) > 1:
        steps = steps[1:]
    if final is not Ls.V2 and chance.once_in(0.2):
        steps = [(Ls.L1, 3), *(step for step in steps if step[0] is not Ls.V2)]
    typical = sum(days for _, days in steps)
    room = max(1, (until - life.starts).days - 15)
    pace = min(1.0, room / typical) if typical else 1.0
    day, life.statuses = life.starts, []
    for status, days in steps:
        life.statuses.append((status, day))
        day += timedelta(days=max(1, round(days * pace * chance.uniform(0.7, 1.0))))


# ------------------------------------------------------------------------------- why it ended

COMING_OF_AGE: dict[Rec, float] = {Rec.E17: 6, Rec.E5: 2, Rec.E6: 2, Rec.E8: 1}
GOING_HOME: dict[Rec, float] = {
    Rec.E4A: 12,
    Rec.E4B: 3,
    Rec.E13: 4,
    Rec.E41: 3,
    Rec.E8: 4,
    Rec.E3: 0.5,
    Rec.E16: 0.5,
}


def reason(chance: Chance, life: Life, *, fostered: bool, by_kin: bool) -> Rec:
    """The return's code for how it ended, which depends on where the child was living."""
    if life.fate is Fate.ADOPTED:
        return chance.weighted({Rec.E11: 9, Rec.E12: 7})
    if life.fate is Fate.GUARDIAN:
        if fostered:
            return Rec.E45 if by_kin else Rec.E46
        return chance.weighted({Rec.E47: 4, Rec.E48: 1})
    if life.fate is Fate.EIGHTEEN:
        if life.asylum and chance.once_in(0.08):
            return Rec.E15
        weights: dict[Rec, float] = dict(COMING_OF_AGE)
        if not fostered:
            weights = {Rec.E5: 5, Rec.E6: 3, Rec.E8: 1, Rec.E7: 0.5}
        return chance.weighted(weights)
    return chance.weighted(GOING_HOME)
