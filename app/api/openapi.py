"""The description of the way in, in OpenAPI 3.1, written from the shapes and the pages themselves.

Nothing of it is written a second time: an address, a scope or a field that is not in the code is
not in the description, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api.once import HEADER
from app.api.operations import Described
from app.api.problems import KIND, TITLES
from app.api.rules import CALLS_A_MINUTE, LONGEST_BODY, THEIR_ID
from app.api.shapes import ProblemOut

VERSION = "1"
SCHEMAS = "#/components/schemas/"
PARTS = re.compile(r"<(?:\w+:)?(\w+)>")

SAYS = f"""\
Read and write of children, placements, referrals, offers and availability, by other systems of the
council. Every call carries its token in the header “Authorization: Bearer …”; what a token may do,
its scopes say.

Every record has our own `id`. What your system calls it is its `key`: an address names a record by
your system’s short name and your own id, or by “hearth” and ours. What other systems call our
records is told to nobody else.

Lists are read once as a whole and then by what has changed: keep the cursor that ends each page,
and ask with it later. A record that changed twice may come twice, as it is now.

PUT with the same body changes nothing the second time. POST asks for a header “{HEADER}”: the same
key with the same body is answered the same and carried out once; with another body it is refused.

Refusals are problem+json (RFC 9457) and say what to do; a rule’s refusal gives each reason with its
provision. Restricted records are told to no system and counted as left out; no address is told.
At most {CALLS_A_MINUTE} calls a minute and {LONGEST_BODY:,} bytes at once."""

PATH_PARTS = {
    "system": {
        "description": "Your system’s short name, or “hearth” where `key` is our own id",
        "schema": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,29}$"},
    },
    "key": {
        "description": "What that system calls the record",
        "schema": {"type": "string", "pattern": f"^{THEIR_ID.pattern}$"},
    },
    "ref": {
        "description": "Our own id",
        "schema": {"type": "string", "pattern": "^[a-z0-9]{1,16}$"},
    },
}


def document(app: Flask) -> dict[str, Any]:
    """The whole description."""
    return _document(app)


@lru_cache(maxsize=4)
def _document(app: Flask) -> dict[str, Any]:
    found = list(_operations(app))
    schemas = _schemas([described for *_, described in found])
    paths: dict[str, dict[str, Any]] = {}
    for path, method, scope, described in found:
        paths.setdefault(path, {})[method] = _operation(path, scope, described, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hearth", "version": VERSION, "description": SAYS},
        "paths": paths,
        "components": {
            "schemas": schemas.definitions,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operations(app: Flask) -> Iterator[tuple[str, str, str, Described]]:
    """Every page that says what it takes and gives: its address, how, its scope."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        view = app.view_functions[rule.endpoint]
        described: Described | None = getattr(view, "described", None)
        if described is None:
            continue
        scope = str(getattr(view, "scope", ""))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield PARTS.sub(r"{\1}", rule.rule), method.lower(), scope, described


class _Schemas:
    """The shapes of all operations, each described once."""

    def __init__(self, asked: list[tuple[type[BaseModel], str]]) -> None:
        those = [(shape, mode) for shape, mode in dict.fromkeys(asked)]
        self.at, whole = models_json_schema(those, ref_template=SCHEMAS + "{model}")  # type: ignore[arg-type]
        self.definitions: dict[str, Any] = whole.get("$defs", {})

    def of(self, shape: type[BaseModel], mode: str) -> dict[str, Any]:
        """Where a shape is described."""
        return self.at[(shape, mode)]  # type: ignore[index]


def _schemas(every: list[Described]) -> _Schemas:
    asked: list[tuple[type[BaseModel], str]] = [(ProblemOut, "serialization")]
    for each in every:
        if each.body is not None:
            asked.append((each.body, "validation"))
        asked.append((each.answer, "serialization"))
    return _Schemas(asked)


def _operation(path: str, scope: str, told: Described, schemas: _Schemas) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": told.summary,
        "description": " ".join(filter(None, (told.says, f"Scope: {scope}."))),
        "security": [{"token": [scope]}],
        "parameters": [*_in_path(path), *_in_query(told), *_in_header(told)],
        "responses": _responses(told, schemas),
    }
    if told.body is not None:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas.of(told.body, "validation")}},
        }
    return found


def _in_path(path: str) -> Iterator[dict[str, Any]]:
    for part in re.findall(r"{(\w+)}", path):
        yield {"name": part, "in": "path", "required": True, **PATH_PARTS[part]}


def _in_query(told: Described) -> Iterator[dict[str, Any]]:
    if told.asked is None:
        return
    schema = told.asked.model_json_schema()
    for name, field in schema["properties"].items():
        says = field.pop("description", "")
        field.pop("title", None)
        yield {"name": name, "in": "query", "description": says, "schema": _not_null(field)}


def _not_null(field: dict[str, Any]) -> dict[str, Any]:
    """What is left out of an address is not there; it is never null."""
    some = [each for each in field.get("anyOf", []) if each.get("type") != "null"]
    if len(some) == 1:
        return dict(some[0])
    return field


def _in_header(told: Described) -> Iterator[dict[str, Any]]:
    if told.keyed:
        yield {
            "name": HEADER,
            "in": "header",
            "required": True,
            "description": "Yours for this one call, such as a UUID",
            "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{8,200}$"},
        }


REFUSALS = {
    "get": (400, 401, 403, 404, 410, 429, 503),
    "body": (400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503),
}


def _responses(told: Described, schemas: _Schemas) -> dict[str, Any]:
    problem = {KIND: {"schema": schemas.of(ProblemOut, "serialization")}}
    found: dict[str, Any] = {
        str(told.status): {
            "description": "Carried out" if told.body is not None else "As it stands",
            "content": {"application/json": {"schema": schemas.of(told.answer, "serialization")}},
        }
    }
    for status in REFUSALS["body" if told.body is not None else "get"]:
        found[str(status)] = {"description": TITLES[status], "content": problem}
    return found
