"""What a place costs in a children's home or supported accommodation: a room above money knows.

    @priced
    def agreed(setting_ids): ...    # {(setting_id, child_id): ((period, pence), ...)}

Then finance is told it with the placement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from app.money.rules import Amounts

Prices = Mapping[tuple[int, int], Amounts]
Asked = Callable[[Collection[int]], Prices]

_asked: dict[str, Asked] = {}


def priced(question: Asked) -> Asked:
    """Make known who answers. The same name again replaces it."""
    _asked[question.__qualname__] = question
    return question


def prices_of(setting_ids: Collection[int]) -> dict[tuple[int, int], Amounts]:
    """What each child costs a week in each of these settings, in pence, with its days."""
    found: dict[tuple[int, int], Amounts] = {}
    for question in _asked.values() if setting_ids else ():
        found |= question(setting_ids)
    return found
