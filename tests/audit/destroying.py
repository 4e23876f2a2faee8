"""Two people who destroy a key between them."""

from __future__ import annotations

from dataclasses import dataclass

from app.audit import actions
from app.audit.models import Destruction


@dataclass(frozen=True)
class Officer:
    """Somebody with a number of their own."""

    id: int
    name: str


MANAGER, AUDITOR = Officer(1, "A manager"), Officer(2, "An auditor")
RULE = "Fifteen years since the last entry"


def destroy(subject: str) -> Destruction:
    """Destroy a subject's key, as two people do."""
    made: Destruction = actions.destroy_subject(subject, why=RULE, approved_by=AUDITOR, by=MANAGER)
    return made
