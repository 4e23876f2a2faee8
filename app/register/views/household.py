"""One household's page, as at any day, as known at any moment."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import now, today
from app.core.web import as_at, known_at
from app.matching import queries as matching
from app.people import queries as people
from app.people.changing import household_or_404
from app.people.forms import ASKED
from app.people.models import ProviderKind
from app.register import present, queries
from app.register.rules import limits_on, why_so_many
from app.register.views.opening import bp
from app.supervision import queries as supervision
from sufficiency.period import Period
from sufficiency.types import FACT_WORDS


@bp.route("/households/<ref>")
@requires(May.SEE_HOUSEHOLDS)
def household(ref):
    """One household as at a day, as known at a moment."""
    home = household_or_404(ref)
    day, known = as_at(), known_at()
    found = _Page(home, day, known)
    reasons = [f"household:{home.id}"] if found.sees_reasons and found.has_reasons() else []
    looked_at("household", {Kept.CHILD: found.whose_names_are_shown(), Kept.NARRATIVE: reasons})
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
                sees_reasons=self.sees_reasons,
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
