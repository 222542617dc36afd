"""Conditions as queries of tantivy, and the order of hits."""

from collections.abc import Sequence
from typing import Any

from tantivy import FieldType, Occur, Order, Query

from academe.search.asking import Question, Sort
from academe.search.clauses import Clause, Either, Every, Not, Range, Term


def compiled(schema: Any, clause: Clause) -> Any:
    """Return the query of a condition; it weighs nothing."""
    match clause:
        case Term(field, value):
            return Query.term_query(schema, field, value, index_option="basic")
        case Range(field, least, most):
            return Query.range_query(schema, field, FieldType.Unsigned, least, most)
        case Every(of):
            return _all(schema, of)
        case Either(of):
            found = [(Occur.Should, compiled(schema, one)) for one in of]
            return Query.boolean_query(found) if found else Query.empty_query()
        case Not(of):
            parts = [(Occur.Must, Query.all_query()), (Occur.MustNot, compiled(schema, of))]
            return Query.boolean_query(parts)


def _all(schema: Any, of: Sequence[Clause]) -> Any:
    """Return the query that all hold; what must not hold is taken away from the rest."""
    parts = [
        (Occur.MustNot, compiled(schema, one.of))
        if isinstance(one, Not)
        else (Occur.Must, compiled(schema, one))
        for one in of
    ]
    if not any(occur == Occur.Must for occur, _ in parts):
        parts.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(parts)


def order_of(question: Question) -> dict[str, Any]:
    """Return what tells the engine in which order hits come; nothing: the best first."""
    sort: Sort = question.sort
    if sort == "newest" or (sort == "relevance" and not question.has_words):
        return {"order_by_field": "when", "order": Order.Desc}
    if sort in ("changed", "made"):
        return {"order_by_field": sort, "order": Order.Desc}
    if sort == "title":
        return {"order_by_field": "order", "order": Order.Asc}
    return {}
