"""The homes and settings where children live, with all that decides whether they may care."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select

from app.children.models import Registration
from app.children.queries import siblings_among
from app.core.words import words
from app.oversight.rows import grouped, read
from app.oversight.rules.facts import Ended, Family, Registered, Temporary
from app.people.models import Address, Household, Provider
from app.register.models import (
    Approval,
    Extension,
    FosterCareAgreement,
    ReviewExtension,
    TemporaryApproval,
)
from app.register.queries import rooms
from sufficiency.period import Period
from sufficiency.types import ProviderKind, Room


@dataclass(frozen=True, slots=True)
class HomeThere:
    """A household: what it is called, where it is, and what the rule takes of it."""

    id: int
    ref: str
    name: str
    addresses: tuple[tuple[date, date | None, str | None], ...]
    family: Family

    def area_on(self, day: date) -> str | None:
        """The authority in whose area it is on a day, where the address is recorded."""
        for starts, ends, area in self.addresses:
            if starts <= day and (ends is None or day < ends):
                return area
        return None


class Homes:
    """The homes and settings of some children on the days from first to last, as known then."""

    def __init__(self, first: date, last: date, known_at: datetime | None) -> None:
        self.first, self.last = first, last
        self.known_at = known_at

    def registrations(self, setting_ids: Collection[int]) -> dict[int, tuple[Registered, ...]]:
        """Every registration of these settings that began by the last day."""
        if not setting_ids:
            return {}
        asked = (
            select(
                Registration.setting_id,
                Registration.regulator,
                Registration.registered_as,
                Registration.urn,
                Registration.starts_on,
                Registration.ends_on,
                Registration.end_recorded_at,
            )
            .where(
                Registration.setting_id.in_(setting_ids),
                Registration.stands(self.known_at),
                Registration.starts_on <= self.last,
            )
            .order_by(Registration.setting_id, Registration.starts_on, Registration.id)
        )
        return {
            setting_id: tuple(
                Registered(
                    row.regulator, row.registered_as, row.urn, row.starts_on, self._ended(row)
                )
                for row in rows
            )
            for setting_id, rows in grouped(read(asked), "setting_id").items()
        }

    def _ended(self, row: Row[Any]) -> date | None:
        """The day a fact ended, as known at the moment asked for."""
        told = row.end_recorded_at
        if self.known_at is not None and told is not None and told > self.known_at:
            return None
        ends: date | None = row.ends_on
        return ends

    def families(self, household_ids: Collection[int], since: date) -> dict[int, HomeThere]:
        """These households, each with what decides whether it may care.

        Of one day, what is wrong is read back to the first placement, to say since when; of many
        days, everything is, from `since`.
        """
        if not household_ids:
            return {}
        one_day = self.first == self.last
        named = self._named(household_ids)
        found = self._rooms(household_ids, None if one_day else min(since, self.first))
        living = {int(claim.child.id) for room in found.values() for claim in room.claims}
        siblings = siblings_among(living, self.known_at)
        temporary = self._temporary(household_ids)
        ended = self._approvals_ended(household_ids)
        signed = {} if one_day else self._agreements(household_ids)
        families = {
            id_: Family(
                provider=ProviderKind(named[id_][0].provider_kind.value),
                provider_urn=named[id_][0].provider_urn,
                room=room,
                siblings=siblings,
                temporary=temporary.get(id_, ()),
                ended=ended.get(id_, ()),
                signed=None if one_day else signed.get(id_, ()),
            )
            for id_, room in found.items()
        }
        if one_day:
            families |= self._reaching_back(families)
        return {
            id_: HomeThere(
                id_,
                rows[0].ref,
                rows[0].name,
                tuple(
                    (row.starts_on, self._ended(row), row.authority_code)
                    for row in rows
                    if row.starts_on is not None
                ),
                families[id_],
            )
            for id_, rows in named.items()
        }

    def _agreements(self, household_ids: Collection[int]) -> dict[int, tuple[Period, ...]]:
        """Every stretch of days on which an agreement was signed."""
        kind = FosterCareAgreement
        asked = (
            select(kind.household_id, kind.starts_on, kind.ends_on, kind.end_recorded_at)
            .where(kind.household_id.in_(household_ids), kind.stands(self.known_at))
            .order_by(kind.household_id, kind.id)
        )
        found: dict[int, list[Period]] = defaultdict(list)
        for row in read(asked):
            ends = self._ended(row)
            if ends is None or ends > row.starts_on:
                found[row.household_id].append(Period(row.starts_on, ends))
        return {id_: tuple(periods) for id_, periods in found.items()}

    def _named(self, household_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
        asked = (
            select(
                Household.id,
                Household.ref,
                Household.name,
                Provider.kind.label("provider_kind"),
                Provider.urn.label("provider_urn"),
                Address.authority_code,
                Address.starts_on,
                Address.ends_on,
                Address.end_recorded_at,
            )
            .join(Provider, Provider.id == Household.provider_id)
            .outerjoin(
                Address,
                and_(
                    Address.household_id == Household.id,
                    Address.in_force_during(
                        self.first, self.last + timedelta(days=1), self.known_at
                    ),
                ),
            )
            .where(Household.id.in_(household_ids))
            .order_by(Household.id, Address.starts_on.desc(), Address.id.desc())
        )
        return grouped(read(asked), "id")

    def _rooms(self, household_ids: Collection[int], since: date | None = None) -> dict[int, Room]:
        """The rooms on those days; with `since`, with everything that held from then on."""
        around = Period(since or self.first, self.last + timedelta(days=1))
        return rooms(household_ids, around=around, known_at=self.known_at)

    def _reaching_back(self, families: dict[int, Family]) -> dict[int, Family]:
        """Where something is wrong, read back to the first placement, to say since when."""
        wrong = [
            id_
            for id_, family in families.items()
            if family.outside_on(self.last) or family.over_on(self.last)
        ]
        if not wrong:
            return {}
        first = min(claim.period.starts for id_ in wrong for claim in families[id_].room.claims)
        return {
            id_: replace(families[id_], room=room, _worked_out={})
            for id_, room in self._rooms(wrong, first).items()
        }

    def _temporary(self, household_ids: Collection[int]) -> dict[int, tuple[Temporary, ...]]:
        asked = (
            select(
                TemporaryApproval.household_id,
                TemporaryApproval.child_id,
                TemporaryApproval.starts_on,
                TemporaryApproval.ends_on,
                TemporaryApproval.end_recorded_at,
                TemporaryApproval.original_last_day,
                Extension.last_day.label("extended_to"),
                Extension.decided_on.label("extension_decided_on"),
                ReviewExtension.starts_on.label("review_decided_on"),
                ReviewExtension.ends_on.label("review_ends"),
                ReviewExtension.end_recorded_at.label("review_told_at"),
            )
            .outerjoin(
                Extension,
                and_(
                    Extension.approval_id == TemporaryApproval.id, Extension.stands(self.known_at)
                ),
            )
            .outerjoin(
                ReviewExtension,
                and_(
                    ReviewExtension.approval_id == TemporaryApproval.id,
                    ReviewExtension.stands(self.known_at),
                    ReviewExtension.starts_on <= self.last,
                ),
            )
            .where(
                TemporaryApproval.household_id.in_(household_ids),
                TemporaryApproval.stands(self.known_at),
                TemporaryApproval.starts_on <= self.last,
            )
            .order_by(TemporaryApproval.household_id, TemporaryApproval.id)
        )
        return {
            household_id: tuple(
                Temporary(
                    str(row.child_id),
                    row.starts_on,
                    row.original_last_day,
                    self._ended(row),
                    row.extended_to,
                    row.extension_decided_on,
                    row.review_decided_on,
                    self._review_until(row),
                )
                for row in rows
            )
            for household_id, rows in grouped(read(asked), "household_id").items()
        }

    def _review_until(self, row: Any) -> date | None:
        """The last day of an extension for a review; None while it is pending, as known then."""
        told = self.known_at is None or (
            row.review_told_at is not None and row.review_told_at <= self.known_at
        )
        return row.review_ends - timedelta(days=1) if row.review_ends and told else None

    def _approvals_ended(self, household_ids: Collection[int]) -> dict[int, tuple[Ended, ...]]:
        asked = select(
            Approval.household_id, Approval.ends_on, Approval.end_recorded_at, Approval.ended_how
        ).where(
            Approval.household_id.in_(household_ids),
            Approval.stands(self.known_at),
            Approval.ends_on <= self.last,
            Approval.ends_on > Approval.starts_on,
            or_(Approval.end_recorded_at.is_(None), self._told(Approval.end_recorded_at)),
        )
        found: dict[int, list[Ended]] = defaultdict(list)
        for row in read(asked.order_by(Approval.household_id, Approval.id)):
            how = words(row.ended_how).lower() if row.ended_how else ""
            found[row.household_id].append(Ended(row.ends_on, how))
        return {id_: tuple(ended) for id_, ended in found.items()}

    def _told(self, moment: Any) -> Any:
        return moment.is_not(None) if self.known_at is None else moment <= self.known_at
