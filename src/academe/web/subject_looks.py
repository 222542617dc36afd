"""The colour and the drawing of a subject: a second way to know it again, never the only one."""

from typing import Any, NamedTuple

HUES = 12  # front/css/families.css has as many
PLAIN = "book"
DRAWINGS = {
    "arts": "palette",
    "career": "tools",
    "computer_science": "laptop",
    "english": "book",
    "esl": "chat-left-text",
    "health": "heart-pulse",
    "library": "bookmark",
    "mathematics": "calculator",
    "music": "music-note-beamed",
    "physical_education": "bicycle",
    "science": "flower1",
    "social_studies": "globe2",
    "special_education": "people",
    "world_languages": "translate",
}
"""By the words of content_types/choices/subjects.toml; a district's own subjects get the book."""


class Look(NamedTuple):
    """How the cards of a subject look."""

    icon: str
    hue: str  # a class of the style sheet


def look_of(request: Any, subjects: tuple[str, ...]) -> Look:
    """Return the look of the first subject; its place in the district's list gives the colour."""
    listed = request.district.definitions.choices.get("subjects")
    order = list(listed.labels) if listed else []
    first = next((one for one in subjects if one in order), None)
    if first is None:
        return Look(PLAIN, "hue-0")
    return Look(DRAWINGS.get(first, PLAIN), f"hue-{order.index(first) % HUES + 1}")
