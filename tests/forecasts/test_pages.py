"""The pages of the years ahead: what they say, where each number leads, and to whom."""

from __future__ import annotations

import html
import io
import json
import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from click.testing import CliRunner

from app.accounts.roles import Role
from app.audit import background
from app.cli import live, main
from app.core.today import clock_at, now, today
from app.forecasts import actions, long_work
from app.forecasts.models import Forecast, Plan, Statement
from app.forecasts.queries import record
from tests import builders as make
from tests.forecasts import made
from tests.panel.pack_papers import everything

DAY = timedelta(days=1)
BOUND = 30
"""Questions that a page may ask, however many forecasts and children there are."""


def said(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)).split())


def test_the_years_ahead_say_of_which_day_they_are_and_when_same_as_today_was_better(
    db, signed_in, counted
):
    by = make.user(Role.COMMISSIONER)
    browser = signed_in(by)
    assert "No forecast was drawn yet" in said(browser.get("/years-ahead"))
    make.placed(make.child(age=8), make.household())
    with clock_at(now() - 400 * DAY):
        made.forecast(by, today(), published="The budget")
    found = made.forecast(by, tried=30)
    answer = json.loads(json.dumps(found.answer))
    with counted() as count:
        words = said(browser.get("/years-ahead"))
    assert count.number <= BOUND
    assert f"seed {found.seed}, version {found.model}" in words
    assert "Tried on the record’s own past" in words
    worse = answer["record"]["crps_over_same_as_today"] >= 1
    assert ("Same as today has been better" in words) == worse
    answer["record"] |= {
        "crps_over_same_as_today": 1.2,
        "says": "On this past “same as today” has been better than the forecast, by 20 per cent.",
    }
    actions.keep_forecast(actions.ask_for_forecast(futures=80, by=by), answer, by=by)
    assert "Same as today has been better" in said(browser.get("/years-ahead"))
    for path in ("series/short", "series/age-3", "tried"):
        page = browser.get(f"/years-ahead/{found.ref}/{path}")
        assert page.status_code == 200
        assert browser.get(f"/years-ahead/{found.ref}/{path}?format=csv").mimetype == "text/csv"
    picture = browser.get(f"/years-ahead/{found.ref}/series/all?picture=all&format=svg")
    assert picture.mimetype == "image/svg+xml"
    right = said(browser.get("/years-ahead/right"))
    assert "The budget" in right
    assert "If it is right" in right


def test_what_is_asked_for_is_drawn_in_the_background_and_says_why_where_it_cannot_be(
    db, signed_in, monkeypatch
):
    monkeypatch.setattr(background, "WAIT", 20)
    monkeypatch.setattr(long_work, "FUTURES", 80)
    browser = signed_in(Role.TEAM_MANAGER)
    drawn = browser.post_form("/years-ahead/draw", _of="/years-ahead")
    assert drawn.status_code == 303
    assert "could not be drawn" in said(browser.get(drawn.location))
    monkeypatch.setattr(record, "inputs", lambda day: made.inputs(families=12))
    browser.post_form("/years-ahead/draw", _of="/years-ahead")
    assert "The middle of all futures" in said(browser.get("/years-ahead"))
    assert browser.get("/years-ahead/draw/progress").json == {"running": False}
    monkeypatch.setattr(live, "record", nullcontext)
    assert "nothing is drawn anew" in CliRunner().invoke(main, ["years-ahead"]).output
    by_night = CliRunner().invoke(main, ["years-ahead", "--now"])
    assert "the middle of 80 futures" in by_night.output


def test_a_plan_is_typed_compared_and_kept_and_a_wrong_one_says_what_to_do(
    db, signed_in, monkeypatch
):
    make.postcodes()
    monkeypatch.setattr(record, "inputs", lambda day: made.inputs(families=12))
    monkeypatch.setattr(background, "WAIT", 20)
    browser = signed_in(Role.COMMISSIONER)
    typed = {
        "households": "8",
        "places": "2",
        "siblings": "y",
        "youngest": "0",
        "oldest": "17",
        "town": "HR6 8",
        "by": (today() + 90 * DAY).strftime("%d/%m/%Y"),
        "leaving": "100",
    }
    wrong = browser.post_form(
        "/years-ahead/plans/new", **(typed | {"town": "Nowhere", "places": "1"})
    )
    assert wrong.status_code == 422
    assert "Enter a town of the area" in said(wrong)
    assert "Brothers and sisters are two or more" in said(wrong)
    done = browser.post_form("/years-ahead/plans/new", **typed)
    assert done.status_code == 303, said(done)
    page = said(browser.get(done.location))
    assert "8 homes for 2 brothers and sisters each" in page
    assert "8 homes, 16 places" in page
    more = browser.post_form(
        f"{done.location}/add", **(typed | {"households": "1", "siblings": ""})
    )
    assert more.status_code == 303
    assert "9 homes, 18 places" in said(browser.get(done.location))
    assert browser.get(f"{done.location}/progress").json == {"running": False}


def test_a_statement_opens_to_its_rows_and_is_a_word_file_and_a_tagged_pdf(db, signed_in):
    by = make.user(Role.COMMISSIONER)
    for number in range(7):
        make.placed(make.child(age=8), make.household(f"The {number}s"))
    draft = made.statement(by, made.forecast(by, published="The statement"))
    browser = signed_in(by)
    page = browser.get(f"/years-ahead/statements/{draft.ref}")
    words = said(page)
    for part in ("Need", "Provision", "Gaps", "What we will do", "How we will know"):
        assert part in words
    links = re.findall(r'href="([^"]+)">Open it', page.get_data(as_text=True))
    assert len(links) >= 6
    assert "profile/rows" not in page.text, "a commissioner sees no row"
    for link in set(links):
        assert browser.get(link).status_code == 200
    director = signed_in(Role.DIRECTOR)
    opened = director.get(f"/years-ahead/statements/{draft.ref}").text
    rows = html.unescape(re.search(r'href="([^"]+profile/rows[^"]+)"', opened).group(1))
    assert director.get(rows).status_code == 200
    approved = director.post_form(
        f"/years-ahead/statements/{draft.ref}/approve",
        review_on=(today() + 200 * DAY).strftime("%d/%m/%Y"),
    )
    assert approved.status_code == 303
    from docx import Document

    word = browser.get(f"/years-ahead/statements/{draft.ref}/file/docx")
    document = Document(io.BytesIO(word.data))
    told = [each.text for each in document.paragraphs]
    assert any("Approved by" in line for line in told)
    assert all(line.startswith("Source: ") for line in told if "Source" in line)
    assert len(document.tables) == len(links)
    assert "Confidential" not in document.sections[0].footer.paragraphs[0].text
    pdf = browser.get(f"/years-ahead/statements/{draft.ref}/file/pdf").data
    assert pdf.startswith(b"%PDF")
    assert b"StructTreeRoot" in everything(pdf)
    with clock_at(now() + 201 * DAY):
        late = said(signed_in(by).get(f"/years-ahead/statements/{draft.ref}"))
    assert "This statement is out of date" in late


def test_a_commissioner_sees_no_name_no_row_and_no_thin_number(db, signed_in):
    provider = make.agency()
    for number in range(3):
        make.placed(make.child("Leo", age=8), make.household(f"The {number}s", provider=provider))
    browser = signed_in(Role.COMMISSIONER)
    page = browser.get("/years-ahead/costs")
    assert "With carers of agencies and other councils c c" in said(page)
    assert browser.get("/years-ahead/costs/agency").status_code == 403
    assert "Leo" not in page.text + browser.get("/years-ahead/extract").text
    rows = signed_in(Role.SERVICE_MANAGER).get("/years-ahead/costs/agency?format=csv")
    assert rows.text.count("Leo") == 3


@pytest.mark.parametrize("model", [Forecast, Plan, Statement])
def test_nothing_of_it_names_a_person_of_the_record(model):
    """No column leads to a child, a household or a person: their records may be destroyed."""
    targets = {
        key.column.table.name for column in model.__table__.columns for key in column.foreign_keys
    }
    assert targets <= {"user_account", "forecast"}
