"""Invented histories of children and homes, by seed, as plain dictionaries (see the oracle).

Small numbers and near days, so that rare cases are common: few homes for many children, days about
changes of law, terms that seldom fit.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

OURS, BESIDE, FAR, WALES, SCOTLAND = (
    "E06000019",
    "E10000034",
    "E08000025",
    "W06000023",
    "S12000036",
)
ADJOINING = {"E06000051", "E10000034", "E10000013", "W06000023", "W06000021"}
LAWS = (date(2021, 9, 9), date(2023, 10, 28))

FOSTER_CODES = ("U1", "U2", "U3", "U4", "U4", "U5", "U6", "U6")
OTHER_CODES = (
    "P1", "K1", "K2", "K2", "K3", "H5", "R1", "R2", "R3", "R5", "S1", "P2", "P3", "Z1", "Z11",
    "A3", "A5", "T4",
)  # fmt: skip
STATUSES = ("C1", "C2", "C2", "V2", "V2", "E1", "V3", "L1", "J1")
BASES = ("reg22", "reg22", "reg23", "reg24", "reg25A", "not_recorded")
PROVIDERS = (None, "PR0", "PR1", "PR2", "PR3", "PR4", "PR5")
KINDS = (None, None, "short_term", "long_term", "short_break")
URNS = (None, None, "SC056304", "XXXXXXX")
SETTINGS = (
    "childrens_home", "childrens_home", "secure_childrens_home", "supported_accommodation",
    "supported_accommodation", "residential_school", "residential_family_centre", "care_home",
    "hospital", "custody", "holiday_scheme_for_disabled_children", "other",
)  # fmt: skip
GROUNDS = (
    "reg19_immediate", "reg19_immediate", "reg19_assessed", "reg22A_for_adoption",
    "reg27B_found_under_16", "reg27C_excepted",
)  # fmt: skip
LIBERTY = ("high_court_order", "secure_accommodation_order", "court_of_protection_order")
DECISIONS = ("reg11_out_of_area", "reg11_at_a_distance", "reg18_with_parent", "director_oversight")


def world(seed: int) -> dict:
    """One invented world, with the day about which it was made ("day")."""
    return _Maker(Random(seed)).world()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        if random.random() < 0.3:
            self.day = random.choice(LAWS) + timedelta(days=random.randint(-3, 3))
        else:
            self.day = date(2020, 1, 1) + timedelta(days=random.randint(0, 2500))

    def world(self) -> dict:
        ids = [str(number) for number in range(1, self.random.randint(3, 7))]
        homes = {f"h{number}": self.home(ids) for number in range(self.random.randint(1, 2))}
        settings = {f"s{number}": self.setting() for number in range(2)}
        return {
            "day": self.day,
            "authority": OURS,
            "adjoining": ADJOINING,
            "children": {id_: self.child(list(homes), list(settings)) for id_ in ids},
            "homes": homes,
            "settings": settings,
            "siblings": self.siblings(ids),
        }

    # -------------------------------------------------------------------------------------- days

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def ago(self, least: int = 0, most: int = 400) -> date:
        return self.day - timedelta(days=self.random.randint(least, most))

    def near(self) -> date:
        """A few days before, often, so that six working days and the like are met."""
        return self.ago(0, 14) if self.chance(0.5) else self.ago(0, 300)

    def spell(self, starts: date, ends: float = 0.25) -> dict:
        """From a day, to a later one or still open."""
        to = None
        if self.chance(ends):
            to = starts + timedelta(days=self.random.randint(1, 300))
        return {"from": starts, "to": to}

    def successive(self, most: int) -> list[dict]:
        """Spells that follow one another, the last of which may be open."""
        starts = sorted({self.ago(0, 500) for _ in range(self.random.randint(0, most))})
        found = [{"from": day, "to": None} for day in starts]
        for before, after in pairwise(found):
            gap = self.random.choice((0, 0, 0, 5))
            before["to"] = max(before["from"] + timedelta(days=1), after["from"] - _days(gap))
            before["to"] = min(before["to"], after["from"])
        if found and self.chance(0.2):
            last = found[-1]
            last["to"] = last["from"] + timedelta(days=self.random.randint(1, 400))
        return found

    # ---------------------------------------------------------------------------------- children

    def child(self, homes: list[str], settings: list[str]) -> dict:
        years = self.random.choice((*range(18), 15, 15, 16, 16, 17, 18))
        born = self.day - timedelta(days=self.random.randint(1, 364) + int(years * 365.25))
        born = min(born, self.day - _days(1))
        if self.chance(0.15):  # a birthday about now
            born = _years_before(self.day + _days(self.random.randint(-2, 2)), max(years, 1))
        placements = [
            self.placement(homes, settings) for _ in range(self.random.choice((0, 1, 1, 1, 2)))
        ]
        stays = [self.stay(homes, settings) for _ in range(self.random.choice((0, 0, 0, 1)))]
        known = placements + stays
        return {
            "born": None if self.chance(0.04) else born,
            "sex": self.random.choice(("female", "male", "unknown")),
            "authority": OURS if self.chance(0.9) else BESIDE,
            "statuses": self.statuses(),
            "placements": known,
            "away": [],
            "liberty": [self.liberty()] if self.chance(0.12) else [],
            "overseen": [self.overseen(known) for _ in range(self.random.choice((0, 0, 1, 1, 2)))],
        }

    def statuses(self) -> list[dict]:
        if self.chance(0.1):
            return []
        found = self.successive(2) or [{"from": self.ago(), "to": None}]
        for each in found:
            each["ls"] = self.random.choice(STATUSES)
            each["because"] = None
            if each["to"] is not None:
                each["because"] = self.random.choice((None, "X1", "E4A", "E45"))
        return found

    def placement(self, homes: list[str], settings: list[str]) -> dict:
        starts = self.near()
        fostered = self.chance(0.65)
        code = self.random.choice(FOSTER_CODES if fostered else OTHER_CODES)
        home = setting = None
        if (fostered and self.chance(0.88)) or self.chance(0.5 if code == "Z1" else 0.03):
            home = self.random.choice(homes)
        elif not fostered and self.chance(0.6):
            setting = self.random.choice(settings)
        return {
            **self.spell(starts, 0.15),
            "place": code,
            "temporary": False,
            "basis": self.random.choice(BASES),
            "provider": self.random.choice(PROVIDERS),
            "urn": self.random.choice(URNS),
            "kind": self.random.choice(KINDS),
            "home": home,
            "setting": setting,
            "area": self.random.choice((OURS, OURS, OURS, BESIDE, FAR, WALES, SCOTLAND, None)),
            "decisions": self.decisions(starts),
            "grounds": self.grounds(starts),
        }

    def stay(self, homes: list[str], settings: list[str]) -> dict:
        found = self.placement(homes, settings)
        found["place"] = self.random.choice(("T0", "T1", "T2", "T3", "T4"))
        found["temporary"] = True
        found["to"] = None
        found["from"] = self.ago(0, 30)
        return found

    def decisions(self, starts: date) -> list[dict]:
        return [
            {
                "what": self.random.choice(DECISIONS),
                "on": starts + _days(self.random.randint(-5, 5)),
            }
            for _ in range(self.random.choice((0, 0, 1, 2)))
        ]

    def grounds(self, starts: date) -> list[dict]:
        """What the placement rests on besides a decision; some of it at once, some of it later."""
        return [
            {
                "what": self.random.choice(GROUNDS),
                "on": starts + _days(self.random.choice((-3, 0, 0, 5, 11, 13, 14, 20))),
            }
            for _ in range(self.random.choice((0, 0, 1, 2)))
        ]

    def liberty(self) -> dict:
        starts = self.ago(0, 120)
        last_day = starts + _days(self.random.choice((20, 55, 83, 90)))
        review = starts + _days(self.random.choice((14, 28))) if self.chance(0.6) else None
        found = self.spell(starts, 0.2)
        return found | {
            "kind": self.random.choice(LIBERTY),
            "last_day": last_day,
            "review_on": review,
        }

    def overseen(self, placements: list[dict]) -> dict:
        """A decision of the director about one of the places, or about none recorded."""
        where = self.random.choice([*range(len(placements)), None])
        on = self.ago(0, 30)
        return {"placement": where, "on": on, "again": on + _days(self.random.choice((1, 7, 28)))}

    def siblings(self, ids: list[str]) -> list[tuple[str, str]]:
        how = self.random.random()
        pairs = [(a, b) for a in ids for b in ids if int(a) < int(b)]
        if how < 0.3:
            return pairs
        return [pair for pair in pairs if self.chance(0.6)] if how < 0.7 else []

    # ------------------------------------------------------------------------- homes and settings

    def home(self, ids: list[str]) -> dict:
        provider = self.random.choice(("own", "own", "own", "agency", "other_authority"))
        return {
            "provider": provider,
            "urn": self.random.choice(URNS),
            "approvals": [] if self.chance(0.25) else self.successive(2),
            "terms": [each | self.terms(ids) for each in self.successive(2)],
            "agreements": self.successive(1),
            "exemptions": [
                self.spell(self.ago())
                | {"children": self.random.sample(ids, self.random.randint(1, len(ids)))}
                for _ in range(self.random.choice((0, 0, 1)))
            ],
            "temporary": [self.temporary(id_) for id_ in ids if self.chance(0.3)],
        }

    def terms(self, ids: list[str]) -> dict:
        return {
            "overall": self.random.randint(1, 5),
            "lines": [self.line(ids) for _ in range(self.random.choice((1, 1, 2)))],
        }

    def line(self, ids: list[str]) -> dict:
        least = self.random.choice((0, 0, 0, 5, 10))
        return {
            "up_to": self.random.randint(1, 3),
            "min_age": least,
            "max_age": self.random.choice((17, 17, least + 4)),
            "sex": self.random.choice((None, None, None, "female")),
            "kinds": self.random.choice((None, None, None, ["short_term", "long_term"])),
            "child": self.random.choice(ids) if self.chance(0.15) else None,
        }

    def temporary(self, child: str) -> dict:
        starts = self.ago(0, 220)
        last_day = starts + timedelta(days=111)
        found = self.spell(starts, 0.15) | {"child": child, "last_day": last_day}
        found |= {"extended_to": None, "extended_on": None}
        if self.chance(0.35):
            found["extended_to"] = last_day + timedelta(days=56)
            found["extended_on"] = last_day + timedelta(days=self.random.randint(-20, 10))
        found |= {"review_on": None, "review_until": None}
        if self.chance(0.2):
            found["review_on"] = last_day + timedelta(days=self.random.randint(-20, 40))
            if self.chance(0.5):
                found["review_until"] = found["review_on"] + timedelta(
                    days=self.random.randint(0, 90)
                )
        return found

    def setting(self) -> dict:
        kind = self.random.choice(SETTINGS)
        registrations = []
        if self.chance(0.65):
            as_ = kind if self.chance(0.75) else self.random.choice(SETTINGS)
            for each in self.successive(2):
                regulators = (
                    "ofsted",
                    "ofsted",
                    "care_quality_commission",
                    "care_inspectorate_wales",
                )
                registrations.append(
                    each
                    | {"as": as_, "regulator": self.random.choice(regulators), "urn": "1234567"}
                )
        return {"kind": kind, "registrations": registrations}


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
