"""Links inside of imported texts: to a content of the bundle, to elsewhere, or to nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree, html

from academe.exchange.bundle import ReportLine, link_to
from academe.exchange.names import shorten
from academe.wording import _

_NOWHERE = "leads-nowhere"
"""How links and pictures are called that go, until all go at once: one by one each would copy the
text around it, and a hundred thousand of them take minutes."""

_ELSEWHERE = {"http", "https", "mailto", "tel"}

_FILE_NAME = re.compile(r"\.(png|jpe?g|gif|webp|svg|bmp|tiff?)$", re.IGNORECASE)

Candidates = Callable[[str, str], tuple[list[str], str]]
"""(address, name of the file that it stands in) -> (names that it may mean, fragment)."""


@dataclass
class Links:
    """Rewrites the links of one package, and remembers what was shown where and what is missing.

    ``targets`` says the identifier of the content for each name that a link can mean.
    """

    targets: Mapping[str, str]
    candidates: Candidates
    alternatives: dict[str, str] = field(default_factory=dict)
    """Identifier of a picture -> the text alternative that the first text gives it."""
    used_in: dict[str, str] = field(default_factory=dict)
    """Identifier of a content -> the name of the first text that links to it or shows it."""
    users: dict[str, set[str]] = field(default_factory=dict)
    """Identifier of a content -> the names of all texts that do."""
    missing: dict[str, ReportLine] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    """The name of a text -> what people call it, where that is something else."""

    def rewrite(self, division: html.HtmlElement, from_name: str) -> None:
        """Rewrite every link and picture below an element."""
        for picture in list(division.iter("img")):
            self._rewrite_picture(picture, from_name)
        for link in list(division.iter("a", "area")):
            self._rewrite_link(link, from_name)
        etree.strip_tags(division, _NOWHERE)

    def target(self, address: str, from_name: str) -> str:
        """Give the link to what an address means inside the package; "" for nothing in it."""
        found = self._find(address, from_name, "")
        return found[0] if found and found[1] else ""

    def _rewrite_picture(self, picture: html.HtmlElement, from_name: str) -> None:
        alternative = " ".join(picture.get("alt", "").split())
        if _FILE_NAME.search(alternative):  # what editors put there when nobody writes one
            alternative = ""
        picture.set("alt", alternative)
        address = picture.get("src", "")
        found = self._find(address, from_name, alternative)
        if found and not found[1]:
            _link_instead(picture, found[0], alternative)
        elif found:
            picture.set("src", found[0])
            if alternative and not self.alternatives.get(found[1]):
                self.alternatives[found[1]] = alternative
        else:
            words = html.Element("em")
            words.text, words.tail = alternative, picture.tail
            parent = picture.getparent()
            if parent is not None and alternative:
                parent.replace(picture, words)
            else:
                picture.tag = _NOWHERE

    def _rewrite_link(self, link: html.HtmlElement, from_name: str) -> None:
        address = link.get("href", "")
        if not address or address.startswith("#"):
            return
        found = self._find(address, from_name, " ".join(link.text_content().split()))
        if found:
            link.set("href", found[0])
        else:
            link.tag = _NOWHERE

    def _find(self, address: str, from_name: str, words: str) -> tuple[str, str] | None:
        """Give the new address and the identifier it means, "" for elsewhere; None is nowhere."""
        scheme = _scheme(address)
        if scheme in _ELSEWHERE or address.startswith("//"):
            return (address if scheme else f"https:{address}", "")
        names, fragment = self.candidates(address, from_name)
        for name in names:
            if name in self.targets:
                identifier = self.targets[name]
                self.used_in.setdefault(identifier, from_name)
                self.users.setdefault(identifier, set()).add(from_name)
                return link_to(identifier, fragment), identifier
        self._miss(names[0] if names else address, from_name, words)
        return None

    def _miss(self, name: str, from_name: str, words: str) -> None:
        shown = shorten(name.lstrip("#"))
        called = self.called.get(from_name) or shorten(from_name)
        reason = _("${name} leads to it, but it was not brought along.", mapping={"name": called})
        self.missing.setdefault(
            name, ReportLine(shown, shorten(words) or shown, "left out", reason)
        )


def _link_instead(picture: html.HtmlElement, address: str, words: str) -> None:
    """Put a link in the place of a picture that lies elsewhere: our pages ask no other site."""
    link = html.Element("a", href=address)
    link.text = words or shorten(urlsplit(address).path.rsplit("/", 1)[-1]) or address
    link.tail = picture.tail
    parent = picture.getparent()
    if parent is not None:
        parent.replace(picture, link)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""
