"""Duty numbers kept, carers' words of a night, sheets signed out, and nights recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.audit.act import Actor, act
from app.children import actions as children
from app.children.codes import Ls, Place
from app.children.kinds import Basis
from app.children.models import Child
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import LONDON, now
from app.links import actions as links
from app.links.models import OneTimeLink
from app.nights import rules
from app.nights.models import DutyNumber, NightRecord, NightSheet, NightWord
from app.people.actions import refuse_if
from app.people.models import Household, ProviderKind
from app.people.rules import ending_breaches, takes_over_breaches
from app.register import queries as register
from sufficiency.period import Period
from sufficiency.room import room_for
from sufficiency.types import Child as ChildInPlain
from sufficiency.types import Kind, Sex

DAY = timedelta(days=1)

PURPOSE = "tonights_sheet"


@act("Recorded whom to ring at night")
def set_duty_number(
    *, agency: str, phone: str, offers: str, starts_on: date, by: Actor
) -> DutyNumber:
    """An agency answers at night on this number; what was recorded of it before ends."""
    before = open_row(DutyNumber, agency=agency.strip())
    refuse_if(takes_over_breaches("A number", before.starts_on if before else None, starts_on))
    return begin(
        DutyNumber(
            agency=agency.strip(), phone=phone.strip(), offers=offers.strip(), starts_on=starts_on
        ),
        instead_of=before,
    )


@act("Recorded that nobody answers there at night any more")
def end_duty_number(row: DutyNumber, *, on: date, by: Actor) -> DutyNumber:
    """The number is rung no more."""
    refuse_if(ending_breaches("This number", row.starts_on, row.ends_on, on))
    row.end(on)
    return row


@act("Recorded what carers said of tonight")
def say_of_tonight(household: Household, *, night: date, ready: bool, by: Actor) -> NightWord:
    """Our carers are ready to take a child on a night, or are not. The last word counts."""
    row = NightWord(household_id=household.id, night_of=night, ready=ready, by_id=by.id)
    db.session.add(row)
    db.session.flush()
    return row


# ------------------------------------------------------------------------------------ the sheet


@act("Signed out tonight’s sheet")
def sign_out(*, holder: str, night: date, by: Actor) -> tuple[NightSheet, tuple[OneTimeLink, str]]:
    """Somebody of the out-of-hours team is given the sheet by a link, which shuts in the morning.

    Gives the sheet, and the link with its token, which is kept nowhere.
    """
    refuse_if(rules.signing_breaches(holder=holder, night=night, now=now()))
    sheet = NightSheet(night_of=night, shuts_at=rules.shuts_at(night), by_id=by.id)
    db.session.add(sheet)
    db.session.flush()
    sent: tuple[OneTimeLink, str] = links.send(
        purpose=PURPOSE, subject=f"night_sheet:{sheet.id}", holder=holder, days=1, by=by
    )
    sheet.link_id = sent[0].id
    db.session.flush()
    return sheet, sent


@act("Took back tonight’s sheet")
def take_back(sheet: NightSheet, *, by: Actor) -> NightSheet:
    """From now on its link opens nothing. RuleBroken: it opens nothing already."""
    take(sheet)
    if sheet.link_id is not None:
        links.revoke(db.session.get_one(OneTimeLink, sheet.link_id), by=by)
    return sheet


# ------------------------------------------------------------------------------- the morning after


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A child who was not on record before that night."""

    given_name: str
    family_name: str
    born: date | None
    sex: Sex
    status: Ls | None
    authority: str


@act("Recorded what was done overnight")
def record_night(
    *,
    child: Child | None,
    newcomer: Newcomer | None,
    household: Household | None,
    postcode: str = "",
    urn: str = "",
    connected: bool = False,
    happened_at: datetime,
    placed_by: str,
    why: str,
    wishes: str = "",
    by: Actor,
) -> NightRecord:
    """A child was placed out of hours. It is recorded at once and judged like any placement.

    Without a household, the child is with an agency's carers at a postcode. Outside the terms of
    approval it is an emergency under regulation 23, whose six working days have begun.
    """
    refuse_if(
        rules.night_breaches(
            happened_at=happened_at,
            placed_by=placed_by,
            why=why,
            now=now(),
            with_somebody=household is not None or bool(postcode),
        )
    )
    day = happened_at.astimezone(LONDON).date()
    if child is None:
        child = _begin(newcomer, day, by)
    kind, outside = _how(child, household, day)
    placement = children.record_placement(
        child,
        place=Place.U3 if connected else Place.U6,
        place_provider=children.PROVIDED_BY[
            household.provider.kind if household else ProviderKind.AGENCY
        ],
        basis=Basis.CONNECTED if connected else Basis.EMERGENCY if outside else Basis.FOSTER,
        kind=kind,
        household=household,
        postcode=postcode or None,
        urn=urn or None,
        starts_on=day,
        by=by,
    )
    row = NightRecord(
        child_id=child.id,
        placement_id=placement.id,
        happened_at=happened_at,
        placed_by=placed_by.strip(),
        why=why.strip(),
        wishes=wishes.strip(),
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _begin(newcomer: Newcomer | None, day: date, by: Actor) -> Child:
    if newcomer is None:
        raise ValueError("a night is about a child on record, or about a newcomer")
    child: Child = children.begin_looking_after(
        given_name=newcomer.given_name,
        family_name=newcomer.family_name,
        born=newcomer.born,
        sex=newcomer.sex,
        responsible_authority=newcomer.authority,
        status=newcomer.status,
        need=None,
        starts_on=day,
        home_postcode=None,
        worker=None,
        by=by,
    )
    return child


def _how(child: Child, household: Household | None, day: date) -> tuple[Kind, bool]:
    """The kind of fostering it was, and whether it is outside the terms of approval."""
    if household is None:
        return Kind.EMERGENCY, False
    around = Period(day, day + DAY)
    room = register.rooms({household.id}, around=around)[household.id]
    kind = rules.kind_for(room, day)
    plain = (ChildInPlain(str(child.id), child.person.born or date.max, child.person.sex),)
    short = room_for(room, plain, around, kind)
    return kind, any(each.code in rules.OUTSIDE_TERMS for each in short)
