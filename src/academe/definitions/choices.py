"""A list of choices: subjects, grades, languages, licences."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Terms:
    """One table [terms.KEY] of the licences: what may be done with a content, and on what terms."""

    credit: bool = False  # whoever made it must be named
    share_alike: bool = False  # a changed version carries the same licence
    sale: bool = True
    changes: bool = True
    outside: bool = True  # may leave the district
    ask: bool = False  # before it is changed or passed on


@dataclass(frozen=True)
class ChoiceList:
    """The words of one file in content_types/choices/."""

    name: str
    title: str
    labels: Mapping[str, str]  # {what is kept: what is shown} in the order of the file
    terms: Mapping[str, Terms] = field(default_factory=dict)  # {what is kept: what it allows}
