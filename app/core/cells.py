"""Cells of a long table and options of a long select, made in Python: a list of hundreds of rows
has thousands of cells, and a macro of the templates takes five times as long for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from app.core.present import say

SHORT = 11
"""Characters up to which a cell's words stay on one line: a day, a word or two."""


def cell(
    value: Any, href: str | None = None, numeric: bool = False, header: bool = False
) -> Markup:
    """One cell: words, linked if `href` is given; markup that a page made itself stays markup.

    A `header` names its row. A day or a word or two is not broken in two.
    """
    words = value if isinstance(value, Markup) else escape(say(value))
    short = " hearth-table__short" if len(words) <= SHORT else ""
    told: str = words
    if href:
        told = f'<a class="govuk-link" href="{escape(href)}">{words}</a>'
    if header:
        made = f'<th scope="row" class="govuk-table__header">{told}</th>'
    else:
        number = " govuk-table__cell--numeric" if numeric else ""
        made = f'<td class="govuk-table__cell{short}{number}">{told}</td>'
    return Markup(made)  # noqa: S704 - its words and its address were escaped above


def rows_of(rows: Iterable[Iterable[Any]], words: int) -> Markup:
    """The rows of a table of numbers: the first `words` columns are words, the first of them names
    its row; the others are numbers."""
    made = (
        "".join(
            cell(value, numeric=place >= words, header=place == 0)
            for place, value in enumerate(row)
        )
        for row in rows
    )
    return Markup("".join(f'<tr class="govuk-table__row">{row}</tr>\n' for row in made))  # noqa: S704 - cells of `cell`


def with_options(drawn: Markup, choices: Iterable[Any]) -> Markup:
    """A select that was drawn without options, with these choices of its field."""
    before, end, after = str(drawn).rpartition("</select>")
    return Markup("".join((before, *map(_option, choices), end, after)))  # noqa: S704 - escaped below


def _option(choice: Any) -> str:
    attributes = "".join(
        f' {escape(name)}="{escape(value)}"' for name, value in (choice.render_kw or {}).items()
    )
    selected = " selected" if choice.selected else ""
    value = escape(choice.value)
    return f'<option value="{value}"{selected}{attributes}>{escape(choice.label)}</option>\n'
