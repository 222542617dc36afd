"""Standards picked with the keyboard, and their coverage seen, on a screen of any width."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.frameworks import case_package, guid

COURSE = "/curriculum/mathematics/grade-5-fractions"
LESSON = f"{COURSE}/adding-and-subtracting/the-trail-mix-problem"


@pytest.fixture(scope="module")
def framework(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("case") / "mathematics.json"
    path.write_bytes(case_package())
    return path


def bring_in(window, framework: Path) -> None:
    window.open("/@@keep-standards")
    window.page.set_input_files("#file", framework)
    window.page.get_by_role("button", name="Bring them in").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text("The standards are taken over")


def chosen(window) -> list[str]:
    return window.page.locator("[data-chosen] [data-code]").all_inner_texts()


def test_standards_are_picked_and_their_coverage_is_seen(visit, framework):
    cora = visit("cora")
    cora.open("/@@keep-standards")
    assert cora.axe() == []
    bring_in(cora, framework)
    assert cora.axe() == []
    cora.open(f"{LESSON}/@@edit")
    before = chosen(cora)
    find = cora.page.get_by_role("combobox", name="Find by code or words")
    find.focus()
    cora.page.keyboard.type("5.nf.b")
    expect(find).to_have_attribute("aria-expanded", "true")
    found = cora.page.get_by_role("option")
    expect(found.filter(has_text="5.NF.B.4")).to_contain_text("Riverside mathematics · Grade 5")
    cora.page.keyboard.press("ArrowUp")  # to the last one
    assert find.get_attribute("aria-activedescendant")
    cora.page.keyboard.press("Enter")
    expect(find).to_have_value("")
    assert chosen(cora) == [*before, "5.NF.B.4"]
    chip = cora.page.locator("[data-chosen] li").last
    expect(chip).to_contain_text("Multiply a fraction by a fraction.")
    chip.get_by_label("How it is used: 5.NF.B.4").select_option("introduced")
    assert cora.axe() == []

    cora.page.get_by_role("button", name="Write them as lines").click()
    lines = cora.page.locator("#deformField-standards, textarea[name=standards]").first
    assert lines.input_value().endswith("5.NF.B.4 (introduced)")
    cora.page.locator("[data-chosen] li").first.get_by_role("button", name="Take away").click()
    assert chosen(cora) == [*before[1:], "5.NF.B.4"]
    cora.page.get_by_role("button", name="Save").click()
    expect(cora.page.locator(".facts")).to_contain_text("5.NF.B.4")

    cora.page.locator("details.standard summary", has_text="5.NF.B.4").click()
    assert cora.axe() == []
    cora.page.locator("details.standard[open]").get_by_role("link").click()
    expect(cora.page.get_by_role("main")).to_contain_text("The trail mix problem")
    assert cora.axe() == []

    cora.open(f"{COURSE}/@@coverage")
    row = cora.page.get_by_role("row", name="5.NF.B.4")
    expect(row).to_contain_text("1 introduced")
    cora.check_quiet()


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_standards_fits_and_is_accessible(visit, framework, width, scheme):
    bring_in(visit("cora"), framework)
    visitor = visit(width=width, color_scheme=scheme)
    paths = ("/@@standards", f"/@@standards/{guid('mathematics')}", "/@@coverage")
    paths += (f"/@@standards/{guid('5.NF.A.1')}", f"{COURSE}/@@coverage", LESSON)
    for path in paths:
        assert visitor.open(path).status == 200
        assert visitor.axe() == [], path
        assert visitor.overflow() <= 0, path
    visitor.check_quiet()
