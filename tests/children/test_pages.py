"""Pages about children: who sees whom, what is recorded, and what is said of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.children import actions, queries
from app.children.codes import Ls, Place
from app.children.kinds import SettingKind
from app.children.models import Child, Placement, Setting
from app.core.today import today
from app.oversight import standing
from app.placements.actions import lists
from tests import builders
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields

DAY = timedelta(days=1)


@pytest.fixture
def doyles(db):
    """A household supervised by Sarah Webb, where Leo lives; his social worker is Gwen Parry."""
    builders.postcodes()
    home = builders.household("The Doyles", supervised_by=builders.worker("Sarah Webb"))
    leo = builders.child("Leo", social_worker=builders.user(Role.CHILD_SOCIAL_WORKER, name="Gwen"))
    builders.placed(leo, home)
    return home


def leo_of(home):
    return queries.child_by_ref(
        next(each.child_ref for each in standing.ledger(today()) if each.household_id == home.id)
    )


def typed(day):
    return day.strftime("%d/%m/%Y")


# ---------------------------------------------------------------------------------- who sees whom


def worker_of(home):
    from app.accounts.models import User
    from app.core.db import db
    from app.supervision.models import Allocation

    allocation = db.session.query(Allocation).filter_by(household_id=home.id).one()
    return db.session.get(User, allocation.worker_id)


def test_a_fostering_social_worker_sees_children_of_their_own_households_only(doyles, signed_in):
    leo, other = leo_of(doyles), builders.child("Mia")
    browser = signed_in(worker_of(doyles))
    listed = browser.get("/children").text
    assert "Leo" in listed
    assert "Mia" not in listed
    assert browser.get(f"/children/{leo.ref}").status_code == 200
    assert browser.get(f"/children/{other.ref}").status_code == 404


def test_a_child_who_has_left_is_no_longer_seen(doyles, signed_in):
    leo = leo_of(doyles)
    actions.record_placement(leo, place=Place.K2, starts_on=today(), by=SOMEBODY)
    assert signed_in(worker_of(doyles)).get(f"/children/{leo.ref}").status_code == 404


def test_a_childs_social_worker_sees_their_own_children_only(doyles, signed_in):
    from app.accounts.models import User
    from app.core.db import db

    leo, other = leo_of(doyles), builders.child("Mia")
    browser = signed_in(db.session.get(User, leo.worker_id))
    assert browser.get(f"/children/{leo.ref}").status_code == 200
    assert browser.get(f"/children/{other.ref}").status_code == 404
    assert browser.get(f"/children/{leo.ref}/placement").status_code == 403


def test_an_absent_child_and_an_unseen_one_are_answered_alike(doyles, signed_in):
    browser = signed_in(Role.SOCIAL_WORKER)
    unseen = browser.get(f"/children/{leo_of(doyles).ref}")
    absent = browser.get("/children/nobodyatall12")
    assert (unseen.status_code, absent.status_code) == (404, 404)
    assert unseen.text.split("<main")[1] == absent.text.split("<main")[1]


def test_every_look_at_a_child_is_recorded(doyles, signed_in, db):
    leo = leo_of(doyles)
    browser = signed_in(Role.INSPECTOR)
    browser.get(f"/children/{leo.ref}")
    look = db.session.query(Look).filter_by(page="child").one()
    assert (look.subject, look.user_id) == (f"child:{leo.id}", browser.user.id)


# ------------------------------------------------------------------------------------- the list


def test_the_list_says_where_each_child_lives_and_on_what_basis(doyles, signed_in):
    builders.child("Mia")
    page = signed_in(Role.TEAM_MANAGER).get("/children").text
    assert "2 looked after" in page
    assert "The Doyles" in page
    assert "Approved carer, within terms" in page
    assert "Basis not known" in page


def test_names_are_searched_for_in_what_is_posted_and_never_in_an_address(doyles, signed_in):
    builders.child("Mia")
    browser = signed_in(Role.TEAM_MANAGER)
    own = browser.get("/children").text.split('action="/children/search"')[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', own)[1]
    page = browser.post("/children/search", data={"csrf_token": token, "words": "leo"}).text
    assert "Leo" in page
    assert "Mia" not in page


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("whose=all", {"Leo", "Mia", "Tom"}),
        ("", {"Leo", "Mia"}),
        ("verdict=not_proven", {"Mia"}),
        ("status=V2", {"Mia"}),
        ("oldest=5", {"Mia"}),
        ("youngest=6&whose=all", {"Leo", "Tom"}),
        ("worker=none", {"Mia"}),
        ("sort=-age", {"Leo", "Mia"}),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(doyles, signed_in, asked, seen):
    builders.child("Mia", age=3, status=Ls.V2)
    builders.child("Tom", age=12, status=None)
    page = signed_in(Role.TEAM_MANAGER).get(f"/children?{asked}").text.split("<main")[1]
    assert {name for name in ("Leo", "Mia", "Tom") if f">{name} " in page} == seen


def test_the_list_downloads(doyles, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    assert "Leo" in browser.get("/children?format=csv").data.decode("utf-8-sig")
    assert browser.get("/children?format=xlsx").data[:2] == b"PK"


def test_an_empty_list_says_what_would_fill_it(db, signed_in):
    assert "loading the return’s episodes" in signed_in(Role.SOCIAL_WORKER).get("/children").text


# ------------------------------------------------------------------------------------ one child


def test_the_page_says_where_on_what_basis_and_what_it_started(doyles, signed_in):
    lists.keep_lists_from(day=date.min, by=SOMEBODY)
    page = signed_in(Role.TEAM_MANAGER).get(f"/children/{leo_of(doyles).ref}").text
    assert "Approved carer, within terms" in page
    assert "What the placement started" in page
    assert "CPPCR 2010 reg 4(2)" in page  # the care plan, owed the longest
    assert "Looked after, with no placement recorded" in page  # a year before the Doyles


def test_the_history_tells_every_act(doyles, signed_in):
    page = signed_in(Role.INSPECTOR).get(f"/children/{leo_of(doyles).ref}/history").text
    assert "Recorded a placement" in page
    assert "Full care order" in page


# ----------------------------------------------------------------------------- what is recorded


def test_a_child_is_added_with_status_and_home(db, signed_in):
    builders.postcodes()
    browser = signed_in(Role.PLACEMENT_OFFICER)
    answer = browser.post_form(
        "/children/add",
        given_name="Nia",
        family_name="Preece",
        born="1/2/2019",
        sex="female",
        status="V2",
        need="N1",
        starts_on="today",
        home_postcode="hr7 4aa",
        worker="",
    )
    assert answer.status_code == 303
    (child,) = db.session.query(Child).all()
    assert child.person.name == "Nia Preece"
    assert queries.looked_after(today())[0].status is Ls.V2
    assert queries.about(child.id, today()).family_home.postcode == "HR7 4AA"


def test_what_happened_is_recorded_and_at_once_judged(doyles, signed_in):
    leo = leo_of(doyles)
    other = builders.household("The Okafors", approved=False)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    answer = browser.post_form(
        f"/children/{leo.ref}/placement", starts_on="today", place="U6", household=other.ref
    )
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Recorded a placement." in page
    assert "Carer never approved" in page
    assert "Not lawful" in page


def test_what_cannot_be_is_refused_beside_its_field(doyles, signed_in, db):
    leo = leo_of(doyles)
    answer = signed_in(Role.PLACEMENT_OFFICER).post_form(
        f"/children/{leo.ref}/placement", starts_on=typed(today() + DAY), place="U6"
    )
    assert answer.status_code == 422
    assert "Plan it from the referral instead" in answer.text
    assert db.session.query(Placement).count() == 1


def test_a_form_sent_twice_is_done_once(doyles, signed_in, db):
    leo = leo_of(doyles)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    address = f"/children/{leo.ref}/placement"
    sent = hidden_fields(browser.get(address).text) | {"starts_on": "today", "place": "T1"}
    first, second = browser.post(address, data=sent), browser.post(address, data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert db.session.query(Placement).count() == 2


def test_a_placement_ended_by_somebody_else_meanwhile_is_told(doyles, signed_in):
    leo = leo_of(doyles)
    (placement,) = queries.placements_of(leo.id)
    address = f"/placements/{placement.ref}/end"
    browser = signed_in(Role.PLACEMENT_OFFICER)
    drawn = hidden_fields(browser.get(address).text)
    actions.end_placement(placement, on=today(), by=SOMEBODY)
    answer = browser.post(address, data=drawn | {"on": typed(today() - DAY)})
    assert answer.status_code == 422
    assert "Somebody changed this while you had it open" in answer.text


FORMS = [
    ("legal-status", {"status": "V2", "need": "", "starts_on": "today"}, "Recorded a legal status"),
    ("stop", {"on": "today", "because": "E4A"}, "no longer looked after"),
    ("school", {"school": "Kingsland Primary", "starts_on": "today"}, "Recorded a school"),
    ("family-home", {"postcode": "HR7 4AA", "starts_on": "today"}, "family home"),
    ("need", {"fact": "dog", "must": "no", "starts_on": "today"}, "Recorded what a child needs"),
    ("away", {"kind": "M", "starts_on": "today"}, "missing or away"),
    ("particulars", {"worker": "", "ethnicity": "WBRI", "upn": ""}, "particulars"),
]


@pytest.mark.parametrize(("page", "answers", "says"), FORMS, ids=[each[0] for each in FORMS])
def test_each_form_does_its_one_act(doyles, signed_in, page, answers, says):
    leo = leo_of(doyles)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    answer = browser.post_form(f"/children/{leo.ref}/{page}", **answers)
    assert answer.status_code == 303, answer.text
    assert says in browser.get(answer.location).text


@pytest.mark.parametrize(("page", "answers", "says"), FORMS, ids=[each[0] for each in FORMS])
def test_no_form_opens_to_who_may_not_keep_the_record(doyles, signed_in, page, answers, says):
    leo = leo_of(doyles)
    assert signed_in(Role.DIRECTOR).get(f"/children/{leo.ref}/{page}").status_code == 403


def test_a_brother_and_the_plan_are_recorded_together(doyles, signed_in):
    leo, ben = leo_of(doyles), builders.child("Ben")
    browser = signed_in(Role.PLACEMENT_OFFICER)
    answer = browser.post_form(
        f"/children/{leo.ref}/sibling",
        words="Ben",
        sibling=ben.ref,
        kind="half",
        sureness="confirmed",
        plan="together",
        why="They ask for it",
        starts_on="today",
    )
    page = browser.get(answer.location).text
    assert "Half brothers or sisters" in page
    assert "They ask for it" in page


def test_children_of_one_name_are_offered_as_brothers_and_others_are_found_by_name(
    doyles, signed_in
):
    leo, ben = leo_of(doyles), builders.child("Ben", family_name="Otherwise")
    same = builders.child("Ada", family_name=leo.person.family_name)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    first = browser.get(f"/children/{leo.ref}/sibling").text
    assert same.ref in first
    assert ben.ref not in first
    found = browser.post_form(f"/children/{leo.ref}/sibling", words="ben otherw", do="search")
    assert found.status_code == 200
    assert ben.ref in found.text
    assert same.ref not in found.text
    nobody = browser.post_form(f"/children/{leo.ref}/sibling", words="zz", do="search")
    assert "Nobody of that name" in nobody.text


def test_a_child_who_is_missing_is_marked_until_back(doyles, signed_in):
    leo = leo_of(doyles)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    browser.post_form(f"/children/{leo.ref}/away", kind="M", starts_on="yesterday")
    assert "Missing since" in browser.get(f"/children/{leo.ref}").text
    browser.post_form(f"/children/{leo.ref}/back", on="today")
    assert "Missing since" not in browser.get(f"/children/{leo.ref}").text


def test_a_setting_is_added_registered_and_its_registration_ended(db, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    assert "No setting is recorded yet" in browser.get("/settings").text
    browser.post_form("/settings/add", name="Lane End", kind=SettingKind.CHILDRENS_HOME.value)
    assert "No registration recorded" in browser.get("/settings").text
    (setting,) = db.session.query(Setting).all()
    browser.post_form(
        f"/settings/{setting.ref}/registration",
        regulator="ofsted",
        registered_as="childrens_home",
        urn="SC123456",
        starts_on=typed(today() - 10 * DAY),
        checked_on="",
    )
    assert "SC123456" in browser.get("/settings").text
    (held,) = queries.registrations_of([setting.id])[setting.id]
    browser.post_form(f"/settings/{setting.ref}/registration/{held.id}/end", on="today")
    assert "Ended" in browser.get("/settings").text


# -------------------------------------------------------------------------------------- queries


def test_the_list_asks_no_more_for_more_children(doyles, counted, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)

    def asked_after(more):
        for _ in range(more):
            builders.placed(builders.child(), builders.household())
        with counted() as asked:
            browser.get("/children")
        return asked.number

    assert asked_after(8) <= asked_after(1) + 1


def test_a_childs_page_asks_a_bounded_number_of_questions(doyles, counted, signed_in):
    leo = leo_of(doyles)
    builders.siblings(leo, *(builders.child() for _ in range(4)))
    browser = signed_in(Role.TEAM_MANAGER)
    browser.get(f"/children/{leo.ref}")
    with counted() as asked:
        browser.get(f"/children/{leo.ref}")
    assert asked.number <= 83
