"""Referrals invented for the check of identity: what the record knows, a profile that is sound, and
what is planted in it, plainly and in disguise.

Nothing here is taken from the check itself: the disguises are made by hand, so that it is tried by
another eye than its own.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from app.commissioning.rules.identity import Known, Tells
from app.commissioning.rules.rarity import MENTIONS, Crowd, Traits

GIVEN = (
    "Zephyrine Thaddeus Ottoline Caradoc Melisande Peregrine Xanthippe Barnabas Isolde Leopold "
    "Rosalba Evander Philippa Ignatius Clementine Ambrose Seraphina Horatio Wilhelmina Lysander"
).split()
FAMILY = (
    "Quillfeather Brambleworth Ottershaw Fennimore Haverstock Tolliver Winterbourne Ackersley "
    "Pemberley Drinkwater Catterall Mossington Thistlewood Underhayes Vantongeren Wetherspoon"
).split()
SCHOOLS = ("Wigmore", "Kingstone", "Fairfield", "Aylestone", "Whitecross", "Lugwardine")
PLACES = ("Kingsland", "Weobley", "Bromyard", "Leominster", "Pembridge", "Eardisley")
MONTHS = (
    "January February March April May June July August September October November December"
).split()
SOUND = (
    "Loves football and swimming, and is kind to younger children.",
    "She settles with calm carers who keep to routines. Bedtime is hard.",
    "He likes drawing, cooking and being outdoors. Praise helps.",
    "Quiet at first. Trust comes with time, and then there is much laughter.",
    "Needs patient adults who stay calm. School is going well and matters.",
    "Enjoys music, and helps with meals. New places are hard, and need time.",
    "Plays football on Saturday and likes Lego. Is seen by CAMHS and has an EHCP.",
)
LOOK_ALIKE = str.maketrans("aeocpi", "аеосрі")  # the Cyrillic ones


@dataclass(frozen=True)
class Case:
    """A referral: what the record knows of it, its sound profile, and whom we look after."""

    known: tuple[Known, ...]
    sections: Mapping[str, str]
    secrets: Mapping[Tells, str]
    born: date


def case(chance: Random) -> Case:
    """One referral, invented."""
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    worker = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    carer = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    school = f"{chance.choice(SCHOOLS)} High School"
    place, born = (
        chance.choice(PLACES),
        date(2011, 1, 1).replace(
            year=chance.randint(2009, 2024), month=chance.randint(1, 12), day=chance.randint(13, 28)
        ),
    )
    code = (
        f"HR{chance.randint(1, 9)} {chance.randint(1, 9)}{''.join(chance.choices('ABDEFGH', k=2))}"
    )
    number = f"{chance.choice('ABCDEFGH')}{chance.randint(10**11, 10**12 - 1)}"
    phone = f"07{chance.randint(10**8, 10**9 - 1)}"
    secrets = {
        Tells.NAME: chance.choice((given, family)),
        Tells.WORKER: worker.split()[-1],
        Tells.CARER: carer.split()[0],
        Tells.SCHOOL: school.split()[0],
        Tells.PLACE: place,
        Tells.POSTCODE: code,
        Tells.NUMBER: number,
        Tells.CONTACT: phone,
    }
    known = (
        Known(Tells.NAME, f"{given} {family}", "the child"),
        Known(Tells.BIRTH, born.isoformat(), "The child"),
        Known(Tells.WORKER, worker, "the child’s worker"),
        Known(Tells.CARER, carer, "a carer"),
        Known(Tells.SCHOOL, school, "The school"),
        Known(Tells.PLACE, place, "A town of the area"),
        Known(Tells.POSTCODE, code, "The family’s home"),
        Known(Tells.NUMBER, number, "The unique pupil number"),
        Known(Tells.CONTACT, phone, "The telephone of the child"),
    )
    age = 2026 - born.year
    sections = {
        "who": f"One child, aged between {max(0, age - 1)} and {age + 1}.",
        "when": "Needed today. Kind of fostering: short term.",
        "where": "The family lives in the north of our area. No further than 20 miles from there.",
        "needs": "Needed: a carer drives. Ruled out if: a dog lives there. Support: taxis.",
        "risks": "Known: going missing. No known risk: self-harm, eating disorder, fire-setting.",
        "about": " ".join(chance.sample(SOUND, 2)),
    }
    return Case(known, sections, secrets, born)


Disguise = Callable[[str, Random], str]


def _leet(said: str, _: Random) -> str:
    return said.lower().translate(str.maketrans("aeiost", "431057"))


def _split(said: str, chance: Random) -> str:
    at = chance.randint(2, len(said) - 2)
    return f"{said[:at]}-\n{said[at:]}"


DISGUISES: Mapping[str, Disguise] = {
    "plain": lambda said, _: said,
    "lower": lambda said, _: said.lower(),
    "upper": lambda said, _: said.upper(),
    "owner": lambda said, _: f"{said}'s",
    "spaced": lambda said, _: " ".join(said.replace(" ", "")),
    "dotted": lambda said, _: ".".join(said.replace(" ", "")),
    "split": _split,
    "look_alike": lambda said, _: said.lower().translate(LOOK_ALIKE),
    "accents": lambda said, _: said.replace("e", "é").replace("o", "ö").replace("i", "ï"),
    "invisible": lambda said, _: "​".join(said),
    "entities": lambda said, _: "".join(f"&#{ord(each)};" for each in said),
    "percent": lambda said, _: "".join(f"%{ord(each):02X}" for each in said),
    "wide": lambda said, _: "".join(
        chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in said
    ),
    "coded": lambda said, _: base64.b64encode(said.encode()).decode(),
    "embedded": lambda said, _: f"xx{said.lower()}yy",
}
LETTERS_ONLY: Mapping[str, Disguise] = {"leet": _leet}
"""What is done to letters, and means nothing of a number."""

NAMES = frozenset({Tells.NAME, Tells.WORKER, Tells.CARER, Tells.SCHOOL, Tells.PLACE})


def disguised(tells: Tells, said: str, chance: Random) -> Iterator[tuple[str, str]]:
    """A secret in each disguise that it can wear: the disguise's name, and how it reads then."""
    ways = {**DISGUISES, **(LETTERS_ONLY if tells in NAMES else {})}
    for name, disguise in ways.items():
        if name == "coded" and len(said) < 6:
            continue  # so short a code is a word
        if name in ("owner", "embedded") and tells not in NAMES:
            continue
        yield name, disguise(said, chance)


def births(born: date) -> Iterator[str]:
    """A day of birth as people write it."""
    month = MONTHS[born.month - 1]
    ends = "th" if born.day not in (21, 22, 23) else {21: "st", 22: "nd", 23: "rd"}[born.day]
    yield from (
        f"{born:%d/%m/%Y}",
        f"{born:%d.%m.%y}",
        f"{born:%Y-%m-%d}",
        f"{born:%d%m%Y}",
        f"{born.day} {month}",
        f"{born.day}{ends} of {month[:3]} {born.year}",
        f"{month} {born.day}{ends}",
        f"{month} {born.year}",
        f"born in {born.year}",
        f"{born.day} - {born.month} - {born.year}",
    )


UNKNOWN = (
    "Her best friend is Araminta",
    "they go to Bosbury on Sundays",
    "ring 01432 123456",
    "write to leo@example.org",
    "leo at leo (at) example dot org",
    "see www.example.org/leo",
    "AB12 CDE stands outside",
    "lives at 14 Corve Street",
    "NHS 943 476 5919",
    "near HR6 8",
    "@leo_garnett on the net",
    "His uncle is a councillor",
    "since the murder",
    "they are twins",
    "it was in the newspapers",
    "she speaks Pashto",
    "he uses a wheelchair",
    "his father is a vicar",
    "her birthday is on Friday",
    "she has cystic fibrosis",
)
"""What the record does not know, and a careful reader stops at."""


def crowd(chance: Random, number: int = 344) -> Crowd:
    """As many children as a county looks after, of every age; a few share a trait."""
    names = sorted(MENTIONS)
    ours = [
        Traits(
            sex=chance.choice(("female", "male")),
            age=chance.randint(0, 17),
            group=chance.choice((1, 1, 2, 2, 3, 4)),
            has=frozenset(name for name in names if chance.random() < 0.03),
        )
        for _ in range(number)
    ]
    return Crowd(ours, {"asian": None, "white": 308}, "Herefordshire")
