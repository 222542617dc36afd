"""The sample district has standards of its own, and all that its lessons name is among them."""

import pytest

from academe.actions.covering import Chosen, cover
from academe.actions.opening import identity_called
from academe.actions.standards import list_frameworks
from academe.commands.desk import find_content
from academe.store.content import subtree
from academe.store.people import visitor
from academe.store.standards import Standards, alignments_in

COURSES = {  # {address: title of the framework that it is aligned to}
    "/curriculum/mathematics/grade-5-fractions": "Mathematics in Riverside",
    "/curriculum/english/grade-8-reading-the-news": "English in Riverside",
    "/curriculum/science/grade-5-life-at-the-creek": "Science in Riverside",
    "/curriculum/social-studies/grade-4-water-and-our-valley": "Social studies in Riverside",
}


def test_every_code_that_a_content_names_is_a_standard(sample):
    standards, strangers = Standards(sample.site), {}
    for content in subtree(sample.site.root):
        texts = (content.values, *(one.values for one in (content._published,) if one))
        for values in texts:
            for name, _kind in alignments_in(values):
                if standards.find(name) is None:
                    strangers.setdefault(name, content.__name__)
    assert strangers == {}


def test_four_subjects_have_standards_since_the_first_day(sample):
    frameworks = list_frameworks(sample)
    assert sorted(COURSES.values()) == [one.title for one, _count in frameworks]
    for one, count in frameworks:
        assert count >= 8
        assert (sample.now - one.read_at).days >= 360
        assert (one.language, one.adoption) == ("en", "Adopted")


def test_each_standard_says_what_is_learned_and_stands_in_its_place(sample):
    standards = Standards(sample.site)
    words = set()
    for framework, _count in list_frameworks(sample):
        for one in standards.of_framework(framework.guid):
            assert one.statement not in words
            words.add(one.statement)
            if one.kind == "Standard":
                assert len(one.statement) > 40, one.code
                assert one.grades, one.code
                assert one.parent, one.code


@pytest.mark.parametrize(("address", "title"), COURSES.items())
def test_the_coverage_of_a_course_has_something_to_show(sample, address, title):
    for person in (visitor(), identity_called("cora", sample)):
        course = find_content(address, sample)
        found = cover(person, course, Chosen(), sample)
        assert found.framework.title == title
        assert len(found.columns) >= 3
        assert len(found.with_state("assessed", "unassessed")) >= 3


SCHOOLS = {  # {address: (a course that it teaches, a grade that is none of its own)}
    "/maple-street-elementary": ("/curriculum/mathematics/grade-5-fractions", "8"),
    "/oak-hill-elementary": ("/curriculum/science/grade-5-life-at-the-creek", "8"),
    "/riverbend-middle-school": ("/curriculum/english/grade-8-reading-the-news", "5"),
}


@pytest.mark.parametrize(("address", "course", "grade"), [(k, *v) for k, v in SCHOOLS.items()])
def test_the_coverage_of_a_school_counts_the_districts_courses(sample, address, course, grade):
    school, taught = find_content(address, sample), find_content(course, sample)
    for person in (visitor(), identity_called("cora", sample)):
        framework = cover(person, taught, Chosen(), sample).framework
        found = cover(person, school, Chosen(framework.guid), sample)
        assert taught in found.columns
        assert len(found.with_state("assessed", "unassessed")) >= 3
        leaves = [row.standard for row in found.rows if not row.is_heading]
        assert not any(set(one.grades) == {grade} for one in leaves)
        opened = cover(person, school, Chosen(), sample)
        assert opened.columns, "it opens on a framework that its courses name"
