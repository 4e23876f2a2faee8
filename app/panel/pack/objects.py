"""The objects of a PDF as bytes: copied from one file with new numbers, and put into another.

Every object of a pack has its number before any file is written, and stands in one `Part`. A file
is the bytes of the parts that belong in it and nothing else: what is left out of a file was never
copied to it, so nothing of it can be found there.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

MOST_OBJECTS = 200_000
"""Objects of one paper; a report of 500 pages with tags has some 50,000."""

TOGETHER = 400
"""Objects that are packed into one object stream."""

NEVER = frozenset(
    f"/{name}"
    for name in (
        "AA AF EF F FDecodeParms FFilter JS JavaScript Launch LastModified Length Metadata OC OPI "
        "OpenAction PieceInfo Ref RichMedia StructParent StructParents Thumb XFA"
    ).split()
)
"""What is not copied with pages' resources: what acts, is attached, or says who made it when."""

MAPS = frozenset(
    f"/{name}"
    for name in (
        "CharProcs ColorSpace Colorants ExtGState Font Pattern Properties Shading XObject"
    ).split()
)
"""Where a dictionary's keys are names that somebody chose: there /F is a font, not a file."""

NEVER_TYPES = frozenset(
    "/Action /Annot /Catalog /EmbeddedFile /Filespec /OCG /OCMD /Page /Pages /StructElem "
    "/StructTreeRoot".split()
)


class Numbers:
    """Object numbers, each given once."""

    def __init__(self, first: int = 1) -> None:
        self.next = first

    def __call__(self) -> int:
        self.next += 1
        return self.next - 1


@dataclass(frozen=True, slots=True)
class Part:
    """Objects as bytes, ready to stand in any file: `at` says where in `content` each one begins,
    `inside` which stand in which object stream and as which of it."""

    content: bytes
    at: tuple[tuple[int, int], ...]
    inside: tuple[tuple[int, int, int], ...]


class Made:
    """Objects of a part that is being made."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self._plain: list[tuple[int, bytes]] = []
        self._streams: list[tuple[int, bytes]] = []

    def add(self, body: bytes, number: int | None = None) -> int:
        """Keep an object that is no stream; its number."""
        number = self.numbers() if number is None else number
        self._plain.append((number, body))
        return number

    def add_stream(
        self, entries: bytes, data: bytes, number: int | None = None, *, packed: bool = False
    ) -> int:
        """Keep a stream; `entries` are its dictionary's, `packed` says that they name its filter
        and `data` is as it is stored. Its number."""
        number = self.numbers() if number is None else number
        if not packed:
            data = zlib.compress(data, 6)
            entries += b"/Filter /FlateDecode "
        head = b"<<%b/Length %d>>\nstream\n" % (entries, len(data))
        self._streams.append((number, head + data + b"\nendstream"))
        return number

    def part(self) -> Part:
        """Everything kept, its plain objects packed together."""
        inside: list[tuple[int, int, int]] = []
        for start in range(0, len(self._plain), TOGETHER):
            some = self._plain[start : start + TOGETHER]
            stream = self._packed(some)
            inside.extend((number, stream, index) for index, (number, _) in enumerate(some))
        out = bytearray()
        at: list[tuple[int, int]] = []
        for number, body in self._streams:
            at.append((number, len(out)))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        return Part(bytes(out), tuple(at), tuple(inside))

    def _packed(self, some: list[tuple[int, bytes]]) -> int:
        table: list[bytes] = []
        size = 0
        for number, body in some:
            table.append(b"%d %d" % (number, size))
            size += len(body) + 1
        head = b" ".join(table) + b"\n"
        entries = b"/Type /ObjStm /N %d /First %d " % (len(some), len(head))
        return self.add_stream(entries, head + b"\n".join(body for _, body in some))


def file_of(parts: Iterable[Part], *, root: int, info: int, last: int) -> bytes:
    """A whole PDF of these parts, with a cross-reference stream as object number `last`."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for part in parts:
        base = len(out)
        out += part.content
        entries.update((number, (1, base + offset, 0)) for number, offset in part.at)
        entries.update((number, (2, stream, index)) for number, stream, index in part.inside)
    start = len(out)
    entries[last] = (1, start, 0)
    index, rows = _table(entries)
    name = hashlib.sha256(out).hexdigest()[:32].encode()
    data = zlib.compress(rows)
    out += b"%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Index [%b] " % (last, last + 1, index)
    out += b"/Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] " % (root, info, name, name)
    out += b"/Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(data), data)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _table(entries: dict[int, tuple[int, int, int]]) -> tuple[bytes, bytes]:
    """Which runs of numbers there are, and a row for each number."""
    runs: list[list[int]] = []
    rows = bytearray()
    for number in sorted(entries):
        if runs and runs[-1][0] + runs[-1][1] == number:
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
        rows += struct.pack(">BIH", *entries[number])
    return b" ".join(b"%d %d" % (first, many) for first, many in runs), bytes(rows)


def text(words: str) -> bytes:
    """A text string that every reader understands, whatever its letters."""
    return b"<%b>" % (b"\xfe\xff" + words.encode("utf-16-be")).hex().encode()


def real(value: float) -> bytes:
    """A number as content streams write it."""
    return f"{value:.5f}".rstrip("0").rstrip(".").encode() or b"0"


def matrix(values: Iterable[float]) -> bytes:
    """Six numbers of a transformation."""
    return b" ".join(real(value) for value in values)


def references(numbers: Iterable[int]) -> bytes:
    """References to objects, as an array."""
    return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)


class Copied:
    """What is copied of one source file: each of its objects once, under a new number.

    It is written when `finish` is called, if anything refers to it. `instead` may give something
    else for a font.
    """

    def __init__(
        self, made: Made, instead: Callable[[dict[Any, Any], Made], bytes | None] | None = None
    ) -> None:
        self.made = made
        self.instead = instead
        self._to: dict[tuple[int, int], int] = {}
        self._waiting: deque[tuple[int, IndirectObject]] = deque()

    def reference(self, ref: IndirectObject) -> bytes:
        """A reference to the copy of an object, which will be made."""
        key = (ref.idnum, ref.generation)
        number = self._to.get(key)
        if number is None:
            if len(self._to) >= MOST_OBJECTS:
                raise ValueError("too many objects")
            number = self._to[key] = self.made.numbers()
            self._waiting.append((number, ref))
        return b"%d 0 R" % number

    def finish(self) -> None:
        """Copy all that is referred to, and all that this refers to."""
        while self._waiting:
            number, ref = self._waiting.popleft()
            value = ref.get_object()
            if isinstance(value, StreamObject) and not _forbidden(value):
                entries = self.entries(value)
                self.made.add_stream(entries, value._data, number, packed=True)
            else:
                self.made.add(self.written(value), number)

    def entries(self, value: dict[Any, Any], leave: frozenset[str] = NEVER) -> bytes:
        """A dictionary's entries without those that are left out."""
        kept = ((k, v) for k, v in dict.items(value) if k not in leave)
        return b"".join(b"%b %b " % (plain(key), self._entry(key, each)) for key, each in kept)

    def _entry(self, key: Any, value: Any) -> bytes:
        names = resolved(value) if key in MAPS else None
        if (
            not isinstance(names, DictionaryObject)
            or isinstance(names, StreamObject)
            or "/ShadingType" in names
        ):
            return self.written(value)
        return b"<<%b>>" % self.entries(names, frozenset())

    def written(self, value: Any) -> bytes:
        """A value with its references turned to the copies."""
        if isinstance(value, IndirectObject):
            return self.reference(value)
        if value is None or isinstance(value, StreamObject):  # a stream stands by itself only
            return b"null"
        if isinstance(value, DictionaryObject):
            if self.instead is not None and str(dict.get(value, "/Type", "")) == "/Font":
                other = self.instead(value, self.made)
                if other is not None:
                    return other
            return b"null" if _forbidden(value) else b"<<%b>>" % self.entries(value)
        if isinstance(value, ArrayObject):
            return b"[%b]" % b" ".join(map(self.written, list.__iter__(value)))
        return plain(value)


def _forbidden(value: dict[Any, Any]) -> bool:
    return str(dict.get(value, "/Type", "")) in NEVER_TYPES


def plain(value: Any) -> bytes:
    """A name, number, string, truth or nothing, as bytes."""
    if isinstance(value, (TextStringObject, ByteStringObject)):
        return b"<%b>" % value.original_bytes.hex().encode()
    if isinstance(value, NullObject):
        return b"null"
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def resolved(value: Any) -> Any:
    """The object that a reference leads to, or the value itself."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def dictionary(value: Any) -> dict[Any, Any]:
    """A dictionary, resolved; an empty one for anything else."""
    found = resolved(value)
    return found if isinstance(found, dict) else {}


def array(value: Any) -> list[Any]:
    """An array's own values, resolved only itself; an empty one for anything else."""
    found = resolved(value)
    return list(list.__iter__(found)) if isinstance(found, list) else []


def flat_tree(tree: Any, entry: str, seen: set[int] | None = None) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a number tree (`entry` is /Nums) or name tree (/Names)."""
    seen = set() if seen is None else seen
    node = dictionary(tree)
    if id(node) in seen:
        return
    seen.add(id(node))
    pairs = array(node.get(entry))
    yield from zip(pairs[::2], pairs[1::2], strict=False)
    for kid in array(node.get("/Kids")):
        yield from flat_tree(kid, entry, seen)
