"""A pack is read aloud as its papers were: tags whole, headings and tables kept, fonts in the file.

The tags are walked here by themselves, from the file alone; no validator of PDF/UA is at hand.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    StreamObject,
)

from app.panel.pack import Item, Paper, Recipient, prepare
from tests.panel.pack_papers import (
    changed,
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
PAINTS = set(b"b b* B B* Do f f* F S s sh Tj TJ ' \"".split()) | {b"INLINE IMAGE"}


@pytest.fixture(scope="module")
def tagged() -> bytes:
    """Only papers of the record's own, and one of their items withheld."""
    made = prepare(
        meeting(
            Item("Harris", (Paper("Form F", own("One", "Two")), Paper("Views", own("Three")))),
            Item("Hidden", (Paper("Form F", own("Four")),)),
            Item("Jones", (Paper("Form F", own("One", "Two")),)),
            Item("Talk"),
        )
    )
    return made.file_for(Recipient("Ada Okafor", frozenset({2})))


@pytest.fixture(scope="module")
def mixed() -> bytes:
    """One of the record's own, one from outside."""
    papers = (Paper("Form F", own("One", "Two")), Paper("Medical", outside("M1", "M2")))
    return prepare(meeting(Item("Harris", papers))).file_for(ADA)


class Walked:
    """The tags of a file, and what they say is theirs."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = read(pdf)
        self.root = self.reader.root_object["/StructTreeRoot"]
        self.strokes: dict[tuple[int, int], int] = {}
        self.annotations: dict[int, int] = {}
        self.roles: dict[int, str] = {}
        self.identifiers: dict[bytes, int] = {}
        self.headers: set[bytes] = set()
        (top,) = self.root["/K"]
        self._walk(dict.get(self.root, "/K")[0], None)
        self.top = top.get_object()

    def _walk(self, ref: Any, parent: int | None) -> None:
        element = ref.get_object()
        assert ref.idnum not in self.roles, "a tag stands twice"
        self.roles[ref.idnum] = str(element["/S"])
        if parent is not None:
            assert dict.get(element, "/P").idnum == parent
        if "/ID" in element:
            name = element["/ID"].original_bytes
            assert name not in self.identifiers
            self.identifiers[name] = ref.idnum
        for attributes in element.get("/A", []):
            self.headers |= {each.original_bytes for each in attributes.get("/Headers", [])}
        for kid in element["/K"]:
            self._kid(kid, ref.idnum, dict.get(element, "/Pg"))

    def _kid(self, kid: Any, own: int, page: Any) -> None:
        value = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(value, int):
            self._stroke(page.idnum, int(value), own)
        elif value.get("/Type") == "/MCR":
            self._stroke(dict.get(value, "/Pg").idnum, int(value["/MCID"]), own)
        elif value.get("/Type") == "/OBJR":
            self.annotations[dict.get(value, "/Obj").idnum] = own
        else:
            self._walk(kid, own)

    def _stroke(self, page: int, mcid: int, own: int) -> None:
        assert (page, mcid) not in self.strokes, "strokes belong to two tags"
        self.strokes[page, mcid] = own

    def parents(self) -> dict[int, Any]:
        """The tree from strokes to tags, whose keys grow and stand within their limits."""
        found: dict[int, Any] = {}
        for leaf in self.root["/ParentTree"]["/Kids"]:
            nums = leaf.get_object()["/Nums"]
            keys = [int(each) for each in nums[::2]]
            low, high = (int(each) for each in leaf.get_object()["/Limits"])
            assert keys == sorted(keys)
            assert (keys[0], keys[-1]) == (low, high)
            assert not found or max(found) < low
            found.update(zip(keys, list(nums)[1::2], strict=True))
        assert max(found) < int(self.root["/ParentTreeNextKey"])
        return found


@pytest.mark.parametrize("which", ["tagged", "mixed"])
def test_everything_drawn_belongs_to_a_tag_or_is_decoration_and_each_knows_the_other(
    which, request
):
    walked = Walked(request.getfixturevalue(which))
    parents = walked.parents()
    drawn = 0
    seen: set[tuple[int, int]] = set()
    for page in walked.reader.pages:
        own = page.indirect_reference.idnum
        listed = parents[int(page["/StructParents"])].get_object()
        for mcid in _marked(page, walked.reader):
            seen.add((own, mcid))
            assert dict.get({0: listed[mcid]}, 0).idnum == walked.strokes[own, mcid]
            drawn += 1
        assert page["/Tabs"] == "/S"
    assert drawn > 40 or which == "mixed"
    assert set(walked.strokes) == seen  # no tag claims what is not drawn


def _marked(page: Any, reader: PdfReader) -> Iterator[int]:
    """The numbers of marked strokes; everything that paints stands within one or is decoration."""
    within: list[Any] = []
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator in (b"BDC", b"BMC"):
            numbered = operator == b"BDC" and isinstance(operands[1], DictionaryObject)
            mcid = operands[1].get("/MCID") if numbered else None
            within.append(operands[0] if operands[0] == "/Artifact" else mcid)
            if mcid is not None:
                yield int(mcid)
        elif operator == b"EMC":
            within.pop()
        elif operator in PAINTS:
            assert any(each is not None for each in within), "drawn without a tag"
    assert within == []


@pytest.mark.parametrize("which", ["tagged", "mixed"])
def test_every_link_belongs_to_a_tag_that_knows_of_it_and_says_what_it_is(which, request):
    walked = Walked(request.getfixturevalue(which))
    parents = walked.parents()
    there = {
        ref.idnum: ref.get_object()
        for page in walked.reader.pages
        for ref in page.get("/Annots", [])
    }
    assert set(there) == set(walked.annotations)
    for number, link in there.items():
        own = walked.annotations[number]
        assert walked.roles[own] == "/Link"
        assert parents[int(link["/StructParent"])].idnum == own
        assert str(link["/Contents"]).strip()


def test_headings_lists_and_tables_are_those_of_the_papers(tagged):
    walked = Walked(tagged)
    counted = Counter(walked.roles.values())
    alone = Counter(
        str(element["/S"])
        for pdf in (own("One", "Two"), own("Three"), own("One", "Two"))
        for element in _within_the_tree(read(pdf))
    )
    contents = {"/H1": 1, "/Table": 1}
    for role in ("/H1", "/Table", "/L"):
        assert counted[role] == alone[role] + contents.get(role, 0)
    assert alone["/H1"] == 5


def _within_the_tree(reader: PdfReader) -> Iterator[Any]:
    waiting = list(reader.root_object["/StructTreeRoot"]["/K"])
    while waiting:
        value = waiting.pop()
        value = value.get_object() if hasattr(value, "get_object") else value
        if isinstance(value, DictionaryObject) and "/S" in value:
            yield value
            waiting.extend(list.__iter__(value["/K"]))


def test_cells_know_their_headings_across_papers_that_named_them_alike(tagged):
    walked = Walked(tagged)
    assert len(walked.headers) > 8
    assert walked.headers <= set(walked.identifiers)
    names = [
        (name.original_bytes, ref.idnum)
        for leaf in walked.root["/IDTree"]["/Kids"]
        for name, ref in zip(
            list(leaf.get_object()["/Names"])[::2],
            list.__iter__(leaf.get_object()["/Names"][1::2]),
            strict=True,
        )
    ]
    assert names == sorted(names)
    assert dict(names) == walked.identifiers


def test_tags_are_in_the_order_of_the_agenda_item_by_item(tagged):
    walked = Walked(tagged)
    titles = [str(each.get_object()["/T"]) for each in walked.top["/K"]]
    assert titles == ["Contents", "Item 1: Harris", "Item 3: Jones"]
    papers = [str(each.get_object()["/T"]) for each in walked.top["/K"][1].get_object()["/K"]]
    assert papers == ["Form F", "Views"]


def test_papers_feet_watermark_and_numbers_are_decoration(tagged):
    """None of them is read aloud on every page."""
    words = poppler("pdfinfo", tagged, "-struct-text").decode(errors="replace")
    assert "One" in words
    assert "The first page" in words
    for decoration in ("Its own page", "of 7", "Ada Okafor", "Thursday 10 December 2026 Thu"):
        assert decoration not in words


def test_a_link_within_a_paper_opens_its_own_first_page_where_that_now_lies(tagged):
    reader = read(tagged)
    first = [page.indirect_reference.idnum for page in reader.pages]
    for at, to in ((1, 1), (2, 1), (3, 3), (4, 4), (5, 4)):
        inner, web = (each.get_object() for each in reader.pages[at]["/Annots"])
        assert first.index(dict.get({0: inner["/Dest"]}, 0)[0].indirect_reference.idnum) == to
        assert web["/A"]["/URI"] == "https://example.org/law"
        x0, y0, x1, y1 = (float(each) for each in inner["/Rect"])
        assert 0 < x0 < x1 < 595
        assert 34 < y0 < y1 < 842


def test_what_is_cropped_away_of_a_tagged_page_is_not_drawn():
    """Its left half is kept, and stands in the middle of the sheet."""

    def crop(catalog):
        page = catalog["/Pages"]["/Kids"][0].get_object()
        page[NameObject("/CropBox")] = ArrayObject(map(FloatObject, (0, 0, 300, 842)))

    paper = own("One and another " * 20)
    whole, half = (
        prepare(meeting(Item("A", (Paper("F", each),)))).file_for(ADA)
        for each in (paper, changed(paper, crop))
    )
    assert Counter(Walked(half).roles.values()) == Counter(Walked(whole).roles.values())
    right = (445, 0, 595, 800)
    assert min(_drawn(whole).crop(right).tobytes()) < 100
    assert min(_drawn(half).crop(right).tobytes()) > 150


def _drawn(file: bytes) -> Image.Image:
    png = poppler("pdftoppm", file, "-r", "72", "-f", "2", "-l", "2", "-png", "-gray")
    return Image.open(io.BytesIO(png)).convert("L")


def test_only_a_pack_of_tagged_papers_says_that_it_follows_pdf_ua(tagged, mixed):
    assert b"<pdfuaid:part>1<" in everything(tagged)
    assert b"pdfuaid:part" not in everything(mixed)
    assert "follows PDF/UA-1" in texts_by_poppler(tagged)[0]
    words = texts_by_poppler(mixed)[0]
    assert "follows PDF/UA-1" not in words
    assert "Not tagged, or not soundly" in words
    assert "item 1, “Medical”" in words
    assert "“Form F”" not in words


def test_a_tagged_paper_that_does_not_say_ua_keeps_its_tags_and_the_pack_does_not_claim_it():
    paper = changed(own("One", "Two"), lambda catalog: catalog.pop("/Metadata"))
    file = prepare(meeting(Item("Harris", (Paper("Form F", paper),)))).file_for(ADA)
    assert Counter(Walked(file).roles.values())["/H1"] == 3
    assert b"pdfuaid:part" not in everything(file)
    assert "not said to follow PDF/UA" in texts_by_poppler(file)[0]


def test_tags_that_do_not_hold_together_are_not_passed_on_as_sound():
    """Here the strokes of the first heading know no tag."""

    def forget(catalog):
        listed = catalog["/StructTreeRoot"]["/ParentTree"]["/Nums"][1].get_object()
        listed[0] = NullObject()

    broken = changed(own("One"), forget)
    file = prepare(meeting(Item("Harris", (Paper("Form F", broken),)))).file_for(ADA)
    assert "Not tagged, or not soundly" in texts_by_poppler(file)[0]
    walked = Walked(file)
    assert Counter(walked.roles.values())["/H1"] == 1  # that of the contents
    assert "One" in texts_by_poppler(file)[1]


def test_a_paper_that_draws_what_no_tag_knows_is_not_passed_on_as_sound():
    def scribble(catalog):
        page = catalog["/Pages"]["/Kids"][0].get_object()
        drawn = StreamObject()
        drawn.set_data(page["/Contents"].get_data() + b"\n0 0 m 9 9 l S")
        page[NameObject("/Contents")] = drawn

    paper = changed(own("One"), scribble)
    file = prepare(meeting(Item("Harris", (Paper("Form F", paper),)))).file_for(ADA)
    assert "Not tagged, or not soundly" in texts_by_poppler(file)[0]


def test_every_font_is_in_the_file(tagged):
    fonts = list(_fonts(read(tagged)))
    assert len(fonts) > 5
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert any(key.startswith("/FontFile") for key in inner["/FontDescriptor"])
        assert "/ToUnicode" in font
    by_poppler = in_the_file_by_poppler(tagged)
    assert len(by_poppler) > 5
    assert set(by_poppler) == {"yes"}


def in_the_file_by_poppler(file: bytes) -> list[str]:
    """Of each font whether it is in the file: yes or no."""
    rows = poppler("pdffonts", file).decode().splitlines()[2:]
    return [re.search(r" (yes|no) +(?:yes|no) +(?:yes|no) ", row)[1] for row in rows]


def test_a_font_that_a_paper_did_not_bring_is_said():
    paper = outside("Words", resources=FONT.format("Type1 /BaseFont /Calibri"))
    file = prepare(meeting(Item("Harris", (Paper("Medical", paper),)))).file_for(ADA)
    assert "Fonts that are not in the file" in texts_by_poppler(file)[0]
    missing = [
        font["/BaseFont"]
        for font in _fonts(read(file))
        if "/DescendantFonts" not in font and "/FontDescriptor" not in font
    ]
    assert missing == ["/Calibri"]
    assert sorted(set(in_the_file_by_poppler(file))) == ["no", "yes"]


FONT = "/Font <</F1 <</Type /Font /Subtype /{}>>>>"
ALIKE = {
    "Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding": (r"fawr \351 \200", "fawr é €"),
    "Type1 /BaseFont /Times-BoldItalic": (r"std \341", "std Æ"),
    "TrueType /BaseFont /CourierNew,Bold /Encoding <</Differences [65 /wcircumflex /Lslash]>>": (
        "AB courier",
        "ŵŁ courier",
    ),
    "Type1 /BaseFont /Arial-BoldMT /Encoding /MacRomanEncoding /FirstChar 97 /Widths [556 600]": (
        "ab",
        "ab",
    ),
}


@pytest.mark.parametrize("which", ALIKE)
def test_a_standard_font_that_a_paper_did_not_bring_has_letters_of_the_same_widths(which):
    written, words = ALIKE[which]
    paper = outside(written, resources=FONT.format(which))
    file = prepare(meeting(Item("Harris", (Paper("Medical", paper),)))).file_for(ADA)
    assert words in texts_by_poppler(file)[1]
    assert words in texts_by_pypdf(file)[1]
    assert "Fonts that are not in the file" not in texts_by_poppler(file)[0]
    assert set(in_the_file_by_poppler(file)) == {"yes"}
    (font,) = (one for one in _fonts(read(file)) if one["/BaseFont"].startswith("/ALIKES"))
    first, widths = int(font["/FirstChar"]), [int(each) for each in font["/Widths"]]
    if "/Widths" in which:
        assert (first, widths) == (97, [556, 600])
    else:
        space = {"Helvetica": 278, "Times": 250, "Courier": 600}
        assert widths[32 - first] == next(space[name] for name in space if name in which)


def test_letters_that_stand_in_are_drawn():
    """An unknown code is nothing; a letter is ink where it stands."""
    paper = outside("HHHH", resources=FONT.format("Type1 /BaseFont /Helvetica"))
    file = prepare(meeting(Item("Harris", (Paper("Medical", paper),)))).file_for(ADA)
    drawn = _drawn(file).point(lambda tone: 255 if tone < 90 else 0)
    box = drawn.crop((0, 100, 595, 200)).getbbox()
    assert box is not None
    assert 0.9 < (box[2] - box[0]) / (4 * 0.722 * 24 * 0.96) < 1.02  # H is 722 thousandths wide


def _fonts(reader: PdfReader) -> Iterator[Any]:
    """Every font that any page's resources lead to."""
    waiting = [page["/Resources"] for page in reader.pages]
    seen: set[int] = set()
    while waiting:
        resources = waiting.pop()
        for ref in dict.values(resources.get("/Font", DictionaryObject()).get_object()):
            number = getattr(ref, "idnum", id(ref))
            if number not in seen:
                seen.add(number)
                yield ref.get_object()
        for ref in dict.values(resources.get("/XObject", DictionaryObject()).get_object()):
            form = ref.get_object()
            if "/Resources" in form:
                waiting.append(form["/Resources"])
