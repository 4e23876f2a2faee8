"""What every page of this room begins with: the referral, if it is theirs to see, and the look."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.audit.small_page import small_page as asked
from app.commissioning.queries import referrals as queries
from app.core.columns import Kept
from app.core.today import today
from app.matching.queries import referral_by_ref

bp = Blueprint("commissioning", __name__, url_prefix="/out")


def user():
    """Whoever is signed in."""
    return current_user._get_current_object()


def referral_or_404(ref):
    """The referral of that reference."""
    return referral_by_ref(ref) or abort(404)


def whole_or_404(ref, page):
    """A referral out, whole; that it is looked at is recorded."""
    found = queries.whole(referral_or_404(ref), today())
    look(found.referral, page)
    return found


def look(referral, page, **more):
    """Record that children of a referral are looked at, and what was offered for them."""
    looked_at(
        page,
        {
            Kept.CHILD: [f"child:{child.id}" for child in referral.children],
            Kept.LOCATION: [f"referral:{referral.id}"],
        },
    )


def may_keep(referral):
    """Whether whoever is signed in may go on with it."""
    return current_user.may(May.OPEN_REFERRAL) and referral.closed_on is None


def names(referral):
    """The children's given names, as a heading says them."""
    return " and ".join(child.person.given_name for child in referral.children)


def there(referral, part=""):
    """The referral's page here."""
    return url_for("commissioning.out", ref=referral.ref) + (f"#{part}" if part else "")


def small_page(referral, form, action, *args, part="", **shown):
    """A small page about a referral: one form, one act, and back."""
    shown.setdefault("there", there(referral, part))
    return asked(form, action, *args, about=names(referral), **shown)
