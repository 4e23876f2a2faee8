"""Pictures of numbers, drawn here without any outside service: SVG for a page, files to take away.

A picture is drawn by one function from plain values, and brings with it a sentence that says what
is to be seen, its key, and its whole table. Nothing in it is styled inline: the page's stylesheet
gives each tone its colour, and a file carries the same colours itself (`tones.py`).

    from app.pictures import fan

    picture = fan(
        "children", "Children looked after", answer["says"],
        days=days,                       # of the forecast, its own first day included
        told=scenario["all"],            # middle, low_50, high_50, low_80 ... as the engine says it
        counted=[(day, number), ...],    # what was counted before; may be empty
        came=[(day, number), ...],       # what came, for a forecast whose days have passed
        what="Children",
        source="Drawn on 23 November 2026 from the record: 10,000 futures, seed 1",
    )

    pyramid(key, title, says, rows=[("0", 3, 5), ...], sides=("Children", "Places"))
    flows(key, title, says, moves={("With family", "Foster care"): 4, ...})
    over_time(key, title, says, lines={"Waiting": [(day, number), ...]})
    county(key, title, says, authority_code="E06000019", sides=("Children", "Places"),
           places=[Place("Hereford", 351000, 240000, 12, 9)])

A number that is None is hidden, because so few could be recognised: it is drawn as nothing, and
the table says "c" for it. In a view, one line gives the downloads, and a macro the figure:

    return picture_file(pictures) or render_template("…", pictures=pictures)

    {% from "macros/pictures.html" import figure %}
    {{ figure(picture) }}

`?picture=children&format=png` (or `svg`, `csv`) is then answered with the file. Units are the
caller's: they stand in `what` or `sides`, and whole numbers are shown as whole numbers.
"""

from app.pictures.bars import pyramid
from app.pictures.county import Place, county
from app.pictures.fan import fan
from app.pictures.files import picture_file
from app.pictures.flows import flows
from app.pictures.marks import HIDDEN
from app.pictures.over_time import over_time
from app.pictures.picture import Picture

__all__ = [
    "HIDDEN",
    "Picture",
    "Place",
    "county",
    "fan",
    "flows",
    "over_time",
    "picture_file",
    "pyramid",
]
