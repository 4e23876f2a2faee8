"""What a load keeps of its files is kept for the time that local policy says, and no longer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.audit.checking import check_record
from app.audit.models import ActRecord
from app.core.today import clock_at
from app.exchange import loading, progress
from app.exchange.models import Load, LoadFile, LoadKind, LoadRow, LoadState
from app.people.models import Household
from app.statute.local import LOADED_FILES_KEPT

BROUGHT_IN = date(2026, 3, 2)
LAST_DAY = LOADED_FILES_KEPT.last_day(BROUGHT_IN)
SHEET = (
    b"Carer,Date approved,Postcode\r\nJo Quayle,12/03/2019,HR6 8NZ\r\nAnn Quest,soon,HR6 8NZ\r\n"
)


def brought_in(*, done: bool) -> Load:
    """A load of two rows, one of them rejected, on `BROUGHT_IN`."""
    with clock_at(BROUGHT_IN):
        load = loading.check(LoadKind.CARERS, [("carers.csv", SHEET)], by=INSTALLER)
        return loading.carry_out(load, by=INSTALLER) if done else load


def kept(db: Any, load: Load) -> int:
    """Rows and files of a load that are still kept."""
    rows = select(func.count()).select_from(LoadRow).where(LoadRow.load_id == load.id)
    files = select(func.count()).select_from(LoadFile).where(LoadFile.load_id == load.id)
    return int(
        db.session.scalar(rows) + db.session.scalar(files.where(LoadFile.content.is_not(None)))
    )


def cleared_on(day: date) -> int:
    with clock_at(day):
        return loading.clear_old()


def test_rejected_rows_are_kept_to_the_last_day_and_cleared_on_the_next(db, points):
    load = brought_in(done=True)
    assert cleared_on(LAST_DAY) == 0
    assert kept(db, load) == 2
    assert cleared_on(LAST_DAY + timedelta(days=1)) == 1
    assert kept(db, load) == 0
    assert load.cleared_on == LAST_DAY + timedelta(days=1)
    assert (load.state, load.summary["rejected"]) == (LoadState.DONE, 1)
    assert "notes" not in load.summary
    assert check_record(db.engine) == []


def test_what_was_loaded_stands(db, points):
    brought_in(done=True)
    cleared_on(LAST_DAY + timedelta(days=1))
    assert db.session.query(Household).count() == 1


def test_a_load_that_nobody_carried_out_is_discarded_with_its_files(db, points):
    load = brought_in(done=False)
    assert kept(db, load) == 3
    cleared_on(LAST_DAY + timedelta(days=1))
    assert kept(db, load) == 0
    assert load.state is LoadState.DISCARDED


def test_what_was_cleared_is_not_cleared_again_and_the_act_is_nobodys(db, points):
    brought_in(done=True)
    after = LAST_DAY + timedelta(days=1)
    assert [cleared_on(after), cleared_on(after)] == [1, 0]
    acts = select(ActRecord.by_name).where(ActRecord.says.startswith("Cleared loads"))
    assert db.session.scalars(acts).all() == ["Retention"]


def test_the_next_check_clears_what_was_kept_long_enough_and_not_what_it_checks(db, points):
    old, checked = brought_in(done=True), brought_in(done=False)
    with clock_at(LAST_DAY + timedelta(days=1)):
        loading.run_check(checked, by=INSTALLER, ask=False)
    assert kept(db, old) == 0
    assert kept(db, checked) == 3


def test_a_load_that_somebody_works_on_is_left_alone(db, points):
    load = brought_in(done=False)
    with progress.working_on(load.id):
        assert cleared_on(LAST_DAY + timedelta(days=1)) == 0
    assert kept(db, load) == 3


def test_the_page_says_that_the_rows_were_cleared(signed_in, db, points):
    load = brought_in(done=True)
    with clock_at(LAST_DAY + timedelta(days=1)):
        loading.clear_old()
    page = signed_in(Role.TEAM_MANAGER).get(f"/load/{load.ref}")
    assert page.status_code == 200
    assert "was cleared on 3 Jun 2026" in page.text
    assert "Download" not in page.text
