"""What a file is, is told by its contents; what is unsound or does something is refused."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from app.documents.kinds import FileType
from app.documents.opened import FileRefused, look_at
from tests.documents import papers

MOST = 20_000_000


def opened(name, content):
    return look_at(name, content, most=MOST)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("report.pdf", papers.pdf(), FileType.PDF),
        ("letter.docx", papers.docx(), FileType.DOCX),
        ("list.XLSX", papers.xlsx(), FileType.XLSX),
        ("kitchen.JPG", papers.picture("JPEG"), FileType.JPEG),
        ("kitchen.png", papers.picture("PNG"), FileType.PNG),
        ("note.txt", "Grüße aus Hay-on-Wye £5".encode(), FileType.TEXT),
        ("note.txt", "£5 a day".encode("cp1252"), FileType.TEXT),
        ("note", b"plain words", FileType.TEXT),
    ],
)
def test_a_file_is_what_its_contents_are(name, content, kind):
    assert opened(name, content).type is kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", papers.docx()),
        ("photo.jpg", papers.picture("PNG")),
        ("photo.jpg", papers.pdf()),
        ("letter.docx", papers.xlsx()),
        ("letter.pdf", b"plain words"),
        ("program.exe", b"plain words"),
        ("page.html", b"plain words"),
        ("report.pdf.js", papers.pdf()),
    ],
)
def test_a_name_that_says_something_else_is_refused(name, content):
    with pytest.raises(FileRefused, match="is really a"):
        opened(name, content)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", papers.pdf_that_does_something("/JavaScript"), "runs a script"),
        ("a.pdf", papers.pdf_that_does_something("/Launch"), "starts another program"),
        ("a.pdf", papers.pdf_with_a_file_inside(), "carries other files"),
        ("a.pdf", papers.pdf(password="secret"), "locked with a password"),
        ("a.pdf", b"%PDF-1.7\nnot really", "damaged PDF"),
        ("a.docx", papers.docx_that_fetches(), "fetches something"),
        ("a.docx", papers.docx_that_fetches("frame"), "fetches something"),
        ("a.docx", papers.packed({"word/vbaProject.bin": b"x"}, papers.docx()), "macros"),
        ("a.docx", papers.packed({"word/embeddings/o.bin": b"x"}, papers.docx()), "inside it"),
        ("a.docx", papers.bomb(), "unpacks to far more"),
        ("a.docx", papers.lying_bomb(), "damaged|unpacks to far more"),
        ("a.docx", papers.docx()[:900], "damaged"),
        (
            "a.docx",
            papers.packed(
                {"word/_rels/document.xml.rels": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'},
                papers.docx(),
            ),
            "damaged",
        ),
        ("a.zip", papers.packed({"inside.txt": b"x"}), "is packed"),
        ("a.png", papers.picture_bomb(), "too large a picture"),
        ("a.jpg", papers.picture("JPEG")[:300], "damaged picture"),
        ("a.txt", b"\x00\x01\x02words", "not kept"),
        ("a.txt", b"  <html><script>alert(1)</script>", "web page"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "web page"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
        ("a.exe", b"MZ\x90\x00", "program"),
        ("a.pdf", b"", "empty"),
        ("a.txt", b" \r\n\t", "empty"),
    ],
)
def test_what_is_unsound_or_does_something_is_refused_in_words(name, content, says):
    with pytest.raises(FileRefused, match=says):
        opened(name, content)


def test_a_bomb_is_never_unpacked_into_memory():
    content = papers.bomb()
    assert len(content) < 1_000_000
    tracemalloc.start()
    with pytest.raises(FileRefused):
        opened("a.docx", content)
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_file_longer_than_the_limit_is_refused_before_it_is_looked_into():
    with pytest.raises(FileRefused, match="larger than 20 MB"):
        opened("a.txt", b"x" * (MOST + 1))


def test_a_photograph_is_kept_without_what_the_camera_wrote_and_upright():
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    turned = papers.picture("JPEG", (40, 30), exif.tobytes())
    with Image.open(io.BytesIO(opened("a.jpg", turned).content)) as kept:
        assert kept.size == (30, 40)
        assert not kept.getexif()
    told = papers.picture("JPEG", exif=papers.exif_with_a_place("PLANTED-PLACE"))
    assert b"PLANTED-PLACE" in told
    assert b"PLANTED-PLACE" not in opened("a.jpg", told).content


def test_what_follows_a_picture_is_not_kept():
    kept = opened("a.png", papers.picture("PNG") + b"<script>PLANTED</script>").content
    assert b"PLANTED" not in kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("../../etc/report.pdf", "report.pdf"),
        ("re\nport\u202e.pdf", "report.pdf"),
    ],
)
def test_a_name_is_shown_without_folders_or_tricks(sent, kept):
    assert opened(sent, papers.pdf()).name == kept
