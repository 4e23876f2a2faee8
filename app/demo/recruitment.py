"""Two years of enquiries: from six sources, most ended for one reason or another, some under way at
every step; and how those came to us who are assessed or approved already.

As in any service, nearly everybody who rings does not foster. By the same acts as anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Assessment
from app.core.today import today
from app.demo import names, staff
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.demo.ground import Point
from app.links.actions import holder_of
from app.recruitment import queries
from app.recruitment.actions import enquiries, stages, telling
from app.recruitment.kinds import (
    Asks,
    Because,
    ConsentTo,
    EndedBy,
    RefereeKind,
    StageKind,
    VisitOutcome,
)
from app.recruitment.models import Enquiry, EnquirySource
from app.recruitment.queries.stages import stages as stages_of
from app.recruitment.queries.telling import applicants, form_of_link
from app.recruitment.rules.telling import PARTICULARS
from app.statute.recruitment import Part1
from sufficiency.types import Sex

DAY = timedelta(days=1)
MONTHS = 24
A_MONTH = 15
"""Enquiries in a usual month; January brings half as many again."""

SOURCES = {
    "Council website": 30.0,
    "Word of mouth": 24.0,
    "Another foster carer": 12.0,
    "Social media": 20.0,
    "Radio and newspapers": 8.0,
    "Stall or information evening": 6.0,
}
"""Where people say they heard of us, and how often."""

ASKS = {
    Asks.FOSTERING: 40.0,
    Asks.NOT_SURE: 30.0,
    Asks.SHORT_BREAKS: 10.0,
    Asks.EMERGENCY: 5.0,
    Asks.TEENAGERS: 4.0,
    Asks.SIBLINGS: 5.0,
    Asks.PARENT_AND_CHILD: 3.0,
    Asks.TRANSFER: 3.0,
}

SOON = {
    (EndedBy.SERVICE, Because.NO_ANSWER): 24.0,
    (EndedBy.SERVICE, Because.NO_ROOM): 22.0,
    (EndedBy.SERVICE, Because.LIFE_NOW): 12.0,
    (EndedBy.SERVICE, Because.TOO_FAR): 6.0,
    (EndedBy.APPLICANTS, Because.NOT_AS_EXPECTED): 14.0,
    (EndedBy.APPLICANTS, Because.MONEY): 8.0,
    (EndedBy.APPLICANTS, Because.CIRCUMSTANCES): 10.0,
    (EndedBy.APPLICANTS, Because.OTHER_REASON): 4.0,
}
AFTER_VISIT = {
    (EndedBy.APPLICANTS, Because.CIRCUMSTANCES): 30.0,
    (EndedBy.APPLICANTS, Because.NOT_AS_EXPECTED): 20.0,
    (EndedBy.APPLICANTS, Because.ALLEGATIONS): 8.0,
    (EndedBy.APPLICANTS, Because.MONEY): 12.0,
    (EndedBy.SERVICE, Because.SUITABILITY): 18.0,
    (EndedBy.SERVICE, Because.NO_ROOM): 12.0,
}
AFTER_APPLYING = {
    (EndedBy.APPLICANTS, Because.ASSESSMENT_NOT_AS_EXPECTED): 30.0,
    (EndedBy.APPLICANTS, Because.CIRCUMSTANCES): 40.0,
    (EndedBy.SERVICE, Because.SUITABILITY): 30.0,
}
"""Why it ends, and how often, at each step."""

SAID = (
    "Has thought about it for years; the children have left home.",
    "Saw the stall in High Town. Works part time, one spare room.",
    "A friend fosters and told her to ring.",
    "Wants to know about money and about time off.",
    "Two dogs, a large garden. Rents; the landlord agrees.",
    "Rang in the lunch hour, ring back after five.",
)
SEEN = "Two spare rooms, a calm home. They asked about contact and about their own son’s exams."
LATELY = 150
"""Days ago since which nobody who applied has withdrawn: they are under way."""

UNKNOWN = 2
"""Applications of which nobody can say how they came."""

BEFORE_STAGE_2, LONG = 60, 165


@dataclass(eq=False)
class Rang:
    """Somebody who rings, as they are to be told of."""

    day: date
    given: str
    family: str
    partner: str
    source: str
    asks: Asks
    point: Point
    line: str
    said: str
    worker: staff.Worker
    row: Enquiry | None = None
    made: Assessment | None = None


def plan_recruitment(told: Told) -> None:
    """Everything, up to today."""
    chance = Chance.of(told.county.seed, "recruitment")
    first = told.today - 760 * DAY
    sources: dict[str, EnquirySource] = {}
    told.on(first, Rank.AFTERWARDS, _sources, told, sources)
    ever_applied = 0
    for month in range(MONTHS):
        begins = told.today - (MONTHS - month) * 30 * DAY
        for _ in range(round(A_MONTH * (1.5 if begins.month in (12, 1) else 1))):
            each = _somebody(told, chance, chance.day(begins, begins + 29 * DAY))
            told.on(each.day, Rank.AFTERWARDS, _takes_down, told, each, sources)
            ever_applied += _plan_course(told, chance, each, ever_applied)
    told.on(told.today - 2 * DAY, Rank.AFTERWARDS, _origins, told, chance, sources)
    told.on(told.today - 2 * DAY, Rank.AFTERWARDS, _stages_of_others, told)
    told.on(told.today - DAY, Rank.AFTERWARDS, _told_by_link, told)


def _somebody(told: Told, chance: Chance, day: date) -> Rang:
    sex, family = chance.choice([Sex.FEMALE, Sex.FEMALE, Sex.MALE]), names.family(chance)
    other = Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
    partner = f"{names.grown(chance, other)} {family}" if chance.once_in(0.6) else ""
    then = [
        each
        for each in staff.everyone(told.today)
        if each.name in {name for name, *_ in staff.FOSTERING_WORKERS}
        and each.works_on(day)
        and each.left is None
    ]
    return Rang(
        day,
        names.grown(chance, sex),
        family,
        partner,
        chance.weighted(SOURCES),
        chance.weighted(ASKS),
        told.county.ground.at_home(chance),
        names.address(chance),
        chance.choice(SAID),
        chance.choice(then),
    )


def _plan_course(told: Told, chance: Chance, each: Rang, applied_before: int) -> bool:
    """What becomes of one enquiry; gives whether they applied."""
    if chance.once_in(0.52):
        on = each.day + chance.randint(2, 30) * DAY
        told.on(on, Rank.AFTERWARDS, _ends, told, each, chance.weighted(SOON))
        return False
    asked = each.day + chance.randint(1, 7) * DAY
    told.on(asked, Rank.AFTERWARDS, _asks_visit, told, each)
    held = asked + chance.randint(3, 20) * DAY
    outcome = chance.weighted(
        {VisitOutcome.INVITED: 6.0, VisitOutcome.NOT_YET: 2.0, VisitOutcome.NOT_TO_GO_ON: 2.0}
    )
    told.on(held, Rank.AFTERWARDS, _visited, told, each, outcome)
    if outcome is VisitOutcome.INVITED and chance.once_in(0.3):
        applied = held + chance.randint(10, 60) * DAY
        _plan_application(told, chance, each, applied, applied_before)
        return applied <= told.today
    after, why = chance.randint(20, 90), chance.weighted(AFTER_VISIT)
    if outcome is VisitOutcome.NOT_TO_GO_ON:
        after, why = chance.randint(3, 10), (EndedBy.SERVICE, Because.SUITABILITY)
    told.on(held + after * DAY, Rank.AFTERWARDS, _ends, told, each, why)
    return False


def _plan_application(
    told: Told, chance: Chance, each: Rang, applied: date, applied_before: int
) -> None:
    """An application; those of long ago came to nothing, for those approved are told elsewhere."""
    told.on(applied, Rank.AFTERWARDS, _applies, told, each)
    ends = applied + chance.randint(25, 200) * DAY
    if applied > told.today - LATELY * DAY:
        ends = date.max
    begun = applied + 6 * DAY
    steps: list[tuple[int, Any]] = [(24, _some_of_part_1), (46, _rest_of_part_1)]
    steps += [(40, _begins_stage_2), (58, _ends_stage_1)]
    refused = applied_before == 3
    if refused:
        ends = begun + 52 * DAY
    for days, tell in steps:
        day = begun + days * DAY
        if day < ends:
            told.on(day, Rank.AFTERWARDS, tell, told, each)
    if ends == date.max:
        return
    if refused:
        told.on(ends, Rank.AFTERWARDS, _refused, told, each)
    else:
        told.on(ends, Rank.AFTERWARDS, _ends, told, each, chance.weighted(AFTER_APPLYING))


def _sources(told: Told, sources: dict[str, EnquirySource]) -> None:
    for name in SOURCES:
        sources[name] = enquiries.add_source(
            name=name, starts_on=today(), by=told.by["service.manager"]
        )


def _takes_down(told: Told, each: Rang, sources: dict[str, EnquirySource]) -> None:
    number = f"01432 {each.day.toordinal() % 1_000_000:06}"
    each.row = enquiries.take_enquiry(
        enquiries.Caller(
            each.given,
            each.family,
            phone=number,
            partner=each.partner,
            lives_at=each.point.postcode,
        ),
        received_on=today(),
        source=sources[each.source],
        asks=each.asks,
        note=each.said,
        anyway=True,
        worker=told.users[each.worker.name],
        by=told.manager,
    )


def _row(each: Rang) -> Enquiry:
    if each.row is None:
        raise LookupError("they have not rung yet")
    return each.row


def _made(each: Rang) -> Assessment:
    if each.made is None:
        raise LookupError("they have not applied yet")
    return each.made


def _asks_visit(told: Told, each: Rang) -> None:
    planned = today() + 8 * DAY
    enquiries.ask_visit(_row(each), asked_on=today(), planned_for=planned, by=told.manager)


def _visited(told: Told, each: Rang, outcome: VisitOutcome) -> None:
    enquiries.hold_visit(_row(each), held_on=today(), outcome=outcome, words=SEEN, by=told.manager)


def _ends(told: Told, each: Rang, why: tuple[EndedBy, Because]) -> None:
    by_whom, because = why
    enquiries.end_case(_row(each), on=today(), by_whom=by_whom, because=because, by=told.manager)


def _applies(told: Told, each: Rang) -> None:
    partner = each.partner.split()
    people = [{"given_name": each.given, "family_name": each.family, "born": None}]
    if partner:
        people.append({"given_name": partner[0], "family_name": partner[1], "born": None})
    each.made = enquiries.receive_application(
        _row(each),
        received_on=today(),
        stage_1_on=today(),
        assessor=told.users[each.worker.name],
        name=f"{each.given} and {partner[0]} {each.family}"
        if partner
        else f"{each.given} {each.family}",
        line=each.line,
        postcode=each.point.postcode,
        applicants=people,
        by=told.manager,
    )


FIRST = (Part1.PARTICULARS, Part1.ADULTS, Part1.CHILDREN, Part1.HOME, Part1.RELATIONSHIPS)


def _some_of_part_1(told: Told, each: Rang) -> None:
    stages.receive_part_1(_made(each), items=FIRST, on=today(), by=_user(told))


def _rest_of_part_1(told: Told, each: Rang) -> None:
    rest = [item for item in Part1 if item not in FIRST]
    stages.receive_part_1(_made(each), items=rest, on=today(), by=_user(told))


def _begins_stage_2(told: Told, each: Rang) -> None:
    stages.begin_stage(_made(each), stage=StageKind.TWO, starts_on=today(), by=told.manager)


def _ends_stage_1(told: Told, each: Rang) -> None:
    stages.end_stage_1(_made(each), on=today(), by=told.manager)


def _refused(told: Told, each: Rang) -> None:
    stages.refuse_at_stage_1(
        _made(each),
        on=today(),
        reasons="The home has no room in which a child could sleep, and they do not wish to move.",
        told_on=today(),
        by=told.manager,
    )


def _user(told: Told) -> User:
    return cast(User, told.manager)


# ------------------------------------------------- those who are assessed or approved already


def _origins(told: Told, chance: Chance, sources: dict[str, EnquirySource]) -> None:
    """How those came of whom no enquiry was taken down; of two nobody remembers."""
    since = told.today - 900 * DAY
    those = [
        each
        for each in queries.cases(told.today)
        if each.enquiry_id is None and each.received_on >= since
    ]
    for each in those[UNKNOWN:]:
        assessment = assessments.by_ref(each.assessment_ref or "")
        if assessment is None:
            continue
        lead = chance.randint(25, 95)
        enquiries.record_origin(
            assessment,
            enquiries.Caller("", each.name.removeprefix("The ").removesuffix("s")),
            received_on=each.received_on - lead * DAY,
            source=sources[chance.weighted(SOURCES)],
            asks=chance.weighted(ASKS),
            by=told.manager,
        )
        if assessment.ends_on is not None and each.course.stage_2 is None:
            began = min(assessment.starts_on + chance.randint(40, 80) * DAY, assessment.ends_on)
            stages.begin_stage(assessment, stage=StageKind.TWO, starts_on=began, by=told.manager)


def _stages_of_others(told: Told) -> None:
    """Stages of those whose application is open: as far as their days would have them."""
    for each in queries.cases(told.today):
        if each.assessment_ref is None or not each.is_open or each.course.stage_1 is not None:
            continue
        assessment = assessments.by_ref(each.assessment_ref)
        if assessment is None or assessment.ends_on is not None:
            continue
        applied, days = assessment.starts_on, (told.today - assessment.starts_on).days
        if days < 30:
            continue
        stages.begin_stage(
            assessment, stage=StageKind.ONE, starts_on=applied + 7 * DAY, by=told.manager
        )
        whole = days > 90
        items = tuple(Part1) if whole else FIRST
        on = applied + (70 if whole else 25) * DAY
        stages.receive_part_1(assessment, items=items, on=on, by=_user(told))
        if days <= BEFORE_STAGE_2:
            continue
        second = applied + 50 * DAY
        stages.begin_stage(assessment, stage=StageKind.TWO, starts_on=second, by=told.manager)
        if whole and days > 100:
            stages.end_stage_1(assessment, on=applied + 76 * DAY, by=told.manager)
        if days > LONG:
            on = applied + (LONG - 5) * DAY
            stages.end_stage_2(assessment, on=on, by=told.manager)


# ---------------------------------------------------------------------------- told by link


def _told_by_link(told: Told) -> None:
    """The latest in Stage 1 sent in their part by link; one referee answered, one was seen."""
    those = [
        each
        for each in queries.cases(told.today)
        if each.is_open and each.assessment_ref and each.course.stage_1 and each.enquiry_ref
    ]
    latest = max(those, key=lambda each: each.course.applied_on or date.min, default=None)
    assessment = assessments.by_ref(latest.assessment_ref or "") if latest else None
    if assessment is None or not stages_of(assessment, told.today).lacking:
        return
    people = applicants(assessment, told.today)
    if not people:
        return
    person, by = people[0], told.manager
    ((link, _),) = telling.ask_applicant(assessment, person, whole=True, by=by)
    particulars = {name: str(getattr(person, name) or "") for name in PARTICULARS}
    particulars |= {"born": "1984-05-17", "phone": "07700 900461"}
    telling.send_in(
        form_of_link(link.item),
        particulars=particulars,
        members=[
            {
                "given_name": "Corey",
                "family_name": person.family_name,
                "born": date(2006, 9, 3),
                "role": "adult",
            }
        ],
        lived=[
            {"line": "4 Old Row", "postcode": "", "since": date(2016, 1, 1), "until": None},
        ],
        consents=[each for each in ConsentTo if each is not ConsentTo.EARLIER_SERVICE],
        by=holder_of(link),
    )
    _referees(told, assessment)


def _referees(told: Told, assessment: Assessment) -> None:
    by = told.manager
    first, second = (
        telling.name_referee(assessment, name=name, kind=RefereeKind.FRIEND, knows=how, by=by)
        for name, how in (
            ("Maud Ellery", "A neighbour for eleven years"),
            ("Piers Condover", "They run the Scouts together"),
        )
    )
    ((link, _),) = telling.ask_referee(first, by=by)
    telling.give_reference(
        first,
        said={
            "known": "Next door for eleven years; our children grew up together.",
            "with_children": "Patient, and funny with it. They listened when mine would not talk.",
            "strengths": "They do not give up on anybody.",
            "worries": "They find it hard to say no.",
            "would_trust": "I have, many times.",
        },
        by=holder_of(link),
    )
    telling.interview_referee(
        second, on=today(), words="Spoke for an hour; warm and without doubt.", by=by
    )
