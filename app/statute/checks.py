"""Which checks are made of whom, as dated data: what each asks, where it says so, how it runs out.

Schedule 3 asks a medical report of the applicants, and an enhanced certificate with the children's
barred list of them and of everybody else in the home of 18 or over. Everything else is guidance or
this council's own: each line carries its citation, and so its standing. A certificate with the
barred list may be asked for only where the law makes somebody eligible; visitors are so by
regulated activity alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.statute.clock import ALWAYS, Clock, Counting, Limit, Severity, WorkingDays
from app.statute.local import DBS_RENEWAL, MEDICAL_RENEWAL
from app.statute.sources import FSR, LOCAL_POLICY, POLICE_ACT, VOLUME_4, Cite, Standing, Verified


class CheckKind(StrEnum):
    """One thing that is checked about somebody, or about the home."""

    IDENTITY = "identity"
    CERTIFICATE = "enhanced_certificate"
    MEDICAL = "medical"
    COUNCIL_RECORDS = "council_records"
    OVERSEAS = "police_abroad"
    RIGHT_TO_REMAIN = "right_to_remain"
    FORMER_PARTNERS = "former_partners"
    ADULT_CHILDREN = "adult_children"
    SCHOOLS = "schools_and_health_visitors"
    EMPLOYER = "employer_with_children"
    SOCIAL_MEDIA = "social_media"
    HOME_SAFETY = "home_safety"
    PETS = "pets"

    def words(self) -> str:
        """As a page says it."""
        return _KINDS[self]


ASKED_OF_THEMSELVES = frozenset(
    {CheckKind.IDENTITY, CheckKind.CERTIFICATE, CheckKind.MEDICAL, CheckKind.RIGHT_TO_REMAIN}
)
"""What the person it is about brings about themselves: they are asked, unless it is said who is."""

_KINDS: Mapping[CheckKind, str] = {
    CheckKind.IDENTITY: "Proof of identity",
    CheckKind.CERTIFICATE: "Enhanced certificate with the children’s barred list",
    CheckKind.MEDICAL: "Medical report",
    CheckKind.COUNCIL_RECORDS: "Records of the councils where they lived",
    CheckKind.OVERSEAS: "Police of other countries where they lived",
    CheckKind.RIGHT_TO_REMAIN: "Right to live here",
    CheckKind.FORMER_PARTNERS: "Former partners",
    CheckKind.ADULT_CHILDREN: "Their own grown-up children",
    CheckKind.SCHOOLS: "Schools and health visitors of their children",
    CheckKind.EMPLOYER: "Employers, where they worked with children",
    CheckKind.SOCIAL_MEDIA: "What is public about them online",
    CheckKind.HOME_SAFETY: "Health and safety of the home",
    CheckKind.PETS: "Animals of the home",
}


class Asks(StrEnum):
    """Of whom a list of checks is."""

    APPLICANT = "applicant"
    ADULT = "adult_of_the_household"
    YOUNG = "sixteen_or_seventeen"
    REGULATED = "visitor_in_regulated_activity"
    VISITOR = "regular_visitor"
    GUARDIAN = "prospective_special_guardian"
    WITH_GUARDIAN = "lives_with_prospective_special_guardian"
    HOME = "home"

    def words(self) -> str:
        """As a page says it."""
        return _OF[self]


_OF: Mapping[Asks, str] = {
    Asks.APPLICANT: "Applicant or carer",
    Asks.ADULT: "Of the household, 18 or over",
    Asks.YOUNG: "Of the household, 16 or 17",
    Asks.REGULATED: "Visits or stands in: regulated activity",
    Asks.VISITOR: "Visits or stands in: not regulated activity",
    Asks.GUARDIAN: "Would be special guardian",
    Asks.WITH_GUARDIAN: "Lives with them, 18 or over",
    Asks.HOME: "The home",
}

ADULT_AT, YOUNG_AT = 18, 16
"""Ages from which a list asks of somebody who lives there."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One check on a list: where it says so, whether everybody needs it, and how long it lasts."""

    kind: CheckKind
    of: Asks
    cite: Cite
    always: bool = True
    """Everybody on the list needs it; otherwise it is asked where there is something to ask."""

    before: bool = False
    """It belongs before somebody moves in, and before a child comes: what is late is told."""

    renewal: Clock | None = None
    since: date | None = None
    until: date | None = None
    """The first day on which it is no longer asked; None: it still is."""

    @property
    def standing(self) -> Standing:
        """Law, guidance or this council's own."""
        return self.cite.standing

    def asked_on(self, day: date) -> bool:
        """Is it asked on a day?"""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


def _local(what: str, note: str = "") -> Cite:
    return LOCAL_POLICY.provision(what, Verified.MEMORY, note)


def _guidance(what: str) -> Cite:
    return VOLUME_4.provision(f"({what})", Verified.MEMORY)


_NINE = FSR.schedule(
    "3", "9", Verified.MEMORY_PLUS, "Recalled; compared with the Welsh Schedule copied from it."
)
_TWO = FSR.schedule("3", "2", Verified.MEMORY_PLUS)
_RECORDS = _guidance("records of the authorities where they lived")

_GUARDIANS = _local(
    "checks for the report on special guardians",
    "The Schedule of 2005 says what the court is told, and not which checks are made for it.",
)

LISTS: tuple[Listed, ...] = (
    Listed(CheckKind.IDENTITY, Asks.APPLICANT, _local("identity of applicants")),
    Listed(CheckKind.CERTIFICATE, Asks.APPLICANT, _NINE, before=True, renewal=DBS_RENEWAL),
    Listed(CheckKind.MEDICAL, Asks.APPLICANT, _TWO, before=True, renewal=MEDICAL_RENEWAL),
    Listed(CheckKind.COUNCIL_RECORDS, Asks.APPLICANT, _RECORDS),
    Listed(CheckKind.FORMER_PARTNERS, Asks.APPLICANT, _guidance("former partners"), always=False),
    Listed(CheckKind.ADULT_CHILDREN, Asks.APPLICANT, _guidance("own children"), always=False),
    Listed(CheckKind.SCHOOLS, Asks.APPLICANT, _guidance("schools and health"), always=False),
    Listed(CheckKind.EMPLOYER, Asks.APPLICANT, _guidance("employers with children"), always=False),
    Listed(CheckKind.OVERSEAS, Asks.APPLICANT, _local("police abroad"), always=False),
    Listed(CheckKind.RIGHT_TO_REMAIN, Asks.APPLICANT, _local("right to live here"), always=False),
    Listed(CheckKind.SOCIAL_MEDIA, Asks.APPLICANT, _local("social media"), always=False),
    Listed(CheckKind.CERTIFICATE, Asks.ADULT, _NINE, before=True, renewal=DBS_RENEWAL),
    Listed(CheckKind.COUNCIL_RECORDS, Asks.ADULT, _RECORDS),
    Listed(CheckKind.IDENTITY, Asks.ADULT, _local("identity of adults"), always=False),
    Listed(CheckKind.OVERSEAS, Asks.ADULT, _local("police abroad"), always=False),
    Listed(
        CheckKind.CERTIFICATE,
        Asks.YOUNG,
        _local("certificates at 16 and 17", "The Schedule begins at 18."),
        before=True,
        renewal=DBS_RENEWAL,
    ),
    Listed(
        CheckKind.CERTIFICATE,
        Asks.REGULATED,
        _local("back-up carers and visitors in regulated activity"),
        before=True,
        renewal=DBS_RENEWAL,
    ),
    Listed(CheckKind.IDENTITY, Asks.REGULATED, _local("who helps out")),
    Listed(CheckKind.COUNCIL_RECORDS, Asks.REGULATED, _local("who helps out"), always=False),
    Listed(CheckKind.IDENTITY, Asks.VISITOR, _local("regular visitors")),
    Listed(CheckKind.COUNCIL_RECORDS, Asks.VISITOR, _local("regular visitors"), always=False),
    Listed(CheckKind.CERTIFICATE, Asks.GUARDIAN, _GUARDIANS, renewal=DBS_RENEWAL),
    Listed(CheckKind.MEDICAL, Asks.GUARDIAN, _GUARDIANS, renewal=MEDICAL_RENEWAL),
    Listed(CheckKind.IDENTITY, Asks.GUARDIAN, _GUARDIANS),
    Listed(CheckKind.COUNCIL_RECORDS, Asks.GUARDIAN, _GUARDIANS),
    Listed(CheckKind.RIGHT_TO_REMAIN, Asks.GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.FORMER_PARTNERS, Asks.GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.ADULT_CHILDREN, Asks.GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.SCHOOLS, Asks.GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.EMPLOYER, Asks.GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.OVERSEAS, Asks.GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.CERTIFICATE, Asks.WITH_GUARDIAN, _GUARDIANS, renewal=DBS_RENEWAL),
    Listed(CheckKind.COUNCIL_RECORDS, Asks.WITH_GUARDIAN, _GUARDIANS),
    Listed(CheckKind.IDENTITY, Asks.WITH_GUARDIAN, _GUARDIANS, always=False),
    Listed(CheckKind.HOME_SAFETY, Asks.HOME, _local("health and safety of the home")),
    Listed(CheckKind.PETS, Asks.HOME, _local("animals of the home"), always=False),
)
"""Every list, in the order in which a page shows it. Only the two lines of Schedule 3 are law."""

ELIGIBLE: Cite = POLICE_ACT.section("113B", Verified.MEMORY, "And the regulations made under it.")
"""For whom an enhanced certificate with the barred list may be asked for."""

CHECK_CHASED = Clock(
    key="check_chased",
    says="Ask again for a check that is not back",
    runs_from="the day it was asked for, or last chased",
    stops="it is chased, or comes back",
    counting=Counting.AFTER,
    limits=(Limit(ALWAYS, WorkingDays(10), LOCAL_POLICY.whole(Verified.MEMORY)),),
    on_lapse="Local policy not met; the assessment waits",
    severity=Severity.LOW,
    decides="assessor",
    recurring=True,
)

CLOCKS = (CHECK_CHASED,)


def listed(of: Asks, on: date) -> tuple[Listed, ...]:
    """What a list asks on a day."""
    return tuple(each for each in LISTS if each.of is of and each.asked_on(on))
