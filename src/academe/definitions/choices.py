"""A list of choices: subjects, grades, languages, licences."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChoiceList:
    """The words of one file in content_types/choices/."""

    name: str
    title: str
    labels: Mapping[str, str]  # {what is kept: what is shown} in the order of the file
