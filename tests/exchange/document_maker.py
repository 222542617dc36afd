"""Writes PDF, PowerPoint, Excel and OpenDocument files, as small as they can be and still be read."""

import io
import zipfile
from collections.abc import Mapping, Sequence

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
OPEN_NAMES = (
    f'xmlns:office="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0" xmlns:draw="{OPEN}:drawing:1.0" '
    f'xmlns:table="{OPEN}:table:1.0" xmlns:style="{OPEN}:style:1.0" '
    f'xmlns:fo="{OPEN}:xsl-fo-compatible:1.0" xmlns:presentation="{OPEN}:presentation:1.0"'
)


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text on each page."""
    return pdf_of([f"BT /F1 12 Tf 50 700 Td ({page}) Tj ET".encode("cp1252") for page in pages])


def pdf_of(pages: Sequence[bytes], extra: Mapping[int, bytes] = {}, trailer: bytes = b"") -> bytes:
    """A PDF of these pages' drawing orders; ``extra`` objects have numbers below 1000."""
    kids = " ".join(f"{1000 + 2 * number} 0 R" for number in range(len(pages)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        **extra,
    }
    forms = b" ".join(b"/X%d %d 0 R" % (number, number) for number in extra)
    for number, drawn in enumerate(pages):
        at = 1000 + 2 * number
        objects[at] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << %s >> >> >>" % (at + 1, forms)
        )
        objects[at + 1] = stream(drawn)
    return _assembled(objects, trailer)


def stream(content: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), words, content)


def _assembled(objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.4\n")
    for number in sorted(objects):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    size = max(objects) + 1
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return out.getvalue()


def _relations(*pairs: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _drawn(words: str) -> str:
    lines = "<a:br/>".join(f"<a:r><a:t>{line}</a:t></a:r>" for line in words.split("\n"))
    return f'xmlns:a="{DRAWN}"><a:p>{lines}</a:p>'


def pptx(*slides: str, order: Sequence[int] | None = None, notes: Mapping[int, str] = {}) -> bytes:
    """A presentation whose slides are shown in ``order`` (numbers from 0)."""
    ids = "".join(
        f'<p:sldId id="{256 + number}" r:id="r{number}"/>'
        for number in (order if order is not None else range(len(slides)))
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDES}" xmlns:r="{OFFICE}">'
        f"<p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(
            *(("slide", f"slides/slide{number}.xml") for number in range(len(slides)))
        ),
    }
    for number, words in enumerate(slides):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{SLIDES}" {_drawn(words)}</p:sld>'
        )
        if number in notes:
            parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = _relations(
                ("notesSlide", f"../notesSlides/n{number}.xml")
            )
            parts[f"ppt/notesSlides/n{number}.xml"] = (
                f'<p:notes xmlns:p="{SLIDES}" {_drawn(notes[number])}</p:notes>'
            )
    return zipped(parts)


def xlsx(sheets: Mapping[str, Sequence[Sequence[str | int]]]) -> bytes:
    """A workbook; texts are shared, as Excel writes them, but for those that begin with "="."""
    shared: list[str] = []

    def cell(value: str | int) -> str:
        if isinstance(value, int):
            return f"<c><v>{value}</v></c>"
        if value.startswith("="):
            return f'<c t="inlineStr"><is><t>{value[1:]}</t></is></c>'
        shared.append(f"<si><t>{value}</t></si>")
        return f'<c t="s"><v>{len(shared) - 1}</v></c>'

    names = list(sheets)
    rows = {
        f"xl/worksheets/s{number}.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>'
        + "".join(f"<row>{''.join(map(cell, row))}</row>" for row in sheets[name])
        + "</sheetData></worksheet>"
        for number, name in enumerate(names)
    }
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number + 1}" r:id="r{number}"/>'
        for number, name in enumerate(names)
    )
    related = [("worksheet", f"worksheets/s{number}.xml") for number in range(len(names))]
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(
                *related, ("sharedStrings", "/xl/sharedStrings.xml")
            ),
            **rows,
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEETS}">{"".join(shared)}</sst>',
        }
    )


def opendocument(kind: str, body: str, styles: str = "", **more: str) -> bytes:
    """An OpenDocument file: ``kind`` is text, presentation or spreadsheet."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {OPEN_NAMES}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>",
            **{name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()},
        }
    )
