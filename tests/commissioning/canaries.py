"""Children every one of whose closed values is a mark of its own, so that a leak is seen."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from app.accounts.models import User
from app.accounts.roles import Role
from app.children import actions as children
from app.children.models import Child, Referral
from app.core.db import transaction
from app.core.today import today
from app.people import actions as people
from app.people.models import MemberRole
from sufficiency.types import Fact, Kind, Sex
from tests import builders

_numbers = count(1)


def mark(what: str, number: int) -> str:
    """A word that stands nowhere else: letters only, so that it is a name wherever one goes."""
    digits = "".join("abcdefghij"[int(each)] for each in f"{number:04}")
    return f"Zq{what}{digits}".capitalize()


def marked(by: User, **more: Any) -> tuple[Referral, Child, set[str]]:
    """A referral of a child, with a mark in whatever closed column a person fills."""
    number = next(_numbers)
    marks = {
        what: mark(what, number)
        for what in (
            "given family sister worker carer school street place why answer avoid key phone risk"
        ).split()
    }
    with transaction():
        worker = builders.user(Role.CHILD_SOCIAL_WORKER, name=f"Ann {marks['worker']}")
        child = builders.child(
            marks["given"],
            family_name=marks["family"],
            born=date(2012, 3, 1 + number % 27),
            sex=Sex.FEMALE,
            social_worker=worker,
        )
        builders.siblings(child, builders.child(marks["sister"], family_name=marks["family"]))
        home = builders.household(f"The {marks['carer']}s", approved=False)
        people.move_household(
            home,
            line=f"1 {marks['street']}",
            postcode="HR7 4AA",
            starts_on=today(),
            by=builders.SOMEBODY,
        )
        other = builders.person(marks["place"], marks["carer"])
        people.join_household(
            home, other, role=MemberRole.ADULT, starts_on=builders.LONG_AGO, by=builders.SOMEBODY
        )
        builders.placed(child, home)
        children.set_school(
            child,
            school=f"{marks['school']} Academy",
            postcode="HR6 8AB",
            starts_on=builders.LONG_AGO,
            by=builders.SOMEBODY,
        )
        children.record_need(
            child,
            fact=Fact.DRIVES,
            must_be=True,
            why=marks["why"],
            starts_on=today(),
            by=builders.SOMEBODY,
        )
        people.set_external_key(
            "child", child.id, system="Case", key=marks["key"], by=builders.SOMEBODY
        )
        people.change_person(
            child.person,
            given_name=child.person.given_name,
            family_name=child.person.family_name,
            born=child.person.born,
            sex=child.person.sex,
            phone="07700 900123",
            email=f"{marks['phone']}@example.org",
            by=builders.SOMEBODY,
        )
    referral = children.open_referral(
        [child],
        needed_on=today(),
        kind=Kind.SHORT_TERM,
        home_postcode="HR6 9UX",
        school_postcode="HR6 8AB",
        together_why=marks["why"],
        avoid="HR7 4",
        answers={
            "riskOther": marks["risk"],
            "riskMissing": "Risk Present",
            "local": {marks["answer"]: marks["answer"]},
        },
        by=by,
        **more,
    )
    days = {f"{child.person.born:%d/%m/%Y}", f"{child.person.born:%d %B}"}
    codes = {"HR6 9UX", "HR6 8AB", "HR7 4AA", "HR69UX", "HR68AB", "07700", child.ref, referral.ref}
    return referral, child, {each.lower() for each in {*marks.values(), *days, *codes}}


def in_it(said: str | bytes, marks: set[str]) -> set[str]:
    """Which marks stand in something, however its letters are."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    low = text.lower()
    return {each for each in marks if each in low}
