"""Systems let in, their tokens, and what a call is refused for before anything is done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from app.accounts.roles import Role
from app.api import actions, queries, rules
from app.api.models import SystemCall
from app.api.rules import Scope, TokenState
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from tests import builders as make
from tests.api.conftest import READS, let_in

DAY = timedelta(days=1)


def test_a_token_stands_as_its_days_say():
    def state(**told):
        return rules.token_state(
            **{"last_day": today(), "revoked": False, "stopped": False, "day": today(), **told}
        )

    assert state() is TokenState.OPENS
    assert state(day=today() + DAY) is TokenState.RUN_OUT
    assert state(revoked=True, stopped=True) is TokenState.TAKEN_BACK
    assert state(stopped=True) is TokenState.STOPPED


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "OTHER"}, "name"),
        ({"key": "Case system"}, "key"),
        ({"key": "hearth"}, "key"),
        ({"key": "other"}, "key"),
        ({"scopes": []}, "scopes"),
    ],
)
def test_a_system_is_let_in_under_a_name_of_its_own_for_something(told, field):
    asked = {"name": "Casework", "key": "casework", "scopes": [Scope.CHILDREN_READ], **told}
    found = rules.system_breaches(**asked, names=["Other"], keys=["other"])
    assert [each.field for each in found] == [field]


def test_what_ended_when_the_next_began_is_kept_so():
    day = today()
    assert rules.end_by_the_record(None, []) is None
    assert rules.end_by_the_record(None, [day + 9 * DAY, day + 3 * DAY]) == day + 3 * DAY
    assert rules.end_by_the_record(day + DAY, [day + 3 * DAY]) == day + DAY
    assert rules.end_by_the_record(day + 5 * DAY, [day + 3 * DAY]) == day + 3 * DAY


def test_a_token_is_kept_nowhere_and_opens_until_its_last_day(casework, db, client):
    tables = ["system_token", "act", "change", "look", "system_call", "sign_in_failure"]
    assert casework.get("/children").status_code == 200
    for table in tables:
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert casework.token not in repr(rows), table
    with clock_at(today() + 91 * DAY):
        answer = casework.get("/children")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert "run out" in answer.json["detail"]


def test_what_is_taken_back_or_stopped_opens_nothing_at_the_next_call(casework):
    actions.stop_system(casework.system, by=make.SOMEBODY)
    assert casework.get("/children").status_code == 401
    actions.restore_system(casework.system, by=make.SOMEBODY)
    assert casework.get("/children").status_code == 200
    (token,) = queries.tokens_of(casework.system)
    actions.revoke_token(token, by=make.SOMEBODY)
    assert casework.get("/children").status_code == 401


def test_a_token_is_asked_for_in_the_header_and_nowhere_else(casework, client, signed_in):
    for headers in ({}, {"Authorization": "Basic abcdefgh"}, {"Authorization": "Bearer x"}):
        answer = client.get("/api/v1/children", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
            401,
            'Bearer realm="Hearth"',
        )
    assert client.get(f"/api/v1/children?token={casework.token}").status_code == 401
    manager = signed_in(Role.TEAM_MANAGER)
    assert manager.get("/api/v1/children").status_code == 401
    assert "Set-Cookie" not in casework.get("/children").headers


def test_a_token_opens_no_page(casework, client):
    answer = client.get("/register", headers={"Authorization": f"Bearer {casework.token}"})
    assert answer.status_code == 302


def test_guessing_tokens_is_shut_off(client, db):
    def tried():
        return client.get(
            "/api/v1/children", headers={"Authorization": "Bearer " + "x" * 40}
        ).status_code

    assert {tried() for _ in range(10)} == {401}
    assert tried() == 429


def test_too_many_calls_in_a_minute_wait(casework, monkeypatch):
    monkeypatch.setattr(rules, "CALLS_A_MINUTE", 2)
    assert [casework.get("/offers").status_code for _ in range(3)] == [200, 200, 429]
    assert casework.get("/offers").headers["Retry-After"] == "60"


def test_a_system_does_what_its_scopes_say(client, casework):
    reader = let_in(client, "reader", READS)
    assert reader.get("/children").status_code == 200
    answer = reader.put("/children/reader/1", {})
    assert answer.status_code == 403
    assert "children:write" in answer.json["detail"]


def test_only_json_of_some_size_is_read(casework):
    def sent(body, kind):
        return casework.client.put(
            "/api/v1/children/casework/1",
            data=body,
            content_type=kind,
            headers={"Authorization": f"Bearer {casework.token}"},
        ).status_code

    assert sent("given_name=Zoe", "application/x-www-form-urlencoded") == 415
    assert sent("{not json", "application/json") == 400
    assert sent('"\\ud800"', "application/json") == 400
    assert sent("[" * 100_000, "application/json") == 400
    assert sent(" " * (rules.LONGEST_BODY + 1), "application/json") == 413


def test_a_browser_on_another_site_calls_nothing(casework):
    answer = casework("PUT", "/children/casework/1", {}, Sec_Fetch_Site="cross-site")
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_any_other_address_is_told_as_every_refusal_is(casework):
    answer = casework.get("/childen")
    assert (answer.status_code, answer.json["title"]) == (404, "There is nothing here")
    answer = casework("DELETE", "/children")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_every_call_is_counted_and_its_refusal_beside_it(casework, db):
    casework.get("/children")
    casework.put("/children/casework/1", {"given_name": "Zoe", "shoe_size": 4})
    rows = db.session.execute(
        select(SystemCall.method, SystemCall.rule, SystemCall.refused).order_by(SystemCall.id)
    ).all()
    assert rows == [
        ("GET", "/api/v1/children", None),
        ("PUT", "/api/v1/children/<system>/<key>", 422),
    ]


def test_the_number_of_refused_calls_opens_to_each_of_them(casework, signed_in):
    casework.get("/children")
    casework.put("/children/casework/1", {"given_name": "Zoe", "shoe_size": 4})
    keeper = signed_in(Role.ADMINISTRATOR)
    page = keeper.get("/systems").get_data(as_text=True)
    there = re.search(r'href="(/systems/\w+)#about-refused"[^>]*>1<', page)
    assert there
    page = keeper.get(there[1]).get_data(as_text=True)
    assert 'id="about-refused"' in page
    assert "422: This was refused" in page


def test_what_is_old_is_forgotten(casework, db):
    from app.api import admitting

    casework.get("/children")
    with clock_at(today() + (rules.CALLS_KEPT_DAYS + 1) * DAY):
        admitting.clear_old()
    assert db.session.scalar(select(func.count()).select_from(SystemCall)) == 0


# ------------------------------------------------------------------------------ the pages about it


def test_an_administrator_lets_a_system_in_and_is_shown_its_token_once(signed_in, client, db):
    browser = signed_in(Role.ADMINISTRATOR)
    answer = browser.post_form(
        "/systems/add", name="Casework", key="casework", scopes=["children:read"]
    )
    there = answer.headers["Location"]
    assert "It has no token" in browser.get(there).text
    page = browser.post_form(
        f"{there}/tokens", _of=there, label="Server A", last_day=f"{today() + DAY:%d/%m/%Y}"
    )
    token = page.text.split('id="token" value="')[1].split('"')[0]
    assert token not in browser.get(there).text
    answer = client.get("/api/v1/children", headers={"Authorization": f"Bearer {token}"})
    assert answer.json["data"] == []
    page = browser.get(there).text
    assert "/api/v1/children" in page
    (system,) = queries.systems()
    (made,) = queries.tokens_of(system)
    browser.post_form(f"{there}/tokens/{made.ref}/revoke", _of=there)
    assert "Taken back" in browser.get(there).text
    browser.post_form(f"{there}/change", name="Casework 2", scopes=["children:read", "offers:read"])
    assert "offers:read" in browser.get("/systems").text
    browser.post_form(f"{there}/stop", _of=there)
    assert "Stopped" in browser.get(there).text
    browser.post_form(f"{there}/restore", _of=there)
    assert db.session.get(type(system), system.id).stopped_at is None


def test_a_system_without_a_thing_to_do_or_with_anothers_name_is_refused_in_words(
    signed_in, casework
):
    page = signed_in(Role.ADMINISTRATOR).post_form("/systems/add", name="CASEWORK", key="Two words")
    assert page.status_code == 422
    for said in ("is called so already", "small letters", "at least one thing"):
        assert said in page.text


def test_a_token_lasts_a_year_at_most(casework):
    with pytest.raises(RuleBroken, match="a year from now"):
        actions.make_token(
            casework.system, label="A", last_day=today() + 400 * DAY, by=make.SOMEBODY
        )


def test_everything_that_can_be_called_is_explained_in_words(signed_in, app):
    page = signed_in(Role.SERVICE_MANAGER).get("/systems/explained").text
    assert "Tell us of a placement" in page
    assert "PUT /api/v1/placements/{system}/{key}" in page
