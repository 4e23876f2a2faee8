"""What protects every answer: the guard, the headers, the hosts, the sizes."""

from __future__ import annotations

import pytest

from app.accounts.roles import Role
from app.core import security
from app.core.security import HEADERS
from app.settings import Mode

pytestmark = pytest.mark.only_on("sqlite")  # nothing here depends on the database


def answers(client):
    """One answer of each kind."""
    return {
        "a page": client.get("/sign-in"),
        "a redirect": client.get("/"),
        "nothing there": client.get("/nothing/here"),
        "a method that is not one": client.put("/sign-in"),
        "a form without its token": client.post("/sign-in", data={"email": "x"}),
        "a file": client.get("/static/house.css", buffered=True),
        "a file that is not there": client.get("/static/none.css"),
        "health": client.get("/health"),
    }


def test_every_answer_carries_every_header(client):
    for kind, answer in answers(client).items():
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (kind, name)


def test_the_policy_for_content_lets_in_nothing_inline_from_elsewhere_or_evaluated():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_pages_are_kept_nowhere(client):
    for kind, answer in answers(client).items():
        if "file" not in kind:
            assert answer.headers["Cache-Control"] == "no-store", kind


def test_a_file_with_its_mark_is_kept_for_a_year_and_one_without_is_asked_for_again(client):
    page = client.get("/sign-in").text
    marked = next(
        part.split('"')[0] for part in page.split('href="') if part.startswith("/static/house.css")
    )
    assert "?v=" in marked
    assert (
        client.get(marked, buffered=True).headers["Cache-Control"]
        == "public, max-age=31536000, immutable"
    )
    assert (
        "immutable" not in client.get("/static/house.css", buffered=True).headers["Cache-Control"]
    )


def test_a_live_service_tells_browsers_to_use_tls_only_and_keeps_its_cookie_to_itself(make_app):
    browser = make_app(mode=Mode.LIVE, proxies=1).test_client()
    answer = browser.get("/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-hearth=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_another_host_is_refused(client):
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400


def test_a_page_that_does_not_say_who_may_see_it_is_shut_to_everyone(make_app, signed_in):
    browser = signed_in(Role.SERVICE_MANAGER)
    other = make_app()
    other.add_url_rule("/unmarked", "unmarked", lambda: "secret")
    stranger = other.test_client()
    assert stranger.get("/unmarked").status_code == 302
    stranger.set_cookie("hearth", browser.get_cookie("hearth", domain="localhost").value)
    assert stranger.get("/").status_code == 200
    assert stranger.get("/unmarked").status_code == 403


def test_every_page_there_is_says_who_may_see_it(app):
    with app.app_context():
        unmarked = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static" and not security.opens_to(rule.endpoint)
        ]
    assert unmarked == []


def test_a_write_from_another_site_is_refused_and_from_here_is_not(signed_in):
    browser = signed_in(Role.ADMINISTRATOR)
    for said, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
        answer = browser.post_form("/users/add", name="", email="")
        assert answer.status_code == 200
        answer = browser.post("/sign-in", headers={"Sec-Fetch-Site": said})
        assert (answer.status_code == 403) is (status == 403), said


def test_a_form_that_is_too_large_is_refused_in_words(make_app):
    browser = make_app(upload_bytes=2_000).test_client()
    answer = browser.post("/sign-in", data={"email": "x" * 3_000})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_long_assessment_fits_in_a_form(app):
    assert app.config["MAX_FORM_MEMORY_SIZE"] >= 1_000_000
    assert app.config["MAX_CONTENT_LENGTH"]


def test_health_says_that_it_answers_and_nothing_else(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.mimetype == "text/plain"


def test_when_something_goes_wrong_the_page_says_so_and_shows_nothing_of_the_inside(make_app):
    other = make_app()

    @security.open_to_anyone
    def break_down():
        raise RuntimeError("SELECT secret FROM inside")

    other.add_url_rule("/break-down", "break_down", break_down)
    answer = other.test_client().get("/break-down")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "SELECT" not in answer.text
    assert "Traceback" not in answer.text
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value


def test_the_sections_are_those_that_the_role_may_open(signed_in):
    administrator = signed_in(Role.ADMINISTRATOR).get("/").text
    assert "Admin" in administrator
    assert "Find a home" not in administrator
    nobody = signed_in().get("/roles").text
    assert 'aria-label="Sections"' not in nobody


def test_somebody_without_a_role_may_still_sign_out_and_change_their_password(signed_in):
    browser = signed_in()
    assert browser.get("/").status_code == 403
    assert browser.get("/password").status_code == 200
