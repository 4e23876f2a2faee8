"""A pack is read as its members read it: numbers, contents, bookmarks, names, by two readers.

The readers are pypdf and poppler (pdftotext, pdfinfo, pdftoppm).
"""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image, ImageChops

from app.panel.pack import Item, Pack, Paper, Recipient, packs, prepare
from tests.panel.pack_papers import (
    bears,
    bookmarks,
    feet,
    meeting,
    outside,
    own,
    paper,
    poppler,
    read,
    texts_by_poppler,
    texts_by_pypdf,
)

A4 = "0 0 595.2756 841.8898"
ADA = Recipient("Ada Okafor")


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Three items: two papers, none, and one of the record's with one from outside."""
    return prepare(
        meeting(
            Item("Harris, first review", (paper("Harris one", "Harris two"), paper("Voices"))),
            Item("Any other business"),
            Item("Jones, approval", (paper("Form F"), Paper("Medical", outside("M1", "M2")))),
        )
    )


@pytest.fixture(scope="module")
def file(pack: Pack) -> bytes:
    return pack.file_for(ADA)


READERS = pytest.mark.parametrize("words_of", [texts_by_pypdf, texts_by_poppler])


@READERS
def test_every_page_bears_its_item_and_its_number_of_all(file, words_of):
    items = (0, 1, 1, 1, 3, 3, 3)
    assert feet(words_of(file)) == [(item, at, 7) for at, item in enumerate(items, start=1)]


@READERS
def test_pages_keep_their_order_and_their_words(file, words_of):
    pages = words_of(file)[1:]
    wanted = ("Harris one", "Harris two", "Voices", "Form F", "M1", "M2")
    assert [next(w for w in wanted if w in page) for page in pages] == list(wanted)


@READERS
def test_every_page_bears_its_members_name_and_the_day(file, words_of):
    for page in words_of(file):
        assert bears(page, "Ada Okafor Thursday 10 December 2026")


@READERS
def test_the_contents_give_each_paper_the_number_of_its_first_page(file, words_of):
    page = words_of(file)[0]
    for words in ("Item 1: Harris, first review 2 Report 2 Report 4", "Item 2: Any other business"):
        assert words in page
    assert "No papers Item 3: Jones, approval 5 Report 5 Medical 6" in page


def test_links_of_the_contents_open_the_page_whose_number_they_show(file):
    reader = read(file)
    page = reader.pages[0]
    opened = []
    for each in page["/Annots"]:
        link = each.get_object()
        there = [ref.indirect_reference for ref in reader.pages].index(
            link["/Dest"].get_object()[0]
            if hasattr(link["/Dest"][0], "idnum")
            else link["/Dest"][0].indirect_reference
        )
        assert link["/Contents"] == f"Page {there + 1}"
        opened.append(there + 1)
    assert opened == [2, 2, 2, 2, 4, 4, 5, 5, 5, 5, 6, 6]  # each line's words and its number


def test_bookmarks_are_items_with_their_papers_and_open_their_first_pages(file):
    assert bookmarks(file) == [
        (0, "Contents", 0),
        (0, "Item 1: Harris, first review", 1),
        (1, "Report", 1),
        (1, "Report", 3),
        (0, "Item 2: Any other business", 0),
        (0, "Item 3: Jones, approval", 4),
        (1, "Report", 4),
        (1, "Medical", 5),
    ]


def test_readers_call_pages_by_the_numbers_that_stand_on_them(file):
    assert read(file).page_labels == [str(number) for number in range(1, 8)]


def test_a_file_has_its_title_and_language(file):
    reader = read(file)
    assert reader.metadata.title == "Fostering panel, Thursday 10 December 2026"
    assert reader.xmp_metadata.dc_title["x-default"] == reader.metadata.title
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"Fostering panel, Thursday 10 December 2026" in poppler("pdfinfo", file)


def test_names_of_any_spelling_stand_on_the_page_in_bookmarks_and_tags():
    title = "Siân Ŵyn-Łukaszewicz, Żółć a’r teulu"
    made = prepare(meeting(Item(title, (paper("Gŵyl"),)), title="Panel maethu Ynys Môn"))
    file = made.file_for(Recipient("Małgorzata Źdźbło-Llŷr"))
    for words in (texts_by_pypdf(file), texts_by_poppler(file)):
        assert f"Item 1: {title}" in words[0]
        assert bears(words[1], "Małgorzata Źdźbło-Llŷr")
        assert "Gŵyl" in words[1]
    assert (0, f"Item 1: {title}", 1) in bookmarks(file)
    assert read(file).metadata.subject == "Papers for Małgorzata Źdźbło-Llŷr"


@READERS
def test_a_meeting_without_items_has_contents_that_say_so(words_of):
    file = prepare(meeting()).file_for(ADA)
    (page,) = words_of(file)
    assert "No items yet." in page
    assert feet([page]) == [(0, 1, 1)]
    assert bookmarks(file) == [(0, "Contents", 0)]


def test_an_item_without_papers_is_in_the_contents_and_its_bookmark_opens_them():
    file = prepare(meeting(Item("Apologies"))).file_for(ADA)
    assert len(read(file).pages) == 1
    assert "Item 1: Apologies No papers" in texts_by_poppler(file)[0]
    assert bookmarks(file) == [(0, "Contents", 0), (0, "Item 1: Apologies", 0)]


def test_a_long_agenda_takes_several_pages_of_contents_and_all_numbers_follow():
    items = [Item(f"Household {n}", (Paper("A", outside(f"w{n}")),)) for n in range(1, 61)]
    file = prepare(meeting(*items)).file_for(ADA)
    texts = texts_by_poppler(file)
    front = sum(item == 0 for item, _, _ in feet(texts))
    assert front >= 3
    assert feet(texts) == [(max(0, at - front), at, front + 60) for at in range(1, front + 61)]
    listed = " ".join(texts[:front])
    for n in range(1, 61):
        assert f"Item {n}: Household {n} {front + n} A {front + n}" in listed
    opened = {words: page for _, words, page in bookmarks(file)}
    assert opened["Item 60: Household 60"] == front + 59


def test_each_recipient_gets_their_own_file_in_their_order():
    made = dict(packs(meeting(Item("A", (paper("x"),))), [ADA, Recipient("Bo Lindqvist")]))
    assert [recipient.name for recipient in made] == ["Ada Okafor", "Bo Lindqvist"]
    for recipient, file in made.items():
        (other,) = {"Ada Okafor", "Bo Lindqvist"} - {recipient.name}
        assert bears(texts_by_poppler(file)[1], recipient.name)
        assert not bears(texts_by_poppler(file)[1], other)


def test_the_same_pack_made_twice_is_the_same_file(pack, file):
    assert pack.file_for(ADA) == file


def test_a_watermark_hides_nothing_that_lies_under_it():
    black = "0 0 0 rg 60 60 475 722 re f"
    white = "1 1 1 rg 60 60 475 722 re f"
    made = prepare(
        meeting(Item("A", (Paper("B", outside("", "", content=black)), Paper("W", outside(white)))))
    )
    file = made.file_for(Recipient("Ada Okafor"))
    dark, *_, pale = (_drawn(file, page) for page in (2, 3, 4))
    inner = (150, 150, 400, 700)
    assert max(dark.crop(inner).tobytes()) < 60  # black stays black
    light = pale.crop(inner)
    assert min(light.tobytes()) > 200  # white stays white
    assert min(light.tobytes()) < 250  # and the mark is there to be seen


def test_the_number_at_the_foot_lies_where_no_page_draws():
    full = "0 0 0 rg 0 0 595 842 re f"
    file = prepare(meeting(Item("A", (Paper("B", outside("", content=full)),)))).file_for(ADA)
    foot = _drawn(file, 2).crop((0, 842 - 32, 595, 842))
    assert max(foot.crop((0, 0, 100, 32)).tobytes()) > 250
    assert min(foot.tobytes()) < 128


def _drawn(file: bytes, page: int) -> Image.Image:
    png = poppler("pdftoppm", file, "-r", "72", "-f", str(page), "-l", str(page), "-png", "-gray")
    return Image.open(io.BytesIO(png)).convert("L")


def test_progress_grows_step_by_step_to_the_end():
    said: list[tuple[int, int]] = []
    prepare(meeting(Item("A", (paper("x", "y"), paper("z")))), lambda *step: said.append(step))
    assert said == [(done, 6) for done in range(7)]


def test_three_hundred_pages_keep_their_numbers_and_a_further_member_costs_little():
    """The time is the processor's own, so that what else runs here says nothing about it."""
    words = [f"Own page {n}" for n in range(30)]
    items = [
        Item(f"Item of {n}", (Paper("Own", own(*words)), Paper("Out", outside(*words))))
        for n in range(5)
    ]
    start = time.process_time()
    made = prepare(meeting(*items))
    file = made.file_for(ADA)
    assert time.process_time() - start < 30
    start = time.process_time()
    other = made.file_for(Recipient("Bo Lindqvist", frozenset({2})))
    assert time.process_time() - start < 5
    wanted = [(0, 1, 301)] + [(1 + n // 60, n + 2, 301) for n in range(300)]
    texts = texts_by_poppler(file)
    assert feet(texts) == wanted
    assert feet(texts_by_poppler(other)) == [each for each in wanted if each[0] != 2]
    for n in range(300):
        assert f"Own page {n % 30} " in texts[n + 1] + " "


def test_an_earlier_pack_can_be_a_paper_of_a_later_one(file):
    again = prepare(meeting(Item("Papers of the last meeting", (Paper("Pack", file),))))
    texts = texts_by_poppler(again.file_for(Recipient("Bo Lindqvist")))
    assert len(texts) == 8
    for at, text in enumerate(texts[1:], start=2):
        assert f"Item 1, page {at} of 8" in text
        assert f"page {at - 1} of 7" in text
        assert bears(text, "Bo Lindqvist")
        assert bears(text, "Ada Okafor")


def test_pages_on_their_side_stay_so_and_are_read_upright():
    wide = outside("Wide", box="0 0 842 595", content="BT /F1 24 Tf 72 500 Td ({}) Tj ET")
    turned = outside("Turned", page="/Rotate 90")
    file = prepare(meeting(Item("A", (Paper("W", wide), Paper("T", turned))))).file_for(ADA)
    for page in read(file).pages[1:]:
        assert page.mediabox.width > page.mediabox.height
        assert page.rotation == 0
    left, top = _first_dark(file, 3)
    assert left > 600  # 700 points up a page turned to the right is 700 points along it
    assert top < 200


def _first_dark(file: bytes, page: int) -> tuple[int, int]:
    drawn = _drawn(file, page)
    upper = drawn.crop((0, 0, drawn.width, drawn.height - 40))
    box = upper.point(lambda tone: 255 if tone < 100 else 0).getbbox()
    assert box is not None
    return box[0], box[1]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_looks_as_it_did_before(turn):
    mark = "0 0 0 rg 100 100 60 20 re f 300 600 10 90 re f"
    before = outside("", box=A4, content=mark, page=f"/Rotate {turn}")
    file = prepare(meeting(Item("A", (Paper("P", before),)))).file_for(ADA)
    was, now = _drawn(before, 1), _drawn(file, 2)
    assert was.size == now.size
    scale = min(1, (now.height - 34) / was.height)
    small = was.resize((round(was.width * scale), round(was.height * scale)))
    laid = Image.new("L", now.size, 255)
    laid.paste(small, (round((now.width - small.width) / 2), 0))
    box = (0, 0, now.width, now.height - 34)
    ink = now.crop(box).point(lambda tone: 0 if tone < 100 else 255)
    wanted = laid.crop(box).point(lambda tone: 0 if tone < 100 else 255)
    apart = sum(ImageChops.difference(ink, wanted).point(lambda tone: tone and 1).tobytes())
    assert apart < 0.35 * sum(wanted.point(lambda tone: tone == 0).tobytes())
