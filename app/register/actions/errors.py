"""What was recorded in error."""

from __future__ import annotations

from app.audit.act import Actor, act
from app.core.dated import Recorded


@act("Set aside what was recorded in error")
def set_aside(fact: Recorded, *, by: Actor) -> Recorded:
    """This never was. It stays in what was known before, and what it ended stays ended."""
    fact.void()
    return fact
