"""What the director says of a child whose placement is not lawful: code lists."""

from __future__ import annotations

from enum import StrEnum, auto


class Applied(StrEnum):
    """Whether somebody has asked for the registration or the approval that is missing."""

    APPLIED = auto()
    NOT_APPLIED = auto()
    REFUSED = auto()
    NOT_NEEDED = auto()

    def words(self) -> str:
        """As a choice says it."""
        return {
            "applied": "Applied for, not decided yet",
            "not_applied": "Not applied for",
            "refused": "Applied for, and refused",
            "not_needed": "None is needed",
        }[self.value]


class Plan(StrEnum):
    """What is to become of it."""

    MOVE = auto()
    REGULARISE = auto()
    END_RESTRICTIONS = auto()

    def words(self) -> str:
        """As a choice says it."""
        return {
            "move": "Move the child",
            "regularise": "Make it lawful where the child is",
            "end_restrictions": "Lawful: keep under review until restrictions end",
        }[self.value]
