"""May it be done now? Each answer is every reason why not.

What a court did is recorded whatever the record lacks, and judged (`order_judged`); what is decided
or sent from here is refused until it is as it must be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.assessments.grading import Checked, Grade, grading_breaches
from app.core.present import long_day
from app.guardianship.kinds import Entry, HearingOutcome, Recommends, Theme
from app.guardianship.rules.course import Course, Report, Support, Viable
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.guardianship import (
    SG_FOSTER_REMUNERATION,
    SG_PROPOSAL_REPRESENTATIONS,
    SG_STATEMENT_REMINDER,
    SGO_COURT_REPORT_DUE,
    SGO_NO_REPORT_NO_ORDER,
    SGO_NOTICE_3_MONTHS,
)
from app.statute.sources import SGR, Verified

REFEREES = 3
"""Referees who are interviewed (Schedule paragraph 4)."""

SCHEDULE = SGR.provision("Schedule", Verified.MEMORY)
PLAN = SGR.reg("14", Verified.MEMORY)


def said(label: str, value: str, field: str) -> list[Breach]:
    """Words that are needed."""
    return [] if value.strip() else [record_breach(f"Say {label}.", field)]


def by_today(
    on: date, today: date, field: str = "on", *, since: date | None = None
) -> list[Breach]:
    """Something that happened: by today, and not before what it follows."""
    if on > today:
        return [record_breach("Give the day it happened: today or before.", field)]
    if since is not None and on < since:
        return [record_breach(f"Give {long_day(since)} or a later day.", field)]
    return []


def open_breaches(course: Course) -> list[Breach]:
    """Only a case that is open goes on."""
    if course.is_open:
        return []
    return [record_breach(f"This case was closed on {long_day(course.closed_on)}.")]


def entry_breaches(
    entry: Entry,
    *,
    entered_on: date,
    filing_due_on: date | None,
    issued_on: date | None,
    today: date,
) -> list[Breach]:
    """How it came, with the day on which the court wants the report where it directed one."""
    breaches = by_today(entered_on, today, "entered_on")
    if entry is Entry.DIRECTION and filing_due_on is None:
        says = "Give the day on which the court directed that the report is filed."
        breaches.append(SGO_COURT_REPORT_DUE.breach(says, "filing_due_on"))
    if filing_due_on is not None and filing_due_on < entered_on:
        says = f"Give {long_day(entered_on)} or a later day."
        breaches.append(record_breach(says, "filing_due_on"))
    if issued_on is not None and issued_on > today:
        breaches.append(record_breach("Give the day of issue: today or before.", "issued_on"))
    return breaches


def opening_breaches(*, already: bool, children: Collection[int]) -> list[Breach]:
    """One open case for a household, of at least one child."""
    breaches = []
    if already:
        breaches.append(record_breach("A case is open for them. Add the child to that one."))
    if not children:
        breaches.append(record_breach("Choose the child or children.", "children"))
    return breaches


def adding_breaches(course: Course, *, there: bool) -> list[Breach]:
    """Another child of an open case, once."""
    breaches = open_breaches(course)
    if there:
        breaches.append(record_breach("This child is in the case already.", "child"))
    return breaches


def parent_breaches(
    course: Course, *, name: str, born: date | None, full: Sequence[str], today: date
) -> list[Breach]:
    """A parent is somebody with a name. `full`: the children who would have a third parent."""
    breaches = open_breaches(course) + said("who it is", name, "name")
    if born is not None and born > today:
        breaches.append(record_breach("Give a day of birth in the past.", "born"))
    breaches += [
        record_breach(
            f"{child} has two parents on record. Take one of them back first.", "children"
        )
        for child in full
    ]
    return breaches


def beginning_breaches(course: Course) -> list[Breach]:
    """The full assessment begins once; on a viability that goes on, or where the law asks for a
    report whatever it said (section 14A(8) and (9))."""
    breaches = open_breaches(course) + _undecided(course)
    if course.begun_on is not None:
        breaches.append(record_breach("The full assessment has begun already."))
    if course.entry.owes_report or course.viable is Viable.POSITIVE:
        return breaches
    says = {
        Viable.NOT_ASKED: "Ask for a viability assessment first.",
        Viable.ASKED: "Answer the viability assessment first.",
        Viable.CHALLENGED: "Answer the challenge first.",
    }.get(
        course.viable,
        "The viability assessment says not to go on. They may challenge it, or give notice; or "
        "the court directs a report.",
    )
    return [*breaches, record_breach(says)]


def _undecided(course: Course) -> list[Breach]:
    if course.undecided:
        return []
    return [record_breach("The court has decided. There is no report to write.")]


def handing_in_breaches(course: Course, *, recommends: Recommends | None) -> list[Breach]:
    """A report that is written is handed in to be checked, with what it recommends."""
    breaches = open_breaches(course) + _undecided(course)
    match course.report:
        case Report.NOT_BEGUN:
            breaches.append(record_breach("Begin the full assessment first."))
        case Report.CHECKING:
            breaches.append(record_breach("It is with its checker already."))
        case Report.PASSED:
            breaches.append(record_breach("It has passed. File it."))
        case Report.FILED:
            breaches.append(record_breach("It is filed."))
    if recommends is None:
        breaches.append(Breach("Say what it recommends.", SCHEDULE, "recommends"))
    return breaches


def checking_breaches(
    course: Course,
    *,
    checker_id: int,
    wrote: Collection[int],
    outcome: Checked | None,
    grades: Mapping[Theme, Grade | None],
    words: str,
) -> list[Breach]:
    """Checked by somebody who wrote none of it, on every question that matters.

    `wrote`: the author, and whoever assesses. Passed only where every question is answered well
    enough; returned only with what it still needs.
    """
    return open_breaches(course) + grading_breaches(
        Theme,
        handed_in=course.report is Report.CHECKING,
        checker_id=checker_id,
        wrote=wrote,
        outcome=outcome,
        grades=grades,
        words=words,
    )


def filing_breaches(course: Course, *, on: date, today: date) -> list[Breach]:
    """Filed once it has passed, with every item of the Schedule answered or explained, three
    referees interviewed, and a recommendation."""
    breaches = open_breaches(course)
    if course.filed_on is not None:
        breaches.append(record_breach(f"It was filed on {long_day(course.filed_on)}."))
    elif course.report is not Report.PASSED:
        says = "Somebody other than its author checks it first, and passes it."
        breaches.append(record_breach(says))
    breaches += by_today(on, today, since=course.checked_on)
    if course.missing:
        one = course.missing == 1
        says = (
            f"{course.missing} {'item is' if one else 'items are'} neither answered nor explained."
        )
        breaches.append(Breach(says, SCHEDULE))
    if course.referees < REFEREES:
        says = f"{course.referees} of {REFEREES} referees are interviewed."
        breaches.append(Breach(says, SCHEDULE))
    return breaches


def hearing_breaches(
    *, listed_for: date, decided: bool, outcome: HearingOutcome | None, today: date
) -> list[Breach]:
    """What came of a hearing is recorded once, on its day or after; that it is not held, before."""
    if decided:
        return [record_breach("What came of this hearing is recorded already.")]
    if outcome is None:
        return [record_breach("Choose what came of it.", "outcome")]
    if listed_for > today and outcome is not HearingOutcome.VACATED:
        says = f"It is listed for {long_day(listed_for)}. Record it once it is held."
        return [record_breach(says, "outcome")]
    return []


def order_breaches(
    course: Course, *, decided: bool, in_case: bool, on: date, today: date
) -> list[Breach]:
    """What the court decided is recorded as it happened: once for each child of the case."""
    breaches = open_breaches(course) + by_today(on, today)
    if not in_case:
        breaches.append(record_breach("This child is not in the case. Add the child first."))
    if decided:
        breaches.append(record_breach("What the court decided for this child is recorded."))
    return breaches


def order_judged(course: Course, *, made: bool, decided_on: date) -> list[Breach]:
    """What is wrong with an order that was made: the report that the law wants before it."""
    if not made or (course.filed_on is not None and course.filed_on <= decided_on):
        return []
    cite = SGO_NO_REPORT_NO_ORDER.cite
    if course.filed_on is not None:
        says = (
            f"The order was made on {long_day(decided_on)}, and our report was filed on "
            f"{long_day(course.filed_on)}, after it."
        )
        return [Breach(says, cite)]
    says = f"The order was made on {long_day(decided_on)} without our report on record."
    return [Breach(says, cite)]


def filing_judged(course: Course, day: date) -> list[Breach]:
    """Filed late, or late and not filed."""
    late = course.late(day)
    if not late or course.filing_due_on is None:
        return []
    days = "1 day" if late == 1 else f"{late} days"
    says = (
        f"Due at court on {long_day(course.filing_due_on)}, "
        f"{'filed' if course.filed_on else 'not filed,'} {days} late."
    )
    return [SGO_COURT_REPORT_DUE.breach(says)]


def application_from(course: Course) -> date | None:
    """The first day on which whoever gave notice may apply: after three months of it."""
    if course.entry is not Entry.NOTICE or not SGO_NOTICE_3_MONTHS.runs_for(course.entered_on):
        return None
    return SGO_NOTICE_3_MONTHS.last_day(course.entered_on)


# ----------------------------------------------------------------------------------------- support


def assessing_support_breaches(
    course: Course, *, needs: str, on: date, today: date
) -> list[Breach]:
    """Needs are assessed once the full assessment has begun, or an order was made; anew when a
    plan is agreed."""
    breaches = open_breaches(course) + by_today(on, today) + said("what they need", needs, "needs")
    if course.begun_on is None and not course.made:
        breaches.append(record_breach("Begin the full assessment first."))
    if course.support in (Support.ASSESSED, Support.PROPOSED):
        breaches.append(record_breach("Needs are assessed. Propose and decide that plan first."))
    return breaches


def proposing_breaches(
    course: Course, *, services: str, on: date, answer_by: date, today: date
) -> list[Breach]:
    """A plan is proposed in writing, with time to answer."""
    breaches = open_breaches(course) + by_today(on, today, since=course.assessed_on)
    breaches += said("what is proposed, or that nothing is and why", services, "services")
    if course.support is not Support.ASSESSED:
        breaches.append(record_breach("Assess what they need first."))
    if answer_by < on:
        breaches.append(
            SG_PROPOSAL_REPRESENTATIONS.breach("Give them time to answer.", "answer_by")
        )
    return breaches


def answering_breaches(course: Course, *, words: str, on: date, today: date) -> list[Breach]:
    """What they say to the proposal, once."""
    breaches = open_breaches(course) + by_today(on, today, since=course.proposed_on)
    breaches += said("what they say, or that they agree", words, "words")
    if course.support is not Support.PROPOSED:
        breaches.append(record_breach("Propose a plan first."))
    elif course.answered_on is not None:
        breaches.append(record_breach("What they say is recorded already."))
    return breaches


def agreeing_breaches(
    course: Course, *, has_watcher: bool, reasons: str, on: date, today: date
) -> list[Breach]:
    """Decided once they have answered or their time is over; somebody is named to watch it."""
    breaches = open_breaches(course) + by_today(on, today, since=course.proposed_on)
    breaches += said("what is decided and why", reasons, "reasons")
    if course.support is not Support.PROPOSED:
        breaches.append(record_breach("Propose a plan first."))
    elif course.answered_on is None and course.answer_by is not None and on <= course.answer_by:
        says = f"They have until {long_day(course.answer_by)} to answer. Record it if they did."
        breaches.append(SG_PROPOSAL_REPRESENTATIONS.breach(says, "on"))
    if not has_watcher:
        breaches.append(Breach("Name who watches over the plan.", PLAN, "watcher"))
    return breaches


def reviewing_breaches(
    course: Course, *, agreed: bool, since: date | None, words: str, on: date, today: date
) -> list[Breach]:
    """A review of a plan that is in force: what was found, and what follows."""
    breaches = open_breaches(course) + by_today(on, today, since=since)
    breaches += said("what was found", words, "words")
    if not agreed:
        breaches.append(record_breach("No support plan is in force."))
    return breaches


# ------------------------------------------------------------------------------------------- money


def money_breaches(
    course: Course,
    *,
    weekly_pence: int | None,
    reward_pence: int | None = None,
    basis: str,
    on: date,
    today: date,
) -> list[Breach]:
    """An assessment of means: an amount, which may be nothing, and how it was worked out; what of
    it is a foster carer's reward is part of it."""
    breaches = open_breaches(course) + by_today(on, today)
    if weekly_pence is None or weekly_pence < 0:
        breaches.append(record_breach("Give the amount a week; 0 if none.", "weekly"))
    elif reward_pence is not None and not 0 <= reward_pence <= weekly_pence:
        says = "The reward is part of the amount a week: give no more than that."
        breaches.append(SG_FOSTER_REMUNERATION.breach(says, "reward"))
    return breaches + said("how it was worked out", basis, "basis")


def money_since_breaches(on: date, since: date | None, field: str = "on") -> list[Breach]:
    """Only money that is paid is looked at again, and not before it began."""
    if since is None:
        return [record_breach("No money is being paid.")]
    if on < since:
        return [record_breach(f"Give {long_day(since)} or a later day.", field)]
    return []


def suspending_breaches(
    *, reminded_on: date | None, suspended: bool, on: date, today: date
) -> list[Breach]:
    """Payments are suspended for want of a statement only 28 days after a reminder."""
    breaches = by_today(on, today)
    if suspended:
        return [record_breach("It is suspended already.")]
    if reminded_on is None:
        return [*breaches, SG_STATEMENT_REMINDER.breach("Send a reminder first.", "on")]
    last = SG_STATEMENT_REMINDER.last_day(reminded_on)
    if on <= last:
        says = f"They have until {long_day(last)} to send it."
        breaches.append(SG_STATEMENT_REMINDER.breach(says, "on"))
    return breaches


# --------------------------------------------------------------------------------- after the order


def after_breaches(
    *, made: bool, ended: bool, on: date | None = None, decided_on: date, today: date
) -> list[Breach]:
    """What follows an order that was made, while support goes on."""
    if not made:
        return [record_breach("No order was made for this child.")]
    if ended:
        return [record_breach("Support for this child has ended.")]
    return by_today(on, today, since=decided_on) if on is not None else []


def closing_breaches(course: Course, *, because: str, on: date, today: date) -> list[Breach]:
    """A case is closed with its reason; not while support is owed under an order."""
    breaches = open_breaches(course) + by_today(on, today, since=course.opened_on)
    breaches += said("why", because, "because")
    if course.living:
        breaches.append(
            record_breach("An order was made and support goes on. End that for each child first.")
        )
    return breaches


def asking_viability_breaches(course: Course) -> list[Breach]:
    """A viability assessment comes before the full one, and again only after it was answered."""
    breaches = open_breaches(course) + _undecided(course)
    if course.begun_on is not None:
        breaches.append(record_breach("The full assessment has begun already."))
    if course.viable in (Viable.POSITIVE, Viable.CHALLENGED):
        breaches.append(record_breach("One is answered already."))
    return breaches
