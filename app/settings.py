"""Settings, read from the environment once. A real deployment refuses to start unsafely."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOTIFY = "https://api.notifications.service.gov.uk"


class Mode(StrEnum):
    """What this installation is. A demonstration and a test hold invented people only."""

    LIVE = "live"
    DEMONSTRATION = "demonstration"
    TEST = "test"


class ByWayOf(StrEnum):
    """How digests leave here."""

    NOTHING = "none"
    SMTP = "smtp"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True)
class Sending:
    """How a daily digest reaches people. `address` is where links lead: this service's own.

    `tls` is "starttls", "tls", or "none", which is for a mail server on this machine only.
    """

    by_way_of: ByWayOf = ByWayOf.NOTHING
    address: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    tls: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""
    notify_key: str = field(default="", repr=False)
    notify_template: str = ""
    notify_chase_template: str = ""
    notify_url: str = NOTIFY

    @property
    def may_chase(self) -> bool:
        """Whether a check may be chased, or a member told, by email: there is a way, and a text."""
        if self.by_way_of is ByWayOf.NOTIFY:
            return bool(self.notify_chase_template)
        return self.by_way_of is ByWayOf.SMTP

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Sending:
        """Read the variables that say how to send."""
        host, _, port = env.get("HEARTH_SMTP", "").rpartition(":")
        return cls(
            by_way_of=ByWayOf(env.get("HEARTH_REMINDERS", "none")),
            address=env.get("HEARTH_ADDRESS", "").rstrip("/"),
            smtp_host=host,
            smtp_port=int(port or 587),
            tls=env.get("HEARTH_SMTP_TLS", "starttls"),
            smtp_user=env.get("HEARTH_SMTP_USER", ""),
            smtp_password=env.get("HEARTH_SMTP_PASSWORD", ""),
            mail_from=env.get("HEARTH_MAIL_FROM", ""),
            notify_key=env.get("HEARTH_NOTIFY_KEY", ""),
            notify_template=env.get("HEARTH_NOTIFY_TEMPLATE", ""),
            notify_chase_template=env.get("HEARTH_NOTIFY_CHASE_TEMPLATE", ""),
            notify_url=env.get("HEARTH_NOTIFY_URL", NOTIFY),
        )

    def reasons_unsafe(self) -> list[str]:
        """Every reason not to send so, each saying what to set."""
        if self.by_way_of is ByWayOf.NOTHING:
            return []
        reasons = []
        if not self.address.startswith("https://"):
            reasons.append("HEARTH_ADDRESS must be this service's own address, with https")
        if self.by_way_of is ByWayOf.NOTIFY:
            if not (self.notify_key and self.notify_template):
                reasons.append("HEARTH_NOTIFY_KEY and HEARTH_NOTIFY_TEMPLATE must be set")
            if not self.notify_url.startswith("https://"):
                reasons.append("HEARTH_NOTIFY_URL must be reached with https")
            return reasons
        if not (self.smtp_host and self.mail_from):
            reasons.append("HEARTH_SMTP (host:port) and HEARTH_MAIL_FROM must be set")
        if self.tls not in ("tls", "starttls") and self.smtp_host not in LOOPBACK:
            reasons.append("HEARTH_SMTP_TLS must be tls or starttls: mail leaves this machine")
        return reasons


class UnsafeSettings(Exception):
    """The settings would not keep the record safe. Says each reason and what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    `trail_key` seals and closes the trail; `anchor_path` is where each seal's head is written,
    outside the database's folder. `authority_code` is the council's ONS code (E06000019).
    `scanner` is the command that is asked about every document before it can be opened.
    `finance_system` is the short name of the system whose numbers finance knows children and
    households by; without it finance's files name them by our own references alone.
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
    finance_system: str = ""
    sending: Sending = Sending()
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
        reasons.extend(self.sending.reasons_unsafe())
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
            finance_system=env.get("HEARTH_FINANCE_SYSTEM", "").strip(),
            sending=Sending.from_environment(env),
        )
        reasons = settings.reasons_unsafe()
        if not settings.database_url:
            reasons.insert(0, "HEARTH_DATABASE_URL must say where the record is")
        if reasons:
            raise UnsafeSettings("; ".join(reasons))
        return settings
