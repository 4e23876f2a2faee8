"""One search, as a page shows it: the engine's answer, with names, distances and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.matching import queries
from app.matching.snapshot import HomeCard, Snapshot, homes_for
from app.statute import provisions as law
from app.travel import queries as travel
from sufficiency import distance
from sufficiency.criteria import Code, Weights
from sufficiency.match import Match, Matches
from sufficiency.near import Route
from sufficiency.room import places_left
from sufficiency.siblings import Together, search_together
from sufficiency.travel import Kind, Time
from sufficiency.types import Finding, Home, Need, Point, Weighs

SHOWN = 25
"""Homes shown; every other one that can take the children is counted and can be opened."""


JUDGED = 16
"""Needs whose answer is kept with the homes it is about: the referrals that people have open."""


@dataclass(frozen=True, slots=True)
class RankedHome:
    """A home that can take the children, as its card says it."""

    card: HomeCard
    home: Home
    places: int
    miles_home: float | None
    miles_school: float | None
    reasons_for: tuple[str, ...]
    against: tuple[str, ...]
    unknown: tuple[str, ...]
    ask_first: bool
    """Something required is not recorded: these come after every home where all is known."""
    score: float
    provider_kind: str


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A reason that ruled homes out, how many, and how many by that alone."""

    code: str
    words: str
    count: int
    alone: int
    homes: tuple[tuple[HomeCard, str], ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A home ruled out by what a lawful decision could change, and which."""

    card: HomeCard
    miles_home: float | None
    changes: tuple[tuple[str, str, str], ...]
    """Each change: what, by which lawful route, and where that is written."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two homes that could take the children between them, when no one home can."""

    first: HomeCard
    second: HomeCard
    first_children: tuple[str, ...]
    second_children: tuple[str, ...]
    miles_apart: float | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes by road to school and to the family's home, by home, and how they were reckoned."""

    school: Mapping[str, Time]
    home: Mapping[str, Time]
    main: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the right-hand side of the page shows."""

    need: Need
    exact: bool
    ranked: tuple[RankedHome, ...]
    able: int
    ruled_out: tuple[RuledOut, ...]
    ruled_out_count: int
    near_misses: tuple[NearMiss, ...]
    pairs: tuple[Pair, ...]
    searched: int
    matches: Matches
    snapshot: Snapshot
    weights: Weights


PAIRS_SHOWN = 3

ROUTE_WORDS: Mapping[Route, tuple[str, str]] = {
    Route.CHANGE_OF_TERMS: (
        "A change of terms, with the carers' written agreement and a support statement; or in an "
        "emergency six working days outside the terms, decided by a nominated officer",
        f"FSR 2011 reg 28(9A); {law.OUTSIDE_TERMS_IN_AN_EMERGENCY.short}",
    ),
    Route.EXEMPTION: (
        "An exemption naming every child, from the authority where the home is",
        law.LIMIT_EXEMPTION.short,
    ),
    Route.AGREEMENT: (
        "The foster care agreement, signed before the child moves",
        law.AGREEMENT_SIGNED.short,
    ),
    Route.WIDER_SEARCH: (
        "A judgement about these children, recorded in the referral",
        law.MOST_APPROPRIATE_PLACEMENT.short,
    ),
}

REASON_WORDS: Mapping[str, str] = {
    "not_approved": "not approved",
    "approval_ends": "approval ends",
    "temporary_approval_ends": "temporary approval ends",
    "no_agreement": "no foster care agreement",
    "no_terms": "no terms recorded",
    "terms_named": "approved for named children only",
    "terms_age": "age, by the terms",
    "terms_sex": "sex, by the terms",
    "terms_kind": "kind of fostering, by the terms",
    "terms_full": "no place, by the terms",
    "terms_mix": "no place for this mix of children",
    "terms_resident": "a child there is outside the terms",
    "usual_limit": "the usual limit of three",
    "on_hold": "on hold",
    "not_available": "places not available",
    "no_bedroom": "no bedroom",
    Code.NOT_THIS_HOME: "not this home",
    Code.POSITION_NOT_RECORDED: "where it is, is not recorded",
    Code.TOO_FAR: "too far",
    Code.NEAR_A_PLACE_TO_AVOID: "near a place to avoid",
    Code.FACT_MISSING: "something needed is missing",
    Code.FACT_FORBIDDEN: "something that must not be there",
    Code.NOT_ALONE: "other children there",
    Code.OTHER_TOO_YOUNG: "a child there is too young",
    Code.OTHER_TOO_OLD: "a child there is too old",
    Code.RESIDENT_ALONE: "a child there must be the only child",
    Code.RESIDENT_AGES: "ages, for a child there",
    Code.APART_FROM: "a child there to be kept apart from",
}


def answer(need: Need, user: User, weights: Weights | None = None) -> Answer:
    """Search the register for a need, as this person may see it."""
    exact = queries.sees_exactly(user)
    used = weights or queries.weights()
    found = homes_for(
        need.period, authority_code=queries.authority_code(), exact=exact, children=need.children
    )
    together = search_together(found.register, need, weights=used, limit=SHOWN)
    matches = together.one_home
    able = matches.number_admitted
    return Answer(
        need=need,
        exact=exact,
        ranked=tuple(
            _card(matches, match, found.home(match.home_id), found.cards[match.home_id])
            for match in matches.ranked
        ),
        able=able,
        ruled_out=_ruled_out(matches, found),
        ruled_out_count=len(found.homes) - able,
        near_misses=_near_misses(matches, found),
        pairs=() if able or len(need.children) < 2 else _pairs(together, found),
        searched=len(found.homes),
        matches=matches,
        snapshot=found,
        weights=used,
    )


def minutes(need: Need, homes: Iterable[Home], *, exactly: bool = True) -> Minutes:
    """How long by road from these homes: exactly where roads are loaded, or from landmarks.

    Homes stand where the search has them: on the coarse grid for those who do not see addresses.
    """
    shown = list({home.id: home for home in homes}.values())
    by_road = travel.by_road(exactly=exactly)

    def to(point: Point | None) -> dict[str, Time]:
        times = by_road.times(point, [home.where for home in shown])
        found = zip(shown, times, strict=True)
        return {home.id: time for home, time in found if time is not None}

    return Minutes(to(need.school), to(need.home), by_road.main, by_road.says)


def minutes_shown(answer: Answer, *, exactly: bool = True) -> Minutes:
    """Minutes for every home of an answer whose distance its page shows."""
    ids = [str(miss.card.household_id) for miss in answer.near_misses]
    homes = [each.home for each in answer.ranked] + [answer.snapshot.home(id_) for id_ in ids]
    return minutes(answer.need, homes, exactly=exactly)


def _card(matches: Matches, match: Match, home: Home, card: HomeCard) -> RankedHome:
    need = matches.need
    distances = {Code.MILES_FROM_HOME, Code.MILES_FROM_SCHOOL}
    said = [each for each in matches.findings(home.id) if each.code not in distances]
    return RankedHome(
        card=card,
        home=home,
        places=places_left(home.room, need.period.starts),
        miles_home=match.miles_from_home,
        miles_school=match.miles_from_school,
        reasons_for=_words(said, Weighs.FOR),
        against=_words(said, Weighs.AGAINST),
        unknown=_words(said, Weighs.UNKNOWN),
        ask_first=bool(match.to_ask),
        score=round(match.score, 1),
        provider_kind=home.provider_kind.value,
    )


def _words(findings: Sequence[Finding], weighs: Weighs) -> tuple[str, ...]:
    return tuple(finding.because for finding in findings if finding.weighs is weighs)


def _miles(one: Point | None, other: Point | None) -> float | None:
    return distance.miles(one, other) if one and other else None


def _ruled_out(matches: Matches, found: Snapshot) -> tuple[RuledOut, ...]:
    """Every reason with its homes. The same need asked again of the same homes is answered as
    before: putting into words why each of two hundred homes cannot was a third of the page."""
    said: tuple[RuledOut, ...]
    for need, said in found.judged:
        if need == matches.need:
            return said
    said = _judge(matches, found)
    found.judged.insert(0, (matches.need, said))
    del found.judged[JUDGED:]
    return said


def _judge(matches: Matches, found: Snapshot) -> tuple[RuledOut, ...]:
    groups = []
    because: dict[str, dict[str, str]] = {}  # each home is judged once, however many reasons
    for code, count in matches.tally().items():
        only = set(matches.only(code))
        names = []
        for id_ in matches.ruled_out_by(code):
            if id_ not in because:
                because[id_] = _because(matches, id_)
            names.append((found.cards[id_], because[id_].get(code, "")))
        groups.append(
            RuledOut(
                code=str(code),
                words=REASON_WORDS.get(code, str(code).replace("_", " ")),
                count=count,
                alone=len(only),
                homes=tuple(sorted(names, key=lambda pair: pair[0].name)),
            )
        )
    return tuple(sorted(groups, key=lambda group: (-group.count, group.words)))


def _because(matches: Matches, home_id: str) -> dict[str, str]:
    """What rules a home out, in words, by its code; where a code speaks twice, the first."""
    said: dict[str, str] = {}
    for finding in matches.why_not(home_id):
        said.setdefault(str(finding.code), finding.because)
    return said


def _near_misses(matches: Matches, found: Snapshot) -> tuple[NearMiss, ...]:
    return tuple(
        NearMiss(
            card=found.cards[miss.home_id],
            miles_home=miss.miles_from_home,
            changes=tuple((change.says, *ROUTE_WORDS[change.route]) for change in miss.changes),
        )
        for miss in matches.near_misses()
    )


def _pairs(together: Together, found: Snapshot) -> tuple[Pair, ...]:
    """The best pairs of homes for a group that no one home can take."""
    pairs = []
    for pair in together.two_homes[:PAIRS_SHOWN]:
        first, second = pair.parts
        apart = _miles(
            found.home(first.match.home_id).where, found.home(second.match.home_id).where
        )
        pairs.append(
            Pair(
                first=found.cards[first.match.home_id],
                second=found.cards[second.match.home_id],
                first_children=first.children,
                second_children=second.children,
                miles_apart=apart,
            )
        )
    return tuple(pairs)
