"""Twenty thousand histories of files: finance holds what is recorded, and is told it once."""

from __future__ import annotations

from tests.money.test_rules import files_told


def test_files_of_twenty_thousand_histories():
    for seed in range(600, 20_600):
        files_told(seed)
