"""The sample district: courses, policies, modules, people, and a content in every state."""

import pytest

from academe.actions.access import may, roles_at, workflow_at
from academe.actions.opening import identity_called
from academe.commands.desk import find_content
from academe.store.content import subtree
from academe.store.people import visitor

SEVEN = ("ana", "rui", "cora", "tess", "sam", "pat", "ada")
LESSON_PLAN = {"summary", "objectives", "materials", "steps", "assessment", "duration"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLACES_OF_GROUPS = [
    ("maple-office", "author", "/maple-street-elementary"),
    ("maple-teachers", "author", "/maple-street-elementary/shared-plans"),
    ("oak-office", "author", "/oak-hill-elementary"),
    ("oak-teachers", "author", "/oak-hill-elementary/teachers-room"),
    ("riverbend-office", "author", "/riverbend-middle-school"),
    ("riverbend-teachers", "author", "/riverbend-middle-school/teachers-room"),
    ("english-department", "author", "/curriculum/english"),
    ("policy-office", "author", "/policies"),
    ("district-office", "reader", "/district-office/working-papers"),
]


@pytest.fixture(scope="module")
def contents(sample):
    """Everything that lies in the tree."""
    return list(subtree(sample.site.root))


@pytest.fixture(scope="module")
def courses(contents):
    """Return the courses as they were written first: a translation is no course more."""
    every = (content for content in contents if content.type_name == "course")
    return [course for course in every if not course.values.get("translation_of")]


def lessons_in(place):
    return [content for content in subtree(place) if content.type_name == "lesson"]


def files_in(content):
    for value in content.values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "media_type"):
                yield one


def test_there_is_a_district_office_and_there_are_three_schools(sample, contents):
    schools = [content for content in contents if content.type_name == "school"]
    assert len(schools) == 3
    assert all(len(list(school.children())) >= 5 for school in schools)
    assert len(list(find_content("/district-office", sample).children())) >= 5


def test_four_courses_have_eight_lessons_each_and_forty_together(courses):
    numbers = {course.values["title"]: len(lessons_in(course)) for course in courses}
    assert len(numbers) == 4
    assert min(numbers.values()) >= 8, numbers
    assert sum(numbers.values()) >= 40, numbers


def test_fractions_are_taught_in_grade_5(sample):
    course = find_content("/curriculum/mathematics/grade-5-fractions", sample)
    assert course.values["grades"] == ("5",)
    assert [len(lessons_in(unit)) for unit in course.children()] == [3, 3, 3, 3]


def test_every_lesson_of_a_course_is_a_whole_plan(courses):
    for course in courses:
        for lesson in lessons_in(course):
            missing = LESSON_PLAN - set(lesson.values)
            assert not missing, (lesson.values["title"], missing)
        told = [lesson for lesson in lessons_in(course) if "differentiation" in lesson.values]
        assert len(told) >= 5, course.values["title"]


def test_every_unit_has_lessons_and_every_course_several_units(courses):
    for course in courses:
        units = [place for place in course.children() if place.type_name == "unit"]
        assert len(units) >= 3
        assert all(len(lessons_in(unit)) >= 3 for unit in units), course.values["title"]


def test_one_unit_is_in_spanish_with_all_its_lessons(contents):
    (unit,) = (
        place
        for place in contents
        if place.type_name == "unit"
        and place.values.get("language") == "es"
        and not place.values.get("translation_of")
    )
    lessons = lessons_in(unit)
    assert len(lessons) >= 3
    assert {lesson.values.get("language") for lesson in lessons} == {"es"}
    assert unit.__parent__.values.get("language") != "es"


def test_the_course_on_fractions_can_be_read_in_spanish(sample):
    course = find_content("/curriculum/mathematics/grade-5-fractions", sample)
    other = find_content("/curriculum/mathematics/fracciones-de-quinto-grado", sample)
    assert other.values["translation_of"] == course.id
    pairs = list(zip(course.children(), other.children(), strict=True))
    for unit, unidad in pairs:
        assert unidad.values["translation_of"] == unit.id
        assert {"summary", "text", "objectives", "assessments"} <= set(unidad.values)
    lessons = lessons_in(other)
    assert len(lessons) >= 2
    assert {one.values["translation_of"] for one in lessons} <= {
        lesson.id for lesson in lessons_in(course)
    }
    whole = (other, *(unidad for _unit, unidad in pairs), *lessons)
    assert {one.values["language"] for one in whole} == {"es"}
    assert all(set(lesson.values) >= LESSON_PLAN for lesson in lessons)
    assert other.state == "published"


def test_twelve_policies_have_codes_of_their_own_and_days_of_adoption(contents):
    policies = [content for content in contents if content.type_name == "policy"]
    codes = [policy.values["code"] for policy in policies]
    adopted = [policy for policy in policies if policy.values.get("adopted_on")]
    assert len(set(codes)) == len(codes)
    assert len(adopted) >= 12
    assert {policy.values["kind"] for policy in policies} == {"policy", "regulation", "exhibit"}


def test_four_modules_are_for_staff_to_learn_from(contents):
    modules = [content for content in contents if content.type_name == "pd_module"]
    assert len(modules) == 4
    for module in modules:
        assert len(list(module.children())) >= 3
        assert module.values["hours"] > 0
    assert any(module.values.get("is_mandatory") for module in modules)


def test_it_holds_a_pdf_a_word_file_and_pictures_that_are_told_in_words(contents):
    kinds = {file.media_type for content in contents for file in files_in(content)}
    assert {"application/pdf", WORD, "image/png"} <= kinds
    pictures = [content for content in contents if content.type_name == "image"]
    assert len(pictures) >= 12
    for picture in pictures:
        assert len(picture.values.get("alt", "")) > 20, picture.values["title"]


def test_every_state_of_every_workflow_is_met(sample, contents):
    definitions = sample.definitions
    known = {(flow.name, state) for flow in definitions.workflows.values() for state in flow.states}
    met = {
        (workflow_at(content, definitions).name, content.state)
        for content in contents
        if content.state is not None
    }
    assert known - met == set()


def test_seven_people_hold_what_their_names_say(sample):
    root, definitions = sample.site.root, sample.definitions
    people = {who: identity_called(who, sample) for who in SEVEN}
    assert may(people["cora"], "add", root, definitions)
    assert "reviewer" in roles_at(people["rui"], root)
    assert "author" in roles_at(people["ana"], root["curriculum"])
    assert "administrator" in people["ada"].roles
    assert [who for who in SEVEN if not people[who].is_staff] == ["pat"]
    oak = find_content("/oak-hill-elementary/teachers-room", sample)
    assert "author" in roles_at(people["tess"], oak)
    assert not any(may(people["sam"], "add", place, definitions) for place in subtree(root))


def test_what_teachers_of_one_school_share_is_theirs(sample):
    room = find_content("/maple-street-elementary/shared-plans", sample)
    assert may(identity_called("ana", sample), "view", room, sample.definitions)
    for who in ("tess", "sam", "pat"):
        assert not may(identity_called(who, sample), "view", room, sample.definitions)
    assert not may(visitor(), "read", room, sample.definitions)


@pytest.mark.parametrize(("group", "role", "path"), PLACES_OF_GROUPS)
def test_groups_hold_roles_where_they_work(sample, group, role, path):
    found = sample.records.group_called(group)
    assert role in find_content(path, sample).grants[found.id]
    assert list(sample.records.members_of(found.id))


def test_somebody_has_left_and_cannot_come_in(sample):
    assert sample.records.person_with_login("walter").disabled
    assert identity_called("walter", sample) is None
