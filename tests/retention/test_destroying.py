"""A record destroyed: by two people, wholly or not at all, and nothing of it is found again."""

from __future__ import annotations

from sqlalchemy import select

from app.audit.checking import check_record
from app.audit.models import Destruction
from app.audit.seals import seal
from app.retention import sweeping
from tests.retention.ended import MARK, destroyed, everything_kept, marked_household


def test_nothing_of_a_destroyed_household_is_left_anywhere_in_the_database(db, tmp_path):
    home = marked_household()
    about = f"household:{home.id}"
    anchor = tmp_path / "anchor"
    seal(db.engine, anchor)
    assert MARK in everything_kept()
    certificate = destroyed(about)
    sweeping.sweep()
    assert MARK not in everything_kept()
    assert check_record(db.engine, anchor) == []
    assert seal(db.engine, anchor) is not None
    assert check_record(db.engine, anchor) == []
    assert about in set(db.session.scalars(select(Destruction.subject)))
    db.session.refresh(certificate)
    assert certificate.swept_at is not None
    assert certificate.reach["documents"] == 2
