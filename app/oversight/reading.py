"""What the record says of some children on one day, in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Row, Select, select

from app.children.models import (
    Away,
    Child,
    LegalStatus,
    Placement,
    PlacementApproval,
    Setting,
)
from app.data import adjoining
from app.oversight.homes import Homes
from app.oversight.rows import grouped, read
from app.oversight.rules.facts import Absence, ChildDay, Decision, Establishment, Status, Stay
from app.people.models import Person


class Reading:
    """The facts of some children (None: of all who have any) on one day, in bounded queries."""

    def __init__(
        self, as_at: date, known_at: datetime | None, child_ids: Collection[int] | None
    ) -> None:
        self.as_at = as_at
        self.known_at = known_at
        self.asked = child_ids
        self.authority = str(current_app.config["SETTINGS"].authority_code)
        self.statuses = {row.child_id: row for row in read(self._statuses())}
        self.placements = grouped(read(self._placements()), "child_id")
        self.children = {row.id: row for row in read(self._people())}
        placed = [row for rows in self.placements.values() for row in rows]
        self.last_statuses = self._last_statuses()
        homes = Homes(as_at, known_at)
        self.families = homes.families({row.household_id for row in placed} - {None})
        self.registrations = homes.registrations({row.setting_id for row in placed} - {None})
        self.decisions = self._decisions([row.id for row in placed])
        self.absences = {row.child_id: row for row in read(self._away())}

    # ------------------------------------------------------------------------- of the children

    def _of_children(self, column: Any) -> Any:
        return column.in_(self.asked) if self.asked is not None else column.is_not(None)

    def _statuses(self) -> Select[*tuple[Any, ...]]:
        """Legal statuses in force; of two recorded at once, the one that began last counts."""
        return (
            select(LegalStatus.child_id, LegalStatus.status, LegalStatus.starts_on)
            .where(
                LegalStatus.in_force(self.as_at, self.known_at),
                self._of_children(LegalStatus.child_id),
            )
            .order_by(LegalStatus.child_id, LegalStatus.starts_on, LegalStatus.id)
        )

    def _placements(self) -> Select[*tuple[Any, ...]]:
        return (
            select(
                Placement.id,
                Placement.ref,
                Placement.child_id,
                Placement.place,
                Placement.starts_on,
                Placement.basis,
                Placement.place_provider,
                Placement.urn,
                Placement.authority_code,
                Placement.temporary,
                Placement.household_id,
                Placement.setting_id,
                Setting.kind.label("setting_kind"),
                Setting.name.label("setting_name"),
            )
            .outerjoin(Setting, Setting.id == Placement.setting_id)
            .where(
                Placement.in_force(self.as_at, self.known_at),
                self._of_children(Placement.child_id),
            )
            .order_by(Placement.child_id, Placement.id)
        )

    def _people(self) -> Select[*tuple[Any, ...]]:
        there = self.asked
        if there is None:
            there = set(self.statuses) | set(self.placements)
        return (
            select(
                Child.id,
                Child.ref,
                Child.responsible_authority,
                Person.given_name,
                Person.family_name,
                Person.born,
            )
            .join(Person, Person.id == Child.person_id)
            .where(Child.id.in_(there), Child.stands())
            .order_by(Child.id)
        )

    def _last_statuses(self) -> dict[int, Status]:
        """The last legal status of each child who is placed and has none in force."""
        without = set(self.placements) - set(self.statuses)
        if not without:
            return {}
        asked = (
            select(
                LegalStatus.child_id,
                LegalStatus.status,
                LegalStatus.starts_on,
                LegalStatus.ends_on,
                LegalStatus.ended_because,
            )
            .where(
                LegalStatus.child_id.in_(without),
                LegalStatus.stands(self.known_at),
                LegalStatus.starts_on <= self.as_at,
                LegalStatus.ends_on <= self.as_at,
            )
            .order_by(LegalStatus.ends_on, LegalStatus.id)
        )
        return {
            row.child_id: Status(row.status, row.starts_on, row.ends_on, row.ended_because)
            for row in read(asked)
        }

    def _decisions(self, placement_ids: Collection[int]) -> dict[int, tuple[Decision, ...]]:
        asked = (
            select(
                PlacementApproval.placement_id, PlacementApproval.what, PlacementApproval.decided_on
            )
            .where(
                PlacementApproval.placement_id.in_(placement_ids),
                PlacementApproval.stands(self.known_at),
            )
            .order_by(PlacementApproval.decided_on, PlacementApproval.id)
        )
        return {
            placement_id: tuple(Decision(row.what, row.decided_on) for row in rows)
            for placement_id, rows in grouped(read(asked), "placement_id").items()
        }

    def _away(self) -> Select[*tuple[Any, ...]]:
        return select(Away.child_id, Away.kind, Away.starts_on).where(
            Away.in_force(self.as_at, self.known_at), self._of_children(Away.child_id)
        )

    # ------------------------------------------------------------------- as the rule takes it

    def facts(self, child: Row[Any]) -> ChildDay:
        """All that the record says of one child on the day, as the rule takes it."""
        placed = [(row.temporary, self._stay(row)) for row in self.placements.get(child.id, [])]
        status, away = self.statuses.get(child.id), self.absences.get(child.id)
        return ChildDay(
            day=self.as_at,
            child=str(child.id),
            born=child.born,
            authority=child.responsible_authority,
            ours=child.responsible_authority == self.authority,
            adjoining=adjoining(child.responsible_authority),
            status=Status(status.status, status.starts_on) if status else None,
            last_status=self.last_statuses.get(child.id),
            mains=tuple(stay for temporary, stay in placed if not temporary),
            stays=tuple(stay for temporary, stay in placed if temporary),
            absence=Absence(away.kind, away.starts_on) if away else None,
        )

    def _stay(self, row: Row[Any]) -> Stay:
        home = self.families.get(row.household_id)
        setting = None
        if row.setting_id is not None:
            setting = Establishment(row.setting_kind, self.registrations.get(row.setting_id, ()))
        return Stay(
            place=row.place,
            starts_on=row.starts_on,
            basis=row.basis,
            provider=row.place_provider,
            urn=row.urn,
            area=(home.area if home else None) or row.authority_code,
            family=home.family if home else None,
            setting=setting,
            decisions=self.decisions.get(row.id, ()),
            order=row.id,
        )
