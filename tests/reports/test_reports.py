"""The report of a fostering assessment: filled in with what is known, written, checked, signed."""

from __future__ import annotations

from random import Random

import pytest

from app.assessments import actions as assessing
from app.assessments import queries as assessments
from app.assessments.evidence import About
from app.assessments.grading import Checked, Grade, Theme
from app.assessments.models import Evidence
from app.assessments.rules import AssessmentKind, Outcome
from app.core.errors import RuleBroken
from app.core.today import today
from app.panel.kinds import PaperKind
from app.panel.queries import papers as panel_papers
from app.panel.record_papers import assessed_for, own_papers
from app.people.models import MemberRole
from app.recruitment.actions import telling
from app.recruitment.kinds import RefereeKind
from app.reports import actions, queries
from app.reports.kinds import THEMES, Advises, State
from app.reports.models import Report
from app.statute.checks import CheckKind
from app.statute.local import REPORT_CHECKED, REPORT_PUT_RIGHT, REPORT_SIGNED
from app.statute.schedules import SCHEDULE_3, SCHEDULE_4, Matter, Of
from app.training import actions as training
from app.work import queries as work
from tests import builders as make
from tests.builders import SOMEBODY
from tests.checks.homes import joined, seen
from tests.panel.people import called, led_panel, taken
from tests.recruitment.people import refusals
from tests.reports.cases import Case, left_out, on


@pytest.fixture
def case(db):
    make.postcodes()
    return Case()


def said(case, matter):
    return " ".join(case.line(matter).says())


# ------------------------------------------------------------------------------------- the Schedule


def test_every_paragraph_of_schedule_3_is_asked_once_of_whom_it_is_about():
    numbers = [item.place for item in SCHEDULE_3 if item.place.isdigit()]
    assert numbers == [str(number) for number in range(1, 17)]
    assert len({item.key for item in SCHEDULE_3}) == len(SCHEDULE_3)
    for item in SCHEDULE_3:
        assert item.cite.instrument.short == "FSR 2011"
        assert not item.cite.verified, "recalled: a lawyer confirms the wording"


def test_every_item_answers_one_question_of_the_check_and_no_question_is_empty():
    matters = [matter for theme in Theme for matter in THEMES[theme]]
    assert {item.matter for item in SCHEDULE_3} <= set(matters)
    assert len(matters) == len(set(matters))
    for theme in Theme:
        assert THEMES[theme] & {item.matter for item in SCHEDULE_3}


# ---------------------------------------------------------------------------------- what is known


def test_what_the_record_knows_stands_in_it_without_being_typed(case):
    home = case.home
    assert case.line(Matter.IDENTITY).is_done
    assert "born 3 February 1980" in said(case, Matter.IDENTITY)
    assert not case.line(Matter.HOUSEHOLD_MEMBERS).is_done
    joined(home, MemberRole.LODGER, on(50), make.birthday(40))
    assert case.line(Matter.HOUSEHOLD_MEMBERS).is_done
    lad = joined(home, MemberRole.CHILD_OF_FAMILY, on(50), make.birthday(11))
    assert lad.name in said(case, Matter.OWN_CHILDREN)
    assert not case.line(Matter.OWN_CHILDREN).is_done, "those who live elsewhere are to be told"
    assert "Bedroom 1: sleeps 1." in said(case, Matter.ACCOMMODATION)
    assert "HR6" not in str(case.written.parts), "no address is in it"


def test_checks_stand_in_it_with_their_states_and_certificates_answer_once_all_are_seen(case):
    home = case.home
    (carer,) = (each.person for each in home.members)
    lodger = joined(home, MemberRole.LODGER, on(50), make.birthday(40))
    seen(home, carer, CheckKind.CERTIFICATE, on(20))
    assert not case.line(Matter.CERTIFICATES).is_done
    assert f"{carer.name}: enhanced certificate" in said(case, Matter.CERTIFICATES)
    seen(home, lodger, CheckKind.CERTIFICATE, on(10))
    assert case.line(Matter.CERTIFICATES).is_done
    seen(home, carer, CheckKind.MEDICAL, on(9))
    assert "medical report, seen" in said(case, Matter.HEALTH)
    assert not case.line(Matter.HEALTH).is_done, "what the medical means is to be written"


def test_references_answer_once_two_were_interviewed(case):
    for number in range(2):
        assert not case.line(Matter.REFEREES).is_done
        one = telling.name_referee(
            case.assessment, name=f"Friend {number}", kind=RefereeKind.FRIEND, by=SOMEBODY
        )
        telling.interview_referee(one, on=today(), words=f"Warm {number}.", by=SOMEBODY)
    assert case.line(Matter.REFEREES).is_done
    assert "Warm 1." in said(case, Matter.REFEREES)


def test_courses_and_earlier_assessments_stand_beside_what_is_to_be_written(case):
    (carer,) = (each.person for each in case.home.members)
    course = training.add_course(
        name="Skills to foster",
        required=False,
        within_months=None,
        lasts_months=None,
        starts_on=on(90),
        by=SOMEBODY,
    )
    training.record_attended(course, people=[carer], on=on(5), by=SOMEBODY)
    assert "Attended Skills to foster" in said(case, Matter.CARING_SKILLS)
    before = assessing.begin_assessment(
        case.home, kind=AssessmentKind.CONNECTED, starts_on=on(50), by=SOMEBODY
    )
    assessing.finish(before, outcome=Outcome.WITHDREW, on=on(40), by=SOMEBODY)
    assert "Assessed here as connected persons" in said(case, Matter.EARLIER_REQUESTS)


def test_what_was_found_out_for_schedule_4_answers_the_report_too(case):
    (carer,) = (each.person for each in case.home.members)
    item = next(each for each in SCHEDULE_4 if each.matter is Matter.HEALTH and each.of is Of.CARER)
    assessing.record_finding(
        case.home,
        item,
        About(Of.CARER, person_id=carer.id),
        words="In good health.",
        by=case.worker,
    )
    assert case.line(Matter.HEALTH).is_done
    assert "In good health." in said(case, Matter.HEALTH)


def test_what_was_written_before_stays_in_the_history_of_its_section(case):
    case.write(Matter.PERSONALITY, "Calm.")
    case.write(Matter.PERSONALITY, "Calm, and quick to laugh.")
    assert [each.words for each in case.findings(Matter.PERSONALITY)] == [
        "Calm, and quick to laugh.",
        "Calm.",
    ]
    assert said(case, Matter.PERSONALITY) == "Calm, and quick to laugh."
    (last, _) = case.findings(Matter.PERSONALITY)
    assessing.void_finding(assessments.evidence_by_ref(last.ref), why="Not hers", by=case.worker)
    assert said(case, Matter.PERSONALITY) == "Calm."


def test_an_item_that_cannot_be_answered_says_why(case):
    with pytest.raises(RuleBroken):
        left_out(case, Matter.OTHER_SERVICE, "")
    left_out(case, Matter.OTHER_SERVICE, "Nobody approved them before.")
    assert case.line(Matter.OTHER_SERVICE).is_done
    assert "Nobody approved them before." in said(case, Matter.OTHER_SERVICE)


def test_what_schedule_4_asks_of_a_carer_is_not_left_out_by_way_of_the_report(case):
    for matter in (Matter.HEALTH, Matter.WORK_AND_MONEY, Matter.ACCOMMODATION):
        with pytest.raises(RuleBroken):
            left_out(case, matter, "Nobody asked.")
        assert not case.line(matter).is_done


# ---------------------------------------------------------------------- handed in, checked, signed


def test_it_goes_from_its_author_to_its_checker_to_the_manager(case):
    assert case.written.state is State.WRITING
    assert case.whole().written.missing == 0
    assert case.handed_in().written.state is State.CHECKING
    assert case.checked().written.state is State.PASSED
    assert case.signed().written.state is State.SIGNED
    last = case.written.last
    assert (last.author, last.checker, last.signed_by) == (case.worker, case.checker, case.manager)


def test_a_report_that_waits_stands_in_the_work_of_whoever_holds_it(case):
    def holders():
        """What waits in the work of its author, of somebody who checks, and of nobody."""
        everybodys = work.for_user(case.checker, today(), mine=False).everything
        clocks = {REPORT_CHECKED.key, REPORT_PUT_RIGHT.key, REPORT_SIGNED.key}
        shown = [each for each in everybodys if each.running.clock in clocks]
        assert {
            each.running.key
            for each in work.for_user(case.worker, today(), mine=True).everything
            if each.running.clock in clocks
        } == {each.running.key for each in shown if each.worker_id == case.worker.id}
        return [(each.running.clock, each.worker_id) for each in shown]

    assert holders() == []
    case.whole().handed_in()
    assert holders() == [(REPORT_CHECKED.key, None)]
    case.checked(Checked.RETURNED, Grade.NOT_YET)
    assert holders() == [(REPORT_PUT_RIGHT.key, case.worker.id)]
    case.handed_in().checked()
    assert holders() == [(REPORT_SIGNED.key, None)]
    case.signed()
    assert holders() == []


def test_nothing_is_written_while_somebody_checks_it_and_a_returned_one_is_written_on(case):
    case.write(Matter.PERSONALITY, "Calm.")
    case.handed_in()
    with pytest.raises(RuleBroken):
        case.write(Matter.PERSONALITY, "Calm and warm.")
    case.checked(Checked.RETURNED, Grade.NOT_YET)
    assert case.written.state is State.RETURNED
    case.write(Matter.PERSONALITY, "Calm and warm.")
    assert case.handed_in().written.state is State.CHECKING


def test_whoever_wrote_or_assessed_it_does_not_check_it(case):
    case.handed_in()
    grades = dict.fromkeys(Theme, Grade.GOOD)
    told = {"outcome": Checked.PASSED, "grades": grades}
    assert refusals(actions.check, case.assessment, **told, by=case.worker) == [
        "You wrote it. Somebody else checks it."
    ]
    other = make.worker("Asher Assessor")
    assessing.give(case.assessment, other, starts_on=today(), by=SOMEBODY)
    assert refusals(actions.check, case.assessment, **told, by=other)
    assert case.checked().written.state is State.PASSED


def test_a_check_grades_every_question_and_passes_only_what_is_good_enough(case):
    case.handed_in()

    def refused(**told):
        return refusals(actions.check, case.assessment, by=case.checker, **told)

    assert len(refused(outcome=Checked.PASSED, grades={})) == len(Theme)
    not_yet = dict.fromkeys(Theme, Grade.GOOD) | {Theme.CLEAR: Grade.NOT_YET}
    assert refused(outcome=Checked.PASSED, grades=not_yet)
    assert refused(outcome=Checked.RETURNED, grades=not_yet) == [
        "Say what it needs before it can pass."
    ]
    assert refused(outcome=None, grades=not_yet) == ["Choose: passed, or returned."]


def test_it_is_signed_only_once_it_has_passed_is_whole_and_by_another_than_its_author(case):
    assert refusals(actions.sign, case.assessment, by=case.manager)[0].startswith("Somebody other")
    case.handed_in().checked()
    (says,) = refusals(actions.sign, case.assessment, by=case.manager)
    assert "neither answered nor explained" in says
    assert case.written.state is State.PASSED


def test_its_author_never_signs_as_the_manager(db):
    make.postcodes()
    case = Case()
    case.whole()
    actions.hand_in(case.assessment, recommends=Advises.SUITABLE, by=case.manager)
    case.checked()
    assert refusals(actions.sign, case.assessment, by=case.manager) == [
        "You wrote it. A manager signs beside you."
    ]
    case.signed(by=case.checker)


def test_a_report_says_whether_they_are_suitable_and_only_an_application_has_one(case):
    assert refusals(actions.hand_in, case.assessment, recommends=None, by=case.worker) == [
        "Say whether they are suitable."
    ]
    other = assessing.begin_assessment(
        case.home, kind=AssessmentKind.GUARDIANSHIP, starts_on=today(), by=SOMEBODY
    )
    assert refusals(actions.hand_in, other, recommends=Advises.SUITABLE, by=case.worker) == [
        "Only an application to foster has this report."
    ]


def test_what_was_signed_stays_as_it_was_and_is_handed_in_anew_once_written_on(case):
    case.whole("First.").handed_in().checked().signed()
    then = queries.signed_draft(case.assessment.id)
    assert refusals(
        actions.hand_in, case.assessment, recommends=Advises.SUITABLE, by=case.worker
    ) == ["It is signed, and nothing was written since."]
    case.write(Matter.SUITABILITY, "Second.")
    assert case.written.changed
    assert queries.signed_draft(case.assessment.id) == then
    assert "Second." not in str(then.parts)
    case.handed_in().checked().signed()
    assert "Second." in str(queries.signed_draft(case.assessment.id).parts)


def test_an_assessment_that_ended_has_its_report_as_it_was(case):
    case.whole()
    assessing.finish(case.assessment, outcome=Outcome.WITHDREW, on=today(), by=SOMEBODY)
    for action, told in (
        (actions.hand_in, {"recommends": Advises.SUITABLE, "by": case.worker}),
        (actions.sign, {"by": case.manager}),
    ):
        assert "This assessment has ended." in refusals(action, case.assessment, **told)
    with pytest.raises(RuleBroken):
        case.write(Matter.PERSONALITY, "Calm.")


# ---------------------------------------------------------------------------------------- the panel


def test_the_signed_report_is_the_items_report_by_itself(case):
    (meeting,) = called(led_panel(), 21)
    item = taken(meeting, case.home.name)

    def reports():
        whom = panel_papers.whom([item], today())[item.id]
        own_ones = own_papers(item, whom, assessed_for([item]))
        return [own for own in own_ones if (PaperKind.REPORT, "") in own.ticks]

    assert reports() == []
    case.whole("Markerword.").handed_in().checked()
    assert reports() == []
    case.signed()
    (own,) = reports()
    assert own.kind is PaperKind.REPORT
    assert "Markerword." in str(own.draft.parts)
    assert own.draft.missing == ()


# ------------------------------------------------------------------------- any course of it at all


def model(course):
    """How far a report is after some acts, and which act would be refused, from the words alone."""
    state, changed = "being_written", True
    for act in course:
        if act == "write":
            changed = True
        state = {
            "hand_in": "with_its_checker",
            "pass": "to_be_signed",
            "return": "returned_to_its_author",
            "send_back": "returned_to_its_author",
            "sign": "signed",
            "write": state,
        }[act]
        if act == "sign":
            changed = False
    may = {
        "being_written": {"write", "hand_in"},
        "with_its_checker": {"pass", "return"},
        "returned_to_its_author": {"write", "hand_in"},
        "to_be_signed": {"sign", "send_back"},
        "signed": {"write", "hand_in"} if changed else {"write"},
    }[state]
    return state, may


@pytest.mark.parametrize("seed", range(2))
def test_every_act_is_allowed_or_refused_as_the_model_says_in_any_course(case, seed):
    case.whole()
    chance, course = Random(seed), []
    acts = {
        "write": lambda n: case.write(Matter.PERSONALITY, f"Calm {n}."),
        "hand_in": lambda n: case.handed_in(),
        "pass": lambda n: case.checked(),
        "return": lambda n: case.checked(Checked.RETURNED),
        "send_back": lambda n: actions.send_back(case.assessment, words="More.", by=case.manager),
        "sign": lambda n: case.signed(),
    }
    for number in range(14):
        state, may = model(course)
        assert case.written.state.value == state, course
        for name in sorted(set(acts) - may):
            with pytest.raises(RuleBroken):
                acts[name](number)
        chosen = chance.choice(sorted(may))
        acts[chosen](number)
        course.append(chosen)


def test_no_column_of_a_report_holds_a_status():
    assert not {"state", "status"} & {column.name for column in Report.__table__.columns}
    assert "paper" not in {column.name for column in Evidence.__table__.columns}
