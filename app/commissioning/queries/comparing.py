"""Own homes, near misses and offered homes on one page: by distance, school, match and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask import current_app

from app.accounts.models import User
from app.children.models import Referral
from app.commissioning.kinds import Check22
from app.commissioning.models import Offer
from app.commissioning.queries.referrals import Whole
from app.matching import placing, searching
from app.matching import queries as matching
from app.matching.rules import TWENTY_TWO_C, Area
from app.money import queries as money
from app.money.rules import Cost
from app.people.models import ProviderKind as OwnedBy
from app.travel import queries as travel
from sufficiency import distance
from sufficiency.travel import Time
from sufficiency.types import Fact, Home, Need, Point, ProviderKind, Room

OWN_SHOWN, NEAR_SHOWN = 6, 6
CONNECTED = "(6)(a)"


class Sort(StrEnum):
    """Where a home of the comparison comes from."""

    OWN = "own"
    NEAR_MISS = "near_miss"
    OFFERED = "offered"

    def words(self) -> str:
        """As the page says it."""
        return {"own": "On record", "near_miss": "Near miss", "offered": "Offered"}[self.value]


@dataclass(frozen=True, slots=True)
class Row:
    """A home as it is compared."""

    sort: Sort
    ref: str
    """The household's or the offer's."""

    name: str
    provider: str
    ours: bool
    order: str
    """Its place in section 22C(6)."""

    area: Area
    miles_home: float | None
    miles_school: float | None
    where: Point | None
    weekly_pounds: int | None
    """For all of the children."""

    reasons_for: tuple[str, ...]
    against: tuple[str, ...]
    short_of: tuple[str, ...]
    household_id: int | None
    others_there: bool
    offer: Offer | None = None
    needs_reg_11: bool = False
    checks_missing: tuple[str, ...] = ()
    time_home: Time | None = None
    time_school: Time | None = None

    @property
    def key(self) -> str:
        """What an address calls it."""
        return f"{'offer' if self.sort is Sort.OFFERED else 'home'}-{self.ref}"

    @property
    def short_in_words(self) -> list[tuple[str, str]]:
        """What it falls short of, and where that is written."""
        return [(TWENTY_TWO_C[key][0], TWENTY_TWO_C[key][1].short) for key in self.short_of]

    def as_kept(self) -> dict[str, Any]:
        """As a choice keeps what it was compared with."""
        return {
            "sort": self.sort.value,
            "ref": self.ref,
            "name": self.name,
            "provider": self.provider,
            "area": self.area.value,
            "miles_home": self.miles_home,
            "miles_school": self.miles_school,
            "by_road_home": _kept(self.time_home),
            "by_road_school": _kept(self.time_school),
            "weekly_pounds": self.weekly_pounds,
            "short_of": list(self.short_of),
            "against": list(self.against),
        }


def compared(found: Whole, user: User, day: date) -> list[Row]:
    """Every home that could take the children, or nearly, or is offered; nearest school first."""
    referral = found.referral
    need = matching.need_of(referral)
    answer = searching.answer(need, user)
    waiting = placing.siblings_waiting(need)
    rows = [_own(referral, need, home, waiting, Sort.OWN) for home in answer.ranked[:OWN_SHOWN]]
    rows += [
        _near(referral, need, miss, answer, waiting) for miss in answer.near_misses[:NEAR_SHOWN]
    ]
    rows += [
        _offered(referral, need, each, found, waiting, answer.exact) for each in found.standing
    ]
    return sorted(_with_times(need, _with_costs(referral, rows, day)), key=_by_school)


def _with_costs(referral: Referral, rows: list[Row], day: date) -> list[Row]:
    """The same with what all the children cost a week, as everywhere else it is said; an offer's
    price is of each child."""
    born = [child.person.born for child in referral.children]
    ids = {row.household_id for row in rows if row.offer is None and row.household_id is not None}
    costs = money.costs(ids, born, max(referral.needed_on, day))
    return [
        replace(row, weekly_pounds=row.offer.weekly_pounds * len(born))
        if row.offer is not None
        else replace(row, weekly_pounds=_pounds(costs.get(row.household_id or 0)))
        for row in rows
    ]


def _pounds(cost: Cost | None) -> int | None:
    return None if cost is None else round(cost.pence / 100)


def _with_times(need: Need, rows: list[Row]) -> list[Row]:
    """The same with minutes by road to family and school, as exactly as they can be known."""
    by_road = travel.by_road()
    places = [row.where for row in rows]
    times = zip(by_road.times(need.home, places), by_road.times(need.school, places), strict=True)
    return [
        replace(row, time_home=home, time_school=school)
        for row, (home, school) in zip(rows, times, strict=True)
    ]


def _kept(time: Time | None) -> dict[str, Any] | None:
    """Minutes as a choice keeps them, with the way they were reckoned."""
    return {"minutes": time.about, "reckoned": time.kind.value} if time is not None else None


def _by_school(row: Row) -> tuple[float, ...]:
    far = 999.0
    return (
        row.miles_school if row.miles_school is not None else far,
        row.miles_home if row.miles_home is not None else far,
    )


def connected_instead(rows: Sequence[Row], row: Row) -> bool:
    """Whether a relative, friend or connected person could, and another is chosen: s22C(7)(a)."""
    return row.order != CONNECTED and any(
        each.order == CONNECTED and each.sort is Sort.OWN for each in rows
    )


def row_of(rows: Sequence[Row], key: str) -> Row | None:
    """The home that an address names."""
    return next((each for each in rows if each.key == key), None)


def _own(
    referral: Referral, need: Need, found: searching.RankedHome, waiting: frozenset[str], sort: Sort
) -> Row:
    home = found.home
    return Row(
        sort=sort,
        ref=found.card.ref,
        name=found.card.name,
        provider=found.card.provider,
        ours=home.provider_kind is ProviderKind.OWN,
        order=_order(need, home),
        area=placing.area_of(home),
        miles_home=found.miles_home,
        miles_school=found.miles_school,
        where=home.where,
        weekly_pounds=None,
        reasons_for=found.reasons_for,
        against=(*found.against, *(f"To ask: {each}" for each in found.unknown)),
        short_of=placing.short_of(referral.answers, need, home, waiting),
        household_id=found.card.household_id,
        others_there=bool(home.residents),
        needs_reg_11=_reg_11(need, home),
    )


def _near(
    referral: Referral,
    need: Need,
    miss: searching.NearMiss,
    answer: searching.Answer,
    waiting: frozenset[str],
) -> Row:
    home = answer.snapshot.home(str(miss.card.household_id))
    miles = _miles(need, home)
    return Row(
        sort=Sort.NEAR_MISS,
        ref=miss.card.ref,
        name=miss.card.name,
        provider=miss.card.provider,
        ours=home.provider_kind is ProviderKind.OWN,
        order=_order(need, home),
        area=placing.area_of(home),
        miles_home=miles[0],
        miles_school=miles[1],
        where=home.where,
        weekly_pounds=None,
        reasons_for=(),
        against=tuple(f"Needs {what} ({cite})" for what, _, cite in miss.changes),
        short_of=placing.short_of(referral.answers, need, home, waiting),
        household_id=miss.card.household_id,
        others_there=bool(home.residents),
        needs_reg_11=_reg_11(need, home),
    )


def _offered(
    referral: Referral, need: Need, offer: Offer, found: Whole, waiting: frozenset[str], exact: bool
) -> Row:
    home = home_of(offer, exact=exact)
    known = set(found.checks.get(offer.id, {}))
    asked = asked_of(offer)
    miles = _miles(need, home)
    against = [f"Conditions: {offer.conditions}"] if offer.conditions else []
    if not offer.postcode:
        against.append("To ask: where it is")
    return Row(
        sort=Sort.OFFERED,
        ref=offer.ref,
        name=offer.called,
        provider=offer.provider.name,
        ours=False,
        order="(6)(b)" if offer.service.fosters else _other(offer),
        area=placing.area_of(home),
        miles_home=miles[0],
        miles_school=miles[1],
        where=home.where,
        weekly_pounds=offer.weekly_pounds,
        reasons_for=(offer.words,),
        against=tuple(against),
        short_of=placing.short_of(referral.answers, _without_facts(need), home, waiting),
        household_id=offer.household_id,
        others_there=True,
        offer=offer,
        needs_reg_11=placing.area_of(home) is not Area.IN_AREA,
        checks_missing=tuple(each.words() for each in asked if each not in known),
    )


def _without_facts(need: Need) -> Need:
    """What no offer says in codes is not counted against it: its words are read."""
    return replace(need, required=need.required - {Fact.STEP_FREE})


def _other(offer: Offer) -> str:
    return "(6)(c)" if offer.service.value == "childrens_homes" else "(6)(d)"


def _order(need: Need, home: Home) -> str:
    connected = any(child.id in home.connected_to for child in need.children)
    return CONNECTED if connected else "(6)(b)"


def _reg_11(need: Need, home: Home) -> bool:
    ours = home.provider_kind is ProviderKind.OWN
    connected = any(child.id in home.connected_to for child in need.children)
    return placing.area_of(home) is not Area.IN_AREA and not (ours or connected)


def _miles(need: Need, home: Home) -> tuple[float | None, float | None]:
    if home.where is None:
        return None, None
    return (
        distance.miles(need.home, home.where) if need.home else None,
        distance.miles(need.school, home.where) if need.school else None,
    )


def home_of(offer: Offer, *, exact: bool = True) -> Home:
    """An offered home as the search would see it; not `exact`: on the coarse grid."""
    code = str(current_app.config["SETTINGS"].authority_code)
    where = (
        Point(offer.easting, offer.northing)
        if offer.easting is not None and offer.northing is not None
        else None
    )
    return Home(
        id=f"offer-{offer.id}",
        where=where if exact or where is None else distance.snap(where),
        room=Room(),
        provider_kind=(
            ProviderKind.OTHER_AUTHORITY
            if offer.provider.kind is OwnedBy.OTHER_AUTHORITY
            else ProviderKind.AGENCY
        ),
        area_authority=offer.authority_code,
        in_area=offer.authority_code == code,
        weekly_cost=offer.weekly_pounds,
    )


def asked_of(offer: Offer) -> tuple[Check22, ...]:
    """What regulation 22 asks of an offered home; of a home in our own area not of its council."""
    if not offer.service.fosters:
        return ()
    code = str(current_app.config["SETTINGS"].authority_code)
    ours = offer.authority_code == code
    return tuple(each for each in Check22 if each is not Check22.AREA or not ours)
