"""What the record says of some children on some days, in a bounded number of queries.

One day or ten years, it is read once and asked day by day: a fact is filtered by its own days here,
never by a second question to the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Date, Row, Select, case, cast, null, select, type_coerce

from app.children.models import (
    Away,
    Child,
    DeprivationOfLiberty,
    LegalStatus,
    LibertyReview,
    Placement,
    PlacementApproval,
    PlacementGround,
    Setting,
)
from app.core.dated import Dated
from app.data import adjoining
from app.oversight.homes import Homes, HomeThere
from app.oversight.models import OversightDecision
from app.oversight.rows import grouped, read
from app.oversight.rules.facts import (
    Absence,
    ChildDay,
    Decision,
    Establishment,
    Ground,
    Liberty,
    Overseen,
    Status,
    Stay,
)
from app.people.models import Person

DAY = timedelta(days=1)


def holds(row: Row[Any], day: date) -> bool:
    """Whether a row with `starts_on` and `ends` holds on a day."""
    return bool(row.starts_on <= day and (row.ends is None or row.ends > day))


class Reading:
    """The facts of some children (None: of all who have any) on the days from first to last."""

    def __init__(
        self,
        first: date,
        last: date,
        known_at: datetime | None,
        child_ids: Collection[int] | None,
    ) -> None:
        self.first, self.last = first, last
        self.known_at = known_at
        self.asked = child_ids
        self.authority = str(current_app.config["SETTINGS"].authority_code)
        self.statuses = grouped(read(self._statuses()), "child_id")
        self.placements = grouped(read(self._placements()), "child_id")
        self.children = {row.id: row for row in read(self._people())}
        placed = [row for rows in self.placements.values() for row in rows]
        self.ended_statuses = self._ended_statuses()
        self.homes = Homes(first, last, known_at)
        self.families = self.homes.families(
            {row.household_id for row in placed} - {None},
            since=min((row.starts_on for row in placed), default=first),
        )
        self.registrations = self.homes.registrations({row.setting_id for row in placed} - {None})
        ids = [row.id for row in placed]
        self.decisions = self._decisions(ids)
        self.grounds = self._grounds(ids)
        self.absences = grouped(read(self._away()), "child_id")
        self.liberty = grouped(read(self._liberty()), "child_id")
        self.reviews = self._reviews()
        self.overseen = self._overseen()
        self._stays: dict[tuple[int, str | None], Stay] = {}

    # ------------------------------------------------------------------------- of the children

    def _of_children(self, column: Any) -> Any:
        return column.in_(self.asked) if self.asked is not None else column.is_not(None)

    def _held(self, kind: type[Dated]) -> Any:
        """It held on some day asked about."""
        return kind.in_force_during(self.first, self.last + DAY, self.known_at)

    def _ends(self, kind: type[Dated]) -> Any:
        """The first day it no longer holds, as known at the moment asked for."""
        if self.known_at is None:
            return type_coerce(kind.ends_on, Date).label("ends")
        unknown = kind.end_recorded_at > self.known_at
        return case((unknown, cast(null(), Date)), else_=kind.ends_on).label("ends")

    def _statuses(self) -> Select[*tuple[Any, ...]]:
        """Legal statuses in force; of two recorded at once, the one that began last counts."""
        return (
            select(
                LegalStatus.child_id,
                LegalStatus.status,
                LegalStatus.starts_on,
                self._ends(LegalStatus),
            )
            .where(self._held(LegalStatus), self._of_children(LegalStatus.child_id))
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
                self._ends(Placement),
                Placement.basis,
                Placement.place_provider,
                Placement.urn,
                Placement.authority_code,
                Placement.temporary,
                Placement.household_id,
                Placement.setting_id,
                Setting.kind.label("setting_kind"),
                Setting.name.label("setting_name"),
                Setting.ref.label("setting_ref"),
            )
            .outerjoin(Setting, Setting.id == Placement.setting_id)
            .where(self._held(Placement), self._of_children(Placement.child_id))
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

    def _ended_statuses(self) -> dict[int, list[Row[Any]]]:
        """Legal statuses that had ended, of children placed on a day on which none held."""
        without = set(self.placements)
        if self.first == self.last:
            without -= set(self.statuses)
        if not without:
            return {}
        asked = (
            select(
                LegalStatus.child_id,
                LegalStatus.status,
                LegalStatus.starts_on,
                self._ends(LegalStatus),
                LegalStatus.ended_because,
            )
            .where(
                LegalStatus.child_id.in_(without),
                LegalStatus.stands(self.known_at),
                LegalStatus.starts_on <= self.last,
                LegalStatus.ends_on <= self.last,
            )
            .order_by(LegalStatus.ends_on, LegalStatus.id)
        )
        return grouped(read(asked), "child_id")

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

    def _grounds(self, placement_ids: Collection[int]) -> dict[int, tuple[Ground, ...]]:
        asked = (
            select(PlacementGround.placement_id, PlacementGround.what, PlacementGround.happened_on)
            .where(
                PlacementGround.placement_id.in_(placement_ids),
                PlacementGround.stands(self.known_at),
            )
            .order_by(PlacementGround.happened_on, PlacementGround.id)
        )
        return {
            placement_id: tuple(Ground(row.what, row.happened_on) for row in rows)
            for placement_id, rows in grouped(read(asked), "placement_id").items()
        }

    def _away(self) -> Select[*tuple[Any, ...]]:
        return (
            select(Away.child_id, Away.kind, Away.starts_on, self._ends(Away))
            .where(self._held(Away), self._of_children(Away.child_id))
            .order_by(Away.child_id, Away.starts_on, Away.id)
        )

    def _liberty(self) -> Select[*tuple[Any, ...]]:
        order = DeprivationOfLiberty
        return (
            select(
                order.id,
                order.child_id,
                order.kind,
                order.starts_on,
                self._ends(order),
                order.last_day,
            )
            .where(self._held(order), self._of_children(order.child_id))
            .order_by(order.child_id, order.starts_on, order.id)
        )

    def _reviews(self) -> dict[int, list[Row[Any]]]:
        """Reviews of those deprivations of liberty, in order, each with the day of the next."""
        orders = [row.id for rows in self.liberty.values() for row in rows]
        if not orders:
            return {}
        asked = (
            select(LibertyReview.deprivation_id, LibertyReview.held_on, LibertyReview.next_on)
            .where(LibertyReview.deprivation_id.in_(orders), LibertyReview.stands(self.known_at))
            .order_by(LibertyReview.held_on, LibertyReview.id)
        )
        return grouped(read(asked), "deprivation_id")

    def _overseen(self) -> dict[int, tuple[Overseen, ...]]:
        decided = OversightDecision
        asked = (
            select(
                decided.child_id, decided.placement_id, decided.decided_on, decided.look_again_on
            )
            .where(
                self._of_children(decided.child_id),
                decided.stands(self.known_at),
                decided.decided_on <= self.last,
            )
            .order_by(decided.decided_on, decided.id)
        )
        return {
            child_id: tuple(
                Overseen(row.placement_id, row.decided_on, row.look_again_on) for row in rows
            )
            for child_id, rows in grouped(read(asked), "child_id").items()
        }

    # ------------------------------------------------------------------- as the rule takes it

    def placed(self, child_id: int, day: date) -> list[Row[Any]]:
        """Where a child is placed or stays on a day, as far as the record says."""
        return [row for row in self.placements.get(child_id, ()) if holds(row, day)]

    def family_of(self, row: Row[Any]) -> HomeThere | None:
        """The household of a placement."""
        return self.families.get(row.household_id)

    def facts(self, child: Row[Any], day: date) -> ChildDay:
        """All that the record says of one child on the day, as the rule takes it."""
        placed = [(row.temporary, self._stay(row, day)) for row in self.placed(child.id, day)]
        status = _latest(self.statuses.get(child.id, ()), day)
        away = _latest(self.absences.get(child.id, ()), day)
        return ChildDay(
            day=day,
            child=str(child.id),
            born=child.born,
            authority=child.responsible_authority,
            ours=child.responsible_authority == self.authority,
            adjoining=adjoining(child.responsible_authority),
            status=Status(status.status, status.starts_on) if status else None,
            last_status=None if status else self._last_status(child.id, day),
            mains=tuple(stay for temporary, stay in placed if not temporary),
            stays=tuple(stay for temporary, stay in placed if temporary),
            absence=Absence(away.kind, away.starts_on) if away else None,
            liberty=self._deprived(child.id, day),
            overseen=self.overseen.get(child.id, ()),
        )

    def _last_status(self, child_id: int, day: date) -> Status | None:
        over = [
            row
            for row in self.ended_statuses.get(child_id, ())
            if row.ends is not None and row.ends <= day
        ]
        if not over:
            return None
        last = over[-1]
        return Status(last.status, last.starts_on, last.ends, last.ended_because)

    def _deprived(self, child_id: int, day: date) -> Liberty | None:
        order = _latest(self.liberty.get(child_id, ()), day)
        if order is None:
            return None
        told = [row for row in self.reviews.get(order.id, ()) if row.held_on <= day]
        review_on = told[-1].next_on if told else None
        return Liberty(order.kind, order.starts_on, order.last_day, review_on)

    def _stay(self, row: Row[Any], day: date) -> Stay:
        home = self.families.get(row.household_id)
        area = (home.area_on(day) if home else None) or row.authority_code
        found = self._stays.get((row.id, area))
        if found is None:
            found = self._stays[row.id, area] = self._made(row, home, area)
        return found

    def _made(self, row: Row[Any], home: HomeThere | None, area: str | None) -> Stay:
        setting = None
        if row.setting_id is not None:
            setting = Establishment(row.setting_kind, self.registrations.get(row.setting_id, ()))
        return Stay(
            place=row.place,
            starts_on=row.starts_on,
            basis=row.basis,
            provider=row.place_provider,
            urn=row.urn,
            area=area,
            family=home.family if home else None,
            setting=setting,
            decisions=self.decisions.get(row.id, ()),
            grounds=self.grounds.get(row.id, ()),
            order=row.id,
        )


def _latest(rows: Iterable[Row[Any]], day: date) -> Row[Any] | None:
    """Of the rows that hold on a day, the one that began last."""
    found = None
    for row in rows:
        if holds(row, day):
            found = row
    return found
