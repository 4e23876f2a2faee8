"""The story: two brothers who need a home tonight, the homes they might go to, and every warning.

Leo Garnett is seven and Mason is four. They came to be looked after today, their family lives in
Leominster and so does Leo's school. Nothing has been found for them yet: they come first among the
children to choose when a referral is opened. Around Leominster are homes that could lawfully take
both, homes that miss it by little, and some that could never.

Beside them stand the children and households by whom each warning can be seen: approvals that ran
out, places that are not registered, terms and limits passed, decisions that nobody made.
"""

from __future__ import annotations

from app.demo.story.brothers import BROTHERS, Brothers
from app.demo.story.warnings import Warnings

__all__ = ["BROTHERS", "Story"]


class Story(Brothers, Warnings):
    """Adds the story to the county, as it stands today."""

    def tell(self) -> None:
        """All of it."""
        self.tell_of_brothers()
        self.tell_of_warnings()
