"""Real courses of other people: what arrives is what was in them, and the rest is named."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree, html

from academe.definitions.definitions import Definitions
from academe.exchange.bundle import IMPORT_LINK, Bundle, ImportedContent
from academe.exchange.reading import read
from academe.wording import in_english

CARTRIDGES = (
    "course-1",
    "py4e_export",
    "allyworkshop",
    "intro_chem",
    "single-discussion",
    "canvas_cc_gem_course",
    "assignment-rubrics",
    "all-question-types",
)
WEATHER = "courses/rpf-sensing-the-weather"


def find(bundle: Bundle, identifier: str) -> ImportedContent:
    return next(c for c in bundle.contents() if c.identifier == identifier)


def outline(content: ImportedContent) -> list[object]:
    """Draw a tree as nested lists of type and title."""
    return [f"{content.type_name}: {content.title}", *map(outline, content.children)]


@pytest.fixture(scope="module")
def sample(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Bundle]:
    """Read a sample, each once for all tests of this module."""
    return cache(lambda name: read(samples / name, tmp_path_factory.mktemp("work")))


@pytest.fixture
def weather(sample: Callable[[str], Bundle]) -> Bundle:
    return sample(WEATHER)


def of_type(content: ImportedContent, name: str) -> list[ImportedContent]:
    return [child for child in content.children if child.type_name == name]


def test_nine_lessons_arrive_in_their_order(weather: Bundle) -> None:
    (course,) = weather.roots
    assert (course.type_name, course.title) == ("course", "Sensing the Weather")
    lessons = of_type(course, "lesson")
    assert [lesson.name_hint for lesson in lessons] == [f"lesson-{n}" for n in range(1, 10)]
    assert lessons[0].title == "Rainfall Lesson"
    assert lessons[8].title == "Barometric Pressure Lesson"
    assert [child.type_name for child in course.children[:10]] == ["lesson"] * 9 + ["unit"]


def test_a_lessons_sections_go_to_their_fields(weather: Bundle) -> None:
    rainfall = find(weather, "lesson-1/lesson.md").values
    assert str(rainfall["summary"]).startswith("In this lesson students will learn")
    assert str(rainfall["objectives"]).startswith("<ul>")
    assert "creating signal pulses" in str(rainfall["objectives"])
    assert "Learning objectives" not in str(rainfall["objectives"])
    assert "accuracy of their rain gauge" in str(rainfall["differentiation"])
    headings = re.findall(r"<h3>(.*?)</h3>", str(rainfall["steps"]))
    assert headings[-3:] == ["Starter", "Main development", "Plenary"]


def test_pictures_lie_below_their_lesson_with_their_text(weather: Bundle) -> None:
    wind = next(c for c in weather.contents() if c.identifier == "lesson-2/lesson.md")
    pictures = {image.files[0].name: image for image in of_type(wind, "image")}
    assert len(pictures) == 7
    assert pictures["anemometer.png"].values["alt"] == "Anemometer"
    file = pictures["anemometer.png"].files[0]
    assert (file.field, file.media_type) == ("picture", "image/png")
    assert file.path.read_bytes().startswith(b"\x89PNG")


def test_worksheets_guides_and_programs_arrive(weather: Bundle) -> None:
    rainfall = find(weather, "lesson-1/lesson.md")
    assert [page.title for page in of_type(rainfall, "page")] == ["Rainfall Worksheet"]
    assert [f.title for f in of_type(rainfall, "file")] == [
        "rainfall_interrupt.py",
        "rainfall_poll.py",
    ]
    guides = find(weather, "guides")
    assert (guides.type_name, len(guides.children)) == ("unit", 9)


def test_links_between_texts_name_their_contents(weather: Bundle) -> None:
    rainfall = str(find(weather, "lesson-1/lesson.md").values["steps"])
    assert 'href="import:guides/rain_gauge.md"' in rainfall
    assert 'href="import:lesson-1/worksheet.md"' in rainfall
    worksheet = str(find(weather, "lesson-1/worksheet.md").values["text"])
    assert 'src="import:lesson-1/images/terminal.png"' in worksheet
    assert 'href="import:lesson-1/code/rainfall_poll.py"' in worksheet


def test_every_link_of_a_bundle_leads_to_one_of_its_contents(weather: Bundle) -> None:
    known = {content.identifier for content in weather.contents()}
    texts = [str(v) for c in weather.contents() for v in c.values.values()]
    found = [m["identifier"] for text in texts for m in IMPORT_LINK.finditer(text)]
    assert len(found) > 50
    assert set(found) <= known
    assert not [
        text for text in texts if re.search(r'(src|href)="(?!import:|https?:|mailto:|#)', text)
    ]


def test_licence_and_author_stay_with_every_content(weather: Bundle) -> None:
    said = {(c.values.get("licence"), c.values.get("author_credit")) for c in weather.contents()}
    assert said == {
        (
            "CC-BY-SA-4.0",
            "Raspberry Pi Foundation, https://github.com/raspberrypilearning/sensing-the-weather/",
        )
    }


def test_the_report_names_every_file_once_and_what_is_missing(
    weather: Bundle, samples: Path
) -> None:
    folder = samples / WEATHER
    names = {str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file()}
    count = Counter(line.identifier for line in weather.report)
    assert names <= set(count)
    assert set(count.values()) == {1}
    missing = {line.identifier for line in weather.report} - names
    assert "lesson-6/images/air_board.png" in missing
    assert all(line.reason for line in weather.report if line.outcome == "left out")


def test_a_zipped_folder_is_the_same_course(
    samples: Path, sample: Callable[[str], Bundle], tmp_path: Path, workfolder: Path
) -> None:
    folder, package = samples / WEATHER, tmp_path / "weather.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.rglob("*"):
            archive.write(file, f"sensing-the-weather-master/{file.relative_to(folder)}")
    zipped, plain = read(package, workfolder), sample(WEATHER)
    assert outline(zipped.roots[0]) == outline(plain.roots[0])


@pytest.mark.parametrize("name", CARTRIDGES)
def test_every_resource_of_a_cartridge_is_reported_once(
    name: str, samples: Path, sample: Callable[[str], Bundle]
) -> None:
    package = samples / f"cartridges/{name}.imscc"
    bundle = sample(f"cartridges/{name}.imscc")
    with zipfile.ZipFile(package) as archive:
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    wanted = Counter(e.get("identifier") for e in manifest.iter("{*}resource"))
    told = Counter(line.identifier for line in bundle.report if line.identifier in wanted)
    assert told == wanted
    assert all(line.reason for line in bundle.report if line.outcome == "left out")
    imported = [line for line in bundle.report if line.outcome == "imported"]
    identifiers = {content.identifier for content in bundle.contents()}
    assert {line.identifier for line in imported} <= identifiers


@pytest.mark.parametrize("name", [WEATHER, *(f"cartridges/{name}.imscc" for name in CARTRIDGES)])
def test_the_districts_types_take_what_arrives(
    name: str, sample: Callable[[str], Bundle], definitions: Definitions
) -> None:
    for content in sample(name).contents():
        kind = definitions.types[content.type_name]
        assert content.title.strip()
        assert {*content.values, *(file.field for file in content.files)} <= set(kind.fields)
        assert {child.type_name for child in content.children} <= set(kind.may_contain)
        licence = content.values.get("licence")
        assert licence is None or licence in definitions.choices["licences"].labels


def test_canvas_course_keeps_its_tree(sample: Callable[[str], Bundle]) -> None:
    bundle = sample("cartridges/course-1.imscc")
    assert outline(bundle.roots[0]) == [
        "course: COURSE-for-modules-testing",
        [
            "unit: First Module",
            ["assignment: First Module Assignment 1"],
            ["assessment: First Module Quiz 1"],
            ["lesson: First Module Wiki Page 1"],
            ["page: First Module Discussion 1"],
            ["link: First Module External URL 1"],
            ["file: Sample Document"],
            ["link: First Module AnalyTics Beta External Tool"],
            ["image: photo.jpg"],
            ["assignment: Assignment with internal links"],
            ["lesson: The First Measured Century: 1930-1960 (60:00)"],
        ],
        ["question_bank: Unfiled Questions"],
    ]
    page = find(bundle, "i0c940bd995254e5f0bf694dc5aaea005").values["steps"]
    assert page == "<p><strong>This is RCE content for a Wiki Page</strong></p>"
    reasons = {line.title: in_english(line.reason) for line in bundle.report}
    assert "not in the cartridge" in reasons["sample.mp3"]
    task = find(bundle, "iaa4b4fdadec793530c31c58a249e0879").values
    assert task["points"] == 10
    assert task["hand_in"] == "file"
    assert 'href="import:fbac4bef75744d02b353abc6451e2b16"' in str(task["text"])
    assert 'href="import:i20d994c705d4f2bf05a753e922547b06"' in str(task["text"])
    assert "REFERENCE" not in str(task["text"])


def test_python_for_everybody_brings_its_units_and_links(sample: Callable[[str], Bundle]) -> None:
    bundle = sample("cartridges/py4e_export.imscc")
    (course,) = bundle.roots
    assert course.title == "Python for Everybody import"
    assert [unit.title for unit in course.children[:2]] == ["Installing Python", "Why Program?"]
    links = [content for content in bundle.contents() if content.type_name == "link"]
    assert len(links) == 131 + 58
    assert not any(
        "custom" in str(v) or "Caliper" in str(v) for c in links for v in c.values.values()
    )
    grader = next(link for link in links if link.title == "Tool: Autograder: Write Hello World")
    assert grader.values["address"] == (
        "https://www.py4e.com/tools/pythonauto/?inherit=pythonauto_01_hello"
    )
    assert links[0].values["address"] == "https://www.py4e.com/install.php"
    assert {line.outcome for line in bundle.report} == {"imported"}


def test_canvas_pictures_and_pages_are_found_behind_its_tokens(
    sample: Callable[[str], Bundle],
) -> None:
    bundle = sample("cartridges/allyworkshop.imscc")
    lesson = find(bundle, "i1e25544a6df6e03c10ce5e072f811007")
    assert 'src="import:i100ad747c5cdbc5c78c7c62f1e6cbc2e"' in str(lesson.values["steps"])
    assert [image.files[0].name for image in lesson.children] == ["about_ally.png"]
    assert lesson.values["licence"] == "CC-BY-SA-4.0"
    assert "screenreader-only" not in str(lesson.values["steps"])


def test_every_kind_of_question_can_be_read_and_answers_stay_apart(
    sample: Callable[[str], Bundle],
) -> None:
    bundle = sample("cartridges/all-question-types.imscc")
    (quiz,) = bundle.roots[0].children
    assert (quiz.type_name, quiz.title) == ("assessment", "ALL QUESTION TYPES QUIZ")
    questions = html.fromstring(f"<div>{quiz.values['text']}</div>")
    answers = html.fromstring(f"<div>{quiz.values['answer_key']}</div>")
    assert len(questions.findall("ol/li")) == len(answers.findall("ol/li")) == 10
    assert "This quiz uses ALL Question Types" in questions.text_content()
    right = [[e.text_content() for e in li.iter("li")][1:] for li in answers.findall("ol/li")]
    assert right[:5] == [
        ["3"],
        ["False"],
        ["A", "B", "C"],
        ["RED", "BLUE"],
        ["Corolla", "Civic", "Lancer"],
    ]
    assert "nice job" in answers.text_content()
    assert "nice job" not in questions.text_content()
    assert quiz.values["points"] == 9
    assert [file.name for file in quiz.files] == [
        "assessment_qti.xml",
        "iaa8f9f400b29e514ea8d28fd7ed067f4.xml.qti",
    ]
    assert {file.field for file in quiz.files} == {"source_files"}


def test_a_rubric_becomes_a_table(sample: Callable[[str], Bundle]) -> None:
    (task,) = sample("cartridges/assignment-rubrics.imscc").roots[0].children
    assert task.values["hand_in"] == "text, web address, file"
    table = html.fromstring(str(task.values["rubric"]))
    assert table.findtext(".//caption") == "Some Rubric"
    assert [e.text for e in table.iter("li")] == ["Full Marks: 5 points", "No Marks"]


def test_a_discussion_brings_its_prompt_and_its_attachment(sample: Callable[[str], Bundle]) -> None:
    (page,) = sample("cartridges/single-discussion.imscc").roots[0].children
    assert outline(page) == ["page: Test discussion", ["image: Preferences color"]]
    assert str(page.values["text"]).startswith("<p>Lorem ipsum dolor")
    assert 'href="import:i4770a30c7a3d91a6bf7029013e5e2d96"' in str(page.values["text"])


def test_assignments_of_canvas_come_from_their_settings(sample: Callable[[str], Bundle]) -> None:
    course = sample("cartridges/canvas_cc_gem_course.imscc").roots[0]
    assert [child.title for child in course.children] == [
        "Course with Known Submission Type",
        "Course with Unknown Submission Type",
        "Course with Missing Submission Type",
    ]
    assert {child.values["points"] for child in course.children} == {10}
    assert course.children[0].values["text"] == "<p>This is assignment content.</p>"


def test_every_link_of_every_cartridge_leads_somewhere(
    samples: Path, sample: Callable[[str], Bundle]
) -> None:
    found = 0
    for name in CARTRIDGES:
        bundle = sample(f"cartridges/{name}.imscc")
        known = {content.identifier for content in bundle.contents()}
        for value in (str(v) for c in bundle.contents() for v in c.values.values()):
            assert not re.search(r'(src|href)="[^"]*(FILEBASE|REFERENCE)', value)
            links = {m["identifier"] for m in IMPORT_LINK.finditer(value)}
            assert links <= known
            found += len(links)
    assert found > 20
