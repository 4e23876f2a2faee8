"""Decisions on applications after the panel: what waits, each one, deciding it, telling of it."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments.queries import by_ref
from app.assessments.rules import AssessmentKind
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, file_answer, file_wanted, page_of
from app.documents.kinds import FileType
from app.documents.letters.pdf import makes_pdf
from app.panel import forms, present
from app.panel.actions import deciding as actions
from app.panel.actions import determining
from app.panel.kinds import Outcome
from app.panel.letters import Letter, letters_of, prepare
from app.panel.queries import deciding as queries
from app.panel.queries import minutes
from app.panel.queries.determining import terms_proposed
from app.panel.queries.lacking import approvals_lacking
from app.panel.queries.makers import makers
from app.panel.queries.matches import matches_decided, matches_waiting
from app.panel.queries.papers import read
from app.panel.rules.deciding import decider_breaches
from app.panel.views.opening import asks_only, bp
from app.people.forms import offered
from app.register.deciding import ApplicantKind, StepKind
from app.register.rules.deciding_steps import final_breaches


@bp.get("/panel/decisions")
@requires(May.SEE_PANEL)
def decisions():
    """What waits for the decision maker, and what was decided here."""
    waiting, decided = queries.waiting(today()), queries.decided()
    determined = queries.determined(today())
    those = (*waiting, *decided, *determined)
    homes = {f"household:{each.assessment.household_id}" for each in those}
    looked(homes, Kept.NARRATIVE, "panel decisions")
    return render_template(
        "panel/decisions.html",
        waiting=waiting,
        decided=decided,
        determined=[each for each in determined if each.decision is None],
        way_of=present.way_of,
        matches=matches_waiting(today()),
        matches_decided=matches_decided(),
    )


@bp.get("/panel/decisions/lacking")
@requires(May.SEE_PANEL)
def lacking():
    """Approvals on record without a recommendation that was needed, or without who decided."""
    found = approvals_lacking(today())
    if file_wanted():
        return as_file(f"approvals-lacking-{today():%Y-%m-%d}", "Lacking", present.LACKING, found)
    return render_template("panel/lacking.html", page=page_of(found))


def _application(ref):
    assessment = by_ref(ref)
    if assessment is None or assessment.kind not in queries.KINDS:
        abort(404)
    looked([f"household:{assessment.household_id}"], Kept.NARRATIVE, "panel decision")
    return queries.application(assessment)


@bp.get("/panel/decisions/<ref>")
@requires(May.SEE_PANEL)
def decision(ref):
    """One application: what the panel said, the days left, and what was decided."""
    found = _application(ref)
    user = current_user._get_current_object()
    may = current_user.may(May.DECIDE_AFTER_PANEL)
    keeps = current_user.may(May.KEEP_PANEL)
    course = found.course
    return render_template(
        "panel/decision.html",
        found=found,
        course=course,
        row=present.way_of(course, today()) if course is not None else None,
        stands_in_the_way=final_breaches(course, today()) if course is not None else [],
        next_steps=present.next_steps(course, today()) if course is not None and keeps else (),
        step_words=present.WAY,
        letters=letters_of(found) if keeps else (),
        pdf=makes_pdf(),
        terms=terms_proposed(found.determination) if found.determination else "",
        written=minutes.minutes_of(found.item.id) if found.item else None,
        those=queries.applicants(found.assessment.household_id, today()),
        read=read(found.item, found.fresh.item if found.fresh else None),
        against=decider_breaches(queries.decider(user, found, today())) if may else [],
        may_decide=may
        and found.decision is None
        and not found.is_refused
        and found.assessment.outcome is not None,
        may_declare=may and any(each.user_id == user.id for each in makers(today())),
        may_tell=keeps and found.decision is not None,
    )


@bp.route("/panel/decisions/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def decide(ref):
    """The decision maker approves the applicants, on terms, with reasons."""
    found, form = _application(ref), forms.DecideForm()
    children = _children(found, form)
    asks_only(form, found, departs=found.said_last is Outcome.NOT_RECOMMENDED)
    if found.determination is not None:
        del form.other_terms
    return _small(
        found,
        form,
        actions.approve_applicants,
        found.assessment,
        title="Approve these applicants",
        says="They are approved from today. Terms, register and what follows come of it.",
        save="Approve them",
        answers=lambda: form.decided(children),
    )


@bp.route("/panel/decisions/<ref>/determine", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def determine(ref):
    """The decision maker means not to approve them, or on other terms than they asked for."""
    found, form = _application(ref), forms.DetermineForm()
    children = _children(found, form)
    asks_only(form, found, departs=found.said is not None)
    return _small(
        found,
        form,
        determining.determine,
        found.assessment,
        title="Propose not to approve them, or on other terms",
        says="A qualifying determination: nobody is approved or refused by it. Notice gives your "
        "reasons; they then have 28 days for representations to the panel or an independent "
        "review, not both.",
        save="Propose it to them",
        warning=True,
        done="Proposed. Now they are given notice",
        answers=lambda: form.proposed(children),
    )


def _determined(ref):
    """An application to which something else was proposed, and that."""
    found = _application(ref)
    if found.determination is None:
        abort(404)
    return found


@bp.route("/panel/decisions/<ref>/final", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def decide_finally(ref):
    """What was proposed to them is decided finally, once its road is at its end."""
    found, form = _determined(ref), forms.FinalForm()
    approves = found.determination.kind is ApplicantKind.OTHER_TERMS
    wanted = Outcome.RECOMMENDED if approves else Outcome.NOT_RECOMMENDED
    if found.said_last in (None, wanted):
        del form.departs
    terms = terms_proposed(found.determination)
    return _small(
        found,
        form,
        determining.decide_finally,
        found.determination,
        title="Decide finally: approve on the other terms" if approves else "Decide finally: no",
        says=f"They are approved from today. {terms}" if approves else "They are not approved.",
        save="Approve them on these terms" if approves else "Do not approve them",
        warning=not approves,
    )


@bp.route("/panel/decisions/<ref>/take-back", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def take_back(ref):
    """What was proposed to them is no longer meant."""
    found = _determined(ref)
    return _small(
        found,
        forms.WhyForm(),
        determining.take_back,
        found.determination,
        title="Take back what was proposed",
        says="It stays in the record, with why. The application waits for your decision again.",
        save="Take it back",
        warning=True,
    )


@bp.route("/panel/decisions/<ref>/record/<step>", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def determination_step(ref, step):
    """Something happened on the way to the final decision, or in telling it."""
    found = _determined(ref)
    if step not in list(StepKind):
        abort(404)
    step, form = StepKind(step), forms.WayForm()
    return _small(
        found,
        form,
        determining.record_step,
        found.determination,
        title=present.WAY[step],
        answers=lambda: {"step": step, **form.answers()},
    )


@bp.get("/panel/decisions/<ref>/letter/<letter>")
@requires(May.KEEP_PANEL)
def determination_letter(ref, letter):
    """The notice of what is proposed, or the final decision, as a file to be sent."""
    found = _determined(ref)
    if letter not in letters_of(found):
        abort(404)
    as_pdf = request.args.get("as") == "pdf"
    if as_pdf and not makes_pdf():
        abort(503)
    made, name = prepare(
        found,
        found.determination,
        Letter(letter),
        queries.applicants(found.assessment.household_id, today()),
        day=today(),
        as_pdf=as_pdf,
        by=current_user.name,
    )
    return file_answer(made, name, (FileType.PDF if as_pdf else FileType.DOCX).media)


def _small(found, form, action, *args, **kw):
    """A small form of an application’s decision, and back to it."""
    return small_page(
        form,
        action,
        *args,
        there=url_for("panel.decision", ref=found.assessment.ref),
        about=found.assessment.household.name,
        **kw,
    )


def _children(found, form):
    """By their ids in the form, the children whom connected carers may be approved for by name;
    the form asks for none where there are none."""
    if found.assessment.kind is not AssessmentKind.CONNECTED:
        del form.children
        return {}
    children = queries.children_named(found.assessment.household_id, today())
    looked({f"child:{each.id}" for each in children}, Kept.CHILD, "panel decision")
    form.children.choices = offered([(each.ref, each.person.name) for each in children])
    if not children:
        del form.children
    return {each.ref: each for each in children}


@bp.route("/panel/decisions/<ref>/told", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def decision_told(ref):
    """The applicants were told."""
    found = _application(ref)
    if found.decision is None:
        abort(404)
    form = forms.ToldForm()
    if form.how.data is None and found.to_tell:
        form.how.data = found.to_tell[0][0]
    return _small(
        found,
        form,
        actions.tell,
        found.decision,
        title="The applicants were told",
        says="By word of mouth within two working days, in writing within five.",
    )
