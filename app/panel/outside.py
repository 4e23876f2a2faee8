"""Papers from outside: what a file must be to stand in a pack, and how a Word file becomes a PDF.

Refusing says what to do, beside the file. Nothing here opens a transaction: making a PDF takes its
time, as asking the scanner does.
"""

from __future__ import annotations

from app.core.errors import RuleBroken
from app.documents.kinds import FileType
from app.documents.letters import pdf
from app.documents.opened import DAMAGE, Opened
from app.documents.scanning import MADE_HERE, Verdict
from app.panel.pack import Paper, PaperRefused, require_fits
from app.people.rules import record_breach

AS_PDF = "Print it to PDF and add that."

Kept = tuple[Opened, Verdict]


def files_for(opened: Opened, scanned: Verdict, title: str) -> list[Kept]:
    """The files to keep of a paper: a PDF as it is; a Word file, and the PDF made of it.

    RuleBroken says why it cannot stand in a pack, and what to do.
    """
    if opened.type is FileType.PDF:
        _require_fits(opened.content, opened.name)
        return [(opened, scanned)]
    if opened.type is not FileType.DOCX:
        _refuse(f"“{opened.name}” is {_called(opened.type)}, and a pack is of pages. {AS_PDF}")
    made = _as_pdf(opened, title)
    _require_fits(made, opened.name)
    name = f"{opened.name.removesuffix('.docx')}.pdf"
    return [(opened, scanned), (Opened(FileType.PDF, name, made), scanned_as(scanned))]


def scanned_as(scanned: Verdict) -> Verdict:
    """What is made here of a file is as clean as the file, and waits while that waits."""
    return MADE_HERE if scanned.state.value == "clean" else scanned


def _as_pdf(opened: Opened, title: str) -> bytes:
    if not pdf.makes_pdf():
        _refuse(f"Word files are not made into PDFs on this machine. {AS_PDF}")
    try:
        lost = pdf.left_behind(opened.content)
        if lost:
            _refuse(f"“{opened.name}” has {lost}, which would be lost. {AS_PDF}")
        return pdf.as_pdf(opened.content, title)
    except DAMAGE as wrong:
        raise _refused(f"“{opened.name}” could not be made into a PDF here. {AS_PDF}") from wrong


def _require_fits(content: bytes, name: str) -> None:
    try:
        require_fits(Paper(name, content))
    except PaperRefused as refused:
        raise _refused(f"“{name}” {refused.what}") from None


def _called(kind: FileType) -> str:
    return {
        FileType.XLSX: "an Excel file",
        FileType.JPEG: "a photograph",
        FileType.PNG: "a picture",
        FileType.TEXT: "plain text",
    }.get(kind, kind.words())


def _refused(says: str) -> RuleBroken:
    return RuleBroken(record_breach(says, "file"))


def _refuse(says: str) -> None:
    raise _refused(says)
