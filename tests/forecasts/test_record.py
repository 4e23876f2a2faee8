"""The record as a forecast is told it, and published forecasts met by what came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children import queries as looked_after
from app.children.codes import Place, Rec
from app.core.errors import RuleBroken
from app.core.reader import Shut, reading_without
from app.core.today import clock_at, now, today
from app.forecasts import actions, kinds, long_work
from app.forecasts.queries import comparing, extract, kept, living, record, stating
from app.forecasts.rules import Homes
from app.money import actions as money
from app.money.kinds import AgeBand, Level, RateKind
from app.people import actions as people
from app.pictures import HIDDEN
from sufficiency.forecast.words import Living
from tests import builders as make
from tests.builders import SOMEBODY
from tests.forecasts import made
from tests.matching.asking import referral

DAY = timedelta(days=1)


def test_a_child_is_told_only_while_looked_after_and_a_home_only_if_it_takes_any_child(db):
    ours = make.household("The Doyles", places=3, terms=[make.line(3, (4, 11))])
    agency = make.household("The Agencys", provider=make.agency())
    kin = make.household("The Kins", places=1, terms=[make.line(1)])
    stays, moves, left = make.child(age=8), make.child(age=9), make.child(age=10)
    make.placed(stays, ours)
    make.placed(moves, agency, since=today() - 60 * DAY, until=today() - 20 * DAY, place=Place.U6)
    make.placed(moves, ours, since=today() - 20 * DAY)
    make.placed(left, agency, since=today() - 300 * DAY)
    status = looked_after.legal_statuses_of(left.id)[0]
    children.end_legal_status(status, on=today() - 5 * DAY, because=Rec.E4A, by=SOMEBODY)
    away = make.child(age=7, status=None)
    make.placed(away, agency)
    given = record.inputs(today())
    told = {}
    for each in given.episodes:
        told.setdefault(each.child, []).append((each.starts, each.ends, each.living))
    assert told == {
        str(stays.id): [(today() - 30 * DAY, None, Living.FOSTERED)],
        str(moves.id): [
            (today() - 60 * DAY, today() - 20 * DAY, Living.FOSTERED),
            (today() - 20 * DAY, None, Living.FOSTERED),
        ],
        str(left.id): [(today() - 300 * DAY, today() - 5 * DAY, Living.FOSTERED)],
    }
    spells = {each.household: (each.places, each.youngest, each.oldest) for each in given.carers}
    assert spells == {str(ours.id): (3, 4, 11), str(kin.id): (1, 0, 17)}
    assert given.usable == pytest.approx(2 / 4)
    with reading_without(Shut(children=frozenset({stays.id}))):
        assert record.inputs(today()).digest == given.digest, "a forecast is of everybody"
        assert len(living.lives(today())) == 1, "a page leaves out whom its reader knows"


def test_a_published_forecast_is_scored_on_every_day_that_has_come_and_stays_as_it_was(db):
    by = make.user(Role.COMMISSIONER)
    then = today() - 400 * DAY
    with clock_at(now() - 400 * DAY):
        old = made.forecast(by, then, published="The budget")
        made.forecast(by, then)
    for number in range(3):
        make.placed(make.child(age=8), make.household(f"The {number}s"))
    rows = kept.scores(today())
    days = {date.fromisoformat(old.answer["days"][month]) for month in (6, 12)}
    assert {(each.ref, each.day) for each in rows} == {(old.ref, day) for day in days}
    assert {each.series for each in rows} == {each.key for each in kinds.OF_CHILDREN}
    last = {each.series: each for each in rows if each.day == max(days)}
    due = {each.day: each for each in rows}
    assert len(due) == 2
    assert last["all"].met.came == 3 * (max(days) >= today() - 30 * DAY)
    with pytest.raises(RuleBroken, match="published already"):
        actions.publish(old, published_for="Again", by=by)


def test_a_record_without_a_past_is_not_foretold_and_says_why(db):
    asked = actions.ask_for_forecast(futures=80, by=SOMEBODY)
    long_work.draw(asked, by=SOMEBODY)
    assert "no episodes" in asked.answer["cannot"]
    make.placed(make.child(age=8), make.household())
    again = actions.ask_for_forecast(futures=80, by=SOMEBODY)
    long_work.draw(again, by=SOMEBODY)
    assert "at least a year" in again.answer["cannot"]
    assert kept.last_forecast() is None
    with pytest.raises(RuleBroken, match="not drawn yet"):
        actions.publish(again, published_for="The budget", by=SOMEBODY)


# ------------------------------------------------------------------------------- what is lived


def rate(kind, pence, level=Level.ANY, band=AgeBand.ANY, source="The budget"):
    money.set_rate(
        kind=kind,
        band=band,
        level=level,
        pence=pence,
        starts_on=make.LONG_AGO,
        source=source,
        by=SOMEBODY,
    )


def test_a_plan_is_measured_on_the_children_of_today_and_costed_as_they_are_paid(db):
    make.postcodes()
    rate(RateKind.ALLOWANCE, 20_000, band=AgeBand.PRIMARY)
    rate(RateKind.OWN_HOME, 15_000)
    rate(RateKind.NEW_HOME, 900_000)
    far = make.household("The Fars", provider=make.agency(), postcode="HR1 2AB")
    people.set_fee(far, weekly_pounds=950, starts_on=make.LONG_AGO, by=SOMEBODY)
    one, two = make.child(age=8), make.child(age=9)
    make.siblings(one, two)
    for child, home in ((one, far), (two, make.household("The Ours", postcode="HR6 8AB"))):
        children.set_family_home(child, postcode="HR6 9UX", starts_on=make.LONG_AGO, by=SOMEBODY)
        make.placed(child, home)
    day = today()
    (family,) = [each for each in living.families(living.lives(day), day) if len(each) > 1]
    assert {each.child_id for each in family} == {one.id, two.id}
    lines = [Homes(1, 2, 0, 17, "HR6 9UX", day + 60 * DAY, siblings=True)]
    found = comparing.whom(lines, day)
    assert (found.apart, found.together, found.homes, found.places) == (2, 2, 1, 2)
    # 950 for one with the agency; for the other allowance and what goes beside, no level set.
    assert (found.moved, found.pays, found.would_pay) == (2, 95_000 + 35_000, 70_000)
    assert found.once == 900_000


# -------------------------------------------------------------------------------- the statement


def test_a_statement_is_approved_by_somebody_else_kept_as_it_stood_and_ages(db):
    by, other = make.user(Role.COMMISSIONER), make.user(Role.DIRECTOR, name="Dee Cole")
    for number in range(2):
        make.placed(make.child(age=8), make.household(f"The {number}s"))
    found = made.forecast(by, published="The statement")
    with pytest.raises(RuleBroken, match="Publish the forecast first"):
        made.statement(by, made.forecast(by))
    draft = made.statement(by, found)
    assert "Its approval" in stating.draft_of(draft).missing[0]
    review = today() + 300 * DAY
    with pytest.raises(RuleBroken, match="somebody else"):
        actions.approve_statement(draft, review_on=review, by=by)
    actions.approve_statement(draft, review_on=review, by=other)
    before = stating.document_of(draft)
    make.placed(make.child(age=3), make.household("The Laters"))
    with pytest.raises(RuleBroken, match="approved as it stands"):
        actions.write_statement(draft, doing="Otherwise", measures="", by=by)
    assert stating.document_of(draft) == before
    said = " ".join(
        [*before.facts, *(cell for part in before.parts for row in part.table for cell in row)]
    )
    assert f"seed {found.seed}" in said
    assert f"version {found.model}" in said
    assert HIDDEN in said.split(), "two children are too few to be told of"
    from app.forecasts import watch

    (line,) = watch.running(today())
    assert (line.due_on, line.worker_id) == (review, by.id)
    assert line.days_left(review + DAY) == -1


def test_the_regional_extract_counts_every_answer_and_tells_of_none_that_few_have(db):
    make.postcodes()
    for number in range(7):
        said = {0: "Yes", 1: "Not known"}.get(number, "No")
        referral(make.child(age=8), answers={"educationContinuity": said, "riskMissing": "Unheard"})
    rows = [(each.field, each.option, each.number) for each in extract.counted(today())]
    school = {option: number for field, option, number in rows if field == "educationContinuity"}
    # two that are hidden and come to two would each be one: so what hides them is hidden with them
    assert school == {"Yes": None, "No": None, "not answered": 0, "another answer": None}
    missing = {option: number for field, option, number in rows if field == "riskMissing"}
    assert missing["another answer"] == 7
