"""How long an enquiry is kept, and what its destruction reaches."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.core.today import clock_at, today
from app.recruitment import queries
from app.recruitment.actions import enquiries as actions
from app.recruitment.kinds import Because, EndedBy
from app.recruitment.models import Enquiry, InitialVisit
from app.retention import queries as retention
from app.statute.recruitment import RETENTION_ENQUIRY
from tests.builders import SOMEBODY
from tests.recruitment.people import applied, rang, visited
from tests.retention.ended import destroyed

LONG_AGO = timedelta(days=900)


def ended(enquiry):
    told = {"by_whom": EndedBy.SERVICE, "because": Because.NO_ROOM}
    actions.end_case(enquiry, on=today(), words="Markerword.", by=SOMEBODY, **told)


def test_an_enquiry_is_kept_two_years_from_its_end_and_as_long_as_it_is_under_way(db):
    open_one, over = rang(today() - LONG_AGO), rang(today() - LONG_AGO)
    with clock_at(today() - LONG_AGO):
        ended(over)
    cases = {each.about: each for each in retention.enquiries(today())}
    assert cases[f"enquiry:{open_one.id}"].keep_until is None
    last = RETENTION_ENQUIRY.last_day(today() - LONG_AGO)
    assert cases[f"enquiry:{over.id}"].keep_until == last
    assert f"enquiry:{over.id}" in {each.about for each in retention.reached(today())}


def test_whoever_became_a_household_goes_with_it_and_not_before(db):
    enquiry = rang()
    home = applied(enquiry).household_id
    assert retention.enquiries(today()) == []
    (case,) = retention.households(today(), home)
    judged = retention.judged(case, today())
    assert f"enquiry:{enquiry.id}" in judged.reach.subjects


def test_destroyed_it_names_nobody_and_still_counts(db):
    with clock_at(today() - LONG_AGO):
        enquiry = rang(given="Markername", family="Markername", note="Markerword", phone="1")
        visited(enquiry)
        ended(enquiry)
    destroyed(f"enquiry:{enquiry.id}")
    row = db.session.get(Enquiry, enquiry.id)
    assert (row.given_name, row.family_name, row.phone, row.note, row.ending) == ("",) * 5
    assert row.name == "Record destroyed"
    (visit,) = db.session.scalars(select(InitialVisit)).all()
    assert visit.words == ""
    (case,) = queries.cases(today())
    assert not case.is_open
    assert case.course.visited_on is not None
    assert retention.enquiries(today()) == []
