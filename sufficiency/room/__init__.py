"""How much room there is in a household: the one definition, for lists and for decisions.

`places_left` answers for lists: how many places could be offered on a day, to nobody in particular.
`room_for` answers for decisions: whether these children may live here for this period, and every
reason why not. A page that shows the first never decides by it.

Room is per limit, each with its own people:
  terms          children who count against the terms of approval, on each criterion
  usual limit    every fostered child, of any authority, with privately fostered and short breaks
  bedrooms       everyone who sleeps there (a national standard, not law)

Choices made here, which a reader might question:
* A child's own claim never competes with itself: a planned placement or a held bed gives way to
  the same child's placement.
* Ages are tested against terms on the first day on which the child is there and the terms are in
  force, and not again at each birthday. `ages_out_on` gives the birthday to warn of.
* Planned placements and held beds take room like placements.
* A temporary approval covers its named child. For an open-ended stay the day it runs out is a
  matter for its own clock (regulation 25(6)); a stay with a known end must end in time.

The files: `shortfalls` the answer, `on_a_day` what the record holds on a day, `places` for lists,
and for decisions `standing`, `lines` (the terms), `numbers` (limit and places) and `sleeping`.
"""

from collections.abc import Callable

from sufficiency.period import Period
from sufficiency.room.lines import (
    Counted,
    ages_out_on,
    assignable,
    can_be_assigned,
    lines_admitting,
    next_birthday,
    terms,
    why_no_line_admits,
)
from sufficiency.room.numbers import USUAL_LIMIT, all_siblings, availability, usual_limit
from sufficiency.room.on_a_day import (
    agreed_on,
    approved_on,
    claims_on,
    terms_on,
    unavailable_on,
)
from sufficiency.room.places import Places, places, places_left
from sufficiency.room.shortfalls import (
    Shortfall,
    ShortfallCode,
    Standing,
    Stay,
    standing_of,
)
from sufficiency.room.sleeping import OWN_BEDROOM_AGE, bedrooms, who_sleeps_where
from sufficiency.room.standing import agreement, approval, hold
from sufficiency.types import Child, Kind, Room, Siblings

__all__ = [
    "OWN_BEDROOM_AGE",
    "TESTS",
    "USUAL_LIMIT",
    "Counted",
    "Places",
    "Shortfall",
    "ShortfallCode",
    "Standing",
    "Stay",
    "ages_out_on",
    "agreed_on",
    "agreement",
    "all_siblings",
    "approval",
    "approved_on",
    "assignable",
    "availability",
    "bedrooms",
    "can_be_assigned",
    "claims_on",
    "hold",
    "lines_admitting",
    "next_birthday",
    "places",
    "places_left",
    "room_for",
    "standing_of",
    "terms",
    "terms_on",
    "unavailable_on",
    "usual_limit",
    "who_sleeps_where",
    "why_no_line_admits",
]

TESTS: tuple[Callable[[Room, Stay], tuple[Shortfall, ...]], ...] = (
    approval,
    agreement,
    terms,
    usual_limit,
    hold,
    availability,
    bedrooms,
)
"""Every test of room, in the order in which its reasons are given."""


def room_for(
    room: Room,
    children: tuple[Child, ...],
    period: Period,
    kind: Kind,
    siblings: Siblings = frozenset(),
) -> tuple[Shortfall, ...]:
    """Every reason why these children may not live here for the whole of this period.

    Empty when they may. Each reason is given once, with the first day on which it is so.
    """
    stay = Stay(children, period, kind, siblings)
    return tuple(shortfall for test in TESTS for shortfall in test(room, stay))
