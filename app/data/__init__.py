"""Published data that the product stands on: postcodes, outlines, authorities, code lists, figures.

Made by `scripts/extract_data.py`; whose it is and on what terms is in ATTRIBUTION.md. Read only;
it knows no database and no request.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TextIO

_HERE = Path(__file__).parent

ATTRIBUTIONS = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data "
    "© Royal Mail copyright and database right 2025.",
    "Contains National Statistics and OS data © Crown copyright and database right 2016.",
    "Contains public sector information licensed under the Open Government Licence v3.0: "
    "Department for Education, Ofsted.",
)
"""The sentences to show wherever the data are shown: postcodes, outlines, figures."""


class PostcodePoint(NamedTuple):
    """A postcode and where it is.

    Easting and northing are metres on the British National Grid; latitude and longitude are
    degrees, WGS84, good to a few metres. `authority_code` is the authority that runs children's
    services there. A postcode that Royal Mail has ended is still here: the source does not tell.
    """

    postcode: str
    easting: int
    northing: int
    district_code: str
    authority_code: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Authority:
    """A council that runs, or ran, children's services in England or Wales.

    `also_coded` is the newer code that some postcode files use for the same council.
    """

    code: str
    dfe_number: str
    name: str
    region: str
    nation: str
    also_coded: str
    current: bool


@dataclass(frozen=True)
class Outline:
    """A council's outline: rings of eastings and northings in metres, simplified to 100 m."""

    code: str
    name: str
    rings: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class ListedCode:
    """One code of the statutory return on children looked after (SSDA903).

    `first_return` and `last_return` are the years in which the first and last return that accept
    it end; None is as far back, or as far on, as is known. The description is empty where the
    meaning is not known.
    """

    field: str
    code: str
    description: str
    first_return: int | None
    last_return: int | None
    note: str

    def accepted_in(self, year: int) -> bool:
        """Whether the return that ends on 31 March of `year` accepts it."""
        starts, ends = self.first_return or year, self.last_return or year
        return starts <= year <= ends


def open_data(name: str) -> TextIO:
    """One of the files of this folder, as text; unpacked if it is compressed."""
    path = _HERE / name
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of this folder, by the names of its columns."""
    with open_data(name) as sheet:
        yield from csv.DictReader(sheet)


def postcodes() -> Iterator[PostcodePoint]:
    """Every postcode of Herefordshire's area and its neighbours', in order; about 0.3 seconds."""
    with open_data("postcodes.csv.gz") as sheet:
        reader = csv.reader(sheet)
        next(reader)
        for postcode, easting, northing, district, authority, lat, lon in reader:
            yield PostcodePoint(
                postcode, int(easting), int(northing), district, authority, float(lat), float(lon)
            )


@cache
def authorities() -> Mapping[str, Authority]:
    """Every authority, by its code and by the code it is also known by."""
    found = {}
    for row in rows("local_authorities.csv"):
        authority = Authority(
            row["authority_code"],
            row["dfe_la_number"],
            row["name"],
            row["region"],
            row["nation"],
            row["also_coded"],
            row["current"] == "yes",
        )
        found[authority.code] = authority
        if authority.also_coded:
            found[authority.also_coded] = authority
    return MappingProxyType(found)


@cache
def adjoining(code: str) -> frozenset[str] | None:
    """The codes of the authorities that share a border with one; None where that is not known."""
    found = frozenset(
        row["adjoins_code"]
        for row in rows("adjoining_authorities.csv")
        if row["authority_code"] == code
    )
    return found or None


@cache
def outlines() -> tuple[Outline, ...]:
    """The outlines of Herefordshire, first, and of the authorities that adjoin it."""
    with open_data("boundaries.json") as text:
        return tuple(
            Outline(
                area["code"],
                area["name"],
                tuple(tuple((east, north) for east, north in ring) for ring in area["rings"]),
            )
            for area in json.load(text)
        )


@cache
def listed_codes(field: str) -> Mapping[str, ListedCode]:
    """Every code that any return has accepted in one of its columns, in the guide's order."""
    found = {}
    for row in rows("ssda903_codes.csv"):
        if row["field"] == field and row["code"].isalnum():
            found[row["code"]] = ListedCode(
                field,
                row["code"],
                row["description"],
                _year(row["valid_from_return_ending"]),
                _year(row["valid_to_return_ending"]),
                row["rule_or_note"],
            )
    if not found:
        raise KeyError(f"No code list for the column {field}.")
    return MappingProxyType(found)


@cache
def codes(field: str, year: int | None = None) -> Mapping[str, str]:
    """The codes of one column of the return, with their descriptions.

    With `year`, only those that the return ending on 31 March of that year accepts. Raises
    KeyError for a column without a code list.
    """
    return MappingProxyType(
        {
            listed.code: listed.description
            for listed in listed_codes(field).values()
            if year is None or listed.accepted_in(year)
        }
    )


def _year(text: str) -> int | None:
    return int(text) if text else None
