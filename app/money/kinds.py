"""What is paid, for which ages, at which level of skill; and what a line to finance says."""

from __future__ import annotations

from collections.abc import Mapping

from app.children.kinds import Worded


class RateKind(Worded):
    """What an amount is."""

    ALLOWANCE = "allowance"
    FEE = "fee"
    MINIMUM = "national_minimum"
    MILE = "mile"
    OWN_HOME = "own_home_besides"
    AGENCY_HOME = "agency_home"
    CHILDRENS_HOME = "childrens_home"
    SUPPORTED = "supported_living"
    NEW_HOME = "new_home_once"

    def words(self) -> str:
        """As the page says it."""
        return _SAID[self]


class AgeBand(Worded):
    """The age bands of the national minimum allowance, and none."""

    BABY = "0_to_2"
    PRE_PRIMARY = "3_to_4"
    PRIMARY = "5_to_10"
    SECONDARY = "11_to_15"
    UPPER = "16_to_17"
    ANY = "any_age"

    def words(self) -> str:
        """As the page says it."""
        return _SAID.get(self) or f"Aged {self.value.replace('_', ' ')}"

    @property
    def ages(self) -> tuple[int, int]:
        """The first and the last age of it, in whole years."""
        return _AGES[self]


class Level(Worded):
    """A carer's level of skill, as this council grades and pays it."""

    ONE = "level_1"
    TWO = "level_2"
    THREE = "level_3"
    FOUR = "level_4"
    ANY = "any_level"


class FileKind(Worded):
    """What a file for finance is about."""

    PLACEMENTS = "placements"
    MILEAGE = "mileage"


class Told(Worded):
    """What one line tells finance of a placement."""

    START = "start"
    CHANGE = "change"
    END = "end"
    GOES_ON = "goes_on"
    TAKEN_BACK = "taken_back"

    def words(self) -> str:
        """As the file says it."""
        return _SAID.get(self) or self.value.capitalize()


class Spent(Worded):
    """What was spent at a visit besides miles."""

    PARKING = "parking"
    TOLL = "toll_or_fare"
    CHILD = "for_a_child"
    OTHER = "other"


_SAID: Mapping[Worded, str] = {
    RateKind.ALLOWANCE: "Allowance for the child, a week",
    RateKind.FEE: "Fee for the carers, a week",
    RateKind.MINIMUM: "National minimum allowance, a week",
    RateKind.MILE: "A mile driven to a visit",
    RateKind.OWN_HOME: "A place with carers of ours, besides allowance and fee, a week",
    RateKind.AGENCY_HOME: "A place with an agency’s carers, a week",
    RateKind.CHILDRENS_HOME: "A place in a children’s home, a week",
    RateKind.SUPPORTED: "A place in supported accommodation, a week",
    RateKind.NEW_HOME: "Finding and approving one home, once",
    AgeBand.ANY: "Any age",
    Told.GOES_ON: "Goes on after all",
    Told.TAKEN_BACK: "Never was: taken back",
}

_AGES: Mapping[AgeBand, tuple[int, int]] = {
    AgeBand.BABY: (0, 2),
    AgeBand.PRE_PRIMARY: (3, 4),
    AgeBand.PRIMARY: (5, 10),
    AgeBand.SECONDARY: (11, 15),
    AgeBand.UPPER: (16, 17),
    AgeBand.ANY: (0, 17),
}

BANDS = tuple(band for band in AgeBand if band is not AgeBand.ANY)
UNITS = (
    RateKind.OWN_HOME,
    RateKind.AGENCY_HOME,
    RateKind.CHILDRENS_HOME,
    RateKind.SUPPORTED,
    RateKind.NEW_HOME,
)
"""What places cost on average, for plans and for the years ahead; nobody is paid by them."""

LEVELS = tuple(level for level in Level if level is not Level.ANY)
