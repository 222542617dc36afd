"""Who is written to when a content takes a step, is told what, and may know it."""

import email
from contextlib import nullcontext
from email.policy import default

import pytest

from academe.actions.accounts import change_person, disable_person
from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.inviting import accept, forget_password, invite_by_mail
from academe.actions.jobs import Job, copy_order
from academe.actions.letters import PostOffice
from academe.actions.mailing import FileMailer
from academe.actions.opening import open_district
from academe.actions.stepping import take_step
from academe.errors import Refused
from academe.store.content import Content
from academe.store.databases import create_databases, open_databases
from academe.store.records import lay_out_records
from academe.store.site import lay_out_site

SECRET = b"s" * 32


@pytest.fixture
def office(district, tmp_path):
    return PostOffice(lambda: nullcontext(district), FileMailer(tmp_path / "mail"), SECRET)


@pytest.fixture
def post(district, office):
    """Carry out every order and return {address: message} of what was written anew."""

    def carry_out():
        for file in office.mailer.folder.glob("*"):
            file.unlink()
        doers = office.doers()
        for orders, place in ((district.site.orders, "site"), (district.records.orders, "records")):
            for order in list(orders.values()):
                job = Job(copy_order(order), place, "me", 1, district.work.jobs)
                doers[order.kind](job)
                del orders[order.id]
        files = [file.read_bytes() for file in office.mailer.folder.glob("*.eml")]
        written = [email.message_from_bytes(raw, policy=default) for raw in files]
        return {one["To"].addresses[0].addr_spec.partition("@")[0]: one for one in written}

    return carry_out


@pytest.fixture
def course(district, ana, commit):
    made = create(ana, district.site.root, "course", {"title": "Algebra I"}, district)
    commit()
    return made


def test_reviewers_are_told_what_waits_and_authors_what_became_of_it(
    district, course, ana, rui, cora, tess, post, commit
):
    take_step(ana, course, "submit", district, comment="Ready, I think.")
    commit()
    told = post()
    assert set(told) == {"rui"}
    assert told["rui"]["Subject"] == "Waits for your review: Algebra I"
    text = told["rui"].get_content()
    assert "by Ana." in text
    assert "Ready, I think." in text
    assert "http://127.0.0.1:6543/algebra-i" in text
    take_step(rui, course, "send_back", district, comment="Unit 2 has no objectives.")
    commit()
    told = post()
    assert set(told) == {"ana"}
    assert told["ana"]["Subject"] == "Algebra I: Draft"
    assert "Unit 2 has no objectives." in told["ana"].get_content()


def test_the_job_says_to_how_many_it_was_sent(district, course, ana, rui, cora, office, commit):
    take_step(ana, course, "submit", district)
    commit()
    (order,) = [one for one in district.site.orders.values() if one.kind == "step_mail"]
    job = Job(copy_order(order), "site", "me", 1, district.work.jobs)
    assert office.post_step(job) == "Sent to one person."


def test_a_long_title_is_shortened_in_the_subject(district, course, ana, rui, post, commit):
    change(ana, course, {"title": "كسور الخبز " * 500}, district, version=course.version)
    take_step(ana, course, "submit", district)
    commit()
    subject = str(post()["rui"]["Subject"])
    assert subject.startswith("Waits for your review: كسور الخبز")
    assert len(subject) < 200


def test_who_reviews_on_the_whole_site_is_told_too(district, course, ana, enrol, post, commit):
    enrol("site-reviewer", roles=["reviewer"])
    take_step(ana, course, "submit", district)
    commit()
    assert set(post()) == {"site-reviewer"}


def test_who_reviews_no_longer_on_the_whole_site_is_not_told(
    district, course, ana, ada, enrol, post, commit
):
    """The tree of holders follows what an administrator changes."""
    first, second = enrol("first", roles=["reviewer"]), enrol("second")
    change_person(ada, first.id, {"roles": []}, district)
    change_person(ada, second.id, {"roles": ["reviewer"]}, district)
    take_step(ana, course, "submit", district)
    commit()
    assert set(post()) == {"second"}
    assert [one.id for one in district.records.holders_of("reviewer")] == [second.id]


def test_nobody_is_told_of_what_is_no_longer_so(district, course, ana, rui, post, commit):
    take_step(ana, course, "submit", district)
    take_step(rui, course, "approve", district)
    commit()
    told = post()
    assert [one["Subject"] for one in told.values()] == ["Algebra I: Published"]


def test_disabled_reviewers_are_told_nothing(district, course, ana, rui, ada, post, commit):
    disable_person(ada, rui.id, district)
    commit()
    take_step(ana, course, "submit", district)
    commit()
    assert post() == {}


def test_an_invitation_goes_by_mail_and_its_address_lets_in(district, ada, tess, post, commit):
    invite_by_mail(ada, tess.id, district, secret=SECRET)
    commit()
    text = post()["tess"].get_content()
    token = text.partition("@@welcome/")[2].split()[0]
    assert accept(token, "copper lantern quiet harbour", district).id == tess.id


def test_a_forgotten_password_of_nobody_sends_nothing(district, tess, post, commit):
    forget_password("unknown", district, network="192.0.2.1", secret=SECRET)
    commit()
    assert post() == {}
    forget_password("tess", district, network="192.0.2.1", secret=SECRET)
    commit()
    assert "half an hour" in " ".join(post()["tess"].get_content().split())


def test_the_secret_is_not_shown(office):
    assert "sss" not in repr(office)


def test_a_job_opens_the_district_keeps_what_it_did_and_undoes_what_failed(
    district, definitions, tmp_path
):
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data")
    with databases.content.transaction() as connection:
        lay_out_site(connection, Content("site"))
    with databases.records.transaction() as connection:
        lay_out_records(connection)

    def rename(name, error=None):
        with open_district(databases, definitions, district.settings, note="test") as own:
            own.site.root._values = {"title": name}
            if error:
                raise error

    rename("kept")
    with pytest.raises(Refused):
        rename("undone", Refused("no"))
    with open_district(databases, definitions, district.settings) as own:
        assert own.site.root.value("title") == "kept"
        assert own.now.tzinfo is not None
    databases.close()
