"""The referral in the sector's own fields (Placements Data Standard, draft version 2).

Each field of the standard is asked, derived from what is known, or comes later; `FIELDS` says
which. What is asked becomes musts and wishes of a home here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sufficiency.types import STANDARD_FIELDS, Child, Fact, age_on


class Handled(StrEnum):
    """How a field of the standard comes about."""

    ASKED = "asked"
    DERIVED = "derived"
    LATER = "comes later"


WISH = 5.0
SMOKE_FREE_UNDER = 5
"""Local policy, not law: a child under five is not placed where somebody smokes unless decided."""

RISKS: Mapping[str, str] = {
    "riskSelfHarm": "Self-harm",
    "riskSexualExploitation": "Sexual exploitation",
    "riskCriminalExploitation": "Criminal exploitation",
    "riskDrugAlcohol": "Drugs and alcohol",
    "riskEatingDisorder": "Eating disorder",
    "riskMissing": "Going missing",
    "riskToOthersPhysical": "Physical harm to others",
    "riskToOthersSexual": "Sexual harm to others",
    "riskToOthersFire": "Fire-setting",
    "riskToOthersAnimals": "Harm to animals",
    "riskToOthersCriminal": "Criminal exploitation of others",
}
RISK_ANSWERS = ("No known risk", "Risk Present")

COMPANIONS = (
    "No preference",
    "Solo placement recommended",
    "With other children recommended",
    "Only with other older children",
    "Only with other younger children",
)
PETS = ("Not Known", "Yes - can", "Yes - must", "No")
CULTURE = ("Not Known", "Required", "Not required", "Other")
COMMUNICATION = ("None", "ESOL", "BSL", "Makaton", "Other")
SUPPORT = (
    "NA",
    "additional supervision",
    "therapeutic support",
    "a worker for respite",
    "taxis to school",
    "other (please specify)",
)
SUITABILITY = ("Not specified", "Preferred", "Suitable but not preferred", "Unsuitable")

FIELDS: Mapping[str, Handled] = {
    "childId": Handled.DERIVED,
    "neededBy": Handled.DERIVED,
    "siblingCount": Handled.DERIVED,
    "preferredLocation": Handled.DERIVED,
    "communicationNeeds": Handled.DERIVED,
    "specificCommunicationRequirements": Handled.ASKED,
    "homeAdaptation": Handled.ASKED,
    "culturalNeeds": Handled.ASKED,
    "livingCompanions": Handled.ASKED,
    "pets": Handled.ASKED,
    "additionalSupport": Handled.ASKED,
    "deprivationOfLiberty": Handled.ASKED,
    "fosterCareSuitability": Handled.ASKED,
    "residentialCareSuitability": Handled.ASKED,
    "supportedAccommodationSuitability": Handled.ASKED,
    **dict.fromkeys(RISKS, Handled.ASKED),
    "riskOther": Handled.ASKED,
    "riskToOthersOther": Handled.ASKED,
    "totalWeeklyCost": Handled.DERIVED,
    "placementLocation": Handled.DERIVED,
    "preferabilityLocation": Handled.DERIVED,
    "educationContinuity": Handled.ASKED,
    "providerURN": Handled.DERIVED,
    "siblingsPlacedTogether": Handled.DERIVED,
    "placementType": Handled.DERIVED,
    "referralOfficerName": Handled.DERIVED,
    "referralDate": Handled.DERIVED,
    "placementOfficerName": Handled.DERIVED,
    "placementDate": Handled.DERIVED,
    "costOfficerName": Handled.LATER,
    "costDate": Handled.LATER,
}


@dataclass(slots=True)
class Wants:
    """What the answers ask of a home."""

    required: set[Fact] = field(default_factory=set)
    forbidden: set[Fact] = field(default_factory=set)
    wanted: dict[Fact, float] = field(default_factory=dict)
    youngest_other: int | None = None
    oldest_other: int | None = None
    alone: bool = False
    company: bool = False


def wants_of(answers: Mapping[str, Any], children: Sequence[Child], on: date) -> Wants:
    """The musts and wishes in a referral's answers, for children of these ages on that day."""
    wants = Wants()
    _pets(answers, wants)
    _companions(answers, children, on, wants)
    _communication(answers, wants)
    _support(answers, wants)
    if answers.get("homeAdaptation"):
        wants.required.add(Fact.STEP_FREE)
    if answers.get("culturalNeeds") == "Required":
        wants.wanted[Fact.SAME_CULTURE_SUPPORT] = WISH
    if answers.get("smokeFree"):
        wants.forbidden.add(Fact.SMOKER)
    for risk in RISKS:
        if answers.get(risk) == "Risk Present":
            _risk(risk, wants)
    return wants


def _risk(risk: str, wants: Wants) -> None:
    if risk == "riskToOthersAnimals":
        wants.forbidden |= {Fact.DOG, Fact.CAT, Fact.OTHER_PETS}
        return
    for fact in STANDARD_FIELDS.get(risk, frozenset()) - {Fact.SMOKER}:
        wants.wanted[fact] = WISH


def _pets(answers: Mapping[str, Any], wants: Wants) -> None:
    if answers.get("pets") == "No":
        wants.forbidden |= {Fact.DOG, Fact.CAT, Fact.OTHER_PETS}
    elif answers.get("pets") == "Yes - must":
        wants.wanted[Fact.DOG] = WISH


def _companions(
    answers: Mapping[str, Any], children: Sequence[Child], on: date, wants: Wants
) -> None:
    said = answers.get("livingCompanions")
    ages = [age_on(child.born, on) for child in children]
    if said == "Solo placement recommended":
        wants.alone = True
    elif said == "With other children recommended":
        wants.company = True
    elif said == "Only with other older children":
        wants.youngest_other = max(ages)
    elif said == "Only with other younger children":
        wants.oldest_other = min(ages)


def _communication(answers: Mapping[str, Any], wants: Wants) -> None:
    said = answers.get("specificCommunicationRequirements") or []
    facts = {
        "ESOL": Fact.SUPPORTS_ENGLISH_LEARNER,
        "BSL": Fact.SIGNS_BSL,
        "Makaton": Fact.MAKATON,
    }
    for each in [said] if isinstance(said, str) else said:
        if each in facts:
            wants.wanted[facts[each]] = 2 * WISH


def _support(answers: Mapping[str, Any], wants: Wants) -> None:
    if answers.get("additionalSupport") == "therapeutic support":
        wants.wanted[Fact.THERAPEUTIC_TRAINING] = WISH
    elif answers.get("additionalSupport") == "additional supervision":
        wants.wanted[Fact.AT_HOME_IN_THE_DAY] = WISH


def needed_by(opened: date, needed: date) -> str:
    """The standard's `neededBy`: today, in less than 5 days, in more than 5 days."""
    days = (needed - opened).days
    if days <= 0:
        return "Today"
    return "in less than 5 days" if days < 5 else "in more than 5 days"
