"""The code lists of referrals out, answers to them, and offers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.children.kinds import SettingKind
from app.statute import provisions as law
from app.statute.sources import Cite


class Service(StrEnum):
    """What a provider gives."""

    AGENCY = "fostering_agency"
    COUNCIL = "another_councils_fostering"
    HOMES = "childrens_homes"
    SUPPORTED = "supported_accommodation"

    def words(self) -> str:
        """As the page says it."""
        return {
            "another_councils_fostering": "Another council’s fostering service",
            "childrens_homes": "Children’s homes",
        }.get(self.value, self.value.replace("_", " ").capitalize())

    @property
    def fosters(self) -> bool:
        """Whether its homes are foster carers' homes."""
        return self in (Service.AGENCY, Service.COUNCIL)

    @property
    def setting(self) -> SettingKind | None:
        """What its homes are in the record, where they are not a family's."""
        return _SETTINGS.get(self)


_SETTINGS: Mapping[Service, SettingKind] = {
    Service.HOMES: SettingKind.CHILDRENS_HOME,
    Service.SUPPORTED: SettingKind.SUPPORTED_ACCOMMODATION,
}


class Standing(StrEnum):
    """What the regulator's own list said of a provider."""

    REGISTERED = "registered"
    CONDITIONS = "registered_with_conditions"
    SUSPENDED = "suspended_or_restricted"
    NOT_REGISTERED = "not_on_the_regulators_list"

    def words(self) -> str:
        """As the page says it."""
        return self.value.replace("_", " ").replace("regulators", "regulator’s").capitalize()

    @property
    def may_be_asked(self) -> bool:
        """Whether a referral may be sent there."""
        return self in (Standing.REGISTERED, Standing.CONDITIONS)


class Step(StrEnum):
    """How wide the search is, the narrowest first."""

    OWN = "own_carers"
    NEAR_MISSES = "own_carers_near_misses"
    FRAMEWORK = "framework_and_neighbours"
    AGENCIES = "every_agency_in_reach"
    FURTHER = "further_away_or_another_kind"

    def words(self) -> str:
        """As the page says it."""
        return _STEPS[self]

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return list(Step).index(self) + 1

    @property
    def goes_out(self) -> bool:
        """Whether anybody outside is asked."""
        return self.number >= Step.FRAMEWORK.number


_STEPS: Mapping[Step, str] = {
    Step.OWN: "Our own carers",
    Step.NEAR_MISSES: "Our own carers, with near misses",
    Step.FRAMEWORK: "The framework and neighbouring councils",
    Step.AGENCIES: "Every agency in reach",
    Step.FURTHER: "Further away, or another kind of home",
}


class Section(StrEnum):
    """The parts of a profile, in their order."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NEEDS = "needs"
    RISKS = "risks"
    ABOUT = "about"

    def words(self) -> str:
        """As the page says it."""
        return _SECTIONS[self]


_SECTIONS: Mapping[Section, str] = {
    Section.WHO: "Who needs a home",
    Section.WHEN: "When, and for how long",
    Section.WHERE: "Where",
    Section.NEEDS: "What the home needs",
    Section.RISKS: "Known risks",
    Section.ABOUT: "What they are like",
}


class Reply(StrEnum):
    """What a provider answered."""

    OFFER = "offer"
    NO_OFFER = "no_offer"

    def words(self) -> str:
        """As the page says it."""
        return {"offer": "We can offer a home", "no_offer": "We cannot offer a home"}[self.value]


class NoOffer(StrEnum):
    """Why a provider has none, from a short list so that it can be counted."""

    NO_PLACE = "no_vacancy"
    AGE = "age"
    NUMBER = "number_of_children"
    RISK = "behaviour_or_risk"
    HEALTH = "health_or_disability"
    OTHER_CHILDREN = "children_already_there"
    TOO_FAR = "too_far"
    NOTICE = "too_short_notice"
    NOT_SAID = "not_said"


class CameBy(StrEnum):
    """How an answer came."""

    LINK = "by_link"
    EMAIL = "by_email"
    TELEPHONE = "by_telephone"
    SYSTEM = "by_system"

    def words(self) -> str:
        """As the page says it."""
        said = {"by_email": "By e-mail", "by_system": "From another system"}
        return said.get(self.value, self.value.replace("_", " ").capitalize())


class SentState(StrEnum):
    """How a referral out stands with one provider."""

    WAITING = "waiting"
    LATE = "no_answer_in_time"
    OFFERED = "offered"
    NO_OFFER = "no_offer"
    TAKEN_BACK = "taken_back"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still taken."""
        return self in (SentState.WAITING, SentState.LATE)


class Check22(StrEnum):
    """What regulation 22 asks of a foster home of another provider, and what is asked with it."""

    APPROVED = "approved"
    TERMS = "terms"
    AGREEMENT = "agreement"
    CONSENT = "consent"
    AREA = "area_authority"

    def words(self) -> str:
        """As the page says it."""
        return _CHECKS[self][0]

    @property
    def asks(self) -> str:
        """The question."""
        return _CHECKS[self][1]

    @property
    def cite(self) -> Cite:
        """Where it is written."""
        return _CHECKS[self][2]


_CHECKS: Mapping[Check22, tuple[str, str, Cite]] = {
    Check22.APPROVED: (
        "Approved",
        "Is the carer approved by this provider, and since when?",
        law.APPROVED_FOR_PLACEMENT,
    ),
    Check22.TERMS: (
        "Terms",
        "Are the terms of approval consistent with this placement?",
        law.TERMS_CONSISTENT,
    ),
    Check22.AGREEMENT: (
        "Agreement",
        "Has the carer signed a foster care agreement?",
        law.AGREEMENT_SIGNED,
    ),
    Check22.CONSENT: (
        "Consent",
        "Does the provider consent, and every other council with a child placed there?",
        law.APPROVED_FOR_PLACEMENT,
    ),
    Check22.AREA: (
        "Area authority",
        "Was the council in whose area the home is consulted and notified?",
        law.NOTICE_OF_PLACEMENT,
    ),
}


class OfferEnd(StrEnum):
    """Why an offer stands no longer."""

    WITHDRAWN = "withdrawn_by_the_provider"
    NOT_TAKEN = "not_taken_by_us"


class Told(StrEnum):
    """Who is told that nothing fits."""

    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    NOMINATED_OFFICER = "nominated_officer"
    DIRECTOR = "director_of_childrens_services"
    CHILDS_WORKER = "childs_social_worker"
    REVIEWING_OFFICER = "reviewing_officer"
    DUTY = "emergency_duty_team"

    def words(self) -> str:
        """As the page says it."""
        said = self.value.replace("_", " ").replace("childrens", "children’s")
        return said.replace("childs", "child’s").capitalize()


class Whose(StrEnum):
    """Whose wishes or views."""

    CHILD = "child"
    PARENTS = "parents"

    def words(self) -> str:
        """As the page says it."""
        return {"child": "Wishes and feelings", "parents": "Parents’ views"}[self.value]


class HowHeard(StrEnum):
    """How wishes and views came to be known, or did not."""

    SAID = "said"
    OBSERVED = "observed"
    NOT_ASKED = "not_asked"

    def words(self) -> str:
        """As the page says it."""
        return {
            "said": "They said so",
            "observed": "It was observed, of a baby or a child without words",
            "not_asked": "Not asked; the words say why",
        }[self.value]
