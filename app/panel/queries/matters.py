"""What must come to a panel: one adapter for each room whose matters do, one shape for all.

Nothing is copied: a matter is read from the row that it is about, every time, and is gone from
here once that row says that the panel has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.assessments.brief import panel_from
from app.assessments.models import BriefReport
from app.assessments.queries import Listed, assessments, briefs
from app.assessments.rules import AssessmentKind
from app.audit.remembering import remembered
from app.children.models import Child
from app.core.db import db
from app.panel.coming import POLICY, MustCome, rule_for
from app.panel.kinds import ItemKind, Outcome
from app.panel.models import Item, Meeting, Recommendation
from app.panel.queries.determining import assessment_refs, matter_of, represented
from app.panel.queries.determining import course_of as course_of_determination
from app.panel.queries.meetings import ahead, must_come_table
from app.panel.rules.meetings import Slot, Waiting, forecast, papers_due
from app.people.models import Household
from app.permanence.models import Match
from app.recruitment.queries.stages import stops_panel
from app.register.deciding import DecisionKind, StepKind
from app.register.models import TemporaryApproval
from app.register.queries.deciding import course_of, waiting
from app.register.queries.resignation import leaving
from app.register.queries.reviews import Programmed, programme
from app.register.reviewing import ReviewTrigger
from app.register.rules.deciding_steps import Stage, stage_of
from app.register.rules.reviews import LONG_AFTER
from app.register.rules.reviews import Stage as ReviewStage
from app.statute.breach import Breach
from app.statute.local import DECISION_ON_PROPOSAL, REVIEW_DECISION

LOOKED_AHEAD = timedelta(days=183)
"""What is due later than this is not spoken of yet."""

EXTENSION_AHEAD = timedelta(weeks=8)
"""An extension is thought of in the second half of the sixteen weeks."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that must come to a panel: what, why, by when, and the page it is worked on.

    `about` is what a line calls it: a household's name, never a child's.
    """

    key: str
    """What it is about, as the trail names it: "assessment:7"."""

    kind: ItemKind
    rule: MustCome
    about: str
    household_id: int
    began_on: date
    by_on: date | None
    """The last day on which the panel is in time; None: no day is set, the sooner the better."""

    says: str
    page: str
    arguments: tuple[tuple[str, str], ...]
    ready: bool = True
    """Whether what the panel is to read can be finished now; otherwise it is on its way."""

    child_id: int | None = None
    not_before: date | None = None
    """The first day on which the panel may have it."""

    stops: tuple[Breach, ...] = ()
    """Why the panel may not have it yet."""

    household_ref: str = ""
    """Of a review: the page of the household, for whoever may not read the review."""


@remembered
def must_come(as_at: date) -> tuple[Matter, ...]:
    """Everything that must come to a panel, as it stands on a day: the soonest due first."""
    rows = must_come_table()
    done = heard(as_at)
    found = [
        matter
        for ask in SOURCES
        for matter in ask(as_at, rows)
        if (matter.kind, matter.key) not in done
    ]
    return tuple(sorted(found, key=lambda each: (each.by_on or date.max, each.began_on, each.key)))


Rows = tuple[MustCome, ...]


def _assessed(as_at: date, rows: Rows) -> Iterator[Matter]:
    """Assessments of those who apply, or who hold a temporary approval meanwhile."""
    until, under_way = _temporary_until(as_at), assessments(as_at)
    reports = briefs([each.id for each in under_way])
    stops = stops_panel([each.id for each in under_way], as_at)
    for each in under_way:
        report = reports.get(each.id)
        if report is not None and report.further_on is None:
            yield from _in_brief(each, report, as_at, rows)
            continue
        rule = rule_for(ItemKind.INITIAL_APPROVAL, each.began_on, rows)
        if each.kind not in (AssessmentKind.INITIAL, AssessmentKind.CONNECTED) or rule is None:
            continue
        ends = until.get(each.household_id) if each.kind is AssessmentKind.CONNECTED else None
        days = [day for day in (each.due_on, ends) if day is not None]
        by_on = min(days, default=None)
        says = "Eight months from the application"
        if ends is not None and by_on == ends:
            says = "The temporary approval ends that day"
        if each.id in stops:
            says = f"{says}; Part 1 is not all in"
        yield Matter(
            key=f"assessment:{each.id}",
            kind=ItemKind.INITIAL_APPROVAL,
            rule=rule,
            about=each.household,
            household_id=each.household_id,
            began_on=each.began_on,
            by_on=by_on,
            says=f"{says}; paused" if each.paused_on else says,
            page="register.household",
            arguments=(("ref", each.household_ref),),
            ready=False,
            stops=stops.get(each.id, ()),
        )


def _in_brief(each: Listed, report: BriefReport, as_at: date, rows: Rows) -> Iterator[Matter]:
    """A brief report: the panel may have it once the applicants have said what they think of it."""
    rule = rule_for(ItemKind.BRIEF_REPORT, each.began_on, rows)
    if rule is None:
        return
    since = panel_from(report.sent_on, report.observed_on)
    says = "Their views have come" if report.observed_on else "Ten working days for their views"
    yield Matter(
        key=f"assessment:{each.id}",
        kind=ItemKind.BRIEF_REPORT,
        rule=rule,
        about=each.household,
        household_id=each.household_id,
        began_on=each.began_on,
        by_on=each.due_on,
        says=says,
        page="assessments.assessment",
        arguments=(("ref", each.ref),),
        ready=since <= as_at,
        not_before=since,
    )


def _temporary_until(as_at: date) -> dict[int, date]:
    """When the first temporary approval of each household ends by law."""
    found: dict[int, date] = {}
    for each in db.session.scalars(
        select(TemporaryApproval).where(TemporaryApproval.in_force(as_at))
    ):
        if not each.is_pending:
            last = each.last_day
            found[each.household_id] = min(last, found.get(each.household_id, last))
    return found


def _reviewed(as_at: date, rows: Rows) -> Iterator[Matter]:
    """First reviews to come, and reports of reviews that no panel has read yet.

    Of carers approved years ago of whom no review is on record, the first is not in this record.
    """
    for each in programme(as_at):
        under = each.under
        if under is not None and under.course.reported_on is not None:
            if under.course.panel_on is None and under.course.decided_on is None:
                yield from _reported(each, rows)
        elif (
            each.first and each.due_on <= as_at + LOOKED_AHEAD and each.since >= as_at - LONG_AFTER
        ):
            rule = rule_for(ItemKind.FIRST_REVIEW, each.since, rows)
            if rule is not None:
                yield _review(each, ItemKind.FIRST_REVIEW, rule, each.due_on, "A year is over")


def _reported(each: Programmed, rows: Rows) -> Iterator[Matter]:
    under = each.under
    if under is None or under.course.reported_on is None:
        return
    course = under.course
    kind = ItemKind.LATER_REVIEW
    if course.first:
        kind = ItemKind.FIRST_REVIEW
    elif under.trigger is ReviewTrigger.ALLEGATION:
        kind = ItemKind.ALLEGATION_REVIEW
    rule = rule_for(kind, course.opened_on, rows)
    if rule is None and course.stage is ReviewStage.PANEL:  # whoever wrote it asks for the panel
        rule = MustCome(kind, POLICY, course.opened_on)
    if rule is not None:
        by_on = REVIEW_DECISION.last_day(under.course.reported_on or course.opened_on)
        yield _review(each, kind, rule, by_on, "The report is finished", ready=True)


def _review(
    each: Programmed, kind: ItemKind, rule: MustCome, by_on: date, says: str, *, ready: bool = False
) -> Matter:
    under = each.under
    return Matter(
        key=f"review:{each.household_id}",
        kind=kind,
        rule=rule,
        about=each.name,
        household_id=each.household_id,
        began_on=under.course.opened_on if under else each.since,
        by_on=by_on,
        says=says,
        page="register.review_case" if under else "register.household",
        arguments=(("ref", under.ref if under else each.ref),),
        ready=ready,
        household_ref=each.ref,
    )


_PROPOSED: Mapping[DecisionKind, ItemKind] = {
    DecisionKind.CHANGE_OF_TERMS: ItemKind.CHANGE_OF_TERMS,
    DecisionKind.TERMINATION: ItemKind.TERMINATION,
    DecisionKind.EXEMPTION: ItemKind.EXEMPTION,
}


def _proposed(as_at: date, rows: Rows) -> Iterator[Matter]:
    """What was proposed and goes to panel by policy; and representations, by law."""
    for each in waiting(as_at):
        course = course_of(each, as_at=as_at)
        stage = stage_of(course, as_at)
        kind, by_on, says = None, None, ""
        if stage is Stage.REPRESENTATIONS:
            kind, says = ItemKind.REPRESENTATIONS, "Representations have come"
        elif stage is Stage.PROPOSED and not course.has(StepKind.MINUTES):
            kind = _PROPOSED.get(each.kind)
            by_on = each.needed_on or DECISION_ON_PROPOSAL.last_day(each.proposed_on)
            says = "Needed from that day" if each.needed_on else "Proposed, and waits"
        rule = rule_for(kind, each.proposed_on, rows) if kind is not None else None
        if kind is not None and rule is not None:
            yield Matter(
                key=f"decision:{each.id}",
                kind=kind,
                rule=rule,
                about=each.household.name,
                household_id=each.household_id,
                began_on=course.first(StepKind.REPRESENTATIONS) or each.proposed_on,
                by_on=by_on,
                says=says,
                page="register.decision",
                arguments=(("ref", each.ref),),
            )


def _determined(as_at: date, rows: Rows) -> Iterator[Matter]:
    """Representations of applicants who are not to be approved, or on other terms, by law."""
    found = represented(as_at)
    refs = assessment_refs([each.assessment_id for each in found])
    for each in found:
        rule = rule_for(ItemKind.REPRESENTATIONS, each.determined_on, rows)
        came = course_of_determination(each).first(StepKind.REPRESENTATIONS)
        if rule is not None:
            yield Matter(
                key=matter_of(each.id),
                kind=ItemKind.REPRESENTATIONS,
                rule=rule,
                about=each.household.name,
                household_id=each.household_id,
                began_on=came or each.determined_on,
                by_on=None,
                says="Applicants have made representations",
                page="panel.decision",
                arguments=(("ref", refs[each.assessment_id]),),
            )


def _extended(as_at: date, rows: Rows) -> Iterator[Matter]:
    """The panel's views before a temporary approval is extended: only while it runs."""
    found = db.session.execute(
        select(TemporaryApproval, Household.name, Household.ref, Child.id.label("child"))
        .join(Household, Household.id == TemporaryApproval.household_id)
        .join(Child, Child.id == TemporaryApproval.child_id)
        .where(
            TemporaryApproval.in_force(as_at),
            TemporaryApproval.original_last_day <= as_at + EXTENSION_AHEAD,
            TemporaryApproval.original_last_day >= as_at,
        )
        .order_by(TemporaryApproval.id)
    ).all()
    for row in found:
        each = row.TemporaryApproval
        rule = rule_for(ItemKind.EXTENSION_VIEWS, each.starts_on, rows)
        if rule is None or (each.extension is not None and each.extension.stood()):
            continue
        yield Matter(
            key=f"temporary_approval:{each.id}",
            kind=ItemKind.EXTENSION_VIEWS,
            rule=rule,
            about=row.name,
            household_id=each.household_id,
            began_on=each.starts_on,
            by_on=each.original_last_day,
            says="If it is to be extended: after that day it cannot be",
            page="register.household",
            arguments=(("ref", row.ref),),
            child_id=row.child,
        )


def _matched(as_at: date, rows: Rows) -> Iterator[Matter]:
    """Long-term matches that no panel has seen."""
    found = db.session.scalars(
        select(Match).where(
            Match.in_force(as_at), Match.long_term.is_(True), Match.panel_on.is_(None)
        )
    )
    for each in found:
        rule = rule_for(ItemKind.LONG_TERM_MATCH, each.starts_on, rows)
        if rule is not None:
            yield Matter(
                key=f"permanence_match:{each.id}",
                kind=ItemKind.LONG_TERM_MATCH,
                rule=rule,
                about=each.household.name,
                household_id=each.household_id,
                began_on=each.starts_on,
                by_on=None,
                says="Matched for long term; no panel is recorded",
                page="register.household",
                arguments=(("ref", each.household.ref),),
                child_id=each.child_id,
            )


def _resigned(as_at: date, rows: Rows) -> Iterator[Matter]:
    """Resignations, for information: one for each notice."""
    told = set()
    for each in leaving(as_at):
        rule = rule_for(ItemKind.RESIGNATION, each.received_on, rows)
        if rule is None or (each.household_id, each.received_on) in told:
            continue
        told.add((each.household_id, each.received_on))
        yield Matter(
            key=f"resignation:{each.resignation_id}",
            kind=ItemKind.RESIGNATION,
            rule=rule,
            about=each.household,
            household_id=each.household_id,
            began_on=each.received_on,
            by_on=None,
            says="For information",
            page="register.household",
            arguments=(("ref", each.household_ref),),
        )


def heard(as_at: date) -> frozenset[tuple[ItemKind | None, str]]:
    """What a panel here heard by a day and did not defer. A review says so itself, each year."""
    rows = db.session.execute(
        select(Item.kind, Item.matter)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .where(
            Item.stands(),
            Item.matter.not_like("review:%"),
            Meeting.meets_on <= as_at,
            Recommendation.stands(),
            Recommendation.outcome != Outcome.DEFERRED,
        )
    )
    return frozenset((row.kind, row.matter) for row in rows)


SOURCES: Sequence[Callable[[date, Rows], Iterator[Matter]]] = (
    _assessed,
    _reviewed,
    _proposed,
    _determined,
    _extended,
    _matched,
    _resigned,
)
"""Every room whose matters come to panel."""


# --------------------------------------------------------------------------------------- forecast

MEETINGS = 6
"""Meetings that the forecast looks at."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A matter, the meeting it is for as things stand, and the last meeting in time."""

    matter: Matter
    meeting: Meeting | None
    latest: Meeting | None
    in_time: bool
    on_agenda: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """A meeting to come and what it would hold, against what it has room for."""

    meeting: Meeting
    matters: tuple[Matter, ...]

    @property
    def overloaded(self) -> bool:
        """More than it has room for."""
        return len(self.matters) > self.meeting.panel.items_at_most

    @property
    def idle(self) -> bool:
        """Nothing is to come to it."""
        return not self.matters


@dataclass(frozen=True, slots=True)
class Forecast:
    """What must come, each with its meeting, and the next meetings with their load."""

    placed: tuple[Placed, ...]
    meetings: tuple[Ahead, ...]


def forecast_on(as_at: date) -> Forecast:
    """Where everything that must come would go, as things stand on a day."""
    matters = must_come(as_at)
    meetings = {each.id: each for each in ahead(as_at)}
    taken = taken_to(as_at)
    slots = [
        Slot(each.id, each.meets_on, papers_due(each.meets_on), each.panel.items_at_most)
        for each in meetings.values()
    ]
    places = forecast(
        (
            Waiting(each.key, each.by_on, each.ready, taken.get(each.key), each.not_before)
            for each in matters
        ),
        slots,
        as_at,
    )
    placed = tuple(
        Placed(
            matter,
            meetings.get(place.meeting or 0),
            meetings.get(place.latest or 0),
            place.in_time,
            matter.key in taken,
        )
        for matter, place in zip(matters, places, strict=True)
    )
    return Forecast(
        placed,
        tuple(
            Ahead(each, tuple(one.matter for one in placed if one.meeting is each))
            for each in list(meetings.values())[:MEETINGS]
        ),
    )


def taken_to(as_at: date) -> dict[str, int]:
    """The meeting to come on whose agenda a matter stands, by what it is about. What the panel put
    off today is on no agenda any more: it goes to the next one the same afternoon."""
    put_off = select(Recommendation.item_id).where(
        Recommendation.stands(), Recommendation.outcome == Outcome.DEFERRED
    )
    rows = db.session.execute(
        select(Item.matter, Item.meeting_id)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .where(
            Item.stands(),
            Item.withdrawn_on.is_(None),
            Item.kind.is_not(None),
            Item.id.not_in(put_off),
            Meeting.meets_on >= as_at,
            Meeting.called_off_on.is_(None),
        )
    )
    return {row.matter: row.meeting_id for row in rows}


def still_for(meeting: Meeting, as_at: date) -> list[Matter]:
    """What is for this meeting as things stand and not on its agenda yet, the most urgent first."""
    return [
        each.matter
        for each in forecast_on(as_at).placed
        if not each.on_agenda and each.meeting is not None and each.meeting.id == meeting.id
    ]
