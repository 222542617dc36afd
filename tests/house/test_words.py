"""The repository speaks of schools, not of how or where it was made."""

import codecs
import re

from tests.house.source import TOP, kept_files, told_by_git

# Written so that this file does not hold them itself.
NAMES = (
    "pynhqr",
    "naguebcvp",
    "bcranv",
    "pungtcg",
    "pbcvybg",
    "yyz",
    "nv nffvfgnag",
    "ynathntr zbqry",
    "nv-trarengrq",
    "pb-nhguberq-ol",
)
PLACES = (
    "/jbex/(znva|funerq|\\.yvoenel)",
    "/gzc/(cyna|onfu_wbof)",
    "clcv\\.(bet|clguba)",
    "clgubaubfgrq",
    "ertvfgel\\.acz",
    "acz(wf)?\\.(bet|pbz)",
    "vffhrf fubj",
)
PATTERN = re.compile(
    "|".join(
        [rf"\b{codecs.decode(name, 'rot13')}\b" for name in NAMES]
        + [codecs.decode(place, "rot13") for place in PLACES]
    ),
    re.IGNORECASE,
)
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff2", ".ico", ".fs", ".zip", ".imscc"}


def test_no_file_speaks_of_the_workshop():
    for path in kept_files():
        if path.suffix not in BINARY:
            text = path.read_text(encoding="utf-8", errors="replace")
            found = PATTERN.search(text)
            line = text[: found.start()].count("\n") + 1 if found else 0
            assert found is None, f"{path.relative_to(TOP)}:{line} {found and found.group()}"


def test_no_message_of_a_commit_does():
    found = PATTERN.search(told_by_git("log", "--format=%H %B") or "")
    assert found is None, found
