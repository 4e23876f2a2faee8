"""The row that an id names is put beside another to be read; what is written is the id."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import RelationshipDirection

from app.children.models import Child
from app.core.beside import NotWritten
from app.core.db import Base
from app.people.models import Person

WRITTEN_THROUGH = {
    "GuardianshipChild.one_parent",
    "GuardianshipChild.other_parent",
    "Member.household",
    "ReviewCase.review",
}
"""Where the session finds the id itself; their kinds are named by few others."""


@pytest.mark.only_on("sqlite")
def test_what_an_id_names_is_put_beside_it_and_nothing_else_is(app):
    amy, ben = Person(id=1), Person(id=2)
    child = Child(person_id=1)
    child.person = amy
    with pytest.raises(NotWritten, match="person_id names another"):
        child.person = ben
    with pytest.raises(NotWritten):
        Child(person=amy)
    with pytest.raises(NotWritten):
        child.person = None


@pytest.mark.only_on("sqlite")
def test_every_other_row_beside_one_is_there_to_be_read(app):
    written = {
        f"{mapper.class_.__name__}.{each.key}"
        for mapper in Base.registry.mappers
        for each in mapper.relationships
        if each.direction is RelationshipDirection.MANYTOONE and not each.viewonly
    }
    assert written == WRITTEN_THROUGH
