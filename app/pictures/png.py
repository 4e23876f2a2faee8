"""A drawing as a PNG, by Pillow: the same marks in the same colours, twice as fine as on a page."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from app.pictures.marks import Box, Dot, Drawing, Line, Mark, Points, Shape, Word
from app.pictures.tones import INKS, Ink

FINE = 4
"""Points to a unit while drawing; half of them remain, so that edges are smooth."""

ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def as_png(drawing: Drawing) -> bytes:
    """The drawing on white."""
    from PIL import Image, ImageDraw

    size = drawing.width * FINE, drawing.height * FINE
    picture = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(picture)
    for mark in drawing.marks:
        _draw(pen, mark)
    half = picture.resize((size[0] // 2, size[1] // 2), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    half.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: Any, mark: Mark) -> None:
    ink = INKS[mark.tone]
    match mark:
        case Word():
            pen.text(
                (mark.x * FINE, mark.y * FINE),
                mark.text,
                fill=ink.fill,
                font=_font(ink.size * FINE),
                anchor=ANCHORS[mark.at],
                stroke_width=FINE // 3 if ink.bold else 0,
            )
        case Shape():
            for ring in mark.rings:
                pen.polygon(_fine(ring), fill=ink.fill)
                if ink.stroke:
                    _line(pen, (*ring, ring[0]), ink)
        case Line():
            _line(pen, mark.points, ink)
        case Box():
            if mark.width > 0 and mark.height > 0:
                right, below = mark.x + mark.width, mark.y + mark.height
                pen.rectangle(_fine(((mark.x, mark.y), (right, below))), fill=ink.fill)
        case Dot():
            corners = (
                (mark.x - mark.radius, mark.y - mark.radius),
                (mark.x + mark.radius, mark.y + mark.radius),
            )
            pen.ellipse(_fine(corners), fill=ink.fill)


def _line(pen: Any, points: Points, ink: Ink) -> None:
    pen.line(_fine(points), fill=ink.stroke, width=round(ink.width * FINE), joint="curve")


def _fine(points: Points) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]


@cache
def _font(size: int) -> Any:
    """Pillow's own font: nothing of the machine's is needed."""
    from PIL import ImageFont

    return ImageFont.load_default(size)
