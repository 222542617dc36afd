"""What one resource of a cartridge becomes, before its place in the course is known."""

from dataclasses import dataclass, field

from lxml import html

from academe.exchange.archives import Unpacked
from academe.exchange.bundle import Value
from academe.wording import _

PAGE, LINK, FILE = "page", "link", "file"
TOPIC, ASSIGNMENT, ASSESSMENT, BANK = "topic", "assignment", "assessment", "question_bank"


@dataclass
class Piece:
    """One content to be; ``texts`` are its rich texts by field, whose links are still foreign."""

    kind: str
    title: str = ""
    source: str = ""
    """The file that its texts come from: links inside of them start there."""
    texts: dict[str, html.HtmlElement] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    kept: tuple[Unpacked, ...] = ()
    """Files that are kept as they came, beside what was read out of them."""
    is_for_staff: bool = False
    only_if_used: bool = False
    """It is brought in only where a text links to it or shows it."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the report, though it came in."""
    name: str = ""
    """What it is called inside of something larger: a chapter of a book."""


HIDDEN = _("Students did not see it there.")


def one_sentence(notes: list[str]) -> str:
    """Put sentences behind each other so that each can still be translated; "" for none."""
    said = notes[0] if notes else ""
    for note in notes[1:]:
        said = _("${first} ${second}", mapping={"first": said, "second": note})
    return said


def add_attachments(text: html.HtmlElement, heading: str, addresses: list[tuple[str, str]]) -> None:
    """End a text with a list of links, given as (address, words)."""
    if not addresses:
        return
    title = html.Element("h2")
    title.text = heading
    listing = html.Element("ul")
    for address, words in addresses:
        entry, link = html.Element("li"), html.Element("a", href=address)
        link.text = words
        entry.append(link)
        listing.append(entry)
    text.extend([title, listing])
