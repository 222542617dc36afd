"""A folder as it lies on a teacher's machine: what becomes of it, and what the report says."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tests.exchange.teachers_folder import OLE, PNG, TOP, WEB_PAGE, files
from tests.exchange.test_what_teachers_have import WORDS, Bring, bring, find, outline
from tests.exchange.word_maker import WordFile

from academe.errors import ImportRefused
from academe.exchange.bundle import Bundle, ReportLine
from academe.exchange.importing import import_path
from academe.exchange.reading import read
from academe.store.content import Text, subtree
from academe.wording import in_english

__all__ = ["bring"]


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """What became of the folder; read once, as no test changes it."""
    folder = tmp_path_factory.mktemp("brought")
    with zipfile.ZipFile(folder / "my-course.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files().items():
            archive.writestr(name, content)
    return read(folder / "my-course.zip", folder, vocabulary=WORDS)


def line_of(bundle: Bundle, end: str) -> ReportLine:
    (found,) = [line for line in bundle.report if line.identifier.endswith(end)]
    return found


def test_tree_order_and_titles_are_those_that_the_teacher_sees(brought: Bundle) -> None:
    assert outline(brought.roots[0]) == [
        f"course: {TOP}",
        [
            "unit: Längen",
            [
                "lesson: Längen messen",
                ["image: Ein Kind misst den Flur"],
                ["image: Picture 2"],
                ["file: Arbeitsblatt Flur.pdf"],
            ],
            ["lesson: Gewichte vergleichen"],
            ["lesson: Wie schwer ist Luft?", ["image: Ein Ball auf der Waage"]],
        ],
        [
            "unit: Fläche und Höhe",
            ["lesson: Rechteck", ["file: Fläche.pptx"]],
            ["lesson: Dreieck"],
        ],
        [
            "unit: El río",
            ["lesson: ¿Cuánto mide el río?"],
            ["file: con clave.docx"],
            ["file: medidas.xlsx"],
            ["file: notas viejas.doc"],
            ["file: roto.docx"],
        ],
    ]


def test_headings_open_the_fields_of_a_lesson_in_three_languages(brought: Bundle) -> None:
    lengths = find(brought, "Längen messen").values
    assert lengths["duration"] == 45
    assert lengths["author_credit"] == "Jürgen Groß"
    assert lengths["grades"] == ("4", "5")
    assert lengths["objectives"] == (
        "<ul><li>mit dem Lineal messen</li><li>Längen schätzen</li></ul>"
    )
    steps = str(lengths["steps"])
    assert "<ol><li>Schritte zählen</li><li>Schnur legen</li></ol>" in steps
    assert "<td><p>12 m</p></td>" in steps
    river = find(brought, "¿Cuánto mide el río?").values
    assert "Medir\ncon una cuerda." in str(river["objectives"])
    assert 'href="https://example.org/mapa?a=1"' in str(river["steps"])
    assert find(brought, "Gewichte vergleichen").values["duration"] == 90


def test_a_footnote_stays_with_the_part_that_it_belongs_to(brought: Bundle) -> None:
    """What stands at the end of the file would be in the answer key, which readers do not see."""
    lesson = find(brought, "Längen messen").values
    assert "<p>[1] Ohne Schuhe messen sie weiter." in str(lesson["steps"])
    assert lesson["answer_key"] == (
        "<p>Der Flur misst 12 m.<sup>[2]</sup></p><p>[2] Mit Maßband nachgemessen. </p>"
    )


def test_links_between_files_hold_whatever_program_wrote_them(brought: Bundle) -> None:
    steps = str(find(brought, "Längen messen").values["steps"])
    assert f'href="import:{line_id(brought, "2 Gewichte.docx")}"' in steps
    assert f'href="import:{line_id(brought, "Arbeitsblatt Flur.pdf")}"' in steps
    rectangle = str(find(brought, "Rechteck").values["steps"])
    assert f'href="import:{line_id(brought, "2 Dreieck.md")}"' in rectangle


def line_id(bundle: Bundle, end: str) -> str:
    from academe.exchange.bundle import identifier_of

    return identifier_of(line_of(bundle, end).identifier)


def test_pictures_bring_their_alternatives_and_lacking_ones_are_said(brought: Bundle) -> None:
    steps = str(find(brought, "Längen messen").values["steps"])
    assert steps.count("<img ") == steps.count("alt=") == 2
    assert 'alt=""' in steps
    assert "text alternative is empty" in line_of(brought, "picture-2.png").reason
    assert find(brought, "Ein Ball auf der Waage").values["alt"] == "Ein Ball auf der Waage"


def test_lists_and_titles_of_a_page_that_word_saved_are_what_they_look_like(
    brought: Bundle,
) -> None:
    air = str(find(brought, "Wie schwer ist Luft?").values["steps"])
    assert air.count("<li ") == 2
    assert "·" not in air
    assert "ein Ball" in air


def test_nothing_is_lost_without_a_line(brought: Bundle) -> None:
    told = Counter(line.identifier for line in brought.report)
    names = {name.removeprefix(f"{TOP}/") for name in files()} - {"1 Längen/Thumbs.db"}
    mac = {name for name in names if name.startswith("2 ")}
    assert names - mac <= set(told)
    assert set(told.values()) == {1}
    drawn = in_english(line_of(brought, "2 Gewichte.docx").reason)
    assert "Drawings that only an office program shows were left out: 1." in drawn
    assert "Formulas of Word were left out: 1." in drawn
    assert "duration: ein Weilchen" in in_english(line_of(brought, "río.html").reason)


@pytest.mark.parametrize(
    ("end", "outcome", "words"),
    [
        ("notas viejas.doc", "imported", "save it as .docx"),
        ("con clave.docx", "imported", "has a password, or is an old Word file"),
        ("roto.docx", "imported", "not a Word file that can be read"),
        ("leer.docx", "left out", "The file is empty."),
        ("vacío.md", "left out", "The file is empty."),
        ("enlace.gdoc", "left out", "Download it there as a Word file"),
        ("~$Längen.docx", "joined", "holds no text"),
        ("filelist.xml", "joined", "Settings"),
        ("gibt es nicht.docx", "left out", "it is not there"),
    ],
)
def test_the_report_says_in_plain_words_what_to_do(
    brought: Bundle, end: str, outcome: str, words: str
) -> None:
    line = line_of(brought, end)
    assert line.outcome == outcome
    assert words in in_english(line.reason)


def test_the_whole_folder_becomes_contents(district, ana, tmp_path, commit) -> None:
    for name, content in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (course,), report = import_path(ana, tmp_path / TOP, district.site.root, district)
    commit()
    told = {in_english(line.reason) for line in report}
    misfits = [said for said in told if "do not fit" in said]
    assert misfits
    assert all("These answers do not fit: Language (de)." in said for said in misfits)
    assert any("Formulas of Word were left out: 1." in said for said in misfits)
    lessons = {str(c.value("title")): c for c in subtree(course) if c.type_name == "lesson"}
    assert len(lessons) == 6
    assert lessons["Längen messen"].value("duration") == 45
    written = [v for c in lessons.values() for v in c.values.values() if isinstance(v, Text)]
    assert not any("import:" in text.html or 'href=""' in text.html for text in written)
    german = lessons["Längen messen"].value("steps").html
    assert german.startswith('<div lang="de">')
    assert "Mso" not in lessons["Wie schwer ist Luft?"].value("steps").html


def test_a_word_file_alone_is_a_lesson_or_a_document(tmp_path: Path, workfolder: Path) -> None:
    plan = tmp_path / "Längen messen.docx"
    word = WordFile().text("Längen", "Titel").heading("Objectives").text("Measure.")
    plan.write_bytes(word.heading("Steps").text("Fold.").bytes())
    (lesson,) = read(plan, workfolder, vocabulary=WORDS).roots
    assert (lesson.type_name, lesson.title) == ("lesson", "Längen")
    letter = tmp_path / "handbook.docx"
    letter.write_bytes(WordFile().text("Please read.").picture(PNG, "The map").bytes())
    (document,) = read(letter, workfolder, vocabulary=WORDS).roots
    assert (document.type_name, document.title) == ("document", "Handbook")
    assert [child.type_name for child in document.children] == ["image"]


def test_a_lesson_alone_gets_a_course_where_no_lesson_can_lie(
    district, ana, tmp_path, commit
) -> None:
    path = tmp_path / "wind.md"
    path.write_text("# Wind\n\n## Objectives\n\nFeel it.\n")
    (course,), _report = import_path(ana, path, district.site.root, district)
    commit()
    (wind,) = course.children()
    assert (course.type_name, wind.type_name) == ("course", "lesson")
    assert wind.value("objectives").html == "<p>Feel it.</p>"
    (rain,), _report = import_path(ana, path, course, district)
    assert (rain.type_name, rain.__parent__) == ("lesson", course)


def test_lessons_of_a_folder_go_into_a_unit_one_by_one(district, ana, tmp_path, commit) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for number, title in enumerate(("Wind", "Rain"), 1):
        (folder / f"lesson-{number}.md").write_text(f"# {title}\n\nWords.\n")
    (course,), _report = import_path(ana, folder, district.site.root, district)
    made, report = import_path(ana, folder, course, district)
    commit()
    assert [(c.type_name, str(c.value("title"))) for c in made] == [
        ("lesson", "Wind"),
        ("lesson", "Rain"),
    ]
    assert {line.outcome for line in report} == {"imported"}


def test_a_file_alone_that_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, workfolder: Path
) -> None:
    for content, words in ((OLE, "without a password"), (b"", "empty"), (b"PK", "not a Word file")):
        path = tmp_path / "old.docx"
        path.write_bytes(content)
        with pytest.raises(ImportRefused) as refusal:
            read(path, workfolder, vocabulary=WORDS)
        assert words in in_english(refusal.value.sentence)
        assert not list(workfolder.iterdir())


def test_boxes_to_tick_stay_boxes(tmp_path: Path, workfolder: Path) -> None:
    box = (
        '<w:p><w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/'
        '2010/wordml"><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>'
        "x</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>{}</w:t></w:r></w:p>"
    )
    path = tmp_path / "list.docx"
    path.write_bytes(WordFile().raw(box.format(1, "done")).raw(box.format(0, "open")).bytes())
    (document,) = read(path, workfolder, vocabulary=WORDS).roots
    assert document.values["text"] == "<p>☑done</p><p>☐open</p>"


def test_words_above_a_text_that_are_not_well_formed_are_said(
    tmp_path: Path, workfolder: Path
) -> None:
    path = tmp_path / "lesson-1.md"
    path.write_text("---\ntitle: [Wind\n---\n# Rain\n\nDrops.\n")
    bundle = read(path, workfolder, vocabulary=WORDS)
    assert bundle.roots[0].title == "Rain"
    assert "not well-formed" in in_english(bundle.report[0].reason)


def test_bytes_of_windows_are_read_as_text(tmp_path: Path, workfolder: Path) -> None:
    page = tmp_path / "luft.htm"
    page.write_bytes(WEB_PAGE.replace(b"Ball", "Bär".encode("cp1252")))
    (lesson,) = read(page, workfolder, vocabulary=WORDS).roots
    assert "ein Bär" in str(lesson.values["text"])


MANUAL = Path(__file__).parents[2] / "docs/manuals/coordinators.md"


def test_the_examples_of_the_manual_do_what_it_says(bring: Bring) -> None:
    lesson, table = re.findall(r"^```\n(.*?)^```", MANUAL.read_text("utf-8"), re.M | re.S)[-2:]
    made = find(bring({"lesson-1.md": lesson, "jar.png": PNG}), "Layers in a jar")
    assert made.type_name == "lesson"
    assert made.values["grades"] == ("4", "5")
    assert made.values["duration"] == 45
    assert (made.values["language"], made.values["author_credit"]) == ("en", "Ana Alvarez")
    assert made.values["objectives"] == "<p>Students name three layers of soil.</p>"
    assert "Shake it, and wait." in str(made.values["steps"])
    assert [child.values["alt"] for child in made.children] == ["A jar with three layers"]
    word = WordFile().text("Be kind.").bytes()
    files = {"contents.csv": table, "4119.docx": word, "forms/6153.pdf": b"%PDF-1.4"}
    bundle = bring({**files, "LICENSE": "CC BY 4.0"})
    conduct, trips = find(bundle, "Conduct of staff"), find(bundle, "Field trips")
    assert (conduct.type_name, conduct.values["code"]) == ("policy", "4119")
    assert conduct.values["adopted_on"] == "2021-06-08"
    assert trips.values["adopted_on"] == "2019-03-12"
    assert {one.values["licence"] for one in bundle.contents()} == {"CC-BY-4.0"}
