"""Oracles for the forecast, slow and obvious: closed forms, a calendar, every way of placing.

They import nothing of the product.
"""

from datetime import timedelta
from math import exp


def staying(present, entering, leaving, years):
    """Mean and variance of how many are there: all leave at one yearly rate, so many enter a year.

    Those present stay each with the same chance; those who came since are Poisson.
    """
    chance = exp(-leaving * years)
    came = entering / leaving * (1 - chance)
    return present * chance + came, present * chance * (1 - chance) + came


def passing_through(present, on, leaving, years):
    """Means in a first place, and a second, of those who began in the first.

    From the first all move on to the second at one rate, from which they leave at another.
    """
    first = exp(-on * years)
    second = on / (leaving - on) * (exp(-on * years) - exp(-leaving * years))
    return present * first, present * second


def age(born, day):
    """Birthdays had, counted one by one; 29 February's is 1 March where there is none."""
    years, birthday = -1, born
    while birthday <= day:
        years += 1
        try:
            birthday = born.replace(year=born.year + years + 1)
        except ValueError:
            birthday = born.replace(year=born.year + years + 1, month=3, day=1)
    return years


def band(born, day):
    """The age band of the published figures, by its words; None from eighteen on."""
    years = age(born, day)
    if years >= 18:
        return None
    if years < 1:
        return "under 1"
    if years < 5:
        return "1 to 4"
    if years < 10:
        return "5 to 9"
    return "10 to 15" if years < 16 else "16 and 17"


def whereabouts(episodes, day):
    """Each child's kinds of home on a day, from (child, born, starts, ends, kind) rows."""
    found = {}
    for child, born, starts, ends, kind in episodes:
        if starts <= day and (ends is None or day < ends) and band(born, day) is not None:
            found.setdefault((child, band(born, day)), set()).add(kind)
    return found


def without_a_place(children, places):
    """The fewest children who go without, by trying every way.

    `children`: the band of each; `places`: for each the set of bands that it serves.
    """
    if not children:
        return 0
    first, *rest = children
    fewest = 1 + without_a_place(rest, places)
    for number, serves in enumerate(places):
        if first in serves:
            fewest = min(fewest, without_a_place(rest, places[:number] + places[number + 1 :]))
    return fewest


def crps(drawn, came):
    """The continuous ranked probability score, pair by pair."""
    number = len(drawn)
    apart = sum(abs(each - came) for each in drawn) / number
    within = sum(abs(one - two) for one in drawn for two in drawn) / number**2
    return apart - within / 2


def days_of(first, last):
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
