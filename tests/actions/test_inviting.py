"""Invitations and forgotten passwords."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from academe.actions import sealing
from academe.actions.accounts import change_person, disable_person, set_password
from academe.actions.inviting import (
    accept,
    forget_password,
    invite_by_mail,
    invite_on_paper,
    invited_by,
    ordered_ticket,
)
from academe.actions.sessions import find_presence, start_session
from academe.actions.signing_in import change_password, sign_in
from academe.errors import InvalidAnswers, NotThere, Refused

GOOD = "copper lantern quiet harbour"
SECRET = b"s" * 32
HERE = "192.0.2.10"


def test_an_invitation_on_paper_lets_in_once(district, ada, tess):
    ticket = invite_on_paper(ada, tess.id, district)
    assert ticket.address == f"http://127.0.0.1:6543/@@welcome/{ticket.token}"
    assert invited_by(ticket.token, district).id == tess.id
    assert accept(ticket.token, GOOD, district).id == tess.id
    assert sign_in("tess", GOOD, district, network=HERE).person_id == tess.id
    with pytest.raises(NotThere):
        accept(ticket.token, GOOD, district)
    assert len(district.records.invitations) == len(district.records.invited) == 0


def test_only_the_hash_of_its_token_is_kept(district, ada, tess, connections, commit):
    ticket = invite_on_paper(ada, tess.id, district)
    order = invite_by_mail(ada, tess.id, district, secret=SECRET)
    mailed = ordered_ticket(order, SECRET, district)
    commit()
    stored = b"".join(
        record.data
        for transaction in connections.records_db.storage.changes.iterator()
        for record in transaction
    )
    assert sealing.hash_of(mailed.token).encode() in stored
    for token in (ticket.token, mailed.token):
        assert len(token) == 43
        assert token.encode() not in stored


def test_an_invitation_lasts_a_week(district, ada, tess, later):
    token = invite_on_paper(ada, tess.id, district).token
    assert invited_by(token, later(days=7))
    with pytest.raises(NotThere):
        accept(token, GOOD, later(days=7, seconds=1))


def test_a_weak_password_does_not_use_the_invitation_up(district, ada, tess):
    token = invite_on_paper(ada, tess.id, district).token
    with pytest.raises(InvalidAnswers):
        accept(token, "tess", district)
    assert accept(token, GOOD, district)


def test_a_newer_invitation_voids_the_older(district, ada, tess):
    old = invite_on_paper(ada, tess.id, district).token
    new = invite_on_paper(ada, tess.id, district).token
    with pytest.raises(NotThere):
        invited_by(old, district)
    assert invited_by(new, district)


def test_disabling_or_a_new_password_voids_it(district, ada, ana, tess):
    tokens = [invite_on_paper(ada, one.id, district).token for one in (ana, tess)]
    disable_person(ada, ana.id, district)
    set_password(ada, tess.id, GOOD, district)
    for token in tokens:
        with pytest.raises(NotThere):
            invited_by(token, district)


def test_a_link_is_void_once_its_owner_chose_a_password_or_has_another_address(district, ada, tess):
    set_password(ada, tess.id, GOOD, district)
    token = invite_on_paper(ada, tess.id, district).token
    change_password(tess, GOOD, "seven quiet copper owls", district)
    with pytest.raises(NotThere):
        invited_by(token, district)
    token = invite_on_paper(ada, tess.id, district).token
    change_person(ada, tess.id, {"email": "tess@elsewhere.example"}, district)
    with pytest.raises(NotThere):
        invited_by(token, district)


@pytest.mark.parametrize("token", ["", "x", "é" * 43, "\udcff", "a" * 100_000, "\x00"])
def test_a_token_that_nobody_made_lets_nobody_in(district, token):
    with pytest.raises(NotThere):
        invited_by(token, district)


def test_only_administrators_invite_and_nobody_who_is_disabled(district, ada, cora, tess):
    for person in (cora, tess):
        with pytest.raises(Refused):
            invite_on_paper(person, tess.id, district)
        with pytest.raises(Refused):
            invite_by_mail(person, tess.id, district, secret=SECRET)
    disable_person(ada, tess.id, district)
    with pytest.raises(Refused):
        invite_on_paper(ada, tess.id, district)


def test_who_has_no_address_is_invited_on_paper(district, ada, tess):
    person = district.records.person(tess.id)
    district.records.put_person(person, login="tess", name="Tess", email="")
    with pytest.raises(Refused, match="print"):
        invite_by_mail(ada, tess.id, district, secret=SECRET)


def test_the_token_of_a_mail_is_the_same_however_often_it_is_written(district, ada, tess):
    order = invite_by_mail(ada, tess.id, district, secret=SECRET)
    ticket = ordered_ticket(order, SECRET, district)
    assert ordered_ticket(order, SECRET, district) == ticket
    assert accept(ticket.token, GOOD, district)
    assert ordered_ticket(order, SECRET, district) is None, "used: never sent again"


def orders(district):
    return list(district.records.orders.values())


def test_a_forgotten_password_is_answered_alike_for_everybody(district, ada, enrol, commit):
    off = enrol("off")
    disable_person(ada, off.id, district)
    for name in ("ada", "ada@school.example", "unknown", "off"):
        assert forget_password(name, district, network=HERE, secret=SECRET) is None
    told = [dict(order.details) for order in orders(district)]
    assert sorted(one["to"] for one in told) == [0, 0, ada.id, ada.id]
    assert not any("unknown" in str(one) for one in told)


def test_a_way_to_a_new_password_lasts_half_an_hour_and_ends_sessions(district, tess, later):
    session = start_session(district.records.person(tess.id), district)
    forget_password("tess", district, network=HERE, secret=SECRET)
    (order,) = orders(district)
    token = ordered_ticket(order, SECRET, district).token
    assert ordered_ticket(order, SECRET, later(minutes=31)) is None
    with pytest.raises(NotThere):
        accept(token, GOOD, later(minutes=31))
    accept(token, GOOD, later(minutes=29))
    assert find_presence(session, district) is None


def test_nobody_is_flooded_with_mail(district, tess):
    for _ in range(10):
        forget_password("tess", district, network=HERE, secret=SECRET)
    assert [order.details["to"] for order in orders(district)].count(tess.id) == 3


def test_one_network_does_not_ask_for_everybody(district):
    for number in range(30):
        forget_password(f"name{number}", district, network=HERE, secret=SECRET)
    with pytest.raises(Refused):
        forget_password("name77", district, network=HERE, secret=SECRET)


def test_what_has_run_out_is_swept_away_by_the_next(district, tess, later):
    forget_password("tess", district, network=HERE, secret=SECRET)
    forget_password("tess", later(days=1), network=HERE, secret=SECRET)
    assert len(district.records.invitations) == len(district.records.invited) == 1


def test_a_reset_lets_in_somebody_whom_a_stranger_slowed_down(district, tess):
    set_up = district.records.person(tess.id)
    for _ in range(9):
        with pytest.raises(Refused):
            sign_in("tess", "wrong", district, network=HERE)
    forget_password("tess", district, network=HERE, secret=SECRET)
    accept(ordered_ticket(orders(district)[0], SECRET, district).token, GOOD, district)
    assert sign_in("tess", GOOD, district, network=HERE).person_id == set_up.id


def test_asking_for_a_known_and_an_unknown_name_takes_the_same_time(district, enrol, commit):
    for number in range(20):
        enrol(f"p{number}")
    took = {"p": [], "u": []}
    for number in range(20):
        at = replace(district, now=district.now + timedelta(hours=2 * number))
        for kind, times in took.items():
            begun = time.thread_time()
            forget_password(f"{kind}{number}", at, network=HERE, secret=SECRET)
            commit()
            times.append(time.thread_time() - begun)
    assert abs(min(took["p"]) - min(took["u"])) < 0.010
