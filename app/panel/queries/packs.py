"""Packs of a meeting: those made and sent, what is in one, and what somebody may not have of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.core.db import db
from app.panel.kinds import NoPartBecause
from app.panel.models import NoPart, Pack, PackPaper, PackSent


def packs_of(meeting_id: int) -> Sequence[Pack]:
    """Every pack of a meeting, the latest first."""
    return db.session.scalars(
        select(Pack)
        .where(Pack.meeting_id == meeting_id, Pack.stands())
        .order_by(Pack.number.desc())
    ).all()


def sent_packs(meeting_id: int) -> list[Pack]:
    """Those that were sent, the latest first."""
    return [each for each in packs_of(meeting_id) if each.sent_on is not None]


def pack_by_ref(ref: str) -> Pack | None:
    """The pack with this public id."""
    return db.session.scalar(select(Pack).where(Pack.ref == ref, Pack.stands()))


def next_number(meeting_id: int) -> int:
    """The number of a meeting's next pack."""
    last = db.session.scalar(select(func.max(Pack.number)).where(Pack.meeting_id == meeting_id))
    return (last or 0) + 1


def papers_in(pack: Pack) -> Sequence[PackPaper]:
    """What is in a pack, item by item, in order."""
    return db.session.scalars(
        select(PackPaper)
        .where(PackPaper.pack_id == pack.id, PackPaper.stands())
        .order_by(PackPaper.number, PackPaper.place, PackPaper.id)
    ).all()


def sent_to(pack: Pack) -> frozenset[int]:
    """To whom of the central list a pack was sent."""
    return frozenset(
        db.session.scalars(
            select(PackSent.listing_id).where(PackSent.pack_id == pack.id, PackSent.stands())
        )
    )


def sent_ever(meeting_id: int) -> frozenset[int]:
    """To whom of the central list any pack of a meeting was sent."""
    return frozenset(
        db.session.scalars(
            select(PackSent.listing_id)
            .join(Pack, Pack.id == PackSent.pack_id)
            .where(Pack.meeting_id == meeting_id, PackSent.stands())
        )
    )


def withheld_from(pack: Pack, listing_id: int) -> frozenset[int]:
    """The numbers of the items of a pack in which somebody has a conflict, as it stands now.

    Asked each time that their file is: a conflict that is known since it was sent counts at once.
    """
    return frozenset(
        db.session.scalars(
            select(PackPaper.number)
            .join(NoPart, NoPart.item_id == PackPaper.item_id)
            .where(
                PackPaper.pack_id == pack.id,
                PackPaper.stands(),
                NoPart.listing_id == listing_id,
                NoPart.because == NoPartBecause.CONFLICT,
                NoPart.stands(),
            )
            .distinct()
        )
    )
