"""Places in the law that rules cite and that are neither clocks nor gates.

A rule that refuses or judges names the place with `Breach(says, provisions.LIMIT_SIBLINGS)`, so
that how far each place was checked is said once, here.
"""

from __future__ import annotations

from app.statute.sources import (
    ACA2002,
    CA1989,
    CHR,
    CPPCR,
    CSA2000,
    FSR,
    LASPO2012,
    LOCAL_POLICY,
    NMS,
    SAR,
    SUFFICIENCY_GUIDANCE,
    Verified,
)

_TEXT, _QUOTED = Verified.TEXT, Verified.QUOTED
_MEMORY_PLUS, _MEMORY = Verified.MEMORY_PLUS, Verified.MEMORY

# Approval, terms, the register: Fostering Services (England) Regulations 2011
CENTRAL_LIST = FSR.reg("23(1)", _TEXT)
APPROVAL = FSR.reg("27", _MEMORY_PLUS)
ONE_PROVIDER = FSR.reg("27(1)", _MEMORY_PLUS, "Not while another provider's approval stands.")
TERMS_NOTICE = FSR.reg("27(5)(a)", _QUOTED)
FOSTER_CARE_AGREEMENT = FSR.reg("27(5)(b)", _MEMORY)
AGREEMENT_CONTENT = FSR.schedule("5", verified=_MEMORY)
REVIEW = FSR.reg("28(2)", _QUOTED)
RESIGNATION = FSR.reg("28(13)", _QUOTED, "Paragraph number as quoted by a council handbook.")
CHILD_REGISTER = FSR.provision("regulation 22, Schedule 2 paragraph 1", _TEXT)
CASE_RECORD = FSR.reg("30", _MEMORY_PLUS)
REGISTER = FSR.reg("31(1)-(2)", _MEMORY_PLUS)
REGISTER_TEMPORARY = FSR.reg("31(3)", _MEMORY_PLUS)
RECORDS_CONFIDENTIAL = FSR.reg("32(5)", _TEXT)
SCHEDULE_3 = FSR.schedule("3", verified=_MEMORY_PLUS)

# National minimum standards
BEDROOM = NMS.standard("10.6", _MEMORY)
PAYMENTS = NMS.standard("28", _QUOTED, "At least the national minimum, and agreed expenses.")
NAMED_SUPERVISING_SOCIAL_WORKER = NMS.standard("21.8", _TEXT)

# Placing: Care Planning, Placement and Case Review (England) Regulations 2010
CARE_PLAN = CPPCR.reg("5", _TEXT)
PLACEMENT_PLAN = CPPCR.reg("9", _TEXT)
OUT_OF_AREA = CPPCR.reg("11(1)(a)", _TEXT)
AT_A_DISTANCE = CPPCR.reg("11(1)(b)", _TEXT)
OUT_OF_AREA_STEPS = CPPCR.reg("11(2)", _MEMORY)
OUT_OF_AREA_EMERGENCY = CPPCR.reg("11(3)", _MEMORY_PLUS)
OUT_OF_AREA_EXCEPTION = CPPCR.reg(
    "11(4)",
    _MEMORY,
    "A connected person, or a carer approved by the responsible authority.",
)
OUTSIDE_ENGLAND_AND_WALES = CPPCR.reg("12", _MEMORY)
NOTICE_OF_PLACEMENT = CPPCR.reg("13", _TEXT)
ENDING_A_PLACEMENT = CPPCR.reg("14", _TEXT)
PLACED_WITH_PARENT_NOW = CPPCR.reg("19", _MEMORY)
PLACED_WITH_PARENT = CPPCR.regs("15-20", _MEMORY, "15 to 18 were read; 19 was not.")
FOSTER_PLACEMENT = CPPCR.reg("22", _MEMORY)
APPROVED_FOR_PLACEMENT = CPPCR.reg("22(a)", _MEMORY)
TERMS_CONSISTENT = CPPCR.reg("22(b)", _MEMORY)
AGREEMENT_SIGNED = CPPCR.reg("22(c)", _MEMORY)
FOSTERING_FOR_ADOPTION = CPPCR.reg("22A", _MEMORY, "Its heading was read.")
LONG_TERM_FOSTER_PLACEMENT = CPPCR.reg("22B", _TEXT)
OUTSIDE_TERMS_IN_AN_EMERGENCY = CPPCR.reg("23", _QUOTED)
TEMPORARY_APPROVAL = CPPCR.reg("24(1)", _QUOTED)
TEMPORARY_APPROVAL_EXTENDED = CPPCR.reg("25", _TEXT)
TEMPORARY_APPROVAL_EXPIRED = CPPCR.reg("25(6)", _TEXT)
PROSPECTIVE_ADOPTER = CPPCR.reg("25A", _TEXT, "Part of the text was seen.")
OTHER_ARRANGEMENTS = CPPCR.reg("27", _TEXT)
UNDER_16 = CPPCR.reg("27A", _TEXT)
FOUND_UNDER_16 = CPPCR.reg("27B", _MEMORY, "Its heading was read; its content was not.")
AGED_16_OR_17 = CPPCR.reg("27C", _TEXT)
SCHEDULE_4 = CPPCR.schedule("4", verified=_MEMORY)

SHORT_BREAKS = CPPCR.reg("48", _MEMORY, "Seventeen days at a time, 75 days in twelve months.")

# Placed for adoption; remanded
PLACED_FOR_ADOPTION = ACA2002.section("18", _MEMORY)
PLACEMENT_ORDER = ACA2002.section("21", _MEMORY)
REMANDED = LASPO2012.section("91", _MEMORY)

# Registration of settings
UNREGISTERED_HOME = CSA2000.section("11", _QUOTED)
CHILDRENS_HOME = CHR.whole(_MEMORY)
SUPPORTED_ACCOMMODATION = SAR.whole(_MEMORY)

# Children Act 1989
ACCOMMODATED = CA1989.section("20", _MEMORY)
WISHES_AND_FEELINGS = CA1989.section("22(4)", _MEMORY)
MOST_APPROPRIATE_PLACEMENT = CA1989.section("22C(5)", _TEXT)
ORDER_OF_PLACEMENTS = CA1989.section("22C(6)", _TEXT)
CONNECTED_CARER_PREFERRED = CA1989.section("22C(7)(a)", _MEMORY)
NEAR_HOME = CA1989.section("22C(8)(a)", _MEMORY, "Lettering recalled, not seen.")
SCHOOL_UNDISTURBED = CA1989.section("22C(8)(b)", _MEMORY, "Lettering recalled, not seen.")
WITH_SIBLINGS = CA1989.section("22C(8)(c)", _MEMORY, "Lettering recalled, not seen.")
SUITABLE_IF_DISABLED = CA1989.section("22C(8)(d)", _MEMORY, "Lettering recalled, not seen.")
WITHIN_THE_AREA = CA1989.section("22C(9)", _MEMORY)
LIVES_WITH_PARENT = CA1989.section("22C(2)-(4)", _TEXT)
OTHER_ARRANGEMENTS_POWER = CA1989.section("22C(6)(d)", _TEXT)
REGISTERED_CHILDRENS_HOME = CA1989.section("22C(6)(c)", _TEXT)
DEPRIVED_OF_LIBERTY = CA1989.section(
    "100", _MEMORY, "Leave to ask the High Court; section 25 and the Court of Protection beside it."
)
SECURE_ACCOMMODATION = CA1989.section("25", _MEMORY)
PLACED_OUTSIDE_ENGLAND_AND_WALES = CA1989.schedule("2", "19", _MEMORY)
LOOKED_AFTER = CA1989.section("22(1)", _MEMORY)
SUFFICIENCY_DUTY = CA1989.section("22G", _MEMORY_PLUS)
CARE_ORDER = CA1989.section("31", _MEMORY)
STAYING_PUT = CA1989.section("23CZA", _MEMORY, "Until 21, where both wish it.")
INTERIM_CARE_ORDER = CA1989.section("38", _MEMORY)
EMERGENCY_PROTECTION = CA1989.section("44", _MEMORY)
POLICE_PROTECTION = CA1989.section("46", _MEMORY)
USUAL_FOSTERING_LIMIT = CA1989.schedule("7", "2", _TEXT)
LIMIT_SIBLINGS = CA1989.schedule("7", "3", _TEXT)
LIMIT_EXEMPTION = CA1989.schedule("7", "4(1)-(2)", _TEXT)
LIMIT_EXEMPTION_NOTICE = CA1989.schedule("7", "4(3)", _TEXT)
LIMIT_EXEMPTION_VARIED = CA1989.schedule("7", "4(4)", _TEXT)
LIMIT_EFFECT = CA1989.schedule("7", "5", _TEXT, "Part of the text was seen.")
# This council's own
DIRECTORS_OVERSIGHT = LOCAL_POLICY.whole(_MEMORY)
SUFFICIENCY_STRATEGY = SUFFICIENCY_GUIDANCE.whole(_MEMORY)
