"""Roads from a file: checked first, and then put to use in one act, or not at all.

A check reads the whole file and prepares everything, and changes nothing. Carrying out writes what
was prepared in one transaction: cut off at any moment, the roads before stay in use.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.audit.act import Actor
from app.core.errors import RuleBroken
from app.core.progress import Tell, quiet
from app.people.rules import record_breach
from app.travel import actions, queries, rules
from app.travel.models import RoadNetwork
from sufficiency.travel import (
    PRODUCT,
    SPEEDS,
    BadRoads,
    Box,
    LoadedRoads,
    Road,
    prepare,
    read,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Roads read and prepared, and not in use yet."""

    facts: actions.Facts
    ready: actions.Ready
    instead_of: RoadNetwork | None


def area_around(authority_code: str, margin_km: float = rules.MARGIN_KM) -> Box:
    """The council's area with a margin. RuleBroken where its postcodes are not loaded."""
    breaches = rules.margin_breaches(margin_km)
    area = queries.area_of(authority_code)
    if area is None:
        breaches.append(
            record_breach(
                "No postcode of this council is loaded, so its area is not known. Load postcodes "
                "first, or say the area with --box."
            )
        )
    if breaches or area is None:
        raise RuleBroken(*breaches)
    return area.wider_by(round(margin_km * 1000))


def check(path: Path, box: Box, tell: Tell = quiet) -> Checked | None:
    """Read a file and prepare its roads; None when these very roads are in use already.

    RuleBroken says why a file cannot be used.
    """
    now_used = queries.network()
    fingerprint = _fingerprint(path, box, tell)
    if now_used is not None and now_used.fingerprint == fingerprint:
        return None
    try:
        found = read(path, box, tell)
        prepared = prepare(found.made.network, speeds_of(now_used), tell)
    except BadRoads as bad:
        raise RuleBroken(record_breach(str(bad))) from bad
    facts = actions.Facts(
        product=PRODUCT,
        file_name=path.name[-200:],
        fingerprint=fingerprint,
        data_of=found.data_of,
        area={"west": box.west, "south": box.south, "east": box.east, "north": box.north},
        left_out=found.made.apart,
    )
    return Checked(facts, actions.Ready.made(prepared), now_used)


def carry_out(checked: Checked, *, by: Actor) -> RoadNetwork:
    """Put checked roads to use."""
    network: RoadNetwork = actions.use_roads(checked.facts, checked.ready, by=by)
    return network


def speeds_of(network: RoadNetwork | None) -> dict[Road, float]:
    """The council's own speeds go on with new roads; without any the assumed ones stand."""
    kept = network.speeds if network is not None else {}
    return {road: float(kept.get(road.value, SPEEDS[road])) for road in Road}


def at_other_speeds(roads: LoadedRoads, speeds: dict[Road, float]) -> actions.Ready:
    """The same roads prepared again."""
    return actions.Ready.made(prepare(roads.network, speeds))


def _fingerprint(path: Path, box: Box, tell: Tell) -> str:
    """Of the file's bytes and the area: the same file for the same area changes nothing."""
    made = hashlib.sha256(f"{box.west} {box.south} {box.east} {box.north} ".encode())
    try:
        total, done = path.stat().st_size, 0
        with path.open("rb") as file:
            while chunk := file.read(1 << 22):
                made.update(chunk)
                done += len(chunk)
                tell("Reading the file", done >> 20, total >> 20)
    except OSError as wrong:
        raise RuleBroken(record_breach(f"The file cannot be read: {wrong.strerror}.")) from wrong
    return made.hexdigest()
