"""On what basis a child lives where they live, worked out the slow and obvious way.

Written from the words of the rules alone, on plain dictionaries, one day at a time. It imports
nothing of the application or of the engine.

A world is {"children": {id: child}, "homes": {id: home}, "settings": {id: setting},
"siblings": [(id, id), ...], "authority": code, "adjoining": {codes}}. Every fact has "from" and
"to" (the first day it no longer holds, or None).
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations, product

from tests.oracles.clocks import is_working_day

DAY = timedelta(days=1)

FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
RELATIVE = ("U1", "U2", "U3")
ADOPTION = ("A3", "A4", "A5", "A6")
STAYS = ("T0", "T1", "T2", "T3", "T4")
OTHER = ("Z1", "Z11", "Z12", "Z13", "Z14")
STAY_DAYS = {"T1": 42, "T3": 21, "T4": 7}

KIND_OF_CODE = {
    "K1": "secure_childrens_home",
    "K2": "childrens_home",
    "K3": "supported_accommodation",
    "H5": "supported_accommodation",
    "R1": "care_home",
    "R2": "hospital",
    "R3": "residential_family_centre",
    "R5": "custody",
    "S1": "residential_school",
}
NEEDS = {
    "childrens_home": ("childrens_home", "secure_childrens_home"),
    "secure_childrens_home": ("secure_childrens_home",),
    "residential_family_centre": ("residential_family_centre",),
    "care_home": ("care_home",),
    "supported_accommodation": ("supported_accommodation", "childrens_home"),
    "other": ("supported_accommodation", "childrens_home"),
}
LAWFUL = {
    "childrens_home": "childrens_home",
    "secure_childrens_home": "secure_home",
    "supported_accommodation": "supported_registered",
    "residential_school": "residential_school",
    "residential_family_centre": "family_centre",
    "care_home": "care_home",
    "hospital": "hospital",
    "custody": "custody",
    "holiday_scheme_for_disabled_children": "other_arrangements",
}
REGULATES = {
    "ofsted": "E",
    "care_quality_commission": "E",
    "care_inspectorate_wales": "W",
    "care_inspectorate_scotland": "S",
}

NOT_LAWFUL_KINDS = (
    "outside_terms over_limit temporary_approval_ended connected_not_approved carer_not_approved "
    "carer_no_longer_approved with_parent_not_approved unregistered_home supported_unregistered "
    "under_16_prohibited unregistered_setting"
).split()
NOT_PROVEN_KINDS = ("terms_not_recorded", "unknown")
NOT_LAWFUL_FAULTS = (
    "over_limit outside_terms extension_too_late under_16 stay_not_lawful liberty_ran_out"
).split()
UNREGISTERED = (
    "unregistered_home", "unregistered_setting", "supported_unregistered", "under_16_prohibited",
)  # fmt: skip
UNAPPROVED = (
    "temporary_approval_ended", "connected_not_approved", "carer_not_approved",
    "carer_no_longer_approved",
)  # fmt: skip
NOT_PROVEN_FAULTS = (
    "no_agreement registration_unproven exception_unproven out_of_area at_a_distance not_in_care "
    "no_placement_order no_legal_status two_placements born_not_recorded"
).split()

UNDER_16_LAW = date(2021, 9, 9)
REGISTERED_AT_16_LAW = date(2023, 10, 28)
REGULATION_11 = date(2011, 4, 1)
DISTANCE_LAW = date(2014, 1, 27)


def holds(fact: dict, day: date) -> bool:
    return fact["from"] <= day and (fact["to"] is None or day < fact["to"])


def age(born: date, day: date) -> int:
    years = day.year - born.year
    if (day.month, day.day) < (born.month, born.day):
        years -= 1
    return max(years, 0)


def answer(world: dict, child_id: str, day: date) -> dict:
    """{"kind", "since", "faults", "verdict"} of one child on one day."""
    kind, since, faults = judge(world, child_id, day)
    return {"kind": kind, "since": since, "faults": faults, "verdict": verdict(kind, faults)}


def verdict(kind: str, faults: set) -> str:
    if kind == "not_looked_after":
        return "not_looked_after"
    if kind in NOT_LAWFUL_KINDS or faults & set(NOT_LAWFUL_FAULTS):
        return "not_lawful"
    if kind in NOT_PROVEN_KINDS or faults & set(NOT_PROVEN_FAULTS):
        return "not_proven"
    return "duty_open" if faults else "lawful"


def judge(world: dict, child_id: str, day: date) -> tuple:  # noqa: C901 - all in one place to be read
    child = world["children"][child_id]
    ours = child["authority"] == world["authority"]
    status = latest([each for each in child["statuses"] if holds(each, day)])
    here = [each for each in child["placements"] if holds(each, day)]
    mains = [each for each in here if not each["temporary"]]
    stays = [each for each in here if each["temporary"]]
    short_breaks = status is not None and status["ls"] in ("V3", "V4")
    living = mains or (stays if short_breaks else [])
    main = latest(living)
    faults: set = set()

    if child["born"] is not None and age(child["born"], day) >= 18:
        if status is not None:
            faults.add("turned_18")
        if mains:
            faults.add("placement_still_open")
        return "not_looked_after", None, faults
    if status is None:
        if not mains:
            return "not_looked_after", None, faults
        if main["place"] == "Z1" and main["home"] is not None:
            return "not_looked_after", None, faults
        over = [each for each in child["statuses"] if each["to"] is not None and each["to"] <= day]
        if over:
            last = max(over, key=lambda each: each["to"])
            if last["because"] is not None and last["because"] != "X1":
                return "not_looked_after", last["to"], {"placement_still_open"}
    elif main is None:
        if short_breaks:
            return "not_looked_after", None, faults
        if child["born"] is None:
            faults.add("born_not_recorded")
        return directed(world, child, None, day, "unknown", status["from"], faults, [])

    kind, since, faults = place(world, child_id, main, day, status)
    if ours:
        faults |= area(world, child, main, day, kind)
    if status is None and ours:
        faults.add("no_legal_status")
    if child["born"] is None:
        faults.add("born_not_recorded")
    if len(mains) > 1:
        faults.add("two_placements")
    elsewhere = []
    for stay in stays:
        if stay is main:
            continue
        if stay["home"] is not None or stay["setting"] is not None:
            there, from_when, wrong = place(world, child_id, stay, day, status)
            elsewhere.append((there, from_when))
            if verdict(there, wrong) == "not_lawful":
                faults.add("stay_not_lawful")
        longest = STAY_DAYS.get(stay["place"])
        if longest is not None and day >= stay["from"] + DAY * longest:
            faults.add("stay_too_long")
    return directed(world, child, main, day, kind, since, faults, elsewhere)


def directed(  # noqa: C901 - as judge
    world: dict,
    child: dict,
    main: dict | None,
    day: date,
    kind: str,
    since: date,
    faults: set,
    elsewhere: list,
) -> tuple:
    """Deprivation of liberty, and whether the director has decided where there must be one."""
    faults = set(faults)
    taken = latest([each for each in child["liberty"] if holds(each, day)])
    if taken is not None:
        if day > taken["last_day"]:
            faults.add("liberty_ran_out")
        if taken["review_on"] is not None and day > taken["review_on"]:
            faults.add("liberty_review_late")
    if child["authority"] != world["authority"]:
        return kind, since, faults
    why = []
    if kind in UNREGISTERED:
        why.append(("unregistered", since))
    elif kind in UNAPPROVED:
        why.append(("unapproved", since))
    elif kind == "over_limit" or "over_limit" in faults:
        why.append(("over_limit", since))
    for there, from_when in elsewhere:
        if there in UNREGISTERED:
            why.append(("unregistered", from_when))
        if there in UNAPPROVED:
            why.append(("unapproved", from_when))
        if there == "over_limit":
            why.append(("over_limit", from_when))
    if taken is not None:
        why.append(("deprived", taken["from"]))
    if not why:
        return kind, since, faults
    whole = max(each[1] for each in why)
    number = None
    if main is not None:
        number = next(n for n, each in enumerate(child["placements"]) if each is main)
    spoken = [
        each
        for each in child["overseen"]
        if each["placement"] == number and each["on"] >= whole and each["on"] <= day
    ]
    if spoken:
        last = latest([each | {"from": each["on"]} for each in spoken])
        if last["again"] < day:
            faults.add("oversight_late")
        return kind, since, faults
    if main is not None and why[0][0] == "unregistered":
        for each in main["decisions"]:
            if each["what"] == "director_oversight" and each["on"] <= day:
                return kind, since, faults
    faults.add("no_oversight")
    return kind, since, faults


def latest(facts: list) -> dict | None:
    found = None
    for each in facts:  # of two that began on one day, the one recorded last
        if found is None or each["from"] >= found["from"]:
            found = each
    return found


def place(world: dict, child_id: str, stay: dict, day: date, status: dict | None) -> tuple:
    code = stay["place"]
    if code in ADOPTION:
        wrong = code in ("A5", "A6") and status is not None and status["ls"] != "E1"
        return "placed_for_adoption", stay["from"], {"no_placement_order"} if wrong else set()
    if code == "P1":
        return with_parent(stay, day, status)
    if stay["home"] is not None and (code in FOSTER or code in STAYS or code in OTHER):
        return for_adoption(stay, day, *fostered(world, child_id, stay, day))
    if stay["setting"] is not None:
        return in_setting(world, child_id, stay, day)
    if code in FOSTER:
        return for_adoption(stay, day, *foster_elsewhere(stay))
    return by_code(world["children"][child_id], stay, day)


def rests_on(stay: dict, what: str, day: date) -> date | None:
    days = sorted(each["on"] for each in stay["grounds"] if each["what"] == what)
    return days[0] if days and days[0] <= day else None


def for_adoption(stay: dict, day: date, kind: str, since: date, faults: set) -> tuple:
    asked = stay["place"] in ("U2", "U5") and stay["from"] >= date(2014, 7, 25)
    if asked and kind != "prospective_adopter" and not rests_on(stay, "reg22A_for_adoption", day):
        return kind, since, faults | {"for_adoption_unproven"}
    return kind, since, faults


def working_days_after(first: date, number: int) -> date:
    """The last day of so many working days after a day."""
    day = first
    while number:
        day += DAY
        number -= is_working_day(day)
    return day


def with_parent(stay: dict, day: date, status: dict | None) -> tuple:
    faults = set()
    if status is not None and status["ls"] not in ("C1", "C2", "D1", "E1"):
        faults.add("not_in_care")
    decided = [
        each["on"]
        for each in stay["decisions"]
        if each["what"] == "reg18_with_parent" and each["on"] <= day
    ]
    if decided:
        return "with_parent_approved", max(stay["from"], min(decided)), faults
    if rests_on(stay, "reg19_immediate", day) and stay["from"] >= REGULATION_11:
        last = working_days_after(stay["from"], 10)
        assessed = rests_on(stay, "reg19_assessed", day)
        if assessed is not None and assessed <= last:
            last = working_days_after(max(assessed, stay["from"]), 10)
        if day <= last:
            return "with_parent_at_once", stay["from"], faults
        return "with_parent_not_approved", last + DAY, faults
    return "with_parent_not_approved", stay["from"], faults


# ---------------------------------------------------------------------------------- in a household


def number(urn: str | None) -> bool:
    return urn not in (None, "", "XXXXXXX")


def foster_elsewhere(stay: dict) -> tuple:
    if stay["basis"] == "reg25A":
        return "prospective_adopter", stay["from"], set()
    if stay["provider"] == "PR2":
        return "other_providers_carer", stay["from"], set()
    if stay["provider"] in ("PR3", "PR4", "PR5"):
        faults = set() if number(stay["urn"]) else {"registration_unproven"}
        return "other_providers_carer", stay["from"], faults
    return "unknown", stay["from"], set()


def in_force_temporary(home: dict, child_id: str, day: date) -> tuple:
    """(the latest temporary approval for this child begun by the day, is it still in force)."""
    begun = [
        each for each in home["temporary"] if each["child"] == child_id and each["from"] <= day
    ]
    if not begun:
        return None, False
    last = begun[0]
    for each in begun[1:]:
        if each["from"] > last["from"]:
            last = each
    ended = last["to"] is not None and last["to"] <= day
    return last, not ended and day <= runs_to(last)


def runs_to(temporary: dict) -> date:
    last, extended = temporary["last_day"], temporary["extended_to"]
    if extended is not None and temporary["extended_on"] <= last:
        last = extended
    if temporary["review_on"] is not None and temporary["review_on"] <= last:
        # an outcome that is known early takes nothing from the weeks that were given
        return max(last, temporary["review_until"] or date(9000, 1, 1))
    return last


def fostered(world: dict, child_id: str, stay: dict, day: date) -> tuple:  # noqa: C901 - as judge
    home = world["homes"][stay["home"]]
    faults: set = set()
    runs_out = False
    began = stay["from"]
    temporary, in_time = in_force_temporary(home, child_id, day)
    gone = [each for each in home["approvals"] if each["to"] is not None and each["to"] <= day]
    gone = [each for each in gone if each["to"] > each["from"]]
    if any(holds(each, day) for each in home["approvals"]):
        if home["provider"] == "own":
            kind = "approved_carer"
            if not any(holds(each, day) for each in home["terms"]):
                kind = "terms_not_recorded"
            if not any(holds(each, day) for each in home["agreements"]):
                faults.add("no_agreement")
        else:
            kind, faults = of_provider(home, stay)
        ends = [each["to"] for each in home["approvals"] if holds(each, day)]
        if day >= REGULATION_11 and all(ends) and max(ends) <= day + 28 * DAY:
            faults.add("approval_ending")
        if is_outside(world, stay["home"], child_id, day):
            began = day
            while began > stay["from"] and is_outside(world, stay["home"], child_id, began - DAY):
                began -= DAY
            kind = "outside_terms"
            runs_out = began == stay["from"] and working_days(stay["from"], day) <= 6
    elif stay["basis"] == "reg25A":
        kind = "prospective_adopter"
    elif in_time:
        kind = "temporary_approval"
        began = max(stay["from"], temporary["from"])
        if temporary["from"] > stay["from"]:
            faults.add("approved_after_moving")
    elif gone:
        kind = "carer_no_longer_approved"
        began = max([stay["from"], *(each["to"] for each in gone)])
    elif temporary is not None:
        kind = "temporary_approval_ended"
        first = runs_to(temporary) + DAY
        if temporary["to"] is not None:
            first = min(first, temporary["to"])
        began = max(stay["from"], first)
        if (
            temporary["extended_on"] is not None
            and temporary["extended_on"] > temporary["last_day"]
        ):
            faults.add("extension_too_late")
    elif home["provider"] != "own":
        kind, faults = of_provider(home, stay)
    elif stay["place"] in RELATIVE or stay["basis"] == "reg24":
        kind = "connected_not_approved"
    else:
        kind = "carer_not_approved"
    if runs_out:
        kind = "outside_terms_emergency"
        if stay["basis"] != "reg23":
            faults.add("emergency_not_recorded")
    return limited(world, stay, day, kind, began, faults)


def of_provider(home: dict, stay: dict) -> tuple:
    if home["provider"] == "agency" and not number(home["urn"] or stay["urn"]):
        return "other_providers_carer", {"registration_unproven"}
    return "other_providers_carer", set()


def limited(world: dict, stay: dict, day: date, kind: str, began: date, faults: set) -> tuple:
    """Over the usual limit, a child fostered there lives as in an unregistered children's home."""
    if not is_over(world, stay["home"], day):
        return kind, began, faults
    nobody_approved = (
        "temporary_approval_ended carer_no_longer_approved connected_not_approved "
        "carer_not_approved"
    ).split()
    if kind in nobody_approved:
        return kind, began, faults | {"over_limit"}
    if kind == "outside_terms":
        faults = faults | {"outside_terms"}
    since = day
    while since > stay["from"] and is_over(world, stay["home"], since - DAY):
        since -= DAY
    return "over_limit", since, faults


def working_days(first: date, day: date) -> int:
    """How many working days have been begun, the first day counted if it is one."""
    count, each = 0, first
    while each <= day:
        count += is_working_day(each)
        each += DAY
    if not is_working_day(day) and count == 6:
        return 7  # the sixth working day is over
    return count


def living_in(world: dict, home: str, day: date) -> list:
    """(child, since, kind, code) of whoever lives there, each once, first come first."""
    found = []
    for child_id, child in world["children"].items():
        there = [each for each in child["placements"] if each["home"] == home and holds(each, day)]
        if there:
            first = there[0]
            found.append((first["from"], child_id, first["kind"], first["place"]))
    return sorted(found)


def counts(code: str) -> bool:
    return code not in ("P1", "P2", "P3") and code not in ADOPTION


def is_over(world: dict, home: str, day: date) -> bool:
    there = {each[1] for each in living_in(world, home, day) if counts(each[3])}
    if len(there) <= 3:
        return False
    pairs = {frozenset(pair) for pair in world["siblings"]}
    if all(frozenset((a, b)) in pairs for a, b in product(there, there) if a != b):
        return False
    return not any(
        holds(each, day)
        and there
        <= {child for child in each["children"] if not left(world, home, child, each, day)}
        for each in world["homes"][home]["exemptions"]
    )


def left(world: dict, home: str, child: str, exemption: dict, day: date) -> bool:
    """Has this child lived there for good on one day since the exemption, and not on the next?"""
    stays = [
        each
        for each in world["children"][child]["placements"]
        if each["home"] == home and not each["temporary"]
    ]
    walked = exemption["from"]
    while walked < day:
        lived = any(holds(each, walked) for each in stays)
        walked += DAY
        if lived and not any(holds(each, walked) for each in stays):
            return True
    return False


def is_outside(world: dict, home: str, child_id: str, day: date) -> bool:
    """Is this child outside the terms, when whoever came first is fitted in first?"""
    facts = world["homes"][home]
    if not any(holds(each, day) for each in facts["approvals"]):
        return False
    in_force = [each for each in facts["terms"] if holds(each, day)]
    if not in_force:
        return False
    terms = max(in_force, key=lambda each: each["from"])
    fitted: list = []
    for since, other, kind, code in living_in(world, home, day):
        if not counts(code) or code == "Z1":
            continue
        one = (other, max(since, terms["from"]), kind)
        fits = len(fitted) < terms["overall"] and seats(world, terms, [*fitted, one])
        if fits:
            fitted.append(one)
        elif other == child_id:
            return True
    return False


def seats(world: dict, terms: dict, people: list) -> bool:
    """Is there any way at all to give each of these a place on some line?"""
    places = [line for line in terms["lines"] for _ in range(line["up_to"])]
    return any(
        all(admits(world, line, one) for line, one in zip(chosen, people, strict=True))
        for chosen in permutations(places, len(people))
    )


def admits(world: dict, line: dict, one: tuple) -> bool:
    child_id, tested_on, kind = one
    child = world["children"][child_id]
    years = age(child["born"], tested_on) if child["born"] else 0
    return (
        line["child"] in (None, child_id)
        and line["min_age"] <= years <= line["max_age"]
        and (line["sex"] is None or line["sex"] == child["sex"])
        and (line["kinds"] is None or kind is None or kind in line["kinds"])
    )


# ------------------------------------------------------------------------------------ in a setting


def under_16_barred(child: dict, day: date) -> bool:
    return child["born"] is not None and age(child["born"], day) < 16 and day >= UNDER_16_LAW


def must_register_16(child: dict, day: date) -> bool:
    return age(child["born"], day) >= 16 and day >= REGISTERED_AT_16_LAW


def in_setting(world: dict, child_id: str, stay: dict, day: date) -> tuple:
    setting = world["settings"][stay["setting"]]
    child = world["children"][child_id]
    if setting["kind"] in ("supported_accommodation", "other"):
        found = for_age(child, stay, day, setting["kind"], setting["registrations"])
    elif setting["kind"] not in NEEDS:
        found = LAWFUL[setting["kind"]], stay["from"], set()
    else:
        found = must_be_registered(child, stay, day, setting)
    return found


def begun(registrations: list, day: date) -> list:
    return [each for each in registrations if each["from"] <= day]


def in_force(registrations: list, needed: tuple, day: date) -> dict | None:
    held = [each for each in registrations if each["as"] in needed and holds(each, day)]
    homes = [each for each in held if each["as"] == "childrens_home"]
    found = None
    for each in homes or held:
        if found is None or each["from"] > found["from"]:
            found = each
    return found


def by_registration(kind: str, stay: dict, held: dict) -> tuple:
    faults = set()
    if stay["area"] is not None and stay["area"][0] != REGULATES[held["regulator"]]:
        faults.add("registration_unproven")
    return kind, max(stay["from"], held["from"]), faults


def lapsed(stay: dict, registrations: list, needed: tuple, day: date) -> date:
    found = stay["from"]
    for each in registrations:
        if each["as"] in needed and each["to"] is not None and found < each["to"] <= day:
            found = each["to"]
    return found


def must_be_registered(child: dict, stay: dict, day: date, setting: dict) -> tuple:
    needed = NEEDS[setting["kind"]]
    registrations = begun(setting["registrations"], day)
    held = in_force(registrations, needed, day)
    if held is not None:
        return by_registration(LAWFUL[setting["kind"]], stay, held)
    if not registrations and number(stay["urn"]):
        return LAWFUL[setting["kind"]], stay["from"], {"registration_not_checked"}
    since = lapsed(stay, registrations, needed, day)
    if setting["kind"] in ("residential_family_centre", "care_home"):
        return "unregistered_setting", since, set()
    return "unregistered_home", since, {"under_16"} if under_16_barred(child, day) else set()


def for_age(child: dict, stay: dict, day: date, kind: str, registrations: list) -> tuple:
    if child["born"] is None:
        return "unknown", stay["from"], set()
    registrations = begun(registrations, day)
    held = in_force(registrations, NEEDS[kind], day)
    if held is not None and held["as"] == "childrens_home":
        return by_registration("childrens_home", stay, held)
    if under_16_barred(child, day):
        return barred(stay, day)
    if held is not None:
        return by_registration("supported_registered", stay, held)
    if kind == "supported_accommodation" and not registrations and number(stay["urn"]):
        return "supported_registered", stay["from"], {"registration_not_checked"}
    if must_register_16(child, day):
        if said := rests_on(stay, "reg27C_excepted", day):
            return "excepted_accommodation", max(said, first_at_16(child, stay)), set()
        ends = lapsed(stay, registrations, NEEDS[kind], day)
        return "supported_unregistered", max(ends, first_at_16(child, stay)), set()
    return "other_arrangements", stay["from"], set()


def barred(stay: dict, day: date) -> tuple:
    since = max(stay["from"], UNDER_16_LAW)
    found = rests_on(stay, "reg27B_found_under_16", day)
    if found is not None and found >= UNDER_16_LAW:
        last = working_days_after(found, 10)
        if day <= last:
            return "under_16_found", max(found, since), set()
        since = max(since, last + DAY)
    return "under_16_prohibited", since, set()


def first_at_16(child: dict, stay: dict) -> date:
    day = max(stay["from"], REGISTERED_AT_16_LAW)
    while age(child["born"], day) < 16:
        day += DAY
    return day


def by_code(child: dict, stay: dict, day: date) -> tuple:
    code = stay["place"]
    kind = KIND_OF_CODE.get(code)
    lawful = LAWFUL.get(kind) if kind else None
    if code == "H5":
        found = for_age(child, stay, day, "supported_accommodation", [])
    elif code in ("K3", "P2", "P3"):
        found = supported_by_code(child, stay, day)
    elif kind is None:
        return "unknown", stay["from"], set()
    elif kind not in NEEDS:
        found = lawful, stay["from"], set()
    elif number(stay["urn"]):
        found = lawful, stay["from"], {"registration_not_checked"}
    else:
        found = lawful, stay["from"], {"registration_unproven"}
    return found


def supported_by_code(child: dict, stay: dict, day: date) -> tuple:
    code = stay["place"]
    if child["born"] is None:
        return "unknown", stay["from"], set()
    if under_16_barred(child, day):
        return barred(stay, day)
    if code == "K3":
        fault = "registration_not_checked" if number(stay["urn"]) else "registration_unproven"
        return "supported_registered", stay["from"], {fault}
    late = must_register_16(child, day)
    if late and (said := rests_on(stay, "reg27C_excepted", day)):
        return "excepted_accommodation", max(said, first_at_16(child, stay)), set()
    if code == "P3":
        return "other_arrangements", stay["from"], {"exception_unproven"} if late else set()
    if late:
        return "supported_unregistered", first_at_16(child, stay), set()
    return "independent_living", stay["from"], set()


# --------------------------------------------------------------------------------- out of the area


def area(world: dict, child: dict, stay: dict, day: date, kind: str) -> set:
    if kind in (
        "with_parent_approved", "with_parent_at_once", "with_parent_not_approved",
        "prospective_adopter",
        "placed_for_adoption", "hospital", "custody",
    ):  # fmt: skip
        return set()
    own = stay["home"] is not None and world["homes"][stay["home"]]["provider"] == "own"
    if own or stay["place"] in RELATIVE or stay["basis"] == "reg24":
        return set()
    if stay["area"] is None:
        return {"area_not_recorded"}
    if stay["area"] == child["authority"] or stay["from"] < REGULATION_11:
        return set()
    faults = set()
    if stay["area"][0] not in "EW":
        faults.add("outside_england_and_wales")
    far = stay["area"] not in world["adjoining"] and stay["from"] >= DISTANCE_LAW
    enough = ("reg11_at_a_distance",) if far else ("reg11_at_a_distance", "reg11_out_of_area")
    decided = [
        each["on"] for each in stay["decisions"] if each["what"] in enough and each["on"] <= day
    ]
    if not decided:
        faults.add("at_a_distance" if far else "out_of_area")
    elif min(decided) > stay["from"]:
        faults.add("area_approved_late")
    return faults
