"""Medical and legal advisers: appointed, away, attending an item, and what they wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import today
from app.panel.actions import advisers as actions
from app.panel.actions import agenda as agendas
from app.panel.actions import papers
from app.panel.actions.papers import Given
from app.panel.kinds import AdviserRole, PaperHow, PaperKind
from app.panel.queries import advisers as queries
from app.panel.queries.agenda import agenda
from app.panel.queries.papers import PersonOf
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import adviser, applied, called, led_panel, taken

DAY = timedelta(days=1)


def test_what_an_adviser_wrote_is_theirs_and_another_name_is_nobodys(db):
    medical = adviser()
    (meeting,) = called(led_panel(), 21)
    applied("The Firsts")
    item = taken(meeting, "The Firsts")
    for name in ("  imelda  SORRELBY ", "Dr Nobody"):
        given = Given(PaperKind.MEDICAL, PersonOf(), "Advice", name, today())
        papers.write_paper(item, given, how=PaperHow.WORDS, words="Well.", by=SOMEBODY)
    (found,) = queries.advisers(today())
    assert (found.adviser.id, found.papers) == (medical.id, 1)
    assert queries.appointed_as(AdviserRole.LEGAL, "Imelda Sorrelby") is None


def test_who_advises_is_offered_only_while_appointed_and_to_be_had(db):
    medical = adviser()
    assert queries.who_advises(PaperKind.MEDICAL, today()) == "Imelda Sorrelby"
    assert queries.who_advises(PaperKind.LEGAL, today()) == ""
    with pytest.raises(RuleBroken, match="after the first day away"):
        actions.adviser_away(medical, starts_on=today(), back_on=today(), by=SOMEBODY)
    actions.adviser_away(medical, starts_on=today(), back_on=today() + 3 * DAY, by=SOMEBODY)
    told = {day: queries.who_advises(PaperKind.MEDICAL, today() + day * DAY) for day in (0, 2, 3)}
    assert told == {0: "", 2: "", 3: "Imelda Sorrelby"}
    actions.end_adviser(medical, on=today() + 5 * DAY, by=SOMEBODY)
    assert queries.advisers(today() + 5 * DAY) == []
    with pytest.raises(RuleBroken, match="already ended"):
        actions.end_adviser(medical, on=today() + 9 * DAY, by=SOMEBODY)


def test_an_adviser_attends_an_item_and_the_agenda_says_so(db, signed_in):
    medical, legal = adviser(), adviser("Tarrantley", AdviserRole.LEGAL)
    (meeting,) = called(led_panel(), 21)
    applied("The Firsts")
    item = taken(meeting, "The Firsts")
    browser = signed_in(Role.PANEL_ADVISER)
    there = f"/panel/items/{item.ref}"
    assert "Imelda Tarrantley, legal adviser" in browser.get(f"{there}/change").text
    sent = browser.post_form(f"{there}/change", minutes="45", advisers=[legal.ref, medical.ref])
    assert sent.status_code == 303
    assert "Imelda Sorrelby (medical adviser)" in browser.get(there).text
    browser.post_form(f"{there}/change", minutes="45", attends="The carers.", advisers=[legal.ref])
    (line,) = agenda(meeting).lines
    assert line.attends == "The carers.; Imelda Tarrantley (legal adviser)"
    agendas.change_item(item, minutes=30, by=make.worker())
    assert agenda(meeting).lines[0].attends == "Imelda Tarrantley (legal adviser)"
    assert {each.items for each in queries.advisers(today())} == {0, 1}


def test_an_adviser_is_appointed_and_kept_on_one_page(db, signed_in):
    browser = signed_in(Role.PANEL_ADVISER)
    assert "Nobody is appointed as medical adviser or legal adviser" in (
        page := browser.get("/panel/advisers").text
    ), page[:200]
    made = browser.post_form(
        "/panel/advisers/new",
        given_name="Gwilym",
        family_name="Tarrantley",
        role="legal_adviser",
        post="Solicitor",
        starts_on="today",
    )
    assert made.status_code == 303
    (found,) = queries.advisers(today())
    back = f"{today() + 9 * DAY:%d/%m/%Y}"
    ref = found.adviser.ref
    browser.post_form(f"/panel/advisers/{ref}/away", starts_on="today", back_on=back, why="Leave.")
    page = browser.get("/panel/advisers").text
    for said in ("Gwilym Tarrantley", "Legal adviser", "Solicitor", "Away", "Leave.", "medical"):
        assert said in page, said
    browser.post_form(f"/panel/advisers/{ref}/end", on="today")
    assert "Gwilym Tarrantley" not in browser.get("/panel/advisers").text
