"""The report of a fostering assessment: item by item, section by section, checked, signed."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.grading import Theme
from app.assessments.report import answered, missing_of
from app.assessments.sections import section_page
from app.assessments.taking_back import take_back_page
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.errors import RuleBroken
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.recruitment.queries.stages import referees_missing
from app.reports import actions, forms, queries
from app.reports.kinds import THEMES, State
from app.reports.rules import KINDS, REPORT

bp = Blueprint("reports", __name__)

LATELY = timedelta(days=365)
"""How far back the list of reports goes."""


def _user():
    return current_user._get_current_object()


@bp.app_context_processor
def _for_pages():
    """What an assessment's page asks."""
    return {"reads_report": _reads}


def _reads(assessment):
    """Is there such a report, which this person may read?"""
    return assessment.kind in KINDS and queries.may_read(_user(), assessment)


def _or_404(ref, *, to_keep=False):
    """The assessment whose report may be read, or kept."""
    found = assessments.by_ref(ref)
    if found is None or found.kind not in KINDS:
        abort(404)
    if not queries.may_read(_user(), found):
        abort(403)
    if to_keep and not assessments.may_keep(_user(), found):
        abort(403)
    about = [f"household:{found.household_id}"]
    looked_at("report", {Kept.CHECKS: about, Kept.NARRATIVE: about})
    return found


def _there(assessment, part=""):
    return url_for("reports.report", ref=assessment.ref) + (f"#{part}" if part else "")


def _section_of(assessment):
    return lambda section: url_for("reports.section", ref=assessment.ref, section=section.key)


@bp.get("/reports")
@requires(May.SEE_HOUSEHOLDS)
def index():
    """Reports handed in: to be checked, to be signed, returned; and those signed lately."""
    rows = [(each, queries.state(each)) for each in queries.handed_in(today() - LATELY)]
    order = (State.CHECKING, State.PASSED, State.RETURNED, State.SIGNED)
    return render_template(
        "reports/index.html",
        groups=[(each, [row for row, state in rows if state is each]) for each in order],
        linked=queries.linked(_user(), [row.assessment for row, _ in rows]),
    )


@bp.get("/reports/<ref>")
@requires(May.SEE_HOUSEHOLDS)
def report(ref):
    """The report item by item: what stands, what is missing, how far it is, what was written."""
    found = _or_404(ref)
    each = queries.written(found, today())
    may_keep = assessments.may_keep(_user(), found) and found.ends_on is None
    return render_template(
        "reports/report.html",
        assessment=found,
        household=found.household,
        each=each,
        all_sections=each.sections,
        history=assessments.findings_of(found.household_id),
        urls={
            "section": _section_of(found),
            "take_back": lambda section, finding: url_for(
                "reports.take_back", ref=ref, section=section.key, finding=finding
            ),
        },
        may_keep=may_keep,
        may_write=may_keep and each.state not in (State.CHECKING, State.PASSED),
        may_check=_user().may(May.CHECK_REPORTS),
        wrote=_user().id in queries.who_wrote(each),
        State=State,
        cite_of=REPORT,
        referees=referees_missing(found, today()),
    )


@bp.route("/reports/<ref>/sections/<section>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def section(ref, section):
    """One section, written in place and saved while it is typed."""
    found = _or_404(ref, to_keep=True)
    return section_page(
        queries.sections_of(found, today()),
        section,
        act=actions.record_findings,
        of=found,
        page_of=_section_of(found),
        whole=_there(found),
        household=found.household,
    )


@bp.route("/reports/<ref>/sections/<section>/<finding>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def take_back(ref, section, finding):
    """What was written in a section was an error: struck out, and what stood before stands."""
    found = _or_404(ref, to_keep=True)
    part = next((one for one in queries.sections_of(found, today()) if one.key == section), None)
    if part is None:
        abort(404)
    return take_back_page(
        found.household,
        finding,
        [(line.kept_under, line.item, part.title) for line in part.lines],
        there=_there(found, f"section-{section}"),
    )


def _small(found, form, action, **shown):
    return small_page(
        form,
        action,
        found,
        there=_there(found),
        about=f"{found.household.name}: {words(found.kind).lower()}",
        back_to="The report",
        **shown,
    )


@bp.route("/reports/<ref>/hand-in", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def hand_in(ref):
    """Its author signs it and hands it in."""
    return _small(
        _or_404(ref, to_keep=True),
        forms.HandInForm(),
        actions.hand_in,
        title="Sign it and hand it in",
        says="You sign it as its author. Somebody who wrote none of it checks it; nothing is "
        "changed in it until they have.",
        save="Sign it and hand it in",
        done="Handed in",
    )


@bp.route("/reports/<ref>/check", methods=["GET", "POST"])
@requires(May.CHECK_REPORTS)
def check(ref):
    """Graded on the questions on which a panel reads it, by somebody who wrote none of it."""
    found = _or_404(ref)
    form = forms.CheckForm()
    there = _there(found)
    if form.validate_on_submit():
        carried = carried_out(
            form, actions.check, found, **form.answers(), leads_to=lambda _: there
        )
        if carried is not None:
            flash("Checked. Its author sees what you wrote.", "success")
            return carried.redirect
    each = queries.written(found, today())
    page = render_template(
        "assessments/check.html",
        form=form,
        household=found.household,
        handed_in=each.last,
        there=there,
        back_to="The report",
        says="Graded on the questions on which the panel will read it. Its author reads what you "
        "write.",
        caption=f"{found.household.name}: {words(found.kind).lower()}",
        whole=there,
        missing=missing_of(each.sections),
        missing_says="They must be answered or explained before it is signed.",
        themes=[(theme, answered(each.sections, THEMES[theme])) for theme in Theme],
        wrote=_user().id in queries.who_wrote(each),
    )
    return page, form.http_status


@bp.route("/reports/<ref>/sign", methods=["GET", "POST"])
@requires(May.CHECK_REPORTS)
def sign(ref):
    """A manager signs it: as it stands it goes to the panel."""
    return _small(
        _or_404(ref),
        HearthForm(),
        actions.sign,
        title="Sign the report",
        says="It is kept as it stands today, and is the report that the panel reads.",
        save="Sign it",
        done="Signed",
        answers=dict,
    )


@bp.route("/reports/<ref>/send-back", methods=["GET", "POST"])
@requires(May.CHECK_REPORTS)
def send_back(ref):
    """A manager sends it back to its author instead of signing it."""
    return _small(
        _or_404(ref),
        forms.SendBackForm(),
        actions.send_back,
        title="Send it back",
        says="Its author reads what you write, and hands it in again.",
        save="Send it back",
        done="Sent back",
    )


@bp.route("/reports/<ref>/document", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def document(ref):
    """The report as Word and PDF for one reader: as signed, or else as a draft."""
    found = _or_404(ref, to_keep=True)
    form = forms.DocumentForm(data={"recipient": "The fostering panel"})
    if form.validate_on_submit():
        done = _made(found, form)
        if done is not None:
            return done
    each = queries.written(found, today())
    page = render_template(
        "reports/document.html",
        form=form,
        assessment=found,
        household=found.household,
        missing=() if each.state is State.SIGNED else queries.draft_of(each).missing,
    )
    return page, form.http_status


def _made(found, form):
    recipient = form.recipient.data.strip()
    try:
        files = actions.prepare(found, recipient=recipient, by=_user())
    except RuleBroken as refused:
        form.refused(refused.breaches)
        return None
    carried = carried_out(
        form,
        actions.keep_document,
        found,
        files,
        recipient=recipient,
        leads_to=lambda made: url_for("documents.document", ref=made.ref),
    )
    if carried is None:
        return None
    flash("The report: made and kept with the household’s documents.", "success")
    return carried.redirect
