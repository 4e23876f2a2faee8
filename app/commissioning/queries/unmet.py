"""Need that our own carers did not meet, counted: whom, why, what was tried, what came of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.children.models import Child, Outcome, Referral, ReferralChild
from app.commissioning.kinds import Step
from app.commissioning.models import Escalation, Offer, SearchStep, Sending
from app.core.db import db
from app.core.words import words
from app.matching.models import PlacementDecision
from app.matching.searching import REASON_WORDS
from app.people.models import Household, Person, Provider, ProviderKind
from sufficiency.types import Kind, age_on

BANDS = ((0, 4), (5, 10), (11, 15), (16, 17))
"""Ages as the sufficiency statement groups them."""

WAITING, NOBODY, WITHDRAWN = "still_looking", "nobody_found", "withdrawn"
OWN_IN_THE_END, AGENCY, PLACED = "own_in_the_end", "with_another_service", "placed"
ENDED = {
    WAITING: "Still looking",
    NOBODY: "Nobody found",
    WITHDRAWN: "No longer needed",
    OWN_IN_THE_END: "Own carers in the end",
    AGENCY: "With another service",
    PLACED: "Placed; the decision is not on record here",
}
REASONS = 3
"""Reasons shown of each: those that ruled out the most homes."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A referral for which our own carers did not do, or nobody did."""

    ref: str
    opened_on: date
    children: int
    youngest: int | None
    oldest: int | None
    kind: Kind
    step: Step | None
    reasons: tuple[tuple[str, int], ...]
    sent: int
    offers: int
    escalated: int
    ended: str
    days: int

    @property
    def band(self) -> str:
        """The ages of the youngest child, as the statement groups them."""
        if self.youngest is None:
            return "not_known"
        for low, high in BANDS:
            if low <= self.youngest <= high:
                return f"{low}-{high}"
        return "18-"

    @property
    def main_reason(self) -> str:
        """The code of what ruled out the most homes."""
        return self.reasons[0][0] if self.reasons else "not_recorded"


def reason_words(code: str) -> str:
    """What ruled homes out, in words."""
    return REASON_WORDS.get(code, code.replace("_", " "))


def unmet(since: date, until: date) -> list[Unmet]:
    """Referrals opened in these days that went beyond our own carers, or found nobody."""
    wide = [each for each in Step if each.goes_out]
    beyond = select(SearchStep.referral_id).where(SearchStep.stands(), SearchStep.step.in_(wide))
    found = db.session.scalars(
        select(Referral)
        .where(
            Referral.stands(),
            Referral.opened_on >= since,
            Referral.opened_on <= until,
            (Referral.outcome == Outcome.NOBODY_FOUND) | Referral.id.in_(beyond),
        )
        .order_by(Referral.opened_on.desc(), Referral.id.desc())
    ).all()
    ids = [each.id for each in found]
    ages = _ages(found)
    steps = _last_steps(ids)
    with_whom = _placed_with(ids)
    sent, offers = _counted(Sending, ids), _counted(Offer, ids)
    told = _counted(Escalation, ids)
    return [
        Unmet(
            ref=each.ref,
            opened_on=each.opened_on,
            children=len(ages[each.id]),
            youngest=min(_known(ages[each.id]), default=None),
            oldest=max(_known(ages[each.id]), default=None),
            kind=Kind(each.kind),
            step=steps[each.id].step if each.id in steps else None,
            reasons=_reasons(steps[each.id].tally) if each.id in steps else (),
            sent=sent.get(each.id, 0),
            offers=offers.get(each.id, 0),
            escalated=told.get(each.id, 0),
            ended=_ended(each, with_whom.get(each.id)),
            days=((each.closed_on or until) - each.opened_on).days,
        )
        for each in found
    ]


def _known(ages: Iterable[int | None]) -> list[int]:
    return [age for age in ages if age is not None]


def _ages(found: Sequence[Referral]) -> Mapping[int, list[int | None]]:
    opened = {each.id: each.opened_on for each in found}
    ages: dict[int, list[int | None]] = defaultdict(list)
    for row in db.session.execute(
        select(ReferralChild.referral_id, Person.born)
        .join(Child, Child.id == ReferralChild.child_id)
        .join(Person, Person.id == Child.person_id)
        .where(ReferralChild.referral_id.in_(opened))
    ):
        born = row.born
        ages[row.referral_id].append(age_on(born, opened[row.referral_id]) if born else None)
    return ages


def _last_steps(ids: Sequence[int]) -> dict[int, SearchStep]:
    rows = db.session.scalars(
        select(SearchStep)
        .where(SearchStep.referral_id.in_(ids), SearchStep.stands())
        .order_by(SearchStep.id)
    )
    return {row.referral_id: row for row in rows}


def _placed_with(ids: Sequence[int]) -> dict[int, ProviderKind]:
    rows = db.session.execute(
        select(PlacementDecision.referral_id, Provider.kind)
        .join(Household, Household.id == PlacementDecision.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            PlacementDecision.referral_id.in_(ids),
            PlacementDecision.stands(),
            PlacementDecision.confirmed_at.is_not(None),
        )
    )
    return {row.referral_id: row.kind for row in rows}


def _counted(
    kind: type[Sending] | type[Offer] | type[Escalation], ids: Sequence[int]
) -> dict[int, int]:
    rows = db.session.execute(
        select(kind.referral_id, func.count())
        .where(kind.referral_id.in_(ids), kind.voided_at.is_(None))
        .group_by(kind.referral_id)
    )
    return {row[0]: row[1] for row in rows}


def _reasons(tally: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(tally.items(), key=lambda each: (-each[1], each[0]))[:REASONS])


def _ended(referral: Referral, kind: ProviderKind | None) -> str:
    if referral.closed_on is None:
        return WAITING
    if referral.outcome is Outcome.NOBODY_FOUND:
        return NOBODY
    if referral.outcome is Outcome.WITHDRAWN:
        return WITHDRAWN
    if kind is None:
        return PLACED
    return OWN_IN_THE_END if kind is ProviderKind.OWN else AGENCY


def counted(rows: Sequence[Unmet], by: str) -> list[tuple[str, str, int]]:
    """Rows counted by one of their codes: the code, its words, how many; the most first."""
    found = Counter(str(getattr(row, by)) for row in rows)
    counts = [(code, _said(by, code), number) for code, number in found.items()]
    return sorted(counts, key=lambda each: (-each[2], each[1]))


def _said(by: str, code: str) -> str:
    match by:
        case "ended":
            return ENDED[code]
        case "main_reason":
            return reason_words(code)
        case "band":
            return "Age not known" if code == "not_known" else f"Aged {code.replace('-', ' to ')}"
    return words(code)
