"""The language of a text that comes in: as the file writes it, then as the district lists it."""

import pytest

from academe.exchange.importing import import_path
from academe.exchange.languages import find_language, narrow

LISTED = ("en", "es", "pt", "zh-Hans", "zh-Hant")
WRITTEN = [
    ("zh-Hans", "zh-Hans", "zh-Hans"),
    ("zh_hant_hk", "zh-Hant-HK", "zh-Hant"),
    ("zh_CN", "zh-CN", "zh-Hans"),
    ("zh-TW", "zh-TW", "zh-Hant"),
    ("zh", "zh", "zh-Hans"),
    ("es_MX.UTF-8", "es-MX", "es"),
    ("es-419", "es-419", "es"),
    ("EN", "en", "en"),
    ("sr-Latn", "sr-Latn", "sr-Latn"),
    ("Chinese (simplified)", "Chinese (simplified)", "Chinese (simplified)"),
]


@pytest.mark.parametrize(("words", "code", "listed"), WRITTEN)
def test_a_code_is_told_in_its_usual_letters_and_as_the_district_lists_it(words, code, listed):
    assert find_language(words) == code
    assert narrow(find_language(words), LISTED) == listed


def test_a_code_that_is_listed_itself_is_not_made_wider():
    assert narrow("pt-BR", (*LISTED, "pt-BR")) == "pt-BR"


@pytest.mark.parametrize(
    ("words", "kept"),
    [("zh-Hans", "zh-Hans"), ("zh_TW", "zh-Hant"), ("es-MX", "es"), ("Spanish", "es")],
)
def test_a_text_arrives_in_its_language(district, ana, tmp_path, commit, words, kept):
    text = f"---\nlanguage: {words}\n---\n# Wind\n\n## Objectives\n\nFeel it.\n"
    (tmp_path / "wind.md").write_text(text)
    (course,), _report = import_path(ana, tmp_path / "wind.md", district.site.root, district)
    commit()
    (wind,) = course.children()
    assert wind.value("language") == kept
