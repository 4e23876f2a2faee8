"""The record's own code lists about children: plain values, so that rules may read them.

The statutory return's lists are in `codes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Worded(StrEnum):
    """A code that says itself in the work's own words, where its value would not read well."""

    def words(self) -> str:
        """Its words: those of `WORDS`, or its value with spaces."""
        text = WORDS.get(self) or self.value.replace("_", " ")
        return text[:1].upper() + text[1:]


class SiblingKind(Worded):
    """How two children are brothers or sisters."""

    FULL = "full"
    HALF = "half"
    STEP = "step"
    ADOPTED = "adopted"


class Sureness(Worded):
    """How sure we are of a relationship."""

    CONFIRMED = "confirmed"
    BELIEVED = "believed"


class Relationship(Worded):
    """What somebody who cares for a child, or would, is to the child: a relative (CA 1989 s105),
    a friend, or connected in another way; or neither."""

    GRANDPARENT = "grandparent"
    AUNT_OR_UNCLE = "aunt_or_uncle"
    BROTHER_OR_SISTER = "brother_or_sister"
    STEP_PARENT = "step_parent"
    OTHER_RELATIVE = "other_relative"
    FRIEND = "friend_of_the_family"
    CONNECTED = "connected_in_another_way"
    FOSTER_CARER = "foster_carer"
    OTHER = "other"

    @property
    def is_connected(self) -> bool:
        """A relative, a friend or otherwise connected, as the returns count them."""
        return self not in (Relationship.FOSTER_CARER, Relationship.OTHER)


class TogetherOrApart(Worded):
    """The plan for two brothers or sisters."""

    TOGETHER = "together"
    APART = "apart"


class SettingKind(Worded):
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


class Regulator(Worded):
    """With whom a setting is registered."""

    OFSTED = "ofsted"
    CQC = "care_quality_commission"
    CIW = "care_inspectorate_wales"
    CIS = "care_inspectorate_scotland"


class Basis(Worded):
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


class ApprovalNeeded(Worded):
    """Decisions that some placements need from a named person."""

    OUT_OF_AREA = "reg11_out_of_area"
    AT_A_DISTANCE = "reg11_at_a_distance"
    WITH_PARENT = "reg18_with_parent"
    UNREGISTERED = "director_oversight"


class GroundKind(Worded):
    """What a placement may rest on besides a decision, or until one is taken."""

    PARENT_NOW = "reg19_immediate"
    PARENT_ASSESSED = "reg19_assessed"
    FOR_ADOPTION = "reg22A_for_adoption"
    FOUND_UNDER_16 = "reg27B_found_under_16"
    EXCEPTED = "reg27C_excepted"


class LibertyKind(Worded):
    """By what a child's liberty may be taken."""

    HIGH_COURT = "high_court_order"
    SECURE = "secure_accommodation_order"
    COURT_OF_PROTECTION = "court_of_protection_order"


class AwayKind(Worded):
    """How a child is away from where they are placed."""

    MISSING = "M"
    UNAUTHORISED = "A"


class Outcome(Worded):
    """How a referral ended."""

    PLACED = "placed"
    WITHDRAWN = "withdrawn"
    NOBODY_FOUND = "nobody_found"


WORDS: Mapping[Worded, str] = {
    SiblingKind.FULL: "full brothers or sisters",
    SiblingKind.HALF: "half brothers or sisters",
    SiblingKind.STEP: "step brothers or sisters",
    SiblingKind.ADOPTED: "brothers or sisters by adoption",
    Sureness.BELIEVED: "believed, not confirmed",
    SettingKind.CHILDRENS_HOME: "children’s home",
    SettingKind.SECURE_HOME: "secure children’s home",
    SettingKind.HOLIDAY_SCHEME: "holiday scheme for disabled children",
    SettingKind.OTHER: "another kind of place",
    Regulator.OFSTED: "Ofsted",
    Regulator.CQC: "the Care Quality Commission",
    Regulator.CIW: "Care Inspectorate Wales",
    Regulator.CIS: "the Care Inspectorate (Scotland)",
    Basis.FOSTER: "approved foster carer (regulation 22)",
    Basis.EMERGENCY: "emergency outside terms (regulation 23)",
    Basis.CONNECTED: "temporary approval of a connected person (regulation 24)",
    Basis.ADOPTER: "approved prospective adopter (regulation 25A)",
    Basis.PARENT: "with parents (regulations 15 to 20)",
    Basis.REGISTERED_HOME: "registered children’s home (section 22C(6)(c))",
    Basis.OTHER: "other arrangements (section 22C(6)(d))",
    Basis.ADOPTION: "placed for adoption",
    ApprovalNeeded.OUT_OF_AREA: "out of the area (regulation 11), by the nominated officer",
    ApprovalNeeded.AT_A_DISTANCE: "at a distance (regulation 11), by the director",
    ApprovalNeeded.WITH_PARENT: "with parents (regulation 18), by the nominated officer",
    ApprovalNeeded.UNREGISTERED: "in a setting that is not registered, by the director",
    GroundKind.PARENT_NOW: "with parents at once, before the assessment (regulation 19)",
    GroundKind.PARENT_ASSESSED: "the parent assessed after moving at once (regulation 19)",
    GroundKind.FOR_ADOPTION: "fostering for adoption (regulation 22A), by the nominated officer",
    GroundKind.FOUND_UNDER_16: "found to be under 16 after the move (regulation 27B)",
    GroundKind.EXCEPTED: "excepted from registration (regulation 27C)",
    LibertyKind.HIGH_COURT: "order of the High Court",
    LibertyKind.SECURE: "secure accommodation order (section 25)",
    LibertyKind.COURT_OF_PROTECTION: "order of the Court of Protection",
    AwayKind.MISSING: "missing",
    AwayKind.UNAUTHORISED: "away without authorisation",
}
