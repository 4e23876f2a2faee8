"""Whoever knows a family sees nothing of it, as if it were not on record; rules count it still."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.accounts.roles import Role
from app.children import actions as children
from app.children.models import Child, Placement
from app.core import reader
from app.core.db import Base, transaction
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.reader import Shut, reading_without
from app.core.today import clock_at, now, today
from app.people.models import Household, Member
from app.register import queries as register
from app.reminders.content import content_for
from app.restricted import actions, queries, watch
from app.restricted.kinds import Knows
from app.restricted.rules import Known, reached
from app.supervision.queries import worker_of
from tests import builders as make

DAY = timedelta(days=1)
BY = make.SOMEBODY


def knows(user, **whom):
    return actions.record_conflict(user, knows=Knows.FRIEND, by=BY, **whom)


@pytest.fixture
def family(db):
    """A household with a child, another household with another, and somebody who works here."""
    home, other = make.household("The Quills", supervised_by=make.worker("Ada Quint")), None
    child = make.child(age=8)
    make.placed(child, home)
    other = make.household("The Prices")
    elsewhere = make.child(age=9)
    make.placed(elsewhere, other)
    return home, child, other, elsewhere, make.user(Role.TEAM_MANAGER, name="Tess Marlow")


def seen_by(user):
    """The households and children that a question about all of them gives this person."""
    with reading_without(queries.shut_to(user)):
        homes = record.session.scalars(select(Household.name).order_by(Household.name)).all()
        return homes, set(record.session.scalars(select(Child.id)))


# ------------------------------------------------------------------------------- what is shut


def test_who_knows_the_household_sees_neither_it_nor_the_child_who_lives_there(family):
    home, child, _other, elsewhere, user = family
    before = seen_by(user)
    knows(user, household=home)
    assert before == (["The Prices", "The Quills"], {child.id, elsewhere.id})
    assert seen_by(user) == (["The Prices"], {elsewhere.id})


def test_who_knows_one_of_them_or_the_child_sees_no_more_than_who_knows_them_all(family):
    home, child, _other, elsewhere, user = family
    person = (
        record.session.scalars(select(Member).where(Member.household_id == home.id)).first().person
    )
    for whom in ({"person": person}, {"child": child}, {"person": child.person}):
        entry = knows(user, **whom)
        assert seen_by(user) == (["The Prices"], {elsewhere.id}), whom
        actions.end_conflict(entry, on=today(), why="Recorded to try it.", by=BY)
        assert len(seen_by(user)[0]) == 2


def test_a_child_who_has_left_is_seen_again_and_where_they_were_is_not(family):
    home, child, _other, _elsewhere, user = family
    placement = record.session.scalars(
        select(Placement).where(Placement.child_id == child.id)
    ).one()
    children.end_placement(placement, on=today(), by=BY)
    knows(user, household=home)
    assert child.id in seen_by(user)[1]
    with reading_without(queries.shut_to(user)):
        found = record.session.scalars(select(Placement).where(Placement.child_id == child.id))
        assert found.all() == []


def test_every_number_of_it_is_left_out_in_whatever_way_it_is_asked(family):
    home, _child, _other, _elsewhere, user = family
    knows(user, household=home)
    ways = {
        "rows": select(Household),
        "columns": select(Household.id, Household.name),
        "a count": select(func.count()).select_from(Household),
        "a count of a column": select(func.count(Household.id)),
        "joined": select(Member.id).join(Household, Household.id == Member.household_id),
        "inside another": select(Household.id).where(Household.id.in_(select(Member.household_id))),
        "under another name": select(aliased(Household).id),
        "united": select(Household.id).union(select(Member.household_id)),
        "of a question": select(
            select(Household.id).union_all(select(Household.id)).subquery().c.id
        ),
        "whether there is any": select(
            select(Household.id).where(Household.name == "The Quills").exists()
        ),
    }

    def told(asked):
        return sorted(map(str, record.session.execute(asked).all()))

    for way, asked in ways.items():
        everything = told(asked)
        with reading_without(queries.shut_to(user)):
            record.session.expire_all()
            less = told(asked)
        assert less != everything, way
        assert "Quills" not in str(less), way


def test_what_is_written_counts_every_child_and_every_bed(family):
    home, _child, _other, _elsewhere, user = family
    knows(user, household=home)
    what = queries.shut_to(user)
    with reading_without(what):
        assert reader.shut() == what
        with transaction():
            assert reader.shut() == Shut()
            assert record.session.scalar(select(func.count()).select_from(Household)) == 2


def test_a_home_where_a_child_lives_whom_one_knows_is_shut_and_not_shown_with_a_bed_more(family):
    _home, _child, other, elsewhere, user = family
    before = {each.id: each.places.left for each in register.household_entries(today())}
    knows(user, child=elsewhere)
    with reading_without(queries.shut_to(user)):
        shown = {each.id: each.places.left for each in register.household_entries(today())}
    assert other.id not in shown
    assert shown == {number: left for number, left in before.items() if number in shown}


def test_answers_kept_for_all_are_not_those_kept_for_whoever_is_shut_out(family):
    home, *_rest, user = family
    everything = register.household_entries(today())
    knows(user, household=home)
    with reading_without(queries.shut_to(user)):
        less = register.household_entries(today())
    again = register.household_entries(today())
    assert (len(everything), len(less), len(again)) == (2, 1, 2)


def test_whoever_else_knows_a_family_asks_in_the_words_of_the_first(family):
    home, child, other, elsewhere, _user = family
    one = Shut(frozenset({home.id}), frozenset({child.id}))
    two = Shut(frozenset({other.id}), frozenset({elsewhere.id}))
    kept = record.engine._compiled_cache

    def asked(what):
        with reading_without(what):
            return record.session.scalars(select(Household.id).order_by(Household.id)).all()

    assert asked(one) == [other.id]
    before = len(kept)
    assert asked(two) == [home.id]
    assert len(kept) == before


def test_every_table_that_refers_to_a_record_is_narrowed_with_it(db):
    """Nothing has to be listed: a table is shut by its own keys."""
    what = Shut(frozenset({1}), frozenset({1}), frozenset({1}))
    narrowed = {each.entity.local_table.name for each in reader._criteria(what)}
    for table in Base.metadata.sorted_tables:
        refers = {key.column.table.name for column in table.columns for key in column.foreign_keys}
        mapped = any(mapper.local_table is table for mapper in Base.registry.mappers)
        if mapped and (refers & set(reader.ROOTS) or table.name in reader.ROOTS):
            assert table.name in narrowed, table.name
    for by_what_it_belongs_to in ("concern_step", "exemption_child", "referral", "document"):
        assert by_what_it_belongs_to in narrowed
    assert not {"user_account", "course", "act", "panel", "postcode"} & narrowed


def test_what_is_reached_goes_round_and_comes_to_an_end():
    homes = {1: {10}, 2: {11}, 3: {12}}  # who lives where
    children = {10: {1, 2}, 11: {2}, 12: {3}}  # a child who stays in a second home

    def around(some):
        return Known(
            households=set().union(*(children.get(each, set()) for each in some.children)),
            children=set().union(*(homes.get(each, set()) for each in some.households)),
        )

    found = reached(Known(households={1}), around)
    assert (found.households, found.children) == ({1, 2}, {10, 11})


# --------------------------------------------------------------------------- who keeps it, and how


def test_nobody_records_looks_at_or_ends_their_own(family):
    home, *_rest, user = family
    with pytest.raises(RuleBroken, match="somebody else records it"):
        actions.record_conflict(user, knows=Knows.SELF, household=home, by=user)
    entry = knows(user, household=home)
    with pytest.raises(RuleBroken):
        actions.look_again(entry, by=user)
    with pytest.raises(RuleBroken):
        actions.end_conflict(entry, on=today(), why="It is over.", by=user)
    with pytest.raises(RuleBroken, match="Choose one"):
        actions.record_conflict(user, knows=Knows.SELF, by=BY)


def test_what_nobody_looks_at_again_stays_shut(family):
    home, *_rest, user = family
    with clock_at(now() - 200 * DAY):
        knows(user, household=home)
    (late,) = watch.running(today())
    assert late.due_on < today()
    assert seen_by(user)[0] == ["The Prices"]
    actions.look_again(record.session.merge(queries.conflicts(today())[0]), by=BY)
    assert watch.running(today())[0].due_on == today() + 90 * DAY


def test_somebody_says_whom_they_know_and_a_manager_finds_whose_record_that_is(family, signed_in):
    home, *_rest, user = family
    worker, ref = make.worker("Wyn Ashby"), home.ref
    said = signed_in(worker)
    answer = said.post_form(
        "/conflicts/declare", whom="Old Mrs Quill, next door", knows="neighbour"
    )
    assert answer.status_code == 303
    keeps = signed_in(user)
    page = keeps.get("/conflicts").text
    assert "Old Mrs Quill" in page
    settle = re.search(r"/conflicts/declarations/\w+/settle", page)[0]
    answer = keeps.post_form(
        f"/households/{ref}/conflict", user=said.user.ref, whom="household", knows="neighbour"
    )
    assert answer.status_code == 303
    assert keeps.post_form(settle, how="Recorded.").status_code == 303
    assert "not settled yet" not in keeps.get("/conflicts").text
    assert said.get(f"/households/{ref}").status_code == 404
    assert signed_in(Role.SOCIAL_WORKER).get(f"/households/{ref}").status_code == 200


def test_the_daily_digest_says_nothing_of_it(family):
    home, *_rest = family
    worker = record.session.get_one(User, worker_of([home.id], today())[home.id].id)
    before = content_for(worker, today())
    knows(worker, household=home)
    after = content_for(worker, today())
    assert before.overdue.count + before.due.count > 0
    assert after.is_empty
