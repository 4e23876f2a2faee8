"""What a message says by which a check is chased: what is waited for, and whom to ring.

It names nobody it is about and says nothing of fostering: it may be read on a telephone in a
kitchen, or in an office's shared inbox.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.checks.queries import Chased
from app.core.present import long_day
from app.core.words import words as in_words
from app.settings import Sending


@dataclass(frozen=True, slots=True)
class Content:
    """A chased check, as whoever was asked for it reads of it."""

    of: Chased

    subject = "We are still waiting for your answer"

    @property
    def answer_to(self) -> str:
        """Whose inbox an answer goes to."""
        return self.of.answer_to

    def words(self, *, again: bool) -> str:
        """The whole message. `again`: an attempt before this one was cut off, and may have come."""
        twice = "You may have had this message already.\n\n" if again else ""
        when = f" on {long_day(self.of.asked_on)}" if self.of.asked_on is not None else ""
        return (
            f"{twice}We asked you{when} for this, and it is not back yet:\n\n"
            f"{in_words(self.of.kind)}\n\n"
            f"If it is on its way, thank you. If something stands in its way, tell {self.of.by}: "
            f"{self.of.answer_to}.\n\nOur reference: {self.of.ref}\n"
        )

    def fields(self) -> dict[str, str]:
        """The same for GOV.UK Notify's own template."""
        return {"subject": self.subject, "words": self.words(again=False)}

    def template(self, settings: Sending) -> str:
        """Which of its templates that is."""
        return settings.notify_chase_template
