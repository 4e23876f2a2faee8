"""The pages: a list worked off, the plan as a document, a letter, an end, and what was learned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children.codes import PlaceChange
from app.children.models import Child
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import today
from app.documents import actions as documents
from app.documents.letters import pdf, word
from app.documents.queries import documents_about
from app.people import actions as people
from app.people.models import Household
from app.placements import papers, queries
from app.placements.actions import endings, lists
from app.placements.kinds import Item, PlanPart, State
from app.statute.care_planning.begun import USUALLY, Matter, Recipient
from tests import builders as make
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


@pytest.fixture
def placement(db):
    """A child placed three days ago, in a home whose address nobody is told."""
    lists.keep_lists_from(day=date.min, by=SOMEBODY)
    home = make.household("The Doyles", postcode="HR6 8AB")
    return make.placed(make.child("Leo"), home, since=today() - 3 * DAY)


def at(placement, part=""):
    return f"/placements/{placement.ref}" + (f"/{part}" if part else "")


def of(placement):
    return queries.of_placement(placement.id, today())


def test_the_list_says_the_law_the_day_whose_it_is_and_one_action(placement, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    page = browser.get(at(placement)).text
    for said in (
        "CPPCR 2010 reg 9(2)",
        "CPPCR 2010 reg 13(2)(i)",
        "or before the placement",
        "The placement team",
        "not yet checked against the text",
        "Foster care agreement",
        "12 Mar 2019",
    ):
        assert said in page
    answer = browser.post_form(
        at(placement, "done/consents"), words="Signed by mother.", why_not_before="", on="today"
    )
    assert answer.status_code == 422
    assert "Say why that was not practicable" in answer.text
    browser.post_form(
        at(placement, "done/consents"), words="Signed.", why_not_before="At night.", on="today"
    )
    assert of(placement).find(Item.CONSENTS).state is State.DONE
    assert "Signed." in browser.get(at(placement)).text


def test_somebody_is_told_by_a_letter_from_the_record_without_the_address(placement, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    there = at(placement, "told/notice_of_placement/the_parents")
    usual = {"how": "by_letter", "on": "today", "why_not_before": "At night.", "letter": "y"}
    refused = browser.post_form(there, name="Ms Vale, HR6 8AB", **usual)
    assert "It would tell the household’s postcode" in refused.text
    browser.post_form(there, name="Ms Vale", **usual)
    found = of(placement).find(Item.NOTICE, Recipient.PARENTS)
    assert found.state is State.DONE
    (letter,) = documents_about(f"child:{placement.child_id}")
    assert letter.name.startswith("Notice of the placement")
    assert browser.get(f"/documents/{letter.ref}").status_code == 200
    browser.post_form(
        at(placement, "not-told/notice_of_placement/those_with_contact_by_order"),
        because="No order stands.",
    )
    assert of(placement).find(Item.NOTICE, Recipient.CONTACT).state is State.NOT_NEEDED


def test_several_are_told_at_once_and_whoever_was_not_stays_on_the_list(placement, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    there = at(placement, "told/notice_of_placement")
    assert "Tell several of them at once" in browser.get(at(placement)).text
    assert 'value="Leo' in browser.get(there).text, "the child’s name is filled in"
    usual = {"how": "by_letter", "on": "today", "letter": "y"}
    whom = {"name_the_child": "Leo", "name_the_parents": "Ms Vale", "name_the_health_body": ""}
    refused = browser.post_form(there, **whom, **usual, why_not_before="")
    assert "Say why that was not practicable" in refused.text
    assert documents_about(f"child:{placement.child_id}") == []
    nobody = browser.post_form(there, name_the_child="", **usual, why_not_before="At night.")
    assert "at least one of them" in nobody.text
    browser.post_form(there, **whom, **usual, why_not_before="At night.")
    list_now = of(placement)
    states = {
        to: list_now.find(Item.NOTICE, to).state
        for to in (Recipient.CHILD, Recipient.PARENTS, Recipient.HEALTH)
    }
    assert states == {
        Recipient.CHILD: State.DONE,
        Recipient.PARENTS: State.DONE,
        Recipient.HEALTH: State.OPEN,
    }
    assert len(documents_about(f"child:{placement.child_id}")) == 2
    again = browser.post_form(there, **whom, **usual, why_not_before="At night.")
    assert "at least one of them" in again.text, "in a second window nothing is told twice"


def test_the_area_authority_is_told_why_the_child_is_there(placement, monkeypatch):
    monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    child, by = db.session.get_one(Child, placement.child_id), make.worker()

    def said():
        (file,) = papers.notice_files(
            placement, child, item=Item.AREA, to=Recipient.AREA, name="Shropshire", by=by
        )
        return word.words_in(file.content)

    assert "Still missing" in said()
    needs = {PlanPart.NEEDS: "Calm, and near her school."}
    lists.write_plan(placement, answers=needs, by=SOMEBODY)
    assert "Calm, and near her school." in said()
    assert "Still missing" not in said()
    assert "A copy of the child’s care plan comes with this notice" in said()


def test_the_family_is_not_told_by_name_who_fosters_where_an_address_is_protected(
    placement, monkeypatch
):
    monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    child, by = db.session.get_one(Child, placement.child_id), make.worker()
    home = db.session.get_one(Household, placement.household_id)

    def said(to):
        (file,) = papers.notice_files(
            placement, child, item=Item.NOTICE, to=to, name="Somebody", by=by
        )
        return word.words_in(file.content)

    assert home.name in said(Recipient.PARENTS)
    people.move_household(
        home,
        line="1 The Street",
        postcode="HR6 8AB",
        starts_on=today() - DAY,
        protected=True,
        by=SOMEBODY,
    )
    for to in (Recipient.PARENTS, Recipient.CONTACT, Recipient.BEFORE):
        assert "foster carers whom we have approved" in said(to)
        assert home.name not in said(to)
    assert home.name in said(Recipient.DOCTOR)


def test_a_plan_does_not_tell_where_a_sisters_carers_live_if_that_is_protected(placement):
    sister = make.household("The Vales", approved=False)
    people.move_household(
        sister,
        line="4 Far Lane",
        postcode="HR7 4AA",
        starts_on=today(),
        protected=True,
        by=SOMEBODY,
    )
    child, by = db.session.get_one(Child, placement.child_id), make.worker()
    contact = {PlanPart.CONTACT: "Every Sunday at 4, Far Lane."}
    lists.write_plan(placement, answers=contact, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="protected address of another household"):
        papers.plan_files(placement, child, recipient="Ms Vale", by=by)
    documents.tell_address(
        sister, told_name="Ms Vale", why="She drives.", decided_by="A. Manager", by=SOMEBODY
    )
    assert papers.plan_files(placement, child, recipient="Ms Vale", by=by)


def test_the_plan_is_written_from_what_is_known_agreed_and_made_a_document(placement, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    browser.post_form(at(placement, "plan"), **{part.value: "As before." for part in PlanPart})
    browser.post_form(
        at(placement, "plan/agreed"), on="today", signed_by="Jo Doyle", why_not_before="At night."
    )
    decided = {f"who_{matter.value}": USUALLY[matter].value for matter in Matter}
    browser.post_form(at(placement, "delegated"), on="today", why_not_before="Night.", **decided)
    assert of(placement).find(Item.PLAN).state is State.DONE
    assert of(placement).find(Item.DELEGATED).state is State.DONE
    made = browser.post_form(at(placement, "plan/document"), recipient="The Doyles")
    assert made.status_code == 303
    (plan,) = documents_about(f"child:{placement.child_id}")
    assert {each.type.value for each in plan.files} >= {"docx"}


def test_an_end_is_recorded_and_its_list_is_red_until_it_was_looked_at(placement, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    answer = browser.post_form(
        at(placement, "ended"), on="today", because="CREQB", why="It could not go on."
    )
    assert answer.status_code == 303
    page = browser.get(at(placement)).text
    assert "It ended without a review of the child’s case first." in page
    assert "Unplanned" in page
    led = browser.post_form(
        at(placement, "disruption"),
        held_on="today",
        came="The carers and their worker.",
        found="Nights were hard.",
        theme="support_of_the_carers",
        learned="Answer within a week.",
    )
    assert "Answer within a week." in browser.get(led.headers["Location"]).text
    assert "Support of the carers (1)" in browser.get("/disruption").text
    assert "1 unplanned" in browser.get("/stability").text
    assert "It could not go on." not in browser.get("/stability?which=unplanned").text


def test_the_lists_are_narrowed_and_download(placement, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    assert "Leo" in browser.get("/placements").text
    assert "Leo" not in browser.get("/placements?which=ended").text.split("<main")[1]
    assert "Leo" in browser.get("/placements?format=csv").data.decode("utf-8-sig")
    assert browser.get("/placements?which=never").status_code == 400


def test_a_worker_of_another_child_sees_nothing_of_it(placement, signed_in):
    browser = signed_in(Role.CHILD_SOCIAL_WORKER)
    assert browser.get(at(placement)).status_code == 404
    assert "Leo" not in browser.get("/placements").text


@pytest.mark.only_on("sqlite")  # the questions are the same on every database
def test_the_pages_ask_a_bounded_number_of_questions(placement, signed_in, counted):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    pages = ("/placements", at(placement), "/stability", "/disruption", "/moves")

    def asked():
        found = []
        for page in pages:
            with counted() as count:
                assert browser.get(page).status_code == 200
            found.append(count.number)
        return found

    few = asked()
    for number in range(3):
        again = make.placed(make.child(), make.household(f"Home {number}"))
        endings.end_placement(
            again, on=today(), because=PlaceChange.CHILD, why="Asked to.", by=SOMEBODY
        )
    assert max(after - before for before, after in zip(few, asked(), strict=True)) <= 1
