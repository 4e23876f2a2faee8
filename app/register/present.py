"""The register as it is shown: the list's columns once, and a household's years as a drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core.cells import cell
from app.core.dated import Dated, Recorded
from app.core.present import Shown, say, short_day
from app.core.words import words
from app.data import authorities
from app.people.queries import Home
from app.register.models import Terms
from app.register.queries import Entry, Here, HouseholdEntry, Standing, Status
from app.register.queries.statutory import Particulars
from app.register.rules import SOME_CHILD, Line, terms_in_words
from app.statute.care_planning.connected import REG24_EXPIRY
from app.statute.clock import Clock
from app.statute.fostering.approval import ANNUAL_REVIEW_DUE, RESIGNATION_EFFECT
from app.statute.fostering.supervision import NMS_NAMED_SSW
from app.statute.sources import Cite
from sufficiency.types import Kind

# ------------------------------------------------------------------------- the statutory register

DRAWN = 2_000
"""Rows kept as drawn: every open and every closed entry of a council, with and without address."""


@lru_cache(maxsize=DRAWN)
def statutory_row(entry: Particulars, href: str, with_addresses: bool, closed: bool) -> Markup:
    """An entry as a row: drawn once, for it says the same until a particular of it changes."""
    cells = [cell(entry.name, href=href, header=True)]
    if with_addresses:
        own = "Protected: on the household’s own record" if entry.protected else entry.address
        cells.append(cell(own if entry.address else "Not recorded"))
    approved = say(entry.approved_on) + (", temporarily (regulation 24)" if entry.temporary else "")
    never = "Not reviewed: temporary" if entry.temporary else "None yet"
    cells += [
        cell(entry.born or "Not recorded"),
        cell(entry.sex),
        cell(approved),
        cell(", ".join(map(say, entry.reviews)) or never),
        cell(_closed_says(entry) if closed else entry.terms),
    ]
    return Markup('<tr class="govuk-table__row">{}</tr>').format(Markup("").join(cells))


def _closed_says(entry: Particulars) -> str:
    if entry.closed_how:
        return f"{say(entry.closed_on)}: {words(entry.closed_how).lower()}"
    return say(entry.closed_on) + (": the last child left" if entry.temporary else "")


# --------------------------------------------------------------------------------------- the list


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line in the list: the entry, and who supervises the household."""

    entry: Entry
    worker: str | None
    worker_ref: str = ""

    @property
    def to_do(self) -> str:
        """What somebody has to do about the household, in words; nothing if all is in order."""
        return to_do(self.entry.household.statuses)

    @property
    def has_nobody(self) -> bool:
        """Ours to supervise, and nobody does. Another service supervises its own carers."""
        return self.worker is None and self.entry.household.is_ours

    @property
    def supervised_by(self) -> str:
        """The worker, or whose it is to give one."""
        return self.worker or ("Nobody" if self.has_nobody else "Their own service")


TO_DO: Mapping[Status, str] = {
    Status.REVIEW_OVERDUE: "review overdue",
    Status.REVIEW_DUE: "review due",
    Status.NO_TERMS: "no terms recorded",
    Status.NO_AGREEMENT: "no agreement recorded",
    Status.RESIGNING: "resigning",
}
"""What of a household's standing calls for work by whoever supervises it."""


def to_do(statuses: Collection[Status]) -> str:
    """What somebody has to do about a household of this standing, in words."""
    return ", ".join(said for status, said in TO_DO.items() if status in statuses)


def area_name(code: str | None) -> str:
    """The authority of an area by name; its code where the name is not known."""
    if code is None:
        return "Not recorded"
    found = authorities().get(code)
    return found.name if found else code


def places_in_words(household: HouseholdEntry) -> str:
    """Places filled, planned or held, of those in the terms, and how many are left."""
    found = household.places
    taken = found.placed + found.planned + found.held
    return f"{taken} of {found.overall}, {found.left} left"


def _household(row: Row) -> str:
    return url_for("register.household", ref=row.entry.household.ref)


def _standing(row: Row) -> str:
    return ", ".join(words(status) for status in row.entry.household.statuses)


COLUMNS: tuple[Shown[Row], ...] = (
    Shown("Carer", lambda row: row.entry.name, on_page=False),
    Shown("Household", lambda row: row.entry.household.name, _household, sort="household"),
    Shown("Standing", _standing),
    Shown("Service", lambda row: row.entry.household.provider, on_page=False),
    Shown("Area", lambda row: area_name(row.entry.household.area), on_page=False),
    Shown("Sex", lambda row: row.entry.sex, on_page=False),
    Shown("Family and friends carer", lambda row: row.entry.family_and_friends, on_page=False),
    Shown("Approved on", lambda row: row.entry.approved_on, sort="approved"),
    Shown("Terms", lambda row: row.entry.household.terms),
    Shown("Places", lambda row: places_in_words(row.entry.household), sort="places"),
    Shown(
        "Places left",
        lambda row: row.entry.household.places.left,
        numeric=True,
        on_page=False,
    ),
    Shown("Supervised by", lambda row: row.supervised_by, sort="worker"),
    Shown(
        "Reviews",
        lambda row: "; ".join(f"{day:%d/%m/%Y}" for day in row.entry.household.reviews),
        on_page=False,
    ),
    Shown("Next review", lambda row: row.entry.household.review_due_on, sort="review"),
)

ALWAYS = ("Carer", "Household")
"""Columns that every view of the list has."""


def key_of(column: Shown[Row]) -> str:
    """What an address calls a column: its heading, in small letters."""
    return column.heading.lower().replace(" ", "-")


CHOICES = {key_of(column): column for column in COLUMNS if column.heading not in ALWAYS}
"""The columns that may be chosen, by what an address calls them."""


def told_once(column: Shown[Row], rows: Iterable[Row]) -> str:
    """A column's words for a household: what its people's entries say, each thing once."""
    return ", ".join(dict.fromkeys(say(column.value(row)) for row in rows))


_LAST = date.max

SORTS: Mapping[str, Callable[[Row], Any]] = {
    "name": lambda row: (row.entry.family_name.lower(), row.entry.given_name.lower()),
    "household": lambda row: row.entry.household.name.lower(),
    "approved": lambda row: row.entry.approved_on,
    "places": lambda row: (-row.entry.household.places.left, row.entry.household.name),
    "worker": lambda row: (not row.has_nobody, row.supervised_by, row.entry.household.name),
    "review": lambda row: row.entry.household.review_due_on or _LAST,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of the list: dates and codes from the address, words from a form."""

    status: Status | None = None
    area: str = ""
    provider: str = ""
    with_places: bool = False
    no_worker: bool = False
    worker: str = ""
    to_do: bool = False
    sort: str = "name"
    words: str = ""
    columns: tuple[str, ...] = ()

    @property
    def on_page(self) -> list[Shown[Row]]:
        """The columns to show: those chosen, or the list's own."""
        if not self.columns:
            return [column for column in COLUMNS if column.on_page]
        chosen = [column for key, column in CHOICES.items() if key in self.columns]
        return [next(each for each in COLUMNS if each.heading == "Household"), *chosen]

    @property
    def in_sheet(self) -> Sequence[Shown[Row]]:
        """The columns of a sheet: every one, or those chosen beside whose they are."""
        if not self.columns:
            return COLUMNS
        return [each for each in COLUMNS if each.heading in ALWAYS or key_of(each) in self.columns]

    def kept(self) -> dict[str, Any]:
        """What a saved view keeps: codes, columns and order; never words typed."""
        flags = ("with_places", "no_worker", "to_do")
        given: dict[str, Any] = {name: "yes" for name in flags if getattr(self, name)}
        given |= {"status": self.status.value} if self.status else {}
        for name in ("area", "provider", "worker"):
            given |= {name: getattr(self, name)} if getattr(self, name) else {}
        given |= {"sort": self.sort} if self.sort != "name" else {}
        return given | ({"column": list(self.columns)} if self.columns else {})

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """The lines that answer it, in the order asked for."""
        found = [row for row in rows if self._wants(row)]
        key = SORTS.get(self.sort.lstrip("-"), SORTS["name"])
        return sorted(found, key=key, reverse=self.sort.startswith("-"))

    def _wants(self, row: Row) -> bool:
        household = row.entry.household
        text = f"{row.entry.name} {household.name} {row.worker or ''}".lower()
        return (
            (self.status is None or self.status in household.statuses)
            and (not self.area or household.area == self.area)
            and (not self.provider or household.provider_ref == self.provider)
            and (not self.with_places or household.places.left > 0)
            and (not self.no_worker or row.has_nobody)
            and (not self.worker or row.worker_ref == self.worker)
            and (not self.to_do or bool(row.to_do))
            and all(word in text for word in self.words.lower().split())
        )


@dataclass(frozen=True, slots=True)
class Together:
    """A household's line on the page: a couple's two entries, one above the other."""

    rows: tuple[Row, ...]

    @property
    def household(self) -> HouseholdEntry:
        """What the register says of the household."""
        return self.rows[0].entry.household

    @property
    def has_nobody(self) -> bool:
        """Ours to supervise, and nobody does."""
        return self.rows[0].has_nobody

    @property
    def supervised_by(self) -> str:
        """The worker, or whose it is to give one."""
        return self.rows[0].supervised_by

    @property
    def carers(self) -> list[str]:
        """The carers whom the household's own name does not name."""
        names = [row.entry for row in self.rows]
        return [each.name for each in names if each.given_name not in self.household.name]


def together(rows: Iterable[Row]) -> list[Together]:
    """The list by household, in the order in which each first comes."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.entry.household.id, []).append(row)
    return [Together(tuple(these)) for these in found.values()]


# ----------------------------------------------------------------------------------- one household


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs on a household: day n of m, its last day, and where it is written."""

    says: str
    day_n: str
    last_day: date
    over: bool
    cite: Cite
    on_lapse: str


def clocks_running(
    standing: Standing,
    review_due_from: date | None,
    without_worker_since: date | None,
    as_at: date,
    known_at: datetime | None,
) -> list[Running]:
    """Every clock on a household's approval and reviews on a day, the soonest to run out first."""
    running = []
    if review_due_from is not None:
        running.append(_running(ANNUAL_REVIEW_DUE, review_due_from, as_at))
    for temporary in standing.temporary:
        if temporary.held_on(as_at, known_at):
            clock = _running(REG24_EXPIRY, temporary.starts_on, as_at, temporary.last_day)
            running.append(clock)
    in_force = {each.id for each in standing.approvals if each.held_on(as_at, known_at)}
    for notice in standing.resignations:
        if notice.approval_id in in_force and notice.received_on <= as_at:
            running.append(_running(RESIGNATION_EFFECT, notice.received_on, as_at))
    if without_worker_since is not None:
        days = (as_at - without_worker_since).days
        running.append(
            Running(
                NMS_NAMED_SSW.says,
                f"nobody for {days} {'day' if days == 1 else 'days'}",
                without_worker_since,
                True,
                NMS_NAMED_SSW.cite,
                NMS_NAMED_SSW.on_lapse,
            )
        )
    return sorted(running, key=lambda clock: clock.last_day)


def _running(clock: Clock, start: date, as_at: date, last_day: date | None = None) -> Running:
    day_n, last = clock.day_n(start, as_at), last_day or clock.last_day(start)
    of = day_n.of + (last - clock.last_day(start)).days
    return Running(
        clock.says, f"day {day_n.n} of {of}", last, as_at > last, clock.cite, clock.on_lapse
    )


def terms_said(terms: Terms, names: Mapping[int, str]) -> str:
    """Terms in words; named children by name only where `names` has them."""
    lines = [
        Line(
            line.up_to,
            line.min_age,
            line.max_age,
            line.sex,
            tuple(Kind(kind) for kind in line.kinds or ()),
            names.get(line.child_id, SOME_CHILD) if line.child_id else None,
        )
        for line in terms.criteria
    ]
    return terms_in_words(terms.overall, lines)


@dataclass(frozen=True, slots=True)
class Years:
    """A household's years as rows of bars and marks, and the days they lie between."""

    rows: Sequence[dict[str, Any]]
    starts: date
    ends: date


def years_of(
    standing: Standing,
    here: Collection[Here],
    workers: Collection[tuple[Dated, str]],
    names: Mapping[int, str],
    as_at: date,
    known_at: datetime | None,
    *,
    sees_reasons: bool,
) -> Years | None:
    """Approval, terms, children, exemptions, holds, workers, reviews; None before any of them.

    `workers` are allocations with the worker's name.
    """

    def bar(fact: Dated, text: str, tone: str = "plain") -> dict[str, Any]:
        ends = fact.end_as_known(known_at)
        return {"starts": fact.starts_on, "ends": ends, "text": text, "tone": tone}

    def gap(fact: Dated, text: str) -> dict[str, Any]:
        return bar(fact, text, "warm")

    approval = [
        bar(each, f"{each.person.name}, from {short_day(each.starts_on)}")
        for each in standing.approvals
    ]
    approval += [bar(each, "Temporary, one named child", "warm") for each in standing.temporary]
    exempt = [
        bar(each, f"Exempt from the usual limit for {_named(len(each.named))}", "warm")
        for each in standing.exemptions
    ]
    away = [gap(each, _held(each.places)) for each in standing.holds]
    away += [
        gap(each, f"Not available: {each.why(sees_reasons=sees_reasons)}")
        for each in standing.unavailable
    ]
    rows = [
        {"label": "Approval", "bars": approval},
        {"label": "Terms", "bars": [bar(each, terms_said(each, names)) for each in standing.terms]},
        *(
            {
                "label": "Children",
                "bars": [_child_bar(each, names) for each in lane],
            }
            for lane in _lanes(here)
        ),
        {"label": "Exemptions", "bars": exempt},
        {"label": "On hold, not available", "bars": away},
        {
            "label": "Supervising social worker",
            "bars": [bar(each, name) for each, name in workers],
        },
        {
            "label": "Reviews",
            "marks": [
                {"on": each.held_on, "text": f"Review {short_day(each.held_on)}"}
                for each in standing.reviews
            ],
        },
    ]
    rows = [row for row in rows if row.get("bars") or row.get("marks")]
    starts = min(
        (each.get("starts") or each["on"] for row in rows for each in _drawn(row)), default=None
    )
    if starts is None:
        return None
    rows = [_until(row, as_at) for row in rows]
    return Years(rows, starts, max(as_at, starts + timedelta(days=30)))


def _named(children: int) -> str:
    return "one named child" if children == 1 else f"{children} named children"


def _held(places: int | None) -> str:
    """A hold in words: whole, or of some places. Why is not for every eye."""
    if places is None:
        return "On hold"
    return f"{places} {'place' if places == 1 else 'places'} held back"


def _lanes(here: Collection[Here]) -> list[list[Here]]:
    """Children in as few rows as keep those there at the same time apart."""
    lanes: list[list[Here]] = []
    for each in here:
        free = (lane for lane in lanes if (last := lane[-1].ends_on) and last <= each.starts_on)
        lane = next(free, None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(each)
    return lanes


def _child_bar(here: Here, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "starts": here.starts_on,
        "ends": here.ends_on,
        "text": names.get(here.child_id, "A child"),
        "tone": "quiet" if here.temporary else "plain",
    }


def _drawn(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*row.get("bars", ()), *row.get("marks", ())]


def _until(row: dict[str, Any], as_at: date) -> dict[str, Any]:
    """The row as far as the day asked for: what had not begun by then is not drawn."""
    bars = [each for each in row.get("bars", ()) if each["starts"] <= as_at]
    marks = [each for each in row.get("marks", ()) if each["on"] <= as_at]
    return {**row, "bars": bars, "marks": marks}


def all_in_words(
    standing: Standing, home: Home, names: Mapping[int, str]
) -> list[tuple[str, Recorded]]:
    """Each fact recorded of a household that could be in error, in a few words, latest first."""
    told: list[tuple[str, Recorded]] = []

    def tell(what: str, facts: Iterable[Dated]) -> None:
        told.extend((f"{what}, from {short_day(each.starts_on)}", each) for each in facts)

    for approval in standing.approvals:
        tell(f"Approval of {approval.person.name}", [approval])
    for terms in standing.terms:
        tell(f"Terms: {terms_said(terms, names)}", [terms])
    tell("Temporary approval", standing.temporary)
    tell("Exemption", standing.exemptions)
    tell("Hold", standing.holds)
    tell("Places not available", standing.unavailable)
    tell("Foster care agreement", standing.agreements)
    tell("Agreement to share a bedroom", standing.sharing)
    for member in home.members:
        tell(f"{member.person.name} as {words(member.role).lower()}", [member])
    tell("Address", [home.address] if home.address else [])
    for bedroom in home.bedrooms:
        tell(f"Bedroom: {bedroom.name}", [bedroom])
    for pet in home.pets:
        tell(f"Animal: {pet.says}", [pet])
    tell("What they need of another child", home.considerations)
    told += [(f"Review held {short_day(each.held_on)}", each) for each in standing.reviews]
    told += [
        (f"Resignation received {short_day(each.received_on)}", each)
        for each in standing.resignations
    ]
    return sorted(told, key=lambda each: each[1].recorded_at, reverse=True)
