"""The years ahead as pages show them: columns, pictures, and words for what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for

from app.core.present import Shown, long_day
from app.forecasts import kinds
from app.forecasts.costs import Priced
from app.forecasts.kinds import Series
from app.forecasts.models import Forecast, Plan
from app.forecasts.queries.kept import Scored
from app.forecasts.queries.living import Lives
from app.forecasts.rules import Homes, homes_kept
from app.pictures import HIDDEN, Picture, fan
from sufficiency.forecast.record import MODEL, SAME_AS_TODAY, STRAIGHT_LINE
from sufficiency.gap.thin import THIN


@dataclass(frozen=True, slots=True)
class Ahead:
    """One month of a series: the middle and both ends of each interval."""

    day: date
    middle: float
    ends: tuple[tuple[float, float], ...]
    chance: float | None


@dataclass(frozen=True)
class Read:
    """A kept forecast as it is read."""

    forecast: Forecast

    @property
    def answer(self) -> dict[str, Any]:
        """What was kept."""
        return self.forecast.answer

    @property
    def days(self) -> list[date]:
        """The day it stands on, and the same day of each month after."""
        return [date.fromisoformat(day) for day in self.answer["days"]]

    @property
    def source(self) -> str:
        """Of which day, how many futures, which seed and version."""
        return source_of(self.forecast)

    def of(self, key: str) -> dict[str, Any] | None:
        """A series as it was kept; None: nothing was foretold of it."""
        found: dict[str, Any] | None = self.answer["series"].get(key)
        return found

    def hides(self, series: Series) -> bool:
        """Are so few counted today that the months near today are left out?"""
        return series.key in self.hidden

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The series of children whose number today is thin, or would give such a one away."""
        return kinds.hidden(
            {
                each.key: round(kept["middle"][0])
                for each in kinds.OF_CHILDREN
                if (kept := self.of(each.key)) is not None
            }
        )

    def months(self, series: Series) -> list[int]:
        """The months that are shown of a series: all, or from a year on where few are counted."""
        first = 12 if self.hides(series) else 0
        return list(range(first, len(self.days)))

    def rows(self, series: Series) -> list[Ahead]:
        """Month by month."""
        kept = self.of(series.key) or {}
        return [self._ahead(kept, month) for month in self.months(series)] if kept else []

    def years(self, series: Series) -> list[Ahead | None]:
        """Today, and each year on; None: left out, because so few are counted."""
        kept = self.of(series.key) or {}
        return [
            None if month == 0 and self.hides(series) else self._ahead(kept, month)
            for month in range(0, len(self.days), 12)
        ]

    def _ahead(self, kept: dict[str, Any], month: int) -> Ahead:
        return Ahead(
            self.days[month],
            kept["middle"][month],
            tuple((kept[f"low_{n}"][month], kept[f"high_{n}"][month]) for n in kinds.SHARES),
            kept["chance"][month] if "chance" in kept else None,
        )

    def picture(self, series: Series, came: Sequence[tuple[date, float]] = ()) -> Picture | None:
        """The fan of a series, from the day on from which it is shown."""
        kept = self.of(series.key)
        if kept is None:
            return None
        months = self.months(series)
        told = {
            name: [column[month] for month in months]
            for name, column in kept.items()
            if name == "middle" or name.startswith(("low_", "high_"))
        }
        last = self._ahead(kept, len(self.days) - 1)
        low, high = last.ends[1]
        return fan(
            series.key,
            series.says,
            f"On {long_day(last.day)} the middle of all futures is {last.middle:,.0f}; four in "
            f"five have between {low:,.0f} and {high:,.0f}.",
            days=[self.days[month] for month in months],
            told=told,
            came=came,
            what=series.says,
            source=self.source,
        )


def source_of(forecast: Forecast) -> str:
    """Of which day, how many futures, which seed and version."""
    return (
        f"Drawn from the record as at {long_day(forecast.at)}: {forecast.futures:,} futures, seed "
        f"{forecast.seed}, version {forecast.model} of the model, inputs {forecast.digest[:8]}"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}"


SERIES_COLUMNS: Sequence[Shown[Ahead]] = (
    Shown("Day", lambda row: row.day),
    Shown("Middle", lambda row: _number(row.middle), numeric=True),
    *(
        Shown(
            f"{share} % {end}",
            lambda row, n=n, at=at: _number(row.ends[n][at]),  # type: ignore[misc]
            numeric=True,
        )
        for n, share in enumerate(kinds.SHARES)
        for at, end in enumerate(("from", "to"))
    ),
)

CHANCE: Shown[Ahead] = Shown(
    "Chance of any", lambda row: "" if row.chance is None else f"{row.chance:.0%}", numeric=True
)


def columns(rows: Sequence[Ahead]) -> Sequence[Shown[Ahead]]:
    """The columns of a series, with the chance where one is told."""
    told = any(each.chance is not None for each in rows)
    return (*SERIES_COLUMNS, CHANCE) if told else SERIES_COLUMNS


# ------------------------------------------------------------------------------- how right


@dataclass(frozen=True, slots=True)
class Tried:
    """A forecaster on the record's own past: its score, and how often its intervals held."""

    says: str
    over_same: float
    held: tuple[float, ...]


SAYS = {
    MODEL: "The forecast",
    SAME_AS_TODAY: "“Same as today”",
    STRAIGHT_LINE: "The line of the last two years",
}


def tried_on_past(record: dict[str, Any]) -> list[Tried]:
    """The forecast, beside those that need no model, on the record's own past.

    Scores are CRPS over that of “same as today”: below one is better.
    """
    each = record.get("each", ())
    if not each:
        return []
    over = {
        MODEL: record["crps_over_same_as_today"],
        SAME_AS_TODAY: 1.0,
        STRAIGHT_LINE: record["crps_over_same_as_today"] / record["crps_over_straight_line"],
    }
    held = {
        MODEL: record["coverage"],
        SAME_AS_TODAY: record["coverage_of_same_as_today"],
    }
    return [
        Tried(
            says,
            over[name],
            tuple(held[name][share] for share in kinds.SHARES) if name in held else (),
        )
        for name, says in SAYS.items()
    ]


BACKTEST: Sequence[Shown[dict[str, Any]]] = (
    Shown("Of", lambda row: row["series"]),
    Shown("By", lambda row: SAYS[row["by"]]),
    Shown("Told on", lambda row: date.fromisoformat(row["from"])),
    Shown("Months ahead", lambda row: row["months"], numeric=True),
    Shown("Foretold", lambda row: _number(row["foretold"]), numeric=True),
    Shown("Came", lambda row: HIDDEN if _thin(row) else row["came"], numeric=True),
    Shown(
        "CRPS, in children",
        lambda row: HIDDEN if _thin(row) else f"{row['crps']:.1f}",
        numeric=True,
    ),
)


def _thin(row: dict[str, Any]) -> bool:
    came: int = row["came"]
    return 0 < came < THIN


def _unless_hidden(say: Callable[[Scored], Any]) -> Callable[[Scored], Any]:
    return lambda row: HIDDEN if row.hidden else say(row)


SCORED: Sequence[Shown[Scored]] = (
    Shown("Of", lambda row: kinds.BY_KEY[row.series].says),
    Shown("Told on", lambda row: row.at),
    Shown("For", lambda row: row.day),
    Shown("Foretold", lambda row: _number(row.met.foretold), numeric=True),
    Shown("80 % from", lambda row: _number(row.met.low), numeric=True),
    Shown("80 % to", lambda row: _number(row.met.high), numeric=True),
    Shown("Came", _unless_hidden(lambda row: f"{row.met.came:,}"), numeric=True),
    Shown(
        "Held by the interval of",
        _unless_hidden(lambda row: f"{row.met.within} %" if row.met.within else "none"),
    ),
    Shown("CRPS", _unless_hidden(lambda row: f"{row.met.crps:.1f}"), numeric=True),
    Shown(
        "CRPS of “same as today”", _unless_hidden(lambda row: f"{row.met.same:.1f}"), numeric=True
    ),
)

# ------------------------------------------------------------------------------------- costs


def whole_pounds(pence: float | None) -> str:
    """An amount in whole pounds, its sign before it."""
    if pence is None:
        return ""
    pounds = round(pence / 100)
    return f"−£{-pounds:,}" if pounds < 0 else f"£{pounds:,}"


def more_or_less(pence: float | None) -> str:
    """How much more is paid, or less; nothing where it is not told."""
    if pence is None:
        return ""
    said = whole_pounds(abs(pence))
    return f"{said} less" if pence < 0 else f"{said} more"


@dataclass(frozen=True, slots=True)
class CostOf:
    """A child’s place, with what it costs a week."""

    lives: Lives
    priced: Priced


COSTS: Sequence[Shown[CostOf]] = (
    Shown(
        "Child",
        lambda row: row.lives.name,
        link=lambda row: url_for("children.child", ref=row.lives.ref),
    ),
    Shown("A week", lambda row: whole_pounds(row.priced.pence) or "Not known", numeric=True),
    Shown("How it is known", lambda row: how_known(row.priced)),
)


def how_known(priced: Priced) -> str:
    """Where a cost is from."""
    if priced.pence is None:
        return "no price, and no average is set"
    return "as recorded" if priced.recorded else "by the average of such places"


# ------------------------------------------------------------------------------------- plans


@dataclass(frozen=True)
class Compared:
    """A plan with what it came to."""

    plan: Plan

    @property
    def homes(self) -> tuple[Homes, ...]:
        """Its lines."""
        return homes_kept(self.plan.homes)

    @property
    def cannot(self) -> str:
        """Why it could not be compared; nothing where it was, or was not yet."""
        said: str = self.plan.answer.get("cannot", "")
        return said

    @property
    def served(self) -> dict[str, Any] | None:
        """Whom its homes could serve; None: it has none."""
        found: dict[str, Any] | None = self.plan.answer.get("served")
        return found

    @property
    def week(self) -> int | None:
        """How much more is paid a week, in pence; below nought, less; None: not known, or of so few
        children that it is not told."""
        served = self.served
        if served is None or served["moved"] < THIN:
            return None
        more: int = served["would_pay"] - served["pays"]
        return more

    @property
    def source(self) -> str:
        """Of which day, how many futures, which seed and version."""
        answer = self.plan.answer
        return (
            f"Compared as at {long_day(date.fromisoformat(answer['at']))}: {answer['futures']:,} "
            f"futures, seed {answer['seed']}, version {answer['version']}, inputs "
            f"{answer['digest'][:8]}"
        )

    def years(self) -> list[tuple[date, dict[str, Any], dict[str, Any]]]:
        """Each year on, as now and with the plan: places, and who goes without."""
        answer = self.plan.answer
        days = [date.fromisoformat(day) for day in answer["days"]]
        return [
            (days[month], _at(answer["now"], month), _at(answer["plan"], month))
            for month in range(12, len(days), 12)
        ]


def _at(told: dict[str, Any], month: int) -> dict[str, Any]:
    short, places = told[kinds.SHORT.key], told[kinds.PLACES.key]
    return {
        "places": places["middle"][month],
        "short": short["middle"][month],
        "low": short["low_80"][month],
        "high": short["high_80"][month],
        "chance": short["chance"][month],
    }
