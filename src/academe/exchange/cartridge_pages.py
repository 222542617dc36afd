"""The pages of a cartridge that is written: plain HTML that people read and our reader knows again.

What the standard has no word for stands in ``data-`` attributes. docs/decisions/0036
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from posixpath import dirname, relpath
from typing import Any
from urllib.parse import quote

from babel import Locale, UnknownLocaleError

from academe.actions.texts import OWN_LINK
from academe.definitions.fields import Field
from academe.exchange.cartridge_shape import Place, Shape
from academe.exchange.labels import label
from academe.exchange.outgoing import plain_word
from academe.exchange.vocabulary import ABOUT_PAGE, FILED, LINKED
from academe.store.content import Text

AddressOf = Callable[[int], str | None]
"""Content id -> its full address, None where the reader may not know of it."""
CodeOf = Callable[[str], tuple[str, str]]
"""A standard as a field keeps it -> (its code, its GUID, "" where none is known)."""


class Pages:
    """Writes the pages of one cartridge."""

    def __init__(self, shape: Shape, address_of: AddressOf, code_of: CodeOf) -> None:
        self.shape, self.address_of, self.code_of = shape, address_of, code_of

    def page(self, place: Place) -> str:
        """Write what everybody may read of a content."""
        inner = self._record(place, place.public, place.page, 1)
        return _page(place.one.title, place.language, _marked("main", place, inner))

    def staff_page(self, place: Place) -> str:
        """Write what staff alone may read."""
        title = place.one.title
        if not place.is_closed:
            title = label("for_staff", place.language, title)
        inner = self._record(place, place.for_staff, place.staff_page, 1, title)
        mark = "" if place.is_closed else ' data-for="staff"'
        return _page(title, place.language, _marked("main", place, inner, mark))

    def about(self) -> str:
        """Write what is in the package, and what is said of pictures, files and links."""
        root = self.shape.root
        title = label("in_package", root.language)
        parts = [
            _marked(
                "section", place, self._record(place, place.public, ABOUT_PAGE, 2), _lang(place)
            )
            for place in self.shape.places.values()
            if not place.page and not place.is_closed
        ]
        opening = f'<main data-academe="1" data-root="{root.identifier}">'
        inner = f"{opening}\n<h1>{escape(title)}</h1>\n" + "\n".join(parts) + "\n</main>"
        return _page(title, root.language, inner)

    # -- one content

    def _record(
        self, place: Place, fields: Iterable[Field], here: str, level: int, title: str = ""
    ) -> str:
        facts, parts = [], []
        for asked in fields:
            value = place.one.values[asked.name]
            if asked.type == "rich_text":
                parts.append(self._text(place, asked, value, here, level + 1))
            elif asked.type in FILED:
                parts.append(self._files(place, asked, here, level + 1))
            else:
                facts.append(self._fact(asked, value, here))
        listed = f"<dl>\n{''.join(filter(None, facts))}</dl>" if any(facts) else ""
        heading = f"<h{level}>{escape(title or place.one.title)}</h{level}>"
        return "\n".join(filter(None, [heading, listed, *parts]))

    def _text(self, place: Place, asked: Field, value: Text, here: str, level: int) -> str:
        text = OWN_LINK.sub(lambda match: self._link(match, here), value.html)
        division = f'<div data-field="{asked.name}">{text}</div>'
        heading = "" if asked.name == "text" else _heading(asked, level)
        return f"<section>\n{heading}{division}\n</section>"

    def _link(self, match: re.Match[str], here: str) -> str:
        attribute, found, rest = match[1], int(match[2]), match[3]
        place = self.shape.places.get(found)
        if place is None or not place.address or (attribute == "src" and not place.carried):
            address = self.address_of(found) if attribute == "href" and place is None else None
            return f'{attribute}="{escape(address)}{rest}"' if address else 'data-gone=""'
        way = way_to(place.address, here)
        return f'{attribute}="{way}{rest}" data-to="{place.identifier}"'

    def _files(self, place: Place, asked: Field, here: str, level: int) -> str:
        lines = [
            f'<li><a href="{way_to(held.path, here)}" download="{_attribute(held.stored.name)}">'
            f"{escape(held.stored.name)}</a></li>"
            for held in place.files
            if held.field is asked
        ]
        listed = f'<ul data-field="{asked.name}">' + "".join(lines) + "</ul>"
        return f"<section>\n{_heading(asked, level)}{listed}\n</section>"

    def _fact(self, asked: Field, value: Any, here: str) -> str:
        said = list(self._answers(asked, value, here))
        if not said:
            return ""
        term = f"<dt>{escape(str(asked.label))}</dt>"
        return f'<div data-field="{asked.name}">{term}{"".join(said)}</div>\n'

    def _answers(self, asked: Field, value: Any, here: str) -> Iterable[str]:
        if asked.type in LINKED:
            for content_id in value if isinstance(value, tuple) else (value,):
                place = self.shape.places.get(content_id)
                if place is not None:
                    way = f'href="{way_to(place.address, here)}"' if place.address else ""
                    title = escape(place.one.title)
                    yield f'<dd><a {way} data-to="{place.identifier}">{title}</a></dd>'
            return
        for one in value if isinstance(value, tuple) else (value,):
            kept, shown = self._words(asked, one)
            yield f'<dd><data value="{_attribute(kept)}">{escape(shown)}</data></dd>'

    def _words(self, asked: Field, value: Any) -> tuple[str, str]:
        """Return one answer as it is kept, and as people read it."""
        if asked.type == "standards":
            return f"{value[0]} {value[1]}", f"{self.code_of(value[0])[0]} ({value[1]})"
        kept = plain_word(asked.type, value)
        listed = self.shape.definitions.choices.get(asked.choices or "")
        return kept, str(listed.labels.get(kept, kept)) if listed else kept


def way_to(address: str, here: str) -> str:
    """Return the way from one file of the package to another, or an address of the web."""
    if "://" in address:
        return _attribute(address)
    return quote(relpath(address, dirname(here) or "."))


def direction(language: str) -> str:
    """Return "rtl" for languages that are written from right to left, else "ltr"."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _marked(tag: str, place: Place, inner: str, more: str = "") -> str:
    """Put an element around a content that says which it is, and where it lies outside the tree."""
    marks = {"content": place.identifier, "type": place.one.type_name}
    if not place.in_tree and place.parent is not None:
        marks |= {"in": place.parent.identifier, "position": str(place.position)}
    said = "".join(f' data-{name}="{_attribute(value)}"' for name, value in marks.items())
    return f"<{tag}{said}{more}>\n{inner}\n</{tag}>"


def _lang(place: Place) -> str:
    return f' lang="{_attribute(place.language)}" dir="{direction(place.language)}"'


def _heading(asked: Field, level: int) -> str:
    return f"<h{level}>{escape(str(asked.label))}</h{level}>\n"


def _attribute(words: str) -> str:
    """Write words into an attribute so that their lines stay lines."""
    return escape(words).replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")


def _page(title: str, language: str, inner: str) -> str:
    spoken = f'lang="{_attribute(language)}" dir="{direction(language)}"'
    return (
        f"<!DOCTYPE html>\n<html {spoken}>\n<head>\n"
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n{inner}\n</body>\n</html>\n"
    )
