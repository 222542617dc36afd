"""What a person sees in the first moments of a page: no empty message, no title turned round."""

from playwright.sync_api import expect

PLACE = "/curriculum/mathematics"
WATCH = """
new MutationObserver(() => {
  document.querySelectorAll(".toast p").forEach((said) => {
    if (!said.textContent.trim()) { window.wasEmpty = true; }
  });
}).observe(document, {childList: true, subtree: true, characterData: true});
"""
ARABIC = "الكسور (الصف 5)!"


def add_course(window, title):
    window.open(f"{PLACE}/@@add/course")
    window.page.get_by_label("Course title").fill(title)
    window.follow(window.page.get_by_role("button", name="Add as a draft"))


def test_a_message_is_never_empty_and_is_said_aloud(visit):
    window = visit("cora")
    window.page.add_init_script(WATCH)
    add_course(window, "Ratios")
    words = "“Ratios” is added, as a draft."
    expect(window.page.locator(".toasts[role=status] > .unseen")).to_have_text(words)
    expect(window.page.locator(".toast p")).to_have_text(words)
    assert window.page.evaluate("window.wasEmpty") is None
    assert window.axe() == []
    window.page.get_by_role("button", name="Close this message").click()
    expect(window.page.locator(".toast")).to_have_count(0)
    window.check_quiet()


def test_titles_in_arabic_begin_where_the_others_begin(visit):
    window = visit("cora")
    add_course(window, ARABIC)
    for title in ("الوحدة 1: الجمع!", "Unit 2"):
        page = window.page
        page.goto(window.address + PLACE)
        page.locator("main").get_by_role("link", name=ARABIC).first.click()
        page.locator("main").get_by_role("link", name="Add a unit").first.click()
        page.get_by_label("Unit title").fill(title)
        page.get_by_role("button", name="Add as a draft").click()
    tree = page.locator(".side .tree bdi")
    left = tree.evaluate_all(
        "all => all.map((one) => Math.round(one.getBoundingClientRect().left))"
    )
    assert len(left) == 2
    assert left[0] == left[1]
    before = page.locator(".neighbours [rel=prev]")
    label, name = before.locator("span"), before.locator("bdi")
    assert abs(label.bounding_box()["x"] - name.bounding_box()["x"]) < 2
    assert window.axe() == []
    window.check_quiet()


def test_what_changed_is_shown_without_a_fault(visit):
    """The marked difference, by day and by night, as wide as a telephone."""
    for scheme in ("light", "dark"):
        window = visit("cora", width=320, color_scheme=scheme)
        page = window.page
        window.open(f"{PLACE}/mathematics-framework/@@edit")
        page.locator("input[name=title]").fill(f"Framework, {scheme}")
        page.locator("textarea[name=summary]").fill(f"What is taught, by {scheme}.")
        window.follow(page.get_by_role("button", name="Save"))
        page.goto(f"{window.address}{PLACE}/mathematics-framework/@@step/submit_again")
        expect(page.locator(".changes ins").first).to_have_text(f"Framework, {scheme}")
        expect(page.locator(".changes .marked ins").last).to_contain_text("added:")
        assert window.axe() == []
        assert window.overflow() <= 0
        window.check_quiet()
