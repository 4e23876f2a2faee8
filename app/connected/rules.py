"""A child with a relative or friend: what stands, what may be asked for, decided and ended.

Plain values of one child with one household. Temporary approval is of one named child, begins on
the day of the decision and is counted inclusively; what has run out is never given again.
CPPCR 2010 regulations 24 and 25.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median, quantiles

from app.people.rules import record_breach
from app.register.rules.temporary import last_day_by_law
from app.statute.breach import Breach
from app.statute.care_planning.connected import (
    REG24_ASSESSMENT_BEFORE_PLACEMENT,
    REG24_EXPIRY,
    REG25_EXPIRY_TERMINATE,
    REG25_EXTENSION,
    REG25_EXTENSION_CONDITIONS,
    REG25_EXTENSION_IRM,
)
from app.statute.clock import DayN

ONE_DAY = timedelta(days=1)
FRESH = timedelta(days=365)
"""What was found out longer ago than this before the case was opened is found out again."""


class Kind(StrEnum):
    """What a nominated officer is asked for."""

    GIVE = "temporary_approval"
    EXTEND = "extension"
    AWAIT = "extension_while_a_review_is_pending"


class Outcome(StrEnum):
    """What came of what was asked."""

    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    """How the officer decided."""

    TELEPHONE = "by_telephone"
    IN_PERSON = "in_person"
    IN_WRITING = "in_writing"


class EndedHow(StrEnum):
    """How it ended for a child."""

    APPROVED = "carers_fully_approved"
    ORDER = "special_guardianship_or_other_order"
    MOVED = "child_moved"
    NOT_LOOKED_AFTER = "no_longer_looked_after"
    NOT_GONE_ON_WITH = "not_gone_on_with"


class Step(StrEnum):
    """What is done in the weeks of a temporary approval."""

    DRAFT = "draft_of_the_full_report"
    PANEL_BOOKED = "panel_slot_booked"
    EXTENSION_PAPER = "extension_paper"


class Stage(StrEnum):
    """How it stands for one child on a day: worked out, never written down."""

    CHECKS = "checks_before_the_child_moves"
    ASKED = "waiting_for_a_decision"
    REFUSED = "refused"
    RUNNING = "temporary_approval"
    EXTENSION_ASKED = "extension_asked_for"
    EXTENDED = "extended"
    REVIEW = "independent_review_pending"
    RAN_OUT = "ran_out"
    APPROVED = "fully_approved"
    NOT_LOOKED_AFTER = "not_looked_after"
    ENDED = "ended"


QUESTIONS: Mapping[Kind, Mapping[str, str]] = {
    Kind.GIVE: {
        "most_appropriate": "Why is this the most appropriate placement for the child?",
        "before_assessed": "Why must the child be placed before the full assessment?",
        "needs_met": "How will the arrangements meet the needs in the care plan?",
    },
    Kind.EXTEND: {
        "still_most_appropriate": "Why is it still the most appropriate placement available?",
        "not_finished": "Why will the full assessment not be finished in time?",
    },
    Kind.AWAIT: {
        "still_most_appropriate": "Why is it still the most appropriate placement available?",
    },
}
"""The judgement that each kind takes; everything else on its page is worked out."""


@dataclass(frozen=True, slots=True)
class Given:
    """A temporary approval: its first period, and what lengthened it. All days are last days."""

    starts_on: date
    first_last_day: date
    extended_to: date | None = None
    review_since: date | None = None
    review_until: date | None = None
    ended_on: date | None = None

    @property
    def pending(self) -> bool:
        """Does it run until the outcome of an independent review is known?"""
        return self.last_day is None

    @property
    def last_day(self) -> date | None:
        """The last day in force by law; None while an independent review is pending."""
        return last_day_by_law(
            self.first_last_day,
            extended_to=self.extended_to,
            review_since=self.review_since,
            review_until=self.review_until,
        )

    def runs(self, day: date) -> bool:
        """Is it in force on this day?"""
        last = self.last_day
        ended = self.ended_on is not None and self.ended_on <= day
        return self.starts_on <= day and not ended and (last is None or day <= last)

    def ran_out(self, day: date) -> date | None:
        """The last day it was in force, if that has passed: it ran out, or somebody ended it."""
        days = [self.last_day, self.ended_on - ONE_DAY if self.ended_on else None]
        last = min((each for each in days if each is not None), default=None)
        return last if last is not None and last < day else None

    def day_n(self, day: date) -> DayN:
        """Day n of 112, or of 168 once extended; of 112 while nothing else is known."""
        last = self.last_day or max(self.first_last_day, self.extended_to or date.min)
        return DayN((day - self.starts_on).days + 1, (last - self.starts_on).days + 1)


@dataclass(frozen=True, slots=True)
class Course:
    """One child with one household on a day."""

    looked_after: bool
    there_since: date | None = None
    given: Given | None = None
    approved_on: date | None = None
    """Since when a carer there is fully approved."""
    waiting: Kind | None = None
    refused: bool = False
    """Whether the last thing decided on the first approval was a refusal."""
    ended_on: date | None = None


def stage_of(course: Course, day: date) -> Stage:
    """How it stands. An ending counts from anywhere; then the law's weeks; then what was asked."""
    if course.ended_on is not None and course.ended_on <= day:
        return Stage.ENDED
    if not course.looked_after:
        return Stage.NOT_LOOKED_AFTER
    if course.approved_on is not None:
        return Stage.APPROVED
    given = course.given
    if given is None:
        return _before(course)
    if given.ran_out(day) is not None:
        return Stage.RAN_OUT
    if course.waiting in (Kind.EXTEND, Kind.AWAIT):
        return Stage.EXTENSION_ASKED
    if given.pending:
        return Stage.REVIEW
    return Stage.EXTENDED if given.extended_to is not None else Stage.RUNNING


def _before(course: Course) -> Stage:
    if course.waiting is Kind.GIVE:
        return Stage.ASKED
    return Stage.REFUSED if course.refused else Stage.CHECKS


# ------------------------------------------------------------------------------------ beginning


def putting_forward_breaches(
    *, name: str, looked_after: bool, already: bool, there_since: date | None, today: date
) -> list[Breach]:
    """Only a child who is looked after; a family's own arrangement is not regulation 24's."""
    breaches = []
    if not looked_after:
        says = (
            f"{name} is not looked after, so regulation 24 does not apply. If the family arranged "
            "this themselves, no case is opened. If we are accommodating the child, record the "
            "legal status on the child’s page first."
        )
        breaches.append(REG24_EXPIRY.breach(says, "children"))
    if already:
        breaches.append(record_breach(f"{name} is in this household’s case already.", "children"))
    if there_since is not None and there_since > today:
        says = "Give the day the child came: today or before. Leave it empty if not there yet."
        breaches.append(record_breach(says, "there_since"))
    return breaches


# --------------------------------------------------------------------------------------- asking


def _gate(says: str, field: str | None = None) -> Breach:
    return Breach(says, REG24_ASSESSMENT_BEFORE_PLACEMENT.cite, field)


def _condition(says: str, field: str | None = None) -> Breach:
    return Breach(says, REG25_EXTENSION_CONDITIONS.cite, field)


def answer_breaches(kind: Kind, answers: Mapping[str, str]) -> list[Breach]:
    """Every question of the judgement is answered."""
    cite = REG24_EXPIRY.cite if kind is Kind.GIVE else REG25_EXTENSION_CONDITIONS.cite
    return [
        Breach("Answer this: the officer decides on it.", cite, key)
        for key in QUESTIONS[kind]
        if not answers.get(key, "").strip()
    ]


def _open_breaches(course: Course) -> list[Breach]:
    """What stands in the way of anything being decided for this child."""
    breaches = []
    if course.ended_on is not None:
        breaches.append(record_breach("This has ended for the child. Put the child forward anew."))
    if not course.looked_after:
        says = "The child is not looked after, so regulations 24 and 25 do not apply."
        breaches.append(REG24_EXPIRY.breach(says))
    if course.approved_on is not None:
        says = "A carer here is fully approved: there is nothing temporary to decide."
        breaches.append(REG24_EXPIRY.breach(says))
    return breaches


def give_breaches(course: Course, undone: Sequence[str]) -> list[Breach]:
    """May temporary approval be given? Schedule 4 first, of every adult; once for each child.

    `undone`: in words, for each adult and for the home, what is not found out yet.
    """
    breaches = _open_breaches(course)
    if course.given is not None:
        last = course.given.last_day
        says = "Temporary approval was given for this child already."
        if last is not None:
            says += f" Its last day by law is {last:%d/%m/%Y}; it is not given a second time."
        breaches.append(REG24_EXPIRY.breach(says))
    if undone:
        says = f"Schedule 4 is not complete. Still to be found out: {'; '.join(undone)}."
        breaches.append(_gate(says))
    return breaches


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an extension must rest on, each with its day; and what it asks for."""

    considered_on: date | None = None
    panel_on: date | None = None
    panel_views: str = ""
    iro_told_on: date | None = None
    iro: str = ""
    last_day: date | None = None
    reference: str = ""
    not_approved_on: date | None = None
    review_asked_on: date | None = None


def extension_breaches(course: Course, kind: Kind, told: Conditions, today: date) -> list[Breach]:
    """May it be lengthened? In time, once, on conditions that are each dated (regulation 25)."""
    breaches = _open_breaches(course)
    given = course.given
    if given is None:
        breaches.append(REG25_EXTENSION.breach("There is no temporary approval to extend."))
        return breaches
    breaches += _in_time_breaches(given, today)
    breaches += _condition_breaches(given, told, today)
    if kind is Kind.EXTEND:
        breaches += _once_breaches(given, told)
    else:
        breaches += _review_breaches(given, told, today)
    return breaches


def _in_time_breaches(given: Given, today: date) -> list[Breach]:
    if given.ended_on is not None:
        return [REG25_EXTENSION.breach("The temporary approval has ended.")]
    last = given.ran_out(today)
    if last is None:
        return []
    says = (
        f"It ran out on {last:%d/%m/%Y}. What has run out cannot be extended: make other "
        "arrangements, then end the placement."
    )
    return [REG25_EXPIRY_TERMINATE.breach(says)]


def _condition_breaches(given: Given, told: Conditions, today: date) -> list[Breach]:
    asked = (
        ("considered_on", told.considered_on, "Say when the placement was considered again."),
        ("panel_on", told.panel_on, "Say when the panel’s views were sought."),
        ("iro_told_on", told.iro_told_on, "Say when the reviewing officer was told."),
    )
    breaches = [_condition(says, field) for field, day, says in asked if day is None]
    breaches += [
        _condition(
            f"Give a day between {given.starts_on:%d/%m/%Y}, when approval was given, and today.",
            field,
        )
        for field, day, _ in asked
        if day is not None and not given.starts_on <= day <= today
    ]
    if not told.panel_views.strip():
        breaches.append(_condition("Say what the panel’s views were.", "panel_views"))
    if not told.iro.strip():
        breaches.append(_condition("Say which reviewing officer was told.", "iro"))
    return breaches


def _once_breaches(given: Given, told: Conditions) -> list[Breach]:
    if given.extended_to is not None:
        return [REG25_EXTENSION.breach("It was extended already: once only.")]
    if given.review_since is not None:
        return [REG25_EXTENSION.breach("It runs until the independent review is decided.")]
    longest = REG25_EXTENSION.last_day(given.first_last_day)
    if told.last_day is None or not given.first_last_day < told.last_day <= longest:
        says = (
            f"Give a last day after {given.first_last_day:%d/%m/%Y} and no later than "
            f"{longest:%d/%m/%Y}: eight weeks at most."
        )
        return [REG25_EXTENSION.breach(says, "last_day")]
    return []


def _review_breaches(given: Given, told: Conditions, today: date) -> list[Breach]:
    if given.review_since is not None:
        return [REG25_EXTENSION_IRM.breach("It was extended for an independent review already.")]
    breaches = []
    if told.not_approved_on is None or not given.starts_on <= told.not_approved_on <= today:
        says = "Say on which day it was decided, after the full assessment, not to approve."
        breaches.append(REG25_EXTENSION_IRM.breach(says, "not_approved_on"))
    asked, refused = told.review_asked_on, told.not_approved_on
    if asked is None or asked > today or (refused is not None and asked < refused):
        says = "Say when the carer asked for the independent review: after the decision."
        breaches.append(REG25_EXTENSION_IRM.breach(says, "review_asked_on"))
    if not told.reference.strip():
        says = "Give the review’s reference: it shows that a review was asked for."
        breaches.append(REG25_EXTENSION_IRM.breach(says, "reference"))
    return breaches


def waiting_breaches(course: Course) -> list[Breach]:
    """One thing is asked for at a time."""
    if course.waiting is None:
        return []
    return [record_breach("A decision is asked for already. Wait for it, or withdraw it.")]


# ------------------------------------------------------------------------------------- deciding


@dataclass(frozen=True, slots=True)
class Decider:
    """Whoever decides: a nominated officer or not, and whether they had a part in it before."""

    id: int | None
    is_nominated: bool
    had_part_in: Collection[str] = ()


def decider_breaches(decider: Decider, reasons: str) -> list[Breach]:
    """A nominated officer who had no part in what is decided, with reasons."""
    breaches = []
    if not decider.is_nominated:
        says = "A nominated officer decides this."
        breaches.append(Breach(says, REG25_EXTENSION_CONDITIONS.cite))
    if decider.had_part_in:
        says = f"You {', '.join(decider.had_part_in)}. An officer who had no part in it decides."
        breaches.append(Breach(says, REG25_EXTENSION_CONDITIONS.cite))
    if not reasons.strip():
        breaches.append(record_breach("Give your reasons.", "reasons"))
    return breaches


# --------------------------------------------------------------------------------------- ending


def review_known_breaches(given: Given | None, *, on: date, today: date) -> list[Breach]:
    """The outcome of an independent review is recorded once, after it was asked for."""
    if given is None or not given.pending or given.review_since is None:
        return [REG25_EXTENSION_IRM.breach("No independent review is pending.")]
    if not given.review_since <= on <= today:
        says = f"Give a day between {given.review_since:%d/%m/%Y} and today."
        return [REG25_EXTENSION_IRM.breach(says, "on")]
    return []


def arrangement_breaches(course: Course, *, words: str, on: date, today: date) -> list[Breach]:
    """Other arrangements are asked for where the weeks have run out (regulation 25(6))."""
    breaches = []
    ran_out = course.given.ran_out(today) if course.given else None
    if ran_out is None or course.approved_on is not None or course.ended_on is not None:
        breaches.append(REG25_EXPIRY_TERMINATE.breach("Nothing has run out here."))
    elif not ran_out < on <= today:
        says = f"Give a day after {ran_out:%d/%m/%Y}, when it ran out, and not after today."
        breaches.append(record_breach(says, "on"))
    if not words.strip():
        breaches.append(record_breach("Say where the child will live, and who is asked.", "words"))
    return breaches


def ending_breaches(
    course: Course, how: EndedHow, *, on: date, since: date, today: date
) -> list[Breach]:
    """It ends from anywhere, on the facts: an approval, an order, a move, a status that ended."""
    breaches = []
    if course.ended_on is not None:
        breaches.append(record_breach("This has ended for the child already."))
    if not since <= on <= today:
        says = f"Give a day between {since:%d/%m/%Y}, when it began, and today."
        breaches.append(record_breach(says, "on"))
    if how is EndedHow.APPROVED and (course.approved_on is None or course.approved_on > on):
        says = "No carer here is fully approved on that day. Record the approval first."
        breaches.append(record_breach(says, "how"))
    if how in (EndedHow.ORDER, EndedHow.NOT_LOOKED_AFTER) and course.looked_after:
        says = (
            "The child is looked after. Record on the child’s page that this has ended, with its "
            "reason; then end it here."
        )
        breaches.append(record_breach(says, "how"))
    if how is EndedHow.NOT_GONE_ON_WITH and (course.there_since or course.given):
        says = "The child is there, or approval was given. Say how it really ended."
        breaches.append(record_breach(says, "how"))
    return breaches


def step_breaches(
    step: Step, *, on: date, began: date, booked_for: date | None, today: date
) -> list[Breach]:
    """A step is recorded once it was taken; a panel slot says for which day."""
    breaches = []
    if not began <= on <= today:
        says = f"Give a day between {began:%d/%m/%Y}, when the case was opened, and today."
        breaches.append(record_breach(says, "on"))
    if step is Step.PANEL_BOOKED and booked_for is None:
        breaches.append(record_breach("Give the day of the panel.", "booked_for"))
    return breaches


# ----------------------------------------------------------------------------------- what is next


@dataclass(frozen=True, slots=True)
class Next:
    """The next lawful step: in words, whose it is, and what it is done with."""

    says: str
    whose: str
    do: str = ""


def next_step(course: Course, day: date, *, undone: int, arranged: bool) -> Next:
    """What must come next for this child. `undone`: items of Schedule 4 still to be found out."""
    stage = stage_of(course, day)
    if stage in (Stage.CHECKS, Stage.REFUSED):
        if undone:
            return Next(f"Finish Schedule 4: {undone} to find out", "The worker", "checks")
        return Next("Ask for temporary approval", "The worker", "ask")
    if stage is Stage.RUNNING and course.there_since is None:
        return Next("Record the move once the child is there", "The worker", "moved")
    if stage is Stage.RAN_OUT:
        if arranged:
            return Next("End the placement: other arrangements are made", "The worker", "end")
        return Next("Make other arrangements, then end the placement", "The worker", "arrangements")
    said = {
        Stage.ASKED: Next("Decide on temporary approval", "Nominated officer", "decide"),
        Stage.EXTENSION_ASKED: Next("Decide on the extension", "Nominated officer", "decide"),
        Stage.RUNNING: Next("Finish the full assessment in time", "The assessor"),
        Stage.EXTENDED: Next("Full approval: it cannot be extended again", "The assessor"),
        Stage.REVIEW: Next("Record the outcome of the review", "The worker", "outcome"),
        Stage.APPROVED: Next("End the temporary approval: fully approved", "The worker", "end"),
        Stage.NOT_LOOKED_AFTER: Next("End it: not looked after", "The worker", "end"),
    }
    return said.get(stage, Next("Nothing more", ""))


# ------------------------------------------------------------------------------------ projection

FEWEST = 5
"""With fewer finished assessments than this, nothing is said about how long they take."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How long full assessments have taken, in days from temporary approval to their end."""

    count: int
    middle: int | None = None
    lower: int | None = None
    upper: int | None = None

    def finish(self, starts_on: date) -> date | None:
        """When one that starts then would usually be finished."""
        return starts_on + timedelta(days=self.middle) if self.middle is not None else None

    def outlook(self, given: Given, day: date) -> Outlook:
        """Will it be done in time, if it takes as long as others took? One that has taken longer
        than others by a day may be late, however many weeks are left."""
        last = given.last_day
        if self.middle is None or self.upper is None or last is None:
            return Outlook.NOT_KNOWN
        if given.starts_on + timedelta(days=self.middle) > last:
            return Outlook.LATE
        usual = given.starts_on + timedelta(days=self.middle)
        if usual < day or given.starts_on + timedelta(days=self.upper) > last:
            return Outlook.UNSURE
        return Outlook.IN_TIME


class Outlook(StrEnum):
    """Whether the full assessment will be finished within the weeks, as others were."""

    IN_TIME = "likely_in_time"
    UNSURE = "may_be_late"
    LATE = "will_not_be_in_time"
    NOT_KNOWN = "too_few_to_say"


def usual(days: Collection[int]) -> Usual:
    """The middle and the middle half of how long they took; nothing where there are too few."""
    if len(days) < FEWEST:
        return Usual(len(days))
    lower, _, upper = quantiles(days, n=4, method="inclusive")
    return Usual(len(days), round(median(days)), round(lower), round(upper))
