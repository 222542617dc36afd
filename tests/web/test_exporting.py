"""Somebody takes a course along as a file, from the page that offers it."""

import io
import zipfile
from typing import Any

import pytest
from tests.web.test_working import at

from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.exchange.formats import FORMATS
from academe.exchange.importing import import_path
from academe.store.content import subtree

ADDRESS = "/rivers/@@export"


def write_course(ana, district):
    root = district.site.root
    values = {"title": "Rivers", "licence": "CC-BY-4.0", "author_credit": "Ana"}
    course = create(ana, root, "course", values, district)
    unit = create(ana, course, "unit", {"title": "Water"}, district)
    lesson = {"title": "Rain", "steps": "<p>It rains.</p>", "answer_key": "<p>Because.</p>"}
    create(ana, unit, "lesson", lesson, district)


@pytest.fixture
def course(site):
    """A published course at /rivers, with a lesson that has an answer key."""
    site.as_("ana", write_course)
    site.as_("ana", lambda p, d: take_step(p, at(d, "/rivers"), "submit", d))
    site.as_("rui", lambda p, d: take_step(p, at(d, "/rivers"), "approve", d))


def opened(answer: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(answer.body))


def words_in(answer: Any) -> str:
    """Return everything in a zip: names, comments, texts."""
    archive = opened(answer)
    said = [archive.comment.decode()]
    for info in archive.infolist():
        said += [info.filename, info.comment.decode(), archive.read(info).decode("latin-1")]
    return "\n".join(said)


@pytest.mark.parametrize("who", [None, "pat", "tess", "cora"])
def test_the_page_leads_to_each_format(site, course, who):
    browser = site.browser(who)
    page = browser.get("/rivers").click("^.*Export.*$", href="@@export")
    links = [link["href"] for link in page.html.select("main a[download]")]
    assert [link.rsplit("/", 1)[-1] for link in links] == list(FORMATS)
    for link in links:
        answer = browser.get(link)
        form = FORMATS[link.rsplit("/", 1)[-1]]
        assert answer.content_type == form.media_type
        assert f'filename="rivers{form.ending}"' in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.content_length == len(answer.body)
        assert opened(answer).testzip() is None


def test_the_page_says_what_is_in_it_and_under_which_licence(site, course):
    page = site.browser().get(ADDRESS)
    facts = {dt.text: dt.find_next("dd").text for dt in page.html.select("main dt")}
    assert facts["Contents in all"] == "3"
    assert facts["Licence"].startswith("CC BY 4.0")
    assert facts["Author credit"] == "Ana"
    assert "for staff" not in page.html.find("main").text


def test_staff_are_told_that_answers_go_along(site, course):
    assert "answers or notes for staff" in site.browser("tess").get(ADDRESS).text


def test_without_a_licence_it_says_so(site):
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Bare"}, d))
    page = site.browser("ana").get("/bare/@@export")
    assert "None is given" in page.text
    assert "not published" in page.text


def test_a_licence_that_stays_in_the_district_is_named(site):
    values = {"title": "Ours", "licence": "district"}
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", values, d))
    assert "leave the district" in site.browser("ana").get("/ours/@@export").text


@pytest.mark.parametrize("form", FORMATS)
def test_a_lesson_taken_out_keeps_licence_and_credit_of_its_course(site, course, form):
    words = words_in(site.browser().get(f"/rivers/water/rain/@@export/{form}"))
    assert "CC-BY-4.0" in words
    assert "Ana" in words


@pytest.mark.parametrize("form", FORMATS)
def test_answers_go_along_with_staff_alone(site, course, form):
    assert "Because" not in words_in(site.browser().get(f"{ADDRESS}/{form}"))
    assert "Because" not in words_in(site.browser("pat").get(f"{ADDRESS}/{form}"))
    assert "Because" in words_in(site.browser("tess").get(f"{ADDRESS}/{form}"))


def test_what_is_asked_for_is_one_of_the_formats(site, course):
    for behind in ("/pdf", "/cartridge/x", "/cartridge-1.2"):
        site.browser("ada").get(ADDRESS + behind, status=404)


def test_a_folder_and_the_site_are_not_taken_along_as_a_whole(site):
    for address in ("/@@export", "/@@export/cartridge"):
        assert site.browser("ada").get(address, expect_errors=True).status_int in (403, 404)


def test_asking_for_the_head_makes_no_file(site, course):
    answer = site.browser().head(f"{ADDRESS}/cartridge")
    assert answer.status_int == 200
    assert answer.body == b""


def test_what_was_taken_along_comes_in_elsewhere(site, course, tmp_path):
    path = tmp_path / "rivers.imscc"
    path.write_bytes(site.browser("cora").get(f"{ADDRESS}/cartridge").body)

    def bring(cora, district):
        (made,), _report = import_path(cora, path, district.site.root, district)
        return [(one.type_name, one.values["title"]) for one in subtree(made)]

    assert site.as_("cora", bring) == [
        ("course", "Rivers"),
        ("unit", "Water"),
        ("lesson", "Rain"),
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_link_to_a_draft_tells_readers_nothing_of_it(site, form):
    def write(ana, district):
        root = district.site.root
        draft = create(ana, root, "course", {"title": "Secretplan"}, district)
        text = f'<p>See <a href="academe:{draft.id}">the plan</a>.</p>'
        create(ana, root, "course", {"title": "Open", "text": text}, district)
        return draft.id

    draft_id = site.as_("ana", write)
    site.as_("ana", lambda p, d: take_step(p, at(d, "/open"), "submit", d))
    site.as_("rui", lambda p, d: take_step(p, at(d, "/open"), "approve", d))
    closed = words_in(site.browser().get(f"/open/@@export/{form}"))
    assert "the plan" in closed
    assert "secretplan" not in closed.lower()
    assert str(draft_id) not in closed
    assert "/secretplan" in words_in(site.browser("ana").get(f"/open/@@export/{form}"))
