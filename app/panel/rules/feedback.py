"""What the panel says of a report's quality: scores by theme, and when words are owed."""

from __future__ import annotations

from collections.abc import Mapping

from app.assessments.grading import Theme
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.sources import NMS, Cite, Verified

QUALITY: Cite = NMS.standard("14.2", Verified.TEXT)
WORST, BEST = 1, 5
LOW = 2
"""A score that low says why, or nobody learns from it."""


def feedback_breaches(
    scores: Mapping[Theme, int], *, words: str, heard: bool, given: bool, author: bool
) -> list[Breach]:
    """May this be recorded as the panel's feedback on a report?"""
    breaches = []
    if not heard:
        breaches.append(record_breach("The panel has not met yet."))
    if given:
        breaches.append(record_breach("Feedback on this report is recorded."))
    if not author:
        breaches.append(Breach("Say who wrote the report.", QUALITY, "author"))
    if not scores:
        breaches.append(Breach("Score at least one thing.", QUALITY))
    if any(not WORST <= score <= BEST for score in scores.values()):
        breaches.append(Breach(f"Scores are from {WORST} to {BEST}.", QUALITY))
    if any(score <= LOW for score in scores.values()) and not words.strip():
        breaches.append(Breach("Say what would make it better.", QUALITY, "words"))
    return breaches
