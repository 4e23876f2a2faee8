"""What the pages of this room share: the blueprint, and proving again who somebody is."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, request
from flask_login import current_user

from app.accounts import actions, passwords, signing_in
from app.core.today import now

bp = Blueprint("accounts", __name__)

PROOF_LASTS = timedelta(minutes=10)
TOO_MANY = "There were too many attempts. Wait a quarter of an hour and try again"
NOT_YOURS = "Enter your own password, the one you signed in with"


def own_password(typed, field):
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


def needs_proof():
    return now() - signing_in.sign_in_under_way().proved_at > PROOF_LASTS


def proved(form):
    """Whether the password was given in the last ten minutes, or is given now."""
    return not needs_proof() or own_password(form.proof.data, form.proof)
