"""Any agenda, any papers, any conflicts: what each page says, against a list made by hand."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.panel.pack import Item, Paper, PaperRefused, Recipient, prepare
from tests.panel.pack_papers import (
    bookmarks,
    feet,
    meeting,
    outside,
    own,
    read,
    says,
    texts_by_poppler,
    texts_by_pypdf,
)


@dataclass(frozen=True)
class Told:
    """A page of the model: its item, what it says, its paper's place in the item."""

    item: int
    words: str
    paper: int


papers = st.lists(st.tuples(st.sampled_from(["own", "outside"]), st.integers(1, 3)), max_size=3)
agendas = st.lists(papers, max_size=4)


def _paper(kind: str, pages: int, item: int, place: int) -> tuple[Paper, list[str]]:
    """Its words name its item and its place, and are nowhere else; W0 ends what W01 would begin."""
    words = [f"Zq{item}x{place}x{page}W" for page in range(pages)]
    made = own(*words) if kind == "own" else outside(*words)
    return Paper(f"Title{item}x{place}T", made), words


@given(agendas, st.data())
@settings(max_examples=8, deadline=None)
def test_every_file_is_what_a_simple_list_of_pages_says(agenda, data):
    items: list[Item] = []
    model: list[Told] = []
    for number, kinds in enumerate(agenda, start=1):
        made = [_paper(kind, pages, number, at) for at, (kind, pages) in enumerate(kinds)]
        items.append(Item(f"Family{number}F", tuple(p for p, _ in made), f"Public{number}P"))
        model += [Told(number, words, at) for at, (_, each) in enumerate(made) for words in each]
    numbers = range(1, len(items) + 1)
    withheld = data.draw(st.frozensets(st.sampled_from(numbers)) if items else st.just(frozenset()))
    file = prepare(meeting(*items)).file_for(Recipient("Ada Okafor", withheld))
    _check(file, items, model, withheld)


def _check(file: bytes, items: list[Item], model: list[Told], withheld: frozenset[int]) -> None:
    by_pypdf, by_poppler = texts_by_pypdf(file), texts_by_poppler(file)
    front = sum(item == 0 for item, _, _ in feet(by_poppler))
    of = front + len(model)
    numbered = list(enumerate(model, start=front + 1))
    kept = [(at, told) for at, told in numbered if told.item not in withheld]
    wanted = [(0, at + 1, of) for at in range(front)] + [(t.item, at, of) for at, t in kept]
    assert feet(by_pypdf) == feet(by_poppler) == wanted
    for texts in (by_pypdf, by_poppler):
        for text, (_, told) in zip(texts[front:], kept, strict=True):
            assert told.words in text
            assert sum(each.words in text for each in model) == 1
    assert read(file).page_labels == [str(at) for _, at, _ in wanted]
    _check_contents(" ".join(by_poppler[:front]), items, numbered, withheld)
    _check_bookmarks(file, items, [told for _, told in kept], withheld, front)
    for told in model:
        if told.item in withheld:
            assert not says(file, told.words)
            assert not says(file, f"Title{told.item}x{told.paper}T")
    for number in withheld:
        assert not says(file, f"Family{number}F")


def _check_contents(
    words: str, items: list[Item], numbered: list[tuple[int, Told]], withheld: frozenset[int]
) -> None:
    for number, item in enumerate(items, start=1):
        own_pages = [at for at, told in numbered if told.item == number]
        if number in withheld:
            assert f"Item {number}: Public{number}P Withheld" in words
            if len(own_pages) > 1:
                assert f"Pages {own_pages[0]} to {own_pages[-1]} are not in this file" in words
            elif own_pages:
                assert f"Page {own_pages[0]} is not in this file" in words
            continue
        assert f"Public{number}P" not in words
        line = f"Item {number}: Family{number}F"
        if not item.papers:
            assert f"{line} No papers" in words
            continue
        line += f" {own_pages[0]}"
        for place, paper in enumerate(item.papers):
            first = min(at for at, t in numbered if (t.item, t.paper) == (number, place))
            line += f" {paper.title} {first}"
        assert line in words


def _check_bookmarks(
    file: bytes, items: list[Item], kept: list[Told], withheld: frozenset[int], front: int
) -> None:
    wanted: list[tuple[int, str, int]] = [(0, "Contents", 0)]
    for number, item in enumerate(items, start=1):
        firsts = [
            front + min(at for at, t in enumerate(kept) if (t.item, t.paper) == (number, place))
            for place in range(len(item.papers))
            if number not in withheld
        ]
        name = f"Public{number}P (withheld from you)" if number in withheld else item.title
        wanted.append((0, f"Item {number}: {name}", firsts[0] if firsts else 0))
        wanted += [(1, p.title, at) for p, at in zip(item.papers, firsts, strict=False)]
    assert bookmarks(file) == wanted


@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6))
@example([(0.0, 0)])
@settings(max_examples=30, deadline=None)
def test_a_damaged_paper_is_refused_by_name_or_read_never_a_failure(damage):
    whole = outside("One", "Two", page="/Annots [10 0 R]",
                    objects=("<</Type /Annot /Subtype /Link /Rect [1 1 2 2]>>",))  # fmt: skip
    content = bytearray(whole)
    for where, byte in damage:
        content[int(where * len(content))] = byte
    try:
        pack = prepare(meeting(Item("A", (Paper("Medical report", bytes(content)),))))
    except PaperRefused as refused:
        pack, words = None, str(refused)
    if pack is None:
        assert "Medical report" in words
    else:
        file = pack.file_for(Recipient("Ada Okafor"))
        assert feet(texts_by_pypdf(file))[-1][1] == len(read(file).pages)
