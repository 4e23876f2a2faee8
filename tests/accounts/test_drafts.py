"""Drafts: as typed, for one person; never an older one over a newer one; nothing left after."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, text

from app.accounts.drafts import KEPT_FOR, key_of
from app.accounts.models import Draft
from app.accounts.roles import Role
from app.audit.models import ActRecord
from app.core.db import db as database
from app.core.today import now
from tests import builders as make
from tests.supervision.visiting import answers_of

MARKER = "zq-marker-in-a-draft"


@pytest.fixture
def page(db, signed_in):
    """Somebody's visit form, open: the browser and the page's address."""
    browser = signed_in(Role.SOCIAL_WORKER)
    sarah = db.session.merge(browser.user)
    home = make.household(supervised_by=sarah)
    return browser, f"/households/{home.ref}/visits/new"


def save(browser, path, said, *, page="one", step=1, number=0, **more):
    fields = {
        "csrf_token": token(browser),
        "draft_path": path,
        "draft_page": page,
        "draft_step": str(step),
        "draft_number": str(number),
        "draft_title": "Visit to The Doyles",
        "words": said,
    }
    return browser.post(
        f"/drafts/{key_of(path)}", data=more | fields, headers={"Accept": "application/json"}
    )


def token(browser):
    return browser.get("/drafts", headers={"Accept": "application/json"}).get_json()["csrf_token"]


def words_in(browser, path):
    html = browser.get(path).get_data(as_text=True)
    found = re.search(r'<textarea[^>]* name="words"[^>]*>(.*?)</textarea>', html, re.S)
    return unescape(found[1]).strip()


def test_a_form_opened_again_is_as_it_was_left(page):
    browser, path = page
    assert save(browser, path, MARKER).status_code == 200
    assert words_in(browser, path) == MARKER
    html = browser.get(path).get_data(as_text=True)
    assert "What you typed is here again" in html


def test_it_is_there_after_signing_in_again(page, signed_in):
    browser, path = page
    save(browser, path, MARKER)
    browser.post_form("/sign-out", _of="/visits")
    assert save_without_sign_in(browser, path).status_code in (400, 401)
    assert words_in(signed_in(browser.user), path) == MARKER


def save_without_sign_in(browser, path):
    return browser.post(
        f"/drafts/{key_of(path)}",
        data={"draft_path": path, "words": "x"},
        headers={"Accept": "application/json"},
    )


def test_nobody_else_sees_it_and_no_file_holds_it_plainly(db, page, signed_in):
    browser, path = page
    save(browser, path, MARKER)
    other = signed_in(Role.TEAM_MANAGER)
    assert words_in(other, path) == ""
    assert MARKER not in other.get("/drafts").get_data(as_text=True)
    kept = db.session.scalars(select(Draft)).one()
    assert MARKER.encode() not in bytes(kept.closed)


def test_saving_is_no_act_and_leaves_no_line_in_the_trail(db, page):
    browser, path = page
    acts = len(db.session.scalars(select(ActRecord.id)).all())
    lines = db.session.scalar(text("SELECT count(*) FROM change"))
    save(browser, path, "one")
    db.session.rollback()
    assert len(db.session.scalars(select(ActRecord.id)).all()) == acts
    assert db.session.scalar(text("SELECT count(*) FROM change")) == lines


def test_a_saving_overtaken_on_its_way_changes_nothing(page):
    browser, path = page
    save(browser, path, "second", step=2)
    answer = save(browser, path, "first", step=1)
    assert answer.status_code == 200
    assert words_in(browser, path) == "second"


def test_of_two_pages_the_later_one_is_told_and_nothing_is_lost_until_somebody_chooses(page):
    browser, path = page
    first = save(browser, path, "in the first", page="one").get_json()
    second = save(browser, path, "in the second", page="two", number=first["number"])
    assert second.status_code == 200
    told = save(browser, path, "again in the first", page="one", step=2, number=first["number"])
    assert told.status_code == 409
    assert told.get_json()["finished"] is False
    assert words_in(browser, path) == "in the second"
    kept = save(browser, path, "again in the first", page="one", step=3, draft_over="yes")
    assert kept.status_code == 200
    assert words_in(browser, path) == "again in the first"


def test_two_pages_drawn_before_anything_was_saved_are_told_too(page):
    browser, path = page
    assert save(browser, path, "one", page="one").status_code == 200
    assert save(browser, path, "two", page="two").status_code == 409


def test_once_the_form_is_carried_out_nothing_is_left_and_no_page_brings_it_back(db, page):
    browser, path = page
    save(browser, path, said=MARKER, **answers_of(browser.get(path).get_data(as_text=True)))
    html = browser.get(path).get_data(as_text=True)
    sent = browser.post(path, data=answers_of(html) | {"words": "Finished"})
    assert sent.status_code == 303
    kept = db.session.scalars(select(Draft)).one()
    assert kept.closed is None
    late = save(browser, path, "late", page="one", step=9, number=1)
    assert late.status_code == 409
    assert late.get_json()["finished"] is True
    assert words_in(browser, path) == ""


def test_thrown_away_it_is_gone(db, page):
    browser, path = page
    save(browser, path, MARKER)
    assert "Visit to The Doyles" in browser.get("/drafts").get_data(as_text=True)
    fields = {"csrf_token": token(browser)}
    gone = browser.post(f"/drafts/{key_of(path)}/discard", data=fields)
    assert gone.headers["Location"].endswith(path)
    assert words_in(browser, path) == ""
    assert db.session.scalars(select(Draft)).one().closed is None


def test_without_scripts_a_button_puts_it_by_and_says_if_a_newer_one_stands(page):
    browser, path = page
    fields = {
        "csrf_token": token(browser),
        "draft_path": path,
        "draft_number": "0",
        "words": "by hand",
    }
    put_by = browser.post(f"/drafts/{key_of(path)}", data=fields)
    assert put_by.status_code == 303
    assert words_in(browser, path) == "by hand"
    again = browser.post(f"/drafts/{key_of(path)}", data=fields | {"words": "older"})
    assert again.status_code == 409
    assert "A newer version was saved" in again.get_data(as_text=True)
    assert words_in(browser, path) == "by hand"


def test_a_draft_nobody_came_back_to_is_destroyed(db, page):
    browser, path = page
    save(browser, path, MARKER)
    kept = db.session.scalars(select(Draft)).one()
    kept.saved_at = now() - KEPT_FOR - timedelta(days=1)
    database.session.commit()
    assert "Visit to The Doyles" not in browser.get("/drafts").get_data(as_text=True)
    db.session.rollback()
    assert db.session.scalars(select(Draft)).one().closed is None


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/sign-in", None),
        ("//elsewhere.example/x", None),
        ("https://elsewhere.example/", None),
        ("/visits/plan", "a" * 26),
    ],
)
def test_only_a_form_of_ours_is_kept_and_only_under_its_own_key(page, path, key):
    browser, _ = page
    fields = {"csrf_token": token(browser), "draft_path": path, "words": "x"}
    answer = browser.post(f"/drafts/{key or key_of(path)}", data=fields)
    assert answer.status_code == 400


def test_too_much_is_refused(page):
    browser, path = page
    assert save(browser, path, "x" * 200_001).status_code == 413
