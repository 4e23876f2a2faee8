"""A picture: its drawing, and everything that says the same without it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.pictures.marks import HIDDEN, Drawing, Value
from app.pictures.svg import on_page
from app.pictures.tones import Tone


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with everything that says the same without it.

    `key` names it in an address and on its page; `says` is one or two sentences of what is to be
    seen; `legend` the tones used and what each is of; `head` and `rows` its table, of which the
    columns from `words` on are numbers; `source` where the numbers are from.
    """

    key: str
    title: str
    says: str
    wide: Drawing
    narrow: Drawing
    legend: tuple[tuple[Tone, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    source: str = ""
    words: int = 1

    @property
    def hides(self) -> bool:
        """Is any number of the table hidden?"""
        return any(value == HIDDEN for row in self.rows for value in row[self.words :])

    @property
    def drawn(self) -> Markup:
        """Both drawings for a page; its stylesheet shows the one that fits."""
        label = f"{self.title}. {self.says}"
        return on_page(self.wide, label, "wide") + on_page(self.narrow, label, "narrow")
