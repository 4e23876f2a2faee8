"""Reviews of approval: the list, one review as its worker's whole job, and its small pages."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.audit.small_page import pressed, small_page
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at, page_of
from app.links.answering import shown_once
from app.links.queries import last_links_about_items
from app.panel.queries import not_their_turn, on_panels, who_sat
from app.people.forms import offered
from app.register import present_reviews as present
from app.register import queries as register
from app.register.actions import reviews as actions
from app.register.queries import reviews as queries
from app.register.review_forms import (
    HAND_FORMS,
    REPORT_FORM,
    AddViewForm,
    AskForm,
    DecideForm,
    HearForm,
    NoticeForm,
    NoViewForm,
    OpenForm,
    PanelForm,
    StopForm,
)
from app.register.reviewing import JUDGEMENT, ReviewTrigger, ViewOf
from app.register.rules.reviews import Stage, first_without_panel_breach, who_decides
from app.register.views.opening import bp, to_edit
from app.register.views.review_facts import facts_of
from app.supervision import queries as supervision

# ---------------------------------------------------------------------------------------- the list


@bp.route("/reviews")
@requires(May.SEE_HOUSEHOLDS)
def reviews():
    """Which reviews are late, coming and under way, for all our households."""
    everyone = _rows(as_at())
    show = request.args.get("show", "to_do")
    worker = request.args.get("worker", "")
    found = [
        row
        for row in everyone
        if present.shown_as(row, show) and (not worker or row.worker_ref == worker)
    ]
    asked = request.args.get("sort", "due")
    key = present.SORTS.get(asked.lstrip("-"), present.SORTS["due"])
    found.sort(key=key, reverse=asked.startswith("-"))
    stem = f"reviews-{as_at():%Y-%m-%d}"
    return as_file(stem, "Reviews", present.COLUMNS, found) or render_template(
        "register/reviews.html",
        page=page_of(found),
        show=show,
        worker=worker,
        shows=present.SHOWS,
        counts={
            name: sum(present.shown_as(row, name) for row in everyone) for name in present.SHOWS
        },
        workers=sorted({(row.worker, row.worker_ref) for row in everyone if row.worker_ref}),
    )


def _rows(day):
    user = current_user._get_current_object()
    workers = supervision.worker_of(None, day)
    own = supervision.own_households(user, day)
    own_only = user.may(May.EDIT_HOUSEHOLD) and not user.may(May.ALLOCATE_WORKER)
    sees_all = user.may(May.DECIDE_ON_CARERS) or user.may(May.SEE_HOLD_REASON)
    rows = []
    for home in queries.programme(day):
        worker = workers.get(home.household_id)
        rows.append(
            present.Row(
                home,
                worker.name if worker else "",
                worker.ref if worker else "",
                day,
                home.household_id in own if own_only else sees_all,
            )
        )
    return rows


# -------------------------------------------------------------------------------------- one review


@bp.route("/households/<ref>/reviews/open", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def open_review(ref):
    """Open a review: one press for the yearly one."""
    household = to_edit(ref)
    before = queries.open_case(household.id)
    if before is not None and request.method == "GET":
        return redirect(url_for("register.review_case", ref=before.ref))
    form = OpenForm(data={"trigger": ReviewTrigger.ANNUAL} if request.method == "GET" else None)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.open_review,
            household,
            **{**form.answers(), "why": form.why.data or ""},
            leads_to=lambda made: url_for("register.review_case", ref=made.ref),
        )
        if carried is not None:
            flash("The review is open. Now ask for views.", "success")
            return carried.redirect
    home = next(iter(queries.programme(today(), household.id)), None)
    page = render_template("register/review_open.html", form=form, household=household, home=home)
    return page, form.http_status


def _case_or_404(ref, *, to_change=False):
    case = queries.case_by_ref(ref)
    user = current_user._get_current_object()
    if case is None or not supervision.may_read_reviews(user, case.household_id):
        abort(404)
    if to_change and not supervision.may_edit(user, case.household_id):
        abort(404)
    return case


class _Page:
    """One review as one person may see it."""

    def __init__(self, case):
        self.case, self.day = case, today()
        self.user = current_user._get_current_object()
        self.course = queries.course_of(case)
        self.worker = supervision.worker_of([case.household_id], self.day).get(case.household_id)
        child_ids = [view.child_id for view in case.views if view.child_id]
        self.visible = register.visible_among(
            self.user,
            child_ids,
            households=supervision.own_households(self.user, self.day),
            as_at=self.day,
        )
        self.childs_workers = queries.workers_of_children(child_ids)
        self.links = last_links_about_items([queries.item_of(view) for view in case.views])
        self.may_edit = supervision.may_edit(self.user, case.household_id)

    def look(self):
        """Record what is about to be shown."""
        looked_at(
            "review",
            {
                Kept.NARRATIVE: [f"household:{self.case.household_id}"],
                Kept.CHILD: [f"child:{each}" for each in self.visible],
            },
        )

    def views(self):
        """Everybody's view, in the order in which they were added."""
        return [
            present.ViewShown(view, self.who(view), self.links.get(queries.item_of(view)), self.day)
            for view in self.case.views
        ]

    def who(self, view):
        """Whose view it is, for this person."""
        return present.who_is_asked(
            view,
            named=view.child_id in self.visible,
            worker=self.worker.name if self.worker else "",
            childs_worker=self.childs_workers.get(view.child_id, ("", None))[0],
        )

    def addressed(self, view):
        """To whom a link goes, and by which email address if one is known."""
        name, email = self.childs_workers.get(view.child_id, ("", None))
        holder = present.holder_of(view, childs_worker=name)
        if view.of is ViewOf.CARER:
            return view, holder, view.person.email
        return view, holder, email if view.of is ViewOf.CHILDS_WORKER else None

    def facts(self):
        """What the record says: as it was once the report is finished, until then as it is."""
        if self.case.facts is not None:
            return [tuple(each) for each in self.case.facts]
        return facts_of(self.case, self.day)

    def may_decide(self):
        """Is it this person's to decide?"""
        return (
            self.course.stage is Stage.DECISION
            and self.user.may(May.DECIDE_ON_CARERS)
            and bool(self.user.roles_now() & who_decides(self.course))
        )

    def shown(self):
        """Everything that the page shows."""
        self.look()
        home = next(iter(queries.programme(self.day, self.case.household_id)), None)
        views = self.views()
        return {
            "case": self.case,
            "household": self.case.household,
            "course": self.course,
            "Stage": Stage,
            "home": home,
            "worker": self.worker,
            "views": views,
            "worries": [each for each in views if each.view.worries],
            "to_ask": [each for each in views if each.by_link and each.view.asked_on is None],
            "to_chase": [each for each in views if each.by_link and each.to_chase],
            "new_people": len(queries.still_wanted(self.case)) if self.may_edit else 0,
            "facts": self.facts(),
            "judgement": JUDGEMENT,
            "steps": present.steps_of(self.course),
            "outcome": present.outcome,
            "may_edit": self.may_edit,
            "may_decide": self.may_decide(),
            "deciders": " or ".join(
                sorted(f"the {role.words().lower()}" for role in who_decides(self.course))
            ),
            "incomplete": [
                first_without_panel_breach(day) for day in (home.incomplete if home else ())
            ],
            "on_panels": on_panels(
                f"review:{self.case.household_id}",
                self.case.opened_on,
                self.case.decided_on or (date.max if self.course.is_open else self.case.opened_on),
            ),
            "button": HearthForm(),
        }


@bp.route("/reviews/<ref>")
@requires(May.SEE_DECISIONS)
def review_case(ref):
    """One review: whose turn it is, everybody's views, the report, the decision."""
    return render_template("register/review.html", **_Page(_case_or_404(ref)).shown())


def _there(case, part=""):
    return url_for("register.review_case", ref=case.ref) + (f"#{part}" if part else "")


def _small_page(case, form, action, *args, title, says="", save="Save", part="", done="", **told):
    """A small page of a review: one form, one act, and back to the review."""
    return small_page(
        form,
        action,
        *args,
        there=_there(case, part),
        about=f"Review of {case.household.name}",
        back_to="The review",
        title=title,
        says=says,
        save=save,
        done=done,
        answers=(lambda: told) if told else None,
        case=case,
        household=case.household,
    )


# ------------------------------------------------------------------------------------------- views


@bp.route("/reviews/<ref>/ask", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def ask_views(ref):
    """Ask several people at once by one-time link; whoever was asked before is asked again."""
    case = _case_or_404(ref, to_change=True)
    page = _Page(case)
    page.look()
    asked = {each.view.ref: each for each in page.views() if each.by_link}
    form = AskForm()
    form.which.choices = offered(
        (key, f"{each.who} ({each.view.of.words().lower()}): {each.standing.lower()}")
        for key, each in asked.items()
    )
    if request.method == "GET":
        form.which.data = [
            key for key, each in asked.items() if each.view.asked_on is None or each.to_chase
        ]
    if form.validate_on_submit():
        chosen = [page.addressed(asked[ref].view) for ref in form.which.data or ()]
        carried = carried_out(form, actions.ask_by_link, chosen, leads_to=lambda _: _there(case))
        if carried is not None and carried.result:
            return shown_once(carried.result, back=_there(case), back_says="Back to the review")
        if carried is not None:
            return carried.redirect
    shown = render_template("register/review_ask.html", form=form, case=case, there=_there(case))
    return shown, form.http_status


@bp.post("/reviews/<ref>/seek")
@requires(May.EDIT_HOUSEHOLD)
def seek_views(ref):
    """Add whoever has come since the review was opened."""
    case = _case_or_404(ref, to_change=True)
    return pressed(actions.seek_more, case, there=_there(case, "views"))


@bp.route("/reviews/<ref>/views/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def add_view(ref):
    """Somebody else who is to be heard."""
    case = _case_or_404(ref, to_change=True)
    return _small_page(
        case,
        AddViewForm(),
        actions.add_view,
        case,
        title="Add somebody to ask",
        says="Children of the family, others who live there, a school: whoever knows how it is.",
        save="Add",
        part="views",
    )


def _view_or_404(case, number):
    found = [view for view in case.views if view.ref == number]
    return found[0] if found else abort(404)


@bp.route("/reviews/<ref>/views/<view_ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def record_view(ref, view_ref):
    """Write down what somebody said."""
    case = _case_or_404(ref, to_change=True)
    view = _view_or_404(case, view_ref)
    page = _Page(case)
    page.look()
    form = HAND_FORMS[view.of]()
    told = {}
    if form.is_submitted():
        told = {"said": form.said(), "how": form.how.data, "given_on": form.given_on.data}
    return _small_page(
        case,
        form,
        actions.give_view,
        view,
        title=f"What {page.who(view)} said",
        says="In their own words, as far as you can.",
        part="views",
        done="The view is recorded",
        **told,
    )


@bp.route("/reviews/<ref>/views/<view_ref>/none", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def no_view(ref, view_ref):
    """Say why there is no view."""
    case = _case_or_404(ref, to_change=True)
    view = _view_or_404(case, view_ref)
    page = _Page(case)
    page.look()
    return _small_page(
        case,
        NoViewForm(),
        actions.no_view,
        view,
        title=f"No view of {page.who(view)}",
        says="The report says so, with the reason.",
        part="views",
        done="It is recorded that there is no view, and why",
    )


@bp.route("/reviews/<ref>/views/<view_ref>/asked", methods=["POST"])
@requires(May.EDIT_HOUSEHOLD)
def asked_by_hand(ref, view_ref):
    """They were asked today, not by link."""
    case = _case_or_404(ref, to_change=True)
    view = _view_or_404(case, view_ref)
    return pressed(actions.ask_by_hand, view, there=_there(case, "views"))


@bp.route("/reviews/<ref>/views/<view_ref>/heard", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def hear_child(ref, view_ref):
    """A child's worry was read: say what was done."""
    case = _case_or_404(ref, to_change=True)
    view = _view_or_404(case, view_ref)
    page = _Page(case)
    page.look()
    return _small_page(
        case,
        HearForm(),
        actions.hear,
        view,
        title=f"What you did about what {page.who(view)} said",
        part="views",
    )


# ----------------------------------------------------------------------- report, panel and decision


@bp.route("/reviews/<ref>/report", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def report(ref):
    """The report: what the record says beside what the author judges; saved, or finished."""
    case = _case_or_404(ref, to_change=True)
    page = _Page(case)
    form = REPORT_FORM(record=case, data=_known(case) if request.method == "GET" else None)
    if form.validate_on_submit():
        carried = _reported(page, form)
        if carried is not None:
            return carried.redirect
    shown = page.shown() | {"form": form}
    return (
        render_template("register/review_report.html", **shown),
        form.http_status,
    )


def _known(case):
    """What was saved of the report before."""
    return {
        **case.judgement,
        "suitable": case.suitable,
        "terms_right": case.terms_right,
        "to_panel": case.to_panel,
        "held_on": case.held_on or today(),
    }


def _reported(page, form):
    case = page.case
    told = {
        "judgement": form.judgement(),
        "suitable": form.suitable.data,
        "terms_right": form.terms_right.data,
    }
    if "finish" not in request.form:
        carried = carried_out(
            form,
            actions.save_report,
            case,
            **told,
            record=case,
            leads_to=lambda _: url_for("register.report", ref=case.ref),
        )
        if carried is not None:
            flash("Saved. It is not finished yet.", "success")
        return carried
    carried = carried_out(
        form,
        actions.finish_report,
        case,
        **told,
        held_on=form.held_on.data,
        to_panel=form.to_panel.data,
        facts=facts_of(case, today()),
        record=case,
        leads_to=lambda _: _there(case),
    )
    if carried is not None:
        flash("The report is finished, and the register shows the review.", "success")
    return carried


@bp.route("/reviews/<ref>/panel", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def review_panel(ref):
    """What a panel held elsewhere recommended on the report."""
    case = _case_or_404(ref, to_change=True)
    return _small_page(
        case,
        PanelForm(),
        actions.record_panel,
        case,
        title="What the panel recommended",
        part="decision",
        done="The panel’s recommendation is recorded",
    )


@bp.route("/reviews/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_ON_CARERS)
def decide_review(ref):
    """Decide, with the report in front of one's eyes."""
    case = _case_or_404(ref)
    page = _Page(case)
    form = DecideForm()
    if form.validate_on_submit():
        worker = page.worker
        carried = carried_out(
            form,
            actions.decide_review,
            case,
            **form.answers(),
            own_case_of=[worker.id] if worker else [],
            sat=who_sat(f"review:{case.household_id}", case.opened_on),
            not_their_turn=not_their_turn(
                current_user._get_current_object(),
                case.household_id,
                f"review:{case.household_id}",
                case.opened_on,
                own=[worker.id] if worker else (),
            ),
            leads_to=lambda _: _there(case),
        )
        if carried is not None:
            flash("Decided. Notice to the carers comes next.", "success")
            return carried.redirect
    shown = render_template("register/review_decide.html", **page.shown(), form=form)
    return shown, form.http_status


@bp.route("/reviews/<ref>/notice", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def review_notice(ref):
    """The carers were told in writing."""
    case = _case_or_404(ref, to_change=True)
    return _small_page(
        case,
        NoticeForm(),
        actions.give_review_notice,
        case,
        title="Notice of the outcome",
        says="Written notice to the carers, as soon as it is decided (regulation 28(6)).",
        part="decision",
        done="The notice is recorded",
    )


@bp.route("/reviews/<ref>/close", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def stop_review(ref):
    """Close a review without a decision."""
    case = _case_or_404(ref, to_change=True)
    return _small_page(
        case,
        StopForm(),
        actions.stop_review,
        case,
        title="Close this review without a decision",
        says="For a review opened in error, or when the approval ended first. The year goes on "
        "running, and links still open are taken back.",
        save="Close it",
    )


# ---------------------------------------------------------------------------- on a household's page


@bp.app_template_global()
def reviews_about(household):
    """What a household's page shows of reviews, on its day: of what this person may open."""
    day, known = as_at(), known_at()
    sees = supervision.may_read_reviews(current_user._get_current_object(), household.id)
    home = next(iter(queries.programme(day, household.id)), None)
    under = home.under if home is not None else None
    return {
        "home": home,
        "incomplete": [first_without_panel_breach(each) for each in home.incomplete]
        if home
        else [],
        "held": queries.reviews_held(household.id, day, known),
        "under": under if sees else None,
        "reports": queries.reports_of(household.id) if sees else {},
        "may_open": home is not None and (under is None or under.course.decided_on is not None),
    }
