"""When a review is due, whose views it needs, and who may decide it: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.accounts.roles import Role
from app.people.rules import record_breach
from app.register.deciding import DECISION_MAKER_NAMED
from app.register.reviewing import JUDGEMENT, GivenHow, ReviewTrigger, ViewOf
from app.statute.breach import Breach
from app.statute.fostering.approval import ANNUAL_REVIEW_DUE, FIRST_REVIEW_TO_PANEL
from app.statute.fostering.panel import ADM_NOT_PANEL_MEMBER
from app.statute.sources import FSR, LOCAL_POLICY, Cite, Verified

REVIEW = FSR.reg("28(2)", Verified.QUOTED)
VIEWS = FSR.reg("28(3)", Verified.MEMORY_PLUS)
REPORT = FSR.reg("28(4)", Verified.MEMORY_PLUS)
NOTICE = FSR.reg("28(6)", Verified.MEMORY_PLUS)
INDEPENDENCE = LOCAL_POLICY.provision("second persons", Verified.MEMORY)
WHO_DECIDES = LOCAL_POLICY.provision("who decides reviews", Verified.MEMORY)


# ----------------------------------------------------------------------------------- when it is due


def counted_from(approved_on: date, held: Iterable[date]) -> date:
    """What the year of one approval is counted from: its last review, or the approval itself.

    A review held before somebody was approved was not a review of their approval.
    """
    return max((day for day in held if day >= approved_on), default=approved_on)


def review_since(approved: Collection[date], held: Collection[date]) -> date | None:
    """What the household's next review is counted from; None: nobody is approved."""
    return min((counted_from(day, held) for day in approved), default=None)


def review_due(approved: Collection[date], held: Collection[date]) -> date | None:
    """The last lawful day of a household's next review; None: nobody is approved.

    `approved`: since when each of its carers is. A year from the last review *held*, never from
    the day on which that was due: held early it brings the next one forward, held late it gives
    no more than a year, so that the interval never grows.
    """
    since = review_since(approved, held)
    return ANNUAL_REVIEW_DUE.last_day(since) if since is not None else None


def is_first(approved: Collection[date], held_before: Collection[date]) -> bool:
    """Is the next review the first of anybody's approval here? Then its report goes to panel."""
    return any(not [day for day in held_before if day >= since] for since in approved)


LONG_AFTER = timedelta(days=2 * 365)
"""A first review is due within a year of approval; one this long after it was not the first."""


def without_panel(
    approved: Collection[date], held: Sequence[tuple[date, date | None]]
) -> list[date]:
    """First reviews of these approvals, by the day held, that no panel is recorded to have seen.

    `held`: each review with the day of its panel. They were held, and are incomplete in law. Where
    the first on record came long after approval, those before it are not in this record, and
    nothing is said of it.
    """
    firsts = {
        min(after)
        for since in approved
        if (after := [(day, panel) for day, panel in held if day >= since])
        and min(after)[0] <= since + LONG_AFTER
    }
    return sorted(day for day, panel in firsts if panel is None)


def first_without_panel_breach(held_on: date) -> Breach:
    """The first review was held and its report is not recorded to have gone to the panel."""
    return Breach(
        f"The first review, held on {held_on:%d/%m/%Y}, is incomplete: its report must go to the "
        "panel.",
        FIRST_REVIEW_TO_PANEL.cite,
    )


# -------------------------------------------------------------------------- whose views it needs


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody whose view is sought: a carer or a child by their number, an authority by code."""

    of: ViewOf
    person_id: int | None = None
    child_id: int | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A child placed here on some day of the year before the review."""

    child_id: int
    authority: str
    here_now: bool


def views_wanted(carers: Iterable[int], placed: Iterable[Placed]) -> list[Wanted]:
    """Whose views are sought: each carer, each child here and their worker, every authority that
    placed a child in the year before, and the supervising worker (regulation 28(3)).
    """
    placed = list(placed)
    children = sorted({each.child_id for each in placed if each.here_now})
    return [
        *(Wanted(ViewOf.CARER, person_id=carer) for carer in sorted(set(carers))),
        *(Wanted(ViewOf.CHILD, child_id=child) for child in children),
        *(Wanted(ViewOf.CHILDS_WORKER, child_id=child) for child in children),
        *(
            Wanted(ViewOf.AUTHORITY, authority=code)
            for code in sorted({each.authority for each in placed})
        ),
        Wanted(ViewOf.SUPERVISING_WORKER),
    ]


# ------------------------------------------------------------------------------------ how far it is


class Stage(StrEnum):
    """How far a review has come: whose turn it is."""

    VIEWS = "views_being_sought"
    REPORT = "report_to_be_written"
    PANEL = "report_with_the_panel"
    DECISION = "decision_to_be_made"
    NOTICE = "notice_to_be_given"
    DONE = "done"
    STOPPED = "closed_without_a_decision"


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened in a review so far. `missing`: views neither given nor explained."""

    opened_on: date
    missing: int
    first: bool
    reported_on: date | None = None
    suitable: bool | None = None
    terms_right: bool | None = None
    to_panel: bool = False
    panel_on: date | None = None
    decided_on: date | None = None
    notice_on: date | None = None
    stopped_on: date | None = None

    @property
    def needs_panel(self) -> bool:
        """The report of the first review must go to panel; a later one may."""
        return self.first or self.to_panel

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.stopped_on is not None:
            return Stage.STOPPED
        if self.decided_on is not None:
            return Stage.NOTICE if self.notice_on is None else Stage.DONE
        if self.reported_on is None:
            return Stage.VIEWS if self.missing else Stage.REPORT
        return Stage.PANEL if self.needs_panel and self.panel_on is None else Stage.DECISION

    @property
    def is_open(self) -> bool:
        """Something is still to be done."""
        return self.stage not in (Stage.DONE, Stage.STOPPED)


# --------------------------------------------------------------------------------- what is refused


def opening_breaches(
    *,
    ours: bool,
    approved: bool,
    open_since: date | None,
    trigger: ReviewTrigger,
    why: str,
    opened_on: date,
    today: date,
) -> list[Breach]:
    """May a review be opened? A hold, a resignation or a proposal do not stand against it."""
    breaches = []
    if not ours:
        breaches.append(
            Breach("Another service approved these carers: it holds their reviews.", REVIEW)
        )
    if not approved:
        breaches.append(Breach("Nobody here is approved: there is nothing to review.", REVIEW))
    if open_since is not None:
        breaches.append(
            record_breach(f"A review is open since {open_since:%d/%m/%Y}. Go on with that one.")
        )
    if trigger is not ReviewTrigger.ANNUAL and not why.strip():
        breaches.append(Breach("Say what happened.", REVIEW, "why"))
    return breaches + _not_to_come("opened_on", opened_on, today)


def giving_breaches(
    *, stage: Stage, given: bool, said: Mapping[str, str], given_on: date, today: date
) -> list[Breach]:
    """May this view be recorded? Views are part of what the report is written from."""
    breaches = _views_closed(stage)
    if given:
        breaches.append(record_breach("This view is recorded already."))
    if not any(each.strip() for each in said.values()):
        breaches.append(record_breach("Write what was said."))
    return breaches + _not_to_come("given_on", given_on, today)


def not_given_breaches(*, stage: Stage, given: bool, because: str) -> list[Breach]:
    """May it be recorded that a view is not to be had? It must be said why."""
    breaches = _views_closed(stage)
    if given:
        breaches.append(record_breach("This view was given."))
    if not because.strip():
        breaches.append(Breach("Say why there is no view, and what was tried.", VIEWS, "because"))
    return breaches


def asking_breaches(*, stage: Stage, asked: int) -> list[Breach]:
    """May views be asked for now?"""
    breaches = _views_closed(stage)
    if not asked:
        breaches.append(record_breach("Choose whom to ask.", "which"))
    return breaches


def adding_breaches(*, stage: Stage, name: str) -> list[Breach]:
    """May somebody else be added to those who are asked?"""
    breaches = _views_closed(stage)
    if not name.strip():
        breaches.append(record_breach("Say who it is.", "name"))
    return breaches


def saving_breaches(course: Course) -> list[Breach]:
    """May the report still be written in?"""
    if course.stage in (Stage.VIEWS, Stage.REPORT):
        return []
    return [record_breach("The report of this review is finished.")]


def _views_closed(stage: Stage) -> list[Breach]:
    if stage in (Stage.VIEWS, Stage.REPORT):
        return []
    return [record_breach("The report is finished: views are no longer added to this review.")]


def report_breaches(
    course: Course,
    *,
    held_on: date | None,
    judgement: Mapping[str, str],
    suitable: bool | None,
    terms_right: bool | None,
    today: date,
) -> list[Breach]:
    """May the report be finished? Everybody must have been heard, or it says why not."""
    if finished := saving_breaches(course):
        return finished
    breaches = []
    if course.missing:
        number = "1 view is" if course.missing == 1 else f"{course.missing} views are"
        breaches.append(Breach(f"{number} missing. Record each, or why it cannot be had.", VIEWS))
    breaches += [
        Breach(f"Write about: {asked.asks[:1].lower()}{asked.asks[1:]}.", REPORT, asked.key)
        for asked in JUDGEMENT
        if asked.needed and not judgement.get(asked.key, "").strip()
    ]
    if suitable is None:
        breaches.append(Breach("Say whether they are still suitable.", REPORT, "suitable"))
    if terms_right is None:
        breaches.append(Breach("Say whether the terms are right.", REPORT, "terms_right"))
    if held_on is None:
        breaches.append(Breach("Say when the review was held.", REVIEW, "held_on"))
    elif held_on < course.opened_on:
        says = f"The review was opened on {course.opened_on:%d/%m/%Y}: it was held then or later."
        breaches.append(record_breach(says, "held_on"))
    return breaches + _not_to_come("held_on", held_on, today)


def panel_breaches(
    course: Course, *, panel_on: date, held_on: date | None, today: date
) -> list[Breach]:
    """May a panel's recommendation on the report be recorded?"""
    breaches = []
    if course.reported_on is None:
        breaches.append(Breach("Finish the report first: the panel reads it.", _TO_PANEL))
    if course.decided_on is not None:
        breaches.append(record_breach("This review has been decided."))
    if held_on is not None and panel_on < held_on:
        breaches.append(
            record_breach("The panel comes after the review that it reads of.", "panel_on")
        )
    return breaches + _not_to_come("panel_on", panel_on, today)


def panel_back_breaches(course: Course) -> list[Breach]:
    """May it be taken back what a panel said, as it had put it off? Until it is decided."""
    if course.decided_on is None:
        return []
    return [record_breach("This review has been decided.")]


_TO_PANEL: Cite = FIRST_REVIEW_TO_PANEL.cite

DECIDE_ANY = frozenset({Role.DECISION_MAKER})
DECIDE_ORDINARY = frozenset({Role.DECISION_MAKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER})


def who_decides(course: Course) -> frozenset[Role]:
    """Who decides: the decision maker what has been to panel, or what would change an approval."""
    ordinary = not course.needs_panel and course.suitable and course.terms_right
    return DECIDE_ORDINARY if ordinary else DECIDE_ANY


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: their roles today, whether they wrote the report, whether it is their case, and
    whether they sat on the panel that read it."""

    roles: frozenset[Role]
    wrote_report: bool
    own_case: bool
    sat: bool = False
    not_their_turn: str = ""
    """Why, as decision makers are named, somebody else decides. Blank: nothing is known of it."""


def decider_breaches(course: Course, decider: Decider) -> list[Breach]:
    """May this person decide this review?"""
    breaches = []
    allowed = who_decides(course)
    if not decider.roles & allowed:
        names = " or ".join(sorted(f"the {role.words().lower()}" for role in allowed))
        breaches.append(Breach(f"Only {names} decides this review.", WHO_DECIDES))
    if decider.wrote_report:
        breaches.append(Breach("You wrote the report. Somebody else decides.", INDEPENDENCE))
    if decider.own_case:
        says = "You supervise this household. Somebody else decides on your own case."
        breaches.append(Breach(says, INDEPENDENCE))
    if decider.sat:
        says = "You sat on the panel that heard this. Somebody else decides."
        breaches.append(ADM_NOT_PANEL_MEMBER.breach(says))
    if decider.not_their_turn and decider.roles & allowed == {Role.DECISION_MAKER}:
        breaches.append(Breach(decider.not_their_turn, DECISION_MAKER_NAMED))
    return breaches


def decision_breaches(
    course: Course,
    decider: Decider,
    *,
    suitable: bool | None,
    terms_right: bool | None,
    reasons: str,
) -> list[Breach]:
    """May it be decided so, now, by this person? Every reason at once."""
    if course.decided_on is not None or course.stopped_on is not None:
        return [record_breach("This review is closed.")]
    breaches = []
    if course.reported_on is None:
        breaches.append(Breach("The report comes first.", REPORT))
    if course.first and course.panel_on is None:
        says = "This is the first review: record the panel’s recommendation before it is decided."
        breaches.append(Breach(says, _TO_PANEL))
    elif course.needs_panel and course.panel_on is None:
        breaches.append(record_breach("It was sent to the panel, which has not recommended yet."))
    breaches += decider_breaches(course, decider)
    if suitable is None:
        breaches.append(Breach("Say whether they are still suitable.", REPORT, "suitable"))
    if terms_right is None:
        breaches.append(Breach("Say whether the terms are right.", REPORT, "terms_right"))
    if not reasons.strip():
        breaches.append(Breach("Say why.", REPORT, "reasons"))
    return breaches


def notice_breaches(course: Course, *, given_on: date, today: date) -> list[Breach]:
    """May the notice be recorded?"""
    breaches = []
    if course.decided_on is None:
        breaches.append(Breach("There is no decision to give notice of yet.", NOTICE))
    elif given_on < course.decided_on:
        breaches.append(Breach("Notice follows the decision.", NOTICE, "given_on"))
    if course.notice_on is not None:
        breaches.append(record_breach("Notice was given already."))
    return breaches + _not_to_come("given_on", given_on, today)


def stopping_breaches(course: Course, *, because: str) -> list[Breach]:
    """May it be closed without a decision? The year goes on running."""
    breaches = []
    if not course.is_open or course.decided_on is not None:
        breaches.append(record_breach("This review is closed or decided."))
    if not because.strip():
        breaches.append(record_breach("Say why.", "because"))
    return breaches


def hearing_breaches(*, worry: bool, heard: bool, done: str) -> list[Breach]:
    """May it be recorded that a child's worry was read, and what was done?"""
    breaches = []
    if not worry or heard:
        breaches.append(record_breach("There is no worry here that waits to be read."))
    if not done.strip():
        breaches.append(record_breach("Say what you did.", "done"))
    return breaches


def _not_to_come(field: str, day: date | None, today: date) -> list[Breach]:
    if day is None or day <= today:
        return []
    return [record_breach("That day is still to come.", field)]


BY_HAND = tuple(how for how in GivenHow if how is not GivenHow.LINK)
"""How a view comes that somebody else writes down."""
