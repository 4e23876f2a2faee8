"""Invented children who wait, by seed, for the invented register: brothers and sisters together.

Seven families in ten are one child; the others two to four. So thirty children are some twenty-one
families, and three thousand some two thousand and sixty.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from bench.invented import BOX, COUNTY, DAY, _child, _need, a_register
from sufficiency.period import Period
from sufficiency.types import Child, Home, Need, Unavailable, siblings_of

REGION = (300_000, 420_000, 200_000, 320_000)
SIZES = (1, 2, 3, 4)
OF_EACH = (70, 19, 8, 3)


def children_waiting(number: int, homes: int, seed: int = 2) -> list[Need]:
    """So many children who wait for one of so many homes, in families, in order of arrival."""
    random = Random(seed)
    box = COUNTY if homes <= 300 else REGION if homes < 45_000 else BOX
    needs: list[Need] = []
    left = number
    while left:
        size = min(left, random.choices(SIZES, OF_EACH)[0])
        needs.append(_family(random, f"N{len(needs):05d}", box, size))
        left -= size
    return needs


def _family(random: Random, need_id: str, box: tuple[int, int, int, int], size: int) -> Need:
    asked = _need(random, need_id, box)
    oldest = _child(random, f"{need_id}-0")
    children = [oldest]
    for n in range(1, size):
        born = oldest.born + timedelta(days=random.randint(350, 1500) * n)
        sex = _child(random, "").sex
        children.append(Child(f"{need_id}-{n}", min(born, DAY - timedelta(days=20)), sex))
    return replace(
        asked,
        children=tuple(children),
        siblings=siblings_of(tuple(child.id for child in children)),
        max_miles=20.0,
        alone=random.random() < 0.03,
    )


def planned(needs: list[Need], share: float = 0.6, seed: int = 3) -> list[Need]:
    """The same, of whom this share move one to five weeks later."""
    random = Random(seed)
    return [
        replace(need, period=Period(DAY + timedelta(days=random.randint(7, 35))))
        if random.random() < share
        else need
        for need in needs
    ]


def a_full_register(number: int, seed: int = 1, full: float = 0.62) -> Iterator[Home]:
    """The invented register as a busy service has it: six homes in ten have no place to offer.

    Tuned so that of sixty children waiting for three hundred homes some three in four have a home
    when they are placed one at a time.
    """
    random = Random(seed + 1000)
    for home in a_register(number, seed):
        shut = random.random() < full
        room = replace(home.room, unavailable=(Unavailable(None, Period(DAY)),))
        yield replace(home, room=room) if shut else home
