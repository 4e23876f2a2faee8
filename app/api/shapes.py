"""What goes in and out, shape by shape: the description that systems read is written from these.

What comes in is strict: no field that is not known, no number for a word, no day out of reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from app.api.rules import THEIR_ID
from app.children.codes import Ls, Place, PlaceChange, PlaceProvider, Rec
from app.commissioning.kinds import NoOffer, OfferEnd, Reply
from app.core.forms import tidy_postcode
from app.register.models import NotAvailable
from sufficiency.types import Kind, Sex

PLAIN = r"^[^\x00-\x1f\x7f]*$"
"""One line of any letters: no control characters."""

PLAIN_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
"""The same with line ends and tabs."""

DAY = r"^(19|20|21)[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
MOMENT = (
    r"^(19|20|21)[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)


def _read(what: Callable[[str], Any], example: str) -> Callable[[Any], Any]:
    def read(said: Any) -> Any:
        if isinstance(said, date):
            return said  # from the record: JSON has no days
        if not isinstance(said, str):
            raise ValueError(f"write it as text, like {example}")
        try:
            found = what(said)
        except ValueError:
            found = None
        if found is None:
            raise ValueError(f"write it like {example}")
        return found

    return read


def _day(said: str) -> date | None:
    found = date.fromisoformat(said) if len(said) == 10 else None
    return found if found and 1900 <= found.year <= 2199 else None


def _moment(said: str) -> datetime | None:
    found = datetime.fromisoformat(said) if "T" in said else None
    return found if found and found.tzinfo and 1900 < found.year < 2199 else None


def _described(kind: str, pattern: str | None = None) -> WithJsonSchema:
    more = {"pattern": pattern} if pattern else {}
    return WithJsonSchema({"type": "string", "format": kind, **more})


Day = Annotated[date, BeforeValidator(_read(_day, "2026-11-23")), _described("date", DAY)]
Moment = Annotated[
    datetime,
    BeforeValidator(_read(_moment, "2026-11-23T16:05:00Z")),
    _described("date-time", MOMENT),
]
PostcodeIn = Annotated[
    str,
    BeforeValidator(_read(tidy_postcode, "HR6 8AB")),
    WithJsonSchema({"type": "string", "pattern": r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$"}),
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=PLAIN)
]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=PLAIN)
]
Words = Annotated[str, StringConstraints(max_length=4000, pattern=PLAIN_LINES)]
TheirId = Annotated[str, StringConstraints(pattern=f"^{THEIR_ID.pattern}$")]
SystemKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,29}$")]
Email = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+$")
]
CouncilCode = Annotated[str, StringConstraints(pattern=r"^[EWSN][0-9]{8}$")]


class Told(BaseModel):
    """What a system sends: nothing that is not known here."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answered(BaseModel):
    """What a system is answered."""

    model_config = ConfigDict(extra="forbid")


# ------------------------------------------------------------------------------ what names a record


class NamedIn(Told):
    """A record, by what your system calls it, or by our own id with the system “hearth”."""

    system: SystemKey
    id: TheirId


class Named(Answered):
    """A record: `id` is ours, `key` what your own system calls it, where it said so."""

    id: str
    key: str | None = None


class NamedHome(Named):
    """A foster home or a setting: never where it is."""

    name: str


# ----------------------------------------------------------------------------------------- children


class LegalStatusIn(Told):
    """A legal status, by the codes of the SSDA903 return."""

    code: Ls
    need: Annotated[str, StringConstraints(pattern=r"^N[1-9]$")] | None = None
    starts_on: Day
    ends_on: Day | None = None
    ended_because: Rec | None = None

    @field_validator("ends_on")
    @classmethod
    def ends_after_it_began(cls, ends_on: date | None, told: ValidationInfo) -> date | None:
        """A status of no day at all is none."""
        starts_on = told.data.get("starts_on")
        if ends_on is not None and starts_on is not None and ends_on <= starts_on:
            raise ValueError("give a day after the one on which it began")
        return ends_on


class ChildIn(Told):
    """A child as the case system knows them. What is left out stays as it is here."""

    given_name: Name
    family_name: Name
    born: Day
    sex: Sex
    ethnicity: Annotated[str, StringConstraints(pattern=r"^[A-Z]{4}$")] | None = None
    upn: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{11}[0-9A-Z]$")] | None = None
    responsible_authority: CouncilCode | None = Field(
        None,
        description="The council that looks after the child, by its ONS code; ours if left out",
    )
    legal_status: LegalStatusIn | None = None
    worker_email: Email | None = Field(
        None, description="The child's social worker, if they sign in here"
    )
    home_postcode: PostcodeIn | None = Field(
        None, description="The family home; it is never given out again"
    )


class LegalStatusOut(Answered):
    """A legal status in force."""

    code: Ls
    need: str | None
    starts_on: Day


class ChildOut(Named):
    """A child as this record knows them today."""

    given_name: str
    family_name: str
    born: Day | None
    sex: Sex
    ethnicity: str | None
    upn: str | None
    responsible_authority: str
    legal_status: LegalStatusOut | None
    recorded_in_error: bool


# --------------------------------------------------------------------------------------- placements


class PlacementIn(Told):
    """Where a child lives or lived, as it happened: recorded and judged, not decided here."""

    child: NamedIn
    place: Place
    place_provider: PlaceProvider | None = None
    kind: Kind | None = None
    starts_on: Day
    ends_on: Day | None = None
    ended_because: PlaceChange | None = None
    expected_end: Day | None = None
    temporary: bool | None = Field(
        None, description="A stay beside the main placement, which goes on; by its code if left out"
    )
    household: NamedIn | None = Field(None, description="Our own or another service's foster home")
    urn: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{2,12}$")] | None = None
    postcode: PostcodeIn | None = Field(None, description="Never given out again")


class JudgedOut(Answered):
    """What this record says today of where the child lives: its basis, and what is wrong."""

    basis: str
    verdict: str
    faults: list[str]


class PlacementOut(Named):
    """A placement. No address: the council in whose area it is, and nothing nearer."""

    child: Named
    place: Place
    place_provider: PlaceProvider | None
    kind: Kind | None
    starts_on: Day
    ends_on: Day | None
    ended_because: PlaceChange | None
    expected_end: Day | None
    temporary: bool
    household: NamedHome | None
    setting: NamedHome | None
    urn: str | None
    area_authority: str | None
    decided_here: bool
    recorded_in_error: bool


# ---------------------------------------------------------------------------------------- referrals


Suitability = Literal["Preferred", "Suitable but not preferred", "Unsuitable", "Not specified"]
Risk = Literal["No known risk", "Risk Present"]


class AnswersIn(Told):
    """What the Placements Data Standard (draft 2) asks of a home; and whether it is smoke-free."""

    specificCommunicationRequirements: Literal["None", "ESOL", "BSL", "Makaton", "Other"] | None = (
        None
    )
    homeAdaptation: bool | None = None
    culturalNeeds: Literal["Not Known", "Required", "Not required", "Other"] | None = None
    livingCompanions: (
        Literal[
            "No preference",
            "Solo placement recommended",
            "With other children recommended",
            "Only with other older children",
            "Only with other younger children",
        ]
        | None
    ) = None
    pets: Literal["Not Known", "Yes - can", "Yes - must", "No"] | None = None
    additionalSupport: (
        Literal[
            "NA",
            "additional supervision",
            "therapeutic support",
            "a worker for respite",
            "taxis to school",
            "other (please specify)",
        ]
        | None
    ) = None
    deprivationOfLiberty: bool | None = None
    educationContinuity: Literal["Not known", "Yes", "No"] | None = None
    smokeFree: bool | None = None
    fosterCareSuitability: Suitability | None = None
    residentialCareSuitability: Suitability | None = None
    supportedAccommodationSuitability: Suitability | None = None
    riskSelfHarm: Risk | None = None
    riskSexualExploitation: Risk | None = None
    riskCriminalExploitation: Risk | None = None
    riskDrugAlcohol: Risk | None = None
    riskEatingDisorder: Risk | None = None
    riskMissing: Risk | None = None
    riskOther: Line | None = None
    riskToOthersPhysical: Risk | None = None
    riskToOthersSexual: Risk | None = None
    riskToOthersFire: Risk | None = None
    riskToOthersAnimals: Risk | None = None
    riskToOthersCriminal: Risk | None = None
    riskToOthersOther: Line | None = None


IN_WORDS = frozenset({"riskOther", "riskToOthersOther"})
"""Answers that somebody typed: they are taken in, and never told to any system."""

CODED = frozenset(AnswersIn.model_fields) - IN_WORDS


class NeedIn(Told):
    """What is asked for: when, what kind, where, and of what kind of home."""

    needed_on: Day
    kind: Kind = Kind.SHORT_TERM
    until: Day | None = None
    together: bool = True
    together_why: Words = ""
    home_postcode: PostcodeIn | None = Field(
        None, description="The family home; what is known of the children if left out"
    )
    school_postcode: PostcodeIn | None = None
    max_miles: Annotated[int, Field(ge=1, le=400)] | None = None
    avoid: Annotated[str, StringConstraints(max_length=500, pattern=PLAIN_LINES)] = ""
    answers: AnswersIn = AnswersIn()


class ReferralIn(NeedIn):
    """Children need a home. Whom to ask and who decides is for people here."""

    children: Annotated[list[NamedIn], Field(min_length=1, max_length=8)]
    key: TheirId | None = Field(None, description="What your system calls this referral")


class WithdrawIn(Told):
    """No home is needed any more. Whether nobody was found is for the placement team to say."""

    outcome: Literal["withdrawn"] = "withdrawn"


class ReferralOut(Named):
    """A referral, open or closed, with what is asked of a home. No words about the child."""

    children: list[Named]
    opened_on: Day
    needed_on: Day
    until: Day | None
    kind: Kind
    together: bool
    max_miles: int | None
    answers: dict[str, Any] = Field(
        description="By the names of the Placements Data Standard: those that are codes. What "
        "somebody typed, and fields of our own, are told to no system"
    )
    closed_on: Day | None
    outcome: str | None
    recorded_in_error: bool


# ------------------------------------------------------------------------------------------- offers


class SentOut(Named):
    """A referral as it was sent to one provider: the profile names nobody."""

    referral: Named
    provider: NamedHome
    service: str
    answer_by: Day
    sent_at: Moment
    state: str
    profile: dict[str, str] = Field(description="By section, as it was released")


class OfferedIn(Told):
    """A home that a provider offers."""

    called: Line
    postcode: PostcodeIn
    weekly_pounds: Annotated[int, Field(ge=1, le=30_000)]
    from_on: Day
    good_until: Day | None = None
    conditions: Words = ""
    words: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=4000, pattern=PLAIN_LINES
        ),
    ] = Field(description="Who lives there, and why it fits")


class AnswerIn(Told):
    """What a provider answered."""

    reply: Reply
    no_offer: NoOffer | None = None
    words: Words = ""
    offer: OfferedIn | None = None


class EndOfferIn(Told):
    """An offer stands no longer."""

    how: OfferEnd
    because: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=4000, pattern=PLAIN_LINES
        ),
    ]


class OfferOut(Named):
    """A home that was offered: its price and whose it is, never where."""

    referral: Named
    sent: str
    provider: NamedHome
    provider_urn: str | None
    service: str
    weekly_pounds: int
    from_on: Day
    good_until: Day | None
    area_authority: str | None
    ended_on: Day | None
    ended_how: OfferEnd | None


# ------------------------------------------------------------------------------------- availability


class UnavailableIn(Told):
    """Places of one of our own homes that cannot be offered for now."""

    household: NamedIn
    places: Annotated[int, Field(ge=1, le=20)] | None = Field(
        None, description="How many; all of them if left out"
    )
    reason: NotAvailable
    starts_on: Day
    ends_on: Day | None = None
    note: Words = ""


class UnavailableOut(Answered):
    """Places that cannot be offered: why, unless that is not told."""

    key: str | None
    places: int | None
    reason: NotAvailable | None
    starts_on: Day
    ends_on: Day | None


class AvailabilityOut(Answered):
    """How many places one of our own homes has today, to nobody in particular."""

    household: NamedHome
    places_left: int
    on_hold: bool
    unavailable: list[UnavailableOut]


# ----------------------------------------------------------------------------------------- answers


class Outcome(StrEnum):
    """What became of what was told."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Brought(Answered):
    """What became of what was told, and what to look at."""

    outcome: Outcome
    id: str | None = Field(description="Our own id")
    key: str | None = Field(description="What your system calls it")
    notes: list[str] = Field(description="What was kept otherwise than it was told, and why")


class PlacementBrought(Brought):
    """The same of a placement, with what this record says of where the child lives today."""

    judged: JudgedOut | None


class LeftOut(Answered):
    """What there is and is not told to any system."""

    restricted: int


class Page(Answered):
    """Some records, and where to go on. Keep the cursor: asked with it later, it gives what has
    changed since. `more` says whether to ask again at once."""

    cursor: str
    more: bool
    left_out: LeftOut


class ChildPage(Page):
    """Children."""

    data: list[ChildOut]


class PlacementPage(Page):
    """Placements."""

    data: list[PlacementOut]


class ReferralPage(Page):
    """Referrals."""

    data: list[ReferralOut]


class SentPage(Page):
    """Referrals sent."""

    data: list[SentOut]


class OfferPage(Page):
    """Offers."""

    data: list[OfferOut]


class AvailabilityPage(Page):
    """Homes of our own, with their places."""

    data: list[AvailabilityOut]


class Reason(Answered):
    """One reason."""

    says: str
    field: str | None = None
    citation: str | None = None
    standing: str | None = None


class ProblemOut(Answered):
    """A refusal (RFC 9457): what to do about it, and each reason."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Reason] | None = None
    request_id: str | None = None


class Paging(BaseModel):
    """How a list is asked for."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=500)] = Field(100, description="Records at most")
    cursor: (
        Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")] | None
    ) = Field(None, description="Where the last page ended")
    changed_since: Moment | None = Field(
        None, description="Only what was recorded since; with a cursor it is not asked"
    )


class OnlyPaging(BaseModel):
    """How a list that is always told as it stands is asked for."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=500)] = Field(100, description="Records at most")
    cursor: (
        Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")] | None
    ) = Field(None, description="Where the last page ended")
