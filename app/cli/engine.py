"""The engine at the command line, over the record or over plain CSV files.

`hearth match`, `hearth together` and `hearth gap` take folders of files (docs/plain-files.md), or
none for the record. They read and advise; nothing is changed by them. What comes from the record
goes by ids and references, never by names.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import live

if TYPE_CHECKING:
    from sufficiency.criteria import Weights
    from sufficiency.sheets import Sheets
    from sufficiency.together import Plan, Proof, View, Waiting, WhatIf

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write the answer as JSON.")


def _proven(command: Callable[..., None]) -> Callable[..., None]:
    """How long to look, and how far to prove."""
    command = click.option(
        "--near", is_flag=True, help="Near the bound is enough: for a region and up."
    )(command)
    return click.option(
        "--seconds", default=120.0, show_default=True, help="The longest that an answer may take."
    )(command)


@click.command("match")
@click.argument("need_id")
@click.argument("folders", nargs=-1, type=FOLDER)
@click.option("--limit", default=20, show_default=True, help="Homes to give.")
@AS_JSON
def match(need_id: str, folders: tuple[Path, ...], limit: int, as_json: bool) -> None:
    """Rank the homes for the need NEED_ID of FOLDERS, or for that referral of the record."""
    from sufficiency.arrays import Register
    from sufficiency.explain import record, summary
    from sufficiency.match import search

    sheets, weights = _read(folders)
    asked = next((need for need in sheets.needs if need.id == need_id), None)
    if asked is None:
        raise click.ClickException(f"Nobody waits as {need_id}.")
    matches = search(Register(sheets.homes), asked, weights=weights, limit=limit)
    if as_json:
        _write(record(matches))
        return
    click.echo(summary(matches))
    for home in matches.ranked:
        far = "" if home.miles_from_home is None else f"{home.miles_from_home:8.1f} miles"
        asks = f"  to ask: {', '.join(home.to_ask)}" if home.to_ask else ""
        click.echo(f"  {home.home_id:<20}{home.score:8.1f}{far}{asks}")


@click.command("together")
@click.argument("folders", nargs=-1, type=FOLDER)
@click.option("--pin", "pins", multiple=True, help="CHILD=HOME, or CHILD,CHILD=HOME.")
@click.option("--without", multiple=True, help="HOME, or HOME=NEED: leave this home out.")
@click.option("--waits", multiple=True, help="A child who is given no home in this answer.")
@click.option("--whole", multiple=True, help="A need whose children must not be parted.")
@click.option("--placed", default=1000.0, show_default=True, help="Miles: a child with a home.")
@click.option("--pair", default=600.0, show_default=True, help="Miles: two siblings together.")
@click.option("--ask", default=40.0, show_default=True, help="Miles: something still to ask.")
@_proven
@AS_JSON
def together(
    folders: tuple[Path, ...],
    pins: tuple[str, ...],
    without: tuple[str, ...],
    waits: tuple[str, ...],
    whole: tuple[str, ...],
    placed: float,
    pair: float,
    ask: float,
    near: bool,
    seconds: float,
    as_json: bool,
) -> None:
    """Place everyone who waits at once, beside one at a time. Several FOLDERS are one region."""
    from sufficiency.together import Policy, compare, each_council, left_over

    sheets, weights = _read(folders)
    waiting = _waiting(sheets, weights, Policy(placed, pair, ask))
    what_if = _what_if(pins, without, waits, whole)
    plan = _plan(waiting, what_if, near, seconds)
    with _within_the_time():
        views = (
            each_council(waiting, plan, _council, proof=_proof(near), seconds=seconds)
            if len(folders) > 1
            else ()
        )
    alone = waiting.one_at_a_time(what_if)
    case = sorted(waiting.case(_day(waiting), pooled=len(folders) > 1))
    blocked = left_over(waiting, plan)
    if as_json:
        _write(
            {
                "case": case,
                "plan": plan,
                "gap": plan.gap,
                "most_placeable": waiting.most_placeable,
                "one_at_a_time": alone,
                "moved": compare(alone, plan),
                "left_over": blocked,
                "councils": [
                    as_plain(each)
                    | {"gained": each.gained, "gained_together": each.gained_together}
                    for each in views
                ],
            }
        )
        return
    _say_plan(plan, alone, waiting, case)
    _say_councils(views)
    for each in plan.not_possible:
        why = ", ".join(each.codes) or "it does not go with the rest of what was asked"
        click.echo(
            f"Not possible: {', '.join(sorted(each.pin.children))} at {each.pin.home_id}: {why}"
        )
    for one in plan.placed:
        far = "" if one.miles_from_home is None else f"{one.miles_from_home:.1f} miles"
        asks = "something to ask first" if one.to_ask else ""
        click.echo(f"  {one.home_id:<20}{', '.join(one.children)}  {far}  {asks}".rstrip())
    for child in blocked:
        click.echo(f"  no home: {child.child_id}: {_in_the_way(child)}")


@click.command("gap")
@click.argument("folders", nargs=-1, type=FOLDER)
@click.option("--resolve", default=10, show_default=True, help="New homes to ask again with.")
@click.option("--publish", is_flag=True, help="Leave out thin numbers, and everyone's ids.")
@_proven
@AS_JSON
def gap(
    folders: tuple[Path, ...],
    resolve: int,
    publish: bool,
    near: bool,
    seconds: float,
    as_json: bool,
) -> None:
    """Who cannot be placed and why, what would change it, and which homes to recruit.

    New homes are those of profiles.csv in FOLDERS; over the record, in each area of ours, on the
    terms usually given.
    """
    from sufficiency import gap as missing
    from sufficiency.together import Policy, Proof

    sheets, weights = _read(folders)
    waiting = _waiting(sheets, weights, Policy())
    proof = Proof.NEAR if near else Proof.BEST
    plan = _plan(waiting, None, near, seconds)
    unmet = missing.unmet(waiting, plan, lambda need: sheets.area_of.get(need.id, "all"))
    table = missing.without_thin(unmet.by_area_and_age)
    change = missing.smallest_change(
        waiting, may_be_asked=sheets.may_be_asked, proof=proof, seconds=seconds
    )
    with _Progress("New homes") as tell:
        worth = missing.worth_of_one_more(
            waiting, sheets.profiles, resolve=resolve, proof=proof, seconds=seconds, tell=tell
        )
    with _Progress("Targets") as tell:
        wanted = missing.targets(waiting, sheets.profiles, proof=proof, seconds=seconds, tell=tell)
    if publish:
        _publish(table, worth, wanted)
        return
    if as_json:
        _write(
            {
                "unmet": unmet,
                "by_area_and_age": table,
                "smallest_change": change,
                "worth_of_one_more": worth,
                "targets": wanted,
            }
        )
        return
    click.echo(
        f"{len(unmet.blocked)} with no home, {len(unmet.nowhere)} of them whoever else waits."
    )
    for reason, number in unmet.reasons.items():
        click.echo(f"  {reason}: {number}")
    for fact, number in unmet.facts.items():
        click.echo(f"  no home has {fact}: {number}")
    click.echo(f"{change.children} more could be placed by {len(change.steps)} changes:")
    for step in change.steps:
        click.echo(f"  {step.home_id:<20}{', '.join(step.children)}: {step.says}")
    for each in worth:
        click.echo(f"  one more {each.profile.name}: {each.children:+d} placed, {each.worth:.0f}")
    for target in wanted.targets:
        click.echo(f"  recruit {target.homes} {target.profile.name}: {target.children:+d} placed")


@click.command("homes-wanted")
def homes_wanted() -> None:
    """Work out which homes to recruit and keep it with its day: for a timer, by night."""
    from app.workbench import actions, working_out
    from sufficiency.together import NoAnswer

    with live.record():
        asked = actions.ask_for_homes_wanted(by=working_out.NIGHT)
        try:
            working_out.work_out(asked, by=working_out.NIGHT)
        except NoAnswer as none:
            raise click.ClickException(f"No answer in time: {none}") from None
        worth, wanted = len(asked.answer["worth"]), len(asked.answer["targets"]["homes"])
    click.echo(f"Kept: {worth} sorts of home that would bring something, {wanted} to recruit.")


def _publish(table: Any, worth: Any, wanted: Any) -> None:
    """What may leave the service: no ids, no thin numbers."""
    from sufficiency.gap import without_thin

    _write(
        {
            "by_area_and_age": table,
            "one_more": [
                {"profile": each.profile.name, "worth": round(each.worth)} for each in worth
            ],
            "places_to_recruit": without_thin(wanted.by_area_and_age),
        }
    )


# --------------------------------------------------------------------------------- what is read


def _read(folders: tuple[Path, ...]) -> tuple[Sheets, Weights]:
    from sufficiency.criteria import Weights
    from sufficiency.sheets import Unreadable, read_all

    if not folders:
        return _record()
    try:
        return read_all(folders), Weights()
    except Unreadable as unreadable:
        reasons = "\n".join(f"  {reason}" for reason in unreadable.reasons)
        raise click.ClickException(f"These files cannot be read:\n{reasons}") from None


def _record() -> tuple[Sheets, Weights]:
    """The open referrals of the record, homes that might be found, and the council's weights."""
    from app.waiting import queries
    from app.workbench.queries import gap
    from app.workbench.queries.areas import area_of, areas
    from sufficiency.sheets import Sheets

    with live.record():
        found, where = queries.everyone(exact=True), areas()
        asked = gap.may_be_asked(found.register.homes, found.day)
    for ref in found.twice:
        click.echo(f"{ref}: a child of it waits in an earlier referral too.", err=True)
    if not found.needs:
        raise click.ClickException("Nobody waits: there is no open referral.")
    sheets = Sheets(
        homes=found.register.homes,
        needs=found.needs,
        profiles=gap.profiles(where),
        area_of={need.id: area_of(need.home, where) for need in found.needs},
        may_be_asked=asked,
    )
    return sheets, found.weights


def _waiting(sheets: Sheets, weights: Weights, policy: Any) -> Waiting:
    from sufficiency.arrays import Register
    from sufficiency.together import Waiting

    try:
        return Waiting(Register(sheets.homes), sheets.needs, weights=weights, policy=policy)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from None


def _council(id_: str) -> str:
    """Whose a home or a need of a region is: by its folder."""
    return id_.split("/")[0]


def _what_if(
    pins: tuple[str, ...],
    without: tuple[str, ...],
    waits: tuple[str, ...],
    whole: tuple[str, ...],
) -> WhatIf:
    from sufficiency.together import NotThere, Pin, WhatIf

    pinned = []
    for said in pins:
        children, sign, home = said.rpartition("=")
        if not sign or not children or not home:
            raise click.BadParameter(f"“{said}” is not CHILD=HOME.")
        pinned.append(Pin(frozenset(children.split(",")), home))
    out = []
    for said in without:
        home, _, need = said.partition("=")
        out.append(NotThere(home, need or None))
    return WhatIf(tuple(pinned), tuple(out), frozenset(waits), frozenset(whole))


def _day(waiting: Waiting) -> date:
    """The first day on which anybody needs a home: over files there is no other today."""
    return min((need.period.starts for need in waiting.needs), default=date.min)


# -------------------------------------------------------------------------------- what is answered


def _plan(waiting: Waiting, what_if: WhatIf | None, near: bool, seconds: float) -> Plan:
    from sufficiency.together import NOTHING

    if sys.stderr.isatty():
        click.echo(f"Placing {len(waiting.needs):,} families …", err=True)
    with _within_the_time():
        return waiting.plan(what_if or NOTHING, proof=_proof(near), seconds=seconds)


def _proof(near: bool) -> Proof:
    from sufficiency.together import Proof

    return Proof.NEAR if near else Proof.BEST


@contextmanager
def _within_the_time() -> Iterator[None]:
    """Where there was no answer in time, say so in words."""
    from sufficiency.together import NoAnswer

    try:
        yield
    except NoAnswer as none:
        raise click.ClickException(f"No answer: {none} Try --near, or more --seconds.") from None


def _counted(plan: Plan) -> str:
    return f"{plan.children_placed} placed, {plan.together} of {plan.families} families together"


def _say_plan(plan: Plan, alone: Plan, waiting: Waiting, case: Sequence[str]) -> None:
    proof = (
        "proven the best" if plan.proven else f"within {100 * (plan.gap or 0):.3f} % of the best"
    )
    click.echo(f"All at once: {_counted(plan)} ({proof}).")
    click.echo(f"One at a time: {_counted(alone)}.")
    click.echo(f"No arrangement could place more than {waiting.most_placeable} children.")
    if list(case) == ["one_emergency"]:
        click.echo("One need by itself: placing all at once makes no difference.")
    else:
        click.echo(f"This is a case of: {', '.join(each.replace('_', ' ') for each in case)}.")


def _say_councils(views: Sequence[View]) -> None:
    """Each council's own view of a region, and what sharing homes gained."""
    for each in views:
        click.echo(f"{each.council} (children: {each.children}; families: {each.families})")
        for says, share in (
            ("by itself, one at a time", each.one_at_a_time),
            ("by itself, all at once", each.all_at_once),
            ("in the region", each.in_region),
        ):
            far = "" if share.miles is None else f", {share.miles:.1f} miles from home"
            click.echo(f"  {says}: {share.placed} placed, {share.together} together{far}")
        click.echo(f"  {each.away} with others’ carers; {each.taken_in} of others’ with its own")
    if views:
        children = sum(each.gained for each in views)
        families = sum(each.gained_together for each in views)
        click.echo(
            f"Sharing homes, against each by itself all at once: {children:+d} placed, "
            f"{families:+d} families together."
        )


def _in_the_way(child: Any) -> str:
    if child.able:
        return ", ".join(
            f"{each.home_id} is for {' and '.join(each.by)}"
            if each.by
            else f"{each.home_id} is not used"
            for each in child.taken
        )
    return ", ".join(f"{code} {number}" for code, number in list(child.tally.items())[:4])


class _Progress:
    """A bar on the terminal where there is somebody to watch it."""

    def __init__(self, doing: str) -> None:
        self.doing, self.watched = doing, sys.stderr.isatty()

    def __enter__(self) -> Callable[[int, int], None]:
        return self.tell

    def tell(self, done: int, total: int) -> None:
        if self.watched:
            bar = "#" * (20 * done // max(1, total))
            click.echo(
                f"\r\033[K{self.doing} [{bar:<20}] {done} of {total}", err=True, nl=done >= total
            )

    def __exit__(self, *_: object) -> None:
        return None


def _write(answer: object) -> None:
    click.echo(json.dumps(as_plain(answer), indent=2, ensure_ascii=False))


def as_plain(value: Any) -> Any:
    """Any answer of the engine as JSON can say it: pairs as keys are joined by a stroke."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Counter | Mapping):
        return {
            "/".join(key) if isinstance(key, tuple) else str(key): as_plain(each)
            for key, each in value.items()
        }
    if isinstance(value, frozenset | set):
        return sorted(as_plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [as_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
