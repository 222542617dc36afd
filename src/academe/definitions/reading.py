"""From a TOML table to a frozen dataclass: the dataclass is the schema.

An attribute whose name ends in "_" is written without it in the file (``from_`` is ``from``).
"""

import dataclasses
import difflib
import re
import tomllib
import types
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from academe.errors import DefinitionError

Read = TypeVar("Read")
NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """Return the tables of a file; raises DefinitionError if it is not readable UTF-8 TOML."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise DefinitionError(f"{where}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DefinitionError(f"{where}: line {line} is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{where}: is not TOML: {error}.") from error


def fill(cls: type[Read], table: object, where: str, **given: object) -> Read:
    """Make a ``cls`` of a table's words; ``given`` are the attributes that the table does not say.

    ``where`` begins every sentence: "content_types/course.toml [fields.grades]".
    Raises DefinitionError with a line for each unknown, missing or wrongly written word.
    """
    words = words_of(cls)
    hints = get_type_hints(cls)
    table = as_table(table, where)
    problems = [
        f"{where}: unknown word '{word}'.{suggest(word, _known(words))}"
        for word in table
        if word not in words or words[word].name in given
    ]
    is_misspelt = bool(problems)  # then what seems to be missing is there, under a wrong word
    values = dict(given)
    for word, attribute in words.items():
        required = _is_required(attribute)
        if word in table and attribute.name not in given:
            with noting(problems):
                hint = hints[attribute.name]
                values[attribute.name] = _checked(table[word], hint, where, word, required)
        elif attribute.name not in given and required and not is_misspelt:
            problems.append(f"{where}: the word '{word}' is missing.")
    refuse(problems)
    return cls(**values)


@contextmanager
def noting(problems: list[str]) -> Iterator[None]:
    """Write down what is wrong instead of stopping there, so that all is told at once."""
    try:
        yield
    except DefinitionError as error:
        problems.append(str(error))


def refuse(problems: list[str]) -> None:
    """Raise DefinitionError with a line for each problem, if there is any."""
    if problems:
        raise DefinitionError("\n".join(problems))


def words_of(cls: type) -> dict[str, "dataclasses.Field[Any]"]:
    """Return {word in the file: attribute} of a definition's dataclass."""
    return {_word(attribute): attribute for attribute in dataclasses.fields(cls)}


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about a wrong word: the nearest right one, or all of them."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f" Did you mean '{near[0]}'?"
    return f" Known here: {', '.join(known)}." if known else ""


def as_table(value: object, where: str) -> Mapping[str, Any]:
    """Return the value as a table; raises DefinitionError if something else is written there."""
    if not isinstance(value, Mapping):
        raise DefinitionError(f"{where}: must be a table, not {_kind(value)}.")
    return value


def check_name(name: str, where: str) -> str:
    """Return the name; raises DefinitionError unless it is lower-case letters, digits and "_"."""
    if not NAME.fullmatch(name):
        raise DefinitionError(
            f"{where}: the name '{name}' must begin with a lower-case letter and hold only"
            " lower-case letters, digits and '_'."
        )
    return name


def _word(attribute: "dataclasses.Field[Any]") -> str:
    return str(attribute.metadata.get("word") or attribute.name.removesuffix("_"))


def _known(words: Iterable[str]) -> list[str]:
    # A name is the file's or the table's own name and never a word.
    return [word for word in words if word != "name"]


def _is_required(attribute: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return attribute.default is missing and attribute.default_factory is missing


def _checked(value: object, hint: Any, where: str, word: str, required: bool) -> object:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
    if get_origin(hint) is Literal:
        return _one_of(value, get_args(hint), where, word)
    if get_origin(hint) is tuple:
        return _words(value, where, word)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise DefinitionError(f"{where}: '{word}' must be {_KINDS[hint]}, not {_kind(value)}.")
    if required and isinstance(value, str) and not value.strip():
        raise DefinitionError(f"{where}: '{word}' must not be empty.")
    return value


def _one_of(value: object, allowed: tuple[str, ...], where: str, word: str) -> object:
    if value in allowed:
        return value
    near = suggest(value, allowed) if isinstance(value, str) else ""
    near = near if near.startswith(" Did") else ""
    raise DefinitionError(
        f"{where}: '{word}' must be one of {', '.join(allowed)}, not {value!r}.{near}"
    )


def _words(value: object, where: str, word: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise DefinitionError(
            f'{where}: \'{word}\' must be a list of words like ["one", "two"], not {value!r}.'
        )
    for one in value:
        if value.count(one) > 1:
            raise DefinitionError(f"{where}: '{word}' names '{one}' twice.")
    return tuple(value)


_KINDS = {
    str: "text in quotation marks",
    bool: "true or false",
    int: "a whole number",
    dict: "a table",
}


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a table"
    return f"a list: {value!r}" if isinstance(value, list) else repr(value)
