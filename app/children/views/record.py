"""Pages about children: the list, one child, and what is recorded of one."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.history import page_of_history
from app.audit.looks import looked
from app.children import actions, forms, present, queries
from app.children.changing import change
from app.children.kinds import ApprovalNeeded, Basis
from app.children.models import Away
from app.children.rules import oddities
from app.children.views.opening import (
    authority_name,
    bp,
    change_child,
    child_or_404,
    named,
    own_authority,
    own_households,
    placement_or_404,
    user_now,
    where_of,
)
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.present import short_day
from app.core.security import requires
from app.core.succession import open_row
from app.core.today import today
from app.core.web import as_at, as_file, file_wanted, known_at, page_of
from app.core.words import words
from app.data import authorities
from app.data import codes as return_codes
from app.oversight import queries as oversight
from app.people.forms import OnForm, offered
from app.people.queries import household_by_ref
from app.register import queries as register
from sufficiency.types import FACT_WORDS

# ------------------------------------------------------------------------------------- the list


@bp.route("/children")
@requires(May.SEE_CHILDREN)
def index():
    everyone = _rows()
    asked = present.Asked.read(request.args, me=current_user.id)
    found = asked.of(everyone)
    if file_wanted():
        _see(found)
    stem = f"children-{as_at():%Y-%m-%d}"
    return as_file(stem, "Children", present.COLUMNS, found) or _list_page(
        everyone, asked, page_of(found)
    )


@bp.route("/children/search", methods=["GET", "POST"])
@requires(May.SEE_CHILDREN)
def search():
    """Names are searched for in what is posted, so that none is ever in an address bar."""
    if request.method == "GET":
        return redirect(url_for("children.index", **request.args))  # type: ignore[arg-type]
    everyone = _rows()
    typed = request.form.get("words", "")
    asked = present.Asked.read(request.args, me=current_user.id, typed=typed)
    found = asked.of(everyone)
    return _list_page(everyone, asked, page_of(found, size=max(1, len(found))))


def _rows():
    """The children whom this person may see, each with status and standing on the day."""
    day, known, user = as_at(), known_at(), user_now()
    visible = queries.children_visible_to(user, households=own_households(), as_at=day)
    listed = queries.children_listed(visible)
    standings = {each.child_id: each for each in oversight.ledger(day, known)}
    statuses = queries.statuses_on(day, known)

    def row(child):
        standing = standings.get(child.id)
        ours = standing is not None and standing.is_looked_after
        return present.Row(child, day, statuses.get(child.id), standing, ours)

    return [row(child) for child in listed]


def _see(rows):
    looked({f"child:{row.child.id}" for row in rows}, Kept.CHILD, "children")


def _list_page(everyone, asked, page):
    _see(page.rows)
    return render_template(
        "children/index.html",
        page=page,
        asked=asked,
        columns=[column for column in present.COLUMNS if column.on_page],
        looked_after=sum(row.is_looked_after for row in everyone),
        everyone=len(everyone),
        statuses=sorted({row.status for row in everyone if row.status}),
        verdicts=sorted({row.standing.verdict for row in everyone if row.standing}),
    )


# ---------------------------------------------------------------------------------------- one child


@bp.route("/children/<ref>")
@requires(May.SEE_CHILDREN)
def child(ref):
    return render_template("children/child.html", **_ChildPage(child_or_404(ref)).shown())


class _ChildPage:
    """What the record says of one child as at a day, as known at a moment."""

    def __init__(self, child):
        self.child = child
        self.day, self.known = as_at(), known_at()
        self.standing = oversight.basis(child.id, self.day, self.known)
        self.placements = queries.placements_of(child.id, self.known)
        self.statuses = queries.legal_statuses_of(child.id, self.known)
        self.absences = queries.absences_of(child.id, self.known)
        self.households = queries.households_named(
            {each.household_id for each in self.placements if each.household_id is not None}
        )

    def where(self, placement):
        """Where a placement is, in words."""
        return where_of(placement, self.households)

    def siblings(self):
        """Brothers and sisters: who, how, how sure, the plan; names of those who may be seen."""
        links = queries.sibling_links([self.child.id])
        plans = queries.sibling_plans(self.child.id, self.day, self.known)
        others = {id_ for link in links for id_ in (link.child_id, link.sibling_id)}
        others.discard(self.child.id)
        seen = register.visible_among(
            user_now(), others, households=own_households(), as_at=self.day
        )
        looked({f"child:{each}" for each in seen}, Kept.CHILD, "child")
        found = queries.children_by_id(seen)
        return [
            (link, found.get(other), plans.get(other))
            for link in links
            for other in [link.sibling_id if link.child_id == self.child.id else link.child_id]
        ]

    def main(self):
        """The main placement on the day."""
        held = [
            each
            for each in self.placements
            if not each.temporary and each.held_on(self.day, self.known)
        ]
        return held[0] if held else None

    def odd(self):
        """Where the history does not fit together."""
        statuses = [each.period(self.known) for each in self.statuses]
        main = [each.period(self.known) for each in self.placements if not each.temporary]
        return oddities([each for each in statuses if each], [each for each in main if each])

    def years(self):
        """The drawn history, and its first and last day."""
        rows = present.years_of(self.placements, self.statuses, self.absences, self.where)
        first = min((bar["starts"] for row in rows for bar in row["bars"]), default=None)
        return rows, first

    def shown(self):
        """Everything that the page shows."""
        user, now = user_now(), self.day == today() and self.known is None
        rows, first = self.years()
        about = queries.about(self.child.id, self.day, self.known)
        return {
            "child": self.child,
            "age": present.Row(_listed(self.child), self.day).age,
            "standing": self.standing,
            "worker_name": queries.worker_of(self.child),
            "placements": self.placements,
            "statuses": self.statuses,
            "status": next(
                (each for each in self.statuses if each.held_on(self.day, self.known)), None
            ),
            "where": self.where,
            "households": self.households,
            "main": self.main(),
            "years": rows,
            "first": first,
            "oddities": self.odd(),
            "siblings": self.siblings(),
            "about": about,
            "decisions": queries.decisions_of([each.id for each in self.placements]),
            "referrals": queries.referrals_of(self.child.id),
            "fact_words": FACT_WORDS,
            "authority_name": authority_name,
            "ethnicity": return_codes("ETHNIC").get(self.child.ethnicity, self.child.ethnicity),
            "place_in_words": present.place_in_words,
            "may_edit": now and user.may(May.EDIT_CHILD),
            "may_place": now and user.may(May.RECORD_PLACEMENT),
            "may_record_visit": now and user.may(May.RECORD_CHILDS_VISIT),
            "visits": queries.visits_to(self.child.id, self.day, self.known),
            "care_reviews": queries.care_reviews_of(self.child.id, self.day, self.known),
            "reads_visits": user.may(May.RECORD_CHILDS_VISIT) or user.may(May.SEE_HOLD_REASON),
            "ours": self.child.responsible_authority == own_authority(),
        }


def _listed(child):
    person = child.person
    return queries.Listed(
        child.id,
        child.ref,
        person.given_name,
        person.family_name,
        person.born,
        child.responsible_authority,
        child.worker_id,
        None,
    )


@bp.route("/children/<ref>/history")
@requires(May.SEE_TRAIL)
def history(ref):
    child = child_or_404(ref)
    looked([f"child:{child.id}"], Kept.NARRATIVE, "child's history")
    page = page_of_history(
        f"child:{child.id}",
        f"person:{child.person_id}",
        may_see={Kept.OPENLY, Kept.CHILD, Kept.NARRATIVE},
    )
    return render_template("children/history.html", child=child, page=page)


# ------------------------------------------------------------------------- what is recorded of one


@bp.route("/children/<ref>/visit", methods=["GET", "POST"])
@requires(May.RECORD_CHILDS_VISIT)
def visit(ref):
    return change_child(
        ref,
        forms.VisitForm(),
        actions.record_social_worker_visit,
        title="Record a visit by the child’s social worker",
        says="For a child with relatives or friends under temporary approval: every week until the "
        "first review, then every four weeks at least (regulation 28(4)).",
        part="visits",
    )


@bp.route("/children/<ref>/review", methods=["GET", "POST"])
@requires(May.RECORD_CHILDS_VISIT)
def care_review(ref):
    return change_child(
        ref,
        forms.CareReviewForm(),
        actions.record_care_review,
        title="Record a review of the child’s case",
        part="visits",
    )


@bp.route("/children/add", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def new():
    form = forms.ChildForm()
    workers = _offer_workers(form)
    others = sorted({(each.name, each.code) for each in authorities().values() if each.current})
    form.authority.choices = offered(
        [("", "Us"), *((code, name) for name, code in others if code != own_authority())]
    )

    def answers():
        told = form.answers()
        theirs = told.pop("authority")
        return told | {
            "worker": workers.get(told["worker"]),
            "responsible_authority": theirs or own_authority(),
        }

    return change(
        form,
        actions.begin_looking_after,
        about="Children",
        there=url_for("children.index"),
        title="Add a child",
        says="Where the child lives is recorded on the child’s own page afterwards.",
        save="Add the child",
        answers=answers,
        leads_to=lambda child: url_for("children.child", ref=child.ref),
    )


def _offer_workers(form):
    """Put those who may be named on a form; gives them by their public id."""
    found = {each.ref: each for each in queries.workers_to_choose(today())}
    form.worker.choices = offered(
        [*forms.NOBODY, *((ref, each.name) for ref, each in found.items())]
    )
    return found


@bp.route("/children/<ref>/particulars", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def particulars(ref):
    child = child_or_404(ref)
    form = forms.ParticularsForm(obj=child, record=child)
    workers = _offer_workers(form)
    if request.method == "GET":
        named = [each for each in workers.values() if each.id == child.worker_id]
        form.worker.data = named[0].ref if named else ""

    def answers():
        told = form.answers()
        return told | {"worker": workers.get(told["worker"])}

    return change_child(
        ref,
        form,
        actions.change_child,
        title="Change particulars",
        record=child,
        answers=answers,
    )


@bp.route("/children/<ref>/legal-status", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def legal_status(ref):
    return change_child(
        ref,
        forms.StatusForm(),
        actions.begin_legal_status,
        title="Record a legal status",
        says="The status in force ends on the day that this one starts.",
        part="status",
        answers=None,
    )


@bp.route("/children/<ref>/stop", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def stop(ref):
    return change_child(
        ref,
        forms.StopForm(),
        actions.stop_looking_after,
        title="No longer looked after",
        says="The legal status, the placement, any stay and any absence end on that day.",
        save="Record it",
        warning=True,
        part="status",
    )


@bp.route("/children/<ref>/school", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def school(ref):
    return change_child(
        ref, forms.SchoolForm(), actions.set_school, title="Record a school", part="about"
    )


@bp.route("/children/<ref>/family-home", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def family_home(ref):
    return change_child(
        ref,
        forms.HomeForm(),
        actions.set_family_home,
        title="Record the family home",
        says="Distances are measured from here. It is never shown on a map.",
        part="about",
    )


@bp.route("/children/<ref>/need", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def need(ref):
    return change_child(
        ref,
        forms.NeedForm(),
        actions.record_need,
        title="Record what a home must be",
        part="about",
    )


@bp.route("/children/<ref>/need/<int:number>/end", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def end_need(ref, number):
    child = child_or_404(ref)
    found = [each for each in queries.about(child.id, today()).needs if each.id == number]
    if not found:
        abort(404)
    return change_child(
        ref,
        OnForm(),
        actions.end_need,
        found[0],
        title="No longer needed",
        says=f"{FACT_WORDS[found[0].fact][:1].upper()}{FACT_WORDS[found[0].fact][1:]}.",
        part="about",
    )


@bp.route("/children/<ref>/sibling", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def sibling(ref):
    child = child_or_404(ref)
    form = forms.SiblingForm()
    words = form.words.data or ""
    visible = queries.children_visible_to(user_now(), households=own_households())
    others = queries.likely_siblings(child, visible, words)
    form.sibling.choices = offered([(each.ref, _known_by(each)) for each in others])
    looked({f"child:{each.id}" for each in others}, Kept.CHILD, "brother or sister")
    page = {
        "about": child.person.name,
        "there": f"{url_for('children.child', ref=ref)}#siblings",
        "template": "children/sibling.html",
        "searched": bool(words),
    }
    if request.form.get("do") == "search":
        return render_template(
            page["template"], form=form, heading="Record a brother or sister", **page
        )

    def answers():
        return form.answers() | {"sibling": queries.child_by_ref(form.sibling.data)}

    return change(
        form,
        actions.record_siblings,
        child,
        title="Record a brother or sister",
        answers=answers,
        **page,
    )


def _known_by(child):
    return f"{child.name}, born {short_day(child.born)}" if child.born else child.name


@bp.route("/children/<ref>/away", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def away(ref):
    return change_child(
        ref,
        forms.AwayForm(),
        actions.record_away,
        title="Missing, or away without authorisation",
        says="The placement goes on meanwhile.",
    )


@bp.route("/children/<ref>/back", methods=["GET", "POST"])
@requires(May.EDIT_CHILD)
def back(ref):
    absence = open_row(Away, child_id=child_or_404(ref).id)
    if absence is None:
        abort(404)
    return change_child(ref, OnForm(), actions.end_away, absence, title="The child is back")


# ------------------------------------------------------------------------------------- placements


@bp.route("/children/<ref>/placement", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def record_placement(ref):
    """What happened: never refused, only judged; the child's page shows what it is judged to be."""
    form = forms.PlacementForm()
    settings = {each.ref: each for each in queries.settings_listed()}
    form.household.choices = offered([*forms.NONE, *queries.households_to_choose()])
    form.setting.choices = offered(
        [
            *forms.NONE,
            *(
                (ref_, f"{each.name}, {words(each.kind).lower()}")
                for ref_, each in settings.items()
            ),
        ]
    )

    def answers():
        told = form.answers()
        told["household"] = household_by_ref(told["household"]) if told["household"] else None
        told["setting"] = settings.get(told["setting"])
        told["basis"] = told["basis"] or Basis.NOT_RECORDED
        told["temporary"] = told["temporary"] or None
        return told

    return change_child(
        ref,
        form,
        actions.record_placement,
        title="Record what happened",
        says="Where the child came to live, whatever the rules say of it. It is never refused: the "
        "child’s page then shows on what basis it stands and what is wrong with it. To decide on a "
        "placement, start from the referral.",
        save="Record it",
        part="basis",
        answers=answers,
    )


@bp.route("/placements/<ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def end_placement(ref):
    placement, child = placement_or_404(ref)
    return change_child(
        child.ref,
        forms.EndForm(record=placement),
        actions.end_placement,
        placement,
        title="Record the end of a placement",
        says=f"{named(placement)}. A placement is ended after a review and with notice, save "
        "where the law says otherwise (CPPCR 2010 reg 14). What happened is recorded all the same.",
        part="placements",
        record=placement,
    )


@bp.route("/placements/<ref>/void", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def void_placement(ref):
    placement, child = placement_or_404(ref)
    return change_child(
        child.ref,
        HearthForm(record=placement),
        actions.void_placement,
        placement,
        title="Recorded in error",
        says=f"{named(placement)}: this placement never was. It stays in what was known before "
        "today, and in the history.",
        save="Set it aside",
        warning=True,
        part="placements",
        record=placement,
        answers=dict,
    )


@bp.route("/placements/<ref>/decision", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def decision(ref):
    placement, child = placement_or_404(ref)
    form = forms.DecisionForm()
    if request.method == "GET" and request.args.get("what") in list(ApprovalNeeded):
        form.what.data = ApprovalNeeded(request.args["what"])
    return change_child(
        child.ref,
        form,
        actions.record_placement_approval,
        placement,
        title="Record a decision about a placement",
        says=f"{named(placement)}. The decision was taken by a named person.",
        part="basis",
    )
