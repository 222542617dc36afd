"""What a reviewer is shown: what changed since the text was published."""

import pytest
from tests.web.test_working import at, course, publish

from academe.actions.changing import change
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step

__all__ = ["course"]  # a fixture
LESSON = "/algebra-i/lines/first-of-lines"
OLD = "<p>Draw a line.</p><p>Measure <em>it</em>.</p>"
NEW = "<p>Draw a curve &lt;b&gt;.</p><p>Measure <em>it</em>.</p><p>Write it down.</p>"


@pytest.fixture
def revised(site, course):
    """A published lesson that waits for review again, with three answers changed."""
    write = {"steps": OLD, "duration": 45, "answer_key": "<p>Forty</p>"}
    site.as_("ana", lambda p, d: change(p, at(d, LESSON), write, d, version=None))
    publish(site, course)
    site.as_("ana", lambda p, d: take_step(p, at(d, LESSON), "revise", d))
    write = {"steps": NEW, "duration": 90, "answer_key": "<p>CANARY</p>"}
    site.as_("ana", lambda p, d: change(p, at(d, LESSON), write, d, version=None))
    site.as_("ana", lambda p, d: take_step(p, at(d, LESSON), "submit_again", d))
    return LESSON


def changes_of(page):
    return page.html.find(class_="changes")


@pytest.mark.parametrize("behind", ["", "/@@step/approve"])
def test_a_reviewer_reads_what_changed_beside_what_was_published(site, revised, behind):
    found = changes_of(site.browser("rui").get(revised + behind))
    text = " ".join(found.get_text(" ").split())
    assert "What changed since it was published" in text
    assert "Published: 45 minutes" in text
    assert "Now: 1 h 30 min" in text
    steps = found.find(class_="marked")
    assert [one.get_text() for one in steps.find_all("del")] == ["taken away: line"]
    added = [one.get_text() for one in steps.find_all("ins")]
    assert added == ["added: curve <b>", "added: Write it down."]
    assert "1 part stays as it is" in text


def test_what_the_text_holds_is_shown_and_never_run(site, revised):
    assert "curve &lt;b&gt;" in str(changes_of(site.browser("rui").get(revised)))


def test_answers_for_staff_stay_with_staff(site, revised):
    def let_in(cora, district):
        pat = district.records.person_called("pat").id
        share(cora, at(district, revised), Sharing({pat: {"author": None}}), district)

    site.as_("cora", let_in)
    page = site.browser("pat").get(revised)
    assert "What changed" in page
    assert "CANARY" not in page
    assert "Answer key" not in page
    assert "CANARY" in changes_of(site.browser("rui").get(revised)).get_text()
    assert changes_of(site.browser().get(revised)) is None
    assert changes_of(site.browser("tess").get(revised)) is None


def test_a_first_version_is_new(site, course):
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit", d))
    found = changes_of(site.browser("rui").get(course))
    assert "This is new" in found.get_text()
    below = [one.get_text(strip=True) for one in found.select(".changed-places li")]
    assert below[0] == "Lines: new"
    assert "This is new" in site.browser("rui").get(f"{course}/@@step/approve")


def test_a_course_in_review_names_what_changed_in_it(site, course):
    publish(site, course)
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "revise", d))
    site.as_("ana", lambda p, d: change(p, at(d, LESSON), {"steps": NEW}, d, version=None))
    page = site.browser("ana").get(f"{course}/@@step/submit_again")
    (place,) = changes_of(page).select(".changed-places > li")
    assert "First of Lines: Steps" in " ".join(place.summary.get_text().split())
    assert place.find("ins").get_text().startswith("added: Draw a curve")
    page.forms["form"].submit()
    found = changes_of(site.browser("rui").get(course))
    assert "This page itself reads as it did" in found.get_text()
    assert [one["href"] for one in found.select(".changed-places a")] == [LESSON]
    assert changes_of(site.browser("rui").get(f"{course}/lines")).select("a")[0]["href"] == LESSON


def test_nothing_is_said_while_nobody_waits(site, course):
    assert changes_of(site.browser("ana").get(course)) is None
    publish(site, course)
    assert changes_of(site.browser("ana").get(course)) is None
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "revise", d))
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit_again", d))
    assert changes_of(site.browser("rui").get(course)) is None
    assert changes_of(site.browser("rui").get(f"{course}/@@version/1")) is None
