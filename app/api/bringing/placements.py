"""A placement as another system tells it: what happened elsewhere, recorded here and judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.api import queries
from app.api.admitting import Caller
from app.api.bringing.named import child_named, household_named, keep_key
from app.api.bringing.work import Work
from app.api.problems import Problem
from app.api.rules import end_by_the_record
from app.api.shapes import Brought, Outcome, PlacementIn
from app.audit.act import acting
from app.children import actions as children
from app.children.codes import (
    FOSTER,
    FOSTERING_FOR_ADOPTION,
    LONG_TERM,
    PLACED_FOR_ADOPTION,
    Place,
    PlaceProvider,
    is_temporary,
)
from app.children.kinds import Basis
from app.children.models import Child, Placement, Registration, Setting
from app.core.db import db, take
from app.exchange.matching_up import key_of, keyed
from app.people.actions import repoint_external_key
from app.people.models import ExternalKey, Household
from app.people.places import point_of
from sufficiency.types import Kind

SAYS = "Took a placement over from another system"


@dataclass(frozen=True, slots=True)
class Meant:
    """A placement as it is meant: what was told, with what the record knows of its parts."""

    told: PlacementIn
    child: Child
    household: Household | None
    setting: Setting | None
    temporary: bool
    kind: Kind | None
    ends_on: date | None

    def fields(self) -> dict[str, Any]:
        """What a record of it would hold, and is compared with what it holds."""
        told = self.told
        return {
            "child_id": self.child.id,
            "place": told.place,
            "place_provider": told.place_provider,
            "starts_on": told.starts_on,
            "temporary": self.temporary,
            "urn": told.urn.upper() if told.urn else None,
            "household_id": self.household.id if self.household else None,
            "setting_id": self.setting.id if self.setting else None,
            "kind": self.kind,
            "expected_end": told.expected_end,
        }


def bring(told: PlacementIn, key: str, caller: Caller) -> tuple[Brought, int]:
    """The placement that a system calls so, as it knows it now; and the child's id.

    Told the same again, nothing changes. One that has ended is ended; one that is told otherwise
    than it told it before is set aside and recorded anew. What was decided or recorded here by
    somebody else is only ended.
    """
    child = child_named(told.child, caller, "child", blind=True)
    take(child)
    number = keyed(caller.key, "placement", key)
    recorded = db.session.get(Placement, number) if number is not None else None
    work = Work(SAYS, caller.by)
    meant = _meant(told, child, recorded, caller, work)
    if recorded is not None:
        _update(recorded, meant, key, caller, work)
        outcome = work.carried_out()
        recorded = db.session.get_one(Placement, keyed(caller.key, "placement", key))
        return _brought(outcome, recorded, key, work.notes), child.id
    with acting(SAYS, caller.by):
        recorded = _alike(meant, caller)
        if recorded is None:
            recorded = _added(meant, caller)
            keep_key("placement", recorded.id, key, caller)
        else:
            keep_key("placement", recorded.id, key, caller)
            _compare_with_ours(recorded, meant, work)
            work.carried_out()
    return _brought(Outcome.ADDED, recorded, key, work.notes), child.id


def _brought(outcome: Outcome, row: Placement, key: str, notes: list[str]) -> Brought:
    return Brought(outcome=outcome, id=row.ref, key=key, notes=notes)


def _meant(
    told: PlacementIn, child: Child, recorded: Placement | None, caller: Caller, work: Work
) -> Meant:
    household = household_named(told.household, caller, "household") if told.household else None
    if told.place in FOSTER and household is None and told.place_provider is PlaceProvider.PR1:
        work.note("No home of ours is named: name it, or link it on the child's page.")
    if told.postcode and point_of(told.postcode) is None:
        work.note("Its postcode is not in our table, so no distance can be measured.")
    temporary = is_temporary(told.place) if told.temporary is None else told.temporary
    setting = _setting(told, household, work)
    ends_on = told.ends_on
    if not temporary:
        ends_on = end_by_the_record(told.ends_on, _followed_by(child, told.starts_on, recorded))
        if ends_on != told.ends_on:
            work.note(
                "The next placement that is known here began on "
                f"{ends_on:%d/%m/%Y}: this one is kept as ending then."
            )
    return Meant(
        told, child, household, setting, temporary, told.kind or _kind(told.place), ends_on
    )


def _setting(told: PlacementIn, household: Household | None, work: Work) -> Setting | None:
    """The setting on record whose registration has this number."""
    if household is not None or not told.urn or told.place in FOSTER:
        return None
    found = db.session.scalars(
        select(Setting)
        .join(Registration, Registration.setting_id == Setting.id)
        .where(Registration.urn == told.urn.upper(), Registration.stands(), Setting.stands())
        .order_by(Setting.id)
    ).first()
    if found is None:
        work.note("No setting with this registration number is on record: add it, and link it.")
    return found


def _kind(place: Place) -> Kind | None:
    if place in LONG_TERM:
        return Kind.LONG_TERM
    if place in FOSTERING_FOR_ADOPTION:
        return Kind.FOSTERING_FOR_ADOPTION
    return Kind.SHORT_TERM if place in FOSTER else None


def _basis(place: Place) -> Basis:
    """What the code itself says of the basis; for the rest, a system does not say."""
    if place is Place.P1:
        return Basis.PARENT
    return Basis.ADOPTION if place in PLACED_FOR_ADOPTION else Basis.NOT_RECORDED


def _followed_by(child: Child, starts_on: date, row: Placement | None) -> list[date]:
    """When main placements began that came after this one; of two of one day, the one that was
    recorded later."""
    others = db.session.execute(
        select(Placement.starts_on, Placement.id).where(
            Placement.child_id == child.id,
            Placement.temporary.is_(False),
            Placement.stands(),
            Placement.starts_on >= starts_on,
            Placement.id != (row.id if row is not None else 0),
        )
    )
    return [
        day for day, number in others if day > starts_on or (row is not None and number > row.id)
    ]


def _alike(meant: Meant, caller: Caller) -> Placement | None:
    """The placement on record that is told of, if somebody recorded it before, and the system has
    no other name for it."""
    found = db.session.scalars(
        select(Placement)
        .where(
            Placement.child_id == meant.child.id,
            Placement.starts_on == meant.told.starts_on,
            Placement.place == meant.told.place,
            Placement.temporary.is_(meant.temporary),
            Placement.stands(),
        )
        .order_by(Placement.id)
    )
    return next((each for each in found if key_of(caller.key, "placement", each.id) is None), None)


def _added(meant: Meant, caller: Caller) -> Placement:
    told = meant.told
    placement: Placement = children.record_placement(
        meant.child,
        place=told.place,
        starts_on=told.starts_on,
        place_provider=told.place_provider,
        basis=_basis(told.place),
        kind=meant.kind,
        household=meant.household,
        setting=meant.setting,
        urn=told.urn,
        postcode=told.postcode,
        temporary=meant.temporary,
        ends_on=meant.ends_on,
        ended_because=told.ended_because,
        expected_end=told.expected_end,
        decided_here=False,
        by=caller.by,
    )
    return placement


def _update(row: Placement, meant: Meant, key: str, caller: Caller, work: Work) -> None:
    """What is to be done so that the record says what is meant."""
    if row.voided_at is not None:
        raise Problem(
            409,
            "This placement was set aside here as recorded in error. If it is right, send it with "
            "an id that your system has not used for it.",
        )
    if row.child_id != meant.child.id:
        raise Problem(409, "This id means a placement of another child. Use an id of its own.")
    if not _is_theirs(row, caller):
        _compare_with_ours(row, meant, work)
        return
    if _differs(row, meant.fields()) or _goes_on_longer(row, meant):
        work.do(lambda: _anew(row, meant, key, caller))
    elif row.ends_on != meant.ends_on:
        _end(row, meant, work)
    else:
        _say_why(row, meant, work)


def _is_theirs(row: Placement, caller: Caller) -> bool:
    """Whether what stands here is what this system told: it may tell it otherwise."""
    return not row.decided_here and queries.told_by(row) == caller.key


def _differs(row: Placement, fields: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in fields.items())


def _goes_on_longer(row: Placement, meant: Meant) -> bool:
    """It was told as ended, and is told now as going on, or as going on longer."""
    return row.ends_on is not None and (meant.ends_on is None or meant.ends_on > row.ends_on)


def _say_why(row: Placement, meant: Meant, work: Work) -> None:
    because = meant.told.ended_because
    if row.ends_on is not None and because is not None and because is not row.ended_because:
        work.do(lambda: children.say_why_ended(row, because=because, by=work.by))


def _end(row: Placement, meant: Meant, work: Work) -> None:
    on = meant.ends_on
    if on is not None:
        work.do(
            lambda: children.end_placement(row, on=on, because=meant.told.ended_because, by=work.by)
        )


def _anew(row: Placement, meant: Meant, key: str, caller: Caller) -> None:
    """Set aside what was told, and record it as it is told now."""
    held = db.session.scalars(
        select(ExternalKey).where(
            ExternalKey.system == caller.key,
            ExternalKey.kind == "placement",
            ExternalKey.key == key,
        )
    ).one()
    children.void_placement(row, by=caller.by)
    db.session.flush()
    new = _added(meant, caller)
    repoint_external_key(held, record_id=new.id, by=caller.by)


def _compare_with_ours(row: Placement, meant: Meant, work: Work) -> None:
    """What people recorded here stays; that it ended is taken over where nothing was known."""
    if row.ends_on is None and meant.ends_on is not None:
        _end(row, meant, work)
    elif row.ends_on != meant.ends_on:
        said = f"on {row.ends_on:%d/%m/%Y}" if row.ends_on else "not"
        work.note(f"By this record it ended {said}, and that stays. Correct whichever is wrong.")
    told = {
        name: value for name, value in meant.fields().items() if value is not None and value != ""
    }
    other = [name for name, value in told.items() if getattr(row, name) != value]
    if other:
        work.note(
            "It was recorded here otherwise, and that stays: "
            + ", ".join(sorted(each.removesuffix("_id") for each in other))
            + ". Correct it on the child's page."
        )
