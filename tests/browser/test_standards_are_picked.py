"""Standards picked with the keyboard, and their coverage seen, on a screen of any width."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.frameworks import LINES, case_package

from academe.store.standards import Standards

COURSE = "/curriculum/mathematics/grade-5-fractions"
LESSON = f"{COURSE}/adding-and-subtracting/the-trail-mix-problem"
OF_THE_STATE = {  # what a state would publish, beside the district's own
    code.replace("NF", "Q"): (above.replace("NF", "Q"), *rest)
    for code, (above, *rest) in LINES.items()
}


@pytest.fixture(scope="module")
def framework(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("case") / "mathematics.json"
    path.write_bytes(case_package(OF_THE_STATE, title="Standards of the state"))
    return path


def chosen(window) -> list[str]:
    return window.page.locator("[data-chosen] [data-code]").all_inner_texts()


def test_standards_are_picked_and_their_coverage_is_seen(visit):
    cora = visit("cora")
    cora.open(f"{LESSON}/@@edit")
    before = chosen(cora)
    find = cora.page.get_by_role("combobox", name="Find by code or words")
    find.focus()
    cora.page.keyboard.type("5.nf.b.4")
    expect(find).to_have_attribute("aria-expanded", "true")
    found = cora.page.get_by_role("option")
    expect(found.filter(has_text="5.NF.B.4")).to_contain_text("Mathematics in Riverside · Grade 5")
    cora.page.keyboard.press("ArrowUp")  # to the last one
    chosen_one = cora.page.locator("[role=option][aria-selected=true]")
    expect(chosen_one).to_contain_text("5.NF.B.4")
    assert find.get_attribute("aria-activedescendant")
    cora.page.keyboard.press("Enter")
    expect(find).to_have_value("")
    assert chosen(cora) == [*before, "5.NF.B.4"]
    chip = cora.page.locator("[data-chosen] li").last
    expect(chip).to_contain_text("Multiplies a fraction by a whole number or by a fraction")
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
    assert cora.axe() == []
    cora.check_quiet()


def test_a_framework_of_the_state_comes_in_beside_the_districts_own(visit, framework):
    cora = visit("cora")
    cora.open("/@@keep-standards")
    assert cora.axe() == []
    cora.page.set_input_files("#file", framework)
    cora.page.get_by_role("button", name="Bring them in").click()
    expect(cora.page.get_by_role("heading", level=1)).to_have_text("The standards are taken over")
    assert cora.axe() == []
    cora.open("/@@standards")
    for title in ("Mathematics in Riverside", "Standards of the state"):
        expect(cora.page.get_by_role("main").get_by_role("link", name=title)).to_be_visible()
    cora.check_quiet()


def test_a_visitor_sees_what_is_missing_and_takes_the_table_along(visit):
    window = visit()
    window.open(f"{COURSE}/@@coverage")
    rows = window.page.locator("main tbody tr:not(.is-heading)")
    all_of_them = rows.count()
    tab_to(window, "Not taught")
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("link", name=re.compile("Not taught"))).to_have_attribute(
        "aria-current", "true"
    )
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("5.MD.B.2")
    assert all_of_them > 1
    assert window.axe() == []
    with window.page.expect_download() as waiting:
        window.page.get_by_role("link", name="For a spreadsheet (CSV)").click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Code,Standard,Grades,State,")
    assert [line.partition(",")[0] for line in lines[1:]] == ["5.MD.B.2"]
    window.check_quiet()


def tab_to(window, words: str, at_most: int = 80) -> None:
    """Press Tab until the link with the words is the one that Enter follows."""
    for _step in range(at_most):
        window.page.keyboard.press("Tab")
        if words in window.page.evaluate("document.activeElement.textContent"):
            return
    pytest.fail(f"Tab never came to {words!r}")


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_standards_fits_and_is_accessible(visit, live, width, scheme):
    found = live.act(lambda district: Standards(district.site).find("5.NF.A.1"))
    visitor = visit(width=width, color_scheme=scheme)
    paths = ("/@@standards", f"/@@standards/{found.framework}", "/@@coverage")
    paths += (f"/@@standards/{found.guid}", f"{COURSE}/@@coverage", LESSON)
    for path in paths:
        assert visitor.open(path).status == 200
        assert visitor.axe() == [], path
        assert visitor.overflow() <= 0, path
    visitor.check_quiet()
