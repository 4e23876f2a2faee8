"""A link is for one person and one thing, once: sent, opened, saved, answered, taken back."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.accounts.roles import Role
from app.audit.checking import check_record
from app.audit.models import ActRecord, Change, Look
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.links import actions, queries
from app.links.models import OneTimeLink
from app.links.rules import LONGEST_ANSWER, State
from tests import builders
from tests.audit.destroying import destroy
from tests.conftest import hidden_fields
from tests.links.altered import altered, opens_nothing
from tests.links.conftest import FINISHED

DAY = timedelta(days=1)


def opened(client, token):
    """The page behind a link after Start was pressed."""
    client.post_form(f"/link/{token}", start="yes")
    return client.get(f"/link/{token}")


def the_link(db):
    return db.session.scalars(select(OneTimeLink).order_by(OneTimeLink.id.desc())).first()


# ------------------------------------------------------------------------------ what a holder sees


def test_the_first_page_says_what_is_asked_and_shows_nothing_of_the_record(sent, client):
    _, token = sent()
    page = client.get(f"/link/{token}").text
    assert "A question for you" in page
    assert "Sarah Webb sent you this" in page
    assert "Doyle" not in page


def test_opening_the_address_alone_changes_nothing_because_mail_is_scanned(sent, client, db):
    _, token = sent()
    client.get(f"/link/{token}")
    assert the_link(db).opened_at is None
    assert the_link(db).state(today()) is State.SENT


def test_start_opens_it_once_and_for_all(sent, client, db):
    _, token = sent()
    page = opened(client, token)
    assert "What do you think" in page.text
    assert the_link(db).state(today()) is State.OPENED


def test_what_is_saved_is_there_on_coming_back_on_another_browser(sent, app, db):
    _, token = sent()
    first, second = app.test_client(), app.test_client()
    opened(first, token)
    answer = first.post_form(f"/link/{token}", said="It goes well, but", save="yes")
    assert answer.status_code == 303
    assert "Saved" in first.get(answer.headers["Location"]).text
    assert "It goes well, but" in second.get(f"/link/{token}").text
    assert FINISHED == []


def test_sending_asks_what_saving_does_not(sent, client):
    _, token = sent()
    opened(client, token)
    page = client.post_form(f"/link/{token}", said="", send="yes")
    assert page.status_code == 422
    assert "Say something" in page.text


def test_an_answer_ends_the_link_and_is_written_by_its_holder(sent, client, db):
    link, token = sent()
    opened(client, token)
    client.post_form(f"/link/{token}", said="All well.", send="yes")
    assert [told["said"] for told in FINISHED] == ["All well."]
    assert FINISHED[0]["by"].name == f"Holder of link {link.ref}"
    page = client.get(f"/link/{token}")
    assert "Thank you" in page.text
    assert "All well." not in page.text
    client.post_form(f"/link/{token}", said="Again.", send="yes")
    assert len(FINISHED) == 1


def test_two_windows_never_overwrite_each_other_unseen(sent, app, client):
    _, token = sent()
    opened(client, token)
    other = app.test_client()
    old = other.get(f"/link/{token}")
    client.post_form(f"/link/{token}", said="Newer.", save="yes")
    page = other.post(
        f"/link/{token}", data=hidden_fields(old.text) | {"said": "Older.", "save": "yes"}
    )
    assert "saved in another window" in page.text
    assert "Older." in page.text
    assert "Newer." in client.get(f"/link/{token}").text


def test_a_link_opens_until_the_end_of_its_last_day_and_then_says_whom_to_ring(sent, client):
    _, token = sent(days=3)
    with clock_at(today() + 3 * DAY):
        assert client.get(f"/link/{token}").status_code == 200
    with clock_at(today() + 4 * DAY):
        page = client.get(f"/link/{token}")
    assert page.status_code == 410
    assert "Ring Sarah Webb" in page.text


def test_a_link_taken_back_opens_nothing(sent, sarah, client):
    link, token = sent()
    actions.revoke(link, by=sarah)
    page = client.get(f"/link/{token}")
    assert page.status_code == 410
    assert "taken back" in page.text
    answer = client.post(f"/link/{token}", data={"start": "yes"})
    assert answer.status_code == 400  # without a form there is nothing to send


def test_an_unknown_link_says_so_and_guessing_is_shut_off(sent, client):
    for _ in range(10):
        assert client.get("/link/" + "x" * 43).status_code == 404
    assert client.get("/link/" + "x" * 43).status_code == 429


def test_a_real_token_that_was_altered_opens_nothing(sent, app, db):
    tokens = [token for _, token in (sent(holder=f"Holder {number}") for number in range(4))]
    assert opens_nothing(app, tokens, 120) == 120
    assert {link.state(today()) for link in db.session.scalars(select(OneTimeLink))} == {State.SENT}
    assert app.test_client().get(f"/link/{tokens[0]}").status_code == 200


def test_altered_tokens_are_altered_in_every_way_and_none_is_a_real_one():
    real = [secrets.token_urlsafe(32) for _ in range(4)]
    made = list(altered(real, 400))
    assert not set(made) & set(real)
    assert any(each.casefold() in {token.casefold() for token in real} for each in made)
    assert any(any(token.startswith(each) for token in real) for each in made)
    assert any(each[:-1] in {token[:-1] for token in real} for each in made)


def test_guessing_from_one_address_shuts_links_there(sent, client):
    _, token = sent()
    for number in range(50):
        client.get(f"/link/guess-{number}")
    assert client.get(f"/link/{token}").status_code == 429


def test_nobody_signed_in_answers_in_the_holders_name(sent, signed_in, db):
    _, token = sent()
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get(f"/link/{token}")
    assert "This link is for its holder" in page.text
    browser.post_form(f"/link/{token}", _of="/password", start="yes")
    assert the_link(db).opened_at is None


def test_a_browser_that_forgot_its_token_offers_again_what_was_typed(sent, client):
    _, token = sent()
    opened(client, token)
    page = client.post(
        f"/link/{token}",
        data={"said": "A long story", "save": "yes"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert page.status_code == 400
    assert "A long story" in page.text
    assert "Sign in" not in page.text


def test_the_page_is_not_indexed_and_leaks_no_address(sent, client):
    _, token = sent()
    answer = client.get(f"/link/{token}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"


# ------------------------------------------------------------------------------- what is kept of it


def test_the_token_is_kept_nowhere(sent, client, db):
    _, token = sent()
    opened(client, token)
    client.post_form(f"/link/{token}", said="All well.", save="yes")
    tables = [
        "one_time_link",
        "act",
        "change",
        "look",
        "form_sent",
        "change_draft",
        "sign_in_failure",
    ]
    for table in tables:
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert token not in repr(rows), table


def test_an_answer_stands_closed_in_the_table_and_the_trail(sent, client, db):
    _, token = sent()
    opened(client, token)
    client.post_form(f"/link/{token}", said="Marmalade", save="yes")
    for table in ("one_time_link", "change"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert "Marmalade" not in repr(rows), table
        assert b"Marmalade".hex() not in repr(rows), table
    assert queries.answer_of(the_link(db)) == {"said": ["Marmalade"]}


def test_an_answer_goes_when_the_subjects_key_is_destroyed(sent, client, db, home):
    _, token = sent()
    opened(client, token)
    client.post_form(f"/link/{token}", said="Marmalade", save="yes")
    destroy(f"household:{home.id}")
    assert queries.answer_of(the_link(db)) == {}


def test_who_answered_stands_in_the_trail_by_the_link_never_by_name(sent, client, db):
    link, token = sent()
    opened(client, token)
    client.post_form(f"/link/{token}", said="All well.", send="yes")
    names = set(db.session.scalars(select(ActRecord.by_name)))
    assert f"Holder of link {link.ref}" in names
    assert not any("Mary" in name for name in names)
    said = db.session.scalars(select(Change.openly).where(Change.table == "one_time_link"))
    assert not any("Mary" in each for each in said)


def test_what_a_holder_is_shown_is_a_look_by_the_link(sent, client, db, home):
    link, token = sent()
    opened(client, token)
    look = db.session.scalars(select(Look).where(Look.subject == f"household:{home.id}")).one()
    assert (look.user_id, look.by_name) == (None, f"Holder of link {link.ref}")


def test_the_trail_is_whole_after_links_were_sent_opened_and_answered(sent, client, db):
    _, token = sent()
    opened(client, token)
    client.post_form(f"/link/{token}", said="All", save="yes")
    client.post_form(f"/link/{token}", said="All well.", send="yes")
    assert [str(each) for each in check_record(db.engine, keep=False)] == []


# ---------------------------------------------------------------------------------- what is refused


def test_a_link_needs_a_holder_and_a_sensible_time(sent):
    with pytest.raises(RuleBroken) as refused:
        sent(holder=" ", days=61)
    assert [each.field for each in refused.value.breaches] == ["holder", "days"]


def test_an_answer_that_is_far_too_long_is_refused_in_words(sent, client):
    _, token = sent()
    opened(client, token)
    page = client.post_form(f"/link/{token}", said="x" * (LONGEST_ANSWER + 1), save="yes")
    assert "too long to keep" in page.text


def test_a_link_answered_is_neither_sent_again_nor_taken_back(sent, sarah, db):
    link, _ = sent()
    actions.answer(link, {"said": ["Yes"]}, finished=True)
    for refused in (actions.send_again, actions.revoke):
        with pytest.raises(RuleBroken):
            refused(link, by=sarah)
    with pytest.raises(RuleBroken):
        actions.answer(link, {"said": ["No"]}, finished=False)


def test_sent_again_it_has_another_address_and_keeps_what_was_saved(sent, sarah, client, db):
    link, token = sent()
    actions.answer(link, {"said": ["Half of it"]}, finished=False)
    again, other = actions.send_again(link, by=sarah)
    assert client.get(f"/link/{token}").status_code == 410
    assert "Half of it" in opened(client, other).text
    assert again.instead_of_id == link.id


# ------------------------------------------------------------------------------ those who send them


def test_the_list_says_how_each_link_stands(sent, home, sarah, signed_in, client):
    _, token = sent()
    opened(client, token)
    page = signed_in(sarah).get(f"/links/household/{home.ref}").text
    assert "Mary Doyle" in page
    assert "Opened" in page
    assert token not in page


def test_another_workers_links_are_not_theirs_to_see_or_take_back(sent, home, signed_in, db):
    link, _ = sent()
    browser = signed_in(builders.worker("Somebody Else"))
    assert browser.get(f"/links/household/{home.ref}").status_code == 403
    assert browser.post_form(f"/links/{link.ref}/revoke", _of="/password").status_code == 404


def test_sending_again_shows_the_new_address_once(sent, home, sarah, signed_in, db):
    link, _ = sent(email="mary@example.org")
    browser = signed_in(sarah)
    page = browser.post_form(f"/links/{link.ref}/again", _of=f"/links/household/{home.ref}")
    assert page.status_code == 200
    assert "/link/" in page.text
    assert "mailto:mary@example.org" in page.text
    assert db.session.get(OneTimeLink, link.id).revoked_at is not None


def test_taking_back_says_so(sent, home, sarah, signed_in, db):
    link, _ = sent()
    there = f"/links/household/{home.ref}"
    answer = signed_in(sarah).post_form(f"/links/{link.ref}/revoke", _of=there)
    assert answer.headers["Location"] == there
    assert db.session.get(OneTimeLink, link.id).state(today()) is State.REVOKED
    assert db.session.get(OneTimeLink, link.id).revoked_at <= now()
