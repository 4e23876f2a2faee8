"""A plain history written into the record, row by row, with what was known when.

`as_known` tells of each fact by chance that it was recorded, ended or set aside only after `THEN`,
and gives the world as it was known at that moment beside the world as it is.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app.accounts.roles import Role
from app.audit.act import INSTALLER, acting
from app.children.codes import Ls, Place, PlaceProvider, Rec
from app.children.models import (
    ApprovalNeeded,
    Basis,
    Child,
    DeprivationOfLiberty,
    GroundKind,
    LegalStatus,
    LibertyKind,
    LibertyReview,
    Placement,
    PlacementApproval,
    PlacementGround,
    Registration,
    Regulator,
    Setting,
    SettingKind,
    SiblingKind,
    SiblingLink,
    Sureness,
)
from app.core.db import db, transaction
from app.oversight.kinds import Applied, Plan
from app.oversight.models import OversightDecision
from app.oversight.rules import BasisKind, Concern
from app.people.actions import claim_room
from app.people.models import Household, Person, Provider, ProviderKind
from app.register.models import (
    Approval,
    Exemption,
    ExemptionChild,
    Extension,
    FosterCareAgreement,
    ReviewExtension,
    TemporaryApproval,
    Terms,
    TermsCriterion,
)
from sufficiency.types import Kind, Sex
from tests import builders

BEFORE = datetime(2025, 6, 1, 12, tzinfo=UTC)
THEN = datetime(2026, 1, 1, 12, tzinfo=UTC)
AFTER = datetime(2026, 6, 1, 12, tzinfo=UTC)

SPELLS = ("approvals", "terms", "agreements", "exemptions", "temporary")


def as_known(world: dict, seed: int) -> tuple[dict, dict]:
    """(the world to write, with when each fact was told; the world as known at THEN)."""
    random = Random(seed)
    full = deepcopy(world)
    lists = [
        child[name]
        for child in full["children"].values()
        for name in ("statuses", "placements", "liberty")
    ]
    lists += [home[name] for home in full["homes"].values() for name in SPELLS]
    lists += [setting["registrations"] for setting in full["settings"].values()]
    for facts in lists:
        for fact in facts:
            fact["recorded"] = AFTER if random.random() < 0.12 else BEFORE
            fact["end_recorded"] = fact["to"] and (
                AFTER if random.random() < 0.2 else fact["recorded"]
            )
            fact["voided"] = None
        if facts and random.random() < 0.2:  # a fact set aside after it had been believed
            wrong = deepcopy(random.choice(facts))
            facts.append(wrong | {"recorded": BEFORE, "voided": random.choice((BEFORE, AFTER))})
    for child in full["children"].values():
        _told_when(child, random)
    for home in full["homes"].values():
        for each in home["temporary"]:  # when its extension for a review was told, and the outcome
            each["review_recorded"] = random.choice((BEFORE, BEFORE, AFTER))
            each["review_end_recorded"] = each["review_until"] and (
                AFTER if random.random() < 0.3 else each["review_recorded"]
            )
    return full, _known_then(full)


def _told_when(child: dict, random: Random) -> None:
    """When each decision and ground of a child was recorded."""
    for placement in child["placements"]:
        for decision in placement["decisions"]:
            decision["recorded"] = random.choice((BEFORE, BEFORE, AFTER))
        for ground in placement["grounds"]:
            ground["recorded"] = random.choice((BEFORE, BEFORE, AFTER))
    for number, decided in enumerate(child["overseen"]):
        about = decided["placement"]
        decided["number"] = number
        decided["about"] = child["placements"][about] if about is not None else None
        decided["recorded"] = random.choice((BEFORE, BEFORE, AFTER))


def _known_then(full: dict) -> dict:
    then = deepcopy(full)
    for child in then["children"].values():
        for name in ("statuses", "placements", "liberty"):
            child[name] = _told(child[name])
        for placement in child["placements"]:
            for name in ("decisions", "grounds"):
                placement[name] = [each for each in placement[name] if each["recorded"] <= THEN]
        child["overseen"] = _renumbered(
            child, [each for each in child["overseen"] if each["recorded"] <= THEN]
        )
    for home in then["homes"].values():
        for name in SPELLS:
            home[name] = _told(home[name])
        _reviews_known(home["temporary"])
    for setting in then["settings"].values():
        setting["registrations"] = _told(setting["registrations"])
    return then


def _reviews_known(temporary: list[dict]) -> None:
    """Extensions for an independent review as they were told by THEN."""
    for each in temporary:
        if each["review_recorded"] > THEN:
            each["review_on"] = None
        if each["review_end_recorded"] is not None and each["review_end_recorded"] > THEN:
            each["review_until"] = None


def _renumbered(child: dict, overseen: list[dict]) -> list[dict]:
    """Decisions of the director, each about a placement by its number among those still there."""
    found = []
    for each in overseen:
        number = None
        if each["about"] is not None:
            there = [n for n, one in enumerate(child["placements"]) if one is each["about"]]
            number = there[0] if there else -1
        found.append(each | {"placement": number})
    return found


def _told(facts: list[dict]) -> list[dict]:
    known = [
        each
        for each in facts
        if each["recorded"] <= THEN and (each["voided"] is None or each["voided"] > THEN)
    ]
    for each in known:
        if each["end_recorded"] is not None and each["end_recorded"] > THEN:
            each["to"] = None
    return known


def as_it_is(full: dict) -> dict:
    """The world as known now: without what was set aside."""
    now = deepcopy(full)
    for child in now["children"].values():
        for name in ("statuses", "placements", "liberty"):
            child[name] = [each for each in child[name] if each["voided"] is None]
        child["overseen"] = _renumbered(child, child["overseen"])
    for home in now["homes"].values():
        for name in SPELLS:
            home[name] = [each for each in home[name] if each["voided"] is None]
    for setting in now["settings"].values():
        setting["registrations"] = [
            each for each in setting["registrations"] if each["voided"] is None
        ]
    return now


def write(world: dict) -> dict[str, int]:
    """Write a world into the record under one act. Gives our id of each of its children."""
    with transaction(), acting("Invented a history", INSTALLER):
        writer = _Writer(world)
        writer.children()
        writer.siblings()
        writer.homes()
        writer.settings()
        writer.placements()
        writer.liberty()
        return {id_: child.id for id_, child in writer.child.items()}


def _when(fact: dict) -> dict[str, Any]:
    return {
        "starts_on": fact["from"],
        "ends_on": fact["to"],
        "recorded_at": fact["recorded"],
        "end_recorded_at": fact["end_recorded"] or None,
        "voided_at": fact["voided"],
    }


def _add(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


class _Writer:
    def __init__(self, world: dict) -> None:
        self.world = world
        self.child: dict[str, Child] = {}
        self.home: dict[str, Household] = {}
        self.setting: dict[str, Setting] = {}
        self.placement: dict[tuple[int, int], int] = {}
        self._director: Any = None

    def _person(self, born: Any = None, sex: str = "unknown") -> Person:
        return _add(
            Person(
                given_name="Invented",
                family_name="Somebody",
                born=born,
                sex=Sex(sex),
                recorded_at=BEFORE,
            )
        )

    def children(self) -> None:
        for id_, fact in self.world["children"].items():
            person = self._person(fact["born"], fact["sex"])
            child = Child(
                person_id=person.id, responsible_authority=fact["authority"], recorded_at=BEFORE
            )
            self.child[id_] = _add(child)
            for each in fact["statuses"]:
                because = each["because"] and Rec(each["because"])
                _add(
                    LegalStatus(
                        child_id=child.id,
                        status=Ls(each["ls"]),
                        ended_because=because,
                        **_when(each),
                    )
                )

    def liberty(self) -> None:
        for id_, fact in self.world["children"].items():
            child = self.child[id_]
            for each in fact["liberty"]:
                order = DeprivationOfLiberty(
                    child_id=child.id,
                    kind=LibertyKind(each["kind"]),
                    court="A court",
                    last_day=each["last_day"],
                    **_when(each),
                )
                _add(order)
                review = LibertyReview(
                    deprivation_id=order.id,
                    child_id=child.id,
                    held_on=each["from"],
                    next_on=each["review_on"],
                    recorded_at=BEFORE,
                )
                _add(review)
            for each in sorted(fact["overseen"], key=lambda each: each["on"]):
                self._overseen(child, each)

    def _overseen(self, child: Child, fact: dict) -> None:
        about = fact["placement"]
        decided = OversightDecision(
            child_id=child.id,
            placement_id=self.placement[child.id, about] if about is not None else None,
            concern=Concern.UNREGISTERED,
            basis=BasisKind.UNKNOWN,
            decided_on=fact["on"],
            decided_by_id=self.director().id,
            needs="",
            progress="",
            last_seen_on=fact["on"],
            applied=Applied.APPLIED,
            plan=Plan.MOVE,
            steps="",
            look_again_on=fact["again"],
            recorded_at=fact["recorded"],
        )
        _add(decided)

    def director(self) -> Any:
        if self._director is None:
            self._director = builders.user(Role.DIRECTOR, name="A Director")
        return self._director

    def siblings(self) -> None:
        for one, other in self.world["siblings"]:
            first, second = sorted((self.child[one].id, self.child[other].id))
            _add(
                SiblingLink(
                    child_id=first,
                    sibling_id=second,
                    kind=SiblingKind.FULL,
                    sureness=Sureness.CONFIRMED,
                    recorded_at=BEFORE,
                )
            )

    def homes(self) -> None:
        for id_, fact in self.world["homes"].items():
            provider = Provider(
                name="A service",
                kind=ProviderKind(fact["provider"]),
                urn=fact["urn"],
                recorded_at=BEFORE,
            )
            home = Household(name="A home", provider_id=_add(provider).id, recorded_at=BEFORE)
            self.home[id_] = _add(home)
            for each in fact["approvals"]:
                carer = self._person()
                _add(Approval(household_id=home.id, person_id=carer.id, **_when(each)))
            for each in fact["agreements"]:
                _add(FosterCareAgreement(household_id=home.id, **_when(each)))
            for each in fact["terms"]:
                self._terms(home, each)
            for each in fact["exemptions"]:
                self._exemption(home, each)
            for each in fact["temporary"]:
                self._temporary(home, each)

    def _terms(self, home: Household, fact: dict) -> None:
        terms = _add(Terms(household_id=home.id, overall=fact["overall"], **_when(fact)))
        for line in fact["lines"]:
            _add(
                TermsCriterion(
                    terms_id=terms.id,
                    up_to=line["up_to"],
                    min_age=line["min_age"],
                    max_age=line["max_age"],
                    sex=line["sex"] and Sex(line["sex"]),
                    kinds=line["kinds"],
                    child_id=self.child[line["child"]].id if line["child"] else None,
                )
            )

    def _exemption(self, home: Household, fact: dict) -> None:
        exemption = Exemption(
            household_id=home.id, decided_on=fact["from"], decided_by="Somebody", **_when(fact)
        )
        _add(exemption)
        for id_ in fact["children"]:
            _add(ExemptionChild(exemption_id=exemption.id, child_id=self.child[id_].id))

    def _temporary(self, home: Household, fact: dict) -> None:
        approval = TemporaryApproval(
            household_id=home.id,
            child_id=self.child[fact["child"]].id,
            original_last_day=fact["last_day"],
            decided_by="Somebody",
            **_when(fact),
        )
        _add(approval)
        if fact["extended_to"] is not None:
            _add(
                Extension(
                    approval_id=approval.id,
                    last_day=fact["extended_to"],
                    decided_on=fact["extended_on"],
                    decided_by="Somebody",
                    recorded_at=BEFORE,
                )
            )
        if fact["review_on"] is not None:
            until = fact["review_until"]
            _add(
                ReviewExtension(
                    approval_id=approval.id,
                    reference="R1",
                    asked_on=fact["review_on"],
                    decided_by="Somebody",
                    starts_on=fact["review_on"],
                    ends_on=until and until + timedelta(days=1),
                    recorded_at=fact["review_recorded"],
                    end_recorded_at=fact["review_end_recorded"],
                )
            )

    def settings(self) -> None:
        for id_, fact in self.world["settings"].items():
            setting = Setting(name="A setting", kind=SettingKind(fact["kind"]), recorded_at=BEFORE)
            self.setting[id_] = _add(setting)
            for each in fact["registrations"]:
                _add(
                    Registration(
                        setting_id=setting.id,
                        regulator=Regulator(each["regulator"]),
                        registered_as=SettingKind(each["as"]),
                        urn=each["urn"],
                        **_when(each),
                    )
                )

    def placements(self) -> None:
        for id_, child in self.world["children"].items():
            for number, fact in enumerate(child["placements"]):
                self._placement(self.child[id_], number, fact)

    def _placement(self, child: Child, number: int, fact: dict) -> None:
        home = self.home.get(fact["home"])
        if home is not None:
            claim_room(home)
        placement = Placement(
            child_id=child.id,
            place=Place(fact["place"]),
            place_provider=fact["provider"] and PlaceProvider(fact["provider"]),
            kind=fact["kind"] and Kind(fact["kind"]),
            basis=Basis(fact["basis"]),
            household_id=home.id if home else None,
            setting_id=self.setting[fact["setting"]].id if fact["setting"] else None,
            urn=fact["urn"],
            authority_code=fact["area"],
            temporary=fact["temporary"],
            **_when(fact),
        )
        self.placement[child.id, number] = _add(placement).id
        for each in fact["grounds"]:
            _add(
                PlacementGround(
                    placement_id=placement.id,
                    child_id=child.id,
                    what=GroundKind(each["what"]),
                    happened_on=each["on"],
                    told_by="Somebody",
                    recorded_at=each["recorded"],
                )
            )
        for each in fact["decisions"]:
            _add(
                PlacementApproval(
                    placement_id=placement.id,
                    child_id=child.id,
                    what=ApprovalNeeded(each["what"]),
                    decided_on=each["on"],
                    decided_by="Somebody",
                    recorded_at=each["recorded"],
                )
            )
