"""How much a type weighs where two hits are equally good: a course before its lesson."""

from functools import lru_cache

from academe.definitions.definitions import Definitions
from academe.search.schema import HEAVIEST

OF_ITS_OWN = 3  # at least, for what is published by itself, such as a policy


@lru_cache(maxsize=200)
def weight_of(type_name: str, definitions: Definitions) -> int:
    """Return 0 for what holds nothing, up to HEAVIEST for what holds others that hold others."""
    found = definitions.types.get(type_name)
    depth = min(_depth(type_name, definitions, ()), HEAVIEST)
    return depth if found is None or found.follows else max(depth, OF_ITS_OWN)


def _depth(name: str, definitions: Definitions, above: tuple[str, ...]) -> int:
    """Return how many types can lie one in another below this one, none of them twice."""
    found = definitions.types.get(name)
    inside = set(found.may_contain if found else ()) - {name, *above}
    if len(above) == HEAVIEST or not inside:
        return 0
    return 1 + max(_depth(one, definitions, (*above, name)) for one in inside)
