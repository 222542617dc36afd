"""An import is undone in one act: all that it made goes into the bin, or nothing of it."""

import pytest

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.removing import in_bin, restore
from academe.actions.stepping import take_step
from academe.errors import NotThere, Refused
from academe.exchange.bringing_in import bring_in
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine
from academe.exchange.taking_out import roots_of_import, take_out
from academe.store.content import is_reachable
from academe.store.journal import versions_of

LINES = (ReportLine("a.md", "A", "imported"),)


def course(name: str) -> ImportedContent:
    lesson = ImportedContent("lesson", f"Lesson of {name}", f"{name}/1")
    return ImportedContent("course", name, name, children=(lesson,))


@pytest.fixture
def bring(district):
    def make(person, *names: str):
        bundle = Bundle("folder", tuple(course(name) for name in names), LINES)
        return bring_in(person, bundle, district.site.root, district)[0]

    return make


def test_one_course_goes_into_the_bin_with_all_that_happened_to_it(bring, district, ana):
    (made,) = bring(ana, "Weather")
    change(ana, made, {"title": "Climate"}, district, version=None)
    page = create(ana, made, "page", {"title": "Later"}, district)
    assert take_out(ana, made, district) == [made]
    assert not is_reachable(page)
    restore(ana, made, district)
    assert is_reachable(page)
    assert made.value("title") == "Climate"


def test_several_roots_go_in_one_act(bring, district, ana):
    made = bring(ana, "Weather", "Rocks", "Rivers")
    beside = create(ana, district.site.root, "course", {"title": "Weather"}, district)
    assert roots_of_import(made[1], district) == made
    take_out(ana, made[1], district)
    assert set(in_bin(ana, district)) == set(made)
    assert is_reachable(beside)
    acts = {next(iter(versions_of(root))).act for root in made}
    assert len(acts) == 1


def test_a_root_that_was_moved_is_found_where_it_is(bring, district, ana):
    first, second, third = bring(ana, "Weather", "Rocks", "Rivers")
    folder = create(ana, district.site.root, "folder", {"title": "Earth"}, district)
    move(ana, second, folder, district)
    assert set(take_out(ana, first, district)) == {first, second, third}
    assert is_reachable(folder)
    assert not folder.names()


def test_who_may_not_remove_one_of_them_takes_none_out(bring, district, ana, rui, tess, cora):
    made = bring(ana, "Weather", "Rocks")
    for person in (rui, tess):
        with pytest.raises(Refused):
            take_out(person, made[0], district)
    take_step(ana, made[1], "submit", district)
    with pytest.raises(Refused):
        take_out(ana, made[0], district)
    assert all(map(is_reachable, made))
    take_out(cora, made[0], district)
    assert not any(map(is_reachable, made))


def test_what_was_written_here_or_is_gone_already_is_not_taken_out(bring, district, ana):
    page = create(ana, district.site.root, "page", {"title": "Here"}, district)
    (made,) = bring(ana, "Weather")
    lesson = next(made.children())
    take_out(ana, made, district)
    for content in (page, lesson, made):
        with pytest.raises(NotThere):
            take_out(ana, content, district)


def test_what_the_first_release_brought_in_is_found_by_its_act(bring, district, ana):
    both = [bring(ana, "Weather", "Rocks"), bring(ana, "Weather", "Rocks")]
    for made in both:
        for root in made:
            root._origin = {"format": "folder", "report": (("a.md", "A", "imported", ""),)}
    take_out(ana, both[0][1], district)
    assert not any(map(is_reachable, both[0]))
    assert all(map(is_reachable, both[1]))
