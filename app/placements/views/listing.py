"""The lists: all of them, one placement's, and working it off item by item."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.children import queries as children
from app.children.models import Child
from app.core.columns import Kept
from app.core.db import db
from app.core.forms import HearthForm
from app.core.present import short_day
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, file_wanted, known_at, page_of
from app.placements import forms, papers, present, queries
from app.placements.actions import lists as actions
from app.placements.kinds import CARDS, Item
from app.placements.present import Which
from app.placements.rules import not_reviewed
from app.placements.views.opening import (
    bp,
    change,
    child_or_404,
    own_households,
    placement_or_404,
    user_now,
    visible,
)
from app.register import queries as register
from app.statute.care_planning.begun import EXCEPTIONS, RECIPIENTS, Recipient

# ------------------------------------------------------------------------------------ all lists


@bp.get("/placements")
@requires(May.SEE_CHILDREN)
def index():
    """The lists of the children whom this person may see, in parts; what is late first."""
    asked = request.args.get("which", Which.OPEN)
    if asked not in set(Which):
        abort(400)
    which, day = Which(asked), as_at()
    seen = set(db.session.scalars(visible()))
    found = queries.standing(day) if known_at() is None else queries.lists(day, known_at()).values()
    everything = [present.Row(each, day) for each in found if each.child_id in seen]
    rows = sorted((each for each in everything if each.fits(which)), key=lambda each: each.order)
    if file_wanted():
        _see(rows)
        return as_file(f"placements-{day:%Y-%m-%d}", "Placements", present.COLUMNS, rows)
    page = page_of(rows)
    _see(page.rows)
    return render_template(
        "placements/index.html",
        page=page,
        which=which,
        counts={each: sum(row.fits(each) for row in everything) for each in Which},
        kept_from=queries.kept_from(known_at()),
    )


def _see(rows):
    looked({f"child:{row.listed.child_id}" for row in rows}, Kept.CHILD, "placements")


@bp.route("/placements/kept-from", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def keep_from():
    """From when on lists are kept of what placements start."""
    return small_page(
        forms.FromForm(data={"day": queries.kept_from()}),
        actions.keep_lists_from,
        there=url_for("placements.index"),
        about="Placements",
        title="From when lists are kept",
        says="Of a placement that began before this day nothing is shown as owed: what it started "
        "is kept elsewhere.",
    )


# ------------------------------------------------------------------------------------- one list


@bp.get("/placements/<ref>")
@requires(May.SEE_CHILDREN)
def placement(ref):
    """One placement: everything that it started, whose it is, its clock and its one action."""
    found, child = placement_or_404(ref)
    day, known = as_at(), known_at()
    listed = queries.of_placement(found.id, day, known)
    steps = queries.steps_of(found.id, known)
    now = day == today() and known is None
    return render_template(
        "placements/placement.html",
        placement=found,
        child=child,
        listed=listed,
        groups=present.groups_of(listed) if listed is not None else [],
        where=papers.where_of(found),
        household=_household_shown(found),
        steps=steps,
        documents=queries.documents_named([each.document_id for each in steps if each.document_id]),
        ending=queries.ending_of(found.id, known),
        exceptions=EXCEPTIONS,
        not_reviewed=not_reviewed(listed.ended) if listed and listed.ended else None,
        meeting=queries.meeting_of(found.id),
        plan=queries.plan_of(found.id, known),
        delegated=queries.delegated_of(found.id, day, known),
        officer=queries.officer_of(child.id, day),
        cards=CARDS,
        recipients=RECIPIENTS,
        may_keep=now and current_user.may(May.KEEP_PLACEMENT_LISTS),
        action_of=present.action_of,
        kept_from=queries.kept_from(known),
    )


def _household_shown(found):
    """The household's public id, for a link."""
    if found.household_id is None:
        return None
    named = children.households_named({found.household_id})
    return named[found.household_id][0] if named else None


@bp.app_template_global()
def placement_list_of(child):
    """The list of the home where a child lives, for the child's own page."""
    return queries.current_of(child.id, as_at(), known_at())


@bp.app_template_global()
def placement_lists_on(household):
    """What is owed of the children who live with a household, whom this person may see."""
    if not current_user.may(May.SEE_CHILDREN):
        return []
    here = [each for each in queries.of_household(household.id, as_at()) if each.to_do]
    seen = register.visible_among(
        user_now(), {each.child_id for each in here}, households=own_households(), as_at=as_at()
    )
    return [each for each in here if each.child_id in seen]


# ------------------------------------------------------------------------------- working it off


def _item(name):
    if name not in set(Item):
        abort(404)
    return Item(name)


def _recipient(name):
    if name not in set(Recipient):
        abort(404)
    return Recipient(name)


def _says(item, to=None):
    """What the law asks of an item, in a sentence with its place."""
    card = CARDS[item]
    if item is Item.NOTICE_OF_END and to is not None:
        return (
            "In writing, before it ends or, where that is not practicable, within ten working days "
            f"({RECIPIENTS[to].of_end.short})."
        )
    cite = RECIPIENTS[to].of_start if to is not None else None
    if cite is not None:
        return (
            "In writing, before the placement or, in an emergency, within five working days "
            f"({cite.short})."
        )
    return f"{card.clock.says} ({card.clock.citation})."


@bp.route("/placements/<ref>/done/<item>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def done(ref, item):
    """An item was done: on which day, and what shows it."""
    found, child = placement_or_404(ref)
    which = _item(item)
    form = forms.DoneForm()
    if not CARDS[which].before:
        del form.why_not_before
    return change(
        found,
        child,
        form,
        actions.tick_off,
        title=which.words(),
        says=_says(which),
        done=f"{which.words()}: done",
        answers=lambda: form.answers() | {"item": which},
    )


@bp.route("/placements/<ref>/not-needed/<item>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def not_needed(ref, item):
    """An item is not needed here, because."""
    found, child = placement_or_404(ref)
    which = _item(item)
    form = forms.NotNeededForm()
    return change(
        found,
        child,
        form,
        actions.set_not_needed,
        title=f"Not needed: {which.words().lower()}",
        says=_says(which),
        answers=lambda: form.answers() | {"item": which},
    )


@bp.route("/placements/<ref>/told/<item>/<recipient>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def told(ref, item, recipient):
    """One of those whom the law names was told, with a letter made from the record if asked."""
    found, child = placement_or_404(ref)
    which, to = _item(item), _recipient(recipient)
    form = forms.ToldForm(data={"name": _name_of(to, found, child)})
    if which is Item.NOTICE_OF_END:
        del form.why_not_before
    return _tell(
        found,
        child,
        form,
        which,
        lambda: {to: (form.name.data or "").strip()},
        title=f"{which.words()}: {to.words()[:1].lower()}{to.words()[1:]}",
        says=_says(which, to),
        done=f"{to.words()}: told",
    )


@bp.route("/placements/<ref>/told/<item>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def told_all(ref, item):
    """Several of those whom the law names were told, each by the same way on the same day."""
    found, child = placement_or_404(ref)
    which = _item(item)
    listed = queries.of_placement(found.id, today())
    owed = [each.to for each in listed.to_do if each.item is which and each.to] if listed else []
    form = forms.tell_form(owed)(
        data={forms.name_of(to): _name_of(to, found, child) for to in owed}
    )
    if which is Item.NOTICE_OF_END:
        del form.why_not_before
    return _tell(
        found,
        child,
        form,
        which,
        lambda: {to: name for to in owed if (name := form[forms.name_of(to)].data)},
        title=f"{which.words()}: who was told",
        says="Say who each of them is. Whoever was not told stays empty, and on the list.",
        done=f"{which.words()}: told",
    )


def _tell(found, child, form, which, names, **page):
    """The page that tells those whom `names()` gives after it is sent, with a letter each if one is
    asked for."""

    def answers():
        given = {name: form[name].data for name in ("on", "how", "why_not_before") if name in form}
        tellings = [
            actions.Telling(
                to,
                name,
                papers.notice_files(found, child, item=which, to=to, name=name, by=user_now())
                if form.letter.data
                else (),
            )
            for to, name in names().items()
        ]
        return given | {"item": which, "tellings": tellings}

    return change(found, child, form, actions.tell, answers=answers, save="Record it", **page)


def _name_of(to, found, child):
    """Who that is, where the record knows."""
    if to is Recipient.CHILD:
        return child.person.name
    if to is Recipient.OFFICER:
        officer = queries.officer_of(child.id, today())
        return officer.user.name if officer is not None else ""
    if to is Recipient.CARERS:
        return papers.where_of(found)
    return ""


@bp.route("/placements/<ref>/not-told/<item>/<recipient>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def not_told(ref, item, recipient):
    """One of those whom the law names is not told, because."""
    found, child = placement_or_404(ref)
    which, to = _item(item), _recipient(recipient)
    form = forms.NotNeededForm()
    withheld = RECIPIENTS[to].may_be_withheld
    return change(
        found,
        child,
        form,
        actions.set_not_needed,
        title=f"Not told: {to.words()[:1].lower()}{to.words()[1:]}",
        says="It may be withheld only if telling would put the child at risk of significant harm "
        "(CPPCR 2010 reg 13(3)), or there is nobody to tell."
        if withheld
        else _says(which, to),
        answers=lambda: form.answers() | {"item": which, "recipient": to},
    )


@bp.route("/placements/<ref>/take-back/<step_ref>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def take_back(ref, step_ref):
    """What was recorded of an item was an error."""
    found, child = placement_or_404(ref)
    step = queries.step_by_ref(found.id, step_ref)
    if step is None:
        abort(404)
    said = f" on {short_day(step.done_on)}" if step.done_on else ""
    return change(
        found,
        child,
        HearthForm(),
        actions.take_back,
        step,
        title="Recorded in error",
        says=f"{step.item.words()}{said}: it is owed again as before.",
        save="Take it back",
        warning=True,
        answers=dict,
    )


@bp.route("/children/<ref>/reviewing-officer", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def officer(ref):
    """Who reviews a child's case independently."""
    child: Child = child_or_404(ref)
    form = forms.OfficerForm()
    found = forms.choose_from(form.user, queries.officers_to_choose(today()))
    return small_page(
        form,
        actions.name_officer,
        child,
        there=url_for("children.child", ref=child.ref),
        about=child.person.name,
        title="Name the reviewing officer",
        says=_says(Item.OFFICER),
        answers=lambda: form.answers() | {"user": found.get(form.user.data)},
    )
