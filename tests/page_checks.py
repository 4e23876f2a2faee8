"""Every page that any test fetches is checked as a page.

What a browser would mend without a word, what a screen reader would trip over, and what only an
eye would catch (markup shown as text) all raise here, on the page that has them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
NO_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 span strong em label a button dt".split())
"""Elements that hold words only; a block inside ends them, whatever was meant (a: by our rule)."""

BLOCKS = frozenset(
    "article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main "
    "nav ol p section table ul".split()
)
ALLOWED_IN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup", "hr"},
}
ONLY_IN = {
    "li": {"ul", "ol", "menu"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "caption": {"table"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "legend": {"fieldset"},
    "option": {"select", "optgroup", "datalist"},
}
NOT_NESTED = ("a", "button", "form", "label")
REFERS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "headers", "list")
ASKS = frozenset({"input", "select", "textarea"})
NOT_ASKED = frozenset({"hidden", "submit", "button", "reset", "image"})

TAGS_AS_TEXT = re.compile(
    r"</?(?:a|b|br|div|em|li|ol|p|small|span|strong|svg|table|td|th|tr|ul)(?:\s[^<>]*)?/?>", re.I
)
TEMPLATE_AS_TEXT = re.compile(r"{{|}}|{%|%}|\bUndefined\b|<[\w.]+ object at 0x|Markup\(")
CODE_AS_TEXT = re.compile(r"^(?:None|True|False|nan|\[\]|\{\}|dict_\w+.*|[A-Z]\w+\.[A-Z_]{2,})$")
"""Python's own words where people's words were meant."""

INLINE_SCRIPT = "document.body.className += ' js-enabled'"
"""How the one inline script begins that the content security policy allows."""


@dataclass
class Element:
    """An element being read."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    """Reads a page and notes what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.open: list[Element] = []
        self.ids: Counter[str] = Counter()
        self.references: list[tuple[str, str, int]] = []
        self.asked: list[Element] = []
        self.labelled: set[str] = set()
        self.headings: list[Element] = []
        self.title = ""
        self.language = ""
        self.doctype = False
        self.mains = 0

    def note(self, what: str) -> None:
        self.wrong.append(f"line {self.getpos()[0]}: {what}")

    def handle_decl(self, decl: str) -> None:
        self.doctype = self.doctype or decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._begin(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)
        if tag not in VOID and not self._inside("svg"):
            self.note(f"<{tag}/> does not close itself in HTML")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1].tag != tag:
            wanted = self.open[-1].tag if self.open else "nothing"
            self.note(f"</{tag}> stands where </{wanted}> was to be")
            if not self._inside(tag):
                return
            while self.open and self.open[-1].tag != tag:
                self.open.pop()
        self._end(self.open.pop())

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words or not self.open:
            return
        for element in self.open:
            element.words.append(words)
        tag = self.open[-1].tag
        if tag == "script":
            if not words.startswith(INLINE_SCRIPT) and "src" not in self.open[-1].attributes:
                self.note("an inline script; scripts live in files")
            return
        if tag in ALLOWED_IN and tag != "select":
            self.note(f"words straight inside <{tag}>: “{words[:40]}”")
        self._check_words(words, tag)

    def _check_words(self, words: str, tag: str) -> None:
        if tag in ("textarea", "code"):  # what somebody typed, or is told to type
            return
        if TAGS_AS_TEXT.search(words):
            self.note(f"markup shown as text: “{words[:80]}”")
        answer = tag in ("option", "label")  # "None" is a fair answer to some questions
        if TEMPLATE_AS_TEXT.search(words) or (CODE_AS_TEXT.match(words) and not answer):
            self.note(f"the program's words shown to people: “{words[:80]}”")

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        names = [name for name, _ in attrs]
        for name in {name for name in names if names.count(name) > 1}:
            self.note(f"<{tag}> says {name} twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self._check_place(element)
        self._check_attributes(element)
        if self.open:
            self.open[-1].children.append(tag)
        if tag == "html":
            self.language = element.attributes.get("lang", "")
        self.mains += tag == "main"
        if tag in ASKS and element.attributes.get("type", "text") not in NOT_ASKED:
            self.asked.append(element)
            if self._inside("label"):
                self.labelled.add(element.attributes.get("id", ""))
        return element

    def _check_place(self, element: Element) -> None:
        if self._inside("svg"):
            return
        tag, parent = element.tag, self.open[-1].tag if self.open else ""
        if tag in NOT_NESTED and self._inside(tag):
            self.note(f"<{tag}> inside <{tag}>")
        if parent in ALLOWED_IN and tag not in ALLOWED_IN[parent]:
            self.note(f"<{tag}> straight inside <{parent}>")
        if tag in ONLY_IN and parent not in ONLY_IN[tag]:
            self.note(f"<{tag}> outside its <{'> or <'.join(sorted(ONLY_IN[tag]))}>")
        if tag in BLOCKS:
            for outer in self.open:
                if outer.tag in NO_BLOCKS:
                    self.note(f"<{tag}> inside <{outer.tag}>")
        if tag in ("a", "button", "input", "select", "textarea") and (
            self._inside("a") or self._inside("button")
        ):
            self.note(f"<{tag}> inside a link or button")

    def _check_attributes(self, element: Element) -> None:
        given = element.attributes
        if "id" in given:
            self.ids[given["id"]] += 1
            if not given["id"] or " " in given["id"]:
                self.note(f"<{element.tag}> has the id “{given['id']}”")
        if "style" in given:
            self.note(f"<{element.tag}> has an inline style")
        for name in given:
            if name.startswith("on"):
                self.note(f"<{element.tag}> has an inline {name}")
        for name in REFERS:
            for wanted in given.get(name, "").split():
                self.references.append((name, wanted, element.line))
        if element.tag == "label":
            self.labelled.add(given.get("for", ""))
        self._check_addresses(element)
        if element.tag == "img" and "alt" not in given:
            self.note("a picture without alt")

    def _check_addresses(self, element: Element) -> None:
        given = element.attributes
        address = given.get("href", given.get("src", given.get("action", "/")))
        if element.tag in ("script", "link", "img", "source", "iframe") and re.match(
            r"(?:https?:)?//|data:", address
        ):
            self.note(f"<{element.tag}> is fetched from elsewhere: {address[:60]}")
        if element.tag == "a" and "href" in given:
            if not address or address.lower().startswith("javascript:"):
                self.note(f"a link that leads to “{address}”")
            elif address.startswith("#") and len(address) > 1:
                self.references.append(("href", address[1:], element.line))
        if element.tag == "form" and not address:
            self.note("a form with an empty action; leave the attribute out")

    def _end(self, element: Element) -> None:
        tag, words = element.tag, " ".join(element.words)
        if tag == "title" and not self._inside("svg"):
            self.title = words
        elif re.fullmatch(r"h[1-6]", tag):
            self.headings.append(element)
            if not words:
                self.note(f"an empty <{tag}>")
        elif tag == "table" and "caption" not in element.children:
            self.note("a table without a caption")
        elif tag == "th" and element.attributes.get("scope") not in (
            "col", "row", "colgroup", "rowgroup",
        ):  # fmt: skip
            self.note("a heading cell without scope")
        elif tag in ("a", "button") and not words and not _named(element):
            self.note(f"<{tag}> says nothing")
        elif tag == "label" and not words:
            self.note("an empty label")
        elif tag == "fieldset" and "legend" not in element.children:
            self.note("a fieldset without a legend")

    def _inside(self, tag: str) -> bool:
        return any(element.tag == tag for element in self.open)


def _named(element: Element) -> bool:
    return bool(element.attributes.get("aria-label") or element.attributes.get("aria-labelledby"))


def faults(html: str) -> list[str]:
    """Everything wrong with a page, with the line it stands on."""
    page = PageReader()
    page.feed(html)
    page.close()
    wrong = page.wrong
    wrong += [f"<{left.tag}> of line {left.line} is never closed" for left in page.open]
    wrong += _faults_of_whole(page)
    wrong += [f"the id “{name}” stands {n} times" for name, n in page.ids.items() if n > 1]
    for name, wanted, line in page.references:
        if wanted not in page.ids:
            wrong.append(f"line {line}: {name} refers to “{wanted}”, which is not there")
    for one in page.asked:
        if not _named(one) and one.attributes.get("id", "") not in page.labelled - {""}:
            what = one.attributes.get("name", "")
            wrong.append(f"line {one.line}: the {one.tag} “{what}” has no label")
    wrong += _forms_without_token(html)
    return wrong


def _faults_of_whole(page: PageReader) -> list[str]:
    wrong = []
    if not page.doctype:
        wrong.append("no <!DOCTYPE html>")
    if not page.language:
        wrong.append("<html> does not say its language")
    if not page.title:
        wrong.append("no title")
    if page.mains != 1:
        wrong.append(f"{page.mains} <main> elements; there is to be one")
    firsts = [heading for heading in page.headings if heading.tag == "h1"]
    if len(firsts) != 1:
        wrong.append(f"{len(firsts)} <h1> elements; there is to be one")
    elif " ".join(firsts[0].words)[:20] not in page.title and not _shares_a_word(
        " ".join(firsts[0].words), page.title
    ):
        wrong.append(f"the title “{page.title}” has no word of the heading")
    return wrong


def _shares_a_word(heading: str, title: str) -> bool:
    def long_words(words: str) -> set[str]:
        return {word.lower() for word in re.findall(r"[\w’']{3,}", words)}

    return bool(long_words(heading) & long_words(title))


def _forms_without_token(html: str) -> list[str]:
    wrong = []
    for form in re.findall(r"<form\b.*?</form>", html, re.S | re.I):
        start = form[: form.index(">")]
        if re.search(r'method="?post', start, re.I) and 'name="csrf_token"' not in form:
            wrong.append(f"a form that writes has no csrf_token: {start[:80]}>")
    return wrong


def check_page(html: str, address: str = "") -> None:
    """Raise with everything wrong with a page."""
    wrong = faults(html)
    if wrong:
        listed = "\n  ".join(wrong[:20])
        raise AssertionError(f"{address} is not a sound page:\n  {listed}")
