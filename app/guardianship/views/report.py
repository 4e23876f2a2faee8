"""The report: its Schedule as a checklist, written section by section; its check; as a document."""

from __future__ import annotations

from flask import abort, flash, render_template, url_for

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.report import answered, missing_of
from app.assessments.sections import section_page
from app.assessments.taking_back import take_back_page
from app.audit.carried_out import carried_out
from app.core.columns import Kept
from app.core.errors import RuleBroken
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.guardianship import papers
from app.guardianship.actions import report as acts
from app.guardianship.forms import CheckForm, PaperForm
from app.guardianship.kinds import Theme
from app.guardianship.papers import Paper
from app.guardianship.present import THEMES
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import schedule_of
from app.guardianship.views.case import reads_checks
from app.guardianship.views.opening import bp, case_or_404, look, there, user


def _read(ref, *, to_change=False):
    """A case whose report this person may read, or write."""
    each = case_or_404(ref, to_change=to_change)
    if not reads_checks(each):
        abort(403)
    look(each, "guardianship report", Kept.NARRATIVE, Kept.CHECKS)
    return each


@bp.get("/guardianship/<ref>/schedule")
@requires(May.SEE_GUARDIANSHIP)
def schedule(ref):
    """The Schedule as a checklist by section: what is answered, by whom, and what is missing."""
    each = _read(ref)
    sections = schedule_of(each, today())
    return render_template(
        "guardianship/schedule.html",
        each=each,
        case=each.case,
        household=each.case.household,
        all_sections=sections,
        missing=len(missing_of(sections)),
        history=assessments.findings_of(each.case.household_id),
        urls={
            "section": lambda one: url_for("guardianship.section", ref=ref, section=one.key),
            "take_back": lambda one, finding: url_for(
                "guardianship.take_back", ref=ref, section=one.key, finding=finding
            ),
        },
        may_keep=queries.may_keep(user(), each.case) and each.case.closed_on is None,
        may_take_back=queries.may_keep(user(), each.case),
        day=today(),
    )


@bp.route("/guardianship/<ref>/schedule/<section>/<finding>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def take_back(ref, section, finding):
    """A finding of a section was recorded in error: struck out, and missing again."""
    each = _read(ref, to_change=True)
    found = next((one for one in schedule_of(each, today()) if one.key == section), None)
    if found is None:
        abort(404)
    return take_back_page(
        each.case.household,
        finding,
        [(line.kept_under, line.item, found.title) for line in found.lines],
        there=url_for("guardianship.schedule", ref=ref) + f"#section-{section}",
    )


@bp.route("/guardianship/<ref>/schedule/<section>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def section(ref, section):
    """One section, written in place and saved while it is typed."""
    each = _read(ref, to_change=True)
    return section_page(
        schedule_of(each, today()),
        section,
        act=acts.record_findings,
        of=each.case,
        page_of=lambda one: url_for("guardianship.section", ref=ref, section=one.key),
        whole=url_for("guardianship.schedule", ref=ref),
        case=each.case,
        household=each.case.household,
    )


# -------------------------------------------------------------------------------------- its check


@bp.route("/guardianship/<ref>/check", methods=["GET", "POST"])
@requires(May.CHECK_REPORTS)
def check(ref):
    """A report graded on the questions that matter, by somebody who wrote none of it."""
    each = _read(ref)
    form = CheckForm()
    if form.validate_on_submit():
        carried = carried_out(
            form, acts.check_report, each.case, **form.answers(), leads_to=lambda _: there(each)
        )
        if carried is not None:
            flash("Checked. Its author sees what you wrote.", "success")
            return carried.redirect
    sections = schedule_of(each, today())
    page = render_template(
        "assessments/check.html",
        form=form,
        case=each.case,
        household=each.case.household,
        handed_in=each.check,
        there=there(each),
        back_to="The case",
        says="Graded on the questions that matter for this child. Its author reads what you write.",
        caption=f"Special guardianship: {each.case.household.name}",
        whole=url_for("guardianship.schedule", ref=ref),
        missing_says="They must be answered or explained before it is filed.",
        themes=[(theme, answered(sections, THEMES[theme])) for theme in Theme],
        missing=missing_of(sections),
        wrote=user().id in queries.who_wrote(each),
    )
    return page, form.http_status


# ------------------------------------------------------------------------------------ as documents


@bp.route("/guardianship/<ref>/documents/<paper>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def paper(ref, paper):
    """The report, or the support plan, as a Word document; what is missing in it comes first."""
    if paper not in set(Paper):
        abort(404)
    each = _read(ref, to_change=True)
    wanted = Paper(paper)
    usual = each.case.court or "The family court"
    form = PaperForm(
        data={"recipient": usual if wanted is Paper.REPORT else each.case.household.name}
    )
    if form.validate_on_submit():
        done = _made(each, wanted, form)
        if done is not None:
            return done
    page = render_template(
        "guardianship/paper.html",
        form=form,
        case=each.case,
        household=each.case.household,
        paper=wanted,
        draft=papers.draft_of(each, wanted, today()),
    )
    return page, form.http_status


def _made(each, wanted, form):
    recipient = form.recipient.data.strip()
    try:
        files = papers.prepare(each, wanted, recipient=recipient, by=user())
    except RuleBroken as refused:
        form.refused(refused.breaches)
        return None
    carried = carried_out(
        form,
        papers.keep_paper,
        each.case,
        files,
        paper=wanted,
        recipient=recipient,
        leads_to=lambda made: url_for("documents.document", ref=made.ref),
    )
    if carried is None:
        return None
    flash(f"{words(wanted)}: made and kept with the household’s documents.", "success")
    return carried.redirect
