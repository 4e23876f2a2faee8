"""Three systems ask and tell whatever the description lets them, and a record full of canaries."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select

from app.api import rules
from app.api.rules import Scope
from app.audit.models import Change
from app.core.today import today
from app.people import actions as people
from app.people.models import ExternalKey, MemberRole
from app.register import actions as register
from app.register.models import HoldReason
from app.restricted import actions as restricted
from app.restricted.kinds import RestrictedFor
from tests import builders as make
from tests.api.asking import NUMBERS, Maker, Operation, misfits, operations
from tests.api.conftest import READS, ZOE, Asks, let_in, living
from tests.commissioning import asked as going_out
from tests.matching.asking import officer

DAY = timedelta(days=1)
SECRET = "Qyzzxsecret"
ADDRESS = "14 Qyzzxstreet"
PHONE = "01632 960777"
HOLD = "Qyzzxhold"

SAME_TWICE = ("added", "changed")


@dataclass
class World:
    """What is asked of, by whom, and what nobody may ever be told."""

    systems: list[Asks]
    refs: dict[str, list[str]]
    """Our own ids, by the address that they stand in; the restricted ones among them."""

    never: list[str]
    own: dict[str, str] = field(default_factory=dict)
    """Of each system, how its own keys begin: no other may be told one."""

    called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What each system itself called a record, as it may whatever it likes: another's key too."""


def world(client: Any) -> World:
    """Three systems, open records, one restricted household with its child, and canaries."""
    make.postcodes()
    make.own_service()
    systems = [
        let_in(client, "casework", name="Case system"),
        let_in(client, "portal", name="Commissioning portal"),
        let_in(client, "reporting", READS, name="Reporting"),
    ]
    own = {asks.system.key: f"Qyzzx{asks.system.key}" for asks in systems}
    for asks in systems[:2]:
        for number in range(3):
            key = f"{own[asks.system.key]}-{number}"
            asks.put(
                f"/children/{asks.system.key}/{key}",
                {**ZOE, "family_name": f"Quill{asks.system.key}{number}"},
            )
            told = living(key)
            told["child"]["system"] = asks.system.key
            asks.put(f"/placements/{asks.system.key}/{key}", told)
            need = {"children": [told["child"]], "needed_on": "2031-01-01", "key": key}
            asks.post("/referrals", need)  # some stay open, however many are withdrawn
    for asks, number in zip(systems, NUMBERS["childId"], strict=False):
        path = f"/children/{asks.system.key}/{number}"
        asks.put(path, {**ZOE, "family_name": f"Quill{number}"})
    hidden, refs = _homes()
    who = officer()
    asked = going_out.going_out(who)
    going_out.released(asked, who)
    (answered, _), *waiting = going_out.sent(
        asked, *(going_out.agency(f"Agency {number}") for number in range(6)), by=who
    )
    offer = going_out.offered(answered, called=SECRET)
    refs["children"] += [child.ref for child in asked.children]
    refs |= {
        "referrals": [asked.ref],
        "sent": [each.ref for each, _ in waiting],
        "offers": [offer.ref],
    }
    never = [SECRET, ADDRESS, "Qyzzxstreet", PHONE, HOLD, "HR6 9UX", *hidden]
    return World(systems, refs, never, own)


def _homes() -> tuple[list[str], dict[str, list[str]]]:
    """An open home with what is never told of it, and a restricted one with a child."""
    home = make.household("The Frees", places=3)
    people.move_household(
        home, line=ADDRESS, postcode="HR6 9UX", starts_on=today(), protected=True, by=make.SOMEBODY
    )
    carer = people.add_person(given_name="Jo", family_name="Free", phone=PHONE, by=make.SOMEBODY)
    people.join_household(home, carer, role=MemberRole.CARER, starts_on=today(), by=make.SOMEBODY)
    register.put_on_hold(
        home, reason=HoldReason.ALLEGATION, starts_on=today(), note=HOLD, by=make.SOMEBODY
    )
    child = make.child("Openly", family_name="Lived")
    placed = make.placed(child, home)
    secret = make.household(f"The {SECRET}s", places=2)
    shut = make.child(SECRET, family_name=SECRET)
    there = make.placed(shut, secret)
    restricted.restrict(
        because=RestrictedFor.MEDIA,
        says="A newspaper asks.",
        readers=[make.worker("Reader")],
        household=secret,
        by=make.SOMEBODY,
    )
    refs = {
        "availability": [home.ref, secret.ref],
        "children": [child.ref, shut.ref],
        "placements": [placed.ref, there.ref],
    }
    return [secret.ref, shut.ref, there.ref], refs


def lines(db: Any) -> int:
    """How many lines the trail has."""
    return db.session.scalar(select(func.count()).select_from(Change)) or 0


@dataclass
class Found:
    """What came of many calls."""

    statuses: Counter[int] = field(default_factory=Counter)
    never_well: set[str] = field(default_factory=set)
    """Operations to which nobody got an answer that was no refusal: of them nothing was tried."""


def fuzz(client: Any, db: Any, calls: int, seed: int) -> Found:
    """Make so many calls; each is held to the description, and those that changed something are
    sent again."""
    rules.CALLS_A_MINUTE, before = 10**9, rules.CALLS_A_MINUTE
    try:
        return _fuzzed(client, db, calls, seed)
    finally:
        rules.CALLS_A_MINUTE = before


def _fuzzed(client: Any, db: Any, calls: int, seed: int) -> Found:
    there, chance = world(client), Random(seed)
    document = client.get("/api/v1/openapi.json").json
    every = operations(document)
    found = Found(never_well={f"{each.method} {each.path}" for each in every})
    cursors = ["none-of-ours"]
    for number in range(calls):
        asks, operation = there.systems[number % 3], every[number // 3 % len(every)]
        maker = _maker(document, there, asks, operation, chance, db)
        maker.cursors = cursors
        wrong = chance.choice((0.0, 0.0, 0.0, 0.02, 0.3))
        path, body, headers = maker.call(operation, wrong)
        answer = _held_to(document, there, asks, operation, path, body, headers, db)
        if answer.status_code == 200 and "cursor" in answer.json:
            cursors = [*cursors[-6:], answer.json["cursor"]]
        found.statuses[answer.status_code] += 1
        if answer.status_code in (200, 201):
            found.never_well.discard(f"{operation.method} {operation.path}")
    return found


def _maker(
    document: Any, there: World, asks: Asks, operation: Operation, chance: Random, db: Any
) -> Maker:
    """What this system may make a call of: its own ids, ours, others', and nobody's."""
    rows = db.session.execute(select(ExternalKey.kind, ExternalKey.key).order_by(ExternalKey.id))
    known = [(PATHS.get(kind, kind), key) for kind, key in rows][:60]
    own, begins = asks.system.key, there.own[asks.system.key]
    systems = [own] * 6 + ["hearth"] * 3 + ["casework", "portal", "nobody"]
    maker = Maker(document, chance, [key for _, key in known] + ["new-1", "77"], systems)
    for kind, refs in there.refs.items():
        maker.pairs[kind] = [("hearth", ref) for ref in refs]
    for kind, key in known:
        whose = [own] if key.startswith(begins) else list(there.own)
        maker.pairs.setdefault(kind, []).extend((each, key) for each in whose)
    if operation.method != "GET":  # what it writes, it names by its own words
        maker.keys = [f"{begins}-{number}" for number in range(4)]
    if operation.method == "PUT" and "/referrals" not in operation.path:
        of = operation.path.split("/")[3]
        maker.pairs = {**maker.pairs, of: [(own, key) for key in maker.keys]}
        if of == "availability":
            maker.pairs["household"] = [("hearth", ref) for ref in there.refs["availability"]]
    return maker


PATHS = {"child": "children", "placement": "placements", "referral": "referrals"}
"""Under which address a kind of key is asked for."""


def _held_to(
    document: Any,
    there: World,
    asks: Asks,
    operation: Operation,
    path: str,
    body: Any,
    headers: dict[str, str],
    db: Any,
) -> Any:
    def send() -> Any:
        told = {"json": body} if "requestBody" in operation.told else {}
        return asks.client.open(
            path,
            method=operation.method,
            headers={"Authorization": f"Bearer {asks.token}", **headers},
            **told,
        )

    before = lines(db)
    answer = send()
    what = f"{operation.method} {path} {body!r} {headers}: {answer.status_code} {answer.text[:400]}"
    assert answer.status_code < 500, what
    if operation.method == "GET" or answer.status_code >= 400:
        assert lines(db) == before, f"read or refused, and yet the record changed: {what}"
    told = operation.told["responses"].get(str(answer.status_code))
    if told is None:
        assert answer.status_code in (404, 405, 308), what  # an address of another operation
        return answer
    if answer.status_code in (200, 201) and operation.method != "GET":
        _remember(there, asks, operation, path, body)
    schema = told["content"][answer.mimetype]["schema"]
    assert list(misfits(document, schema, answer.json)) == [], what
    _tells_nothing(there, asks, body, path, answer.text, what)
    _may(asks, operation, answer.status_code, what)
    if answer.status_code in (200, 201) and operation.method != "GET":
        _changes_nothing_again(answer, send, db, what)
    return answer


def _tells_nothing(there: World, asks: Asks, body: Any, path: str, said: str, what: str) -> None:
    """No canary, and no other system's key, but what the system itself has just said."""
    own_words = f"{path} {body!r}"
    for canary in there.never:
        assert canary not in said or canary in own_words, f"{canary}: {what}"
    for key, begins in there.own.items():
        if key != asks.system.key:
            others = set(re.findall(rf"{begins}[\w-]*", said)) - there.called[asks.system.key]
            assert not others or begins in own_words, f"{others}: {what}"


def _remember(there: World, asks: Asks, operation: Operation, path: str, body: Any) -> None:
    """What a system called a record of its own in a call that was taken."""
    if operation.method == "PUT":
        there.called[asks.system.key].add(path.partition("?")[0].rpartition("/")[2])
    if isinstance(body, dict):
        there.called[asks.system.key].add(str(body.get("key")))


def _may(asks: Asks, operation: Operation, status: int, what: str) -> None:
    """A call outside its scopes is refused, whatever is sent with it."""
    (scope,) = operation.told["security"][0]["token"]
    if Scope(scope) not in asks.system.scopes:
        assert status == 403, what


def _changes_nothing_again(answer: Any, send: Any, db: Any, what: str) -> None:
    before = lines(db)
    again = send()
    assert again.status_code == answer.status_code, f"{what} then {again.text[:300]}"
    assert lines(db) == before, f"the trail grew: {what}"
    if "outcome" in answer.json and answer.request.method == "PUT":
        assert again.json["outcome"] == "unchanged", f"{what} then {again.text[:300]}"
    else:
        assert again.data == answer.data, what
