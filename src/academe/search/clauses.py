"""Conditions on documents, as plain values: an engine translates them, a test evaluates them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Term:
    """The field holds this word or id, alone or among others."""

    field: str
    value: str


@dataclass(frozen=True)
class Range:
    """The number in the field is within both ends, which are included; None: no end."""

    field: str
    least: int | None = None
    most: int | None = None


class Hashed:
    """Remembers its hash: conditions on 200 places are put into larger ones again and again."""

    of: Any

    def __hash__(self) -> int:
        known: dict[str, Any] = self.__dict__
        if "_hash" not in known:
            known["_hash"] = hash((type(self).__name__, self.of))
        found: int = known["_hash"]
        return found


@dataclass(frozen=True)
class Every(Hashed):
    """Every condition holds; of none: always."""

    of: tuple["Clause", ...] = ()

    __hash__ = Hashed.__hash__


@dataclass(frozen=True)
class Either(Hashed):
    """One condition holds; of none: never."""

    of: tuple["Clause", ...] = ()

    __hash__ = Hashed.__hash__


@dataclass(frozen=True)
class Not(Hashed):
    """The condition does not hold."""

    of: "Clause"

    __hash__ = Hashed.__hash__


Clause = Term | Range | Every | Either | Not
ALWAYS = Every()
NEVER = Either()


def every(clauses: Iterable[Clause]) -> Clause:
    """Return the condition that all hold, in the shortest form."""
    kept: dict[Clause, None] = {}
    for clause in clauses:
        if clause == NEVER:
            return NEVER
        kept.update(dict.fromkeys(clause.of if isinstance(clause, Every) else (clause,)))
    return next(iter(kept)) if len(kept) == 1 else Every(tuple(kept))


def either(clauses: Iterable[Clause]) -> Clause:
    """Return the condition that one of them holds, in the shortest form."""
    kept: dict[Clause, None] = {}
    for clause in clauses:
        if clause == ALWAYS:
            return ALWAYS
        kept.update(dict.fromkeys(clause.of if isinstance(clause, Either) else (clause,)))
    return next(iter(kept)) if len(kept) == 1 else Either(tuple(kept))


def opposite(clause: Clause) -> Clause:
    """Return the condition that this one does not hold."""
    if clause == ALWAYS:
        return NEVER
    if clause == NEVER:
        return ALWAYS
    return clause.of if isinstance(clause, Not) else Not(clause)


def holds(clause: Clause, document: Mapping[str, Any]) -> bool:
    """Say whether a document ({field: word, number or several of them}) fits the condition."""
    match clause:
        case Term(field, value):
            found = document.get(field, ())
            return value == found if isinstance(found, str) else value in found
        case Range(field, least, most):
            number = document[field]
            return (least is None or least <= number) and (most is None or number <= most)
        case Every(of):
            return all(holds(one, document) for one in of)
        case Either(of):
            return any(holds(one, document) for one in of)
        case Not(of):
            return not holds(of, document)
