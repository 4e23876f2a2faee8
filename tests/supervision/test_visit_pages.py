"""The pages of visits: filled from what is known, saying what they moved, for whom they are."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.accounts.roles import Role
from app.children import actions as children_actions
from app.children import queries as children
from app.core.today import today
from app.supervision import actions as supervision
from app.supervision.visits import actions, queries
from app.supervision.visits.models import Notice, Setting
from tests import builders as make
from tests.supervision.visiting import DAY, agreed, answers_of, queries_in, visit

TYPED = ("words", "carer_words", "what_1", "who_1", "when_1", "miles")
"""What an ordinary visit asks to be typed or chosen; everything else is filled in."""


@pytest.fixture
def sarah(db, signed_in):
    """A worker signed in, with a household of a couple and two children placed."""
    browser = signed_in(Role.SOCIAL_WORKER)
    browser.home = make.couple("The Doyles", supervised_by=db.session.merge(browser.user))
    browser.leo, browser.mia = (make.child(name) for name in ("Leo", "Mia"))
    for child in (browser.leo, browser.mia):
        make.placed(child, browser.home)
    browser.path = f"/households/{browser.home.ref}/visits/new"
    browser.db = db
    return browser


def send(browser, **changes):
    filled = answers_of(browser.get(browser.path).get_data(as_text=True))
    for name in [name for name, value in changes.items() if value is None]:
        filled.pop(name)
        changes.pop(name)
    return browser.post(browser.path, data=filled | changes, follow_redirects=True)


def main_of(answer):
    html = answer.get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_an_ordinary_visit_is_filled_in_and_asks_for_six_things_at_most(sarah):
    filled = answers_of(sarah.get(sarah.path).get_data(as_text=True))
    assert filled["visited_on"] == f"{today():%d/%m/%Y}"
    assert re.fullmatch(r"\d\d:\d\d", filled["began_at"])
    assert filled["notice"] == "announced"
    assert filled["worker"] == sarah.user.ref
    assert sum(name.startswith("seen_") for name in filled) == 4
    empty = {name for name, value in filled.items() if value == ""} - {"version", "draft_path"}
    asked = {name for name in empty if not name.startswith(("why_", "what_2", "what_3"))}
    assert {name for name in asked if name[-1] not in "23"} <= set(TYPED)
    assert len(TYPED) <= 6


def test_sent_as_it_stands_it_is_a_visit_with_everybody_seen(sarah):
    answer = send(sarah)
    assert "The visit is recorded" in main_of(answer)
    (made,) = queries.visits_of(sarah.home.id)
    assert len(made.people) == 4
    assert all(each.seen for each in made.people)


def test_it_says_what_it_moved(sarah):
    answer = send(
        sarah,
        **{
            "notice": "unannounced",
            f"seen_{sarah.mia.person.ref}": None,
            f"why_{sarah.mia.person.ref}": "At her grandmother’s",
        },
    )
    said = main_of(answer)
    assert f"Unannounced visit for {today().year} done." in said
    assert re.search(r"Next visit due by \d+ \w+ \d{4}\.", said)
    assert "Mia not seen: At her grandmother’s." in said


def test_a_child_not_seen_needs_a_reason_and_what_was_typed_stays(sarah):
    answer = send(sarah, **{f"seen_{sarah.mia.person.ref}": None, "words": "Kept"})
    assert answer.status_code == 422
    assert "Say why Mia was not seen" in main_of(answer)
    assert "Kept" in answer.get_data(as_text=True)
    assert list(queries.visits_of(sarah.home.id)) == []


def test_something_agreed_needs_who_and_by_when_and_shows_at_the_next_visit(sarah):
    assert "Enter by when" in main_of(send(sarah, what_1="Stair gate", who_1="other"))
    send(sarah, what_1="Stair gate", who_1=sarah.user.ref, when_1="in vain")
    send(sarah, what_1="Stair gate", who_1=sarah.user.ref, when_1=f"{today() + DAY:%d/%m/%Y}")
    page = sarah.get(sarah.path).get_data(as_text=True)
    assert "Agreed before, and still open" in page
    (action,) = queries.open_actions(sarah.home.id, today())
    assert action.owner_id == sarah.user.id
    send(sarah, **{f"open_{action.ref}": "done"})
    sarah.db.session.rollback()
    assert list(queries.open_actions(sarah.home.id, today())) == []


def test_sent_twice_it_is_one_visit(sarah):
    filled = answers_of(sarah.get(sarah.path).get_data(as_text=True))
    first = sarah.post(sarah.path, data=filled)
    second = sarah.post(sarah.path, data=filled)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(queries.visits_of(sarah.home.id)) == 1


def test_a_visit_is_corrected_and_set_aside_from_its_page(sarah):
    send(sarah, words="First words")
    (made,) = queries.visits_of(sarah.home.id)
    path = f"/visits/{made.ref}/correct"
    filled = answers_of(sarah.get(path).get_data(as_text=True))
    assert sarah.post(path, data=filled).status_code == 422
    answer = sarah.post(
        path, data=filled | {"why": "Wrong", "words": "Better words"}, follow_redirects=True
    )
    assert "Better words" in main_of(answer)
    assert "What stands in its place" in main_of(sarah.get(f"/visits/{made.ref}"))
    (new,) = queries.visits_of(sarah.home.id)
    away = f"/visits/{new.ref}/set-aside"
    gone = answers_of(sarah.get(away).get_data(as_text=True)) | {"why": "Never was"}
    assert "set aside" in main_of(sarah.post(away, data=gone, follow_redirects=True))
    assert list(queries.visits_of(sarah.home.id)) == []


def test_the_household_page_says_last_next_and_who_saw_whom(sarah):
    send(sarah, **{f"seen_{sarah.mia.person.ref}": None, f"why_{sarah.mia.person.ref}": "School"})
    said = main_of(sarah.get(f"/households/{sarah.home.ref}"))
    assert "Next visit by" in said
    assert "not Mia" in said


def test_whoever_may_not_see_the_children_reads_of_a_child(sarah, signed_in):
    send(sarah)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = adviser.get(f"/households/{sarah.home.ref}").get_data(as_text=True)
    assert "Mia" not in page


def test_a_child_who_has_left_is_not_named_to_a_worker_who_never_supervised_the_home_then(
    sarah, signed_in
):
    send(sarah, visited_on=f"{today() - timedelta(days=10):%d/%m/%Y}")
    (made,) = queries.visits_of(sarah.home.id)
    tom = signed_in(Role.SOCIAL_WORKER)
    for child in (sarah.leo, sarah.mia):
        end_of_stay(child)
    user = sarah.db.session.merge(tom.user)
    supervision.allocate(sarah.home, user, starts_on=today(), by=make.SOMEBODY)
    for path in (f"/visits/{made.ref}", f"/visits/{made.ref}/correct"):
        page = tom.get(path).get_data(as_text=True)
        assert tom.get(path).status_code == 200
        assert "Mia" not in page


def end_of_stay(child):
    stay = children.main_placement(child.id, today())
    children_actions.end_placement(stay, on=today() - timedelta(days=5), by=make.SOMEBODY)


def test_my_visits_lists_what_is_planned_due_and_agreed(sarah):
    user = sarah.db.session.merge(sarah.user)
    actions.plan_visits([sarah.home], worker=user, first=today() + DAY, by=make.SOMEBODY)
    visit(sarah.home, worker=user, agreed=[agreed("Chase the bed", owner=user)])
    actions.plan_visits(
        [sarah.home], worker=user, first=today() + timedelta(days=60), by=make.SOMEBODY
    )
    said = main_of(sarah.get("/visits"))
    assert "Chase the bed" in said
    assert "The Doyles" in said


def test_visits_are_planned_for_many_at_once_then_moved_and_called_off_one_by_one(sarah):
    page = sarah.get("/visits/plan").get_data(as_text=True)
    until = f"{today() + timedelta(weeks=20):%d/%m/%Y}"
    fields = answers_of(page) | {"households": sarah.home.ref, "until": until}
    sarah.post("/visits/plan", data=fields)
    planned = queries.planned_to_come(worker_id=sarah.user.id)
    assert len(planned) in (3, 4)
    one = f"/visits/planned/{planned[1].ref}"
    moved = answers_of(sarah.get(one).get_data(as_text=True)) | {
        "planned_on": f"{today() + timedelta(days=3):%d/%m/%Y}",
        "begins_at": "1410",
    }
    sarah.post(one, data=moved)
    sarah.db.session.rollback()
    assert queries.planned_by_ref(planned[1].ref).begins_at == "14:10"
    sarah.post(f"{one}/call-off", data=answers_of(sarah.get(one).get_data(as_text=True)))
    sarah.db.session.rollback()
    assert len(queries.planned_to_come(worker_id=sarah.user.id)) == len(planned) - 1


def test_miles_of_a_month_are_a_list_to_claim_with(sarah):
    user = sarah.db.session.merge(sarah.user)
    visit(sarah.home, worker=user, miles=12)
    visit(sarah.home, worker=user, miles=30, visited_on=today().replace(day=1) - DAY)
    page = main_of(sarah.get("/visits/mileage"))
    assert "12 miles in 1 visits" in page or "12 miles" in page
    sheet = load_workbook(BytesIO(sarah.get("/visits/mileage?format=xlsx").data)).active
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == [12]
    assert b"The Doyles" in sarah.get("/visits/mileage?format=csv").data
    assert sarah.get("/visits/mileage?month=nonsense").status_code == 400


@pytest.mark.parametrize("asked", ["", "?format=csv", "?format=xlsx"])
def test_visits_read_on_the_page_or_taken_away_are_a_look_all_the_same(sarah, asked):
    from app.audit.queries import looks_at

    visit(sarah.home, worker=sarah.db.session.merge(sarah.user))
    assert sarah.get(f"/households/{sarah.home.ref}/visits{asked}").status_code == 200
    sarah.db.session.rollback()
    assert "visits" in {look.page for look in looks_at(f"household:{sarah.home.id}")}


def test_the_calendar_holds_initials_and_a_reference_and_no_name_or_address(sarah, client):
    from icalendar import Calendar

    user = sarah.db.session.merge(sarah.user)
    actions.plan_visits(
        [sarah.home],
        worker=user,
        first=today() + timedelta(days=2),
        begins_at="14:10",
        by=make.SOMEBODY,
    )
    page = sarah.post("/visits/calendar", data=answers_in(sarah, "/visits/calendar"))
    address = re.search(r'value="http://localhost(/calendar/[^"]+)"', page.get_data(as_text=True))
    feed = client.get(address[1])
    assert feed.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(feed.data).walk("VEVENT")
    assert str(event["summary"]) == "Visit D"
    assert sarah.home.ref in str(event["description"])
    assert event.decoded("dtstart").strftime("%H:%M") == "14:10"
    for closed in (b"Doyle", b"Street", b"HR6", sarah.user.name.encode()):
        assert closed not in feed.data
    sarah.post("/visits/calendar/withdraw", data=answers_in(sarah, "/visits/calendar"))
    assert client.get(address[1]).status_code == 404


def answers_in(browser, path):
    html = browser.get(path).get_data(as_text=True)
    return answers_of(html)


def test_the_council_sets_its_own_policy_and_the_page_says_that_it_is_no_law(sarah, signed_in):
    manager = signed_in(Role.SERVICE_MANAGER)
    page = manager.get("/visits/settings").get_data(as_text=True)
    assert "local policy" in page
    fields = answers_of(page) | {"weeks_otherwise": "8", "topics": "Sleep\nMoney"}
    manager.post("/visits/settings", data=fields)
    sarah.db.session.rollback()
    found = {each.setting: each.value for each in queries.settings_through_time()}
    assert found == {Setting.WEEKS_OTHERWISE: 8}
    assert queries.topics(today()) == ["Sleep", "Money"]


def test_a_carer_signs_by_a_one_time_link(sarah, client):
    manager = make.user(Role.SERVICE_MANAGER)
    actions.set_setting(Setting.SIGNATURE, value=1, starts_on=today(), by=manager)
    send(sarah, words="We talked about school.")
    (made,) = queries.visits_of(sarah.home.id)
    carer = queries.residents(sarah.home.id, today())[0].person
    page = sarah.get(f"/visits/{made.ref}").get_data(as_text=True)
    fields = answers_of(page) | {"holder": carer.ref}
    sent = sarah.post(f"/visits/{made.ref}/signature", data=fields).get_data(as_text=True)
    address = re.search(r'value="http://localhost(/link/[^"]+)"', sent)[1]
    start = client.get(address).get_data(as_text=True)
    assert "We talked about school" not in start
    opened = client.post(
        address, data={"csrf_token": csrf(start), "start": "yes"}, follow_redirects=True
    ).get_data(as_text=True)
    assert "We talked about school" in opened
    client.post(
        address,
        data=answers_of(opened)
        | {"send": "yes", "agrees": "no", "words": "It was maths.", "name": "Jo Doyle"},
    )
    sarah.db.session.rollback()
    (signature,) = queries.visit_by_ref(made.ref).signatures
    assert signature.name == "Jo Doyle"
    assert "It was maths." in signature.words
    assert "Signed by Jo Doyle" in main_of(sarah.get(f"/visits/{made.ref}"))


def csrf(html):
    return re.search(r'name="csrf_token" value="([^"]+)"', html)[1]


def test_ten_years_of_visits_cost_no_more_questions_than_one(sarah):
    user = sarah.db.session.merge(sarah.user)
    path = f"/households/{sarah.home.ref}/visits"
    visit(sarah.home, worker=user)
    sarah.get(path)
    few = queries_in(lambda: sarah.get(path))
    for n in range(25):
        visit(sarah.home, worker=user, notice=list(Notice)[n % 2], visited_on=today() - n * DAY)
    sarah.get(path)  # what is shut to whom is asked once after each change
    assert queries_in(lambda: sarah.get(path)) <= few + 1
    assert queries_in(lambda: sarah.get("/visits")) <= 40
