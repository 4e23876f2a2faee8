"""The panel's yearly report: as page, each number with its rows, as file, as document."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.forms import read_day
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, file_answer, file_wanted, page_of
from app.documents.letters import pdf
from app.documents.letters.composed import word_file
from app.panel import report as reports
from app.panel.rules.yearly import year_of
from app.panel.views.minutes import PDF, WORD
from app.panel.views.opening import bp


@bp.get("/panel/year")
@requires(May.SEE_CENTRAL_LIST)
def yearly():
    """The report of a year, April to March unless other days are asked for."""
    asked = _Asked()
    if asked.errors:
        return render_template("panel/year_asked.html", asked=asked), 400
    found = asked.report()
    shown = request.args.get("show", "")
    number = found.rows_of(shown) if shown else None
    if shown and number is None:
        abort(404)
    _see(number.rows if number else (*found.departures, *found.deferred))
    stem = f"panel-{found.since:%Y-%m-%d}-to-{found.until:%Y-%m-%d}"
    if file_wanted():
        if number is not None:
            return as_file(f"{stem}-{shown}", "Panel", reports.ROWS, number.rows)
        return as_file(stem, "Panel", reports.NUMBERS, reports.flat(found))
    return render_template(
        "panel/year.html",
        found=found,
        number=number,
        page=page_of(number.rows) if number else None,
        drawn=_drawn(found) if number is None else (),
        makes_pdf=pdf.makes_pdf(),
        before=year_of(found.since - timedelta(days=1)),
        days={"since": found.since.isoformat(), "until": found.until.isoformat()},
    )


@bp.get("/panel/year/document")
@requires(May.SEE_CENTRAL_LIST)
def yearly_document():
    """The report as a Word file, or as a PDF."""
    as_pdf = request.args.get("kind") == "pdf"
    if as_pdf and not pdf.makes_pdf():
        abort(503)
    asked = _Asked()
    if asked.errors:
        abort(400, "; ".join(asked.errors.values()))
    found = asked.report()
    _see((*found.departures, *found.deferred))
    draft = reports.draft_of(found)
    made = word_file(draft, reader=current_user.name, by=current_user.name)
    stem = f"panel-{found.since:%Y-%m-%d}-to-{found.until:%Y-%m-%d}"
    if as_pdf:
        return file_answer(pdf.as_pdf(made, draft.title), f"{stem}.pdf", PDF)
    return file_answer(made, f"{stem}.docx", WORD)


def _drawn(found):
    """The meetings along the year, as the drawing takes them."""
    rows = (
        ("Held", "plain", [each for each in found.meetings if each.held]),
        ("Called off", "loud", [each for each in found.meetings if each.meeting.called_off_on]),
        ("Not recorded, or to come", "quiet", found.open_meetings),
    )
    return [
        {
            "label": label,
            "marks": [
                {
                    "on": each.meeting.meets_on,
                    "text": f"{long_day(each.meeting.meets_on)}, {each.meeting.panel.name}",
                    "tone": tone,
                }
                for each in those
            ],
        }
        for label, tone, those in rows
        if those
    ]


class _Asked:
    """The days that the address asks for, a year unless it says so; what is wrong with them."""

    def __init__(self):
        self.typed = {name: request.args.get(name, "").strip() for name in ("since", "until")}
        self.days, self.errors = {}, {}
        for (name, typed), usual in zip(self.typed.items(), year_of(today()), strict=True):
            found = read_day(typed) if typed else usual
            if found is None:
                self.errors[name] = f"“{typed}” is not a date. Use one like 31/03/2026"
            else:
                self.days[name] = found
        if not self.errors and self.days["until"] < self.days["since"]:
            self.errors["until"] = f"Give {self.days['since']:%d/%m/%Y} or a later day"

    def report(self):
        """The report of those days."""
        return reports.report(self.days["since"], self.days["until"])


def _see(rows):
    homes = {f"household:{each.household_id}" for each in rows if each.household_id}
    looked(homes, Kept.NARRATIVE, "panel report")
