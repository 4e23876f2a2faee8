"""Pages that change who is in a household and what its home is like. The household's own page is
the register's."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.matching import queries as matching
from app.people import actions, queries
from app.people.changing import change, household_or_404, household_to_change
from app.people.forms import (
    ASKED,
    BedroomForm,
    ConsiderationForm,
    FactsForm,
    FeeForm,
    HouseholdForm,
    MemberForm,
    MoveForm,
    NameForm,
    OnForm,
    PersonForm,
    PetForm,
    RoleForm,
    WhichForm,
    offered,
    sleeping_form,
)
from app.people.merging import views as merging
from app.register import queries as register
from app.supervision import queries as supervision

bp = Blueprint("people", __name__)
bp.register_blueprint(merging.bp)


def _to_change(ref):
    return household_to_change(ref, supervision.may_edit)


# ---------------------------------------------------------------------------------- the household


@bp.route("/households/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def add_household():
    form = HouseholdForm()
    services = queries.providers()
    form.provider.choices = offered((each.ref, each.name) for each in services)
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.add_home,
            name=form.name.data,
            provider=next(each for each in services if each.ref == form.provider.data),
            starts_on=form.starts_on.data,
            line=form.line.data,
            postcode=form.postcode.data,
            protected=form.protected.data,
            carers=form.carers(),
            leads_to=lambda household: url_for("register.household", ref=household.ref),
        )
        if done is not None:
            return done.redirect
    page = render_template("people/add_household.html", form=form, any_service=bool(services))
    return page, form.http_status


@bp.route("/households/<ref>/name", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def rename(ref):
    household = _to_change(ref)
    form = NameForm(obj=household, record=household)
    return change(
        household,
        form,
        actions.rename_household,
        household,
        title="Change what the household is called",
        record=household,
    )


@bp.route("/households/<ref>/address")
@requires(May.SEE_HOUSEHOLDS)
def address(ref):
    """Where a household lives, to those who may know; each look is recorded."""
    household = household_or_404(ref)
    home = queries.home_of(household.id, today())
    live = matching.live_households() if current_user.may(May.CONFIRM_PLACEMENT) else ()
    if not register.may_see_address(
        current_user,
        household.id,
        protected=home.address is not None and home.address.protected,
        own=supervision.own_households(current_user, today()),
        live=live,
    ):
        abort(403)
    looked([f"household:{household.id}"], Kept.LOCATION, "address")
    looked([f"person:{person.id}" for person in home.carers], Kept.LOCATION, "address")
    return render_template("people/address.html", household=household, home=home)


@bp.route("/households/<ref>/move", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def move(ref):
    household = _to_change(ref)
    return change(
        household,
        MoveForm(),
        actions.move_household,
        household,
        title="Record an address",
        says="The address before it ends on the day that this one starts.",
        part="home",
    )


@bp.route("/households/<ref>/fee", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def fee(ref):
    household = _to_change(ref)
    return change(
        household,
        FeeForm(),
        actions.set_fee,
        household,
        title="Record what a place costs",
        part="home",
    )


# ------------------------------------------------------------------------------------- the people


@bp.route("/households/<ref>/people/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def add_member(ref):
    household = _to_change(ref)
    return change(
        household,
        MemberForm(),
        actions.add_member,
        household,
        title="Add somebody to the household",
        says="Children who are fostered here are not members: record their placement.",
        part="people",
        template="people/add_member.html",
    )


def _member_of(household, person_ref):
    person = queries.person_by_ref(person_ref)
    member = queries.member_of(household.id, person.id) if person is not None else None
    if member is None:
        abort(404)
    return member


@bp.route("/households/<ref>/people/<person_ref>/edit", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def edit_person(ref, person_ref):
    household = _to_change(ref)
    person = _member_of(household, person_ref).person
    looked([f"person:{person.id}"], Kept.LOCATION, "edit person")
    return change(
        household,
        PersonForm(obj=person, record=person),
        actions.change_person,
        person,
        title=f"Change {person.name}’s particulars",
        record=person,
        part="people",
    )


@bp.route("/households/<ref>/people/<person_ref>/role", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def change_role(ref, person_ref):
    household = _to_change(ref)
    person = _member_of(household, person_ref).person
    return change(
        household,
        RoleForm(),
        actions.join_household,
        household,
        person,
        title=f"Change what {person.name} is here",
        part="people",
    )


@bp.route("/households/<ref>/people/<person_ref>/leave", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def leave(ref, person_ref):
    household = _to_change(ref)
    member = _member_of(household, person_ref)
    return change(
        household,
        OnForm(),
        actions.leave_household,
        member,
        title=f"Record that {member.person.name} left",
        says="Give the first day on which they no longer lived here. Approval ends separately.",
        part="people",
    )


# --------------------------------------------------------------------------------------- bedrooms


@bp.route("/households/<ref>/bedrooms/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def add_bedroom(ref):
    household = _to_change(ref)
    return change(
        household,
        BedroomForm(),
        actions.add_bedroom,
        household,
        title="Add a bedroom",
        part="home",
    )


@bp.route("/households/<ref>/bedrooms/close", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def close_bedroom(ref):
    household = _to_change(ref)
    bedrooms = queries.home_of(household.id, today()).bedrooms
    form = WhichForm(rows=[(bed, f"{bed.name}, sleeps {bed.sleeps}") for bed in bedrooms])
    return _end_one(household, form, actions.close_bedroom, "Close a bedroom", "home")


@bp.route("/households/<ref>/sleeping", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def sleeping(ref):
    household = _to_change(ref)
    home = queries.home_of(household.id, today())
    here = [each for each in register.children_here(household.id) if each.lives_here(today())]
    looked([f"child:{each.child_id}" for each in here], Kept.CHILD, "who sleeps where")
    people = [member.person for member in home.members] + [each.person for each in here]
    where = {person.id: bed for bed, them in home.sleeping.items() for person in them}
    return change(
        household,
        sleeping_form(people, home.bedrooms, where),
        actions.arrange_sleeping,
        household,
        title="Who sleeps where",
        says="Everyone who lives here. From the third birthday each child has a bedroom of their "
        "own, or their authorities agree that they share.",
        part="home",
    )


# ----------------------------------------------------------------- animals, facts, considerations


@bp.route("/households/<ref>/pets/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def add_pet(ref):
    household = _to_change(ref)
    return change(
        household, PetForm(), actions.add_pet, household, title="Add an animal", part="home"
    )


@bp.route("/households/<ref>/pets/gone", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def end_pet(ref):
    household = _to_change(ref)
    pets = queries.home_of(household.id, today()).pets
    form = WhichForm(rows=[(pet, pet.says) for pet in pets])
    return _end_one(household, form, actions.end_pet, "Record that an animal has gone", "home")


@bp.route("/households/<ref>/facts", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def facts(ref):
    household = _to_change(ref)
    known = queries.home_of(household.id, today()).facts
    told = {fact.value: "yes" if so else "no" for fact, so in known.items() if fact in ASKED}
    form = FactsForm(data=told if request.method == "GET" else None)
    return change(
        household,
        form,
        actions.record_home_facts,
        household,
        title="What matters in matching",
        says="What nobody has asked stays “not recorded”: a search says so, and never guesses.",
        part="matching",
        template="people/facts.html",
        every_fact=[form[fact.value] for fact in ASKED],
    )


@bp.route("/households/<ref>/considerations/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def add_consideration(ref):
    household = _to_change(ref)
    return change(
        household,
        ConsiderationForm(),
        actions.add_consideration,
        household,
        title="What those living here need of another child",
        part="matching",
    )


@bp.route("/households/<ref>/considerations/end", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def end_consideration(ref):
    household = _to_change(ref)
    found = queries.home_of(household.id, today()).considerations
    form = WhichForm(
        rows=[(each, f"{words(each.kind)} {each.age or ''}".strip()) for each in found]
    )
    return _end_one(household, form, actions.end_consideration, "End what they need", "matching")


def _end_one(household, form, action, title, part):
    """A page that ends one of several things: nothing to end is no page."""
    if not form.rows:
        abort(404)
    return change(
        household,
        form,
        action,
        form.chosen(),
        title=title,
        says="Choose which, and the first day on which it is no longer so.",
        part=part,
        answers=lambda: {"on": form.on.data},
    )
