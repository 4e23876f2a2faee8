"""How a check stands on a day, what of it is late, and what an act refuses: plain values and days.

Nothing is set: a state is read from the rounds of a check as far as they had gone by a day. Late is
judged beside it and refuses nothing: asked after somebody had moved in, seen after a child was
there, renewed after the last one had run out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.checks.kinds import MADE, Belongs, ChasedBy, Decided, LateKind, Stands
from app.core.today import london_day
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.checks import (
    ADULT_AT,
    ASKED_OF_THEMSELVES,
    CHECK_CHASED,
    ELIGIBLE,
    YOUNG_AT,
    Asks,
    CheckKind,
    Listed,
)
from app.statute.spans import Years

NEAR = timedelta(days=91)
"""A check that runs out within this time is offered to be asked for again."""


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a check was made, in days; a day that has not come is None."""

    number: int
    asked_on: date | None = None
    chased: tuple[date, ...] = ()
    received_on: date | None = None
    issued_on: date | None = None
    seen_on: date | None = None
    decided: Decided | None = None
    counts_until: date | None = None

    @property
    def first_day(self) -> date:
        """The first day on which anything was done about it."""
        days = (self.asked_on, self.received_on, self.seen_on)
        return min((day for day in days if day is not None), default=date.max)

    def by(self, day: date) -> Round | None:
        """As far as it had gone by a day; None: nothing was done yet."""
        if self.first_day > day:
            return None
        seen = self.seen_on is not None and self.seen_on <= day
        return Round(
            self.number,
            _by(self.asked_on, day),
            tuple(each for each in self.chased if each <= day),
            _by(self.received_on, day),
            self.issued_on if seen or _by(self.received_on, day) else None,
            self.seen_on if seen else None,
            self.decided if seen else None,
            self.counts_until if seen else None,
        )


def is_known(on: date | None, recorded_at: datetime | None, known_at: datetime | None) -> bool:
    """Was what happened on a day known at a moment? Where the moment at which it was recorded was
    not kept yet, on its own day."""
    if on is None or known_at is None:
        return on is not None
    return recorded_at <= known_at if recorded_at is not None else on <= london_day(known_at)


def _by(on: date | None, day: date) -> date | None:
    return on if on is not None and on <= day else None


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that is late, by how many days, and whether it still is."""

    kind: LateKind
    days: int
    still: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How one check of one of them stands on a day."""

    stands: Stands
    on: date | None
    """The day of what its state names: asked, last chased, back, seen, or its last day."""

    until: date | None
    """The last day on which what was seen counts; None: for good, or nothing was seen."""

    late: tuple[Late, ...]
    seen: Round | None
    """The round that stands."""

    open: Round | None
    """The round that is under way: asked for, or back, and not seen."""

    @property
    def waits_since(self) -> date | None:
        """Since when an answer is waited for: asked, or last chased; None: it is not waited for."""
        if self.open is None or self.open.received_on is not None:
            return None
        return max((*self.open.chased, *filter(None, (self.open.asked_on,))), default=None)

    @property
    def chase_by(self) -> date | None:
        """The last day to chase in time."""
        since = self.waits_since
        return CHECK_CHASED.last_day(since) if since is not None else None

    @property
    def is_done(self) -> bool:
        """Seen and decided, or left out with a reason, and nothing to be done soon."""
        return self.stands in (Stands.DONE, Stands.SET_ASIDE, Stands.UNSUITABLE)


@dataclass(frozen=True, slots=True)
class There:
    """Since when a list asks of somebody, whether from the very beginning, and the first day on
    which a child lived there with them."""

    since: date
    from_the_start: bool = True
    child_on: date | None = None


def lasts_until(item: Listed, each: Round) -> date | None:
    """The last day on which a round that was seen counts: its own, or by the item's clock."""
    if each.counts_until is not None:
        return each.counts_until
    if item.renewal is None or each.seen_on is None or (each.decided and each.decided.sets_aside):
        return None
    return item.renewal.last_day(each.issued_on or each.seen_on)


def standing(item: Listed, there: There, rounds: Iterable[Round], as_at: date) -> Standing:
    """How a check stands on a day, from its rounds as far as they had gone."""
    known = [each for one in rounds if (each := one.by(as_at)) is not None]
    seen = sorted(
        (each for each in known if each.seen_on is not None),
        key=lambda each: (each.seen_on or date.min, each.number),
    )
    open_rounds = [each for each in known if each.seen_on is None]
    last = seen[-1] if seen else None
    under_way = max(open_rounds, key=lambda each: each.number, default=None)
    until = lasts_until(item, last) if last is not None else None
    stands, on = _stands(last, under_way, until, as_at)
    return Standing(
        stands,
        on,
        until,
        _late(item, there, known, seen, as_at) if item.before else (),
        last,
        under_way,
    )


def _stands(
    last: Round | None, under_way: Round | None, until: date | None, as_at: date
) -> tuple[Stands, date | None]:
    if last is None:
        return _waiting(under_way)
    match last.decided:
        case Decided.NOT_PRACTICABLE | Decided.NOT_NEEDED:
            return Stands.SET_ASIDE, last.seen_on
        case Decided.UNSUITABLE:
            return Stands.UNSUITABLE, last.seen_on
    if until is not None and until < as_at:
        return Stands.RAN_OUT, until
    if last.decided is not Decided.SUITABLE:
        return Stands.CONSIDERED, last.seen_on
    if until is not None and until <= as_at + NEAR:
        return Stands.ENDING, until
    return Stands.DONE, last.seen_on


def _waiting(under_way: Round | None) -> tuple[Stands, date | None]:
    if under_way is None:
        return Stands.MISSING, None
    if under_way.received_on is not None:
        return Stands.RECEIVED, under_way.received_on
    if under_way.chased:
        return Stands.CHASED, max(under_way.chased)
    return Stands.ASKED, under_way.asked_on


def _late(
    item: Listed, there: There, known: Sequence[Round], seen: Sequence[Round], as_at: date
) -> tuple[Late, ...]:
    """What is late by a day. What there is at the beginning is not asked late: nobody moved in."""
    found = []
    first = min((each.first_day for each in known), default=None)
    if not there.from_the_start:
        found += _after(LateKind.ASKED, there.since, first, as_at)
    if there.child_on is not None:
        found += _after(LateKind.SEEN, there.child_on, seen[0].seen_on if seen else None, as_at)
    for before, after in pairwise(seen):
        ended = lasts_until(item, before)
        if ended is not None and after.seen_on is not None and after.seen_on > ended:
            found.append(Late(LateKind.LAPSED, (after.seen_on - ended).days, still=False))
    return tuple(found)


def _after(kind: LateKind, needed: date, done: date | None, as_at: date) -> list[Late]:
    """Done on a later day than it was needed, or not yet."""
    if done is not None:
        return [Late(kind, (done - needed).days, still=False)] if done > needed else []
    return [Late(kind, (as_at - needed).days, still=True)] if as_at > needed else []


# --------------------------------------------------------------------------- which list is whose


def turns(born: date, age: int) -> date:
    """The day on which somebody turns so old; of 29 February, the last day of February."""
    return Years(age).after(born, ENGLAND)


def list_of(
    role: Belongs, born: date | None, day: date, *, regulated: bool | None, fosters: bool = True
) -> Asks | None:
    """Which list asks of somebody on a day; None: none does, or what they do is not recorded.

    `regulated`: whether what a visitor does is regulated activity; None: not recorded. `fosters`:
    the home fosters or applies to; otherwise it is assessed for special guardianship alone.
    """
    if role is Belongs.FOSTERS:
        return Asks.APPLICANT if fosters else Asks.GUARDIAN
    if role is Belongs.VISITS:
        return None if regulated is None else Asks.REGULATED if regulated else Asks.VISITOR
    if born is None and role is Belongs.CHILD:
        return None
    if born is None or turns(born, ADULT_AT) <= day:
        return Asks.ADULT if fosters else Asks.WITH_GUARDIAN
    return Asks.YOUNG if turns(born, YOUNG_AT) <= day else None


def asked_from(asks: Asks, joined: date, born: date | None) -> date:
    """Since when a list asks of somebody: since they came, or since they were old enough."""
    age = {Asks.ADULT: ADULT_AT, Asks.WITH_GUARDIAN: ADULT_AT, Asks.YOUNG: YOUNG_AT}.get(asks)
    return joined if age is None or born is None else max(joined, turns(born, age))


def first_with(
    since: date, until: date | None, stays: Iterable[tuple[date, date | None]]
) -> date | None:
    """The first day on which a child lived there while somebody belonged to the home."""
    days = (
        max(since, starts)
        for starts, ends in stays
        if (ends is None or (ends > since and ends > starts)) and (until is None or starts < until)
    )
    return min(days, default=None)


# ------------------------------------------------------------------------- what an act refuses


def asking_breaches(
    kind: CheckKind,
    offered: Iterable[CheckKind],
    *,
    of: Asks | None,
    under_way: bool,
    on: date,
    today: date,
) -> list[Breach]:
    """May it be asked for? One round at a time, and a certificate only of whom the law allows."""
    breaches = []
    if kind not in offered:
        if kind is CheckKind.CERTIFICATE:
            says = (
                "Nobody may ask for this certificate of them: they do not live there at 16 or "
                "over, and do nothing there that is recorded as regulated activity."
            )
            breaches.append(Breach(says, ELIGIBLE))
        else:
            breaches.append(record_breach("This is not on the list of checks asked of them."))
    if under_way:
        breaches.append(record_breach("It is asked for already. Chase it, or record what came."))
    if on > today:
        breaches.append(record_breach("Give the day it was asked for: today or before.", "on"))
    return breaches


def chasing_breaches(
    *,
    asked_on: date | None,
    received: bool,
    seen: bool,
    on: date,
    today: date,
    how: ChasedBy,
    address: str | None,
) -> list[Breach]:
    """May it be chased? What is waited for, on a day since it was asked for; by email, whoever has
    an address."""
    if received or seen:
        return [record_breach("It has come back. There is nothing to chase.")]
    if asked_on is not None and on < asked_on:
        return [record_breach(f"It was asked for on {asked_on:%d/%m/%Y}, not before.", "on")]
    if on > today:
        return [record_breach("Give the day it was chased: today or before.", "on")]
    if how is ChasedBy.EMAIL and not address:
        return [record_breach("No email address of whoever was asked is recorded.")]
    return []


def address_to_chase(
    kind: CheckKind, *, asked_of: str | None, email: str | None, own: str | None
) -> str | None:
    """By which address whoever was asked is written to; None: none is recorded.

    `own` is the address of the person it is about: theirs to answer is only what they bring
    themselves, unless somebody else is asked.
    """
    if email or asked_of or kind not in ASKED_OF_THEMSELVES:
        return email or None
    return own or None


def coming_breaches(
    *,
    is_seen: bool,
    asked_on: date | None,
    received_on: date | None,
    issued_on: date | None,
    seen_on: date | None,
    decided: Decided | None,
    counts_until: date | None,
    today: date,
) -> list[Breach]:
    """May it be recorded as back, or seen? In the order in which it happens, each by today."""
    breaches = []
    if is_seen:
        breaches.append(record_breach("It was seen already. Ask for it again for a new one."))
    if received_on is None and seen_on is None:
        breaches.append(record_breach("Give the day it came back.", "received_on"))
    days = {"received_on": received_on, "issued_on": issued_on, "seen_on": seen_on}
    for field, day in days.items():
        if day is not None and day > today:
            breaches.append(record_breach("That day is still to come.", field))
    if _before(received_on, asked_on):
        says = f"It was asked for on {asked_on:%d/%m/%Y}, and cannot be back before."
        breaches.append(record_breach(says, "received_on"))
    if _before(seen_on, received_on or asked_on):
        breaches.append(record_breach("It cannot be seen before it is back.", "seen_on"))
    if _before(seen_on, issued_on):
        breaches.append(record_breach("It cannot be seen before it is issued.", "issued_on"))
    if _before(counts_until, seen_on):
        breaches.append(record_breach("It has run out before it was seen.", "counts_until"))
    return breaches + _decision_breaches(seen_on, decided)


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _decision_breaches(seen_on: date | None, decided: Decided | None) -> list[Breach]:
    if seen_on is not None and decided is None:
        return [record_breach("Say what was decided by whoever saw it.", "decided")]
    if seen_on is None and decided is not None:
        return [record_breach("Say when it was seen.", "seen_on")]
    if decided is not None and decided not in MADE:
        return [record_breach("Choose what was decided on it.", "decided")]
    return []


def leaving_out_breaches(
    item: Listed | None, *, decided: Decided, because: str, on: date, today: date
) -> list[Breach]:
    """May it be left out? With why; what the Schedule itself asks for is never left out."""
    breaches = []
    if item is None:
        breaches.append(record_breach("This is not on the list of checks asked of them."))
    elif item.always and item.cite.instrument.short == "FSR 2011":
        says = "Schedule 3 asks for this of everybody on the list. It is not left out."
        breaches.append(Breach(says, item.cite, "decided"))
    if not decided.sets_aside:
        breaches.append(record_breach("Choose why it is left out.", "decided"))
    if not because.strip():
        breaches.append(record_breach("Say why.", "because"))
    if on > today:
        breaches.append(record_breach("That day is still to come.", "on"))
    return breaches
