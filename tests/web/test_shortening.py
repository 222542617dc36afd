"""A short page shows whole lines of a text, and what is in them stays what it is."""

import pytest

from academe.web.shortening import shorten

THREE_QUARTERS = "<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>"


def test_paragraphs_and_entries_are_lines():
    short = shorten("<p>One.</p><ul><li>Two</li><li><em>Three</em> it is</li></ul>", 5)
    assert short.lines == ["One.", "Two", "<em>Three</em> it is"]
    assert short.left_out == 0


def test_what_is_left_out_is_counted():
    short = shorten("<ul><li>1</li><li>2</li><li>3</li></ul>", 2)
    assert short == (["1", "2"], 1)


def test_formulas_are_not_flattened():
    assert shorten(f"<p>Show {THREE_QUARTERS} &lt; 1.</p>", 1).lines == [
        f"Show {THREE_QUARTERS} &lt; 1."
    ]


@pytest.mark.parametrize(
    "text", ["", "  ", "<h2>Goals</h2>", '<p><img src="/x" alt="A"></p>', "<table></table>"]
)
def test_a_text_without_lines_has_none(text):
    assert shorten(text, 3) == ([], 0)


def test_nothing_runs_in_a_line():
    hostile = '<p>a<script>x</script><a href="javascript:x">b</a></p>'
    line = shorten(hostile, 1).lines[0]
    assert "script" not in line
