"""A child as the case system tells them: added, changed, or known already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import current_app
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import user_by_email
from app.api.admitting import Caller
from app.api.bringing.named import keep_key
from app.api.bringing.work import Work
from app.api.rules import end_by_the_record
from app.api.shapes import Brought, ChildIn, LegalStatusIn, Outcome
from app.audit.act import acting
from app.children import actions as children
from app.children.codes import Rec
from app.children.models import Child, FamilyHome, LegalStatus
from app.core.db import db, take
from app.core.succession import open_row
from app.core.today import today
from app.exchange.matching_up import keyed, same_name
from app.people import actions as people
from app.people.models import Person

SAYS = "Took a child over from another system"


def bring(told: ChildIn, key: str, caller: Caller) -> Brought:
    """The child whom a system calls so, as it knows them now. Told the same again, nothing changes.

    A key that is new may mean a child who is here already: by pupil number, or by name and date of
    birth. The answer does not say so, for nobody is to find out by trying whom we know.
    """
    number = keyed(caller.key, "child", key)
    child = db.session.get(Child, number) if number is not None else None
    if child is not None:
        take(child)
        work = Work(SAYS, caller.by)
        _compare(child, told, work)
        return _brought(work.carried_out(), child, key, work.notes)
    with acting(SAYS, caller.by):
        child = _known(told) or _added(told, caller)
        keep_key("child", child.id, key, caller)
        work = Work(SAYS, caller.by)
        _compare(child, told, work)
        work.carried_out()
    return _brought(Outcome.ADDED, child, key, work.notes)


def _brought(outcome: Outcome, child: Child, key: str, notes: list[str]) -> Brought:
    return Brought(outcome=outcome, id=child.ref, key=key, notes=notes)


def _known(told: ChildIn) -> Child | None:
    if told.upn is not None:
        found = db.session.scalars(
            select(Child).where(Child.upn == told.upn, Child.stands())
        ).first()
        if found is not None:
            return found
    return db.session.scalars(
        select(Child)
        .join(Person, Person.id == Child.person_id)
        .where(
            same_name(told.given_name, told.family_name),
            Person.born == told.born,
            Child.stands(),
        )
    ).first()


def _added(told: ChildIn, caller: Caller) -> Child:
    person = people.add_person(
        given_name=told.given_name,
        family_name=told.family_name,
        born=told.born,
        sex=told.sex,
        by=caller.by,
    )
    own = current_app.config["SETTINGS"].authority_code
    child: Child = children.add_child(
        person=person,
        responsible_authority=told.responsible_authority or own,
        ethnicity=told.ethnicity,
        upn=told.upn,
        by=caller.by,
    )
    return child


def _compare(child: Child, told: ChildIn, work: Work) -> None:
    _who(child, told, work)
    _particulars(child, told, work)
    if told.legal_status is not None:
        _status(child, told.legal_status, work)
    if told.home_postcode is not None:
        _home(child, told.home_postcode, work)


def _who(child: Child, told: ChildIn, work: Work) -> None:
    person = child.person
    now_is = (person.given_name, person.family_name, person.born, person.sex)
    if now_is != (told.given_name, told.family_name, told.born, told.sex):
        work.do(
            lambda: people.change_person(
                person,
                given_name=told.given_name,
                family_name=told.family_name,
                born=told.born,
                sex=told.sex,
                phone=person.phone,
                email=person.email,
                by=work.by,
            )
        )


def _particulars(child: Child, told: ChildIn, work: Work) -> None:
    ethnicity, upn = told.ethnicity or child.ethnicity, told.upn or child.upn
    worker_id = child.worker_id
    if told.worker_email is not None:
        found = user_by_email(told.worker_email)
        if found is None:
            work.note("Nobody signs in here with the worker's email address: it was left out.")
        else:
            worker_id = found.id
    if (ethnicity, upn, worker_id) != (child.ethnicity, child.upn, child.worker_id):
        worker = db.session.get(User, worker_id) if worker_id is not None else None
        work.do(
            lambda: children.change_child(
                child, ethnicity=ethnicity, upn=upn, worker=worker, by=work.by
            )
        )
    authority = told.responsible_authority
    if authority is not None and authority != child.responsible_authority:
        work.note(
            f"The responsible authority is {child.responsible_authority} here, and stays: a child "
            "who passes to another council is recorded on the child's page."
        )


def _status(child: Child, told: LegalStatusIn, work: Work) -> None:
    recorded = db.session.scalars(
        select(LegalStatus)
        .where(LegalStatus.child_id == child.id, LegalStatus.stands())
        .order_by(LegalStatus.starts_on, LegalStatus.id)
    ).all()
    same = _same(recorded, told)
    if same is not None:
        _end_status(same, told, work)
        return
    clash = next((each for each in recorded if each.starts_on == told.starts_on), None)
    if clash is not None:
        work.note(
            f"From {told.starts_on:%d/%m/%Y} the legal status is {clash.status} here, and stays. "
            "Correct whichever is wrong."
        )
        return
    later = [each.starts_on for each in recorded if each.starts_on > told.starts_on]
    ends_on = end_by_the_record(told.ends_on, later)
    because = told.ended_because if ends_on == told.ends_on else Rec.X1
    if ends_on != told.ends_on:
        work.note(_follows("legal status", ends_on))
    work.do(lambda: _begin_status(child, told, ends_on, because, work))


def _same(recorded: Sequence[LegalStatus], told: LegalStatusIn) -> LegalStatus | None:
    """The recorded status that is told of, or that goes on on that day."""
    alike = [each for each in recorded if each.status is told.code]
    exact = [each for each in alike if each.starts_on == told.starts_on]
    on = [each for each in alike if each.held_on(told.starts_on)]
    return next(iter(exact or on), None)


def _end_status(same: LegalStatus, told: LegalStatusIn, work: Work) -> None:
    ends_on = told.ends_on
    if ends_on is None or same.ends_on == ends_on:
        return
    if same.ends_on is None:
        work.do(
            lambda: children.end_legal_status(
                same, on=ends_on, because=told.ended_because, by=work.by
            )
        )
    else:
        work.note(
            f"Legal status {same.status} ended on {same.ends_on:%d/%m/%Y} here, and that stays. "
            "Correct whichever is wrong."
        )


def _begin_status(
    child: Child, told: LegalStatusIn, ends_on: date | None, because: Rec | None, work: Work
) -> None:
    begun: LegalStatus = children.begin_legal_status(
        child, status=told.code, need=told.need, starts_on=told.starts_on, by=work.by
    )
    if ends_on is not None and begun.ends_on != ends_on:
        children.end_legal_status(begun, on=ends_on, because=because, by=work.by)


def _follows(what: str, ends_on: date | None) -> str:
    day = f"{ends_on:%d/%m/%Y}" if ends_on else ""
    return f"The next {what} that is known here began on {day}: this one is kept as ending then."


def _home(child: Child, postcode: str, work: Work) -> None:
    before = open_row(FamilyHome, child_id=child.id)
    if before is None or before.postcode != postcode:
        work.do(
            lambda: children.set_family_home(
                child, postcode=postcode, starts_on=today(), by=work.by
            )
        )
