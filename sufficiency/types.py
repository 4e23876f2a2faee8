"""What the engine is told, and what it answers: plain, frozen values, and nothing that reads them.

Units: metres on the National Grid (OSGB36), statutory miles of 1,609.3 metres, whole years of age,
whole pounds a week. Days are `datetime.date`. Identifiers are the caller's own strings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from sufficiency.facts import FACT_WORDS as FACT_WORDS
from sufficiency.facts import FACTS_VERSION as FACTS_VERSION
from sufficiency.facts import STANDARD_FIELDS as STANDARD_FIELDS
from sufficiency.facts import Fact as Fact
from sufficiency.period import Period


class Sex(StrEnum):
    """As recorded for the child; an unknown sex fits no terms that are limited to one sex."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """The kinds of fostering that terms of approval and referrals speak of."""

    SHORT_TERM = "short_term"
    LONG_TERM = "long_term"
    EMERGENCY = "emergency"
    SHORT_BREAK = "short_break"
    PARENT_AND_CHILD = "parent_and_child"
    FOSTERING_FOR_ADOPTION = "fostering_for_adoption"
    REMAND = "remand"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the National Grid (OSGB36), in whole metres."""

    easting_m: int
    northing_m: int


@dataclass(frozen=True, slots=True)
class Child:
    """A child, as far as law and room need to know one. No names."""

    id: str
    born: date
    sex: Sex


def age_on(born: date, day: date) -> int:
    """Age in whole years on a day; 0 before birth.

    A child born on 29 February is a year older on 1 March of a year that has no 29 February.
    """
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns so old, as `age_on` counts: of 29 February, 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the terms of approval: up to so many children of these ages, sexes and kinds.

    Ages are whole years, both ends included. None means any. `child_id` ties it to a named child.
    """

    up_to: int
    min_age: int = 0
    max_age: int = 17
    sexes: frozenset[Sex] | None = None
    kinds: frozenset[Kind] | None = None
    child_id: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of approval for a time: an overall number, and criteria.

    Terms with no criteria admit nobody: a missing line must never read as "anyone".
    """

    overall: int
    criteria: tuple[Criterion, ...]
    period: Period


class ClaimKind(StrEnum):
    """Why a child takes up room: living there, going to, or a bed is held."""

    PLACED = "placed"
    PLANNED = "planned"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Claim:
    """A child who takes up room in a home for a time.

    `fostered`: counts for the usual fostering limit. Fostered children of any authority, privately
    fostered children and children on short breaks (while there) do; the carers' own do not.
    `in_terms`: counts against the terms of approval. A privately fostered child does not.
    `kind` is the kind of fostering, or None when it was not recorded.
    """

    child: Child
    period: Period
    claim: ClaimKind
    kind: Kind | None = None
    fostered: bool = True
    in_terms: bool = True


@dataclass(frozen=True, slots=True)
class Exempted:
    """An exemption from the usual fostering limit (Children Act 1989, Schedule 7, paragraph 4).

    It covers the children whom it names and nobody else. `limit` is the most that may be fostered
    at one time, when a condition sets one.
    """

    children: frozenset[str]
    limit: int | None
    period: Period


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Places that the carer cannot offer for a time; None is the whole home. Why is not here."""

    places: int | None
    period: Period


@dataclass(frozen=True, slots=True)
class Hold:
    """Approved, but no child is to be placed. Why is not here, and lifting is never suggested."""

    period: Period


@dataclass(frozen=True, slots=True)
class Bedroom:
    """A bedroom, and how many it sleeps."""

    id: str
    sleeps: int


@dataclass(frozen=True, slots=True)
class Sleeper:
    """Somebody who sleeps in the home, in which bedroom (None: not recorded), and when.

    A person whose room is not recorded takes one of the free rooms, unless `needs_room` is false
    (a baby in a cot, a partner who shares a room that is recorded for the other).
    """

    id: str
    bedroom_id: str | None
    period: Period
    needs_room: bool = True


@dataclass(frozen=True, slots=True)
class SharingAgreed:
    """A recorded agreement that these, and only these, may share a bedroom."""

    children: frozenset[str]
    period: Period | None = None


Siblings: TypeAlias = frozenset[frozenset[str]]
"""Pairs of children confirmed as siblings: full, half, step and adopted all count."""


def siblings_of(*groups: tuple[str, ...]) -> Siblings:
    """Every pair within each group of siblings."""
    return frozenset(
        frozenset({one, other})
        for group in groups
        for one in group
        for other in group
        if one != other
    )


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that decides how much room there is in one household, through time.

    `approved`: periods of full approval. `temporary`: (child, period) of each temporary approval
    under regulation 24. `agreement_signed`: while a foster care agreement is in force.

    Raises ValueError where two bedrooms have one id.
    """

    approved: tuple[Period, ...] = ()
    temporary: tuple[tuple[str, Period], ...] = ()
    terms: tuple[Terms, ...] = ()
    claims: tuple[Claim, ...] = ()
    exemptions: tuple[Exempted, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    holds: tuple[Hold, ...] = ()
    bedrooms: tuple[Bedroom, ...] = ()
    sleepers: tuple[Sleeper, ...] = ()
    sharing: tuple[SharingAgreed, ...] = ()
    agreement_signed: Period | None = None

    def __post_init__(self) -> None:
        if len({bedroom.id for bedroom in self.bedrooms}) < len(self.bedrooms):
            raise ValueError("Two bedrooms of one household have the same id.")


@dataclass(frozen=True, slots=True)
class Avoid:
    """A place that the child must not live within so many statutory miles of."""

    point: Point
    miles: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A child, or a set of children to be kept together, who need a home.

    `required` and `forbidden` facts are musts; `wanted` gives each wish its worth in miles.
    `youngest_other` and `oldest_other` limit the ages of other children in the home; `alone` asks
    for none; `company` wishes for some. `apart_from` names children who must not share a home with
    these; `not_with` names homes that must not be used. `siblings_at` names homes where a brother
    or sister already lives. `max_miles` is measured from `home`.
    """

    id: str
    children: tuple[Child, ...]
    home: Point | None
    school: Point | None
    period: Period
    kind: Kind
    required: frozenset[Fact] = frozenset()
    forbidden: frozenset[Fact] = frozenset()
    wanted: Mapping[Fact, float] = field(default_factory=dict)
    youngest_other: int | None = None
    oldest_other: int | None = None
    alone: bool = False
    company: bool = False
    max_miles: float | None = None
    avoid: tuple[Avoid, ...] = ()
    not_with: frozenset[str] = frozenset()
    apart_from: frozenset[str] = frozenset()
    siblings: Siblings = frozenset()
    siblings_at: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.children:
            raise ValueError("A need is for at least one child")
        if len({child.id for child in self.children}) != len(self.children):
            raise ValueError("A need names each child once")
        if self.required & self.forbidden:
            raise ValueError("A fact cannot be both required and forbidden")
        if any(worth < 0 for worth in self.wanted.values()):
            raise ValueError("A wish is worth nothing or something: never less than nothing")


class ProviderKind(StrEnum):
    """Whose carers they are."""

    OWN = "own"
    OTHER_AUTHORITY = "other_authority"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Resident:
    """A child who lives in the home, fostered or of the family, and whom they may live with.

    `others_from` and `others_to` are the ages (whole years, both included) of other children whom
    this child can live with; `alone`: with none at all. A fostered child has a `Claim` as well.
    """

    child: Child
    period: Period
    others_from: int | None = None
    others_to: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """A household that fosters, as the search sees it.

    `facts` holds what was recorded, yes or no; a fact that is absent was not recorded.
    `connected_to` names children to whom a carer is a relative, friend or otherwise connected.
    `weekly_cost` is in whole pounds for each child.
    """

    id: str
    where: Point | None
    room: Room
    provider_kind: ProviderKind = ProviderKind.OWN
    facts: Mapping[Fact, bool] = field(default_factory=dict)
    residents: tuple[Resident, ...] = ()
    area_authority: str | None = None
    in_area: bool = True
    ssw_allocated: bool = True
    weekly_cost: int | None = None
    connected_to: frozenset[str] = frozenset()


class Weighs(StrEnum):
    """Which way a finding weighs."""

    RULED_OUT = "ruled_out"
    AGAINST = "against"
    UNKNOWN = "unknown"
    FOR = "for"
    NEUTRAL = "neutral"


Detail: TypeAlias = int | float | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion says of one home for one need.

    `points` are mile-equivalents: what this is worth against living a mile nearer. A finding that
    rules out, or that does not know, carries none: points never buy back a rule.
    """

    code: str
    weighs: Weighs
    because: str
    points: float = 0.0
    wanted: Detail = None
    found: Detail = None
