"""Bedrooms: a matter of the national standards, never of law."""

from collections.abc import Callable, Sequence
from datetime import date

from sufficiency.period import days_of_change
from sufficiency.room.numbers import all_siblings
from sufficiency.room.on_a_day import agreed_on, others_on
from sufficiency.room.shortfalls import Shortfall, ShortfallCode, Stay
from sufficiency.types import Child, Room, age_on

OWN_BEDROOM_AGE = 3
"""From the third birthday a child has a bedroom of their own, or an agreement to share.

Standard 10.6 of the National Minimum Standards says "over the age of three"; the cautious reading
is from the third birthday.
"""


def bedrooms(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """A bedroom of their own for each child from the third birthday, or an agreement to share.

    Standard 10.6 of the National Minimum Standards, never law. Ages are those on the first day of
    the stay, or on which the child comes. Where siblings would fit by sharing, that is said
    instead, so that the agreement can be asked for.
    """
    first = stay.period.starts
    if not any(_needs_own_room(child, first) for child in stay.children):
        return ()
    if not room.bedrooms:
        return (Shortfall(ShortfallCode.BEDROOMS_NOT_RECORDED, first),)
    facts = [sleeper.period for sleeper in room.sleepers]
    facts += [claim.period for claim in room.claims]
    facts += [agreed.period for agreed in room.sharing if agreed.period]
    found: dict[ShortfallCode, Shortfall] = {}
    for day in days_of_change(stay.period, facts):
        shortfall = _bedrooms_on_day(room, stay, day)
        if shortfall is not None:
            found.setdefault(shortfall.code, shortfall)
    worst = found.get(ShortfallCode.NO_BEDROOM) or found.get(ShortfallCode.SHARING_NOT_AGREED)
    return (worst,) if worst else ()


def _bedrooms_on_day(room: Room, stay: Stay, day: date) -> Shortfall | None:
    sleeping, waiting = who_sleeps_where(room, stay, day)
    agreed = agreed_on(room, day)

    def agreed_to_share(group: frozenset[str]) -> bool:
        return any(group <= children for children in agreed)

    def could_agree(group: frozenset[str]) -> bool:
        return agreed_to_share(group) or all_siblings(group, stay.siblings)

    spaces = [(bed.sleeps, sleeping[bed.id]) for bed in room.bedrooms]
    if _all_sleep(spaces, waiting, agreed_to_share):
        return None
    wanting = tuple(child.id for child in stay.children if child.id in waiting)
    free = sum(not there for _, there in spaces)
    code = ShortfallCode.NO_BEDROOM
    if _all_sleep(spaces, waiting, could_agree):
        code = ShortfallCode.SHARING_NOT_AGREED
    return Shortfall(code, day, len(waiting), free, wanting)


def who_sleeps_where(
    room: Room, stay: Stay, day: date
) -> tuple[dict[str, frozenset[str]], list[str]]:
    """Who sleeps in each bedroom on this day, and who still needs a place in one, in order of id.

    The children who would move in wait for a room, wherever they may be recorded as sleeping.
    """
    sleeping: dict[str, frozenset[str]] = {bed.id: frozenset() for bed in room.bedrooms}
    settled = set(stay.ids)
    waiting = {child.id for child in stay.children if _needs_own_room(child, stay.period.starts)}
    for sleeper in room.sleepers:
        if not sleeper.period.contains(day) or sleeper.id in stay.ids:
            continue
        settled.add(sleeper.id)
        if sleeper.bedroom_id in sleeping:
            sleeping[sleeper.bedroom_id] |= {sleeper.id}
        elif sleeper.needs_room:
            waiting.add(sleeper.id)
    for claim in others_on(room, stay, day):
        from_day = max(claim.period.starts, stay.period.starts)
        if claim.child.id not in settled and _needs_own_room(claim.child, from_day):
            waiting.add(claim.child.id)
    return sleeping, sorted(waiting)


def _needs_own_room(child: Child, day: date) -> bool:
    return age_on(child.born, day) >= OWN_BEDROOM_AGE


def _all_sleep(
    spaces: Sequence[tuple[int, frozenset[str]]],
    waiting: Sequence[str],
    may_share: Callable[[frozenset[str]], bool],
) -> bool:
    """Can everyone who waits be given an empty bedroom, or one whose sleepers may share with them?

    `spaces` are bedrooms as (how many it sleeps, who sleeps there). Tries every arrangement;
    bedrooms that are alike are tried once.
    """
    if not waiting:
        return True
    person, rest = waiting[0], waiting[1:]
    tried: set[tuple[int, frozenset[str]]] = set()
    for n, space in enumerate(spaces):
        sleeps, there = space
        with_them = there | {person}
        if space in tried or len(with_them) > sleeps or (there and not may_share(with_them)):
            continue
        tried.add(space)
        filled = [*spaces[:n], (sleeps, with_them), *spaces[n + 1 :]]
        if _all_sleep(filled, rest, may_share):
            return True
    return False
