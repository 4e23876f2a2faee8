"""Signing in and out, and one's own password."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user

from app.accounts import actions, kept, passwords, queries, signing_in
from app.accounts.forms import PasswordForm, SignInForm
from app.accounts.permissions import ROLES
from app.accounts.views.proving import TOO_MANY, bp, own_password
from app.audit.carried_out import carried_out
from app.core.security import open_to_anyone, open_to_signed_in
from app.core.today import now

NOT_RIGHT = "The email address or password is not right"


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
    if form.validate_on_submit() and own_password(form.current.data, form.current):
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
