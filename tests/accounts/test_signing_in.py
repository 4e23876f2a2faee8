"""Signing in: what a cookie is worth, who is let in, and what guessers are told."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import actions, queries, signing_in
from app.accounts.models import SignIn, SignInFailure, User
from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.audit.models import ActRecord
from app.core.models import DatabaseMark, MarkedAs
from app.core.today import clock_at, today
from app.settings import Mode
from tests.conftest import hidden_fields

PASSWORD = "three cups of rain"


@pytest.fixture
def sarah(db):
    user = actions.add_user(
        name="Sarah Webb", email="sarah.webb@example.org", password=PASSWORD, by=INSTALLER
    )
    actions.grant_role(user, role=Role.PLACEMENT_OFFICER, by=INSTALLER)
    return user


def sign_in(browser, email="sarah.webb@example.org", password=PASSWORD, **more):
    return browser.post_form("/sign-in", email=email, password=password, **more)


def cookie_of(browser):
    return browser.get_cookie("hearth", domain="localhost").value


# ------------------------------------------------------------------------------------ letting in


def test_the_right_password_leads_to_the_page_that_was_asked_for(client, sarah):
    asked = client.get("/clocks?checked=no")
    assert asked.status_code == 302
    there = sign_in(client, next="/clocks?checked=no")
    assert (there.status_code, there.location) == (303, "/clocks?checked=no")
    assert client.get(there.location).status_code == 200


def test_a_page_asked_for_while_signed_out_is_kept_in_the_form(client, sarah):
    page = client.get("/clocks?checked=no", follow_redirects=True)
    assert hidden_fields(page.text)["next"] == "/clocks?checked=no"


def test_an_email_address_is_the_same_however_it_is_typed(client, sarah):
    assert sign_in(client, email="  Sarah.Webb@Example.org ").status_code == 303


def without_what_changes(page):
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.text).replace(
        "nobody@example.org", "sarah.webb@example.org"
    )


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client, sarah):
    wrong = sign_in(client, password="not it at all")
    unknown = sign_in(client, email="nobody@example.org", password="not it at all")
    assert wrong.status_code == unknown.status_code == 401
    assert without_what_changes(wrong) == without_what_changes(unknown)
    assert "is not right" in wrong.text


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(client, db):
    actions.add_user(name="No Password", email="none@example.org", by=INSTALLER)
    assert sign_in(client, email="none@example.org", password="").status_code == 400
    assert sign_in(client, email="none@example.org", password="anything").status_code == 401


def test_what_is_kept_of_a_password_is_its_argon2_hash(sarah):
    assert sarah.password_hash.startswith("$argon2id$")
    assert PASSWORD not in sarah.password_hash


def test_outside_tests_a_hash_costs_nineteen_mebibytes_and_two_passes(db, make_app, tmp_path):
    from app.accounts import passwords

    live = make_app(mode=Mode.LIVE)
    with live.app_context():
        assert "m=19456,t=2,p=1" in passwords.hash_of(PASSWORD)


def test_a_password_never_comes_back_in_a_page(client, sarah):
    page = sign_in(client, email="", password="typed by mistake")
    assert "typed by mistake" not in page.text


# ------------------------------------------------------------------------------------- the cookie


def test_only_the_hash_of_a_token_is_kept(client, sarah, db):
    sign_in(client)
    with client.session_transaction() as session:
        token = session["_user_id"]
    kept = db.session.scalars(select(SignIn.token_hash)).one()
    assert kept == hashlib.sha256(token.encode()).hexdigest()


def test_a_copied_cookie_is_dead_after_signing_out(app, client, sarah):
    sign_in(client)
    copied = cookie_of(client)
    thief = app.test_client()
    thief.set_cookie("hearth", copied, domain="localhost")
    assert thief.get("/").status_code == 200
    client.post("/sign-out", data=hidden_fields(client.get("/password").text))
    assert thief.get("/").status_code == 302
    assert client.get("/").status_code == 302


def test_signing_in_begins_a_new_session(client, sarah):
    with client.session_transaction() as session:
        session["planted"] = "before"
    page = client.get("/sign-in")
    before = cookie_of(client)
    client.post(
        "/sign-in",
        data=hidden_fields(page.text) | {"email": "sarah.webb@example.org", "password": PASSWORD},
    )
    assert cookie_of(client) != before
    with client.session_transaction() as session:
        assert "planted" not in session


def test_each_sign_in_has_its_own_token(app, sarah, db):
    for _ in range(2):
        sign_in(app.test_client())
    assert len(set(db.session.scalars(select(SignIn.token_hash)))) == 2


def test_thirty_idle_minutes_end_a_sign_in(client, sarah):
    began = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with clock_at(began):
        actions.grant_role(sarah, role=Role.TEAM_MANAGER, by=INSTALLER)
        sign_in(client)
    with clock_at(began + timedelta(minutes=29)):
        assert client.get("/").status_code == 200
    with clock_at(began + timedelta(minutes=58)):
        assert client.get("/").status_code == 200
    with clock_at(began + timedelta(minutes=88)):
        assert client.get("/").status_code == 302


def test_ten_hours_end_a_sign_in_however_busy(client, sarah):
    began = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    with clock_at(began):
        actions.grant_role(sarah, role=Role.TEAM_MANAGER, by=INSTALLER)
        sign_in(client)
    for minutes in range(20, 600, 20):
        with clock_at(began + timedelta(minutes=minutes)):
            assert client.get("/about").status_code == 200
            assert client.get("/").status_code == 200
    with clock_at(began + timedelta(minutes=600)):
        assert client.get("/").status_code == 302


def test_being_seen_is_written_once_a_minute_at_most(client, sarah, db):
    began = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with clock_at(began):
        actions.grant_role(sarah, role=Role.TEAM_MANAGER, by=INSTALLER)
        sign_in(client)
    seen = []
    for seconds in (10, 50, 59, 60, 119, 121):
        with clock_at(began + timedelta(seconds=seconds)):
            assert client.get("/").status_code == 200
        seen.append(db.session.scalars(select(SignIn.seen_at)).one() - began)
    assert [each.seconds for each in seen] == [0, 0, 0, 60, 60, 121]


# ---------------------------------------------------------------------- at once, at the next click


def test_whoever_is_suspended_is_out_at_the_next_click(client, sarah):
    sign_in(client)
    actions.suspend(sarah, by=INSTALLER)
    assert client.get("/").status_code == 302
    assert sign_in(client).status_code == 401


def test_whoever_has_left_is_out_at_the_next_click(client, sarah):
    sign_in(client)
    actions.record_leaving(sarah, on=today(), by=INSTALLER)
    assert client.get("/").status_code == 302
    assert sign_in(client).status_code == 401


def test_whoever_leaves_next_month_may_still_sign_in(client, sarah):
    actions.record_leaving(sarah, on=today() + timedelta(days=30), by=INSTALLER)
    assert sign_in(client).status_code == 303


def test_a_role_that_has_ended_opens_nothing_at_the_next_click(client, sarah, db):
    sign_in(client)
    assert client.get("/clocks").status_code == 200
    actions.end_role(queries.grants_of(sarah)[0], by=INSTALLER)
    assert client.get("/clocks").status_code == 403


def test_a_role_that_is_granted_opens_its_pages_at_the_next_click(client, db):
    user = actions.add_user(
        name="Ada Min", email="ada@example.org", password=PASSWORD, by=INSTALLER
    )
    sign_in(client, email="ada@example.org")
    assert client.get("/users").status_code == 403
    actions.grant_role(user, role=Role.ADMINISTRATOR, by=INSTALLER)
    assert client.get("/users").status_code == 200


# ------------------------------------------------------------------------------------- guessing


def test_after_ten_failures_even_the_right_password_is_refused(client, sarah):
    for _ in range(queries.FAILURES_PER_NAME):
        assert sign_in(client, password="a guess").status_code == 401
    assert sign_in(client).status_code == 429


def test_a_name_that_nobody_has_is_locked_all_the_same(client, db):
    answers = [
        sign_in(client, email="nobody@example.org", password="a guess").status_code
        for _ in range(11)
    ]
    assert answers == [401] * 10 + [429]


def test_another_address_or_a_forged_one_does_not_unlock_a_name(app, sarah):
    for number in range(queries.FAILURES_PER_NAME):
        browser = app.test_client()
        page = browser.get("/sign-in")
        browser.post(
            "/sign-in",
            data=hidden_fields(page.text)
            | {"email": "sarah.webb@example.org", "password": "a guess"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
            environ_base={"REMOTE_ADDR": f"203.0.113.{number}"},
        )
    assert sign_in(app.test_client()).status_code == 429


def test_a_forwarded_address_counts_for_nothing_without_a_proxy(client, sarah, db):
    page = client.get("/sign-in")
    client.post(
        "/sign-in",
        data=hidden_fields(page.text) | {"email": "x@example.org", "password": "a guess"},
        headers={"X-Forwarded-For": "198.51.100.7"},
    )
    assert db.session.scalars(select(SignInFailure.address)).all() == ["127.0.0.1"]


def test_fifty_failures_from_one_address_lock_it_for_every_name(client, sarah, db):
    for number in range(queries.FAILURES_PER_ADDRESS):
        db.session.add(SignInFailure(name_hash=f"{number}", address="127.0.0.1"))
    db.session.commit()
    assert sign_in(client).status_code == 429


def test_a_quarter_of_an_hour_later_a_name_is_open_again(client, sarah):
    began = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with clock_at(began):
        for _ in range(11):
            sign_in(client, password="a guess")
    with clock_at(began + timedelta(minutes=16)):
        assert sign_in(client).status_code == 303


def test_signing_in_forgets_what_failed_before(client, sarah, db):
    for _ in range(9):
        sign_in(client, password="a guess")
    assert sign_in(client).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_a_name_that_was_tried_is_not_kept_in_words(client, db):
    sign_in(client, email="typed.a.password@example.org", password="a guess")
    row = db.session.scalars(select(SignInFailure)).one()
    assert "typed" not in row.name_hash


def test_when_attempts_cannot_be_counted_nobody_signs_in(client, sarah, monkeypatch, db):
    def broken(*_):
        raise RuntimeError("the table does not answer")

    monkeypatch.setattr(queries, "too_many_failures", broken)
    assert sign_in(client).status_code == 500
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


# ---------------------------------------------------------------------------- where it leads after

HOSTILE = (
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:///evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/javascript:alert(1)",
    "data:text/html,x",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/\tevil",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/..//evil.example",
    "/./\\evil.example",
    "/clocks\r\nSet-Cookie: a=b",
    "/clocks#@evil.example",
    "/clocks@evil.example",
    "/clocks?x=<script>",
    "/no-such-page",
    "/sign-out",
    "/sign-in",
    "/static/house.css",
    "evil.example",
    "@evil.example",
    "／／evil.example",
    "/" + "a" * 500,
)


OURS = ("/", "/clocks", "/clocks?checked=no&words=reg24", "/password")


@pytest.mark.only_on("sqlite")  # nothing here depends on the database
def test_only_our_own_pages_are_led_to(app):
    with app.test_request_context("/sign-in"):
        led_to = {asked for asked in (*HOSTILE, *OURS) if signing_in.safe_next(asked) == asked}
    assert led_to == set(OURS)


def test_a_hostile_next_leads_to_today(client, sarah):
    there = sign_in(client, next="//evil.example/")
    assert there.location == "/"


# ---------------------------------------------------------------------------------------- the trail


def test_signing_in_and_out_are_acts_of_that_person(client, sarah, db):
    sign_in(client)
    client.post("/sign-out", data=hidden_fields(client.get("/password").text))
    acts = db.session.scalars(
        select(ActRecord.says).where(ActRecord.user_id == sarah.id).order_by(ActRecord.id)
    ).all()
    assert acts == ["Signed in", "Signed out"]


def test_a_password_is_closed_in_the_trail(sarah, db):
    from app.audit.models import Change

    lines = db.session.scalars(select(Change.openly).where(Change.table == "user_account")).all()
    assert lines
    assert not any("argon2" in line for line in lines)


# ------------------------------------------------------------------------------- a demonstration


@pytest.fixture
def demonstration(app, db, make_app, sarah):
    db.session.add(DatabaseMark(marked_as=MarkedAs.DEMONSTRATION))
    db.session.commit()
    return make_app(mode=Mode.DEMONSTRATION)


def test_a_demonstration_says_so_and_signs_its_people_in_with_one_button(demonstration, sarah):
    browser = demonstration.test_client()
    page = browser.get("/sign-in")
    assert "This is a demonstration" in page.text
    assert "Sarah Webb" in page.text
    there = browser.post(
        "/sign-in/demonstration", data=hidden_fields(page.text) | {"person": sarah.ref}
    )
    assert (there.status_code, there.location) == (303, "/")
    assert browser.get("/").status_code == 200


def test_a_live_service_lists_nobody_and_signs_nobody_in_without_a_password(client, sarah):
    page = client.get("/sign-in")
    assert "Sarah Webb" not in page.text
    answer = client.post(
        "/sign-in/demonstration", data=hidden_fields(page.text) | {"person": sarah.ref}
    )
    assert answer.status_code == 404
    assert client.get("/").status_code == 302


def test_an_unmarked_record_is_no_demonstration_whatever_the_settings_say(make_app, sarah):
    browser = make_app(mode=Mode.DEMONSTRATION).test_client()
    page = browser.get("/sign-in")
    assert "Sarah Webb" not in page.text
    answer = browser.post(
        "/sign-in/demonstration", data=hidden_fields(page.text) | {"person": sarah.ref}
    )
    assert answer.status_code == 404


# -------------------------------------------------------------------------------- first passwords


def test_a_first_password_leads_to_choosing_ones_own_and_nowhere_else(client, db):
    user = actions.add_user(
        name="Nell Price", email="nell@example.org", password=PASSWORD, first=True, by=INSTALLER
    )
    actions.grant_role(user, role=Role.PLACEMENT_OFFICER, by=INSTALLER)
    sign_in(client, email="nell@example.org")
    assert client.get("/clocks").location == "/password"
    done = client.post_form(
        "/password",
        current=PASSWORD,
        password="window lantern oats",
        again="window lantern oats",
    )
    assert done.status_code == 303
    assert client.get("/clocks").status_code == 200


def test_a_first_password_is_good_for_seven_days(client, db):
    given = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with clock_at(given):
        actions.add_user(
            name="Nell Price", email="nell@example.org", password=PASSWORD, first=True, by=INSTALLER
        )
    with clock_at(given + timedelta(days=8)):
        assert sign_in(client, email="nell@example.org").status_code == 401


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short", "at least 12 characters"),
        ("aaaaaaaaaaaaaa", "more different characters"),
        ("Password12345", "harder to guess"),
        ("i am sarah webb ok", "without your name"),
    ],
)
@pytest.mark.only_on("sqlite")  # nothing here depends on the database
def test_a_weak_password_is_refused_with_what_to_do(app, client, sarah, new, says):
    sign_in(client)
    page = client.post_form("/password", current=PASSWORD, password=new, again=new)
    assert says in page.text
    assert sign_in(app.test_client()).status_code == 303


def test_changing_the_password_ends_every_other_sign_in(app, client, sarah):
    other = app.test_client()
    sign_in(other)
    sign_in(client)
    done = client.post_form(
        "/password", current=PASSWORD, password="window lantern oats", again="window lantern oats"
    )
    assert done.status_code == 303
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_changing_the_password_asks_for_the_one_there_is(app, client, sarah):
    sign_in(client)
    page = client.post_form(
        "/password", current="not it", password="window lantern oats", again="window lantern oats"
    )
    assert "the one you signed in with" in page.text
    assert sign_in(app.test_client()).status_code == 303


def test_nobody_guesses_a_password_on_the_password_page_either(client, sarah):
    sign_in(client)
    for _ in range(queries.FAILURES_PER_NAME):
        client.post_form("/password", current="a guess", password="window lantern oats", again="x")
        client.post_form(
            "/password",
            current="a guess",
            password="window lantern oats",
            again="window lantern oats",
        )
    page = client.post_form(
        "/password", current=PASSWORD, password="window lantern oats", again="window lantern oats"
    )
    assert "too many attempts" in page.text


def test_a_user_says_what_they_may(sarah):
    assert isinstance(sarah, User)
    assert sarah.may("search_homes")
    assert not sarah.may("manage_users")
