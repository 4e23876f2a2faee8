"""Files as people send them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file that every scanner calls a virus."""


def pdf(*, words: str = "", extra: dict[str, Any] | None = None, password: str = "") -> bytes:
    """A PDF of one page. `extra` goes into its catalogue."""
    from pypdf import PdfWriter
    from pypdf.generic import ByteStringObject, NameObject

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if words:
        writer.add_metadata({"/Title": words})
    for name, value in (extra or {}).items():
        writer.root_object[NameObject(name)] = (
            ByteStringObject(value) if isinstance(value, bytes) else value
        )
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_that_does_something(what: str) -> bytes:
    """A PDF whose opening does something: "/JavaScript", "/Launch"."""
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    action = DictionaryObject(
        {
            NameObject("/S"): NameObject(what),
            NameObject("/F"): TextStringObject("calc.exe"),
        }
    )
    return pdf(extra={"/OpenAction": action})


def pdf_with_a_file_inside() -> bytes:
    """A PDF that carries another file."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("inside.exe", b"MZ")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(*lines: str) -> bytes:
    """A Word file of these paragraphs."""
    import docx as word

    document = word.Document()
    for line in lines or ("A paragraph.",):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    """An Excel file."""
    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    """An archive of these parts, added to those of `base`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as before:
                for name in before.namelist():
                    if name not in parts:
                        made.writestr(name, before.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx_that_fetches(what: str = "attachedTemplate") -> bytes:
    """A Word file that fetches something from elsewhere when it is opened."""
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{what}" '
        'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    )
    return packed({"word/_rels/settings.xml.rels": relations.encode()}, docx())


@cache
def bomb(megabytes: int = 200) -> bytes:
    """A small Word file that unpacks to this much."""
    return packed({"word/media/zeros.xml": bytes(megabytes * 1_000_000)}, docx())


def lying_bomb() -> bytes:
    """The same, whose directory says that it is small."""
    content = bytearray(bomb())
    true_size = (200_000_000).to_bytes(4, "little")
    small = (1_000).to_bytes(4, "little")
    return bytes(content.replace(true_size, small))


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), exif: bytes = b"") -> bytes:
    """A picture, with what a camera wrote beside it if given."""
    from PIL import Image

    out = io.BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", size, (120, 10, 10)).save(out, kind, **more)
    return out.getvalue()


def exif_with_a_place(words: str) -> bytes:
    """What a telephone writes into a photograph: where it was taken, and words."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = words  # description
    exif.get_ifd(0x8825)[2] = (52.0, 13.0, 40.0)  # latitude
    return exif.tobytes()


@cache
def picture_bomb() -> bytes:
    """A small PNG of a hundred million points."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()
