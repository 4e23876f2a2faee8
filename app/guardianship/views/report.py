"""The report: its Schedule as a checklist, written section by section; its check; as a document."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.evidence import Found
from app.assessments.taking_back import take_back_page
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.errors import RuleBroken
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.guardianship import papers
from app.guardianship.actions import report as acts
from app.guardianship.actions.report import Told
from app.guardianship.forms import CheckForm, PaperForm, section_form
from app.guardianship.kinds import Theme
from app.guardianship.papers import Paper
from app.guardianship.present import THEMES
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import missing_of, schedule_of
from app.guardianship.views.case import reads_checks
from app.guardianship.views.opening import bp, case_or_404, look, there, user


def _read(ref):
    """A case whose report this person may read."""
    each = case_or_404(ref)
    if not reads_checks(each):
        abort(403)
    look(each, "guardianship report")
    looked([f"household:{each.case.household_id}"], Kept.CHECKS, "guardianship report")
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
        may_keep=queries.may_keep(user(), each.case) and each.case.closed_on is None,
        may_take_back=queries.may_keep(user(), each.case),
        day=today(),
    )


@bp.route("/guardianship/<ref>/schedule/<section>/<finding>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def take_back(ref, section, finding):
    """A finding of a section was recorded in error: struck out, and missing again."""
    case_or_404(ref, to_change=True)
    each = _read(ref)
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
    case_or_404(ref, to_change=True)
    each = _read(ref)
    sections = schedule_of(each, today())
    found = next((one for one in sections if one.key == section), None)
    if found is None:
        abort(404)
    form = section_form(found)
    if form.validate_on_submit():
        told = [
            Told(
                line.item,
                line.about,
                found=how,
                words=said if how is Found.ESTABLISHED else "",
                because="" if how is Found.ESTABLISHED else said,
                field=f"words_{line.key}",
            )
            for line, how, said in form.told()
        ]
        if not told:
            form.sent()
            return redirect(_next(each, sections, found), 303)
        carried = carried_out(
            form,
            acts.record_findings,
            each.case,
            told,
            leads_to=lambda _: _next(each, sections, found),
        )
        if carried is not None:
            flash(f"{found.title}: saved.", "success")
            return carried.redirect
    page = render_template(
        "guardianship/section.html",
        form=form,
        case=each.case,
        household=each.case.household,
        section=found,
        place=sections.index(found) + 1,
        all_sections=sections,
    )
    return page, form.http_status


def _next(each, sections, section):
    """The section after this one, or the whole checklist after the last."""
    place = sections.index(section) + 1
    if place < len(sections):
        return url_for("guardianship.section", ref=each.case.ref, section=sections[place].key)
    return url_for("guardianship.schedule", ref=each.case.ref)


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
        "guardianship/check.html",
        form=form,
        case=each.case,
        each=each,
        household=each.case.household,
        themes=[(theme, _answered(theme, sections)) for theme in Theme],
        missing=missing_of(sections),
        wrote=user().id in queries.who_wrote(each),
    )
    return page, form.http_status


def _answered(theme, sections):
    """What the report says to one of the questions: (of whom, the item, its words)."""
    return [
        (section.title, line.item.says, line.says())
        for section in sections
        for line in section.lines
        if line.item.matter in THEMES[theme] and line.is_done
    ]


# ------------------------------------------------------------------------------------ as documents


@bp.route("/guardianship/<ref>/documents/<paper>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def paper(ref, paper):
    """The report, or the support plan, as a Word document; what is missing in it comes first."""
    each = case_or_404(ref, to_change=True)
    if paper not in set(Paper):
        abort(404)
    _read(ref)
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
