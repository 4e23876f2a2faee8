"""Stays, staying put and parents alongside, done at random: what is allowed, what counts on each
day and on what basis each child stands are as the slow oracles say."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.children import actions as children
from app.children.codes import Ls, PlaceProvider
from app.children.kinds import Basis
from app.core.db import transaction
from app.core.errors import RuleBroken
from app.core.today import today
from app.oversight import standing
from app.register import queries as register
from app.register import rules as room_rules
from app.staying import actions
from app.staying.kinds import StayedUntil, StayFor
from sufficiency.period import Period
from sufficiency.types import Kind, Sex
from tests import builders as make
from tests.builders import HEREFORDSHIRE, SOMEBODY
from tests.oracles import basis as basis_oracle
from tests.oracles import shapes as oracle

DAY = timedelta(days=1)
WORLDS = {"sqlite": 3, "postgresql": 2}
"""So many in `make test`; thousands of days in tests/soak/test_shapes.py."""

KINDS = (Kind.SHORT_TERM, Kind.LONG_TERM, Kind.PARENT_AND_CHILD, Kind.REMAND, None)


class Told:
    """A world in plain words, and the same in the record."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.homes, self.rows, self.world = (
            {},
            {},
            {
                "today": today(),
                "authority": HEREFORDSHIRE,
                "homes": {},
                "children": {},
            },
        )
        for number in range(3):
            overall = self.random.choice((1, 2, 3, 4, 4))
            home = make.household(
                f"Home {seed}.{number}", places=overall, postcode="HR6 8AB", bedrooms=1
            )
            self.homes[str(home.id)] = home
            self.world["homes"][str(home.id)] = {"overall": overall, "parents": []}
        for _ in range(4):
            self.child()

    def home(self) -> str:
        """Any of the homes."""
        return self.random.choice(list(self.homes))

    def child(self) -> None:
        """Somebody fostered with room, who may just have turned eighteen; or on short breaks."""
        random, day = self.random, today()
        ls = random.choice((Ls.C2, Ls.C2, Ls.V2, Ls.J1, Ls.V3))
        grown = ls is not Ls.V3 and random.random() < 0.3
        born = (
            _years_before(day - random.randint(0, 20) * DAY, 18)
            if grown
            else make.birthday(random.randint(0, 16))
        )
        since = day - random.randint(40, 120) * DAY
        since = max(since, born)
        who = make.child(born=born, status=None, sex=Sex.FEMALE)
        children.begin_legal_status(who, status=ls, need="N1", starts_on=since, by=SOMEBODY)
        told = {"born": born, "ls": ls.value, "since": since, "lives": [], "put": None}
        self.world["children"][str(who.id)] = told
        self.rows[str(who.id)] = who
        home = self.home()
        room = [
            oracle.counted(self.world, home, each)["left"]
            for each in oracle.days_between(since, day + 95 * DAY)
        ]
        if ls is Ls.V3 or min(room) < 1:
            return
        kind = random.choice(KINDS)
        make.placed(
            who,
            self.homes[home],
            since=since,
            kind=kind,
            basis=Basis.FOSTER,
            place_provider=PlaceProvider.PR1,
        )
        told["lives"].append(
            {
                "home": home,
                "from": since,
                "to": None,
                "code": "U6",
                "stay": False,
                "kind": kind.value if kind else None,
            }
        )

    # ------------------------------------------------------------------------------------- acts

    def act(self) -> None:
        """One thing is tried; the record takes it just when the oracle would."""
        self.random.choice((self.stay, self.stay, self.stay, self.put, self.unput, self.parent))()

    def stay(self) -> None:
        """A stay with other carers."""
        name, home = self.random.choice(list(self.rows)), self.home()
        why = self.random.choice(list(StayFor))
        if self.random.random() < 0.85:  # mostly what fits the child's legal status
            breaks = self.world["children"][name]["ls"] == "V3"
            why = (
                StayFor.SHORT_BREAK
                if breaks
                else self.random.choice((StayFor.CARERS_AWAY, StayFor.RESPITE))
            )
        first = today() + self.random.randint(-1, 70) * DAY
        longest = oracle.LONGEST[why.value]
        last = first + self.random.choice((1, 3, longest, longest, longest + 1)) * DAY
        allowed = oracle.may_stay(self.world, name, home, why.value, first, last)
        try:
            row = actions.arrange_stay(
                self.rows[name],
                self.homes[home],
                why=why,
                starts_on=first,
                ends_on=last,
                by=SOMEBODY,
            )
        except RuleBroken as refused:
            says = [each.says for each in refused.breaches]
        else:
            says = None
        assert allowed is (says is None), (name, home, why, first, last, says)
        if says is not None:
            return
        assert row.place.value == oracle.CODES[why.value]
        self.world["children"][name]["lives"].append(
            {
                "home": home,
                "from": first,
                "to": last,
                "code": row.place.value,
                "stay": True,
                "kind": row.kind.value if row.kind else None,
            }
        )

    def put(self) -> None:
        """Staying put."""
        name = self.random.choice(list(self.rows))
        told = self.world["children"][name]
        day = _birthday(told["born"], 18)
        main = [each for each in told["lives"] if not each["stay"] and oracle.on(each, day - DAY)]
        allowed = day <= today() and bool(main) and told["put"] is None
        places = self.random.choice((0, 1))
        try:
            row = actions.begin_staying_put(self.rows[name], places=places, by=SOMEBODY)
        except RuleBroken:
            assert not allowed, name
            return
        assert allowed, name
        told["put"] = {
            "home": main[0]["home"],
            "from": day,
            "to": None,
            "places": places,
            "row": row,
        }
        for each in told["lives"]:
            if each["to"] is None:
                each["to"] = max(day, each["from"])

    def unput(self) -> None:
        """Staying put ends."""
        putting = [
            child["put"]
            for child in self.world["children"].values()
            if child["put"] is not None and child["put"]["to"] is None
        ]
        if putting:
            one = self.random.choice(putting)
            actions.end_staying_put(
                one["row"], on=today(), because=StayedUntil.MOVED_ON, by=SOMEBODY
            )
            one["to"] = today()

    def parent(self) -> None:
        """A grown-up parent comes to live there too."""
        name = self.random.choice(list(self.rows))
        mains = [
            each
            for each in children.open_placements(self.rows[name])
            if each.household_id is not None and not each.temporary
        ]
        if not mains:
            return
        since = max(today() - self.random.randint(0, 30) * DAY, mains[0].starts_on)
        actions.add_parent(
            mains[0],
            given_name=f"Parent of {name}",
            family_name=f"No {self.random.random()}",
            born=date(1990, 1, 1),
            sex=Sex.FEMALE,
            starts_on=since,
            by=SOMEBODY,
        )
        parents = self.world["homes"][str(mains[0].household_id)]["parents"]
        parents.append({"from": since, "to": None})

    # ----------------------------------------------------------------------------------- compared

    def compare(self, days: int) -> int:
        """Some days of every home and every child; gives how many answers were compared."""
        compared = 0
        around = [today() + n * DAY for n in range(-60, 90)]
        for day in self.random.sample(around, days):
            rooms = register.rooms(
                {home.id for home in self.homes.values()}, around=Period(day, day + DAY)
            )
            for name, home in self.homes.items():
                found = room_rules.limits_on(rooms[home.id], day)
                said = {
                    "terms": found[0].taken,
                    "limit": found[1].taken,
                    "beds": found[2].taken,
                    "left": register.places_left(home.id, day),
                }
                assert said == oracle.counted(self.world, name, day), (name, day)
                compared += 1
            compared += self._bases(day)
        return compared

    def _bases(self, day: date) -> int:
        right = oracle.for_the_basis(self.world)
        for name in self.rows:
            if day < self.world["children"][name]["since"]:
                continue
            found = standing.basis(int(name), day)
            said = {
                "kind": found.kind.value,
                "since": found.since,
                "faults": {each.code.value for each in found.breaches},
                "verdict": found.verdict.value,
            }
            assert said == basis_oracle.answer(right, name, day), (name, day)
        return len(self.rows)


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def _birthday(born: date, years: int) -> date:
    return date(born.year + years, born.month, born.day)


def a_world(seed: int, acts: int, days: int) -> int:
    """Tell a world, do some things in it, and compare; gives how many answers were compared."""
    with transaction():
        told = Told(seed)
    for _ in range(acts):
        told.act()
    return told.compare(days)


def test_what_is_allowed_and_what_counts_are_as_the_oracles_say(db):
    make.postcodes()
    worlds = WORLDS[db.engine.dialect.name]
    assert sum(a_world(seed, acts=12, days=4) for seed in range(worlds)) > 16 * worlds
