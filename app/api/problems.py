"""How another system is told that something cannot be done: RFC 9457, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, g, has_request_context
from werkzeug.exceptions import HTTPException

KIND = "application/problem+json"

TITLES = {
    400: "This could not be read",
    401: "No token that opens anything",
    403: "Not for this system",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "This is not how the record stands",
    410: "This is no longer kept",
    413: "Too much at once",
    415: "Only JSON is read here",
    422: "This was refused",
    429: "Too many calls",
    500: "Something went wrong here",
    503: "Hearth cannot do that just now",
}


class Problem(HTTPException):
    """A refusal in words that a system's keeper can act on.

    `errors` are reasons, each with `says` and, where there is one, the field and the provision.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = status
        self.errors = [dict(each) for each in errors]
        self.more_headers = dict(headers or {})

    def get_response(self, *_args: Any, **_kw: Any) -> Response:
        """The refusal as it is sent."""
        status = self.code or 500
        told: dict[str, Any] = {
            "type": "about:blank",
            "title": TITLES[status],
            "status": status,
            "detail": self.description,
        }
        if self.errors:
            told["errors"] = self.errors
        if has_request_context():
            told["request_id"] = g.get("request_id")
        answer = Response(json.dumps(told, ensure_ascii=False), status=status, content_type=KIND)
        answer.headers.update(self.more_headers)
        return answer


def not_here() -> Problem:
    """No such record, or none that this system may see: the one is told as the other."""
    return Problem(
        404,
        "There is no such record, or it is not one that this system may see. Check the system's "
        "short name and the id.",
    )
