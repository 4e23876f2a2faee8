"""What a measure is to reach, printed beside what it reached; and why, where it is not reached."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Goal:
    """A figure is to be at least `low` and at most `high`.

    `why` says what keeps it from that, as far as is known: from the figures, where they show it.
    """

    low: float | None = None
    high: float | None = None
    why: str | Callable[[Figures], str] = "not known"

    def met(self, reached: float) -> bool:
        """Whether this is reached."""
        return (self.low is None or reached >= self.low) and (
            self.high is None or reached <= self.high
        )

    @property
    def says(self) -> str:
        """The goal in words."""
        if self.low is not None and self.high is not None:
            return f"between {self.low:g} and {self.high:g}"
        return f"at least {self.low:g}" if self.low is not None else f"at most {self.high:g}"


def say_goals(figures: Figures, goals: Mapping[str, Goal]) -> None:
    """Each goal beside what was reached."""
    for key, goal in goals.items():
        if key in figures:
            reached = figures[key]
            line = f"  {key}: {reached:.4g}, goal {goal.says}: "
            why = goal.why(figures) if callable(goal.why) else goal.why
            print(line + ("met" if goal.met(reached) else f"NOT met: {why}"), file=sys.stderr)
