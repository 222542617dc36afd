"""Real packages through the whole house: read, made, linked."""

import pytest
from PIL import Image

from academe.actions.access import may
from academe.actions.creating import create
from academe.errors import ImportRefused
from academe.exchange.import_reports import report_of
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
        "intro_chem",
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


def test_links_with_a_broken_namespace_come_in_whole(district, ana, samples, commit):
    """The files of intro_chem declare ``xmlns:xsi="http: //..."``, which is no address."""
    (course,), report = import_path(
        ana, samples / "cartridges/intro_chem.imscc", district.site.root, district
    )
    commit()
    assert {line.outcome for line in report} == {"imported"}
    links = [place for place in subtree(course) if place.type_name == "link"]
    assert len(links) == 163
    assert all(link.value("address").startswith(("http://", "https://")) for link in links)
    assert [place.type_name for place in course.children()].count("unit") == 17


def test_answers_of_a_test_are_for_staff_and_its_files_are_kept(
    district, ana, samples, commit, definitions
):
    (course,), report = import_path(
        ana, samples / "cartridges/all-question-types.imscc", district.site.root, district
    )
    commit()
    (quiz,) = course.children()
    assert quiz.type_name == "assessment"
    assert "How many letters" in quiz.value("text").html
    fields = definitions.types["assessment"].fields
    assert fields["answer_key"].seen_by == fields["source_files"].seen_by == "staff"
    assert "nice job" in quiz.value("answer_key").html
    assert [file.name for file in quiz.value("source_files")] == [
        "assessment_qti.xml",
        "iaa8f9f400b29e514ea8d28fd7ed067f4.xml.qti",
    ]
    assert quiz._origin["identifier"] == "iaa8f9f400b29e514ea8d28fd7ed067f4"
    assert [line.outcome for line in report] == ["joined", "imported", "joined"]


def test_pictures_come_in_without_their_metadata(district, ana, tmp_path, commit):
    """Where a picture was taken is nobody's business, whichever way it comes in."""
    folder = tmp_path / "weather"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "CANARY"
    Image.new("RGB", (4, 2)).save(folder / "vane.jpg", exif=exif)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    (folder / "page.png").write_bytes(b"<script>alert(1)</script>")
    (folder / "lesson-1.md").write_text(
        "# Wind\n\n![Vane](vane.jpg) ![Bad](broken.png) ![Not one](page.png)\n"
    )
    (course,), report = import_path(ana, folder, district.site.root, district)
    commit()
    pictures = [p.value("picture") for p in subtree(course) if p.type_name == "image"]
    assert len(pictures) == 1
    with pictures[0].open() as stream, Image.open(stream) as drawn:
        assert drawn.size == (2, 4)  # upright
        assert not drawn.getexif()
    reasons = {line.identifier: line.reason for line in report if line.outcome == "left out"}
    assert "damaged" in reasons["broken.png"]
    assert "choose a picture" in reasons["page.png"]


def test_a_course_comes_into_no_lesson(district, ana, samples):
    place = create(ana, district.site.root, "document", {"title": "Rules"}, district)
    with pytest.raises(ImportRefused, match="cannot lie here"):
        import_path(ana, samples / "cartridges/course-1.imscc", place, district)


def test_no_address_of_a_moodle_course_is_a_mere_number(district, ana, samples):
    backup = samples / "moodle/sample-course-moodle24.mbz"
    (course,), _report = import_path(ana, backup, district.site.root, district)
    names = [one.__name__ for one in subtree(course)]
    assert len(names) > 20
    assert not [name for name in names if name.replace("-", "").isdigit()]
