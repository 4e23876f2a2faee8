"""No page or act that decides here gives an approval that is not decided as the law has it.

Tried for every role: without the panel where it must have spoken, and by somebody who sat. What is
recorded as decided elsewhere is kept, and listed as lacking it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.models import Assessment
from app.assessments.rules import Outcome as Assessed
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel.actions import deciding, determining
from app.panel.kinds import Outcome
from app.panel.models import ApprovalDecision, Determination, MatchDecision
from app.panel.queries.lacking import approvals_lacking
from app.people.queries import home_of
from app.permanence import actions as permanence
from app.register.deciding import ApplicantKind, StepKind
from app.register.models import Approval
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import (
    agendas,
    applied,
    called,
    come,
    final,
    led_panel,
    listed,
    met_today,
    says,
    taken,
)

DAY = timedelta(days=1)
TERMS = {"overall": "2", "min_age": "0", "max_age": "17", "reasons": "So."}
OTHERS = {"kind": "approved_on_other_terms", "asked_for": "Three.", "departs": "So."}


def assessment_of(home) -> Assessment:
    return record.session.scalars(
        select(Assessment).where(Assessment.household_id == home.id)
    ).one()


def rows(kind) -> int:
    return record.session.scalar(select(func.count()).select_from(kind)) or 0


def nothing_decided() -> bool:
    return not any(map(rows, (Approval, ApprovalDecision, Determination, MatchDecision)))


def send_all(browser, home) -> None:
    """Everything that decides on an application, sent as its page would send it."""
    at = f"/panel/decisions/{assessment_of(home).ref}"
    more = {"departs": "So.", "without_minutes": "So."}
    browser.post_form(f"{at}/decide", **TERMS | more)
    browser.post_form(f"{at}/decide", **TERMS | more | {"other_terms": "y"})
    browser.post_form(f"{at}/determine", **TERMS | OTHERS | more)
    browser.post_form(f"{at}/determine", kind="not_approved", reasons="So.", **more)
    browser.post_form(f"{at}/final", reasons="So.", departs="So.")


@pytest.mark.parametrize("only", ["approving", "refusing"])
def test_what_is_sent_decides_where_all_is_as_it_must_be(five, signed_in, only, monkeypatch):
    """So that what follows can fail: the same forms, by the decision maker, after the panel."""
    met, home = met_today(five), applied()
    says(taken(met, home.name))
    final(met, five[0])
    browser = signed_in(Role.DECISION_MAKER)
    if only == "refusing":
        monkeypatch.setitem(TERMS, "overall", "")
    send_all(browser, home)
    assert rows(ApprovalDecision) == (only == "approving")
    assert rows(Determination) == (only == "refusing")


def test_no_page_decides_on_an_application_of_which_no_panel_has_spoken(five, signed_in):
    home = applied()
    assessments.finish(assessment_of(home), outcome=Assessed.RECOMMENDED, on=today(), by=SOMEBODY)
    for role in Role:
        send_all(signed_in(role), home)
        assert nothing_decided(), role


def test_no_page_decides_by_somebody_who_sat_whatever_else_they_are(five, signed_in):
    met, home = met_today(five), applied()
    says(taken(met, home.name))
    final(met, five[0])
    for role in Role:
        browser = signed_in(role)
        deciding.link_user(five[3], user_id=browser.user.id, by=SOMEBODY)
        send_all(browser, home)
        assert nothing_decided(), role


def test_no_page_decides_a_match_without_the_panel_or_by_somebody_who_sat(five, signed_in):
    match = permanence.record_match(
        make.child(),
        household=make.household("The Matched", approved=False),
        long_term=True,
        decided_on=today(),
        decided_by="A. Manager",
        why="So.",
        by=SOMEBODY,
    )
    browsers = {role: signed_in(role) for role in Role}
    told = {"decision": "yes", "reasons": "So.", "departs": "So.", "without_minutes": "So."}
    for role, browser in browsers.items():
        browser.post_form(f"/panel/matches/{match.ref}/decide", **told)
        assert nothing_decided(), role
    met = met_today(five)
    says(taken(met, "The Matched"))
    for role, browser in browsers.items():
        deciding.link_user(five[4], user_id=browser.user.id, by=SOMEBODY)
        browser.post_form(f"/panel/matches/{match.ref}/decide", **told)
        assert nothing_decided(), role


def test_whoever_sat_when_it_was_deferred_does_not_decide_what_others_heard_later(five):
    """Sat at the first meeting, which deferred it; the second, without them, recommended it."""
    home, by = applied(), make.user(Role.DECISION_MAKER)
    with clock_at(today() - 20 * DAY):
        sixth = listed("Sixth")
        first = met_today([*five[:4], sixth])
        says(taken(first, home.name), Outcome.DEFERRED)
    deciding.link_user(sixth, user_id=by.id, by=SOMEBODY)
    (second,) = called(led_panel(chair=five[0], vice=five[1], name="Second panel"), 0)
    come(second, *five)
    agendas.take_attendance(second, came=five, by=SOMEBODY)
    says(taken(second, home.name))
    final(second, five[0])
    with pytest.raises(RuleBroken, match="You sat on the panel"):
        deciding.approve_applicants(
            assessment_of(home), overall=1, criteria=[make.line(1)], reasons="So.", by=by
        )
    with pytest.raises(RuleBroken, match="You sat on the panel"):
        determining.determine(
            assessment_of(home),
            kind=ApplicantKind.NOT_APPROVED,
            reasons="So.",
            departs="So.",
            by=by,
        )
    assert nothing_decided()


def test_what_is_recorded_as_approved_elsewhere_is_kept_and_listed_as_lacking(five, signed_in):
    home = applied()
    person = home_of(home.id, today()).carers[0]
    last = Role.TEAM_MANAGER  # who alone records what was decided elsewhere
    for role in sorted(Role, key=lambda role: role is last):
        browser = signed_in(role)
        browser.post_form(f"/households/{home.ref}/approve", person=person.ref, starts_on="today")
        recorded = role is last
        assert rows(Approval) == int(recorded), role
        assert [each.household for each in approvals_lacking(today())] == [home.name] * recorded
        assert not any(map(rows, (ApprovalDecision, Determination)))


def test_item_8_the_panel_does_not_decide_and_whoever_does_says_why_it_is_otherwise(five):
    """statute.md section 9, item 8: from the final minutes, never by who sat, with reasons.

    The seven working days from the final minutes, over Christmas, are in `test_determining`'s and
    the register's tests of the same item; silence within the 28 days as well.
    """
    met, home = met_today(five), applied()
    says(taken(met, home.name), Outcome.NOT_RECOMMENDED)
    assert rows(Approval) == 0  # what the panel says decides nothing
    assert assessment_of(home).outcome is Assessed.NOT_RECOMMENDED
    maker = make.user(Role.DECISION_MAKER)
    told = {"overall": 1, "criteria": [make.line(1)], "reasons": "So.", "by": maker}
    with pytest.raises(RuleBroken) as refused:
        deciding.approve_applicants(assessment_of(home), **told)
    said = " ".join(each.says for each in refused.value.breaches)
    assert "Say why you decide otherwise" in said
    assert "The minutes are not final" in said
    final(met, five[0])
    sat = record.session.get_one(User, make.user(Role.DECISION_MAKER).id)
    deciding.link_user(five[2], user_id=sat.id, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="You sat on the panel"):
        deciding.approve_applicants(assessment_of(home), **told | {"by": sat, "departs": "So."})
    found = determining.determine(
        assessment_of(home), kind=ApplicantKind.NOT_APPROVED, reasons="So.", by=maker
    )
    determining.record_step(found, step=StepKind.NOTICE, on=today(), by=make.worker())
    with (
        clock_at(today() + 28 * DAY),
        pytest.raises(RuleBroken, match="Their silence before then is no agreement"),
    ):
        determining.decide_finally(found, reasons="So.", by=maker)
