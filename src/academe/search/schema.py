"""The fields of the index, and how words are made equal: case, accents, endings."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import tantivy
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from academe.definitions.definitions import Definitions
from academe.definitions.spoken import available_languages

LAYOUT = "8"  # goes up when documents are made otherwise than before
STEMMED = {"en": "english", "es": "spanish", "fr": "french", "de": "german", "pt": "portuguese"}
PLACED = ("id", "within", "parent", "area", "stage", "weight", "governed", "dated")
EXACT = (*PLACED, "creator", "writer", "changed_by", "titled")
FILTERS = ("type", "grade", "subject", "language", "licence", "school", "standard")
NUMBERS = ("first", "last", "when", "changed", "made", "number")
FREE = ("title", "summary", "body", "about", "inside")
STEMS = ("title", "text", "inside")  # each in a field for each language of STEMMED
LONGEST_WORD = 250  # bytes: in Chinese a sentence has no blanks
HEAVIEST = 5  # of the weights of types


def words_analyzer() -> TextAnalyzer:
    """Return what cuts a text into words without case and accents."""
    return _folded().build()


@lru_cache(maxsize=20)
def stems_analyzer(language: str) -> TextAnalyzer:
    """Return what takes the endings off besides, for a language of STEMMED."""
    return _folded().filter(Filter.stemmer(STEMMED[language])).build()


def _folded() -> TextAnalyzerBuilder:
    # Accents go first: who types "fraccion" finds "fracción" and "fracciones".
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


def kept_fields(definitions: Definitions) -> dict[str, str]:
    """Return {field of the index: the role that may search it}, for answers with ``seen_by``."""
    roles = {
        field.seen_by
        for one in definitions.types.values()
        for field in one.fields.values()
        if field.seen_by is not None
    }
    return {f"kept_{role}": role for role in sorted(roles)}


def make_schema(kept: Iterable[str]) -> Any:
    """Return the schema of an index for these fields with ``seen_by``."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("cursor", stored=True, tokenizer_name="raw", index_option="basic")
    for name in EXACT:
        is_fast = name == "stage"
        builder.add_text_field(name, fast=is_fast, tokenizer_name="raw", index_option="basic")
    for name in FILTERS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        builder.add_unsigned_field(name, indexed=name in ("first", "last"), fast=True)
    builder.add_text_field("order", fast=True, tokenizer_name="raw", index_option="basic")
    for name in (*FREE, *kept):
        builder.add_text_field(name, tokenizer_name="words")
    for language in STEMMED:
        for name in STEMS:
            builder.add_text_field(
                f"{name}_{language}", tokenizer_name=f"stems_{language}", index_option="freq"
            )
    return builder.build()


def register_analyzers(index: Any) -> None:
    """Tell an opened index how words are cut; it does not keep that."""
    index.register_tokenizer("words", words_analyzer())
    for language in STEMMED:
        index.register_tokenizer(f"stems_{language}", stems_analyzer(language))


def fingerprint(definitions: Definitions) -> str:
    """Return what an index must have been made with to be of use.

    Of the workflows' roles it knows nothing: those are asked when somebody searches.
    """
    types = [
        (one.name, one.workflow, one.seen_by, one.title, list(map(repr, one.fields.values())))
        for one in sorted(definitions.types.values(), key=lambda one: one.name)
    ]
    choices = [(one.name, dict(one.labels)) for one in definitions.choices.values()]
    spoken = available_languages()
    said = repr(
        (LAYOUT, version("tantivy"), spoken, types, sorted(choices, key=lambda one: one[0]))
    )
    return sha256(said.encode()).hexdigest()
