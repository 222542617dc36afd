"""A lesson lists what lies in it, but for what its text shows or leads to already."""

import io

import pytest

from academe.actions.creating import create
from academe.actions.removing import remove
from academe.actions.stepping import take_step
from academe.store.content import Text
from academe.store.files import store_file

PARTS = {
    "shown": ("image", "Shown"),
    "linked": ("page", "Linked"),
    "of-staff": ("image", "Of the answer key"),
    "loose": ("image", "Loose"),
}


@pytest.fixture
def lesson(site) -> str:
    """A published lesson: a picture and a page in its steps, another in its answer key, one loose."""

    def write(ana, district):
        course = create(ana, district.site.root, "course", {"title": "Course"}, district)
        made = create(ana, course, "lesson", {"title": "Lesson"}, district)
        stored = store_file(io.BytesIO(b"pixels"), "a.png", "image/png", district.site.connection)
        for name, (kind, title) in PARTS.items():
            answers = {"title": title, "picture": stored} if kind == "image" else {"title": title}
            create(ana, made, kind, answers, district, name=name)
        ids = {name: made[name].id for name in PARTS}
        steps = f'<p><img src="academe:{ids["shown"]}" alt="Bread">'
        steps += f'<a href="academe:{ids["linked"]}">Read</a></p>'
        key = f'<p><img src="academe:{ids["of-staff"]}" alt="Answer"></p>'
        made._values = {**made.values, "steps": Text(steps), "answer_key": Text(key)}
        take_step(ana, course, "submit", district)

    site.as_("ana", write)
    site.as_("rui", lambda rui, d: take_step(rui, d.site.root["course"], "approve", d))
    return "/course/lesson"


def listed(page) -> list[str]:
    heading = page.html.find("h2", string="In here")
    if heading is None:
        return []
    return [link.get_text() for link in heading.find_parent("section").select("h3 a")]


def test_what_the_text_shows_or_leads_to_is_not_listed_again(site, lesson):
    assert listed(site.browser("tess").get(lesson)) == ["Loose"]
    assert listed(site.browser("ana").get(lesson)) == ["Loose"]


def test_what_only_the_answer_key_shows_is_not_listed_for_families(site, lesson):
    assert listed(site.browser(None).get(lesson)) == ["Loose"]


def test_a_lesson_whose_text_shows_everything_has_no_such_list(site, lesson):
    site.as_("cora", lambda cora, d: remove(cora, d.site.root["course"]["lesson"]["loose"], d))
    assert "In here" not in site.browser("tess").get(lesson)
