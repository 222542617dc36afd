"""What cannot lie where it came, or has no field there, is told and not lost in silence."""

import pytest

from academe.exchange.importing import import_path
from academe.store.content import Content
from academe.wording import in_english

TABLE = "path,type,title,code,adopted,review by\npol.md,policy,Dogs,1234,2020-05-06,2021-05-06\n"


@pytest.fixture
def bring(district, cora, tmp_path):
    """Bring a folder in; returns the course and the sentences by file."""

    def make(files: dict[str, str]) -> tuple[Content, dict[str, str]]:
        folder = tmp_path / "things"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        (root,), report = import_path(cora, folder, district.site.root, district)
        return root, {line.identifier: in_english(line.reason) for line in report}

    return make


def test_a_policy_in_a_course_becomes_a_page_and_the_report_says_what_it_loses(bring):
    course = "---\ntype: course\nlicence: CC0-1.0\n---\n# Pets"
    made, told = bring({"index.md": course, "pol.md": "No dogs.", "contents.csv": TABLE})
    page = next(made.children())
    assert (made.type_name, page.type_name) == ("course", "page")
    assert told["pol.md"] == (
        "It came in as “Page”, because no “Policy” can lie here. These answers do not fit: "
        "Code (1234), Adopted on (2020-05-06), Next review (2021-05-06)."
    )


def test_a_policy_where_policies_lie_keeps_its_answers(bring):
    made, told = bring({"pol.md": "No dogs.", "contents.csv": TABLE})
    policy = next(made.children())
    assert policy.type_name == "policy"
    assert policy.value("code") == "1234"
    assert policy.value("adopted_on").isoformat() == "2020-05-06"
    assert policy.value("next_review").isoformat() == "2021-05-06"
    assert "do not fit" not in told["pol.md"]


def test_every_text_of_a_lesson_that_becomes_a_page_is_named(bring):
    lesson = "---\ntype: lesson\nduration: 45\n---\n# Objectives\n\nKnow.\n\n# Steps\n\nDo."
    made, told = bring({"index.md": "---\ntype: lesson\n---\n# Whole", "one.md": lesson})
    page = next(next(made.children()).children())
    assert page.type_name == "page"
    assert "Do." in page.value("text").html
    assert "It came in as “Page”, because no “Lesson” can lie here." in told["one.md"]
    assert "Objectives" in told["one.md"]
    assert "Time (45)" in told["one.md"]


def test_a_language_that_is_not_listed_stays_with_the_text(bring):
    made, told = bring({"lesson-1.md": "---\nlang: de-AT\n---\n# Wasser\n\nDas Wasser."})
    lesson = next(made.children())
    assert lesson.value("steps").html == '<div lang="de-AT"><p>Das Wasser.</p></div>'
    assert "These answers do not fit: Language (de-AT)." in told["lesson-1.md"]


def test_words_that_are_no_language_are_not_said_of_a_text(bring):
    made, _told = bring({"lesson-1.md": "---\nlang: German\n---\n# Wasser\n\nDas Wasser."})
    assert "lang=" not in next(made.children()).value("steps").html


def test_a_package_without_a_licence_says_so_once(bring):
    _made, told = bring({"lesson-1.md": "# Rain\n\nIt rains.", "lesson-2.md": "# Snow\n\nCold."})
    assert [name for name, said in told.items() if "names no licence" in said] == ["lesson-1.md"]


def test_a_package_with_a_licence_says_nothing_of_it(bring):
    _made, told = bring({"lesson-1.md": "---\nlicense: CC BY 4.0\n---\n# Rain\n\nIt rains."})
    assert not any("names no licence" in said for said in told.values())
