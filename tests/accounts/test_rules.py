"""Which roles go together, who may grant them and for how long: every pair, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from app.accounts.roles import Role
from app.accounts.rules import a_year_after, grant_breaches, suspension_breaches

DAY = date(2026, 11, 23)

NEVER_TOGETHER = {
    # somebody who decides does not also assess (S11)
    frozenset({"decision_maker", "fostering_social_worker"}),
    frozenset({"nominated_officer", "fostering_social_worker"}),
    frozenset({"director_of_childrens_services", "fostering_social_worker"}),
    # an administrator sees no case (S12), an inspector changes none (S15): neither has another role
    *(frozenset({"administrator", role.value}) for role in Role if role != Role.ADMINISTRATOR),
    *(frozenset({"inspector", role.value}) for role in Role if role != Role.INSPECTOR),
}


def breaches(role, held=(), starts_on=DAY, ends_on=None, to_user_id=1, by_user_id=2):
    return grant_breaches(
        role=role,
        held=held,
        starts_on=starts_on,
        ends_on=ends_on or starts_on + timedelta(days=200),
        to_user_id=to_user_id,
        by_user_id=by_user_id,
    )


def test_every_pair_of_roles_is_allowed_or_refused_as_the_list_says_whichever_comes_first():
    for one, other in combinations(Role, 2):
        refused = frozenset({one.value, other.value}) in NEVER_TOGETHER
        assert bool(breaches(one, {other})) is refused, (one, other)
        assert bool(breaches(other, {one})) is refused, (other, one)


def test_every_role_alone_is_allowed():
    for role in Role:
        assert breaches(role) == []


def test_one_person_may_be_nominated_officer_and_decision_maker():
    assert breaches(Role.NOMINATED_OFFICER, {Role.DECISION_MAKER}) == []


def test_nobody_grants_a_role_to_themselves():
    (breach,) = breaches(Role.TEAM_MANAGER, to_user_id=7, by_user_id=7)
    assert "nobody grants a role to themselves" in breach.says


def test_the_installation_may_grant_roles():
    assert breaches(Role.ADMINISTRATOR, by_user_id=None) == []


def test_a_role_is_not_granted_twice_at_once():
    assert len(breaches(Role.TEAM_MANAGER, {Role.TEAM_MANAGER})) == 1


@pytest.mark.parametrize(
    ("ends_on", "allowed"),
    [
        (date(2027, 11, 23), True),
        (date(2027, 11, 24), False),
        (date(2026, 11, 24), True),
        (date(2026, 11, 23), False),
        (date(2026, 11, 1), False),
    ],
)
def test_a_grant_ends_within_twelve_months(ends_on, allowed):
    assert (breaches(Role.TEAM_MANAGER, ends_on=ends_on) == []) is allowed


def test_a_year_after_29_february_is_28_february():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_every_reason_is_given_at_once_and_cites_its_rule():
    found = breaches(
        Role.SOCIAL_WORKER,
        {Role.DECISION_MAKER},
        ends_on=date(2029, 1, 1),
        by_user_id=1,
    )
    assert len(found) == 3
    assert all("access, S11" in breach.cite.short for breach in found)


def test_nobody_suspends_themselves():
    assert suspension_breaches(user_id=1, by_user_id=1)
    assert not suspension_breaches(user_id=1, by_user_id=2)
    assert not suspension_breaches(user_id=1, by_user_id=None)
