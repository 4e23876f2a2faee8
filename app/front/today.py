"""Today: what needs doing, for whoever asks. Each number is the length of the list it opens.

A part is shown only to whom its page is open, so that no number leads to a shut door. Nothing here
names a child: the lists behind the numbers do, and record who looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.present import short_day
from app.core.shown import clock_time, has_page
from app.front import queries
from app.matching import queries as matching
from app.oversight import queries as oversight
from app.register import queries as register
from app.register.queries import Status
from app.statute.care_planning.connected import REG24_EXPIRY
from app.statute.fostering.approval import ANNUAL_REVIEW_DUE
from app.statute.fostering.supervision import NMS_NAMED_SSW
from app.supervision import queries as supervision

SHOWN = 5
"""Lines of each part on the page; the rest are behind its number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what it is about, why, and the way there."""

    about: str
    href: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of work: how much of it, the first of it, and where all of it is."""

    says: str
    count: int
    href: str
    lines: tuple[Line, ...] = ()
    cite: str = ""
    clock: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and on which day."""

    user: User
    day: date


@dataclass(frozen=True, slots=True)
class OnRegister:
    """What of a household's entry calls for work."""

    id: int
    ref: str
    name: str
    statuses: tuple[Status, ...]
    approved_on: date
    review_due_on: date | None


@remembered
def _on_register(day: date) -> tuple[OnRegister, ...]:
    return tuple(
        OnRegister(
            each.id, each.ref, each.name, each.statuses, each.approved_on, each.review_due_on
        )
        for each in register.household_entries(day)
    )


def parts_for(user: User, day: date) -> list[Part]:
    """What needs doing, the worst first; what is in order has the count 0."""
    asking = Asking(user, day)
    return [
        part
        for permissions, ask in PARTS
        if any(map(user.may, permissions)) and (part := ask(asking)) is not None
    ]


def _first(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(lines[:SHOWN])


def _s(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _household(ref: str) -> str:
    return url_for("register.household", ref=ref)


def children_not_lawful_or_not_proven(asking: Asking) -> Part:
    """From the one ledger that every other number about children comes from."""
    worst = [
        each
        for each in oversight.ledger(asking.day)
        if each.is_looked_after and each.answer.needs_somebody
    ]
    because = Counter(each.answer.reason for each in worst)
    return Part(
        _s(len(worst), "child is", "children are") + " where it is not lawful or not proven",
        len(worst),
        url_for("oversight.index", _anchor="not-lawful"),
        tuple(
            Line(
                f"{count}: {reason.words()[:1].lower()}{reason.words()[1:]}",
                url_for("oversight.index", reason=reason.value),
            )
            for reason, count in because.most_common()
        ),
        urgent=True,
    )


def households_without_worker(asking: Asking) -> Part:
    """Nobody supervises them: the longest first."""
    found = supervision.households_without_worker(asking.day)
    allocates = asking.user.may(May.ALLOCATE_WORKER)
    lines = [
        Line(
            each.name,
            url_for("supervision.allocate", ref=each.ref) if allocates else _household(each.ref),
            f"for {each.days} {_s(each.days, 'day', 'days')}",
        )
        for each in found[:SHOWN]
    ]
    return Part(
        _s(len(found), "household has", "households have") + " no supervising social worker",
        len(found),
        url_for("supervision.unallocated"),
        _first(lines),
        NMS_NAMED_SSW.citation,
        NMS_NAMED_SSW.key,
        urgent=True,
    )


def waiting_for_my_decision(asking: Asking) -> Part:
    """Placements proposed that somebody who may decide has to decide."""
    found = matching.waiting_for_decision()
    lines = [
        Line(
            f"A placement with {row.name}",
            url_for("matching.decision", ref=row.PlacementDecision.ref),
            f"proposed {clock_time(row.PlacementDecision.recorded_at)}",
        )
        for row in found
    ]
    return Part(
        _s(len(found), "placement waits", "placements wait") + " for a decision",
        len(found),
        url_for("front.today", _anchor="waiting"),
        tuple(lines),
        urgent=True,
    )


def temporary_approvals_running_out(asking: Asking) -> Part:
    """Connected persons whose sixteen weeks are nearly over, or over."""
    found = queries.temporary_approvals_running_out(asking.day)
    return Part(
        _s(len(found), "temporary approval is", "temporary approvals are")
        + " within two weeks of the last day, or past it",
        len(found),
        url_for("register.index", status=Status.TEMPORARY.value),
        _first(
            [
                Line(
                    each.household,
                    _household(each.ref),
                    f"{each.day}; last day {short_day(each.last_day)}"
                    + (", extended" if each.extended else ""),
                )
                for each in found
            ]
        ),
        REG24_EXPIRY.citation,
        REG24_EXPIRY.key,
        urgent=any(each.last_day < asking.day for each in found),
    )


def open_referrals(asking: Asking) -> Part:
    """Children who need a home: the most urgent first."""
    found = matching.referrals()
    return Part(
        _s(len(found), "referral is", "referrals are") + " open",
        len(found),
        url_for("matching.index"),
        _first(
            [
                Line(
                    f"{each.how_many} {_s(each.how_many, 'child', 'children')}, "
                    f"needed {_needed(each.needed_on, asking.day)}",
                    url_for("matching.referral", ref=each.ref),
                    f"{each.shortlisted} on the shortlist, {each.calls} "
                    f"{_s(each.calls, 'call', 'calls')} made",
                )
                for each in found
            ]
        ),
        urgent=any(each.needed_on <= asking.day for each in found),
    )


def _needed(needed_on: date, day: date) -> str:
    if needed_on == day:
        return "today"
    if needed_on < day:
        return f"since {short_day(needed_on)}"
    return f"by {short_day(needed_on)}"


def held_beds(asking: Asking) -> Part:
    """Beds held for a child: each is let go by itself when its time is over."""
    found = matching.held_beds()
    return Part(
        _s(len(found), "bed is", "beds are") + " held",
        len(found),
        url_for("matching.index"),
        _first(
            [
                Line(
                    row.name,
                    url_for("matching.referral", ref=row.referral)
                    if row.referral
                    else _household(row.ref),
                    f"until {clock_time(row.RoomClaim.expires_at)}",
                )
                for row in found
            ]
        ),
    )


def my_households(asking: Asking) -> Part | None:
    """The households that this person supervises, those with something due first."""
    own = supervision.own_households(asking.user, asking.day)
    if not own:
        return None
    due = [each for each in _on_register(asking.day) if each.id in own and _to_do(each)]
    return Part(
        "of your households " + _s(len(due), "has", "have") + " something to do",
        len(due),
        url_for("register.index"),
        tuple(Line(each.name, _household(each.ref), _to_do(each)) for each in due),
    )


NEEDS_SOMEBODY = {
    Status.REVIEW_OVERDUE: "review overdue",
    Status.REVIEW_DUE: "review due",
    Status.NO_TERMS: "no terms recorded",
    Status.NO_AGREEMENT: "no agreement recorded",
    Status.RESIGNING: "resigning",
}


def _to_do(entry: OnRegister) -> str:
    said = [words for status, words in NEEDS_SOMEBODY.items() if status in entry.statuses]
    return ", ".join(said)


def reviews_overdue(asking: Asking) -> Part:
    """Approvals not reviewed within the year."""
    return _with_status(
        asking,
        Status.REVIEW_OVERDUE,
        ("review of approval is", "reviews of approval are"),
        "overdue",
        cite=ANNUAL_REVIEW_DUE.citation,
        clock=ANNUAL_REVIEW_DUE.key,
    )


def no_terms(asking: Asking) -> Part:
    """Approved, and nobody can say for whom."""
    return _with_status(
        asking, Status.NO_TERMS, ("household is", "households are"), "approved without terms"
    )


def no_agreement(asking: Asking) -> Part:
    """No child may be placed before the agreement is signed."""
    return _with_status(
        asking,
        Status.NO_AGREEMENT,
        ("household has", "households have"),
        "no foster care agreement recorded",
    )


def _with_status(
    asking: Asking,
    status: Status,
    counted: tuple[str, str],
    says: str,
    cite: str = "",
    clock: str = "",
) -> Part:
    entries = [each for each in _on_register(asking.day) if status in each.statuses]
    entries.sort(key=lambda each: (each.review_due_on or date.max, each.name))
    return Part(
        f"{_s(len(entries), *counted)} {says}",
        len(entries),
        url_for("register.index", status=status.value),
        _first([Line(each.name, _household(each.ref), _due(each, status)) for each in entries]),
        cite,
        clock,
    )


def _due(entry: OnRegister, status: Status) -> str:
    if status is Status.REVIEW_OVERDUE and entry.review_due_on:
        return f"was due {short_day(entry.review_due_on)}"
    return f"approved {short_day(entry.approved_on)}"


def my_children(asking: Asking) -> Part | None:
    """The children whose social worker this person is."""
    if not has_page("children.index"):
        return None
    count = queries.children_of_worker(asking.user.id, asking.day)
    if not count:
        return None
    return Part(_s(count, "child is", "children are") + " yours", count, url_for("children.index"))


def loads_waiting(asking: Asking) -> Part | None:
    """Files that were checked, and wait for somebody to carry them out or put them away."""
    if not has_page("exchange.index"):
        return None
    found = queries.loads_waiting()
    return Part(
        _s(len(found), "load is", "loads are") + " checked and not yet carried out",
        len(found),
        url_for("exchange.index"),
    )


def users_without_role(asking: Asking) -> Part:
    """They sign in and see nothing."""
    found = queries.users_without_role(asking.day)
    return Part(
        _s(len(found), "person holds", "people hold") + " no role",
        len(found),
        url_for("accounts.users"),
        _first([Line(name, url_for("accounts.user", ref=ref)) for name, ref in found]),
    )


def roles_ending(asking: Asking) -> Part:
    """Grant them again before they are shut out."""
    found = queries.last_roles_ending(asking.day)
    return Part(
        _s(len(found), "person", "people") + " will hold no role within two weeks",
        len(found),
        url_for("accounts.users"),
        _first(
            [
                Line(
                    each.name,
                    url_for("accounts.user", ref=each.ref),
                    f"until {short_day(each.ends_on)}",
                )
                for each in found
            ]
        ),
    )


_DECIDES = (May.DECIDE_FAILED_GATE, May.DECIDE_AT_A_DISTANCE)

PARTS: tuple[tuple[tuple[May, ...], Callable[[Asking], Part | None]], ...] = (
    ((May.SEE_LEDGER,), children_not_lawful_or_not_proven),
    (_DECIDES, waiting_for_my_decision),
    ((May.SEE_REFERRALS,), open_referrals),
    ((May.SEE_REGISTER,), households_without_worker),
    ((May.SEE_REFERRALS,), held_beds),
    ((May.SEE_REGISTER,), temporary_approvals_running_out),
    ((May.EDIT_HOUSEHOLD,), my_households),
    ((May.SEE_REGISTER,), reviews_overdue),
    ((May.SEE_REGISTER,), no_terms),
    ((May.SEE_REGISTER,), no_agreement),
    ((May.SEE_CHILDREN,), my_children),
    ((May.LOAD_RECORDS,), loads_waiting),
    ((May.MANAGE_USERS,), users_without_role),
    ((May.MANAGE_USERS,), roles_ending),
)
"""What is asked, in order, of whoever has one of the permissions."""
