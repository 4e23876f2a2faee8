"""What a member with a conflict gets: everything else, and of that item nothing at all."""

from __future__ import annotations

import re

import pytest
from pypdf.generic import DictionaryObject, StreamObject

from app.panel.pack import Item, Pack, Paper, Recipient, prepare
from tests.panel.pack_papers import (
    bookmarks,
    everything,
    feet,
    meeting,
    outside,
    own,
    read,
    says,
    texts_by_poppler,
    texts_by_pypdf,
)

SECRET = "Quillfeather"
ADA = Recipient("Ada Okafor")
CONFLICTED = Recipient("Bo Lindqvist", frozenset({2}))

SECRET_META = "/Lang (Quillfeather-meta)"


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The second item is of a family whose name must not be read by everybody."""
    theirs = (
        Paper(f"{SECRET} report", own(f"{SECRET} one", f"{SECRET} two", title=SECRET)),
        Paper(f"{SECRET} medical", outside(f"{SECRET} three", catalog=SECRET_META)),
    )
    return prepare(
        meeting(
            Item("Harris", (Paper("Form F", own("Harris", "Harris again")),)),
            Item(f"{SECRET}, first review", theirs, public_title="A first review"),
            Item("Jones", (Paper("Views", own("Jones")), Paper("Medical", outside("Jones M")))),
        )
    )


@pytest.fixture(scope="module")
def full(pack: Pack) -> bytes:
    return pack.file_for(ADA)


@pytest.fixture(scope="module")
def theirs(pack: Pack) -> bytes:
    return pack.file_for(CONFLICTED)


def test_the_name_is_nowhere_in_the_file_however_it_is_written(full, theirs):
    assert says(full, SECRET)  # the search finds it where it is
    assert not says(theirs, SECRET)
    assert not says(theirs, "Quillfeather-meta")


def test_no_stroke_no_letter_and_no_picture_of_the_papers_is_in_the_file(full, theirs):
    """Letters of tagged papers are drawn by number, so the strokes themselves are looked for."""
    kept = {line for part in _drawn_by("Harris", "Jones") for line in part}
    secret = {line for part in _drawn_by(f"{SECRET} one", f"{SECRET} two") for line in part}
    telling = {line for line in secret - kept if line.startswith(b"[<")}
    assert telling
    there, here = everything(full), everything(theirs)
    assert all(line in there for line in telling)
    assert not any(line in here for line in telling)


def _drawn_by(*pages: str) -> list[list[bytes]]:
    reader = read(own(*pages))
    return [page.get_contents().get_data().split(b"\n") for page in reader.pages]


def test_no_letters_that_only_those_papers_use_are_in_the_file(full, theirs):
    """The letters of a font are cut out for each paper, and tell of its words."""
    fonts = {_font_data(own(f"{SECRET} one", f"{SECRET} two", title=SECRET))}
    for data in fonts:
        assert data in everything(full)
        assert data not in everything(theirs)


def _font_data(pdf: bytes) -> bytes:
    reader = read(pdf)
    for number in range(1, int(reader.trailer["/Size"])):
        value = reader.get_object(number)
        if isinstance(value, StreamObject) and "/Length1" in value:
            return value.get_data()
    raise AssertionError("no font")


def test_every_object_of_the_file_is_reached_so_nothing_lies_there_unseen(full, theirs):
    for file in (full, theirs):
        _require_all_reached(file)


def _require_all_reached(file: bytes) -> None:
    reader = read(file)
    numbers = {each for table in reader.xref.values() for each in table}
    numbers |= set(reader.xref_objStm)
    seen: set[int] = set()
    waiting = [reader.trailer]
    while waiting:
        value = waiting.pop()
        if hasattr(value, "idnum"):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, DictionaryObject):
            waiting.extend(dict.values(value))
        elif isinstance(value, list):
            waiting.extend(list.__iter__(value))
    unseen = {n for n in numbers - seen - {0} if not _carries_others(reader, n)}
    assert unseen == set()


def _carries_others(reader, number: int) -> bool:
    """Streams of objects and of the table of objects are reached by readers, not by references."""
    value = reader.get_object(number)
    return isinstance(value, DictionaryObject) and value.get("/Type") in ("/ObjStm", "/XRef")


def test_no_byte_lies_outside_the_objects(theirs):
    left = re.sub(rb"\d+ 0 obj\n.*?\nendobj\n", b"", theirs, flags=re.DOTALL)
    assert re.fullmatch(rb"%PDF-1\.7\n%....\nstartxref\n\d+\n%%EOF\n", left, re.DOTALL)


@pytest.mark.parametrize("words_of", [texts_by_pypdf, texts_by_poppler])
def test_all_other_pages_are_there_under_the_numbers_that_everybody_has(full, theirs, words_of):
    everybody = [each for each in feet(words_of(full)) if each[0] != 2]
    assert feet(words_of(theirs)) == everybody
    assert [number for _, number, _ in everybody] == [1, 2, 3, 7, 8]


def test_readers_call_pages_by_those_numbers_too(theirs):
    assert read(theirs).page_labels == ["1", "2", "3", "7", "8"]


@pytest.mark.parametrize("words_of", [texts_by_pypdf, texts_by_poppler])
def test_the_contents_name_the_item_without_whose_it_is(theirs, words_of):
    assert (
        "Item 2: A first review Withheld from you: a conflict of interest. Pages 4 to 6 are not in "
        "this file. Item 3: Jones 7"
    ) in words_of(theirs)[0]


def test_its_bookmark_leads_to_the_contents_and_has_no_papers(theirs):
    assert bookmarks(theirs) == [
        (0, "Contents", 0),
        (0, "Item 1: Harris", 1),
        (1, "Form F", 1),
        (0, "Item 2: A first review (withheld from you)", 0),
        (0, "Item 3: Jones", 3),
        (1, "Views", 3),
        (1, "Medical", 4),
    ]


def test_an_item_without_a_public_title_is_named_by_its_number_alone():
    made = prepare(meeting(Item(SECRET, (Paper("Form F", own(SECRET)),))))
    file = made.file_for(Recipient("Bo Lindqvist", frozenset({1})))
    assert (
        "Item 1 Withheld from you: a conflict of interest. Page 2 is not in this file."
        in (texts_by_poppler(file)[0])
    )
    assert not says(file, SECRET)


def test_an_item_without_papers_is_withheld_by_name_too():
    made = prepare(meeting(Item(f"About {SECRET}", public_title="A word about a household")))
    file = made.file_for(Recipient("Bo Lindqvist", frozenset({1})))
    assert (
        "Item 1: A word about a household Withheld from you: a conflict of interest."
        in (texts_by_poppler(file)[0])
    )
    assert "not in this file" not in texts_by_poppler(file)[0]
    assert not says(file, SECRET)


def test_limits_of_withheld_papers_are_not_told_either(pack):
    both = pack.file_for(Recipient("Bo Lindqvist", frozenset({2, 3})))
    assert "This file is tagged to be read aloud and follows PDF/UA-1." in texts_by_poppler(both)[0]
    assert b"pdfuaid:part" in everything(both)
    assert b"pdfuaid:part" not in everything(pack.file_for(ADA))


def test_a_conflict_that_becomes_known_later_changes_nobodys_numbers(pack, full):
    later = pack.file_for(Recipient("Cai Rhys", frozenset({1})))
    assert feet(texts_by_poppler(later)) == [
        each for each in feet(texts_by_poppler(full)) if each[0] != 1
    ]
    assert pack.file_for(ADA) == full


def test_somebody_with_a_conflict_in_everything_gets_the_contents(pack):
    file = pack.file_for(Recipient("Bo Lindqvist", frozenset({1, 2, 3})))
    assert feet(texts_by_poppler(file)) == [(0, 1, 8)]
    assert not says(file, "Harris")


def test_an_item_that_is_not_on_the_agenda_cannot_be_withheld(pack):
    """Whoever asks for it means another, which would then be sent."""
    with pytest.raises(LookupError, match="There is no item 4"):
        pack.file_for(Recipient("Bo Lindqvist", frozenset({4})))


def test_long_public_titles_do_not_move_the_numbers_of_others():
    items = [
        Item(
            f"H{n}",
            (Paper("A", outside(f"w{n}")),),
            public_title=f"A long name {n}: " + "word " * 120,
        )
        for n in range(1, 12)
    ]
    made = prepare(meeting(*items))
    full, some = (
        feet(texts_by_poppler(made.file_for(Recipient("Bo", frozenset(withheld)))))
        for withheld in ((), range(1, 10))
    )
    assert some == [each for each in full if each[0] not in range(1, 10)]


def test_an_item_without_papers_leaves_nothing_unreached_either():
    _require_all_reached(prepare(meeting(Item("Talk"), Item("More"))).file_for(ADA))
