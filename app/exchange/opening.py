"""Before a file is opened: is it what its name says, and is it safe to unpack?

Every refusal is a sentence that says what to do. Nothing here trusts a name, a size written in an
archive's own directory, or a row count written in a sheet.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

MOST_ENTRIES = 2_000
"""Parts in an archive; a workbook has some dozens."""

MOST_UNPACKED = 150_000_000
"""Bytes that a workbook may unpack to: 60,000 rows of 40 columns are about a third of it."""

MOST_UNPACKED_PUBLISHED = 4_000_000_000
"""Bytes that the published postcode directory may unpack to; it is some 1.4 GB."""

MOST_TIMES = 100
"""How many times larger an archive may become when unpacked; sheets become 10 to 30 times so."""

CHUNK = 1 << 20


class FileRefused(Exception):
    """A file cannot be read. Its words say what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it came: its name, and its bytes in memory or where they lie."""

    name: str
    content: bytes | None = None
    path: Path | None = None

    def open(self) -> BinaryIO:
        """The bytes, from their beginning."""
        if self.content is not None:
            return io.BytesIO(self.content)
        if self.path is None:
            raise FileRefused(f"“{self.name}” is no longer kept. Send it again.")
        return self.path.open("rb")

    @property
    def ending(self) -> str:
        """The name's last part, in lower case: "xlsx"."""
        return Path(self.name).suffix.lower().lstrip(".")


def tidy_name(name: str) -> str:
    """A file's own name, without folders or unprintable characters. Only ever shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(character for character in last if character.isprintable()).strip()
    return kept[-200:] or "file"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file really is: "xlsx", "csv" or "zip", and what the reader should know."""

    kind: str
    notes: Sequence[str] = field(default_factory=tuple)


BEGINNINGS = (
    (b"%PDF", "a PDF document. Save the list as .xlsx or .csv and send that."),
    (b"\x89PNG", "a picture. Send the list itself, as .xlsx or .csv."),
    (b"\xff\xd8\xff", "a picture. Send the list itself, as .xlsx or .csv."),
    (b"GIF8", "a picture. Send the list itself, as .xlsx or .csv."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (.xls), or one locked with a password. Open it in Excel, take the "
        "password off, save it as .xlsx and send that.",
    ),
    (b"\x1f\x8b", "packed with gzip. Unpack it and send what is inside."),
    (b"7z\xbc\xaf", "packed with 7-Zip. Unpack it and send what is inside."),
    (b"Rar!", "packed with RAR. Unpack it and send what is inside."),
    (b"MZ", "a program. Send the list itself, as .xlsx or .csv."),
    (b"\x7fELF", "a program. Send the list itself, as .xlsx or .csv."),
    (b"SQLite format 3", "a database. Save the list as .xlsx or .csv and send that."),
)

MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<workbook")


def look_at(incoming: Incoming, *, archives: bool = False) -> Opened:
    """What a file is, by what is in it; refused unless it is a workbook, text, or an archive.

    `archives`: a zip of text files will do, as the published postcode files come in.
    """
    with incoming.open() as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused(f"“{incoming.name}” is empty. Check that the right file was chosen.")
    for beginning, says in BEGINNINGS:
        if head.startswith(beginning):
            raise FileRefused(f"“{incoming.name}” is {says}")
    if head.startswith(b"PK"):
        return _look_inside(incoming, archives)
    if head.lstrip().lower().startswith(MARKUP):
        raise FileRefused(
            f"“{incoming.name}” is a web page or an XML file, not a table. Open it in Excel, save "
            "it as .xlsx and send that."
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Opened("csv")
    if b"\0" in head:
        raise FileRefused(
            f"“{incoming.name}” is neither a workbook nor text. Save the list as .xlsx or .csv and "
            "send that."
        )
    if incoming.ending in ("xlsx", "xlsm", "xls"):
        return Opened(
            "csv", (f"“{incoming.name}” is not a workbook but plain text; it was read as text.",)
        )
    return Opened("csv")


def _look_inside(incoming: Incoming, archives: bool) -> Opened:
    with incoming.open() as file:
        try:
            with zipfile.ZipFile(file) as packed:
                return _judge(incoming, packed, archives)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as damage:
            raise _damaged(incoming) from damage
        except (RuntimeError, ValueError, UnicodeError) as damage:  # locked, or a broken directory
            raise _damaged(incoming) from damage


def _damaged(incoming: Incoming) -> FileRefused:
    return FileRefused(
        f"“{incoming.name}” is damaged or locked and cannot be unpacked. Open it in Excel, save it "
        "again as .xlsx without a password, and send that."
    )


def _judge(incoming: Incoming, packed: zipfile.ZipFile, archives: bool) -> Opened:
    names = set(packed.namelist())
    is_workbook = "xl/workbook.xml" in names
    _refuse_what_is_not_a_workbook(incoming, names, is_workbook, archives)
    if any("vbaproject" in name.lower() for name in names) or incoming.ending == "xlsm":
        raise FileRefused(
            f"“{incoming.name}” carries macros. Save it as .xlsx, which cannot, and send that."
        )
    _measure(incoming, packed, MOST_UNPACKED if is_workbook else MOST_UNPACKED_PUBLISHED)
    if not is_workbook:
        return Opened("zip")
    notes = []
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append(
            f"“{incoming.name}” takes values from other workbooks. They were not opened: the "
            "values saved in this one were read."
        )
    if incoming.ending != "xlsx":
        notes.append(f"“{incoming.name}” is an Excel workbook whatever its name; it was read so.")
    return Opened("xlsx", tuple(notes))


def _refuse_what_is_not_a_workbook(
    incoming: Incoming, names: set[str], is_workbook: bool, archives: bool
) -> None:
    if "xl/workbook.bin" in names:
        raise FileRefused(
            f"“{incoming.name}” is a binary Excel workbook (.xlsb). Save it as .xlsx and send that."
        )
    if is_workbook:
        return
    if any(name.startswith("word/") for name in names):
        what = "a Word document. Copy its table into Excel, save that as .xlsx"
    elif "content.xml" in names:
        what = "an OpenDocument file. Save it as .xlsx or .csv"
    elif archives:
        return
    else:
        what = "a zip archive, not a workbook. Unpack it"
    raise FileRefused(f"“{incoming.name}” is {what} and send that.")


def _measure(incoming: Incoming, packed: zipfile.ZipFile, most: int) -> None:
    """Refuse what unpacks to too much, by what is written and by what is really there."""
    parts = packed.infolist()
    if len(parts) > MOST_ENTRIES:
        raise FileRefused(
            f"“{incoming.name}” has {len(parts)} parts inside; a real one has some dozens. It was "
            "not opened. Copy the list into a new workbook and send that."
        )
    told = sum(part.file_size for part in parts)
    size = max(1, sum(part.compress_size for part in parts))
    if told > most or (told > 10_000_000 and told / size > MOST_TIMES):
        raise _too_large(incoming)
    left = most
    for part in parts:
        with packed.open(part) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _too_large(incoming)


def _too_large(incoming: Incoming) -> FileRefused:
    return FileRefused(
        f"“{incoming.name}” unpacks to far more than a list should. It was not opened. Copy only "
        "the rows that are wanted into a new workbook and send that."
    )
