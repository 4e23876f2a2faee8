"""Children as lists, sheets and drawings show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from app.children.codes import Ls, Place
from app.children.models import Away, LegalStatus, Placement, Registration, Setting
from app.children.queries import Listed
from app.core.present import Shown, short_day
from app.core.words import words
from app.statute.local import SETTING_CHECK
from sufficiency.types import age_on


class Stands(Protocol):
    """Where a child is and on what basis, as the ledger answers it."""

    @property
    def where(self) -> str: ...

    @property
    def kind(self) -> Any: ...

    @property
    def verdict(self) -> Any: ...

    @property
    def since(self) -> date | None: ...

    @property
    def is_looked_after(self) -> bool: ...

    @property
    def household_ref(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A child of the list, with legal status and standing on the day asked for."""

    child: Listed
    as_at: date
    status: Ls | None = None
    standing: Stands | None = None
    is_looked_after: bool = False
    """Whether the child is looked after by us on the day."""

    @property
    def age(self) -> int | None:
        """Age in whole years."""
        return None if self.child.born is None else age_on(self.child.born, self.as_at)


COLUMNS: Sequence[Shown[Row]] = (
    Shown("Child", lambda row: row.child.name, sort="name"),
    Shown("Age", lambda row: row.age, sort="age", numeric=True),
    Shown("Born", lambda row: row.child.born, on_page=False),
    Shown("Legal status", lambda row: row.status.value if row.status else ""),
    Shown("Lives", lambda row: row.standing.where if row.standing else ""),
    Shown("Basis", lambda row: row.standing.kind if row.standing else ""),
    Shown("Verdict", lambda row: row.standing.verdict if row.standing else ""),
    Shown("Since", lambda row: row.standing.since if row.standing else None, sort="since"),
    Shown("Social worker", lambda row: row.child.worker, sort="worker"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which children, in which order; `typed` is searched for and is never in an address."""

    whose: str = "looked_after"
    worker: str = ""
    verdict: str = ""
    status: Ls | None = None
    youngest: int | None = None
    oldest: int | None = None
    sort: str = "name"
    typed: str = ""
    me: int | None = None

    @classmethod
    def read(cls, given: Any, *, me: int, typed: str = "") -> Asked:
        """From the questions of an address; what it does not know, it leaves out."""
        said = given.get("status", "")
        return cls(
            whose="all" if given.get("whose") == "all" else "looked_after",
            worker=given.get("worker", ""),
            verdict=given.get("verdict", ""),
            status=Ls(said) if said in list(Ls) else None,
            youngest=_age(given.get("youngest")),
            oldest=_age(given.get("oldest")),
            sort=given.get("sort", "name"),
            typed=" ".join(typed.split()).lower()[:80],
            me=me,
        )

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """Those rows that are asked for, in order."""
        tests = self._tests()
        found = [row for row in rows if all(asks(row) for asks in tests)]
        key = _SORTS.get(self.sort.lstrip("-"), _SORTS["name"])
        return sorted(found, key=key, reverse=self.sort.startswith("-"))

    def _tests(self) -> list[Any]:
        tests: list[Any] = []
        if self.whose == "looked_after":
            tests.append(lambda row: row.is_looked_after)
        if self.worker == "mine":
            tests.append(lambda row: row.child.worker_id == self.me)
        if self.worker == "none":
            tests.append(lambda row: row.child.worker_id is None)
        if self.verdict:
            tests.append(lambda row: row.standing and row.standing.verdict.value == self.verdict)
        if self.status is not None:
            tests.append(lambda row: row.status is self.status)
        if self.youngest is not None:
            tests.append(lambda row: row.age is not None and row.age >= self.youngest)
        if self.oldest is not None:
            tests.append(lambda row: row.age is not None and row.age <= self.oldest)
        if self.typed:
            tests.append(lambda row: all(w in row.child.name.lower() for w in self.typed.split()))
        return tests


def _age(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdigit() and len(typed) < 3 else None


_SORTS = {
    "name": lambda row: (row.child.family_name.lower(), row.child.given_name.lower()),
    "age": lambda row: (row.age is None, row.age or 0),
    "since": lambda row: (row.standing.since if row.standing else None) or date.max,
    "worker": lambda row: (row.child.worker is None, row.child.worker or ""),
}


# ------------------------------------------------------------------------------------- the drawing


def years_of(
    placements: Iterable[Placement],
    statuses: Iterable[LegalStatus],
    absences: Iterable[Away],
    where: Any,
) -> list[dict[str, Any]]:
    """A child's placements, stays, statuses and absences as rows of a timeline, oldest first.

    `where(placement)` says where a placement is, in words.
    """
    main = [each for each in placements if not each.temporary]
    stays = [each for each in placements if each.temporary]
    rows = [
        ("Placements", [_bar(each, where(each), "plain") for each in reversed(main)]),
        ("Temporary stays", [_bar(each, where(each), "warm") for each in reversed(stays)]),
        (
            "Legal status",
            [_bar(each, words(each.status), "quiet") for each in reversed(list(statuses))],
        ),
        (
            "Missing or away",
            [_bar(each, words(each.kind), "loud") for each in reversed(list(absences))],
        ),
    ]
    return [{"label": label, "bars": bars} for label, bars in rows if bars]


def _bar(fact: Any, text: str, tone: str) -> dict[str, Any]:
    until = f" to {short_day(fact.ends_on)}" if fact.ends_on else ", still"
    return {
        "starts": fact.starts_on,
        "ends": fact.ends_on,
        "text": f"{text}, {short_day(fact.starts_on)}{until}",
        "tone": tone,
    }


def place_in_words(place: Place) -> str:
    """What kind of placement a code is, with the code."""
    return f"{words(place)} ({place.value})"


# ---------------------------------------------------------------------------------------- settings


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting on a day: its registrations, the children there, those not lawfully there."""

    setting: Setting
    registrations: tuple[Registration, ...]
    children: int
    unlawful: int
    day: date
    known_at: datetime | None

    @property
    def held(self) -> tuple[Registration, ...]:
        """The registrations in force on the day."""
        return tuple(each for each in self.registrations if each.held_on(self.day, self.known_at))

    @property
    def last_checked(self) -> date | None:
        """When the regulator's own list was last looked at."""
        return max((each.checked_on for each in self.held if each.checked_on), default=None)

    @property
    def check_by(self) -> date | None:
        """The last day of the clock for checking again; none where nothing is registered."""
        since = [max(each.checked_on or each.starts_on, each.starts_on) for each in self.held]
        return SETTING_CHECK.last_day(min(since)) if since else None

    @property
    def check_is_late(self) -> bool:
        """Whether it should have been checked again, and a child lives there."""
        return bool(self.children and self.check_by and self.check_by < self.day)

    @property
    def red(self) -> bool:
        """Whether children live here without the registration it needs."""
        return bool(self.unlawful)


class Settings(StrEnum):
    """Which settings are asked for."""

    LIVED_IN = "lived_in"
    RED = "red"
    CHECK = "check"

    def words(self) -> str:
        """As a link says it."""
        return {
            "lived_in": "Where children live",
            "red": "Children there not lawfully, or not proven",
            "check": "To be checked again",
        }[self.value]

    def of(self, row: SettingRow) -> bool:
        """Whether a setting is one of them."""
        if self is Settings.LIVED_IN:
            return bool(row.children)
        return row.red if self is Settings.RED else row.check_is_late


def _held(row: SettingRow) -> str:
    return "; ".join(
        f"{words(each.registered_as)}, {words(each.regulator)}, {each.urn}" for each in row.held
    )


SETTINGS: Sequence[Shown[SettingRow]] = (
    Shown("Name", lambda row: row.setting.name),
    Shown("Kind", lambda row: row.setting.kind),
    Shown("Run by", lambda row: row.setting.provider_name),
    Shown("Authority", lambda row: row.setting.authority_code),
    Shown("Registered", _held),
    Shown("Last checked", lambda row: row.last_checked),
    Shown("Check again by", lambda row: row.check_by),
    Shown("Children there", lambda row: row.children, numeric=True),
    Shown("Of them not lawful or not proven", lambda row: row.unlawful, numeric=True),
)
