"""The points of each preference for many homes: the same numbers as the plain functions'."""

import numpy as np

from sufficiency import distance, room
from sufficiency.arrays.columns import Bools, Floats, Rows
from sufficiency.arrays.masks import Screened, open_to_child, square_metres
from sufficiency.arrays.register import Register, Window
from sufficiency.criteria import Code, Weights, preference_findings
from sufficiency.types import Fact, Need, Point, age_on

PARTS: tuple[Code, ...] = (
    Code.MILES_FROM_HOME,
    Code.MILES_FROM_SCHOOL,
    Code.SIBLING_THERE,
    Code.CONNECTED,
    Code.IN_AREA,
    Code.OWN_SERVICE,
    Code.WISH,
    Code.COMPANY,
    Code.COST,
    Code.AGES_OUT,
    Code.NO_SSW,
)
"""The parts of a score, in the order in which they are added up."""


def points(screened: Screened, weights: Weights, rows: Rows) -> dict[Code, Floats]:
    """The points of each preference for these homes: the same numbers as the plain functions'."""
    window, need = screened.window, screened.need
    register = window.register
    parts: dict[Code, Floats] = {code: np.zeros(len(rows)) for code in PARTS}
    known = register.has_position[rows]
    for code, point, weight in (
        (Code.MILES_FROM_HOME, need.home, weights.home_mile),
        (Code.MILES_FROM_SCHOOL, need.school, weights.school_mile),
    ):
        if point is not None:
            parts[code] = np.where(known, -weight * miles(register, point, rows), 0.0)
    siblings = register.rows_of(need.siblings_at)
    if siblings:
        parts[Code.SIBLING_THERE] = np.isin(rows, siblings) * weights.sibling_there
    parts[Code.IN_AREA] = register.in_area[rows] * weights.in_area
    parts[Code.OWN_SERVICE] = register.own[rows] * weights.own_service
    for fact in Fact:
        if fact in need.wanted:
            met = register.said(fact, True)[rows]
            parts[Code.WISH] = parts[Code.WISH] + met * float(need.wanted[fact])
    if need.company:
        parts[Code.COMPANY] = window.has_others[rows] * weights.company
    if weights.hundred_pounds:
        parts[Code.COST] = -weights.hundred_pounds * register.weekly_cost[rows] / 100
    parts[Code.AGES_OUT] = _ages_out(window, need, rows) * -weights.ages_out
    parts[Code.NO_SSW] = register.no_ssw[rows] * -weights.no_ssw
    _put_plain_points(screened, weights, rows, parts)
    return parts


def miles(register: Register, point: Point, rows: Rows) -> Floats:
    """Statutory miles to each of these homes, to one decimal."""
    metres = np.sqrt(square_metres(register, point, rows))
    rounded: Floats = np.floor(metres * 10 / distance.METRES_IN_MILE + 0.5) / 10
    return rounded


def _ages_out(window: Window, need: Need, rows: Rows) -> Bools:
    """Homes where one of the children passes the ages of the terms within a year."""
    soon = np.zeros(len(rows), bool)
    for child in need.children:
        birthday = room.next_birthday(child.born, need.period.starts)
        if need.period.contains(birthday):
            now_open = open_to_child(window, need, child)[rows]
            still_open = now_open & window.open_to(age_on(child.born, birthday))[rows]
            soon |= (now_open != 0) & (still_open == 0)
    return soon


def _put_plain_points(
    screened: Screened, weights: Weights, rows: Rows, parts: dict[Code, Floats]
) -> None:
    """The plain functions' points for the homes that were left to them."""
    for row in screened.plain:
        at = int(np.searchsorted(rows, row))
        if at == len(rows) or rows[at] != row:
            continue
        for part in parts.values():
            part[at] = 0.0
        home = screened.window.register.homes[row]
        for finding in preference_findings(screened.need, home, weights):
            parts[Code(finding.code)][at] += finding.points
