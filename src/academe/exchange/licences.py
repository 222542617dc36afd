"""Licences and authors, found in what people write about them."""

import re

_ADDRESS = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)|(publicdomain/zero))", re.I
)
_WORDS = re.compile(r"\bCC[ -](BY(?:-NC)?(?:-ND|-SA)?)[ -](\d\.\d)\b", re.I)
_AUTHOR = re.compile(r"(?:\*|_|\"|^)\s*by\s+(?:the\s+)?\[([^\]\n]{2,120})\]", re.I | re.M)
_SOURCE = re.compile(r"based on a work at\s+<?(https?://[^\s>]+)", re.I)


def find_licence(words: str) -> str:
    """Give the key in content_types/choices/licences.toml, "" when none of them is meant.

    Only version 4.0 has keys: an older one is another contract, and is not passed off as this one.
    """
    found = _ADDRESS.search(words) or _WORDS.search(words)
    if found is None:
        reserved = re.search(r"all rights reserved|private \(copyrighted\)", words, re.I)
        return "all_rights" if reserved else ""
    if found.re is _ADDRESS and found[3]:
        return "CC0-1.0"
    return f"CC-{found[1].upper()}-4.0" if found[2] == "4.0" else ""


def find_credit(words: str) -> str:
    """Give the author's name from a licence text in Markdown, with the source when it is said."""
    author, source = _AUTHOR.search(words), _SOURCE.search(words)
    parts = [found[1].rstrip(".") for found in (author, source) if found]
    return ", ".join(parts) if author else ""
