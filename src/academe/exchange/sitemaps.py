"""Writes sitemaps (sitemaps.org, protocol 0.9) line by line: the whole is never in memory."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from academe.exchange.xml_text import escaped

MOST = 50_000  # addresses of one sitemap, and sitemaps of one index
LARGEST = 50 * 1024 * 1024  # bytes
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


class Line(NamedTuple):
    """One address."""

    address: str
    changed: datetime
    versions: tuple[tuple[str, str], ...] = ()  # (language, address), its own among them


def write_sitemap(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield a sitemap; other languages are left out where there are so many that it bursts."""
    yield f"{HEAD}<urlset {SPACE} {XHTML}>\n".encode()
    used = 0
    for line in lines:
        text = _line(line, with_versions=used < LARGEST // 3)
        used += len(text)
        yield text
    yield b"</urlset>\n"


def _line(line: Line, *, with_versions: bool) -> bytes:
    versions = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escaped(code)}" href="{escaped(address)}"/>'
        for code, address in (line.versions if with_versions else ())
    )
    loc, moment = escaped(line.address), moment_text(line.changed)
    return f"<url><loc>{loc}</loc><lastmod>{moment}</lastmod>{versions}</url>\n".encode()


def write_index(addresses: Iterable[str]) -> bytes:
    """Return the list of sitemaps."""
    lines = "".join(f"<sitemap><loc>{escaped(one)}</loc></sitemap>\n" for one in addresses)
    return f"{HEAD}<sitemapindex {SPACE}>\n{lines}</sitemapindex>\n".encode()


def moment_text(moment: datetime) -> str:
    """Return a moment as RFC 3339 writes it, to the second."""
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
