"""Documents shown without being opened: pictures that we draw, and words.

A PDF's pages are drawn by `pdftoppm` (poppler), a program of its own with little memory and time;
nothing of an upload is ever sent to be shown in our own pages as it came.
"""

from __future__ import annotations

import io
import resource
import shutil
import subprocess

from app.documents.kinds import FileType
from app.documents.opened import drawn

MOST_PAGES = 20
"""Pages of a PDF that can be looked through here; the rest is read in the file."""

WIDEST = 1_400
"""Points across a picture as it is shown."""

LONGEST_TEXT = 200_000
"""Characters of a plain text that are shown."""

SECONDS = 15
MEMORY = 1 << 30

LIBRARIES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-liberation2",
    "poppler-utils",
)
APT_LINE = f"apt-get install --no-install-recommends {' '.join(LIBRARIES)}"
"""What makes PDFs and draws them, on Debian."""


class NoPreview(Exception):
    """This cannot be shown here. Its words say why."""


def draws_pdf() -> bool:
    """Whether the pages of PDFs can be drawn on this machine."""
    return shutil.which("pdftoppm") is not None


def pages_of(content: bytes) -> int:
    """How many pages a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content), strict=False).pages)


def page_drawn(content: bytes, number: int) -> bytes:
    """One page of a PDF as a PNG, numbered from 1."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise NoPreview(f"Nothing here draws PDFs. On Debian: {APT_LINE}")
    if not 1 <= number <= MOST_PAGES:
        raise NoPreview("There is no such page to show.")
    here = str(number)
    try:
        answer = subprocess.run(  # noqa: S603 (our own arguments, no shell; the file is its input)
            [program, "-png", "-f", here, "-l", here, "-scale-to-x", str(WIDEST), "-scale-to-y",
             "-1", "-"],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            preexec_fn=_held_back,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        raise NoPreview("This page could not be drawn. Open the file instead.") from None
    if answer.returncode != 0 or not answer.stdout.startswith(b"\x89PNG"):
        raise NoPreview("This page could not be drawn. Open the file instead.")
    return answer.stdout


def _held_back() -> None:
    """What a drawing program may use at most: time and memory; and it writes no file."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def picture_drawn(content: bytes) -> bytes:
    """A picture as a PNG or JPEG no wider than is shown."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
        png = picture.format == "PNG"
        picture.thumbnail((WIDEST, WIDEST * 2))
        return drawn(picture, png=png)


def words_of(content: bytes) -> str:
    """A plain text, or the beginning of a long one."""
    return content.decode("utf-8", "replace")[:LONGEST_TEXT]


def has_pictures(kind: FileType) -> bool:
    """Whether files of this type are shown as pictures."""
    return kind in (FileType.PDF, FileType.JPEG, FileType.PNG)
