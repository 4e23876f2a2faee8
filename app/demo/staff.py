"""Who works for the demonstration's council, and which household each has had.

One person for each role, with an address that says which, and the fostering social workers and
children's social workers who carry cases. Social workers come and go as they do everywhere; when
one leaves, the others take over. The last to leave left some households with nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from heapq import heappop, heappush

from app.accounts.roles import Role
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import TAKEN_OVER


@dataclass(frozen=True)
class Worker:
    """Somebody who works, or worked, here."""

    name: str
    email: str
    role: Role
    joined: date = TAKEN_OVER
    left: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether this person works here on a day."""
        return self.joined <= day and (self.left is None or self.left > day)


def _one(name: str, address: str, role: Role) -> Worker:
    return Worker(name, f"{address}@hearth.example", role)


ONE_FOR_EACH_ROLE = (
    _one("Tessa Marlow", "team.manager", Role.TEAM_MANAGER),
    _one("Polly Ashdown", "placement.officer", Role.PLACEMENT_OFFICER),
    _one("Priya Dell", "panel.adviser", Role.PANEL_ADVISER),
    _one("Martin Pell", "panel.member", Role.PANEL_MEMBER),
    _one("Rosamund Thackwell", "panel.chair", Role.PANEL_MEMBER),
    _one("Dora Makepeace", "decision.maker", Role.DECISION_MAKER),
    _one("Nora Fairfax", "nominated.officer", Role.NOMINATED_OFFICER),
    _one("Selina Marchbanks", "service.manager", Role.SERVICE_MANAGER),
    _one("Diana Croft", "director", Role.DIRECTOR),
    _one("Ivo Rennick", "reviewing.officer", Role.REVIEWING_OFFICER),
    _one("Connie Merrow", "commissioner", Role.COMMISSIONER),
    _one("Adam Tynan", "administrator", Role.ADMINISTRATOR),
    _one("Ines Pector", "inspector", Role.INSPECTOR),
)
"""Whoever signs in as each role, and the panel’s chair; both kinds of social worker are below."""

FOSTERING_WORKERS = (
    ("Fran Somerby", date(2016, 4, 1), None),
    ("Gordon Leake", date(2016, 4, 1), date(2018, 5, 18)),
    ("Harriet Coyle", date(2016, 4, 1), date(2021, 2, 26)),
    ("Imran Sethi", date(2016, 4, 1), None),
    ("Judy Wainwright", date(2016, 4, 1), date(2019, 11, 29)),
    ("Kemi Bello", date(2018, 4, 30), None),
    ("Lorna Tate", date(2019, 9, 2), date(2022, 8, 12)),
    ("Marcus Ibbot", date(2020, 1, 6), None),
    ("Nerys Tudor", date(2021, 2, 1), None),
    ("Oonagh Slater", date(2022, 6, 6), date(2024, 9, 27)),
    ("Petra Lindqvist", date(2022, 9, 5), None),
    ("Quentin Moss", date(2023, 4, 3), None),
    ("Rosalind Achebe", date(2024, 9, 2), None),
    ("Stefan Novak", date(2025, 1, 13), None),
)
"""Fostering social workers, when each came, and when some left."""

LATELY_LEFT = "Tamsin Vole"
LEFT_DAYS_AGO = 19
LEFT_WITH_NOBODY = 3
"""Households that the last to leave had, and that nobody has been given yet."""

CHILDRENS_WORKERS = (
    "Abigail Stone",
    "Bilal Hussain",
    "Cerys Morgan-Hale",
    "Dominic Frayn",
    "Esther Quaye",
    "Fergus Hollis",
    "Greta Lomax",
    "Hollie Brandt",
    "Isaac Thorpe",
    "Jemima Rudd",
    "Kofi Asante",
    "Leila Farrow",
)


def everyone(today: date) -> list[Worker]:
    """All who work, or worked, here."""
    lately = Worker(
        LATELY_LEFT,
        _address(LATELY_LEFT),
        Role.SOCIAL_WORKER,
        date(2023, 9, 4),
        today - timedelta(days=LEFT_DAYS_AGO),
    )
    workers = [
        Worker(name, _address(name), Role.SOCIAL_WORKER, joined, left)
        for name, joined, left in FOSTERING_WORKERS
    ]
    children = [
        Worker(name, _address(name), Role.CHILD_SOCIAL_WORKER) for name in CHILDRENS_WORKERS
    ]
    return [*ONE_FOR_EACH_ROLE, *workers, lately, *children]


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@hearth.example"


@dataclass(frozen=True)
class Turn:
    """From this day a worker has a household; None: nobody has it any more."""

    day: date
    home: PlannedHome
    worker: Worker | None


WAITED = (34, 12, 5)
"""Days that the first households of each leaver waited for the next worker."""

SHARED_OUT_EVERY = timedelta(days=120)
"""How often two households of whoever has the most go to whoever has the fewest."""


def turns(homes: Sequence[PlannedHome], today: date) -> list[Turn]:
    """Who had which of our households, from day to day: whoever has the fewest takes the next."""
    return _Team(homes, today).through_the_years()


class _Happens(IntEnum):
    """What comes first of one day."""

    ENDS = 0
    BEGINS = 1
    LEAVES = 2
    GIVEN_AT_LAST = 3
    SHARED_OUT = 4


class _Team:
    """Who has which household, as far as the years have gone."""

    def __init__(self, homes: Sequence[PlannedHome], today: date) -> None:
        self.homes, self.today = homes, today
        self.workers = [each for each in everyone(today) if each.role is Role.SOCIAL_WORKER]
        self.have: dict[int, Worker] = {}
        self.turns: list[Turn] = []
        self.to_come: list[tuple[date, _Happens, int]] = []

    def through_the_years(self) -> list[Turn]:
        """Everything in the order of its days."""
        for n, home in enumerate(self.homes):
            self._happens(max(_begins(home), TAKEN_OVER), _Happens.BEGINS, n)
            if home.ends is not None:
                self._happens(home.ends, _Happens.ENDS, n)
        for n, worker in enumerate(self.workers):
            if worker.left is not None:
                self._happens(worker.left, _Happens.LEAVES, n)
        self._happens(TAKEN_OVER + 2 * SHARED_OUT_EVERY, _Happens.SHARED_OUT, 0)
        does = {
            _Happens.ENDS: self._ends,
            _Happens.BEGINS: self._begins,
            _Happens.LEAVES: self._leaves,
            _Happens.GIVEN_AT_LAST: self._begins,
            _Happens.SHARED_OUT: self._share_out,
        }
        while self.to_come:
            day, what, n = heappop(self.to_come)
            does[what](day, n)
        return self.turns

    def _happens(self, day: date, what: _Happens, n: int) -> None:
        if day <= self.today:
            heappush(self.to_come, (day, what, n))

    def _give(self, day: date, n: int, worker: Worker | None = None) -> None:
        self.have[n] = worker or self._lightest(day)
        self.turns.append(Turn(day, self.homes[n], self.have[n]))

    def _load(self) -> Counter[str]:
        return Counter(worker.name for worker in self.have.values())

    def _lightest(self, day: date) -> Worker:
        load = self._load()
        free = [worker for worker in self.workers if worker.works_on(day)]
        return min(free, key=lambda worker: (load[worker.name], worker.name))

    def _ends(self, day: date, n: int) -> None:
        if self.have.pop(n, None) is not None:
            self.turns.append(Turn(day, self.homes[n], None))

    def _begins(self, day: date, n: int) -> None:
        home = self.homes[n]
        if _is_ours(home) and not home.nobody_yet and _still(home, day) and n not in self.have:
            self._give(day, n)

    def _leaves(self, day: date, number: int) -> None:
        """The others take over, some of it only after a while; of the last, some not at all."""
        gone = self.workers[number]
        theirs = [n for n, worker in self.have.items() if worker is gone]
        if gone.name == LATELY_LEFT:
            theirs = theirs[LEFT_WITH_NOBODY:]
        for place, n in enumerate(theirs):
            del self.have[n]
            waited = WAITED[place] if place < len(WAITED) and gone.name != LATELY_LEFT else 0
            if waited:
                self._happens(day + timedelta(days=waited), _Happens.GIVEN_AT_LAST, n)
            else:
                self._give(day, n)

    def _share_out(self, day: date, _: int) -> None:
        load, takes = self._load(), self._lightest(day)
        gives = max(load, key=lambda name: (load[name], name))
        if load[gives] > load[takes.name]:
            theirs = [n for n, worker in self.have.items() if worker.name == gives]
            for n in theirs[day.month :: len(theirs) // 2 + 1]:
                self._give(day, n, takes)
        self._happens(day + SHARED_OUT_EVERY, _Happens.SHARED_OUT, 0)


def _is_ours(home: PlannedHome) -> bool:
    return home.whose in (Whose.OURS, Whose.KIN)


def _still(home: PlannedHome, day: date) -> bool:
    return home.ends is None or home.ends > day


def _begins(home: PlannedHome) -> date:
    return home.temporary_from or home.approved
