"""A course comes in through the browser's form."""

import io
import zipfile

import pytest
from webtest import Upload

from academe.actions.jobs import drain_once
from academe.app import make_jobs
from academe.definitions import spoken
from academe.store.content import subtree

LESSON = "# Wind\n\nFeel the wind.\n\n![A vane](vane.png)\n"


def zipped(files: dict[str, bytes | str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return kept.getvalue()


def hand_in(browser, body: bytes, name: str = "weather.zip", at: str = "/"):
    form = browser.get(f"{at.rstrip('/')}/@@import").forms[1]
    form["package"] = [Upload(name, body)]
    return form.submit(expect_errors=True)


@pytest.fixture
def do_jobs(site):
    """Carry out all that was ordered."""
    doers = make_jobs(site.settings, site.databases, site.definitions)
    return lambda: drain_once(site.databases, doers)


def packages(site) -> list:
    folder = site.settings.data_folder / "imports"
    return list(folder.iterdir()) if folder.exists() else []


def test_a_zip_of_lessons_comes_in_as_drafts_of_whoever_brought_it(site, do_jobs):
    cora = site.browser("cora")
    texts = {"lesson-1.md": LESSON, "lesson-2.md": "# Rain\n\nDrops.\n", "LICENSE": "CC BY 4.0"}
    package = zipped({f"weather/{name}": text for name, text in texts.items()})
    answer = hand_in(cora, package)
    assert answer.status_code == 303
    page = cora.get(answer.location)
    assert "waits for its turn" in page
    assert "data-look-again" in page
    do_jobs()
    page = cora.get(answer.location)
    assert "Your course is here" in page
    assert "data-look-again" not in page
    course = page.click("Open the course")
    assert "Wind" in course
    assert "Draft" in course
    report = page.click("See the report")
    assert "vane.png" in report
    assert told_by(report) == {
        "Not brought in": ["A vane"],
        "Joined with another, or not needed": ["LICENSE"],
        "Brought in": ["Wind", "Rain"],
    }
    assert "What came in" in course
    assert packages(site) == []
    site.browser("tess").get(course.request.path, status=404)

    def check(cora, district):
        made = district.site.root[course.request.path.strip("/")]
        assert all(place.created_by == cora.id for place in subtree(made))

    site.as_("cora", check)


def told_by(report) -> dict[str, list[str]]:
    """Return what stands under each heading of a report: the titles."""
    parts = report.html.find("main").find_all("section")
    return {
        part.h2.get_text(): [row.find("span").get_text() for row in part.tbody.find_all("th")]
        for part in parts
    }


def test_the_page_says_why_a_package_was_refused(site, do_jobs):
    cora = site.browser("cora")
    answer = hand_in(cora, zipped({"../escape.md": "x"}))
    do_jobs()
    page = cora.get(answer.location)
    assert "points outside of it" in page
    assert "Choose another file" in page
    assert packages(site) == []


SPANISH = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "The package has a file that points outside of it: ${name}."
msgstr "El paquete tiene un archivo que apunta fuera de él: ${name}."

msgid "Refused: ${why}"
msgstr "Rechazado: ${why}"
"""


@pytest.fixture
def spanish(tmp_path, monkeypatch):
    """A site that has Spanish as well, of two sentences."""
    folder = tmp_path / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "academe.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(spoken, "locale_folder", lambda: tmp_path / "locale")
    for known in (spoken.available_languages, spoken.catalogue):
        known.cache_clear()
    yield
    monkeypatch.undo()
    for known in (spoken.available_languages, spoken.catalogue):
        known.cache_clear()


def test_why_a_package_was_refused_is_said_in_the_readers_language(site, do_jobs, spanish):
    """The sentence comes from a process of its own, through the job's result."""
    cora = site.browser("cora")
    answer = hand_in(cora, zipped({"../escape.md": "x"}))
    do_jobs()
    outside = "apunta fuera de él: ../escape.md."
    assert outside in cora.get(f"{answer.location}?language=es")
    assert "points outside of it: ../escape.md." in cora.get(f"{answer.location}?language=en")
    jobs = site.browser("ada").get("/@@jobs?language=es")
    assert "Rechazado: El paquete" in jobs
    assert outside in jobs


def test_what_is_no_package_comes_back_at_its_field(site):
    cora = site.browser("cora")
    page = hand_in(cora, b"<html>", "course.zip")
    assert page.status_code == 422
    assert 'aria-describedby="help-package error-package"' in page
    assert "neither a zip archive" in page
    form = cora.get("/@@import").forms[1]
    assert "Choose a file or a folder first" in form.submit(status=422)
    assert packages(site) == []


def test_an_import_is_shown_to_whoever_ordered_it_only(site, do_jobs):
    answer = hand_in(site.browser("cora"), zipped({"weather/lesson-1.md": LESSON}))
    path = answer.location.removeprefix("http://localhost")
    strangers = ("ana", "ada", "tess", "pat", None)
    for login in strangers:
        site.browser(login).get(path, status=(303, 403, 404))
    do_jobs()
    for login in strangers:
        site.browser(login).get(path, status=(303, 403, 404))
    site.browser("cora").get("/@@import/12345", status=404)
    site.browser("cora").get("/@@import/x", status=404)
    site.browser("tess").get("/@@import", status=(403, 404))


def test_a_lesson_takes_no_course(site, do_jobs):
    cora = site.browser("cora")
    answer = hand_in(cora, zipped({"weather/lesson-1.md": LESSON}))
    do_jobs()
    course = cora.get(answer.location).click("Open the course").request.path
    page = cora.get(f"{course}/lesson-1/@@import", status=403)
    assert "in a school or in a folder" in page
    assert "/@@import" not in cora.get(f"{course}/lesson-1")


def test_a_long_report_has_pages(site, do_jobs, samples):
    cora = site.browser("cora")
    body = (samples / "cartridges/py4e_export.imscc").read_bytes()
    answer = hand_in(cora, body, "py4e.imscc")
    do_jobs()
    report = cora.get(answer.location).click("See the report")
    assert report.text.count('<th scope="row"') <= 200


def test_a_course_without_a_title_is_called_as_its_file(site, do_jobs):
    ana = site.browser("ana")
    body = zipped({"first.md": "# First\n\nWords.\n", "second.md": "# Second\n\nWords.\n"})
    answer = hand_in(ana, body, "wind speed.zip")
    do_jobs()
    page = answer.follow().click("Open the course")
    assert page.html.h1.get_text() == "Wind speed"
    assert page.request.path == "/wind-speed"
