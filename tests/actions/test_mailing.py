"""Mail as it is written and handed over."""

import email
import socket
import threading
from email.policy import default

import pytest

from academe.actions.mailing import (
    FileMailer,
    Letter,
    SmtpMailer,
    mailer_of,
    order_mail,
    send_letter,
    write_message,
)
from academe.errors import Refused

LETTER = Letter("Fractions waits for your review", "Dear reader,\n\nplease look at “Fractions”.\n")


@pytest.fixture
def order(district, ada):
    return order_mail(
        ada, district.site.orders, "step_mail", {"content": district.site.root.id}, district.now
    )


@pytest.fixture
def mailer(tmp_path):
    return FileMailer(tmp_path / "mail")


def sent(mailer):
    files = sorted(mailer.folder.glob("*"))
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


def test_an_order_for_mail_names_nobody(district, order, tess):
    assert district.site.orders[order.id] is order
    assert "tess" not in str(dict(order.details)).lower()


def test_a_letter_is_written_to_a_file_that_any_mail_program_opens(district, order, mailer, tess):
    assert send_letter(order, tess.id, LETTER, district, mailer)
    (message,) = sent(mailer)
    assert message["To"] == "Tess <tess@school.example>"
    assert message["From"].addresses[0].addr_spec
    assert message["Subject"] == LETTER.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == district.now
    assert message.get_content().replace("\r\n", "\n") == LETTER.text
    assert mailer.folder.stat().st_mode & 0o777 == 0o700


def test_the_same_order_is_sent_once_and_has_one_message_id(district, order, mailer, tess, ana):
    for _ in range(3):
        assert send_letter(order, tess.id, LETTER, district, mailer)
        assert send_letter(order, ana.id, LETTER, district, mailer)
    assert len(sent(mailer)) == 2
    person = district.records.person(tess.id)
    ids = {write_message(order, person, LETTER, district.settings)["Message-ID"] for _ in range(2)}
    assert len(ids) == 1


def test_who_is_disabled_unknown_or_without_address_gets_none(district, order, mailer, enrol):
    off, bare = enrol("off"), enrol("bare")
    district.records.person(off.id).disabled = True
    person = district.records.person(bare.id)
    district.records.put_person(person, login="bare", name="Bare", email="")
    for person_id in (off.id, bare.id, 0, 12345):
        assert not send_letter(order, person_id, LETTER, district, mailer)
    assert not mailer.folder.exists()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "\r\n\r\n"])
def test_no_name_or_subject_forges_a_header(district, order, tess, end):
    person = district.records.person(tess.id)
    person.name = f"Tess{end}Bcc: eve@elsewhere.example"
    letter = Letter(f"Fractions{end}Bcc: eve@elsewhere.example", f"text{end}Bcc: x\n")
    raw = write_message(order, person, letter, district.settings).as_bytes()
    again = email.message_from_bytes(raw, policy=default)
    assert set(again.keys()) >= {"To", "Subject"}
    assert again["Bcc"] is None
    assert [one.addr_spec for one in again["To"].addresses] == ["tess@school.example"]


@pytest.mark.parametrize(
    "address",
    [
        *("a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "a b@c.example", "a@"),
        *("<a@b.example>", "a@b.example>", '"a"@b.example', "ü@b.example", "a@-b.example", "x"),
    ],
)
def test_an_address_that_is_none_is_refused(district, order, tess, address):
    person = district.records.person(tess.id)
    person.email = address
    with pytest.raises(Refused):
        write_message(order, person, LETTER, district.settings)


def test_control_characters_are_refused(district, order, tess):
    person = district.records.person(tess.id)
    for text in ("a\x00b", "a\x1bb", "a\x7fb"):
        with pytest.raises(Refused):
            write_message(order, person, Letter(text, "x"), district.settings)


def test_the_settings_say_who_hands_mail_over(district):
    from dataclasses import replace

    assert isinstance(mailer_of(district.settings), FileMailer)
    settings = replace(district.settings, mail="smtp://ada:p%40ss@mail.example:2525")
    mailer = mailer_of(settings)
    assert isinstance(mailer, SmtpMailer)
    assert (mailer._host, mailer._port, mailer._password) == ("mail.example", 2525, "p@ss")
    assert "p@ss" not in repr(mailer)


@pytest.fixture
def server():
    """A mail server of one conversation, on this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    heard = []

    def converse():
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as line:
            line.write(b"220 here\r\n")
            line.flush()
            in_data = False
            for raw in line:
                heard.append(raw)
                if in_data and raw != b".\r\n":
                    continue
                in_data = raw == b"data\r\n"
                if raw.lower().startswith(b"quit"):
                    line.write(b"221 bye\r\n")
                    line.flush()
                    return
                line.write(b"354 go on\r\n" if in_data else b"250 well\r\n")
                line.flush()

    thread = threading.Thread(target=converse)
    thread.start()
    yield listening.getsockname()[1], heard
    listening.close()
    thread.join(5)


def test_a_letter_is_handed_to_a_mail_server(district, order, tess, server):
    port, heard = server
    assert send_letter(order, tess.id, LETTER, district, SmtpMailer(f"smtp://127.0.0.1:{port}"))
    said = b"".join(heard)
    assert b"rcpt TO:<tess@school.example>" in said
    assert b"Subject: Fractions waits for your review\r\n" in said


def test_a_password_is_not_sent_over_an_open_line(district, order, tess, server):
    port, heard = server
    with pytest.raises(OSError, match="no TLS"):
        send_letter(order, tess.id, LETTER, district, SmtpMailer(f"smtp://a:b@127.0.0.1:{port}"))
    assert not any(b"auth" in line.lower() for line in heard)
    assert not district.work.jobs.was_mailed(order.id, tess.id)


def test_a_server_that_is_not_there_is_an_error_to_try_again_after(district, order, tess):
    with pytest.raises(OSError, match="refused"):
        send_letter(order, tess.id, LETTER, district, SmtpMailer("smtp://127.0.0.1:1"))
