"""What a translator finds in the templates, as Chameleon itself will ask for it.

For Babel's extraction: ``[extractors] templates = academe.web.extracting:extract_template``.
"""

import re
from ast import Constant
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from chameleon import PageTemplate
from chameleon import nodes as chameleon_nodes
from chameleon.astutil import Node, Static

from academe.web.rendering import BOOLEAN

nodes: Any = chameleon_nodes  # their attributes are made from lists of names
Message = tuple[int, str | None, str, list[str]]  # line, function, text, comments
CALL = re.compile(r"\b_\((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


class UntranslatableError(ValueError):
    """A sentence of a template whose words are known only when the page is made."""


def extract_template(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Message]:
    """Yield each sentence of a template with its line, as Babel asks for.

    Raises UntranslatableError for a passage with a value that ``i18n:name`` does not name.
    """
    source = file.read().decode("utf-8")
    line = 1
    for node in _within(_parsed(source)):
        if isinstance(node, nodes.Translate):
            line = _line_of(node, line)
            text = _sentence(node, line)
            if text:
                yield line, None, text, []
    yield from _called(source)


def _parsed(source: str) -> Any:
    return PageTemplate("", boolean_attributes=BOOLEAN).parse(source).body


def _within(thing: Any) -> Iterator[Any]:
    """Yield a node of a parsed template and all nodes inside, in their order."""
    if isinstance(thing, Node):
        yield thing
        for name in thing._fields:
            yield from _within(getattr(thing, name, None))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from _within(one)


def _sentence(node: Any, line: int) -> str:
    """Return the message id that the compiled template will ask for."""
    if node.msgid:
        return str(node.msgid)
    if isinstance(node.node, Constant):  # an attribute, which is asked for as it stands
        return str(node.node.value)
    return re.sub(r"\s+", " ", _words(node.node, line)).strip()


def _words(node: Any, line: int) -> str:
    match node:
        case nodes.Text(value=text):
            return str(text)
        case nodes.Name(name=name):
            return f"${{{name}}}"
        case nodes.Sequence(items=items):
            return _words(items, line)
        case list() | tuple():
            return "".join(_words(one, line) for one in node)
        case Static() | nodes.Define():
            return _words(getattr(node, "node", None), line)
        case None:
            return ""
    raise UntranslatableError(f"line {line}: {type(node).__name__} within a sentence")


def _line_of(node: Any, otherwise: int) -> int:
    """Return where a sentence begins; its first words know their place in the source."""
    for one in _within(node):
        token: Any = getattr(one, "value", None)
        if hasattr(token, "location") and str(token).strip():
            return int(token.location[0])
    return otherwise


def _called(source: str) -> Iterator[Message]:
    """Yield the sentences of expressions: ``_('No role is given to you.')``."""
    for number, line in enumerate(source.splitlines(), 1):
        for call in CALL.findall(line):
            for _line, _function, text, _comments in _python(f"{call})"):
                yield number, None, text, []


def _python(call: str) -> Iterator[Any]:
    return extract_python(BytesIO(call.encode("utf-8")), {"_": None}, (), {})
