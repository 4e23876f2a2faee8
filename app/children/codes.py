"""The statutory return's code lists (SSDA903), by the names of its columns.

A code that a later return dropped stays here: older records hold it. Which return accepts which
code, and what each means, is in `app/data` and asked through this module.
"""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
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


class PlaceProvider(StrEnum):
    """PLACE_PROVIDER: who provides the placement."""

    PR0 = "PR0"
    PR1 = "PR1"
    PR2 = "PR2"
    PR3 = "PR3"
    PR4 = "PR4"
    PR5 = "PR5"


class Ls(StrEnum):
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


class Rec(StrEnum):
    """REC: why an episode or a period of being looked after ended."""

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


class PlaceChange(StrEnum):
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
