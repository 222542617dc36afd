"""Texts as they are typed with Markdown's aids, and back again.

Beside ``texts``, which every command loads: what reads Markdown takes longer to load than that.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from academe.actions.texts import sanitise

TAG_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def html_from_markdown(source: str) -> str:
    """Return safe HTML for a text typed with Markdown's aids."""
    return sanitise(MARKDOWN.render(source))


class _Converter(MarkdownConverter):
    """Turns stored HTML back into what was typed; what Markdown cannot say stays HTML."""

    def escape(self, text, parent_tags):  # type: ignore[no-untyped-def]
        # What was a sign of the text must not begin a tag when it is read again.
        escaped = MarkdownConverter.escape(self, text, parent_tags)  # type: ignore[attr-defined]
        return TAG_BEGINS.sub("&lt;", escaped)

    def convert_math(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        return str(el)

    convert_details = convert_figure = convert_dl = convert_sub = convert_sup = convert_math


@lru_cache(maxsize=500)
def markdown_from_html(html: str) -> str:
    """Return a text for the plain editing box; unchanged answers never come back as a change."""
    converter = _Converter(heading_style="ATX", bullets="-", escape_misc=False)
    try:
        typed = converter.convert(html)
    except RecursionError:  # tables deep inside each other: as HTML they can be edited too
        return html
    return re.sub(r"\n{3,}", "\n\n", typed).strip()
