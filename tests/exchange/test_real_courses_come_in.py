"""Real packages through the whole house: read, made, linked."""

import pytest

from academe.actions.access import may
from academe.exchange.bringing_in import report_of
from academe.exchange.importing import import_path
from academe.store.content import Text, subtree


def test_nine_lessons_come_in_their_order(district, ana, samples, commit):
    roots, report = import_path(
        ana, samples / "courses/rpf-sensing-the-weather", district.site.root, district
    )
    commit()
    (course,) = roots
    assert course.type_name == "course"
    lessons = [c for c in subtree(course) if c.type_name == "lesson"]
    assert len(lessons) == 9
    assert all(line.outcome == "imported" or line.reason for line in report)
    assert any(c.type_name == "image" and c.value("picture") for c in subtree(course))
    html = " ".join(
        v.html for c in subtree(course) for v in c.values.values() if isinstance(v, Text)
    )
    assert "academe:" in html
    assert "import:" not in html
    assert report_of(course) == report
    assert may(ana, "edit", lessons[0], district.definitions)


@pytest.mark.parametrize(
    "name",
    [
        "course-1",
        "py4e_export",
        "allyworkshop",
        "single-discussion",
    ],
)
def test_cartridges_come_in_and_name_what_is_left_out(district, ana, samples, commit, name):
    roots, report = import_path(
        ana, samples / f"cartridges/{name}.imscc", district.site.root, district
    )
    commit()
    assert roots[0].type_name == "course"
    assert [line for line in report if line.outcome == "imported"]
    assert all(line.reason for line in report if line.outcome == "left out")
    assert all(place.created_by == ana.id for place in subtree(roots[0]))
