"""The story: two brothers who need a home tonight, the homes they might go to, and every warning.

Leo Garnett is seven and Mason is four. They came to be looked after today, their family lives in
Leominster and so does Leo's school. Nothing has been found for them yet: they come first among the
children to choose when a referral is opened. Around Leominster are homes that could lawfully take
both, homes that miss it by little, and some that could never.

Beside them stand the children and households by whom each warning can be seen: approvals that ran
out, places that are not registered, terms and limits passed, decisions that nobody made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.children.codes import Ls, Place, PlaceProvider
from app.children.kinds import ApprovalNeeded, AwayKind, Basis, Regulator, SettingKind
from app.demo import homes, names, sites
from app.demo.chance import Chance, birthday, years
from app.demo.circumstances import Absence, Circumstances, Exempted, Extended, Needs, Referred
from app.demo.county import County
from app.demo.ground import Point, is_inside, miles
from app.demo.homes import Line, PlannedHome, Site, Someone, Stay, TermsFrom, Whose
from app.demo.lives import Brood, Life
from app.people.models import ConsiderationKind, MemberRole, PetKind
from app.register.models import ApprovalEnd, HoldReason
from sufficiency.types import Fact, Kind, Sex

BROTHERS = ("Leo", "Mason")

SCHOOL = "Leominster Riverside Primary (demonstration)"
LEOMINSTER = "HR6 8"
"""The postcode sector of the town."""

A_FAMILY = {
    Fact.DRIVES: True,
    Fact.ENCLOSED_GARDEN: True,
    Fact.EXPERIENCE_SIBLINGS: True,
    Fact.DOG: False,
}


FIRST_NEWCOMERS, NEWCOMERS_BY = date(2025, 4, 3), date(2025, 6, 20)
"""Carers of the story who have fostered for some time were approved between these days, after the
last published figures, which so do not count them."""


class Story:
    """Adds the story to the county, as it stands today."""

    def __init__(self, county: County, around: Circumstances, today: date) -> None:
        self.county = county
        self.around = around
        self.today = today
        self.chance = Chance.of(county.seed, "story")
        town = [point for point in county.ground.all if point.postcode.startswith(LEOMINSTER)]
        self.family_home = town[len(town) // 3]
        self.school = min(town, key=lambda point: abs(miles(point, self.family_home) - 0.6))

    def tell(self) -> None:
        """All of it."""
        self._brothers()
        self._homes_that_could()
        self._homes_that_miss()
        self._connected_people()
        self._our_carers()
        self._limits()
        self._settings()
        self._with_parents_and_far_away()
        self._away_and_of_age()
        self._other_councils_children()

    # ------------------------------------------------------------------------------ how to add

    def ago(self, days: int) -> date:
        """So many days ago, but after the last day of which figures are published."""
        return max(self.today - timedelta(days=days), FIRST_NEWCOMERS)

    def around_town(self, least: float, most: float) -> Point:
        """Somewhere in the county so many miles from the brothers' home."""
        there = [
            point
            for points in self.county.ground.by_town.values()
            for point in points
            if least <= miles(point, self.family_home) <= most
        ]
        return self.chance.choice(there)

    def child(
        self,
        given: str,
        family: str,
        sex: Sex,
        age: float,
        since: date,
        *,
        brood: Brood | None = None,
        statuses: Sequence[tuple[Ls, int]] = ((Ls.V2, 0), (Ls.C1, 40), (Ls.C2, 200)),
    ) -> Life:
        """A child of the story. Statuses: each with how many days after coming it began."""
        if brood is None:
            brood = Brood(family, self.county.ground.at_home(self.chance))
        born = self.today - years(age)
        life = Life(since, brood, born=born, sex=sex, given=given, family=family)
        life.statuses = [(status, since + timedelta(days=days)) for status, days in statuses]
        life.of_the_story = True
        brood.lives.append(life)
        self.county.lives.append(life)
        return life

    def pair(
        self, family: str, one: tuple[str, Sex, float], other: tuple[str, Sex, float], since: date
    ) -> list[Life]:
        """Two brothers or sisters who came together."""
        brood = Brood(family, self.county.ground.at_home(self.chance))
        return [
            self.child(who[0], family, who[1], who[2], since, brood=brood) for who in (one, other)
        ]

    def home(
        self,
        family: str,
        given: Sequence[str],
        point: Point,
        approved: date,
        lines: Sequence[Line],
        *,
        overall: int | None = None,
        bedrooms: Sequence[int] | None = None,
        facts: dict[Fact, bool] | None = None,
        whose: Whose = Whose.OURS,
    ) -> PlannedHome:
        """A home of the story: nobody else is placed there."""
        if whose is Whose.OURS and approved < NEWCOMERS_BY:
            approved = self.chance.day(FIRST_NEWCOMERS, NEWCOMERS_BY)
        people = [
            Someone(
                name,
                family,
                approved - years(self.chance.uniform(34, 58)),
                Sex.MALE if name in names.MEN else Sex.FEMALE,
                MemberRole.CARER,
            )
            for name in given
        ]
        overall = overall or sum(line.up_to for line in lines)
        home = PlannedHome(
            whose=whose,
            name=homes.household_name(people),
            line=names.address(self.chance),
            point=point,
            people=people,
            approved=approved,
            terms=[TermsFrom(approved, overall, tuple(lines))] if lines else [],
            bedrooms=list(bedrooms or [1] * max(1, overall)),
            facts=dict(facts or A_FAMILY) | {Fact.TWO_CARERS: len(people) > 1},
            fee=480,
        )
        home.reserved = 99
        self.county.homes.append(home)
        return home

    def lives_with(
        self,
        life: Life,
        home: PlannedHome,
        since: date,
        *,
        place: Place = Place.U6,
        basis: Basis = Basis.FOSTER,
        kind: Kind = Kind.SHORT_TERM,
    ) -> Stay:
        """The child lives in a home from a day."""
        ours = home.whose in (Whose.OURS, Whose.KIN)
        provider = PlaceProvider.PR1 if ours else PlaceProvider.PR4
        stay = Stay(life, since, place, provider, basis, kind, home=home)
        stay.urn = homes.OUR_URN if ours else None
        return self.county.settle(stay)

    def was_with_agency(self, life: Life, until: date) -> None:
        """Before, the child lived with an agency's carers."""
        stay = Stay(life, life.starts, Place.U6, PlaceProvider.PR4, Basis.FOSTER, Kind.SHORT_TERM)
        stay.point, stay.urn = self.county.ground.at_home(self.chance), homes.AGENCIES[0][1]
        self.county.settle(stay)
        self.county.end(life, until, None)

    def briefly_elsewhere(self, life: Life, place: Place, since: date, until: date) -> None:
        """A few days somewhere that the return lists one by one, between two placements."""
        stay = Stay(life, since, place, None, Basis.OTHER)
        stay.point = self.county.ground.at_home(self.chance)
        self.county.settle(stay)
        self.county.end(life, until, None)

    # ----------------------------------------------------------------------------- the brothers

    def _brothers(self) -> None:
        brood = Brood(
            "Garnett", self.family_home, why="Never apart; Mason will not settle without Leo."
        )
        section_20 = ((Ls.V2, 0),)
        elder, younger = BROTHERS
        leo = self.child(
            elder, "Garnett", Sex.MALE, 7.4, self.today, brood=brood, statuses=section_20
        )
        mason = self.child(
            younger, "Garnett", Sex.MALE, 4.6, self.today, brood=brood, statuses=section_20
        )
        for life in (leo, mason):
            life.school, life.school_point = SCHOOL, self.school
        bedtime = "Sleeps badly; it helps when somebody is at home."
        self.around.needs += [
            Needs(leo, Fact.EXPERIENCE_SIBLINGS, None, "Is looked up to by Mason.", self.today),
            Needs(mason, Fact.AT_HOME_IN_THE_DAY, None, bedtime, self.today),
        ]

    def _homes_that_could(self) -> None:
        """Homes that could lawfully take both tonight."""
        both = [Line(2, 0, 12)]
        three = [Line(3, 0, 17)]
        home = self.home(
            "Preece", ["Ruth", "Alan"], self.around_town(0.2, 1.2), self.ago(900), both
        )
        home.facts |= {Fact.AT_HOME_IN_THE_DAY: True, Fact.CAT: False, Fact.SMOKER: False}
        dogs = self.home("Tudge", ["Helen", "Mark"], self.around_town(1, 3), self.ago(1600), three)
        dogs.pets = [(PetKind.DOG, "Labrador")]
        del dogs.facts[Fact.DOG]
        there = self.child("Isla", "Rowberry", Sex.FEMALE, 9.2, self.ago(420))
        self.lives_with(there, dogs, self.ago(420))
        self.home(
            "Yapp",
            ["Carol"],
            self.around_town(0.3, 1.5),
            self.ago(700),
            [Line(2, 3, 11)],
            bedrooms=[2],
        )
        cats = self.home(
            "Beavan", ["Janet", "Steve"], self.around_town(3, 7), self.ago(2100), three
        )
        cats.pets = [(PetKind.CAT, "Two cats")]
        self.home(
            "Wilding",
            ["Fiona"],
            self.around_town(11, 14),
            self.ago(1250),
            [Line(1, 0, 4), Line(1, 5, 12)],
        )
        agency = self.home(
            "Bufton",
            ["Rachel", "Gareth"],
            self.around_town(14, 20),
            self.ago(1500),
            three,
            whose=Whose.AGENCY,
        )
        agency.service, agency.fee = homes.AGENCIES[0][0], 985
        other = self.home(
            "Maddox",
            ["Wendy", "Clive"],
            self._next_door(),
            self.ago(2500),
            three,
            whose=Whose.OTHER_COUNCIL,
        )
        other.service, other.fee = homes.COUNCIL_NEXT_DOOR, None

    def _next_door(self) -> Point:
        ground = self.county.ground
        return ground.abroad(
            self.chance,
            lambda point: (
                point.authority_code == homes.SHROPSHIRE and miles(point, self.family_home) < 16
            ),
            ground.next_door,
        )

    def _homes_that_miss(self) -> None:
        """Homes that a small, lawful change would open, and some that nothing would."""
        self.home(
            "Oakley", ["Sue", "Colin"], self.around_town(0.5, 2), self.ago(800), [Line(2, 5, 11)]
        )
        full = self.home(
            "Hancox",
            ["Lynn", "Geoff"],
            self.around_town(0.5, 3),
            self.ago(2300),
            [Line(4, 0, 17)],
        )
        for given, family, sex, age in (
            ("Ellis", "Skyrme", Sex.MALE, 8.1),
            ("Nancy", "Tandy", Sex.FEMALE, 6.3),
        ):
            self.lives_with(self.child(given, family, sex, age, self.ago(300)), full, self.ago(300))
        self.home("Dawes", ["Pauline"], self.around_town(1, 4), self.ago(600), [Line(1, 0, 17)])
        new = self.home(
            "Vale", ["Nicola", "Tim"], self.around_town(1, 5), self.ago(9), [Line(2, 0, 10)]
        )
        new.agreement, new.nobody_yet = False, True
        held = self.home(
            "Chadd", ["Maureen", "Ivor"], self.around_town(1, 4), self.ago(1900), [Line(2, 0, 12)]
        )
        held.holds.append((HoldReason.BEREAVEMENT, self.ago(12), None, "Her mother has died."))
        alone = self.home(
            "Tipton", ["Bridget"], self.around_town(2, 5), self.ago(1100), [Line(2, 0, 17)]
        )
        grandson = Someone(
            "Toby", "Tipton", self.today - years(10), Sex.MALE, MemberRole.CHILD_OF_FAMILY
        )
        alone.people.append(grandson)
        alone.own_rooms = 1
        alone.considerations = [
            (
                ConsiderationKind.NO_CHILD_UNDER,
                8,
                "Her grandson is frail, and small children tire him.",
            )
        ]

    # ----------------------------------------------------------------------- connected people

    def _connected(
        self, family: str, given: Sequence[str], life: Life, since: date, temporary: date | None
    ) -> PlannedHome:
        """Kin whose full approval is still to come."""
        point = self.county.ground.at_home(self.chance)
        approved = self.today + timedelta(days=400)
        home = self.home(family, given, point, approved, [Line(1, life=life)], whose=Whose.KIN)
        if temporary is not None:
            home.temporary_from, home.temporary_for = temporary, [life]
        else:
            home.temporary_from = since
        self.lives_with(life, home, since, place=Place.U3, basis=Basis.CONNECTED)
        return home

    def _connected_people(self) -> None:
        """Temporary approval: in time, extended, run out, and never given."""
        evie = self.child("Evie", "Bowkett", Sex.FEMALE, 5.2, self.ago(40))
        self._connected("Bowkett", ["Margaret"], evie, self.ago(40), self.ago(40))
        josh = self.child("Josh", "Gwilliam", Sex.MALE, 9.6, self.ago(131))
        home = self._connected("Prosser", ["Janice", "Ray"], josh, self.ago(131), self.ago(131))
        last_day = self.ago(131) + timedelta(days=167)
        self.around.extensions.append(Extended(home, josh, self.ago(25), last_day))
        tilly = self.child("Tilly", "Eckley", Sex.FEMALE, 3.4, self.ago(134))
        self._connected("Eckley", ["Deborah"], tilly, self.ago(134), self.ago(134))
        kai = self.child("Kai", "Seaborne", Sex.MALE, 11.1, self.ago(90))
        self.was_with_agency(kai, self.ago(2))
        self._connected("Helme", ["Vicky"], kai, self.ago(2), None)

    # ------------------------------------------------------------------------------ our carers

    def _our_carers(self) -> None:
        """Approval ended, terms passed or not recorded, no agreement."""
        town = self.county.ground.at_home
        gone = self.home(
            "Marston", ["Gillian", "Roy"], town(self.chance), self.ago(2600), [Line(2, 0, 17)]
        )
        gone.ends, gone.how = self.ago(12), ApprovalEnd.RESIGNED
        amber = self.child("Amber", "Wooding", Sex.FEMALE, 12.4, self.ago(500))
        self.lives_with(amber, gone, self.ago(400))
        self._before(amber, self.ago(400))
        small = self.home("Higgs", ["Sally"], town(self.chance), self.ago(1300), [Line(2, 0, 10)])
        reece = self.child("Reece", "Downes", Sex.MALE, 13.3, self.ago(200))
        self.was_with_agency(reece, self.ago(1))
        self.lives_with(reece, small, self.ago(1), basis=Basis.EMERGENCY)
        small = self.home("Hobbs", ["Linda"], town(self.chance), self.ago(1700), [Line(1, 0, 4)])
        ava = self.child("Ava", "Tranter", Sex.FEMALE, 6.8, self.ago(260))
        self.was_with_agency(ava, self.ago(24))
        self.lives_with(ava, small, self.ago(24), basis=Basis.EMERGENCY)
        bare = self.home("Rudge", ["Jackie", "Len"], town(self.chance), self.ago(3100), [])
        dylan = self.child("Dylan", "Bateman", Sex.MALE, 10.7, self.ago(480))
        self.lives_with(dylan, bare, self.ago(480))
        unsigned = self.home(
            "Verdin", ["Teresa"], town(self.chance), self.ago(150), [Line(2, 0, 17)]
        )
        unsigned.agreement = False
        lottie = self.child("Lottie", "Husbands", Sex.FEMALE, 8.9, self.ago(60))
        self.lives_with(lottie, unsigned, self.ago(60))

    def _before(self, life: Life, until: date) -> None:
        """Put a placement with an agency's carers before the one that is there."""
        later = self.county.now.pop(life)
        self.county.stays[life].remove(later)
        self.was_with_agency(life, until)
        self.county.stays[life].append(later)
        self.county.now[life] = later

    def _limits(self) -> None:
        """Four children in one home: with an exemption, and without."""
        for exempt, family, given, days in (
            (True, "Whittall", ["Anthea", "Norman"], 290),
            (False, "Hatton", ["Lesley", "Derek"], 75),
        ):
            point = self.county.ground.at_home(self.chance)
            home = self.home(family, given, point, self.ago(2900), [Line(4, 0, 17)])
            first, second = (
                (("Arlo", Sex.MALE, 4.9), ("Esme", Sex.FEMALE, 7.7)),
                (("Bonnie", Sex.FEMALE, 9.1), ("Otis", Sex.MALE, 11.8)),
            )
            one = self.pair("Pugh" if exempt else "Farr", *first, self.ago(days + 200))
            two = self.pair("Dyke" if exempt else "Snell", *second, self.ago(days))
            for life in one:
                self.lives_with(life, home, self.ago(days + 200))
            for life in two:
                self.lives_with(life, home, self.ago(days))
            if exempt:
                why = "For these four only; to be looked at again every six months."
                self.around.exemptions.append(Exempted(home, [*one, *two], self.ago(days), why))

    # -------------------------------------------------------------------------------- settings

    def _site(
        self, name: str, kind: SettingKind, registered: tuple[Regulator, str, date] | None = None
    ) -> Site:
        point = self.county.ground.at_home(self.chance)
        site = Site(f"{name} (demonstration)", kind, point, sites.COMPANIES[1], of_the_story=True)
        if registered is not None:
            site.registered = registered
        self.county.sites.append(site)
        return site

    def _settings(self) -> None:
        """Not registered, not allowed at this age, and not proven."""
        company = self._site("Rented house, Bobblestock", SettingKind.CHILDRENS_HOME)
        callum = self.child("Callum", "Tombs", Sex.MALE, 14.6, self.ago(430))
        self.was_with_agency(callum, self.ago(17))
        stay = self._stays_in(callum, company, Place.Z12, self.ago(17))
        stay.decisions = [(ApprovalNeeded.UNREGISTERED, self.ago(17))]
        self.around.needs.append(
            Needs(callum, Fact.EXPERIENCE_MISSING, None, "Has gone missing often.", self.ago(17))
        )
        self.around.referrals.append(
            Referred([callum], self.ago(17), self.ago(17), Kind.SHORT_TERM, None)
        )
        lodging = self._site("Lodgings over a shop", SettingKind.SUPPORTED_ACCOMMODATION)
        megan = self.child("Megan", "Wager", Sex.FEMALE, 17.2, self.ago(550))
        self.was_with_agency(megan, self.ago(37))
        self.briefly_elsewhere(megan, Place.Z14, self.ago(37), self.ago(33))
        self._stays_in(megan, lodging, Place.K3, self.ago(33))
        rooms = sites.of_kind(self.county.sites, SettingKind.SUPPORTED_ACCOMMODATION)[0]
        tyler = self.child("Tyler", "Mound", Sex.MALE, 15.3, self.ago(350))
        self.was_with_agency(tyler, self.ago(13))
        self.briefly_elsewhere(tyler, Place.Z11, self.ago(13), self.ago(8))
        self._stays_in(tyler, rooms, Place.K3, self.ago(8))
        robyn = self.child("Robyn", "Addis", Sex.FEMALE, 10.2, self.ago(210))
        unproven = Stay(
            robyn, self.ago(210), Place.U6, PlaceProvider.PR4, Basis.FOSTER, Kind.SHORT_TERM
        )
        unproven.point = self.county.ground.at_home(self.chance)
        self.county.settle(unproven)

        remanded = ((Ls.V2, 0), (Ls.J1, 90))
        ethan = self.child("Ethan", "Wall", Sex.MALE, 16.8, self.ago(115), statuses=remanded)
        self.was_with_agency(ethan, self.ago(25))
        custody = sites.of_kind(self.county.sites, SettingKind.CUSTODY)[0]
        self._stays_in(ethan, custody, Place.R5, self.ago(25))

    def _stays_in(self, life: Life, site: Site, place: Place, since: date) -> Stay:
        provider = None if place.startswith("Z") else PlaceProvider.PR4
        return self.county.settle(Stay(life, since, place, provider, Basis.OTHER, site=site))

    def _with_parents_and_far_away(self) -> None:
        """Decisions that nobody made."""
        harvey = self.child("Harvey", "Rowe", Sex.MALE, 6.1, self.ago(520))
        self.was_with_agency(harvey, self.ago(21))
        home = Stay(harvey, self.ago(21), Place.P1, PlaceProvider.PR0, Basis.PARENT)
        home.point = harvey.brood.home
        self.county.settle(home).decisions.clear()
        near = self._next_door()
        far = self.county.ground.abroad(
            self.chance,
            lambda point: point.authority_code == NEWPORT,
            self.county.ground.outside,
        )
        for given, family, sex, age, point in (
            ("Summer", "Amos", Sex.FEMALE, 14.1, near),
            ("Jayden", "Cross", Sex.MALE, 13.7, far),
        ):
            life = self.child(given, family, sex, age, self.ago(280))
            stay = Stay(
                life, self.ago(280), Place.U6, PlaceProvider.PR4, Basis.FOSTER, Kind.SHORT_TERM
            )
            stay.point, stay.urn = point, homes.AGENCIES[1][1]
            self.county.settle(stay).decisions.clear()

    def _away_and_of_age(self) -> None:
        """In hospital, with other carers too long, missing, and just eighteen."""
        hospital = sites.of_kind(self.county.sites, SettingKind.HOSPITAL)[0]
        inside = self.county.ground.at_home
        for given, family, sex, age, place, days in (
            ("Poppy", "Tucker", Sex.FEMALE, 2.3, Place.T1, 3),
            ("Frankie", "Noble", Sex.MALE, 8.4, Place.T3, 31),
        ):
            home = self.home(
                names.family(self.chance),
                [names.grown(self.chance, Sex.FEMALE)],
                inside(self.chance),
                self.ago(1400),
                [Line(1, 0, 17)],
            )
            life = self.child(given, family, sex, age, self.ago(330))
            self.lives_with(life, home, self.ago(330))
            stay = Stay(life, self.ago(days), place, None, Basis.NOT_RECORDED, temporary=True)
            if place is Place.T1:
                stay.site = hospital
            else:
                stay.point = inside(self.chance)
            self.county.stays[life].append(stay)
        jess = self.child("Jess", "Lambert", Sex.FEMALE, 15.1, self.ago(560))
        self.was_with_agency(jess, self.ago(156))
        self.briefly_elsewhere(jess, Place.Z13, self.ago(156), self.ago(150))
        again = Stay(
            jess, self.ago(150), Place.U6, PlaceProvider.PR4, Basis.FOSTER, Kind.SHORT_TERM
        )
        again.point, again.urn = inside(self.chance), homes.AGENCIES[2][1]
        self.county.settle(again)
        self.around.absences.append(Absence(jess, AwayKind.MISSING, self.ago(1), None))
        ollie = self.child("Ollie", "Prosser", Sex.MALE, 17.9, self.ago(590))
        ollie.born = birthday(self.ago(4), 0).replace(
            year=self.ago(4).year - 18, day=min(self.ago(4).day, 28)
        )
        self.was_with_agency(ollie, self.ago(500))
        last = Stay(
            ollie, self.ago(500), Place.U6, PlaceProvider.PR4, Basis.FOSTER, Kind.SHORT_TERM
        )
        last.point, last.urn = inside(self.chance), homes.AGENCIES[3][1]
        self.county.settle(last)

    def _other_councils_children(self) -> None:
        """Children of other authorities who live here with an agency's carers."""
        free = [
            home
            for home in self.county.homes
            if home.whose is Whose.AGENCY and is_inside(home.point) and not home.reserved
        ]
        for given, family, sex, age, authority in (
            ("Zac", "Steele", Sex.MALE, 12.8, "E10000034"),
            ("Layla", "Quinn", Sex.FEMALE, 7.3, "E10000034"),
            ("Nathan", "Burton", Sex.MALE, 14.9, "E08000025"),
        ):
            life = self.child(given, family, sex, age, self.ago(190), statuses=())
            life.authority, life.brood.home = authority, None
            fitting = [home for home in free if home.fits([life], life.starts, Kind.SHORT_TERM)]
            if fitting:
                self.lives_with(life, self.chance.choice(fitting), life.starts)


NEWPORT = "W06000022"
