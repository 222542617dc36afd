"""Frameworks of standards as CASE packages, 1.0 and 1.1, and as OpenSALT writes them (JSON).

https://www.imsglobal.org/spec/CASE/v1p1/impl. Some servers write ``sourcedId`` and ``items`` where
the standard says ``identifier`` and ``CFItems``; both are read.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from academe.actions.standards_draft import FrameworkDraft, Line, in_order, made_guid
from academe.errors import ImportRefused
from academe.exchange.standards_words import grades_of, guid_of, list_of, words_of
from academe.wording import _

_CHILD, _PARENT = "ischildof", "isparentof"


def read_case(data: bytes, title: str) -> FrameworkDraft:
    """Read a CFPackage; ``title`` is used where the document has none. Raises ImportRefused."""
    package = _package(data)
    document = _table(_part(package, "CFDocument", "document"))
    name = words_of(document.get("title"), "title") or title
    given = _identifier(document)
    guid = guid_of(given, name) if given else made_guid("framework", name)
    definitions = _table(_part(package, "CFDefinitions", "definitions"))
    notes: list[str] = []
    items = _lines(package, guid, _titles(definitions, "CFItemTypes"), notes)
    licence = _named(document, "license", _titles(definitions, "CFLicenses"))
    return FrameworkDraft(
        guid,
        name,
        words_of(document.get("creator"), "title"),
        words_of(", ".join(list_of(document.get("subject"))), "title"),
        words_of(document.get("language"), "code"),
        licence,
        words_of(document.get("version"), "code"),
        words_of(document.get("adoptionStatus"), "code"),
        bool(given),
        in_order(items, notes),
        tuple(notes),
    )


def _package(data: bytes) -> Mapping[str, Any]:
    try:
        package = json.loads(data.decode("utf-8-sig"), strict=False)  # as some write line ends
    except RecursionError as error:
        raise ImportRefused(_("The file is nested too deep.")) from error
    except ValueError as error:
        raise ImportRefused(_("The file is not JSON, or it is damaged.")) from error
    package = _table(package)
    package = _table(package.get("CFPackage")) or package
    if "rdf:RDF" in package:
        raise ImportRefused(
            _("This is a list of terms (SKOS). It has no statements, so it is no framework.")
        )
    if _part(package, "CFItems", "items") is None:
        raise ImportRefused(_("This JSON file is no CASE package: it has no CFItems."))
    return package


def _part(package: Mapping[str, Any], *names: str) -> Any:
    return next((package[name] for name in names if name in package), None)


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _tables(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _identifier(table: Mapping[str, Any]) -> str:
    return words_of(table.get("identifier") or table.get("sourcedId"))


def _titles(definitions: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return {identifier: title} of one kind of definition."""
    return {
        _identifier(one): words_of(one.get("title"), "title")
        for one in _tables(definitions.get(name))
    }


def _named(table: Mapping[str, Any], name: str, titles: Mapping[str, str]) -> str:
    """Return the title behind ``licenseURI`` or ``CFItemTypeURI``, or what stands there plainly."""
    link = _table(table.get(f"{name}URI"))
    plain = words_of(table.get(name), "title")
    return plain or titles.get(_identifier(link), "") or words_of(link.get("title"), "title")


def _lines(
    package: Mapping[str, Any], framework: str, kinds: Mapping[str, str], notes: list[str]
) -> Iterator[Line]:
    parents = _parents(package, framework)
    for item in _tables(_part(package, "CFItems", "items")):
        code = words_of(item.get("humanCodingScheme"), "code")
        short = words_of(item.get("abbreviatedStatement") or item.get("alternativeLabel"), "short")
        statement = words_of(item.get("fullStatement")) or short or code
        given = _identifier(item)
        if not given:
            notes.append(_no_guid(code or statement[:80]))
        guid = guid_of(given or code or statement, framework)
        parent, rank = parents.get(guid, (None, None))
        yield Line(
            guid,
            code,
            short,
            statement,
            grades_of(item.get("educationLevel") or item.get("educationalLevel")),
            words_of(", ".join(list_of(item.get("subject"))), "title"),
            _named(item, "CFItemType", kinds),
            parent,
            rank if rank is not None else _number(item.get("listEnumeration")),
        )


def _no_guid(name: str) -> str:
    return _("${name} has no GUID in the file; it is given a lasting one.", mapping={"name": name})


def _parents(
    package: Mapping[str, Any], framework: str
) -> dict[str, tuple[str | None, float | None]]:
    """Return {GUID: (parent's GUID, sequence number)} from the associations; the first counts."""
    found: dict[str, tuple[str | None, float | None]] = {}
    for one in _tables(_part(package, "CFAssociations", "associations")):
        kind = words_of(one.get("associationType")).replace(" ", "").casefold()
        if kind not in (_CHILD, _PARENT):
            continue
        ends = [guid_of(_end(one, name), framework) for name in ("originNode", "destinationNode")]
        child, parent = ends if kind == _CHILD else reversed(ends)
        found.setdefault(child, (parent, _number(one.get("sequenceNumber"))))
    return found


def _end(association: Mapping[str, Any], name: str) -> str:
    link = _table(association.get(f"{name}URI"))
    return _identifier(link) or words_of(association.get(f"{name}Identifier"))


def _number(value: Any) -> float | None:
    try:
        number = float(words_of(value).rstrip(".)"))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
