"""A gate is what must be so before something may happen: a duty with conditions and no length."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.statute.breach import Breach
from app.statute.sources import Cite, Severity, Standing, Verified


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Conditions that the law sets before an event.

    `before` says what may not happen until every one of `requires` is met; rooms judge each in
    their rules. It holds from `since`, to the day before `ends`, where it has been repealed.
    """

    key: str
    says: str
    before: str
    requires: tuple[str, ...]
    cite: Cite
    since: date
    on_lapse: str
    severity: Severity
    decides: str
    ends: date | None = None
    consults: tuple[str, ...] = ()
    note: str = ""

    @property
    def citation(self) -> str:
        """Where it is written, abbreviated."""
        return self.cite.short

    @property
    def standing(self) -> Standing:
        """Law, national standard, guidance or local policy."""
        return self.cite.standing

    @property
    def verified(self) -> Verified:
        """On what basis it is given; false where it was not checked."""
        return self.cite.verified

    def in_force(self, on: date) -> bool:
        """Whether the gate stood on that day."""
        return self.since <= on and (self.ends is None or on < self.ends)

    def ending(self, on: date) -> Gate:
        """The same gate, repealed from that day."""
        return replace(self, ends=on)

    def breach(self, says: str, field: str | None = None) -> Breach:
        """A breach of this gate."""
        return Breach(says, self.cite, field)
