"""Two ways out: a mail server, and GOV.UK Notify. Each says in its own words why it could not.

Nothing of a message or of an address stands in an error: errors are shown and logged.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum, auto
from typing import Any, Protocol

from app.core.today import now
from app.settings import ByWayOf, Sending

SECONDS = 20
"""How long a server may take to answer."""


class How(StrEnum):
    """How an attempt failed, and so what follows."""

    FOR_GOOD = auto()  # it will fail again: somebody has to look
    FOR_NOW = auto()  # it was not sent; it is tried again
    UNSURE = auto()  # cut off: it may have been sent


class NotSent(Exception):
    """An attempt failed, with why, in words without names or addresses."""

    def __init__(self, how: How, why: str) -> None:
        self.how, self.why = how, why
        super().__init__(why)


class Content(Protocol):
    """What a message says."""

    @property
    def subject(self) -> str:
        """What it is about."""

    @property
    def answer_to(self) -> str:
        """The address that an answer goes to; empty: nobody answers."""

    def words(self, *, again: bool) -> str:
        """The whole of it; `again`: it may have come before."""

    def fields(self) -> dict[str, str]:
        """The same in the fields of GOV.UK Notify's template."""

    def template(self, settings: Sending) -> str:
        """That template; empty: none is set."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. `reference` is the same at every attempt."""

    to: str
    content: Content
    reference: str
    again: bool
    """An attempt before this one was cut off."""


def send(outgoing: Outgoing, settings: Sending) -> None:
    """Send one message by the way that is set. NotSent says why not."""
    if settings.by_way_of is ByWayOf.NOTHING:
        raise NotSent(How.FOR_GOOD, "no way to send is set: HEARTH_REMINDERS")
    _WAYS[settings.by_way_of](outgoing, settings)


# ------------------------------------------------------------------------------------------ SMTP


def by_smtp(outgoing: Outgoing, settings: Sending) -> None:
    """Send by a mail server."""
    begun = False
    try:
        with _server(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            begun = True
            server.send_message(_message(outgoing, settings))
    except smtplib.SMTPRecipientsRefused as refused:
        code = max((reply[0] for reply in refused.recipients.values()), default=500)
        raise NotSent(_how(code), f"the mail server refused the recipient ({code})") from None
    except smtplib.SMTPResponseException as refused:
        code = refused.smtp_code
        raise NotSent(_how(code), f"the mail server refused it ({code})") from None
    except (OSError, smtplib.SMTPException, ssl.SSLError) as wrong:
        how = How.UNSURE if begun else How.FOR_NOW
        raise NotSent(how, f"the mail server did not answer ({type(wrong).__name__})") from None


def _server(settings: Sending) -> smtplib.SMTP:
    where = (settings.smtp_host, settings.smtp_port)
    if settings.tls == "tls":
        return smtplib.SMTP_SSL(*where, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(*where, timeout=SECONDS)
    if settings.tls == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server


def _how(code: int) -> How:
    return How.FOR_NOW if 400 <= code < 500 else How.FOR_GOOD


def _message(outgoing: Outgoing, settings: Sending) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, outgoing.to
    message["Subject"] = outgoing.content.subject
    message["Date"] = format_datetime(now())
    if outgoing.content.answer_to:
        message["Reply-To"] = outgoing.content.answer_to
    host = settings.mail_from.rpartition("@")[2].strip("> ") or "localhost"
    message["Message-ID"] = f"<{outgoing.reference}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.content.words(again=outgoing.again))
    return message


# ---------------------------------------------------------------------------------- GOV.UK Notify


def by_notify(outgoing: Outgoing, settings: Sending) -> None:
    """Send by GOV.UK Notify. After an attempt that was cut off it is asked first whether it came.

    The template of digests has the fields ((subject)), ((lines)), ((today)) and ((choice)); that of
    chased checks and changed meetings, ((subject)) and ((words)).
    """
    from notifications_python_client.errors import HTTPError
    from notifications_python_client.notifications import NotificationsAPIClient

    client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]
        settings.notify_key, base_url=settings.notify_url, timeout=SECONDS
    )
    content = outgoing.content
    template = content.template(settings)
    if not template:
        raise NotSent(How.FOR_GOOD, "no template of GOV.UK Notify is set for it")
    try:
        if outgoing.again and _came(client, outgoing.reference):
            return
        client.send_email_notification(
            email_address=outgoing.to,
            template_id=template,
            personalisation=content.fields(),
            reference=outgoing.reference,
        )
    except HTTPError as wrong:
        raise _not_sent(wrong.status_code, wrong.response is None) from None


def _came(client: Any, reference: str) -> bool:
    found = client.get_all_notifications(reference=reference)
    return bool(found.get("notifications"))


def _not_sent(code: int, cut_off: bool) -> NotSent:
    if cut_off:
        return NotSent(How.UNSURE, "GOV.UK Notify did not answer")
    if code == 429 or code >= 500:
        return NotSent(How.FOR_NOW, f"GOV.UK Notify is busy ({code})")
    return NotSent(How.FOR_GOOD, f"GOV.UK Notify refused it ({code})")


_WAYS: Mapping[ByWayOf, Callable[[Outgoing, Sending], None]] = {
    ByWayOf.SMTP: by_smtp,
    ByWayOf.NOTIFY: by_notify,
}
