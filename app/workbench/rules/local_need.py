"""The profile: local need in tables that can stand beside the published ones, each of whose numbers
opens to those whom it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.children.codes import PlaceChange, Rec, describe
from app.workbench.rules.comparing import thinned
from app.workbench.rules.figures import Published, published
from sufficiency import profile
from sufficiency.forecast.words import BANDS, LIVING_WORDS, CarerSpell, Living, months_on
from sufficiency.gap import without_thin
from sufficiency.period import Period
from sufficiency.profile import Stay, Table

Counted = Callable[[Sequence[Stay], date], Table]


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the profile: what it counts, how, and which published table stands beside it.

    `by_group`: it counts families of brothers and sisters, not children. `merged`: of our headings,
    those that the published table has as one. `part` is that of the page it stands in.
    """

    key: str
    title: str
    count: Counted
    figures: str | None = None
    note: str = ""
    by_group: bool = False
    part: str = "day"
    merged: Mapping[str, str] | None = None


def year_to(day: date) -> Period:
    """The year that ends with a day, that day included."""
    return Period(months_on(day, -12) + timedelta(days=1), day + timedelta(days=1))


def in_year_to(count: Callable[[Sequence[Stay], Period], Table]) -> Counted:
    """A table of what happened, counted over the year that ends with the day asked for."""
    return lambda stays, day: count(stays, year_to(day))


KINDS: Sequence[Kind] = (
    Kind("age", "Age", profile.by_age, "age"),
    Kind(
        "kind",
        "Kind of home",
        profile.by_kind,
        "kind",
        merged={"relatives": "fostered"},
        note="The published share of those fostered takes in relatives and friends: both.",
    ),
    Kind("provider", "Whose provision", profile.by_provider, "provider"),
    Kind("place", "In or out of the area", profile.by_place, "place"),
    Kind("distance", "Distance from home", profile.by_distance, "distance"),
    Kind(
        "groups",
        "Brothers and sisters looked after with each other",
        profile.sizes_of_groups,
        note="Families, by how many of them are looked after.",
        by_group=True,
    ),
    Kind(
        "siblings",
        "Do brothers and sisters live together",
        profile.siblings_together,
        note="Families with two or more looked after.",
        by_group=True,
    ),
    Kind(
        "started",
        "Started to be looked after",
        in_year_to(profile.started),
        "started",
        part="year",
    ),
    Kind(
        "ceased",
        "Ceased to be looked after",
        in_year_to(profile.ceased),
        "ceased",
        part="year",
    ),
    Kind(
        "why-ceased",
        "Why they ceased",
        in_year_to(profile.why_ceased),
        part="year",
    ),
    Kind("many", "Placements in the year", profile.many_placements, "many", part="steady"),
    Kind(
        "long",
        "Homes of long standing",
        profile.long_term_homes,
        "long",
        note="Under 16 and looked after for two and a half years or more.",
        part="steady",
    ),
    Kind(
        "why",
        "Why homes ended",
        in_year_to(profile.why_homes_ended),
        "why",
        note="Homes that ended in the year from which the child moved to another.",
        part="steady",
    ),
)

PARTS = {
    "day": "Who is looked after, and where they live",
    "year": "Who came and left in the year",
    "steady": "How steady their homes are",
}

BY_KEY = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Row:
    """One heading: ours (None is hidden), our share, and the published shares, in per cent.

    `both`: the published share takes in another of our headings too.
    """

    heading: str
    words: str
    number: int | None
    share: float | None
    published: float | None = None
    like: float | None = None
    england: float | None = None
    both: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the profile, filled."""

    kind: Kind
    rows: tuple[Row, ...]
    total: int
    beside: Published | None


def sections(
    stays: Sequence[Stay], day: date, authority: str, *, for_publishing: bool
) -> list[Section]:
    """Every table of a day, beside what is published; thin numbers left out for publishing."""
    return [_section(kind, stays, day, authority, for_publishing) for kind in KINDS]


def _section(
    kind: Kind, stays: Sequence[Stay], day: date, authority: str, for_publishing: bool
) -> Section:
    table = kind.count(stays, day)
    numbers = list(table.counts.values())
    shown = thinned(numbers) if for_publishing else numbers
    beside = published(kind.figures, authority) if kind.figures else None
    rows = []
    for heading, number in zip(table.counts, shown, strict=True):
        merged = heading in (kind.merged or {})
        told = (beside.ours, beside.like, beside.england) if beside and not merged else ({}, {}, {})
        hidden = number is None or not table.total
        rows.append(
            Row(
                heading,
                heading_words(kind.key, heading),
                number,
                None if hidden else 100 * (number or 0) / table.total,
                published=told[0].get(heading),
                like=told[1].get(heading),
                england=told[2].get(heading),
                both=heading in (kind.merged or {}).values(),
            )
        )
    return Section(kind, tuple(rows), table.total, beside)


def heading_words(key: str, heading: str) -> str:
    """A heading in words."""
    if heading == profile.NOT_RECORDED:
        return "Not recorded"
    if key == "kind":
        return LIVING_WORDS[Living(heading)]
    if key == "why":
        return describe("REASON_PLACE_CHANGE", PlaceChange(heading)).capitalize()
    if key == "why-ceased":
        return describe("REC", Rec(heading))
    return heading.capitalize()


def counted_under(kind: Kind, heading: str, stays: Iterable[Stay], day: date) -> list[str]:
    """The children, by the ids of their stays, whom a number of a table counts.

    Each is asked about alone, as the whole table asks about all: so a list and its number agree.
    """
    whose: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        group = stay.siblings if kind.by_group and stay.siblings is not None else stay.child
        whose[group].append(stay)
    here = {stay.child for each in whose.values() for stay in profile.here_on(each, day)}
    return [
        child
        for own in whose.values()
        if kind.count(own, day).counts.get(heading)
        for child in dict.fromkeys(stay.child for stay in own)
        if not kind.by_group or child in here
    ]


# -------------------------------------------------------------------------------- between kinds

CAME, LEFT = "Came into care", "Left care"

IN_SHORT: Mapping[Living, str] = {
    Living.RELATIVES: "Relatives or friends",
    Living.FOSTERED: "Other foster carers",
    Living.RESIDENTIAL: "Children’s home",
    Living.SUPPORTED: "Supported living",
    Living.ELSEWHERE: "Parents, or other",
}
"""The kinds of home, as a picture has room for."""


def movements(
    stays: Sequence[Stay], day: date, *, for_publishing: bool
) -> dict[tuple[str, str], int | None]:
    """Who came into care in the year to a day, moved from one kind of home to another, and left:
    from and to in words, with their numbers. A move within a kind is another home."""
    year = year_to(day)
    words = IN_SHORT
    found = {
        (CAME, words[Living(kind)]): number
        for kind, number in profile.started_by_kind(stays, year).counts.items()
    }
    for (one, other), table in profile.moves_between(stays, year).items():
        found[words[one], words[other]] = table.total
    for kind, number in profile.ceased_by_kind(stays, year).counts.items():
        found[words[Living(kind)], LEFT] = number
    if not for_publishing:
        return dict(found)
    shown = without_thin(found)
    return {place: shown.cells[place] for place in found}


@dataclass(frozen=True, slots=True)
class Moved:
    """Moves from one kind of home to another in the year, by age."""

    before: str
    after: str
    by_age: tuple[int, ...]


def moves_by_age(stays: Sequence[Stay], day: date) -> list[Moved]:
    """Every pair of kinds of home between which anybody moved, by age on the day of the move. Not
    for publishing: beside the sums that are published, so many small numbers give some away."""
    return [
        Moved(LIVING_WORDS[one], LIVING_WORDS[other], tuple(table.counts[band] for band in BANDS))
        for (one, other), table in profile.moves_between(stays, year_to(day)).items()
        if table.total
    ]


# ------------------------------------------------------------------------------------ our carers


@dataclass(frozen=True, slots=True)
class Carers:
    """Our own households in the year to a day: joined, left by tenure, and carers' ages."""

    approved: int | None
    joined: int | None
    left: tuple[tuple[str, int | None], ...]
    ages: tuple[tuple[str, int | None], ...]


def carers(
    spells: Sequence[CarerSpell], born: Sequence[date | None], day: date, *, for_publishing: bool
) -> Carers:
    """Joiners and leavers among our households, and how old carers are."""

    def shown(table: Table) -> tuple[tuple[str, int | None], ...]:
        numbers = list(table.counts.values())
        told = thinned(numbers) if for_publishing else numbers
        return tuple(zip(table.counts, told, strict=True))

    def one(number: int) -> int | None:
        return thinned([number])[0] if for_publishing else number

    return Carers(
        approved=one(
            sum(
                each.approved <= day and (each.ended is None or each.ended > day) for each in spells
            )
        ),
        joined=one(profile.carers_joined(spells, year_to(day))),
        left=shown(profile.carers_left(spells, year_to(day))),
        ages=shown(profile.carers_by_age(born, day)),
    )
