"""A paper's tags carried into a pack: which strokes are a heading, a list, a table, a link.

The library that reads PDFs joins files without their tags; so they are read here element by
element and written anew. Tags are carried over only if they are whole: everything drawn belongs to
a tag or is decoration, and each knows the other. What does not hold together is taken as not
tagged, which a reader is told, rather than passed on as if it were sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject, TextStringObject

from app.panel.pack.marks import Marks
from app.panel.pack.objects import (
    Copied,
    array,
    dictionary,
    flat_tree,
    plain,
    resolved,
)

STANDARD = frozenset(
    f"/{name}"
    for name in (
        "Annotation Art BibEntry BlockQuote Caption Code Div Document Figure Form Formula H H1 H2 "
        "H3 H4 H5 H6 Index L LBody LI Lbl Link NonStruct Note P Part Private Quote RB RP RT "
        "Reference Ruby Sect Span TBody TD TFoot TH THead TOC TOCI TR Table WP WT Warichu"
    ).split()
)
"""The tags that every reader knows (ISO 32000-1, 14.8.4)."""

MOST_DEEP = 200

WORDS = ("/T", "/Lang", "/Alt", "/E", "/ActualText")


class NotSound(Exception):
    """A file's tags do not hold together."""


@dataclass(slots=True)
class Element:
    """A tag: what it is, its parent (None at the top), and what belongs to it."""

    source: dict[Any, Any]
    role: str
    parent: int | None
    kids: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Strokes:
    """What is drawn of a tag on a page."""

    page: int
    mcid: int


@dataclass(slots=True)
class Linked:
    """An annotation that belongs to a tag."""

    annotation: int


@dataclass(slots=True)
class Within:
    """A tag within a tag."""

    element: int


@dataclass(slots=True)
class Tree:
    """The tags of a file. Numbers are the file's own object numbers."""

    elements: dict[int, Element] = field(default_factory=dict)
    top: list[Any] = field(default_factory=list)
    owners: dict[tuple[int, int], int | None] = field(default_factory=dict)
    """Whose the strokes are: by page and number."""

    links: dict[int, int | None] = field(default_factory=dict)
    """Whose each annotation is."""

    parents: dict[int, Any] = field(default_factory=dict)
    classes: Mapping[Any, Any] = field(default_factory=dict)
    one_top: bool = False
    """Whether one tag holds all the others."""


def tree_of(reader: PdfReader) -> Tree:
    """The tags of a file. NotSound if it has none or they cannot be followed."""
    catalog = dictionary(reader.trailer["/Root"])
    root = dictionary(catalog.get("/StructTreeRoot"))
    marked = resolved(dictionary(catalog.get("/MarkInfo")).get("/Marked"))
    if not root or not getattr(marked, "value", False):
        raise NotSound("no tags")
    tree = Tree(classes=dictionary(root.get("/ClassMap")))
    for key, value in flat_tree(root.get("/ParentTree"), "/Nums"):
        tree.parents[int(key)] = value
    roles = dictionary(root.get("/RoleMap"))
    tree.one_top = len(_as_list(root.get("/K"))) == 1
    waiting: list[tuple[Any, int | None, int | None, list[Any], int]] = []
    waiting.append((root.get("/K"), None, None, tree.top, 0))
    while waiting:
        kids, owner, page, into, deep = waiting.pop()
        if deep > MOST_DEEP:
            raise NotSound("tags within tags without end")
        for kid in _as_list(kids):
            within = _kid(tree, kid, owner, page, into, roles)
            if within is not None:
                element, own_page, own = within
                waiting.append((element.source.get("/K"), own, own_page, element.kids, deep + 1))
    return tree


def _as_list(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return array(kids) if isinstance(resolved(kids), list) else [kids]


def _kid(
    tree: Tree,
    kid: Any,
    owner: int | None,
    page: int | None,
    into: list[Any],
    roles: dict[Any, Any],
) -> tuple[Element, int | None, int | None] | None:
    """Take one kid in; a tag is given back, with its page and number, for its own kids."""
    value = resolved(kid)
    if isinstance(value, int):
        _own(tree, page, int(value), owner, into)
        return None
    if not isinstance(value, dict):
        raise NotSound("a tag holds something that is not known")
    kind = resolved(dict.get(value, "/Type", "/StructElem"))
    if kind == "/MCR":
        if "/Stm" in value:
            raise NotSound("a tag’s strokes stand in another stream")
        _own(tree, _page(value, page), int(resolved(value.get("/MCID"))), owner, into)
        return None
    if kind == "/OBJR":
        target = value.raw_get("/Obj") if hasattr(value, "raw_get") else None
        if not isinstance(target, IndirectObject):
            raise NotSound("a tag holds an annotation that cannot be found")
        into.append(Linked(target.idnum))
        tree.links[target.idnum] = owner
        return None
    if not isinstance(kid, IndirectObject) or kid.idnum in tree.elements:
        raise NotSound("a tag stands in two places")
    own_page = _page(value, None)
    if tree.one_top and into is tree.top and resolved(value.get("/S")) == "/Document":
        tree.one_top = False
        return Element(value, "/Document", None, into), own_page, None
    tree.elements[kid.idnum] = Element(value, _role(str(resolved(value.get("/S"))), roles), owner)
    into.append(Within(kid.idnum))
    return tree.elements[kid.idnum], own_page, kid.idnum


def _own(tree: Tree, page: int | None, mcid: int, owner: int | None, into: list[Any]) -> None:
    if page is None or (page, mcid) in tree.owners:
        raise NotSound("strokes belong to two tags or stand on no page")
    tree.owners[page, mcid] = owner
    into.append(Strokes(page, mcid))


def _page(value: Any, otherwise: int | None) -> int | None:
    page = dict.get(value, "/Pg")
    return page.idnum if isinstance(page, IndirectObject) else otherwise


def _role(name: str, roles: dict[Any, Any]) -> str:
    for _ in range(20):
        if name in STANDARD:
            return name
        name = str(resolved(roles.get(name)))
    raise NotSound("a tag that no reader knows")


def require_whole(tree: Tree, page: int, parents_key: Any, marks: Marks) -> set[int]:
    """NotSound unless everything drawn on this page belongs to a tag that knows of it. Gives the
    strokes whose tag stands outside the tree: running heads and feet, which are decoration."""
    if marks.unmarked:
        raise NotSound("something is drawn that has no tag")
    known = array(tree.parents.get(parents_key)) if isinstance(parents_key, int) else []
    loose: set[int] = set()
    for mcid in marks.mcids:
        listed = known[mcid] if mcid < len(known) else None
        if not isinstance(listed, IndirectObject):
            raise NotSound("strokes do not know their tag")
        if (page, mcid) not in tree.owners:
            if listed.idnum in tree.elements:
                raise NotSound("a tag does not know its strokes")
            loose.add(mcid)
        elif tree.owners[page, mcid] not in (listed.idnum, None):
            raise NotSound("strokes and tags disagree")
    return loose


@dataclass(slots=True)
class Carried:
    """How a paper's tags come over: what its pages and annotations are called in the pack."""

    copied: Copied
    pages: dict[int, int]
    annotations: dict[int, int]
    within: int
    """The tag of the paper itself, which holds them all."""

    prefix: bytes
    """Put before each identifier, so that those of two papers differ."""

    ids: list[tuple[bytes, int]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def number(self, element: int | None) -> int:
        """What a tag is called in the pack."""
        return self.within if element is None else self.numbers[element]

    def carry(self, tree: Tree) -> bytes:
        """Write every tag; what stands in the paper’s own tag."""
        made = self.copied.made
        for own in tree.elements:
            self.numbers[own] = made.numbers()
        for own, element in tree.elements.items():
            made.add(self._body(tree, own, element), self.numbers[own])
        return self._kids(tree.top)

    def _body(self, tree: Tree, own: int, element: Element) -> bytes:
        source = element.source
        out = b"<</Type /StructElem /S %b /P %d 0 R " % (
            element.role.encode(),
            self.number(element.parent),
        )
        page = _page(source, None)
        if page in self.pages:
            out += b"/Pg %d 0 R " % self.pages[page]
        if "/ID" in source:
            name = self.prefix + _bytes_of(resolved(source["/ID"]))
            self.ids.append((name, self.numbers[own]))
            out += b"/ID <%b> " % name.hex().encode()
        described = [self._attributes(each) for each in _attributes_of(source, tree.classes)]
        if described:
            out += b"/A [%b] " % b" ".join(described)
        for key in WORDS:
            if isinstance(value := resolved(source.get(key)), TextStringObject):
                out += b"%b %b " % (key.encode(), plain(value))
        return out + b"/K %b>>" % self._kids(element.kids)

    def _kids(self, kids: list[Any]) -> bytes:
        out: list[bytes] = []
        for kid in kids:
            match kid:
                case Within(element):
                    out.append(b"%d 0 R" % self.numbers[element])
                case Strokes(page, mcid) if page in self.pages:
                    out.append(b"<</Type /MCR /Pg %d 0 R /MCID %d>>" % (self.pages[page], mcid))
                case Linked(annotation) if annotation in self.annotations:
                    out.append(b"<</Type /OBJR /Obj %d 0 R>>" % self.annotations[annotation])
        return b"[%b]" % b" ".join(out)

    def _attributes(self, attributes: dict[Any, Any]) -> bytes:
        rest = self.copied.entries(attributes, frozenset(("/Headers",)))
        if "/Headers" not in attributes:
            return b"<<%b>>" % rest
        named = (self.prefix + _bytes_of(resolved(one)) for one in array(attributes["/Headers"]))
        return b"<<%b/Headers [%b]>>" % (
            rest,
            b" ".join(b"<%b>" % name.hex().encode() for name in named),
        )


def _bytes_of(value: Any) -> bytes:
    return bytes(value.original_bytes)


def _attributes_of(source: dict[Any, Any], classes: Mapping[Any, Any]) -> Iterator[dict[Any, Any]]:
    """What is said of a tag, of itself or by its class."""
    named = [resolved(each) for each in _as_list(source.get("/C"))]
    said = _as_list(source.get("/A"))
    for name in named:
        if isinstance(name, str):
            said += _as_list(classes.get(name))
    for each in said:
        value = resolved(each)
        if isinstance(value, dict) and not isinstance(value, StreamObject):
            yield value


@dataclass(frozen=True, slots=True)
class Leaves:
    """A part’s leaves of the two trees that lead from strokes, and from identifiers, to tags."""

    strokes: int
    identifiers: int | None


def leaves(
    copied: Copied, strokes: list[tuple[int, bytes]], identifiers: list[tuple[bytes, int]]
) -> Leaves:
    """Write a part's leaves. Keys grow."""
    made = copied.made
    nums = b" ".join(b"%d %b" % pair for pair in strokes)
    limits = b"%d %d" % (strokes[0][0], strokes[-1][0])
    by_key = made.add(b"<</Limits [%b] /Nums [%b]>>" % (limits, nums))
    if not identifiers:
        return Leaves(by_key, None)
    names = sorted(identifiers)
    written = b" ".join(b"<%b> %d 0 R" % (name.hex().encode(), number) for name, number in names)
    ends = b"<%b> <%b>" % tuple(names[end][0].hex().encode() for end in (0, -1))
    return Leaves(by_key, made.add(b"<</Limits [%b] /Names [%b]>>" % (ends, written)))


def owners_written(carried: Carried, tree: Tree, page: int, marks: Marks) -> bytes:
    """Whose the strokes of a page are, as the pack's tree of strokes lists them."""
    last = max(marks.mcids, default=-1)
    owned = (tree.owners.get((page, mcid), 0) for mcid in range(last + 1))
    return b"[%b]" % b" ".join(
        b"null" if own == 0 else b"%d 0 R" % carried.number(own) for own in owned
    )
