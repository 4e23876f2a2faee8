"""What a digest says: how much is late and due, and for each household initials and a link.

No name, no address, no reason: an e-mail is read on telephones in kitchens and stays in inboxes.
What is behind a link is shown to whoever signs in and may see it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.routing import MapAdapter

from app.accounts.models import User
from app.accounts.permissions import May
from app.core.reader import reading_without
from app.reminders.queries import households_named
from app.restricted.queries import shut_to
from app.settings import Sending
from app.statute.running import Running
from app.work import queries as work

MOST = 20
"""Lines of each part; the rest is behind the link to Today."""


@dataclass(frozen=True, slots=True)
class Line:
    """One household, or whatever else has something to do: its initials, and its page."""

    initials: str
    href: str


@dataclass(frozen=True, slots=True)
class Part:
    """Things to do: how many, and whose; two things about one household are one line."""

    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A digest as it is sent."""

    overdue: Part
    due: Part
    today: str
    """The address of Today."""
    choice: str
    """The address where somebody asks to have none."""

    answer_to = ""
    """Nobody answers a digest."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: then nothing is sent."""
        return not self.overdue.count and not self.due.count

    @property
    def subject(self) -> str:
        """How much there is."""
        parts = [(self.overdue.count, "overdue"), (self.due.count, "due")]
        return "Hearth: " + ", ".join(f"{number} {word}" for number, word in parts if number)

    def lines(self) -> str:
        """Both parts, a line for each household."""
        parts = [("Overdue", self.overdue), ("Due within a week", self.due)]
        return "\n\n".join(_said(says, part) for says, part in parts if part.count)

    def fields(self) -> dict[str, str]:
        """The same for GOV.UK Notify, whose own template says the rest."""
        return {
            "subject": self.subject,
            "lines": self.lines(),
            "today": self.today,
            "choice": self.choice,
        }

    def template(self, settings: Sending) -> str:
        """Which of its templates that is."""
        return settings.notify_template

    def words(self, *, again: bool) -> str:
        """The whole message. `again`: an attempt before this one was cut off, and may have come."""
        twice = "You may have had this message already today.\n\n" if again else ""
        return (
            f"{twice}{self.lines()}\n\nEverything, and what it is: {self.today}\n\n"
            f"To have no such messages: {self.choice}\n"
        )


def _said(says: str, part: Part) -> str:
    shown = [f"{line.initials}  {line.href}" for line in part.lines[:MOST]]
    more = [f"and {len(part.lines) - MOST} more"] if len(part.lines) > MOST else []
    return "\n".join([f"{says}:", *shown, *more])


def content_for(user: User, day: date) -> Content:
    """One person's digest of a day: their own work, and for a manager what is nobody's."""
    with reading_without(shut_to(user)):
        return _content_for(user, day)


def _content_for(user: User, day: date) -> Content:
    mine = work.for_user(user, day, mine=True)
    overdue, due = list(mine.overdue), list(mine.due)
    if user.may(May.ALLOCATE_WORKER):
        everybodys = work.for_user(user, day, mine=False)
        overdue += [item for item in everybodys.overdue if item.worker_id is None]
        due += [item for item in everybodys.due if item.worker_id is None]
    addresses = _addresses()
    refs = households_named(item.running.household_id for item in (*overdue, *due))
    return Content(
        _part(overdue, refs, addresses),
        _part(due, refs, addresses),
        addresses.build("front.today", force_external=True),
        addresses.build("reminders.mine", force_external=True),
    )


def _part(items: Sequence[work.Item], refs: Mapping[int, str], addresses: MapAdapter) -> Part:
    lines = dict.fromkeys(_line(item.running, refs, addresses) for item in items)
    return Part(len(items), tuple(lines))


def _addresses() -> MapAdapter:
    """This service's addresses as they are outside: nobody's request says what it is called."""
    told = urlsplit(current_app.config["SETTINGS"].sending.address or "http://localhost")
    return current_app.url_map.bind(
        told.netloc, script_name=told.path or "/", url_scheme=told.scheme
    )


def _line(running: Running, refs: Mapping[int, str], addresses: MapAdapter) -> Line:
    """The household's page, whose address says nothing of what is due; else Today."""
    ref = refs.get(running.household_id or 0)
    page, values = ("register.household", {"ref": ref}) if ref else ("front.today", {})
    return Line(initials_of(running.about), addresses.build(page, values, force_external=True))


def initials_of(about: str) -> str:
    """The initials of whatever a line is about: "The Owen-Smiths" is O.S."""
    words = re.findall(r"[^\W\d_]+", about.replace("’s", "").replace("'s", ""))
    kept = [word for word in words if word[:1].isupper() and word not in ("The", "And")]
    return "".join(f"{word[0]}." for word in kept[:3]) or "–"
