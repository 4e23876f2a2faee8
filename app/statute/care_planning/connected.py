"""Temporary approval of connected persons, and its extension."""

from datetime import date

from app.statute.clock import (
    AtOnce,
    Clock,
    Counting,
    Limit,
    Severity,
    UntilEvent,
    Weeks,
)
from app.statute.gate import Gate
from app.statute.sources import COVID, CPPCR, Verified

REG24_EXPIRY = Clock(
    key="reg24_expiry",
    says="Temporary approval of a connected person",
    runs_from="the day temporary approval is given",
    stops="full approval, an extension, or the end of the placement",
    counting=Counting.BEGINNING_WITH,
    limits=(
        Limit(date(2011, 4, 1), Weeks(16), CPPCR.reg("24(1)", Verified.QUOTED)),
        Limit(date(2020, 4, 24), Weeks(24), COVID.reg("8", Verified.MEMORY_PLUS)),
        Limit(date(2020, 9, 26), Weeks(16), CPPCR.reg("24(1)", Verified.QUOTED)),
    ),
    on_lapse="Terminate under regulation 25(6) after making other arrangements",
    severity=Severity.CRITICAL,
    decides="responsible authority",
    records=("approval date", "last day", "named child", "Schedule 4 evidence"),
    note="Child-specific; the last day is 111 days after the first.",
)

REG25_EXTENSION = Clock(
    key="reg25_extension",
    says="Extension where the assessment is not complete",
    runs_from="the last day of the first period",
    stops="full approval, or the end of the placement",
    counting=Counting.BEGINNING_WITH_NEXT_DAY,
    limits=(Limit(date(2011, 4, 1), Weeks(8), CPPCR.reg("25(1)(a),(2)", Verified.TEXT)),),
    on_lapse="Terminate under regulation 25(6)",
    severity=Severity.CRITICAL,
    decides="nominated officer",
    consults=("fostering panel", "independent reviewing officer"),
    records=(
        "most appropriate placement considered",
        "panel views",
        "independent reviewing officer informed",
        "nominated officer approval",
    ),
    note="Once only; decided on or before expiry.",
)

REG25_EXTENSION_IRM = Clock(
    key="reg25_extension_irm",
    says="Extension pending review of refusal",
    runs_from="the day the carer asks for an independent review",
    stops="the outcome of the review is known",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), UntilEvent(), CPPCR.reg("25(1)(b),(3)", Verified.TEXT)),),
    on_lapse="Terminate under regulation 25(6)",
    severity=Severity.CRITICAL,
    decides="nominated officer",
    consults=("fostering panel", "independent reviewing officer"),
    records=(
        "reference of the independent review",
        "the same four records as for a first extension",
    ),
)

REG25_EXPIRY_TERMINATE = Clock(
    key="reg25_expiry_terminate",
    says="End placement after expiry",
    runs_from="the day after temporary approval runs out",
    stops="the child moves, or the carer is approved",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), AtOnce(), CPPCR.reg("25(6)", Verified.TEXT)),),
    on_lapse="Child with an unapproved carer, every day",
    severity=Severity.CRITICAL,
    decides="responsible authority",
    note="Escalate to the director daily.",
)

SCHEDULE_4_OF_WHOEVER_JOINED = Clock(
    key="schedule_4_joined",
    says="Schedule 4 for somebody who joined, or was left out, while approval is temporary",
    runs_from="the day they became an adult of the household, or approval was given if later",
    stops="every item about them is found out, or said to be not practicable",
    counting=Counting.AFTER,
    limits=(Limit(date(2011, 4, 1), AtOnce(), CPPCR.reg("24(2)", Verified.MEMORY_PLUS)),),
    on_lapse="A child lives with somebody of whom nothing is known",
    severity=Severity.HIGH,
    decides="whoever holds the case",
    note="The regulation asks before the child moves and names no day for whoever comes later.",
)

REG24_ASSESSMENT_BEFORE_PLACEMENT = Gate(
    key="reg24_assessment_before_placement",
    says="Schedule 4 assessment before the child moves",
    before="a child is placed",
    requires=(
        "Schedule 4 complete for the carer",
        "Schedule 4 complete for each adult of the household",
        "arrangements that meet the care plan",
        "the full assessment arranged",
    ),
    cite=CPPCR.reg("24(2)", Verified.QUOTED),
    since=date(2011, 4, 1),
    on_lapse="Child with an unapproved carer",
    severity=Severity.CRITICAL,
    decides="nominated officer",
    note=(
        "Requirement quoted in council manuals; item detail recalled, not seen; regulation "
        "names no rank."
    ),
)

REG25_EXTENSION_CONDITIONS = Gate(
    key="reg25_extension_conditions",
    says="Conditions before an extension",
    before="an extension is granted",
    requires=(
        "considered whether it is still the most appropriate placement",
        "the panel's views sought",
        "the independent reviewing officer informed",
        "the nominated officer's approval",
    ),
    cite=CPPCR.reg("25(4)-(5)", Verified.TEXT),
    since=date(2011, 4, 1),
    on_lapse="Extension void",
    severity=Severity.CRITICAL,
    decides="nominated officer",
    consults=("fostering panel", "independent reviewing officer"),
)

CLOCKS = (
    REG24_EXPIRY,
    REG25_EXTENSION,
    REG25_EXTENSION_IRM,
    REG25_EXPIRY_TERMINATE,
    SCHEDULE_4_OF_WHOEVER_JOINED,
)
GATES = (REG24_ASSESSMENT_BEFORE_PLACEMENT, REG25_EXTENSION_CONDITIONS)
