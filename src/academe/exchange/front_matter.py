"""The few lines between ``---`` above a Markdown text, and settings files of the same kind.

Only ``key: value`` on one line is read: what course authors write there needs no more, and a
full YAML reader would be one more parser of foreign input.
"""

import re

_LINE = re.compile(r"^([A-Za-z][\w -]{0,40}?)\s*:\s+(\S.*)$")


def read_lines(text: str) -> dict[str, str]:
    """Read ``key: value`` lines; indented lines, lists and comments are passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            found.setdefault(match[1].casefold(), _unquote(match[2].strip()))
    return found


def take_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Give the front matter's words and the text below it."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        return {}, text
    for number, line in enumerate(lines[1:200], start=1):
        if line.strip() in ("---", "..."):
            return read_lines("".join(lines[1:number])), "".join(lines[number + 1 :])
    return {}, text


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.split(" #", 1)[0].strip()
