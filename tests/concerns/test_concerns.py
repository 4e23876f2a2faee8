"""Concerns on record: taken, kept from whom they are not for, concluded; what follows stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.permissions import May, permissions_of
from app.accounts.roles import Role
from app.audit.models import Look
from app.audit.queries import history_of
from app.concerns import actions, queries, watch
from app.concerns.kinds import ConcernKind, How, Outcome, Part, Safety, Source, StepKind
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.register.models import Hold, HoldReason, ReviewCase
from app.register.queries import standing_of
from app.register.reviewing import ReviewTrigger
from app.retention import queries as retention
from app.statute.fostering.concerns import NotifiableEvent, Recipient
from app.work import actions as work_actions
from app.work import queries as work
from app.work.models import Cause
from tests import builders as make

DAY = timedelta(days=1)
SAID = "Zephyrine said that he was shut in the lumber room."


@pytest.fixture
def home(db):
    """A household with a child, and a worker who has nothing to do with it."""
    found = make.household("The Quills")
    make.placed(make.child(age=8), found)
    return found


@pytest.fixture
def manager(db):
    return make.user(Role.TEAM_MANAGER, name="Tess Marlow")


def take(home, by, kind=ConcernKind.ALLEGATION, **told):
    usual = {
        "received_at": now(),
        "source": Source.SCHOOL,
        "says": SAID,
        "safety": Safety.SAFE_THERE,
        "safety_words": "Seen at school; safe.",
    }
    return actions.take_concern(home, kind=kind, by=by, **{**usual, **told})


def step(concern, kind, by, **told):
    return actions.take_step(concern, kind=kind, by=by, **{"on": today(), "words": "So.", **told})


# ------------------------------------------------------------------------------ whom it is for


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ADMINISTRATOR])
def test_nobody_learns_that_there_is_one_but_those_it_is_for(home, manager, signed_in, role):
    """Every page that this person's own pages lead to, a step or two on, says no word of it."""
    concern = take(home, manager)
    ref, home_ref = concern.ref, home.ref
    browser = signed_in(role)
    may = permissions_of(frozenset({role}))
    sees = May.SEE_EVERY_CONCERN in may
    pages = ("/", "/due?whose=team", "/concerns", f"/households/{home_ref}", f"/concerns/{ref}")
    for page in (*pages, "/concerns?format=csv", f"/history/household/{home_ref}", "/due/delay"):
        answer = browser.get(page)
        words = answer.text if answer.status_code == 200 else ""
        assert "Zephyrine" not in words or (sees and page == f"/concerns/{ref}"), page
        told = ref in words or "Referral to the designated officer" in words
        assert not told or sees, page
    assert browser.get(f"/concerns/{ref}").status_code == (
        200 if sees else 404 if May.SEE_CONCERNS in may else 403
    )


def test_whoever_is_named_reads_it_until_that_ends_and_every_reading_is_on_record(
    home, manager, signed_in
):
    concern, worker = take(home, manager), make.worker("Wyn Ashby")
    reader = actions.name_reader(concern, user=worker, part=Part.MUST_KNOW, by=manager)
    ref, number = concern.ref, concern.id
    browser = signed_in(worker)
    assert SAID in browser.get(f"/concerns/{ref}").text
    assert browser.get(f"/concerns/{ref}/record/strategy_meeting").status_code == 403
    seen = record.session.scalars(select(Look).where(Look.user_id == browser.user.id)).all()
    assert (f"concern:{number}", "F5") in {(each.subject, each.kept) for each in seen}
    actions.end_reader(record.session.merge(reader), by=manager)
    assert browser.get(f"/concerns/{ref}").status_code == 404
    assert "None stands so" in browser.get("/concerns").text


def test_whoever_takes_the_call_goes_on_with_it_and_does_not_conclude_it(home, signed_in):
    worker = make.worker()
    concern = take(home, worker)
    ref = concern.ref
    browser = signed_in(worker)
    assert browser.get(f"/concerns/{ref}/record/strategy_meeting").status_code == 200
    for decided in ("record/concluded", "record/not_referred", "hold", "review", "readers"):
        assert browser.get(f"/concerns/{ref}/{decided}").status_code == 403, decided


def test_the_households_history_tells_nothing_of_it(home, manager):
    concern = take(home, manager)
    step(concern, StepKind.REFERRED, manager)
    actions.hold_for(concern, places=None, plan="", by=manager)
    told = {act.says for act in history_of(f"household:{home.id}")}
    assert "Put a household on hold" in told
    assert not any("concern" in says for says in told)
    assert history_of(f"concern:{concern.id}"), "its own history has it all"


def test_a_reason_for_its_delay_is_no_line_for_others(home, manager):
    with clock_at(now() - 9 * DAY):
        take(home, manager)
    (late,) = [
        each for each in work.running(manager, today()) if each.clock.startswith("designated")
    ]
    assert late.due_on < today()
    work_actions.give_cause(late, cause=Cause.WORKLOAD, by=manager)
    spell = (today() - 30 * DAY, today())
    assert [row.clock for row in work.drift_between(manager, *spell)] == [late.clock]
    assert work.drift_between(make.worker("Wyn Ashby"), *spell) == []


# ------------------------------------------------------------------------------- its course


def test_an_allegation_from_the_call_to_the_outcome(home, manager):
    person = standing_of(home.id).approvals[0].person
    concern = take(home, manager, about=[person])
    assert {each.clock for each in watch.running(today())} == {
        "designated_officer_referral",
        "concern_looked_at",
    }
    with pytest.raises(RuleBroken, match="referral to the designated officer first"):
        step(concern, StepKind.OUTCOME, manager, outcome=Outcome.UNFOUNDED)
    step(concern, StepKind.REFERRED, manager, who="D. Officer")
    with pytest.raises(RuleBroken, match="what the designated officer decided"):
        step(concern, StepKind.OUTCOME, manager, outcome=Outcome.UNFOUNDED)
    for each in (StepKind.STRATEGY, StepKind.ADVISED, StepKind.SUPPORT, StepKind.INQUIRY):
        step(concern, each, manager)
    hold = actions.hold_for(concern, places=None, plan="Until it is known.", by=manager)
    assert (hold.reason, hold.ends_on) == (HoldReason.ALLEGATION, None)
    review = actions.review_for(concern, to_panel=True, by=manager)
    assert (review.trigger, review.to_panel) == (ReviewTrigger.ALLEGATION, True)
    assert SAID not in review.why
    step(concern, StepKind.OUTCOME, manager, outcome=Outcome.UNFOUNDED)
    found = queries.whole(concern)
    assert not found.course.is_open
    assert watch.running(today()) == ()
    assert record.session.get_one(Hold, concern.hold_id).ends_on is None, "no outcome lifts it"
    step(concern, StepKind.SUMMARY, manager)
    assert queries.whole(concern).course.missing() == []


def test_a_hold_and_a_review_that_stand_already_are_named_and_not_made_twice(home, manager):
    first, second = take(home, manager), take(home, manager, ConcernKind.COMPLAINT)
    hold = actions.hold_for(first, places=1, plan="", by=manager)
    assert actions.hold_for(second, places=None, plan="", by=manager).id == hold.id
    review = actions.review_for(first, to_panel=False, by=manager)
    assert actions.review_for(second, to_panel=False, by=manager).id == review.id
    assert len(record.session.scalars(select(ReviewCase)).all()) == 1


def test_whom_it_is_about_is_changed_and_what_was_said_before_stays(home, manager):
    person, other = standing_of(home.id).approvals[0].person, make.person("Ada", "Quill")
    concern = take(home, manager, about=[person])
    actions.change_who(concern, about=[other], children=[], by=manager)
    assert [each.person_id for each in queries.whole(concern).about] == [other.id]
    actions.change_who(concern, about=[other], children=[], by=manager)
    assert len(queries.whole(concern).about) == 1


# ------------------------------------------------------------------------------ who is told


def test_an_event_is_told_first_by_word_then_in_writing_and_its_clock_stops(home, manager):
    concern = take(home, manager, ConcernKind.NOTIFIABLE, event=NotifiableEvent.ABSCONDING)
    clock = "notifiable_event_24h"
    assert [each.clock for each in watch.running(today())].count(clock) == 1
    told = {"recipient": Recipient.PLACING, "sent_at": now(), "by": manager}
    actions.record_notice(concern, how=How.ORALLY, **told)
    (line,) = [each for each in watch.running(today()) if each.clock == clock]
    assert line.action == "Confirm it in writing"
    actions.record_notice(concern, how=How.IN_WRITING, **told)
    assert not [each for each in watch.running(today()) if each.clock == clock]


def test_whom_the_council_tells_changes_from_a_day_and_not_before(home, manager):
    event = NotifiableEvent.ABSCONDING
    with clock_at(now() - 3 * DAY):
        before = take(home, manager, ConcernKind.NOTIFIABLE, event=event)
    actions.set_recipients(
        event,
        told={Recipient.PLACING, Recipient.POLICE},
        why="Procedure 7, May",
        starts_on=today(),
        by=manager,
    )
    after = take(home, manager, ConcernKind.NOTIFIABLE, event=event)
    assert {each.recipient for each in queries.whole(before).owed} == {Recipient.PLACING}
    assert {each.recipient for each in queries.whole(after).owed} == {
        Recipient.PLACING,
        Recipient.POLICE,
    }
    actions.set_recipients(
        event, told={Recipient.PLACING}, why="Procedure 8", starts_on=today() + DAY, by=manager
    )
    assert queries.recipients_on(event, today() + DAY) == {Recipient.PLACING}
    assert queries.recipients_on(event, today()) == {Recipient.PLACING, Recipient.POLICE}


# --------------------------------------------------------------------------------- pages, keeping


def test_taken_on_the_page_as_it_is_told(home, signed_in):
    browser = signed_in(Role.SOCIAL_WORKER)
    ref = home.ref
    answer = browser.post_form(
        f"/households/{ref}/concern",
        kind="allegation",
        on="today",
        at="00:01",
        source="school_or_nursery",
        says=SAID,
        safety="safe_where_they_are",
        safety_words="Seen.",
    )
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"])
    assert SAID in page.text
    assert "It is not referred, nor decided that not." in page.text


def test_what_is_not_answered_is_asked_for_and_nothing_is_lost(home, signed_in):
    browser = signed_in(Role.SOCIAL_WORKER)
    answer = browser.post_form(
        f"/households/{home.ref}/concern", kind="notifiable_event", on="today", at="0:01", says=SAID
    )
    assert answer.status_code == 422
    assert SAID in answer.text
    assert "How it stands with the children now" in answer.text


def test_an_allegation_keeps_the_record_until_retirement_age(home, manager):
    person = standing_of(home.id).approvals[0].person
    concern = take(home, manager, about=[person])
    case = retention.case(f"household:{home.id}", today())

    def says():
        return " ".join(each.says for each in retention.judged(case, today()).stops)

    assert "not concluded" in says()
    step(concern, StepKind.NOT_REFERRED, manager)
    step(concern, StepKind.OUTCOME, manager, outcome=Outcome.FALSE)
    until = person.born.replace(year=person.born.year + 68)
    assert f"kept until {until:%d/%m/%Y}" in says()
    actions.set_aside(concern, by=manager)
    assert "allegation" not in says().lower()


def test_the_list_asks_no_more_of_many_than_of_few(home, manager, counted):
    take(home, manager)
    queries.listed(manager)
    with counted() as few:
        queries.listed(manager)
    for _ in range(9):
        step(take(home, manager), StepKind.REFERRED, manager)
    queries.listed(manager)
    with counted() as many:
        assert len(queries.listed(manager)) == 10
    assert many.number == few.number
