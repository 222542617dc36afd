"""The names in a template: a scope that looks them up at once, and locals for those set here.

Chameleon keeps all names of a template in one dictionary, because macros see them too.
They stay there; beside that, a name that a function has just set is also kept in a local
variable of that function, and read from it for as long as it holds the same thing.
"""

import ast
from typing import Any


class Names(dict[str, Any]):
    """What a template can name; a macro is given a copy."""

    get_name = dict.__getitem__

    def __missing__(self, name: str) -> Any:
        raise NameError(name)

    def copy(self) -> "Names":
        return Names(self)


class Locals:
    """Rewrites blocks of statements; ``known`` are the names whose local is up to date there."""

    def block(self, statements: list[ast.stmt], known: set[str]) -> None:
        """Rewrite a block in place, and keep ``known`` true for what follows it."""
        done: list[ast.stmt] = []
        for one in statements:
            done += self.rewritten(one, known)
        statements[:] = done

    def rewritten(self, one: ast.stmt, known: set[str]) -> list[ast.stmt]:
        """Return what stands in the place of one statement."""
        match one:
            case ast.FunctionDef():
                self.block(one.body, set())
            case ast.If():
                known -= restored([one]) if is_restoring(one) else set()
                self._branch(one, known)
            case ast.For():
                one.iter = Reading(known).visit(one.iter)
                known -= restored(one.body)
                self.block(one.body, set(known))
            case ast.Try():
                known -= restored([one])
                for block in (one.body, *(handler.body for handler in one.handlers)):
                    self.block(block, set(known))
            case ast.Assign():
                return self._assigned(one, known)
            case ast.Expr() if ast.unparse(one) == "econtext.update(rcontext)":
                return updated(known)
            case ast.While() | ast.With() | ast.ClassDef() | ast.Match():
                known.clear()
            case _:
                return [Reading(known).visit(one)]
        return [one]

    def _branch(self, one: ast.If, known: set[str]) -> None:
        one.test = Reading(known).visit(one.test)
        then, other = set(known), set(known)
        self.block(one.body, then)
        self.block(one.orelse, other)
        known.clear()
        known |= then & other

    def _assigned(self, one: ast.Assign, known: set[str]) -> list[ast.stmt]:
        """Keep what is put into the scope in a local too."""
        one.value = Reading(known).visit(one.value)
        stored = [name for target in one.targets for name in names_of(target)]
        if not stored or not all(is_plain(name) for name in stored):
            return [one]
        known |= set(stored)
        first, *others = [in_locals(target) for target in one.targets]
        made = ast.Assign([first, *others], one.value)
        return [made, *(in_scope(name) for name in dict.fromkeys(stored))]


class Reading(ast.NodeTransformer):
    """Reads a name from its local where that is up to date, else from the scope itself."""

    def __init__(self, known: set[str]) -> None:
        self.known = known

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="getname"), args=[ast.Constant(value=str(name))]):
                if name in self.known:
                    return ast.Name(local(name), ast.Load())
                return ast.parse(f"econtext[{name!r}]", mode="eval").body
        return node


def local(name: str) -> str:
    return f"__local_{name}"


def is_plain(name: str) -> bool:
    """Say whether it is a name of a template, and not one of Chameleon's own."""
    return name.isidentifier() and not name.startswith("__")


def name_in_scope(node: ast.AST) -> str | None:
    """Return the name in ``econtext["name"]``."""
    match node:
        case ast.Subscript(value=ast.Name(id="econtext"), slice=ast.Constant(value=str(name))):
            return name
    return None


def names_of(target: ast.AST) -> list[str]:
    """Return the names that an assignment's target puts into the scope."""
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    return [name for name in map(name_in_scope, parts) if name is not None]


def in_locals(target: ast.expr) -> ast.expr:
    """Return the same target with locals in the place of the scope."""
    if isinstance(target, ast.Tuple):
        return ast.Tuple([in_locals(part) for part in target.elts], ast.Store())
    name = name_in_scope(target)
    return target if name is None else ast.Name(local(name), ast.Store())


def in_scope(name: str) -> ast.stmt:
    return ast.parse(f"econtext[{name!r}] = {local(name)}").body[0]


def updated(known: set[str]) -> list[ast.stmt]:
    """Take over what a macro has defined for the whole page, which is next to never anything."""
    lines = [f"    {local(name)} = econtext[{name!r}]" for name in sorted(known)]
    return ast.parse("\n".join(["if rcontext:", "    econtext.update(rcontext)", *lines])).body


def is_restoring(one: ast.If) -> bool:
    """Say whether a name gets back what it held before: ``if __backup is __marker: del ...``."""
    return len(one.body) == 1 and isinstance(one.body[0], ast.Delete)


def restored(statements: list[ast.stmt]) -> set[str]:
    """Return the names that get back what they held before, somewhere in these statements."""
    gone = (
        target
        for one in statements
        for node in ast.walk(one)
        if isinstance(node, ast.Delete)
        for target in node.targets
    )
    return {name for name in map(name_in_scope, gone) if name is not None}
