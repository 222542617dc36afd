"""What is exported and imported again is the same tree, with the same words and files."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.going_out import (
    FORMATS,
    differences,
    html_texts,
    out_and_back,
    plant,
    plant_everything,
    trees,
)

from academe.actions.creating import create
from academe.actions.texts import clean
from academe.errors import Refused
from academe.exchange.importing import import_path
from academe.exchange.markdown_out import _tidy as tidy
from academe.exchange.markdown_out import markdown_of
from academe.exchange.outgoing import gather
from academe.store.people import VISITOR

DATABASES_STAY = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SAMPLES = (
    "courses/rpf-sensing-the-weather",
    "courses/mit-ocw-girls-who-build-cameras",
    "cartridges/all-question-types.imscc",
    "cartridges/assignment-rubrics.imscc",
    "cartridges/canvas_cc_gem_course.imscc",
    "cartridges/course-1.imscc",
    "cartridges/intro_chem.imscc",
    "cartridges/single-discussion.imscc",
    "cartridges/py4e_export.imscc",
    "cartridges/allyworkshop.imscc",
    "moodle/sample-course-moodle24.mbz",
)


@given(html_texts())
@settings(max_examples=150, deadline=None)
def test_markdown_says_what_the_html_said(html: str) -> None:
    from academe.actions.markdown import MARKDOWN
    from academe.exchange.limits import Limits
    from academe.exchange.markup import inner_html, read_html

    rendered = MARKDOWN.render(markdown_of(html))
    _title, division = read_html(rendered, "x", Limits())
    assert tidy(clean(inner_html(division))) == tidy(html)


@pytest.mark.parametrize("form", FORMATS)
def test_a_course_with_everything_comes_back_as_it_was(ana, district, commit, tmp_path, form):
    course = plant_everything(ana, district)
    commit()
    before, after = out_and_back(ana, course, district, tmp_path, form)
    assert differences(before, after) == {}


@given(tree=trees(), form=st.sampled_from(FORMATS))
@settings(DATABASES_STAY, max_examples=5)
def test_any_course_comes_back_as_it_was(ana, district, tmp_path, tree, form) -> None:
    check_planted(ana, district, tmp_path, tree, form)


@pytest.mark.long
@given(tree=trees(), form=st.sampled_from(FORMATS))
@settings(DATABASES_STAY, max_examples=100)
def test_any_of_100_courses_comes_back_as_it_was(ana, district, tmp_path, tree, form) -> None:
    check_planted(ana, district, tmp_path, tree, form)


def check_planted(ana, district, folder, tree, form) -> None:
    course = plant(ana, district.site.root, tree, district)
    before, after = out_and_back(ana, course, district, folder, form)
    assert differences(before, after) == {}


def each_with_every_format():
    """Each sample goes out in one format each day, the formats in turn; in all in the long form."""
    for number, sample in enumerate(SAMPLES):
        for form in FORMATS:
            is_daily = form == FORMATS[number % len(FORMATS)]
            yield pytest.param(sample, form, marks=() if is_daily else pytest.mark.long)


@pytest.mark.parametrize(("sample", "form"), [*each_with_every_format()])
def test_every_sample_comes_back_as_it_came(ana, district, commit, samples, tmp_path, sample, form):
    (course, *_), _report = import_path(ana, samples / sample, district.site.root, district)
    commit()
    before, after = out_and_back(ana, course, district, tmp_path, form)
    assert differences(before, after) == {}


def test_what_one_may_not_read_is_not_exported(ana, district, commit) -> None:
    course = create(ana, district.site.root, "course", {"title": "Draft"}, district)
    commit()
    with pytest.raises(Refused):
        gather(replace(VISITOR, memo=dict(ana.memo)), course, district)
