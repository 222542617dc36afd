"""Folders of Word, HTML and Markdown, with words above and a table beside: what becomes of them."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.teachers_folder import PNG
from tests.exchange.word_maker import WordFile

from academe.definitions.loading import read_definitions
from academe.errors import ImportRefused
from academe.exchange.bundle import Bundle, ImportedContent
from academe.exchange.reading import read
from academe.exchange.vocabulary import vocabulary_of
from academe.wording import in_english

Bring = Callable[[dict[str, bytes | str]], Bundle]
WORDS = vocabulary_of(read_definitions(None))


@pytest.fixture
def bring(make_zip: Callable[..., Path], workfolder: Path, reading: Callable[..., Bundle]) -> Bring:
    return lambda files: reading(make_zip(files, "my-course.zip"), workfolder, vocabulary=WORDS)


def find(bundle: Bundle, title: str) -> ImportedContent:
    return next(c for c in bundle.contents() if c.title == title)


def outline(content: ImportedContent) -> list[object]:
    return [f"{content.type_name}: {content.title}", *map(outline, content.children)]


def word_file(paragraphs: list[tuple[str, str]], title: str = "", author: str = "") -> bytes:
    """Write a Word file: (style, words) for each paragraph, a picture at its end."""
    word = WordFile(title, author)
    for style, words in paragraphs:
        word.text(words, style)
    return word.picture(PNG, "Two jars of soil").bytes()


def test_a_folder_that_says_its_types_keeps_tree_order_and_fields(bring: Bring) -> None:
    bundle = bring(
        {
            "index.md": "---\ntype: course\ntitle: Fractions\ngrades: [5]\n---\nWhat we learn.",
            "20-adding/index.md": "---\ntype: unit\ntitle: Adding\nweeks: 3\n---\nOverview words.",
            "20-adding/10-halves.md": "---\ntype: lesson\ntitle: Halves\nduration: 1 h 15 min\n"
            'standards: ["5.NF.A.1", "5.NF.A.2 assessed"]\nhandouts: [strips.pdf]\n'
            "Author credit: Ana\n---\n# Objectives\n\nAdd halves.\n\n# Steps\n\n## Warm-up\n\nFold.\n"
            "\n# Something else\n\nMore steps.\n\n# Teacher\u2019s notes\n\n![Two strips](strips.png)",
            "20-adding/strips.pdf": b"%PDF-1.4",
            "20-adding/strips.png": PNG,
            "10-start.md": "---\ntype: page\ntitle: Start\n---\nHere: [go](20-adding/10-halves.md)",
        }
    )
    assert outline(bundle.roots[0]) == [
        "course: Fractions",
        ["page: Start"],
        ["unit: Adding", ["lesson: Halves", ["image: Two strips"]]],
    ]
    lesson = find(bundle, "Halves")
    assert lesson.name_hint == "halves"
    assert lesson.values["duration"] == 75
    assert lesson.values["standards"] == ("5.NF.A.1", "5.NF.A.2 assessed")
    assert lesson.values["author_credit"] == "Ana"
    assert lesson.values["objectives"] == "<p>Add halves.</p>"
    assert "<h2>Warm-up</h2>" in str(lesson.values["steps"])
    assert "<h2>Something else</h2>" in str(lesson.values["steps"])
    assert "strips.png" in str(lesson.values["teachers_notes"])
    assert [(file.field, file.name) for file in lesson.files] == [("handouts", "strips.pdf")]
    assert find(bundle, "Adding").values["text"] == "<p>Overview words.</p>"
    assert 'href="import:20-adding/10-halves.md"' in str(find(bundle, "Start").values["text"])
    told = {line.identifier: line.outcome for line in bundle.report}
    assert told.pop("20-adding/strips.pdf") == "joined"  # it is the lesson's own
    assert set(told.values()) == {"imported"}


def test_words_that_no_field_takes_are_named(bring: Bring) -> None:
    bundle = bring({"one.md": "---\ntype: page\ntitle: One\nobjektives: a\n---\nText"})
    assert "objektives" in in_english(bundle.report[0].reason)


def test_a_word_file_brings_title_author_headings_and_pictures(bring: Bring) -> None:
    paragraphs = [
        ("Title", "Soil in a jar"),
        ("Heading1", "Objectives"),
        ("Normal", "Students name the layers."),
        ("Heading1", "Steps"),
        ("Normal", "Shake and wait."),
    ]
    bundle = bring({"unit-1/lesson-1.docx": word_file(paragraphs, "Old title", "Rui Reis")})
    lesson = find(bundle, "Soil in a jar")
    assert lesson.type_name == "lesson"
    assert lesson.values["author_credit"] == "Rui Reis"
    assert lesson.values["objectives"] == "<p>Students name the layers.</p>"
    assert "Shake and wait." in str(lesson.values["steps"])
    (picture,) = [c for c in bundle.contents() if c.type_name == "image"]
    assert picture.values["alt"] == "Two jars of soil"
    assert picture.files[0].path.read_bytes() == PNG
    assert picture.identifier in str(lesson.values["steps"])


def test_a_word_file_with_a_document_type_is_refused(bring: Bring, workfolder: Path) -> None:
    hostile = io.BytesIO()
    with zipfile.ZipFile(hostile, "w") as archive:
        bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(ImportRefused, match="document type"):
        bring({"lesson-1.docx": hostile.getvalue()})
    assert list(workfolder.iterdir()) == []


def test_what_is_called_docx_and_is_none_is_refused(bring: Bring) -> None:
    with pytest.raises(ImportRefused, match=r"lesson-1\.docx is not a Word file"):
        bring({"lesson-1.docx": b"hello"})


def test_a_saved_web_page_brings_what_its_head_says(bring: Bring) -> None:
    page = (
        '<html lang="es"><head><title>El agua</title><meta name="author" content="Sara Cruz">'
        '<meta name="description" content="De la nube al valle."></head>'
        "<body><h1>El ciclo del agua</h1><p>Llueve.</p><script>x()</script></body></html>"
    )
    lesson = find(bring({"lesson-1.html": page}), "El ciclo del agua")
    assert lesson.values["language"] == "es"
    assert lesson.values["author_credit"] == "Sara Cruz"
    assert lesson.values["summary"] == "De la nube al valle."
    assert lesson.values["steps"] == "<p>Llueve.</p>"


def test_a_table_fills_fields_of_texts_and_files(bring: Bring) -> None:
    rows = [
        ["path", "type", "title", "code", "adopted_on", "grades"],
        ["4119.docx", "policy", "Conduct of staff", "4119", "2021-06-08", ""],
        ["forms/6153.pdf", "policy", "Field trips", "6153", "2019-03-12", ""],
        ["guide.md", "document", "Guide", "", "", "3; 4"],
        ["gone.md", "page", "Gone", "", "", ""],
    ]
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows(rows)
    bundle = bring(
        {
            "contents.csv": table.getvalue(),
            "4119.docx": word_file([("Normal", "Be kind.")]),
            "forms/6153.pdf": b"%PDF-1.4",
            "guide.md": "Words.",
        }
    )
    assert bundle.roots[0].type_name == "folder"
    conduct, trips, guide = (
        find(bundle, title) for title in ("Conduct of staff", "Field trips", "Guide")
    )
    assert (conduct.values["code"], conduct.values["adopted_on"]) == ("4119", "2021-06-08")
    assert conduct.values["text"].startswith("<p>Be kind.</p>")  # type: ignore[union-attr]
    assert trips.type_name == "policy"
    assert trips.files[0].field == "attachments"
    assert guide.values["grades"] == ("3", "4")
    assert any("gone.md" in line.identifier for line in bundle.report)


def test_a_table_without_a_column_of_paths_is_refused(bring: Bring) -> None:
    with pytest.raises(ImportRefused, match="no column"):
        bring({"contents.csv": "title,code\nOne,1\n", "one.md": "x"})


def test_an_alias_in_yaml_is_not_followed(bring: Bring) -> None:
    source = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: Bomb\n---\nText"
    (lesson,) = bring({"lesson-1.md": source}).roots
    assert (lesson.type_name, lesson.title) == ("lesson", "Lesson 1")


def test_a_site_written_for_hugo_keeps_sections_order_and_films(bring: Bring) -> None:
    section = "---\ntitle: {}\nmenu:\n  leftnav:\n    weight: {}\n---\n{}"
    bundle = bring(
        {
            "config/_default/menus.yaml": "leftnav: []",
            "data/course.json": '{"course_title": "Cameras", "instructors": [{"instructor": "Kim"}]}',
            "content/_index.md": "---\ntitle: ''\n---\nAbout cameras.",
            "content/sections/b/_index.md": section.format("First", 10, "{{< youtube ab-12 >}}"),
            "content/sections/a/_index.md": section.format(
                "Second", 20, "[Slides]({{< baseurl >}}/sections/a/res_slides) {{< br >}}"
            ),
            "content/sections/a/RES_Slides.md": "---\ntitle: Slides (PDF)\n"
            "file_location: >-\n  https://example.org/slides.pdf\n---\n",
        }
    )
    assert outline(bundle.roots[0]) == [
        "course: Cameras",
        ["lesson: First"],
        ["lesson: Second", ["link: Slides (PDF)"]],
    ]
    assert "https://www.youtube.com/watch?v=ab-12" in str(find(bundle, "First").values["steps"])
    link = find(bundle, "Slides (PDF)")
    assert link.values["address"] == "https://example.org/slides.pdf"
    assert f"import:{link.identifier}" in str(find(bundle, "Second").values["steps"])
    assert find(bundle, "First").values["author_credit"] == "Kim"


@pytest.fixture(scope="module")
def cameras(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("cameras")
    course = samples / "courses/mit-ocw-girls-who-build-cameras"
    return read(course, folder, vocabulary=WORDS)


def test_a_real_course_site_comes_with_its_sections_slides_and_transcripts(cameras: Bundle) -> None:
    (course,) = cameras.roots
    assert course.title == "Girls Who Build Cameras"
    assert "Kristen Railey" in str(course.values["author_credit"])
    assert course.values["course_code"] == "RES.2-006"
    (told,) = (line.reason for line in cameras.report if line.identifier == "data/course.json")
    assert "Energy, Technology, Engineering" in in_english(told)
    tops = [c.title for c in course.children if c.type_name in ("unit", "lesson")]
    assert tops.index("Digital Cameras") < tops.index("Image Processing")
    links = [c for c in cameras.contents() if c.type_name == "link"]
    assert len(links) > 15
    assert all(str(link.values["address"]).startswith("https://") for link in links)
    transcripts = [c for c in cameras.contents() if "Transcript" in str(c.values.get("text"))]
    assert len(transcripts) >= 5
    assert not any("{{<" in str(value) for c in cameras.contents() for value in c.values.values())
    assert {line.outcome for line in cameras.report} >= {"imported"}
    assert all(line.reason for line in cameras.report if line.outcome == "left out")
