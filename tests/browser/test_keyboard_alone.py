"""Everything by keyboard: Tab, Enter, typing, and always seeing where one is."""

from playwright.sync_api import expect

COURSE = "/maple-street-elementary/shared-plans/measuring-the-creek"
MOST_TABS = 150
FOCUSED = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const labels = [...(here.labels || [])].map(label => label.innerText);
  return {
    name: (here.getAttribute('aria-label') || labels.join(' ') || here.innerText || '').trim(),
    tag: here.tagName.toLowerCase(),
    href: here.getAttribute('href') || '',
    seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== 'none',
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(window, words: str, tag: str = "") -> dict:
    """Press Tab until the focus is on what has these words in its name; it must be seen there."""
    for _ in range(MOST_TABS):
        window.page.keyboard.press("Tab")
        here = window.page.evaluate(FOCUSED)
        if here["tag"] == "body":
            continue
        assert here["seen"], f"no visible focus on {here}"
        assert here["inside"], f"the focus is outside of the window on {here}"
        if is_meant(here, words) and tag in ("", here["tag"]):
            return here
    raise AssertionError(f"Tab does not lead to {words!r}")


def is_meant(here: dict, words: str) -> bool:
    """Links and buttons have just these words; the label of a field begins with them."""
    is_field = here["tag"] in ("input", "textarea", "select")
    return here["name"].startswith(words) if is_field else here["name"] == words


def test_somebody_signs_in_and_changes_a_lesson_with_the_keyboard_alone(visit, live):
    window = visit()
    keys = window.page.keyboard
    window.open("/")
    first = tab_to(window, "Skip to the text")
    assert first["href"] == "#main"
    tab_to(window, "Sign in", "a")
    keys.press("Enter")
    window.page.wait_for_url("**/@@sign-in**")
    tab_to(window, "Your sign-in name", "input")
    keys.type("cora")
    tab_to(window, "Your password", "input")
    keys.type(live.password)
    keys.press("Enter")
    window.page.wait_for_url(lambda url: "sign-in" not in url)

    window.open(COURSE)
    tab_to(window, "Edit", "a")
    keys.press("Enter")
    window.page.wait_for_url("**/@@edit")
    tab_to(window, "Lesson title", "input")
    keys.press("End")
    keys.type(" by hand")
    tab_to(window, "Save", "button")
    keys.press("Enter")
    window.page.wait_for_url(f"**{COURSE}")
    expect(window.page.get_by_role("heading", level=1)).to_contain_text("by hand")
    window.check_quiet()


def test_the_skip_link_leads_past_the_frame(visit):
    window = visit()
    window.open("/")
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"


def test_menus_open_and_close_by_keyboard(visit):
    window = visit("cora")
    window.open(COURSE)
    tab_to(window, "More", "summary")
    window.page.keyboard.press("Enter")
    share = window.page.get_by_role("link", name="Move", exact=True)
    expect(share).to_be_visible()
    window.page.keyboard.press("Escape")
    expect(share).to_be_hidden()
    assert window.page.evaluate("document.activeElement.tagName") == "SUMMARY"
