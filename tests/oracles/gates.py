"""An oracle for the gates of a search, slow and obvious: plain dicts in, sets of codes out.

It imports nothing of the product, and takes room from the oracle beside it.
"""

from tests.oracles import room as room_oracle
from tests.oracles.room import age, holds

TO_ASK = {"fact_not_recorded", "sharing_not_agreed", "bedrooms_not_recorded"}


def verdict(need, home):
    """(what rules the home out, what is to be asked), as sets of codes."""
    stay = need["period"]
    pairs = [set(pair) for pair in need["siblings"]]
    codes = room_oracle.shortfalls(home["room"], need["children"], stay, need["kind"], pairs)
    codes |= by_place(need, home)
    codes |= by_facts(need, home)
    codes |= by_company(need, home)
    return codes - TO_ASK, codes & TO_ASK


def far(one, other):
    """Kilometres in a straight line on the grid."""
    east = (one["easting_m"] - other["easting_m"]) / 1000
    north = (one["northing_m"] - other["northing_m"]) / 1000
    return (east * east + north * north) ** 0.5


def by_place(need, home):
    codes = set()
    if home["id"] in need["not_with"]:
        codes.add("not_this_home")
    limited = need["home"] is not None and need["max_miles"] is not None
    if home["where"] is None:
        if limited or len(need["avoid"]) > 0:
            codes.add("position_not_recorded")
        return codes
    if limited and far(need["home"], home["where"]) > need["max_miles"] * 1.6093:
        codes.add("too_far")
    for place in need["avoid"]:
        if not far(place["point"], home["where"]) > place["miles"] * 1.6093:
            codes.add("near_a_place_to_avoid")
    return codes


def by_facts(need, home):
    codes = set()
    for fact in need["required"]:
        if fact not in home["facts"]:
            codes.add("fact_not_recorded")
        elif not home["facts"][fact]:
            codes.add("fact_missing")
    for fact in need["forbidden"]:
        if fact not in home["facts"]:
            codes.add("fact_not_recorded")
        elif home["facts"][fact]:
            codes.add("fact_forbidden")
    return codes


def by_company(need, home):
    """Who else would be there, as the need asks, and as those there must have it."""
    codes = set()
    for child, years in others(need, home):
        if need["alone"]:
            codes.add("not_alone")
        if need["youngest_other"] is not None and years < need["youngest_other"]:
            codes.add("other_too_young")
        if need["oldest_other"] is not None and years > need["oldest_other"]:
            codes.add("other_too_old")
        if child["id"] in need["apart_from"]:
            codes.add("apart_from")
    for resident in home["residents"]:
        if first_day_together(resident, need) is not None:
            codes |= by_resident(need, resident)
    return codes


def by_resident(need, resident):
    """What one child who lives there must have, against the ages of those who would come."""
    if resident["child"]["id"] in [child["id"] for child in need["children"]]:
        return set()
    codes = {"resident_alone"} if resident["alone"] else set()
    for child in need["children"]:
        years = age(child["born"], need["period"]["starts"])
        if resident["others_from"] is not None and years < resident["others_from"]:
            codes.add("resident_ages")
        if resident["others_to"] is not None and years > resident["others_to"]:
            codes.add("resident_ages")
    return codes


def first_day_together(lived, need):
    """The first day that somebody's time there shares with the need's, or None."""
    start = max(lived["period"]["starts"], need["period"]["starts"])
    return start if holds(lived["period"], start) and holds(need["period"], start) else None


def others(need, home):
    """Each other child who would be there at some time, with their age on the first such day."""
    ids = [child["id"] for child in need["children"]]
    first = {}
    for lived in [*home["room"]["claims"], *home["residents"]]:
        child, day = lived["child"], first_day_together(lived, need)
        if child["id"] in ids or day is None:
            continue
        if child["id"] not in first or day < first[child["id"]][1]:
            first[child["id"]] = (child, day)
    return [(child, age(child["born"], day)) for child, day in first.values()]
