"""Courses to send out, random ones too, and what differs when they are back."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from academe.actions.creating import create
from academe.actions.filing import take_picture
from academe.actions.texts import clean, link_outward
from academe.exchange.cartridge_out import write_cartridge
from academe.exchange.folder_out import write_folder
from academe.exchange.importing import import_path
from academe.exchange.markdown_out import _tidy as tidy
from academe.exchange.outgoing import Outgoing, gather
from academe.store.content import Text
from academe.store.files import StoredFile, store_file

FORMATS = ("markdown", "1.1", "1.3")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000157a0b1c20000000049454e44ae426082"
)
WORDS = st.text("abcé 1*_#<&>[]`|~ñ-+.!", min_size=1, max_size=20).map(str.strip).filter(bool)


def html_texts() -> st.SearchStrategy[str]:
    """Rich texts as people write them, with what Markdown finds hard."""
    inline = WORDS.map(lambda w: w.replace("&", "&amp;").replace("<", "&lt;"))
    spiced = st.one_of(
        inline,
        inline.map(lambda w: f"<em>{w}</em> and <strong>{w}</strong>"),
        inline.map(lambda w: f'<a href="https://example.org/a_b?c=1">{w}</a>'),
        inline.map(lambda w: f'<span lang="es">{w}</span>x<sup>2</sup>'),
        inline.map(lambda w: f"one<br>{w}"),
    )
    block = st.one_of(
        spiced.map(lambda w: f"<p>{w}</p>"),
        st.tuples(st.integers(2, 4), inline).map(lambda t: f"<h{t[0]}>{t[1]}</h{t[0]}>"),
        st.lists(spiced, min_size=1, max_size=3).map(
            lambda items: "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"
        ),
        st.lists(inline, min_size=1, max_size=3).map(
            lambda items: (
                '<ol start="3">' + "".join(f"<li><p>{i}</p></li>" for i in items) + "</ol>"
            )
        ),
        inline.map(
            lambda w: (
                f"<table><thead><tr><th>{w}</th></tr></thead><tbody><tr><td>{w}</td></tr></tbody></table>"
            )
        ),
        inline.map(lambda w: f"<pre><code>{w}\n\n  {w}\n</code></pre>"),
        inline.map(lambda w: f"<blockquote><p>{w}</p></blockquote>"),
        inline.map(lambda w: f"<details><summary>{w}</summary><p>{w}</p></details>"),
    )
    return st.lists(block, min_size=1, max_size=4).map("\n".join).map(clean)


def written(value: Any) -> Any:
    """Write an answer down so that two of them can be compared."""
    if isinstance(value, tuple):
        return tuple(map(written, value))
    if isinstance(value, StoredFile):
        # A JPEG is drawn anew, without its metadata, each time that it comes in.
        return value.name, "" if value.media_type == "image/jpeg" else value.sha256
    if isinstance(value, Text):  # loose words come back as a paragraph
        return tidy(value.html if value.html.startswith("<") else f"<p>{value.html}</p>")
    return value


def lines_of(one: Outgoing, where: str = "") -> dict[str, Any]:
    """Write a tree down without ids: {place and field: answer}."""
    lines = {f"{where} type": one.type_name, f"{where} title": one.title}
    lines |= {f"{where} {name}": written(value) for name, value in one.values.items()}
    for number, child in enumerate(one.children):
        lines |= lines_of(child, f"{where}/{number}-{child.name}")
    return lines


def with_links_by_title(one: Outgoing, titles: dict[int, str]) -> Outgoing:
    """Replace ids in links by titles: the copies have other ids."""
    values = {
        name: Text(link_outward(v.html, lambda i, a: f"to:{titles.get(i, i)}"))
        if isinstance(v, Text)
        else v
        for name, v in one.values.items()
    }
    return replace(
        one, values=values, children=tuple(with_links_by_title(c, titles) for c in one.children)
    )


def differences(one: Outgoing, other: Outgoing) -> dict[str, Any]:
    found = []
    for tree in (one, other):
        titles = {each.id: each.title for each in tree.with_all_below()}
        found.append(lines_of(with_links_by_title(tree, titles)))
    before, after = found
    return {
        place: (before.get(place), after.get(place))
        for place in {**before, **after}
        if before.get(place) != after.get(place)
    }


def write(one: Outgoing, form: str, district: Any, **words: Any) -> bytes:
    """Write a content in a format of FORMATS."""
    target = io.BytesIO()
    if form == "markdown":
        write_folder(one, target, district.definitions, lambda i: None)
    else:
        write_cartridge(one, target, district.definitions, lambda i: None, version=form, **words)
    return target.getvalue()


def out_and_back(
    person: Any, content: Any, district: Any, folder: Path, form: str
) -> tuple[Outgoing, Outgoing]:
    before = gather(person, content, district)
    path = folder / (content.__name__ + (".zip" if form == "markdown" else ".imscc"))
    path.write_bytes(write(before, form, district))
    (made,), report = import_path(person, path, district.site.root, district)
    assert not [line for line in report if line.outcome == "left out"]
    return before, gather(person, made, district)


@st.composite
def trees(draw: Any) -> Any:
    """A course as nested (type, title, values, children)."""

    def lesson() -> Any:
        values = {"steps": draw(html_texts())}
        if draw(st.booleans()):
            values |= {"objectives": draw(html_texts()), "duration": draw(st.integers(1, 300))}
        if draw(st.booleans()):
            values["summary"] = draw(WORDS) + "\n\n" + draw(WORDS)
        return "lesson", draw(WORDS), values, []

    def unit() -> Any:
        values = {"text": draw(html_texts()), "weeks": draw(st.integers(1, 9))}
        return "unit", draw(WORDS), values, [lesson() for _ in range(draw(st.integers(0, 3)))]

    return "course", draw(WORDS), {}, [unit() for _ in range(draw(st.integers(0, 3)))]


def plant(person: Any, parent: Any, tree: Any, district: Any) -> Any:
    type_name, title, values, children = tree
    made = create(person, parent, type_name, {"title": title, **values}, district)
    for child in children:
        plant(person, made, child, district)
    return made


def plant_everything(person: Any, district: Any) -> Any:
    """Make a course with something in every kind of field."""
    root = district.site.root

    def stored(name: str, words: bytes = b"%PDF-1.4") -> StoredFile:
        return store_file(io.BytesIO(words), name, "application/pdf", district.site.connection)

    course = create(
        person,
        root,
        "course",
        {
            "title": "Rivers: a *course*",
            "grades": ("4", "5"),
            "licence": "CC-BY-4.0",
            "author_credit": "Ana",
            "adopted_on": date(2024, 5, 6),
            "summary": "Two\n\nparagraphs: yes",
            "text": "<p>What we learn.</p>",
        },
        district,
    )
    unit = create(
        person, course, "unit", {"title": "Unit no: 1", "weeks": 3, "starts_in_week": 1}, district
    )
    lesson = create(
        person,
        unit,
        "lesson",
        {
            "title": "yes",
            "duration": 75,
            "objectives": "<p>See <em>it</em>.</p>",
            "steps": "<h2>Warm-up</h2><p>Go.</p>",
            "standards": (("5.NF.A.1", "assessed"), ("5.NF.A.2", "taught")),
            "handouts": (stored("Plan 1.pdf"), stored("Plan 1.pdf", b"%PDF-1.5")),
        },
        district,
    )
    image = create(
        person,
        lesson,
        "image",
        {
            "title": "A jar",
            "alt": "A jar of soil",
            "picture": take_picture(io.BytesIO(PNG), "Jar of soil.png", district),
        },
        district,
    )
    create(
        person,
        unit,
        "lesson",
        {
            "title": "Second",
            "steps": f'<p><a href="academe:{lesson.id}">first</a> <img src="academe:{image.id}" alt="jar"></p>',
            "teachers_notes": "<p>Secret</p>",
        },
        district,
    )
    create(
        person, unit, "link", {"title": "Elsewhere", "address": "https://example.org/"}, district
    )
    create(person, course, "file", {"title": "The file", "file": stored("worksheet.pdf")}, district)
    create(person, course, "page", {"title": "A page"}, district)
    return course
