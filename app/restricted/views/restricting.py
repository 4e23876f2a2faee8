"""Pages about restricted records: who may see each, opening one for an hour, and whether that was
right."""

from __future__ import annotations

from flask import abort, flash, render_template, url_for

from app.accounts import queries as accounts
from app.accounts.permissions import ROLES, May
from app.accounts.views.proving import needs_proof, proved
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.audit.small_page import pressed
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.people.changing import household_or_404
from app.people.forms import told
from app.restricted import actions, forms, queries, rules
from app.restricted.models import Restriction, RestrictionProposed
from app.restricted.views.knowing import (
    bp,
    child_or_404,
    form_page,
    records_of_household,
    user_here,
)
from app.supervision import queries as supervision

NOT_FOUND = (
    "No restricted record that is shut to you has this name or reference. Check the spelling, or "
    "look for it in the search box."
)
SEVERAL = "More than one restricted record has this name. Enter the reference of the one you need."


@bp.app_context_processor
def _glass():
    """For every page: what this person has open for an hour, and of which openings they are told;
    for lists, how much is left out of them because it is restricted."""
    return {
        "glass_open": lambda: queries.opened_now(user_here()),
        "glass_told": lambda: queries.unread(user_here()),
        "glass_form": HearthForm,
        "restricted_from_me": lambda: queries.restricted_from(user_here()),
    }


@bp.get("/restricted")
@requires(May.REVIEW_BREAK_GLASS)
def restricted():
    """Every restricted record that its reader may see, how many there are beside, and each time
    that one was opened."""
    found, opened = queries.restrictions(today()), queries.openings(user_here())
    proposals = queries.proposals()
    looked_at(
        "restricted records",
        {
            Kept.RESTRICTED: [
                *(f"restriction:{each.id}" for each in found),
                *(f"break_glass:{each.id}" for each in opened),
                *(f"restriction_proposed:{each.id}" for each in proposals),
            ]
        },
    )
    return render_template(
        "restricted/restricted.html",
        proposals=proposals,
        decide_by=rules.proposal_decided_by,
        restrictions=found,
        readers=queries.readers_of([each.id for each in found], today()),
        openings=opened,
        visible={each.id for each in found},
        again=rules.restricted_again_on,
        review_by=lambda each: rules.opening_reviewed_by(each.recorded_at.date()),
        day=today(),
    )


# ------------------------------------------------------------------------------- restricting


@bp.route("/households/<ref>/restrict", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def restrict_household(ref):
    """This household, or one who belongs to it, is seen only by those who are named."""
    home = household_or_404(ref)
    worker = supervision.worker_of([home.id], today()).get(home.id)
    return _restrict(
        [worker.id] if worker else [],
        records_of_household(home),
        there=url_for("register.household", ref=home.ref),
        about=home.name,
    )


@bp.route("/children/<ref>/restrict", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def restrict_child(ref):
    """This child is seen only by those who are named."""
    child = child_or_404(ref)
    looked_at("restricted records", {Kept.CHILD: [f"child:{child.id}"]})
    return _restrict(
        [child.worker_id],
        {"child": (child.person.name, child)},
        there=url_for("children.child", ref=child.ref),
        about=child.person.name,
    )


def _restrict(with_them, records, *, there, about):
    proposed = queries.proposed_of(*(_named(records)))
    if proposed is not None:
        with_them = [*with_them, proposed.proposed_by_id]
    here = [each for each in queries.staff(today()) if each.id != user_here().id]
    suggested = [each for each in here if each.id in with_them]
    form = forms.RestrictForm(obj=proposed)
    form.offer(suggested, [each for each in here if each.id not in with_them], records)
    return form_page(
        form,
        actions.restrict,
        title="Restrict this record",
        says="From now on only you and those you name see it: for everybody else it is on no page "
        "and in no number. Where they live, and who lives with them, is shut with it.",
        there=there,
        about=about,
        leads_to=lambda _: url_for("restricted.restricted"),
        save="Restrict it",
        warning=True,
    )


def _named(records):
    """The household or the child, of the records of which one is chosen."""
    return tuple(records.get(key, ("", None))[1] for key in ("household", "child"))


@bp.route("/households/<ref>/propose-restriction", methods=["GET", "POST"])
@requires(May.PROPOSE_RESTRICTIONS)
def propose_of_household(ref):
    """Somebody who sees this household proposes that only those who are named do."""
    home = household_or_404(ref)
    there = url_for("register.household", ref=home.ref)
    return _propose(there, home.name, household=home)


@bp.route("/children/<ref>/propose-restriction", methods=["GET", "POST"])
@requires(May.PROPOSE_RESTRICTIONS)
def propose_of_child(ref):
    """Somebody who sees this child proposes that only those who are named do."""
    child = child_or_404(ref)
    looked_at("restricted records", {Kept.CHILD: [f"child:{child.id}"]})
    return _propose(url_for("children.child", ref=child.ref), child.person.name, child=child)


def _propose(there, about, **whom):
    form = forms.ProposeForm()
    before = queries.declined_of(whom.get("household"), whom.get("child"))
    answer = ""
    if before is not None:
        looked_at("restricted records", {Kept.RESTRICTED: [f"restriction_proposed:{before.id}"]})
        answer = f" Decided on {long_day(before.decided_on)} that it stays open: {before.answer}"
    return form_page(
        form,
        actions.propose_restriction,
        title="Propose to restrict this record",
        says="A manager decides within two working days. Until then it is as open as it was: if "
        f"somebody may be in danger now, ring a manager.{answer}",
        there=there,
        about=about,
        save="Propose it",
        done="Proposed. A manager decides",
        answers=lambda: form.answers() | whom,
    )


@bp.route("/restricted/proposals/<ref>/decline", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def decline(ref):
    """A record that somebody proposed to restrict stays open, and why."""
    found = queries.proposal_by_ref(ref)
    if found is None:
        abort(404)
    looked_at("restricted records", {Kept.RESTRICTED: [f"restriction_proposed:{found.id}"]})
    return form_page(
        forms.DeclineForm(record=found),
        actions.decline,
        found,
        title="It stays open",
        says=f"{found.proposed_by.name} proposes to restrict it. {found.because.words()}: "
        f"{found.says}",
        there=url_for("restricted.restricted"),
        about=name_of(found),
        record=found,
        save="It stays open",
    )


def _restriction_or_404(ref):
    found = queries.restriction_by_ref(ref)
    if found is None:
        abort(404)
    looked_at("restricted records", {Kept.RESTRICTED: [f"restriction:{found.id}"]})
    return found


def name_of(found: Restriction | RestrictionProposed) -> str:
    """Whose record is restricted, or is proposed to be."""
    if found.household is not None:
        return found.household.name
    if found.child is not None:
        return found.child.person.name
    person = getattr(found, "person", None)
    return person.name if person is not None else ""


bp.add_app_template_global(name_of, "restricted_name")


def _of_restriction(form, action, found, *args, **kw):
    there = url_for("restricted.restricted")
    return form_page(form, action, *args, there=there, about=name_of(found), **kw)


@bp.route("/restricted/<ref>/name", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def name_reader(ref):
    """One more may see it."""
    found = _restriction_or_404(ref)
    form = forms.ReaderForm()
    form.offer(queries.staff(today()))
    return _of_restriction(
        form, actions.name_reader, found, found, title="Name who may see it", save="Name them"
    )


@bp.route("/restricted/readers/<ref>/end", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def end_reader(ref):
    """Somebody sees it no longer."""
    reader = queries.reader_by_ref(ref)
    found = reader and queries.restriction_by_id(reader.restriction_id)
    if not reader or not found:
        abort(404)
    looked_at("restricted records", {Kept.RESTRICTED: [f"restriction:{found.id}"]})
    return _of_restriction(
        HearthForm(),
        actions.end_reader,
        found,
        reader,
        title=f"{reader.user.name} sees it no longer",
        save="Shut it to them",
        warning=True,
    )


@bp.route("/restricted/<ref>/keep", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def keep_restricted(ref):
    """It stays restricted."""
    found = _restriction_or_404(ref)
    return _of_restriction(
        HearthForm(record=found),
        actions.keep_restricted,
        found,
        found,
        title="Look again: is it still needed?",
        says=f"{found.because.words()}. {found.says}",
        record=found,
        save="It stays restricted",
    )


@bp.route("/restricted/<ref>/propose-lifting", methods=["GET", "POST"])
@requires(May.RESTRICT_RECORDS)
def propose_lifting(ref):
    """It need no longer be restricted; somebody else lifts it."""
    found = _restriction_or_404(ref)
    return _of_restriction(
        forms.LiftingForm(record=found),
        actions.propose_lifting,
        found,
        found,
        title="Propose to lift it",
        says="Two people lift a restriction. It stays until a service manager who is named, and is "
        "not you, has lifted it.",
        record=found,
        save="Propose it",
    )


@bp.route("/restricted/<ref>/lift", methods=["GET", "POST"])
@requires(May.LIFT_RESTRICTIONS)
def lift(ref):
    """It is restricted no longer."""
    found = _restriction_or_404(ref)
    return _of_restriction(
        HearthForm(record=found),
        actions.lift,
        found,
        found,
        title="Lift the restriction",
        says=f"{found.lifting_by.name} proposes it: {found.lifting_why}"
        if found.lifting_by
        else "Nobody has proposed it.",
        record=found,
        save="Lift it",
        warning=True,
    )


# ---------------------------------------------------------------------- opened all the same


@bp.route("/restricted/open", methods=["GET", "POST"])
@requires(May.BREAK_GLASS)
def open_restricted():
    """A restricted record is opened for an hour by somebody who is not named."""
    form = forms.BreakGlassForm()
    if form.validate_on_submit():
        found = queries.restriction_called(told(form.name.data), user_here())
        if len(found) != 1:
            form.name.errors = [SEVERAL if found else NOT_FOUND]
        elif proved(form):
            said = form.answers()
            carried = carried_out(
                form,
                actions.break_glass,
                found[0],
                because=said["because"],
                says=said["says"],
                tell=list(_told()),
                leads_to=lambda _: _page_of(found[0]),
            )
            if carried is not None:
                flash("Opened a restricted record for an hour.", "success")
                return carried.redirect
    page = render_template(
        "restricted/open.html", form=form, needs_proof=needs_proof(), there=url_for("front.today")
    )
    return page, form.http_status


def _told():
    """Everybody who is told at once: the managers who look at whether it was right."""
    roles = [role for role, card in ROLES.items() if May.REVIEW_BREAK_GLASS in card.may]
    return {each.id: each for role in roles for each in accounts.users_in_role(role)}.values()


def _page_of(found: Restriction) -> str:
    """The page that was opened."""
    if found.household is not None:
        return url_for("register.household", ref=found.household.ref)
    if found.child is not None:
        return url_for("children.child", ref=found.child.ref)
    return url_for("front.today")


def _opening_or_404(ref):
    found = queries.opening_by_ref(ref, user_here())
    if found is None:
        abort(404)
    looked_at("restricted records", {Kept.RESTRICTED: [f"break_glass:{found.id}"]})
    return found


@bp.post("/restricted/openings/<ref>/shut")
@requires(May.BREAK_GLASS)
def shut_again(ref):
    """Done before the hour is over."""
    opened = _opening_or_404(ref)
    return pressed(actions.shut_again, opened, there=url_for("front.today"), done="Shut again")


@bp.post("/restricted/openings/<ref>/read")
@requires(May.REVIEW_BREAK_GLASS)
def read_notice(ref):
    """Read by one of those who were told."""
    opened = _opening_or_404(ref)
    return pressed(actions.read_notice, opened, there=url_for("restricted.restricted"))


@bp.route("/restricted/openings/<ref>/review", methods=["GET", "POST"])
@requires(May.REVIEW_BREAK_GLASS)
def review(ref):
    """Whether it was right to open it."""
    found = _opening_or_404(ref)
    return form_page(
        forms.ReviewForm(record=found),
        actions.review_opening,
        found,
        title=f"Was it right that {found.user.name} opened it?",
        says=f"{found.because.words()}. {found.says}",
        there=url_for("restricted.restricted"),
        about="Restricted records",
        record=found,
        save="Say so",
    )
