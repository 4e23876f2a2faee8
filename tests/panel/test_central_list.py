"""The central list: independence, experience, notice, and what lapses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import today
from app.panel import watch
from app.panel.actions import listing as actions
from app.panel.actions.deciding import link_user
from app.panel.kinds import ExperienceKind, NoticeBy, StepKind
from app.panel.queries.listing import central_list, makeup, one_of
from app.panel.rules import listing as rules
from app.panel.rules.listing import TEST, Had, due_next
from app.register.queries import standing_of
from tests import builders as make
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields
from tests.panel.people import YEARS, listed

DAY = timedelta(days=1)


# ------------------------------------------------------------------------------------ independence


@pytest.mark.parametrize("true", [*TEST])
def test_one_thing_true_of_them_and_they_are_not_independent(true):
    answers = dict.fromkeys(TEST, False)
    assert rules.is_independent(answers)
    assert not rules.is_independent(answers | {true: True})


def test_what_was_not_answered_makes_nobody_independent():
    answers = dict.fromkeys(TEST, False)
    for each in TEST:
        assert not rules.is_independent({key: no for key, no in answers.items() if key != each})


def test_independence_ends_on_the_day_somebody_begins_to_work_here(db):
    hall = listed(since=today() - YEARS)
    actions.answer_independence(
        hall,
        answers=dict.fromkeys(TEST, False) | {"employed": True},
        starts_on=today() - 5 * DAY,
        by=SOMEBODY,
    )
    assert one_of(hall, today() - 6 * DAY).independent is True
    assert one_of(hall, today() - 5 * DAY).independent is False


def test_whoever_was_never_tested_does_not_count_as_independent(db):
    assert one_of(listed(independent=None), today()).independent is None


def test_the_test_cannot_deny_what_the_register_says(db):
    carer = standing_of(make.household().id).approvals[0].person
    one = actions.put_on_list(carer, starts_on=today() - DAY, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="approved here on that day"):
        actions.answer_independence(
            one, answers=dict.fromkeys(TEST, False), starts_on=today(), by=SOMEBODY
        )


# -------------------------------------------------------------------------------------- experience


def test_three_years_are_three_years_to_the_day():
    since = date(2023, 11, 23)
    assert rules.three_years(since, date(2026, 11, 23))
    assert not rules.three_years(since, date(2026, 11, 22))
    assert not rules.three_years(None, date(2026, 11, 23))


def test_a_social_workers_experience_says_since_when_it_counts(db):
    with pytest.raises(RuleBroken, match="since qualifying"):
        actions.record_experience(
            listed(),
            kind=ExperienceKind.SOCIAL_WORK,
            since=None,
            starts_on=today(),
            by=SOMEBODY,
        )


def test_what_nobody_on_the_list_brings_is_said(db):
    listed("Hall", social_worker_since=today() - 4 * YEARS)
    listed("Ives", independent=False)
    found = makeup(central_list(today()))
    assert (found.people, found.independent, found.social_workers) == (2, 1, 1)
    assert "health" in found.lacks
    assert "social_work" not in found.lacks
    assert not found.is_enough


# ------------------------------------------------------------------------------ notice, and the end


@pytest.mark.parametrize(
    ("given", "last"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),  # no 31st: the month's last day
        (date(2026, 12, 25), date(2027, 1, 25)),  # a month takes no notice of Christmas
        (date(2026, 4, 3), date(2026, 5, 3)),  # nor of Good Friday
    ],
)
@pytest.mark.parametrize("by", [*NoticeBy])
def test_notice_is_a_month_whoever_gives_it(given, last, by):
    assert rules.notice_clock(by).last_day(given) == last


def test_somebody_stays_on_the_list_until_their_notice_is_over(db):
    hall = listed()
    actions.give_notice(hall, given_by=NoticeBy.MEMBER, on=today(), by=SOMEBODY)
    last = rules.notice_clock(NoticeBy.MEMBER).last_day(today())
    assert [each.listing.id for each in central_list(last)] == [hall.id]
    assert central_list(last + DAY) == []


def test_the_service_says_why_it_removes_somebody(db):
    hall = listed()
    with pytest.raises(RuleBroken, match="unable to remain"):
        actions.give_notice(hall, given_by=NoticeBy.SERVICE, on=today(), by=SOMEBODY)
    actions.give_notice(
        hall, given_by=NoticeBy.SERVICE, on=today(), reason="Unable to remain.", by=SOMEBODY
    )
    with pytest.raises(RuleBroken, match="Notice was given"):
        actions.give_notice(hall, given_by=NoticeBy.MEMBER, on=today(), by=SOMEBODY)


def test_nobody_is_on_the_list_twice_at_once(db):
    hall = listed()
    with pytest.raises(RuleBroken, match="On the central list already"):
        actions.put_on_list(hall.person, starts_on=today(), by=SOMEBODY)


# -------------------------------------------------------------------------------------- what is due


def test_induction_is_due_in_ten_weeks_and_training_and_appraisal_in_a_year():
    joined = date(2026, 10, 26)
    due = {each.clock.key: each.due_on for each in due_next(joined, Had({}))}
    assert due == {
        "panel_member_check": joined,
        "nms_central_list_induction": date(2027, 1, 4),
        "nms_panel_training": date(2027, 10, 26),
        "panel_member_appraisal": date(2027, 10, 26),
    }


def test_who_was_on_the_list_before_there_was_an_induction_owes_one_from_when_there_was(
    db, signed_in
):
    long_ago = listed(since=date(2004, 5, 1))
    due = {each.clock.key: each.due_on for each in one_of(long_ago, today()).due}
    assert due["nms_central_list_induction"] == date(2011, 6, 10)
    assert (
        "10 Jun 2011"
        in signed_in(Role.PANEL_ADVISER).get(f"/panel/central-list/{long_ago.ref}").text
    )


def test_what_was_done_moves_its_own_clock_alone(db):
    hall = listed(since=today() - 400 * DAY)
    before = {each.clock.key: each.due_on for each in one_of(hall, today()).due}
    actions.record_step(hall, step=StepKind.APPRAISAL, on=today(), by=SOMEBODY)
    actions.record_step(hall, step=StepKind.INDUCTION, on=today(), by=SOMEBODY)
    after = {each.clock.key: each.due_on for each in one_of(hall, today()).due}
    assert "nms_central_list_induction" not in after
    assert after["panel_member_appraisal"] > today()
    assert after["nms_panel_training"] == before["nms_panel_training"] < today()


def test_a_check_counts_until_its_day_and_is_then_late(db):
    hall = listed()
    until = today() + 3 * DAY
    actions.record_step(
        hall, step=StepKind.CHECK, on=today() - YEARS, until=until, words="00123", by=SOMEBODY
    )
    (line,) = [each for each in watch.running(today()) if each.clock == "panel_member_check"]
    assert (line.due_on, line.about) == (until, hall.person.name)
    assert "panel_member_check" not in {each.clock.key for each in one_of(hall, until).overdue}
    assert "panel_member_check" in {each.clock.key for each in one_of(hall, until + DAY).overdue}


def test_what_lapses_is_the_panel_advisers_own_work_while_there_is_one(db, signed_in):
    listed(since=today() - 400 * DAY)
    adviser = signed_in(Role.PANEL_ADVISER)
    assert {each.worker_id for each in watch.running(today())} == {adviser.user.id}
    assert "Jean Hall" in adviser.get("/").text
    make.user(Role.PANEL_ADVISER, name="Second Adviser")
    assert {each.worker_id for each in watch.running(today())} == {None}


def test_only_a_check_has_a_day_until_which_it_counts():
    told = {"on": date(2026, 5, 1), "listed": date(2026, 1, 1), "today": date(2026, 5, 2)}
    assert rules.step_breaches(StepKind.CHECK, until=None, **told)
    assert rules.step_breaches(StepKind.TRAINING, until=date(2027, 5, 1), **told)
    assert not rules.step_breaches(StepKind.CHECK, until=date(2029, 5, 1), **told)


def test_whoever_leaves_first_is_not_chased_for_what_is_due_later(db):
    hall = listed(since=today() - 340 * DAY)
    clocks = {each.clock for each in watch.running(today())}
    assert "panel_member_appraisal" in clocks
    actions.give_notice(hall, given_by=NoticeBy.MEMBER, on=today() - 20 * DAY, by=SOMEBODY)
    clocks = {each.clock for each in watch.running(today())}
    assert "panel_member_appraisal" not in clocks
    assert "nms_central_list_induction" in clocks


# ------------------------------------------------------------------------------------------- pages


def test_the_adviser_puts_somebody_on_the_list_and_answers_the_test(db, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    page = adviser.get("/panel/central-list/new")
    answer = adviser.post(
        "/panel/central-list/new",
        data=hidden_fields(page.text)
        | {"given_name": "Jean", "family_name": "Hall", "starts_on": "today"},
        follow_redirects=True,
    )
    assert "Not tested" in answer.text
    (hall,) = central_list(today())
    address = f"/panel/central-list/{hall.listing.ref}/independence"
    both = adviser.post(
        address,
        data=hidden_fields(adviser.get(address).text)
        | {"true": ["none", "related"], "starts_on": "today"},
    )
    assert both.status_code == 422
    answer = adviser.post(
        address,
        data=hidden_fields(adviser.get(address).text) | {"true": "none", "starts_on": "today"},
        follow_redirects=True,
    )
    assert "Independent" in answer.text
    assert central_list(today())[0].independent is True


def test_every_form_of_a_member_is_carried_out_and_shown(db, signed_in):
    hall = listed()
    adviser = signed_in(Role.PANEL_ADVISER)
    base = f"/panel/central-list/{hall.ref}"
    for form, told in {
        "experience": {
            "kind": "social_work",
            "since": "1 May 2020",
            "words": "Fostering team",
            "starts_on": "today",
        },
        "done": {"step": "criminal_record_check", "on": "today", "until": "1/5/2030"},
        "away": {"starts_on": "today", "back_on": "1/5/2030", "why": "Abroad"},
        "fee": {"pounds": "120", "starts_on": "today"},
        "notice": {"given_by": "the_member", "on": "today"},
    }.items():
        page = adviser.get(f"{base}/{form}")
        answer = adviser.post(
            f"{base}/{form}", data=hidden_fields(page.text) | told, follow_redirects=True
        )
        assert "Done" in answer.text, form
    shown = adviser.get(base).text
    for said in ("1 May 2020", "Three years", "£120 a meeting", "back on", "Leaves"):
        assert said in shown
    for which in ("lapsing", "independent", "social_workers", "away", "leaving"):
        assert "Hall" in adviser.get(f"/panel/central-list?show={which}").text, which


def test_a_link_that_names_what_was_done_asks_of_that_and_of_nothing_else(db, signed_in):
    hall = listed()
    adviser = signed_in(Role.PANEL_ADVISER)
    base = f"/panel/central-list/{hall.ref}"
    page = adviser.get(f"{base}/done?what=joint_training_day").text
    assert "Counts until" not in page
    assert "Observed a panel" not in page
    assert "Counts until" in adviser.get(f"{base}/done?what=criminal_record_check").text
    answer = adviser.post_form(f"{base}/done?what=joint_training_day", on="today")
    assert answer.status_code == 303
    assert [each.step for each in one_of(hall, today()).steps] == [StepKind.TRAINING]


def test_how_somebody_is_reached_is_put_right_and_a_wrong_address_is_not_taken(db, signed_in):
    hall = listed()
    adviser = signed_in(Role.PANEL_ADVISER)
    address = f"/panel/central-list/{hall.ref}/particulars"
    told = {"given_name": "Jean", "family_name": "Hall"}
    wrong = adviser.post_form(address, email="jean at home", phone="01568 1", **told)
    assert wrong.status_code == 422
    assert "Enter an email address" in wrong.text
    assert 'value="01568 1"' in wrong.text
    adviser.post_form(address, email="jean@example.org", phone="01568 1", **told)
    assert (hall.person.email, hall.person.phone) == ("jean@example.org", "01568 1")


def test_an_account_opens_the_papers_of_one_person_alone(db):
    hall, ives, user = listed(), listed("Ives"), make.user(Role.PANEL_MEMBER)
    link_user(hall, user_id=user.id, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Jean Hall signs in with this account"):
        link_user(ives, user_id=user.id, by=SOMEBODY)
    link_user(hall, user_id=None, by=SOMEBODY)
    link_user(ives, user_id=user.id, by=SOMEBODY)
    assert ives.user_id == user.id


def test_the_list_is_taken_away_as_a_sheet(db, signed_in):
    listed()
    sheet = signed_in(Role.SERVICE_MANAGER).get("/panel/central-list?format=csv")
    assert "Jean Hall" in sheet.get_data(as_text=True)


def test_an_empty_list_says_what_would_fill_it(db, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    assert "at least one social worker" in adviser.get("/panel/central-list").text
    assert adviser.get("/panel/central-list?show=nonsense").status_code == 400
    assert adviser.get("/panel/central-list/nobody").status_code == 404
