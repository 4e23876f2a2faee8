"""A record full of marks: families with their homes, those who ask to take a child, those who look.

What is drawn differs from record to record: how many places a home has, whether its address is
protected, who is restricted, whom somebody here knows. What is planted never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from random import Random
from typing import Any
from urllib.parse import unquote

from app.accounts.models import User
from app.accounts.roles import Role
from app.children import actions as children
from app.children.models import Child, Placement, Referral
from app.commissioning.actions import out
from app.commissioning.kinds import CameBy, Reply
from app.commissioning.queries import referrals as sent_out
from app.core.db import transaction
from app.core.today import today
from app.documents import actions as documents
from app.money import actions as money
from app.money.kinds import FileKind, Level, Spent
from app.nights import actions as nights
from app.people import actions as people
from app.people.models import Household, MemberRole, Person, Provider
from app.people.places import load_postcodes
from app.placements.actions import lists as placements
from app.placements.kinds import PlanPart
from app.register import actions as register
from app.register.models import HoldReason
from app.restricted import actions as restricted
from app.restricted.kinds import Knows, RestrictedFor
from app.supervision.visits import actions as visits
from sufficiency.types import Fact, Kind, Sex
from tests import builders as make
from tests.api.conftest import READS, Asks, let_in
from tests.commissioning import asked as going_out
from tests.leaving.marks import Known, word
from tests.money.test_files import rates

DAY = timedelta(days=1)
PROVIDERS = (901, 902, 903)
"""Providers are told apart by these numbers, families by 1 and on."""

RISK = "Risk Present"


@dataclass
class Family:
    """One family, and the home in which its first child lives."""

    number: int
    child: Child
    home: Household
    carer: Person
    placement: Placement
    referral: Referral
    worker: User
    places: int
    protected: bool
    on_hold: bool
    restricted: bool
    told_where: tuple[str, ...]
    """Who may be told where the home is, by name."""

    names_home_of: int = 0
    """Of which other family the plan tells where the home is, a protected one; 0: of none."""

    links: dict[int, str] = field(default_factory=dict)
    """Of each provider that was asked, the token of its link."""

    messages: dict[int, str] = field(default_factory=dict)
    """What each provider is written."""

    offered: frozenset[int] = frozenset()
    """Providers of which an offer stands."""

    @property
    def is_full(self) -> bool:
        """Whether nobody else has room in the home tonight."""
        return self.places < 2


@dataclass
class World:
    """Everything that was planted, and who looks at it."""

    families: list[Family]
    known: Known
    providers: dict[int, Provider]
    systems: dict[str, Asks]
    readers: dict[str, User]
    """Who works here, by what they are to these families."""

    acquainted: int
    """The family of which somebody here knows somebody."""

    files: list[Any] = field(default_factory=list)


def plant(app: Any, signed_in: Any, seed: int, families: int) -> World:
    """A record of so many families, by a seed."""
    chance = Random(seed)
    known = Known()
    make.postcodes()
    load_postcodes(_postcodes(families))
    make.own_service()
    rates()
    readers = {
        "officer": make.user(Role.PLACEMENT_OFFICER, name="Priya Shah"),
        "officer who knows them": make.user(Role.PLACEMENT_OFFICER, name="Ola Brand"),
        "service manager": make.user(Role.SERVICE_MANAGER, name="Una Marsh"),
        "named manager": make.user(Role.SERVICE_MANAGER, name="Ivo Lunt"),
        "another child’s worker": make.user(Role.CHILD_SOCIAL_WORKER, name="Mae Tibbs"),
        "commissioner": make.user(Role.COMMISSIONER, name="Cyd Rowe"),
    }
    systems = {
        "casework": let_in(app.test_client(), "casework", name="Case system"),
        "portal": let_in(app.test_client(), "portal", name="Commissioning portal"),
        "reports": let_in(app.test_client(), "reports", READS, name="Reports"),
    }
    asked = {number: _provider(number, known) for number in PROVIDERS}
    order = chance.sample(range(1, families + 1), families)
    shut, acquainted = set(order[: max(1, families // 6)]), order[-1]
    found = World([], known, asked, systems, readers, acquainted)
    for number in range(1, families + 1):
        with transaction():
            family = _family(number, chance, known, restricted_too=number in shut)
        found.families.append(family)
    with transaction():
        _of_another_home(found)
    browser = signed_in(readers["officer"])
    for family in found.families:
        _sent_out(family, found, browser, readers["officer"])
        _offered(family, found, chance)
    for family in found.families:
        if family.restricted:
            _restrict(family, readers["named manager"])
    _knows(found.families[acquainted - 1], readers["officer who knows them"])
    with transaction():
        nights.set_duty_number(
            agency="Night line of Teme",
            phone="01632 960123",
            offers="Foster homes",
            starts_on=today(),
            by=make.SOMEBODY,
        )
    found.files = [money.make_file(kind, by=readers["named manager"]) for kind in FileKind]
    return found


def outward(number: int, which: int) -> str:
    """The first half of a postcode that nobody else has."""
    place = 3 * (number % 840) + which
    return f"Z{'ABCDEFGHJKLMNPRSTUWY'[place % 20]}{10 + place // 20}"


def _postcodes(families: int) -> Iterator[dict[str, Any]]:
    places = [(number, which) for number in range(1, families + 1) for which in range(3)]
    for number, which in [*places, *((number, 0) for number in PROVIDERS)]:
        yield {
            "postcode": _postcode(number, which),
            "easting": 342_000 + 37 * (number % 100) + 400 * which,
            "northing": 259_000 + 53 * (number % 100),
            "authority_code": make.HEREFORDSHIRE,
        }


def _postcode(number: int, which: int) -> str:
    return f"{outward(number, which)} {1 + which}AA"


def _provider(number: int, known: Known) -> Provider:
    made = going_out.agency(
        f"{word('agency', number)} Fostering",
        contact_name=f"Desk {word('desk', number)}",
        email=f"{word('agencymail', number)}@example.org",
    )
    known.note("providerref", number, made.ref)
    known.note("offercode", number, _postcode(number, 0))
    return made


def _family(number: int, chance: Random, known: Known, *, restricted_too: bool) -> Family:
    """A child, the child's sister, the home where the child lives, and what is asked for them."""
    worker = make.user(Role.CHILD_SOCIAL_WORKER, name=f"Ann {word('worker', number)}")
    born = date(2012, 1, 1) + DAY * (29 * number + chance.randrange(20))
    child = make.child(
        word("given", number),
        family_name=word("family", number),
        born=born,
        sex=chance.choice((Sex.FEMALE, Sex.MALE)),
        social_worker=worker,
    )
    sister = make.child(word("sister", number), family_name=word("sistername", number))
    make.siblings(child, sister)
    children.set_family_home(
        child, postcode=_postcode(number, 1), starts_on=make.LONG_AGO, by=make.SOMEBODY
    )
    children.set_school(
        child,
        school=f"{word('school', number)} Academy",
        postcode=_postcode(number, 2),
        starts_on=make.LONG_AGO,
        by=make.SOMEBODY,
    )
    children.record_need(
        child,
        fact=Fact.DRIVES,
        must_be=True,
        why=word("needwhy", number),
        starts_on=today(),
        by=make.SOMEBODY,
    )
    for system, what in (("casework", "casekey"), ("finance", "finkey")):
        people.set_external_key(
            "child", child.id, system=system, key=word(what, number), by=make.SOMEBODY
        )
    places, protected = chance.choice((1, 2, 3)), chance.random() < 0.4
    on_hold = chance.random() < 0.2
    home, carer = _home(number, places, known, protected=protected, on_hold=on_hold)
    placement = make.placed(child, home, since=today() - chance.randrange(20, 60) * DAY)
    referral = children.open_referral(
        [child],
        needed_on=today(),
        kind=Kind.SHORT_TERM,
        home_postcode=_postcode(number, 1),
        school_postcode=_postcode(number, 2),
        together_why=word("asked", number),
        avoid=outward(number, 0),
        answers={
            "riskOther": word("risk", number),
            "riskMissing": RISK,
            "local": {"likes": word("likes", number)},
        },
        by=make.SOMEBODY,
    )
    known.note("born", number, born)
    known.note("homecode", number, _postcode(number, 0))
    known.note("homearea", number, outward(number, 0))
    known.note("familycode", number, _postcode(number, 1))
    known.note("familyarea", number, outward(number, 1))
    known.note("schoolcode", number, _postcode(number, 2))
    known.note("schoolarea", number, outward(number, 2))
    known.note("childref", number, child.ref)
    known.note("homeref", number, home.ref)
    known.note("placementref", number, placement.ref)
    known.note("referralref", number, referral.ref)
    known.note("sisterref", number, sister.ref)
    told = (f"Dr {word('doctor', number)}",) if chance.random() < 0.5 else ()
    for name in told:
        documents.tell_address(
            home,
            told_name=name,
            why="They come to the house.",
            decided_by="A. Manager",
            by=make.SOMEBODY,
        )
    _plan(number, placement, chance)
    return Family(
        number,
        child,
        home,
        carer,
        placement,
        referral,
        worker,
        places,
        protected,
        on_hold,
        restricted_too,
        told,
    )


def _home(
    number: int, places: int, known: Known, *, protected: bool, on_hold: bool
) -> tuple[Household, Person]:
    driver = make.worker(word("driver", number))
    home = make.household(
        f"The {word('home', number)}s", carers=0, places=places, supervised_by=driver
    )
    phone = f"07{700 + number // 1000:03} {number:03}{number:03}"
    carer = people.add_person(
        given_name=word("carer", number),
        family_name=word("home", number),
        born=date(1970, 1, 1) + DAY * number,
        phone=phone,
        email=f"{word('mail', number)}@example.org",
        by=make.SOMEBODY,
    )
    people.join_household(
        home, carer, role=MemberRole.CARER, starts_on=make.LONG_AGO, by=make.SOMEBODY
    )
    register.approve(home, carer, starts_on=make.LONG_AGO, by=make.SOMEBODY)
    people.move_household(
        home,
        line=f"{number} {word('street', number)} Lane",
        postcode=_postcode(number, 0),
        starts_on=make.LONG_AGO,
        protected=protected,
        by=make.SOMEBODY,
    )
    if on_hold:
        register.put_on_hold(
            home,
            reason=HoldReason.ALLEGATION,
            starts_on=today(),
            note=word("hold", number),
            by=make.SOMEBODY,
        )
    people.set_external_key(
        "household", home.id, system="finance", key=word("payee", number), by=make.SOMEBODY
    )
    money.set_level(home, level=Level.TWO, starts_on=make.LONG_AGO, by=make.SOMEBODY)
    visit = visits.record_visit(
        home,
        told=visits.Told(worker=driver, visited_on=today(), miles=7, words=word("visit", number)),
        by=driver,
    )
    money.record_expense(visit, spent=Spent.PARKING, pence=240, by=driver)
    known.note("phone", number, phone)
    known.note("carerborn", number, date(1970, 1, 1) + DAY * number)
    return home, carer


def _plan(number: int, placement: Placement, chance: Random) -> None:
    """The placement plan as somebody wrote it: of some, with where the carers live."""
    answers = {part: f"{word('plan', number)}: as agreed." for part in PlanPart}
    if says_where(number):
        answers[PlanPart.CONTACT] = f"At {number} {word('street', number)} Lane on Sundays."
    placements.write_plan(placement, answers=answers, by=make.SOMEBODY)


def _of_another_home(world: World) -> None:
    """Some plans tell where somebody else's carers live, as where a sister is visited."""
    for family in world.families:
        others = [each for each in world.families if each.protected and each is not family]
        if others and family.number % 4 == 2:
            other = others[family.number % len(others)].number
            answers = {part: f"{word('plan', family.number)}: as agreed." for part in PlanPart}
            answers[PlanPart.CONTACT] = f"At {word('street', other)} Lane, {_postcode(other, 0)}."
            placements.write_plan(family.placement, answers=answers, by=make.SOMEBODY)
            family.names_home_of = other


def says_where(number: int) -> bool:
    """Whether the plan of this family tells where the carers live."""
    return number % 4 == 1


def _sent_out(family: Family, world: World, browser: Any, by: User) -> None:
    """The profile drafted, released and sent to every provider, as an officer does it."""
    for step in (sent_out.Step.OWN, sent_out.Step.AGENCIES):
        out.widen(family.referral, step=step, why=word("widened", family.number), by=by)
    going_out.released(family.referral, by)
    page = browser.post_form(
        f"/out/{family.referral.ref}/send",
        providers=[each.ref for each in world.providers.values()],
        answer_by=f"{today() + DAY:%d/%m/%Y}",
    ).text
    for address in re.findall(r'href="(mailto:[^"]+)"', page):
        said = unquote(unescape(address))
        (number,) = (n for n in PROVIDERS if word("agencymail", n).lower() in said.lower())
        family.messages[number] = said
        family.links[number] = re.findall(r"/link/([\w-]+)", said)[0]


def _offered(family: Family, world: World, chance: Random) -> None:
    """Some answered by e-mail already; the first waits for its link to be opened."""
    sendings = [each.sending for each in sent_out.whole(family.referral, today()).sent]
    by_provider = {each.provider_id: each for each in sendings}
    offered = set()
    for number in PROVIDERS[1:]:
        if number != PROVIDERS[1] and chance.random() < 0.4:
            continue
        whose = offer_number(family.number, number)
        offer = out.record_reply(
            by_provider[world.providers[number].id],
            came_by=CameBy.EMAIL,
            reply=Reply.OFFER,
            words=word("answer", whose),
            offer={
                "called": word("offer", whose),
                "postcode": _postcode(number, 0),
                "weekly_pounds": price(whose),
                "from_on": today(),
                "good_until": None,
                "conditions": word("terms", whose),
                "words": word("offered", whose),
            },
            by=make.SOMEBODY,
        )
        world.known.note("price", whose, price(whose))
        world.known.note("offerref", whose, offer.ref)
        offered.add(number)
    family.offered = frozenset(offered)


def offer_number(family: int, provider: int) -> int:
    """What tells one offer from another: of which family, and whose."""
    return 10 * family + provider - PROVIDERS[0]


def price(whose: int) -> int:
    """What an offer costs a week, in pounds: no other does."""
    return 5_000 + whose


def _restrict(family: Family, reader: User) -> None:
    for record in ({"household": family.home}, {"child": family.child}):
        restricted.restrict(
            because=RestrictedFor.MEDIA,
            says=word("media", family.number),
            readers=[reader],
            by=make.SOMEBODY,
            **record,
        )


def _knows(family: Family, user: User) -> None:
    restricted.record_conflict(
        user, knows=Knows.RELATIVE, household=family.home, says="A cousin.", by=make.SOMEBODY
    )
