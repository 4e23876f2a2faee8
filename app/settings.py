"""Settings, read from the environment once. A real deployment refuses to start unsafely."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Mode(StrEnum):
    """What this installation is. A demonstration and a test hold invented people only."""

    LIVE = "live"
    DEMONSTRATION = "demonstration"
    TEST = "test"


class UnsafeSettings(Exception):
    """The settings would not keep the record safe. Says each reason and what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    `trail_key` seals and closes the trail; `anchor_path` is where each seal's head is written,
    outside the database's folder. `authority_code` is the council's ONS code (E06000019).
    `scanner` is the command that is asked about every document before it can be opened.
    """

    database_url: str
    secret_key: str
    trail_key: str
    mode: Mode = Mode.LIVE
    hosts: tuple[str, ...] = ()
    anchor_path: Path | None = None
    authority_code: str = "E06000019"
    secret_key_fallbacks: tuple[str, ...] = ()
    proxies: int = 0
    idle_minutes: int = 30
    longest_hours: int = 10
    upload_bytes: int = 25_000_000
    document_bytes: int = 20_000_000
    scanner: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain_cookies(self) -> bool:
        """Whether cookies may travel without TLS: on loopback, in demonstrations and tests."""
        return self.mode is not Mode.LIVE

    def reasons_unsafe(self) -> list[str]:
        """Every reason not to start, each saying what to set."""
        if self.mode is not Mode.LIVE:
            return []
        reasons = []
        if len(self.secret_key) < 32:
            reasons.append("HEARTH_SECRET_KEY must be at least 32 characters")
        if len(self.trail_key) < 32:
            reasons.append("HEARTH_TRAIL_KEY must be at least 32 characters")
        if self.secret_key == self.trail_key:
            reasons.append("HEARTH_SECRET_KEY and HEARTH_TRAIL_KEY must differ")
        if not self.hosts or "*" in self.hosts:
            reasons.append("HEARTH_HOSTS must name the hosts that this service answers to")
        if self.anchor_path is None:
            reasons.append("HEARTH_ANCHOR must name a file outside the database's folder")
        reasons.extend(self._reasons_about_the_file())
        return reasons

    def _reasons_about_the_file(self) -> list[str]:
        path = self.sqlite_path
        if path is None:
            return []
        reasons = []
        if self.anchor_path is not None and path.parent in self.anchor_path.parents:
            reasons.append("HEARTH_ANCHOR must be outside the database's folder")
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            reasons.append("the database file can be read by others: set its mode to 0600")
        return reasons

    @property
    def sqlite_path(self) -> Path | None:
        """The database's file, if it is SQLite."""
        prefix = "sqlite:///"
        return Path(self.database_url[len(prefix) :]) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is one SQLite file."""
        return self.database_url.startswith("sqlite:")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read HEARTH_* variables; raise UnsafeSettings with every reason at once."""
        env = os.environ if environ is None else environ
        anchor = env.get("HEARTH_ANCHOR")
        settings = cls(
            database_url=env.get("HEARTH_DATABASE_URL", ""),
            secret_key=env.get("HEARTH_SECRET_KEY", ""),
            trail_key=env.get("HEARTH_TRAIL_KEY", ""),
            mode=Mode(env.get("HEARTH_MODE", Mode.LIVE)),
            hosts=tuple(host for host in env.get("HEARTH_HOSTS", "").split(",") if host),
            anchor_path=Path(anchor) if anchor else None,
            authority_code=env.get("HEARTH_AUTHORITY", "E06000019"),
            secret_key_fallbacks=tuple(
                key for key in env.get("HEARTH_OLD_SECRET_KEYS", "").split(",") if key
            ),
            proxies=int(env.get("HEARTH_PROXIES", "0")),
            scanner=tuple(shlex.split(env.get("HEARTH_SCANNER", ""))),
        )
        reasons = settings.reasons_unsafe()
        if not settings.database_url:
            reasons.insert(0, "HEARTH_DATABASE_URL must say where the record is")
        if reasons:
            raise UnsafeSettings("; ".join(reasons))
        return settings
