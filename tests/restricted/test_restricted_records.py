"""A restricted record is seen only by those who are named; whoever else opens it has an hour, a
reason, and somebody who judges it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.roles import Role
from app.children.models import Child
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.reader import reading_without
from app.core.today import clock_at, now, today
from app.people.models import Household
from app.restricted import actions, queries, watch
from app.restricted.kinds import Knows, OpenedFor, RestrictedFor
from app.restricted.models import BreakGlass, BreakGlassNotice
from tests import builders as make

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BY = make.SOMEBODY
WHY = "Her mother has just rung: he is at the door and knows where they live."


@pytest.fixture
def home(db):
    """A household with a child, that a newspaper looks for."""
    found = make.household("The Quills")
    make.placed(make.child(age=8), found)
    make.household("The Prices")
    return found


@pytest.fixture
def named(db):
    """The manager who is named."""
    return make.user(Role.TEAM_MANAGER, name="Tess Marlow")


@pytest.fixture
def restriction(home, named):
    """Only she sees it."""
    return restrict(named, household=home)


def restrict(*readers, by=BY, **whom):
    return actions.restrict(
        because=RestrictedFor.MEDIA,
        says="A newspaper looks for them.",
        readers=readers,
        by=by,
        **whom,
    )


def breaks(restriction, user, tell=()):
    return actions.break_glass(
        restriction, because=OpenedFor.CHILD_AT_RISK, says=WHY, tell=tell, by=user
    )


def seen_by(user):
    """The households, and the number of children, that a question about all gives this person."""
    with reading_without(queries.shut_to(user)):
        homes = record.session.scalars(select(Household.name).order_by(Household.name)).all()
        return homes, record.session.scalar(select(func.count()).select_from(Child))


# ---------------------------------------------------------------------------- who sees it


def test_only_those_who_are_named_see_it_and_whoever_restricted_it(home, named):
    manager, other = make.user(Role.SERVICE_MANAGER), make.worker()
    restrict(named, by=manager, household=home)
    for user in (named, manager):
        assert seen_by(user) == (["The Prices", "The Quills"], 1)
    assert seen_by(other) == (["The Prices"], 0)


def test_a_restriction_of_the_child_shuts_the_home_with_it(home, named):
    child = record.session.scalars(select(Child)).one()
    restrict(named, child=child)
    assert seen_by(make.worker()) == (["The Prices"], 0)


def test_whoever_restricts_names_somebody_else_and_says_why(home, named):
    with pytest.raises(RuleBroken, match="Name somebody else too"):
        restrict(named, by=named, household=home)
    with pytest.raises(RuleBroken, match="few words"):
        actions.restrict(
            because=RestrictedFor.OTHER, says=" ", readers=[named], household=home, by=BY
        )
    with pytest.raises(RuleBroken, match="Choose one"):
        restrict(named)
    restrict(named, household=home)
    with pytest.raises(RuleBroken, match="restricted already"):
        restrict(named, household=home)


def test_a_worker_proposes_and_whoever_may_restrict_decides(home, named, signed_in):
    worker = make.worker("Una Proposer")
    browser, address = signed_in(worker), f"/households/{home.ref}/propose-restriction"
    assert "Propose to restrict" in browser.get(f"/households/{home.ref}").text
    told = {"because": RestrictedFor.MEDIA.value, "says": "Markerpress is at the gate."}
    assert browser.post_form(address, **told).status_code == 303
    assert browser.post_form(address, **told).status_code == 422
    assert len(seen_by(make.worker())[0]) == 2, "until it is decided it is as open as it was"
    (clock,) = [each for each in watch.running(today()) if each.clock == "restriction_proposal"]
    assert clock.only_for == "restrict_records"
    (proposed,) = queries.proposals()
    manager = signed_in(named)
    assert "Markerpress" in manager.get("/restricted").text
    assert "Markerpress" in manager.get(f"/households/{home.ref}/restrict").text, "filled in"
    with pytest.raises(RuleBroken, match="Somebody else decides"):
        actions.decline(proposed, answer="No.", by=worker)
    decline = f"/restricted/proposals/{proposed.ref}/decline"
    assert manager.post_form(decline, answer="They moved.").status_code == 303
    assert (queries.proposals(), proposed.agreed) == ([], False)
    assert "stays open: They moved." in browser.get(address).text, "whoever proposed it reads why"
    with pytest.raises(RuleBroken, match="decided already"):
        actions.decline(proposed, answer="No.", by=named)
    again = actions.propose_restriction(
        because=RestrictedFor.MEDIA, says="They are back.", household=home, by=worker
    )
    restrict(named, person=make.person())
    assert queries.proposals() == [again], "of somebody else"
    restrict(named, by=make.user(Role.SERVICE_MANAGER), household=home)
    assert (again.agreed, queries.proposals()) == (True, [])
    with pytest.raises(RuleBroken, match="restricted already"):
        actions.propose_restriction(
            because=RestrictedFor.MEDIA, says="Once more.", household=home, by=worker
        )


def test_a_reader_is_named_and_ended_and_the_last_is_not(restriction):
    worker = make.worker()
    reader = actions.name_reader(restriction, user=worker, by=BY)
    assert len(seen_by(worker)[0]) == 2
    with pytest.raises(RuleBroken, match="already"):
        actions.name_reader(restriction, user=worker, by=BY)
    actions.end_reader(reader, by=BY)
    assert len(seen_by(worker)[0]) == 1
    (last,) = queries.readers_of([restriction.id], today())[restriction.id]
    with pytest.raises(RuleBroken, match="the last who may see it"):
        actions.end_reader(last, by=BY)


def test_two_people_lift_it(restriction, named):
    manager, other = make.user(Role.SERVICE_MANAGER), make.worker()
    with pytest.raises(RuleBroken, match="Nobody has proposed"):
        actions.lift(restriction, by=manager)
    actions.propose_lifting(restriction, why="The story is over.", by=manager)
    with pytest.raises(RuleBroken, match="Somebody else lifts it"):
        actions.lift(restriction, by=manager)
    assert len(seen_by(other)[0]) == 1
    actions.lift(restriction, by=named)
    assert len(seen_by(other)[0]) == 2
    with pytest.raises(RuleBroken, match="no longer"):
        actions.lift(restriction, by=named)


def test_what_nobody_looks_at_again_stays_restricted(home, named):
    with clock_at(now() - 200 * DAY):
        restriction = restrict(named, household=home)
    assert len(seen_by(make.worker())[0]) == 1
    (late,) = watch.running(today())
    assert late.due_on < today()
    assert "Quill" not in late.about
    actions.propose_lifting(restriction, why="It is over.", by=BY)
    actions.keep_restricted(restriction, by=named)
    assert watch.running(today())[0].due_on == today() + 90 * DAY
    with pytest.raises(RuleBroken, match="Nobody has proposed"):
        actions.lift(restriction, by=BY)


# --------------------------------------------------------------------- opened all the same


def test_whoever_opens_it_sees_it_for_sixty_minutes_and_not_a_moment_longer(restriction):
    worker, began = make.worker(), now()
    with clock_at(began):
        breaks(restriction, worker)
    for after, seen in ((0 * MINUTE, 2), (59 * MINUTE, 2), (60 * MINUTE, 1), (2 * DAY, 1)):
        with clock_at(began + after):
            assert len(seen_by(worker)[0]) == seen, after
            assert bool(queries.opened_now(worker)) == (seen == 2)
    with clock_at(began - MINUTE):
        assert len(seen_by(worker)[0]) == 1


def test_it_opens_to_nobody_else_and_nothing_else(restriction, named):
    other_home = make.household("The Wrens")
    restrict(named, household=other_home)
    worker, other = make.worker(), make.worker()
    breaks(restriction, worker)
    assert seen_by(worker)[0] == ["The Prices", "The Quills"]
    assert seen_by(other)[0] == ["The Prices"]


def test_whom_somebody_knows_opens_to_them_by_no_way(home, restriction):
    worker = make.worker()
    actions.record_conflict(worker, knows=Knows.RELATIVE, household=home, by=BY)
    assert queries.restriction_called("The Quills", worker) == []
    breaks(restriction, worker)
    actions.name_reader(restriction, user=worker, by=BY)
    assert seen_by(worker) == (["The Prices"], 0)
    assert queries.restricted_from(worker) == ()


def test_the_reason_is_said_in_words_that_can_be_judged(restriction):
    with pytest.raises(RuleBroken, match="30 characters"):
        actions.break_glass(
            restriction,
            because=OpenedFor.HOME_TONIGHT,
            says="urgent" + " " * 40 + "!",
            tell=(),
            by=make.worker(),
        )


def test_each_manager_is_told_at_once_but_for_whoever_opens_it(restriction, named):
    service = make.user(Role.SERVICE_MANAGER)
    opened = breaks(restriction, service, tell=[named, service, make.user(Role.SERVICE_MANAGER)])
    told = record.session.scalars(select(BreakGlassNotice.user_id)).all()
    assert len(told) == 2
    assert named.id in told
    assert service.id not in told
    assert [each.id for each in queries.unread(named)] == [opened.id]
    actions.read_notice(opened, by=named)
    assert queries.unread(named) == ()


def test_somebody_else_judges_it_once_and_until_then_it_is_counted(restriction, named):
    worker = make.worker()
    opened = breaks(restriction, worker)
    due = [each for each in watch.running(today()) if each.clock == "break_glass_review"]
    assert len(due) == 1
    with pytest.raises(RuleBroken, match="Somebody else looks"):
        actions.review_opening(opened, was_right=True, review="Mine.", by=worker)
    actions.review_opening(opened, was_right=False, review="It could wait.", by=named)
    assert not [each for each in watch.running(today()) if each.clock == "break_glass_review"]
    with pytest.raises(RuleBroken, match="already"):
        actions.review_opening(opened, was_right=True, review="No.", by=named)


def test_who_knows_another_family_still_judges_the_opening_of_this_one(home, restriction, named):
    other = make.household("The Wrens")
    opened = breaks(restriction, make.worker())
    actions.record_conflict(named, knows=Knows.FRIEND, household=other, by=BY)
    assert [each.id for each in queries.openings(named)] == [opened.id]
    actions.record_conflict(named, knows=Knows.FRIEND, household=home, by=BY)
    assert queries.openings(named) == []


# ------------------------------------------------------------------------------ on the pages


def test_a_worker_opens_it_by_name_the_manager_reads_who_and_why_and_judges_it(
    home, restriction, named, signed_in
):
    page, refs = (
        f"/households/{home.ref}",
        {"name": " the  quills ", "because": "child_may_be_at_risk"},
    )
    duty, keeps = signed_in(Role.PLACEMENT_OFFICER), signed_in(named)
    assert duty.get(page).status_code == 404
    assert "One restricted record is shut to you" in duty.get("/register").text
    wrong = duty.post_form("/restricted/open", **{**refs, "name": "The Wrens"}, says=WHY)
    assert "has this name or reference" in wrong.text
    short = duty.post_form("/restricted/open", **refs, says="Urgent.")
    assert "30 characters" in short.text
    assert record.session.scalar(select(func.count()).select_from(BreakGlass)) == 0
    answer = duty.post_form("/restricted/open", **refs, says=WHY)
    assert (answer.status_code, answer.location) == (303, page)
    assert "open to you" in duty.get(page).text
    assert "shut to you" not in duty.get("/register").text

    assert "A restricted record was opened" in keeps.get("/register").text
    read = re.search(r"/restricted/openings/\w+/read", keeps.get("/register").text)[0]
    assert keeps.post_form(read, _of="/restricted").status_code == 303
    told = keeps.get("/restricted").text
    assert WHY in told
    assert "The Quills" in told
    assert "A restricted record was opened" not in keeps.get("/register").text
    review = re.search(r"/restricted/openings/\w+/review", told)[0]
    judged = keeps.post_form(review, was_right="no", review="Somebody named was there.")
    assert judged.status_code == 303
    assert "Not right" in keeps.get("/restricted").text

    shut = re.search(r"/restricted/openings/\w+/shut", duty.get(page).text)[0]
    assert duty.post_form(shut, _of="/restricted/open").status_code == 303
    assert duty.get(page).status_code == 404


def test_a_manager_restricts_it_to_its_worker_who_is_ticked_and_to_another(db, signed_in):
    worker, other = make.worker("Ada Quint"), make.worker("Ben Rowse")
    found = make.household("The Quills", supervised_by=worker)
    worker_ref, other_ref, address = worker.ref, other.ref, f"/households/{found.ref}/restrict"
    manager = signed_in(Role.TEAM_MANAGER)
    offered = re.findall(r'<input[^>]*name="readers"[^>]*>', manager.get(address).text)
    assert [worker_ref in box for box in offered] == [True, *[False] * (len(offered) - 1)]
    assert [" checked" in box for box in offered] == [True, *[False] * (len(offered) - 1)]
    assert any(other_ref in box for box in offered)
    sent = manager.post_form(
        address,
        whom="household",
        because="attention_of_the_media",
        says="A newspaper looks for them.",
        readers=[worker_ref, other_ref],
    )
    assert sent.status_code == 303
    (made,) = queries.restrictions(today())
    names = [each.user.name for each in queries.readers_of([made.id], today())[made.id]]
    assert names == sorted(["Ada Quint", "Ben Rowse", manager.user.name])


def test_a_manager_who_is_not_named_judges_it_and_is_not_told_whose_it_was(
    home, restriction, signed_in
):
    breaks(restriction, make.worker())
    told = signed_in(Role.SERVICE_MANAGER).get("/restricted").text
    assert WHY in told
    assert "Quill" not in told


def test_the_password_is_asked_for_again_when_it_was_long_ago(home, restriction, signed_in):
    duty = signed_in(Role.PLACEMENT_OFFICER)
    with clock_at(now() + 15 * MINUTE):
        refused = duty.post_form(
            "/restricted/open",
            name="The Quills",
            because="child_may_be_at_risk",
            says=WHY,
            proof="not it",
        )
        assert "Enter your own password" in refused.text
        assert duty.get(f"/households/{home.ref}").status_code == 404
