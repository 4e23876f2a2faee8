"""One bed, and many people who place a child into it at the same moment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.checking import check_record
from app.audit.models import ActRecord, ChangeDraft
from app.children import actions as children
from app.children.models import Placement, Referral
from app.core.db import db
from app.core.models import FormSent
from app.core.today import today
from app.matching.models import PlacementDecision
from app.people.models import Household
from app.register.models import RoomClaim
from sufficiency.types import Kind
from tests import builders
from tests.serving import Answer, Server, Visitor, serving

ANSWERS = {
    "wishes": "To stay near school; asked today.",
    "parents_views": "Her mother agrees; asked today.",
    "why_this_home": "It is near school.",
    "do": "place",
}
PLACE, HOLD = "place", "hold"
FULL = re.compile(r"for 1 (in all|at once), and (there would be|this would make) 2\b")
"""What the losers are told: by the checks of a placement, or of a bed held."""


@dataclass
class Runner:
    """A placement officer with a referral of their own, and what they will do."""

    officer: User
    referral: str
    does: str


def race(app: Any, folder: Path, ways: Sequence[str]) -> None:
    """Each of these at once, one bed left: one gets it, the others are told why, nothing is
    left half-written. Ask inside an application context, on an empty record."""
    builders.postcodes()
    home = builders.household("The Lasts", places=1, bedrooms=1, postcode="HR6 8AB")
    runners = [_runner(number, does) for number, does in enumerate(ways)]
    with serving(app, folder) as server:
        answers = _all_at_once(server, home, runners)
        _exactly_one_got_it(runners, answers)
    db.session.rollback()
    _the_record_says_the_same(home, runners, answers)
    assert check_record(db.engine, server.anchor) == []


def _runner(number: int, does: str) -> Runner:
    officer = builders.user(Role.PLACEMENT_OFFICER, name=f"Officer {number}")
    child = builders.child(f"Child {number}")
    referral = children.open_referral([child], needed_on=today(), kind=Kind.SHORT_TERM, by=officer)
    return Runner(officer, referral.ref, does)


def _all_at_once(server: Server, home: Household, runners: list[Runner]) -> list[Answer]:
    """Everybody opens the form first; then all of them press the button together."""
    visitors = [server.visitor(runner.officer) for runner in runners]
    paths = [f"/find/{runner.referral}/{runner.does}/{home.ref}" for runner in runners]
    ready = Barrier(len(runners))
    db.session.rollback()

    def run(runner: Runner, visitor: Visitor, path: str, number: int) -> Answer:
        opened = visitor.open(path)
        ready.wait(timeout=300)
        assert opened.status == 200
        given = ANSWERS if runner.does == PLACE else {"until": "2"}
        return visitor.send(path, once=f"key of officer {number}", **given)

    with ThreadPoolExecutor(len(runners)) as many:
        return list(many.map(run, runners, visitors, paths, range(len(runners))))


def _exactly_one_got_it(runners: list[Runner], answers: list[Answer]) -> None:
    told = Counter(answer.status for answer in answers)
    odd = [answer.text[-1500:] for answer in answers if answer.status not in (303, 422)]
    assert told == {303: 1, 422: len(answers) - 1}, f"{told} {odd[:1]}"
    for runner, answer in zip(runners, answers, strict=True):
        if answer.status == 422:
            _is_told_why(runner, answer)


def _is_told_why(runner: Runner, answer: Answer) -> None:
    """The summary of what is wrong gives the reason, and the page below does not deny it."""
    summary = re.search(r'<div class="govuk-error-summary.*?</ul>', answer.text, re.S)
    assert summary, f"{runner.does}: nothing says why"
    assert FULL.search(summary[0]), f"{runner.does}: {summary[0]}"
    assert "all met" not in answer.text
    assert "Confirm the placement" not in answer.text


def _the_record_says_the_same(
    home: Household, runners: list[Runner], answers: list[Answer]
) -> None:
    """One placement and its decision, or one held bed; and nothing of anybody else's."""
    won = next(r for r, a in zip(runners, answers, strict=True) if a.status == 303)
    placed, held = (1, 0) if won.does == PLACE else (0, 1)
    placements = list(db.session.scalars(select(Placement)))
    decisions = list(db.session.scalars(select(PlacementDecision)))
    claims = list(db.session.scalars(select(RoomClaim)))
    assert (len(placements), len(decisions), len(claims)) == (placed, placed, held)
    referral = db.session.scalars(select(Referral).where(Referral.ref == won.referral)).one()
    for placement, decision in zip(placements, decisions, strict=True):
        assert placement.household_id == home.id
        assert placement.child_id == referral.children[0].id
        assert decision.placements == [placement.id]
        assert decision.referral_id == referral.id
        assert decision.confirmed_by_id == won.officer.id
    assert [claim.referral_id for claim in claims] == [referral.id] * held
    closed = select(Referral.ref).where(Referral.closed_on.is_not(None))
    assert list(db.session.scalars(closed)) == [won.referral] * placed
    assert _acts("Placed") == placed
    assert _acts("Held a bed") == held
    assert _how_many(FormSent) == 1
    assert _how_many(ChangeDraft) == 0


def _acts(says: str) -> int:
    found = db.session.scalar(
        select(func.count()).select_from(ActRecord).where(ActRecord.says == says)
    )
    return int(found or 0)


def _how_many(model: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)
