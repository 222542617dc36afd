"""From a file on a coordinator's machine to a parent's telephone."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

TITLE = "What is weather? A first look"


@pytest.fixture
def weather_zip(samples: Path, tmp_path: Path) -> Path:
    """The folder of nine lessons, as a coordinator's machine would pack it."""
    source = samples / "courses/rpf-sensing-the-weather"
    target = tmp_path / "sensing-the-weather.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(source.rglob("*")):
            archive.write(path, Path("sensing-the-weather") / path.relative_to(source))
    return target


def bring_in(window, package: Path) -> str:
    """Bring a package in on the front page, as one more copy if need be; returns its path."""
    window.open("/@@import")
    window.page.set_input_files("#package", package)
    window.page.get_by_role("button", name="Bring it in").click()
    news = window.page.get_by_role("status").first
    expect(news).to_contain_text(re.compile("is here|was brought in before"), timeout=60_000)
    if "before" in news.inner_text():
        window.page.get_by_role("button", name="Bring in another copy").click()
        expect(news).to_contain_text("is here", timeout=60_000)
    window.follow(window.page.get_by_role("link", name="Open the course"))
    return window.page.url.removeprefix(window.address)


def take_step(window, title: str, comment: str = "") -> None:
    """Take a step of the workflow from the page of a content."""
    page = window.page
    window.follow(page.get_by_role("link", name=title, exact=True).first)
    if comment:
        page.get_by_role("textbox").first.fill(comment)
    window.follow(page.locator("main form button[type=submit]").first)


def test_a_course_goes_from_a_zip_to_a_parent(visit, weather_zip):
    cora = visit("cora")
    course = bring_in(cora, weather_zip)
    lessons = cora.page.locator("main a[href*='/lesson-']")
    assert lessons.count() >= 9
    lesson = lessons.first.get_attribute("href")

    tess, pat = visit("tess"), visit(None, width=390)
    for stranger in (tess, pat):
        assert stranger.open(course).status == 404
        assert stranger.open(lesson).status == 404

    cora.open(lesson)
    cora.page.get_by_role("link", name="Edit", exact=True).click()
    cora.page.get_by_label(re.compile("^Lesson title")).fill(TITLE)
    cora.page.get_by_role("button", name="Save").click()
    expect(cora.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    cora.open(course)
    take_step(cora, "Send for review")

    rui = visit("rui")
    rui.open("/@@review")
    rui.page.locator(f"main a[href='{course}']").first.click()
    assert tess.open(course).status == 404
    take_step(rui, "Approve and publish")

    assert tess.open(lesson).status == 200
    assert pat.open(course).status == 200
    pat.page.get_by_role("link", name=TITLE).first.click()
    expect(pat.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert pat.overflow() <= 0
    pictures = pat.page.locator("main img")
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("complete", True)
        assert pictures.nth(number).evaluate("picture => picture.naturalWidth") > 0
    assert pat.page.get_by_text("Working text").count() == 0
    for window in (cora, tess, rui, pat):
        window.check_quiet()


def test_a_cartridge_comes_in_with_a_report(visit, samples):
    cora = visit("cora")
    bring_in(cora, samples / "cartridges/course-1.imscc")
    cora.page.get_by_role("link", name="What came in").click()
    tables = cora.page.get_by_role("table")
    expect(tables.filter(has_text="was not brought along")).to_have_count(1)
    cora.check_quiet()


def test_a_file_that_is_no_package_is_said_at_its_field(visit, tmp_path):
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"this is no archive")
    cora = visit("cora")
    cora.open("/@@import")
    cora.page.set_input_files("#package", broken)
    cora.page.get_by_role("button", name="Bring it in").click()
    field = cora.page.locator("#package")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(cora.page.locator("#error-package")).to_contain_text("neither a zip archive")
    assert cora.axe() == []
    cora.check_quiet()


def test_a_course_goes_from_a_cartridge_to_a_parent_without_its_answers(visit, samples):
    cora, rui = visit("cora"), visit("rui")
    tess, pat = visit("tess"), visit(None, width=390)
    course = bring_in(cora, samples / "cartridges/course-1.imscc")
    lesson = f"{course}/first-module/first-module-wiki-page-1"
    quiz = f"{course}/first-module/first-module-quiz-1"
    for address in (course, lesson, quiz):
        assert tess.open(address).status == 404
        assert pat.open(address).status == 404

    cora.open(course)
    take_step(cora, "Send for review")
    rui.open("/@@review")
    rui.page.locator(f"main a[href='{course}']").first.click()
    take_step(rui, "Approve and publish")

    assert pat.open(course).status == 200
    pat.page.get_by_role("link", name="First Module Wiki Page 1").first.click()
    expect(pat.page.get_by_role("heading", level=1)).to_have_text("First Module Wiki Page 1")
    assert pat.open(quiz).status == 200
    main = pat.page.locator("main")
    expect(main).to_contain_text("First Question Multiple Choice")
    assert pat.overflow() <= 0
    assert main.get_by_role("heading", name="Answers").count() == 0
    assert main.locator("a[href*='source_files']").count() == 0
    assert pat.open(f"{quiz}/@@file/source_files/0").status == 404
    assert pat.open(f"{course}/unfiled-questions").status == 404

    tess.open(quiz)
    expect(tess.page.get_by_role("heading", name="Answers")).to_be_visible()
    assert tess.page.locator("main a[href*='source_files']").count() == 2
    for window in (cora, rui, tess, pat):
        window.check_quiet()


def test_what_came_in_is_taken_out_again(visit, weather_zip):
    cora = visit("cora")
    course = bring_in(cora, weather_zip)
    cora.page.get_by_role("link", name="What came in").click()
    cora.page.get_by_role("link", name="Undo: take it out again").click()
    expect(cora.page.locator("main")).to_contain_text("What will happen")
    assert cora.axe() == []
    assert cora.overflow() <= 0
    cora.page.get_by_role("button", name="Put into the bin").click()
    expect(cora.page.get_by_text("is in the bin").first).to_be_visible()
    assert cora.open(course).status == 404
    cora.check_quiet()
