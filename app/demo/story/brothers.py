"""The two brothers, the homes that could take both, and those that miss it by little."""

from __future__ import annotations

from app.children.codes import Ls
from app.demo import carers
from app.demo.chance import years
from app.demo.circumstances import Considered, Needs
from app.demo.homes import Line, Someone, Whose
from app.demo.lives import Brood
from app.demo.story.telling import Telling
from app.people.models import ConsiderationKind, MemberRole, PetKind
from app.register.models import HoldReason
from sufficiency.types import Fact, Sex

BROTHERS = ("Leo", "Mason")

SCHOOL = "Leominster Riverside Primary (demonstration)"


class Brothers(Telling):
    """Who needs a home tonight, and where there might be one."""

    def tell_of_brothers(self) -> None:
        """The brothers, the homes that could take them, and the homes that miss."""
        self._brothers()
        self._homes_that_could()
        self._homes_that_miss()

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
        agency.service, agency.fee = carers.AGENCIES[0][0], 985
        for family, given, lines in (
            ("Maddox", ["Wendy", "Clive"], three),
            ("Onslow", ["Heather"], [Line(1, 8, 17)]),
            ("Corfield", ["Barbara", "Duncan"], [Line(2, 0, 8)]),
        ):
            day, point = self.ago(500), self.next_door()
            other = self.home(family, given, point, day, lines, whose=Whose.OTHER_COUNCIL)
            other.service, other.fee = carers.COUNCIL_NEXT_DOOR, None

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
        why = "Her grandson is frail, and small children tire him."
        self.around.considerations.append(
            Considered(alone, ConsiderationKind.NO_CHILD_UNDER, 8, why, alone.approved)
        )
