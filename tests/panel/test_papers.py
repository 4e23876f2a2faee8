"""The agenda and the minutes as files: one for each reader, and nothing where they conflict."""

from __future__ import annotations

import pytest

from app.accounts.roles import Role
from app.documents.letters import pdf, word
from app.panel import papers
from app.panel.actions import agenda as agendas
from app.panel.actions import minutes
from app.panel.papers import Paper
from app.panel.queries.agenda import agenda
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    final,
    five_who_make_a_quorum,
    listed,
    met_today,
    says,
    taken,
)
from tests.told import told_once


@told_once
def six():
    return [*five_who_make_a_quorum(), listed("Cedar")]


@told_once
def met(six):
    """Two applications heard today; the last of the six has a conflict in the first."""
    meeting = met_today(six)
    for name in ("The Firsts", "The Seconds"):
        applied(name)
        item = taken(meeting, name)
        minutes.minute_item(item, strengths=f"{name} have patience.", by=SOMEBODY)
        if name == "The Firsts":
            agendas.take_no_part(item, six[5], words="Her neighbours.", by=SOMEBODY)
        says(item)
    return meeting


def read(meeting, paper, reader):
    made, _ = papers.prepare(agenda(meeting), paper, reader, as_pdf=False, by="Priya Dell")
    return word.words_in(made), made


@pytest.mark.parametrize("paper", list(Paper))
def test_whoever_has_a_conflict_has_nothing_of_the_item_in_their_file(met, six, paper):
    whole, _ = read(met, paper, None)
    theirs, made = read(met, paper, six[5])
    others, _ = read(met, paper, six[0])
    assert "The Firsts" in whole
    assert "The Firsts" in others
    assert "The Firsts" not in theirs
    assert "Firsts" not in pdf.as_html(made, "Agenda")
    assert "You take no part in this item." in theirs
    assert "Item 2: The Seconds" in theirs


def test_the_agenda_has_times_and_no_minutes(met):
    told, _ = read(met, Paper.AGENDA, None)
    assert "09:30 Item 1: The Firsts" in told
    assert "10:20 Item 2: The Seconds" in told
    assert "patience" not in told


def test_the_minutes_say_who_was_there_what_was_said_and_whether_they_are_final(met, six):
    told, _ = read(met, Paper.MINUTES, None)
    for each in ("Jean Chair", "The Seconds have patience.", "They listen to children.", "Draft"):
        assert each in told
    assert "Jean Cedar took no part." in told
    final(met, six[0])
    told, _ = read(met, Paper.MINUTES, None)
    assert "Draft" not in told
    assert "Approved on" in told


def test_files_are_made_for_the_reader_that_is_chosen(met, six, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{met.ref}/document/agenda"
    assert "Jean Cedar" in adviser.get(page).text
    made = adviser.get(f"{page}?reader={six[5].ref}&kind=docx").get_data()
    assert "The Firsts" not in word.words_in(made)
    drawn = adviser.get(f"{page}?reader=&kind=pdf")
    assert drawn.status_code == (200 if pdf.makes_pdf() else 503)
    assert drawn.get_data().startswith(b"%PDF") is pdf.makes_pdf()
    assert adviser.get(f"/panel/meetings/{met.ref}/document/nonsense").status_code == 404
