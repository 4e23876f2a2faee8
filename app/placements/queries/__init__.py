"""Questions about what placements start and end; see each file for its own."""

from app.placements.queries.disruption import (
    action_by_ref,
    actions_open,
    looked_at,
    meeting_by_ref,
    meeting_of,
    meetings_held,
)
from app.placements.queries.lists import (
    Listed,
    current_of,
    kept_from,
    lists,
    of_household,
    of_placement,
    own_authority,
    standing,
    whole_of,
)
from app.placements.queries.moves import Move, introduction_by_ref, moves
from app.placements.queries.placement import (
    delegated_of,
    documents_named,
    ending_of,
    officer_of,
    officers_to_choose,
    people_to_choose,
    plan_of,
    step_by_ref,
    steps_of,
)
from app.placements.queries.stability import EndedLately, by_household, ended_in, settled

__all__ = [
    "EndedLately",
    "Listed",
    "Move",
    "action_by_ref",
    "actions_open",
    "by_household",
    "current_of",
    "delegated_of",
    "documents_named",
    "ended_in",
    "ending_of",
    "introduction_by_ref",
    "kept_from",
    "lists",
    "looked_at",
    "meeting_by_ref",
    "meeting_of",
    "meetings_held",
    "moves",
    "of_household",
    "of_placement",
    "officer_of",
    "officers_to_choose",
    "own_authority",
    "people_to_choose",
    "plan_of",
    "settled",
    "standing",
    "step_by_ref",
    "steps_of",
    "whole_of",
]
