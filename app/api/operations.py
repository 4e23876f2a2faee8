"""What a page for systems takes and gives, said beside it: read and described from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Response, request
from pydantic import BaseModel, ValidationError

from app.api.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])

NO_JSON = frozenset({"json_invalid"})


@dataclass(frozen=True, slots=True)
class Described:
    """One operation: a sentence on what it does, more words, what comes in and what goes out."""

    summary: str
    says: str
    asked: type[BaseModel] | None
    body: type[BaseModel] | None
    answer: type[BaseModel]
    status: int
    keyed: bool
    """A key of the call is asked for, so that a second identical one changes nothing."""


def operation(
    summary: str,
    says: str = "",
    *,
    asked: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    answer: type[BaseModel],
    status: int = 200,
    keyed: bool = False,
) -> Callable[[View], View]:
    """Say what a page for systems takes and gives. Its view is given `asked` and `body` as they
    were read, and gives the answer: a shape, or a shape and its status."""
    described = Described(summary, says, asked, body, answer, status, keyed)

    def decorate(view: View) -> View:
        @wraps(view)
        def run(**parts: Any) -> Response:
            told: dict[str, Any] = dict(parts)
            if asked is not None:
                told["asked"] = _query(asked)
            elif request.args:
                raise Problem(400, "Nothing is asked in this address after a question mark.")
            if body is not None:
                told["body"] = _body(body)
            given = view(**told)
            if isinstance(given, Response):
                return given
            return as_json(given, status)

        run.described = described  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate


def as_json(given: BaseModel, status: int = 200) -> Response:
    """A shape as it is sent."""
    return Response(given.model_dump_json(), status=status, mimetype="application/json")


def _query(shape: type[BaseModel]) -> BaseModel:
    several = [name for name, values in request.args.lists() if len(values) > 1]
    if several:
        raise Problem(
            400, f"Ask each thing once in an address: {several[0][:40]!r} is there twice."
        )
    try:
        return shape.model_validate(request.args.to_dict())
    except ValidationError as wrong:
        raise Problem(
            400,
            "The address asks for something that is not known. See each reason.",
            reasons(wrong),
        ) from None


def _body(shape: type[BaseModel]) -> BaseModel:
    try:
        return shape.model_validate_json(request.get_data())
    except ValidationError as wrong:
        if {each["type"] for each in wrong.errors()} & NO_JSON:
            raise Problem(400, "This is not JSON in UTF-8.") from None
        raise Problem(
            422, "Some of it cannot be taken as it is. See each reason.", reasons(wrong)
        ) from None


def reasons(wrong: ValidationError) -> Iterator[dict[str, Any]]:
    """What was wrong with what came, field by field; never what it said."""
    for each in wrong.errors(include_url=False, include_context=False, include_input=False)[:50]:
        field = ".".join(str(part)[:60] for part in each["loc"])
        yield {"says": each["msg"], "field": field or None}
