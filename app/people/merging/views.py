"""Pages about people who stand in the record twice: found, compared, merged, taken apart."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, flash, render_template, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked, looked_at
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.web import page_of
from app.people import queries
from app.people.merging import actions
from app.people.merging import queries as found
from app.people.merging.forms import MergeForm, WhyForm

bp = Blueprint("merging", __name__)

LABELS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "born": "Date of birth",
    "sex": "Sex",
    "phone": "Telephone",
    "email": "Email address",
}


def _two(ref, other_ref):
    """The two people of a page's address; anybody that there is not is no page."""
    one, other = queries.person_by_ref(ref), queries.person_by_ref(other_ref)
    if one is None or other is None or one.id == other.id:
        abort(404)
    return one, other


def _see(*people):
    """Names, dates of birth and telephone numbers of these people are shown."""
    shown = [f"person:{each.id}" for each in people]
    looked_at("duplicates", {Kept.CHILD: shown, Kept.LOCATION: shown})


@bp.get("/people/duplicates")
@requires(May.RECORD_APPROVAL)
def duplicates():
    """Every two records that may be of one person, and what was merged before."""
    page = page_of(found.duplicates(today()))
    people = found.people_by_id({each for pair in page.rows for each in (pair.one, pair.other)})
    before = found.merges()[:50]
    shown = {*people, *(each.kept_id for each in before)}
    looked([f"person:{each}" for each in shown], Kept.CHILD, "duplicates")
    return render_template(
        "people/duplicates.html",
        page=page,
        people=people,
        places=found.places_of(people),
        merges=before,
    )


@bp.route("/people/<ref>/merge/<other_ref>", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def merge(ref, other_ref):
    """Two records beside each other: which values stay, and how it is known that they are one."""
    kept, other = _two(ref, other_ref)
    _see(kept, other)
    lives = [found.lives_of(each, today()) for each in (kept, other)]
    asks = lives[0].carer_of and lives[1].carer_of and lives[0].carer_of != lives[1].carer_of
    form = MergeForm(kept, other, asks_again=bool(asks))
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.merge_people,
            kept,
            other,
            leads_to=lambda made: url_for("people.merging.merged", ref=made.ref),
            **form.told(),
        )
        if done is not None:
            flash("Merged. Everything stands under one name now.", "success")
            return done.redirect
    page = render_template(
        "people/merge.html",
        form=form,
        kept=kept,
        other=other,
        labels=LABELS,
        places=found.places_of([kept.id, other.id]),
        rows={each.id: found.counted(each) for each in (kept, other)},
    )
    return page, form.http_status


@bp.route("/people/<ref>/apart/<other_ref>", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def apart(ref, other_ref):
    """They look alike and are two people."""
    one, other = _two(ref, other_ref)
    _see(one, other)
    form = WhyForm()
    there = url_for("people.merging.duplicates")
    if form.validate_on_submit():
        done = carried_out(
            form, actions.keep_apart, one, other, why=form.why.data, leads_to=lambda _: there
        )
        if done is not None:
            flash("They stay two, and are not offered again.", "success")
            return done.redirect
    page = render_template("people/apart.html", form=form, one=one, other=other, there=there)
    return page, form.http_status


def _merge_or_404(ref):
    made = found.merge_by_ref(ref)
    if made is None:
        abort(404)
    return made


@bp.get("/people/merged/<ref>")
@requires(May.RECORD_APPROVAL)
def merged(ref):
    """What a merging did: both values of what differed, what was moved, what was set aside."""
    made = _merge_or_404(ref)
    _see(made.kept, made.merged)
    looked([f"person:{made.kept_id}"], Kept.NARRATIVE, "merged")
    return render_template(
        "people/merged.html",
        merge=made,
        labels=LABELS,
        moved=_by_table(made, aside=False),
        aside=_by_table(made, aside=True),
        form=HearthForm(),
        later=found.merged_later(made),
    )


def _by_table(made, *, aside):
    """How many rows of each table were moved, or set aside."""
    wanted = (step["table"] for step in made.moved if ("column" not in step) is aside)
    return sorted(Counter(wanted).items())


@bp.post("/people/merged/<ref>/take-back")
@requires(May.RECORD_APPROVAL)
def take_back(ref):
    """The two are two again."""
    made = _merge_or_404(ref)
    form = HearthForm()
    there = url_for("people.merging.merged", ref=ref)
    done = carried_out(form, actions.take_back, made, leads_to=lambda _: there)
    if done is not None:
        flash("Taken back: they are two again.", "success")
        return done.redirect
    for said in form.form_errors:
        flash(said, "error")
    return merged(ref), 422
