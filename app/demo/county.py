"""The years go by: children come, are placed, move and leave; carers are approved and leave.

Each year ends with as many children in each kind of place, and as many places, as the goals say.
Within the year everything happens in the order of its days, so that nobody is placed where there
was no room. What came of it is written afterwards (`chronicle`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.children.codes import Ls, Place, PlaceChange, PlaceProvider
from app.children.kinds import ApprovalNeeded, Basis, SettingKind
from app.data import adjoining
from app.demo import carers, goals, sites
from app.demo.chance import Chance, years
from app.demo.goals import Where
from app.demo.ground import HEREFORDSHIRE, NEAR, Ground, Point, is_inside, miles
from app.demo.homes import PlannedHome, Site, Stay, Whose
from app.demo.lives import Fate, Life
from app.register.models import ApprovalEnd
from sufficiency.types import Kind

Unit = list[Life]


@dataclass
class Move:
    """Children go somewhere on a day; `where` is None when they stop being looked after."""

    day: date
    unit: Unit
    where: Where | None
    because: PlaceChange = PlaceChange.CARPL

    @property
    def order(self) -> tuple[date, int]:
        """Those who leave, leave first."""
        return self.day, 0 if self.where is None else 1


@dataclass
class County:
    """Everybody and every home, as far as the years have gone."""

    seed: int
    ground: Ground
    lives: list[Life] = field(default_factory=list)
    homes: list[PlannedHome] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    stays: dict[Life, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    now: dict[Life, Stay] = field(default_factory=dict)

    # -------------------------------------------------------------------------- what is so now

    def main(self, life: Life) -> Stay | None:
        """Where a child lives, as far as the years have gone."""
        return self.now.get(life)

    def where(self, life: Life) -> Where | None:
        """In what kind of place a child lives."""
        stay = self.main(life)
        return None if stay is None else where_of(stay)

    def open_stays(self) -> list[Stay]:
        """Where every child lives."""
        return list(self.now.values())

    # ---------------------------------------------------------------------------- ending, placing

    def end(self, life: Life, day: date, because: PlaceChange | None) -> None:
        """The child no longer lives where they lived; a home of kin closes behind its last."""
        stay = self.now.pop(life, None)
        if stay is None:
            return
        stay.ends, stay.because = day, because
        home = stay.home
        if home is not None and home.whose is Whose.KIN and not home.there:
            home.ends = day
            made = life.ends == day and life.fate in (Fate.GUARDIAN, Fate.ADOPTED)
            home.how = ApprovalEnd.ORDER_MADE if made else ApprovalEnd.RESIGNED

    def place(self, chance: Chance, move: Move) -> None:
        """These children go where they are to go, together if there is a home for all of them."""
        unit = [life for life in move.unit if life.is_in_care(move.day)]
        unit = [life for life in unit if not self._only_just_came(life, move.day)]
        if not unit or move.where is None:
            return
        for life in unit:
            self.end(life, move.day, move.because)
        if move.where is Where.OURS:
            self._with_our_carers(chance, unit, move.day)
        elif move.where is Where.KIN:
            self._with_kin(chance, unit, move.day)
        elif move.where is Where.AGENCY:
            self._with_agency(chance, unit, move.day)
        else:
            for life in unit:
                self.settle(settings_stay(self, chance, life, move.where, move.day))

    def _only_just_came(self, life: Life, day: date) -> bool:
        stay = self.main(life)
        return stay is not None and stay.starts >= day

    def settle(self, stay: Stay) -> Stay:
        """Note where a child lives, with the decisions that the place needs."""
        self.stays[stay.life].append(stay)
        if not stay.temporary:
            self.now[stay.life] = stay
        if stay.home is not None:
            if stay.bedroom is None:
                beds = stay.home.beds_for([stay.life], stay.starts)
                stay.bedroom = beds[0] if beds else None
            stay.home.stays.append(stay)
        stay.decisions += decisions_for(stay)
        return stay

    def _with_our_carers(self, chance: Chance, unit: Unit, day: date) -> None:
        kind = _kind(chance, self, unit, day)
        home = self._home_for(chance, unit, day, kind)
        if home is not None:
            for life in unit:
                self.settle(foster_stay(chance, life, day, home, kind))
        elif len(unit) > 1:
            for life in unit:
                self._with_our_carers(chance, [life], day)
        else:
            self._with_agency(chance, unit, day)

    def _home_for(self, chance: Chance, unit: Unit, day: date, kind: Kind) -> PlannedHome | None:
        soon = day + timedelta(days=120)
        fitting = [
            home
            for home in self.homes
            if home.whose is Whose.OURS
            and (home.leaving_on is None or home.leaving_on > soon)
            and not any(stay.life in unit for stay in home.stays)
            and home.fits(unit, day, kind)
        ]
        if not fitting:
            return None
        near = unit[0].brood.home
        weights = [1.0 if near is None else _nearness(home.point, near) for home in fitting]
        return chance.choices(fitting, weights)[0]

    def _with_kin(self, chance: Chance, unit: Unit, day: date) -> None:
        point = self.point_for(chance, unit[0], Where.KIN)
        home = carers.kin_home(chance, self.ground, unit, day, point)
        self.homes.append(home)
        for life in unit:
            self.settle(foster_stay(chance, life, day, home, _kind(chance, self, unit, day)))

    def _with_agency(self, chance: Chance, unit: Unit, day: date) -> None:
        kind = _kind(chance, self, unit, day)
        inside = self._goes_inside(Where.AGENCY)
        if chance.once_in(0.5):
            known = [
                home
                for home in self.homes
                if home.whose is Whose.AGENCY
                and is_inside(home.point) is inside
                and home.fits(unit, day, kind)
            ]
            if known:
                home = chance.choice(known)
                for life in unit:
                    self.settle(foster_stay(chance, life, day, home, kind))
                return
        point = self.point_for(chance, unit[0], Where.AGENCY)
        agency = chance.choice(carers.AGENCIES[:-1])
        charity = sum(stay.provider is PlaceProvider.PR5 for stay in self.open_stays())
        for life in unit:
            stay = foster_stay(chance, life, day, None, kind)
            stay.point, stay.urn = point, agency[1]
            if charity < 3 and len(unit) == 1:
                stay.urn, stay.provider = carers.CHARITY[1], PlaceProvider.PR5
            self.settle(stay)

    # ----------------------------------------------------------------------- inside, outside, near

    def _goes_inside(self, where: Where) -> bool:
        """Whether the next placement of a kind is inside the county, to keep the proportion."""
        there = [
            is_inside(stay.where)
            for stay in self.open_stays()
            if stay.where is not None and where_of(stay) is where
        ]
        return sum(there) <= goals.INSIDE[where] * len(there)

    def _goes_near(self) -> bool:
        """Whether the next one outside is near home, to keep the proportion."""
        near = [
            miles(stay.where, stay.life.brood.home) <= NEAR
            for stay in self.open_stays()
            if stay.where and stay.life.brood.home and not is_inside(stay.where)
        ]
        return sum(near) < goals.NEAR_OUTSIDE * len(near)

    def sites_for(self, life: Life, where: Where, kind: SettingKind) -> list[Site]:
        """Settings on the side of the border, and as far, as the next placement is to be."""
        all_of_them = [site for site in self.sites if site.kind is kind and not site.of_the_story]
        inside, home = self._goes_inside(where), life.brood.home
        right_side = [site for site in all_of_them if is_inside(site.point) is inside]
        if inside or home is None:
            return right_side or all_of_them
        near = self._goes_near()
        right_distance = [site for site in right_side if (miles(site.point, home) <= NEAR) is near]
        return right_distance or right_side or all_of_them

    def point_for(self, chance: Chance, life: Life, where: Where) -> Point:
        home = life.brood.home
        if self._goes_inside(where):
            tries = [self.ground.at_home(chance) for _ in range(3)]
            return tries[0] if home is None else min(tries, key=lambda each: miles(each, home))
        near = self._goes_near()
        among = self.ground.next_door if near or chance.once_in(0.8) else self.ground.outside
        return self.ground.abroad(
            chance, lambda point: home is None or (miles(point, home) <= NEAR) == near, among
        )


def where_of(stay: Stay) -> Where:
    """In what kind of place a stay is."""
    return _WHERE[stay.place] if stay.place in _WHERE else _fostered_where(stay)


_WHERE = {
    Place.K1: Where.CHILDRENS_HOME,
    Place.K2: Where.CHILDRENS_HOME,
    Place.K3: Where.SUPPORTED,
    Place.H5: Where.SUPPORTED,
    Place.P2: Where.SUPPORTED,
    Place.P1: Where.PARENTS,
    **dict.fromkeys((Place.A3, Place.A4, Place.A5, Place.A6), Where.ADOPTION),
    **dict.fromkeys(
        (Place.R1, Place.R2, Place.R3, Place.R5, Place.S1, Place.P3), Where.RESIDENTIAL
    ),
    **dict.fromkeys((Place.Z1, Place.Z11, Place.Z12, Place.Z13, Place.Z14), Where.OTHER),
}


def _fostered_where(stay: Stay) -> Where:
    if stay.place in (Place.U1, Place.U2, Place.U3):
        return Where.KIN
    return Where.OURS if stay.provider is PlaceProvider.PR1 else Where.AGENCY


def _nearness(point: Point, home: Point) -> float:
    return 1 / (2 + miles(point, home)) ** 2


def _kind(chance: Chance, county: County, unit: Unit, day: date) -> Kind:
    settled = min(life.starts for life in unit) < day - years(0.8)
    old = max(life.age(day) for life in unit) < 16
    return Kind.LONG_TERM if settled and old and chance.once_in(0.55) else Kind.SHORT_TERM


def foster_stay(
    chance: Chance, life: Life, day: date, home: PlannedHome | None, kind: Kind
) -> Stay:
    """A child fostered: in a home that we know or, with none, an agency's that we do not."""
    kin = home is not None and home.whose is Whose.KIN
    long = kind is Kind.LONG_TERM
    codes = (Place.U1, Place.U3) if kin else (Place.U4, Place.U6)
    place = codes[0] if long else codes[1]
    if life.fate is Fate.ADOPTED and life.age(day) < 2 and chance.once_in(0.25):
        place = Place.U2 if kin else Place.U5
    ours = home is not None and home.whose in (Whose.OURS, Whose.KIN)
    awaiting = kin and home is not None and home.temporary_from is not None
    return Stay(
        life,
        day,
        place,
        PlaceProvider.PR1 if ours else PlaceProvider.PR4,
        Basis.CONNECTED if awaiting else Basis.FOSTER,
        kind,
        home=home,
        urn=carers.OUR_URN if ours else _urn_of(home),
    )


def _urn_of(home: PlannedHome | None) -> str | None:
    if home is None:
        return None
    return next((urn for name, urn in carers.AGENCIES if name == home.service), None)


def settings_stay(county: County, chance: Chance, life: Life, where: Where, day: date) -> Stay:
    """A child in a setting, with parents, with adopters, or elsewhere."""
    if where is Where.PARENTS:
        return Stay(life, day, Place.P1, PlaceProvider.PR0, Basis.PARENT, point=life.brood.home)
    if where is Where.ADOPTION:
        order = life.status_on(day) is Ls.E1
        place = chance.choice([Place.A5, Place.A6, Place.A6] if order else [Place.A3, Place.A4])
        point = county.point_for(chance, life, where)
        return Stay(life, day, place, PlaceProvider.PR1, Basis.ADOPTION, point=point)
    if where is Where.CHILDRENS_HOME:
        kind, place, basis = SettingKind.CHILDRENS_HOME, Place.K2, Basis.REGISTERED_HOME
        if life.age(day) > 13 and chance.once_in(0.04):
            kind, place = SettingKind.SECURE_HOME, Place.K1
        return _in_site(county, chance, life, where, day, kind, place, basis)
    if where is Where.SUPPORTED:
        return _supported(county, chance, life, day)
    if where is Where.RESIDENTIAL:
        return _residential(county, chance, life, day)
    return _elsewhere(county, chance, life, day)


def _in_site(
    county: County,
    chance: Chance,
    life: Life,
    where: Where,
    day: date,
    kind: SettingKind,
    place: Place,
    basis: Basis,
) -> Stay:
    site = chance.choice(county.sites_for(life, where, kind))
    provider = PlaceProvider.PR5 if site.voluntary else PlaceProvider.PR4
    number = _number_of(site)
    return Stay(life, day, place, provider, basis, site=site, urn=number)


def _number_of(site: Site) -> str | None:
    """The number that the return asks for: a regulator's of England."""
    number = site.registered[1] if site.registered else ""
    return number if number.startswith("SC") else None


def _supported(county: County, chance: Chance, life: Life, day: date) -> Stay:
    kind, where = SettingKind.SUPPORTED_ACCOMMODATION, Where.SUPPORTED
    if day >= sites.SUPPORTED_REGISTERED:
        return _in_site(county, chance, life, where, day, kind, Place.K3, Basis.OTHER)
    if chance.once_in(0.8):
        stay = _in_site(county, chance, life, where, day, kind, Place.H5, Basis.OTHER)
        stay.urn = None
        return stay
    point = county.point_for(chance, life, where)
    return Stay(life, day, Place.P2, PlaceProvider.PR4, Basis.OTHER, point=point)


def _residential(county: County, chance: Chance, life: Life, day: date) -> Stay:
    age = life.age(day)
    if age < 2:
        kind, place = SettingKind.RESIDENTIAL_FAMILY_CENTRE, Place.R3
    elif age > 15.5 and day.year < 2024 and chance.once_in(0.5):
        if chance.once_in(0.5):
            point = county.point_for(chance, life, Where.RESIDENTIAL)
            return Stay(life, day, Place.P3, PlaceProvider.PR4, Basis.OTHER, point=point)
        kind, place = SettingKind.CUSTODY, Place.R5
    elif age > 9 and day.year not in (2024, 2025) and chance.once_in(0.7):
        kind, place = SettingKind.RESIDENTIAL_SCHOOL, Place.S1
    elif chance.once_in(0.3):
        kind, place = SettingKind.HOSPITAL, Place.R2
    else:
        kind, place = SettingKind.CARE_HOME, Place.R1
    stay = _in_site(county, chance, life, Where.RESIDENTIAL, day, kind, place, Basis.OTHER)
    if kind is SettingKind.HOSPITAL:
        stay.provider = PlaceProvider.PR3
    return stay


def _elsewhere(county: County, chance: Chance, life: Life, day: date) -> Stay:
    """Somewhere that the return lists one by one: from April 2025 under four new codes."""
    place = Place.Z1
    if day >= date(2025, 4, 1):
        place = chance.choice([Place.Z11, Place.Z12, Place.Z13, Place.Z14])
    point = county.point_for(chance, life, Where.OTHER)
    return Stay(life, day, place, None, Basis.OTHER, point=point)


def decisions_for(stay: Stay) -> list[tuple[ApprovalNeeded, date]]:
    """Whom the law asks before this placement, all asked in time."""
    if stay.place is Place.P1:
        return [(ApprovalNeeded.WITH_PARENT, stay.starts)]
    if stay.where is None or is_inside(stay.where) or stay.place in _NOT_ASKED:
        return []
    if stay.home is not None and stay.home.whose in (Whose.OURS, Whose.KIN):
        return []
    if stay.where.authority_code in (adjoining(HEREFORDSHIRE) or ()):
        return [(ApprovalNeeded.OUT_OF_AREA, stay.starts)]
    return [(ApprovalNeeded.AT_A_DISTANCE, stay.starts)]


_NOT_ASKED = {
    *(Place.A3, Place.A4, Place.A5, Place.A6),
    *(Place.R2, Place.R5),
    *(Place.T0, Place.T1, Place.T2, Place.T3, Place.T4),
}
