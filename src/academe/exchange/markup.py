"""The one factory for XML and HTML: no entities, no network, no DTD, little depth, little size."""

import codecs
import re
from typing import Any

from lxml import etree, html

from academe.errors import ImportRefused
from academe.exchange.limits import Limits
from academe.wording import _

_DROPPED = {
    "script", "style", "head", "title", "meta", "link", "base", "template", "noscript",
    "object", "embed", "applet", "iframe", "frame", "frameset", "form", "input", "button",
    "select", "textarea", "svg", "canvas", "dialog",
}  # fmt: skip
# What Canvas adds for its own pages: "(Links to an external site.)" and icons.
_ENTITIES = _("${what} declares a document type or entities, which are not read.")
_NESTED = _("${what} is nested too deep.")
_TOO_MANY = _("${what} has too many elements.")
_CHROME = {"screenreader-only", "ui-icon"}
_NAME = re.compile(r"[^\W\d][\w.·-]*")
_TAG = re.compile(r"<[A-Za-z]")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)

_SAID_IN_HEAD = ("author", "description", "rights", "license", "keywords")
_LONGEST_HEAD = 64 * 1024  # bytes

MOST_BROKEN_BYTES = 64 * 1024
"""How long a document with mistakes may be: a link has a few hundred bytes."""


class _Watch:
    """Counts and builds nothing; a document type or one level too many ends the reading."""

    def __init__(self, what: str, limits: Limits) -> None:
        self._what, self._limits = what, limits
        self._depth = self._count = 0

    def doctype(self, *_: object) -> None:
        self._refuse(_ENTITIES)

    def start(self, *_: object) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > self._limits.markup_depth:
            self._refuse(_NESTED)
        if self._count > self._limits.markup_elements:
            self._refuse(_TOO_MANY)

    def end(self, *_: object) -> None:
        self._depth -= 1

    def close(self) -> None:
        """Give nothing; lxml closes after a refusal too."""

    def _refuse(self, sentence: str) -> None:
        raise ImportRefused(sentence % {"what": self._what})


def read_xml(source: bytes, what: str, limits: Limits) -> etree._Element:
    """Read an XML document; ``what`` names it in the sentence of a refusal.

    It is read twice: once by a watch that builds nothing, then as a tree. Names come without their
    namespaces: the versions of a format differ in nothing else, and real packages declare
    namespaces that are none.
    """
    return _read_tree(source, what, limits, recover=False)


def read_broken_xml(source: bytes, what: str, limits: Limits) -> etree._Element:
    """Read a small XML document that programs wrote with mistakes, as far as it can be understood.

    The same limits hold, and a smaller one of size: what is guessed should be looked through.
    """
    if len(source) > MOST_BROKEN_BYTES:
        return read_xml(source, what, limits)
    return _read_tree(source, what, limits, recover=True)


def _read_tree(source: bytes, what: str, limits: Limits, *, recover: bool) -> etree._Element:
    if len(source) > limits.markup_bytes:
        raise ImportRefused(_("${what} is too large.", mapping={"what": what}))
    check_tags(decode(source), what, limits)
    watch: Any = _Watch(what, limits)
    try:
        etree.fromstring(source, _xml_parser(watch, recover))
        root: etree._Element | None = etree.fromstring(source, _xml_parser(None, recover))
    except etree.XMLSyntaxError as error:
        raise ImportRefused(
            _(
                "${what} is not well-formed XML: ${why}.",
                mapping={"what": what, "why": str(error.msg)},
            )
        ) from error
    if root is None:  # nothing could be made of it
        raise ImportRefused(_("${what} is not XML.", mapping={"what": what}))
    for element in root.iter("*"):
        _localise(element)
    return root


def _xml_parser(target: Any, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        target=target,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _localise(element: etree._Element) -> None:
    """Take the namespaces off the names; an attribute that had none comes before one that had."""
    element.tag = _local(str(element.tag)) or "nameless"  # so that nobody looks for it
    said = {str(name): str(value) for name, value in element.attrib.items()}
    if any(_local(name) != name for name in said):
        element.attrib.clear()  # one by one, a namespace with a brace in it is not found
        for name in sorted(said, key=lambda name: _local(name) == name):
            if _local(name):
                element.set(_local(name), said[name])


def _local(name: str) -> str:
    """Give a name without its namespace, or the prefix of none; "" where no name is left."""
    local = re.split("[}:]", name)[-1]
    return local if _NAME.fullmatch(local) else ""


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """Give the first element at a path of names."""
    for name in path:
        found = next((below for below in element if below.tag == name), None)
        if found is None:
            return None
        element = found
    return element


def text_of(element: etree._Element | None) -> str:
    """Give the text of an element and all below it, on one line."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def read_html(source: bytes | str, what: str, limits: Limits) -> tuple[str, html.HtmlElement]:
    """Read a page: (its title, its body as one div), without scripts, styles, frames and forms."""
    if len(source) > limits.markup_bytes:
        raise ImportRefused(_("${what} is too large.", mapping={"what": what}))
    text = source if isinstance(source, str) else decode(source)
    check_tags(text, what, limits)
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    try:
        # A leading div keeps lxml from reading an encoding declaration inside of a str.
        root = html.document_fromstring(_without_declaration(text) or "<div></div>", parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ImportRefused(
            _("${what} cannot be read as a page.", mapping={"what": what})
        ) from error
    _check_depth(root, what, limits)
    title = text_of(root.find(".//title"))
    body = root.find("body")
    division: html.HtmlElement = html.Element("div") if body is None else body
    division.tag = "div"
    division.attrib.clear()
    drop(division)
    return title, division


def check_tags(text: str, what: str, limits: Limits) -> None:
    """Refuse a tag of thousands of attributes, before anybody compares them."""
    for piece in text.split(">"):
        if len(piece) > 2 * limits.markup_attributes:  # as many words take more letters
            tag = _TAG.search(piece)
            if tag and len(piece[tag.start() :].split()) > limits.markup_attributes:
                raise ImportRefused(
                    _("${what} has a tag with too many words in it.", mapping={"what": what})
                )


def read_head(source: bytes, what: str, limits: Limits) -> dict[str, str]:
    """Read what a page says of itself: title, language, author, description, by these words."""
    if len(source) > limits.markup_bytes:
        raise ImportRefused(_("${what} is too large.", mapping={"what": what}))
    head = re.split(rb"<body\b", source, maxsplit=1, flags=re.IGNORECASE)[0][:_LONGEST_HEAD]
    try:
        parser = html.HTMLParser(no_network=True, huge_tree=False)
        root = html.document_fromstring(_without_declaration(decode(head)) or "<p></p>", parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return {}
    said = {"title": text_of(root.find(".//title")), "language": root.get("lang", "")}
    for meta in root.iter("meta"):
        name = meta.get("name", "").lower().removeprefix("dc.").removeprefix("dcterms.")
        if name in _SAID_IN_HEAD:
            said.setdefault(name, " ".join(meta.get("content", "").split()))
    return {word: value for word, value in said.items() if value}


def _without_declaration(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).strip()


def _check_depth(root: etree._Element, what: str, limits: Limits) -> None:
    depth = count = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > limits.markup_depth or count > limits.markup_elements:
            raise ImportRefused(
                _("${what} is nested too deep or has too many elements.", mapping={"what": what})
            )


def drop(division: html.HtmlElement) -> None:
    """Take out what is never text: scripts, styles, forms; a film in a frame becomes a link."""
    for frame in list(division.iter("iframe", "embed", "video", "audio")):
        _link_instead(frame)
    for element in division.iterdescendants("*"):
        if _CHROME & set(element.get("class", "").split()):
            element.tag = "script"
    # All at once: one by one each would copy the text around it again.
    etree.strip_elements(division, *_DROPPED, with_tail=False)


def _link_instead(frame: html.HtmlElement) -> None:
    """Put a link in the place of a frame: nothing of another site runs inside ours."""
    sources = [frame.get("src", ""), *(s.get("src", "") for s in frame.iter("source"))]
    address = next((s for s in sources if s), "")
    if frame.getparent() is not None and address:
        link = html.Element("a", href=f"https:{address}" if address[:2] == "//" else address)
        link.text = frame.get("title") or address
        link.tail = frame.tail
        frame.getparent().replace(frame, link)


def inner_html(division: etree._Element) -> str:
    """Write what is inside of an element, as HTML."""
    parts = [_escape(division.text or "")]
    parts += [etree.tostring(part, encoding="unicode", method="html") for part in division]
    return "".join(parts).strip()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decode(source: bytes) -> str:
    """Read bytes as text: what they say of themselves, else UTF-8, else what Windows wrote."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if source.startswith(mark):
            return source.decode(name, "replace")
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        return source.decode(_declared(source), "replace")


def _declared(source: bytes) -> str:
    said = _CHARSET.search(source[:4096])
    try:
        name = codecs.lookup(said[1].decode("ascii")).name if said else "cp1252"
    except LookupError:
        return "cp1252"
    # Codecs such as "hex" or "zip" are no text encodings; the ISO names are read as browsers do.
    known = name.startswith(("cp", "koi8", "mac", "gb", "big5", "euc", "shift", "iso8859"))
    return name if known and name != "iso8859-1" else "cp1252"
