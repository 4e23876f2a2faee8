"""Each small step of a case, and what follows an order: one form, one act, and back to the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from flask import abort
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments.report import missing_of
from app.children import queries as children
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.guardianship import forms, present
from app.guardianship.actions import cases, court, report, support
from app.guardianship.kinds import CaseEnd, SupportEnd
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import schedule_of
from app.guardianship.views.opening import bp, case_or_404, look, small_page
from app.people.forms import offered
from app.register import queries as register
from app.statute.guardianship import (
    SG_PROPOSAL_REPRESENTATIONS,
    SG_RESPONSIBLE_AUTHORITY,
    SG_STATEMENT_REMINDER,
)
from app.supervision import queries as supervision


@dataclass(frozen=True)
class Step:
    """A step: its form, filled in with what is known; its act; how the page puts it."""

    form: Callable[[Any], Any]
    act: Any
    title: str
    says: str | Callable[[Any], str] = ""
    save: str = "Save"
    part: str = ""
    answers: Callable[[Any, Any], dict[str, Any]] | None = None


def _court_form(each):
    case = each.case
    known = {
        name: getattr(case, name)
        for name in ("entry", "entered_on", "filing_due_on", "court", "case_number", "issued_on")
    }
    return forms.ProceedingsForm(record=case, data=known)


def _offered(form, chosen=None):
    return form.offer(supervision.workers_to_choose_from(today()), chosen)


def _child_form(each):
    """Brothers and sisters of the case's children, and children who live there."""
    there = {one.child_id for one in each.children}
    home = each.case.household_id
    likely = children.sibling_ids(there) | {
        one.child_id for one in register.children_here(home) if one.lives_here(today())
    }
    found = children.children_by_id(likely - there) if likely - there else {}
    form = forms.ChildForm()
    form.by_ref = {child.ref: child for child in found.values()}
    form.child.choices = offered((ref, child.person.name) for ref, child in form.by_ref.items())
    return form


def _parent_form(each):
    """Offered already: the children of whom fewer than two parents are recorded."""
    lacking = [one.child.ref for one in each.children if len(one.parents) < cases.PARENTS]
    return forms.ParentForm(data={"children": lacking}).offer(each.children)


def _missing_says(each):
    missing = len(missing_of(schedule_of(each, today())))
    if not missing:
        return "Every item of the Schedule is answered or explained."
    return (
        f"{missing} of the Schedule’s items are neither answered nor explained. It can be checked "
        "now, and filed once they are."
    )


def _reminder_says(_each):
    last = long_day(SG_STATEMENT_REMINDER.last_day(today()))
    return f"Reminded today, they have until {last}; only after that may payments be suspended."


def _needs_form(each):
    plan = each.plan_in_force
    return forms.NeedsForm(data={"needs": plan.needs} if plan else None)


def _propose_form(each):
    plan = each.plan_in_force
    last = SG_PROPOSAL_REPRESENTATIONS.last_day(today())
    return forms.ProposeForm(data={"services": plan.services if plan else "", "answer_by": last})


def _money_form(each):
    paid = each.paid
    known = (
        {
            "weekly": paid.weekly_pence,
            "reward": paid.reward_pence,
            "means": paid.means,
            "basis": paid.basis,
        }
        if paid
        else {}
    )
    return forms.MoneyForm(data=known)


def _close_form(each):
    decided = not each.undecided
    made = any(order.made for order in each.orders)
    how = (CaseEnd.SUPPORT_OVER if made else CaseEnd.REFUSED) if decided else None
    return forms.CloseForm(data={"how": how})


STEPS: dict[str, Step] = {
    "court": Step(
        _court_form, cases.record_proceedings, "How it came, and how it stands in court",
        part="court",
    ),
    "child": Step(
        _child_form, cases.add_child, "Another child of the case",
        "Brothers and sisters, and children who live there. Somebody else: record them first as "
        "brother or sister.",
        answers=lambda _each, form: {
            "child": form.by_ref[form.child.data], "relation": form.relation.data
        },
    ),
    "parent": Step(
        _parent_form, cases.add_parent, "A parent of the children",
        "The report has a section about each parent. Of a parent who is not known nothing is "
        "added: the report says so, and asks what was done to find out.", part="court",
    ),
    "viability": Step(
        lambda each: _offered(forms.ViabilityForm(), current_user), cases.ask_viability,
        "Ask for a viability assessment", part="viability",
    ),
    "answer": Step(
        lambda each: forms.AnswerForm(), cases.answer_viability,
        "Answer the viability assessment",
        "They are told in writing, with why. If it is no, they may challenge it.",
        part="viability",
    ),
    "challenge": Step(
        lambda each: forms.ChallengeForm(), cases.challenge_viability,
        "They challenge the viability assessment", "Somebody else looks again.", part="viability",
    ),
    "answer-challenge": Step(
        lambda each: forms.AnswerChallengeForm(), cases.answer_challenge,
        "What came of the challenge", part="viability",
    ),
    "begin": Step(
        lambda each: _offered(forms.BeginForm(), current_user), cases.begin_full,
        "Begin the full assessment",
        "What Schedule 4 has answered about them already stands in the report from the start.",
        save="Begin", part="report",
    ),
    "referee": Step(
        lambda each: forms.RefereeForm(), report.add_referee, "Add a referee",
        "Three are interviewed.", part="report",
    ),
    "hand-in": Step(
        lambda each: forms.HandInForm(), report.hand_in, "Hand the report in to be checked",
        _missing_says, save="Hand it in", part="report",
    ),
    "file": Step(
        lambda each: forms.FileForm(), report.file_report, "File the report with the court",
        _missing_says, save="It is filed", part="report",
    ),
    "hearing": Step(
        lambda each: forms.HearingForm(), court.list_hearing, "A hearing that the court listed",
        part="court",
    ),
    "assess-support": Step(
        _needs_form, support.assess_support, "Assess what support they need",
        "Needs come first; what is offered follows.", part="support",
    ),
    "propose-support": Step(
        _propose_form, support.propose_support, "Propose a support plan",
        "They see it in writing and have time to answer before it is decided.", part="support",
    ),
    "answer-support": Step(
        lambda each: forms.ChallengeForm(), support.answer_support, "What they say to the plan",
        "Their representations, or that they agree.", part="support",
    ),
    "agree-support": Step(
        lambda each: _offered(forms.AgreeForm(), each.assessor), support.agree_support,
        "Decide the support plan", save="Decide", part="support",
    ),
    "review-support": Step(
        lambda each: forms.ReviewForm(), support.review_support, "Review support",
        "At least once a year. A change is proposed to them as a new plan beside this one.",
        part="support",
    ),
    "money": Step(
        _money_form, support.assess_money, "Assess money",
        "What is paid now ends on the day from which this is paid.", part="support",
    ),
    "remind": Step(
        lambda each: forms.DayForm(), support.remind_of_statement,
        "They were reminded of their yearly statement", _reminder_says, part="support",
    ),
    "review-money": Step(
        lambda each: forms.MoneyReviewForm(), support.review_money, "Review money",
        "Once a year, on their own statement of means and of the child’s needs.", part="support",
    ),
    "suspend-money": Step(
        lambda each: forms.DayForm(), support.suspend_money, "Suspend payments",
        "No statement came within 28 days of the reminder.", save="Suspend", part="support",
    ),
    "end-money": Step(
        lambda each: forms.DayForm(), support.end_money, "End payments", part="support",
        save="End them",
    ),
    "close": Step(
        _close_form, cases.close_case, "Close the case", save="Close it",
    ),
}  # fmt: skip
"""Every small step, by its name in the address."""


@bp.route("/guardianship/<ref>/do/<step>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def step(ref, step):
    """One step of a case."""
    each = case_or_404(ref, to_change=True)
    if step not in STEPS:
        abort(404)
    found = STEPS[step]
    look(each, "guardianship step")
    form = found.form(each)
    return small_page(
        each,
        form,
        found.act,
        each.case,
        title=found.title,
        says=found.says(each) if callable(found.says) else found.says,
        save=found.save,
        part=found.part,
        answers=partial(found.answers, each, form) if found.answers else None,
        record=each.case if form.version.data else None,
    )


@bp.route("/guardianship/<ref>/referees/<referee_ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def referee(ref, referee_ref):
    """What a referee said."""
    each = case_or_404(ref, to_change=True)
    found = next((one for one in each.referees if one.ref == referee_ref), None) or abort(404)
    look(each, "guardianship step")
    known = {"words": found.words, "on": found.interviewed_on or today()}
    form = forms.InterviewForm(data=known)
    return small_page(
        each, form, report.interview_referee, found, title=f"What {found.name} said", part="report"
    )


@bp.route("/guardianship/<ref>/parents/<parent_ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def parent(ref, parent_ref):
    """A parent's name, birth or children put right; or taken out of the report."""
    each = case_or_404(ref, to_change=True)
    found = next((one for one in each.parents if one.ref == parent_ref), None) or abort(404)
    look(each, "guardianship step")
    theirs = [one.child.ref for one in each.parents[found]]
    form = forms.ParentForm(record=found, obj=found, data={"children": theirs})
    return small_page(
        each,
        form.offer(each.children),
        cases.change_parent,
        each.case,
        found,
        title=f"{found.name}: put right",
        says="Recorded in error? Untick every child. What was found out about them leaves the "
        "report with them, and stays in the record.",
        part="court",
        record=found,
    )


@bp.route("/guardianship/<ref>/hearings/<hearing_ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def hearing(ref, hearing_ref):
    """What came of a hearing."""
    each = case_or_404(ref, to_change=True)
    found = next((one for one in each.hearings if one.ref == hearing_ref), None) or abort(404)
    look(each, "guardianship step")
    return small_page(
        each,
        forms.HearingOutcomeForm(),
        court.record_hearing,
        found,
        title=f"{found.kind.words()}, {long_day(found.listed_for)}",
        says="An order made or refused is recorded for each child on its own page.",
        part="court",
    )


# --------------------------------------------------------------------------------- after the order


def _education_form(order):
    born = order.child.person.born
    usual = born + timedelta(days=round(18.6 * 365.25)) if born else None
    return forms.EducationForm(data={"until": order.education_until or usual})


AFTER: dict[str, Step] = {
    "education": Step(
        _education_form, support.record_education, "Until when they are in education",
        "Support goes on past eighteen while they are in full-time education.",
    ),
    "responsibility": Step(
        lambda order: forms.ResponsibleForm(), support.settle_responsibility,
        "Who is responsible after three years",
        lambda order: "For a child who was looked after, this council is responsible until "
        f"{long_day(SG_RESPONSIBLE_AUTHORITY.last_day(order.decided_on))}, wherever they live; "
        "then the one where the guardian lives. Money agreed before the order stays with whoever "
        "pays it.",
    ),
    "end": Step(
        lambda order: forms.EndSupportForm(
            data={"because": SupportEnd.EIGHTEEN if _is_adult(order) else None}
        ),
        support.end_support, "End support for this child",
        "With the last child the plan and the money end too.", save="End it",
    ),
    "error": Step(
        lambda order: forms.OrderErrorForm(), court.void_order,
        "Take back what the court decided",
        lambda order: f"{'Order made' if order.made else 'Order refused'}, "
        f"{long_day(order.decided_on)}. What was known until today stays on record.",
        save="Take it back",
    ),
}  # fmt: skip
"""What is recorded after the court decided, by its name in the address."""


def _is_adult(order):
    born = order.child.person.born
    return born is not None and (today() - born).days >= 18 * 365.25


@bp.route("/guardianship/<ref>/after/<child_ref>/<step>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def after(ref, child_ref, step):
    """Education, responsibility, the end of support for one child; and an order taken back."""
    each = case_or_404(ref, to_change=True)
    order = next((one for one in each.orders if one.child.ref == child_ref), None)
    if order is None or step not in AFTER:
        abort(404)
    found = AFTER[step]
    look(each, "guardianship step")
    ended = queries.ended_by(order) if found.act is court.void_order else None
    stays = present.ended_says(ended.stays) if ended else []
    return small_page(
        each,
        found.form(order),
        found.act,
        order,
        template_part="guardianship/_order_ended.html" if ended else None,
        warning=bool(ended),
        child=order.child,
        goes_on=present.ended_says(ended.back) if ended else [],
        stays=stays,
        done=f"Taken back. Still ended: {'; '.join(stays)}" if stays else "",
        title=f"{order.child.person.name}: {found.title[:1].lower()}{found.title[1:]}",
        says=found.says(order) if callable(found.says) else found.says,
        save=found.save,
        part="support",
    )
