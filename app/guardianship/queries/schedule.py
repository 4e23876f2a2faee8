"""The Schedule of a case as a checklist: each item about each whom it asks about, with what is
found out, what the record itself knows, and what is missing. Nothing is asked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.assessments import queries as assessments
from app.assessments.checked import checks_said
from app.assessments.evidence import About, Key
from app.assessments.models import Parent, ParentKind
from app.assessments.report import Section, sections
from app.children import queries as children
from app.children.codes import Place, is_accommodated
from app.children.kinds import Sureness
from app.children.models import Child, LegalStatus, Placement, Schooling
from app.core.db import db
from app.core.present import long_day
from app.core.words import words
from app.guardianship.models import GuardianshipChild
from app.guardianship.queries.cases import Whole
from app.people.models import Member, MemberRole
from app.people.queries import members_of
from app.register.queries import standing_of
from app.statute.checks import CheckKind
from app.statute.schedules import Matter, Of, Paper
from sufficiency.types import Sex

FOSTERED = frozenset({Place.U1, Place.U2, Place.U3, Place.U4, Place.U5, Place.U6})
"""Places in which a child is fostered."""


def schedule_of(each: Whole, as_at: date) -> tuple[Section, ...]:
    """The Schedule of a case, section by section, in the report's order."""
    members = members_of(each.case.household_id, as_at)
    return sections(
        Paper.GUARDIANSHIP,
        max(each.case.opened_on, each.case.entered_on),
        _everybody(each, members),
        assessments.evidence_of(each.case.household_id),
        _record_of(each, members, as_at),
        _checks_of(each, members, as_at),
    )


def _everybody(each: Whole, members: Sequence[Member]) -> list[tuple[str, str, About]]:
    found = [
        (
            f"child-{one.child.ref}",
            one.child.person.name,
            About(Of.CHILD, child_id=one.child_id, name=one.child.person.name),
        )
        for one in each.children
    ]
    found += [
        (
            f"parent-{parent.ref}",
            f"{parent.name}, {_parent_of(parent, theirs)}",
            About(Of.PARENT, parent_id=parent.id, name=parent.name),
        )
        for parent, theirs in each.parents.items()
    ]
    found += [
        (
            f"unknown-{one.child.ref}",
            f"{one.child.person.name}’s {'other parent' if one.parents else 'parents'}, not known",
            About(Of.UNKNOWN_PARENT, child_id=one.child_id, name=one.child.person.name),
        )
        for one in each.children
        if len(one.parents) < 2
    ]
    found.append(("family", "The family", About(Of.FAMILY)))
    found += [
        (
            f"guardian-{one.person.ref}",
            one.person.name,
            About(Of.CARER, person_id=one.person_id, name=one.person.name),
        )
        for one in members
        if one.role is MemberRole.CARER
    ]
    found.append(("home", "Their household and home", About(Of.HOUSEHOLD)))
    found.append(("council", "The council, the order and contact", About(Of.COUNCIL)))
    return found


def _parent_of(parent: Parent, theirs: Sequence[GuardianshipChild]) -> str:
    kind = "a parent" if parent.kind is ParentKind.OTHER else words(parent.kind).lower()
    return f"{kind} of {' and '.join(one.child.person.name for one in theirs)}"


# ------------------------------------------------------------------------- what the record knows


def _record_of(each: Whole, members: Sequence[Member], day: date) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    ids = [one.child_id for one in each.children]
    statuses = _by_child(LegalStatus, ids)
    placements = _by_child(Placement, ids)
    schools = _by_child(Schooling, ids)
    siblings = _siblings(ids)
    for one in each.children:
        child = one.child_id
        for matter, said in (
            (Matter.CHILD_IDENTITY, _identity(one.child)),
            (Matter.CHILD_SIBLINGS, siblings.get(child, ())),
            (
                Matter.CHILD_LOOKED_AFTER,
                _statuses(statuses.get(child, ())) + _placements(placements.get(child, ())),
            ),
            (Matter.CHILD_FOSTERED_BY, (_fostered(each, placements.get(child, ()), day),)),
            (Matter.CHILD_SCHOOLS, _schools(schools.get(child, ()))),
            (Matter.CHILD_ORDERS, _orders(statuses.get(child, ()))),
        ):
            if said:
                found[matter, None, child, None] = said
    for parent in each.parents:
        if parent.born is not None:
            said = (f"{parent.name}, born {long_day(parent.born)}.",)
            found[Matter.PARENTS_IDENTITY, None, None, parent.id] = said
    return found | _of_home(each, members) | _of_council(each)


def _of_home(each: Whole, members: Sequence[Member]) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    referees = _referees(each)
    for carer in (one for one in members if one.role is MemberRole.CARER):
        if carer.person.born is not None:
            who = f"{carer.person.name}, born {long_day(carer.person.born)}."
            found[Matter.IDENTITY, carer.person_id, None, None] = (who,)
        if referees:
            found[Matter.REFEREES, carer.person_id, None, None] = referees
    if members:
        found[Matter.HOUSEHOLD_MEMBERS, None, None, None] = tuple(
            f"{one.person.name}, {words(one.role).lower()}"
            + (f", born {long_day(one.person.born)}." if one.person.born else ".")
            for one in members
        )
    return found


OF_A_GUARDIAN: Mapping[CheckKind, Matter] = {
    CheckKind.IDENTITY: Matter.IDENTITY,
    CheckKind.RIGHT_TO_REMAIN: Matter.NATIONALITY,
    CheckKind.FORMER_PARTNERS: Matter.RELATIONSHIPS,
    CheckKind.ADULT_CHILDREN: Matter.PARENTING,
    CheckKind.SCHOOLS: Matter.PARENTING,
    CheckKind.EMPLOYER: Matter.WORK_AND_MONEY,
    CheckKind.MEDICAL: Matter.HEALTH,
    CheckKind.CERTIFICATE: Matter.OFFENCES,
    CheckKind.OVERSEAS: Matter.OFFENCES,
}
"""Where the Schedule asks for what a check of a prospective guardian says. None answers it."""

ELSEWHERE: Mapping[CheckKind, Matter] = {
    CheckKind.COUNCIL_RECORDS: Matter.COUNCIL_INVOLVED,
    CheckKind.HOME_SAFETY: Matter.ACCOMMODATION,
    CheckKind.PETS: Matter.ACCOMMODATION,
}
"""Of whoever it is, what stands with the council's part or the home's."""


def _checks_of(each: Whole, members: Sequence[Member], day: date) -> dict[Key, tuple[str, ...]]:
    """The checks of the household, as its other reports say them, beside what is to be written."""
    guardians = {one.person_id for one in members if one.role is MemberRole.CARER}
    found: dict[Key, tuple[str, ...]] = {}
    for one in checks_said(each.case.household_id, day):
        key: Key = (ELSEWHERE.get(one.kind, Matter.HOUSEHOLD_MEMBERS), None, None, None)
        if one.person_id in guardians and one.kind in OF_A_GUARDIAN:
            key = (OF_A_GUARDIAN[one.kind], one.person_id, None, None)
        found[key] = (*found.get(key, ()), one.says)
    return found


def _of_council(each: Whole) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    involved = _involved(each)
    if involved:
        found[Matter.COUNCIL_INVOLVED, None, None, None] = involved
    if each.plan is not None:
        found[Matter.SUPPORT_SUMMARY, None, None, None] = _support(each)
    if each.check is not None:
        found[Matter.RECOMMENDATION, None, None, None] = (f"{words(each.check.recommends)}.",)
    return found


def _by_child(kind: type[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    rows = db.session.scalars(
        select(kind).where(kind.child_id.in_(ids), kind.stands()).order_by(kind.starts_on, kind.id)
    ).unique()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.child_id, []).append(row)
    return found


def _identity(child: Child) -> tuple[str, ...]:
    born = child.person.born
    if born is None:
        return ()
    sex = "" if child.person.sex is Sex.UNKNOWN else f", {words(child.person.sex).lower()}"
    return (f"{child.person.name}{sex}, born {long_day(born)}.",)


def _siblings(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    links = children.sibling_links(ids)
    those = {one for link in links for one in (link.child_id, link.sibling_id)}
    by_id = children.children_by_id(those) if those else {}
    found: dict[int, tuple[str, ...]] = {}
    for link in links:
        for one, other in ((link.child_id, link.sibling_id), (link.sibling_id, link.child_id)):
            if one in ids:
                person = by_id[other].person
                sure = "" if link.sureness is Sureness.CONFIRMED else " (not confirmed)"
                born = f", born {long_day(person.born)}" if person.born else ""
                said = f"{person.name}{born}: {words(link.kind).lower()}{sure}."
                found[one] = (*found.get(one, ()), said)
    return found


def _until(row: LegalStatus | Placement | Schooling) -> str:
    since = long_day(row.starts_on)
    return f"{since} to {long_day(row.ends_on)}" if row.ends_on else f"since {since}"


def _statuses(rows: Sequence[LegalStatus]) -> tuple[str, ...]:
    return tuple(f"{words(row.status)}: {_until(row)}." for row in rows)


def _placements(rows: Sequence[Placement]) -> tuple[str, ...]:
    """Where, by kind and days only: no address and no other carer's name."""
    return tuple(f"{words(row.place)}: {_until(row)}." for row in rows)


def _fostered(each: Whole, rows: Sequence[Placement], day: date) -> str:
    here = [
        row for row in rows if row.household_id == each.case.household_id and row.place in FOSTERED
    ]
    if not here:
        return "The prospective guardian has not fostered the child."
    now = [row for row in here if row.held_on(day)]
    if now:
        return f"The prospective guardian fosters the child, since {long_day(now[-1].starts_on)}."
    return f"The prospective guardian fostered the child, {_until(here[-1])}."


def _schools(rows: Sequence[Schooling]) -> tuple[str, ...]:
    return tuple(f"{row.school}: {_until(row)}." for row in rows)


def _orders(rows: Sequence[LegalStatus]) -> tuple[str, ...]:
    return tuple(
        f"{words(row.status)}: {_until(row)}." for row in rows if not is_accommodated(row.status)
    )


def _referees(each: Whole) -> tuple[str, ...]:
    seen = [one for one in each.referees if one.interviewed_on is not None]
    if len(seen) < 3:
        return ()
    return tuple(
        f"{one.name} ({one.knows_them}), {long_day(one.interviewed_on)}: {one.words}"
        for one in seen
    )


def _involved(each: Whole) -> tuple[str, ...]:
    standing = standing_of(each.case.household_id)
    found = [
        f"Approved as a foster carer, {_until(row)}."  # type: ignore[arg-type]
        for row in standing.approvals
    ]
    if standing.temporary:
        first = min(row.starts_on for row in standing.temporary)
        found.append(f"Temporarily approved as a connected person from {long_day(first)}.")
    return tuple(found)


def _support(each: Whole) -> tuple[str, ...]:
    plan = each.plan
    if plan is None:
        return ()
    found = [f"Needs assessed on {long_day(plan.assessed_on)}: {plan.needs}"]
    if plan.proposed_on is not None:
        found.append(f"Proposed on {long_day(plan.proposed_on)}: {plan.services}")
    if plan.agreed_on is not None:
        found.append(f"Decided on {long_day(plan.agreed_on)}: {plan.reasons}")
    return tuple(found)
