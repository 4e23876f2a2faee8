"""What a digest says: how much is late and due, and for each thing initials and a link.

No name, no address, no reason: an e-mail is read on telephones in kitchens and stays in inboxes.
What is behind a link is shown to whoever signs in and may see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for
from werkzeug.routing import BuildError

from app.accounts.models import User
from app.accounts.permissions import May
from app.statute.running import Running
from app.work import queries as work

MOST = 20
"""Lines of each part; the rest is behind the link to Today."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: whose initials, and the page that shows it."""

    initials: str
    href: str


@dataclass(frozen=True, slots=True)
class Content:
    """A digest as it is sent."""

    overdue: tuple[Line, ...]
    due: tuple[Line, ...]
    today: str
    """The address of Today."""
    choice: str
    """The address where somebody asks to have none."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: then nothing is sent."""
        return not self.overdue and not self.due

    @property
    def subject(self) -> str:
        """How much there is."""
        parts = [(len(self.overdue), "overdue"), (len(self.due), "due")]
        return "Hearth: " + ", ".join(f"{number} {word}" for number, word in parts if number)

    def lines(self) -> str:
        """Both parts, a line for each thing."""
        parts = [("Overdue", self.overdue), ("Due within a week", self.due)]
        return "\n\n".join(self._part(says, lines) for says, lines in parts if lines)

    def _part(self, says: str, lines: tuple[Line, ...]) -> str:
        shown = [f"{line.initials}  {line.href}" for line in lines[:MOST]]
        more = [f"and {len(lines) - MOST} more"] if len(lines) > MOST else []
        return "\n".join([f"{says}:", *shown, *more])

    def words(self, *, again: bool) -> str:
        """The whole message. `again`: an attempt before this one was cut off, and may have come."""
        twice = "You may have had this message already today.\n\n" if again else ""
        return (
            f"{twice}{self.lines()}\n\nEverything, and what it is: {self.today}\n\n"
            f"To have no such messages: {self.choice}\n"
        )


def content_for(user: User, day: date) -> Content:
    """One person's digest of a day: their own work, and for a manager what is nobody's."""
    mine = work.for_user(user, day, mine=True)
    overdue, due = list(mine.overdue), list(mine.due)
    if user.may(May.ALLOCATE_WORKER):
        everybodys = work.for_user(user, day, mine=False)
        overdue += [item for item in everybodys.overdue if item.worker_id is None]
        due += [item for item in everybodys.due if item.worker_id is None]
    with current_app.test_request_context(base_url=_address()):
        return Content(
            tuple(_line(item.running) for item in overdue),
            tuple(_line(item.running) for item in due),
            url_for("front.today", _external=True),
            url_for("reminders.mine", _external=True),
        )


def _address() -> str:
    return current_app.config["SETTINGS"].sending.address or "http://localhost"


def _line(running: Running) -> Line:
    try:
        href = url_for(running.page, **dict(running.arguments), _external=True)
    except BuildError:
        href = url_for("front.today", _external=True)
    return Line(initials_of(running.about), href)


def initials_of(about: str) -> str:
    """The initials of whatever a line is about: "The Owen-Smiths" is O.S."""
    words = re.findall(r"[^\W\d_]+", about.replace("’s", "").replace("'s", ""))
    kept = [word for word in words if word[:1].isupper() and word not in ("The", "And")]
    return "".join(f"{word[0]}." for word in kept[:3]) or "–"
