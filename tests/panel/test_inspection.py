"""The file for an inspection: the central list's details and the last three sets of minutes."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

from sqlalchemy import text

from app.accounts.permissions import ROLES, May
from app.accounts.roles import Role
from app.core.columns import Kept
from app.core.db import db as record
from app.core.today import clock_at, today
from app.documents.letters import pdf
from app.panel import inspection
from app.panel.actions import agenda, listing
from app.panel.kinds import StepKind
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    called,
    come,
    final,
    five_who_make_a_quorum,
    led_panel,
    says,
    taken,
)
from tests.told import told_once

DAY = timedelta(days=1)


@told_once
def four():
    """Four meetings with approved minutes, each with an application; a fifth without."""
    with clock_at(today() - 60 * DAY):
        five = five_who_make_a_quorum()
        panel = led_panel(chair=five[0], vice=five[1])
        meetings = called(panel, 10, 20, 30, 40, 50)
        for number, meeting in enumerate(meetings):
            come(meeting, *five)
            applied(f"Household {number}")
            taken(meeting, f"Household {number}")
    for meeting in meetings:
        with clock_at(meeting.meets_on):
            agenda.take_attendance(meeting, came=five, by=SOMEBODY)
            (item,) = agenda.queries.items_of(meeting.id)
            says(item)
            if meeting is not meetings[-1]:
                final(meeting, five[0])
    return meetings


def names_of(answer):
    return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


def test_the_last_three_sets_of_approved_minutes_are_in_it_and_no_others(four, signed_in):
    answer = signed_in(Role.INSPECTOR).get("/panel/inspection")
    assert names_of(answer) == [
        "central-list.pdf",
        *(f"minutes-{each.meets_on:%Y-%m-%d}.pdf" for each in (four[3], four[2], four[1])),
    ]


def test_where_no_pdf_can_be_made_they_are_word_files(four, signed_in, monkeypatch):
    monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    names = names_of(signed_in(Role.PANEL_ADVISER).get("/panel/inspection"))
    assert [each.rpartition(".")[2] for each in names] == ["docx"] * 4


def test_each_person_on_the_list_stands_there_with_what_shows_that_they_may_sit(db):
    chair, _, worker, *_ = five_who_make_a_quorum()
    listing.record_step(
        chair,
        step=StepKind.CHECK,
        on=today() - 9 * DAY,
        until=today() + 700 * DAY,
        words="Ref 77, suitable.",
        by=SOMEBODY,
    )
    listing.record_step(worker, step=StepKind.APPRAISAL, on=today() - 5 * DAY, by=SOMEBODY)
    draft = inspection.list_of(inspection.inspected())
    told = {part.heading: " ".join(part.lines) for part in draft.parts}
    assert "Independent (tested" in told["Jean Chair"]
    assert "Ref 77, suitable." in told["Jean Chair"]
    assert "Not independent" in told["Jean Vice"]
    assert "Is employed by this council" in told["Jean Vice"]
    assert "No check is on record." in told["Jean Vice"]
    assert "experience that counts since" in told["Jean Worker"]
    assert f"{today() - 5 * DAY:%-d %b %Y}" in told["Jean Worker"]
    assert "Sets of approved minutes on record: 0." in draft.facts


def test_each_person_and_each_household_in_it_is_a_look(four, signed_in):
    signed_in(Role.INSPECTOR).get("/panel/inspection")
    rows = record.session.execute(
        text("SELECT subject, kept FROM look WHERE page = 'inspection'")
    ).all()
    found = inspection.inspected()
    assert {row.subject for row in rows} == found.people | found.households
    assert len(found.households) == 3
    assert {row.kept for row in rows if row.subject.startswith("person:")} == {Kept.CHECKS.value}


def test_whoever_may_take_the_list_away_may_read_the_minutes_too():
    for card in ROLES.values():
        assert May.SEE_CENTRAL_LIST not in card.may or May.SEE_PANEL in card.may


def test_two_panels_that_met_on_one_day_have_a_file_each(db):
    parts = inspection._named_apart([("minutes.pdf", b"a"), ("minutes.pdf", b"b")])
    assert [name for name, _ in parts] == ["minutes.pdf", "minutes-2.pdf"]
