"""Mail: ordered in the transaction of the change, written and handed over by a job.

An order names ids only. Who the reader is, and under which address, is looked up when the mail is
written; whoever is disabled or has no address by then gets none. A mail that is sent twice, because
the server stopped in between, has the same Message-ID both times.
"""

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from BTrees.LOBTree import LOBTree
from zope.interface import implementer

from academe.actions.district import District
from academe.actions.person_answers import ADDRESS
from academe.definitions.settings import Settings
from academe.errors import Refused
from academe.interfaces import IMailer
from academe.store.content import new_id
from academe.store.orders import Details, Order
from academe.store.people import Identity, Person
from academe.wording import _, in_english

TIMEOUT = 20  # seconds for each step of a conversation with a mail server
Translate = Callable[[str, str], str]  # (sentence, language code) -> the sentence in it


class Mailer(Protocol):
    """What ``academe.interfaces.IMailer`` promises, as the type checker reads it."""

    def send(self, message: EmailMessage) -> None:
        """Hand the mail over; raises OSError if it was not taken."""


@dataclass(frozen=True)
class Letter:
    """What a reader is told; both texts may be marked for translation."""

    subject: str
    text: str


def order_mail(
    person: Identity, orders: LOBTree, kind: str, details: Details, now: datetime
) -> Order:
    """Ask for mail in the transaction of the change; ``orders`` is site's or records' own.

    ``details`` hold ids and plain words, never a name, an address or a token.
    """
    order = Order(new_id(), kind, details, ordered_by=person.id, ordered_at=now)
    orders[order.id] = order
    return order


def send_letter(
    order: Order,
    person_id: int,
    letter: Letter,
    district: District,
    mailer: Mailer,
    *,
    translate: Translate | None = None,
) -> bool:
    """Write to somebody and hand the mail over; False if they are not to be reached.

    Raises OSError if the mail was not taken; then the job tries again. Whoever got this order's
    mail already is passed over.
    """
    person = district.records.person(person_id)
    if person is None or person.disabled or not person.email:
        return False
    if district.work.jobs.was_mailed(order.id, person_id):
        return True
    language = person.language or district.settings.language
    words = [
        translate(text, language) if translate else in_english(text)
        for text in (letter.subject, letter.text)
    ]
    message = write_message(order, person, Letter(*words), district.settings)
    message["Content-Language"] = language
    mailer.send(message)
    district.work.jobs.note_mailed(order.id, person_id, district.now)
    return True


def write_message(order: Order, person: Person, letter: Letter, settings: Settings) -> EmailMessage:
    """Return the mail; raises Refused for an address or a line that would forge a header."""
    message = EmailMessage(policy=SMTP)
    sender = parseaddr(settings.mail_from)
    message["From"] = _address(sender[0], sender[1])
    message["To"] = _address(person.name, person.email)
    message["Subject"] = _one_line(letter.subject)
    if order.ordered_at is not None:
        message["Date"] = format_datetime(order.ordered_at)
    message["Message-ID"] = f"<{order.id}.{person.id}@{_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")  # any server takes it
    return message


def mailer_of(settings: Settings) -> Mailer:
    """Return what hands mail over as the word ``mail`` of the settings says."""
    if settings.mail == "files":
        return FileMailer(settings.data_folder / "mail")
    return SmtpMailer(settings.mail)


@implementer(IMailer)
class FileMailer:
    """Writes each mail into a file of its own, for trying things out and for sites without mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the mail whole or not at all; the same mail replaces itself."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        half = self.folder / f".{name}.{os.getpid()}"
        half.write_bytes(message.as_bytes())
        half.replace(self.folder / f"{name}.eml")


@implementer(IMailer)
class SmtpMailer:
    """Hands each mail to a server: smtp://name:password@host:port, smtps:// for TLS from the start.

    A name and password go over an encrypted line only.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._whole = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._whole else 25)
        self._name, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    def __repr__(self) -> str:
        return f"<SmtpMailer {self._host}:{self._port}>"

    def send(self, message: EmailMessage) -> None:
        """Hand the mail over; raises OSError if the server does not take it."""
        with self._connect() as server:
            if self._name:
                server.login(self._name, self._password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        if self._whole:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=safe)
        server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=safe)
        elif self._name:
            server.close()
            raise OSError(f"{self._host} offers no TLS: the password was not sent")
        return server


def _address(name: str, address: str) -> Address:
    if not ADDRESS.fullmatch(address):
        raise Refused(_("A mail address has characters that no address has."))
    return Address(_one_line(name), addr_spec=address)


def _one_line(text: str) -> str:
    """Return the text in one line; raises Refused for control characters."""
    line = " ".join(text.split())
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in line):
        raise Refused(_("A name or a subject of a mail has control characters."))
    return line


def _host(settings: Settings) -> str:
    """Return the name that this site's Message-IDs end with."""
    host = urlsplit(settings.address).hostname
    return host or parseaddr(settings.mail_from)[1].rpartition("@")[2]
