"""A teacher at home, with a telephone: a lesson becomes hers, and its author hears of it."""

import re

import pytest
from playwright.sync_api import expect
from tests.exchange.word_maker import WordFile

from academe.actions.changing import change
from academe.actions.opening import identity_called
from academe.actions.stepping import take_step

COURSE = "/curriculum/mathematics/grade-5-fractions"
LESSON = f"{COURSE}/multiplying/a-part-of-a-part"
OTHER = f"{COURSE}/dividing"  # what comes along with it is counted as reused as well
MINE = "/own/tess-turner"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES = """all => new Set(all.filter(one => one.offsetParent).map(one => {
    const box = one.getBoundingClientRect();
    return Math.round((box.top + box.bottom) / 4);
})).size"""


def looked_at(window) -> None:
    """Fail if somebody could not use this page, or it is wider than the telephone."""
    assert window.axe() == []
    assert window.overflow() == 0


def fact(page, label: str):
    return page.locator("dt", has_text=re.compile(f"^{label}$")).locator("xpath=../dd")


def use(window, path: str) -> None:
    page = window.page
    window.open(path)
    page.get_by_role("link", name="Use this").first.click()
    page.get_by_role("button", name="Put it into my own area").click()
    expect(page.locator(".toasts")).to_contain_text("This is your copy, in your own area")


def test_a_lesson_is_copied_and_changed_and_its_author_sees_that(visit, live):
    tess = visit("tess", width=390)
    page = tess.page
    tess.open("/")
    page.get_by_role("link", name="Grade 5", exact=True).click()
    page.get_by_role("link", name="Grade 5 Mathematics: Fractions").first.click()
    page.get_by_role("link", name="A part of a part", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A part of a part")
    expect(page.get_by_role("heading", name="In here")).to_have_count(0)  # its picture is shown
    looked_at(tess)
    use(tess, LESSON)
    looked_at(tess)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Lesson title").fill("A part of a tortilla")
    looked_at(tess)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A part of a tortilla")
    came_from = fact(page, "Copied from")
    for words in ("A part of a part, by Ana Almeida", "version ", "CC BY-SA 4.0"):
        expect(came_from).to_contain_text(words)
    expect(came_from).not_to_contain_text("Published anew")
    tess.open(f"{MINE}/a-part-of-a-part/@@history")
    expect(page.get_by_text("copied it from “A part of a part”")).to_be_visible()
    looked_at(tess)

    ana = visit("ana", width=390)
    ana.open(LESSON)
    expect(fact(ana.page, "Reused")).to_have_text("once")  # and not where: it is private
    looked_at(ana)
    sam = visit("sam", width=390)
    sam.open(LESSON)
    expect(sam.page.locator("dt", has_text="Reused")).to_have_count(0)

    live.act(publish_anew)
    tess.open(f"{MINE}/a-part-of-a-part")
    expect(came_from).to_contain_text("Published anew since, on ")
    looked_at(tess)
    for window in (tess, ana, sam):
        window.check_quiet()


def publish_anew(district):
    """Ana writes one line of the lesson again, and Rui approves it."""
    ana, rui = (identity_called(name, district) for name in ("ana", "rui"))
    lesson = district.site.root["curriculum"]["mathematics"]["grade-5-fractions"]
    lesson = lesson["multiplying"]["a-part-of-a-part"]
    take_step(ana, lesson, "revise", district)
    change(ana, lesson, {"summary": "Fold twice, and see."}, district, version=None)
    take_step(ana, lesson, "submit_again", district)
    take_step(rui, lesson, "approve", district)


def test_a_unit_goes_from_the_own_area_to_the_school_and_is_told_who_sees_it(visit):
    tess = visit("tess", width=390)
    page = tess.page
    use(tess, OTHER)
    tess.open(f"{MINE}/dividing/@@move")
    page.get_by_role("link", name="Teachers' room").click()
    expect(page.get_by_text("whoever may see the drafts in “Teachers' room”")).to_be_visible()
    looked_at(tess)
    page.get_by_role("button", name="Move here").click()
    expect(page.locator(".toasts")).to_contain_text("Moved to “Teachers' room”.")
    expect(page.locator(".seen-by")).to_contain_text("Teachers of Oak Hill Elementary")
    expect(fact(page, "Copied from")).to_contain_text("Unit 4: Dividing, by Ana Almeida")
    looked_at(tess)
    tess.check_quiet()


def test_one_word_file_becomes_a_lesson_on_a_telephone(visit):
    tess = visit("tess", width=390)
    page = tess.page
    use(tess, f"{OTHER}/how-many-bookmarks")  # the first use makes the own area
    tess.open(f"{MINE}/@@import")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in what you have")
    body = WordFile().text("Rain on the roof", "Title").heading("Objectives").text("Listen.")
    file = {"name": "rain.docx", "mimeType": DOCX, "buffer": body.bytes()}
    page.get_by_label("Files or a package").set_input_files([file])
    looked_at(tess)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("What you sent is here.")).to_be_visible(timeout=30000)
    looked_at(tess)
    page.get_by_role("link", name="Open it", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rain on the roof")
    expect(page.get_by_text("Only you can see this")).to_be_visible()
    tess.check_quiet()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_work_bar_is_one_line_on_a_telephone(visit, language):
    cora = visit("cora", width=390)
    page = cora.page
    cora.open(f"/curriculum/science/grade-5-ecosystems?language={language}")
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 844})
        buttons = page.locator(".work-bar .buttons > *")
        assert buttons.evaluate_all(LINES) == 1, width
        assert cora.overflow() == 0
    page.locator(".work-bar summary").click()  # what gave way is in the menu
    expect(page.locator(".menu-list a[href$='@@add']")).to_be_visible()
    assert cora.axe() == []
