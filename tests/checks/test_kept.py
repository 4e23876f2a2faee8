"""What is left of checks once a household's record is destroyed."""

from __future__ import annotations

from app.checks import actions
from app.checks.kinds import Decided
from app.core.today import clock_at
from app.statute.checks import CheckKind
from tests import builders as make
from tests.checks.homes import carer_of, seen
from tests.retention.ended import MARK, destroyed, ended_household, years_ago


def test_destroyed_with_the_household_a_check_says_nothing_of_anybody(db):
    home, sarah = ended_household(), make.worker("Whoever Saw")
    with clock_at(years_ago(14)):
        carer = carer_of(home)
        row = seen(home, carer, CheckKind.CERTIFICATE, reference=MARK, by=sarah)
        left = actions.leave_out(
            home,
            carer,
            kind=CheckKind.COUNCIL_RECORDS,
            decided=Decided.NOT_NEEDED,
            because=MARK,
            by=sarah,
        )
    destroyed(f"household:{home.id}")
    for each in (row, left):
        db.session.refresh(each)
        assert (each.reference, each.because) == ("", "")
