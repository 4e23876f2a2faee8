"""A sign-in that ran out under somebody's hands loses nothing that was typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import actions, queries
from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.core.today import clock_at
from tests.conftest import hidden_fields

PASSWORD = "three cups of rain"
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = BEGAN + timedelta(hours=2)
MUCH_LATER = BEGAN + timedelta(hours=11)
OURS = {"Sec-Fetch-Site": "same-origin"}

pytestmark = pytest.mark.only_on("sqlite")  # nothing here is kept in the database


@pytest.fixture
def ada(db):
    return _administrator("Ada Min", "ada@example.org")


def _administrator(name, email):
    with clock_at(BEGAN):
        user = actions.add_user(name=name, email=email, password=PASSWORD, by=INSTALLER)
        actions.grant_role(user, role=Role.ADMINISTRATOR, by=INSTALLER)
    return user


def sign_in(browser, email):
    return browser.post_form("/sign-in", email=email, password=PASSWORD)


def typed_before(browser):
    """Somebody opens the form for a new user, types, and goes to lunch."""
    with clock_at(BEGAN):
        sign_in(browser, "ada@example.org")
        form = hidden_fields(browser.get("/users/add").text)
    return form | {"name": "Zoë O’Hara & co", "email": "zoe@example.org"}


def sent_too_late(browser, at=LATER, headers=None):
    typed = typed_before(browser)
    with clock_at(at):
        return browser.post("/users/add", data=typed, headers=headers or OURS)


def fields_of(page):
    """Every hidden field of the page's own form."""
    return hidden_fields(re.search(r"<main.*</main>", page.text, re.S)[0])


def test_a_form_sent_after_the_sign_in_ran_out_is_kept_and_sent_with_one_button(client, ada):
    page = sent_too_late(client)
    assert page.status_code == 401
    assert "What you typed is kept" in page.text
    assert queries.user_by_email("zoe@example.org") is None
    with clock_at(LATER):
        kept = fields_of(page)
        again = client.post(
            "/sign-in", data=kept | {"email": "ada@example.org", "password": PASSWORD}
        )
        assert "Send what I typed" in again.text
        assert 'action="/users/add"' in again.text
        done = client.post("/users/add", data=fields_of(again))
        assert done.status_code == 200
        assert "First password for Zoë O’Hara" in done.text
    assert queries.user_by_email("zoe@example.org").name == "Zoë O’Hara & co"


def test_it_is_kept_even_when_the_cookie_itself_is_too_old(client, ada):
    page = sent_too_late(client, at=MUCH_LATER)
    assert "What you typed is kept" in page.text


def test_what_is_kept_cannot_be_read_in_the_page(client, ada):
    page = sent_too_late(client)
    assert "Hara" not in page.text
    assert "zoe@example.org" not in page.text


def test_somebody_else_does_not_get_what_was_typed(client, ada):
    _administrator("Eve Other", "eve@example.org")
    page = sent_too_late(client)
    with clock_at(LATER):
        there = client.post(
            "/sign-in",
            data=fields_of(page) | {"email": "eve@example.org", "password": PASSWORD},
        )
    assert (there.status_code, there.location) == (303, "/")


def test_what_was_kept_is_gone_after_twelve_hours(client, ada):
    page = sent_too_late(client)
    with clock_at(LATER + timedelta(hours=13)):
        there = client.post(
            "/sign-in",
            data=fields_of(client.get("/sign-in"))
            | {
                "kept": fields_of(page)["kept"],
                "email": "ada@example.org",
                "password": PASSWORD,
            },
        )
    assert there.status_code == 303


def test_a_wrong_password_in_between_still_loses_nothing(client, ada):
    page = sent_too_late(client)
    with clock_at(LATER):
        wrong = client.post(
            "/sign-in",
            data=fields_of(page) | {"email": "ada@example.org", "password": "not it"},
        )
        assert "What you typed is kept" in wrong.text
        again = client.post(
            "/sign-in",
            data=fields_of(wrong) | {"email": "ada@example.org", "password": PASSWORD},
        )
    assert "Send what I typed" in again.text


def test_what_was_tampered_with_is_not_opened(client, ada):
    page = sent_too_late(client)
    kept = fields_of(page)
    kept["kept"] = kept["kept"][:-8] + "AAAAAAA="
    with clock_at(LATER):
        there = client.post(
            "/sign-in", data=kept | {"email": "ada@example.org", "password": PASSWORD}
        )
    assert there.status_code == 303


def test_passwords_are_never_kept(client, ada):
    with clock_at(BEGAN):
        sign_in(client, "ada@example.org")
        form = hidden_fields(client.get("/password").text)
    with clock_at(LATER):
        page = client.post(
            "/password",
            data=form
            | {"current": PASSWORD, "password": "secret words here", "again": "secret words here"},
            headers=OURS,
        )
        again = client.post(
            "/sign-in",
            data=fields_of(page) | {"email": "ada@example.org", "password": PASSWORD},
        )
    assert "secret words here" not in again.text
    assert PASSWORD not in again.text


def test_a_form_without_its_token_is_offered_again_to_our_own_page(client, ada):
    with clock_at(BEGAN):
        typed = typed_before(client)
        typed.pop("csrf_token")
        page = client.post("/users/add", data=typed, headers=OURS)
        assert page.status_code == 400
        assert queries.user_by_email("zoe@example.org") is None
        done = client.post("/users/add", data=fields_of(page))
    assert "First password for" in done.text


def test_a_form_that_a_browser_cannot_vouch_for_is_not_offered_again(client, ada):
    with clock_at(BEGAN):
        typed = typed_before(client)
        typed.pop("csrf_token")
        page = client.post("/users/add", data=typed)
    assert page.status_code == 400
    assert "Send what I typed" not in page.text
    assert "zoe@example.org" not in page.text


def test_a_form_from_another_site_is_refused_whatever_it_carries(client, ada):
    with clock_at(BEGAN):
        typed = typed_before(client)
        page = client.post("/users/add", data=typed, headers={"Sec-Fetch-Site": "cross-site"})
        assert page.status_code == 403
        typed.pop("csrf_token")
        page = client.post("/users/add", data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code in (400, 403)
    assert "Send what I typed" not in page.text
    assert queries.user_by_email("zoe@example.org") is None


def test_nobody_known_means_nothing_is_kept(client, db):
    page = client.post("/users/add", data={"name": "typed"}, headers=OURS)
    assert page.status_code == 401
    assert "What you typed is kept" not in page.text


def test_a_sign_in_page_left_open_overnight_is_simply_shown_again(client, ada):
    page = client.post(
        "/sign-in", data={"email": "ada@example.org", "password": PASSWORD, "next": "/users"}
    )
    assert page.status_code == 400
    assert "open too long" in page.text
    assert fields_of(page)["next"] == "/users"


def test_the_same_form_is_never_done_twice(client, ada):
    with clock_at(BEGAN):
        typed = typed_before(client)
        first = client.post("/users/add", data=typed)
        second = client.post("/users/add", data=typed)
    assert first.status_code == 200
    assert second.status_code == 303
    assert "/users/" in second.location
