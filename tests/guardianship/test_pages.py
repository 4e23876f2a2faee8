"""Pages of special guardianship: who sees what, what is next, written in place, made as Word."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments.actions import Told
from app.assessments.grading import Checked
from app.audit.models import Look
from app.children import actions as children
from app.children import queries as who
from app.children.codes import Ls
from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.documents import store
from app.documents.letters import word
from app.documents.models import Document
from app.guardianship import papers
from app.guardianship.actions import court, report, support
from app.guardianship.kinds import HearingKind
from app.guardianship.models import GuardianshipCase
from app.guardianship.papers import Paper
from app.guardianship.queries.schedule import schedule_of
from app.guardianship.views.steps import AFTER, STEPS
from app.statute.schedules import Matter
from tests import builders as make
from tests.conftest import hidden_fields
from tests.guardianship.cases import DAY, Family


@pytest.fixture
def family(db):
    make.postcodes()
    return Family(make.child("Amy", age=6, status=Ls.C2))


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def case_at(family, part=""):
    return f"/guardianship/{family.case.ref}{part}"


def test_the_tracker_shows_each_case_with_what_is_next_and_can_be_narrowed(family, signed_in):
    browser = signed_in(family.worker)
    page = text(browser.get("/guardianship"))
    assert "The Mossops" in page
    assert "Begin the full assessment" in page
    assert "Amy" not in page, "a child’s name stands behind the line"
    assert "No case stands so" in text(browser.get("/guardianship?show=late"))
    assert "No case stands so" in text(browser.get("/guardianship?week=last"))
    assert browser.get("/guardianship?show=nonsense").status_code == 400
    sheet = browser.get("/guardianship?format=csv").get_data(as_text=True)
    assert "HR26C00123" in sheet
    assert "Amy" in sheet


@pytest.mark.parametrize(
    ("weeks", "says"), [(25, "Week 26 of 26"), (26, "Week 27, past the twenty-six")]
)
def test_a_case_says_when_its_twenty_six_weeks_are_over(db, signed_in, weeks, says):
    make.postcodes()
    family = Family(issued_on=today() - 7 * weeks * DAY)
    assert says in text(signed_in(family.worker).get(case_at(family)))


def test_whose_case_it_is_not_does_not_see_it(family, signed_in):
    other = signed_in(make.worker("Other"))
    assert other.get(case_at(family)).status_code == 404
    assert "The Mossops" not in text(other.get("/guardianship"))
    assert signed_in(Role.DIRECTOR).get(case_at(family)).status_code == 200
    assert signed_in(Role.DIRECTOR).get(case_at(family, "/schedule")).status_code == 403
    assert signed_in(Role.PLACEMENT_OFFICER).get("/guardianship").status_code == 403


def test_a_childs_page_leads_to_the_case_for_whoever_may_read_it(family, signed_in):
    address = f"/children/{family.children[0].ref}"
    assert case_at(family) in signed_in(Role.TEAM_MANAGER).get(address).text
    assert case_at(family) not in signed_in(Role.PLACEMENT_OFFICER).get(address).text


def test_an_assessor_keeps_the_case_of_a_household_that_is_not_theirs(family, signed_in):
    assessor = make.worker("Asif Assessor")
    family.begun()
    from app.assessments import actions as assessments

    assessments.give(family.case.assessment, assessor, starts_on=today(), by=family.checker)
    browser = signed_in(assessor)
    assert browser.get(case_at(family)).status_code == 200
    assert "The Mossops" in text(browser.get("/guardianship"))
    assert browser.get(case_at(family, "/do/referee")).status_code == 200


def test_a_case_is_opened_with_the_children_found_by_name(db, signed_in):
    home = make.household("The Nans", approved=False)
    child = make.child("Zebedee", family_name="Quill", age=4)
    browser = signed_in(Role.TEAM_MANAGER)
    at = f"/households/{home.ref}/guardianship/open"
    found = browser.post_form(at, find="zebed", search="yes")
    assert f'value="{child.ref}"' in found.get_data(as_text=True)
    refused = browser.post_form(at, entry="direction", entered_on="today", relation="grandparent")
    assert "Choose the child" in text(refused)
    assert "the court directed" in text(refused)
    made = browser.post_form(
        at,
        children=child.ref,
        relation="grandparent",
        entry="put_forward",
        entered_on="today",
    )
    case = db.session.scalar(select(GuardianshipCase))
    assert made.headers["Location"].endswith(case.ref)
    assert browser.get(at).status_code == 302, "the open one is shown instead"


def test_a_section_is_written_in_place_and_only_what_is_new_is_recorded(family, signed_in):
    family.begun()
    browser = signed_in(family.worker)
    (section, *_) = schedule_of(family.whole, today())
    at = case_at(family, f"/schedule/{section.key}")
    page = browser.get(at)
    assert "data-draft=" in page.get_data(as_text=True), "it saves itself"
    assert "In the report already, from the record: Amy" in text(page)
    answer = browser.post_form(
        at,
        words_child_harm="Saw violence at home.",
        words_child_religion="None that is known.",
        found_child_religion="does_not_apply",
    )
    assert answer.status_code == 303
    lines = {line.item.matter: line for line in schedule_of(family.whole, today())[0].lines}
    assert lines[Matter.CHILD_HARM].known.words == "Saw violence at home."
    assert lines[Matter.CHILD_RELIGION].known.because == "None that is known."
    before = lines[Matter.CHILD_HARM].known.ref
    browser.post_form(at, words_child_harm="Saw violence at home.")
    again = {line.item.matter: line for line in schedule_of(family.whole, today())[0].lines}
    assert again[Matter.CHILD_HARM].known.ref == before


def test_a_finding_recorded_in_error_is_taken_back_and_its_item_is_missing_again(family, signed_in):
    family.begun().written()
    browser = signed_in(family.worker)
    section = schedule_of(family.whole, today())[0]
    line = next(one for one in section.lines if one.item.matter is Matter.CHILD_HARM)
    back = case_at(family, f"/schedule/{section.key}/{line.known.ref}")
    assert back in browser.get(case_at(family, "/schedule")).get_data(as_text=True)
    assert "As seen and told." in text(browser.get(back))
    assert browser.post_form(back, why="").status_code == 422
    assert browser.post_form(back, why="That was his brother.").status_code == 303
    page = browser.get(case_at(family, "/schedule"))
    assert "<s>As seen and told.</s>" in page.get_data(as_text=True)
    assert "That was his brother." in text(page)
    assert line.item in [one.item for one in schedule_of(family.whole, today())[0].missing]
    assert browser.get(back).status_code == 404
    other = next(one for one in section.lines if one.known and one is not line)
    elsewhere = case_at(family, f"/schedule/family/{other.known.ref}")
    assert browser.get(elsewhere).status_code == 404, "it is a finding of another section"


def sections(family):
    return {section.title: section for section in schedule_of(family.whole, today())}


def test_each_parent_is_a_section_and_one_who_is_not_known_is_said_to_be_so(db, signed_in):
    make.postcodes()
    amy, ben = make.child("Amy", age=6, status=Ls.C2), make.child("Ben", age=2, status=Ls.C2)
    family = Family(amy, ben).begun()
    amys, bens = (one.person.name for one in (amy, ben))
    assert {f"{amys}’s parents, not known", f"{bens}’s parents, not known"} <= set(sections(family))
    browser = signed_in(family.worker)
    at = case_at(family, "/do/parent")
    assert "Choose whose parent" in text(browser.post_form(at, name="Kelly", kind="mother"))
    told = {"name": "Kelly Preece", "kind": "mother", "born": "1 May 1990"}
    assert browser.post_form(at, children=[amy.ref, ben.ref], **told).status_code == 303
    father = {"name": "Lee Tranter", "kind": "father"}
    assert browser.post_form(at, children=[amy.ref], **father).status_code == 303
    mother, lee = f"Kelly Preece, mother of {amys} and {bens}", f"Lee Tranter, father of {amys}"
    unknown = f"{bens}’s other parent, not known"
    found = sections(family)
    assert [mother, lee, unknown, "The family"] == list(found)[2:6]
    assert {line.item.matter for line in found[unknown].lines} == {Matter.PARENT_SOUGHT}
    says = text(browser.post_form(at, children=[amy.ref], name="A third", kind="other"))
    assert f"{amys} has two parents on record" in says


def test_what_is_found_out_of_a_mother_is_never_said_of_a_father(db, signed_in):
    make.postcodes()
    amy = make.child("Amy", age=6, status=Ls.C2)
    family = Family(amy).begun().parented()
    browser = signed_in(family.worker)
    mother, father = (one for one in sections(family).values() if "of Amy" in one.title)
    at = case_at(family, f"/schedule/{mother.key}")
    assert browser.post_form(at, words_parents_lives="A nurse on nights.").status_code == 303
    mother, father = (sections(family)[one.title] for one in (mother, father))
    lives = {line.item.matter: line for line in father.lines}[Matter.PARENTS_LIVES]
    assert lives.known is None
    assert lives in father.missing
    assert Matter.PARENTS_LIVES not in {line.item.matter for line in mother.missing}
    draft = papers.draft_of(family.whole, Paper.REPORT, today())
    parts = {part.heading: str(part.items) for part in draft.parts}
    assert "A nurse on nights." in parts[mother.title]
    assert "A nurse on nights." not in parts[father.title]
    missing = " ".join(draft.missing)
    assert f"{father.title}: 2 Health, education, work, personality" in missing
    assert f"{mother.title}: 2 Health, education, work, personality" not in missing
    assert f"{father.title}" in made(family, Paper.REPORT)
    finding = next(line.known for line in mother.lines if line.known)
    other = case_at(family, f"/schedule/{father.key}/{finding.ref}")
    assert browser.get(other).status_code == 404, "it is a finding of the mother’s section"


def test_a_parent_is_put_right_and_one_recorded_in_error_leaves_the_report(family, signed_in):
    family.begun().parented()
    browser = signed_in(family.worker)
    (mother, father), amy = family.whole.parents, family.children[0]
    at = case_at(family, f"/parents/{father.ref}")
    assert "Lee Tranter" in browser.get(at).get_data(as_text=True)
    told = {"kind": "father", "born": "tomorrow", "children": [amy.ref]}
    assert "day of birth in the past" in text(browser.post_form(at, name="Leigh Tranter", **told))
    told["born"] = "2 June 1988"
    assert browser.post_form(at, name="Leigh Tranter", **told).status_code == 303
    assert "Leigh Tranter, born 2 June 1988." in made(family, Paper.REPORT)
    assert browser.post_form(at, name="Leigh Tranter", kind="father").status_code == 303
    assert list(family.whole.parents) == [mother]
    assert not father.stood()
    assert browser.get(at).status_code == 404
    assert f"{amy.person.name}’s other parent, not known" in sections(family)


def test_the_check_asks_every_question_and_refuses_whoever_wrote_it(family, signed_in):
    family.begun().handed_in()
    browser = signed_in(family.checker)
    at = case_at(family, "/check")
    refused = browser.post_form(at, outcome="passed", words="")
    assert refused.status_code == 422
    assert text(refused).count("Choose a grade") >= 8
    from app.guardianship.kinds import Theme

    grades = {theme.value: "good_enough" for theme in Theme}
    done = browser.post_form(at, outcome="returned", words="More on contact.", **grades)
    assert done.status_code == 303
    assert family.whole.check.outcome is Checked.RETURNED
    assert "More on contact." in text(signed_in(family.worker).get(case_at(family)))
    assert "Wendy Writer" in text(browser.get("/guardianship/feedback"))
    assert "Wendy Writer" in browser.get("/guardianship/feedback?format=csv").get_data(as_text=True)
    assert signed_in(family.worker).get("/guardianship/feedback").status_code == 403


def test_every_step_opens_at_every_stage_and_every_page_is_sound(family, signed_in):
    browser = signed_in(family.worker)

    def every():
        for key in STEPS:
            assert browser.get(case_at(family, f"/do/{key}")).status_code == 200, key
        for part in ("", "/schedule", "/documents/report", "/documents/support-plan"):
            assert browser.get(case_at(family, part)).status_code == 200, part
        for section in schedule_of(family.whole, today()):
            assert browser.get(case_at(family, f"/schedule/{section.key}")).status_code == 200

    every()
    family.filed().supported()
    support.assess_money(
        family.case, starts_on=today(), weekly_pence=12_345, basis="Sheet", by=family.worker
    )
    hearing = court.list_hearing(
        family.case, kind=HearingKind.FINAL, listed_for=today(), by=family.worker
    )
    every()
    amy = family.children[0]
    assert browser.get(case_at(family, f"/hearings/{hearing.ref}")).status_code == 200
    assert browser.get(case_at(family, f"/order/{amy.ref}")).status_code == 200
    assert (
        browser.get(case_at(family, f"/referees/{family.whole.referees[0].ref}")).status_code == 200
    )
    court.record_order(family.case, amy, on=today(), by=family.worker)
    every()
    for key in AFTER:
        assert browser.get(case_at(family, f"/after/{amy.ref}/{key}")).status_code == 200
    page = text(browser.get(case_at(family)))
    assert "£123.45" in page
    assert "responsible until" in page
    assert "Review the support" not in page, "not before it is near"
    assert "Amy" in text(browser.get("/guardianship/supported"))
    assert "Amy" in browser.get("/guardianship/supported?format=csv").get_data(as_text=True)
    home = text(browser.get(f"/households/{family.home.ref}"))
    assert "Case opened" in home


def test_the_order_is_recorded_from_its_page_and_says_what_follows(family, signed_in):
    browser = signed_in(family.worker)
    amy = family.children[0]
    at = case_at(family, f"/order/{amy.ref}")
    page = text(browser.get(at))
    assert "Our report is not filed" in page
    assert "it is discharged that day" in page
    assert browser.post_form(at, decided="made", on="today").status_code == 303
    case = text(browser.get(case_at(family)))
    assert "without our report on record" in case
    assert "Order made" in case


def test_an_order_taken_back_says_what_goes_on_and_what_stays_ended(family, signed_in):
    browser, amy = signed_in(family.worker), family.children[0]
    at = case_at(family, f"/after/{amy.ref}/error")
    court.record_order(family.case, amy, on=today(), by=family.worker)
    page = text(browser.get(at))
    assert "they go on as if they had not: legal status" in page
    assert browser.post_form(at, why="Her cousin’s.").status_code == 303
    assert [each.ends_on for each in who.legal_statuses_of(amy.id)] == [None]
    court.record_order(family.case, amy, on=today(), by=family.worker)
    children.begin_legal_status(amy, status=Ls.V2, starts_on=today(), by=family.worker)
    page = text(browser.get(at))
    assert "Something was recorded in their place since" in page
    assert f"/children/{amy.ref}" in browser.get(at).get_data(as_text=True)
    assert "go on as if" not in page
    browser.post_form(at, why="Her cousin’s.")
    assert "Still ended: legal status" in text(browser.get(case_at(family)))


def test_whoever_opens_a_case_is_recorded_as_having_looked(family, signed_in, db):
    browser = signed_in(family.worker)
    browser.get(case_at(family))
    seen = db.session.execute(
        select(Look.subject, Look.kept).where(Look.user_id == browser.user.id)
    ).all()
    assert (f"child:{family.children[0].id}", "F4") in seen
    assert (f"household:{family.home.id}", "F3") in seen


def test_a_cases_questions_to_the_database_do_not_grow_with_what_is_in_it(
    family, signed_in, counted
):
    browser = signed_in(family.worker)
    browser.get(case_at(family))
    with counted() as first:
        browser.get(case_at(family))
    family.begun().refereed().written().handed_in()
    for number in range(4):
        court.list_hearing(
            family.case,
            kind=HearingKind.OTHER,
            listed_for=today() + number * DAY,
            by=family.worker,
        )
    browser.get(case_at(family))
    with counted() as later:
        browser.get(case_at(family))
    assert later.number <= first.number + 8
    assert later.number < 80


def test_the_trackers_questions_do_not_grow_with_cases(db, signed_in, counted):
    make.postcodes()
    browser = signed_in(Role.TEAM_MANAGER)
    Family(make.child(), home=make.household("The Ones", approved=False)).filed()
    browser.get("/guardianship")
    with counted() as one:
        browser.get("/guardianship")
    for name in ("The Twos", "The Threes", "The Fours"):
        Family(make.child(), home=make.household(name, approved=False)).filed()
    browser.get("/guardianship")
    with counted() as four:
        browser.get("/guardianship")
    assert four.number <= one.number + 3


# -------------------------------------------------------------------------------------- documents


def words_of(document):
    file = document.newest
    return word.words_in(store.read(document.files[0].content_id, file.code))


def made(family, paper, recipient="The Family Court at Hereford"):
    files = papers.prepare(family.whole, paper, recipient=recipient, by=family.worker)
    return word.words_in(files[0].content)


def test_a_document_lists_what_is_missing_and_says_what_is_known(family):
    said = made(family, Paper.REPORT)
    assert "Still missing" in said
    assert "1(ga) Harm that the child has suffered" in said
    assert "Amy " in said
    family.filed()
    finished = made(family, Paper.REPORT)
    assert "Still missing" not in finished
    assert "Ada (A neighbour)" in finished


def test_a_support_plan_lists_its_own_gaps(family):
    assert "The assessment of what they need" in made(family, Paper.PLAN, "The Mossops")
    family.begun().supported()
    said = made(family, Paper.PLAN, "The Mossops")
    assert "Supervised contact." in said
    assert "Still missing" not in said


def test_no_document_tells_an_address_that_its_reader_may_not_know(family):
    family.begun()
    lines = schedule_of(family.whole, today())
    (line,) = [
        line
        for section in lines
        for line in section.lines
        if line.item.matter is Matter.ACCOMMODATION
    ]
    assert "HR6" not in made(family, Paper.REPORT)
    report.record_findings(
        family.case,
        [Told(line.item, line.about, words="Three bedrooms at 1 The Street, HR6 8AB.")],
        by=family.worker,
    )
    with pytest.raises(RuleBroken, match="postcode"):
        made(family, Paper.REPORT)
    from app.documents.actions import tell_address

    tell_address(
        family.home,
        told_name="The Family Court at Hereford",
        why="Directed.",
        decided_by="A. Manager",
        by=family.checker,
    )
    assert "HR6 8AB" in made(family, Paper.REPORT)


def test_a_document_is_made_from_its_page_and_kept(family, signed_in, db):
    browser = signed_in(family.worker)
    at = case_at(family, "/documents/report")
    assert "missing" in text(browser.get(at))
    assert browser.post_form(at, recipient="The Family Court at Hereford").status_code == 303
    document = db.session.scalar(select(Document))
    assert document.about == f"household:{family.home.id}"
    assert "Still missing" in words_of(document)


def test_a_case_shows_a_child_still_recorded_as_looked_after(db, signed_in):
    make.postcodes()
    amy = make.child("Amy", status=Ls.V2)
    family = Family(amy)
    make.placed(amy, make.household("The Others"))
    court.record_order(family.case, amy, on=today(), by=family.worker)
    browser = signed_in(family.worker)
    assert "is still recorded as looked after" in text(browser.get(case_at(family)))
    children.stop_looking_after(amy, on=today(), by=family.worker)
    assert "is still recorded as looked after" not in text(browser.get(case_at(family)))


def test_a_yearly_review_is_the_next_thing_to_do_once_it_is_near(db, signed_in):
    make.postcodes()
    amy = make.child("Amy", status=Ls.C2)
    ordered = today() - 340 * DAY
    with clock_at(end_of_day(ordered)):
        family = Family(amy).begun().supported()
        court.record_order(family.case, amy, on=ordered, by=family.worker)
    browser = signed_in(family.worker)
    assert "Review the support" in text(browser.get(case_at(family)))
    browser.post_form(
        case_at(family, "/do/review-support"), words="Well.", outcome="goes_on_as_it_is", on="today"
    )
    assert "Review the support" not in text(browser.get(case_at(family)))


def test_how_it_stands_in_court_is_not_written_over_somebody_elses_change(family, signed_in):
    browser = signed_in(family.worker)
    at = case_at(family, "/do/court")
    seen = hidden_fields(browser.get(at).get_data(as_text=True))
    told = {"entry": "direction", "entered_on": "today", "filing_due_on": "1 March 2027"}
    assert browser.post_form(at, court="Worcester", **told).status_code == 303
    late = browser.post(at, data=seen | told | {"court": "Ludlow"})
    assert "Somebody changed this while you had it open" in text(late)
    assert family.whole.case.court == "Worcester"
