"""One answer: differently worded questions give the same children, and totals add up."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.today import today
from app.oversight import present, standing
from app.oversight.rules import Verdict
from tests.oversight.histories import world
from tests.oversight.into_the_record import as_known, write

LONG = timedelta(days=200)


@pytest.fixture
def county(db):
    """Forty invented children about today."""
    for seed in range(400, 412):
        made = world(seed)
        moved = today() - made["day"]
        write(_about_today(as_known(made, seed)[0], moved))


def _about_today(fact, by):
    """The same history, so many days later."""
    from datetime import date

    if isinstance(fact, dict):
        return {name: _about_today(value, by) for name, value in fact.items()}
    if isinstance(fact, list | tuple):
        return [_about_today(value, by) for value in fact]
    if type(fact) is date:
        return fact + by
    return fact


def unregistered_or_unapproved():
    """The inspectors' question, asked of the ledger."""
    return {
        each.child_ref
        for each in standing.ledger(today())
        if each.is_looked_after and each.verdict is Verdict.NOT_LAWFUL
    }


def test_three_differently_worded_questions_give_the_same_children(county, signed_in):
    """Which children live in unregistered homes or with unapproved carers?"""
    told = unregistered_or_unapproved()
    assert len(told) > 5
    browser = signed_in(Role.SERVICE_MANAGER)

    page = browser.get("/where-every-child-is?verdict=not_lawful").text
    assert set(re.findall(r"/children/(\w+)", page)) == told

    listed = browser.get("/children?verdict=not_lawful").text
    assert (
        set(re.findall(r'scope="row" class="govuk-table__header"><a [^>]*/children/(\w+)', listed))
        == told
    )

    ours = [each.child_ref for each in standing.ledger(today()) if each.is_looked_after]
    others = [ref for ref in ours if ref not in told][:8]
    said = {
        ref
        for ref in [*sorted(told)[:8], *others]
        if 'govuk-tag--red">Not lawful' in browser.get(f"/children/{ref}").text
    }
    assert said == set(sorted(told)[:8])

    first = browser.get("/where-every-child-is").text
    assert int(re.search(r">(\d+) not lawful</a>", first)[1]) == len(told)

    sheet = browser.get("/where-every-child-is?verdict=not_lawful&format=csv").data.decode(
        "utf-8-sig"
    )
    assert len(list(csv.DictReader(io.StringIO(sheet)))) == len(told)


def test_every_set_of_counts_adds_up_to_the_children_looked_after(county):
    ledger = standing.ledger(today())
    counted = present.totals(ledger)
    assert counted.total == sum(each.is_looked_after for each in ledger) > 20
    assert sum(each.number for each in counted.bases) == counted.total
    assert sum(each.number for each in counted.verdicts) == counted.total
    assert sum(each.number for each in counted.not_lawful) == counted.of("not_lawful")
    assert sum(each.number for each in counted.not_proven) == counted.of("not_proven")


def test_every_count_opens_to_as_many_children(county):
    ledger = standing.ledger(today())
    counted = present.totals(ledger)
    for count in [
        *counted.bases,
        *counted.verdicts,
        *counted.not_lawful,
        *counted.not_proven,
        *counted.duties,
    ]:
        assert len(present.Asked.read(count.asks).of(ledger)) == count.number, count
    assert len(present.Asked.read({"whose": "others"}).of(ledger)) == counted.others
    assert len(present.Asked.read({"whose": "ended"}).of(ledger)) == counted.ended


def test_one_child_and_all_of_them_are_answered_alike(county):
    for each in standing.ledger(today()):
        assert standing.basis(each.child_id, today()) == each


def test_some_children_are_answered_as_among_all(county):
    ledger = standing.ledger(today())
    some = {each.child_id for each in ledger[::3]}
    assert standing.standings_of(some, today()) == [
        each for each in ledger if each.child_id in some
    ]
    assert standing.standings_of(set(), today()) == []
