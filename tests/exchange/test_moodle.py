"""A Moodle backup, the real one and small ones: what becomes of each part."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from academe.exchange.bundle import IMPORT_LINK, Bundle, ImportedContent
from academe.exchange.reading import read
from academe.wording import in_english

SAMPLE = "moodle/sample-course-moodle24.mbz"


@pytest.fixture(scope="module")
def sample(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Bundle]:
    return cache(lambda: read(samples / SAMPLE, tmp_path_factory.mktemp("work")))


@pytest.fixture
def course(sample: Callable[[], Bundle]) -> ImportedContent:
    return sample().roots[0]


def outline(content: ImportedContent) -> list[object]:
    return [f"{content.type_name}: {content.title}", *map(outline, content.children)]


def find(bundle: Bundle, identifier: str) -> ImportedContent:
    return next(c for c in bundle.contents() if c.identifier == identifier)


def reasons(bundle: Bundle) -> dict[str, str]:
    return {line.identifier: in_english(line.reason) for line in bundle.report}


def as_tar(zipped: Path, target: Path) -> Path:
    """Pack the files of a zip as Moodle packs them since 2.6: tar, then gzip."""
    with zipfile.ZipFile(zipped) as archive, tarfile.open(target, "w:gz") as tar:
        for name in archive.namelist():
            info = tarfile.TarInfo(name.rstrip("/"))
            if name.endswith("/"):
                info.type = tarfile.DIRTYPE
                tar.addfile(info)
            else:
                body = archive.read(name)
                info.size = len(body)
                tar.addfile(info, io.BytesIO(body))
    return target


def test_sections_are_units_in_their_order(course: ImportedContent) -> None:
    assert outline(course) == [
        "course: Sample Course",
        ["unit: My First Section"],
        [
            "unit: Week 2",
            [
                "lesson: My First Book",
                ["page: Chapter 1"],
                ["page: Chapter 2"],
                ["page: Chapter 1 subchapter"],
            ],
            ["page: Folder Name", ["image: Smaple gif"]],
        ],
        [
            "unit: My reordered Section",
            [
                "lesson: My Sample Page",
                ["image: Image Description"],
                ["file: Allegro from Duet in C Major.mp3"],
            ],
        ],
        ["unit: Week 4", ["image: Test File"], ["lesson: My Second Page"]],
        ["unit: Week 5", ["assignment: Assignment Name"]],
        ["unit: Week 6", ["file: Sample File"], ["link: my sample url"]],
        [
            "unit: Hidden Section",
            ["assignment: Hidden Assignmnet"],
            ["assignment: Hidden Assignmnet"],
        ],
        ["link: eTeacher Guide"],
        ["link: Plate Tectonics 1"],
    ]


def test_texts_pictures_and_files_arrive(sample: Callable[[], Bundle]) -> None:
    bundle = sample()
    page = find(bundle, "activities/page_2")
    steps = str(page.values["steps"])
    assert 'src="import:files/7"' in steps
    assert 'href="import:files/81"' in steps
    assert "https://www.youtube.com/embed/jofNR_WkoCE" in steps
    assert "iframe" not in steps
    assert page.values["summary"] == "Some Html Content Bolded in the description"
    image = page.children[0]
    assert image.values["alt"] == "Image Description"
    assert (image.files[0].name, image.files[0].size) == ("smaple_gif.gif", 2444236)
    assert image.files[0].path.read_bytes().startswith(b"GIF8")


def test_labels_and_summaries_are_part_of_what_they_stand_in(course: ImportedContent) -> None:
    assert course.values["summary"] == "This is my course summary"
    assert course.values["course_code"] == "SC"
    assert course.values["text"] == (
        "<p>This is the General Summary</p><p>This is some label text</p>"
    )
    assert "<strong>HTML\xa0</strong>Summary" in str(course.children[0].values["text"])


def test_an_assignment_keeps_points_and_days(sample: Callable[[], Bundle]) -> None:
    values = find(sample(), "activities/assign_4").values
    assert values["points"] == 100
    assert values["due"] == "2014-03-07"
    assert values["opens"] == "2014-02-28"
    assert values["hand_in"] == "text, file"
    assert values["text"] == "<p>Assignemnt\xa0Description</p>"


def test_every_section_and_activity_is_reported_once(
    sample: Callable[[], Bundle], samples: Path
) -> None:
    with zipfile.ZipFile(samples / SAMPLE) as archive:
        root = etree.fromstring(archive.read("moodle_backup.xml"))
    parts = [*root.iter("activity"), *root.iter("section")]
    listed = [e.findtext("directory") for e in parts if e.findtext("directory")]
    bundle = sample()
    told = [line.identifier for line in bundle.report if not line.identifier.startswith("files/")]
    assert sorted(told) == sorted(listed)
    assert all(line.reason for line in bundle.report if line.outcome != "imported")
    imported = {line.identifier for line in bundle.report if line.outcome == "imported"}
    assert imported <= {content.identifier for content in bundle.contents()}


def test_what_has_no_counterpart_is_named_by_its_title(sample: Callable[[], Bundle]) -> None:
    left = {line.title for line in sample().report if line.outcome == "left out"}
    assert {"Quiz Name", "News forum", "Glossary Name", "wiki name", "SC.mbz"} <= left
    said = reasons(sample())
    assert said["activities/quiz_5"] == "Activities of the kind “quiz” have no counterpart here."
    assert "names and marks of students" in said["files/32"]
    assert said["sections/section_10"] == "Students did not see it there."


def test_nothing_of_people_arrives(sample: Callable[[], Bundle]) -> None:
    words = repr([sample().report, *sample().contents()])
    for personal in ("Admin User", "admin@", "userid"):
        assert personal not in words


def test_packed_as_tar_it_is_the_same_course(
    sample: Callable[[], Bundle], samples: Path, tmp_path: Path, workfolder: Path
) -> None:
    packed = as_tar(samples / SAMPLE, tmp_path / "sample-course-moodle24.mbz")
    bundle = read(packed, workfolder)
    assert outline(bundle.roots[0]) == outline(sample().roots[0])
    assert bundle.fingerprint == sample().fingerprint
    assert bundle.identifier == "02d8842522c216b34eea4ba8c14a9a5b/2"


BACKUP = """<moodle_backup><information><moodle_release>4.1</moodle_release><contents>
<activities><activity><moduleid>2</moduleid><sectionid>1</sectionid><modulename>page</modulename>
<title>One</title><directory>activities/page_2</directory></activity>
<activity><moduleid>3</moduleid><sectionid>1</sectionid><modulename>page</modulename>
<title>Two</title><directory>activities/page_3</directory></activity></activities>
<sections><section><sectionid>1</sectionid><title>1</title><directory>sections/section_1</directory>
</section></sections></contents></information></moodle_backup>"""
SECTION = """<section id="1"><number>1</number><name>$@NULL@$</name><summary></summary>
<sequence>3,2</sequence><visible>1</visible></section>"""


def page(content: str, form: str = "1") -> str:
    return (
        '<activity contextid="9" modulename="page"><page><name>Page</name><intro></intro>'
        f"<content>{content}</content><contentformat>{form}</contentformat></page></activity>"
    )


@pytest.fixture
def backup(make_zip: Callable[..., Path], workfolder: Path) -> Callable[..., Bundle]:
    def make(first: str, second: str, **more: str) -> Bundle:
        files = {
            "moodle_backup.xml": BACKUP,
            "sections/section_1/section.xml": SECTION,
            "activities/page_2/page.xml": first,
            "activities/page_3/page.xml": second,
            "users.xml": "<users>< this is no XML: it is not read",
        }
        return read(make_zip({**files, **more}, "course.mbz"), workfolder)

    return make


def test_links_between_activities_lead_to_them_and_order_is_the_sections(
    backup: Callable[..., Bundle],
) -> None:
    links = "&lt;a href=&quot;$@PAGEVIEWBYID*3@$&quot;&gt;two&lt;/a&gt;"
    links += "&lt;a href=&quot;$@COURSEVIEWBYID*5@$&quot;&gt;all&lt;/a&gt;"
    links += "&lt;a href=&quot;$@QUIZVIEWBYID*8@$&quot;&gt;quiz&lt;/a&gt;"
    bundle = backup(page(links), page("Hello"))
    unit = bundle.roots[0].children[0]
    assert [child.identifier for child in unit.children] == [
        "activities/page_3",
        "activities/page_2",
    ]
    steps = str(unit.children[1].values["steps"])
    assert [m["identifier"] for m in IMPORT_LINK.finditer(steps)] == ["activities/page_3", "course"]
    assert "QUIZ" not in steps


@pytest.mark.parametrize(
    ("form", "words", "written"),
    [
        ("1", "&lt;p&gt;a &amp;lt; b&lt;/p&gt;", "<p>a &lt; b</p>"),
        ("2", "a &lt; b", "<p>a &lt; b</p>"),
        ("4", "a *b*", "<p>a <em>b</em></p>"),
    ],
)
def test_texts_are_read_as_they_were_written(
    backup: Callable[..., Bundle], form: str, words: str, written: str
) -> None:
    bundle = backup(page(words, form), page("Hello"))
    assert find(bundle, "activities/page_2").values["steps"] == written


def test_a_broken_activity_is_named_and_the_others_arrive(backup: Callable[..., Bundle]) -> None:
    bundle = backup("<activity><page>", page("Hello"))
    assert "well-formed" in reasons(bundle)["activities/page_2"]
    assert [child.identifier for child in bundle.roots[0].children[0].children] == [
        "activities/page_3"
    ]


def test_a_gzip_of_something_else_is_no_backup(tmp_path: Path, workfolder: Path) -> None:
    path = tmp_path / "course.mbz"
    path.write_bytes(gzip.compress(b"a letter" * 200))
    with pytest.raises(Exception, match="something else where a file begins"):
        read(path, workfolder)
