"""Calls made from the description alone: right ones, wrong ones, and whatever lies between.

Nothing here knows the pages: what is sent is made from the schemas of the OpenAPI document, out of
words that break things, and out of ids that are real, another system's, restricted, or nobody's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

NASTY: tuple[Any, ...] = (
    "",
    " ",
    "\x00",
    "a\nb",
    "é" * 200,
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "<script>",
    "..",
    "%00",
    "9" * 400,
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    -1,
    0,
    2**31,
    2**63,
    10**40,
    1.5,
    True,
    None,
    [],
    {},
    [[]],
    {"$ref": "#"},
)
"""What is said where something else was asked for."""

DAYS = ("1990-01-01", "2024-02-29", "2025-01-10", "2025-07-01", "2026-01-01", "2026-10-10")
LIKELY = {
    "born": ("2010-05-06", "2014-05-06", "2019-11-30"),
    "needed_on": ("2031-01-01", "2031-02-03"),
    "until": ("2032-01-01",),
    "from_on": ("2031-01-01",),
    "good_until": ("2031-05-01",),
    "ends_on": ("2026-10-10", "2026-10-31", "2026-11-01"),
    "expected_end": ("2031-01-01",),
}
"""Days that make sense where a field is called so; any other field takes any day."""

NUMBERS = {"childId": (77, 78)}
"""Numbers that mean something where a field is called so."""

MOMENTS = ("2025-01-10T00:00:00Z", "2026-11-23T16:05:09.5+01:00", "1999-12-31T23:59:59-05:00")


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    method: str
    path: str
    told: Mapping[str, Any]

    @property
    def statuses(self) -> set[int]:
        """What may be answered."""
        return {int(status) for status in self.told["responses"]}


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation there is."""
    return [
        Operation(method.upper(), path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


class Maker:
    """Makes what is sent. `wrong`: how often something else is said than was asked for."""

    def __init__(
        self,
        document: Mapping[str, Any],
        chance: Random,
        ids: Sequence[str],
        systems: Sequence[str],
    ) -> None:
        self.document, self.chance = document, chance
        self.ids, self.systems = list(ids), list(systems)
        self.keys = list(ids)
        """What a system may call its own records by from now on."""
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        """Systems with an id that means something there, by what it is an id of."""
        self.cursors = ["none-of-ours"]

    def value(self, schema: Mapping[str, Any], wrong: float, name: str = "") -> Any:
        """Something that a schema describes, or, so often, something that it does not."""
        if self.chance.random() < wrong:
            return self.chance.choice(NASTY)
        if "$ref" in schema:
            return self.value(self._named(schema["$ref"]), wrong, name)
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                return self.value(self.chance.choice(schema[several]), wrong, name)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        return self._of_a_kind(schema, wrong, name)

    def _of_a_kind(self, schema: Mapping[str, Any], wrong: float, name: str) -> Any:
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, wrong, name)
        if kind == "array":
            many = self.chance.randint(schema.get("minItems", 0), min(3, schema.get("maxItems", 3)))
            return [self.value(schema["items"], wrong, name) for _ in range(many)]
        if kind == "integer" and name in NUMBERS:
            return self.chance.choice(NUMBERS[name])
        if kind == "integer":
            least, most = schema.get("minimum", -5), min(schema.get("maximum", 10**6), 10**6)
            return self.chance.choice((least, most, self.chance.randint(least, most)))
        if kind == "boolean":
            return self.chance.random() < 0.5
        if kind == "null" or kind is None:
            return None
        return self._text(schema, name)

    def _pair(self, of: str) -> tuple[str, str]:
        """A system and an id that may go with it: of what is asked for, or of anything."""
        likely = self.pairs.get(of) or self.pairs.get(KINDS_OF.get(of, of)) or []
        every = [pair for some in self.pairs.values() for pair in some] or [("casework", "1")]
        return self.chance.choice(likely if likely and self.chance.random() < 0.8 else every)

    def _object(self, schema: Mapping[str, Any], wrong: float, name: str) -> dict[str, Any]:
        needed = set(schema.get("required", ()))
        made = {
            name: self.value(field, wrong, name)
            for name, field in schema.get("properties", {}).items()
            if name in needed or self.chance.random() < 0.4
        }
        if self.chance.random() < wrong:
            made[self.chance.choice(["extra", "__class__", "id "])] = 1
        if {"system", "id"} <= made.keys() and wrong < 0.1:
            made["system"], made["id"] = self._pair(name)
        if made and self.chance.random() < wrong:
            made.pop(self.chance.choice(sorted(made)))
        return made

    def _text(self, schema: Mapping[str, Any], name: str) -> str:
        if name == "system":
            return self.chance.choice(self.systems)
        if name in ("id", "ref"):
            return self.chance.choice(self.ids)
        if name == "key":
            return self.chance.choice(self.keys)
        if name == "cursor":
            return self.chance.choice(self.cursors)
        if schema.get("format") == "date":
            return self.chance.choice(LIKELY.get(name, DAYS))
        if schema.get("format") == "date-time":
            return self.chance.choice(MOMENTS)
        pattern = schema.get("pattern", "")
        for like in (
            "Zoë",
            "HR6 8AB",
            "N1",
            "ABCD",
            "A12345678901B",
            "E06000019",
            "SC123456",
            "a@b.c",
        ):
            if pattern and re.search(pattern, like) and self.chance.random() < 0.8:
                return like
        least, most = schema.get("minLength", 0), min(schema.get("maxLength", 40), 5_000)
        return "w" * self.chance.choice((least, most, min(most, least + 7)))

    def _named(self, ref: str) -> Any:
        found: Any = self.document
        for part in ref.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def call(self, operation: Operation, wrong: float) -> tuple[str, Any, dict[str, str]]:
        """The address, the body and the headers of one call."""
        path, asked, headers = operation.path, [], {}
        of = path.split("/")[3]
        if "{system}/{key}" in path and wrong < 0.1:
            path = path.replace("{system}/{key}", "/".join(self._pair(of)))
        if "{ref}" in path and wrong < 0.1:
            path = path.replace("{ref}", self._pair(of)[1])
        for each in operation.told["parameters"]:
            said = self.value(each["schema"], wrong, each["name"])
            said = said if isinstance(said, str) else json.dumps(said)
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", _in_address(said) or "none")
            elif each["in"] == "query" and self.chance.random() < 0.4:
                asked.append(f"{each['name']}={_in_address(said)}")
            elif each["in"] == "header":
                headers[each["name"]] = f"{self.chance.getrandbits(64):016x}"
        body = operation.told.get("requestBody")
        sent = None
        if body is not None:
            sent = self.value(body["content"]["application/json"]["schema"], wrong)
        return path + ("?" + "&".join(asked) if asked else ""), sent, headers


def _in_address(said: str) -> str:
    from urllib.parse import quote

    return quote(said, safe="")


def misfits(document: Any, schema: Any, value: Any, at: str = "") -> Iterator[str]:
    """Where an answer is not what the description says."""
    if "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        yield from misfits(document, found, value, at)
    elif "anyOf" in schema:
        if all(any(True for _ in misfits(document, each, value, at)) for each in schema["anyOf"]):
            yield f"{at}: fits none of what it may be"
    elif "enum" in schema or "const" in schema:
        if value not in schema.get("enum", [schema.get("const")]):
            yield f"{at}: {value!r} is not on the list"
    else:
        yield from _of_another_kind(document, schema, value, at)


KINDS_OF = {"child": "children", "household": "availability"}
"""Where ids of what a field is called so are asked for."""

KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def _of_another_kind(document: Any, schema: Any, value: Any, at: str) -> Iterator[str]:
    kind = KINDS.get(schema.get("type"))
    if kind is not None and not isinstance(value, kind):
        yield f"{at}: {value!r} is no {schema['type']}"
    elif kind is dict:
        known = schema.get("properties", {})
        yield from (
            f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value
        )
        if schema.get("additionalProperties") is False:
            yield from (f"{at}.{name} is not described" for name in value if name not in known)
        for name, each in value.items():
            if name in known:
                yield from misfits(document, known[name], each, f"{at}.{name}")
    elif kind is list:
        for number, each in enumerate(value):
            yield from misfits(document, schema.get("items", {}), each, f"{at}[{number}]")
