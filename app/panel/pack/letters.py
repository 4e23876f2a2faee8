"""Letters for papers that use the standard fonts and do not bring them.

Every program once had Helvetica, Times and Courier, so files were made without them; a reader draws
whatever it has. The Liberation fonts were made to have exactly their widths: with them in the file
such a paper looks the same everywhere. Other fonts that a paper did not bring are left as they are,
and that is said.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import lru_cache
from typing import Any, NamedTuple

from app.panel.pack.objects import Made, array, dictionary, plain, real, resolved

FAMILIES = {
    "Helvetica": "Liberation Sans",
    "Arial": "Liberation Sans",
    "ArialMT": "Liberation Sans",
    "Times": "Liberation Serif",
    "TimesNewRoman": "Liberation Serif",
    "TimesNewRomanPS": "Liberation Serif",
    "TimesNewRomanPSMT": "Liberation Serif",
    "Courier": "Liberation Mono",
    "CourierNew": "Liberation Mono",
    "CourierNewPS": "Liberation Mono",
    "CourierNewPSMT": "Liberation Mono",
}
STYLES = re.compile(r"(?P<bold>Bold)?(?P<slanted>Italic|Oblique)?(?:Roman|Regular)?(?:MT)?$")
CODES = range(32, 256)
SECONDS = 10


class Alike(NamedTuple):
    """A font's file, cut to the letters that are asked for, and its measures in thousandths."""

    content: bytes
    name: str
    widths: dict[int, int]
    box: tuple[float, ...]
    ascent: float
    descent: float
    slant: float
    flags: int


def stands_in(font: dict[Any, Any]) -> bool:
    """Whether there are letters here that may stand for this font's."""
    return _named(font) is not None and _alike_for(font) is not None


def lettered(font: dict[Any, Any], made: Made) -> bytes | None:
    """The font with letters in the file; None for a font that brought its own or has no equal."""
    alike = _alike_for(font) if _named(font) is not None else None
    if alike is None:
        return None
    data = made.add_stream(b"/Length1 %d " % len(alike.content), alike.content)
    described = made.add(
        b"<</Type /FontDescriptor /FontName /%b /Flags %d /FontBBox [%b] /ItalicAngle %b "
        b"/Ascent %b /Descent %b /CapHeight %b /StemV 80 /FontFile2 %d 0 R>>"
        % (
            alike.name.encode(),
            alike.flags,
            b" ".join(map(real, alike.box)),
            real(alike.slant),
            real(alike.ascent),
            real(alike.descent),
            real(alike.ascent),
            data,
        )
    )
    names = _names_of(font)
    said = b" ".join(b"/%b" % name.encode("latin-1") for name in names)
    return (
        b"<</Type /Font /Subtype /TrueType /BaseFont /%b /FontDescriptor %d 0 R "
        b"/Encoding <</Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [32 %b]>> %b>>"
        % (alike.name.encode(), described, said, _widths(font, names, alike))
    )


def _widths(font: dict[Any, Any], names: list[str], alike: Alike) -> bytes:
    given = array(font.get("/Widths"))
    first = resolved(font.get("/FirstChar"))
    if given and isinstance(first, int):
        widths = b" ".join(plain(resolved(each)) for each in given)
        return b"/FirstChar %d /LastChar %d /Widths [%b]" % (first, first + len(given) - 1, widths)
    numbers = b" ".join(b"%d" % alike.widths.get(_letter(name), 0) for name in names)
    return b"/FirstChar 32 /LastChar 255 /Widths [%b]" % numbers


def _named(font: dict[Any, Any]) -> tuple[str, bool, bool] | None:
    """Which family stands for this font, whether bold, whether slanted."""
    kind = resolved(font.get("/Subtype"))
    described = dictionary(font.get("/FontDescriptor"))
    if kind not in ("/Type1", "/TrueType") or any(
        f"/FontFile{which}" in described for which in ("", "2", "3")
    ):
        return None
    name = str(resolved(font.get("/BaseFont"))).lstrip("/").rpartition("+")[2].replace(" ", "")
    family, _, style = name.replace(",", "-").partition("-")
    look = STYLES.match(style)
    if family not in FAMILIES or look is None:
        return None
    return FAMILIES[family], bool(look["bold"]), bool(look["slanted"])


def _names_of(font: dict[Any, Any]) -> list[str]:
    """The name of the letter of each code from 32."""
    encoding = resolved(font.get("/Encoding"))
    told = encoding if isinstance(encoding, dict) else {}
    base = resolved(told.get("/BaseEncoding")) if told else encoding
    names = list(_base_names(str(base)))
    code = 0
    for each in array(told.get("/Differences")):
        value = resolved(each)
        if isinstance(value, int):
            code = int(value)
        else:
            if code in CODES:
                names[code - CODES.start] = str(value).lstrip("/")
            code += 1
    return names


@lru_cache(maxsize=4)
def _base_names(encoding: str) -> tuple[str, ...]:
    from fontTools.agl import UV2AGL
    from fontTools.encodings.StandardEncoding import StandardEncoding

    table = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(encoding)
    if table is None:
        return tuple(StandardEncoding[code] for code in CODES)
    letters = (bytes((code,)).decode(table, "replace") for code in CODES)
    return tuple(UV2AGL.get(ord(letter), ".notdef") for letter in letters)


def _letter(name: str) -> int:
    from fontTools.agl import toUnicode

    found = toUnicode(name)
    return ord(found) if len(found) == 1 else 0


def _alike_for(font: dict[Any, Any]) -> Alike | None:
    named = _named(font)
    if named is None:
        return None
    letters = frozenset(map(_letter, _names_of(font))) - {0}
    return _alike(*named, letters)


@lru_cache(maxsize=64)
def _alike(family: str, bold: bool, slanted: bool, letters: frozenset[int]) -> Alike | None:
    """The font that stands in, cut to these letters; None where it is not on this machine."""
    file = _file(f"{family}:{'bold' if bold else 'regular'}{':italic' if slanted else ''}")
    if file is None:
        return None
    from fontTools import ttLib

    with ttLib.TTFont(file) as whole:
        return _cut(whole, family, bold, slanted, letters)


def _cut(whole: Any, family: str, bold: bool, slanted: bool, letters: frozenset[int]) -> Alike:
    from fontTools import subset

    options: Any = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["DSIG", "FFTM", "GDEF", "GPOS", "GSUB"]
    cut: Any = subset.Subsetter(options)
    cut.populate(unicodes=letters)
    cut.subset(whole)
    out = io.BytesIO()
    whole.save(out)
    unit = 1000 / whole["head"].unitsPerEm
    advances, glyphs = whole["hmtx"].metrics, whole.getBestCmap()
    head, lines = whole["head"], whole["hhea"]
    return Alike(
        out.getvalue(),
        "ALIKES+" + family.replace(" ", "") + "Bold" * bold + "Italic" * slanted,
        {letter: round(advances[glyph][0] * unit) for letter, glyph in glyphs.items()},
        tuple(round(side * unit) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        round(lines.ascent * unit),
        round(lines.descent * unit),
        whole["post"].italicAngle,
        32 + 64 * slanted + 2 * (family == "Liberation Serif") + (family == "Liberation Mono"),
    )


@lru_cache(maxsize=16)
def _file(pattern: str) -> str | None:
    """Where a font lies; None if it, or what finds fonts, is not on this machine."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 (our own arguments, no shell)
            [program, "-f", "%{family}\n%{file}", pattern],
            capture_output=True,
            check=True,
            text=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    family, _, file = answer.stdout.partition("\n")
    return file if family.split(",")[0] == pattern.split(":")[0] and file else None
