"""Whom we may ask: each provider with what it gives, its frameworks, and the regulator's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.commissioning.kinds import Service, Standing
from app.commissioning.models import Framework, FrameworkMember, ProviderCheck, ProviderEntry
from app.core.db import db
from app.people.models import Provider, ProviderKind
from app.statute.local import PROVIDER_CHECK

FIRST_TIER = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A provider as it stands on a day."""

    provider: Provider
    entry: ProviderEntry | None
    memberships: tuple[FrameworkMember, ...]
    check: ProviderCheck | None

    @property
    def standing(self) -> Standing | None:
        """What the regulator's list said last."""
        return self.check.standing if self.check else None

    @property
    def tier(self) -> int | None:
        """The best tier it is in; None: it is on no framework."""
        return min((each.tier for each in self.memberships), default=None)

    @property
    def is_neighbour(self) -> bool:
        """Whether it is another council's service."""
        return self.provider.kind is ProviderKind.OTHER_AUTHORITY

    def check_due_on(self) -> date | None:
        """The last day on which the list is to be looked at again; None: it never was."""
        return PROVIDER_CHECK.last_day(self.check.checked_on) if self.check else None

    def fits(self, ages: Sequence[int], area: str) -> bool:
        """Whether it gives homes to children of these ages in this area."""
        entry = self.entry
        return (
            entry is not None
            and area in entry.areas
            and all(entry.min_age <= age <= entry.max_age for age in ages)
        )


def listed(day: date, provider_ids: Collection[int] | None = None) -> list[Listed]:
    """Every provider but ourselves on a day, those on a framework first, by name."""
    asked = select(Provider).where(Provider.stands(), Provider.kind != ProviderKind.OWN)
    if provider_ids is not None:
        asked = asked.where(Provider.id.in_(provider_ids))
    found = db.session.scalars(asked.order_by(Provider.name, Provider.id)).all()
    ids = [each.id for each in found]
    entries = {
        each.provider_id: each
        for each in db.session.scalars(
            select(ProviderEntry).where(
                ProviderEntry.provider_id.in_(ids), ProviderEntry.in_force(day)
            )
        )
    }
    members: dict[int, list[FrameworkMember]] = defaultdict(list)
    for member in db.session.scalars(
        select(FrameworkMember)
        .join(Framework, Framework.id == FrameworkMember.framework_id)
        .where(
            FrameworkMember.provider_id.in_(ids),
            FrameworkMember.in_force(day),
            Framework.in_force(day),
        )
        .order_by(FrameworkMember.tier, FrameworkMember.id)
    ):
        members[member.provider_id].append(member)
    checks: dict[int, ProviderCheck] = {}
    for check in db.session.scalars(
        select(ProviderCheck)
        .where(
            ProviderCheck.provider_id.in_(ids),
            ProviderCheck.stands(),
            ProviderCheck.checked_on <= day,
        )
        .order_by(ProviderCheck.checked_on, ProviderCheck.id)
    ):
        checks[check.provider_id] = check
    rows = [
        Listed(each, entries.get(each.id), tuple(members[each.id]), checks.get(each.id))
        for each in found
    ]
    return sorted(rows, key=lambda row: (row.tier or 99, row.provider.name))


def listed_one(provider: Provider, day: date) -> Listed:
    """One provider as it stands on a day."""
    (found,) = listed(day, [provider.id])
    return found


def entries_of(provider_id: int) -> Sequence[ProviderEntry]:
    """What a provider gave and gives, the latest first."""
    return db.session.scalars(
        select(ProviderEntry)
        .where(ProviderEntry.provider_id == provider_id, ProviderEntry.stands())
        .order_by(ProviderEntry.starts_on.desc(), ProviderEntry.id.desc())
    ).all()


def checks_of(provider_id: int) -> Sequence[ProviderCheck]:
    """When the regulator's list was looked at, the latest first."""
    return db.session.scalars(
        select(ProviderCheck)
        .where(ProviderCheck.provider_id == provider_id, ProviderCheck.stands())
        .order_by(ProviderCheck.checked_on.desc(), ProviderCheck.id.desc())
    ).all()


def frameworks(day: date) -> Sequence[Framework]:
    """Frameworks on a day, by name."""
    return db.session.scalars(
        select(Framework).where(Framework.in_force(day)).order_by(Framework.name, Framework.id)
    ).all()


def membership(framework_id: int, provider_id: int) -> FrameworkMember | None:
    """The provider's open place on a framework."""
    return db.session.scalar(
        select(FrameworkMember).where(
            FrameworkMember.framework_id == framework_id,
            FrameworkMember.provider_id == provider_id,
            FrameworkMember.stands(),
            FrameworkMember.ends_on.is_(None),
        )
    )


SERVICE_OF = {
    ProviderKind.AGENCY: Service.AGENCY,
    ProviderKind.OTHER_AUTHORITY: Service.COUNCIL,
}
"""What a provider most likely gives."""
