"""Children and households by whom each warning can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.children.codes import Ls, Place, PlaceProvider
from app.children.kinds import ApprovalNeeded, AwayKind, Basis, Regulator, SettingKind
from app.demo import carers, names, sites
from app.demo.chance import birthday
from app.demo.circumstances import Absence, Exempted, Extended, Needs, Referred
from app.demo.ground import is_inside
from app.demo.homes import Line, PlannedHome, Site, Stay, Whose
from app.demo.lives import Life
from app.demo.story.telling import Telling
from app.register.models import ApprovalEnd
from sufficiency.types import Fact, Kind, Sex

NEWPORT = "W06000022"


class Warnings(Telling):
    """What ran out, is not registered, passes a limit, or was never decided."""

    # ----------------------------------------------------------------------- connected people

    def tell_of_warnings(self) -> None:
        """Every warning, one by one."""
        self._connected_people()
        self._our_carers()
        self._limits()
        self._settings()
        self._with_parents_and_far_away()
        self._away_and_of_age()
        self._other_councils_children()
        self._notice_running()
        self._short_breaks()

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
        near = self.next_door()
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
            stay.point, stay.urn = point, carers.AGENCIES[1][1]
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
        again.point, again.urn = inside(self.chance), carers.AGENCIES[2][1]
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
        last.point, last.urn = inside(self.chance), carers.AGENCIES[3][1]
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

    def _notice_running(self) -> None:
        """Carers whose written notice came ten days ago: approval ends by law on the 28th day."""
        point = self.county.ground.at_home(self.chance)
        home = self.home("Goode", ["Val", "Ken"], point, self.ago(550), [Line(2, 0, 17)])
        home.ends, home.how = self.today + timedelta(days=18), ApprovalEnd.RESIGNED

    def _short_breaks(self) -> None:
        """A child on an agreed series of short breaks, who is staying just now."""
        point = self.county.ground.at_home(self.chance)
        line = Line(1, kinds=(Kind.SHORT_BREAK,))
        home = self.home("Parry", ["Alison"], point, self.ago(540), [line])
        zoe = self.child("Zoe", "Beddoe", Sex.FEMALE, 9.8, self.ago(320), statuses=((Ls.V4, 0),))
        zoe.need = "N2"
        for days, back in ((320, 318), (190, 188), (80, 78)):
            self.lives_with(zoe, home, self.ago(days), kind=Kind.SHORT_BREAK)
            self.county.end(zoe, self.ago(back), None)
        stay = self.lives_with(zoe, home, self.ago(1), kind=Kind.SHORT_BREAK)
        stay.expected_end = self.today + timedelta(days=2)
