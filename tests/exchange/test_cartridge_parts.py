"""Parts of a cartridge in small: topics, tools, assignments, tests, and what LOM says of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.test_cartridges import find, item, outline, res

from academe.exchange.bundle import Bundle
from academe.exchange.reading import read
from academe.wording import in_english

Read = Callable[..., Bundle]

TOOL = """<cartridge_basiclti_link xmlns:blti="urn:b" xmlns:lticm="urn:m">
<blti:title>Grapher</blti:title><blti:description>Draws graphs</blti:description>
<blti:custom><lticm:property name="api_key">CANARY-1</lticm:property></blti:custom>
<blti:extensions platform="x"><lticm:property name="secret">CANARY-2</lticm:property>
</blti:extensions>
<blti:launch_url>http://plain.org/</blti:launch_url>
<blti:secure_launch_url>{}</blti:secure_launch_url></cartridge_basiclti_link>"""


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://x.org/a?b=1", "https://x.org/a?b=1"),
        ("https://x.org/a?b=1&amp;api_key=CANARY-3", "https://x.org/a?b=1"),
        ("https://me:CANARY-4@x.org/a", "https://x.org/a"),
        ("https://x.org/?oauth_token=CANARY&amp;q=%26", "https://x.org/?q=%26"),
    ],
)
def test_a_tool_is_a_link_without_its_secrets(
    read_cartridge: Read, address: str, kept: str
) -> None:
    bundle = read_cartridge(
        item("I", "Draw", "A"),
        res("A", "a.xml", "imsbasiclti_xmlv1p0"),
        a_dot_xml=TOOL.format(address),
    )
    link = find(bundle, "A")
    assert (link.type_name, link.title) == ("link", "Draw")
    assert link.values == {"address": kept, "summary": "Draws graphs"}
    assert "parameters" in in_english(bundle.report[0].reason)
    assert "CANARY" not in repr([bundle.report, link])


ASSIGNMENT = """<assignment xmlns="urn:a"><title>Essay</title>
<text texttype="text/html">&lt;p&gt;Write.&lt;/p&gt;</text>
<instructor_text texttype="text/html">&lt;p&gt;Be kind.&lt;/p&gt;</instructor_text>
<attachments><attachment href="help.pdf" role="All"/><attachment href="key.pdf" role="Instructor"/>
</attachments><gradable points_possible="7.5">true</gradable>
<submission_formats><format type="file"/><format type="html"/></submission_formats>
<extensions><assignment><due_at>2026-10-05T21:59:00</due_at><unlock_at/></assignment></extensions>
</assignment>"""


def test_an_assignment_of_version_1_3_arrives_whole(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "Essay", "A"),
        res("A", "a.xml", "assignment_xmlv1p0") + res("H", "help.pdf"),
        "1.3.0",
        a_dot_xml=ASSIGNMENT,
        help_dot_pdf=b"%PDF",
    )
    essay = find(bundle, "A")
    assert outline(essay) == ["assignment: Essay", ["file: help.pdf"]]
    values = essay.values
    assert (values["points"], values["due"], values["hand_in"]) == (7.5, "2026-10-05", "file, text")
    assert 'href="import:H"' in str(values["text"])
    assert "Be kind." in str(values["teachers_notes"])
    assert "key.pdf" not in str(values["text"])


QUIZ = """<questestinterop><assessment ident="Q" title="Numbers"><section>
<item ident="1" title="Sum"><presentation><material><mattext texttype="text/plain">1 + 1 &lt; 3?
</mattext></material><response_lid ident="R"><render_choice>
<response_label ident="T"><material><mattext>Yes</mattext></material></response_label>
<response_label ident="F"><material><mattext>No</mattext></material></response_label>
</render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar>
<varequal respident="R">T</varequal></conditionvar><setvar varname="SCORE">100</setvar>
</respcondition></resprocessing></item>
<item ident="2"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>fill_in_multiple_blanks_question</fieldentry></qtimetadatafield></qtimetadata>
</itemmetadata><presentation><material><mattext texttype="text/html">&lt;p&gt;The [big] one
&lt;img src="sun.png" alt="Sun"&gt;&lt;/p&gt;</mattext></material><response_lid ident="B"><material>
<mattext>big</mattext></material><render_choice><response_label ident="X"><material>
<mattext>enormous</mattext></material></response_label></render_choice></response_lid>
</presentation><resprocessing><respcondition><conditionvar><varequal respident="B">X</varequal>
</conditionvar><setvar>100</setvar></respcondition></resprocessing></item>
</section></assessment></questestinterop>"""
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
BANK = "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"


@pytest.mark.parametrize(
    ("kind", "arrives_as"), [(ASSESSMENT, "assessment"), (BANK, "question_bank")]
)
def test_answers_stand_in_their_own_field_only(
    read_cartridge: Read, kind: str, arrives_as: str
) -> None:
    bundle = read_cartridge(
        item("I", "Numbers", "Q"),
        res("Q", "q.xml", kind) + res("S", "sun.png"),
        q_dot_xml=QUIZ,
        sun_dot_png=b"\x89PNG",
    )
    quiz = find(bundle, "Q")
    assert outline(quiz) == [f"{arrives_as}: Numbers", ["image: Sun"]]
    text, key = str(quiz.values["text"]), str(quiz.values["answer_key"])
    assert "1 + 1 &lt; 3?" in text
    assert "<li>Yes</li><li>No</li>" in text
    assert 'src="import:S"' in text
    assert "enormous" not in text
    assert "enormous" in key
    assert "<li>Yes</li>" in key
    assert "No" not in key
    assert quiz.files[0].path.read_text() == QUIZ


def test_a_test_that_cannot_be_read_is_kept_for_staff(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "Numbers", "Q"), res("Q", "q.xml", ASSESSMENT), q_dot_xml="<assessmentTest/>"
    )
    assert outline(bundle.roots[0])[1:] == [["staff_file: Numbers"]]
    assert "could not be read" in in_english(bundle.report[0].reason)


def lom(inside: str) -> str:
    return f"<metadata><lom>{inside}</lom></metadata>"


def test_what_lom_says_of_a_page_goes_to_its_fields(read_cartridge: Read) -> None:
    said = lom(
        "<general><description><string>What wind does.</string></description>"
        "<language>es-MX</language></general><lifeCycle><contribute><role><value>author</value>"
        "</role><entity>BEGIN:VCARD\nFN:Ana Alba\nEND:VCARD</entity></contribute><contribute>"
        "<role><value>author</value></role><entity>Rui Ramos</entity></contribute></lifeCycle>"
        "<educational><typicalLearningTime><duration>PT1H30M</duration></typicalLearningTime>"
        "</educational><rights><description><string>https://creativecommons.org/licenses/by/4.0/"
        "</string></description></rights>"
    )
    bundle = read_cartridge(
        item("I", "Wind", "A"), res("A", "a.html", more=said), a_dot_html="<p>Blow."
    )
    assert find(bundle, "A").values == {
        "summary": "What wind does.",
        "language": "es-MX",
        "author_credit": "Ana Alba, Rui Ramos",
        "licence": "CC-BY-4.0",
        "duration": 90,
        "steps": "<p>Blow.</p>",
    }


STANDARDS = """<metadata><curriculumStandardsMetadataSet><curriculumStandardsMetadata>
<setOfGUIDs region="US" version="1"><labelledGUID><GUID>e2a1-1</GUID><label>5.NF.A.1</label>
</labelledGUID><labelledGUID><GUID>e2a1-2</GUID></labelledGUID></setOfGUIDs>
</curriculumStandardsMetadata></curriculumStandardsMetadataSet></metadata>"""


def test_standards_arrive_by_code_or_by_guid(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "Wind", "A") + item("J", "Quiz", "Q"),
        res("A", "a.html", more=STANDARDS) + res("Q", "q.xml", ASSESSMENT, more=STANDARDS),
        a_dot_html="<p>Blow.",
        q_dot_xml=QUIZ,
    )
    assert find(bundle, "A").values["standards"] == ("5.NF.A.1", "e2a1-2")
    assert find(bundle, "Q").values["standards"] == ("5.NF.A.1 assessed", "e2a1-2 assessed")


def test_further_files_of_a_page_arrive_where_it_shows_them(read_cartridge: Read) -> None:
    more = '<file href="sun.png"/><file href="moon.png"/><file href="style.css"/>'
    bundle = read_cartridge(
        item("I", "Sky", "A"),
        res("A", "a.html", more=more),
        a_dot_html='<p><img src="sun.png" alt="The sun"></p>',
        sun_dot_png=b"\x89PNG",
        moon_dot_png=b"\x89PNG",
        style_dot_css="p{}",
    )
    assert outline(bundle.roots[0])[1:] == [["lesson: Sky", ["image: The sun"]]]


def test_a_picture_of_another_site_becomes_a_link(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "Sky", "A"),
        res("A", "a.html"),
        a_dot_html='<p><img src="https://x.org/i/sun.png" alt="The sun"> and '
        '<img src="//x.org/i/moon.png"></p>',
    )
    assert find(bundle, "A").values["steps"] == (
        '<p><a href="https://x.org/i/sun.png">The sun</a> and '
        '<a href="https://x.org/i/moon.png">moon.png</a></p>'
    )


def test_an_embedded_picture_leaves_its_words_and_a_line(read_cartridge: Read) -> None:
    bundle = read_cartridge(
        item("I", "Sky", "A"),
        res("A", "a.html"),
        a_dot_html='<p>See <img src="data:image/png;base64,iVBORw0KGgo=" alt="The sun"></p>',
    )
    assert find(bundle, "A").values["steps"] == "<p>See <em>The sun</em></p>"
    assert [line.title for line in bundle.report if line.outcome == "left out"] == ["The sun"]


def test_a_thin_cartridge_says_so(make_zip: Callable[..., Path], workfolder: Path) -> None:
    manifest = (
        '<manifest identifier="M"><metadata><schema>IMS Thin Common Cartridge</schema>'
        "<schemaversion>1.2.0</schemaversion></metadata><organizations/><resources/></manifest>"
    )
    bundle = read(make_zip({"imsmanifest.xml": manifest}), workfolder)
    assert bundle.format == "Thin Common Cartridge 1.2.0"
    assert bundle.identifier == "M"
