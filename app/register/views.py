"""The register, a household's page, and the small pages that record what was decided about it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import queries as children
from app.core.columns import Kept
from app.core.present import long_day, to_csv, to_xlsx
from app.core.security import requires
from app.core.today import now, today
from app.core.web import as_at, file_answer, known_at, page_of
from app.core.words import words
from app.matching import queries as matching
from app.people import queries as people
from app.people.changing import change, household_or_404, household_to_change
from app.people.forms import ASKED, OnForm, WhichForm, offered
from app.people.models import ProviderKind
from app.register import actions, present, queries
from app.register.forms import (
    MOST_LINES,
    AgreementForm,
    ApproveForm,
    EndApprovalForm,
    ExemptionForm,
    ExtensionForm,
    HoldForm,
    InErrorForm,
    ResignationForm,
    ReviewForm,
    SharingForm,
    TemporaryForm,
    TermsForm,
    UnavailableForm,
)
from app.register.rules import limits_on, why_so_many
from app.supervision import queries as supervision
from sufficiency.period import Period
from sufficiency.types import FACT_WORDS

bp = Blueprint("register", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --------------------------------------------------------------------------------------- the list


def _rows():
    workers = supervision.worker_of(None, as_at(), known_at())
    return [
        present.Row(
            entry, workers[entry.household.id].name if entry.household.id in workers else None
        )
        for entry in queries.register_list(as_at(), known_at())
    ]


def _asked(words_typed=""):
    given = request.args
    status = given.get("status", "")
    return present.Asked(
        status=queries.Status(status) if status in list(queries.Status) else None,
        area=given.get("area", ""),
        provider=given.get("provider", ""),
        with_places=given.get("with_places") == "yes",
        no_worker=given.get("no_worker") == "yes",
        sort=given.get("sort", "name"),
        words=words_typed,
    )


@bp.route("/register")
@requires(May.SEE_REGISTER)
def index():
    everyone = _rows()
    asked = _asked()
    found = asked.of(everyone)
    match request.args.get("format"):
        case "csv":
            return file_answer(to_csv(present.COLUMNS, found), _file("csv"), "text/csv")
        case "xlsx":
            sheet = to_xlsx("Register", present.COLUMNS, found)
            return file_answer(sheet, _file("xlsx"), XLSX)
    return _list_page(everyone, asked, page_of(present.together(found)))


@bp.route("/register/search", methods=["GET", "POST"])
@requires(May.SEE_REGISTER)
def search():
    """Names are searched for in what is posted, so that none is ever in an address bar."""
    if request.method == "GET":
        asked = dict(request.args)
        return redirect(url_for("register.index", **asked))  # type: ignore[arg-type]
    everyone = _rows()
    asked = _asked(request.form.get("words", "").strip()[:80])
    found = present.together(asked.of(everyone))
    return _list_page(everyone, asked, page_of(found, size=max(1, len(found))))


def _file(kind):
    return f"register-{as_at():%Y-%m-%d}.{kind}"


def _list_page(everyone, asked, page):
    areas = {row.entry.household.area for row in everyone if row.entry.household.area}
    services = {row.entry.household.provider_ref: row.entry.household.provider for row in everyone}
    households = present.together(everyone)
    return render_template(
        "register/index.html",
        page=page,
        asked=asked,
        columns=[column for column in present.COLUMNS if column.on_page],
        places_in_words=present.places_in_words,
        areas=sorted((present.area_name(code), code) for code in areas),
        services=sorted((name, ref) for ref, name in services.items()),
        statuses=list(queries.Status),
        carers=len(everyone),
        households=len(households),
        places=sum(each.household.places.left for each in households),
        nobody=sum(each.has_nobody for each in households),
    )


@bp.route("/register/statutory")
@requires(May.SEE_REGISTER)
def statutory():
    """The register that the law asks of our own service (FSR 2011 regulation 31), to print."""
    rows = [row for row in queries.register_list(as_at(), known_at()) if row.household.is_ours]
    with_addresses = request.args.get("addresses") == "yes" and current_user.may(
        May.SEE_ANY_ADDRESS
    )
    households = {row.household.id for row in rows}
    looked({f"household:{each}" for each in households}, Kept.CHILD, "statutory register")
    addresses = {}
    if with_addresses:
        looked({f"household:{each}" for each in households}, Kept.LOCATION, "statutory register")
        addresses = people.addresses_of(households, as_at(), known_at())
    return render_template(
        "register/statutory.html", rows=rows, with_addresses=with_addresses, addresses=addresses
    )


# ----------------------------------------------------------------------------------- one household


@bp.route("/households/<ref>")
@requires(May.SEE_HOUSEHOLDS)
def household(ref):
    """One household as at a day, as known at a moment."""
    home = household_or_404(ref)
    day, known = as_at(), known_at()
    found = _Page(home, day, known)
    looked(found.whose_names_are_shown(), Kept.CHILD, "household")
    if found.sees_reasons and found.has_reasons():
        looked([f"household:{home.id}"], Kept.NARRATIVE, "household")
    return render_template("register/household.html", **found.shown())


class _Page:
    """What one person may see of one household on a day."""

    def __init__(self, household, day, known):
        self.household, self.day, self.known = household, day, known
        self.user = current_user._get_current_object()
        own = supervision.own_households(self.user, day)
        self.home = people.home_of(household.id, day, known)
        self.standing = queries.standing_of(household.id, known)
        self.entry = queries.entry(household.id, day, known)
        self.here = queries.children_here(household.id, known)
        self.allocations = supervision.allocations_of(household.id, known)
        self.worker = supervision.worker_of([household.id], day, known).get(household.id)
        self.visible = queries.visible_among(
            self.user, [each.child_id for each in self.here], households=own, as_at=day
        )
        self.may_edit = day == today() and supervision.may_edit(self.user, household.id)
        self.sees_reasons = self.user.may(May.SEE_HOLD_REASON)
        self.may_see_address = queries.may_see_address(
            self.user,
            household.id,
            protected=self.home.address is not None and self.home.address.protected,
            own=own,
            live=matching.live_households() if self.user.may(May.CONFIRM_PLACEMENT) else (),
        )

    def whose_names_are_shown(self):
        """The household, whose members' names and ages stand here, and the children named."""
        return [f"household:{self.household.id}", *(f"child:{each}" for each in self.visible)]

    def has_reasons(self):
        """Is there a reason or a note that is not for every eye?"""
        return bool(self.in_force(self.standing.holds) or self.in_force(self.standing.unavailable))

    def in_force(self, facts):
        """Those that hold on the day asked for."""
        return [each for each in facts if each.held_on(self.day, self.known)]

    def names(self):
        """The names of the children whom this person may see, by number."""
        return {
            each.child_id: each.person.name for each in self.here if each.child_id in self.visible
        }

    def room(self):
        """The household's room: on the register or not, children may live there."""
        if self.entry is not None:
            return self.entry.room
        around = Period(self.day, self.day + timedelta(days=1))
        return queries.rooms({self.household.id}, around=around, known_at=self.known)[
            self.household.id
        ]

    def clocks(self):
        """The clocks that run on this household."""
        reviewed = self.entry.reviews if self.entry else ()
        since = reviewed[-1] if reviewed else (self.entry.approved_on if self.entry else None)
        full = self.entry is not None and queries.Status.APPROVED in self.entry.statuses
        uncovered = supervision.without_worker_since(self.household.id, self.day, self.known)
        return present.clocks_running(
            self.standing, since if full else None, uncovered, self.day, self.known
        )

    def shown(self):
        """Everything that the page shows."""
        names, room = self.names(), self.room()
        facts = self.home.facts
        return {
            "household": self.household,
            "home": self.home,
            "standing": self.standing,
            "entry": self.entry,
            "in_force": self.in_force,
            "living": [each for each in self.here if each.lives_here(self.day)],
            "were_here": sum(not each.lives_here(self.day) for each in self.here),
            "names": names,
            "child_people": {each.person.id: each for each in self.here},
            "claims": self.claims(),
            "allocations": self.allocations,
            "worker": self.worker,
            "ours": self.household.provider.kind is ProviderKind.OWN,
            "limits": limits_on(room, self.day),
            "why": why_so_many(room, self.day),
            "clocks": self.clocks(),
            "years": present.years_of(
                self.standing,
                self.here,
                [(each, each.worker.name) for each in self.allocations],
                names,
                self.day,
                self.known,
            ),
            "terms": [(each, present.terms_said(each, names)) for each in self.standing.terms],
            "yes": [FACT_WORDS[fact] for fact, so in facts.items() if so],
            "no": [FACT_WORDS[fact] for fact, so in facts.items() if not so],
            "unrecorded": sum(fact not in facts for fact in ASKED),
            "keys": people.keys_of("household", self.household.id),
            "area": present.area_name(
                self.home.address.authority_code if self.home.address else None
            ),
            "may_edit": self.may_edit,
            "may_keep": self.day == today()
            and supervision.may_keep_availability(self.user, self.household.id),
            "may_record": self.may_edit and self.user.may(May.RECORD_APPROVAL),
            "sees_reasons": self.sees_reasons,
            "may_see_address": self.may_see_address,
            "Status": queries.Status,
        }

    def claims(self):
        """Planned placements and held beds that still stand."""
        return [
            claim
            for claim in self.in_force_or_coming(self.standing.claims)
            if claim.counts_at(self.known or now())
        ]

    def in_force_or_coming(self, facts):
        """Those that hold on the day asked for, or will."""
        return [
            each
            for each in facts
            if (end := each.end_as_known(self.known)) is None or end > self.day
        ]


# ------------------------------------------------------------------------------- approval and terms


def _to_edit(ref):
    return household_to_change(ref, supervision.may_edit)


NOT_LISTED = (
    "A child who is not in the list is neither living here nor waiting for a home: record their "
    "placement or open their referral first."
)


def _visible():
    own = supervision.own_households(current_user, today())
    return children.children_visible_to(current_user, households=own)


def _children_by_ref(household):
    """The children whom this person may name here, by reference; offering them is a look."""
    named = queries.children_to_name(household.id, _visible(), today())
    found = {child.ref: child for child in named}
    looked([f"child:{child.id}" for child in found.values()], Kept.CHILD, "children to choose")
    return found


def _choices(found):
    return [(ref, child.person.name) for ref, child in found.items()]


def _of(household, fact):
    """The fact, if it is this household's; otherwise there is no such page."""
    if fact is None or fact.household_id != household.id:
        abort(404)
    return fact


@bp.route("/households/<ref>/approve", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def approve(ref):
    household = _to_edit(ref)
    carers = people.home_of(household.id, today()).carers
    form = ApproveForm()
    form.person.choices = offered((carer.ref, carer.name) for carer in carers)
    return change(
        household,
        form,
        lambda **told: actions.approve(household, **told),
        title="Record an approval",
        says="Who was approved, by the decision of which day. Terms and the agreement follow.",
        part="approval",
        done="Recorded an approval",
        answers=lambda: {
            **form.answers(),
            "person": next(carer for carer in carers if carer.ref == form.person.data),
        },
    )


@bp.route("/households/<ref>/approvals/<approval_ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def end_approval(ref, approval_ref):
    household = _to_edit(ref)
    approval = _of(household, queries.approval_by_ref(approval_ref))
    return change(
        household,
        EndApprovalForm(record=approval),
        actions.end_approval,
        approval,
        title=f"End {approval.person.name}’s approval",
        says="A register entry is closed, never deleted: it is kept at least ten years from then.",
        save="End the approval",
        warning=True,
        part="approval",
        record=approval,
    )


@bp.route("/households/<ref>/approvals/<approval_ref>/resign", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def resign(ref, approval_ref):
    household = _to_edit(ref)
    approval = _of(household, queries.approval_by_ref(approval_ref))
    return change(
        household,
        ResignationForm(record=approval),
        actions.receive_resignation,
        approval,
        title=f"Record {approval.person.name}’s resignation",
        says="Approval ends by law 28 days after written notice is received. Nobody decides it.",
        save="Record the resignation",
        part="approval",
        record=approval,
    )


@bp.route("/households/<ref>/terms", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def terms(ref):
    household = _to_edit(ref)
    now_in_force = queries.open_terms(household.id)
    found = _children_by_ref(household)
    refs = {child.id: ref for ref, child in found.items()}
    known = TermsForm.answers_from(now_in_force, refs) if request.method == "GET" else None
    form = TermsForm(record=now_in_force, data=known)
    if request.method == "POST" and request.form.get("add"):
        if len(form.lines) < MOST_LINES:
            form.lines.append_entry()
        form.name_children(_choices(found))
        return _terms_page(household, form)
    form.name_children(_choices(found))
    return change(
        household,
        form,
        actions.set_terms,
        household,
        title="Record terms of approval",
        says="Each line says how many children, of which ages. The terms before these end on the "
        "day that these begin.",
        part="approval",
        template="register/terms.html",
        record=now_in_force,
        answers=lambda: {
            "overall": form.overall.data,
            "criteria": form.criteria(found),
            "starts_on": form.starts_on.data,
            "decided_on": form.decided_on.data,
            "note": form.note.data or "",
        },
    )


def _terms_page(household, form):
    return render_template(
        "register/terms.html",
        household=household,
        form=form,
        heading="Record terms of approval",
        says="",
        save="Save",
        there=url_for("register.household", ref=household.ref),
    )


@bp.route("/households/<ref>/exemption", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def exemption(ref):
    household = _to_edit(ref)
    found = _children_by_ref(household)
    form = ExemptionForm()
    here = {
        each.child_ref for each in queries.children_here(household.id) if each.lives_here(today())
    }
    form.children.choices = offered(each for each in _choices(found) if each[0] in here)
    form.another.choices = offered([("", "Nobody else"), *_choices(found)])
    return change(
        household,
        form,
        actions.grant_exemption,
        household,
        title="Record an exemption from the usual limit",
        says="It covers the children named, and nobody else. The carer’s own area authority "
        "decides, in writing, before the child moves.",
        part="approval",
        answers=lambda: {
            "children": [found[each] for each in form.refs()],
            "starts_on": form.starts_on.data,
            "decided_on": form.decided_on.data,
            "decided_by": form.decided_by.data,
            "conditions": form.conditions.data or "",
        },
    )


@bp.route("/households/<ref>/exemptions/<exemption_ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def end_exemption(ref, exemption_ref):
    household = _to_edit(ref)
    return change(
        household,
        OnForm(),
        actions.end_exemption,
        _of(household, queries.exemption_by_ref(exemption_ref)),
        title="End an exemption",
        part="approval",
    )


@bp.route("/households/<ref>/temporary-approval", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def temporary_approval(ref):
    household = _to_edit(ref)
    found = _children_by_ref(household)
    form = TemporaryForm()
    form.child.choices = offered([("", "Choose a child"), *_choices(found)])
    return change(
        household,
        form,
        lambda **told: actions.record_temporary_approval(household, **told),
        title="Record a temporary approval",
        says="A connected person may care for this one child, for sixteen weeks at most "
        f"(regulation 24). {NOT_LISTED}",
        part="approval",
        done="Recorded a temporary approval",
        answers=lambda: {**form.answers(), "child": found[form.child.data]},
    )


@bp.route("/households/<ref>/temporary-approvals/<approval_ref>/extend", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def extension(ref, approval_ref):
    household = _to_edit(ref)
    approval = _of(household, queries.temporary_by_ref(approval_ref))
    return change(
        household,
        ExtensionForm(),
        actions.record_extension,
        approval,
        title="Record an extension",
        says=f"The first period runs to {long_day(approval.original_last_day)}. It can be extended "
        "once, by eight weeks at most (regulation 25).",
        part="approval",
    )


@bp.route("/households/<ref>/temporary-approvals/<approval_ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def end_temporary(ref, approval_ref):
    household = _to_edit(ref)
    return change(
        household,
        OnForm(),
        actions.end_temporary_approval,
        _of(household, queries.temporary_by_ref(approval_ref)),
        title="End a temporary approval",
        part="approval",
    )


# ----------------------------------------------------------------- availability, agreements, review


@bp.route("/households/<ref>/hold", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def hold(ref):
    household = _to_edit(ref)
    return change(
        household,
        HoldForm(),
        actions.put_on_hold,
        household,
        title="Put on hold",
        says="No child is placed while it lasts. Approval is not touched.",
        save="Put on hold",
        part="availability",
    )


@bp.route("/households/<ref>/hold/lift", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def lift_hold(ref):
    household = _to_edit(ref)
    holds = [each for each in queries.standing_of(household.id).holds if each.ends_on is None]
    if not holds:
        abort(404)
    return change(
        household,
        OnForm(),
        actions.lift_hold,
        holds[0],
        title="Lift the hold",
        save="Lift the hold",
        part="availability",
    )


def _to_keep(ref):
    return household_to_change(ref, supervision.may_keep_availability)


@bp.route("/households/<ref>/unavailable", methods=["GET", "POST"])
@requires(May.KEEP_AVAILABILITY)
def unavailable(ref):
    household = _to_keep(ref)
    return change(
        household,
        UnavailableForm(),
        actions.make_unavailable,
        household,
        title="Record places that are not available",
        says="The number of places left is worked out; nobody types it.",
        part="availability",
    )


@bp.route("/households/<ref>/available", methods=["GET", "POST"])
@requires(May.KEEP_AVAILABILITY)
def available(ref):
    household = _to_keep(ref)
    gone = [
        each
        for each in queries.standing_of(household.id).unavailable
        if each.ends_on is None or each.ends_on > today()
    ]
    if not gone:
        abort(404)
    form = WhichForm(rows=[(each, _gone_in_words(each)) for each in gone])
    return change(
        household,
        form,
        actions.make_available,
        form.chosen(),
        title="Record places as available again",
        part="availability",
        answers=lambda: {"on": form.on.data},
    )


def _gone_in_words(gone):
    number = f"{gone.places} of the places" if gone.places else "Every place"
    return f"{number} from {long_day(gone.starts_on)}: {words(gone.reason).lower()}"


@bp.route("/households/<ref>/agreement", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def agreement(ref):
    household = _to_edit(ref)
    return change(
        household,
        AgreementForm(),
        actions.sign_agreement,
        household,
        title="Record the signed foster care agreement",
        says="No child is placed before it is signed (regulation 22).",
        part="approval",
    )


@bp.route("/households/<ref>/sharing", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def sharing(ref):
    household = _to_edit(ref)
    found = _children_by_ref(household)
    form = SharingForm()
    form.child.choices = offered([("", "Choose a child"), *_choices(found)])
    form.with_child.choices = form.child.choices
    return change(
        household,
        form,
        actions.agree_sharing,
        household,
        title="Record an agreement to share a bedroom",
        says="From the third birthday each child has a bedroom of their own, unless each one’s "
        "responsible authority agrees (national minimum standard 10.6).",
        part="home",
        answers=lambda: {
            **form.answers(),
            "child": found[form.child.data],
            "with_child": found[form.with_child.data],
        },
    )


@bp.route("/households/<ref>/review", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def review(ref):
    household = _to_edit(ref)
    return change(
        household,
        ReviewForm(),
        actions.record_review,
        household,
        title="Record a review of approval",
        says="Reviews are held within a year of approval, and then within a year of the last "
        "(regulation 28).",
        part="clocks",
    )


@bp.route("/households/<ref>/in-error", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def in_error(ref):
    household = _to_edit(ref)
    told = present.all_in_words(
        queries.standing_of(household.id), people.home_of(household.id, today()), {}
    )
    form = InErrorForm(told)
    return change(
        household,
        form,
        actions.set_aside,
        form.chosen(),
        title="Set aside what was recorded in error",
        says="It never was. It stays in what was known before today, and in the history. What it "
        "took over from stays ended: record that anew if it still holds.",
        save="Set it aside",
        warning=True,
        answers=dict,
    )
