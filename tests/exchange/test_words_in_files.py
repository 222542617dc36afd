"""The words of real files come out page by page, slide by slide, sheet by sheet."""

import pytest
from tests.exchange.document_maker import opendocument, pdf, pptx, xlsx
from tests.exchange.word_maker import R, W, WordFile, packed

from academe.exchange.file_texts import FileText, read_file_text
from academe.exchange.gathering_pages import MOST_PAGES
from academe.store.file_texts import MOST_CHARACTERS
from academe.wording import in_english


@pytest.fixture
def words_of(tmp_path):
    def read(content: bytes) -> FileText:
        path = tmp_path / "1.blob"
        path.write_bytes(content)
        return read_file_text(path)

    return read


def test_a_pdf_has_the_words_of_each_page(words_of):
    assert words_of(pdf("Wind vanes", "", "Se\xf1ales del viento")) == FileText(
        ("Wind vanes", "", "Se\xf1ales del viento"), ""
    )


def word(body: str) -> bytes:
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="mc"><w:body>{body}</w:body></w:document>'
    return packed({**WordFile().parts(), "word/document.xml": document})


def test_a_word_file_has_its_paragraphs_tables_and_notes(words_of):
    made = WordFile().heading("Soil").note("Dig a hole.", "Ask first.").table(("sand", "clay"))
    found = words_of(made.link("A map", "https://example.org").bytes())
    assert found == FileText(("Soil Dig a hole. sand clay A map Ask first.",), "")


def test_a_word_file_has_the_pages_that_word_saw(words_of):
    body = (
        '<w:p><w:r><w:t>One</w:t><w:br w:type="page"/></w:r></w:p>'
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>still</w:t><w:lastRenderedPageBreak/><w:t>Three</w:t></w:r></w:p>"
    )
    assert words_of(word(body)).pages == ("One", "Two still", "Three")


def test_a_word_file_that_word_never_laid_out_has_the_pages_that_its_author_broke(words_of):
    body = (
        '<w:p><w:r><w:t>One</w:t><w:tab/><w:t>a</w:t><w:br w:type="page"/><w:t>Two</w:t></w:r></w:p>'
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Three</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:pageBreakBefore w:val="0"/></w:pPr><w:r><w:t>still</w:t></w:r></w:p>'
    )
    assert words_of(word(body)).pages == ("One a", "Two", "Three still")


def test_words_that_were_taken_out_or_stand_twice_are_not_found(words_of):
    body = (
        "<w:p><w:r><w:delText>secret</w:delText></w:r><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>box</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>box</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert words_of(word(body)).pages == ("box",)


def test_slides_come_in_the_order_in_which_they_are_shown(words_of):
    made = pptx("last", "first\nline", "second", order=[1, 2, 0], notes={2: "Say it slowly."})
    assert words_of(made) == FileText(("first line", "second Say it slowly.", "last"), "")


def test_a_workbook_has_a_page_for_each_sheet(words_of):
    made = xlsx({"Seeds": [["bean", 12], ["=pea", "bean"]], "Empty": [], "Budget": [["water"]]})
    assert words_of(made) == FileText(("Seeds bean 12 pea bean", "Empty", "Budget water"), "")


def test_a_writer_text_has_the_pages_where_it_was_broken(words_of):
    styles = (
        '<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/>'
        '</style:style><style:style style:name="P2"/>'
    )
    body = (
        '<text:h text:style-name="P1">Rain</text:h><text:p>f<text:span>al</text:span>ls'
        '<text:s text:c="3"/>down<text:soft-page-break/>here</text:p>'
        "<text:tracked-changes><text:p>was</text:p></text:tracked-changes>"
        '<text:p text:style-name="P2">and</text:p><text:p text:style-name="P1">there</text:p>'
    )
    found = words_of(opendocument("text", body, styles))
    assert found == FileText(("Rain falls down", "here and", "there"), "")


def test_slides_and_sheets_of_opendocument_are_pages(words_of):
    slides = '<draw:page draw:name="p1"><text:p>Sun</text:p><presentation:notes><text:p>hot</text:p></presentation:notes></draw:page><draw:page><text:p>Moon</text:p></draw:page>'
    assert words_of(opendocument("presentation", slides)).pages == ("Sun hot", "Moon")
    sheets = '<table:table table:name="Week 1"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>'
    assert words_of(opendocument("spreadsheet", sheets)).pages == ("Week 1 a b",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("# Wind\n\nIt *blows*.\n", "# Wind It *blows*."),
        ("\ufeffname,grade\nBea,5\n", "name,grade Bea,5"),
        (
            "<!DOCTYPE html><title>Tides</title><script>no</script><p>H<b>ig</b>h</p><p>Low</p>",
            "Tides High Low",
        ),
    ],
)
def test_plain_texts_are_one_page(words_of, content, words):
    assert words_of(content.encode()) == FileText((words,), "")


def test_of_a_very_long_file_the_first_pages_are_kept_and_it_says_so(words_of):
    found = words_of(pdf(*["wind and rain " * 100] * 400))
    assert sum(map(len, found.pages)) == MOST_CHARACTERS
    assert 280 < len(found.pages) < 300
    assert f"up to page {len(found.pages)}" in in_english(found.reason)
    assert "page 1" in in_english(words_of(b"word " * 500_000).reason)


def test_a_file_without_words_says_that_it_may_be_a_scan(words_of):
    assert "pictures of text" in in_english(words_of(pdf("", " - ")).reason)
    assert words_of(pdf("", " - ")).pages == ()


def test_as_many_pages_as_people_look_through_are_read(words_of):
    assert len(words_of(pdf(*["page"] * MOST_PAGES)).pages) == MOST_PAGES


def test_the_real_spreadsheets_of_the_samples_are_read(words_of, samples):
    folder = samples / "standards" / "opensalt"
    small = words_of((folder / "spreadsheet_import_sample.xlsx").read_bytes())
    assert small.reason == ""
    assert "humanCodingScheme" in small.pages[1]
    assert len(words_of((folder / "ccsso_ela.xlsx").read_bytes()).pages) == 3
