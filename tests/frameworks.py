"""Frameworks of standards for tests, as CASE 1.0 and 1.1 packages; the wording is our own."""

import json
from typing import Any
from uuid import UUID, uuid5

SPACE = UUID("b1b7ab34-53f5-4a39-9f0e-2b1d4f1b8c10")
CHANGED = "2026-08-01T08:00:00+00:00"
LINES = {  # code: (parent's code, kind, grade, statement)
    "NF": ("", "Domain", "", "Numbers and fractions"),
    "5.NF.A": ("NF", "Cluster", "05", "Add and take away fractions."),
    "5.NF.A.1": ("5.NF.A", "Standard", "05", "Add fractions whose denominators differ."),
    "5.NF.A.2": ("5.NF.A", "Standard", "05", "Solve word problems with sums of fractions."),
    "5.NF.B": ("NF", "Cluster", "05", "Multiply and divide fractions."),
    "5.NF.B.3": ("5.NF.B", "Standard", "05", "See a fraction as a division."),
    "5.NF.B.4": ("5.NF.B", "Standard", "05", "Multiply a fraction by a fraction."),
    "4.NF.A.1": ("NF", "Standard", "04", "Say why two fractions are equal."),
}


def guid(name: str) -> str:
    return str(uuid5(SPACE, name))


def link(name: str, title: str = "") -> dict[str, str]:
    return {"title": title or name, "identifier": guid(name), "uri": f"https://x.example/{name}"}


def case_package(
    lines: dict[str, tuple[str, str, str, str]] | None = None,
    *,
    name: str = "mathematics",
    title: str = "Riverside mathematics",
    codes: dict[str, str] | None = None,
    newer: bool = False,
) -> bytes:
    """Return a CFPackage; ``codes`` gives standards another code under their own GUID.

    ``newer``: as CASE 1.1 writes it.
    """
    lines = LINES if lines is None else lines
    document = {**link(name), "creator": "Riverside Schools", "title": title}
    document |= {"lastChangeDateTime": CHANGED, "language": "en", "adoptionStatus": "Implemented"}
    document |= {"version": "2026", "subject": ["Mathematics"], "licenseURI": link("licence")}
    if newer:
        document["caseVersion"] = "1.1"
    package = {
        "CFDocument": document,
        "CFItems": [_item(code, *line, codes or {}) for code, line in lines.items()],
        "CFAssociations": [
            _association(code, line[0] or name, number)
            for number, (code, line) in enumerate(lines.items())
        ],
        "CFDefinitions": {
            "CFLicenses": [_defined("licence", "CC BY 4.0", licenseText="Free to use")],
            "CFItemTypes": [
                _defined(kind, kind, hierarchyCode="1", description=kind)
                for kind in ("Domain", "Cluster", "Standard")
            ],
        },
    }
    return json.dumps(package).encode()


def _item(code: str, parent: str, kind: str, grade: str, words: str, codes: Any) -> dict[str, Any]:
    item = {"identifier": guid(code), "uri": f"https://x.example/{code}", "fullStatement": words}
    item |= {"humanCodingScheme": codes.get(code, code), "lastChangeDateTime": CHANGED}
    return item | {"educationLevel": [grade] if grade else [], "CFItemTypeURI": link(kind)}


def _association(code: str, parent: str, number: int) -> dict[str, Any]:
    ends = {"originNodeURI": link(code), "destinationNodeURI": link(parent)}
    made = {"identifier": guid(f"below {code}"), "uri": f"https://x.example/below/{code}"}
    made |= {"associationType": "isChildOf", "sequenceNumber": number + 1}
    return {**made, **ends, "lastChangeDateTime": CHANGED}


def _defined(name: str, title: str, **more: str) -> dict[str, str]:
    return {**link(name), "title": title, "lastChangeDateTime": CHANGED, **more}
