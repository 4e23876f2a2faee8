"""What the record knows already, for each item of a report: people, home, checks, references,
courses. It stands in the report by itself; what does not answer an item alone stands beside it.

No address is in it: the report is read by people who need not know where they live.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from app.assessments import queries as assessments
from app.assessments.checked import CheckSaid
from app.assessments.evidence import Key
from app.assessments.models import Assessment
from app.assessments.report import Said
from app.checks import queries as checks
from app.checks.present import said_of
from app.core.present import long_day
from app.core.words import words
from app.people.models import Member, MemberRole
from app.people.queries import Home, home_of
from app.recruitment.link_forms import QUESTIONS
from app.recruitment.models import Referee
from app.recruitment.queries.telling import referees_of, references_in
from app.register.queries import standing_of
from app.statute.checks import CheckKind
from app.statute.recruitment import Part1
from app.statute.schedules import Matter
from app.training import queries as training

OTHER = frozenset(CheckKind) - {CheckKind.CERTIFICATE, CheckKind.MEDICAL}
"""Checks that the Schedule does not name."""

Lines = dict[Key, tuple[str, ...]]


def known_of(assessment: Assessment, as_at: date) -> tuple[Said, Said]:
    """What answers an item by itself, and what stands beside others, of one assessment."""
    home = home_of(assessment.household_id, as_at)
    answers: Lines = {}
    beside: Lines = {}
    carers = [one for one in home.members if one.role is MemberRole.CARER]
    _of_home(home, answers, beside)
    _of_referees(assessment, as_at, answers, beside)
    _of_checks(assessment, as_at, answers, beside)
    _of_carers(assessment, carers, as_at, answers, beside)
    beside[_home(Matter.SUITABILITY)] = _assessed_by(assessment)
    return answers, {key: said for key, said in beside.items() if said}


def _home(matter: Matter) -> Key:
    return matter, None, None, None


def _of(matter: Matter, person_id: int) -> Key:
    return matter, person_id, None, None


def _born(member: Member) -> str:
    born = member.person.born
    return f", born {long_day(born)}" if born is not None else ""


def _of_home(home: Home, answers: Lines, beside: Lines) -> None:
    others = [one for one in home.members if one.role in (MemberRole.ADULT, MemberRole.LODGER)]
    if others:
        answers[_home(Matter.HOUSEHOLD_MEMBERS)] = tuple(
            f"{one.person.name}, {words(one.role).lower()}{_born(one)}." for one in others
        )
    family = [one for one in home.members if one.role is MemberRole.CHILD_OF_FAMILY]
    beside[_home(Matter.OWN_CHILDREN)] = tuple(
        f"{one.person.name}{_born(one)}, lives there." for one in family
    )
    rooms = tuple(f"{room.name}: sleeps {room.sleeps}." for room in home.bedrooms)
    beside[_home(Matter.ACCOMMODATION)] = (*rooms, *(f"{pet.says}." for pet in home.pets))


# ------------------------------------------------------------------------------ referees, checks


def _of_referees(assessment: Assessment, as_at: date, answers: Lines, beside: Lines) -> None:
    those = referees_of(assessment.id)
    whole = Part1.REFEREES in references_in([assessment.id], as_at).get(assessment.id, {})
    said = tuple(line for one in those for line in _reference(one))
    if said:
        (answers if whole else beside)[_home(Matter.REFEREES)] = said


def _reference(one: Referee) -> Iterable[str]:
    knows = f", {one.knows[:1].lower()}{one.knows[1:]}" if one.knows else ""
    yield f"{one.name} ({words(one.kind).lower()}{knows})."
    if one.answered_on is not None:
        yield f"Reference of {long_day(one.answered_on)}:"
        for key, asks in QUESTIONS.items():
            if one.said.get(key):
                yield f"{asks} {one.said[key]}"
    if one.interviewed_on is not None:
        yield f"Interviewed on {long_day(one.interviewed_on)}: {one.words}"


def _of_checks(assessment: Assessment, as_at: date, answers: Lines, beside: Lines) -> None:
    found = checks.checked_one(assessment.household_id, as_at)
    if found is None:
        return
    whole = Part1.CRIMINAL_RECORDS in checks.part_1_of(found)
    told = said_of(found)
    certificates = _lines(told, {CheckKind.CERTIFICATE})
    if certificates:
        (answers if whole else beside)[_home(Matter.CERTIFICATES)] = certificates
    beside[_home(Matter.ALSO_RELEVANT)] = _lines(told, OTHER)
    for each in told:
        if each.person_id is not None and each.kind is CheckKind.MEDICAL:
            beside[_of(Matter.HEALTH, each.person_id)] = (each.says,)


def _lines(said: Iterable[CheckSaid], kinds: Collection[CheckKind]) -> tuple[str, ...]:
    return tuple(each.says for each in said if each.kind in kinds)


# ---------------------------------------------------------------------------------------- carers


def _of_carers(
    assessment: Assessment,
    carers: Sequence[Member],
    as_at: date,
    answers: Lines,
    beside: Lines,
) -> None:
    attended = training.attendances_of([one.person_id for one in carers], as_at)
    standing = standing_of(assessment.household_id)
    earlier = _earlier(assessment, as_at)
    for one in carers:
        number = one.person_id
        if one.person.born is not None:
            answers[_of(Matter.IDENTITY, number)] = (
                f"{one.person.name}, born {long_day(one.person.born)}.",
                "Where they live is on record, and not repeated here.",
            )
        beside[_of(Matter.EARLIER_REQUESTS, number)] = (
            *earlier,
            *(
                f"Approved as a foster carer here from {long_day(row.starts_on)}"
                + (f" to {long_day(row.ends_on)}." if row.ends_on else ".")
                for row in standing.approvals
                if row.person_id == number
            ),
        )
        beside[_of(Matter.CARING_SKILLS, number)] = tuple(
            f"Attended {each.course.name}, {long_day(each.attended_on)}."
            for each in reversed(attended)
            if each.person_id == number
        )


def _earlier(assessment: Assessment, as_at: date) -> tuple[str, ...]:
    """Other assessments of this household, and what came of them."""
    return tuple(
        f"Assessed here as {words(each.kind).lower()} from {long_day(each.began_on)}"
        + (f": {words(each.outcome).lower()}." if each.outcome is not None else ".")
        for each in assessments.assessments(
            as_at, household_id=assessment.household_id, ended_since=date.min
        )
        if each.id != assessment.id
    )


def _assessed_by(assessment: Assessment) -> tuple[str, ...]:
    story = assessments.story_of(assessment.id)
    return tuple(
        f"Assessed by {each.worker.name} from {long_day(each.starts_on)}"
        + (f" to {long_day(each.ends_on)}." if each.ends_on else ".")
        for each in story.assessors
    )
