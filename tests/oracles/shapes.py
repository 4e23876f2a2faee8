"""Other shapes of placing, day by day, the slow and obvious way: who counts where, may a stay be
arranged, and what is told to the oracle of the basis.

It imports nothing of the product. A world is {"today", "homes": {id: {"overall"}}, "children":
{id: child}}; a child is {"born", "ls", "lives": [..], "put": None or {...}}; each of `lives` is
{"home", "from", "to", "code", "stay", "kind"}. A home also has "parents": [{"from", "to"}].
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracles.basis import age

DAY = timedelta(days=1)
USUAL_LIMIT = 3
LONGEST = {"carers_away": 21, "respite": 7, "short_break": 17}
CODES = {"carers_away": "T3", "respite": "T4", "short_break": "U6"}


def on(fact: dict, day: date) -> bool:
    return fact["from"] <= day and (fact["to"] is None or day < fact["to"])


def there(world: dict, home: str, day: date) -> list[str]:
    """Each child who lives or stays in a home on a day, once."""
    return [
        name
        for name, child in world["children"].items()
        if any(each["home"] == home and on(each, day) for each in child["lives"])
    ]


def adults(world: dict, home: str, day: date) -> int:
    """Those who stay put there, and parents who came with their child."""
    put = [
        child["put"]
        for child in world["children"].values()
        if child["put"] is not None and child["put"]["home"] == home
    ]
    return sum(on(each, day) for each in [*put, *world["homes"][home]["parents"]])


def shut(world: dict, home: str, day: date) -> int:
    """Places that are not available because somebody stays put."""
    return sum(
        child["put"]["places"]
        for child in world["children"].values()
        if child["put"] is not None and child["put"]["home"] == home and on(child["put"], day)
    )


def counted(world: dict, home: str, day: date) -> dict:
    """How many count for terms, for the usual limit and in bedrooms; how many places are left."""
    children = there(world, home, day)
    beds = sum(age(world["children"][name]["born"], day) >= 3 for name in children)
    overall = world["homes"][home]["overall"]
    left = min(overall, USUAL_LIMIT) - len(children) - shut(world, home, day)
    return {
        "terms": len(children),
        "limit": len(children),
        "beds": beds + adults(world, home, day),
        "left": max(0, left),
    }


def days_between(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days)]


def may_stay(world: dict, name: str, home: str, why: str, first: date, last: date) -> bool:
    """May this child stay there on every one of these days?"""
    child = world["children"][name]
    days = days_between(first, last)
    breaks = child["ls"] in ("V3", "V4")
    if age(child["born"], first) >= 18:
        return False
    if first < world["today"] or not days or len(days) > LONGEST[why]:
        return False
    if breaks is not (why == "short_break"):
        return False
    stays = [each for each in child["lives"] if each["stay"]]
    if any(on(each, day) for each in stays for day in days):
        return False
    if not breaks:
        mains = [each for each in child["lives"] if not each["stay"]]
        whole = [each for each in mains if all(on(each, day) for day in days)]
        if not whole or any(each["home"] == home for each in whole):
            return False
    if not within_the_year(stays, why, last, len(days)):
        return False
    for day in days:
        now = counted(world, home, day)
        if name not in there(world, home, day) and now["left"] < 1:
            return False
    return True


def within_the_year(stays: list, why: str, last: date, many: int) -> bool:
    """Carers away at most twice in twelve months; short breaks of 75 days at most."""
    year_ago = last.replace(year=last.year - 1)
    year = days_between(year_ago, last)
    if why == "carers_away":
        times = [each for each in stays if each["code"] == "T3" and any(on(each, d) for d in year)]
        return len(times) < 2
    if why == "short_break":
        so_far = sum(on(each, day) for each in stays if each["code"] == "U6" for day in year)
        return so_far + many <= 75
    return True


def for_the_basis(world: dict) -> dict:
    """The same world as the oracle of the basis takes it."""
    children = {}
    for name, child in world["children"].items():
        ended = child["put"]["from"] if child["put"] is not None else None
        children[name] = {
            "born": child["born"],
            "sex": "female",
            "authority": world["authority"],
            "statuses": [
                {
                    "ls": child["ls"],
                    "from": child["since"],
                    "to": ended,
                    "because": "E17" if ended else None,
                }
            ],
            "placements": [
                {
                    "from": each["from"],
                    "to": each["to"],
                    "place": each["code"],
                    "temporary": each["code"].startswith("T"),
                    "basis": "reg22",
                    "provider": None,
                    "urn": None,
                    "kind": each["kind"],
                    "home": each["home"],
                    "setting": None,
                    "area": world["authority"],
                    "decisions": [],
                    "grounds": [],
                }
                for each in child["lives"]
            ],
            "away": [],
            "liberty": [],
            "overseen": [],
        }
    long_ago = date(2019, 3, 12)
    forever = {"from": long_ago, "to": None}
    homes = {
        name: {
            "provider": "own",
            "urn": None,
            "approvals": [forever],
            "terms": [
                forever
                | {
                    "overall": home["overall"],
                    "lines": [
                        {
                            "up_to": home["overall"],
                            "min_age": 0,
                            "max_age": 17,
                            "sex": None,
                            "kinds": None,
                            "child": None,
                        }
                    ],
                }
            ],
            "agreements": [forever],
            "exemptions": [],
            "temporary": [],
        }
        for name, home in world["homes"].items()
    }
    return {
        "authority": world["authority"],
        "adjoining": set(),
        "children": children,
        "homes": homes,
        "settings": {},
        "siblings": [],
    }
