"""What is found out once answers every paper that asks for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.assessments import actions, queries
from app.assessments.evidence import About, Found, checklist, missing
from app.assessments.rules import AssessmentKind
from app.assessments.viability import Answer, Challenge, goes_on
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.people.models import Member
from app.statute.schedules import DAY_ZERO, GUARDIANSHIP, SCHEDULE_4, Matter, Of, Paper, items
from tests import builders as make

TODAY = date(2026, 11, 22)


def item(paper: Paper, matter: Matter, of: Of = Of.CARER):
    return next(each for each in items(paper, TODAY, [of]) if each.matter is matter)


def test_every_item_has_a_key_of_its_own():
    every = (*SCHEDULE_4, *DAY_ZERO, *GUARDIANSHIP)
    assert len({each.key for each in every}) == len(every)


def test_what_2016_put_in_was_not_asked_before():
    before = {each.matter for each in items(Paper.GUARDIANSHIP, date(2016, 2, 28))}
    after = {each.matter for each in items(Paper.GUARDIANSHIP, date(2016, 2, 29))}
    assert after - before == {
        Matter.CHILD_HARM,
        Matter.CHILD_RISK,
        Matter.RELATIONSHIP,
        Matter.MEETS_NEEDS,
        Matter.PROTECTION,
        Matter.TO_EIGHTEEN,
    }


def test_other_adults_are_asked_all_but_what_the_schedule_leaves_out():
    of_adults = {each.matter for each in SCHEDULE_4 if each.of is Of.ADULT}
    assert Matter.OFFENCES in of_adults
    assert Matter.HEALTH in of_adults
    assert Matter.WORK_AND_MONEY not in of_adults
    assert not {each.matter for each in SCHEDULE_4 if each.of is Of.HOUSEHOLD} & of_adults


@pytest.fixture
def nan(db):
    """A grandmother's household, with a worker who asks."""
    home = make.household("The Mossops", approved=False)
    carer = db.session.scalar(select(Member).where(Member.household_id == home.id))
    return home, About(Of.CARER, person_id=carer.person_id, name="Nan"), make.worker()


def test_what_is_found_out_for_one_paper_answers_the_other(nan):
    home, about, worker = nan
    actions.record_finding(
        home, item(Paper.SCHEDULE_4, Matter.HEALTH), about, words="Well; asthma.", by=worker
    )
    known = queries.evidence_of(home.id)
    for paper in (Paper.SCHEDULE_4, Paper.GUARDIANSHIP):
        lines = checklist(paper, today(), [about], known)
        done = [line.item.matter for line in lines if line.is_done]
        assert done == [Matter.HEALTH]
        assert len(missing(lines)) == len(lines) - 1


def test_of_the_carer_nothing_of_schedule_4_is_left_out(nan):
    home, about, worker = nan
    with pytest.raises(RuleBroken, match="Of the carer it is found out"):
        actions.record_finding(
            home,
            item(Paper.SCHEDULE_4, Matter.OFFENCES),
            about,
            found=Found.NOT_PRACTICABLE,
            because="No time",
            by=worker,
        )


def test_of_another_adult_it_may_be_not_practicable_because(nan):
    home, about, worker = nan
    lodger = About(Of.ADULT, person_id=about.person_id, name="A lodger")
    asked = item(Paper.SCHEDULE_4, Matter.LIFE_STORY, Of.ADULT)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.record_finding(home, asked, lodger, found=Found.NOT_PRACTICABLE, by=worker)
    actions.record_finding(
        home, asked, lodger, found=Found.NOT_PRACTICABLE, because="At sea until May", by=worker
    )
    (known,) = queries.evidence_of(home.id).values()
    assert (known.found, known.because) == (Found.NOT_PRACTICABLE, "At sea until May")


def test_what_was_written_down_later_shows_so_and_the_last_one_stands(nan):
    home, about, worker = nan
    asked = item(Paper.DAY_ZERO, Matter.POLICE_CHECK)
    told = {"words": "Nothing known", "by": worker}
    actions.record_finding(home, asked, about, established_at=now() - timedelta(days=2), **told)
    (known,) = queries.evidence_of(home.id).values()
    assert known.told_later
    again = actions.record_finding(home, asked, about, **told)
    (known,) = queries.evidence_of(home.id).values()
    assert not known.told_later
    actions.void_finding(again, why="Of the other Mossops.", by=worker)
    (known,) = queries.evidence_of(home.id).values()
    assert known.told_later
    with pytest.raises(RuleBroken, match="once it has been done"):
        actions.record_finding(home, asked, about, established_at=now() + timedelta(1), **told)


def test_a_finding_taken_back_stays_struck_out_and_is_taken_back_once_with_why(nan):
    home, about, worker = nan
    asked = item(Paper.SCHEDULE_4, Matter.HEALTH)
    first = actions.record_finding(home, asked, about, words="Well.", by=worker)
    wrong = actions.record_finding(home, asked, about, words="Has diabetes.", by=worker)
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        actions.void_finding(wrong, why=" ", by=worker)
    told = now()
    actions.void_finding(wrong, why="That is her sister.", by=worker)
    with pytest.raises(RuleBroken, match="already"):
        actions.void_finding(wrong, why="Again.", by=worker)
    (known,) = queries.evidence_of(home.id).values()
    assert known.words == "Well."
    (both,) = queries.findings_of(home.id).values()
    assert [(one.words, one.why_taken_back, one.taken_back_by) for one in both] == [
        ("Has diabetes.", "That is her sister.", worker.name),
        ("Well.", "", ""),
    ]
    actions.void_finding(first, why="Not asked at all.", by=worker)
    assert queries.evidence_of(home.id) == {}
    (then,) = queries.evidence_of(home.id, told).values()
    assert then.words == "Has diabetes.", "as it was known then"


def test_who_was_turned_down_may_challenge_and_somebody_else_looks_again(nan):
    home, _, worker = nan
    asked = actions.ask_viability(
        home, kind=AssessmentKind.CONNECTED, asked_on=today(), worker=worker, by=worker
    )
    with pytest.raises(RuleBroken, match="asked for already"):
        actions.ask_viability(home, kind=AssessmentKind.CONNECTED, asked_on=today(), by=worker)
    with pytest.raises(RuleBroken, match="Only “do not go on”"):
        actions.challenge_viability(asked, on=today(), words="Unfair", by=worker)
    actions.answer_viability(asked, answer=Answer.NEGATIVE, on=today(), words="Two dogs", by=worker)
    actions.challenge_viability(asked, on=today(), words="They are small", by=worker)
    with pytest.raises(RuleBroken, match="Somebody else looks again"):
        actions.answer_challenge(asked, answer=Challenge.CHANGED, looked_again_by="Me", by=worker)
    actions.answer_challenge(
        asked, answer=Challenge.CHANGED, looked_again_by="Tessa", by=make.worker("Tessa")
    )
    assert goes_on(asked.answer, asked.challenge_answer)
