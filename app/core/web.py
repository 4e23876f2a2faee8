"""What pages share: the as-at date from the address bar, paging, downloads, error pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from flask import Flask, Response, abort, g, render_template, request, url_for
from sqlalchemy import text
from werkzeug.exceptions import SecurityError

from app.core.db import db
from app.core.errors import RuleBroken, Stale
from app.core.forms import read_day
from app.core.present import Shown, to_csv, to_xlsx
from app.core.security import open_to_anyone
from app.core.today import end_of_day, now, today

PAGE = 50

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = TypeVar("Row")


def as_at() -> date:
    """The day a page is asked for (`?as_at=2026-03-31`); today unless said."""
    return _day_asked("as_at") or today()


def known_at() -> datetime | None:
    """As the record was known at the end of that day (`?known_at=`); None: as known now."""
    day = _day_asked("known_at")
    return end_of_day(day) if day else None


def _day_asked(name: str) -> date | None:
    typed = request.args.get(name, "").strip()
    if not typed:
        return None
    day = read_day(typed)
    if day is None:
        abort(400, f"“{typed}” is not a date. Use one like 31/03/2026.")
    return day


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place in the list of this page's first row, from 1; 0 if the list is empty."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """The place in the list of this page's last row."""
        return min(self.total, self.number * self.size)


def page_of(rows: Sequence[Row], size: int = PAGE) -> Page[Row]:
    """The page of a list that `?page=` asks for; a page past the end is the last."""
    try:
        asked = int(request.args.get("page", "1"))
    except ValueError:
        asked = 1
    pages = max(1, -(-len(rows) // size))
    number = min(max(1, asked), pages)
    return Page(rows[(number - 1) * size : number * size], number, len(rows), size)


def paths_to(endpoint: str) -> Callable[[str], str]:
    """The address of each record's own page, by its reference: for lists of hundreds, where asking
    for each address anew takes longer than everything else."""
    before, after = url_for(endpoint, ref=_REF).split(_REF)
    return lambda ref: f"{before}{ref}{after}"


_REF = "0reference0"


def file_wanted() -> bool:
    """Whether a list is asked for as a file, not as a page."""
    return request.args.get("format") in ("csv", "xlsx")


def as_file(
    stem: str, title: str, columns: Sequence[Shown[Row]], rows: Iterable[Row]
) -> Response | None:
    """A list as the file that `?format=csv` or `?format=xlsx` asks for; None: a page is wanted.

    stem: the file's name without its ending, with its day. title: what the sheet is called.
    Whoever takes away what is kept closely has looked at it: note the look before this is asked.
    """
    match request.args.get("format"):
        case "csv":
            return file_answer(to_csv(columns, rows), f"{stem}.csv", "text/csv")
        case "xlsx":
            return file_answer(to_xlsx(title, columns, rows), f"{stem}.xlsx", SPREADSHEET)
    return None


def file_answer(content: bytes, name: str, kind: str) -> Response:
    """A file to save, never shown in our own origin."""
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


PLAIN = {
    400: (
        "That could not be read",
        "Go back, check what was typed, and send it again.",
    ),
    403: (
        "You may not see this page",
        "If you need it for your work, ask your manager.",
    ),
    404: (
        "There is nothing here",
        "The address may be wrong, or the record is not one of yours.",
    ),
    405: ("That cannot be done from here", "Go back and use the button on the page."),
    409: (
        "Somebody changed this while you had it open",
        "Open it again to see what changed.",
    ),
    413: ("That file or form is too large", "Send less at once. Nothing was saved."),
    429: ("Too many attempts", "Wait a quarter of an hour and try again."),
    500: (
        "Something went wrong here",
        "Nothing was saved. Try again; if it goes on, tell us.",
    ),
    503: (
        "Hearth cannot do that just now",
        "Nothing was saved and nothing was shown. Try again.",
    ),
}


def install(app: Flask) -> None:
    """Put the error pages on an application."""
    for status in PLAIN:
        app.register_error_handler(status, _plain_page(status))
    app.add_url_rule("/health", "health", open_to_anyone(_health))
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(RuleBroken, _rule_page)
    app.register_error_handler(Stale, _plain_page(409))


def _health() -> Response:
    """Whether the service and its record answer; says nothing else."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


def _other_host(_error: SecurityError) -> tuple[Response, int]:
    """A host that is not ours: no page of ours has an address there."""
    return Response("This service does not answer to that name.\n", mimetype="text/plain"), 400


def _plain_page(status: int) -> Any:
    title, says = PLAIN[status]

    def page(error: Any) -> tuple[str, int]:
        said = getattr(error, "description", None) if status == 400 else None
        own = said if said and said.startswith("“") else says
        g.error_page = True
        # what was asked of the page could not be read; the page itself may still be opened
        again = status == 400 and request.method == "GET" and bool(request.args)
        return render_template(
            "errors/plain.html", title=title, says=own, at=now(), again=again
        ), status

    return page


def _rule_page(error: RuleBroken) -> tuple[str, int]:
    g.error_page = True
    return render_template("errors/rule.html", breaches=error.breaches), 422
