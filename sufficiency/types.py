"""What the engine is told, and what it answers: plain, frozen values, and nothing that reads them.

Units: metres on the National Grid (OSGB36), statutory miles of 1,609.3 metres, whole years of age,
whole pounds a week. Days are `datetime.date`. Identifiers are the caller's own strings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from sufficiency.period import Period

FACTS_VERSION = 1
"""Raised whenever a `Fact` is added, renamed or given another meaning; stored with each search."""


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


class Fact(StrEnum):
    """Something that is so, or is not so, about a home. What nobody recorded is neither."""

    DOG = "dog"
    CAT = "cat"
    OTHER_PETS = "other_pets"
    SMOKER = "smoker"
    STEP_FREE = "step_free"
    GROUND_FLOOR_BEDROOM = "ground_floor_bedroom"
    ADAPTED_BATHROOM = "adapted_bathroom"
    ENCLOSED_GARDEN = "enclosed_garden"
    RURAL = "rural"
    DRIVES = "drives"
    AT_HOME_IN_THE_DAY = "at_home_in_the_day"
    TWO_CARERS = "two_carers"
    FEMALE_CARER_ONLY = "female_carer_only"
    MALE_CARER_ONLY = "male_carer_only"
    NO_OTHER_CHILDREN = "no_other_children"
    SIGNS_BSL = "signs_bsl"
    MAKATON = "makaton"
    SPEAKS_WELSH = "speaks_welsh"
    SPEAKS_POLISH = "speaks_polish"
    SPEAKS_OTHER = "speaks_other"
    SUPPORTS_ENGLISH_LEARNER = "supports_english_learner"
    PLACE_OF_WORSHIP_NEAR = "place_of_worship_near"
    SAME_FAITH_SUPPORT = "same_faith_support"
    SAME_CULTURE_SUPPORT = "same_culture_support"
    DIET_KEPT = "diet_kept"
    THERAPEUTIC_TRAINING = "therapeutic_training"
    PARENT_AND_CHILD_TRAINED = "parent_and_child_trained"
    MEDICAL_TRAINING = "medical_training"
    SAFE_STORAGE = "safe_storage"
    EXPERIENCE_BABIES = "experience_babies"
    EXPERIENCE_TEENAGERS = "experience_teenagers"
    EXPERIENCE_SIBLINGS = "experience_siblings"
    EXPERIENCE_DISABILITY = "experience_disability"
    EXPERIENCE_AUTISM = "experience_autism"
    EXPERIENCE_ASYLUM = "experience_asylum"
    EXPERIENCE_SELF_HARM = "experience_self_harm"
    EXPERIENCE_EXPLOITATION = "experience_exploitation"
    EXPERIENCE_SUBSTANCES = "experience_substances"
    EXPERIENCE_EATING_DISORDER = "experience_eating_disorder"
    EXPERIENCE_MISSING = "experience_missing"
    EXPERIENCE_HARM_TO_OTHERS = "experience_harm_to_others"
    EXPERIENCE_SEXUAL_HARM = "experience_sexual_harm"
    EXPERIENCE_FIRE_SETTING = "experience_fire_setting"


FACT_WORDS: Mapping[Fact, str] = {
    Fact.DOG: "a dog lives there",
    Fact.CAT: "a cat lives there",
    Fact.OTHER_PETS: "other pets live there",
    Fact.SMOKER: "somebody there smokes or vapes",
    Fact.STEP_FREE: "step-free throughout",
    Fact.GROUND_FLOOR_BEDROOM: "a bedroom on the ground floor",
    Fact.ADAPTED_BATHROOM: "an adapted bathroom",
    Fact.ENCLOSED_GARDEN: "an enclosed garden",
    Fact.RURAL: "in open country",
    Fact.DRIVES: "a carer drives",
    Fact.AT_HOME_IN_THE_DAY: "a carer is at home in the day",
    Fact.TWO_CARERS: "two carers",
    Fact.FEMALE_CARER_ONLY: "only a woman cares",
    Fact.MALE_CARER_ONLY: "only a man cares",
    Fact.NO_OTHER_CHILDREN: "no other children in the family",
    Fact.SIGNS_BSL: "signs British Sign Language",
    Fact.MAKATON: "uses Makaton",
    Fact.SPEAKS_WELSH: "speaks Welsh",
    Fact.SPEAKS_POLISH: "speaks Polish",
    Fact.SPEAKS_OTHER: "speaks another language",
    Fact.SUPPORTS_ENGLISH_LEARNER: "supports a child learning English",
    Fact.PLACE_OF_WORSHIP_NEAR: "a place of worship within reach",
    Fact.SAME_FAITH_SUPPORT: "keeps the child's faith",
    Fact.SAME_CULTURE_SUPPORT: "shares or supports the child's culture",
    Fact.DIET_KEPT: "keeps the diet that the child needs",
    Fact.THERAPEUTIC_TRAINING: "trained in therapeutic care",
    Fact.PARENT_AND_CHILD_TRAINED: "trained for a parent and child",
    Fact.MEDICAL_TRAINING: "trained in the medical care needed",
    Fact.SAFE_STORAGE: "medicines and sharps locked away",
    Fact.EXPERIENCE_BABIES: "experience with babies",
    Fact.EXPERIENCE_TEENAGERS: "experience with teenagers",
    Fact.EXPERIENCE_SIBLINGS: "experience with brothers and sisters together",
    Fact.EXPERIENCE_DISABILITY: "experience of disability",
    Fact.EXPERIENCE_AUTISM: "experience of autism",
    Fact.EXPERIENCE_ASYLUM: "experience with children seeking asylum",
    Fact.EXPERIENCE_SELF_HARM: "experience of self-harm",
    Fact.EXPERIENCE_EXPLOITATION: "experience of exploitation",
    Fact.EXPERIENCE_SUBSTANCES: "experience of drug and alcohol use",
    Fact.EXPERIENCE_EATING_DISORDER: "experience of eating disorders",
    Fact.EXPERIENCE_MISSING: "experience with children who go missing",
    Fact.EXPERIENCE_HARM_TO_OTHERS: "experience with children who may hurt others",
    Fact.EXPERIENCE_SEXUAL_HARM: "experience with harmful sexual behaviour",
    Fact.EXPERIENCE_FIRE_SETTING: "experience with fire-setting",
}
"""Each fact in words that finish the sentence "Recorded about this home: ..."."""

STANDARD_FIELDS: Mapping[str, frozenset[Fact]] = {
    "specificCommunicationRequirements": frozenset(
        {
            Fact.SIGNS_BSL,
            Fact.MAKATON,
            Fact.SUPPORTS_ENGLISH_LEARNER,
            Fact.SPEAKS_WELSH,
            Fact.SPEAKS_POLISH,
            Fact.SPEAKS_OTHER,
        }
    ),
    "homeAdaptation": frozenset({Fact.STEP_FREE, Fact.GROUND_FLOOR_BEDROOM, Fact.ADAPTED_BATHROOM}),
    "culturalNeeds": frozenset(
        {
            Fact.PLACE_OF_WORSHIP_NEAR,
            Fact.SAME_FAITH_SUPPORT,
            Fact.SAME_CULTURE_SUPPORT,
            Fact.DIET_KEPT,
        }
    ),
    "livingCompanions": frozenset({Fact.NO_OTHER_CHILDREN}),
    "pets": frozenset({Fact.DOG, Fact.CAT, Fact.OTHER_PETS}),
    "additionalSupport": frozenset(
        {
            Fact.THERAPEUTIC_TRAINING,
            Fact.DRIVES,
            Fact.AT_HOME_IN_THE_DAY,
            Fact.TWO_CARERS,
        }
    ),
    "riskSelfHarm": frozenset({Fact.EXPERIENCE_SELF_HARM, Fact.SAFE_STORAGE}),
    "riskSexualExploitation": frozenset({Fact.EXPERIENCE_EXPLOITATION}),
    "riskCriminalExploitation": frozenset({Fact.EXPERIENCE_EXPLOITATION}),
    "riskDrugAlcohol": frozenset({Fact.EXPERIENCE_SUBSTANCES, Fact.SAFE_STORAGE}),
    "riskEatingDisorder": frozenset({Fact.EXPERIENCE_EATING_DISORDER}),
    "riskMissing": frozenset({Fact.EXPERIENCE_MISSING}),
    "riskToOthersPhysical": frozenset({Fact.EXPERIENCE_HARM_TO_OTHERS}),
    "riskToOthersSexual": frozenset({Fact.EXPERIENCE_SEXUAL_HARM}),
    "riskToOthersFire": frozenset({Fact.EXPERIENCE_FIRE_SETTING, Fact.SMOKER}),
    "riskToOthersAnimals": frozenset({Fact.DOG, Fact.CAT, Fact.OTHER_PETS}),
}
"""Fields of the Placements Data Standard (version 2), and the facts that answer each of them.

Saying that a field is answered by a fact asks nothing: which facts a child must, must not or would
like to have is for the people who write the referral.
"""


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
