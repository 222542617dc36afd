"""What the links inside of a cartridge mean: files, pages by short names, things by identifiers."""

import re
from urllib.parse import unquote

from academe.exchange.names import resolve

_TOKENS = re.compile(
    r"\$(IMS[-_]CC[-_]FILEBASE|WIKI_REFERENCE|CANVAS_(?:OBJECT|COURSE)_REFERENCE)\$/?"
)
COURSE = "#"
"""The name by which a link means the whole course."""


def candidates(address: str, from_name: str) -> tuple[list[str], str]:
    """Name what an address may mean; tokens stand for places that only the other program knew."""
    plain = unquote(address.strip())
    found = _TOKENS.search(plain)
    if found is None:
        near = resolve(address, from_name)
        return ([near[0], f"web_resources/{near[0]}"], near[1]) if near else ([], "")
    path, _, fragment = plain[found.end() :].partition("#")
    path = path.split("?", 1)[0].strip("/")
    last = path.rsplit("/", 1)[-1]
    if found[1].startswith("IMS"):
        places = (
            resolve(f"/web_resources/{path}", ""),
            resolve(path, ""),
            resolve(path, from_name),
        )
        return [place[0] for place in places if place], fragment
    if found[1] == "WIKI_REFERENCE":
        return [f"wiki_content/{last}.html", f"#{last}"], fragment
    if found[1] == "CANVAS_COURSE_REFERENCE":
        return _in_course(path), fragment
    return [f"#{last}", f"wiki_content/{last}.html"], fragment


def _in_course(path: str) -> list[str]:
    """Name what a place inside of the course means; its listings are the course itself."""
    parts = path.split("/")
    if parts[0] == "file_contents" and len(parts) > 2:
        return [f"web_resources/{'/'.join(parts[2:])}"]
    if (
        parts[0] in ("file_ref", "files", "pages", "modules", "assignments", "quizzes")
        and parts[1:]
    ):
        return [f"#{parts[1]}", f"wiki_content/{parts[1]}.html", COURSE]
    return [f"#{parts[-1]}", COURSE] if parts[-1] else [COURSE]
