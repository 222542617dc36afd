"""A field of a content type: one question on the form, one place on the page."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

FieldType = Literal[
    "text",
    "paragraph",
    "rich_text",
    "number",
    "date",
    "date_time",
    "yes_no",
    "choice",
    "choices",
    "link",
    "links",
    "file",
    "image",
    "files",
    "duration",
    "standards",
    "search",
]
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)
LISTED = ("choice", "choices")  # field types whose answers come from a file of choices/
DATED = ("date", "date_time")
LINKED = ("link", "links")  # field types whose answers are contents of the site


@dataclass(frozen=True)
class Field:
    """What is asked, in what form, and who sees the answer."""

    name: str
    label: str
    type: FieldType
    help: str = ""
    required: bool = False
    choices: str | None = None  # name of a file in choices/; for `choice` and `choices` only
    to: tuple[str, ...] = ()  # types that a link may lead to; empty: any
    search: bool = False  # whether search offers it as a filter
    calendar: bool = False  # whether calendars tell its day to all who read the text
    pattern: str | None = None  # the whole of a text must fit this regular expression
    seen_by: str | None = None  # the role that sees it; None: whoever sees the content

    def fits(self, text: str) -> bool:
        """Tell whether a text fits the pattern; every text does where there is none."""
        return self.pattern is None or re.fullmatch(self.pattern, text) is not None
