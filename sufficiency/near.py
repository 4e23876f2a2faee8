"""Near misses: homes that are ruled out, and the smallest lawful change that would admit them.

A list to consider, each change by its own route and by the person whom the law names; never a
filter to relax. A hold is never suggested for lifting, nor places marked as not available: the
engine does not know why, and illness, bereavement or an allegation may be why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sufficiency.arrays import Floats, Rows, Screened, miles
from sufficiency.criteria import Code, gate_findings, stay_for
from sufficiency.room import ShortfallCode, room_for
from sufficiency.types import (
    Criterion,
    Detail,
    Exempted,
    Finding,
    Home,
    Need,
    Room,
    Terms,
    Weighs,
    age_on,
)


class Route(StrEnum):
    """The lawful way to each change. The application gives each its citation and its decider."""

    CHANGE_OF_TERMS = "change_of_terms"
    """Fostering Services Regulations 2011, regulation 28; in an emergency, six working days
    outside the terms by regulation 23 of the Care Planning Regulations 2010."""

    EXEMPTION = "exemption"
    """Children Act 1989, Schedule 7, paragraph 4: by the authority where the home is, naming every
    child."""

    AGREEMENT = "agreement"
    """A foster care agreement signed before the placement: Care Planning Regulations 2010,
    regulation 22."""

    WIDER_SEARCH = "wider_search"
    """The need's own limit on distance: a judgement about the child, not law."""


ROUTES: Mapping[str, Route] = {
    ShortfallCode.TERMS_AGE: Route.CHANGE_OF_TERMS,
    ShortfallCode.TERMS_SEX: Route.CHANGE_OF_TERMS,
    ShortfallCode.TERMS_KIND: Route.CHANGE_OF_TERMS,
    ShortfallCode.TERMS_FULL: Route.CHANGE_OF_TERMS,
    ShortfallCode.TERMS_MIX: Route.CHANGE_OF_TERMS,
    ShortfallCode.USUAL_LIMIT: Route.EXEMPTION,
    ShortfallCode.NO_AGREEMENT: Route.AGREEMENT,
    Code.TOO_FAR: Route.WIDER_SEARCH,
}
"""What can be changed, and how. A reason that is not here cannot: there is no lawful route."""

PRICES: Mapping[Route, float] = {
    Route.AGREEMENT: 2.0,
    Route.CHANGE_OF_TERMS: 15.0,
    Route.EXEMPTION: 20.0,
    Route.WIDER_SEARCH: 0.0,
}
"""What each kind of change costs, in miles: the council's own. Each extra mile costs one more."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change by one route, and the reasons that it would remove."""

    route: Route
    codes: tuple[str, ...]
    says: str
    to: Detail = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A home that these changes, all of them, would admit. `price` is in mile-equivalents."""

    home_id: str
    changes: tuple[Change, ...]
    price: float
    miles_from_home: float | None


def near_misses(
    screened: Screened, limit: int = 10, prices: Mapping[Route, float] = PRICES
) -> tuple[NearMiss, ...]:
    """The homes that lawful changes would admit, cheapest first."""
    rows = _rows_with_a_route(screened)
    price = _prices(screened, rows, prices)
    order = np.lexsort((rows, price))[:limit]
    return tuple(_near_miss(screened, int(rows[n]), float(price[n])) for n in order)


def _rows_with_a_route(screened: Screened) -> Rows:
    """Homes that are ruled out only by what can lawfully be changed."""
    ruled = screened.ruled_any.copy()
    for code, mask in screened.ruled.items():
        if code not in ROUTES:
            ruled &= ~mask
    for row, (codes, _) in screened.plain.items():
        ruled[row] = bool(codes) and all(code in ROUTES for code in codes)
    return np.flatnonzero(ruled)


def _prices(screened: Screened, rows: Rows, prices: Mapping[Route, float]) -> Floats:
    """The price of each home's changes: one for each route needed, and the extra miles."""
    price = np.zeros(len(rows))
    for route, cost in prices.items():
        needed = np.zeros(len(screened.ruled_any), bool)
        for code, its_route in ROUTES.items():
            if its_route is route:
                needed |= screened.mask(code)
        price = price + cost * needed[rows]
    need, register = screened.need, screened.window.register
    if need.home is not None and need.max_miles is not None:
        far = screened.mask(Code.TOO_FAR)[rows]
        extra = miles(register, need.home, rows) - need.max_miles
        price = price + np.where(far, np.maximum(extra, 0.0), 0.0)
    return price


def _near_miss(screened: Screened, row: int, price: float) -> NearMiss:
    need, register = screened.need, screened.window.register
    home = register.homes[row]
    findings = [each for each in gate_findings(need, home) if each.weighs is Weighs.RULED_OUT]
    far = None
    if need.home is not None and home.where is not None:
        far = float(miles(register, need.home, np.array([row]))[0])
    changes = tuple(
        _change(route, [each for each in findings if ROUTES[each.code] is route])
        for route in Route
        if any(ROUTES[each.code] is route for each in findings)
    )
    return NearMiss(home.id, changes, round(price, 1), far)


def _change(route: Route, findings: list[Finding]) -> Change:
    codes = tuple(finding.code for finding in findings)
    parts = [
        _CHANGE_WORDS[finding.code].format(wanted=finding.wanted, found=finding.found)
        for finding in findings
    ]
    to = findings[0].found if route is Route.WIDER_SEARCH else findings[0].wanted
    return Change(route, codes, "; ".join(parts), to)


_CHANGE_WORDS: Mapping[str, str] = {
    ShortfallCode.TERMS_AGE: "terms to admit age {wanted}, where they say {found}",
    ShortfallCode.TERMS_SEX: "terms to admit a child of this sex",
    ShortfallCode.TERMS_KIND: "terms to admit this kind of fostering",
    ShortfallCode.TERMS_FULL: "terms for {wanted} in all, where they say {found}",
    ShortfallCode.TERMS_MIX: "terms with lines that fit these children and those living there",
    ShortfallCode.USUAL_LIMIT: "an exemption naming each of the {wanted} children",
    ShortfallCode.NO_AGREEMENT: "the foster care agreement signed",
    Code.TOO_FAR: "the search widened from {wanted:g} to {found} miles",
}


# -------------------------------------------------------------- trying a change before it is shown


def after(near_miss: NearMiss, need: Need, home: Home) -> tuple[Need, Home]:
    """The need and the home as they would be after these changes, to try them with the gates."""
    routes = {change.route for change in near_miss.changes}
    household = home.room
    if Route.AGREEMENT in routes:
        household = replace(household, agreement_signed=need.period)
    if Route.CHANGE_OF_TERMS in routes:
        household = _with_terms(household, need)
    if Route.EXEMPTION in routes:
        household = _with_exemption(household, need)
    if Route.WIDER_SEARCH in routes and near_miss.miles_from_home is not None:
        need = replace(need, max_miles=near_miss.miles_from_home + 0.1)
    return need, replace(home, room=household)


def _with_terms(household: Room, need: Need) -> Room:
    """The terms with a line for each of these children, and the least overall number that does."""
    changed = household
    for more in range(len(need.children) + len(household.claims) + 1):
        changed = replace(
            household, terms=tuple(_widened(terms, need, more) for terms in household.terms)
        )
        stay = stay_for(need)
        shortfalls = room_for(changed, stay.children, stay.period, stay.kind, stay.siblings)
        if not any(each.code is ShortfallCode.TERMS_FULL for each in shortfalls):
            break
    return changed


def _widened(terms: Terms, need: Need, more: int) -> Terms:
    lines = []
    for child in need.children:
        age = age_on(child.born, max(need.period.starts, terms.period.starts))
        kinds, sexes = frozenset({need.kind}), frozenset({child.sex})
        lines.append(Criterion(1, age, age, sexes, kinds))
    return replace(terms, overall=terms.overall + more, criteria=(*terms.criteria, *lines))


def _with_exemption(household: Room, need: Need) -> Room:
    fostered = {
        claim.child.id
        for claim in household.claims
        if claim.fostered and claim.period.overlaps(need.period)
    }
    named = frozenset(fostered | {child.id for child in need.children})
    exemption = Exempted(named, None, need.period)
    return replace(household, exemptions=(*household.exemptions, exemption))
