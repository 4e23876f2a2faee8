"""The people who may sign in: added, granted roles, shut out, and what each role may do."""

from __future__ import annotations

from flask import abort, render_template, url_for

from app.accounts import actions, passwords, queries, rules, signing_in
from app.accounts.forms import ButtonForm, GrantForm, LeavingForm, UserForm
from app.accounts.permissions import ROLES, May
from app.accounts.views.proving import bp, needs_proof, proved
from app.audit.carried_out import carried_out
from app.core.security import open_to_signed_in, requires
from app.core.today import today


@bp.get("/users")
@requires(May.SEE_USERS)
def users():
    return render_template(
        "accounts/users.html", users=queries.users(), last=queries.last_signed_in(), roles=ROLES
    )


@bp.route("/users/add", methods=["GET", "POST"])
@requires(May.MANAGE_USERS)
def add_user():
    form = UserForm()
    if form.validate_on_submit():
        first = passwords.made_up(form.name.data or "", form.email.data or "")
        done = carried_out(
            form,
            actions.add_user,
            name=form.name.data,
            email=form.email.data,
            password=first,
            first=True,
            leads_to=lambda user: url_for("accounts.user", ref=user.ref),
        )
        if done and done.result is not None:
            return _given(done.result, first)
        if done:
            return done.redirect
    return render_template("accounts/add_user.html", form=form)


def _given(user, first):
    """The one page that ever shows a first password."""
    return render_template("accounts/first_password.html", user=user, first=first)


def _user_or_404(ref):
    found = queries.user_by_ref(ref)
    if found is None:
        abort(404)
    return found


@bp.get("/users/<ref>")
@requires(May.MANAGE_USERS)
def user(ref):
    return _user_page(_user_or_404(ref))


def _user_page(found, grant=None, leaving=None, change=None, button=None):
    """One person's page, with whichever form was refused."""
    return render_template(
        "accounts/user.html",
        user=found,
        roles=ROLES,
        grants=queries.grants_of(found),
        sign_ins=queries.sign_ins_under_way(found, signing_in.idle(), signing_in.longest()),
        grant=grant or GrantForm(formdata=None, starts_on=today(), ends_on=_a_year_on()),
        leaving=leaving or LeavingForm(formdata=None, record=found),
        change=change or UserForm(formdata=None, obj=found, record=found),
        button=button or ButtonForm(formdata=None),
        needs_proof=needs_proof(),
    )


def _a_year_on():
    return rules.a_year_after(today())


@bp.post("/users/<ref>")
@requires(May.MANAGE_USERS)
def change_user(ref):
    found = _user_or_404(ref)
    form = UserForm(record=found)
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.change_user,
            found,
            record=found,
            name=form.name.data,
            email=form.email.data,
            leads_to=_to_user(found),
        )
    ):
        return done.redirect
    return _user_page(found, change=form)


@bp.post("/users/<ref>/roles")
@requires(May.MANAGE_USERS)
def grant_role(ref):
    found = _user_or_404(ref)
    form = GrantForm()
    if (
        form.validate_on_submit()
        and proved(form)
        and (
            done := carried_out(
                form,
                actions.grant_role,
                found,
                role=form.role.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                leads_to=_to_user(found),
            )
        )
    ):
        return done.redirect
    return _user_page(found, grant=form)


@bp.post("/users/<ref>/roles/<int:held_id>/end")
@requires(May.MANAGE_USERS)
def end_role(ref, held_id):
    found = _user_or_404(ref)
    held = queries.role_held(found, held_id)
    if held is None:
        abort(404)
    return _button(found, actions.end_role, held)


@bp.post("/users/<ref>/suspend")
@requires(May.MANAGE_USERS)
def suspend(ref):
    found = _user_or_404(ref)
    return _button(found, actions.suspend, found)


@bp.post("/users/<ref>/restore")
@requires(May.MANAGE_USERS)
def restore(ref):
    found = _user_or_404(ref)
    return _button(found, actions.restore, found, again=True)


@bp.post("/users/<ref>/end-sign-ins")
@requires(May.MANAGE_USERS)
def end_sign_ins(ref):
    found = _user_or_404(ref)
    return _button(found, actions.end_sign_ins, found)


@bp.post("/users/<ref>/first-password")
@requires(May.MANAGE_USERS)
def first_password(ref):
    """A new first password for somebody who lost theirs. Whoever gives it does not choose it."""
    found = _user_or_404(ref)
    form = ButtonForm()
    if form.validate_on_submit() and proved(form):
        first = passwords.made_up(found.name, found.email)
        done = carried_out(
            form,
            actions.give_first_password,
            found,
            password=first,
            leads_to=_to_user(found),
        )
        if done and done.result is not None:
            return _given(found, first)
        if done:
            return done.redirect
    return _user_page(found, button=form)


@bp.post("/users/<ref>/leaving")
@requires(May.MANAGE_USERS)
def record_leaving(ref):
    found = _user_or_404(ref)
    form = LeavingForm(record=found)
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.record_leaving,
            found,
            record=found,
            on=form.on.data,
            leads_to=_to_user(found),
        )
    ):
        return done.redirect
    return _user_page(found, leaving=form)


def _button(found, action, *args, again=False):
    """Carry out what one button says; `again`: the password is asked for."""
    form = ButtonForm()
    if (
        form.validate_on_submit()
        and (not again or proved(form))
        and (done := carried_out(form, action, *args, leads_to=_to_user(found)))
    ):
        return done.redirect
    return _user_page(found, button=form)


def _to_user(found):
    where = url_for("accounts.user", ref=found.ref)
    return lambda _: where


@bp.get("/roles")
@open_to_signed_in
def roles():
    """What each role may do: the same table that the guard reads."""
    return render_template("accounts/roles.html", roles=ROLES, permissions=list(May))
