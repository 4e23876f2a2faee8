"""The builders: whoever a test does not name is never taken for somebody whom it does."""

from __future__ import annotations

from pathlib import Path

from tests import builders

TESTS = Path(__file__).parent


def test_no_test_names_anybody_as_the_builders_name_those_that_nobody_named():
    own = {TESTS / "builders.py", TESTS / "test_builders.py"}
    names = (*builders.FAMILIES, *builders.GIVEN)
    taken = {
        f"{name} in {file.relative_to(TESTS)}"
        for file in TESTS.rglob("*.py")
        if file not in own
        for name in names
        if name in file.read_text()
    }
    assert taken == set()
