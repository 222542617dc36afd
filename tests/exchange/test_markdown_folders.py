"""Folders of Markdown, in small: what becomes a lesson, a unit, a page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from academe.exchange.bundle import Bundle, ImportedContent

Bring = Callable[[dict[str, bytes | str]], Bundle]


def find(bundle: Bundle, identifier: str) -> ImportedContent:
    return next(c for c in bundle.contents() if c.identifier == identifier)


def outline(content: ImportedContent) -> list[object]:
    """Draw a tree as nested lists of type and title."""
    return [f"{content.type_name}: {content.title}", *map(outline, content.children)]


@pytest.fixture
def bring(make_zip: Callable[..., Path], workfolder: Path, reading: Callable[..., Bundle]) -> Bring:
    return lambda files: reading(make_zip(files, "my-course.zip"), workfolder)


def test_lesson_ten_comes_after_lesson_nine(bring: Bring) -> None:
    bundle = bring({f"lesson-{n}/lesson.md": f"# Number {n}" for n in (10, 9, 1, 2)})
    titles = [lesson.title for lesson in bundle.roots[0].children]
    assert titles == ["Number 1", "Number 2", "Number 9", "Number 10"]
    assert bundle.roots[0].title == "My course"


def test_folders_of_lessons_are_units(bring: Bring) -> None:
    bundle = bring(
        {
            "README.md": "# Fractions",
            "unit-1/README.md": "# Halves\n\nAbout halves.",
            "unit-1/lesson-1.md": "# One half",
            "unit-1/lesson-2.md": "# Two halves",
            "unit-2/lesson-3.md": "# Thirds",
        }
    )
    assert outline(bundle.roots[0]) == [
        "course: Fractions",
        ["unit: Halves", ["lesson: One half"], ["lesson: Two halves"]],
        ["unit: Unit 2", ["lesson: Thirds"]],
    ]
    assert find(bundle, "unit-1/README.md").values["text"] == "<p>About halves.</p>"


def test_where_nothing_is_called_a_lesson_every_text_is_one(bring: Bring) -> None:
    bundle = bring({"apples.md": "# Apples", "pears.md": "# Pears", "README.md": "# Fruit"})
    assert outline(bundle.roots[0])[1:] == [["lesson: Apples"], ["lesson: Pears"]]


def test_a_folder_means_its_text(bring: Bring) -> None:
    bundle = bring({"README.md": "[go](lesson-1/)", "lesson-1/lesson.md": "[up](../README.md#x)"})
    assert 'href="import:lesson-1/lesson.md"' in str(bundle.roots[0].values["text"])
    assert 'href="import:README.md#x"' in str(find(bundle, "lesson-1/lesson.md").values["steps"])


def test_front_matter_says_title_author_and_time(bring: Bring) -> None:
    text = '---\ntitle: "Half: a start"\nauthor: Ana\nduration: 45 minutes\ntags: [a]\n---\nText'
    lesson = find(bring({"lesson-1.md": text}), "lesson-1.md")
    assert lesson.title == "Half: a start"
    assert lesson.values == {"author_credit": "Ana", "duration": 45, "steps": "<p>Text</p>"}


def test_tables_arrive(bring: Bring) -> None:
    lesson = find(bring({"lesson-1.md": "|a|b|\n|-|-|\n|1|2|"}), "lesson-1.md")
    assert "<td>1</td>" in str(lesson.values["steps"])


def test_names_in_any_script_make_links_that_hold(bring: Bring) -> None:
    bundle = bring({"lesson-1.md": "[go](página%20dos.md)", "página dos.md": "# Página"})
    page = next(c for c in bundle.contents() if c.title == "Página")
    assert page.identifier.isascii()
    assert f'href="import:{page.identifier}"' in str(find(bundle, "lesson-1.md").values["steps"])


def test_a_missing_picture_leaves_its_words_and_a_line(bring: Bring) -> None:
    bundle = bring({"lesson-1.md": "Look: ![A cat](cat.png)\n\n![](dog.png)"})
    steps = str(find(bundle, "lesson-1.md").values["steps"])
    assert "<em>A cat</em>" in steps
    assert "<img" not in steps
    assert {line.identifier for line in bundle.report[1:]} == {"cat.png", "dog.png"}


def test_pictures_from_elsewhere_become_links_and_embedded_ones_a_line(bring: Bring) -> None:
    source = "![Sun](https://x.org/sun.png) ![Moon](data:image/png;base64,iVBORw0KGgo=) ![](a.png)"
    bundle = bring({"lesson-1.md": source, "a.png": b"\x89PNG"})
    steps = str(find(bundle, "lesson-1.md").values["steps"])
    assert '<a href="https://x.org/sun.png">Sun</a>' in steps
    assert "<em>Moon</em>" in steps
    assert '<img src="import:a.png" alt="">' in steps
    assert [line.title for line in bundle.report if line.outcome == "left out"] == ["Moon"]


def test_a_file_name_is_no_text_alternative(bring: Bring) -> None:
    bundle = bring({"lesson-1.md": "![cat.png](cat.png)", "cat.png": b"\x89PNG"})
    assert find(bundle, "cat.png").values["alt"] == ""


def test_scripts_in_markdown_do_not_arrive(bring: Bring) -> None:
    source = "Hello <script>alert(1)</script><style>p{}</style>\n\n[x](javascript:alert(1))"
    steps = str(find(bring({"lesson-1.md": source}), "lesson-1.md").values["steps"])
    assert "alert" not in steps.replace("[x](javascript:alert(1))", "")
    assert "<style" not in steps


def test_what_windows_wrote_is_read(bring: Bring) -> None:
    bundle = bring({"lesson-1.md": "# A\u00f1o \u201cuno\u201d".encode("cp1252")})
    assert find(bundle, "lesson-1.md").title == "Año “uno”"


def test_an_older_licence_is_not_passed_off_as_the_new_one(bring: Bring) -> None:
    words = "By [Ana](x). https://creativecommons.org/licenses/by/3.0/"
    bundle = bring({"LICENSE.md": words, "lesson-1.md": "# One"})
    assert "licence" not in find(bundle, "lesson-1.md").values


def test_the_licence_of_an_index_holds_below_it_unless_a_text_says_another(bring: Bring) -> None:
    bundle = bring(
        {
            "index.md": "---\nlicence: CC-BY-4.0\nauthor: Ana\n---\n# Water",
            "a/lesson.md": "# Rain",
            "a/rain.pdf": b"%PDF-1.4",
            "b/README.md": "---\nlicence: CC0-1.0\n---\n# Snow",
            "b/lesson-1.md": "# Flakes",
        }
    )
    said = {one.identifier: one.values.get("licence") for one in bundle.contents()}
    assert said == {
        "index.md": "CC-BY-4.0",
        "a/lesson.md": "CC-BY-4.0",
        "a/rain.pdf": "CC-BY-4.0",
        "b/README.md": "CC0-1.0",
        "b/lesson-1.md": "CC0-1.0",
    }
    assert {one.values.get("author_credit") for one in bundle.contents()} == {"Ana"}


def test_a_duration_without_a_unit_is_minutes(bring: Bring) -> None:
    lesson = find(bring({"lesson-1.md": "---\nduration: 45\n---\nText"}), "lesson-1.md")
    assert lesson.values["duration"] == 45
