"""Working out which homes to recruit: in the background or by night, one at a time.

Asked of the whole record, whoever asks; nobody is in what is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from app.audit.act import Actor, StandingActor
from app.core.progress import Tell, Work
from app.core.reader import NOTHING, reading_without
from app.core.today import today
from app.waiting import queries as waiting
from app.workbench.actions import keep_homes_wanted
from app.workbench.models import HomesWanted
from app.workbench.queries import gap
from app.workbench.queries.areas import areas
from app.workbench.rules.profiles import NO_TARGETS, kept_targets, kept_worth
from sufficiency.gap import Profile, targets, worth_of_one_more
from sufficiency.gap.recruiting import at_most
from sufficiency.together import Waiting

WANTED = Work("homes_wanted", lock=4_711_005)

NIGHT = StandingActor("Night’s work")
"""Who works it out when nobody is there to ask."""

OF_AN_AREA, MOST, SECONDS = 3, 6, 20.0
"""Sorts of home in each area that are asked again with, homes to recruit at most, and seconds for
each answer."""


def work_out(asked: HomesWanted, *, by: Actor) -> None:
    """Work it out and keep it. Raises Busy: it is being worked out; NoAnswer where the engine had
    none in time: then nothing is kept."""
    with WANTED.working_on(asked.id) as tell, reading_without(NOTHING):
        found = waiting.everyone(exact=False)
        profiles = gap.profiles(areas())
        chosen = _most_promising(found.waiting, profiles) if found.needs else []
        worth = worth_of_one_more(
            found.waiting,
            chosen,
            resolve=len(chosen),
            seconds=SECONDS,
            tell=_said(tell, "One more home of each sort"),
        )
        answer = {"worth": kept_worth(worth), "targets": NO_TARGETS}
        if found.needs:
            wanted = targets(
                found.waiting,
                profiles,
                most=MOST,
                seconds=SECONDS,
                tell=_said(tell, "Homes to recruit"),
            )
            answer["targets"] = kept_targets(wanted)
        keep_homes_wanted(
            asked, worked_on=today(), waiting=len(found.children), answer=answer, by=by
        )


def _most_promising(everyone: Waiting, profiles: Sequence[Profile]) -> list[Profile]:
    """Of each area the sorts of home that promise most, by the prices of the relaxation."""
    of_area: dict[str, list[tuple[float, Profile]]] = defaultdict(list)
    for most, profile in zip(at_most(everyone, profiles).tolist(), profiles, strict=True):
        if most > 0:
            of_area[profile.area].append((most, profile))
    return [
        profile
        for those in of_area.values()
        for _, profile in sorted(those, key=lambda each: -each[0])[:OF_AN_AREA]
    ]


def _said(tell: Tell, doing: str) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        tell(doing, done, of)

    return told
