"""What links are for. Each purpose belongs to a room above this one, which says what its page is.

    @purpose("review_view_of_a_carer", title="Your view, before the review", why="...")
    def carers_view(link: OneTimeLink) -> ResponseReturnValue:
        return ask(link, CarersViewForm(...), "register/link_carer.html", finish=...)

The handler answers GET and POST of a link that is open, after its holder has pressed Start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from app.core.words import words
from app.links.models import OneTimeLink

Handler = Callable[[OneTimeLink], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a link asks of its holder.

    `title` is its first page's heading, `why` what is asked, by whom and what becomes of the
    answer, in the holder's words: a sentence or two each.
    """

    name: str
    title: str
    why: tuple[str, ...]
    handler: Handler


_purposes: dict[str, Purpose] = {}


def purpose(
    name: str, *, title: str = "", why: str | tuple[str, ...] = ()
) -> Callable[[Handler], Handler]:
    """Say that links of this name open this page. A name has one page."""

    def register(handler: Handler) -> Handler:
        if name in _purposes and _purposes[name].handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"two pages for links of the purpose {name}")
        said = (why,) if isinstance(why, str) else why
        _purposes[name] = Purpose(name, title or words(name), said, handler)
        return handler

    return register


def purpose_of(link: OneTimeLink) -> Purpose:
    """What this link is for. KeyError: nothing here asks that any more."""
    return _purposes[link.purpose]
