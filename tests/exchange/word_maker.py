"""Writes Word files as Word does: styles, lists, tables, footnotes, pictures, links."""

import io
import zipfile
from html import escape
from itertools import count

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
# As a German Word has it: the id is translated, the name of the style is not.
STYLES = {
    "Titel": "Title",
    "berschrift1": "heading 1",
    "berschrift2": "heading 2",
    "Listenabsatz": "List Paragraph",
    "Standard": "Normal",
    "Heading1": "heading 1",
    "Title": "Title",
    "Normal": "Normal",
}
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


class WordFile:
    """A Word file under way: each method adds one block, in the order of the calls."""

    def __init__(self, title: str = "", author: str = "") -> None:
        self.title, self.author = title, author
        self._body: list[str] = []
        self._notes: list[str] = []
        self._links: list[tuple[str, str, str]] = []  # (id, kind, target)
        self._media: dict[str, bytes] = {}
        self._ids = count(100)

    def text(self, words: str, style: str = "Standard") -> "WordFile":
        return self._paragraph(f'<w:pStyle w:val="{style}"/>', _run(words))

    def heading(self, words: str, level: int = 1) -> "WordFile":
        return self.text(words, f"berschrift{level}")

    def entry(self, words: str, numbered: bool = False) -> "WordFile":
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{1 + numbered}"/></w:numPr>'
        return self._paragraph(f'<w:pStyle w:val="Listenabsatz"/>{number}', _run(words))

    def link(self, words: str, target: str) -> "WordFile":
        name = self._relate("hyperlink", target)
        return self._paragraph("", f'<w:hyperlink r:id="{name}">{_run(words)}</w:hyperlink>')

    def note(self, words: str, note: str) -> "WordFile":
        self._notes.append(note)
        mark = f'<w:r><w:footnoteReference w:id="{len(self._notes)}"/></w:r>'
        return self._paragraph("", _run(words) + mark)

    def table(self, *rows: tuple[str, ...]) -> "WordFile":
        cells = [
            "".join(f"<w:tc><w:p>{_run(cell)}</w:p></w:tc>" for cell in cells) for cells in rows
        ]
        drawn = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        self._body.append(f"<w:tbl>{drawn}</w:tbl>")
        return self

    def picture(self, content: bytes, alternative: str = "", ending: str = "png") -> "WordFile":
        target = f"media/image{len(self._media) + 1}.{ending}"
        self._media[target] = content
        name = self._relate("image", target)
        said = f' descr="{escape(alternative)}"' if alternative else ""
        drawing = (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing">'
            f'<wp:docPr id="1" name="Grafik 1"{said}/><a:graphic xmlns:a="{DRAWING}/main">'
            f'<a:graphicData><pic:pic xmlns:pic="{DRAWING}/picture"><pic:blipFill>'
            f'<a:blip r:embed="{name}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )
        return self._paragraph("", drawing)

    def raw(self, xml: str) -> "WordFile":
        self._body.append(xml)
        return self

    def _paragraph(self, properties: str, runs: str) -> "WordFile":
        self._body.append(f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
        return self

    def _relate(self, kind: str, target: str) -> str:
        name = f"rId{next(self._ids)}"
        self._links.append((name, kind, target))
        return name

    def parts(self) -> dict[str, bytes | str]:
        """Give the names and contents of the archive that a Word file is."""
        kinds = [("styles", "styles.xml"), ("numbering", "numbering.xml")]
        kinds += [("footnotes", "footnotes.xml")] if self._notes else []
        links = [(f"rId{n}", kind, target) for n, (kind, target) in enumerate(kinds, 1)]
        notes = "".join(
            f'<w:footnote w:id="{n}"><w:p>{_run(words)}</w:p></w:footnote>'
            for n, words in enumerate(self._notes, 1)
        )
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
            for one, name in STYLES.items()
        )
        spaces = f'xmlns:w="{W}" xmlns:r="{R}"'
        return {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
            "word/document.xml": f"<w:document {spaces}><w:body>{''.join(self._body)}</w:body>"
            "</w:document>",
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/numbering.xml": NUMBERING,
            "word/footnotes.xml": f"<w:footnotes {spaces}>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": _relations([*links, *self._links]),
            "docProps/core.xml": "<cp:coreProperties xmlns:cp='x' xmlns:dc='http://purl.org/dc/"
            f"elements/1.1/'><dc:title>{escape(self.title)}</dc:title>"
            f"<dc:creator>{escape(self.author)}</dc:creator></cp:coreProperties>",
            **{f"word/{name}": content for name, content in self._media.items()},
        }

    def bytes(self) -> bytes:
        return packed(self.parts())


def packed(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _content_types() -> str:
    kinds = {"png": "image/png", "emf": "image/x-emf", "xml": "text/xml", "rels": "text/xml"}
    known = "".join(f'<Default Extension="{e}" ContentType="{kind}"/>' for e, kind in kinds.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{known}</Types>'


def _relations(links: list[tuple[str, str, str]]) -> str:
    outside = ' TargetMode="External"'
    drawn = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{escape(target)}"'
        f"{outside if kind == 'hyperlink' else ''}/>"
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{drawn}</Relationships>'
