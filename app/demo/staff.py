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
    _one("Dora Makepeace", "decision.maker", Role.DECISION_MAKER),
    _one("Nora Fairfax", "nominated.officer", Role.NOMINATED_OFFICER),
    _one("Selina Marchbanks", "service.manager", Role.SERVICE_MANAGER),
    _one("Diana Croft", "director", Role.DIRECTOR),
    _one("Ivo Rennick", "reviewing.officer", Role.REVIEWING_OFFICER),
    _one("Connie Merrow", "commissioner", Role.COMMISSIONER),
    _one("Adam Tynan", "administrator", Role.ADMINISTRATOR),
    _one("Ines Pector", "inspector", Role.INSPECTOR),
)
"""Whoever signs in as each role. The two kinds of social worker are below."""

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


def turns(homes: Sequence[PlannedHome], today: date) -> list[Turn]:
    """Who had which of our households, from day to day: whoever has the fewest takes the next."""
    workers = [worker for worker in everyone(today) if worker.role is Role.SOCIAL_WORKER]
    happenings = sorted(
        [
            *((max(_begins(home), TAKEN_OVER), 1, n) for n, home in enumerate(homes)),
            *((home.ends, 0, n) for n, home in enumerate(homes) if home.ends is not None),
            *((worker.left, 2, n) for n, worker in enumerate(workers) if worker.left is not None),
        ]
    )
    have: dict[int, Worker] = {}
    found: list[Turn] = []

    def give(day: date, n: int) -> None:
        load = Counter(worker.name for worker in have.values())
        free = [worker for worker in workers if worker.works_on(day)]
        have[n] = min(free, key=lambda worker: (load[worker.name], worker.name))
        found.append(Turn(day, homes[n], have[n]))

    for day, what, n in happenings:
        if day > today:
            continue
        if what == 0 and have.pop(n, None) is not None:
            found.append(Turn(day, homes[n], None))
        elif what == 1 and _is_ours(homes[n]) and not homes[n].nobody_yet and _still(homes[n], day):
            give(day, n)
        elif what == 2:
            theirs = [home for home, worker in have.items() if worker is workers[n]]
            kept = LEFT_WITH_NOBODY if workers[n].name == LATELY_LEFT else 0
            for home in theirs[kept:]:
                del have[home]
                give(day, home)
    return found


def _is_ours(home: PlannedHome) -> bool:
    return home.whose in (Whose.OURS, Whose.KIN)


def _still(home: PlannedHome, day: date) -> bool:
    return home.ends is None or home.ends > day


def _begins(home: PlannedHome) -> date:
    return home.temporary_from or home.approved
