"""A folder as teachers have it on their machines: two languages, three programs, leftovers."""

import unicodedata

from tests.exchange.word_maker import WordFile

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000157a0b1c20000000049454e44ae426082"
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600  # how .doc and protected files begin
TOP = "Größen und Maße"

WEB_PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<title>Dokument1</title><style>p.MsoNormal {margin:0cm}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body lang=DE><div class=WordSection1>
<p class=MsoTitle>Wie schwer ist Luft?</p>
<p class=MsoNormal><span style='font-size:11pt'>Wir wiegen einen Ball.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt'><span style='font-family:Symbol'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span>ein Ball</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18pt'><span style='font-family:Symbol'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span>eine Waage</p>
<p class=MsoNormal><img width=10 src="Luft-Dateien/image001.png" alt="Ein Ball auf der Waage"></p>
</div></body></html>""".encode("cp1252")

GOOGLE_PAGE = """<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">
<style type="text/css">.c1{color:#000}</style></head><body class="c2 doc-content">
<p class="c3 title" id="h.x"><span class="c1">¿Cuánto mide el río?</span></p>
<h1 class="c4" id="h.y"><span>Objetivos</span></h1><p class="c5"><span class="c1">Medir
con una cuerda.</span></p><h1 class="c4"><span>Pasos</span></h1>
<p class="c5"><span><a class="c6" href="https://www.google.com/url?q=https://example.org/mapa%3Fa%3D1
&amp;sa=D&amp;source=editors&amp;ust=1">El mapa</a></span></p></body></html>"""


def lesson_1() -> bytes:
    """Headings that open fields, lists, a table, two footnotes, two pictures, two links."""
    word = WordFile("Microsoft Word - Vorlage2019", "Jürgen Groß")
    word.text("Längen messen", "Titel")
    word.heading("Lernziele").entry("mit dem Lineal messen").entry("Längen schätzen")
    word.heading("Material").text("Lineal, Schnur, Maßband")
    word.heading("Dauer").text("45 Minuten")
    word.heading("Ablauf").note("Wir messen den Flur.", "Ohne Schuhe messen sie weiter.")
    word.entry("Schritte zählen", numbered=True).entry("Schnur legen", numbered=True)
    word.table(("Wer", "Länge"), ("Ana", "12 m"))
    word.picture(PNG, "Ein Kind misst den Flur").picture(PNG + b"\0")
    word.link("Nächste Stunde", "2%20Gewichte.docx")
    word.link("Das Arbeitsblatt", "file:///C:\\Users\\groß\\Mathe\\Arbeitsblatt%20Flur.pdf")
    word.heading("Lösungen").note("Der Flur misst 12 m.", "Mit Maßband nachgemessen.")
    return word.bytes()


def lesson_2() -> bytes:
    """No title, a heading that opens a field first, a drawing and a formula of Word's own."""
    word = WordFile("", "")
    word.heading("Lernziele").text("Gewichte vergleichen.")
    word.heading("Ablauf").text("Wir wiegen Äpfel.").picture(b"\x01\0\0\0emf", "", "emf")
    formula = '<m:oMath xmlns:m="x"><m:r><m:t>a=b</m:t></m:r></m:oMath>'
    return word.raw(f"<w:p>{formula}</w:p>").bytes()


TABLE = (
    "sep=;\r\n"
    "Path;Title;Grades;Language;Duration\r\n"
    "1 Längen\\1 Längen.docx;;4, 5;de;\r\n"
    "1 Längen\\2 Gewichte.docx;Gewichte vergleichen;4;de;1 Std. 30 Min.\r\n"
    "3 El río\\río.html;;4;es;ein Weilchen\r\n"
    "3 El río\\gibt es nicht.docx;Weg;;;\r\n"
).encode("cp1252")


def files() -> dict[str, bytes | str]:
    """Give the folder; the names of one subfolder are written as a Mac writes them."""
    mac = unicodedata.normalize("NFD", "2 Fläche und Höhe")
    inside: dict[str, bytes | str] = {
        "contents.csv": TABLE,
        "1 Längen/1 Längen.docx": lesson_1(),
        "1 Längen/~$Längen.docx": b"\x05Ana",
        "1 Längen/2 Gewichte.docx": lesson_2(),
        "1 Längen/10 Luft.htm": WEB_PAGE,
        "1 Längen/Luft-Dateien/image001.png": PNG + b"\0\0",
        "1 Längen/Luft-Dateien/filelist.xml": "<xml/>",
        "1 Längen/Arbeitsblatt Flur.pdf": b"%PDF-1.4",
        "1 Längen/Thumbs.db": b"x",
        f"{mac}/1 Rechteck.md": "---\ntitle: Rechteck\ngrades:\n  - '4'\n  - '5'\nauthor: [Ana, Rui]"
        "\n---\n# Steps\n\nSiehe [Dreieck](2%20Dreieck.md) und [Folien](Fl%C3%A4che.pptx).\n",
        f"{mac}/2 Dreieck.md": '+++\ntitle = "Dreieck"\ngrades = ["5"]\n+++\nHalbes Rechteck.\n',
        f"{mac}/{unicodedata.normalize('NFD', 'Fläche')}.pptx": b"PK\x03\x04slides",
        "3 El río/río.html": GOOGLE_PAGE,
        "3 El río/notas viejas.doc": OLE,
        "3 El río/con clave.docx": OLE,
        "3 El río/leer.docx": b"",
        "3 El río/vacío.md": b"",
        "3 El río/roto.docx": b"PK\x03\x04 and then nothing",
        "3 El río/medidas.xlsx": b"PK\x03\x04sheet",
        "3 El río/enlace.gdoc": '{"url": "https://docs.google.com/open?id=x"}',
    }
    return {f"{TOP}/{name}": content for name, content in inside.items()}
