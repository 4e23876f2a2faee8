"""Ask the council's scanner about a file, before anybody can open it.

The scanner is a command (HEARTH_SCANNER) that reads the file from its standard input and answers
as ClamAV's do: 0, nothing was found; 1, something was; anything else, it could not say. It runs
outside any transaction. A file that nobody could ask about waits.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from flask import current_app

from app.core.db import is_writing
from app.documents.kinds import FileState
from app.settings import Settings

SECONDS = 20
"""How long a scanner may take; then the file waits, and is asked about again."""

NOTHING_FOUND, FOUND = 0, 1

TEST_FILE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""In the harmless file that every scanner calls a virus."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file: its state, and what the scanner said in its own words."""

    state: FileState
    said: str = ""


MADE_HERE = Verdict(FileState.CLEAN, "made here from the record")
NOT_ASKED = Verdict(FileState.WAITING, "not scanned yet")


def scan(content: bytes) -> Verdict:
    """Ask the scanner about these bytes. Never inside a transaction: it may take its time."""
    if is_writing():
        raise RuntimeError("a scanner is asked outside transaction()")
    settings: Settings = current_app.config["SETTINGS"]
    if settings.scanner:
        return _asked(settings.scanner, content)
    if settings.plain_cookies:
        return _without_scanner(content)
    return Verdict(FileState.WAITING, "no scanner is set: HEARTH_SCANNER names its command")


def _asked(command: tuple[str, ...], content: bytes) -> Verdict:
    try:
        answer = subprocess.run(  # noqa: S603 (the council's own command, no shell)
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Verdict(FileState.WAITING, f"the scanner did not answer within {SECONDS} seconds")
    except OSError as wrong:
        return Verdict(FileState.WAITING, f"the scanner could not be started: {wrong.strerror}")
    if answer.returncode == NOTHING_FOUND:
        return Verdict(FileState.CLEAN, "the scanner found nothing")
    if answer.returncode == FOUND:
        return Verdict(FileState.REFUSED, _first_line(answer.stdout) or "the scanner refused it")
    return Verdict(FileState.WAITING, f"the scanner could not say ({answer.returncode})")


def _without_scanner(content: bytes) -> Verdict:
    """A demonstration or a test without a scanner knows the test file, and says so."""
    if TEST_FILE in content:
        return Verdict(FileState.REFUSED, "the standard test file (no scanner is set here)")
    return Verdict(FileState.CLEAN, "not scanned: this is no live service")


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return "".join(each for each in lines[0] if each.isprintable())[:200] if lines else ""
