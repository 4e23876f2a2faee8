"""Roads put to use in the place of others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete

from app.audit.act import Actor, act
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import begin
from app.core.today import today
from app.people.actions import refuse_if
from app.travel import queries, rules
from app.travel.models import RoadContent, RoadNetwork
from sufficiency.travel import Prepared, Road, pack


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of roads beside their contents."""

    product: str
    file_name: str
    fingerprint: str
    data_of: date | None
    area: Mapping[str, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class Ready:
    """Roads prepared and packed, before anything is written: nobody waits for that."""

    prepared: Prepared
    packed: bytes
    code: str

    @classmethod
    def made(cls, prepared: Prepared) -> Ready:
        """Pack what was prepared."""
        packed = pack(prepared.loaded)
        return cls(prepared, packed, hashlib.sha256(packed).hexdigest())


@act("Loaded roads")
def use_roads(facts: Facts, ready: Ready, *, by: Actor) -> RoadNetwork:
    """These roads are in use from today, in the place of those before."""
    return _begin(facts, ready, queries.network(), by)


@act("Set the speeds of roads")
def set_speeds(*, ready: Ready, prepared_from: str, by: Actor) -> RoadNetwork:
    """The roads in use have other speeds from today, with which they were prepared again."""
    now_used = queries.network()
    if now_used is None or now_used.code != prepared_from:
        raise RuleBroken(rules.changed_meanwhile())
    return _begin(facts_of(now_used), ready, now_used, by)


def facts_of(network: RoadNetwork) -> Facts:
    """What is said of roads that were loaded before."""
    return Facts(
        network.product,
        network.file_name,
        network.fingerprint,
        network.data_of,
        network.area,
        network.left_out,
    )


def _begin(facts: Facts, ready: Ready, before: RoadNetwork | None, by: Actor) -> RoadNetwork:
    prepared, loaded = ready.prepared, ready.prepared.loaded
    refuse_if(rules.speed_breaches(loaded.speeds))
    network = begin(
        RoadNetwork(
            product=facts.product,
            file_name=facts.file_name,
            fingerprint=facts.fingerprint,
            code=ready.code,
            data_of=facts.data_of,
            area=dict(facts.area),
            junctions=loaded.network.junctions,
            links=loaded.network.links,
            kilometres=round(float(loaded.network.metres.sum(dtype=float)) / 1000),
            left_out=facts.left_out,
            speeds=_told(loaded.speeds),
            errors={
                "landmarks": round(prepared.landmarks_error, 4),
                "areas": round(prepared.areas_error, 4),
                "factor": round(prepared.factor_error, 4),
            },
            starts_on=today(),
            by_id=by.id,
            by_name=by.name,
        ),
        instead_of=before,
    )
    db.session.execute(delete(RoadContent), execution_options={"housekeeping": True})
    db.session.add(RoadContent(code=ready.code, packed=ready.packed))
    db.session.flush()
    return network


def _told(speeds: Mapping[Road, float]) -> dict[str, Any]:
    return {road.value: speeds[road] for road in Road}
