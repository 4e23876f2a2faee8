"""Rank the homes for a need. A home that is ruled out is shown with its reasons, never hidden.

    register = Register(homes)
    matches = search(register, need, weights=Weights(school_mile=2.0))
    matches.ranked            the homes to offer, best first, with their points
    matches.tally()           how many homes each reason rules out
    matches.why_not("H17")    every reason for one of them, in words
    matches.near_misses()     homes that one lawful change would admit

Order: homes about which everything required is recorded, by score; then homes about which something
required is to be asked, by score. Ties go to the nearer home, then by id, so the same question has
the same answer. Weights move homes up and down; they never bring in a home that is ruled out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sufficiency.arrays import Floats, Register, Rows, Screened, points, screen
from sufficiency.arrays import miles as miles_to
from sufficiency.arrays import square_metres as squares_to
from sufficiency.criteria import Code, Weights, gate_findings, judge
from sufficiency.near import PRICES, NearMiss, Route, near_misses
from sufficiency.types import Finding, Home, Need, Point, Weighs

DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Match:
    """A home to offer, and what its score is made of.

    `score` and `parts` are in mile-equivalents, more is better, and the parts add up to the score.
    `to_ask` are codes of what is required and not recorded.
    """

    home_id: str
    score: float
    parts: Mapping[str, float]
    miles_from_home: float | None
    miles_from_school: float | None
    to_ask: tuple[str, ...]


class Matches:
    """The answer for one need over one register: every home, ranked or ruled out."""

    def __init__(self, screened: Screened, weights: Weights, limit: int) -> None:
        self.need, self.weights, self.limit = screened.need, weights, limit
        self.register = screened.window.register
        self._screened = screened
        self.ranked: tuple[Match, ...] = _ranked(screened, weights, limit)

    @cached_property
    def number_admitted(self) -> int:
        """How many homes nothing rules out, those beyond the limit of the ranking included."""
        return len(self.register) - int(np.count_nonzero(self._screened.ruled_any))

    def tally(self) -> dict[str, int]:
        """How many homes each reason rules out, most first. A home counts under each of its own."""
        return self._screened.tally()

    def only(self, code: str) -> tuple[str, ...]:
        """The homes that this reason alone rules out."""
        alone = self._screened.mask(code) & (self._screened.number_of_reasons() == 1)
        return self._ids(np.flatnonzero(alone))

    def ruled_out_by(self, code: str) -> tuple[str, ...]:
        """The homes that this reason rules out, whatever else does."""
        return self._ids(np.flatnonzero(self._screened.mask(code)))

    def reasons(self, home_id: str) -> frozenset[str]:
        """The codes of what rules a home out; empty when nothing does."""
        return self._screened.codes(self.register.row_of[home_id])[0]

    def to_ask(self, home_id: str) -> frozenset[str]:
        """The codes of what is required and not recorded about a home."""
        return self._screened.codes(self.register.row_of[home_id])[1]

    def why_not(self, home_id: str) -> tuple[Finding, ...]:
        """Every reason that rules a home out, in words; empty when nothing does."""
        findings = gate_findings(self.need, self._home(home_id))
        return tuple(each for each in findings if each.weighs is Weighs.RULED_OUT)

    def findings(self, home_id: str) -> tuple[Finding, ...]:
        """Everything that can be said of a home for this need: against, for and unknown."""
        return judge(self.need, self._home(home_id), self.weights)

    def near_misses(
        self, limit: int = 10, prices: Mapping[Route, float] = PRICES
    ) -> tuple[NearMiss, ...]:
        """Homes that lawful changes would admit, the smallest change first."""
        return near_misses(self._screened, limit, prices)

    def _home(self, home_id: str) -> Home:
        return self.register.homes[self.register.row_of[home_id]]

    def _ids(self, rows: Rows) -> tuple[str, ...]:
        return tuple(self.register.homes[row].id for row in rows)


def search(
    register: Register, need: Need, *, weights: Weights = DEFAULT_WEIGHTS, limit: int = 20
) -> Matches:
    """Every home of the register for this need: the best `limit` ranked, the rest with reasons."""
    return Matches(screen(register.during(need.period), need), weights, limit)


def _ranked(screened: Screened, weights: Weights, limit: int) -> tuple[Match, ...]:
    rows = np.flatnonzero(~screened.ruled_any)
    if not len(rows) or limit < 1:
        return ()
    parts = points(screened, weights, rows)
    score = np.zeros(len(rows))
    for part in parts.values():
        score = score + part
    best = _best(screened, rows, score, limit)
    return tuple(_matches(screened, rows[best], score[best], _of(parts, best)))


def _of(parts: Mapping[Code, Floats], best: Rows) -> dict[str, list[float]]:
    """The parts of these few scores, as plain numbers; parts that are nothing for all left out."""
    chosen = {code.value: part[best] for code, part in parts.items()}
    return {code: part.tolist() for code, part in chosen.items() if part.any()}


def _best(screened: Screened, rows: Rows, score: Floats, limit: int) -> Rows:
    """Places in `rows` of the best homes, in order."""
    unknown = screened.unknown_any[rows]
    among = np.arange(len(rows))
    if len(rows) > 4 * limit:
        # Leave out those that cannot be among the best before sorting by everything.
        rough = np.where(unknown, np.inf, -score)
        last = np.partition(rough, limit - 1)[limit - 1]
        among = np.flatnonzero(rough <= last)
    far = _square_metres(screened, rows[among])
    order = np.lexsort((rows[among], far, -score[among], unknown[among]))
    best: Rows = among[order][:limit]
    return best


def _square_metres(screened: Screened, rows: Rows) -> Floats:
    """For ties: how far from the child's home, or from school when the home is not known."""
    register, need = screened.window.register, screened.need
    point = need.home or need.school
    if point is None:
        return np.zeros(len(rows))
    known = register.has_position[rows]
    return np.where(known, squares_to(register, point, rows).astype(float), np.inf)


def _matches(
    screened: Screened, rows: Rows, score: Floats, parts: Mapping[str, list[float]]
) -> Iterator[Match]:
    need, register = screened.need, screened.window.register
    from_home = _miles(register, need.home, rows)
    from_school = _miles(register, need.school, rows)
    for n, (row, total) in enumerate(zip(rows.tolist(), score.tolist(), strict=True)):
        unknown = screened.codes(row)[1] if screened.unknown_any[row] else ()
        yield Match(
            home_id=register.homes[row].id,
            score=total,
            parts={code: part[n] for code, part in parts.items() if part[n]},
            miles_from_home=from_home[n],
            miles_from_school=from_school[n],
            to_ask=tuple(sorted(unknown)),
        )


def _miles(register: Register, point: Point | None, rows: Rows) -> list[float | None]:
    """Miles to each of these homes; None where either end is not known."""
    if point is None:
        return [None] * len(rows)
    known = register.has_position[rows].tolist()
    far = miles_to(register, point, rows).tolist()
    return [each if here else None for each, here in zip(far, known, strict=True)]
