"""Everything that leaves the house of a record full of marks, for each who may receive it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

from app.children.models import Child
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.present import to_csv, to_xlsx
from app.core.reader import reading_without
from app.core.today import now
from app.documents.kinds import LetterKey
from app.documents.letters import prepare
from app.documents.letters.fields import LETTERS
from app.money import present as money
from app.nights import actions as nights
from app.nights.rules import night_of
from app.people.models import Household, Person
from app.placements import papers
from app.placements.kinds import Item
from app.restricted import queries as restricted
from app.statute.care_planning.begun import Recipient
from tests.leaving.marks import Artefact, word
from tests.leaving.world import PROVIDERS, Family, World, offer_number

LISTS = ("children", "placements", "referrals", "sent", "offers", "availability")
REFUSED = b"refused"
"""Stands where a document would have told somebody what they may not know, and was not made."""


FEW = ("/children", "/register")
FEW_READERS = ("officer who knows them", "another child’s worker")
"""Lists that a small run takes away, and as whom; a long one takes every list, as everybody."""

ONE_SYSTEM = ("portal",)
"""A small run asks as one system, of which no child has a key."""


def everything(
    app: Any, world: World, signed_in: Callable[..., Any], *, turns: int = 1
) -> Iterator[Artefact]:
    """Each artefact, one after another. `turns`: of so many papers and files one is made."""
    mine = count()

    def its_turn() -> bool:
        return next(mine) % turns == 0

    for family in world.families:
        yield from messages(family)
        yield from documents(family, its_turn)
    small = turns > 1
    yield from to_systems(world, ONE_SYSTEM if small else tuple(world.systems))
    yield from for_finance(world)
    readers = FEW_READERS if small else tuple(world.readers)
    yield from exports(app, world, signed_in, readers, FEW if small else None)
    yield from tonight(app, world)
    for family in world.families:
        yield from by_link(app, family)


def _shown(kind: str, audience: str, about: int, answer: Any) -> Artefact:
    """A page, with the headers that go with it."""
    return Artefact(kind, audience, about, str(answer.headers), answer.get_data())


# ------------------------------------------------------------------------------------ providers


def messages(family: Family) -> Iterator[Artefact]:
    """What each provider is written, before any link is opened."""
    for provider, said in family.messages.items():
        yield Artefact("message", f"provider {provider}", family.number, "", said.encode())


def by_link(app: Any, family: Family) -> Iterator[Artefact]:
    """What the holder of each link sees: before and after Start, typing, sending and after."""
    for provider, token in family.links.items():
        holder, address = app.test_client(), f"/link/{token}"
        holder.check_pages = False

        def seen(answer: Any, provider: int = provider) -> Artefact:
            return _shown("link", f"provider {provider}", family.number, answer)

        yield seen(holder.get(address))
        yield seen(holder.post_form(address, start="yes"))
        yield seen(holder.get(address))
        if provider != PROVIDERS[0]:
            continue
        whose = offer_number(family.number, provider)
        typed = {
            "reply": "offer",
            "no_offer": "",
            "called": word("typed", whose),
            "postcode": "SY8 1AA",
            "weekly_pounds": "985",
            "from_on": "today",
            "good_until": "",
            "home_words": word("typed", whose),
            "conditions": "",
            "words": "",
        }
        yield seen(holder.post_form(address, **{**typed, "weekly_pounds": ""}, send="yes"))
        yield seen(holder.post_form(address, **typed, save="yes"))
        yield seen(holder.get(f"{address}?saved=yes"))
        yield seen(holder.post_form(address, **typed, send="yes"))
        yield seen(holder.get(address))


# ------------------------------------------------------------------------------------ out of hours


def tonight(app: Any, world: World) -> Iterator[Artefact]:
    """Tonight's sheet by link, for two holders; and after it was taken back."""
    for holder in ("Out of hours, first", "Out of hours, second"):
        by = world.readers["named manager"]
        sheet, (_, token) = nights.sign_out(holder=holder, night=night_of(now()), by=by)
        browser, address = app.test_client(), f"/link/{token}"
        browser.check_pages = False
        yield _shown("sheet begun", "out of hours", 0, browser.get(address))
        yield _shown("sheet begun", "out of hours", 0, browser.post_form(address, start="yes"))
        yield _shown("sheet", "out of hours", 0, browser.get(address))
        nights.take_back(sheet, by=by)
        yield _shown("sheet begun", "out of hours", 0, browser.get(address))


# --------------------------------------------------------------------------------------- documents


def documents(family: Family, its_turn: Callable[[], bool]) -> Iterator[Artefact]:
    """Each paper of a placement and each letter, for each who may be sent it."""
    for kind, audience, make_them in (*_of_the_placement(family), *_letters(family)):
        if its_turn():
            yield from _files(kind, audience, family, make_them)


Paper = tuple[str, str, Callable[[], Any]]
"""Of which kind, for whom, and what makes its files."""


FAMILY = (Recipient.PARENTS, Recipient.CONTACT, Recipient.BEFORE)


def _of_the_placement(family: Family) -> Iterator[Paper]:
    by, placement = family.worker, db.session.merge(family.placement)
    child = db.session.get_one(Child, family.child.id)
    for to in Recipient:
        what = "doctor" if to is Recipient.DOCTOR else "reader"
        name = f"{'Dr' if what == 'doctor' else 'Ms'} {word(what, family.number)}"
        audience = f"{to.value}: {name}"
        start = Item.AREA if to is Recipient.AREA else Item.NOTICE
        for item in (start, Item.NOTICE_OF_END):
            told = {"item": item, "to": to, "name": name, "by": by}
            kind = "notice to the family" if to in FAMILY else "notice"
            kind = "notice to the area" if item is Item.AREA else kind
            yield kind, audience, partial(papers.notice_files, placement, child, **told)
        plan = partial(papers.plan_files, placement, child, recipient=name, by=by)
        yield "plan", audience, plan


def _letters(family: Family) -> Iterator[Paper]:
    home = db.session.get_one(Household, family.home.id)
    carer = db.session.get_one(Person, family.carer.id)
    strangers = (f"Ms {word('reader', family.number)}", f"Dr {word('doctor', family.number)}")
    for key in LetterKey:
        facts = {field.name: field.example for field in LETTERS[key]}
        for reader in (carer, *strangers):
            for with_address in (False, True):

                def made(
                    key: LetterKey = key,
                    facts: dict[str, Any] = facts,
                    reader: Person | str = reader,
                    with_address: bool = with_address,
                ) -> Any:
                    return prepare(
                        key,
                        f"household:{home.id}",
                        recipient=reader,
                        with_address=with_address,
                        by=family.worker,
                        **facts,
                    ).files

                kind = "letter with address" if with_address else "letter"
                yield kind, reader if isinstance(reader, str) else "carer", made


def _files(
    kind: str, audience: str, family: Family, make_them: Callable[[], Any]
) -> Iterator[Artefact]:
    try:
        files = make_them()
    except RuleBroken as refused:
        said = "; ".join(each.says for each in refused.breaches)
        yield Artefact(kind, audience, family.number, said, REFUSED)
        return
    for file in files:
        yield Artefact(kind, audience, family.number, file.name, file.content)


# ----------------------------------------------------------------------------------------- systems


def to_systems(world: World, names: Sequence[str]) -> Iterator[Artefact]:
    """Whatever each system is answered: lists, each record by its own name and by ours."""
    for name in names:
        asks = world.systems[name]
        asks.client.check_pages = False
        for what in LISTS:
            yield _shown(f"api {what}", f"system {name}", 0, asks.get(f"/{what}?limit=200"))
        for family in world.families:
            for kind, path in (
                ("children", f"/children/hearth/{family.child.ref}"),
                ("children", f"/children/casework/{word('casekey', family.number)}"),
                ("placements", f"/placements/hearth/{family.placement.ref}"),
                ("referrals", f"/referrals/hearth/{family.referral.ref}"),
                ("standard", f"/referrals/hearth/{family.referral.ref}/standard"),
            ):
                answer = asks.get(path)
                about = family.number if answer.status_code == 200 else 0
                said = json.dumps(answer.json, ensure_ascii=False).encode()
                headers = str(answer.headers)
                yield Artefact(f"api {kind}", f"system {name}", about, headers, said)


# ----------------------------------------------------------------------------- files of the record


def for_finance(world: World) -> Iterator[Artefact]:
    """Each file for finance as each who keeps money takes it, with finance's own numbers."""
    for reader in ("service manager", "named manager"):
        user = world.readers[reader]
        with reading_without(restricted.shut_to(user)):
            for file in world.files:
                rows, columns = money.read(file, "finance")
                for name, content in (
                    (f"{file.kind.value}.csv", to_csv(columns, rows)),
                    (f"{file.kind.value}.xlsx", to_xlsx("File", columns, rows)),
                ):
                    yield Artefact(f"finance {file.kind.value}", reader, 0, name, content)


def exports(
    app: Any,
    world: World,
    signed_in: Callable[..., Any],
    readers: Sequence[str],
    some: Sequence[str] | None,
) -> Iterator[Artefact]:
    """Every list that can be taken away as a file, or some, as each reader takes it."""
    every = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and "<" not in rule.rule and not rule.rule.startswith("/api/")
    )
    for reader in readers:
        browser = signed_in(world.readers[reader])
        browser.check_pages = False
        for path in some or _downloads(browser, reader, every):
            for way in ("csv",) if some else ("csv", "xlsx"):
                answer = browser.get(f"{path}?format={way}")
                yield _shown(f"export {path}", reader, 0, answer)


_PATHS: dict[str, list[str]] = {}


def _downloads(browser: Any, reader: str, every: list[str]) -> list[str]:
    """Which lists this reader can take away, found out once: they are the same in any record."""
    if reader not in _PATHS:
        _PATHS[reader] = [
            path
            for path in every
            if "attachment"
            in browser.get(f"{path}?format=csv").headers.get("Content-Disposition", "")
        ]
    return _PATHS[reader]
