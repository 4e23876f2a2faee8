"""The criteria: one plain function for each gate and each preference. This is the definition.

A gate answers (need, home) with what rules the home out, or with what nobody recorded and must be
asked. A preference answers (need, home, weights) with what weighs for or against, in points.

* Gates are never traded for points, and never depend on weights.
* A home about which something required is not recorded is not ruled out: it is ranked after every
  home about which everything required is known, and what to ask is said.
* A wish that a home does not meet costs nothing; only what the need asks for is looked at. So an
  irrelevant need never lowers a carer.
* Words are short and plain, with no names, and nothing that says where a home is.

To add a criterion, write the function here, list it at the foot, and give `arrays.py` its mask: a
test compares the two for every home and need.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from sufficiency import distance, room
from sufficiency.room import Shortfall, ShortfallCode, Stay
from sufficiency.types import (
    FACT_WORDS,
    Child,
    Detail,
    Fact,
    Finding,
    Home,
    Need,
    ProviderKind,
    Resident,
    Room,
    Weighs,
    age_on,
)


class Code(StrEnum):
    """What a finding is about, besides the shortfalls of room. Kept with searches: permanent."""

    NOT_THIS_HOME = "not_this_home"
    POSITION_NOT_RECORDED = "position_not_recorded"
    TOO_FAR = "too_far"
    NEAR_A_PLACE_TO_AVOID = "near_a_place_to_avoid"
    FACT_MISSING = "fact_missing"
    FACT_FORBIDDEN = "fact_forbidden"
    FACT_NOT_RECORDED = "fact_not_recorded"
    NOT_ALONE = "not_alone"
    OTHER_TOO_YOUNG = "other_too_young"
    OTHER_TOO_OLD = "other_too_old"
    RESIDENT_ALONE = "resident_alone"
    RESIDENT_AGES = "resident_ages"
    APART_FROM = "apart_from"

    MILES_FROM_HOME = "miles_from_home"
    MILES_FROM_SCHOOL = "miles_from_school"
    SIBLING_THERE = "sibling_there"
    CONNECTED = "connected"
    IN_AREA = "in_area"
    OWN_SERVICE = "own_service"
    WISH = "wish"
    COMPANY = "company"
    COST = "cost"
    AGES_OUT = "ages_out"
    NO_SSW = "no_ssw"


PREFERENCE_CODES: frozenset[Code] = frozenset(
    {
        Code.MILES_FROM_HOME,
        Code.MILES_FROM_SCHOOL,
        Code.SIBLING_THERE,
        Code.CONNECTED,
        Code.IN_AREA,
        Code.OWN_SERVICE,
        Code.WISH,
        Code.COMPANY,
        Code.COST,
        Code.AGES_OUT,
        Code.NO_SSW,
    }
)
"""Codes of preferences: they weigh for or against and never rule out."""

UNKNOWN_CODES: frozenset[str] = frozenset(
    {
        Code.FACT_NOT_RECORDED,
        ShortfallCode.SHARING_NOT_AGREED,
        ShortfallCode.BEDROOMS_NOT_RECORDED,
    }
)
"""Gates that do not rule out: something is to be asked or agreed before a child moves."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each preference is worth, in miles: the council's own, and these by default.

    "A brother or sister there is worth 20" means: as much as living twenty miles nearer.
    """

    home_mile: float = 1.0
    school_mile: float = 1.0
    sibling_there: float = 20.0
    connected: float = 30.0
    in_area: float = 10.0
    own_service: float = 5.0
    company: float = 3.0
    hundred_pounds: float = 0.0
    ages_out: float = 3.0
    no_ssw: float = 3.0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise ValueError(f"A weight is nothing or something, never less: {name}")


Gate: TypeAlias = Callable[[Need, Home], Iterator[Finding]]
Preference: TypeAlias = Callable[[Need, Home, Weights], Iterator[Finding]]


# ------------------------------------------------------------------------------- gates: the room


def approved(need: Need, home: Home) -> Iterator[Finding]:
    """A full approval, or a temporary one for these children, on every day."""
    return _shortfalls(room.approval, need, home)


def agreement_signed(need: Need, home: Home) -> Iterator[Finding]:
    """A foster care agreement in force."""
    return _shortfalls(room.agreement, need, home)


def within_terms(need: Need, home: Home) -> Iterator[Finding]:
    """Within the terms of approval, together with the children living there."""
    return _shortfalls(room.terms, need, home)


def within_usual_limit(need: Need, home: Home) -> Iterator[Finding]:
    """Within the usual fostering limit, or all siblings, or all named in an exemption."""
    return _shortfalls(room.usual_limit, need, home)


def not_on_hold(need: Need, home: Home) -> Iterator[Finding]:
    """Not on hold."""
    return _shortfalls(room.hold, need, home)


def available(need: Need, home: Home) -> Iterator[Finding]:
    """Places that the carers can offer."""
    return _shortfalls(room.availability, need, home)


def bedrooms(need: Need, home: Home) -> Iterator[Finding]:
    """A bedroom for each child from three, or an agreement to share."""
    return _shortfalls(room.bedrooms, need, home)


_RoomTest: TypeAlias = Callable[[Room, Stay], tuple[Shortfall, ...]]


def _shortfalls(test: _RoomTest, need: Need, home: Home) -> Iterator[Finding]:
    for shortfall in test(home.room, stay_for(need)):
        unknown = shortfall.code in UNKNOWN_CODES
        yield Finding(
            code=shortfall.code,
            weighs=Weighs.UNKNOWN if unknown else Weighs.RULED_OUT,
            because=_shortfall_words(shortfall, need.period.starts),
            wanted=shortfall.wanted,
            found=shortfall.found,
        )


def stay_for(need: Need) -> Stay:
    """The need, as `room` is asked about it."""
    return Stay(need.children, need.period, need.kind, need.siblings)


_SHORTFALL_WORDS: dict[ShortfallCode, str] = {
    ShortfallCode.NOT_APPROVED: "Not approved to foster this child",
    ShortfallCode.APPROVAL_ENDS: "Approval ends",
    ShortfallCode.TEMPORARY_APPROVAL_ENDS: "Temporary approval ends",
    ShortfallCode.NO_AGREEMENT: "No signed foster care agreement",
    ShortfallCode.NO_TERMS: "No terms of approval recorded",
    ShortfallCode.TERMS_NAMED: "Approved for named children only",
    ShortfallCode.TERMS_AGE: "Approved for ages {found}, and a child is {wanted}",
    ShortfallCode.TERMS_SEX: "Not approved for a child whose sex is recorded as {wanted}",
    ShortfallCode.TERMS_KIND: "Not approved for this kind of fostering",
    ShortfallCode.TERMS_FULL: "Approved for {found} in all, and there would be {wanted}",
    ShortfallCode.TERMS_MIX: "The terms do not fit these children and those living there together",
    ShortfallCode.TERMS_RESIDENT: "A child living there is already outside the terms",
    ShortfallCode.USUAL_LIMIT: "{wanted} would be fostered there, and the limit is {found}",
    ShortfallCode.ON_HOLD: "On hold",
    ShortfallCode.NOT_AVAILABLE: "Offering {found} places at present, and {wanted} are needed",
    ShortfallCode.NO_BEDROOM: "{wanted} need a bedroom, and {found} are free",
    ShortfallCode.SHARING_NOT_AGREED: "They would have to share a bedroom, and that is not agreed",
    ShortfallCode.BEDROOMS_NOT_RECORDED: "Bedrooms are not recorded",
}


def _shortfall_words(shortfall: Shortfall, first: date) -> str:
    words = _SHORTFALL_WORDS[shortfall.code]
    words = words.format(wanted=shortfall.wanted, found=shortfall.found)
    if shortfall.from_day == first:
        return words
    return f"{words}, from {shortfall.from_day.day} {shortfall.from_day:%B %Y}"


# ---------------------------------------------------------------------------- gates: the place


def not_excluded(need: Need, home: Home) -> Iterator[Finding]:
    """Not one of the homes that must not be used for these children."""
    if home.id in need.not_with:
        yield _out(Code.NOT_THIS_HOME, "Not to be used for these children")


def position_known(need: Need, home: Home) -> Iterator[Finding]:
    """A position, where the need sets a limit on distance or a place to avoid."""
    limited = need.avoid or (need.max_miles is not None and need.home is not None)
    if home.where is None and limited:
        yield _out(Code.POSITION_NOT_RECORDED, "Where this home is has not been recorded")


def near_enough(need: Need, home: Home) -> Iterator[Finding]:
    """Within the greatest distance from the child's home, in a straight line."""
    if need.max_miles is None or need.home is None or home.where is None:
        return
    if not distance.within(need.home, home.where, need.max_miles):
        far = distance.miles(need.home, home.where)
        yield _out(
            Code.TOO_FAR,
            f"{far} miles from the child's home, more than {need.max_miles:g}",
            need.max_miles,
            far,
        )


def away_from_places_to_avoid(need: Need, home: Home) -> Iterator[Finding]:
    """Not within the given distance of a place to avoid."""
    if home.where is None:
        return
    near = [each for each in need.avoid if distance.within(each.point, home.where, each.miles)]
    if near:
        yield _out(Code.NEAR_A_PLACE_TO_AVOID, "Too near a place to avoid")


# ---------------------------------------------------------------------------- gates: the facts


def has_every_fact_required(need: Need, home: Home) -> Iterator[Finding]:
    """Nothing that is required is recorded as absent."""
    missing = [fact for fact in _in_order(need.required) if home.facts.get(fact) is False]
    if missing:
        yield _out(
            Code.FACT_MISSING,
            f"Recorded as not so: {_words(missing)}",
            found=_ids(missing),
        )


def has_no_fact_forbidden(need: Need, home: Home) -> Iterator[Finding]:
    """Nothing that must not be there is recorded as there."""
    present = [fact for fact in _in_order(need.forbidden) if home.facts.get(fact) is True]
    if present:
        yield _out(Code.FACT_FORBIDDEN, f"Recorded: {_words(present)}", found=_ids(present))


def every_must_is_recorded(need: Need, home: Home) -> Iterator[Finding]:
    """What is required or forbidden, and nobody recorded: to be asked, never taken as a no."""
    musts = need.required | need.forbidden
    unrecorded = [fact for fact in _in_order(musts) if fact not in home.facts]
    if unrecorded:
        yield Finding(
            Code.FACT_NOT_RECORDED,
            Weighs.UNKNOWN,
            f"Not recorded: {_words(unrecorded)}",
            found=_ids(unrecorded),
        )


@lru_cache(maxsize=64)
def _in_order(facts: frozenset[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in Fact if fact in facts)


def _words(facts: list[Fact]) -> str:
    return ", ".join(FACT_WORDS[fact] for fact in facts)


def _ids(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(fact.value for fact in facts)


# -------------------------------------------------------------------- gates: who else lives there


@dataclass(frozen=True, slots=True)
class Other:
    """A child who would share the home, and their age on the first day together."""

    child: Child
    age: int


def others_there(need: Need, home: Home) -> list[Other]:
    """Every child who would share the home at some time in the period, each once, by id."""
    seen: dict[str, Other] = {}
    own = {child.id for child in need.children}
    there = [(claim.child, claim.period) for claim in home.room.claims]
    there += [(resident.child, resident.period) for resident in home.residents]
    for child, period in there:
        shared = period.intersection(need.period)
        if child.id in own or shared is None:
            continue
        age = age_on(child.born, shared.starts)
        if child.id not in seen or age < seen[child.id].age:
            seen[child.id] = Other(child, age)
    return [seen[child_id] for child_id in sorted(seen)]


def alone_if_need_be(need: Need, home: Home) -> Iterator[Finding]:
    """No other child there, where the need asks for that."""
    others = others_there(need, home) if need.alone else []
    if others:
        yield _out(Code.NOT_ALONE, "Other children live there", 0, len(others))


def others_old_enough(need: Need, home: Home) -> Iterator[Finding]:
    """No other child younger than the need allows, on the first day together."""
    if need.youngest_other is None:
        return
    youngest = min((other.age for other in others_there(need, home)), default=None)
    if youngest is not None and youngest < need.youngest_other:
        words = f"A child there is {youngest}, younger than {need.youngest_other}"
        yield _out(Code.OTHER_TOO_YOUNG, words, need.youngest_other, youngest)


def others_young_enough(need: Need, home: Home) -> Iterator[Finding]:
    """No other child older than the need allows, on the first day together."""
    if need.oldest_other is None:
        return
    oldest = max((other.age for other in others_there(need, home)), default=None)
    if oldest is not None and oldest > need.oldest_other:
        words = f"A child there is {oldest}, older than {need.oldest_other}"
        yield _out(Code.OTHER_TOO_OLD, words, need.oldest_other, oldest)


def nobody_there_must_be_alone(need: Need, home: Home) -> Iterator[Finding]:
    """No child living there must be the only one."""
    if any(resident.alone for resident in _residents(need, home)):
        yield _out(Code.RESIDENT_ALONE, "A child living there must be the only child")


def ages_suit_those_there(need: Need, home: Home) -> Iterator[Finding]:
    """Every age is one that each child living there can live with, on the first day."""
    ages = [age_on(child.born, need.period.starts) for child in need.children]
    for resident in _residents(need, home):
        low = 0 if resident.others_from is None else resident.others_from
        high = 99 if resident.others_to is None else resident.others_to
        if min(ages) < low or max(ages) > high:
            yield _out(Code.RESIDENT_AGES, "A child living there cannot live with this age")
            return


def apart_from(need: Need, home: Home) -> Iterator[Finding]:
    """No child there from whom these must be kept apart."""
    if any(other.child.id in need.apart_from for other in others_there(need, home)):
        yield _out(Code.APART_FROM, "A child lives there from whom these must be apart")


def _residents(need: Need, home: Home) -> list[Resident]:
    own = {child.id for child in need.children}
    return [
        resident
        for resident in home.residents
        if resident.child.id not in own and resident.period.overlaps(need.period)
    ]


def _out(code: Code, because: str, wanted: Detail = None, found: Detail = None) -> Finding:
    return Finding(code, Weighs.RULED_OUT, because, wanted=wanted, found=found)


# --------------------------------------------------------------------------------- preferences


def near_home(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Each mile from the child's home: section 22C(8)(a), near home."""
    if need.home is None:
        return
    if home.where is None:
        yield _unknown(Code.MILES_FROM_HOME, "How far from home is not known")
        return
    far = distance.miles(need.home, home.where)
    points = -weights.home_mile * far
    words = f"{far} miles from the child's home"
    yield Finding(Code.MILES_FROM_HOME, Weighs.NEUTRAL, words, points, found=far)


def near_school(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Each mile from school: section 22C(8)(b), no disruption of education."""
    if need.school is None:
        return
    if home.where is None:
        yield _unknown(Code.MILES_FROM_SCHOOL, "How far from school is not known")
        return
    far = distance.miles(need.school, home.where)
    points = -weights.school_mile * far
    words = f"{far} miles from school"
    yield Finding(Code.MILES_FROM_SCHOOL, Weighs.NEUTRAL, words, points, found=far)


def sibling_there(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """A brother or sister already lives there: section 22C(8)(c)."""
    if home.id in need.siblings_at:
        yield _for(Code.SIBLING_THERE, "A brother or sister lives there", weights.sibling_there)


def connected(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """A carer is connected with one of the children: preferred by section 22C(7)(a)."""
    if any(child.id in home.connected_to for child in need.children):
        yield _for(
            Code.CONNECTED,
            "A carer is a relative, friend or connected",
            weights.connected,
        )


def in_area(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """In the authority's own area: section 22C(9)."""
    if home.in_area:
        yield _for(Code.IN_AREA, "In our area", weights.in_area)
    else:
        yield Finding(Code.IN_AREA, Weighs.AGAINST, "Outside our area")


def own_service(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Our own carers, on one scale with other authorities' and agencies'."""
    if home.provider_kind is ProviderKind.OWN:
        yield _for(Code.OWN_SERVICE, "Our own carers", weights.own_service)
    elif home.provider_kind is ProviderKind.AGENCY:
        yield Finding(Code.OWN_SERVICE, Weighs.NEUTRAL, "An agency's carers")
    else:
        yield Finding(Code.OWN_SERVICE, Weighs.NEUTRAL, "Another council's carers")


def wishes(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Each wish recorded as met is worth what the need says; one that is not costs nothing."""
    for fact in Fact:
        worth = need.wanted.get(fact)
        if worth is None:
            continue
        known = home.facts.get(fact)
        words, ids = FACT_WORDS[fact], (fact.value,)
        if known is None:
            yield Finding(
                Code.WISH,
                Weighs.UNKNOWN,
                f"Wished for, not recorded: {words}",
                0.0,
                ids,
            )
        elif known:
            yield Finding(Code.WISH, Weighs.FOR, f"Wished for: {words}", worth, ids, ids)
        else:
            yield Finding(Code.WISH, Weighs.NEUTRAL, f"Wished for, not so: {words}", 0.0, ids)


def company(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Other children there, where the need wishes for them."""
    if need.company and others_there(need, home):
        yield _for(Code.COMPANY, "Other children live there, as wished", weights.company)


def cost(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Each hundred pounds a week for each child; by default worth nothing."""
    if weights.hundred_pounds == 0:
        return
    if home.weekly_cost is None:
        yield _unknown(Code.COST, "The weekly cost is not recorded")
    else:
        points = -weights.hundred_pounds * home.weekly_cost / 100
        words = f"{home.weekly_cost:,} pounds a week for each child"
        yield Finding(Code.COST, Weighs.NEUTRAL, words, points, found=home.weekly_cost)


def ages_out(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """A child passes the ages of the terms within a year, so the terms will need changing."""
    birthday = room.ages_out_on(home.room, stay_for(need))
    if birthday is not None:
        words = f"A child passes the ages of the terms on {birthday.day} {birthday:%B %Y}"
        yield Finding(Code.AGES_OUT, Weighs.AGAINST, words, -weights.ages_out)


def supervised(need: Need, home: Home, weights: Weights) -> Iterator[Finding]:
    """Somebody supervises and supports these carers."""
    if not home.ssw_allocated:
        words = "No supervising social worker is allocated"
        yield Finding(Code.NO_SSW, Weighs.AGAINST, words, -weights.no_ssw)


def _for(code: Code, because: str, points: float) -> Finding:
    return Finding(code, Weighs.FOR, because, points)


def _unknown(code: Code, because: str) -> Finding:
    return Finding(code, Weighs.UNKNOWN, because)


# ------------------------------------------------------------------------------------- the lists

GATES: tuple[Gate, ...] = (
    approved,
    agreement_signed,
    within_terms,
    within_usual_limit,
    not_on_hold,
    available,
    bedrooms,
    not_excluded,
    position_known,
    near_enough,
    away_from_places_to_avoid,
    has_every_fact_required,
    has_no_fact_forbidden,
    every_must_is_recorded,
    alone_if_need_be,
    others_old_enough,
    others_young_enough,
    nobody_there_must_be_alone,
    ages_suit_those_there,
    apart_from,
)

PREFERENCES: tuple[Preference, ...] = (
    near_home,
    near_school,
    sibling_there,
    connected,
    in_area,
    own_service,
    wishes,
    company,
    cost,
    ages_out,
    supervised,
)

CRITERIA: tuple[Gate | Preference, ...] = (*GATES, *PREFERENCES)


def gate_findings(need: Need, home: Home) -> tuple[Finding, ...]:
    """Every reason that rules this home out, and everything required that is to be asked."""
    return tuple(finding for gate in GATES for finding in gate(need, home))


def preference_findings(need: Need, home: Home, weights: Weights) -> tuple[Finding, ...]:
    """Everything that weighs for or against this home, with its points."""
    return tuple(
        finding for preference in PREFERENCES for finding in preference(need, home, weights)
    )


def judge(need: Need, home: Home, weights: Weights) -> tuple[Finding, ...]:
    """Everything that can be said of this home for this need: gates first."""
    return gate_findings(need, home) + preference_findings(need, home, weights)


def is_ruled_out(findings: tuple[Finding, ...]) -> bool:
    """Does anything rule the home out?"""
    return any(finding.weighs is Weighs.RULED_OUT for finding in findings)


def score(findings: tuple[Finding, ...]) -> float:
    """The points of all findings, added in their order: mile-equivalents, more is better."""
    total = 0.0
    for finding in findings:
        total += finding.points
    return total
