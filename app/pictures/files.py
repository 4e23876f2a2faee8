"""Pictures to take away: the table as CSV, the drawing with its words as SVG and PNG."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from flask import Response, abort, request

from app.core.present import Shown, to_csv
from app.core.web import file_answer
from app.pictures.marks import WIDE, Box, Dot, Drawing, Line, Mark, Shape, Value, Word
from app.pictures.picture import Picture
from app.pictures.png import as_png
from app.pictures.svg import alone
from app.pictures.tones import Tone

FORMATS = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}

MARGIN, LINE, LETTERS = 16, 18, 92
"""Units around a sheet and from line to line of its words; letters to a line."""


def picture_file(pictures: Iterable[Picture]) -> Response | None:
    """The file that `?picture=<key>&format=csv|svg|png` asks for; None: the page is wanted.

    Whoever may see the page may take its pictures away. A picture that the page has not is a 404.
    """
    key, wanted = request.args.get("picture"), request.args.get("format", "")
    if key is None or wanted not in FORMATS:
        return None
    picture = next((each for each in pictures if each.key == key), None)
    if picture is None:
        abort(404)
    made = {"csv": as_csv, "svg": as_svg, "png": _png}[wanted](picture)
    return file_answer(made, f"{picture.key}.{wanted}", FORMATS[wanted])


def as_csv(picture: Picture) -> bytes:
    """The picture's table."""

    def column(n: int, heading: str) -> Shown[tuple[Value, ...]]:
        return Shown(heading, lambda row: row[n])

    return to_csv([column(n, heading) for n, heading in enumerate(picture.head)], picture.rows)


def as_svg(picture: Picture) -> bytes:
    """The picture with its title, key and source, as a file of its own."""
    return alone(sheet(picture), f"{picture.title}. {picture.says}")


def _png(picture: Picture) -> bytes:
    return as_png(sheet(picture))


def sheet(picture: Picture) -> Drawing:
    """The drawing as it leaves the page: with its title above, its key, words and source below."""
    top = MARGIN + LINE + 8
    below = top + picture.wide.height + LINE + 4
    marks: list[Mark] = [Word(MARGIN, MARGIN + 13, picture.title, Tone.STRONG)]
    marks += [_moved(mark, MARGIN, top) for mark in picture.wide.marks]
    for tone, words in picture.legend:
        marks += _key(tone, words, below)
        below += LINE
    for line in textwrap.wrap(picture.says, LETTERS):
        marks.append(Word(MARGIN, below, line, Tone.WORD))
        below += LINE
    for line in textwrap.wrap(picture.source, LETTERS):
        marks.append(Word(MARGIN, below, line, Tone.QUIET))
        below += LINE
    return Drawing(WIDE + 2 * MARGIN, int(below), tuple(marks))


def _key(tone: Tone, words: str, y: float) -> Iterator[Mark]:
    if tone.is_line:
        yield Line(((MARGIN, y - 4), (MARGIN + 20, y - 4)), tone)
    else:
        yield Box(MARGIN, y - 10, 20, 11, tone)
    yield Word(MARGIN + 28, y, words, Tone.WORD)


def _moved(mark: Mark, x: float, y: float) -> Mark:
    match mark:
        case Shape():
            rings = tuple(tuple((a + x, b + y) for a, b in ring) for ring in mark.rings)
            return Shape(rings, mark.tone, mark.says)
        case Line():
            return Line(tuple((a + x, b + y) for a, b in mark.points), mark.tone, mark.says)
        case Box():
            return Box(mark.x + x, mark.y + y, mark.width, mark.height, mark.tone, mark.says)
        case Dot():
            return Dot(mark.x + x, mark.y + y, mark.radius, mark.tone, mark.says)
        case Word():
            return Word(mark.x + x, mark.y + y, mark.text, mark.tone, mark.at)
