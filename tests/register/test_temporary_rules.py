"""Until when a temporary approval is in force by law, told by days."""

from __future__ import annotations

from datetime import date

import pytest

from app.register.rules.temporary import last_day_by_law

FIRST, LATER = date(2026, 5, 1), date(2026, 6, 26)


@pytest.mark.parametrize(
    ("says", "told", "last"),
    [
        ("sixteen weeks", {}, FIRST),
        ("extended in time", {"extended_to": LATER, "extension_decided_on": FIRST}, LATER),
        (
            "extended the day after",
            {"extended_to": LATER, "extension_decided_on": date(2026, 5, 2)},
            FIRST,
        ),
        ("a review is pending", {"review_since": FIRST}, None),
        ("a review begun too late", {"review_since": date(2026, 5, 2)}, FIRST),
        (
            "a review begun in the extension",
            {"extended_to": LATER, "extension_decided_on": FIRST, "review_since": LATER},
            None,
        ),
        ("its outcome is known", {"review_since": FIRST, "review_until": LATER}, LATER),
        (
            "its outcome is known before the weeks are over",
            {"review_since": date(2026, 4, 1), "review_until": date(2026, 4, 9)},
            FIRST,
        ),
    ],
)
def test_the_last_day_is_as_the_regulations_have_it(says, told, last):
    assert last_day_by_law(FIRST, **told) == last
