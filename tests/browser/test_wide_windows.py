"""Pages in a wide window: columns that end together, in the middle where nothing is beside them."""

import pytest

COURSE = "/curriculum/mathematics/grade-5-fractions"


def sides(window, place):
    """Return where a part of the page begins and ends, in pixels."""
    box = window.page.locator(place).first.bounding_box()
    return box["x"], box["x"] + box["width"]


@pytest.mark.parametrize("path", [f"{COURSE}/@@year", "/@@year?grade=5"])
def test_a_page_with_nothing_beside_it_stands_in_the_middle(visit, path):
    window = visit(width=1440)
    window.open(path)
    left, right = sides(window, "main > .reading")
    assert abs(left - (1440 - right)) <= 1
    assert right - left <= 736


def test_an_own_area_stands_in_the_middle_and_has_its_tree_when_something_lies_in_it(visit):
    window = visit("tess", width=1440)
    window.open("/@@own")
    window.follow(window.page.get_by_role("button", name="Open my own area"))
    left, _right = sides(window, "main")
    _left, right = sides(window, ".rail")
    assert abs(left - (1440 - right)) <= 1
    window.open(f"{COURSE}/dividing/how-many-bookmarks/@@use")
    window.page.get_by_role("button", name="Put it into my own area").click()
    window.page.wait_for_url("**/how-many-bookmarks")
    tree = window.page.get_by_role("navigation", name="Contents of this place")
    assert tree.get_by_role("link", name="How many bookmarks?").is_visible()
    assert window.axe() == []
    window.check_quiet()


@pytest.mark.parametrize("width", [820, 1024, 1280, 1440])
def test_a_course_at_a_glance_is_as_wide_as_its_units(visit, width):
    window = visit(width=width)
    window.open(COURSE)
    for place in ("#at-a-glance", "#at-a-glance table"):
        assert sides(window, place) == pytest.approx(sides(window, ".units"), abs=1)
    _left, end = sides(window, "#at-a-glance .section-acts")
    assert end == pytest.approx(sides(window, ".units")[1], abs=1)


def test_small_words_are_as_wide_as_the_text_that_they_belong_to(visit):
    window = visit(width=1440)
    window.open("/@@search?q=water")
    widths = window.page.eval_on_selector_all(
        ".hit-said > p:not(.line)",
        "all => all.map((one) => parseFloat(getComputedStyle(one).maxInlineSize))",
    )
    assert len(set(widths)) == 1


def test_the_facts_of_what_one_uses_are_no_wider_than_what_stands_below(visit):
    window = visit("tess", width=1440)
    window.open(f"{COURSE}/@@use")
    facts = window.page.locator("main .facts").bounding_box()
    panel = window.page.locator("main .panel").first.bounding_box()
    assert (facts["x"], facts["width"]) == (panel["x"], panel["width"])
