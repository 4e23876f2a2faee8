"""Word files as templates: what they may contain, and how they are filled.

A template is data, not a program: it may name known fields, ask whether one is there, and go
through the lines of one. Anything else is refused when it is sent; and when a letter is made it is
filled in a sandbox, every value escaped.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from app.core.present import long_day
from app.documents.kinds import FileType, LetterKey
from app.documents.letters.fields import Field, Holds, Value, fields_of
from app.documents.opened import Opened

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.For,
)  # fmt: skip
"""All that a template may be made of."""

COMMANDS = re.compile(r"{{|{%|{#")
UNPRINTABLE = re.compile(r"[\0-\x08\x0b-\x1f\x7f]")


class TemplateFaulty(Exception):
    """A template could not be filled."""


def environment() -> SandboxedEnvironment:
    """Where templates are filled: nothing to call, every value escaped."""
    made = SandboxedEnvironment(autoescape=True)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


# --------------------------------------------------------------------------------- what it may be


def faults_of_template(key: LetterKey, opened: Opened) -> list[str]:
    """Why this file cannot be a letter, each in a sentence; nothing if it can."""
    if opened.type is not FileType.DOCX:
        return ["A letter is a Word file: save it as .docx and send that."]
    try:
        sources = list(_sources(opened.content))
    except (KeyError, ValueError, AttributeError) as wrong:
        return [f"Word’s own parts are missing from this file ({type(wrong).__name__})."]
    fields = {field.name: field for field in fields_of(key)}
    found = [fault for source in sources for fault in _faults_of(source, fields)]
    if not found and not any(COMMANDS.search(source) for source in sources):
        found = ["It names no field, so every letter would be the same. Write {{ recipient }}."]
    if not found:
        found = _faults_when_filled(key, opened.content)
    return list(dict.fromkeys(found))


def _sources(content: bytes) -> Iterator[str]:
    """The parts of a Word file that are filled, as the filling sees them."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(content))
    template.render_init()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if "footnotes" in str(part.partname):
            yield template.patch_xml(part.blob.decode("utf-8", "replace"))
    properties = template.docx.core_properties
    for name in ("author", "comments", "identifier", "keywords", "subject", "title", "category"):
        yield str(getattr(properties, name))


def _faults_of(source: str, fields: Mapping[str, Field]) -> Iterator[str]:
    try:
        parsed = environment().parse(source)
    except TemplateSyntaxError as wrong:
        yield f"A command cannot be read: {wrong.message}. Each has its {{%p endif %}} or endfor."
        return
    yield from _faults_below(parsed, fields, frozenset())


def _faults_below(
    node: nodes.Node, fields: Mapping[str, Field], going_through: frozenset[str]
) -> Iterator[str]:
    if not isinstance(node, ALLOWED):
        yield (
            f"Only fields, “if” and “for” may stand in a letter: there is a "
            f"“{type(node).__name__.lower()}” on line {node.lineno}."
        )
        return
    if isinstance(node, nodes.Name):
        yield from _faults_of_name(node, fields, going_through)
        return
    if isinstance(node, nodes.For):
        yield from _faults_of_for(node, fields, going_through)
        return
    for below in node.iter_child_nodes():
        yield from _faults_below(below, fields, going_through)


def _faults_of_name(
    node: nodes.Name, fields: Mapping[str, Field], going_through: frozenset[str]
) -> Iterator[str]:
    if node.name not in fields and node.name not in going_through:
        yield f"“{node.name}” is no field of this letter. The fields are listed below."


def _faults_of_for(
    node: nodes.For, fields: Mapping[str, Field], going_through: frozenset[str]
) -> Iterator[str]:
    whole = isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)
    field = fields.get(node.iter.name) if isinstance(node.iter, nodes.Name) else None
    if not whole or field is None or field.holds is not Holds.LINES:
        yield "A “for” goes through a field of lines, like {%p for line in terms %}."
    elif going_through:
        yield "A “for” may not stand inside another."
    elif node.else_ or node.test or node.recursive:
        yield "A “for” has lines and an “endfor”, and nothing else."
    else:
        within = going_through | {node.target.name}  # type: ignore[attr-defined]
        for below in node.body:
            yield from _faults_below(below, fields, within)


def _faults_when_filled(key: LetterKey, content: bytes) -> list[str]:
    from app.documents.letters.fields import examples

    try:
        made = fill(content, examples(key), fields_of(key), title="Trial")
    except TemplateFaulty as wrong:
        return [str(wrong)]
    return [] if COMMANDS.search(words_in(made)) is None else ["Some command was left unfilled."]


# ------------------------------------------------------------------------------------ filling it


def fill(
    content: bytes, facts: Mapping[str, Value | None], fields: tuple[Field, ...], *, title: str
) -> bytes:
    """A Word file with its fields filled: days in words, what is not known left empty."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(content))
    said = {field.name: _said(facts.get(field.name), field) for field in fields}
    try:
        template.render(said, jinja_env=environment(), autoescape=True)
    except (SecurityError, TemplateError, ValueError, KeyError) as wrong:
        raise TemplateFaulty(f"It cannot be filled: {type(wrong).__name__}.") from wrong
    properties = template.docx.core_properties
    properties.title, properties.language = title, "en-GB"
    properties.author = properties.last_modified_by = str(facts.get("service") or "")
    for name in ("comments", "keywords", "subject", "category", "identifier"):
        setattr(properties, name, "")
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _said(value: Value | None, field: Field) -> Any:
    if field.holds is Holds.LINES:
        given = value.splitlines() if isinstance(value, str) else (value or ())
        return [_clean(str(line)) for line in given if str(line).strip()]  # type: ignore[union-attr]
    if isinstance(value, date):
        return long_day(value)
    return _clean(str(value or ""))


def _clean(words: str) -> str:
    return UNPRINTABLE.sub("", words.replace("\r\n", "\n"))


_SPEAKS = re.compile(rb">\s*[^<\s]|<!")
"""Something between two marks, or a declaration: without either a part holds no word. Of a file's
bytes most are its styles, which hold none."""


def words_in(content: bytes) -> str:
    """Every word of a Word file, whatever part it stands in: body, header, footer, properties."""
    from defusedxml.ElementTree import fromstring

    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith(".xml") and _SPEAKS.search(part := packed.read(name)):
                found.append(_words_of(fromstring(part)))
    lines = (" ".join(line.split()) for line in "\n".join(found).splitlines())
    return "\n".join(line for line in lines if line)


def _words_of(part: Any) -> str:
    """The words of one part, a paragraph a line: Word breaks words into pieces anywhere."""
    pieces: list[str] = []
    for element in part.iter():
        if element.tag.endswith("}p") or element.tag.endswith("}br"):
            pieces.append("\n")
        elif element.tag.endswith("}tab"):
            pieces.append(" ")
        pieces.append(element.text or "")
    return "".join(pieces)
