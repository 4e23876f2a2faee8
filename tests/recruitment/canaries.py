"""Households that apply, with a word of their own in every field: wherever a word of one turns up
in a page, a link or a document about another, something leaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import JSON, String, Text, select

from app.accounts.roles import Role
from app.checks import actions as checks
from app.checks.kinds import Decided
from app.core.columns import Kept
from app.core.db import Base, db
from app.core.today import today
from app.documents.letters import word as word_files
from app.people import queries as people
from app.recruitment import models
from app.recruitment.actions import enquiries, stages, telling
from app.recruitment.kinds import Because, EndedBy, RefereeKind, Settled, VisitOutcome
from app.recruitment.link_forms import QUESTIONS
from app.recruitment.queries import telling as told
from app.reports import actions as reports
from app.statute.checks import CheckKind
from app.statute.recruitment import Part1
from tests import builders as make
from tests.recruitment.people import DAY, in_stage, rang

CANARY = re.compile(r"Qx(\d{3})([a-z]+)")

APPLICANT_MAY = frozenset({"given", "surname", "draft"})
"""Of their own case: who they are, as the link was sent to them, and what they typed."""

REFEREE_MAY = frozenset({"given", "surname", "secondref"})
"""Of the case that they are asked about: whom they are asked about, and who they are."""


@dataclass
class Planted:
    """One household's case, and the links that were sent about it."""

    number: int
    enquiry: Any
    assessment: Any
    links: dict[str, frozenset[str]] = field(default_factory=dict)
    """Each token, and the fields of which its holder may be shown the words."""

    def word(self, name: str) -> str:
        """This household's word in a field."""
        return f"Qx{self.number:03}{name}"


def plant(number: int, worker: Any) -> Planted:
    """An application that has come so far as one can, with everything said in words of its own.

    Of three, one was refused at Stage 1, and one was ended.
    """

    def word(name: str) -> str:
        return f"Qx{number:03}{name}"

    make.own_service()
    enquiry = rang(
        today() - 60 * DAY,
        given=word("given"),
        family=word("surname"),
        partner=word("partner"),
        phone=word("phone"),
        email=f"{word('mail')}@example.org",
        lives_at=word("lives"),
        note=word("note"),
        by=worker,
    )
    enquiries.ask_visit(enquiry, asked_on=today() - 50 * DAY, by=worker)
    enquiries.hold_visit(
        enquiry,
        held_on=today() - 45 * DAY,
        outcome=VisitOutcome.INVITED,
        words=word("visit"),
        by=worker,
    )
    assessment = enquiries.receive_application(
        enquiry,
        received_on=today() - 40 * DAY,
        assessor=worker,
        name=f"The {word('home')}s",
        line=word("line"),
        postcode="HR6 8AB",
        applicants=[
            {"given_name": word("given"), "family_name": word("surname"), "born": date(1980, 1, 2)}
        ],
        by=worker,
    )
    in_stage(assessment)
    stages.receive_part_1(
        assessment, items=[Part1.HOME], on=today(), words=word("partone"), by=worker
    )
    found = Planted(number, enquiry, assessment)
    _told(found, worker)
    _referees(found, worker)
    _checked(found, worker)
    if number % 3 == 1:
        stages.refuse_at_stage_1(
            assessment, on=today(), reasons=word("reasons"), told_on=today(), by=worker
        )
    elif number % 3 == 2:
        enquiries.end_case(
            enquiry,
            on=today(),
            by_whom=EndedBy.APPLICANTS,
            because=Because.MONEY,
            words=word("ending"),
            by=worker,
        )
    return found


def _told(found: Planted, worker: Any) -> None:
    """An applicant told everything; then they were asked again, and have typed some of it."""
    (person, *_) = told.applicants(found.assessment, today())
    telling.ask_applicant(found.assessment, person, whole=True, by=worker)
    (form,) = told.forms_of(found.assessment.id)
    lived = {"line": found.word("lived"), "postcode": found.word("pc")}
    telling.send_in(
        form,
        particulars={"phone": found.word("told")},
        members=[
            {"given_name": found.word("son"), "family_name": "", "born": None, "role": "adult"}
        ],
        lived=[lived | {"since": date(2010, 1, 1), "until": None}],
        consents=(),
        by=make.SOMEBODY,
    )
    (each,) = told.asked(found.assessment, today())
    (address,) = (one.fact for one in each.beside if "line" in one.fact.said)
    telling.settle(address, how=Settled.ACCEPTED, by=worker)
    ((_, token),) = telling.ask_applicant(found.assessment, person, whole=True, by=worker)
    found.links[token] = APPLICANT_MAY


def _referees(found: Planted, worker: Any) -> None:
    first, second = (
        telling.name_referee(
            found.assessment,
            name=found.word(name),
            kind=RefereeKind.FRIEND,
            knows=found.word("knows"),
            email=f"{found.word('refmail')}@example.org",
            by=worker,
        )
        for name in ("referee", "secondref")
    )
    telling.give_reference(first, said=dict.fromkeys(QUESTIONS, found.word("ref")), by=worker)
    telling.interview_referee(first, on=today(), words=found.word("seen"), by=worker)
    ((_, token),) = telling.ask_referee(second, by=worker)
    found.links[token] = REFEREE_MAY


def _checked(found: Planted, worker: Any) -> None:
    home = found.assessment.household
    (carer, *_) = people.members_of(home.id, today())
    (row,) = checks.ask(
        home,
        carer.person,
        kinds=[CheckKind.CERTIFICATE],
        asked_of=found.word("answers"),
        email=f"{found.word('checkmail')}@example.org",
        by=worker,
    )
    checks.record_came(
        row,
        received_on=today(),
        seen_on=today(),
        decided=Decided.SUITABLE,
        reference=found.word("certificate"),
        by=worker,
    )
    checks.leave_out(
        home,
        carer.person,
        kind=CheckKind.COUNCIL_RECORDS,
        decided=Decided.NOT_NEEDED,
        because=found.word("because"),
        by=worker,
    )


# -------------------------------------------------------------------------------- what is looked at


def fields_without_a_canary() -> list[str]:
    """Columns of recruitment that hold words about people, in which no household's word stands."""
    lacking = []
    for mapper in Base.registry.mappers:
        if mapper.class_.__module__ != models.__name__:
            continue
        for column in mapper.local_table.columns:  # type: ignore[attr-defined]
            about_people = column.info.get("kept", Kept.OPENLY) is not Kept.OPENLY
            words = isinstance(column.type, String | Text | JSON)
            if about_people and words:
                those = db.session.scalars(select(column))
                if not any(CANARY.search(str(each)) for each in those):
                    lacking.append(str(column))
    return lacking


def of_others(found: Planted, text: str) -> set[str]:
    """Words of other households than this one."""
    return {each[0] for each in CANARY.finditer(text) if int(each[1]) != found.number}


def shown_by_link(app: Any, token: str) -> Iterator[str]:
    """Everything that the holder of a link is shown: before Start, after, and refused."""
    client = app.test_client()
    client.check_pages = False
    address = f"/link/{token}"
    yield client.get(address).text
    client.post_form(address, start="yes")
    yield client.get(address).text
    yield client.post_form(address, send="yes").text
    client.post_form(address, save="yes")
    yield client.get(f"{address}?saved=yes").text


def pages_about(found: Planted) -> Iterator[str]:
    """The pages that are about this household alone."""
    home, made = found.assessment.household.ref, found.assessment.ref
    yield f"/recruitment/enquiries/{found.enquiry.ref}"
    yield f"/recruitment/applications/{made}"
    yield f"/recruitment/applications/{made}/told"
    yield f"/assessments/{made}"
    yield f"/reports/{made}"
    for section in ("checks", "chronology", "documents", ""):
        yield f"/households/{home}/{section}".rstrip("/")
    yield f"/links/household/{home}"


def words_of_files(found: Planted, by: Any) -> Iterator[str]:
    """What each file of the report says, made for a reader who may know no address."""
    for file in reports.prepare(found.assessment, recipient="The fostering panel", by=by):
        if file.name.endswith(".docx"):
            yield word_files.words_in(file.content)


def leaks(app: Any, signed_in: Any, everybody: Iterable[Planted], worker: Any) -> list[str]:
    """Every word that stands where it may not."""
    found = []
    browser = signed_in(Role.TEAM_MANAGER)
    for each in everybody:
        for token, may in each.links.items():
            for text in shown_by_link(app, token):
                shown = {(int(one[1]), one[2]) for one in CANARY.finditer(text)}
                wrong = {name for number, name in shown if number != each.number or name not in may}
                found += [f"the link of {each.number} shows {name}" for name in sorted(wrong)]
        for page in pages_about(each):
            answer = browser.get(page)
            assert answer.status_code == 200, f"{page}: {answer.status_code}"
            found += [f"{page} shows {word}" for word in of_others(each, answer.text)]
        for words in words_of_files(each, worker):
            assert each.word("surname") in words, "the report names them"
            found += [f"the report of {each.number}: {word}" for word in of_others(each, words)]
            if each.word("line") in words:
                found.append(f"the report of {each.number} says where they live")
    return found
