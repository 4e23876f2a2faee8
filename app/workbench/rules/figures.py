"""Published figures to stand beside our own: the council itself, its statistical neighbours and
England, each with its source and year.

Department for Education, Children looked after in England; what the publisher suppressed is left
out, never guessed. Shares are per cent of the children whose heading was published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from app.data import authorities, rows

SOURCE = "Department for Education, Children looked after in England including adoptions"
ENGLAND = "E92000001"


@dataclass(frozen=True, slots=True)
class Where:
    """One of our tables in the published figures: their table, category, and for each of our
    headings the published items that it adds up."""

    table: str
    category: str
    items: Mapping[str, tuple[str, ...]]


WHERE: Mapping[str, Where] = {
    "age": Where(
        "on_31_march",
        "Age group",
        {
            "under 1": ("Under 1 year",),
            "1 to 4": ("1 to 4 years",),
            "5 to 9": ("5 to 9 years",),
            "10 to 15": ("10 to 15 years",),
            "16 and 17": ("16 years and over",),
        },
    ),
    "kind": Where(
        "on_31_march",
        "Placement",
        {
            "fostered": ("Foster placements",),
            "residential": (
                "Secure homes and children's homes",
                "Other residential settings",
                "Residential schools",
            ),
            "supported": (
                "Independent and semi-independent living arrangements/supported accommodation",
            ),
            "elsewhere": (
                "Placed with parents or other person with parental responsibility",
                "Placed for adoption",
                "Other placements",
            ),
        },
    ),
    "provider": Where(
        "on_31_march",
        "Place providers",
        {
            "own": ("Own provision (by the LA)",),
            "private": ("Private provision",),
            "voluntary": ("Voluntary/third sector provision",),
            "other authority": ("Other LA provision",),
            "parents": ("Parents or other person with parental responsibility",),
        },
    ),
    "place": Where(
        "on_31_march",
        "Locality of placement",
        {
            "in the area": ("Placed inside the local authority boundary",),
            "outside the area": ("Placed outside the local authority boundary",),
        },
    ),
    "distance": Where(
        "on_31_march",
        "Distance between home and placement",
        {
            "20 miles or less": ("Placed 20 miles or less from home",),
            "more than 20 miles": ("Placed more than 20 miles from home",),
            "not recorded": ("Distance not known or not recorded",),
        },
    ),
    "started": Where(
        "started_in_year",
        "Age on starting",
        {
            "under 1": ("Under 1 year",),
            "1 to 4": ("1 to 4 years",),
            "5 to 9": ("5 to 9 years",),
            "10 to 15": ("10 to 15 years",),
            "16 and 17": ("16 years and over",),
        },
    ),
    "ceased": Where(
        "ceased_in_year",
        "Age on ceasing",
        {
            "under 1": ("Under 1 year",),
            "1 to 4": ("1 to 4 years",),
            "5 to 9": ("5 to 9 years",),
            "10 to 15": ("10 to 15 years",),
            "16 and 17": ("16 years", "17 years"),
            "18": ("18 years and over",),
        },
    ),
    "many": Where(
        "placement_stability",
        "CLA on 31 March",
        {"three or more placements": ("With 3 or more placements during the year",)},
    ),
    "long": Where(
        "placement_stability",
        "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
        {"same home for two years": ("Living with the same carer for at least 2 years",)},
    ),
    "why": Where(
        "placements_in_year",
        "Reason for placement change during the year",
        {
            "CARPL": ("Change to/implementation of care plan",),
            "CLOSE": ("Resignation or closure of provision",),
            "ALLEG": ("Allegation (s47)",),
            "STAND": ("Standards of care concern",),
            "APPRR": ("Approval removed",),
            "CREQB": ("Carer requests placement ends due to child's behaviour",),
            "CREQO": ("Carer requests placement end other than due to child's behaviour",),
            "CHILD": ("Child requests placement to end",),
            "LAREQ": ("Responsible/area authority requests placement ends",),
            "PLACE": ("Change in the status of a placement only",),
            "CUSTOD": ("Custody arrangement",),
            "OTHER": ("Other",),
        },
    ),
}

TOTALS = ("Total", "Total children", "Total placements changing")


@dataclass(frozen=True, slots=True)
class Published:
    """Published shares of one table, in per cent by our headings, and the year that ended.

    `ours` is the council's own return, `like` the middle of the statistical neighbours of which a
    share was published, `england` the whole country; a heading that was suppressed is not there.
    """

    year: int
    ours: Mapping[str, float]
    like: Mapping[str, float]
    england: Mapping[str, float]

    @property
    def source(self) -> str:
        """Whose figures they are, and of which day or year."""
        return f"{SOURCE}, year ending 31 March {self.year}"


@cache
def neighbours(authority: str) -> tuple[str, ...]:
    """The council's statistical neighbours by their ONS codes, the closest first; none where they
    are not held."""
    if authority != "E06000019":
        return ()
    by_number = {each.dfe_number: each.code for each in authorities().values()}
    return tuple(
        by_number[row["dfe_la_number"]]
        for row in rows("herefordshire_statistical_neighbours_2025.csv")
        if row["dfe_la_number"] in by_number
    )


@cache
def published(name: str, authority: str) -> Published | None:
    """The latest published figures to stand beside one of our tables; None where there are none."""
    where, all_of_it = WHERE[name], _figures()
    years = [
        year
        for table, category, year, area in all_of_it
        if (table, category) == (where.table, where.category) and area in (authority, ENGLAND)
    ]
    if not years:
        return None
    year = max(years)

    def shares(area: str) -> dict[str, float]:
        return _shares(where, all_of_it.get((where.table, where.category, year, area), {}))

    each = [shares(area) for area in neighbours(authority)]
    like = {
        heading: median(found)
        for heading in where.items
        if (found := [one[heading] for one in each if heading in one])
    }
    return Published(year, shares(authority), like, shares(ENGLAND))


def _shares(where: Where, found: Mapping[str, int | None]) -> dict[str, float]:
    """Per cent of the total; of several items all must have been published."""
    total = next((found[name] for name in TOTALS if found.get(name)), None)
    if not total:
        return {}
    made = {}
    for heading, items in where.items.items():
        numbers = [found.get(item) for item in items]
        if None not in numbers:
            made[heading] = 100 * sum(each for each in numbers if each is not None) / total
    return made


@cache
def _figures() -> Mapping[tuple[str, str, int, str], dict[str, int | None]]:
    found: dict[tuple[str, str, int, str], dict[str, int | None]] = {}
    for row in rows("stats_children_looked_after.csv"):
        key = (row["table"], row["category"], int(row["year_ending_31_march"]), row["area_code"])
        number = row["number"]
        found.setdefault(key, {})[row["item"]] = int(number) if number.isdigit() else None
    return found


def over_years(authority: str) -> Sequence[tuple[int, int | None, int | None, int | None]]:
    """The council's own published children on 31 March, started and ceased, year by year."""
    found = []
    for year in sorted({year for _, _, year, area in _figures() if area == authority}):
        one = [
            _figures()
            .get(("number_and_rate", f"Children {what} each year", year, authority), {})
            .get("Number of children")
            for what in (
                "looked after on 31 March",
                "starting to be looked after",
                "ceasing to be looked after",
            )
        ]
        found.append((year, one[0], one[1], one[2]))
    return found
