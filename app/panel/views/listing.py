"""The central list, and each person's own page and small forms."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked, looked_at
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.present import short_day
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, file_answer, file_wanted, known_at
from app.core.words import words
from app.panel import forms, present, watch
from app.panel.actions import listing as actions
from app.panel.actions.deciding import link_user
from app.panel.inspection import file_of, inspected
from app.panel.kinds import ExperienceKind, NoticeBy, StepKind
from app.panel.queries import listing as queries
from app.panel.rules.listing import TEST, notice_clock
from app.panel.views.opening import bp
from app.people.actions import change_person
from app.people.forms import offered


@bp.get("/panel/central-list")
@requires(May.SEE_CENTRAL_LIST)
def central_list():
    """Everybody on the list, what each is, and who is about to lapse."""
    which = request.args.get("show", "")
    if which not in present.SHOW:
        abort(400)
    everybody = queries.central_list(as_at(), known_at())
    shown = [each for each in everybody if present.is_shown(each, which)]
    _see(shown)
    if file_wanted():
        return as_file(f"central-list-{as_at():%Y-%m-%d}", "Central list", present.COLUMNS, shown)
    return render_template(
        "panel/central_list.html",
        shown=shown,
        which=which,
        said=present.SHOW,
        counts={
            key: sum(present.is_shown(each, key) for each in everybody) for key in present.SHOW
        },
        makeup=queries.makeup(everybody),
        present=present,
    )


@bp.get("/panel/inspection")
@requires(May.SEE_CENTRAL_LIST)
def inspection():
    """The list's details and the last three sets of approved minutes, in one file."""
    found = inspected()
    looked_at("inspection", {Kept.CHECKS: found.people, Kept.NARRATIVE: found.households})
    name = f"panel-inspection-{found.day:%Y-%m-%d}.zip"
    return file_answer(file_of(found, by=current_user.name), name, "application/zip")


def _see(shown):
    looked({f"person:{each.listing.person_id}" for each in shown}, Kept.NARRATIVE, "central list")


@bp.route("/panel/central-list/new", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def new_member():
    """Somebody is put on the list."""
    return small_page(
        forms.ListingForm(),
        actions.put_new_on_list,
        there=url_for("panel.central_list"),
        leads_to=lambda made: url_for("panel.member", ref=made.ref),
        about="Central list",
        title="Put somebody on the central list",
        says="Independence, experience and checks follow on their page.",
    )


def _listing(ref):
    listing = queries.listing_by_ref(ref)
    if listing is None:
        abort(404)
    return listing


@bp.get("/panel/central-list/<ref>")
@requires(May.SEE_CENTRAL_LIST)
def member(ref):
    """One person: what they are, what is due, and what was recorded of them."""
    listing = _listing(ref)
    looked([f"person:{listing.person_id}"], Kept.CHECKS, "central list")
    found = queries.one_of(listing, as_at(), known_at())
    return render_template(
        "panel/member.html",
        found=found,
        story=queries.history_of(listing.id),
        test=TEST,
        actions=watch.ACTIONS,
        notice_clock=notice_clock,
        signs_in_as=next(
            (each.name for each in queries.accounts() if each.id == listing.user_id), ""
        ),
        may_keep=current_user.may(May.KEEP_PANEL) and as_at() == today() and known_at() is None,
    )


def _change(listing, form, action, *, title, **kw):
    return small_page(
        form,
        action,
        listing,
        there=url_for("panel.member", ref=listing.ref),
        about=listing.person.name,
        title=title,
        **kw,
    )


@bp.route("/panel/central-list/<ref>/independence", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def independence(ref):
    """The test of independence is answered, at appointment and whenever something changes."""
    listing = _listing(ref)
    form = forms.IndependenceForm()
    if request.method == "GET" and queries.approved_on(listing.person_id, today()):
        form.true.data = ["approved_here"]
    return _change(
        listing,
        form,
        actions.answer_independence,
        title="Independent of this service?",
        says="Asked at the appointment and before each meeting. It changes on the day that "
        "something changes, as when somebody begins to work here.",
    )


@bp.route("/panel/central-list/<ref>/experience", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def experience(ref):
    """What this person knows is recorded."""
    listing = _listing(ref)
    form = forms.ExperienceForm()
    if request.method == "GET":
        form.kind.data = _asked(ExperienceKind)
        form.starts_on.data = listing.starts_on
    return _change(
        listing, form, actions.record_experience, title="What they know from life or work"
    )


@bp.route("/panel/central-list/<ref>/done", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def done(ref):
    """A check, an observation, an induction, a training day or an appraisal took place."""
    form, step = forms.StepForm(), _asked(StepKind)
    if step is not None:
        form.asks_of(step)
    return _change(
        _listing(ref),
        form,
        actions.record_step,
        title=words(step) if step is not None else "Record what was done",
        answers=lambda: {"step": step} | form.answers(),
    )


def _asked(codes):
    """Which one a link asks for, if it is one of them."""
    asked = request.args.get("what", "")
    return codes(asked) if asked in set(codes) else None


@bp.route("/panel/central-list/<ref>/notice", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def notice(ref):
    """Either side gives a month's notice."""
    listing = _listing(ref)
    ends = notice_clock(NoticeBy.MEMBER).last_day(today())
    return _change(
        listing,
        forms.NoticeForm(record=listing),
        actions.give_notice,
        title="Notice to leave the central list",
        says=f"One month. Given today, the last day is {short_day(ends)}.",
        save="Record the notice",
        warning=True,
        record=listing,
    )


@bp.route("/panel/central-list/<ref>/away", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def away(ref):
    """They cannot come for a time."""
    return _change(_listing(ref), forms.AwayForm(), actions.go_away, title="When they cannot come")


@bp.route("/panel/central-list/<ref>/back", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def back_again(ref):
    """A time away whose end was not known is over."""
    listing = _listing(ref)
    open_ = {str(each.id): each for each in queries.away_without_end(listing.id)}
    form = forms.BackForm()
    form.which.choices = offered(
        [("", "Choose")]
        + [(key, f"Away since {short_day(each.starts_on)}") for key, each in open_.items()]
    )
    if request.method == "GET" and len(open_) == 1:
        form.which.data = next(iter(open_))
    return _change(
        listing,
        form,
        lambda _, *, away, **told: actions.come_back(away, **told),
        title="They can come again",
        done="Recorded that they can come again",
        answers=lambda: {"on": form.on.data, "away": open_.get(form.which.data)},
    )


@bp.route("/panel/central-list/<ref>/fee", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def fee(ref):
    """What they are paid for a meeting."""
    listing, form = _listing(ref), forms.FeeForm()
    now = queries.one_of(listing, today()).fee
    if request.method == "GET" and now is not None:
        form.pounds.data = now.pounds
    return _change(
        listing,
        form,
        actions.set_fee,
        title="Paid for a meeting",
        says=f"£{now.pounds} since {short_day(now.starts_on)}." if now is not None else "",
    )


@bp.route("/panel/central-list/<ref>/particulars", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def particulars(ref):
    """What they are called, and how they are reached."""
    listing = _listing(ref)
    person = listing.person
    looked([f"person:{person.id}"], Kept.LOCATION, "central list")
    form = forms.ParticularsForm(obj=person, record=person)
    return small_page(
        form,
        change_person,
        person,
        there=url_for("panel.member", ref=ref),
        about=person.name,
        title="Name, email address and telephone",
        record=person,
        answers=lambda: form.answers() | {"born": person.born, "sex": person.sex},
    )


@bp.route("/panel/central-list/<ref>/account", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def account(ref):
    """With which account they sign in, so that nobody decides on what they sat on."""
    listing = _listing(ref)
    form = forms.AccountForm(record=listing)
    users = {each.ref: each for each in queries.accounts()}
    form.who.choices = offered([("", "Nobody"), *((key, each.name) for key, each in users.items())])
    if request.method == "GET":
        form.who.data = next((key for key, each in users.items() if each.id == listing.user_id), "")
    return _change(
        listing,
        form,
        link_user,
        title="Signs in as",
        says="So that nobody decides on what they sat on.",
        record=listing,
        answers=lambda: {"user_id": users[form.who.data].id if form.who.data else None},
    )
