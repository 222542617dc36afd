"""Work pages in a narrow window: tables that fit, forms that say what is wrong and where."""

import pytest
from playwright.sync_api import expect

from academe.actions.creating import create
from academe.actions.opening import identity_called
from academe.actions.stepping import take_step

SHOWN_WHOLE = """frames => frames.every(frame => frame.scrollWidth <= frame.clientWidth)"""
LONG_NAME = "Maximiliane-Wilhelmine von Hohenzollern-Sigmaringen de la Fontaine"
LONG_LOGIN = "maximiliane.von-hohenzollern-sigmaringen"


def test_whether_somebody_can_sign_in_is_seen_in_a_narrow_window(visit, live):
    window = visit("ada")
    page = window.page
    window.open("/@@add-person")
    page.locator("input[name=name]").fill(LONG_NAME)
    page.locator("input[name=login]").fill(LONG_LOGIN)
    page.locator("input[name=email]").fill(f"{LONG_LOGIN}@schools-of-the-riverside.example")
    window.follow(page.get_by_role("button", name="Add", exact=True))
    for width in (390, 820):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/@@people", "/@@groups", "/@@jobs", "/@@bin"):
            window.open(path)
            assert page.eval_on_selector_all(".table-frame", SHOWN_WHOLE), (path, width)
            assert window.overflow() == 0
    row = page.get_by_role("row").filter(has_text=LONG_NAME)
    window.open("/@@people")
    row.scroll_into_view_if_needed()  # down, never to the side
    assert page.evaluate("document.scrollingElement.scrollLeft") == 0
    expect(row.get_by_text("Has no password yet")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/@@add-person", "/@@add-group"])
def test_an_empty_form_leads_to_each_field_that_is_wrong(visit, path):
    window = visit("ada")
    page = window.page
    page.set_viewport_size({"width": 390, "height": 800})
    window.open(path)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    links = page.get_by_role("alert").get_by_role("link")
    assert links.count() >= 2
    for at in range(links.count()):
        links.nth(at).click()
        field = page.locator("*:focus")
        expect(field).to_have_attribute("aria-invalid", "true")
        described = (field.get_attribute("aria-describedby") or "").split()
        words = [page.locator(f"[id='{one}']").inner_text() for one in described]
        assert any(word.startswith("Error") for word in words), (path, described, words)
    assert window.axe() == []


def test_a_day_that_is_over_leads_to_its_field_on_the_share_page(visit):
    window = visit("cora")
    page = window.page
    page.set_viewport_size({"width": 390, "height": 800})
    window.open("/maple-street-elementary/@@share")
    page.get_by_role("combobox", name="Person or group").press_sequentially("tess")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_label("Last day (may be left out)").fill("2001-01-31")
    page.get_by_role("button", name="See what this changes").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#until")).to_be_focused()
    assert window.axe() == []
    page.locator("#until").fill("2099-01-31")
    page.get_by_role("button", name="See what this changes").click()
    expect(page.get_by_text("until January 31, 2099.")).to_be_visible()
    assert window.axe() == []


def test_a_name_that_nobody_has_is_told_while_it_is_typed_and_when_it_is_sent(visit):
    window = visit("cora", width=390)
    window.open("/maple-street-elementary/@@share")
    box, told = window.page.locator("#people"), window.page.locator("#people-told")
    help_text = told.inner_text()
    box.press_sequentially("tessa nobody")
    expect(told).to_have_text("Nobody has this name.")
    window.page.get_by_role("button", name="See what this changes").click()
    expect(window.page.locator("#people-wrong")).to_contain_text("nobody here is called")
    expect(box).to_have_value("tessa nobody")
    assert window.axe() == []
    box.fill("te")
    window.page.get_by_role("option").first.wait_for()
    expect(told).to_have_text(help_text)
    window.check_quiet()


@pytest.mark.parametrize("width", [390, 640])
def test_the_menu_of_the_account_lies_above_the_search_box(visit, width):
    window = visit("tess", width=width)
    window.open("/curriculum")
    window.page.locator(".band .menu > summary").last.click()
    window.page.locator(".band .menu-list").get_by_role("link", name="Home", exact=True).click()
    window.page.wait_for_url("**/@@home")
    window.check_quiet()


LONG_TITLE = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzender"
)


def test_a_long_title_without_blanks_breaks_in_tables_and_above_them(visit, live):
    def plant(district):
        cora = identity_called("cora", district)
        create(cora, district.site.root, "course", {"title": LONG_TITLE}, district, name="long")

    live.act(plant)
    window = visit("cora")
    for width in (320, 390, 820, 1440):
        window.page.set_viewport_size({"width": width, "height": 900})
        for path in ("/@@contents", "/long", "/long/@@contents", "/long/@@share", "/@@review"):
            window.open(path)
            whole = window.page.eval_on_selector_all(".table-frame", SHOWN_WHOLE)
            assert whole or width == 320, (path, width)  # there a table may be scrolled
            assert window.overflow() <= 0, (path, width)


@pytest.mark.parametrize("width", [320, 390, 700])
def test_the_units_of_a_course_at_a_glance_stand_below_one_another(visit, width):
    window = visit(width=width)
    window.open("/curriculum/english/grade-8-reading-the-news")
    table = window.page.locator("#at-a-glance").get_by_role("table")
    row = table.get_by_role("row").nth(1)
    head, weeks, goals, codes = (one.bounding_box() for one in row.locator("> *").all())
    assert head["y"] < weeks["y"] < goals["y"] < codes["y"]
    assert codes["x"] + codes["width"] <= width
    expect(row.get_by_role("cell").nth(1)).to_contain_text("Give reasons")
    assert window.axe() == []


def send_back_many(district):
    """Ana sends twenty-five documents for review; Rui sends each back."""
    ana, rui = (identity_called(login, district) for login in ("ana", "rui"))
    place = district.site.root["curriculum"]["science"]
    for number in range(25):
        paper = create(ana, place, "document", {"title": f"Lab rules {number}"}, district)
        take_step(ana, paper, "submit", district)
        take_step(rui, paper, "send_back", district, comment="Which grade?")


@pytest.mark.parametrize("width", [390, 1440])
def test_much_that_was_sent_back_is_a_list_with_a_way_to_all_of_it(visit, live, width):
    live.act(send_back_many)
    window = visit("ana", width=width)
    window.open("/@@home")
    assert window.axe() == []
    assert window.overflow() <= 0
    window.page.get_by_role("link", name="All that was sent back to you").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Sent back to you")
    assert window.axe() == []
    assert window.overflow() <= 0
    window.check_quiet()
