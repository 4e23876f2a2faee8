"""The Placements Data Standard (draft version 2) out and in: a referral as the sector writes it.

One document speaks of one child. What this record does not know is left out and named; what comes
in and is not kept here is named too, with why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from app.api.shapes import (
    IN_WORDS,
    PLAIN,
    Answered,
    AnswersIn,
    Brought,
    Day,
    NamedIn,
    Reason,
    Risk,
    Suitability,
    TheirId,
    Told,
)
from app.core.columns import REF_LENGTH, REF_LETTERS
from app.core.forms import tidy_postcode
from app.matching.standard import RISKS, needed_by
from sufficiency.types import Kind

Text = Annotated[str, StringConstraints(max_length=200, pattern=PLAIN)]
Number = Annotated[int, Field(ge=0, lt=2**64)]
Communication = Literal["ESOL", "BSL", "Makaton", "Other", "None"]


class Availability(Told):
    """Determinants of placement availability."""

    childId: Number
    neededBy: Literal["Today", "in less than 5 days", "in more than 5 days"] | None = None
    siblingCount: Number | None = None
    preferredLocation: Text | None = None


class Requirements(Told):
    """Specific requirements for the placement."""

    communicationNeeds: Literal["Y", "N", "Not Specified"]
    specificCommunicationRequirements: Annotated[
        list[Communication], Field(min_length=1, max_length=5)
    ]
    homeAdaptation: bool
    culturalNeeds: Literal["Required", "Not required", "Not Known", "Other"]
    livingCompanions: Literal[
        "Solo placement recommended",
        "With other children recommended",
        "Only with other older children",
        "Only with other younger children",
        "No preference",
    ]
    pets: Literal["Yes - must", "Yes - can", "No", "Not Known"]
    additionalSupport: (
        Literal[
            "additional supervision",
            "therapeutic support",
            "a worker for respite",
            "taxis to school",
            "NA",
            "other (please specify)",
        ]
        | None
    ) = None
    deprivationOfLiberty: bool | None = None


class Recommendation(Told):
    """Suitability of different placement types."""

    fosterCareSuitability: Suitability
    residentialCareSuitability: Suitability
    supportedAccommodationSuitability: Suitability


class RisksKnown(Told):
    """Risks associated with the child or to others."""

    riskSelfHarm: Risk
    riskSexualExploitation: Risk
    riskCriminalExploitation: Risk
    riskDrugAlcohol: Risk
    riskEatingDisorder: Risk
    riskMissing: Risk
    riskOther: Text | None = None
    riskToOthersPhysical: Risk
    riskToOthersSexual: Risk
    riskToOthersFire: Risk
    riskToOthersAnimals: Risk
    riskToOthersCriminal: Risk
    riskToOthersOther: Text | None = None


class Placed(Told):
    """Details of the agreed placement."""

    totalWeeklyCost: Number
    placementLocation: Text
    preferabilityLocation: bool
    educationContinuity: bool
    providerURN: Text
    siblingsPlacedTogether: Number
    placementType: Literal["Residential", "Foster", "Supported Accommodation"]


class Assured(Told):
    """Metadata about the data entry."""

    referralOfficerName: Text | None = None
    referralDate: Day
    placementOfficerName: Text
    placementDate: Day
    costOfficerName: Text | None = None
    costDate: Day


class Document(Told):
    """One child's referral, and the placement where one was agreed."""

    PlacementAvailability: Availability
    PlacementRequirements: Requirements
    PlacementRecommendation: Recommendation
    Risks: RisksKnown
    ActualPlacement: Placed | None = None
    QualityAssurance: Assured | None = None


ENTITIES = (Availability, Requirements, Recommendation, RisksKnown, Placed, Assured)


class StandardIn(Told):
    """A referral in the standard: one document for each child who is to live together.

    A `childId` is what your system calls the child; else name each child, in the same order.
    """

    documents: Annotated[list[Document], Field(min_length=1, max_length=8)]
    children: Annotated[list[NamedIn], Field(min_length=1, max_length=8)] | None = None
    needed_on: Day | None = Field(
        None, description="The day; the standard tells it only in three words"
    )
    until: Day | None = None
    kind: Kind = Kind.SHORT_TERM
    key: TheirId | None = Field(None, description="What your system calls this referral")


class StandardBrought(Brought):
    """A referral made from documents, and what of them is not kept here."""

    not_kept: list[Reason]


class StandardOut(Answered):
    """A referral in the standard. `not_known`: fields that are not told, because this record does
    not know them or because they are words about a child."""

    id: str
    key: str | None
    version: str
    documents: list[dict[str, dict[str, Any]]]
    not_known: list[str]


# ------------------------------------------------------------------------------------------- out


@dataclass(frozen=True, slots=True)
class Agreed:
    """The placement that was agreed for one child, as far as it is known."""

    weekly_pounds: int | None
    area: str | None
    in_area: bool | None
    provider_urn: str | None
    together: int
    officer: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class ReferralTold:
    """A referral as its documents are written from it."""

    opened_on: date
    needed_on: date
    near: str | None
    """The first half of the family home's postcode."""

    answers: dict[str, Any]
    officer: str | None
    numbers: tuple[int, ...]
    """Each child's number."""

    agreed: tuple[Agreed | None, ...]


def child_number(ref: str, key: str | None) -> int:
    """A child's number, as the standard wants one: what the system calls the child if that is one,
    or else our own id read as a number."""
    if key is not None and key.isascii() and key.isdigit() and len(key) <= 18:
        return int(key)
    number = 0
    for letter in ref:
        number = number * len(REF_LETTERS) + REF_LETTERS.index(letter)
    return number


def ref_of_number(number: int) -> str | None:
    """Our own id that was written as this number; None: none was."""
    letters = []
    for _ in range(REF_LENGTH):
        number, at = divmod(number, len(REF_LETTERS))
        letters.append(REF_LETTERS[at])
    return None if number else "".join(reversed(letters))


def documents_of(told: ReferralTold) -> tuple[list[dict[str, dict[str, Any]]], list[str]]:
    """A document for each child; and the fields that none of them tells, by name."""
    documents = [
        {
            entity: {name: value for name, value in fields.items() if value is not None}
            for entity, fields in _whole(told, number, agreed).items()
        }
        for number, agreed in zip(told.numbers, told.agreed, strict=True)
    ]
    there = {name for each in documents for fields in each.values() for name in fields}
    every = [name for entity in ENTITIES for name in entity.model_fields]
    return documents, [name for name in every if name not in there]


def _whole(told: ReferralTold, number: int, agreed: Agreed | None) -> dict[str, dict[str, Any]]:
    answers = told.answers
    said = answers.get("specificCommunicationRequirements") or "None"
    spoken = [said] if isinstance(said, str) else list(said)
    asked: dict[str, dict[str, Any]] = {
        "PlacementAvailability": {
            "childId": number,
            "neededBy": needed_by(told.opened_on, told.needed_on),
            "siblingCount": len(told.numbers) - 1,
            "preferredLocation": told.near,
        },
        "PlacementRequirements": {
            "communicationNeeds": "Not Specified"
            if "specificCommunicationRequirements" not in answers
            else ("N" if spoken == ["None"] else "Y"),
            "specificCommunicationRequirements": spoken,
            "homeAdaptation": bool(answers.get("homeAdaptation")),
            "culturalNeeds": answers.get("culturalNeeds", "Not Known"),
            "livingCompanions": answers.get("livingCompanions", "No preference"),
            "pets": answers.get("pets", "Not Known"),
            "additionalSupport": answers.get("additionalSupport"),
            "deprivationOfLiberty": bool(answers.get("deprivationOfLiberty")),
        },
        "PlacementRecommendation": {
            name: answers.get(name, "Not specified") for name in Recommendation.model_fields
        },
        "Risks": {name: answers.get(name) for name in RisksKnown.model_fields},
    }
    return asked | _agreed(told, agreed)


def _agreed(told: ReferralTold, agreed: Agreed | None) -> dict[str, dict[str, Any]]:
    checked: dict[str, Any] = {
        "referralOfficerName": told.officer,
        "referralDate": told.opened_on.isoformat(),
    }
    if agreed is None:
        return {"QualityAssurance": checked}
    school = told.answers.get("educationContinuity")
    return {
        "ActualPlacement": {
            "totalWeeklyCost": agreed.weekly_pounds,
            "placementLocation": agreed.area,
            "preferabilityLocation": agreed.in_area,
            "educationContinuity": {"Yes": True, "No": False}.get(school or ""),
            "providerURN": agreed.provider_urn,
            "siblingsPlacedTogether": agreed.together,
            "placementType": "Foster",
        },
        "QualityAssurance": {
            **checked,
            "placementOfficerName": agreed.officer,
            "placementDate": agreed.on.isoformat() if agreed.on else None,
        },
    }


# -------------------------------------------------------------------------------------------- in

NOT_KEPT = {
    "siblingCount": "It is the number of documents.",
    "communicationNeeds": "It follows from which requirements there are.",
    "totalWeeklyCost": "A placement is told on its own, and its price with the home.",
    "placementLocation": "A placement is told on its own.",
    "preferabilityLocation": "It is worked out when a home is compared.",
    "providerURN": "A placement is told on its own.",
    "siblingsPlacedTogether": "It is counted from the placements.",
    "placementType": "A placement is told on its own.",
    "referralOfficerName": "Who opened it is your system; who works on it is said here.",
    "referralDate": "It is the day on which it came.",
    "placementOfficerName": "Who decides on a placement signs in here.",
    "placementDate": "A placement is told on its own.",
    "costOfficerName": "Prices are kept with the home and with offers.",
    "costDate": "Prices are kept with the home and with offers.",
}
"""Fields of the standard that are not kept from a referral, and why."""

SOON = timedelta(days=4)
LATER = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Understood:
    """What documents ask for, and what of them is not kept."""

    answers: AnswersIn
    needed_on: date
    home_postcode: str | None
    numbers: tuple[int, ...]
    not_kept: tuple[Reason, ...]


def understood(told: StandardIn, today: date) -> Understood:
    """What the documents of one referral ask for together: any child's risk is one of them all."""
    documents = told.documents
    not_kept = list(_not_kept(documents))
    answers: dict[str, Any] = {}
    for document in documents:
        _hear(document, answers, not_kept)
    first = documents[0].PlacementAvailability
    near = tidy_postcode(first.preferredLocation) if first.preferredLocation else None
    if first.preferredLocation and near is None:
        not_kept.append(
            Reason(
                says="Only a whole postcode is kept: the search measures from it.",
                field="preferredLocation",
            )
        )
    if told.needed_on is not None and first.neededBy is not None:
        not_kept.append(Reason(says="The day itself was told beside it.", field="neededBy"))
    return Understood(
        AnswersIn.model_validate(answers),
        told.needed_on or today + _WAITS.get(first.neededBy or "", timedelta()),
        near,
        tuple(each.PlacementAvailability.childId for each in documents),
        tuple(not_kept),
    )


_WAITS = {"in less than 5 days": SOON, "in more than 5 days": LATER}


def _not_kept(documents: Sequence[Document]) -> Iterator[Reason]:
    said = {name for each in documents for name, _ in _fields(each)}
    for name, why in NOT_KEPT.items():
        if name in said:
            yield Reason(says=why, field=name)


def _fields(document: Document) -> Iterator[tuple[str, Any]]:
    """Every field that a document tells."""
    for part in document.model_dump(exclude_none=True).values():
        yield from part.items()


def _hear(document: Document, answers: dict[str, Any], not_kept: list[Reason]) -> None:
    for name, said in _fields(document):
        if name not in AnswersIn.model_fields:
            continue
        said = _as_we_keep(name, said, not_kept)
        before = answers.get(name)
        if before is None or (name in RISKS and said == "Risk Present"):
            answers[name] = said
        elif before != said and name not in RISKS:
            not_kept.append(
                Reason(says="Of several children’s the first child’s is kept.", field=name)
            )


def _as_we_keep(name: str, said: Any, not_kept: list[Reason]) -> Any:
    if name == "specificCommunicationRequirements":
        if len(said) > 1:
            not_kept.append(Reason(says=f"One is kept: {said[0]}.", field=name))
        return said[0]
    if name == "educationContinuity":
        return "Yes" if said else "No"
    if name in IN_WORDS:
        return said.strip()[:120] or None
    return said
