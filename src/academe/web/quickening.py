"""Makes compiled templates quicker: the Python that Chameleon writes, without its detours.

Chameleon writes a template as Python in which every value is converted twice and every
attribute is asked for through a function. What a template says stays the same: a statement
of any other shape than those named here is left as it is. docs/decisions/0014
"""

import ast
import re
from typing import Any

from academe.web.template_names import Locals

UNREAD = ("__attrs_", "__default_")


def quicken(source: str) -> str:
    """Return the source of a compiled template, made quicker."""
    tree = ast.parse(source)
    loads = (one for one in ast.walk(tree) if isinstance(one, ast.Name))
    read = {one.id for one in loads if isinstance(one.ctx, ast.Load)}
    tree = Shorter(read).visit(tree)
    Locals().block(tree.body, set())
    return ast.unparse(ast.fix_missing_locations(tree))


class Shorter(ast.NodeTransformer):
    """Drops what nobody reads and what is done twice; joins what is written one after another."""

    def __init__(self, read: set[str]) -> None:
        self.read = read  # names that are read anywhere

    def visit_Call(self, node: ast.Call) -> Any:
        """Ask for an attribute directly; what templates are given has attributes, not keys."""
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id=function), args=[thing, ast.Constant(value=str(name))]):
                if function.startswith("_lookup_attr"):
                    return ast.Attribute(thing, name, ast.Load())
        return node

    def generic_visit(self, node: ast.AST) -> Any:
        super().generic_visit(node)
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block:
                setattr(node, name, self._shortened(block) or [ast.Pass()])
        return node

    def _shortened(self, block: list[ast.stmt]) -> list[ast.stmt]:
        kept: list[ast.stmt] = []
        for one in block:
            if not self._is_unread(one) and not (kept and is_converted_again(kept, one)):
                add(kept, one)
        return [quick_quote(one) or one for one in kept]

    def _is_unread(self, one: ast.stmt) -> bool:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)]):
                return name.startswith(UNREAD) and name not in self.read
        return False


def is_converted_again(kept: list[ast.stmt], one: ast.stmt) -> bool:
    """Say whether ``one`` only asks whether a value is text that has just been made text."""
    match kept[-1], one:
        case (
            ast.Assign(targets=[ast.Name(id=made)], value=value),
            ast.If(
                test=ast.Compare(left=ast.Name(id=asked), ops=[ast.Is()]),
                body=[ast.Pass()],
                orelse=[ast.If()],
            ),
        ) if made == asked:
            if is_name(value, made) and len(kept) > 1 and quoted(kept[-2]) == made:
                kept.pop()
                return True
            return isinstance(value, ast.BinOp) and isinstance(value.left, ast.Constant)
    return False


def is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def quoted(one: ast.stmt) -> str | None:
    """Return the name in ``name = __quote(name, ...)``; None for other statements."""
    match one:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Name(id="__quote"), args=[ast.Name(id=given), *_rest]),
        ) if name == given:
            return name
    return None


def quick_quote(one: ast.stmt) -> ast.stmt | None:
    """Return a quoting that is left out for None and for text with nothing to escape."""
    name = quoted(one)
    if name is None:
        return None
    text = f"type({name}) is not str or __re_needs_escape({name}) is not None"
    test = f"{name} is not None and ({text})"
    return ast.If(test=ast.parse(test, mode="eval").body, body=[one], orelse=[])


def add(kept: list[ast.stmt], one: ast.stmt) -> None:
    """Add a statement; text behind text is one text, a sentence without values is known now."""
    written, before = text_of(one), text_of(kept[-1]) if kept else None
    if written is not None and before is not None and written[0] == before[0]:
        kept[-1] = writing(written[0], before[1] + written[1])
    elif len(kept) > 3 and (sentence := sentence_of(kept[-4:], one)) is not None:
        del kept[-4:]
        kept += sentence
    else:
        kept.append(one)


def text_of(one: ast.stmt) -> tuple[str, str] | None:
    """Return (function, text) where a fixed text is written."""
    match one:
        case ast.Expr(
            value=ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(text))])
        ) if function.startswith("__append"):
            return function, text
    return None


def writing(function: str, text: str) -> ast.stmt:
    call = ast.Call(ast.Name(function, ast.Load()), [ast.Constant(text)], [])
    return ast.Expr(call)


def sentence_of(before: list[ast.stmt], one: ast.stmt) -> list[ast.stmt] | None:
    """Return the translating of a fixed text, without a stream that gathers its pieces."""
    match before, one:
        case (
            [
                ast.Assign(targets=[ast.Name(id=stream)], value=ast.List(elts=[])),
                ast.Assign(targets=[ast.Name(id=function)]),
                ast.Expr() as written,
                ast.Assign(targets=[ast.Name(id=sentence)]),
            ],
            ast.If(test=ast.Name(id=asked), body=[ast.Expr()] as body),
        ) if sentence == asked and sentence.startswith("__msgid_"):
            found = text_of(written)
            if found is None or found[0] != function or not stream.startswith("__stream_"):
                return None
            words = re.sub(r"\s+", " ", found[1]).strip()
            return [Said(sentence, words).visit(line) for line in body] if words else []
    return None


class Said(ast.NodeTransformer):
    """Puts a fixed text in the place of a name."""

    def __init__(self, name: str, words: str) -> None:
        self.name, self.words = name, words

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self.words) if node.id == self.name else node
