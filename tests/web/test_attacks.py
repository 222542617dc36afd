"""What a hostile visitor or colleague sends by hand, past every form of ours."""

import re

import pytest

from academe.actions.choosing_workflow import choose_workflows
from academe.actions.creating import create
from academe.actions.moving import rename
from academe.actions.removing import remove
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step


@pytest.fixture
def page(site):
    """A published page of cora's, with words that were never published."""

    def make(cora, district):
        root = district.site.root
        if root._published is None:
            take_step(cora, root, "publish", district)
        made = create(cora, root, "page", {"title": "Lunch"}, district)
        take_step(cora, made, "publish", district)
        return made.__name__

    return "/" + site.as_("cora", make)


@pytest.mark.parametrize("blank", [" = ", " =", "\t="])
def test_a_cookie_with_blanks_in_it_never_puts_somebodys_own_page_before_visitors(
    site, page, blank
):
    cookie = site.browser("cora").cookies["session"]
    theirs = site.browser().get(page, headers={"Cookie": f"session{blank}{cookie}"})
    assert "Cora Example" in theirs
    assert "public" not in theirs.headers["Cache-Control"]
    assert "Cora Example" not in site.browser().get(page)


URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


def part(name: str, value: str = "") -> str:
    return f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def multipart(parts: str) -> dict[str, object]:
    headers = {"Content-Type": 'multipart/form-data; boundary="edge"'}
    return {"params": (parts + "--edge--\r\n").encode(), "headers": headers}


def test_a_form_of_a_million_fields_is_refused_before_it_is_read(site):
    for browser in (site.browser(), site.browser("ana")):
        answer = browser.post("/@@sign-in", b"a&" * 400_000, headers=URLENCODED, status=400)
        assert "Connection" not in answer.headers  # the server's own: it fails on ours
        browser.post("/@@sign-in", **multipart(part("a") * 6000), status=400)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=edge; x=boundary=other",
        'multipart/form-data; boundary="ed\\ge"',
        'multipart/form-data; boundary="edge',
        "multipart/form-data",
        "multipart/mixed; boundary=edge",
    ],
)
def test_a_form_whose_parts_could_be_told_in_two_ways_is_refused(site, kind):
    sent = multipart(part("login"))
    sent["headers"]["Content-Type"] = kind
    site.browser().post("/@@sign-in", **sent, status=400)


@pytest.mark.parametrize(
    "head",
    [
        'name="login"\r\nContent-Type: text/plain; charset=nope',
        'name="login"\r\nContent-Transfer-Encoding: base64',
        'name="csrf_token"; filename="x"',
        'name="__start__"; filename="x"',
    ],
)
def test_a_form_that_stumbles_its_reader_is_refused(site, head):
    sent = f"--edge\r\nContent-Disposition: form-data; {head}\r\n\r\nx\r\n"
    site.browser().post("/@@forgot", **multipart(sent), status=400)


def test_a_form_in_another_charset_is_refused(site):
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-16"}
    site.browser().post("/@@forgot", b"login=x", headers=kind, status=400)


def test_parts_inside_of_parts_are_refused(site):
    inner = "--edge\r\nContent-Type: Multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\n--in--\r\n"
    site.browser().post("/@@sign-in", **multipart(inner), status=400)


def test_a_visitor_who_never_signed_in_sends_no_large_form(site):
    body = b"login=" + b"x" * 1_100_000
    site.browser().post("/@@sign-in", body, headers=URLENCODED, status=413)
    forged = {**URLENCODED, "Cookie": "session=x.1.y"}
    site.browser().post("/@@sign-in", body, headers=forged, status=413)
    answer = site.browser("ana").post("/@@sign-in", body, headers=URLENCODED, status="*")
    assert answer.status_code != 413


def edit(site, page, **answers):
    form = site.browser("cora").get(f"{page}/@@edit").forms["form"]
    for name, answer in answers.items():
        form[name] = answer
    return form


@pytest.mark.parametrize(
    "text",
    [
        "[x](//[x)",
        '<a href="//[::1/x">x</a>',
        "<blockquote>" * 3000 + "words",
        "<div><table><td></div></table>" * 15_000 + "words",
        "<ul><li>" * 400 + "words",
        "<" * 100_000,
    ],
    ids=["address", "address in HTML", "deep", "wrongly nested", "lists", "signs"],
)
def test_a_hostile_text_is_saved_shown_and_edited_in_a_moment(site, page, text):
    edit(site, page, text=text).submit(status=303)
    browser = site.browser("cora")
    assert browser.get(page).status_code == browser.get(f"{page}/@@edit").status_code == 200


def test_a_text_of_a_million_letters_comes_back_with_a_sentence(site, page):
    answer = edit(site, page, text="![a" * 400_000).submit(status=422)
    assert "This text is too long" in answer


@pytest.mark.parametrize("view", ["move", "copy"])
def test_an_address_that_is_none_leads_nowhere(site, page, view):
    site.browser("cora").get(f"{page}/@@{view}?to=http%3A%2F%2F%5B", status=200)


def test_what_follows_an_old_address_is_led_on_as_it_was_written(site, page):
    def give_another_name(cora, district):
        rename(cora, district.site.root.get(page[1:]), "meals", district)

    site.as_("cora", give_another_name)
    led = site.browser().get(f"{page}/@@file/%0d%0aSet-Cookie:x/%C3%A9", status=303)
    assert led.location == "http://localhost/meals/@@file/%0D%0ASet-Cookie%3Ax/%C3%A9"


def test_the_bin_shows_and_gives_back_nothing_that_lay_behind_a_barrier(site):
    def remove_behind_a_barrier(ana, district):
        root = district.site.root
        made = create(ana, root, "course", {"title": "Secret plan"}, district)
        share(ana, made, Sharing(made.grants, inherits_roles=False), district)
        remove(ana, made, district)
        return made.id

    removed = site.as_("ana", remove_behind_a_barrier)
    assert "Secret plan" in site.browser("ana").get("/@@bin")
    assert "Secret plan" in site.browser("ada").get("/@@bin")
    cora = site.browser("cora")
    page = cora.get("/@@bin")
    assert "Secret plan" not in page
    assert "secret-plan" not in page
    assert str(removed) not in page
    token = cora.get("/@@account").html.find("input", attrs={"name": "csrf_token"})["value"]
    cora.post(f"/@@restore/{removed}", {"csrf_token": token}, status=404)
    assert site.act(lambda district: removed in district.site.bin)


def test_the_bin_shows_nothing_that_its_own_workflow_keeps_from_somebody(site):
    def remove_confidential(ada, district):
        root = district.site.root
        vault = create(ada, root, "folder", {"title": "Vault"}, district)
        choose_workflows(ada, vault, {"document": "confidential"}, district)
        made = create(ada, vault, "document", {"title": "Dismissal"}, district)
        remove(ada, made, district)
        return made.id

    site.as_("ada", remove_confidential)
    assert "Dismissal" in site.browser("ada").get("/@@bin")
    assert "ismissal" not in site.browser("cora").get("/@@bin")


def test_files_instead_of_words_are_no_error_of_the_server(site, page):
    for login, view, name in (
        ("cora", "share", "who"),
        ("cora", "share", "role"),
        ("cora", "share", "version"),
        ("ada", "workflows", "version"),
        ("ada", "workflows", "workflow-policy"),
    ):
        browser = site.browser(login)
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/@@account").text)[1]
        sent = {"csrf_token": token, "confirm": "yes"}
        files = [(name, "x.txt", b"x")]
        answer = browser.post(f"{page}/@@{view}", sent, upload_files=files, expect_errors=True)
        assert answer.status_code < 500
