"""The code lists of the statutory return on children looked after (SSDA903), by column.

Which return accepts which code, and what each means, is published data (`app.data`). The names
here are those that rules need; a test holds them to the published lists. A code that a later
return dropped stays, because older records hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from app.data import codes, listed_codes

APRIL = 4


class Listed(StrEnum):
    """A code that says in words what its column's published list says."""

    def words(self) -> str:
        """The published description, or that the meaning of the code is not known."""
        return describe(COLUMN_OF[type(self)], self)


class Place(Listed):
    """PLACE: where a child is placed."""

    A3 = "A3"
    A4 = "A4"
    A5 = "A5"
    A6 = "A6"
    H5 = "H5"
    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R5 = "R5"
    S1 = "S1"
    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"
    U5 = "U5"
    U6 = "U6"
    Z1 = "Z1"
    Z11 = "Z11"
    Z12 = "Z12"
    Z13 = "Z13"
    Z14 = "Z14"


class PlaceProvider(Listed):
    """PLACE_PROVIDER: who provides the placement."""

    PR0 = "PR0"
    PR1 = "PR1"
    PR2 = "PR2"
    PR3 = "PR3"
    PR4 = "PR4"
    PR5 = "PR5"


class Ls(Listed):
    """LS: legal status."""

    C1 = "C1"
    C2 = "C2"
    D1 = "D1"
    E1 = "E1"
    V2 = "V2"
    V3 = "V3"
    V4 = "V4"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    J1 = "J1"
    J2 = "J2"
    J3 = "J3"


class Rne(Listed):
    """RNE: why an episode began."""

    S = "S"
    L = "L"
    P = "P"
    T = "T"
    B = "B"
    U = "U"


class Rec(Listed):
    """REC: why an episode, or the whole period of being looked after, ended."""

    X1 = "X1"
    E11 = "E11"
    E12 = "E12"
    E2 = "E2"
    E3 = "E3"
    E4A = "E4A"
    E4B = "E4B"
    E13 = "E13"
    E41 = "E41"
    E45 = "E45"
    E46 = "E46"
    E47 = "E47"
    E48 = "E48"
    E5 = "E5"
    E6 = "E6"
    E7 = "E7"
    E9 = "E9"
    E14 = "E14"
    E15 = "E15"
    E16 = "E16"
    E17 = "E17"
    E8 = "E8"


class PlaceChange(Listed):
    """REASON_PLACE_CHANGE: why a placement changed; stands on the one that ends."""

    CARPL = "CARPL"
    CLOSE = "CLOSE"
    ALLEG = "ALLEG"
    STAND = "STAND"
    APPRR = "APPRR"
    CREQB = "CREQB"
    CREQO = "CREQO"
    CHILD = "CHILD"
    LAREQ = "LAREQ"
    PLACE = "PLACE"
    CUSTOD = "CUSTOD"
    OTHER = "OTHER"


CHANGED_IN_SHORT: Mapping[PlaceChange | Rec, str] = {
    PlaceChange.CARPL: "Care plan",
    PlaceChange.CLOSE: "Carers resigned, or closed",
    PlaceChange.ALLEG: "Allegation",
    PlaceChange.STAND: "Standards of care",
    PlaceChange.APPRR: "Approval removed",
    PlaceChange.CREQB: "Carers asked: behaviour",
    PlaceChange.CREQO: "Carers asked",
    PlaceChange.CHILD: "Child asked",
    PlaceChange.LAREQ: "Council asked",
    PlaceChange.PLACE: "Status only",
    PlaceChange.CUSTOD: "Custody",
    PlaceChange.OTHER: "Other",
    Rec.E4B: "Went home, unplanned",
}
"""Why a placement ended, in a word or two where several stand in one line of a list; the published
descriptions fill a line each."""


COLUMN_OF: Mapping[type[StrEnum], str] = {
    Place: "PLACE",
    PlaceProvider: "PLACE_PROVIDER",
    Ls: "LS",
    Rne: "RNE",
    Rec: "REC",
    PlaceChange: "REASON_PLACE_CHANGE",
}


def describe(column: str, code: str) -> str:
    """What a code of a column means, in the words of the published guide.

    A code whose meaning was not published with the list says so; it is not guessed at. Raises
    KeyError for a code that no return has accepted.
    """
    return codes(column)[code] or f"Code {code}, as the return’s own guide describes it"


def return_year(day: date) -> int:
    """The year in which the return that covers a day ends, on 31 March."""
    return day.year + (day.month >= APRIL)


def place_codes(year: int) -> Mapping[str, str]:
    """The placement codes that the return ending on 31 March of a year accepts, with their words.

    P2 ended within a year, on 28 October 2023; the return of 2024 accepts it for the days before.
    """
    return codes("PLACE", year)


def is_accepted(code: Listed, year: int) -> bool:
    """Whether the return ending on 31 March of a year accepts a code."""
    return listed_codes(COLUMN_OF[type(code)])[code].accepted_in(year)


# Kinds of placement

FOSTER = frozenset({Place.U1, Place.U2, Place.U3, Place.U4, Place.U5, Place.U6})
WITH_RELATIVES_OR_FRIENDS = frozenset({Place.U1, Place.U2, Place.U3})
LONG_TERM = frozenset({Place.U1, Place.U4})
FOSTERING_FOR_ADOPTION = frozenset({Place.U2, Place.U5})
PLACED_FOR_ADOPTION = frozenset({Place.A3, Place.A4, Place.A5, Place.A6})
TEMPORARY = frozenset({Place.T0, Place.T1, Place.T2, Place.T3, Place.T4})
OTHER_PLACES = frozenset({Place.Z1, Place.Z11, Place.Z12, Place.Z13, Place.Z14})

LONGEST_TEMPORARY_DAYS: Mapping[Place, int] = {Place.T1: 42, Place.T3: 21, Place.T4: 7}
"""Days that a temporary stay may last before the return refuses it (rules 375, 376 and 379)."""


IN_SHORT: Mapping[Place, str] = {
    Place.A3: "With adopters",
    Place.A4: "With adopters",
    Place.A5: "With adopters",
    Place.A6: "With adopters",
    Place.H5: "Supported accommodation",
    Place.K1: "A secure children’s home",
    Place.K2: "A children’s home",
    Place.K3: "Supported accommodation",
    Place.P1: "With parents",
    Place.P2: "Living independently",
    Place.P3: "Residential employment",
    Place.R1: "A care home",
    Place.R2: "Hospital",
    Place.R3: "A family centre",
    Place.R5: "Custody",
    Place.S1: "A residential school",
    Place.T0: "A stay elsewhere for a time",
    Place.T1: "Hospital, for a time",
    Place.T2: "On holiday",
    Place.T3: "With other carers, while the carers are on holiday",
    Place.T4: "A stay elsewhere of a week or less",
    Place.U1: "A relative or friend who fosters",
    Place.U2: "A relative or friend who fosters",
    Place.U3: "A relative or friend who fosters",
    Place.U4: "A foster carer",
    Place.U5: "A foster carer",
    Place.U6: "A foster carer",
    Place.Z1: "A place of another kind",
    Place.Z11: "A place of another kind (Z11)",
    Place.Z12: "A place of another kind (Z12)",
    Place.Z13: "A place of another kind (Z13)",
    Place.Z14: "A place of another kind (Z14)",
}
"""Where a child lives, in a few words, when nothing but the code is known.

What Z11 to Z14 each mean was not published with the list: they say that they are of the return's
other placements, and keep their code so that whoever has the guide can tell them apart.
"""


def in_short(place: Place) -> str:
    """Where a child lives, in a few words."""
    return IN_SHORT[place]


def is_foster(place: Place) -> bool:
    """Whether the child is placed with a foster carer, related or not."""
    return place in FOSTER


def is_with_relative_or_friend(place: Place) -> bool:
    """Whether the foster carer is the child's relative or friend."""
    return place in WITH_RELATIVES_OR_FRIENDS


def is_long_term(place: Place) -> bool:
    """Whether it is long-term fostering."""
    return place in LONG_TERM


def is_fostering_for_adoption(place: Place) -> bool:
    """Whether the foster carers are also approved adopters."""
    return place in FOSTERING_FOR_ADOPTION


def is_placed_for_adoption(place: Place) -> bool:
    """Whether the child is placed for adoption."""
    return place in PLACED_FOR_ADOPTION


def is_temporary(place: Place) -> bool:
    """Whether it is a stay away from the main placement, which goes on meanwhile."""
    return place in TEMPORARY


def is_other_place(place: Place) -> bool:
    """Whether it is a place that the return calls "other" and asks to be listed one by one."""
    return place in OTHER_PLACES


# Who provides a placement (rules 213, 526, 529 and 550)

_NEVER_OTHER_PUBLIC = FOSTER | PLACED_FOR_ADOPTION | {Place.K1, Place.K2}


def providers_accepted(place: Place) -> frozenset[PlaceProvider]:
    """The providers that the return accepts for a placement; none where it must be left blank."""
    if is_temporary(place) or is_other_place(place):
        return frozenset()
    if place is Place.P1:
        return frozenset({PlaceProvider.PR0})
    refused = {PlaceProvider.PR0}
    if place in _NEVER_OTHER_PUBLIC:
        refused.add(PlaceProvider.PR3)
    return frozenset(PlaceProvider) - refused


_WITHOUT_URN = TEMPORARY | OTHER_PLACES | {Place.P1, Place.P3, Place.R1, Place.R2, Place.R5}


def needs_urn(place: Place, *, in_england: bool = True) -> bool:
    """Whether the return asks for a registration number: of places in England only (rule 218)."""
    return in_england and place not in _WITHOUT_URN


# Legal status

IN_CARE = frozenset({Ls.C1, Ls.C2, Ls.D1, Ls.E1})
SHORT_BREAKS = frozenset({Ls.V3, Ls.V4})
REMAND = frozenset({Ls.J1, Ls.J2, Ls.J3})
PROTECTION = frozenset({Ls.L1, Ls.L2, Ls.L3})


def is_in_care(status: Ls) -> bool:
    """Whether a court order places the child in the council's care."""
    return status in IN_CARE


def is_accommodated(status: Ls) -> bool:
    """Whether the child is accommodated under section 20, with no order."""
    return status is Ls.V2


def is_short_break(status: Ls) -> bool:
    """Whether the child is looked after only for an agreed series of short breaks."""
    return status in SHORT_BREAKS


def is_remand(status: Ls) -> bool:
    """Whether a criminal court or the police placed the child with the council."""
    return status in REMAND


# How an episode ends

SPECIAL_GUARDIANSHIP = frozenset({Rec.E45, Rec.E46, Rec.E47, Rec.E48})
ADOPTED = frozenset({Rec.E11, Rec.E12})


def ends_looked_after(reason: Rec) -> bool:
    """Whether the child stopped being looked after, and not only this episode."""
    return reason is not Rec.X1


def is_special_guardianship(reason: Rec) -> bool:
    """Whether a special guardianship order was made."""
    return reason in SPECIAL_GUARDIANSHIP
