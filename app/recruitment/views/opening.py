"""What the pages of recruitment share: the blueprint, who is signed in, whose page it is."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user

from app.assessments import queries as assessments
from app.audit.looks import looked
from app.audit.small_page import small_page as one_page
from app.core.columns import Kept
from app.recruitment.queries import enquiries as queries
from app.recruitment.rules.stages import KINDS

bp = Blueprint("recruitment", __name__)


def user():
    """Whoever is signed in."""
    return current_user._get_current_object()


def enquiry_or_404(ref):
    """The enquiry with this public id."""
    return queries.enquiry_by_ref(ref) or abort(404)


def application_or_404(ref, *, to_change=False):
    """The assessment of an application to foster; 403 for whoever may see it and not change it."""
    found = assessments.by_ref(ref)
    if found is None or found.kind not in KINDS:
        abort(404)
    if to_change and not assessments.may_keep(user(), found):
        abort(403)
    return found


def look(enquiry, page):
    """Record that who rang, and how to reach them, is looked at."""
    looked([f"enquiry:{enquiry.id}"], Kept.LOCATION, page)


def page_of_enquiry(enquiry):
    """Where an enquiry's page is."""
    return url_for("recruitment.enquiry", ref=enquiry.ref)


def page_of_application(assessment):
    """Where an application's page is."""
    return url_for("recruitment.application", ref=assessment.ref)


def small_page(form, action, *args, there, about, **shown):
    """A small page of this room: one form, one act, and back."""
    return one_page(form, action, *args, there=there, about=about, **shown)
