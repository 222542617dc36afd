"""Text that may stand in XML 1.0: some characters may not, whatever way they are written."""

import re
from xml.sax.saxutils import escape

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """Return the text without the characters that XML forbids."""
    return FORBIDDEN.sub("", text)


def escaped(text: str) -> str:
    """Return the text as it may stand between tags and in quoted attributes."""
    return escape(allowed(text), {'"': "&quot;", "'": "&apos;"})
