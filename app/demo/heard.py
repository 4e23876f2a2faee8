"""What the demonstration's panel heard lately: two meetings, three applications to foster.

Of the earlier one the panel did not recommend, and the decision maker decided otherwise. Of the
later ones one is recommended, its minutes are approved and it waits for the decision maker; the
other is deferred. The meetings between had nothing to hear and were called off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import User
from app.assessments.grading import Theme
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind
from app.audit.act import Actor
from app.core.db import db
from app.core.today import today
from app.demo import carers
from app.demo.allocation import Assessed
from app.demo.chance import Chance
from app.demo.chronicle.of_homes import add_home
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome
from app.demo.staff import everyone
from app.panel.actions import agenda, deciding, feedback, meetings, minutes
from app.panel.kinds import Answer, MinutesStep, Outcome
from app.panel.kinds import Told as ToldHow
from app.panel.models import Item, Listing, Meeting
from app.panel.queries.agenda import items_of
from app.panel.queries.deciding import application, assessment_of
from app.panel.queries.listing import central_list
from app.panel.queries.matters import must_come
from app.panel.queries.meetings import of_panel, panels
from app.supervision import actions as supervision

DAY = timedelta(days=1)
ADVISER, DECIDER = "Priya Dell", "Dora Makepeace"
APPLIED_BEFORE = 190
"""Days between an application and its panel."""

TAKEN_BEFORE = 16
CALLED_OFF_BEFORE = 5
MINUTES_AFTER, DECIDED_AFTER, TOLD_AFTER, WRITTEN_AFTER = 6, 12, 13, 21
"""Days after a meeting: the written notice of one decision went a working day late."""

LATELY = 3
"""Days ago that the later minutes were approved: what they recommend is not overdue yet."""


@dataclass(frozen=True)
class Application:
    """Applicants, who assessed them, and what the panel said, why, and of their report."""

    home: PlannedHome
    assessor: str
    outcome: Outcome
    reasons: str
    minuted: Mapping[str, str]
    scores: Mapping[Theme, int]
    better: str = ""
    departs: str = ""


@dataclass(frozen=True)
class Sitting:
    """A meeting that was held: its day, who came, who was asked and did not, what it heard."""

    day: date
    came: Sequence[str]
    stayed_away: Sequence[str]
    heard: Sequence[Application]
    papers_before: int
    minuted_on: date


def plan_heard(told: Told, days: Sequence[date], called_on: date) -> None:
    """The last of these days and the last but two are held; the others before today called off.

    None is called off before the day on which they all were called.
    """
    past = [each for each in days if each < told.today - MINUTES_AFTER * DAY]
    earlier, later = _sittings(told, past[-3], past[-1])
    for day in past:
        if day not in (earlier.day, later.day):
            on = max(called_on, day - CALLED_OFF_BEFORE * DAY)
            told.on(on, Rank.AFTERWARDS, _called_off, told, day)
    for each in (earlier, later):
        _plan_sitting(told, each)
    decided = earlier.day + DECIDED_AFTER * DAY
    told.on(decided, Rank.AFTERWARDS, _decided, told, earlier)
    for how, after in ((ToldHow.ORAL, TOLD_AFTER), (ToldHow.WRITTEN, WRITTEN_AFTER)):
        told.on(earlier.day + after * DAY, Rank.AFTERWARDS, _told_of_it, told, earlier, how)


def _sittings(told: Told, first: date, last: date) -> tuple[Sitting, Sitting]:
    chance = Chance.of(told.county.seed, "heard by panel")
    before, waits, deferred = (
        carers.our_home(chance, told.county.ground, day - APPLIED_BEFORE * DAY)
        for day in (first, last, last)
    )
    five = ("Thackwell", "Abbotsway", "Hallmarsh", "Pell", "Castlemoor")
    return (
        Sitting(
            first,
            (*five, "Prosserley"),
            (),
            (
                Application(
                    before,
                    "Nerys Tudor",
                    Outcome.NOT_RECOMMENDED,
                    "The panel was not sure that they see how a move feels to a child who has "
                    "moved often, and asked for another reference.",
                    {
                        "questions": "Asked how they would help a child settle who does not sleep.",
                        "strengths": "A calm home, and a family close by who will help.",
                        "concerns": "One referee has known them for a year only.",
                        "views": "Four would not recommend yet; two would.",
                    },
                    {Theme.ANALYSIS: 2, Theme.EVIDENCE: 2, Theme.CARERS: 4, Theme.CLEAR: 4},
                    better="Say what the second reference adds, and weigh it.",
                    departs="A third referee, who has known them for eleven years, was seen since "
                    "and answers the panel’s concern.",
                ),
            ),
            papers_before=9,
            minuted_on=first + MINUTES_AFTER * DAY,
        ),
        Sitting(
            last,
            five,
            ("Whitsome",),
            (
                Application(
                    waits,
                    "Kemi Bello",
                    Outcome.RECOMMENDED,
                    "They listen, know what they do not know, and ask for help early. Suitable for "
                    "one or two children of school age.",
                    {
                        "questions": "Asked about school runs, and about time for their own son.",
                        "strengths": "Years as a youth worker; both have done the skills course.",
                        "concerns": "None that support would not meet.",
                        "views": "All five recommend it.",
                    },
                    {Theme.ANALYSIS: 5, Theme.CHILD: 4, Theme.EVIDENCE: 5, Theme.CLEAR: 4},
                ),
                Application(
                    deferred,
                    "Quentin Moss",
                    Outcome.DEFERRED,
                    "The medical adviser’s advice is not there yet. It comes back once it is.",
                    {
                        "questions": "Asked about her health, and who helps if she is ill.",
                        "strengths": "Warm, and honest about what she finds hard.",
                        "concerns": "No medical advice was with the papers.",
                        "views": "All ask to see it again with the advice.",
                    },
                    {Theme.ANALYSIS: 3, Theme.CHILD: 2, Theme.EVIDENCE: 2, Theme.CLEAR: 3},
                    better="Wait for the medical advice; put in the children’s own words.",
                ),
            ),
            papers_before=4,
            minuted_on=told.today - LATELY * DAY,
        ),
    )


def _plan_sitting(told: Told, sitting: Sitting) -> None:
    for each in sitting.heard:
        applied = sitting.day - APPLIED_BEFORE * DAY
        told.on(applied, Rank.HOMES, _applied, told, each.home, applied)
        worker = next(one for one in everyone(told.today) if one.name == each.assessor)
        begun = Assessed(each.home, AssessmentKind.INITIAL, applied, worker)
        told.on(applied, Rank.AFTERWARDS, begun.begin, told)
    on = sitting.day
    told.on(on - TAKEN_BEFORE * DAY, Rank.AFTERWARDS, _taken, told, sitting)
    told.on(on - sitting.papers_before * DAY, Rank.AFTERWARDS, _papers, told, sitting)
    told.on(on, Rank.AFTERWARDS, _met, told, sitting)
    told.on(sitting.minuted_on, Rank.AFTERWARDS, _minuted, told, sitting)


def _applied(told: Told, home: PlannedHome, applied: date) -> None:
    told.households[home] = add_home(told, home, applied, by=told.manager)


def _adviser(told: Told) -> User:
    return db.session.get_one(User, told.users[ADVISER].id)


def _by(told: Told) -> Actor:
    return told.by["panel.adviser"]


def _meeting(day: date) -> Meeting:
    return next(each for each in of_panel(panels(day)[0].panel.id, day) if each.meets_on == day)


def _members(names: Sequence[str]) -> list[Listing]:
    """These people of the central list, by their family names."""
    listed = {each.listing.person.family_name: each.listing for each in central_list(today())}
    return [listed[each] for each in names]


def _called_off(told: Told, day: date) -> None:
    meetings.call_off(_meeting(day), because="Nothing was ready to be heard.", by=_by(told))


def _taken(told: Told, sitting: Sitting) -> None:
    """The applications are on its agenda, and the members are asked and answer."""
    meeting, by = _meeting(sitting.day), _by(told)
    homes = {told.households[each.home].id for each in sitting.heard}
    keys = [each.key for each in must_come(today()) if each.household_id in homes]
    agenda.take_items(meeting, keys=keys, by=_adviser(told))
    asked = _members((*sitting.came, *sitting.stayed_away))
    for each in meetings.invite(meeting, listings=asked, by=by):
        meetings.record_answer(each, answer=Answer.COMING, by=by)


def _papers(told: Told, sitting: Sitting) -> None:
    agenda.send_papers(_meeting(sitting.day), on=today(), by=_by(told))


def _items(told: Told, sitting: Sitting) -> list[tuple[Application, Item]]:
    items = {each.household_id: each for each in items_of(_meeting(sitting.day).id)}
    return [(each, items[told.households[each.home].id]) for each in sitting.heard]


def _met(told: Told, sitting: Sitting) -> None:
    """Attendance, what was said of each, and of its report."""
    by = _by(told)
    agenda.take_attendance(_meeting(sitting.day), came=_members(sitting.came), by=by)
    for each, item in _items(told, sitting):
        minutes.minute_item(item, **each.minuted, by=by)
        minutes.recommend(item, outcome=each.outcome, reasons=each.reasons, by=_adviser(told))
        feedback.give_feedback(
            item,
            author=db.session.get_one(User, told.users[each.assessor].id),
            scores=each.scores,
            words=each.better,
            by=by,
        )


def _minuted(told: Told, sitting: Sitting) -> None:
    """The chair approves the minutes: the decision maker’s seven working days begin."""
    meeting, (chair,) = _meeting(sitting.day), _members(sitting.came[:1])
    for step in (MinutesStep.DRAFTED, MinutesStep.CIRCULATED, MinutesStep.APPROVED):
        who = chair if step is MinutesStep.APPROVED else None
        minutes.record_minutes(meeting, step=step, on=today(), who=who, by=_adviser(told))


def _decided(told: Told, sitting: Sitting) -> None:
    """Otherwise than the panel said, and why; the household has a worker from that day."""
    for each, item in _items(told, sitting):
        deciding.approve_applicants(
            _about(item),
            overall=1,
            criteria=[
                {
                    "up_to": 1,
                    "min_age": 5,
                    "max_age": 12,
                    "sex": None,
                    "kinds": None,
                    "child": None,
                }
            ],
            reasons="The report and all three references show people who will learn, for one child "
            "of primary school age.",
            departs=each.departs,
            by=db.session.get_one(User, told.users[DECIDER].id),
        )
        supervision.allocate(
            told.households[each.home],
            db.session.get_one(User, told.users[each.assessor].id),
            starts_on=today(),
            by=told.manager,
        )


def _about(item: Item) -> Assessment:
    found = assessment_of(item)
    if found is None:
        raise LookupError("it is about no application")
    return found


def _told_of_it(told: Told, sitting: Sitting, how: ToldHow) -> None:
    for _, item in _items(told, sitting):
        decision = application(_about(item)).decision
        if decision is not None:
            deciding.tell(decision, how=how, on=today(), by=_by(told))
