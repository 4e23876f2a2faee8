"""The row that an id of another row names, put beside it to be read.

What is written is the id. So most relationships are `viewonly`: whoever is written about has a
hundred kinds of row that name them, and the session would look at each of those for every flush.
A `viewonly` relationship forgets in silence what is set in it; here that is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import RelationshipDirection

from app.core.db import Base


class NotWritten(Exception):
    """A row was put beside another that its id does not name: nothing of that would be written."""


@cache
def guard(base: type[Base]) -> None:
    """Refuse, from now on, to put beside a row what the row's own id does not name."""
    base.registry.configure()
    for mapper in base.registry.mappers:
        for each in mapper.relationships:
            if each.viewonly and each.direction is RelationshipDirection.MANYTOONE:
                ((own, its),) = each.local_remote_pairs or ()
                names = mapper.get_property_by_column(own).key
                named = each.mapper.get_property_by_column(its).key
                event.listen(each.class_attribute, "set", _only_the_named(names, named))


def _only_the_named(names: str, named: str) -> Callable[..., None]:
    def refuse(row: Any, beside: Any, *_: Any) -> None:
        said = None if beside is None else getattr(beside, named)
        if getattr(row, names) != said:
            raise NotWritten(f"{type(row).__name__}.{names} names another: set the id")

    return refuse
