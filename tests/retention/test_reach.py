"""Everything that says who somebody is, is emptied: in every table there is, and any to come."""

from __future__ import annotations

from sqlalchemy import Boolean, select

from app.accounts.models import Draft
from app.audit import closed
from app.audit.triggers import columns_kept, trailed
from app.core.columns import Code
from app.core.db import Base, transaction
from app.retention import reach
from tests import builders as make
from tests.retention.ended import destroyed, ended_household


def test_every_closed_value_of_every_table_is_emptied_but_codes_and_yes_or_no():
    left = []
    for name in trailed():
        table = Base.metadata.tables[name]
        emptied = reach.blanks(table)
        left += [
            f"{name}.{column.name}"
            for column in columns_kept(table)[1]
            if column.name not in emptied and not isinstance(column.type, Code | Boolean)
        ]
    assert left == []


def test_no_name_stands_openly_in_the_trail():
    """Words that people type may name somebody: they are closed, or are no subject's."""
    house = {"column_mapping", "course", "destruction", "disposal", "letter_template", "provider"}
    house |= {
        "setting",
        "registration",
        "user_account",
        "load",
        "panel",
        "reconciliation",
        "role_held",
        "saved_view",
        "visit_topic",
        "enquiry_source",
        "framework",
        "other_system",
    }
    openly = {
        f"{name}.{column.name}"
        for name in trailed()
        if name not in house
        for column in columns_kept(Base.metadata.tables[name])[0]
        if column.name in ("name", "note", "words", "description", "conditions", "key", "reason")
        and not isinstance(column.type, Code)
    }
    assert openly <= {"work_plan.key", "work_drift.key"}


def test_drafts_about_a_record_go_with_it_and_others_stay(db):
    home, who = ended_household("The Olds"), make.worker()
    own = _draft(db, who, "own", f"/households/{home.ref}/notes")
    named = _draft(db, who, "named", "/somewhere", "I rang The Olds today")
    other = _draft(db, who, "other", "/households/zzz/notes")
    destroyed(f"household:{home.id}")
    kept = dict(db.session.execute(select(Draft.id, Draft.closed)).all())
    assert (kept[own], kept[named]) == (None, None)
    assert kept[other] is not None


def _draft(db, user, key, path, typed="Typed"):
    with transaction():
        told = {"path": path, "title": "", "fields": [["note", typed]]}
        draft = Draft(
            user_id=user.id,
            form_key=key,
            closed=closed.close(
                told, subject=f"user_account:{user.id}", belongs_to=f"draft {user.id} {key}"
            ),
        )
        db.session.add(draft)
        db.session.flush()
        return draft.id
