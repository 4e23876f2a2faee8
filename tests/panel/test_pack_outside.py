"""Papers from outside: refused with what to do, or put in safely with their limits said."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfWriter

from app.panel.pack import Item, Paper, PaperRefused, Recipient, prepare
from tests.panel.pack_papers import (
    everything,
    meeting,
    outside,
    own,
    poppler,
    read,
    texts_by_poppler,
    texts_by_pypdf,
)

ADA = Recipient("Ada Okafor")


def pack_of(content: bytes, title: str = "Medical report") -> bytes:
    return prepare(meeting(Item("Talk"), Item("Harris", (Paper(title, content),)))).file_for(ADA)


def limits(file: bytes) -> str:
    return texts_by_poppler(file)[0].partition("About this file")[2]


# ------------------------------------------------------------------------------------ refused


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(outside("Locked")))
    writer.encrypt("", "owner", algorithm="AES-256")  # opens without asking, and is locked still
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


FORM = "/AcroForm <</Fields [10 0 R] {}>>"
LAYERS = "/OCProperties <</OCGs [10 0 R] /D <</OFF [10 0 R]>>>>"

REFUSED = {
    "a word file": (b"PK\3\4 and so on", "is not a PDF. Save it as PDF and add that."),
    "nothing": (b"", "is not a PDF. Save it as PDF and add that."),
    "locked": (locked, "is locked with a password. Take the password off and add the paper again."),
    "no pages": (outside, "has no pages. Check that the right file was chosen."),
    "cut off": (lambda: own("One")[:900], "is a damaged PDF. Print it to PDF, and add that."),
    "no size": (lambda: outside("A", box="0 0 0 842"), "has a page without size. Print it to PDF"),
    "on the slant": (lambda: outside("A", page="/Rotate 45"), "Print it to PDF, and add that."),
    "a form of another kind": (
        lambda: outside("Please wait", catalog="/AcroForm <</Fields [] /XFA (x)>>"),
        "is a form that only some programs can show. Print it to PDF, and add that.",
    ),
    "a folder of files": (
        lambda: outside("A", catalog="/Collection <<>>"),
        "is a folder of files. Add the files in it one by one, as PDF.",
    ),
    "layers": (
        lambda: outside("A", catalog=LAYERS, objects=("<</Type /OCG /Name (notes)>>",)),
        "has layers that are switched off. Print it to PDF, and add that.",
    ),
    "answers that are not drawn": (
        lambda: outside(
            "A",
            page="/Annots [10 0 R]",
            catalog=FORM.format("/NeedAppearances true"),
            objects=(
                "<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Asthma) /Rect [9 9 99 30]>>",
            ),
        ),
        "is a form or has notes whose words are not drawn in it. Print it to PDF, and add that.",
    ),
    "notes that are not drawn": (
        lambda: outside(
            "A",
            page="/Annots [10 0 R]",
            objects=("<</Type /Annot /Subtype /FreeText /Contents (No) /Rect [9 9 99 30]>>",),
        ),
        "is a form or has notes whose words are not drawn in it.",
    ),
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_cannot_be_put_in_is_named_with_what_to_do(which):
    content, words = REFUSED[which]
    content = content if isinstance(content, bytes) else content()
    with pytest.raises(PaperRefused) as refused:
        pack_of(content)
    assert str(refused.value).startswith("Item 2, “Medical report”, ")
    assert words in str(refused.value)
    assert (refused.value.number, refused.value.title) == (2, "Medical report")


@pytest.mark.parametrize("cut", range(40, 1200, 97))
def test_a_file_that_breaks_off_anywhere_is_refused_or_read_never_a_failure(cut):
    whole = own("One", "Two")
    try:
        pages = len(read(pack_of(whole[: len(whole) * cut // 1200])).pages)
        words = ""
    except PaperRefused as refused:
        pages, words = 0, str(refused)
    assert pages > 1 or "Medical report" in words


# -------------------------------------------------------------------- nothing that acts comes in

ACTING = {
    "a script when it opens": {"catalog": "/OpenAction <</S /JavaScript /JS (app.alert)>>"},
    "another program": {"catalog": "/OpenAction <</S /Launch /F (calc.exe)>>"},
    "scripts by name": {"catalog": "/Names <</JavaScript <</Names [(a) 10 0 R]>>>>"},
    "a file inside": {"catalog": "/Names <</EmbeddedFiles <</Names [(a.exe) 10 0 R]>>>>"},
    "a script as it closes": {"catalog": "/AA <</WC <</S /JavaScript /JS (app.alert)>>>>"},
    "a page that acts": {"page": "/AA <</O <</S /JavaScript /JS (app.alert)>>>>"},
    "a file pinned to a page": {"page": "/Annots [11 0 R]"},
    "a film": {"page": "/Annots [12 0 R]"},
    "a link that runs": {"page": "/Annots [13 0 R]"},
}
HIDDEN = (
    "<</S /JavaScript /JS (app.alert) /EF <</F 14 0 R>> /Type /Filespec>>",
    "<</Type /Annot /Subtype /FileAttachment /Rect [9 9 20 20] /FS 10 0 R>>",
    "<</Type /Annot /Subtype /RichMedia /Rect [9 9 20 20] /RichMediaContent 10 0 R>>",
    "<</Type /Annot /Subtype /Link /Rect [9 9 20 20] /A <</S /Launch /F (calc.exe)>>>>",
    "<</Type /EmbeddedFile /Length 8>>\nstream\ncalc.exe\nendstream",
)


TRACES = (
    b"/JavaScript /JS /Launch calc.exe app.alert /EmbeddedFile /Filespec /RichMedia /OpenAction "
    b"/AA /FileAttachment"
).split()


@pytest.mark.parametrize("which", ACTING)
def test_what_acts_or_is_attached_stays_behind_and_that_is_said(which):
    content = outside("Words", objects=HIDDEN, **ACTING[which])
    file = pack_of(content)
    there = everything(file)
    assert [trace for trace in TRACES if trace in there] == []
    assert any(trace in content for trace in (b"calc.exe", b"app.alert"))
    assert "it has been left out. item 2, “Medical report”" in limits(file)
    assert "Words" in texts_by_poppler(file)[1]


def test_what_a_papers_catalogue_says_of_its_author_stays_behind():
    content = outside("Words", catalog="/Metadata 10 0 R /PieceInfo <</X (Author Jane)>>",
                      objects=("<</Length 11>>\nstream\nAuthor Jane\nendstream",))  # fmt: skip
    assert b"Author Jane" in content
    assert b"Author Jane" not in everything(pack_of(content))


def test_a_font_called_f_is_a_font_and_no_file():
    """Where names are chosen freely, none of those that are left behind is meant."""
    for name in ("F", "JS", "AA", "Ref", "Metadata"):
        content = outside("Words", resources=f"/Font <</{name} 3 0 R>>",
                          content=f"BT /{name} 24 Tf 72 700 Td ({{}}) Tj ET")  # fmt: skip
        for words_of in (texts_by_pypdf, texts_by_poppler):
            assert "Words" in words_of(pack_of(content))[1]


# --------------------------------------------------------------------------- drawn as they stood


LOOK = (
    "<</Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <</Font <</F1 3 0 R>>>> "
    "/Length 36>>\nstream\nBT /F1 12 Tf 2 5 Td (Asthma) Tj ET   \nendstream"
)
FIELD = (
    "<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Asthma) /Rect [72 500 272 540] "
    "/AP <</N 11 0 R>> /A <</S /JavaScript /JS (app.alert)>> {}>>"
)


def form(more: str = "") -> bytes:
    return outside(
        "Health form",
        page="/Annots [10 0 R]",
        catalog=FORM.format(""),
        objects=(FIELD.format(more), LOOK),
    )


@pytest.mark.parametrize("words_of", [texts_by_pypdf, texts_by_poppler])
def test_answers_in_a_form_are_drawn_where_they_stood(words_of):
    file = pack_of(form())
    assert "Asthma" in words_of(file)[1]
    assert b"/Widget" not in everything(file)
    assert b"/AcroForm" not in everything(file)
    assert b"app.alert" not in everything(file)
    assert "Forms or notes, drawn here as they stood" in limits(file)


def test_answers_stand_in_their_field_on_the_page():
    """Their box is 200 by 40 points from 72, 500; the page is drawn a little smaller."""
    ink = _ink(form()), _ink(pack_of(form()), page=2)
    (x0, y0, x1, y1), (left, top, right, low) = ink
    assert abs(left - x0) < 20
    assert abs(right - x1) < 20
    assert abs(top - y0) < 16
    assert abs(low - y1) < 24


def _ink(pdf: bytes, page: int = 1) -> tuple[int, int, int, int]:
    """Where the field's words lie: from, to, in points from the upper left."""
    png = poppler("pdftoppm", pdf, "-r", "72", "-f", str(page), "-l", str(page), "-png", "-gray")
    drawn = Image.open(io.BytesIO(png)).convert("L")
    part = drawn.crop((0, 200, 595, 400)).point(lambda tone: 255 if tone < 110 else 0)
    box = part.getbbox()
    assert box is not None
    return box[0], box[1] + 200, box[2], box[3] + 200


def test_a_field_that_is_not_shown_is_not_drawn():
    assert "Asthma" not in texts_by_poppler(pack_of(form("/F 2")))[1]


def test_a_box_that_is_ticked_is_drawn_ticked():
    ticked = LOOK.replace("Asthma", "Ticked")
    empty = LOOK.replace("Asthma", "Unmark")
    box = (
        "<</Type /Annot /Subtype /Widget /FT /Btn /T (b) /V /Yes /AS /Yes /Rect [72 500 92 520] "
        "/AP <</N <</Yes 11 0 R /Off 12 0 R>>>>>>"
    )
    content = outside("Form", page="/Annots [10 0 R]", catalog=FORM.format(""),
                      objects=(box, ticked, empty))  # fmt: skip
    words = texts_by_poppler(pack_of(content))[1]
    assert "Ticked" in words
    assert "Unmark" not in words


# ---------------------------------------------------------------------------------- sizes, scans


@pytest.mark.parametrize("box", ["0 0 2384 3370", "0 0 14400 14400", "-500 -500 4000 500"])
def test_a_very_large_page_is_drawn_small_enough_and_that_is_said(box):
    content = "BT /F1 99 Tf 1 0 0 1 100 100 Tm ({}) Tj ET 0 0 0 rg 0 0 50 50 re f"
    file = pack_of(outside("Plan", box=box, content=content))
    page = read(file).pages[1]
    assert sorted(float(each) for each in page.mediabox[2:]) == [595.2756, 841.8898]
    assert "drawn here smaller than half their size" in limits(file)
    assert "Plan" in texts_by_poppler(file)[1]


def test_a_very_small_page_stays_as_small():
    content = "0 0 0 rg 0 0 100 200 re f"
    file = pack_of(outside("", box="0 0 100 200", content=content))
    png = poppler("pdftoppm", file, "-r", "72", "-f", "2", "-l", "2", "-png", "-gray")
    drawn = Image.open(io.BytesIO(png)).convert("L").crop((0, 0, 595, 800))
    box = drawn.point(lambda tone: 255 if tone < 60 else 0).getbbox()
    assert box is not None
    assert abs(box[2] - box[0] - 100) <= 2
    assert abs(box[3] - box[1] - 200) <= 2


def test_what_is_cropped_away_is_not_drawn():
    content = "0 0 0 rg 0 0 595 100 re f BT /F1 24 Tf 72 700 Td ({}) Tj ET"
    file = pack_of(outside("Words", content=content, page="/CropBox [0 200 595 842]"))
    png = poppler("pdftoppm", file, "-r", "72", "-f", "2", "-l", "2", "-png", "-gray")
    drawn = Image.open(io.BytesIO(png)).convert("L")
    assert min(drawn.crop((20, 660, 180, 800)).tobytes()) > 120


def test_a_scan_is_said_to_be_a_picture_and_has_words_for_who_cannot_see_it():
    file = pack_of(_scan(), title="Old letter")
    assert "pages that are pictures" in limits(file).replace("Pages", "pages")
    words = poppler("pdfinfo", file, "-struct").decode(errors="replace")
    assert "Figure" in words
    assert b"/Alt" in everything(file)
    assert len(read(file).pages[1].images) == 1


def _scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 400), 128).save(out, "PDF")
    return out.getvalue()


def test_states_that_a_page_leaves_open_do_not_move_its_number():
    """A page that changes its measure and never changes it back."""
    content = "q 3 0 0 3 500 500 cm BT /F1 8 Tf ({}) Tj ET"
    file = pack_of(outside("Words", "More", content=content))
    for text, number in zip(texts_by_poppler(file)[1:], (2, 3), strict=True):
        assert f"Item 2, page {number} of 3" in text
    words = poppler("pdftotext", file, "-bbox", "-f", "2", "-l", "2").decode()
    (line,) = (each for each in words.splitlines() if ">page<" in each)
    assert 'yMin="8' in line  # at the foot, from the top


def test_a_tagged_paper_with_a_note_on_it_is_drawn_and_says_so():
    file = pack_of(_noted(own("One")))
    assert "Not tagged, or not soundly" in limits(file)
    assert "One" in texts_by_poppler(file)[1]


def _noted(pdf: bytes) -> bytes:
    from pypdf.annotations import Highlight
    from pypdf.generic import ArrayObject, FloatObject

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    corners = ArrayObject([FloatObject(each) for each in (50, 50, 90, 50, 50, 60, 90, 60)])
    writer.add_annotation(0, Highlight(rect=(50, 50, 90, 60), quad_points=corners))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
