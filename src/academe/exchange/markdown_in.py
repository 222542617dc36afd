"""Markdown as a page; what its reader would need minutes for is refused before."""

from lxml import html
from markdown_it import MarkdownIt

from academe.errors import ImportRefused
from academe.exchange.limits import Limits
from academe.exchange.markup import read_html
from academe.wording import _

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_END_OF_NAME = "]:"  # of a definition: [name]: address


def read_markdown(source: str, what: str, limits: Limits) -> html.HtmlElement:
    """Read Markdown; ``what`` names it in the sentence of a refusal."""
    if source.count(_END_OF_NAME) > limits.markup_definitions:
        raise ImportRefused(
            _("${what} names too many addresses for its links.", mapping={"what": what})
        )
    return read_html(_MARKDOWN.render(source), what, limits)[1]
