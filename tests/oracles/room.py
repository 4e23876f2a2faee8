"""An oracle for room, slow and obvious: plain dicts in, a set of codes out.

It imports nothing of the product. It looks at every day on which anything is mentioned, and at the
days before and after; it tries every way of giving children lines of the terms and bedrooms.

A household is a dict of lists of dicts, a period is a dict with "starts" and "ends" (None: open).
"""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def age(born, day):
    """Birthdays had by a day; 29 February is had on 1 March of a short year."""
    years = 0
    while True:
        try:
            birthday = date(born.year + years + 1, born.month, born.day)
        except ValueError:
            birthday = date(born.year + years + 1, 3, 1)
        if birthday > day:
            return years
        years += 1


def holds(period, day):
    """Is the day in the period? The first day counts and the end day does not."""
    return period["starts"] <= day and not (period["ends"] is not None and day >= period["ends"])


def mentioned_days(room, stay):
    """Every day of the stay that any fact mentions, with the days either side."""
    days = {stay["starts"]}
    for period in all_periods(room):
        for day in (period["starts"], period["ends"]):
            if day is not None:
                days |= {day - ONE_DAY, day, day + ONE_DAY}
    return [day for day in sorted(days) if holds(stay, day)]


def all_periods(room):
    """Every period that the household's record holds."""
    periods = [*room["approved"], *(period for _, period in room["temporary"])]
    for kind in ("terms", "claims", "exemptions", "unavailable", "holds", "sleepers", "sharing"):
        periods += [fact["period"] for fact in room[kind]]
    periods.append(room["agreement_signed"])
    return [period for period in periods if period is not None]


def living_there(room, day, but_not=()):
    """One claim for each child: the placement if there is one, then the plan, then the held bed."""
    claims = [claim for claim in room["claims"] if holds(claim["period"], day)]
    claims = [claim for claim in claims if claim["child"]["id"] not in but_not]
    chosen = {}
    for wanted in ("held", "planned", "placed"):
        for claim in reversed(claims):
            if claim["claim"] == wanted:
                chosen[claim["child"]["id"]] = claim
    return list(chosen.values())


def terms_in_force(room, day):
    """The terms that began last of those in force."""
    in_force = [terms for terms in room["terms"] if holds(terms["period"], day)]
    in_force.sort(key=lambda terms: terms["period"]["starts"], reverse=True)
    return in_force[0] if in_force else None


def is_approved(room, day):
    """Full approval."""
    return len([period for period in room["approved"] if holds(period, day)]) > 0


# ---------------------------------------------------------------------------------- for decisions


def shortfalls(room, children, stay, kind, pairs):
    """The codes of every reason why these children may not live there for the whole stay.

    `pairs` are sets of two children who are siblings.
    """
    codes = set()
    for day in mentioned_days(room, stay):
        codes |= no_approval(room, children, stay, day)
        codes |= no_agreement(room, day)
        codes |= outside_terms(room, children, stay, kind, day)
        codes |= over_limit(room, children, pairs, day)
        codes |= closed(room, children, pairs, day)
        codes |= no_bedroom(room, children, stay, pairs, day)
    # The first failure of approval is the one that is said.
    if "not_approved" in codes:
        codes -= {"approval_ends", "temporary_approval_ends"}
    if "terms_full" in codes:
        codes -= {"terms_mix"}
    if "no_bedroom" in codes:
        codes -= {"sharing_not_agreed"}
    return codes


def no_approval(room, children, stay, day):
    first = stay["starts"]
    if is_approved(room, day):
        return set()
    for child in children:
        today = [p for who, p in room["temporary"] if who == child["id"] and holds(p, day)]
        began = [p for who, p in room["temporary"] if who == child["id"] and holds(p, first)]
        carries_on = stay["ends"] is None and not is_approved(room, first) and len(began) > 0
        if len(today) == 0 and not carries_on:
            if day == first:
                return {"not_approved"}
            return {"approval_ends" if is_approved(room, first) else "temporary_approval_ends"}
    return set()


def no_agreement(room, day):
    if not is_approved(room, day):
        return set()
    signed = room["agreement_signed"]
    if signed is None or not holds(signed, day):
        return {"no_agreement"}
    return set()


def line_fits(line, terms, child, since, kind):
    """Does this line admit a child there since a day? Each of name, age, sex and kind."""
    tested = max(since, terms["period"]["starts"])
    years = age(child["born"], tested)
    return {
        "name": line["child_id"] is None or line["child_id"] == child["id"],
        "age": years >= line["min_age"] and years <= line["max_age"],
        "sex": line["sexes"] is None or child["sex"] in line["sexes"],
        "kind": line["kinds"] is None or kind is None or kind in line["kinds"],
    }


def outside_terms(room, children, stay, kind, day):
    if not is_approved(room, day):
        return set()
    terms = terms_in_force(room, day)
    if terms is None:
        return {"no_terms"}
    codes = set()
    lines = terms["criteria"]
    there = living_there(room, day, [child["id"] for child in children])
    there = [claim for claim in there if claim["in_terms"]]
    for child in children:
        fits = [line_fits(line, terms, child, stay["starts"], kind) for line in lines]
        fits = [each for each in fits if each["name"]]
        if len(fits) == 0:
            codes.add("terms_named")
            continue
        for what in ("age", "sex", "kind"):
            if not any(each[what] for each in fits):
                codes.add("terms_" + what)
    misfit = len(codes) > 0
    if len(there) + len(children) > terms["overall"]:
        codes.add("terms_full")
    old = [
        [
            all(line_fits(x, terms, c["child"], c["period"]["starts"], c["kind"]).values())
            for x in lines
        ]
        for c in there
    ]
    new = [
        [all(line_fits(x, terms, child, stay["starts"], kind).values()) for x in lines]
        for child in children
    ]
    if not can_share_out(old, lines):
        codes.add("terms_resident")
    elif not misfit and not can_share_out(old + new, lines):
        codes.add("terms_mix")
    return codes


def can_share_out(people, lines):
    """Is there any way at all of giving each person a line, none more than its number?"""
    return any_way(people, [line["up_to"] for line in lines])


def any_way(people, left):
    """Give the first person each line in turn, and then the rest likewise."""
    if len(people) == 0:
        return True
    for n, fits in enumerate(people[0]):
        after = [*left[:n], left[n] - 1, *left[n + 1 :]]
        if fits and left[n] > 0 and any_way(people[1:], after):
            return True
    return False


def all_brothers_and_sisters(ids, pairs):
    """Is every one of these a sibling of every other?"""
    for one in ids:
        for other in ids:
            if one != other and {one, other} not in pairs:
                return False
    return True


def most_allowed(room, ids, pairs, day):
    """How many of these children may be fostered together."""
    if all_brothers_and_sisters(ids, pairs):
        return 1000
    allowed = 3
    for exemption in room["exemptions"]:
        unnamed = [child for child in ids if child not in exemption["children"]]
        if holds(exemption["period"], day) and len(unnamed) == 0:
            limit = exemption["limit"]
            allowed = max(allowed, 1000 if limit is None else limit)
    return allowed


def over_limit(room, children, pairs, day):
    ids = [child["id"] for child in children]
    there = living_there(room, day, ids)
    ids = ids + [claim["child"]["id"] for claim in there if claim["fostered"]]
    return {"usual_limit"} if len(ids) > most_allowed(room, ids, pairs, day) else set()


def closed(room, children, pairs, day):
    codes = set()
    if any(holds(hold["period"], day) for hold in room["holds"]):
        codes.add("on_hold")
    closed_places = 0
    for gone in room["unavailable"]:
        if holds(gone["period"], day):
            if gone["places"] is None:
                codes.add("not_available")
            else:
                closed_places += gone["places"]
    terms = terms_in_force(room, day)
    if closed_places > 0 and terms is not None and is_approved(room, day):
        ids = [child["id"] for child in children]
        there = living_there(room, day, ids)
        fostered = [claim["child"]["id"] for claim in there if claim["fostered"]]
        by_terms = terms["overall"] - len([claim for claim in there if claim["in_terms"]])
        by_limit = most_allowed(room, ids + fostered, pairs, day) - len(fostered)
        if min(by_terms, by_limit) - closed_places < len(children):
            codes.add("not_available")
    return codes


def no_bedroom(room, children, stay, pairs, day):
    ids = [child["id"] for child in children]
    wanting = [child["id"] for child in children if age(child["born"], stay["starts"]) >= 3]
    if len(wanting) == 0:
        return set()
    if len(room["bedrooms"]) == 0:
        return {"bedrooms_not_recorded"}
    in_bed = {bed["id"]: [] for bed in room["bedrooms"]}
    seen = list(ids)
    for sleeper in room["sleepers"]:
        if holds(sleeper["period"], day) and sleeper["id"] not in ids:
            seen.append(sleeper["id"])
            if sleeper["bedroom_id"] in in_bed:
                in_bed[sleeper["bedroom_id"]].append(sleeper["id"])
            elif sleeper["needs_room"] and sleeper["id"] not in wanting:
                wanting.append(sleeper["id"])
    for claim in living_there(room, day, ids):
        came = max(claim["period"]["starts"], stay["starts"])
        if claim["child"]["id"] not in seen and age(claim["child"]["born"], came) >= 3:
            wanting.append(claim["child"]["id"])
    agreed = [
        shared["children"]
        for shared in room["sharing"]
        if shared["period"] is None or holds(shared["period"], day)
    ]
    if sleeps_all(room, in_bed, wanting, agreed, []):
        return set()
    return {
        "sharing_not_agreed" if sleeps_all(room, in_bed, wanting, agreed, pairs) else "no_bedroom"
    }


def sleeps_all(room, in_bed, wanting, agreed, pairs):
    """Is there any way of giving everyone a bedroom where those who share may share?"""
    beds = [(bed["sleeps"], list(in_bed[bed["id"]])) for bed in room["bedrooms"]]
    return any_bed(beds, wanting, agreed, pairs)


def any_bed(beds, wanting, agreed, pairs):
    """Give the first person each bedroom in turn, and then the rest likewise."""
    if len(wanting) == 0:
        return True
    for n, (sleeps, there) in enumerate(beds):
        group = [*there, wanting[0]]
        after = [*beds[:n], (sleeps, group), *beds[n + 1 :]]
        suits = len(group) <= sleeps and may_share(group, agreed, pairs)
        if suits and any_bed(after, wanting[1:], agreed, pairs):
            return True
    return False


def may_share(group, agreed, pairs):
    """Alone, by one agreement that names them all, or as brothers and sisters who could agree."""
    if len(group) == 1:
        return True
    by_agreement = any(len([who for who in group if who not in each]) == 0 for each in agreed)
    return by_agreement or (len(pairs) > 0 and all_brothers_and_sisters(group, pairs))


# -------------------------------------------------------------------------------------- for lists


def places_left(room, day):
    """How many more unnamed children could be taken on a day, counted one by one."""
    if any(holds(period, day) for _, period in room["temporary"]):
        return 0
    if not is_approved(room, day) or any(holds(hold["period"], day) for hold in room["holds"]):
        return 0
    terms = terms_in_force(room, day)
    if terms is None:
        return 0
    closed_places = 0
    for gone in room["unavailable"]:
        if holds(gone["period"], day):
            closed_places += 1000 if gone["places"] is None else gone["places"]
    there = living_there(room, day)
    named = [line["child_id"] for line in terms["criteria"] if line["child_id"] is not None]
    open_places = sum(line["up_to"] for line in terms["criteria"] if line["child_id"] is None)
    counted = [claim for claim in there if claim["in_terms"]]
    in_open = [claim for claim in counted if claim["child"]["id"] not in named]
    fostered = [claim for claim in there if claim["fostered"]]
    left = 0
    while (
        len(counted) + left + 1 + closed_places <= terms["overall"]
        and len(in_open) + left + 1 + closed_places <= open_places
        and len(fostered) + left + 1 + closed_places <= 3
    ):
        left += 1
    return left
