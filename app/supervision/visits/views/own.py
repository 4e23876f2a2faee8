"""A worker's own visits: to come, due, made; miles; the calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import Response, abort, redirect, render_template, request, url_for

from app.accounts import drafts
from app.accounts.actions import hash_of_token
from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.audit.small_page import pressed
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.present import Shown
from app.core.reader import reading_without
from app.core.security import open_to_anyone, requires
from app.core.today import LONDON, today
from app.core.web import as_file
from app.restricted.queries import shut_to
from app.supervision import queries as supervision
from app.supervision.visits import actions, present, queries, rules
from app.supervision.visits.models import PlannedVisit, Visit
from app.supervision.visits.views.opening import bp, user

LATELY = timedelta(days=42)


def whose():
    """Whose visits are asked for: one's own, or for whoever allocates, another worker's."""
    asked = request.args.get("worker", "")
    if not asked or asked == user().ref:
        return user()
    if not user().may(May.ALLOCATE_WORKER):
        abort(404)
    found = next((each for each in _workers() if each.ref == asked), None)
    if found is None:
        abort(404)
    return found


def _workers():
    return supervision.workers_to_choose_from(today())


@dataclass(frozen=True, slots=True)
class Mine:
    """A household of one worker: when it was visited, and when it is due."""

    ref: str
    name: str
    last: date | None
    due: Sequence[present.DueSaid]
    planned: PlannedVisit | None

    @property
    def soonest(self) -> date:
        """The first day that something is due."""
        return min(each.due_on for each in self.due)


@bp.get("/visits")
@requires(May.EDIT_HOUSEHOLD)
def index():
    """My visits: planned, due by household, agreed and not done, made lately."""
    worker, day = whose(), today()
    own = supervision.households_of(worker.id, day)
    agreed = queries.open_actions_of_owner(worker.id, day)
    looked([f"household:{each.household_id}" for each in agreed], Kept.NARRATIVE, "my visits")
    return render_template(
        "supervision/visits/index.html",
        worker=worker,
        workers=_workers() if user().may(May.ALLOCATE_WORKER) else (),
        planned=queries.planned_to_come(worker_id=worker.id),
        mine=_mine(own, worker, day),
        agreed=agreed,
        lately=queries.visits_by(worker.id, day - LATELY, day),
        drafts=drafts.of_user() if worker.id == user().id else (),
        when_said=present.when_said,
    )


def _mine(own, worker, day):
    council = queries.weeks_set()
    planned = {
        each.household_id: each
        for each in reversed(queries.planned_to_come(household_ids=own, on_or_after=day))
    }
    found = [
        Mine(
            home.ref,
            home.name,
            home.so_far.last,
            present.due_said(rules.all_due(home.so_far, council), day),
            planned.get(home.household_id),
        )
        for home in queries.supervised(day)
        if home.household_id in own
    ]
    return sorted(found, key=lambda each: (each.soonest, each.name))


# ------------------------------------------------------------------------------------------ miles

MONTH = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")

MILEAGE: tuple[Shown[Visit], ...] = (
    Shown("Day", lambda row: row.visited_on),
    Shown("Time", lambda row: row.began_at),
    Shown("Household", lambda row: row.household.name),
    Shown("Miles", lambda row: row.miles, numeric=True),
)


@bp.get("/visits/mileage")
@requires(May.EDIT_HOUSEHOLD)
def mileage():
    """Miles of one month, a visit to a line, to claim for."""
    worker = whose()
    first = _month_asked()
    last = _next_month(first) - timedelta(days=1)
    rows = [each for each in queries.visits_by(worker.id, first, last) if each.miles]
    rows.reverse()
    stem = f"mileage-{first:%Y-%m}"
    return as_file(stem, f"{first:%B %Y}", MILEAGE, rows) or render_template(
        "supervision/visits/mileage.html",
        worker=worker,
        columns=MILEAGE,
        rows=rows,
        total=sum(each.miles for each in rows),
        month=first,
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=_next_month(first).strftime("%Y-%m") if _next_month(first) <= today() else "",
    )


def _month_asked():
    asked = request.args.get("month", "")
    if not asked:
        return today().replace(day=1)
    match = MONTH.match(asked)
    if match is None:
        abort(400, f"“{asked}” is not a month. Use one like 2026-11.")
    return date(int(match[1]), int(match[2]), 1)


def _next_month(first):
    return (first + timedelta(days=32)).replace(day=1)


# --------------------------------------------------------------------------------------- calendar


@bp.route("/visits/calendar", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def calendar():
    """A secret address of one's own planned visits, for a telephone's calendar."""
    form, address = HearthForm(), ""
    if form.validate_on_submit():
        made = carried_out(
            form,
            actions.make_calendar,
            user(),
            leads_to=lambda _: url_for("supervision.visits.calendar"),
        )
        if made is None or made.result is None:
            return redirect(url_for("supervision.visits.calendar"), 303)
        address = url_for("supervision.visits.feed", token=made.result, _external=True)
    return render_template(
        "supervision/visits/calendar.html",
        button=HearthForm(formdata=None),
        address=address,
        there=queries.calendar_of(user().id),
    )


@bp.post("/visits/calendar/withdraw")
@requires(May.EDIT_HOUSEHOLD)
def withdraw_calendar():
    """The address opens nothing any more."""
    found, there = queries.calendar_of(user().id), url_for("supervision.visits.calendar")
    if found is None:
        return redirect(there, 303)
    done = "The address is withdrawn: it opens nothing any more"
    return pressed(actions.revoke_calendar, found, there=there, done=done)


@bp.get("/calendar/<token>.ics")
@open_to_anyone
def feed(token):
    """Planned visits as a calendar: initials and a reference, no name and no address."""
    worker = queries.worker_of_calendar(hash_of_token(token))
    if worker is None:
        abort(404)
    with reading_without(shut_to(worker)):
        answer = Response(_calendar_of(worker), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="visits.ics"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def _calendar_of(worker: User) -> bytes:
    from icalendar import Calendar, Event  # a third of a second, and for this page only

    made = Calendar()
    made.add("prodid", "-//Hearth//Planned visits//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Visits")
    since = today() - timedelta(days=31)
    for planned in queries.planned_to_come(worker_id=worker.id, on_or_after=since):
        event = Event()
        event.add("uid", f"{planned.ref}@hearth")
        event.add("dtstamp", planned.recorded_at)
        event.add("sequence", planned.version - 1)
        event.add("summary", f"Visit {present.initials(planned.household.name)}")
        event.add("description", f"Reference {planned.household.ref}")
        event.add("class", "PRIVATE")
        _when(event, planned)
        made.add_component(event)
    return bytes(made.to_ical())


def _when(event, planned):
    if not planned.begins_at:
        event.add("dtstart", planned.planned_on)
        event.add("dtend", planned.planned_on + timedelta(days=1))
        return
    begins = datetime.combine(planned.planned_on, time.fromisoformat(planned.begins_at), LONDON)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(hours=1))
