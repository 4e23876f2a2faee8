"""Pictures: what is drawn is what was counted, is inside its ground, and is told without it too."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from app.pictures import Place, county, fan, flows, over_time, pyramid
from app.pictures.axes import Days, step
from app.pictures.files import FORMATS, as_csv, as_svg, sheet
from app.pictures.marks import Box, Dot, Line, Shape, Word
from app.pictures.png import as_png
from app.pictures.tones import INKS, Tone
from tests.house.reading import ROOT

DAYS = [date(2026, 4, 1) + timedelta(days=30 * n) for n in range(12)]
TOLD = {
    "middle": [40.0 + n for n in range(12)],
    **{f"low_{share}": [40.0 + n - wide for n in range(12)] for share, wide in ((50, 2), (95, 9))},
    **{f"high_{share}": [40.0 + n + wide for n in range(12)] for share, wide in ((50, 2), (95, 9))},
}
MOVES = {("With family", "Fostered"): 6, ("Fostered", "Fostered"): 3, ("Fostered", "A home"): None}


def pictures():
    return [
        fan(
            "fan",
            "Children <looked after>",
            "More & more.",
            days=DAYS,
            told=TOLD,
            counted=[(date(2026, 1, 1), 38), (date(2026, 4, 1), 40)],
            came=[(DAYS[2], 41)],
            source="Drawn from the record.",
        ),
        over_time(
            "time", "Waiting", "Fewer wait.", lines={"Waiting": [(DAYS[0], 9), (DAYS[5], 4)]}
        ),
        pyramid(
            "ages",
            "Ages",
            "Teenagers.",
            rows=[("0", 3, 0), ("1", None, 5)],
            sides=("Need", "Homes"),
        ),
        flows("flows", "Moves", "Most to foster care.", moves=MOVES),
        county(
            "map",
            "Areas",
            "The north has least.",
            authority_code="E06000019",
            places=[
                Place("Leominster", 349_600, 259_000, 12, 3),
                Place("Paris", 9_000_000, 0, 1, 1),
            ],
            sides=("Need", "Homes"),
        ),
    ]


PICTURES = {picture.key: picture for picture in pictures()}


def corners(mark):
    match mark:
        case Shape():
            return [point for ring in mark.rings for point in ring]
        case Line():
            return list(mark.points)
        case Box():
            return [(mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height)]
        case Dot():
            return [(mark.x - mark.radius, mark.y), (mark.x + mark.radius, mark.y)]
        case Word():
            return [(mark.x, mark.y)]


@pytest.mark.parametrize("key", PICTURES)
def test_every_mark_is_inside_and_every_tone_has_its_ink(key):
    picture = PICTURES[key]
    for drawing in (picture.wide, picture.narrow, sheet(picture)):
        assert drawing.marks
        for mark in drawing.marks:
            assert mark.tone in INKS
            for x, y in corners(mark):
                assert -1 <= x <= drawing.width + 1, mark
                assert -1 <= y <= drawing.height + 1, mark


@pytest.mark.parametrize("key", PICTURES)
def test_a_page_has_classes_alone_and_a_file_its_own_colours(key):
    picture = PICTURES[key]
    page: Element = fromstring(f"<both>{picture.drawn}</both>")
    assert [each.tag for each in page] == ["svg", "svg"]
    for each in page.iter():
        assert not {"style", "fill", "stroke", "onload"} & set(each.attrib)
    file = fromstring(as_svg(picture))
    assert not any("class" in each.attrib for each in file.iter())
    assert picture.title in [text.text for text in file.iter("{http://www.w3.org/2000/svg}text")]
    with Image.open(io.BytesIO(as_png(sheet(picture)))) as png:
        assert png.width == 2 * sheet(picture).width
        assert len(png.convert("RGB").getcolors(1 << 20)) > 3


@pytest.mark.parametrize("key", PICTURES)
def test_the_table_has_a_value_for_every_heading(key):
    picture = PICTURES[key]
    assert {len(row) for row in picture.rows} == {len(picture.head)}
    sheet_ = as_csv(picture).decode("utf-8-sig").splitlines()
    assert len(sheet_) == len(picture.rows) + 1


def test_the_stylesheet_has_the_colours_that_files_have():
    css = (ROOT / "app/static/house.css").read_text()
    rules = {}
    for heads, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        for head in heads.split(","):
            rules.setdefault(head.strip(), []).append(body)
    for tone, ink in INKS.items():
        said = " ".join(rules[f".hearth-picture__{tone}"])
        for name, colour in (("fill", ink.fill), ("stroke", ink.stroke)):
            short = colour and re.sub(r"#(.)\1(.)\2(.)\3$", r"#\1\2\3", colour)
            assert not colour or f"{name}: {short};" in said, (tone, name)


def test_a_fan_is_higher_where_more_are_foretold_and_narrower_bands_lie_within():
    marks = PICTURES["fan"].wide.marks
    middle = next(mark for mark in marks if mark.tone is Tone.MIDDLE)
    assert all(one[1] > two[1] for one, two in pairwise(middle.points))
    wide, narrow = (
        next(mark.rings[0] for mark in marks if mark.tone is tone)
        for tone in (Tone.BAND_95, Tone.BAND_50)
    )
    for n in range(len(DAYS)):
        assert wide[n][1] < narrow[n][1] < narrow[-1 - n][1] < wide[-1 - n][1]
    row = next(row for row in PICTURES["fan"].rows if row[0] == DAYS[2])
    assert row == (DAYS[2], 41, 42, 40, 44, 33, 51)


def test_a_fan_whose_columns_differ_in_length_is_refused():
    with pytest.raises(ValueError, match="low_50 has 11 numbers for 12 days"):
        fan("f", "F", "", days=DAYS, told={**TOLD, "low_50": TOLD["low_50"][1:]})


def test_ribbons_are_as_broad_as_their_numbers_and_a_hidden_one_is_not_drawn():
    picture = PICTURES["flows"]
    six, three = (mark.rings[0] for mark in picture.wide.marks if isinstance(mark, Shape))
    broad = [ring[-1][1] - ring[0][1] for ring in (six, three)]
    assert broad[0] == pytest.approx(2 * broad[1], abs=0.3)
    assert picture.rows[-1] == ("Fostered", "A home", "c")
    assert picture.hides
    assert not PICTURES["fan"].hides


def test_circles_are_as_large_as_their_numbers_and_what_is_beyond_is_in_the_table():
    dots = [mark for mark in PICTURES["map"].wide.marks if isinstance(mark, Dot)]
    assert dots[0].radius == pytest.approx(2 * dots[1].radius, abs=0.2)
    assert [row[0] for row in PICTURES["map"].rows] == ["Leominster", "Paris"]


@pytest.mark.parametrize(
    ("numbers", "low", "high"), [([0, 3], 0, 3), ([400, 440], 390, 440), ([7], 6, 7)]
)
def test_a_scale_begins_at_nought_unless_the_numbers_are_far_above_it(numbers, low, high):
    scale = Days.around(640, 300, [DAYS[0], DAYS[1]], numbers)
    assert (scale.low, scale.high) == (low, high)
    assert bool(scale.says) == bool(low)
    assert step(high - low) >= 1


def test_no_format_is_promised_that_is_not_made():
    assert set(FORMATS) == {"csv", "svg", "png"}
