"""A drawing as SVG: for a page with classes alone, for a file with its colours beside each mark."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from app.pictures.marks import Box, Dot, Drawing, Line, Mark, Points, Shape, Word
from app.pictures.tones import INKS, Tone

Looks = Callable[[Tone, bool], str]


def on_page(drawing: Drawing, label: str, which: str) -> Markup:
    """The drawing for a page; `which` is wide or narrow, and the stylesheet shows one of them."""
    inside = "".join(_mark(mark, _classes) for mark in drawing.marks)
    return Markup(  # noqa: S704 - every word in it was escaped on its way
        f'<svg class="hearth-picture__drawn hearth-picture__drawn--{which}" role="img" '
        f'aria-label="{escape(label)}" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'focusable="false">{inside}</svg>'
    )


def alone(drawing: Drawing, label: str) -> bytes:
    """The drawing as a file of its own: no stylesheet is needed to see it."""
    inside = "".join(_mark(mark, _attributes) for mark in drawing.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" '
        f'height="{drawing.height}" font-family="Arial, Helvetica, sans-serif">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{inside}</svg>\n'
    ).encode()


def _classes(tone: Tone, _line: bool) -> str:
    return f'class="hearth-picture__{tone}"'


def _attributes(tone: Tone, line: bool) -> str:
    ink = INKS[tone]
    found = [f'fill="{"none" if line or not ink.fill else ink.fill}"']
    if ink.stroke:
        found.append(f'stroke="{ink.stroke}" stroke-width="{ink.width:g}"')
    return " ".join(found)


def _mark(mark: Mark, looks: Looks) -> str:
    match mark:
        case Word():
            return _word(mark, looks)
        case Shape():
            return _with(
                f'<path {looks(mark.tone, False)} d="{path(mark.rings)}"', mark.says, "path"
            )
        case Line():
            through = _through(mark.points)
            return _with(f'<path {looks(mark.tone, True)} d="{through}"', mark.says, "path")
        case Box():
            place = f'x="{mark.x:g}" y="{mark.y:g}" width="{mark.width:g}" height="{mark.height:g}"'
            return _with(f"<rect {looks(mark.tone, False)} {place}", mark.says, "rect")
        case Dot():
            place = f'cx="{mark.x:g}" cy="{mark.y:g}" r="{mark.radius:g}"'
            return _with(f"<circle {looks(mark.tone, False)} {place}", mark.says, "circle")


def _with(opened: str, says: str, name: str) -> str:
    return f"{opened}><title>{escape(says)}</title></{name}>" if says else f"{opened}/>"


def _word(word: Word, looks: Looks) -> str:
    at = "" if word.at == "start" else f' text-anchor="{word.at}"'
    said = looks(word.tone, False)
    if looks is _attributes:
        ink = INKS[word.tone]
        said += f' font-size="{ink.size}"' + (' font-weight="700"' if ink.bold else "")
    return f'<text {said} x="{word.x:g}" y="{word.y:g}"{at}>{escape(word.text)}</text>'


def path(rings: tuple[Points, ...]) -> str:
    """Rings as one path says them."""
    return "".join(f"{_through(ring)}Z" for ring in rings)


def _through(points: Points) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
