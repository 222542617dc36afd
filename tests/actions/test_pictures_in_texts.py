"""Pictures in rich texts: none from elsewhere, none without words for whoever does not see it."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academe.actions.answers import check_answers
from academe.actions.creating import create
from academe.actions.markdown import html_from_markdown
from academe.actions.texts import clean

REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<img src="academe:5">', '<img src="academe:5" alt="">'),
        ('<img src="academe:5" alt="A jar">', '<img src="academe:5" alt="A jar">'),
        ('<img src="/a/jar" width="40">', '<img src="/a/jar" width="40" alt="">'),
        (
            '<img src="https://x.org/sun.png" alt="The &quot;sun&quot;">',
            f'<a href="https://x.org/sun.png" {REL}>The "sun"</a>',
        ),
        (
            '<img src="//x.org/sun.png?a=1&b=2">',
            f'<a href="https://x.org/sun.png?a=1&amp;b=2" {REL}>'
            "https://x.org/sun.png?a=1&amp;b=2</a>",
        ),
        ('<img src="/\\x.org/a" alt="A">', f'<a href="https://x.org/a" {REL}>A</a>'),
        (
            '<a href="https://x.org"><img src="https://x.org/sun.png" alt="Sun"></a>',
            f'<a href="https://x.org" {REL}>Sun</a>',
        ),
        ('<p>So: <img src="data:image/png;base64,AAAA" alt="A jar"></p>', "<em>A jar</em>"),
        ('<img src="data:image/png;base64,AAAA">', ""),
        ('<img alt="&lt;b&gt; alone">', "<em>&lt;b&gt; alone</em>"),
        ('<img src="mailto:a@b.example" alt="A">', "<em>A</em>"),
        ('<p title="<img>">x</p><abbr title="<img>">y</abbr>', "&lt;img&gt;"),
    ],
)
def test_a_picture_is_the_sites_own_and_has_words(typed, kept):
    assert kept in clean(typed)
    if "<img" not in kept:
        assert "<img" not in clean(typed)


class Pictures(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.found.append(dict(attrs))


ADDRESSES = st.one_of(
    st.sampled_from(["academe:7", "/a", "b.png", "", "data:image/gif;base64,R0", "import:x"]),
    st.builds(
        lambda *parts: "".join(parts),
        st.sampled_from(["http:", "HTTPS:", "", " ", "\t", "ftp:"]),
        st.sampled_from(["//", "/\t/", "\\\\", "/\\", "/"]),
        st.sampled_from(["x.org/a.png", "x.org", "[x"]),
    ),
    st.text(max_size=12),
)
TAGS = st.one_of(
    st.builds(
        lambda address, words: f'<img src="{address}" alt="{words}">',
        ADDRESSES,
        st.text("ab<>&\"' =/", max_size=8),
    ),
    st.builds("<img src='{}'>".format, ADDRESSES),
    st.sampled_from(
        ["<p>", "</p>", '<a href="https://y.org">', "</a>", "<td>", "<img", "x", "<!--"]
    ),
)


@given(st.lists(TAGS, max_size=8).map("".join))
def test_nothing_loads_from_elsewhere_whatever_was_written(html):
    cleaned = clean(html)
    assert clean(cleaned) == cleaned, "what was cleaned stays"
    for picture in Pictures(cleaned).found:
        assert "alt" in picture
        loaded = re.sub(r"[\t\r\n]", "", picture["src"]).strip().replace("\\", "/")
        assert not loaded.startswith("//")
        assert not re.match(r"(?!academe:)[a-zA-Z][a-zA-Z0-9+.-]*:", loaded)


def test_a_picture_of_the_site_typed_with_its_host_stays_a_picture(district, ana, commit):
    image = create(ana, district.site.root, "page", {"title": "Jar"}, district)
    address = f"{district.settings.address}/{image.__name__}"
    kinds = district.definitions.types["page"]
    typed = html_from_markdown("x") + f'<p><img src="{address}" alt="A jar"></p>'
    html = check_answers(kinds, {"text": typed}, district, ana)["text"].html
    assert f'<img src="academe:{image.id}" alt="A jar">' in html
