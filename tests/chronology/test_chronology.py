"""A household's chronology: everything in one order, and nothing that is not the reader's."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest

from app.accounts.roles import Role
from app.chronology import queries
from app.chronology.kinds import EntryKind
from app.concerns import actions as concerns
from app.concerns.kinds import ConcernKind, Safety, Source
from app.core.db import transaction
from app.core.today import now, today
from app.register import actions as register
from app.register.models import HoldReason
from tests import builders as make
from tests import matrix_world

DAY = timedelta(days=1)
BY = make.SOMEBODY


@pytest.fixture
def life(db):
    """A household in which much has happened, its worker, and a child of it."""
    worker = make.worker("Wyn Ashby")
    home = make.household("The Quills", supervised_by=worker, postcode="HR6 8AB")
    child = make.child(age=8)
    make.placed(child, home)
    with transaction():
        register.put_on_hold(home, reason=HoldReason.BEREAVEMENT, starts_on=today(), by=BY)
    matrix_world._visited(home, worker)
    matrix_world._assessment(home, worker)
    register.record_review(home, held_on=today() - 9 * DAY, by=BY)
    concerns.take_concern(
        home,
        kind=ConcernKind.COMPLAINT,
        received_at=now(),
        source=Source.SCHOOL,
        says="Late again.",
        safety=Safety.SAFE_THERE,
        safety_words="Fetched.",
        by=make.user(Role.TEAM_MANAGER),
    )
    return home, worker, child


@pytest.fixture(autouse=True)
def _places(db):
    make.postcodes()


def told(home, user, day=None):
    return queries.chronology_of(home, user, day or today())


def test_everything_stands_in_one_order_with_the_newest_first(life):
    home, worker, _ = life
    found = told(home, worker)
    days = [each.on for each in found]
    assert days == sorted(days, reverse=True)
    assert {each.kind for each in found} >= set(EntryKind) - {
        EntryKind.CONCERN,
        EntryKind.TRAINING,
    }


def test_who_may_not_know_of_a_concern_or_why_there_is_a_hold_has_no_line_of_it(life):
    home, worker, child = life
    officer = make.user(Role.REVIEWING_OFFICER)
    manager = make.user(Role.TEAM_MANAGER)
    for user, concern, why in (
        (worker, False, True),
        (officer, False, False),
        (manager, True, True),
    ):
        found = told(home, user)
        assert any(each.kind is EntryKind.CONCERN for each in found) is concern, user.name
        assert any("bereavement" in each.says for each in found) is why, user.name
    stranger = make.worker("Somebody Else")
    says = [each.says for each in told(home, stranger) if each.kind is EntryKind.CHILDREN]
    assert says == ["A child comes"]
    assert f"{child.person.name} comes" in [each.says for each in told(home, manager)]


def test_a_past_day_tells_what_had_happened_by_then(life):
    home, worker, _ = life
    found = told(home, worker, today() - 5 * DAY)
    assert any(each.says.startswith("Review of approval held") for each in found)
    assert not any(each.kind is EntryKind.VISIT for each in found)
    assert all(each.on <= today() - 5 * DAY for each in found)


def test_it_asks_no_more_of_a_long_life_than_of_a_short_one(life, counted):
    home, worker, _ = life
    told(home, worker)
    with counted() as few:
        told(home, worker)
    for number in range(6):
        register.record_review(home, held_on=today() - number * DAY, by=BY)
        make.placed(make.child(age=number + 1), home)
    told(home, worker)
    with counted() as many:
        told(home, worker)
    assert many.number == few.number


def test_the_page_is_for_its_worker_and_those_who_see_every_child_and_leads_to_a_word_file(
    life, signed_in
):
    home, worker, _ = life
    ref, name = home.ref, worker.name
    browser = signed_in(worker)
    page = browser.get(f"/households/{ref}/chronology")
    assert "On hold, every place: bereavement" in page.text
    assert signed_in(Role.SOCIAL_WORKER).get(f"/households/{ref}/chronology").status_code == 404
    assert "Late again" not in page.text
    only = browser.get(f"/households/{ref}/chronology?kind=visit").text
    assert "visit by" in only
    assert "bereavement" not in only
    answer = browser.get(f"/households/{ref}/chronology?format=docx")
    written = docx.Document(io.BytesIO(answer.data))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert "On hold, every place: bereavement" in cells
    assert "HR6 8AB" not in " ".join(cells)
    assert name in "".join(each.text for each in written.sections[0].footer.paragraphs)


def test_a_question_that_cannot_be_read_is_refused(life, signed_in):
    ref = life[0].ref
    browser = signed_in(Role.TEAM_MANAGER)
    for asked in ("kind=nothing", "since=lately"):
        assert browser.get(f"/households/{ref}/chronology?{asked}").status_code == 400
