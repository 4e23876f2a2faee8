"""Who decides after the panel: named in advance, and the second only in the first one's place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel.actions import deciding, makers
from app.panel.kinds import MakerRank
from app.panel.queries import makers as queries
from app.panel.queries import not_their_turn
from app.register.deciding import DecisionKind
from app.register.queries import standing_of
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    final,
    five_who_make_a_quorum,
    listed,
    met_today,
    says,
    taken,
)
from tests.register import decided
from tests.told import told_once

DAY = timedelta(days=1)
LONG_AGO = timedelta(days=3000)


def holder(name):
    return make.user(Role.DECISION_MAKER, name=name)


def named(user, rank=MakerRank.FIRST, **more):
    told = {
        "social_worker": True,
        "senior": True,
        "experienced_since": today() - LONG_AGO,
        "starts_on": today(),
        "by": make.user(Role.TEAM_MANAGER),
    } | more
    return makers.name_maker(user, rank=rank, **told)


@told_once
def home():
    """An application that a panel recommended, with final minutes."""
    five = five_who_make_a_quorum()
    met = met_today(five)
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    return home


@told_once
def both(home):
    """The first decision maker and the second."""
    first, second = holder("Dora First"), holder("Dean Second")
    return named(first), named(second, MakerRank.SECOND)


def approved(home, by):
    (assessment,) = record.session.scalars(
        select(Assessment).where(Assessment.household_id == home.id)
    )
    return deciding.approve_applicants(
        assessment, overall=2, criteria=[make.line(2)], reasons="As the panel says.", by=by
    )


# ---------------------------------------------------------------------------------------- naming


def test_whoever_is_named_is_a_senior_social_worker_of_three_years_who_holds_the_role(db):
    with pytest.raises(RuleBroken) as refused:
        named(
            make.worker(),
            social_worker=False,
            senior=False,
            experienced_since=today() - 3 * 365 * DAY + 5 * DAY,
        )
    said = " ".join(each.says for each in refused.value.breaches)
    for words in (
        "Give them the role",
        "is a social worker",
        "senior person",
        "Three years of childcare experience",
    ):
        assert words in said
    assert all(each.cite.short for each in refused.value.breaches)
    assert queries.makers(today()) == []


def test_the_second_is_qualified_as_the_first_and_is_somebody_else(db):
    with pytest.raises(RuleBroken, match="Name the first"):
        named(holder("Dean"), MakerRank.SECOND)
    first = named(holder("Dora"))
    with pytest.raises(RuleBroken, match="two people"):
        named(first.user, MakerRank.SECOND)
    with pytest.raises(RuleBroken, match="is a social worker"):
        named(holder("Dan"), MakerRank.SECOND, social_worker=False)


def test_nobody_on_the_central_list_is_named_and_nobody_names_themselves(db):
    one = holder("Dora")
    with pytest.raises(RuleBroken, match="Nobody names themselves"):
        named(one, by=one)
    deciding.link_user(listed("Hall"), user_id=one.id, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="on the central list"):
        named(one)


def test_an_appointment_is_dated_and_the_next_one_takes_over_without_a_gap(db):
    with clock_at(today() - 40 * DAY):
        before = named(holder("Dora"))
    after = named(holder("Dana"))
    assert [each.user.name for each in queries.makers(today())] == ["Dana"]
    assert [each.user.name for each in queries.makers(today() - DAY)] == ["Dora"]
    assert before.ends_on == after.starts_on
    makers.end_maker(after, on=today() + DAY, by=SOMEBODY)
    assert queries.makers(today() + DAY) == []


# ------------------------------------------------------------------------------- whose turn it is


def test_until_anybody_is_named_whoever_holds_the_role_decides(home):
    assert approved(home, holder("Anybody"))


def test_once_somebody_is_named_nobody_else_decides_whatever_their_role(home, both):
    with pytest.raises(RuleBroken, match="You are not named"):
        approved(home, holder("Anybody"))
    assert list(standing_of(home.id).approvals) == []
    approved(home, both[0].user)


def test_the_second_decides_only_while_the_first_is_away(home, both):
    first, second = both
    with pytest.raises(RuleBroken, match="Dora First is there"):
        approved(home, second.user)
    makers.go_away(first, starts_on=today(), back_on=today() + 9 * DAY, why="Leave.", by=SOMEBODY)
    with pytest.raises(RuleBroken, match="You are recorded as away"):
        approved(home, first.user)
    with clock_at(today() + 9 * DAY), pytest.raises(RuleBroken, match="Dora First is there"):
        approved(home, second.user)
    approved(home, second.user)


def test_a_conflict_in_one_household_is_for_that_household_alone(home, both):
    first, second = both
    makers.declare_conflict(first, household_id=home.id, why="A cousin.", by=first.user)
    assert queries.named(second.user, today(), home.id).first_free == ""
    assert queries.named(second.user, today(), home.id + 1).first_free == "Dora First"
    with pytest.raises(RuleBroken, match="having a conflict"):
        approved(home, first.user)
    approved(home, second.user)


def test_where_the_first_sat_on_it_or_left_the_second_decides(db):
    first, second = holder("Dora First"), holder("Dean Second")
    named(first)
    named(second, MakerRank.SECOND)
    five = five_who_make_a_quorum()
    deciding.link_user(five[3], user_id=first.id, by=SOMEBODY)
    met = met_today(five)
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    with pytest.raises(RuleBroken, match="You sat on the panel"):
        approved(home, first)
    approved(home, second)


def test_what_was_away_and_is_over_is_over(home, both):
    first, second = both
    away = makers.go_away(first, starts_on=today(), why="Ill.", by=SOMEBODY)
    assert [each.id for each in queries.aways(today())] == [away.id]
    makers.come_back(away, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Dora First is there"):
        approved(home, second.user)
    with pytest.raises(RuleBroken, match="Say why"):
        makers.go_away(first, starts_on=today(), why=" ", by=SOMEBODY)


def test_what_the_register_decides_about_carers_is_the_named_ones_too(home, both):
    _, second = both
    carers = make.household("The Carers")
    made = decided.proposed(carers, DecisionKind.TERMINATION)
    why = not_their_turn(second.user, carers.id, f"decision:{made.id}")
    assert "Dora First is there" in why
    assert not_their_turn(make.user(Role.NOMINATED_OFFICER), carers.id, "") == ""
    with pytest.raises(RuleBroken, match="Dora First is there"):
        decided.deciding.determine(
            made, reasons="So.", own_case_of=(), not_their_turn=why, by=second.user
        )


# -------------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TEAM_MANAGER])
def test_who_decides_is_named_on_a_page(db, signed_in, role):
    one = holder("Dora First")
    browser = signed_in(role)
    assert "Nobody is named" in browser.get("/panel/decision-makers").text
    browser.post_form(
        "/panel/decision-makers/name",
        who=one.ref,
        rank="decision_maker",
        true=["social_worker", "senior"],
        experienced_since="1/1/2010",
        starts_on="today",
    )
    (maker,) = queries.makers(today())
    browser.post_form(f"/panel/decision-makers/{maker.ref}/away", starts_on="today", why="Leave.")
    shown = browser.get("/panel/decision-makers").text
    assert "Dora First" in shown
    assert "Further notice" in shown
    (away,) = queries.aways(today())
    browser.post_form(f"/panel/decision-makers/away/{away.ref}/end", on="today")
    browser.post_form(f"/panel/decision-makers/{maker.ref}/end", on="today")
    assert "Nobody is named" in browser.get("/panel/decision-makers").text


def test_a_conflict_is_declared_where_one_would_decide(home, signed_in):
    browser = signed_in(Role.DECISION_MAKER)
    named(record.session.get_one(User, browser.user.id))
    (assessment,) = record.session.scalars(
        select(Assessment).where(Assessment.household_id == home.id)
    )
    at = f"/panel/decisions/{assessment.ref}"
    assert "I have a conflict in this" in browser.get(at).text
    browser.post_form(f"{at}/conflict", reasons="A cousin.")
    shown = browser.get(at).text
    assert "having a conflict in this" in shown
    assert "Approve them" not in shown
    assert "A cousin." not in signed_in(Role.TEAM_MANAGER).get("/panel/decision-makers").text


def test_whoever_is_not_named_reads_why_on_the_page_of_a_proposal(db, signed_in):
    named(holder("Dora First"))
    made = decided.proposed(make.household("The Carers"), DecisionKind.TERMINATION)
    browser = signed_in(Role.DECISION_MAKER)
    assert "You are not named" in browser.get(f"/decisions/{made.ref}/decide").text
