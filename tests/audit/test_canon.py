"""The form of a line for its code never changes: it is written out here once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.audit import canon
from app.audit.models import Op

SUMMER = timezone(timedelta(hours=1))


def test_a_line_is_written_as_it_always_was():
    values = [
        7,
        Op.INSERT,
        "Señor “家”",
        None,
        b"\x00\xff",
        datetime(2026, 6, 30, 0, 30, tzinfo=SUMMER),
    ]
    assert canon.line(values).decode() == (
        '[7, "I", "Señor “家”", null, "00ff", "2026-06-29 23:30:00.000000"]'
    )


def test_a_code_is_as_it_always_was():
    assert (
        canon.code(b"key", "change", canon.line([1, "a"]))
        == "11b61a2d726e4a6ec740001d5efc781255f9e9f9d3dcc6622626736ae07a8a32"
    )


def test_a_moment_and_its_text_on_disk_are_one():
    moment = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert canon.line([moment]) == canon.line(["2026-01-02 03:04:05.000006"])


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError, match="object has no form"):
        canon.line([object()])
