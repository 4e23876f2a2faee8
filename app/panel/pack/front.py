"""The contents of a pack: as long for everybody, and for each what they may read."""

from __future__ import annotations

from collections.abc import Sequence

from app.panel.pack import drawn
from app.panel.pack.asked import Limit, Meeting, PackNotMade, Paper
from app.panel.pack.bound import BoundFront, Shared
from app.panel.pack.objects import Made, Numbers
from app.panel.pack.opened import Source, opened, read
from app.panel.pack.sheets import Binder

LONG = 60
"""Characters of a title that stand on one line."""

HIGHEST = 99_999


def longest(meeting: Meeting, sources: list[list[Source]]) -> drawn.Front:
    """Contents as long as anybody's can be: how many pages they take is how many all take."""
    entries: list[drawn.Entry] = []
    for number, item in enumerate(meeting.items, start=1):
        lines = tuple(drawn.Line(paper.title, HIGHEST) for paper in item.papers)
        entries.append(drawn.Entry(number, item.title, lines))
        if not lines or len(item.public_title) > LONG:
            entries.append(drawn.Entry(number, item.public_title, (), True, (HIGHEST, HIGHEST)))
    lacking = {
        (limit, number, source.paper.title)
        for number, papers in enumerate(sources, start=1)
        for source in papers
        for limit in source.limits
    }
    return _said(meeting, entries, lacking, HIGHEST)


def _said(
    meeting: Meeting,
    entries: Sequence[drawn.Entry],
    lacking: set[tuple[Limit, int, str]],
    of: int,
) -> drawn.Front:
    limits = tuple(
        (limit, tuple(f"item {number}, “{title}”" for _, number, title in those))
        for limit in Limit
        if (those := sorted(each for each in lacking if each[0] is limit))
    )
    return drawn.Front(meeting.title, meeting.on, tuple(entries), limits, not limits, of)


def front_for(shared: Shared, withheld: frozenset[int]) -> BoundFront:
    """The contents for those who may not have these items."""
    entries: list[drawn.Entry] = []
    lacking: set[tuple[Limit, int, str]] = set()
    pages: dict[int, int] = {}
    for item in shared.items:
        if item.number in withheld:
            title = item.item.public_title
            entries.append(drawn.Entry(item.number, title, (), True, item.pages))
            continue
        lines = tuple(drawn.Line(paper.title, paper.first) for paper in item.papers)
        entries.append(drawn.Entry(item.number, item.item.title, lines))
        for paper in item.papers:
            pages.update(enumerate(paper.bound.pages, start=paper.first))
            lacking |= {(limit, item.number, paper.title) for limit in paper.limits}
    said = _said(shared.meeting, entries, lacking, shared.of)
    laid = drawn.contents(said, pages=shared.front_pages)
    source = opened(0, Paper("Contents", laid.content))
    read(source, lambda: None)
    if source.limits:
        raise PackNotMade("The contents were not drawn as tagged PDF/UA.")
    numbers = Numbers(shared.next_number)
    keys = Numbers(shared.next_key)
    binder = Binder(
        source,
        Made(numbers),
        keys,
        shared.fixed,
        shared.fixed.document,
        b"contents-",
        (),
        drawn.goes_to(pages),
    )
    bound = binder.bind(lambda: None)
    return BoundFront(bound, laid.places, numbers.next, keys.next, said.follows_ua)
