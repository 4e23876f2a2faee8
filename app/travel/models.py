"""Which roads are in use, since when, and their packed contents.

The contents lie in the database, in the transaction of the act that loaded them, as documents do:
every process of every machine reads the same, a back-up is one copy of one thing, and a load that
was cut off at any moment leaves what was in use before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import Dated, Public
from app.core.db import Model


class RoadNetwork(Public, Dated, Model):
    """Roads that minutes are reckoned on, at certain speeds; one is in use at a time.

    `fingerprint` is of the file and the area cut from it, `code` of the packed contents. Errors
    are median relative errors on journeys tried when the roads were prepared.
    """

    __tablename__ = "road_network"
    ONE_OPEN_PER = ("product",)

    product: Mapped[str] = column("Product", Kept.OPENLY, String(60))
    file_name: Mapped[str] = column("File", Kept.OPENLY, String(200))
    fingerprint: Mapped[str] = column("Fingerprint", Kept.OPENLY, String(64))
    code: Mapped[str] = column("Code of the contents", Kept.OPENLY, String(64))
    data_of: Mapped[date | None] = column("Data of", Kept.OPENLY)
    area: Mapped[dict[str, Any]] = column("Area, metres on the National Grid", Kept.OPENLY, JSON)
    junctions: Mapped[int] = column("Junctions", Kept.OPENLY)
    links: Mapped[int] = column("Links", Kept.OPENLY)
    kilometres: Mapped[int] = column("Kilometres of road", Kept.OPENLY)
    left_out: Mapped[int] = column("Junctions that nothing joins to the rest", Kept.OPENLY)
    speeds: Mapped[dict[str, Any]] = column("Miles an hour by sort of road", Kept.OPENLY, JSON)
    errors: Mapped[dict[str, Any]] = column("Errors on journeys tried", Kept.OPENLY, JSON)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    by_name: Mapped[str] = column("By name", Kept.OPENLY, String(120))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="select")


class RoadContent(Model):
    """The packed contents of the roads in use. No trail: their code stands with the roads."""

    __tablename__ = "road_content"
    TRAIL = False

    code: Mapped[str] = column("Code", Kept.OPENLY, String(64), primary_key=True)
    packed: Mapped[bytes] = column("Contents", Kept.OPENLY, LargeBinary)
