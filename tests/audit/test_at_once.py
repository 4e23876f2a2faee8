"""Several write, look and seal at the same moment; the trail stays one line without a gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from app.audit import seals
from app.audit.act import INSTALLER, acting
from app.audit.checking import check_record
from app.audit.looks import looked
from app.audit.models import ActRecord, Change, Look
from app.core.columns import Kept
from app.core.db import transaction
from app.people.models import Person
from tests.audit.tampering import Reader

WRITERS, ACTS = 6, 12


def test_writers_lookers_and_sealers_at_once_leave_one_whole_trail(db, app):
    db.session.remove()

    def write(writer: int) -> int:
        undone = 0
        for number in range(ACTS):
            with app.app_context():
                try:
                    with transaction(), acting("Wrote", INSTALLER):
                        db.session.add(Person(given_name=f"{writer}", family_name=f"{number}"))
                        db.session.flush()
                        if number % 4 == 3:
                            raise ZeroDivisionError  # an act that is undone takes no number
                except ZeroDivisionError:
                    undone += 1
        return undone

    def look(looker: int) -> None:
        for number in range(ACTS):
            with app.app_context():
                looked([f"person:{number}"], Kept.CHILD, f"page {looker}", by=Reader())

    def seal(_: int) -> None:
        for _ in range(ACTS):
            with app.app_context():
                seals.seal(db.engine)

    with ThreadPoolExecutor(WRITERS + 4) as many:
        written = [many.submit(write, writer) for writer in range(WRITERS)]
        others = [many.submit(look, 1), many.submit(look, 2)]
        others += [many.submit(seal, 1), many.submit(seal, 2)]
        undone = sum(each.result(timeout=120) for each in written)
        for each in others:
            each.result(timeout=120)
    stands = WRITERS * ACTS - undone
    assert db.session.scalar(select(func.count()).select_from(ActRecord)) == stands
    assert db.session.scalar(select(func.max(Change.id))) == 2 * stands
    assert db.session.scalar(select(func.max(Look.id))) == 2 * ACTS
    assert check_record(db.engine) == []
