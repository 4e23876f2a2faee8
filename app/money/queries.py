"""What places cost, what finance holds, and what visits cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from app.accounts.models import User
from app.children.codes import Place
from app.children.models import Child, Placement, Setting
from app.core.dated import Dated
from app.core.db import db
from app.core.holding import is_recorded
from app.money import rules
from app.money.kinds import AgeBand, FileKind, Level, RateKind, Told
from app.money.models import (
    CarerLevel,
    MileageLine,
    MoneyFile,
    PlacementLine,
    Rate,
    VisitExpense,
)
from app.money.priced import prices_of
from app.people.models import ExternalKey, Fee, Household, Person, Provider, ProviderKind
from app.supervision.visits.models import Visit
from sufficiency.period import Period

APRIL = 4

NOT_PAID_FOR = (Place.P1,)
"""With parents nothing is paid for the place."""


def _period(row: Dated) -> Period | None:
    ends = row.ends_on
    return Period(row.starts_on, ends) if ends is None or ends > row.starts_on else None


def rates() -> rules.Rates:
    """Every amount that was ever set, with its days."""
    held: dict[rules.Key, list[tuple[Period, int]]] = defaultdict(list)
    for row in db.session.scalars(select(Rate).where(Rate.stands()).order_by(Rate.starts_on)):
        period = _period(row)
        if period is not None:
            held[row.kind, row.band, row.level].append((period, row.pence))
    return rules.Rates({key: tuple(amounts) for key, amounts in held.items()})


def rates_on(day: date) -> dict[rules.Key, Rate]:
    """The rows of what is paid on a day."""
    found = db.session.scalars(select(Rate).where(Rate.in_force(day)))
    return {(row.kind, row.band, row.level): row for row in found}


def rates_before(day: date) -> Sequence[Rate]:
    """What was paid until a day before, the latest first."""
    return db.session.scalars(
        select(Rate)
        .where(Rate.stands(), Rate.ends_on.is_not(None), Rate.ends_on <= day)
        .order_by(Rate.ends_on.desc(), Rate.id)
    ).all()


def last_minimum() -> Rate | None:
    """The national minimum that was recorded last, of whatever year."""
    return db.session.scalar(
        select(Rate)
        .where(Rate.kind == RateKind.MINIMUM, Rate.stands())
        .order_by(Rate.starts_on.desc(), Rate.id.desc())
        .limit(1)
    )


def paid(household_ids: Collection[int]) -> dict[int, rules.Paid]:
    """How each of these homes is paid: by our rates and its level, or by its price."""
    if not household_ids:
        return {}
    ids = sorted(household_ids)
    ours: dict[int, bool] = {}
    levels: dict[int, list[tuple[Period, Level]]] = defaultdict(list)
    levelled = and_(CarerLevel.household_id == Household.id, CarerLevel.stands())
    for id_, kind, level in db.session.execute(
        select(Household.id, Provider.kind, CarerLevel)
        .join(Provider, Provider.id == Household.provider_id)
        .outerjoin(CarerLevel, levelled)
        .where(Household.id.in_(ids))
    ):
        ours[id_] = kind is ProviderKind.OWN
        if level is not None and (period := _period(level)) is not None:
            levels[id_].append((period, level.level))
    prices: dict[int, list[tuple[Period, int]]] = defaultdict(list)
    for fee in db.session.scalars(select(Fee).where(Fee.household_id.in_(ids), Fee.stands())):
        if (period := _period(fee)) is not None:
            prices[fee.household_id].append((period, 100 * fee.weekly_pounds))
    return {
        id_: rules.Paid(ours.get(id_, False), tuple(levels[id_]), tuple(prices[id_])) for id_ in ids
    }


def costs(
    household_ids: Collection[int], born: Iterable[date | None], day: date
) -> dict[int, rules.Cost]:
    """What all of these children would cost a week in each of these homes; those not known are
    left out. `born`: when each child was born."""
    return costs_of(paid(household_ids), born, day)


def costs_of(
    homes: Mapping[int, rules.Paid], born: Iterable[date | None], day: date
) -> dict[int, rules.Cost]:
    """The same of homes of which it is known how they are paid."""
    children, amounts = list(born), rates()
    found = {}
    for id_, its in homes.items():
        each = [rules.cost_on(day, one, amounts, its) for one in children]
        if children and all(cost is not None for cost in each):
            known = [cost for cost in each if cost is not None]
            found[id_] = rules.Cost(
                sum(cost.allowance for cost in known),
                sum(cost.fee for cost in known),
                any(cost.priced for cost in known),
            )
    return found


def level_of(household_id: int, day: date) -> CarerLevel | None:
    """At which level a household is paid on a day."""
    if not is_recorded(CarerLevel, household_id):
        return None
    return db.session.scalar(
        select(CarerLevel).where(CarerLevel.household_id == household_id, CarerLevel.in_force(day))
    )


# ------------------------------------------------------------------------------------- files


def files() -> Sequence[MoneyFile]:
    """Every file made, the latest first."""
    return (
        db.session.scalars(
            select(MoneyFile).where(MoneyFile.stands()).order_by(MoneyFile.id.desc())
        )
        .unique()
        .all()
    )


def lines_of_files() -> dict[int, int]:
    """How many lines of each file whoever asks may see: nothing tells of those that are shut."""
    found: dict[int, int] = {}
    for kind in (PlacementLine, MileageLine):
        rows = db.session.execute(
            select(kind.file_id, func.count(kind.id)).where(kind.stands()).group_by(kind.file_id)
        )
        found |= {row[0]: row[1] for row in rows}
    return found


def file_by_ref(ref: str) -> MoneyFile | None:
    """The file with this public id."""
    return db.session.scalar(select(MoneyFile).where(MoneyFile.ref == ref, MoneyFile.stands()))


def last_file(kind: FileKind) -> MoneyFile | None:
    """The last file of a kind."""
    return db.session.scalar(
        select(MoneyFile)
        .where(MoneyFile.kind == kind, MoneyFile.stands())
        .order_by(MoneyFile.number.desc())
        .limit(1)
    )


def first_file(kind: FileKind) -> MoneyFile | None:
    """The first file of a kind: what was over before it was never told."""
    return db.session.scalar(
        select(MoneyFile)
        .where(MoneyFile.kind == kind, MoneyFile.stands())
        .order_by(MoneyFile.number)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class ToTell:
    """What the next file would say of one placement: whose it is and where, without the rest."""

    placement: Row[Any]
    lines: list[rules.Line]


def placements_to_tell(day: date) -> list[ToTell]:
    """What finance is still to be told of placements by a day, the placement that began first
    first. Four questions for the placements, whatever their number, and five for what they cost."""
    first = first_file(FileKind.PLACEMENTS)
    since = first.up_to if first is not None else day
    told = _lines_told()
    placements = db.session.execute(_concerned(first, since)).all()
    amounts = rates()
    homes = paid({each.household_id for each in placements if each.household_id is not None})
    settings = prices_of({each.setting_id for each in placements if each.setting_id is not None})
    born = _born({each.child_id for each in placements})
    found = []
    for each in placements:
        now = (
            rules.account_of(
                each.starts_on,
                each.ends_on,
                born=born.get(each.child_id),
                rates=amounts,
                paid=homes[each.household_id]
                if each.household_id in homes
                else rules.Paid(False, prices=settings.get((each.setting_id, each.child_id), ())),
                since=since,
                up_to=day,
            )
            if each.voided_at is None
            else None
        )
        lines = rules.lines_to_tell(rules.held_by(told.get(each.id, ()), since), now)
        if lines:
            found.append(ToTell(each, lines))
    return found


def _concerned(first: MoneyFile | None, since: date) -> Any:
    """Placements that finance holds, or may have to be told of."""
    open_then = or_(Placement.ends_on.is_(None), Placement.ends_on > since)
    late = Placement.recorded_at > first.recorded_at if first is not None else open_then
    held = select(PlacementLine.placement_id).where(PlacementLine.stands())
    return (
        select(
            Placement.id,
            Placement.child_id,
            Placement.household_id,
            Placement.setting_id,
            Placement.starts_on,
            Placement.ends_on,
            Placement.voided_at,
        )
        .where(
            or_(Placement.household_id.is_not(None), Placement.setting_id.is_not(None)),
            Placement.place.not_in(NOT_PAID_FOR),
            or_(open_then, late, Placement.id.in_(held)),
        )
        .order_by(Placement.starts_on, Placement.id)
    )


def _lines_told() -> dict[int, list[rules.Line]]:
    found: dict[int, list[rules.Line]] = defaultdict(list)
    for row in db.session.execute(
        select(
            PlacementLine.placement_id, PlacementLine.told, PlacementLine.day, PlacementLine.pence
        )
        .where(PlacementLine.stands())
        .order_by(PlacementLine.id)
    ):
        found[row.placement_id].append(rules.Line(Told(row.told), row.day, row.pence))
    return found


def _born(child_ids: Collection[int]) -> dict[int, date]:
    rows = db.session.execute(
        select(Child.id, Person.born)
        .join(Person, Person.id == Child.person_id)
        .where(Child.id.in_(sorted(child_ids)))
    )
    return {row.id: row.born for row in rows if row.born is not None}


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """One line of a file about placements, as finance reads it."""

    number: str
    told: Told
    day: date
    child: str
    """Our own reference of the child."""
    child_number: str
    """The number by which finance knows the child; nothing where it has none."""
    paid_to: str
    reference: str
    payee_number: str
    """The number by which finance knows the household; nothing where it has none."""
    service: str
    pence: int | None


def placement_rows(file: MoneyFile, system: str = "") -> list[PlacementRow]:
    """Every line of a file, in its order: the same whenever it is asked for.

    `system`: whose numbers finance knows children and households by; nothing: our own alone.
    """
    rows = db.session.execute(
        select(PlacementLine, Child.ref, Household, Setting, Provider.name)
        .join(Child, Child.id == PlacementLine.child_id)
        .outerjoin(Household, Household.id == PlacementLine.household_id)
        .outerjoin(Provider, Provider.id == Household.provider_id)
        .outerjoin(Setting, Setting.id == PlacementLine.setting_id)
        .where(PlacementLine.file_id == file.id, PlacementLine.stands())
        .order_by(PlacementLine.id)
    ).unique()
    found = list(rows)
    children = _numbers(file, system, "child", {line.child_id for line, *_ in found})
    homes = _numbers(file, system, "household", {line.household_id or 0 for line, *_ in found})
    return [
        PlacementRow(
            f"{file.number}-{line.id}",
            Told(line.told),
            line.day,
            ref,
            children.get(line.child_id, ""),
            home.name if home is not None else setting.name if setting is not None else "",
            home.ref if home is not None else setting.ref if setting is not None else "",
            homes.get(line.household_id or 0, ""),
            service or (setting.provider_name or "" if setting is not None else ""),
            line.pence,
        )
        for line, ref, home, setting, service in found
    ]


def _numbers(file: MoneyFile, system: str, kind: str, ids: Collection[int]) -> dict[int, str]:
    """What one system calls these, as it was known when the file was made, so that the file stays
    the same. Of two numbers of one record, the first: the one that earlier files told."""
    if not system:
        return {}
    rows = db.session.execute(
        select(ExternalKey.record_id, ExternalKey.key)
        .where(
            ExternalKey.system == system,
            ExternalKey.kind == kind,
            ExternalKey.record_id.in_(sorted(ids)),
            ExternalKey.stands(file.recorded_at),
        )
        .order_by(ExternalKey.id.desc())
    )
    return {row.record_id: row.key for row in rows}


# ----------------------------------------------------------------------------------- mileage


@dataclass(frozen=True, slots=True)
class Claim:
    """What one visit costs: miles, pence for them, and pence spent besides."""

    miles: int
    pence: int
    expenses: int

    def less(self, held: Claim) -> Claim:
        """What is still to be told, where so much is held."""
        return Claim(
            self.miles - held.miles, self.pence - held.pence, self.expenses - held.expenses
        )

    def __bool__(self) -> bool:
        return bool(self.miles or self.pence or self.expenses)


NOTHING = Claim(0, 0, 0)


def year_began(day: date) -> date:
    """The first day of the council's year that a day is in."""
    return date(day.year if day.month >= APRIL else day.year - 1, APRIL, 1)


def visits_to_tell(day: date) -> list[tuple[Row[Any], Claim]]:
    """What finance is still to be told of visits by a day: each visit (whose, of whom, when) with
    its claim, less what finance holds. The first file begins with the council's year.

    A visit taken back, or corrected by another, is told as less by as much.
    """
    first = first_file(FileKind.MILEAGE)
    since = year_began(first.up_to if first is not None else day)
    late = Visit.recorded_at > first.recorded_at if first is not None else Visit.visited_on > day
    amounts, spent = rates(), _spent()
    held = _claims_told()
    visits: Any = db.session.execute(
        select(
            Visit.id,
            Visit.household_id,
            Visit.worker_id,
            Visit.visited_on,
            Visit.miles,
            Visit.voided_at,
        )
        .where(
            or_(Visit.miles > 0, Visit.id.in_(sorted(spent))),
            Visit.visited_on <= day,
            or_(Visit.visited_on >= since, late, Visit.id.in_(_visits_held())),
        )
        .order_by(Visit.visited_on, Visit.id)
    )
    found: list[tuple[Row[Any], Claim]] = []
    for visit in visits:
        mile = amounts.on(visit.visited_on, RateKind.MILE, AgeBand.ANY, Level.ANY) or 0
        miles = visit.miles or 0
        now = Claim(miles, miles * mile, spent.get(visit.id, 0))
        rest = (now if visit.voided_at is None else NOTHING).less(held.get(visit.id, NOTHING))
        if rest:
            found.append((visit, rest))
    return found


def _spent() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    replaced = _replaced()
    for row in db.session.execute(
        select(VisitExpense.visit_id, VisitExpense.pence).where(VisitExpense.stands())
    ):
        found[_last(row.visit_id, replaced)] += row.pence
    return found


def _replaced() -> dict[int, int]:
    """Which visit stands in the place of which: what was spent goes with the visit that stands."""
    rows = db.session.execute(select(Visit.corrects_id, Visit.id).where(Visit.corrects_id > 0))
    return {row.corrects_id: row.id for row in rows}


def _last(visit_id: int, replaced: Mapping[int, int]) -> int:
    while visit_id in replaced:
        visit_id = replaced[visit_id]
    return visit_id


def _visits_held() -> Select[int]:
    return select(MileageLine.visit_id).where(MileageLine.stands())


def _claims_told() -> dict[int, Claim]:
    found: dict[int, Claim] = {}
    for row in db.session.execute(
        select(
            MileageLine.visit_id, MileageLine.miles, MileageLine.pence, MileageLine.expenses
        ).where(MileageLine.stands())
    ):
        before = found.get(row.visit_id, NOTHING)
        found[row.visit_id] = Claim(
            before.miles + row.miles,
            before.pence + row.pence,
            before.expenses + row.expenses,
        )
    return found


@dataclass(frozen=True, slots=True)
class MileageRow:
    """One line of a file about mileage."""

    number: str
    worker: str
    day: date
    household: str
    miles: int
    pence: int
    expenses: int


def mileage_rows(file: MoneyFile) -> list[MileageRow]:
    """Every line of a file, in its order: the same whenever it is asked for."""
    rows = db.session.execute(
        select(MileageLine, User.name.label("worker"), Household.name)
        .join(User, User.id == MileageLine.worker_id)
        .join(Household, Household.id == MileageLine.household_id)
        .where(MileageLine.file_id == file.id, MileageLine.stands())
        .order_by(MileageLine.id)
    )
    return [
        MileageRow(
            f"{file.number}-{line.id}",
            worker,
            line.day,
            household,
            line.miles,
            line.pence,
            line.expenses,
        )
        for line, worker, household in rows
    ]


def expenses_of(visit_id: int) -> Sequence[VisitExpense]:
    """What was spent at a visit besides miles, and at those that it stands in the place of."""
    those = [visit_id]
    while (before := db.session.scalar(_corrected_by(those[-1]))) is not None:
        those.append(before)
    return db.session.scalars(
        select(VisitExpense)
        .where(VisitExpense.visit_id.in_(those), VisitExpense.stands())
        .order_by(VisitExpense.id)
    ).all()


def _corrected_by(visit_id: int) -> Select[int | None]:
    return select(Visit.corrects_id).where(Visit.id == visit_id)
