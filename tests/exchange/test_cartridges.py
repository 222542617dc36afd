"""Common Cartridge, in small: what each kind of resource and link becomes."""

from collections.abc import Callable

import pytest

from academe.errors import ImportRefused
from academe.exchange.bundle import Bundle, ImportedContent
from academe.exchange.limits import Limits
from academe.exchange.openers import check_address, read_address
from academe.wording import in_english

Read = Callable[..., Bundle]


def find(bundle: Bundle, identifier: str) -> ImportedContent:
    return next(c for c in bundle.contents() if c.identifier == identifier)


def outline(content: ImportedContent) -> list[object]:
    """Draw a tree as nested lists of type and title."""
    return [f"{content.type_name}: {content.title}", *map(outline, content.children)]


def item(identifier: str, title: str, resource: str = "", inside: str = "") -> str:
    reference = f' identifierref="{resource}"' if resource else ""
    return f'<item identifier="{identifier}"{reference}><title>{title}</title>{inside}</item>'


def res(identifier: str, href: str, kind: str = "webcontent", more: str = "") -> str:
    return (
        f'<resource identifier="{identifier}" type="{kind}" href="{href}">'
        f'{more}<file href="{href}"/></resource>'
    )


def link_xml(address: str) -> str:
    return f'<webLink xmlns="urn:x"><title>T</title><url href="{address}"/></webLink>'


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "1.2.0", "1.3.0"])
def test_items_with_items_are_units_and_pages_are_lessons(
    read_cartridge: Read, version: str
) -> None:
    items = item("I1", "Week 1", inside=item("I2", "Monday", "A")) + item("I3", "Reading", "B")
    bundle = read_cartridge(
        items, res("A", "a.html") + res("B", "b.html"), version, a_dot_html="<p>a", b_dot_html="b"
    )
    assert outline(bundle.roots[0])[1:] == [
        ["unit: Week 1", ["lesson: Monday"]],
        ["lesson: Reading"],
    ]
    assert bundle.format == f"Common Cartridge {version}"


def test_a_list_in_a_unit_is_a_lesson_and_what_is_deeper_stands_beside(
    read_cartridge: Read,
) -> None:
    deepest = item("I4", "Extra", inside=item("I5", "Deep", "B"))
    inner = item("I2", "Monday", inside=item("I3", "Text", "A") + deepest)
    bundle = read_cartridge(
        item("I1", "Week", inside=inner),
        res("A", "a.html") + res("B", "b.html"),
        a_dot_html="a",
        b_dot_html="b",
    )
    assert outline(bundle.roots[0])[1:] == [
        ["unit: Week", ["lesson: Monday", ["page: Text"], ["page: Deep"]]]
    ]


def test_the_first_page_of_a_list_is_its_text_where_both_have_one_title(
    read_cartridge: Read,
) -> None:
    inner = item("I2", "Monday", inside=item("I3", "Monday", "A") + item("I4", "More", "B"))
    bundle = read_cartridge(
        item("I1", "Week", inside=item("I0", "Week", "W") + inner),
        res("A", "a.html") + res("B", "b.html") + res("W", "w.html"),
        a_dot_html="<p>Begin.</p>",
        b_dot_html='<p><a href="a.html">back</a></p>',
        w_dot_html="<p>All week.</p>",
    )
    assert outline(bundle.roots[0])[1:] == [["unit: Week", ["lesson: Monday", ["page: More"]]]]
    assert find(bundle, "W").values["text"] == "<p>All week.</p>"
    assert find(bundle, "A").values["steps"] == "<p>Begin.</p>"
    assert 'href="import:A"' in str(find(bundle, "B").values["text"])
    assert {line.outcome for line in bundle.report} == {"imported"}


def test_pages_lose_their_head_scripts_and_styles(read_cartridge: Read) -> None:
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body onload='x()'>"
        "<script>x()</script><p>Kept <b>too</b></p><iframe src='https://v.org/1' title='Film'>"
        "</iframe></body></html>"
    )
    bundle = read_cartridge(item("I", "", "A"), res("A", "a.html"), a_dot_html=page)
    lesson = find(bundle, "A")
    assert lesson.title == "T"
    assert lesson.values["steps"] == (
        '<p>Kept <b>too</b></p><p><a href="https://v.org/1">Film</a></p>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "b.html",
        "./b.html",
        "%24WIKI_REFERENCE%24/pages/other",
        "$WIKI_REFERENCE$/pages/other",
        "$CANVAS_OBJECT_REFERENCE$/pages/B",
        "$IMS-CC-FILEBASE$/../b.html",
        "$IMS-CC-FILEBASE$b.html?canvas_download=1",
    ],
)
def test_links_between_pages_are_found(read_cartridge: Read, address: str) -> None:
    target = "wiki_content/other.html" if "other" in address else "b.html"
    bundle = read_cartridge(
        item("I", "One", "A"),
        res("A", "a.html") + res("B", target),
        a_dot_html=f'<p><a href="{address}">go</a></p>',
        **{target.replace("/", "__").replace(".", "_dot_"): "<p>b"},
    )
    assert find(bundle, "A").values["steps"] == '<p><a href="import:B">go</a></p>'
    assert find(bundle, "B").type_name == "page"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "gone.html", "file:///etc/passwd", ""])
def test_a_link_to_nothing_leaves_its_words(read_cartridge: Read, address: str) -> None:
    page = f'<p>Go <a href="{address}">there</a> now</p>'
    bundle = read_cartridge(item("I", "One", "A"), res("A", "a.html"), a_dot_html=page)
    steps = str(find(bundle, "A").values["steps"])
    assert "there" in steps
    assert address == "" or address not in steps


def test_pictures_come_below_the_page_that_shows_them(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "One", "A"),
        res("A", "a.html") + res("P", "web_resources/sun.png"),
        a_dot_html='<p><img src="$IMS-CC-FILEBASE$/sun.png" alt="The sun"></p>',
        web_resources__sun_dot_png=b"\x89PNG",
    )
    lesson = find(bundle, "A")
    assert 'src="import:P"' in str(lesson.values["steps"])
    (image,) = lesson.children
    assert (image.type_name, image.title, image.values["alt"]) == ("image", "The sun", "The sun")


def test_web_links_become_links_and_other_schemes_do_not(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "Fish &amp; chips", "A") + item("J", "Bad", "B"),
        res("A", "a.xml", "imswl_xmlv1p1") + res("B", "b.xml", "imswl_xmlv1p3"),
        a_dot_xml=link_xml("https://example.org/?a=1&amp;b=&#50;"),
        b_dot_xml=link_xml("javascript:alert(1)"),
    )
    assert find(bundle, "A").title == "Fish & chips"
    assert find(bundle, "A").values["address"] == "https://example.org/?a=1&b=2"
    assert [line.outcome for line in bundle.report] == ["imported", "left out"]


def test_an_address_that_cannot_be_taken_apart_leads_nowhere() -> None:
    with pytest.raises(ImportRefused, match="none of the web"):
        check_address("http://[")


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("imsdt_xmlv1p2", "not a discussion topic"),
        ("imsbasiclti_xmlv1p0", "not the description of an LTI link"),
        ("assignment_xmlv1p0", "not an assignment"),
    ],
)
def test_what_is_left_out_is_named_with_its_reason(
    read_cartridge: Read, kind: str, word: str
) -> None:
    bundle = read_cartridge(item("I", "It", "A"), res("A", "a.xml", kind), a_dot_xml="<a/>")
    (line,) = bundle.report
    assert (line.identifier, line.title, line.outcome) == ("A", "It", "left out")
    assert word in in_english(line.reason)


@pytest.mark.parametrize(
    ("kind", "name", "arrives_as", "words"),
    [
        ("strange", "a.bin", "staff_file", "strange are not known. Its file is kept for staff."),
        ("imsapip_zipv1p0", "a.zip", "staff_file", "imsapip_zipv1p0 are not read"),
        ("idpf_epub_v3p0", "a.epub", "file", ""),
    ],
)
def test_what_cannot_be_read_is_kept_as_the_file_that_it_is(
    read_cartridge: Read, kind: str, name: str, arrives_as: str, words: str
) -> None:
    files = {name.replace(".", "_dot_"): b"PK\x03\x04"}
    bundle = read_cartridge(item("I", "It", "A"), res("A", name, kind), **files)
    (line,) = bundle.report
    assert (line.identifier, line.title, line.outcome) == ("A", "It", "imported")
    assert words in in_english(line.reason)
    assert "instructors" not in in_english(line.reason)
    assert find(bundle, "A").type_name == arrives_as


def test_the_reason_is_the_true_one_where_a_file_is_missing(read_cartridge: Read) -> None:
    kinds = ("strange", "imsapip_zipv1p0", "idpf_epub_v3p0")
    resources = "".join(res(kind, f"{kind}.bin", kind) for kind in kinds)
    bundle = read_cartridge("".join(item(f"I{kind}", "It", kind) for kind in kinds), resources)
    told = {line.identifier: in_english(line.reason) for line in bundle.report}
    assert "are not known" in told["strange"]
    assert "is not in the cartridge" in told["imsapip_zipv1p0"]
    assert "is not in the cartridge" in told["idpf_epub_v3p0"]


def test_the_plain_page_of_an_assignment_takes_its_place(read_cartridge: Read) -> None:
    fallback = (
        '<resource identifier="F" type="webcontent"><variant identifier="V" identifierref="A"/>'
        '<file href="a.html"/></resource>'
    )
    bundle = read_cartridge(
        item("I", "Essay", "A"),
        res("A", "a.xml", "assignment_xmlv1p0") + fallback,
        a_dot_xml="<a/>",
        a_dot_html="<p>Write",
    )
    assert outline(bundle.roots[0])[1:] == [["lesson: Essay"]]
    assert {line.identifier: line.outcome for line in bundle.report} == {
        "A": "joined",
        "F": "imported",
    }


@pytest.mark.parametrize(
    ("href", "kind", "arrives_as"),
    [
        ("a.html", "webcontent", "staff_page"),
        ("a.pdf", "webcontent", "staff_file"),
        ("a.png", "webcontent", "staff_file"),
        ("a.xml", "imswl_xmlv1p1", "staff_page"),
    ],
)
def test_what_is_for_instructors_only_arrives_for_staff_only(
    read_cartridge: Read, href: str, kind: str, arrives_as: str
) -> None:
    role = (
        "<metadata><lom><educational><intendedEndUserRole><value>Instructor</value>"
        "</intendedEndUserRole></educational></lom></metadata>"
    )
    content = link_xml("https://x.org/key") if kind.startswith("imswl") else "42"
    files = {href.replace(".", "_dot_"): content}
    bundle = read_cartridge(
        item("I", "Answers", "A"), res("A", href, kind, more=role), "1.1.0", **files
    )
    assert outline(bundle.roots[0])[1:] == [[f"{arrives_as}: Answers"]]
    assert "instructors only" in in_english(bundle.report[0].reason)


def test_a_resource_that_stands_in_the_tree_twice_is_made_once(read_cartridge: Read) -> None:
    items = item("I", "One", "A") + item("J", "Again", "A")
    bundle = read_cartridge(items, res("A", "a.html"), a_dot_html="a")
    assert outline(bundle.roots[0])[1:] == [["lesson: One"]]
    assert [line.identifier for line in bundle.report] == ["A", "J"]


def test_a_file_outside_of_the_package_is_not_read(read_cartridge: Read) -> None:
    bundle = read_cartridge(item("I", "One", "A"), res("A", "../../../etc/passwd"))
    assert bundle.report[0].reason == "It names no file in the cartridge."


def test_items_of_one_identifier_are_two_units(read_cartridge: Read) -> None:
    items = item("I", "One", inside=item("X", "x", "A")) + item("I", "Two", inside=item("Y", "y"))
    bundle = read_cartridge(items, res("A", "a.html"), a_dot_html="a")
    assert [child.title for child in bundle.roots[0].children] == ["One", "Two"]


def test_a_page_with_headings_of_a_lesson_fills_its_fields(read_cartridge: Read) -> None:
    page = (
        "<div><h2>Objectives</h2><p>Know it.</p><h2>Time: </h2><p>1 h 30 min</p>"
        "<h2>Steps</h2><p>Do it.</p><h2>Answer key</h2><p>42</p></div>"
    )
    bundle = read_cartridge(item("I", "One", "A"), res("A", "a.html"), a_dot_html=page)
    assert find(bundle, "A").values == {
        "duration": 90,
        "objectives": "<p>Know it.</p>",
        "steps": "<p>Do it.</p>",
        "answer_key": "<p>42</p>",
    }


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (b'<!DOCTYPE w [<!ENTITY a "b">]><w><url href="http://x.org/"/></w>', "document type"),
        (b"<w>" * 300 + b'<url href="http://x.org/"/>', "nested too deep"),
        (b"no markup at all", "not"),
        (b'<w xmlns:a="http: //b"><url href="javascript:alert(1)"/></w>', "none of the web"),
    ],
)
def test_a_broken_link_file_is_read_under_the_same_limits(link, reason):
    with pytest.raises(ImportRefused, match=reason):
        read_address(link, "A link", Limits())


def test_a_link_file_with_a_namespace_that_is_none_is_understood():
    link = b'<w xmlns:a="http: //b" a:c="d"><title>T</title><url href="https://x.org/y"/></w>'
    assert read_address(link, "A link", Limits()) == "https://x.org/y"
