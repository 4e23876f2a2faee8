"""A child's episodes in order, judged by the return's rules, as legal statuses and placements.

An episode begins whenever anything changes, so what goes on through several episodes is put
together again: a legal status through a move, a placement through an order. A temporary stay
(T0 to T4) interrupts a placement in the return; here it stands beside the placement, which goes on.

Not every rule of the return is judged here, only those that bear on where a child lived and why;
the rest are for the return itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from app.children.codes import (
    FOSTER,
    LONGEST_TEMPORARY_DAYS,
    Ls,
    Place,
    PlaceChange,
    PlaceProvider,
    Rec,
    Rne,
    is_accepted,
    is_short_break,
    is_temporary,
    needs_urn,
    providers_accepted,
    return_year,
)
from app.exchange.report import RowReport
from app.exchange.ssda903 import NO_URN, ChildRead, Episode, rule

MOVES = frozenset({Rne.P, Rne.T, Rne.B, Rne.U})
FIRST_EVER = date(1991, 10, 14)


@dataclass(frozen=True, slots=True)
class StatusSpell:
    """A legal status for a time, through one or several episodes."""

    row: RowReport
    last_row: RowReport
    status: Ls
    need: str | None
    starts_on: date
    ends_on: date | None
    because: Rec | None


@dataclass(frozen=True, slots=True)
class PlacementSpell:
    """A placement for a time. `began_before`: the first episode says it was there already."""

    row: RowReport
    last_row: RowReport
    place: Place
    provider: PlaceProvider | None
    urn: str
    postcode: str
    status: Ls
    starts_on: date
    ends_on: date | None
    because: PlaceChange | None
    began_before: bool = False

    @property
    def temporary(self) -> bool:
        """Whether it stands beside a main placement."""
        return is_temporary(self.place)


@dataclass(frozen=True, slots=True)
class History:
    """What a child's episodes say, put together."""

    statuses: tuple[StatusSpell, ...]
    placements: tuple[PlacementSpell, ...]
    homes: tuple[tuple[date, str, RowReport], ...]


# ---------------------------------------------------------------------------- what is judged


def judge(child: ChildRead) -> bool:
    """Judge a child's episodes, each on its own and in their order.

    Odd ones are brought in; gives False when the whole cannot be, each reason beside its row:
    an episode before birth, two open at once, two that overlap.
    """
    child.episodes.sort(key=lambda each: (each.starts_on, each.ends_on or date.max))
    if not child.episodes:
        child.row.is_odd("This child has no episode: nothing says where they have lived.")
    for episode in child.episodes:
        _judge_alone(child, episode)
    for before, after in pairwise(child.episodes):
        _judge_pair(before, after)
    if child.episodes:
        _judge_ends(child.episodes)
    return not any(row.says for row in (each.row for each in child.episodes))


def _judge_alone(child: ChildRead, episode: Episode) -> None:
    row = episode.row
    if episode.starts_on < child.born:
        row.reject(
            rule(
                f"The episode began on {episode.starts_on:%d/%m/%Y}, before the child was born on "
                f"{child.born:%d/%m/%Y}",
                "302",
            )
        )
        return
    row.is_odd(*_odd_dates(child, episode), *_odd_codes(child, episode), *_odd_places(episode))


def _age(child: ChildRead, on: date) -> int:
    born = child.born
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _odd_dates(child: ChildRead, episode: Episode) -> Iterator[str]:
    if episode.starts_on < FIRST_EVER:
        yield rule("No episode of this return began before 14/10/1991", "353")
    if episode.ends_on == episode.starts_on:
        yield rule("The episode lasted less than 24 hours", "355")
    if _age(child, episode.starts_on) >= 18:
        yield rule("The child was 18 or over when the episode began", "352")
    longest = LONGEST_TEMPORARY_DAYS.get(episode.place)
    if longest and episode.ends_on and (episode.ends_on - episode.starts_on).days > longest:
        number = {Place.T1: "375", Place.T3: "376"}.get(episode.place, "379")
        yield rule(f"A stay coded {episode.place} may last {longest} days", number)


def _odd_codes(child: ChildRead, episode: Episode) -> Iterator[str]:
    place, provider = episode.place, episode.provider
    last = return_year(episode.ends_on or episode.starts_on)
    if not is_accepted(place, last) and not is_accepted(place, return_year(episode.starts_on)):
        yield rule(f"The return of {last} does not accept placement code {place}", "146")
    accepted = providers_accepted(place)
    if provider is None and accepted:
        yield rule("PLACE_PROVIDER: there is none", "526")
    elif provider is not None and not accepted:
        yield rule(f"PLACE_PROVIDER is left blank for {place}", "213")
    elif provider is not None and provider not in accepted:
        yield rule(f"Provider {provider} does not go with {place}", "527 to 550")
    if place is Place.P1 and episode.status is Ls.V2:
        yield rule("A child placed with parents is not accommodated under section 20", "378")
    if place is Place.K3 and _age(child, episode.starts_on) < 16:
        yield rule("A child in supported accommodation is 16 or over", "371")
    if is_short_break(episode.status) and (is_temporary(place) or place in (Place.U1, Place.U4)):
        yield rule(f"{place} does not go with a series of short breaks", "382, 384")


def _odd_places(episode: Episode) -> Iterator[str]:
    needed = needs_urn(episode.place)
    if needed and not episode.urn and not is_short_break(episode.status):
        yield rule("URN: there is none", "218")
    if not needed and episode.urn:
        yield rule(f"URN is left blank for {episode.place}", "222")
    if episode.urn == NO_URN and episode.place not in FOSTER and episode.place.value[0] != "A":
        yield rule(f"{NO_URN} is for fostering and adoption only", "242")
    if not episode.postcode and not is_short_break(episode.status):
        yield rule("PL_POST: there is none, so nothing says where the child lived", "392b")
    at_home = bool(episode.postcode) and episode.postcode == episode.home_postcode
    if at_home and episode.place is not Place.P1:
        yield rule("HOME_POST and PL_POST are the same, and the child is not at home", "392d")


def _judge_pair(before: Episode, after: Episode) -> None:
    if before.ends_on is None:
        after.row.reject(
            rule(
                f"The episode that began on {before.starts_on:%d/%m/%Y} has not ended: give its "
                "DEC",
                "142",
            )
        )
        return
    if after.starts_on < before.ends_on:
        after.row.reject(
            rule(
                f"The episode begins on {after.starts_on:%d/%m/%Y}, before the one of "
                f"{before.starts_on:%d/%m/%Y} ends on {before.ends_on:%d/%m/%Y}",
                "501",
            )
        )
        return
    after.row.is_odd(*_odd_order(before, after), *_odd_change(before, after))
    stays = is_temporary(before.place) or is_temporary(after.place)
    if before.why_moved is None and not stays and after.begun in MOVES:
        before.row.is_odd(rule("REASON_PLACE_CHANGE: there is none", "225"))


def _odd_order(before: Episode, after: Episode) -> Iterator[str]:
    contiguous = before.ends_on == after.starts_on
    if after.begun is Rne.S and contiguous:
        yield rule("RNE is S, but the episode before ended the same day", "431")
    if after.begun is not Rne.S and not contiguous:
        yield rule(
            f"RNE is {after.begun or 'blank'}, but the episode before ended on "
            f"{before.ends_on:%d/%m/%Y}: days in between are not accounted for",
            "433",
        )
    if before.ended is Rec.X1 and not contiguous:
        yield rule("The episode before ended with X1, and none began that day", "388")
    if before.ended not in (Rec.X1, None) and contiguous:
        yield rule(f"The episode before ended care with {before.ended}", "432")
    if contiguous and before.need and after.need and before.need != after.need:
        yield rule("CIN differs from that of the episode before", "504")


def _moved(before: Episode, after: Episode) -> bool:
    return (before.place, before.provider, before.urn, before.postcode) != (
        after.place,
        after.provider,
        after.urn,
        after.postcode,
    )


def _odd_change(before: Episode, after: Episode) -> Iterator[str]:
    if before.ends_on != after.starts_on:
        return
    moved, status = _moved(before, after), before.status is not after.status
    if after.begun is Rne.L and (moved or not status):
        yield rule("RNE is L, which changes the legal status and nothing else", "434")
    if after.begun in (Rne.P, Rne.T) and status:
        yield rule(f"RNE is {after.begun}, which leaves the legal status as it was", "435")
    if after.begun in (Rne.B, Rne.U) and not (moved and status):
        yield rule(f"RNE is {after.begun}, which changes legal status and placement", "436")


def _judge_ends(episodes: Sequence[Episode]) -> None:
    first, last = episodes[0], episodes[-1]
    if is_temporary(first.place):
        first.row.is_odd(rule("A period of care does not begin with a temporary stay", "380"))
    if is_temporary(last.place) and last.ends_on is not None:
        last.row.is_odd(rule("A period of care does not end with a temporary stay", "381"))
    if last.ended is Rec.X1:
        last.row.is_odd(rule("The last episode ended with X1, and none follows", "388"))
    if last.ends_on is None and last.why_moved is not None:
        last.row.is_odd(rule("REASON_PLACE_CHANGE is for an episode that has ended", "233"))


# ----------------------------------------------------------------------- what goes on through


def history_of(child: ChildRead) -> History:
    """A child's statuses, placements and family homes, from episodes that were judged whole."""
    return History(
        tuple(_statuses(child.episodes)),
        tuple(_placements(child.episodes)),
        tuple(_homes(child.episodes)),
    )


def _statuses(episodes: Sequence[Episode]) -> list[StatusSpell]:
    spells: list[StatusSpell] = []
    for each in episodes:
        before = spells[-1] if spells else None
        goes_on = (
            before is not None
            and before.ends_on == each.starts_on
            and before.status is each.status
            and each.begun is not Rne.S
        )
        if before is not None and goes_on:
            spells[-1] = replace(
                before, last_row=each.row, ends_on=each.ends_on, because=each.ended
            )
        else:
            spells.append(
                StatusSpell(
                    each.row,
                    each.row,
                    each.status,
                    each.need,
                    each.starts_on,
                    each.ends_on,
                    each.ended,
                )
            )
    return spells


def _placements(episodes: Sequence[Episode]) -> list[PlacementSpell]:
    """Main placements through legal changes and temporary stays, and the stays beside them."""
    spells: list[PlacementSpell] = []
    main: int | None = None
    for each in episodes:
        before = spells[main] if main is not None else None
        if is_temporary(each.place):
            spells.append(_spell(each))
            if before is not None and main is not None and before.ends_on == each.starts_on:
                spells[main] = replace(before, ends_on=each.ends_on)  # it goes on meanwhile
            continue
        stayed = spells[-1].temporary if spells else False
        if before is not None and main is not None and _goes_on(before, each, stayed):
            spells[main] = replace(
                before, last_row=each.row, ends_on=each.ends_on, because=each.why_moved
            )
            continue
        spells.append(_spell(each))
        main = len(spells) - 1
    return spells


def _goes_on(before: PlacementSpell, each: Episode, after_stay: bool) -> bool:
    """Whether an episode is the same placement going on: after an order, or after a stay away."""
    same = (before.place, before.provider, before.urn, before.postcode) == (
        each.place,
        each.provider,
        each.urn,
        each.postcode,
    )
    contiguous = before.ends_on == each.starts_on
    return same and contiguous and (each.begun in (Rne.L, None) or after_stay)


def _spell(each: Episode) -> PlacementSpell:
    return PlacementSpell(
        each.row,
        each.row,
        each.place,
        each.provider,
        each.urn,
        each.postcode,
        each.status,
        each.starts_on,
        each.ends_on,
        each.why_moved,
        began_before=each.begun is Rne.L,
    )


def _homes(episodes: Sequence[Episode]) -> Iterator[tuple[date, str, RowReport]]:
    known = ""
    for each in episodes:
        if each.home_postcode and each.home_postcode != known:
            known = each.home_postcode
            yield each.starts_on, known, each.row
