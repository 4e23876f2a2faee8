"""The pages of checks: a household's, the list of all, one press to chase, who may read what."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments import actions as assessing
from app.assessments.rules import AssessmentKind
from app.audit.models import Look
from app.checks import queries
from app.checks.kinds import ChasedBy, Decided, Stands
from app.checks.models import Check, CheckChase
from app.core.columns import Kept
from app.core.today import today
from app.people.models import MemberRole
from app.settings import ByWayOf, Sending
from app.statute.checks import CheckKind
from tests import builders as make
from tests.checks.homes import DAY, asked, carer_of, joined, seen, stands

CERTIFICATE = CheckKind.CERTIFICATE
MARKER = "REFMARKER77"


@pytest.fixture
def sarah(signed_in):
    """A fostering social worker's browser."""
    return signed_in(Role.SOCIAL_WORKER)


@pytest.fixture
def home(sarah, db):
    """A household that she supervises."""
    return make.household(supervised_by=sarah.user)


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_one_press_asks_for_a_check_and_one_press_chases_it(sarah, home, db):
    jo, there = carer_of(home), f"/households/{home.ref}/checks"
    page = words_of(sarah.get(there))
    assert "Not asked for" in page
    assert "FSR 2011 Sch 3 para 9" in page
    ask = f"{there}/{jo.ref}/ask"
    assert sarah.post_form(ask, there, kinds=CERTIFICATE.value, on="today").status_code == 303
    row = db.session.scalars(select(Check)).unique().one()
    assert (row.asked_on, row.person_id) == (today(), jo.id)
    assert sarah.post_form(f"/checks/{row.ref}/chase", there).status_code == 303
    assert [each.chased_on for each in db.session.scalars(select(CheckChase))] == [today()]
    assert "Chased" in words_of(sarah.get(there))


def test_whoever_is_to_answer_is_chased_by_email_with_one_press(sarah, home, app, db, monkeypatch):
    jo, there = carer_of(home), f"/households/{home.ref}/checks"
    row = asked(home, jo, CheckKind.COUNCIL_RECORDS, today() - 20 * DAY)
    chase, by_email = f"/checks/{row.ref}/chase", {"how": "by_email"}
    assert "Chase by email" not in words_of(sarah.get(there))
    assert sarah.post_form(chase, there, **by_email).status_code == 400
    sending = Sending(by_way_of=ByWayOf.SMTP)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], sending=sending))
    assert "Chase by email" not in words_of(sarah.get(there)), "nobody's address is recorded"
    answers = {"asked_of": "Their council", "email": "records@council.example"}
    assert sarah.post_form(f"/checks/{row.ref}/answers", **answers).status_code == 303
    page = words_of(sarah.get(there))
    assert "Chase by email" in page
    assert "Asked of Their council" in page
    assert sarah.post_form(chase, there, **by_email).status_code == 303
    assert "Email to go out" in words_of(sarah.get(there))
    (made,) = db.session.scalars(select(CheckChase))
    assert made.how is ChasedBy.EMAIL


def test_what_came_is_recorded_by_whoever_saw_it(sarah, home, db):
    jo = carer_of(home)
    row = asked(home, jo, CERTIFICATE, today() - 5 * DAY)
    page = f"/checks/{row.ref}/came"
    refused = sarah.post_form(page, received_on="today", seen_on="today")
    assert refused.status_code == 422
    told = {"received_on": "today", "seen_on": "today", "decided": Decided.SUITABLE.value}
    assert sarah.post_form(page, **told, reference=MARKER).status_code == 303
    assert queries.whom(home.id, jo.id, today()).line(CERTIFICATE).last.seen_by == sarah.user.name
    assert MARKER in words_of(sarah.get(f"/households/{home.ref}/checks"))


def test_what_is_considered_is_decided_on_the_same_page(sarah, home, db):
    row = seen(home, carer_of(home), CERTIFICATE, decided=Decided.CONSIDERED)
    page = f"/checks/{row.ref}/came"
    assert "Decide" in words_of(sarah.get(page))
    assert sarah.post_form(page, decided=Decided.UNSUITABLE.value).status_code == 303
    assert stands(home, carer_of(home), CERTIFICATE) is Stands.UNSUITABLE


def test_a_visitor_is_asked_what_they_do_before_anything_else(sarah, home, db):
    aunt = joined(home, MemberRole.VISITOR, today() - 3 * DAY, make.birthday(50))
    there = f"/households/{home.ref}/checks"
    assert "is it regulated activity?" in words_of(sarah.get(there))
    answer = sarah.post_form(
        f"{there}/{aunt.ref}/helps",
        helps="stands_in_for_the_carer",
        regulated="yes",
        starts_on="today",
    )
    assert answer.status_code == 303
    assert stands(home, aunt, CERTIFICATE) is Stands.MISSING


def test_a_check_is_left_out_with_its_reason_and_taken_back(sarah, home, db):
    jo, there = carer_of(home), f"/households/{home.ref}/checks"
    told = {"kind": CheckKind.COUNCIL_RECORDS.value, "decided": Decided.NOT_NEEDED.value}
    page = f"{there}/{jo.ref}/leave-out"
    assert sarah.post_form(page, **told, because="Markerreason", on="today").status_code == 303
    assert "Markerreason" in words_of(sarah.get(there))
    row = db.session.scalars(select(Check)).unique().one()
    assert sarah.post_form(f"/checks/{row.ref}/take-back", why="Wrong home").status_code == 303
    assert "Markerreason" not in words_of(sarah.get(there))


def test_whoever_may_not_read_decisions_sees_how_a_check_stands_and_no_more(signed_in, home, db):
    jo = carer_of(home)
    seen(home, jo, CERTIFICATE, decided=Decided.UNSUITABLE, reference=MARKER)
    officer = signed_in(Role.PLACEMENT_OFFICER)
    page = words_of(officer.get(f"/households/{home.ref}/checks"))
    assert "Seen" in page
    for secret in (MARKER, "Stands in the way", "Whoever Saw"):
        assert secret not in page
    listed = officer.get("/checks?show=all&format=csv").get_data(as_text=True)
    assert "Seen" in listed
    assert MARKER not in listed
    assert "Stands in the way" not in listed
    looks = db.session.scalars(select(Look).where(Look.kept == Kept.CHECKS.value)).all()
    assert looks == []


def test_reading_decisions_is_recorded_as_a_look(sarah, home, db):
    seen(home, carer_of(home), CERTIFICATE)
    sarah.get(f"/households/{home.ref}/checks")
    (look,) = db.session.scalars(select(Look).where(Look.page == "checks")).all()
    assert (look.subject, look.kept) == (f"household:{home.id}", Kept.CHECKS.value)


def test_the_list_has_what_is_to_be_chased_seen_renewed_and_asked_for(sarah, home, db):
    jo = carer_of(home)
    lad = joined(home, MemberRole.ADULT, today() - 30 * DAY, make.birthday(20))
    asked(home, jo, CheckKind.MEDICAL, today() - 40 * DAY)
    seen(home, jo, CERTIFICATE, counts_until=today() + 20 * DAY)

    def shown(show):
        return words_of(sarah.get(f"/checks?show={show}"))

    assert "Medical report" in shown("chase")
    assert "Enhanced certificate" in shown("ending")
    assert f"{lad.name}" in shown("missing")
    assert "Not asked 30 days after coming" in shown("late")
    assert sarah.get("/checks?show=nothing").status_code == 400


def test_the_cards_on_the_household_and_on_its_assessment_say_what_is_not_done(sarah, home, db):
    assessment = assessing.begin_assessment(
        home,
        kind=AssessmentKind.CONNECTED,
        starts_on=today(),
        assessor=sarah.user,
        by=make.SOMEBODY,
    )
    card = words_of(sarah.get(f"/households/{home.ref}"))
    assert "5 asked, 5 to be done" in card
    assert "0 of 5 done" in words_of(sarah.get(f"/assessments/{assessment.ref}"))
    seen(home, carer_of(home), CERTIFICATE)
    assert "1 of 5 done" in words_of(sarah.get(f"/assessments/{assessment.ref}"))


def test_a_check_of_a_paper_file_is_written_down_with_the_day_on_which_it_was_seen(sarah, home, db):
    jo = carer_of(home)
    page = f"/households/{home.ref}/checks/{jo.ref}/before"
    told = {"kind": CERTIFICATE.value, "decided": Decided.SUITABLE.value}
    assert sarah.post_form(page, **told, seen_on="tomorrow").status_code == 422
    seen_on = today() - 100 * DAY
    assert sarah.post_form(page, **told, seen_on=f"{seen_on:%d/%m/%Y}").status_code == 303
    (row,) = db.session.scalars(select(Check)).unique().all()
    assert (row.seen_on, row.received_on, row.asked_on) == (seen_on, seen_on, None)
    assert stands(home, jo, CERTIFICATE) is Stands.DONE
