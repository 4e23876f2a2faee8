"""Who may see and change documents: as the record that a document is about says, by its class.

A document is shown to those who may see values of its class in that record, and is as if absent
for everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.accounts.models import User
from app.accounts.permissions import May
from app.children import queries as children
from app.core.db import db
from app.core.today import today
from app.documents import queries
from app.documents.kinds import KeptAs
from app.documents.models import Document
from app.matching import queries as matching
from app.people import queries as people
from app.people.models import Household, Person
from app.register import queries as register
from app.supervision import queries as supervision


@dataclass(frozen=True, slots=True)
class Of:
    """The record that a document is about: a household (or somebody in one), or a child."""

    household: Household | None = None
    child: Any = None
    person: Person | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        whole = self.household.name if self.household else ""
        if self.person is not None:
            return f"{self.person.name}, {whole}".strip(", ")
        return whole or (self.child.person.name if self.child else "")


def record_of(about: str) -> Of:
    """The record that "household:12", "child:3" or "person:9" names."""
    kind, _, number = about.partition(":")
    if not number.isdigit():
        return Of()
    if kind == "household":
        return Of(household=db.session.get(Household, int(number)))
    if kind == "child":
        return Of(child=children.children_by_id({int(number)}).get(int(number)))
    person = db.session.get(Person, int(number)) if kind == "person" else None
    if person is None:
        return Of()
    return Of(household=queries.household_of(person.id), person=person)


class Sight:
    """What one person may see of the documents of one record; each question is asked once."""

    def __init__(self, user: User, of: Of) -> None:
        self.user, self.of = user, of

    def sees(self, document: Document) -> bool:
        """May they open this document, and know that it is there?"""
        if not self.sees_record:
            return False
        if document.kept_as is KeptAs.RESTRICTED:
            return self.user.may(May.ALLOCATE_WORKER) or document.kept_by_id == self.user.id
        match document.kept_as:
            case KeptAs.OPENLY:
                return True
            case KeptAs.CHILD:
                return (
                    self.of.household is None or self.is_own or self.user.may(May.SEE_EVERY_CHILD)
                )
            case KeptAs.LOCATION:
                return self.is_own or self.sees_address
            case KeptAs.CHECKS:
                return self.is_own or self.user.may(May.ALLOCATE_WORKER)
        return self.is_own or self.user.may(May.SEE_LOOKS)

    @cached_property
    def own(self) -> frozenset[int]:
        """The households that they supervise."""
        return supervision.own_households(self.user, today())

    @cached_property
    def sees_record(self) -> bool:
        """May they see the record itself?"""
        if self.of.household is not None:
            return self.user.may(May.SEE_HOUSEHOLDS)
        return (
            self.of.child is not None
            and self.user.may(May.SEE_CHILDREN)
            and children.may_see_child(self.user, self.of.child, households=self.own)
        )

    @cached_property
    def is_own(self) -> bool:
        """Is it their own work: a household they keep, a child whose worker they are or who lives
        with a household of theirs?"""
        if self.of.household is not None:
            return self.of.household.id in self.own or may_change(self.user, self.of)
        if self.of.child is None:
            return False
        lives = children.main_placement(self.of.child.id, today())
        return self.of.child.worker_id == self.user.id or (
            lives is not None and lives.household_id in self.own
        )

    @cached_property
    def sees_address(self) -> bool:
        """May they know where the household, or the child, lives?"""
        if self.of.household is None:
            return self.user.may(May.SEE_ANY_ADDRESS)
        address = people.address_of(self.of.household.id, today())
        return register.may_see_address(
            self.user,
            self.of.household.id,
            protected=address is not None and address.protected,
            own=self.own,
            live=matching.live_households() if self.user.may(May.CONFIRM_PLACEMENT) else (),
        )


def may_change(user: User, of: Of) -> bool:
    """May this person keep documents about this record?"""
    if of.household is not None:
        return supervision.may_edit(user, of.household.id)
    if of.child is None:
        return False
    return user.may(May.EDIT_CHILD) and children.may_see_child(
        user, of.child, households=supervision.own_households(user, today())
    )
