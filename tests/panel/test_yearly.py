"""The panel's year: every number of how many it is, and with the rows that were counted."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments.grading import Theme
from app.assessments.models import Assessment
from app.core.db import db as record
from app.core.today import clock_at, today
from app.panel import report as reports
from app.panel.actions import agenda, deciding, determining, meetings
from app.panel.actions.feedback import give_feedback
from app.panel.kinds import Outcome, Told
from app.panel.queries.yearly import year
from app.panel.rules.yearly import Timely, timely, year_of
from app.people.models import Household
from app.register.deciding import ApplicantKind
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    come,
    final,
    five_who_make_a_quorum,
    led_panel,
    listed,
    opened_again,
)
from tests.panel.people import called as call
from tests.panel.people import says as said
from tests.panel.people import taken as take
from tests.told import told_once

DAY = timedelta(days=1)
HELD = today() - 40 * DAY
"""The day of the meeting that was held; the record is asked today."""


def assessment_of(name) -> Assessment:
    asked = select(Assessment).join(Assessment.household).where(Household.name == name)
    return record.session.scalars(asked).one()


@told_once
def five():
    with clock_at(HELD - 30 * DAY):
        return [*five_who_make_a_quorum(), listed("Cedar")]


@told_once
def panel(five):
    with clock_at(HELD - 20 * DAY):
        return led_panel(chair=five[0], vice=five[1])


@told_once
def heard(panel, five):
    """A meeting of six to which five came. The panel recommended one application, did not
    recommend another, and deferred a third; its minutes are approved."""
    with clock_at(HELD - 20 * DAY):
        homes = [applied(name) for name in ("The Firsts", "The Seconds", "The Thirds")]
        (meeting,) = call(panel, 20)
        come(meeting, *five)
        items = [take(meeting, home.name) for home in homes]
    with clock_at(HELD):
        agenda.take_attendance(meeting, came=five[:5], by=SOMEBODY)
        outcomes = (Outcome.RECOMMENDED, Outcome.NOT_RECOMMENDED, Outcome.DEFERRED)
        for item, outcome in zip(items, outcomes, strict=True):
            said(item, outcome)
        scores = {Theme.CHILD: 4, Theme.CLEAR: 2}
        author = make.worker("Ann Author")
        give_feedback(items[0], author=author, scores=scores, words="Plainer.", by=SOMEBODY)
    with clock_at(HELD + DAY):
        final(meeting, five[0])
    return meeting


@told_once
def held(heard):
    """Its papers were in time. The first is decided as the panel said, told by word of mouth and
    not in writing; the second otherwise, and too late."""
    with clock_at(HELD - 20 * DAY):
        by = make.user(Role.DECISION_MAKER, name="Dora Decider")
        agenda.send_papers(heard, on=today(), by=SOMEBODY)
    with clock_at(HELD + DAY):
        first = _approve("The Firsts", by)
        deciding.tell(first, how=Told.ORAL, on=today(), by=SOMEBODY)
    with clock_at(HELD + 20 * DAY):
        _approve("The Seconds", by, departs="The concern is answered since.")
    return heard


def _approve(name, by, **more):
    return deciding.approve_applicants(
        assessment_of(name),
        overall=1,
        criteria=[make.line(1)],
        reasons="They listen to children.",
        by=by,
        **more,
    )


def numbers(since=HELD - DAY, until=None):
    """Every number of the report by its key, or its words where it has none."""
    found = reports.report(since, until or today())
    return {each.key or each.says: each.told for _, each in reports.flat(found)}


# ------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 3, 31), date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), date(2027, 4, 1), date(2028, 3, 31)),
    ],
)
def test_a_year_is_april_to_march(day, first, last):
    assert year_of(day) == (first, last)


def test_what_is_not_done_is_late_only_once_its_last_day_is_over():
    last = date(2026, 6, 10)
    assert timely(last, last, last) is Timely.IN_TIME
    assert timely(last + DAY, last, last + DAY) is Timely.LATE
    assert timely(None, last, last) is Timely.WAITS
    assert timely(None, last, last + DAY) is Timely.LATE


# ----------------------------------------------------------------------------------------- numbers


def test_meetings_are_counted_by_what_the_record_knows_of_them(panel, held):
    with clock_at(HELD + DAY):
        off, silent = call(panel, 1, 2)
        meetings.call_off(off, because="Snow.", by=SOMEBODY)
    call(panel, 30)
    found = numbers(until=today() + 60 * DAY)
    assert [found[key] for key in ("held", "called-off", "unrecorded", "to-come")] == ["1 of 4"] * 4
    report = reports.report(HELD, today())
    assert [each.says for each in report.rows_of("called-off").rows] == ["Snow."]
    assert [each.ref for each in report.rows_of("unrecorded").rows] == [silent.ref]
    assert found["out-of-turn"] == "0 of 1"


def test_items_are_counted_by_kind_and_by_what_the_panel_said(held):
    found = numbers()
    assert found["kind-approval"] == "3 of 3"
    said = ("recommended", "not_recommended", "deferred", "noted")
    assert [found[f"said-{each}"] for each in said] == ["1 of 3", "1 of 3", "1 of 3", "0 of 3"]
    assert found["said-nothing"] == "0 of 3"


def test_a_decision_otherwise_than_recommended_is_named_with_why(held):
    found = reports.report(HELD, HELD)
    assert found.rows_of("as-said").told == "1 of 2"
    assert found.rows_of("otherwise").told == "1 of 2"
    (departure,) = found.departures
    assert (departure.about, departure.what) == ("The Seconds", "Approval")
    assert "The concern is answered since." in departure.says
    (deferred,) = found.deferred
    assert (deferred.about, deferred.says) == ("The Thirds", "They listen to children.")


def test_what_is_proposed_to_applicants_instead_is_their_decision_after_the_panel(heard):
    with clock_at(HELD + 2 * DAY):
        by = make.user(Role.DECISION_MAKER, name="Dora Decider")
        determining.determine(
            assessment_of("The Seconds"),
            kind=ApplicantKind.NOT_APPROVED,
            reasons="As the panel says.",
            by=by,
        )
    found = numbers()
    assert (found["as-said"], found["otherwise"]) == ("1 of 1", "0 of 1")
    assert (found["decision"], found["decision-late"]) == ("1 of 2", "1 of 2")
    assert found["written"] == "0 of 0"  # they are told of the final decision, which is to come


def test_time_is_judged_of_what_was_done_or_is_overdue_and_of_nothing_else(held):
    found = numbers()
    assert found["papers"] == "1 of 1"
    assert found["minutes"] == "1 of 1"
    assert (found["decision"], found["decision-late"]) == ("1 of 2", "1 of 2")
    assert (found["oral"], found["oral-late"]) == ("1 of 2", "1 of 2")
    assert (found["written"], found["written-late"]) == ("0 of 2", "2 of 2")


def test_what_is_neither_done_nor_overdue_is_counted_in_neither_number(heard):
    keys = ("decision", "decision-late", "written", "written-late")
    with clock_at(HELD + 2 * DAY):
        assert [numbers()[each] for each in keys] == ["0 of 0"] * 4
    assert [numbers()[each] for each in keys] == ["0 of 2", "2 of 2", "0 of 0", "0 of 0"]


def test_papers_never_recorded_as_sent_were_not_in_time(heard):
    found = reports.report(HELD, HELD)
    assert found.rows_of("papers").told == "0 of 1"
    assert "Not recorded" in found.rows_of("papers-late").rows[0].says


def test_quorum_that_hung_on_one_of_those_there_is_counted_as_nearly_lost(held, five):
    found = numbers()
    keys = ("quorum-safe", "quorum-close", "quorum-lost")
    assert [found[each] for each in keys] == ["0 of 3", "3 of 3", "0 of 3"]
    with clock_at(HELD):
        opened_again(held)
        agenda.take_attendance(held, came=five, by=SOMEBODY)
    found = reports.report(HELD, HELD)
    assert [found.rows_of(each).told for each in keys] == ["0 of 3", "3 of 3", "0 of 3"]
    assert found.rows_of("quorum-close").rows[0].says == "Not without Jean Worker"


def test_attendance_is_of_the_meetings_held_to_which_somebody_was_asked(held, panel, five):
    call(panel, 10)
    attended = {each.name: (each.came, each.asked) for each in year(HELD, today()).attended}
    assert attended == {
        **{f"Jean {name}": (1, 1) for name in ("Ash", "Birch", "Chair", "Vice", "Worker")},
        "Jean Cedar": (0, 1),
    }


def test_quality_is_told_by_theme_with_how_many_reports_it_is_of(held):
    found = {each.says: (each.n, each.more) for _, each in reports.flat(reports.report(HELD, HELD))}
    assert found[Theme.CHILD.words()] == (1, "4.0")
    assert found[Theme.CLEAR.words()] == (1, "2.0")
    assert found[Theme.ANALYSIS.words()] == (0, "Not scored")


def test_what_comes_is_told_as_it_stands_today(held, panel):
    make.household("The Comers", since=today() - 340 * DAY)
    call(panel, 20)
    found = numbers()
    assert found["First review"] == "1 of 2"
    assert found["No meeting in time"] == "0 of 2"


def test_a_year_is_asked_about_in_as_many_questions_however_many_meetings_it_had(
    held, panel, counted
):
    days = (HELD - 60 * DAY, today() + 90 * DAY)
    year(*days)  # what is kept for the session is read once
    with counted() as few:
        year(*days)
    call(panel, *range(10, 80, 7))
    year(*days)
    with counted() as many:
        year(*days)
    assert many.number == few.number <= 24


# ------------------------------------------------------------------------------------------- pages


def test_each_number_opens_to_its_rows_and_all_of_it_goes_into_a_file(held, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    asked = f"/panel/year?since={HELD:%Y-%m-%d}&until={today():%Y-%m-%d}"
    page = adviser.get(asked).text
    assert "Decided otherwise than recommended" in page
    assert "show=otherwise" in page
    rows = adviser.get(f"{asked}&show=otherwise").text
    assert "The Seconds" in rows
    assert "The Firsts" not in rows
    assert "The Seconds" in adviser.get(f"{asked}&show=otherwise&format=csv").text
    whole = adviser.get(f"{asked}&format=csv").text
    assert "Recommendations and decisions,Decided otherwise,1,2" in whole
    assert adviser.get(f"{asked}&show=nothing").status_code == 404
    assert adviser.get("/panel/year?since=31/03/2026&until=01/04/2025").status_code == 400
    assert adviser.get("/panel/year?since=tuesday-ish").status_code == 400
    wrong = adviser.get("/panel/year?since=tuesday-ish&until=1/4/2026").text
    assert "“tuesday-ish” is not a date" in wrong
    assert 'value="tuesday-ish"' in wrong
    assert 'value="01/04/2026"' in wrong
    backwards = adviser.get("/panel/year?since=31/03/2026&until=01/04/2025").text
    assert "Give 31/03/2026 or a later day" in backwards
    assert 'value="01/04/2025"' in backwards
    assert adviser.get("/panel/year/document?since=tuesday-ish").status_code == 400


def test_the_report_is_a_document_with_the_same_numbers(held, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    asked = f"since={HELD:%Y-%m-%d}&until={today():%Y-%m-%d}"
    answer = adviser.get(f"/panel/year/document?{asked}")
    document = docx.Document(io.BytesIO(answer.data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    at = cells.index("Decided otherwise")
    assert cells[at + 1] == "1 of 2"
    assert "The concern is answered since." in "\n".join(p.text for p in document.paragraphs)
    assert adviser.get(f"/panel/year/document?{asked}&kind=pdf").data.startswith(b"%PDF")


def test_an_empty_year_says_nothing_that_it_does_not_know(db, signed_in):
    page = signed_in(Role.PANEL_ADVISER).get("/panel/year").text
    assert "The year before" in page
    assert "0 of 0" in page
