"""Pages about concerns: the list, one concern, its steps, who is told, and who may read of it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.audit.small_page import small_page
from app.children.queries import children_by_id
from app.concerns import actions, forms, present, queries
from app.concerns.kinds import CARDS, ConcernKind, Outcome, Part, StepKind
from app.concerns.present import Line, Which
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import now, today
from app.core.web import as_file, file_wanted, page_of
from app.core.words import words
from app.people import queries as people
from app.people.changing import household_or_404
from app.people.forms import offered
from app.register import queries as register
from app.statute.fostering.concerns import (
    DESIGNATED_OFFICER_REFERRAL,
    SCHEDULE_7,
    NotifiableEvent,
    Recipient,
    clock_for,
)
from app.supervision import queries as supervision

bp = Blueprint("concerns", __name__)


def _user():
    return current_user._get_current_object()


# ------------------------------------------------------------------------------------- the list


@bp.get("/concerns")
@requires(May.SEE_CONCERNS)
def index():
    """The concerns that this person may read, in parts; each number is of those alone."""
    asked, kind = request.args.get("which", Which.OPEN), request.args.get("kind", "")
    if asked not in set(Which) or kind not in {"", *_KINDS}:
        abort(400)
    which = Which(asked)
    everything = [Line(each, today(), now()) for each in queries.listed(_user())]
    found = [
        each for each in everything if each.fits(which) and kind in ("", each.whole.concern.kind)
    ]
    if file_wanted():
        _see(found, "concerns, as a file")
        return as_file(f"concerns-{today():%Y-%m-%d}", "Concerns", present.COLUMNS, found)
    page = page_of(found)
    _see(page.rows, "concerns")
    return render_template(
        "concerns/index.html",
        page=page,
        which=which,
        kind=kind,
        kinds=_KINDS,
        counts={each: sum(line.fits(each) for line in everything) for each in Which},
        sees_all=current_user.may(May.SEE_EVERY_CONCERN),
    )


_KINDS = tuple(ConcernKind)


def _see(lines, page):
    looked_at(page, {Kept.NARRATIVE: [f"concern:{each.whole.concern.id}" for each in lines]})


# ----------------------------------------------------------------------------------- one concern


def _concern_or_404(ref):
    """The concern, for somebody who may read it: to anybody else there is nothing here."""
    concern = queries.by_ref(ref)
    if concern is None or not queries.may_read(_user(), concern):
        abort(404)
    return queries.whole(concern)


def _to_keep(ref):
    """The concern, for somebody who records what is done about it."""
    found = _concern_or_404(ref)
    if not queries.may_keep(_user(), found):
        abort(403)
    _look(found)
    return found


def _look(found):
    looked_at(
        "concern",
        {
            Kept.NARRATIVE: [f"concern:{found.concern.id}"],
            Kept.CHILD: [f"child:{each.child_id}" for each in found.children],
        },
    )


@bp.get("/concerns/<ref>")
@requires(May.SEE_CONCERNS)
def concern(ref):
    """One concern: what was said, what was done and when, who was told, what is still to do."""
    found = _concern_or_404(ref)
    _look(found)
    may_keep = queries.may_keep(_user(), found)
    decides = current_user.may(May.DECIDE_CONCERNS)
    return render_template(
        "concerns/concern.html",
        found=found,
        concern=found.concern,
        line=Line(found, today(), now()),
        cards=CARDS,
        steps=[
            each
            for each, card in CARDS.items()
            if may_keep and found.course.may_take(each) and (decides or not card.by_decision)
        ],
        may_keep=may_keep,
        decides=decides,
        hold=queries.hold_of(found.concern),
        review=queries.review_of(found.concern),
        looks=queries.looks_at(found) if decides else (),
        referral=DESIGNATED_OFFICER_REFERRAL,
        event=SCHEDULE_7[found.concern.event] if found.concern.event else None,
        moment=now(),
        day=today(),
    )


@bp.app_template_global()
def concerns_on(household):
    """A household's concerns, for its page: none for whoever may read of none, and no number."""
    if not current_user.may(May.SEE_CONCERNS):
        return []
    return [Line(each, today(), now()) for each in queries.of_household(_user(), household.id)]


# ------------------------------------------------------------------------------------- taking one


def _choices(household):
    """Who belongs to a household and the children living there whom this person may see."""
    members = people.members_of(household.id, today())
    standing = register.standing_of(household.id)
    approved = [each.person for each in standing.approvals if each.held_on(today())]
    named = {each.ref: each for each in (*(one.person for one in members), *approved)}
    here = [each for each in register.children_here(household.id) if each.lives_here(today())]
    own = supervision.own_households(_user(), today())
    seen = register.visible_among(
        _user(), [each.child_id for each in here], households=own, as_at=today()
    )
    touched = children_by_id(seen)
    born_here = {each.person_id for each in touched.values()}
    people_there = {ref: each for ref, each in named.items() if each.id not in born_here}
    return people_there, {each.ref: each for each in touched.values()}


@bp.route("/households/<ref>/concern", methods=["GET", "POST"])
@requires(May.KEEP_CONCERNS)
def take(ref):
    """A concern is taken, as it is told."""
    household = household_or_404(ref)
    persons, children = _choices(household)
    looked_at(
        "a concern is taken", {Kept.CHILD: [f"child:{each.id}" for each in children.values()]}
    )
    form = forms.TakeForm()
    form.offer(persons, children)
    return small_page(
        form,
        actions.take_concern,
        household,
        there=url_for("register.household", ref=household.ref),
        about=household.name,
        template="concerns/take.html",
        title="Take a concern",
        says="An allegation goes to the designated officer within one working day. Nobody reads "
        "this but managers, inspectors and those named on it.",
        save="Take it",
        leads_to=lambda made: url_for("concerns.concern", ref=made.ref),
    )


# ---------------------------------------------------------------------------------- small forms


def _change(found, form, action, *args, title, part="", **kw):
    there = url_for("concerns.concern", ref=found.concern.ref) + (f"#{part}" if part else "")
    return small_page(
        form,
        action,
        *(args or (found.concern,)),
        there=there,
        about=found.concern.household.name,
        title=title,
        **kw,
    )


@bp.route("/concerns/<ref>/record/<step>", methods=["GET", "POST"])
@requires(May.KEEP_CONCERNS)
def step(ref, step):
    """Something was done about a concern, or is decided."""
    found = _to_keep(ref)
    if step not in set(StepKind):
        abort(404)
    kind = StepKind(step)
    card = CARDS[kind]
    if card.by_decision and not current_user.may(May.DECIDE_CONCERNS):
        abort(403)
    if request.method == "GET" and not found.course.may_take(kind):
        flash("That is not taken of this concern as it stands now.", "error")
        return redirect(url_for("concerns.concern", ref=ref))
    form = forms.StepForm()
    form.ask(card, found.concern, kind is StepKind.OUTCOME)
    return _change(
        found,
        form,
        actions.take_step,
        title=card.title,
        says=f"{card.says} ({card.cite.short})" if card.cite else card.says,
        part="steps",
        done=f"{words(kind)}: recorded",
        answers=lambda: {"kind": kind, **_with_outcome(form.answers())},
    )


def _with_outcome(told):
    outcome = told.get("outcome")
    return {**told, "outcome": Outcome(outcome) if outcome else None}


@bp.route("/concerns/<ref>/told/<recipient>", methods=["GET", "POST"])
@requires(May.KEEP_CONCERNS)
def told(ref, recipient):
    """Somebody outside was told of the event."""
    found = _to_keep(ref)
    if recipient not in set(Recipient):
        abort(404)
    who, form = Recipient(recipient), forms.NoticeForm()
    return _change(
        found,
        form,
        actions.record_notice,
        title=f"Record who was told: {who.words()}",
        says=f"{clock_for(who).says} ({clock_for(who).citation}). What is told by word of mouth "
        "is confirmed in writing.",
        part="told",
        answers=lambda: {"recipient": who, **form.answers()},
    )


@bp.route("/concerns/<ref>/event", methods=["GET", "POST"])
@requires(May.KEEP_CONCERNS)
def event(ref):
    """It is an event of Schedule 7, or is none."""
    found = _to_keep(ref)
    form = forms.EventForm(record=found.concern)
    if not form.is_submitted():
        form.event.data = found.concern.event
    return _change(
        found,
        form,
        actions.set_event,
        title="Which event has to be notified",
        says="Whom it is told to follows from the event.",
        part="told",
        record=found.concern,
    )


@bp.route("/concerns/<ref>/who", methods=["GET", "POST"])
@requires(May.KEEP_CONCERNS)
def who(ref):
    """Whom a concern is about, and which children it touches."""
    found = _to_keep(ref)
    persons, children = _choices(found.concern.household)
    persons.update({each.person.ref: each.person for each in found.about})
    children.update({each.child.ref: each.child for each in found.children})
    looked_at("concern", {Kept.CHILD: [f"child:{each.id}" for each in children.values()]})
    form = forms.WhoForm(record=found.concern)
    form.offer(
        persons,
        children,
        chosen=(
            [each.person.ref for each in found.about],
            [each.child.ref for each in found.children],
        ),
    )
    return _change(
        found,
        form,
        actions.change_who,
        title="Whom it is about",
        part="who",
        record=found.concern,
        answers=form.named,
    )


@bp.route("/concerns/<ref>/hold", methods=["GET", "POST"])
@requires(May.DECIDE_CONCERNS)
def hold(ref):
    """The household is put on hold because of this; one that stands is named here."""
    found = _to_keep(ref)
    return _change(
        found,
        forms.HoldForm(),
        actions.hold_for,
        title="Put the household on hold",
        says="No child is placed while it lasts, or fewer. The placement team sees that it is on "
        "hold, and not why. It stays until it is lifted by its own decision.",
        save="Put on hold",
        part="follows",
    )


@bp.route("/concerns/<ref>/review", methods=["GET", "POST"])
@requires(May.DECIDE_CONCERNS)
def review(ref):
    """A review of approval is opened because of this; one that is open is named here."""
    found = _to_keep(ref)
    return _change(
        found,
        forms.ReviewForm(),
        actions.review_for,
        title="Open a review of approval",
        says="Whenever necessary (FSR 2011 reg 28(2)). A review that is open already goes on, and "
        "is named here.",
        save="Open the review",
        part="follows",
    )


# ------------------------------------------------------------------------- who may read of it


@bp.route("/concerns/<ref>/readers", methods=["GET", "POST"])
@requires(May.DECIDE_CONCERNS)
def readers(ref):
    """Somebody is named who may read of it."""
    found = _to_keep(ref)
    choices = {each.ref: each for each in queries.who_may_read(today())}
    form = forms.ReaderForm()
    form.user.choices = offered(
        [("", "Choose"), *((each.ref, each.name) for each in choices.values())]
    )
    return _change(
        found,
        form,
        actions.name_reader,
        title="Name who may read of it",
        says="As few as can keep the child safe and look into it.",
        part="readers",
        answers=lambda: {"user": choices[form.user.data], "part": Part(form.part.data)},
    )


@bp.route("/concerns/<ref>/readers/end", methods=["GET", "POST"])
@requires(May.DECIDE_CONCERNS)
def end_reader(ref):
    """Somebody may read of it no longer."""
    found = _to_keep(ref)
    rows = {each.user.ref: each for each in found.readers}
    if not rows:
        abort(404)
    form = forms.EndReaderForm()
    form.who.choices = offered(
        (key, f"{each.user.name}: {each.part.words().lower()}") for key, each in rows.items()
    )
    return _change(
        found,
        form,
        actions.end_reader,
        rows.get(form.who.data or ""),
        title="End that somebody may read of it",
        part="readers",
        answers=dict,
    )


@bp.route("/concerns/<ref>/set-aside", methods=["GET", "POST"])
@requires(May.DECIDE_CONCERNS)
def set_aside(ref):
    """It was recorded in error."""
    found = _to_keep(ref)
    return small_page(
        HearthForm(),
        actions.set_aside,
        found.concern,
        there=url_for("concerns.concern", ref=ref),
        about=found.concern.household.name,
        title="Set aside a concern recorded in error",
        says="It was written on the wrong household, or twice. It stays on record, marked, and is "
        "in no list. A hold or a review that followed stays as it is.",
        save="Set it aside",
        warning=True,
        answers=dict,
        leads_to=lambda _: url_for("concerns.index"),
    )


# --------------------------------------------------------------------------------- whom we tell


@bp.get("/concerns/recipients")
@requires(May.SEE_CONCERNS)
def recipients():
    """Who is told of which event: the Schedule's own, and what the council has said since."""
    own = {
        (each.event, each.recipient): each
        for each in queries.notice_rules()
        if each.held_on(today())
    }
    return render_template(
        "concerns/recipients.html",
        events=[
            (each, row, queries.recipients_on(each, today())) for each, row in SCHEDULE_7.items()
        ],
        recipients=list(Recipient),
        own=own,
        clock_for=clock_for,
        may_set=current_user.may(May.DECIDE_CONCERNS),
    )


@bp.route("/concerns/recipients/<event>", methods=["GET", "POST"])
@requires(May.DECIDE_CONCERNS)
def set_recipients(event):
    """The council says whom it tells of an event, from a day on."""
    if event not in set(NotifiableEvent):
        abort(404)
    kind = NotifiableEvent(event)
    form = forms.RecipientsForm()
    if not form.is_submitted():
        form.told.data = [each.value for each in queries.recipients_on(kind, today())]
    return small_page(
        form,
        actions.set_recipients,
        kind,
        there=url_for("concerns.recipients"),
        about="Who is told of events",
        title=words(kind),
        says="What was known before that day keeps whom it was told to then.",
    )
