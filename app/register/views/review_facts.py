"""What the record says for a review's report: worked out, never typed."""

from __future__ import annotations

from functools import cached_property

from app.checks import queries as checks
from app.core.present import short_day
from app.people import queries as people
from app.register import queries as register
from app.register.models import HoldReason
from app.register.present import terms_said
from app.register.queries import reviews as queries
from app.register.reviewing import ReviewTrigger
from app.register.rules.reviews import review_since
from app.supervision import queries as supervision
from app.supervision.visits import queries as visits
from app.training import queries as training


def facts_of(case, day):
    """Each fact by its name, since the last review held before this one, or since approval."""
    found = _Found(case, day)
    return [
        ("Since", found.since_in_words()),
        ("Children placed", found.placements()),
        ("Visits", found.visits()),
        ("Unannounced visits", found.unannounced()),
        ("Home inspected", found.inspected()),
        ("Training", found.training()),
        ("Allegations", found.allegations()),
        ("Complaints", found.triggered(ReviewTrigger.COMPLAINT)),
        ("On hold", found.holds()),
        ("Terms in force", found.terms()),
        ("Household", found.household()),
        ("Supervising social worker", found.workers()),
        ("Checks of members", found.checks()),
    ]


class _Found:
    """One household between its last review and this one."""

    def __init__(self, case, day):
        self.case, self.day = case, day
        self.number = case.household_id
        self.standing = register.standing_of(self.number)
        approved = queries.approved_since(self.number, case.opened_on)
        held = [each.held_on for each in self.standing.reviews if each.id != case.review_id]
        self.held_before = max((each for each in held if each <= case.opened_on), default=None)
        self.since = review_since(approved, held) or case.opened_on
        self.seen = visits.visits_counted(self.number, self.since, day)

    def checks(self):
        """How many checks are asked of everybody there, and how they stand."""
        home = checks.checked_one(self.number, self.day)
        if home is None or not home.lines:
            return "None is asked for"
        told = [f"{len(home.lines)} asked for"]
        told += [f"{len(home.waiting)} not seen yet"] * bool(home.waiting)
        told += [f"{len(home.ran_out)} ran out"] * bool(home.ran_out)
        return ", ".join(told)

    def since_in_words(self):
        """From which day everything below is counted."""
        what = "the last review" if self.held_before == self.since else "approval"
        return f"{what}, {short_day(self.since)}"

    def _during(self, facts):
        """Those that held on some day since then."""
        return [
            each
            for each in facts
            if each.starts_on <= self.day and (each.ends_on is None or each.ends_on > self.since)
        ]

    def placements(self):
        """How many children lived here, how many do now, how many left."""
        here = self._during(register.children_here(self.number))
        now = {each.child_id for each in here if each.lives_here(self.day)}
        ever = {each.child_id for each in here}
        if not ever:
            return "No child"
        return f"{len(ever)}: {len(now)} here now, {len(ever - now)} left"

    def visits(self):
        """How many, and the last."""
        if not self.seen:
            return "None recorded"
        return f"{len(self.seen)}, the last on {short_day(self.seen[0].visited_on)}"

    def unannounced(self):
        """How many of them were; the standard is one a year (NMS 21.8)."""
        days = [each.visited_on for each in self.seen if each.notice == "unannounced"]
        return f"{len(days)}, the last on {short_day(days[0])}" if days else "Not one"

    def inspected(self):
        """The last inspection of the home (NMS 10.5)."""
        days = [each.visited_on for each in self.seen if each.home_inspected]
        return short_day(days[0]) if days else "Not since then"

    def training(self):
        """Courses attended since, by all carers together, and what is overdue."""
        carers = queries.carers_on(self.number, self.day)
        attended = [
            each
            for each in training.attendances_of(carers, self.day)
            if each.attended_on > self.since
        ]
        said = f"{len(attended)} {'course' if len(attended) == 1 else 'courses'} attended"
        late = {
            name
            for each in training.learnt(self.day, household_ids=[self.number])
            for name in each.late(self.day)
        }
        return f"{said}; overdue: {', '.join(sorted(late))}" if late else said

    def allegations(self):
        """Counted, not told: holds and reviews that an allegation brought."""
        holds = [
            each
            for each in self._during(self.standing.holds)
            if each.reason is HoldReason.ALLEGATION
        ]
        return str(max(len(holds), self._brought.get(ReviewTrigger.ALLEGATION, 0)))

    def triggered(self, trigger):
        """How many reviews this brought."""
        return str(self._brought.get(trigger, 0))

    @cached_property
    def _brought(self):
        return queries.counted_reviews(self.number, self.since, self.day)

    def holds(self):
        """How often it was on hold, and whether it is."""
        found = self._during(self.standing.holds)
        if not found:
            return "No"
        now = " and is now" if any(each.held_on(self.day) for each in found) else ""
        return f"{'Once' if len(found) == 1 else f'{len(found)} times'}{now}"

    def terms(self):
        """The terms, and since when. A child in them is not named."""
        now = [each for each in self.standing.terms if each.held_on(self.day)]
        if not now:
            return "None recorded"
        return f"{terms_said(now[-1], {})}, since {short_day(now[-1].starts_on)}"

    def household(self):
        """How many live there besides children placed."""
        members = people.members_of(self.number, self.day)
        new = [each for each in members if each.starts_on > self.since]
        said = f"{len(members)} {'person' if len(members) == 1 else 'people'}"
        return f"{said}, {len(new)} of them since then" if new else said

    def workers(self):
        """How many have supervised them since: continuity counts."""
        found = self._during(supervision.allocations_of(self.number))
        if not found:
            return "Nobody"
        names = {each.worker.name for each in found}
        return found[-1].worker.name if len(names) == 1 else f"{len(names)} since then"
