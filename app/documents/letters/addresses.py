"""Where people live, and whether a letter may say so.

An address goes into a letter only for somebody who lives there, or of whom it was decided that they
may be told. Whatever was typed into a letter is read for it as well: its line, its postcode, the
carers' telephone numbers and e-mail addresses, however they are spaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import today
from app.documents import queries
from app.documents.actions import ON_FILES
from app.people.models import Address, Household, Person
from app.people.queries import address_of, home_of, member_of, own_provider
from app.statute.breach import Breach


def service_name() -> str:
    """Our own fostering service's name."""
    own = own_provider()
    return own.name if own is not None else ""


def household_of(about: str) -> Household | None:
    """The household that a document about a household, or somebody in it, concerns."""
    kind, _, number = about.partition(":")
    if kind == "household":
        return db.session.get(Household, int(number))
    return queries.household_of(int(number)) if kind == "person" else None


def household_name(about: str) -> str:
    """What that household is called."""
    household = household_of(about)
    return household.name if household is not None else ""


def may_know(about: str, recipient: Person | str, child_id: int | None = None) -> bool:
    """May the recipient be told where the household lives: living there, or by decision?"""
    household = household_of(about)
    if household is None:
        return False
    on = today()
    if isinstance(recipient, Person):
        member = member_of(household.id, recipient.id)
        if member is not None and member.held_on(on):
            return True
    named = recipient.name if isinstance(recipient, Person) else recipient
    return queries.may_be_told(household.id, named, on, child_id=child_id)


def to_be_told(about: str, recipient: Person | str, child_id: int | None = None) -> tuple[str, ...]:
    """The household's address as lines. RuleBroken if the recipient may not be told it."""
    household = household_of(about)
    address = address_of(household.id, today()) if household is not None else None
    if address is None:
        raise RuleBroken(Breach("No address is recorded.", ON_FILES, "with_address"))
    if not may_know(about, recipient, child_id):
        raise RuleBroken(
            Breach(
                "Nobody decided that this recipient may be told the address. Leave it out, or "
                "record that decision first.",
                ON_FILES,
                "with_address",
            )
        )
    return (*(part.strip() for part in address.line.split(",")), address.postcode)


def named_in(
    words: str, about: str, recipient: Person | str, child_id: int | None = None
) -> list[str]:
    """What the words tell of where the household lives, or how to reach it, that the recipient may
    not know; and of where others live whose address is protected, as a brother's carers."""
    household, bare = household_of(about), _bare(words)
    found = []
    if household is not None and not may_know(about, recipient, child_id):
        found = [what for what, value in _told_of(household) if value and _bare(value) in bare]
    for address in queries.addresses_protected():
        if household is None or address.household_id != household.id:
            where = f"household:{address.household_id}"
            told = [_bare(value) for _, value in _of_address(address)]
            says = any(each and each in bare for each in told)
            if says and not may_know(where, recipient, child_id):
                found.append("the protected address of another household")
    return list(dict.fromkeys(found))


def _told_of(household: Household) -> Iterator[tuple[str, str]]:
    """Everything that says where a household lives, now or before, and how to reach it."""
    for address in queries.addresses_ever(household.id):
        yield from _of_address(address)
    for person in home_of(household.id, today()).carers:
        yield f"{person.name}’s telephone number", person.phone or ""
        yield f"{person.name}’s email address", person.email or ""


def _of_address(address: Address) -> Iterator[tuple[str, str]]:
    yield "the household’s postcode", address.postcode
    line = address.line.split(",")[0]
    if len(_bare(line)) >= 6:  # a house number alone stands in any text
        yield "the household’s address", line


def _bare(words: str) -> str:
    """Words without case, spacing or points, so that “H R 6-8ab” is HR6 8AB."""
    return re.sub(r"[\W_]+", "", words).casefold()
