"""The record's own code lists about children: plain values, so that rules may read them.

The statutory return's lists are in `codes`.
"""

from __future__ import annotations

from enum import StrEnum


class SiblingKind(StrEnum):
    """How two children are brothers or sisters."""

    FULL = "full"
    HALF = "half"
    STEP = "step"
    ADOPTED = "adopted"


class Sureness(StrEnum):
    """How sure we are of a relationship."""

    CONFIRMED = "confirmed"
    BELIEVED = "believed"


class TogetherOrApart(StrEnum):
    """The plan for two brothers or sisters."""

    TOGETHER = "together"
    APART = "apart"


class SettingKind(StrEnum):
    """What kind of place a setting other than a family home is."""

    CHILDRENS_HOME = "childrens_home"
    SECURE_HOME = "secure_childrens_home"
    SUPPORTED_ACCOMMODATION = "supported_accommodation"
    RESIDENTIAL_SCHOOL = "residential_school"
    RESIDENTIAL_FAMILY_CENTRE = "residential_family_centre"
    CARE_HOME = "care_home"
    HOSPITAL = "hospital"
    CUSTODY = "custody"
    HOLIDAY_SCHEME = "holiday_scheme_for_disabled_children"
    OTHER = "other"


class Regulator(StrEnum):
    """With whom a setting is registered."""

    OFSTED = "ofsted"
    CQC = "care_quality_commission"
    CIW = "care_inspectorate_wales"
    CIS = "care_inspectorate_scotland"


class Basis(StrEnum):
    """The provision under which a child was placed, as the person placing said."""

    FOSTER = "reg22"  # CPPCR 2010 reg 22: approved, within terms, agreement signed
    EMERGENCY = "reg23"  # CPPCR 2010 reg 23: emergency, outside terms, six working days
    CONNECTED = "reg24"  # CPPCR 2010 reg 24: temporary approval of a connected person
    ADOPTER = "reg25A"  # CPPCR 2010 reg 25A: approved prospective adopter
    PARENT = "reg17"  # CPPCR 2010 Part 4: placed with a parent
    REGISTERED_HOME = "s22C_6_c"  # CA 1989 s22C(6)(c): registered children's home
    OTHER = "s22C_6_d"  # CA 1989 s22C(6)(d): other arrangements
    ADOPTION = "placed_for_adoption"  # ACA 2002
    NOT_RECORDED = "not_recorded"


class ApprovalNeeded(StrEnum):
    """Decisions that some placements need from a named person."""

    OUT_OF_AREA = "reg11_out_of_area"
    AT_A_DISTANCE = "reg11_at_a_distance"
    WITH_PARENT = "reg18_with_parent"
    UNREGISTERED = "director_oversight"


class AwayKind(StrEnum):
    """How a child is away from where they are placed."""

    MISSING = "M"
    UNAUTHORISED = "A"


class Outcome(StrEnum):
    """How a referral ended."""

    PLACED = "placed"
    WITHDRAWN = "withdrawn"
    NOBODY_FOUND = "nobody_found"
