"""A rule that is not met, in plain words, with the place in the law that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from app.statute.sources import Cite, Standing


@dataclass(frozen=True)
class Breach:
    """What is not met, and by which rule.

    `says` is a whole sentence that tells the reader what to do or what is wrong. `field` is the
    name of the answer it belongs beside, where there is one. Rules return breaches; they never
    raise them.
    """

    says: str
    cite: Cite
    field: str | None = None

    @property
    def standing(self) -> Standing:
        """Whether the rule is law, a national standard, guidance or local policy."""
        return self.cite.standing

    def __str__(self) -> str:
        return f"{self.says} ({self.cite})"
