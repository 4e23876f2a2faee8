"""A case: opened, its page with the next step first, and what the court decided for each child."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.accounts.permissions import May
from app.assessments.report import missing_of
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.children import queries as children
from app.children.codes import is_in_care
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.guardianship import present
from app.guardianship.actions import cases as acts
from app.guardianship.actions import court
from app.guardianship.forms import OpenForm, OrderForm
from app.guardianship.kinds import Entry
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import schedule_of
from app.guardianship.rules.course import Next, Report, Stage, next_of
from app.guardianship.rules.steps import application_from, filing_judged, order_judged
from app.guardianship.views.opening import bp, case_or_404, look, small_page, user
from app.guardianship.watch import reward_ends, running_of
from app.people.changing import household_to_change
from app.people.forms import offered
from app.register import queries as register
from app.statute.guardianship import SG_FINANCIAL_REVIEW, SG_SUPPORT_REVIEW
from app.supervision import queries as supervision


@bp.app_template_global()
def guardianship_of(*, household=None, child=None):
    """The cases of a household or of a child, for their pages; nothing for whoever may not read
    them."""
    if not user().may(May.SEE_GUARDIANSHIP):
        return []
    found = queries.cases_of(household.id) if household else queries.cases_about(child.id)
    return [each for each in found if queries.may_read(user(), each)]


# --------------------------------------------------------------------------------------- opening


@bp.route("/households/<ref>/guardianship/open", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def open_case(ref):
    """A case is opened for a household: which children, and how it came."""
    household = household_to_change(ref, supervision.may_edit)
    before = queries.open_case_of(household.id)
    if before is not None and request.method == "GET":
        return redirect(url_for("guardianship.case", ref=before.ref))
    form = OpenForm(data={"entry": Entry.NOMINATED} if request.method == "GET" else None)
    by_ref = _to_choose(household, form)
    form.children.choices = offered((key, _named(child)) for key, child in by_ref.items())
    if "search" not in request.form and form.validate_on_submit():
        chosen = [by_ref[key] for key in form.children.data or () if key in by_ref]
        told = form.answers()
        told = {name: told[name] for name in told.keys() - {"find", "relation", "children"}}
        told["put_forward_by"] = told["put_forward_by"] or ""
        carried = carried_out(
            form,
            acts.open_case,
            household,
            children=chosen,
            relations={child.id: form.relation.data for child in chosen},
            **told,
            leads_to=lambda made: url_for("guardianship.case", ref=made.ref),
        )
        if carried is not None:
            flash("The case is open.", "success")
            return carried.redirect
    page = render_template("guardianship/open.html", form=form, household=household)
    return page, 200 if "search" in request.form else form.http_status


def _named(child):
    born = child.person.born
    return f"{child.person.name}, born {born:%d/%m/%Y}" if born else child.person.name


def _to_choose(household, form):
    """Children who live there, those chosen already, and those found by name; each by public id."""
    visible = children.children_visible_to(
        user(), households=supervision.own_households(user(), today())
    )
    here = register.visible_among(
        user(),
        [
            each.child_id
            for each in register.children_here(household.id)
            if each.lives_here(today())
        ],
        households=supervision.own_households(user(), today()),
        as_at=today(),
    )
    found = list(children.children_by_id(here).values()) if here else []
    chosen = [children.child_by_ref(ref) for ref in form.children.data or ()]
    found += [
        each
        for each in chosen
        if each is not None and children.may_see_child(user(), each, households=())
    ]
    if form.find.data:
        found += queries.children_named(form.find.data, visible)
    looked([f"child:{each.id}" for each in found], Kept.CHILD, "guardianship")
    return {each.ref: each for each in found}


# ---------------------------------------------------------------------------------------- its page


def reads_checks(each):
    """May this person read what was found out about people: checks, health, money?"""
    return (
        user().may(May.SEE_HOLD_REASON)
        or user().may(May.CHECK_REPORTS)
        or queries.may_keep(user(), each.case)
    )


@bp.get("/guardianship/<ref>")
@requires(May.SEE_GUARDIANSHIP)
def case(ref):
    """One case: what is next, how the report, the court and support stand."""
    each, day = case_or_404(ref), today()
    look(each, "guardianship")
    reads = reads_checks(each)
    if reads:
        looked([f"household:{each.case.household_id}"], Kept.CHECKS, "guardianship")
    sections = schedule_of(each, day)
    course = queries.course_of(each, day, missing=len(missing_of(sections)))
    clocks = sorted(running_of(each, day), key=lambda one: one.due_on)
    return render_template(
        "guardianship/case.html",
        each=each,
        case=each.case,
        household=each.case.household,
        course=course,
        Stage=Stage,
        Report=Report,
        next=next_of(course, day) or _owed(clocks, day),
        row=present.row_of(each, day),
        clocks=clocks,
        judged=[
            *filing_judged(course, day),
            *(
                breach
                for order in each.orders
                for breach in order_judged(course, made=order.made, decided_on=order.decided_on)
            ),
        ],
        application_from=application_from(course),
        supported={one.order.id: one for one in present.supported([each], day)},
        still_accommodated=_still_looked_after(each, day),
        pounds=present.pounds,
        reward=reward_ends(each),
        reads=reads,
        may_keep=queries.may_keep(user(), each.case),
        may_check=_may_check(each, course),
        day=day,
    )


NEAR = 42
"""Days before a yearly review is due from which it is the next thing to do."""

OWED = {SG_SUPPORT_REVIEW.key: "review-support", SG_FINANCIAL_REVIEW.key: "review-money"}


def _owed(clocks, day):
    """The yearly review that is near or late, as the next step of a case with an order."""
    for clock in clocks:
        if clock.clock in OWED and clock.days_left(day) <= NEAR:
            return Next(clock.action, OWED[clock.clock])
    return None


def _still_looked_after(each, day):
    """Children with an order who are still recorded as looked after: the facts say so, or lag."""
    found = children.statuses_on(day) if each.living else {}
    return {order.child_id for order in each.living if order.child_id in found}


def _may_check(each, course):
    return (
        course.report is Report.CHECKING
        and user().may(May.CHECK_REPORTS)
        and user().id not in queries.who_wrote(each)
    )


# --------------------------------------------------------------------------------------- the order


@bp.route("/guardianship/<ref>/order/<child_ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def order(ref, child_ref):
    """What the court decided for one child, and what will follow from it."""
    each = case_or_404(ref, to_change=True)
    look(each, "guardianship order")
    found = next((one.child for one in each.children if one.child.ref == child_ref), None)
    if found is None:
        abort(404)
    status = children.statuses_on(today()).get(found.id)
    form = OrderForm()
    accommodated = status is not None and not is_in_care(status)
    if not accommodated:
        del form.accommodated_until
    refused = form.decided.data == "refused"

    def answers():
        told = {"on": form.on.data, "words": form.words.data or ""}
        if refused:
            return told
        return {
            **told,
            "own_motion": form.own_motion.data,
            "accommodated_until": form.accommodated_until.data if accommodated else None,
        }

    living = children.main_placement(found.id, today())
    course = queries.course_of(each)
    return small_page(
        each,
        form,
        court.record_refusal if refused else court.record_order,
        each.case,
        found,
        answers=answers,
        title=f"What the court decided for {found.person.name}",
        save="Record it",
        part="court",
        done="What the court decided is recorded",
        template_part="guardianship/_order_follows.html",
        status=words(status) if status else "",
        accommodated=accommodated,
        living_here=living is not None and living.household_id == each.case.household_id,
        unreported=order_judged(course, made=True, decided_on=today()),
        child=found,
    )
