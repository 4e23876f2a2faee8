"""`hearth load-roads`: roads of the council's area from OS Open Roads, checked before use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import live, loads
from app.core.errors import RuleBroken

if TYPE_CHECKING:
    from app.travel.loading import Checked


@click.command("load-roads")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--margin", default=30.0, show_default=True, help="Kilometres around the council's area."
)
@click.option(
    "--box",
    nargs=4,
    type=int,
    metavar="WEST SOUTH EAST NORTH",
    help="The area instead, in metres on the National Grid.",
)
@click.option("--dry-run", is_flag=True, help="Say what it would do, and change nothing.")
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
def load_roads(
    file: Path, margin: float, box: tuple[int, int, int, int] | None, dry_run: bool, yes: bool
) -> None:
    """Load roads from FILE, so that minutes by road are worked out on them.

    FILE is OS Open Roads as GeoPackage (.gpkg), as Ordnance Survey publishes it, unpacked. The
    roads of the council's area are taken, with a margin. Nothing is fetched from anywhere.
    """
    from app.audit.act import INSTALLER
    from app.travel import loading
    from sufficiency.travel import Box

    with live.record() as app:
        try:
            try:
                area = Box(*box) if box else None
            except ValueError as wrong:
                raise click.BadParameter(f"{wrong}.") from None
            council = app.config["SETTINGS"].authority_code
            checked = loading.check(file, area or loading.area_around(council, margin), loads.tell)
            if checked is None:
                click.echo("These very roads are in use already. Nothing was changed.")
                return
            _say(checked)
            if dry_run or not (yes or click.confirm("Use these roads?")):
                click.echo("Nothing was changed.")
                return
            network = loading.carry_out(checked, by=INSTALLER)
        except RuleBroken as refused:
            raise click.ClickException(str(refused)) from None
        click.echo(f"Done: {network.junctions:,} junctions are in use from now on.")


def _say(checked: Checked) -> None:
    """What was read, how good the estimates are, and what it would take the place of."""
    from app.core.today import today
    from app.travel import rules

    facts, prepared = checked.facts, checked.ready.prepared
    network = prepared.loaded.network
    day = f"{facts.data_of:%d/%m/%Y}" if facts.data_of else "a day that the file does not say"
    click.echo(f"{facts.product}, data of {day}")
    where = "  eastings {west:,} to {east:,}, northings {south:,} to {north:,}"
    click.echo(where.format(**facts.area))
    click.echo(f"  {network.junctions:>10,} junctions")
    click.echo(f"  {network.links:>10,} links")
    if facts.left_out:
        click.echo(f"  {facts.left_out:>10,} junctions left out: no road joins them to the rest")
    click.echo(
        f"  Of journeys tried, half are right within {prepared.landmarks_error:.1%} from "
        f"landmarks, {prepared.areas_error:.1%} from factors by area, "
        f"{prepared.factor_error:.1%} from one factor."
    )
    click.echo(f"  {rules.licence(facts.product, facts.data_of, today())}")
    if checked.instead_of is not None:
        before = checked.instead_of
        click.echo(f"  They take the place of the roads in use since {before.starts_on:%d/%m/%Y}.")
