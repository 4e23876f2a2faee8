"""Checks: the list of all, a household's, and what is done about each."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments.forms import TakeBackForm
from app.audit.looks import looked
from app.audit.small_page import pressed, small_page
from app.checks import actions, forms, present, queries
from app.checks.kinds import Belongs, ChasedBy, Decided
from app.core.columns import Kept
from app.core.db import db
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at
from app.core.words import words
from app.people.changing import household_or_404, household_to_change
from app.people.models import Household
from app.people.queries import person_by_ref
from app.reminders.queries import emails_about
from app.statute.checks import CheckKind

bp = Blueprint("checks", __name__)

HOME = "home"
"""What stands for the home itself where an address names somebody."""


def _user():
    return current_user._get_current_object()


@bp.app_context_processor
def _for_pages():
    """What the cards on a household's and an assessment's page ask."""
    return {"checks_of": _of_household}


def _of_household(household_id):
    found = queries.checked_one(household_id, as_at(), known_at())
    if found is None:
        return None
    reads = queries.may_read(_user(), household_id)
    return {
        "found": found,
        "open": [each for each in found.lines if not each[1].standing.is_done],
        "state": lambda line: present.state_for(line, reads),
        **_said(reads),
    }


def _said(reads):
    return {
        "tones": present.TONES,
        "on_says": lambda line: present.on_says(line, reads),
        "late_says": present.late_says,
    }


@bp.get("/checks")
@requires(May.SEE_HOUSEHOLDS)
def index():
    """Checks of every home: to chase, to be seen, running out, not asked for, late."""
    day, show = as_at(), request.args.get("show", "chase")
    if show not in present.SHOWS:
        abort(400)
    rows = [
        present.Row(home, whom, line, day)
        for home in queries.checked(day, known_at())
        for whom, line in home.lines
    ]
    found = sorted(
        (row for row in rows if row.is_in(show)),
        key=lambda row: (row.due is None, row.due or day, row.home.household, row.whom.name),
    )
    stem = f"checks-{day:%Y-%m-%d}"
    return as_file(stem, "Checks", present.columns(), found) or render_template(
        "checks/index.html",
        rows=found,
        show=show,
        shows=present.SHOWS,
        counts={each: sum(row.is_in(each) for row in rows) for each in present.SHOWS},
        **_said(False),
        state=lambda line: present.state_for(line, False),
    )


@bp.get("/households/<ref>/checks")
@requires(May.SEE_HOUSEHOLDS)
def household(ref):
    """Everybody of a home, which list asks what of them, and how each check stands."""
    home = household_or_404(ref)
    reads = queries.may_read(_user(), home.id)
    if reads:
        looked([f"household:{home.id}"], Kept.CHECKS, "checks")
    now = as_at() == today() and known_at() is None
    may_keep = now and queries.may_keep(_user(), home.id)
    waited_for = queries.waited_for(home.id) if may_keep else {}
    return render_template(
        "checks/household.html",
        household=home,
        checked=queries.checked_one(home.id, as_at(), known_at()),
        reads=reads,
        may_keep=may_keep,
        waited_for=waited_for,
        emails=emails_about(each.id for each in waited_for.values()) if waited_for else {},
        by_email=lambda check: _may_email() and queries.address_to_chase(check) is not None,
        ChasedBy=ChasedBy,
        email_says=present.EMAIL_SAYS,
        Belongs=Belongs,
        Decided=Decided,
        one_click=HearthForm,
        state=lambda line: present.state_for(line, reads),
        **_said(reads),
    )


# ------------------------------------------------------------------------ about somebody's checks


def _there(household, whom=""):
    return url_for("checks.household", ref=household.ref) + (f"#of-{whom}" if whom else "")


def _to_keep(ref, whom):
    """The household, who it is (None: the home) with their checks, for somebody who keeps them."""
    home = household_to_change(ref, queries.may_keep)
    person = None if whom == HOME else person_by_ref(whom) or abort(404)
    found = queries.whom(home.id, person.id if person else None, today()) or abort(404)
    return home, person, found


def _page(home, whom, form, action, *args, **shown):
    return small_page(
        form,
        action,
        *args,
        there=_there(home, whom.ref),
        about=f"{home.name}: {whom.name}",
        **shown,
    )


@bp.route("/households/<ref>/checks/<whom>/ask", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def ask(ref, whom):
    """Some checks are asked for."""
    home, person, found = _to_keep(ref, whom)
    form = forms.AskForm().offer(
        item
        for kind, item in queries.offered(found.asks, today()).items()
        if (line := found.line(kind)) is None or line.standing.open is None
    )
    return _page(
        home,
        found,
        form,
        actions.ask,
        home,
        person,
        title="Ask for checks",
        save="They are asked for",
        done="Asked for",
        answers=form.told,
    )


@bp.route("/households/<ref>/checks/<whom>/leave-out", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def leave_out(ref, whom):
    """A check is not made, and why."""
    home, person, found = _to_keep(ref, whom)
    form = forms.LeaveOutForm().offer(queries.offered(found.asks, today()).values())
    return _page(
        home,
        found,
        form,
        actions.leave_out,
        home,
        person,
        title="Leave out a check",
        says="What Schedule 3 asks for is never left out.",
        answers=form.told,
    )


@bp.route("/households/<ref>/checks/<whom>/before", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def before(ref, whom):
    """A check of a paper file is written down: seen before this record was kept."""
    home, person, found = _to_keep(ref, whom)
    form = forms.BeforeForm().offer(queries.offered(found.asks, today()).values())

    def told():
        said = form.answers()
        return {"those": [actions.Before(person, CheckKind(said.pop("kind")), **said)]}

    return _page(
        home,
        found,
        form,
        actions.record_before,
        home,
        title="Write down a check that was seen before",
        says="From the paper file. Begin with the first, so that it does not show as late.",
        done="Written down",
        answers=told,
    )


@bp.route("/households/<ref>/checks/<whom>/helps", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def helps(ref, whom):
    """What a visitor does, which says whether their certificate may be asked for."""
    home, person, found = _to_keep(ref, whom)
    if person is None or found.belongs is not Belongs.VISITS:
        abort(404)
    form = forms.HelpsForm()
    return _page(
        home,
        found,
        form,
        actions.say_what_they_do,
        home,
        person,
        title="What do they do there?",
        answers=form.told,
    )


# ----------------------------------------------------------------------------- about one of them


def _check_to_keep(ref):
    """A round of a check and its household, for somebody who keeps them."""
    check = queries.check_by_ref(ref) or abort(404)
    home = db.session.get_one(Household, check.household_id)
    if not queries.may_keep(_user(), home.id):
        abort(403)
    return check, home


def _of(check):
    return check.person.name if check.person is not None else "The home"


def _check_page(check, home, form, action, *args, **shown):
    whom = check.person.ref if check.person is not None else HOME
    about = f"{home.name}: {_of(check)}, {words(CheckKind(check.kind)).lower()}"
    return small_page(form, action, *args, there=_there(home, whom), about=about, **shown)


def _may_email():
    return current_app.config["SETTINGS"].sending.may_chase


CHASED = {
    ChasedBy.EMAIL: "Chased today: the email goes out with the next post",
    ChasedBy.OTHERWISE: "Chased today",
}


@bp.post("/checks/<ref>/chase")
@requires(May.EDIT_HOUSEHOLD)
def chase(ref):
    """With one press it is chased, today: by email, or recorded as done otherwise."""
    check, home = _check_to_keep(ref)
    how = request.form.get("how", ChasedBy.OTHERWISE)
    if how not in CHASED or (how == ChasedBy.EMAIL and not _may_email()):
        abort(400)
    there = _there(home, check.person.ref if check.person is not None else HOME)
    chosen = ChasedBy(how)
    return pressed(actions.chase, check, there=there, done=CHASED[chosen], how=chosen)


@bp.route("/checks/<ref>/answers", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def who_answers(ref):
    """Who is to answer for a check, and by which address they are written to."""
    check, home = _check_to_keep(ref)
    looked([f"household:{home.id}"], Kept.LOCATION, "check")
    return _check_page(
        check,
        home,
        forms.WhoAnswersForm(obj=check, record=check),
        actions.say_who_answers,
        check,
        title="Who is to answer?",
        says="The message that chases it names nobody it is about.",
        done="Recorded",
        record=check,
    )


@bp.route("/checks/<ref>/came", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def came(ref):
    """It is back, and perhaps seen; or what was to be considered is decided."""
    check, home = _check_to_keep(ref)
    looked([f"household:{home.id}"], Kept.CHECKS, "check")
    if check.decided is Decided.CONSIDERED:
        return _check_page(
            check,
            home,
            forms.DecideForm(record=check),
            actions.decide,
            check,
            title="Decide",
            done="Decided",
            record=check,
        )
    return _check_page(
        check,
        home,
        forms.CameForm(obj=check if check.received_on else None, record=check),
        actions.record_came,
        check,
        title="What came of it",
        says="Its reference, its days and what was decided. Nothing of what it says is kept, and "
        "no picture of it.",
        done="Recorded",
        record=check,
    )


@bp.route("/checks/<ref>/take-back", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def take_back(ref):
    """It was recorded in error."""
    check, home = _check_to_keep(ref)
    return _check_page(
        check,
        home,
        TakeBackForm(record=check),
        actions.void_check,
        check,
        title="Take back a check recorded in error",
        says="It stays in the history with why. What was seen before stands again.",
        save="Take it back",
        done="Taken back",
        warning=True,
        record=check,
    )
