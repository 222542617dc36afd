"""Script makes pages quicker; without it they do the same."""

import re
import zipfile

from playwright.sync_api import expect

LESSON = "/maple-street-elementary/shared-plans/measuring-the-creek"


def sign_in(window, live, login: str) -> None:
    window.open("/@@sign-in")
    page = window.page
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(live.password)
    window.follow(page.locator("main button[type=submit]"))


def bring_in(window) -> None:
    """Send the form, and look again until the page tells of the end: each time it is another."""
    page = window.page
    window.follow(page.get_by_role("button", name="Bring it in"))
    again = page.get_by_role("link", name="Look again")
    for _ in range(120):
        if not again.count():
            return
        page.wait_for_timeout(250)
        window.follow(again)


def test_a_lesson_is_changed_and_put_in_its_place(visit, live):
    window = visit(java_script_enabled=False)
    sign_in(window, live, "cora")
    window.open(LESSON)
    page = window.page
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label(re.compile("^Lesson title")).fill("")
    page.get_by_role("button", name="Save").click()
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("There is a problem")
    field = page.get_by_label(re.compile("^Lesson title"))
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    assert any("error" in name for name in described)
    field.fill("Measuring without script")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Measuring without script")
    page.get_by_text("More", exact=True).click()
    expect(page.get_by_role("link", name="Move", exact=True)).to_be_visible()


def test_a_course_comes_in_and_the_page_can_be_looked_at_again(visit, live, tmp_path):
    package = tmp_path / "rain.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("rain/lesson-1.md", "# Rain\n\nDrops fall.\n")
    window = visit(java_script_enabled=False)
    sign_in(window, live, "cora")
    page = window.page
    window.open("/@@import")
    page.set_input_files("#package", package)
    bring_in(window)
    page.get_by_role("link", name="Open the course").click()
    expect(page.get_by_role("link", name="Rain").first).to_be_visible()
    page.locator("header summary").click()
    window.follow(page.get_by_role("button", name="Sign out"))
    assert window.open("/rain").status == 404


def test_a_folder_comes_in_with_its_folders(visit, live, tmp_path):
    """Browsers send the place inside the folder as the name of each file."""
    folder = tmp_path / "our creek"
    (folder / "1 Water").mkdir(parents=True)
    (folder / "1 Water" / "1 Drops.md").write_text("# Drops\n\nThey fall.\n")
    (folder / "2 Stones").mkdir()
    (folder / "2 Stones" / "1 Pebbles.md").write_text("# Pebbles\n\nThey lie.\n")
    window = visit(java_script_enabled=False)
    sign_in(window, live, "cora")
    page = window.page
    window.open("/@@import")
    page.get_by_label("A whole folder").set_input_files(folder)
    bring_in(window)
    page.get_by_role("link", name="Open the course").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our creek")
    page.wait_for_load_state()
    units = page.get_by_role("main").get_by_role("link", name=re.compile("Water|Stones"))
    assert [one.inner_text().strip() for one in units.all()][:2] == ["Water", "Stones"]
