"""Signing in and out, one's own password, and the people who may sign in."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user

from app.accounts import actions, kept, passwords, queries, rules, signing_in
from app.accounts.forms import (
    ButtonForm,
    GrantForm,
    LeavingForm,
    PasswordForm,
    SignInForm,
    UserForm,
)
from app.accounts.permissions import ROLES, May
from app.audit.carried_out import carried_out
from app.core.security import open_to_anyone, open_to_signed_in, requires
from app.core.today import now, today

bp = Blueprint("accounts", __name__)

PROOF_LASTS = timedelta(minutes=10)
NOT_RIGHT = "The email address or password is not right"
TOO_MANY = "There were too many attempts. Wait a quarter of an hour and try again"
NOT_YOURS = "Enter your own password, the one you signed in with"


# ------------------------------------------------------------------------------------- signing in


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_anyone
def sign_in():
    form = SignInForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(url_for("front.today"))
        form.next.data = signing_in.safe_next(request.args.get("next")) or ""
    elif form.validate_on_submit():
        email = form.email.data or ""
        name_hash = actions.hash_of_name(email)
        if not actions.count_attempt(name_hash, request.remote_addr or ""):
            form.form_errors.append(TOO_MANY)
            return _sign_in_page(form), 429
        user = _user_of(email, form.password.data)
        if user is not None:
            signing_in.begin(user, name_hash=name_hash)
            return _onward(form)
        form.form_errors.append(NOT_RIGHT)
    return _sign_in_page(form), (401 if form.form_errors else 400 if form.errors else 200)


def _user_of(email, password):
    """Whose email address and password these are. Nobody's take as long to tell as somebody's."""
    user = queries.user_by_email(email)
    right = passwords.matches(user.password_hash if user else None, password)
    if user is None or not right:
        return None
    return user if user.is_active and not _first_password_ran_out(user) else None


def _first_password_ran_out(user):
    return user.password_is_first and now() - user.password_set_at > timedelta(days=7)


def _onward(form):
    """Where somebody goes from signing in: to what was kept for them, or where they were going."""
    opened = kept.open_for(current_user, form.kept.data)
    if opened is not None:
        return kept.send_again_page(opened)
    return redirect(signing_in.safe_next(form.next.data) or url_for("front.today"), 303)


def _sign_in_page(form):
    people = queries.people_of_the_demonstration() if signing_in.is_demonstration() else []
    return render_template(
        "accounts/sign_in.html", form=form, people=people, roles=ROLES, keeps=bool(form.kept.data)
    )


@bp.post("/sign-in/demonstration")
@open_to_anyone
def sign_in_demonstration():
    """One button for each of a demonstration's people. On any other database: no such page."""
    if not signing_in.is_demonstration():
        abort(404)
    user = queries.user_by_ref(request.form.get("person", ""))
    if user is None or not user.is_active:
        abort(404)
    form = SignInForm()
    signing_in.begin(user)
    return _onward(form)


@bp.post("/sign-out")
@open_to_anyone
def sign_out():
    if current_user.is_authenticated:
        under_way = signing_in.sign_in_under_way()
        actions.end_sign_in(under_way, by=current_user._get_current_object())
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.route("/password", methods=["GET", "POST"])
@open_to_signed_in
def password():
    form = PasswordForm()
    if form.validate_on_submit() and _own_password(form.current.data, form.current):
        new = form.password.data or ""
        weak = passwords.reasons_weak(new, current_user.name, current_user.email)
        form.password.errors = [*form.password.errors, *weak]
        if not weak and (
            done := carried_out(
                form,
                actions.set_password,
                current_user._get_current_object(),
                password=new,
                keep=signing_in.sign_in_under_way(),
                leads_to=lambda _: url_for("front.today"),
            )
        ):
            flash("Your password is changed. You are signed out everywhere else.", "success")
            return done.redirect
    return render_template("accounts/password.html", form=form)


def _own_password(typed, field):
    """Whether this is the password of whoever is signed in; counted like any other attempt."""
    name_hash = actions.hash_of_name(current_user.email)
    if not actions.count_attempt(name_hash, request.remote_addr or ""):
        field.errors = [*field.errors, TOO_MANY]
    elif passwords.matches(current_user.password_hash, typed or ""):
        actions.prove_again(signing_in.sign_in_under_way(), name_hash)
        return True
    else:
        field.errors = [*field.errors, NOT_YOURS]
    return False


def _needs_proof():
    return now() - signing_in.sign_in_under_way().proved_at > PROOF_LASTS


def _proved(form):
    """Whether the password was given in the last ten minutes, or is given now."""
    return not _needs_proof() or _own_password(form.proof.data, form.proof)


# ------------------------------------------------------------------------------------------ users


@bp.get("/users")
@requires(May.MANAGE_USERS)
def users():
    return render_template(
        "accounts/users.html", users=queries.users(), last=queries.last_signed_in(), roles=ROLES
    )


@bp.route("/users/add", methods=["GET", "POST"])
@requires(May.MANAGE_USERS)
def add_user():
    form = UserForm()
    if form.validate_on_submit():
        first = passwords.made_up()
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
        needs_proof=_needs_proof(),
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
        and _proved(form)
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
    return _button(found, actions.restore, found, proved=True)


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
    if form.validate_on_submit() and _proved(form):
        first = passwords.made_up()
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


def _button(found, action, *args, proved=False):
    """Carry out what one button says; `proved`: the password is asked for again."""
    form = ButtonForm()
    if (
        form.validate_on_submit()
        and (not proved or _proved(form))
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
