"""What was decided out of the ordinary: exemptions, extensions, changes of approval, other areas.

Gathered from the facts themselves, whether they were decided here or recorded as decided, so that
one that went round the usual way is here too. `needed_on` is the first day on which the decision
had to stand; one decided after that day is retrospective.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from hashlib import sha256
from statistics import median

from sqlalchemy import select

from app.accounts.models import User
from app.children.kinds import ApprovalNeeded
from app.children.models import Placement, PlacementApproval, Setting
from app.core.words import words
from app.oversight.rows import read
from app.people.models import Household
from app.register.deciding import KINDS, DecisionKind, Outcome
from app.register.models import Decision, Exemption, Extension, TemporaryApproval

DAY = timedelta(days=1)


class Group(StrEnum):
    """What kind of decision, as oversight counts them."""

    EXEMPTION = auto()
    EXTENSION = auto()
    CHANGE = auto()
    AREA = auto()

    def words(self) -> str:
        """As a heading."""
        return {
            "exemption": "Exemptions from the usual limit",
            "extension": "Extensions of temporary approval",
            "change": "Changes and endings of approval",
            "area": "Out of the area, and at a distance",
        }[self.value]


def code_of(name: str) -> str:
    """A name as an address may hold it: the same for the same name, and nobody's to read."""
    return sha256(name.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Taken:
    """One decision: what, about which household or place, when it was needed, when and by whom.

    `decided_on` is none while it waits. `page` and `ref` name the page behind it.
    """

    group: Group
    reason: str
    about: str
    household_ref: str | None
    needed_on: date | None
    decided_on: date | None
    decided_by: str
    page: str
    ref: str

    @property
    def is_retrospective(self) -> bool:
        """Decided after the first day on which it had to stand."""
        late = self.days_after
        return late is not None and late > 0

    @property
    def days_after(self) -> int | None:
        """Days from the need to the decision; negative where it came first. None: not known."""
        if self.needed_on is None or self.decided_on is None:
            return None
        return (self.decided_on - self.needed_on).days

    @property
    def key(self) -> str:
        """Whose repeats are counted together: the household, or the place; no name in it."""
        return self.household_ref or code_of(self.about)

    @property
    def decider(self) -> str:
        """Who decided, as an address may say it."""
        return code_of(self.decided_by)


@dataclass(frozen=True, slots=True)
class Counts:
    """What one group of decisions comes to. Every number is that of rows a filter opens."""

    group: Group
    rows: tuple[Taken, ...]

    @property
    def by_reason(self) -> list[tuple[str, int]]:
        """How many for each reason, the most first."""
        return Counter(each.reason for each in self.rows).most_common()

    @property
    def by_decider(self) -> list[tuple[str, str, int]]:
        """How many by each decider, the most first: name, code, number."""
        found = Counter(each.decided_by for each in self.rows if each.decided_on)
        return [(name, code_of(name), number) for name, number in found.most_common()]

    @property
    def retrospective(self) -> int:
        """How many were decided after they were needed."""
        return sum(each.is_retrospective for each in self.rows)

    @property
    def waiting(self) -> int:
        """How many are not decided yet."""
        return sum(each.decided_on is None for each in self.rows)

    @property
    def repeats(self) -> list[tuple[str, str, int]]:
        """Households (or places) with more than one: whose, their key, how many."""
        return repeated(self.rows)

    @property
    def middle_days(self) -> float | None:
        """The middle of the days from need to decision."""
        known = [each.days_after for each in self.rows if each.days_after is not None]
        return median(known) if known else None

    @property
    def middle(self) -> str:
        """The same, in words."""
        days = self.middle_days
        if days is None:
            return ""
        if days == 0:
            return "on the day of the need"
        many = "day" if abs(days) == 1 else "days"
        return f"{abs(days):g} {many} {'after' if days > 0 else 'before'} the need"


def repeated(rows: Iterable[Taken]) -> list[tuple[str, str, int]]:
    """Households (or places) with more than one decision of a kind, the most first."""
    found: dict[str, list[Taken]] = defaultdict(list)
    for each in rows:
        found[each.key].append(each)
    many = [(own[0].about, key, len(own)) for key, own in found.items() if len(own) > 1]
    return sorted(many, key=lambda each: (-each[2], each[0]))


def taken(first: date, last: date) -> list[Taken]:
    """Everything decided on the days from first to last, and what waits; the latest first."""
    found = [*_decided_here(first, last), *_exemptions(first, last), *_extensions(first, last)]
    found += _areas(first, last)
    return sorted(found, key=lambda each: (each.decided_on or date.max, each.about), reverse=True)


def counts(rows: Iterable[Taken]) -> list[Counts]:
    """The rows by group, none left out."""
    told = list(rows)
    return [Counts(group, tuple(each for each in told if each.group is group)) for group in Group]


_GROUP_OF = {
    DecisionKind.CHANGE_OF_TERMS: Group.CHANGE,
    DecisionKind.TERMINATION: Group.CHANGE,
    DecisionKind.EXEMPTION: Group.EXEMPTION,
    DecisionKind.EXEMPTION_VARIED: Group.EXEMPTION,
    DecisionKind.EXEMPTION_CANCELLED: Group.EXEMPTION,
}


def _decided_here(first: date, last: date) -> Iterator[Taken]:
    """Proposed and decided here, refused ones too; and those that wait."""
    asked = (
        select(
            Decision.ref,
            Decision.kind,
            Decision.outcome,
            Decision.needed_on,
            Decision.proposed_on,
            Decision.decided_on,
            Household.name,
            Household.ref.label("household_ref"),
            User.name.label("decider"),
        )
        .join(Household, Household.id == Decision.household_id)
        .outerjoin(User, User.id == Decision.decided_by_id)
        .where(
            Decision.stands(),
            Decision.kind.in_(list(_GROUP_OF)),
            Decision.proposed_on <= last,
            Decision.outcome.is_(None) | (Decision.outcome != Outcome.WITHDRAWN),
            Decision.decided_on.is_(None) | Decision.decided_on.between(first, last),
        )
    )
    for row in read(asked):
        said = KINDS[row.kind].says
        if row.outcome is Outcome.REFUSED:
            said = f"{said}, refused"
        yield Taken(
            _GROUP_OF[row.kind],
            said,
            row.name,
            row.household_ref,
            row.needed_on or row.proposed_on,
            row.decided_on,
            row.decider or "Nobody yet",
            "register.decision",
            row.ref,
        )


def _exemptions(first: date, last: date) -> Iterator[Taken]:
    """Exemptions recorded as decided elsewhere: those that no decision here gave."""
    ours = select(Decision.exemption_id).where(
        Decision.exemption_id.is_not(None), Decision.stands()
    )
    granted = select(Decision.household_id).where(
        Decision.household_id == Exemption.household_id,
        Decision.kind == DecisionKind.EXEMPTION,
        Decision.outcome == Outcome.AGREED,
        Decision.decided_on == Exemption.decided_on,
        Decision.stands(),
    )
    asked = (
        select(
            Exemption.starts_on,
            Exemption.decided_on,
            Exemption.decided_by,
            Household.name,
            Household.ref,
        )
        .join(Household, Household.id == Exemption.household_id)
        .where(
            Exemption.stands(),
            Exemption.decided_on.between(first, last),
            Exemption.id.not_in(ours),
            ~granted.exists(),
        )
    )
    for row in read(asked):
        yield Taken(
            Group.EXEMPTION,
            "Exemption, recorded as decided",
            row.name,
            row.ref,
            row.starts_on,
            row.decided_on,
            row.decided_by or "Not recorded",
            "register.household",
            row.ref,
        )


def _extensions(first: date, last: date) -> Iterator[Taken]:
    """Extensions of temporary approvals: each is needed from the day after the first period."""
    asked = (
        select(
            Extension.decided_on,
            Extension.decided_by,
            TemporaryApproval.original_last_day,
            Household.name,
            Household.ref,
        )
        .join(TemporaryApproval, TemporaryApproval.id == Extension.approval_id)
        .join(Household, Household.id == TemporaryApproval.household_id)
        .where(Extension.stands(), Extension.decided_on.between(first, last))
    )
    for row in read(asked):
        yield Taken(
            Group.EXTENSION,
            "Extension of a temporary approval",
            row.name,
            row.ref,
            row.original_last_day,
            row.decided_on,
            row.decided_by or "Not recorded",
            "register.household",
            row.ref,
        )


def _areas(first: date, last: date) -> Iterator[Taken]:
    """Approvals of places outside the area: each is needed on the day of the move."""
    asked = (
        select(
            PlacementApproval.what,
            PlacementApproval.decided_on,
            PlacementApproval.decided_by,
            Placement.starts_on,
            Household.name,
            Household.ref.label("household_ref"),
            Setting.name.label("setting"),
            Setting.ref.label("setting_ref"),
        )
        .join(Placement, Placement.id == PlacementApproval.placement_id)
        .outerjoin(Household, Household.id == Placement.household_id)
        .outerjoin(Setting, Setting.id == Placement.setting_id)
        .where(
            PlacementApproval.stands(),
            Placement.stands(),
            PlacementApproval.what.in_([ApprovalNeeded.OUT_OF_AREA, ApprovalNeeded.AT_A_DISTANCE]),
            PlacementApproval.decided_on.between(first, last),
        )
    )
    for row in read(asked):
        page = "register.household" if row.household_ref else "children.setting"
        ref = row.household_ref or row.setting_ref or ""
        yield Taken(
            Group.AREA,
            words(row.what).partition(" (")[0],
            row.name or row.setting or "A place known by its code",
            row.household_ref,
            row.starts_on,
            row.decided_on,
            row.decided_by or "Not recorded",
            page if ref else "",
            ref,
        )
