"""A year of panels: its meetings, what each heard and said, what was decided, and who came."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.panel.kinds import MinutesStep, Outcome, Told
from app.panel.models import (
    ApprovalDecision,
    DecisionTold,
    Determination,
    Item,
    MatchDecision,
    Meeting,
    MeetingMinutes,
    Recommendation,
)
from app.panel.queries.agenda import Agenda, Line, agendas, attendance_taken
from app.panel.queries.minutes import recommendations
from app.panel.rules.yearly import Decided
from app.register.deciding import Outcome as CameOut
from app.register.deciding import StepKind
from app.register.models import Decision, Review, ReviewCase

FOLLOWED = ("assessment", "review", "decision", "permanence_match")
"""What an item is about of which this record keeps the decision that follows the panel."""


@dataclass(frozen=True, slots=True)
class Sat:
    """A meeting of the year."""

    agenda: Agenda
    minutes_on: date | None
    """When its minutes were approved."""

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.agenda.company.meeting

    @property
    def held(self) -> bool:
        """It was held, as far as the record knows: attendance was taken."""
        return self.meeting.called_off_on is None and attendance_taken(self.agenda.company)

    @property
    def items(self) -> list[Line]:
        """What was on its agenda to be heard."""
        return [each for each in self.agenda.lines if not each.is_break]


@dataclass(frozen=True, slots=True)
class Heard:
    """An item that came to a meeting that was held."""

    line: Line
    sat: Sat
    said: Recommendation | None
    decided: Decided | None
    withdrawn: bool = False
    """What it was about was withdrawn after the panel: there is nothing to decide."""

    @property
    def item(self) -> Item:
        """The item."""
        return self.line.item

    @property
    def advised(self) -> bool:
        """The panel recommended, for or against, and this record keeps what was then decided."""
        return (
            self.said is not None
            and self.said.outcome in (Outcome.RECOMMENDED, Outcome.NOT_RECOMMENDED)
            and self.item.row[0] in FOLLOWED
            and not self.withdrawn
        )


@dataclass(frozen=True, slots=True)
class Attended:
    """A member, and to how many of the meetings held they were asked and came."""

    ref: str
    name: str
    asked: int
    came: int


@dataclass(frozen=True, slots=True)
class Year:
    """Everything of some panels' days from `since` to `until`, both counted."""

    since: date
    until: date
    sat: tuple[Sat, ...]
    heard: tuple[Heard, ...]

    @property
    def held(self) -> list[Sat]:
        """The meetings that were held."""
        return [each for each in self.sat if each.held]

    @property
    def attended(self) -> list[Attended]:
        """Each member asked to a meeting that was held, by name."""
        found: dict[int, list[bool]] = {}
        names: dict[int, tuple[str, str]] = {}
        for sat in self.held:
            for guest in sat.agenda.company.guests:
                one = guest.invited.listing
                names[one.id] = (one.ref, guest.name)
                found.setdefault(one.id, []).append(bool(guest.invited.came))
        return sorted(
            (Attended(*names[key], len(came), sum(came)) for key, came in found.items()),
            key=lambda each: (each.name, each.ref),
        )


def year(since: date, until: date) -> Year:
    """The meetings from one day to another, both counted, with what followed from each."""
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.stands(), Meeting.meets_on >= since, Meeting.meets_on <= until)
        .order_by(Meeting.meets_on, Meeting.id)
    ).all()
    agenda_of = agendas(meetings)
    approved = _minutes_on(agenda_of)
    sat = tuple(Sat(agenda_of[each.id], approved.get(each.id)) for each in meetings)
    lines = [(line, each) for each in sat if each.held for line in each.items]
    items = [line.item for line, _ in lines]
    said = recommendations([each.id for each in items])
    decided = _followed([each for each in items if each.id in said], said)
    gone = _withdrawn(items)
    return Year(
        since,
        until,
        sat,
        tuple(
            Heard(
                line,
                each,
                said.get(line.item.id),
                decided.get(line.item.id),
                line.item.matter in gone,
            )
            for line, each in lines
        ),
    )


def _minutes_on(meeting_ids: Collection[int]) -> dict[int, date]:
    rows = db.session.execute(
        select(MeetingMinutes.meeting_id, MeetingMinutes.happened_on).where(
            MeetingMinutes.meeting_id.in_(sorted(meeting_ids)),
            MeetingMinutes.step == MinutesStep.APPROVED,
            MeetingMinutes.stands(),
        )
    )
    return {row.meeting_id: row.happened_on for row in rows}


def _followed(items: Sequence[Item], said: dict[int, Recommendation]) -> dict[int, Decided]:
    """What was decided after each of these items, of those that the record keeps it of."""
    return (
        _determined(items)
        | _applications(items)
        | _reviews(items, said)
        | _proposals(items, said)
        | _matches(items)
    )


def _determined(items: Sequence[Item]) -> dict[int, Decided]:
    """What was proposed to applicants instead of approving them as they asked, and then decided."""
    ids = [each.id for those in _about(items, "assessment").values() for each in those]
    found = {}
    for each in db.session.scalars(
        select(Determination)
        .where(Determination.item_id.in_(ids), Determination.stands())
        .order_by(Determination.id)
    ):
        first = _first_steps(each)
        if each.item_id is not None:
            found[each.item_id] = Decided(
                each.determined_on,
                departs=bool(each.departs),
                why=each.departs or each.reasons,
                told_from=each.decided_on,
                oral=first.get(StepKind.TOLD),
                written=first.get(StepKind.WRITTEN),
            )
    return found


def _matches(items: Sequence[Item]) -> dict[int, Decided]:
    ids = [each.id for those in _about(items, "permanence_match").values() for each in those]
    return {
        each.item_id: Decided(
            each.decided_on, departs=bool(each.departs), why=each.departs or each.reasons
        )
        for each in db.session.scalars(
            select(MatchDecision).where(MatchDecision.item_id.in_(ids), MatchDecision.stands())
        )
        if each.item_id is not None
    }


def _about(items: Sequence[Item], kind: str) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for each in items:
        if each.row[0] == kind:
            found.setdefault(each.row[1], []).append(each)
    return found


def _applications(items: Sequence[Item]) -> dict[int, Decided]:
    ids = [each.id for those in _about(items, "assessment").values() for each in those]
    rows = db.session.scalars(
        select(ApprovalDecision).where(ApprovalDecision.item_id.in_(ids), ApprovalDecision.stands())
    ).all()
    told = {
        (each.decision_id, each.how): each.told_on
        for each in db.session.scalars(
            select(DecisionTold).where(
                DecisionTold.decision_id.in_([one.id for one in rows]), DecisionTold.stands()
            )
        )
    }
    return {
        each.item_id: Decided(
            each.decided_on,
            departs=bool(each.departs),
            why=each.departs or each.reasons,
            told_from=each.decided_on,
            oral=told.get((each.id, Told.ORAL)),
            written=told.get((each.id, Told.WRITTEN)),
        )
        for each in rows
        if each.item_id is not None
    }


def _reviews(items: Sequence[Item], said: dict[int, Recommendation]) -> dict[int, Decided]:
    those = _about(items, "review")
    rows = db.session.execute(
        select(ReviewCase, Review.panel_on)
        .join(Review, Review.id == ReviewCase.review_id)
        .where(
            ReviewCase.household_id.in_(sorted(those)),
            ReviewCase.decided_on.is_not(None),
            ReviewCase.stands(),
        )
    )
    found = {}
    for case, panel_on in rows:
        for item in those[case.household_id]:
            if item.meeting.meets_on == panel_on and case.decided_on is not None:
                told = said[item.id]
                found[item.id] = Decided(
                    case.decided_on,
                    departs=(case.decided_suitable, case.decided_terms_right)
                    != (told.suitable, told.terms_right),
                    why=case.reasons,
                    told_from=case.decided_on,
                    oral_kept=False,
                    written=case.notice_on,
                )
    return found


def _proposals(items: Sequence[Item], said: dict[int, Recommendation]) -> dict[int, Decided]:
    those = _about(items, "decision")
    rows = db.session.scalars(
        select(Decision).where(Decision.id.in_(sorted(those)), Decision.stands())
    )
    found = {}
    for each in rows:
        first = _first_steps(each)
        determined = first.get(StepKind.DETERMINED)
        on = determined or each.decided_on
        if on is None or each.outcome is CameOut.WITHDRAWN:
            continue
        agreed = determined is not None or each.outcome is CameOut.AGREED
        for item in those[each.id]:
            found[item.id] = Decided(
                on,
                departs=agreed is not (said[item.id].outcome is Outcome.RECOMMENDED),
                why=each.reasons,
                told_from=each.decided_on,
                oral=first.get(StepKind.TOLD),
                written=first.get(StepKind.WRITTEN),
            )
    return found


def _first_steps(decision: Decision | Determination) -> dict[StepKind, date]:
    found: dict[StepKind, date] = {}
    for each in decision.steps:
        if each.voided_at is None:
            found.setdefault(each.step, each.happened_on)
    return found


def _withdrawn(items: Sequence[Item]) -> frozenset[str]:
    ids = sorted(_about(items, "decision"))
    return frozenset(
        f"decision:{each}"
        for each in db.session.scalars(
            select(Decision.id).where(
                Decision.id.in_(ids), Decision.outcome == CameOut.WITHDRAWN, Decision.stands()
            )
        )
    )
