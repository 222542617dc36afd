"""Opens web links, links to tools, discussion topics and assignments of a cartridge."""

import re
from posixpath import basename
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from lxml import etree, html

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import Value
from academe.exchange.labels import label
from academe.exchange.limits import Limits
from academe.exchange.markup import child, read_broken_xml, read_html, read_xml, text_of
from academe.exchange.names import shorten
from academe.exchange.pieces import ASSIGNMENT, LINK, TOPIC, Piece, add_attachments
from academe.wording import _

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SECRET = re.compile(r"secret|token|passw|api_?key|(^|_)key$|signature|oauth", re.IGNORECASE)
_FORMATS = {"html": "text", "text": "text", "url": "url", "file": "file"}


def read_address(source: bytes, what: str, limits: Limits) -> str:
    """Give the address in the file of a web link; many programs write its XML with mistakes."""
    root = read_broken_xml(source, what, limits)
    url = child(root, "url")
    return check_address("" if url is None else url.get("href") or "")


def check_address(address: str) -> str:
    """Give an address of the web, or raise ImportRefused."""
    address = address.strip().replace(" ", "%20")
    if not _ADDRESS.fullmatch(address) or not _can_be_split(address):
        raise ImportRefused(
            _("Its address is none of the web: ${address}.", mapping={"address": shorten(address)})
        )
    return address


def _can_be_split(address: str) -> bool:
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:  # an address in brackets that are not closed
        return False


def open_web_link(package: Package, name: str, language: str) -> Piece:
    """Read a web link: its address, and its own title for where the tree gives none."""
    source, what = package.read(name), shorten(name)
    address = read_address(source, what, package.limits)
    title = text_of(child(read_broken_xml(source, what, package.limits), "title"))
    return Piece(LINK, title, name, values={"address": address})


def open_tool(package: Package, name: str, language: str) -> Piece:
    """Read an LTI link: title, description, launch address; never parameters and secrets."""
    root = read_xml(package.read(name), shorten(name), package.limits)
    if root.tag != "cartridge_basiclti_link":
        raise ImportRefused(_("Its file is not the description of an LTI link."))
    launch = text_of(child(root, "secure_launch_url")) or text_of(child(root, "launch_url"))
    piece = make_tool(
        text_of(child(root, "title")),
        text_of(child(root, "description")),
        launch,
        has_parameters=next(root.iter("property"), None) is not None,
    )
    piece.source = name
    return piece


def make_tool(title: str, description: str, launch: str, has_parameters: bool) -> Piece:
    """Make the link that stands for an outside tool."""
    address = without_secrets(check_address(launch))
    values: dict[str, Value] = {"address": address}
    if description and description != title:
        values["summary"] = description[:600]
    piece = Piece(LINK, title, values=values)
    if has_parameters:
        piece.notes.append(_("Its parameters for the outside tool were not kept."))
    return piece


def without_secrets(address: str) -> str:
    """Take keys, tokens and passwords out of an address that everybody will read."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _SECRET.search(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, place, parts.path, query, parts.fragment))


def open_topic(package: Package, name: str, language: str) -> Piece:
    """Read a discussion topic: its prompt, with the attachments listed below it."""
    root = read_xml(package.read(name), shorten(name), package.limits)
    if root.tag != "topic":
        raise ImportRefused(_("Its file is not a discussion topic."))
    text = read_text(child(root, "text"), shorten(name), package.limits)
    add_attachments(text, label("attachments", language), _attachments(root))
    return Piece(TOPIC, text_of(child(root, "title")), name, {"text": text})


def open_assignment(package: Package, name: str, language: str) -> Piece:
    """Read an assignment of Common Cartridge 1.3: task, points, forms of handing in."""
    root = read_xml(package.read(name), shorten(name), package.limits)
    if root.tag != "assignment":
        raise ImportRefused(_("Its file is not an assignment."))
    task = read_text(child(root, "text"), shorten(name), package.limits)
    add_attachments(task, label("attachments", language), _attachments(root))
    notes = read_text(child(root, "instructor_text"), shorten(name), package.limits)
    add_attachments(notes, label("attachments", language), _attachments(root, for_staff=True))
    texts = {"text": task} | ({"teachers_notes": notes} if len(notes) else {})
    values: dict[str, Value] = {}
    gradable = child(root, "gradable")
    if gradable is not None and text_of(gradable).lower() != "false":
        values["points"] = number_in(gradable.get("points_possible", ""))
    forms = [_FORMATS.get(e.get("type", "")) for e in root.iter("format")]
    values["hand_in"] = ", ".join(label(form, language) for form in dict.fromkeys(forms) if form)
    piece = Piece(ASSIGNMENT, text_of(child(root, "title")), name, texts)
    piece.values = {key: value for key, value in values.items() if value}
    return piece


def number_in(words: str) -> float | int | None:
    """Read a number of points; None for nothing, for zero and for what is no number."""
    try:
        number = float(words)
    except ValueError:
        return None
    if not 0 < number < 1e6:
        return None
    return int(number) if number.is_integer() else number


def read_text(element: etree._Element | None, what: str, limits: Limits) -> html.HtmlElement:
    """Read a text that stands as HTML or as plain words inside of XML."""
    if element is None:
        return html.Element("div")
    words = "".join(map(str, element.itertext()))
    if element.get("texttype", "text/html") == "text/plain":
        return plain_text(words)
    return read_html(words, what, limits)[1]


def plain_text(words: str) -> html.HtmlElement:
    """Make paragraphs of plain words: an empty line parts them."""
    division = html.Element("div")
    for part in re.split(r"\n\s*\n", words.strip()):
        if part.strip():
            paragraph = html.Element("p")
            paragraph.text = part.strip()
            division.append(paragraph)
    return division


def _attachments(root: etree._Element, *, for_staff: bool = False) -> list[tuple[str, str]]:
    listing = child(root, "attachments")
    found = []
    for attachment in () if listing is None else listing:
        href = attachment.get("href", "")
        if href and (attachment.get("role", "").lower() == "instructor") == for_staff:
            found.append((href, unquote(basename(href)).split("?")[0] or href))
    return found
