"""Small worlds with known rates, made day by day without the model that is tried on them."""

from datetime import date, timedelta
from random import Random

import numpy as np

from sufficiency.forecast import CarerSpell, DemandModel, Episode, Living
from sufficiency.forecast.demand import WAYS, even_ages
from sufficiency.forecast.level import Level
from sufficiency.forecast.words import BANDS, CELLS, KIND_NUMBER, KINDS, LEFT, SHAPE, number_of

AT = date(2026, 3, 31)
DAY = timedelta(days=1)
SURE = 1e9
"""The shape of a gamma distribution that is all but certain."""

ONE = Level(SURE, SURE)


def a_model(children, *, entering=0.0, leaving=None, moving=None, enter=None, at=AT):
    """A model whose rates are certain.

    `children`: (born, kind) of those present. `entering`: a year. `leaving`: yearly rates by kind.
    `moving`: yearly rates by (kind, kind). `enter`: the (kind, band) into which all come.
    """
    shape, rate = np.full((CELLS, WAYS), 1e-12), np.ones((CELLS, WAYS))
    in_shape, of_rate = shape.reshape(*SHAPE, WAYS), rate.reshape(*SHAPE, WAYS)
    told = {(kind, LEFT): often for kind, often in (leaving or {}).items()}
    told |= {(one, KIND_NUMBER[two]): often for (one, two), often in (moving or {}).items()}
    for (kind, way), often in told.items():
        in_shape[KIND_NUMBER[kind], :, :, way] = SURE
        of_rate[KIND_NUMBER[kind], :, :, way] = SURE / often
    share = np.full(len(KINDS) * len(BANDS), 1e-9 if enter else 1.0)
    if enter:
        share[KIND_NUMBER[enter[0]] * len(BANDS) + BANDS.index(enter[1])] = SURE
    return DemandModel(
        at,
        np.array([number_of(born) for born, _ in children], np.int64),
        np.array([number_of(max(born, at - 1000 * DAY)) for born, _ in children], np.int64),
        np.array([KIND_NUMBER[kind] for _, kind in children], np.int64),
        Level(SURE, SURE * 12 / entering) if entering else Level(1e-12, 1.0),
        (0.0, 0.0),
        share,
        tuple(even_ages(number % len(BANDS)) for number in range(len(share))),
        shape,
        rate,
        ONE,
        ONE,
    )


def a_history(seed, *, years=8, families=40, at=AT, leaving=0.5, moving=0.12):
    """Children who come one by one at random, and move and leave at rates that never change."""
    random, found = Random(seed), []
    first = at.replace(year=at.year - years)
    gone_by, whole, number = 0.0, (at - first).days + 12 * 365, 0
    while (gone_by := gone_by + random.expovariate(families / 365.25)) <= whole:
        number += 1
        day = at - (whole - int(gone_by)) * DAY
        found += _life(random, f"C{number}", day, at, leaving, moving)
    return [each for each in found if each.ends is None or each.ends > first]


def _life(random, name, day, at, leaving, moving):
    born = day - timedelta(days=random.randrange(15 * 365))
    kind = random.choice((Living.RELATIVES, Living.FOSTERED, Living.FOSTERED))
    eighteen = date(born.year + 18, born.month, min(born.day, 28))
    while day <= at and day < eighteen:
        leaves, moves = (1 + int(random.expovariate(rate / 365.25)) for rate in (leaving, moving))
        ends = min(day + min(leaves, moves) * DAY, eighteen)
        yield Episode(name, born, day, ends if ends <= at else None, kind)
        if leaves <= moves:
            return
        kind = random.choice([each for each in list(Living)[:3] if each is not kind])
        day = ends


def some_carers(seed, *, at=AT, years=15, households=12):
    """Carers approved one by one, who leave after twelve years on average."""
    random, gone_by, found = Random(seed), 0.0, []
    while (gone_by := gone_by + random.expovariate(households / 365.25)) <= years * 365:
        day = at - (years * 365 - int(gone_by)) * DAY
        ends = day + timedelta(days=60 + random.expovariate(1 / 4300))
        ages = random.choice(((0, 17), (0, 17), (0, 4), (5, 17), (10, 17)))
        ended = ends if ends <= at else None
        found.append(CarerSpell(f"H{len(found)}", day, ended, random.choice((1, 2, 2, 3)), *ages))
    return found
