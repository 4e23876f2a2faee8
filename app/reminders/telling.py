"""What a member without an account reads when a meeting is called off, or moved.

The day and whom to ask, and nothing else: not whose meeting it is, not what was to be heard.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.present import long_day
from app.panel.kinds import NoticeOf
from app.panel.queries.meetings import ToTell
from app.settings import Sending


@dataclass(frozen=True, slots=True)
class Content:
    """A changed meeting, as somebody who was asked to it reads of it."""

    of: ToTell

    @property
    def subject(self) -> str:
        """Which day it is about."""
        return f"The meeting of {long_day(self.of.meets_on)}"

    @property
    def answer_to(self) -> str:
        """Whose inbox an answer goes to."""
        return self.of.answer_to

    def words(self, *, again: bool) -> str:
        """The whole message. `again`: an attempt before this one was cut off, and may have come."""
        twice = "You may have had this message already.\n\n" if again else ""
        day = long_day(self.of.meets_on)
        if self.of.what is NoticeOf.CALLED_OFF:
            says = f"The meeting of {day} to which you were asked is not held."
        else:
            says = (
                f"The meeting of {day} to which you were asked is at another time or place that "
                "day. Please ask which, and say whether you still come."
            )
        return f"{twice}{says}\n\nAsk {self.of.by}: {self.of.answer_to}.\n"

    def fields(self) -> dict[str, str]:
        """The same for GOV.UK Notify's own template."""
        return {"subject": self.subject, "words": self.words(again=False)}

    def template(self, settings: Sending) -> str:
        """The one of messages in words, which checks that are chased have too."""
        return settings.notify_chase_template
