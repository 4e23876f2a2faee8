"""The people who may sign in: added, granted roles, shut out; and who may do that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import actions, queries
from app.accounts.models import RoleHeld
from app.accounts.permissions import ROLES, May, permissions_of
from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from tests.conftest import hidden_fields

PASSWORD = "three cups of rain"
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def nell(db):
    return actions.add_user(
        name="Nell Price", email="nell@example.org", password=PASSWORD, by=INSTALLER
    )


def grant_fields(browser, user, role, until="23/11/2026", since="23/06/2026"):
    fields = {
        name: value
        for name, value in hidden_fields(browser.get(f"/users/{user.ref}").text).items()
        if name == "csrf_token"
    }
    return fields | {
        "once": f"{user.ref}{role}",
        "role": role,
        "starts_on": since,
        "ends_on": until,
    }


def grant(browser, user, role, **more):
    until = more.pop("until", (today() + timedelta(days=100)).strftime("%d/%m/%Y"))
    since = more.pop("since", "today")
    fields = grant_fields(browser, user, role, until, since) | more
    return browser.post(f"/users/{user.ref}/roles", data=fields)


def press(browser, user, what, **more):
    fields = hidden_fields(browser.get(f"/users/{user.ref}").text) | more
    return browser.post(f"/users/{user.ref}/{what}", data=fields)


def test_a_new_user_gets_a_first_password_that_is_shown_once(app, signed_in, db):
    browser = signed_in(Role.ADMINISTRATOR)
    page = browser.post_form("/users/add", name="Jo Doyle", email="Jo.Doyle@Example.org ")
    assert "First password for Jo Doyle" in page.text
    first = page.text.split('hearth-first-password">')[1].split("<")[0]
    user = queries.user_by_email("jo.doyle@example.org")
    assert user.password_is_first
    assert first not in browser.get(f"/users/{user.ref}").text
    there = app.test_client().post_form("/sign-in", email="jo.doyle@example.org", password=first)
    assert there.status_code == 303


def test_two_people_cannot_have_one_email_address(signed_in, nell):
    page = signed_in(Role.ADMINISTRATOR).post_form(
        "/users/add", name="Other", email="NELL@example.org"
    )
    assert "already has this email address" in page.text


def test_an_email_address_that_is_none_is_asked_for_again(signed_in, db):
    page = signed_in(Role.ADMINISTRATOR).post_form("/users/add", name="Other", email="not one")
    assert "Enter an email address like" in page.text


def test_a_role_is_granted_for_a_time(signed_in, nell, db):
    done = grant(signed_in(Role.ADMINISTRATOR), nell, "placement_officer")
    assert done.status_code == 303
    db.session.refresh(nell)
    assert nell.roles_now() == {Role.PLACEMENT_OFFICER}


def test_a_grant_that_breaks_a_rule_says_why_beside_its_field(signed_in, nell, db):
    actions.grant_role(nell, role=Role.DECISION_MAKER, by=INSTALLER)
    page = grant(
        signed_in(Role.ADMINISTRATOR), nell, "fostering_social_worker", until="1 January 2040"
    )
    assert "may not also be a fostering social worker" in page.text
    assert "within twelve months" in page.text
    db.session.expire_all()
    assert nell.roles_now() == {Role.DECISION_MAKER}


def test_nobody_grants_a_role_to_themselves(signed_in, db):
    browser = signed_in(Role.SERVICE_MANAGER)
    page = grant(browser, browser.user, "team_manager")
    assert "nobody grants a role to themselves" in page.text


def test_a_role_of_tomorrow_is_not_held_today(nell, db):
    actions.grant_role(
        nell, role=Role.TEAM_MANAGER, starts_on=today() + timedelta(days=1), by=INSTALLER
    )
    db.session.refresh(nell)
    assert nell.roles_now() == frozenset()


def test_a_role_that_ran_out_is_no_longer_held(nell, db):
    with clock_at(MORNING):
        actions.grant_role(nell, role=Role.TEAM_MANAGER, by=INSTALLER)
    with clock_at(MORNING + timedelta(days=364)):
        assert nell.roles_now() == {Role.TEAM_MANAGER}
    with clock_at(MORNING + timedelta(days=365)):
        assert nell.roles_now() == frozenset()


def test_a_role_is_ended_today_with_one_button(signed_in, nell, db):
    held = actions.grant_role(nell, role=Role.TEAM_MANAGER, by=INSTALLER)
    done = press(signed_in(Role.ADMINISTRATOR), nell, f"roles/{held.id}/end")
    assert done.status_code == 303
    db.session.refresh(nell)
    assert nell.roles_now() == frozenset()
    assert db.session.get(RoleHeld, held.id).ends_on == today()


def test_somebody_elses_grant_is_not_found_under_this_name(signed_in, nell, db):
    other = actions.add_user(name="Other", email="other@example.org", by=INSTALLER)
    held = actions.grant_role(other, role=Role.TEAM_MANAGER, by=INSTALLER)
    assert press(signed_in(Role.ADMINISTRATOR), nell, f"roles/{held.id}/end").status_code == 404


def test_a_suspended_user_is_restored_with_the_password_given_again(signed_in, nell, db):
    browser = signed_in(Role.ADMINISTRATOR)
    assert press(browser, nell, "suspend").status_code == 303
    db.session.refresh(nell)
    assert not nell.is_active
    assert press(browser, nell, "restore").status_code == 303
    db.session.refresh(nell)
    assert nell.is_active


def test_nobody_suspends_themselves(signed_in, db):
    browser = signed_in(Role.ADMINISTRATOR)
    page = press(browser, browser.user, "suspend")
    assert "you cannot suspend yourself" in page.text


def test_a_leaver_is_recorded_by_the_day(signed_in, nell, db):
    browser = signed_in(Role.ADMINISTRATOR)
    fields = hidden_fields(browser.get(f"/users/{nell.ref}").text)
    done = browser.post(
        f"/users/{nell.ref}/leaving",
        data={"csrf_token": fields["csrf_token"], "once": "k", "on": "tomorrow"},
    )
    assert done.status_code == 303
    db.session.refresh(nell)
    assert nell.left_on == today() + timedelta(days=1)


def test_a_stale_name_is_told_who_changed_it(signed_in, nell, db):
    browser = signed_in(Role.ADMINISTRATOR)
    fields = hidden_fields(browser.get(f"/users/{nell.ref}").text)
    version = str(nell.version)
    actions.change_user(nell, name="Nell Harris", email="nell@example.org", by=INSTALLER)
    page = browser.post(
        f"/users/{nell.ref}",
        data={
            "csrf_token": fields["csrf_token"],
            "once": "k",
            "version": version,
            "name": "Nell Brown",
            "email": "nell@example.org",
        },
    )
    assert "changed this while you had it open" in page.text
    assert "Nell Brown" in page.text
    db.session.refresh(nell)
    assert nell.name == "Nell Harris"


def test_their_sign_ins_are_ended_with_one_button(app, signed_in, nell):
    theirs = app.test_client()
    theirs.post_form("/sign-in", email="nell@example.org", password=PASSWORD)
    assert theirs.get("/password").status_code == 200
    assert press(signed_in(Role.ADMINISTRATOR), nell, "end-sign-ins").status_code == 303
    assert theirs.get("/password").status_code == 302


def test_a_lost_password_is_replaced_by_one_that_nobody_chose(app, signed_in, nell, db):
    page = press(signed_in(Role.ADMINISTRATOR), nell, "first-password", password="chosen by me")
    first = page.text.split('hearth-first-password">')[1].split("<")[0]
    assert first != "chosen by me"
    there = app.test_client().post_form("/sign-in", email="nell@example.org", password=first)
    assert there.status_code == 303
    old = app.test_client().post_form("/sign-in", email="nell@example.org", password=PASSWORD)
    assert old.status_code == 401


def test_ten_minutes_after_signing_in_a_grant_asks_for_the_password_again(app, db, nell):
    browser = app.test_client()
    with clock_at(MORNING):
        boss = actions.add_user(
            name="Ada Min", email="ada@example.org", password=PASSWORD, by=INSTALLER
        )
        actions.grant_role(boss, role=Role.ADMINISTRATOR, by=INSTALLER)
        browser.post_form("/sign-in", email="ada@example.org", password=PASSWORD)
    with clock_at(MORNING + timedelta(minutes=11)):
        until = "1 June 2026"
        page = grant(browser, nell, "team_manager", until=until)
        assert "Enter your own password" in page.text
        page = grant(browser, nell, "team_manager", until=until, proof="a guess")
        assert "Enter your own password" in page.text
        done = grant(browser, nell, "team_manager", until=until, proof=PASSWORD)
        assert done.status_code == 303
    with clock_at(MORNING + timedelta(minutes=20)):
        assert grant(browser, nell, "placement_officer", until=until).status_code == 303


def test_whoever_may_not_manage_users_sees_none(signed_in, nell):
    browser = signed_in(Role.TEAM_MANAGER)
    assert browser.get("/users").status_code == 403
    assert browser.get(f"/users/{nell.ref}").status_code == 403


def test_an_inspector_reads_who_may_sign_in_and_can_change_nothing_there(signed_in, db, nell):
    page = signed_in(Role.INSPECTOR).get("/users").text
    assert nell.email in page
    assert "/users/" not in page


def test_a_user_who_is_not_there_is_not_found(signed_in, db):
    assert signed_in(Role.ADMINISTRATOR).get("/users/zzzzzzzzzzzzz").status_code == 404


def test_an_act_refuses_a_second_user_of_one_address_wherever_it_is_called(nell):
    with pytest.raises(RuleBroken, match="already has this email"):
        actions.add_user(name="Other", email="nell@example.org", by=INSTALLER)


def test_the_roles_page_shows_what_the_guard_asks(signed_in, db):
    page = signed_in(Role.PANEL_MEMBER).get("/roles")
    assert page.status_code == 200
    assert "Agency decision maker" in page.text


def test_every_permission_has_its_words_and_belongs_to_a_role():
    held = frozenset().union(*(card.may for card in ROLES.values()))
    assert set(May) == held
    assert all(permission.words() for permission in May)


def test_a_role_of_the_house_has_its_card():
    assert set(ROLES) == set(Role)


def test_an_administrator_may_open_no_case():
    seen = permissions_of(frozenset({Role.ADMINISTRATOR}))
    assert seen == {
        May.KEEP_LETTERS,  # the council's templates: no case is in them
        May.KEEP_SYSTEMS,  # which systems have a token, and none of what they read
        May.MANAGE_USERS,
        May.NAME_DECISION_MAKER,  # users by name, and no case
        May.SEE_CLOCKS,
        May.SEE_TODAY,
        May.SEE_USERS,
    }


def test_two_people_are_two_whether_they_are_signed_in_or_not(nell):
    other = actions.add_user(name="Tom Price", email="tom@example.org", by=INSTALLER)
    assert nell != other
    assert len({nell, other}) == 2
    nell.token = "a token"
    assert nell == queries.user_by_email("nell@example.org")
