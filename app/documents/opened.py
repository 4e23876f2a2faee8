"""What a file really is, told by its contents, before anything of it is kept.

Nothing here trusts a name or a size that a file says of itself. Each refusal is a sentence that
says what to do. Pictures are drawn anew, so that what a camera wrote into them (the place, above
all) is not kept.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.documents.kinds import FileType

MOST_ENTRIES = 2_000
"""Parts of a Word or Excel file; there are some dozens."""

MOST_UNPACKED = 150_000_000
"""Bytes that a Word or Excel file may unpack to."""

MOST_TIMES = 100
"""How many times larger than the file that may be; papers become 5 to 30 times so."""

MOST_POINTS = 60_000_000
"""Points of a picture; the largest telephone cameras of today take 50 million."""

MOST_OBJECTS = 200_000
"""Objects of a PDF that are looked at; a panel's papers of 500 pages have some 10,000."""

CHUNK = 1 << 20

DAMAGE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What readers of files raise over damaged ones."""

FORBIDDEN_IN_PDF = {
    "/JavaScript": "runs a script when it is opened",
    "/JS": "runs a script when it is opened",
    "/Launch": "starts another program when it is opened",
    "/EmbeddedFile": "carries other files inside it",
    "/RichMedia": "carries a film or a program",
    "/XFA": "is a form that only some programs can show",
}

SOUND_AGAIN = "Print it to PDF, and send that."
TOO_LARGE = "“{}” is too large a picture. Make it smaller and send it."


class FileRefused(Exception):
    """A file cannot be kept. Its words say what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file is, its tidy name, and the bytes to keep."""

    type: FileType
    name: str
    content: bytes


def look_at(name: str, content: bytes, *, most: int) -> Opened:
    """What this file is. FileRefused unless it is of a known type, sound, and no longer than `most`
    bytes, and its name agrees."""
    name = tidy_name(name)
    if not content.strip(b"\0 \t\r\n"):
        raise FileRefused(f"“{name}” is empty. Check that the right file was chosen.")
    if len(content) > most:
        raise FileRefused(
            f"“{name}” is larger than {most // 1_000_000} MB. Make it smaller, or send it in parts."
        )
    kind = _type_of(name, content)
    content = _SOUND[kind](name, content)
    if len(content) > most:
        raise FileRefused(f"“{name}” is too large once it is unpacked. Make the picture smaller.")
    _require_agreement(name, kind)
    return Opened(kind, name, content)


def tidy_name(name: str) -> str:
    """A file's own name, without folders or unprintable characters. Only ever shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(character for character in last if character.isprintable()).strip(" .")
    return kept[-200:] or "document"


def ending_of(name: str) -> str:
    """The last part of a name, in lower case: "pdf"; nothing if it has none."""
    _, dot, ending = name.rpartition(".")
    return ending.lower() if dot and len(ending) <= 5 else ""


BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"%PDF-", FileType.PDF),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
)

KNOWN_AND_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "is an old Word or Excel file, or one locked with a password. Open it, "
     "take the password off, save it as .docx or .xlsx and send that."),
    (b"GIF8", "is a GIF. Save it as .png and send that."),
    (b"RIFF", "is a sound, a film or an odd kind of picture. Save a picture as .jpg."),
    (b"II*\0", "is a TIFF. Save it as PDF or .png and send that."),
    (b"MM\0*", "is a TIFF. Save it as PDF or .png and send that."),
    (b"{\\rtf", "is rich text. Save it as .docx and send that."),
    (b"\x1f\x8b", "is packed. Unpack it and send what is inside."),
    (b"7z\xbc\xaf", "is packed. Unpack it and send what is inside."),
    (b"Rar!", "is packed. Unpack it and send what is inside."),
    (b"MZ", "is a program. Programs are not kept."),
    (b"\x7fELF", "is a program. Programs are not kept."),
)  # fmt: skip

UNPRINTABLE = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP = re.compile(rb"^\s*<(?:!doctype|html|head|body|script|svg|\?xml|\?php)", re.I)


def _type_of(name: str, content: bytes) -> FileType:
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    for beginning, says in KNOWN_AND_REFUSED:
        if content.startswith(beginning):
            raise FileRefused(f"“{name}” {says}")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise FileRefused(f"“{name}” is a HEIC picture. Save it as .jpg and send that.")
    if content.startswith(b"PK"):
        return _office_type(name, content)
    if MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise FileRefused(f"“{name}” is a web page or a program’s file. Print it to PDF.")
    return FileType.TEXT


def _require_agreement(name: str, kind: FileType) -> None:
    if ending_of(name) not in kind.endings:
        raise FileRefused(
            f"“{name}” is really a {kind.words()} file. Name it .{kind.endings[0]} if that is what "
            "was meant, and send it again."
        )


# ------------------------------------------------------------------------------- Word and Excel


def _office_type(name: str, content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            measure(name, packed, len(content))
            _refuse_macros(name, packed, names)
            _refuse_what_is_fetched(name, packed, names)
    except FileRefused:
        raise
    except (zipfile.BadZipFile, EOFError, RuntimeError, *DAMAGE) as wrong:
        raise FileRefused(
            f"“{name}” is damaged or locked with a password. Open it, save it again, send that."
        ) from wrong
    if "word/document.xml" in names:
        return FileType.DOCX
    if "xl/workbook.xml" in names:
        return FileType.XLSX
    raise FileRefused(f"“{name}” is packed. Unpack it and send what is inside, one by one.")


def measure(name: str, packed: zipfile.ZipFile, size: int) -> None:
    """Unpack everything once, counting, and refuse what becomes too much."""
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(f"“{name}” has too many parts to be a document. Save it again.")
    most = min(MOST_UNPACKED, max(size * MOST_TIMES, 10_000_000))
    unpacked = 0
    for entry in entries:
        with packed.open(entry) as part:
            while chunk := part.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > most:
                    raise FileRefused(
                        f"“{name}” unpacks to far more than a document holds. {SOUND_AGAIN}"
                    )


def _refuse_macros(name: str, packed: zipfile.ZipFile, names: set[str]) -> None:
    inside = [each.lower() for each in names]
    types = packed.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any("vbaproject" in each for each in inside) or b"macroEnabled" in types:
        raise FileRefused(f"“{name}” carries macros. Save it as .docx or .xlsx without them.")
    if any(each.endswith((".bin", ".ole")) and "embeddings/" in each for each in inside) or any(
        "activex/" in each for each in inside
    ):
        raise FileRefused(f"“{name}” carries another program’s file inside it. {SOUND_AGAIN}")


def _refuse_what_is_fetched(name: str, packed: zipfile.ZipFile, names: set[str]) -> None:
    """A link may be followed by a reader; anything that Word would fetch by itself is refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    for part in names:
        if not part.endswith(".rels"):
            continue
        try:
            relations = fromstring(packed.read(part))
        except (ParseError, DefusedXmlException) as wrong:
            raise FileRefused(f"“{name}” is damaged. Open it, save it again, send that.") from wrong
        for each in relations:
            fetched = each.get("TargetMode") == "External"
            if fetched and not str(each.get("Type", "")).endswith("/hyperlink"):
                raise FileRefused(
                    f"“{name}” fetches something from elsewhere when it is opened. {SOUND_AGAIN}"
                )


def _office(name: str, content: bytes) -> bytes:
    return content  # looked into when its type was told


# ------------------------------------------------------------------------------------------ PDF


def _pdf(name: str, content: bytes) -> bytes:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise FileRefused(f"“{name}” is locked with a password. Take it off and send it again.")
        pages = len(reader.pages)
        found = _active(reader)
    except FileRefused:
        raise
    except (PyPdfError, *DAMAGE) as wrong:
        raise FileRefused(f"“{name}” is a damaged PDF. {SOUND_AGAIN}") from wrong
    if pages == 0:
        raise FileRefused(f"“{name}” has no pages. Check that the right file was chosen.")
    if found:
        raise FileRefused(f"“{name}” {FORBIDDEN_IN_PDF[found]}. {SOUND_AGAIN}")
    return content


def _active(reader: Any) -> str | None:
    """What a PDF has that does something by itself; nothing if it only shows pages."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        one = waiting.pop()
        looked += 1
        if looked > MOST_OBJECTS:
            raise ValueError("too many objects")
        if hasattr(one, "idnum"):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, dict):
            for key, value in dict.items(one):
                if key in FORBIDDEN_IN_PDF:
                    return str(key)
                if key in ("/S", "/Type", "/Subtype") and str(value) in FORBIDDEN_IN_PDF:
                    return str(value)
                waiting.append(value)
        elif isinstance(one, list):
            waiting.extend(list.__iter__(one))
    return None


# ------------------------------------------------------------------------------------- pictures


def _picture(name: str, content: bytes) -> bytes:
    """The picture drawn anew, upright, without whatever was written beside it."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise FileRefused(TOO_LARGE.format(name))
            png = picture.format == "PNG"
            upright = ImageOps.exif_transpose(picture)
            return drawn(upright, png=png)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(TOO_LARGE.format(name)) from None
    except (SyntaxError, *DAMAGE) as wrong:
        raise FileRefused(f"“{name}” is a damaged picture. Save it again and send that.") from wrong


def drawn(picture: Any, *, png: bool) -> bytes:
    """A picture's own bytes: its points and nothing else."""
    modes = ("1", "L", "LA", "RGB", "RGBA") if png else ("L", "RGB")
    if picture.mode not in modes:
        picture = picture.convert("RGBA" if png else "RGB")
    bare = picture.copy()
    bare.info = {}
    out = io.BytesIO()
    if png:
        bare.save(out, "PNG")
    else:
        bare.save(out, "JPEG", quality=90)
    return out.getvalue()


# ----------------------------------------------------------------------------------------- text


def _text(name: str, content: bytes) -> bytes:
    """Text as UTF-8."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNPRINTABLE.search(text):
            return text.encode()
    raise FileRefused(
        f"“{name}” is of a kind that is not kept. PDF, Word, Excel, JPEG, PNG and plain text are."
    )


_SOUND: Mapping[FileType, Callable[[str, bytes], bytes]] = {
    FileType.PDF: _pdf,
    FileType.DOCX: _office,
    FileType.XLSX: _office,
    FileType.JPEG: _picture,
    FileType.PNG: _picture,
    FileType.TEXT: _text,
}
