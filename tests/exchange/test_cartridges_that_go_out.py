"""A cartridge that goes out is what the standard says, and keeps what is for staff apart."""

import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree, html
from tests.exchange.going_out import plant_everything, write

from academe.actions.creating import create
from academe.actions.filing import take_file
from academe.exchange.bundle import Bundle
from academe.exchange.cartridge_out import write_cartridge
from academe.exchange.importing import import_path
from academe.exchange.outgoing import gather
from academe.exchange.reading import read
from academe.store.content import Content
from academe.store.files import StoredFile

CP11 = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
CP13 = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
CSM13 = "{http://www.imsglobal.org/xsd/imsccv1p3/imscsmd_v1p0}"
QTI = (
    b'<?xml version="1.0"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
    b'<assessment ident="a1" title="Quiz"><section ident="s"/></assessment></questestinterop>'
)


def opened(person: Any, content: Content, district: Any, form: str, **words: Any) -> Any:
    """Write a content and open the zip."""
    return zipfile.ZipFile(
        io.BytesIO(write(gather(person, content, district), form, district, **words))
    )


def manifest_of(archive: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(archive.read("imsmanifest.xml"))


def check_schema(manifest: etree._Element, samples: Path) -> None:
    folder = samples / "schemas" / "common-cartridge-1.1"
    schema = etree.XMLSchema(etree.parse(folder / "ccv1p1_imscp_v1p2_v1p0.xsd"))
    schema.assertValid(manifest)


def check_rules(manifest: etree._Element, cp: str, archive: zipfile.ZipFile) -> None:
    """Hold what the schema's own rules (Schematron) ask of items, resources and files."""
    resources = {one.get("identifier"): one for one in manifest.iter(f"{cp}resource")}
    names = set(archive.namelist()) - {"imsmanifest.xml"}
    named = []
    for identifier, one in resources.items():
        files = [file.get("href") for file in one.iter(f"{cp}file")]
        needed = [need.get("identifierref") for need in one.iter(f"{cp}dependency")]
        assert len(set(files)) == len(files) == 1
        assert len(set(needed)) == len(needed)
        assert (one.get("href") == files[0]) == (one.get("type") == "webcontent")
        assert one.get("href") is None or one.get("type") == "webcontent"
        assert identifier not in needed
        assert all(resources[need].get("type") == "webcontent" for need in needed)
        named += files
    assert set(named) == {quote(name) for name in names}
    for item in manifest.iter(f"{cp}item"):
        if item.get("identifierref"):
            assert item.get("identifierref") in resources
            assert not item.findall(f"{cp}item")
            assert not resources[item.get("identifierref")].get("type").endswith("question-bank")
    kinds = [one.get("type") for one in resources.values()]
    assert len([kind for kind in kinds if kind.endswith("question-bank")]) <= 1


@pytest.mark.parametrize(("form", "cp"), [("1.1", CP11), ("1.3", CP13)])
def test_it_keeps_the_rules_of_the_standard(ana, district, commit, samples, form, cp) -> None:
    course = plant_everything(ana, district)
    commit()
    with opened(ana, course, district, form) as archive:
        manifest = manifest_of(archive)
        check_rules(manifest, cp, archive)
        if form == "1.1":
            check_schema(manifest, samples)
        assert manifest.findtext(f"{cp}metadata/{cp}schemaversion") == f"{form}.0"


@pytest.mark.parametrize(
    "sample",
    [
        "cartridges/all-question-types.imscc",
        "cartridges/allyworkshop.imscc",
        "cartridges/course-1.imscc",
        "cartridges/py4e_export.imscc",
        "moodle/sample-course-moodle24.mbz",
    ],
)
def test_every_sample_goes_out_valid(ana, district, commit, samples, sample) -> None:
    (course, *_), _report = import_path(ana, samples / sample, district.site.root, district)
    commit()
    with opened(ana, course, district, "1.1") as archive:
        check_schema(manifest_of(archive), samples)
        check_rules(manifest_of(archive), CP11, archive)
    with opened(ana, course, district, "1.3") as archive:
        check_rules(manifest_of(archive), CP13, archive)


def test_the_manifest_says_whose_it_is_and_what_it_serves(ana, district, commit) -> None:
    course = plant_everything(ana, district)
    commit()
    with opened(ana, course, district, "1.1") as archive:
        words = archive.read("imsmanifest.xml").decode()
    for said in (
        "Rivers: a *course*",
        "FN:Ana",
        "https://creativecommons.org/licenses/by/4.0/",
        "Grade 4",
        "educational level",
        "5.NF.A.1",
        "educational objective",
    ):
        assert said in words, said


def test_standards_have_codes_and_guids_where_the_version_has_a_place(ana, district, commit):
    course = plant_everything(ana, district)
    commit()
    guid = "8f3f9a1e-7d7a-4a5e-9c55-8e61e9c3a111"
    with opened(ana, course, district, "1.3", code_of=lambda name: (name, guid)) as archive:
        sets = list(manifest_of(archive).iter(f"{CSM13}labelledGUID"))
        assert {one.findtext(f"{CSM13}label") for one in sets} == {"5.NF.A.1", "5.NF.A.2"}
        assert {one.findtext(f"{CSM13}GUID") for one in sets} == {guid}
        (resource,) = {one.iterancestors(f"{CP13}resource").__next__() for one in sets}
        assert resource.get("href").startswith("pages/")


def test_links_lead_to_files_of_the_package(ana, district, commit) -> None:
    course = plant_everything(ana, district)
    commit()
    with opened(ana, course, district, "1.3") as archive:
        names = set(archive.namelist())
        page = html.fromstring(archive.read("pages/second.html"))
        found = [*page.xpath("//a/@href"), *page.xpath("//img/@src")]
    assert found
    assert all(f"pages/{way}".replace("pages/../", "") in names for way in found)


def test_what_is_for_staff_stands_on_pages_for_instructors(ana, district, commit) -> None:
    course = plant_everything(ana, district)
    commit()
    for form, cp in (("1.1", CP11), ("1.3", CP13)):
        with opened(ana, course, district, form) as archive:
            manifest = manifest_of(archive)
            holders = [n for n in archive.namelist() if b"Secret" in archive.read(n)]
        assert holders == ["staff/second.html"]
        (resource,) = manifest.xpath("//*[@href='staff/second.html' and @identifier]")
        assert "Instructor" in "".join(resource.itertext())
        items = [item.get("identifierref") for item in manifest.iter(f"{cp}item")]
        assert resource.get("identifier") not in items


def kept_test(ana: Any, district: Any) -> Content:
    def stored(name: str, words: bytes) -> StoredFile:
        return take_file(io.BytesIO(words), name, district)

    course = create(ana, district.site.root, "course", {"title": "C"}, district)
    values = {
        "title": "Quiz",
        "text": "<p>1?</p>",
        "answer_key": "<p>2!</p>",
        "source_files": (stored("notes.txt", b"x"), stored("quiz.xml", QTI)),
    }
    create(ana, course, "assessment", values, district)
    return course


@pytest.mark.parametrize("form", ["1.1", "1.3"])
def test_a_test_stays_a_test(ana, district, commit, tmp_path, form) -> None:
    course = kept_test(ana, district)
    commit()
    with opened(ana, course, district, form) as archive:
        manifest = manifest_of(archive)
        (found,) = manifest.xpath("//*[contains(@type, '/assessment')]")
        assert found.get("type") == f"imsqti_xmlv1p2/imscc_xmlv1p{form[-1]}/assessment"
        assert archive.read(found[0].get("href")) == QTI
        assert manifest.xpath(f"//*[@identifierref='{found.get('identifier')}']")
        assert not [
            n for n in archive.namelist() if n.startswith("pages") and b"2!" in archive.read(n)
        ]


def read_bytes(content: bytes, folder: Path, name: str) -> Bundle:
    path, work = folder / f"{name}.imscc", folder / f"work-{name}"
    path.write_bytes(content)
    work.mkdir()
    return read(path, work)


def test_other_programs_find_a_plain_course_in_it(ana, district, commit, tmp_path) -> None:
    """Without the page that says what everything is, it is read like a cartridge of others."""
    course = plant_everything(ana, district)
    commit()
    written = write(gather(ana, course, district), "1.3", district)
    source, target = zipfile.ZipFile(io.BytesIO(written)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            words = source.read(name)
            if name == "imsmanifest.xml":
                words = words.replace(b"academe-contents", b"r-contents")
            archive.writestr(name, words)
    bundle = read_bytes(target.getvalue(), tmp_path, "plain")
    (root,) = bundle.roots
    assert root.title == "Rivers: a *course*"
    titles = [(one.type_name, one.title) for one in bundle.contents()]
    assert ("unit", "Unit no: 1") in titles
    assert ("lesson", "Second") in titles
    assert ("link", "Elsewhere") in titles
    hidden = [one for one in bundle.contents() if "Secret" in str(one.values)]
    assert [one.type_name for one in hidden] == ["staff_page"]


def test_the_same_course_is_the_same_package(ana, district, commit) -> None:
    course = plant_everything(ana, district)
    commit()
    one = gather(ana, course, district)
    assert write(one, "1.1", district) == write(one, "1.1", district)


def test_pages_say_their_language_and_direction(ana, district, commit) -> None:
    lesson = create(
        ana,
        create(ana, district.site.root, "course", {"title": "C"}, district),
        "lesson",
        {"title": "درس", "language": "ar", "steps": "<p>مرحبا</p>"},
        district,
    )
    commit()
    with opened(ana, lesson, district, "1.3") as archive:
        (name,) = [n for n in archive.namelist() if n.startswith("pages/")]
        page = archive.read(name).decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>درس</h1>" in page


def test_marks_of_a_stranger_are_only_words(ana, district, commit, tmp_path, make_zip) -> None:
    """A package that claims our marks gets no type, place, link or file by them."""
    about = (
        '<main data-academe="1" data-root="c1">'
        '<section data-content="c1" data-type="course"><h2>Course</h2></section>'
        '<section data-content="c2" data-type="site" data-in="c1" data-position="0"><h2>S</h2>'
        '<div data-field="state"><dt>x</dt><dd><data value="published">p</data></dd></div></section>'
        '<section data-content="c3" data-type="file" data-in="c3" data-position="0"><h2>L</h2>'
        '<ul data-field="file"><li><a href="../../etc/passwd">x</a></li></ul></section>'
        '<section data-content="c4" data-type="page" data-in="c1" data-position="9"><h2>P</h2>'
        '<div data-field="text"><p><a data-to="c1&quot; onclick=x" href="x">l</a>'
        "<script>x</script></p></div></section></main>"
    )
    manifest = (
        '<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1">'
        "<metadata><schemaversion>1.3.0</schemaversion></metadata><organizations/><resources>"
        '<resource identifier="academe-contents" type="webcontent" href="about.html">'
        '<file href="about.html"/></resource></resources></manifest>'
    )
    path = make_zip({"imsmanifest.xml": manifest, "about.html": about})
    (course,), _report = import_path(ana, path, district.site.root, district)
    made = [course, *course.children()]
    assert [one.type_name for one in made] == ["course", "page", "page"]
    assert all(one.state != "published" and one.in_force(district.today) is None for one in made)
    text = made[2].values["text"].html
    assert "onclick" not in text
    assert "script" not in text


def test_files_go_through_piece_by_piece(ana, district, commit, monkeypatch) -> None:
    """No file of any size is ever in the memory as a whole."""
    course = create(ana, district.site.root, "course", {"title": "C"}, district)
    big = take_file(io.BytesIO(b"\0" * 3_000_000), "big.bin", district)
    create(ana, course, "file", {"title": "Big", "file": big}, district)
    commit()
    sizes: list[int] = []

    class Counting(io.BytesIO):
        def write(self, words: Any) -> int:
            sizes.append(len(words))
            return super().write(words)

    target = Counting()
    one = gather(ana, course, district)
    write_cartridge(one, target, district.definitions, lambda i: None)
    assert max(sizes) < 200_000
