"""A plain history as the rule takes it: the facts of one child on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.children.codes import Ls, Place, PlaceProvider, Rec
from app.children.kinds import (
    ApprovalNeeded,
    Basis,
    GroundKind,
    LibertyKind,
    Regulator,
    SettingKind,
)
from app.oversight.rules.facts import (
    ChildDay,
    Decision,
    Ended,
    Establishment,
    Family,
    Ground,
    Liberty,
    Overseen,
    Registered,
    Status,
    Stay,
    Temporary,
)
from app.register.rules.exemptions import cover
from sufficiency.period import Period
from sufficiency.types import (
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Exempted,
    Kind,
    ProviderKind,
    Room,
    Sex,
    Terms,
)

NO_ROOM_IN_TERMS = ("P1", "P2", "P3", "A3", "A4", "A5", "A6")


def child_day(world: dict, child_id: str, day: date) -> ChildDay:
    child = world["children"][child_id]
    statuses = [
        Status(Ls(each["ls"]), each["from"], each["to"], each["because"] and Rec(each["because"]))
        for each in child["statuses"]
        if each["from"] <= day
    ]
    over = [each for each in statuses if each.ended_on and each.ended_on <= day]
    stays = [
        (each["temporary"], _stay(world, number, each, day))
        for number, each in enumerate(child["placements"])
        if _holds(each, day)
    ]
    return ChildDay(
        day=day,
        child=child_id,
        born=child["born"],
        authority=child["authority"],
        ours=child["authority"] == world["authority"],
        adjoining=frozenset(world["adjoining"]),
        status=max(
            (each for each in statuses if each not in over),
            key=lambda each: each.since,
            default=None,
        ),
        last_status=max(over, key=lambda each: each.ended_on, default=None),
        mains=tuple(stay for temporary, stay in stays if not temporary),
        stays=tuple(stay for temporary, stay in stays if temporary),
        liberty=_liberty(child, day),
        overseen=tuple(
            Overseen(each["placement"], each["on"], each["again"])
            for each in sorted(child["overseen"], key=lambda each: each["on"])
        ),
    )


def _liberty(child: dict, day: date) -> Liberty | None:
    held = [each for each in child["liberty"] if _holds(each, day)]
    if not held:
        return None
    last = max(held, key=lambda each: each["from"])
    return Liberty(LibertyKind(last["kind"]), last["from"], last["last_day"], last["review_on"])


def _holds(fact: dict, day: date) -> bool:
    return fact["from"] <= day and (fact["to"] is None or day < fact["to"])


def _stay(world: dict, number: int, fact: dict, day: date) -> Stay:
    home = world["homes"].get(fact["home"])
    setting = world["settings"].get(fact["setting"])
    return Stay(
        place=Place(fact["place"]),
        starts_on=fact["from"],
        basis=Basis(fact["basis"]),
        provider=fact["provider"] and PlaceProvider(fact["provider"]),
        urn=fact["urn"],
        area=fact["area"],
        family=_family(world, fact["home"], home, day) if home else None,
        setting=_setting(setting, day) if setting else None,
        decisions=tuple(
            Decision(ApprovalNeeded(each["what"]), each["on"]) for each in fact["decisions"]
        ),
        grounds=tuple(Ground(GroundKind(each["what"]), each["on"]) for each in fact["grounds"]),
        order=number,
    )


def _setting(fact: dict, day: date) -> Establishment:
    return Establishment(
        SettingKind(fact["kind"]),
        tuple(
            Registered(
                Regulator(each["regulator"]),
                SettingKind(each["as"]),
                each["urn"],
                each["from"],
                each["to"],
            )
            for each in fact["registrations"]
            if each["from"] <= day
        ),
    )


def _family(world: dict, home_id: str, home: dict, day: date) -> Family:
    return Family(
        provider=ProviderKind(home["provider"]),
        provider_urn=home["urn"],
        room=_room(world, home_id, home),
        siblings=frozenset(frozenset(pair) for pair in world["siblings"]),
        temporary=tuple(
            Temporary(
                each["child"],
                each["from"],
                each["last_day"],
                each["to"],
                each["extended_to"],
                each["extended_on"],
                each["review_on"],
                each["review_until"],
            )
            for each in home["temporary"]
        ),
        ended=tuple(
            Ended(each["to"])
            for each in home["approvals"]
            if each["to"] and each["from"] < each["to"] <= day
        ),
    )


def _room(world: dict, home_id: str, home: dict) -> Room:
    agreements = [_period(each) for each in home["agreements"]]
    return Room(
        approved=tuple(_period(each) for each in home["approvals"]),
        temporary=tuple(
            (each["child"], Period(each["from"], each["last_day"] + timedelta(days=1)))
            for each in home["temporary"]
        ),
        terms=tuple(
            Terms(
                each["overall"],
                tuple(_criterion(line) for line in each["lines"]),
                _period(each),
            )
            for each in home["terms"]
        ),
        claims=tuple(
            _claim(id_, child, fact)
            for id_, child in world["children"].items()
            for fact in child["placements"]
            if fact["home"] == home_id
        ),
        exemptions=tuple(
            Exempted(covered, None, period)
            for each in home["exemptions"]
            for covered, period in cover(
                _period(each), each["children"], _stays(world, home_id, each["children"])
            )
        ),
        agreement_signed=agreements[0] if agreements else None,
    )


def _stays(world: dict, home_id: str, children: Iterable[str]) -> dict[str, list[Period]]:
    return {
        id_: [
            _period(fact)
            for fact in world["children"][id_]["placements"]
            if fact["home"] == home_id and not fact["temporary"] and fact["to"] != fact["from"]
        ]
        for id_ in children
    }


def _period(fact: dict) -> Period:
    return Period(fact["from"], fact["to"])


def _criterion(line: dict) -> Criterion:
    return Criterion(
        up_to=line["up_to"],
        min_age=line["min_age"],
        max_age=line["max_age"],
        sexes=frozenset({Sex(line["sex"])}) if line["sex"] else None,
        kinds=frozenset(Kind(each) for each in line["kinds"]) if line["kinds"] else None,
        child_id=line["child"],
    )


def _claim(id_: str, child: dict, fact: dict) -> Claim:
    counts = fact["place"] not in NO_ROOM_IN_TERMS
    return Claim(
        Child(id_, child["born"] or date.max, Sex(child["sex"])),
        _period(fact),
        ClaimKind.PLACED,
        fact["kind"] and Kind(fact["kind"]),
        fostered=counts,
        in_terms=counts and fact["place"] != "Z1",
    )
