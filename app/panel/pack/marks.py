"""What is marked in a page's content: which strokes belong to which tag, and what belongs to none.

A page's content is read token by token. Nothing is drawn and no letter is decoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.panel.pack.objects import dictionary

TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"  # a string
    rb"|<[0-9A-Fa-f\s]*>"
    rb"|%[^\r\n]*"
    rb"|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)"
    rb"|(?P<broken>[()])",
    re.DOTALL,
)
PICTURE_ENDS = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)")

PAINTS = frozenset(b"b b* B B* BI Do f f* F S s sh Tj TJ ' \"".split())
MCID = re.compile(rb"/MCID\s+(\d+)")
NAMED = re.compile(rb"/[^\s/<]*\s*(/[^\s/<>]*)\s*BDC$")
VALUES = frozenset((b"true", b"false", b"null"))

ARTIFACT = -1
NOTHING = -2


class ContentBroken(Exception):
    """A page's content cannot be told apart into its marks."""


@dataclass(slots=True)
class Marks:
    """What is marked on one page."""

    mcids: set[int] = field(default_factory=set)
    """The numbers by which tags know their strokes."""

    begins: list[tuple[int, int, int]] = field(default_factory=list)
    """Where each numbered sequence begins: from, to, its number."""

    unmarked: bool = False
    """Whether anything is drawn that belongs to no tag and is not said to be decoration."""


def marks_of(content: bytes, resources: Any) -> Marks:
    """A page's marks. ContentBroken if states or sequences do not close as they were opened."""
    found = Marks()
    names = dictionary(dictionary(resources).get("/Properties"))
    open_now: list[int] = []
    states = 0
    for operator, start, end in _operators(content):
        if operator in PAINTS:
            found.unmarked |= not any(kind != NOTHING for kind in open_now)
        elif operator in (b"BDC", b"BMC"):
            open_now.append(_begun(found, content, start, end, names))
        elif operator == b"EMC":
            if not open_now:
                raise ContentBroken("a sequence ends that did not begin")
            open_now.pop()
        elif operator in (b"q", b"Q"):
            states += 1 if operator == b"q" else -1
            if states < 0:
                raise ContentBroken("a state is taken back that was not kept")
    if open_now or states:
        raise ContentBroken("something begins and does not end")
    return found


def _begun(found: Marks, content: bytes, start: int, end: int, names: dict[Any, Any]) -> int:
    """What a marked sequence is: its number, an artifact, or nothing that says whose it is."""
    piece = content[start:end]
    if piece.startswith(b"/Artifact"):
        return ARTIFACT
    number = MCID.search(piece)
    if number:
        mcid = int(number[1])
    else:
        by_name = NAMED.match(piece)
        named = dictionary(names.get(by_name[1].decode("latin-1"))) if by_name else {}
        if not isinstance(named.get("/MCID"), int):
            return NOTHING
        mcid = int(named["/MCID"])
    if mcid in found.mcids:
        raise ContentBroken("two sequences have one number")
    found.mcids.add(mcid)
    found.begins.append((start, end, mcid))
    return mcid


def _operators(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each operator, where its first name stands (or itself), and where it ends."""
    position = 0
    while position >= 0:
        position = yield from _until_picture(content, position)


def _until_picture(content: bytes, position: int) -> Generator[tuple[bytes, int, int], None, int]:
    """The same up to a picture within the content; where it goes on after that, or -1."""
    named = -1
    for token in TOKEN.finditer(content, position):
        if token["name"] is not None:
            named = token.start() if named < 0 else named
            continue
        if token["broken"] is not None:
            raise ContentBroken("a string does not close")
        operator = token["operator"]
        if operator is None or operator in VALUES:
            continue
        yield operator, token.start() if named < 0 else named, token.end()
        named = -1
        if operator == b"BI":
            after = PICTURE_ENDS.search(content, token.end())
            if after is None:
                raise ContentBroken("a picture does not end")
            return after.end()
    return -1


def renamed(content: bytes, marks: Marks, name: Callable[[int], bytes | None]) -> bytes:
    """The content with other beginnings where `name` gives one for a number."""
    out: list[bytes] = []
    done = 0
    for start, end, mcid in marks.begins:
        instead = name(mcid)
        if instead is not None:
            out += (content[done:start], instead)
            done = end
    out.append(content[done:])
    return b"".join(out)
