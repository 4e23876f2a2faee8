"""`hearth forecast`: the years ahead from plain CSV files, with no database and no settings; and
`hearth years-ahead`: drawn from the record and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import live
from app.cli.loads import _day, tell

if TYPE_CHECKING:
    from sufficiency.forecast import Scenario

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--as-at", "as_at", help="The last day that the files are relied on for.")
@click.option("--seen-from", help="The first day from which every episode is in the files.")
@click.option("--years", default=5, show_default=True, type=click.IntRange(1, 20))
@click.option("--futures", default=10_000, show_default=True, type=click.IntRange(100, 100_000))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
@click.option("--scenario", "scenarios", multiple=True, type=FILE, help="JSON; may be repeated.")
@click.option(
    "--usable",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="The part of approved places that can be filled.",
)
@click.option("--untried", is_flag=True, help="Do not try it on the past.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the JSON goes; printed."
)
def forecast(
    files: tuple[Path, ...],
    as_at: str | None,
    seen_from: str | None,
    years: int,
    futures: int,
    seed: int,
    scenarios: tuple[Path, ...],
    usable: float,
    untried: bool,
    out: Path | None,
) -> None:
    """The years ahead, as JSON, from the Header and Episodes files of the yearly returns (SSDA903).

    Give the files of as many years as there are. With a carers' file (HOUSEHOLD, APPROVED, ENDED,
    PLACES, and YOUNGEST and OLDEST where known) places are foretold too, and set against need.
    Beside every forecast stands how right it would have been on this past.
    """
    from sufficiency.forecast import answer as answers
    from sufficiency.forecast.scenario import AS_NOW
    from sufficiency.forecast.sheets import read_files

    begin, last = _day(seen_from), _day(as_at)
    try:
        answer = answers.whole(
            read_files(files),
            at=last,
            seen_from=begin,
            scenarios=[AS_NOW, *(_scenario(path) for path in scenarios)],
            futures=futures,
            years=years,
            seed=seed,
            usable=usable,
            tried=not untried,
            tell=tell,
        )
    except ValueError as refused:
        raise click.ClickException(str(refused)) from None
    text = json.dumps(answer, indent=1)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        for line in (*answer["notes"], *answer["says"]):
            click.echo(line)
        click.echo(f"The forecast is in {out}.")


def _scenario(path: Path) -> Scenario:
    from sufficiency.forecast import read_scenario

    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict):
            raise ValueError("A scenario is an object with a name and changes.")
        return read_scenario(told)
    except ValueError as wrong:
        raise click.ClickException(f"{path.name}: {wrong}") from None


@click.command("years-ahead")
@click.option("--now", "at_once", is_flag=True, help="Draw it though the last one is not old.")
def years_ahead(at_once: bool) -> None:
    """Draw the years ahead from the record and keep them, once a week. For a timer, each night.

    What was published is scored when it is read; nothing has to be run for that.
    """
    from app.core.today import today
    from app.forecasts import actions, long_work, rules
    from app.forecasts.queries import kept

    with live.record():
        last = kept.last_forecast()
        if not at_once and last is not None and not rules.is_old(last.at, today()):
            click.echo(f"The years ahead were drawn on {last.at:%d/%m/%Y}: nothing is drawn anew.")
            return
        asked = actions.ask_for_forecast(futures=long_work.FUTURES, by=long_work.NIGHT)
        long_work.draw(asked, by=long_work.NIGHT)
        if "cannot" in asked.answer:
            raise click.ClickException(asked.answer["cannot"])
        click.echo(asked.answer["says"])
