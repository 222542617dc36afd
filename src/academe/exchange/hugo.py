"""Course sites written for Hugo: where their texts lie, what their shortcodes mean."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from html import escape
from posixpath import basename, dirname, splitext
from typing import Any

from academe.exchange.course_folder import Part
from academe.exchange.front_matter import text_of_word
from academe.exchange.names import natural_key

TOP = "content"
INDEX = ("_index", "index")
_SETTINGS = re.compile(r"(config/.*|(hugo|config))\.(toml|ya?ml|json)")
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(/?)\s*([\w./-]+)\s*((?:[^\"}]|\"[^\"]{0,2000}\"){0,4000}?)/?[>%]\}\}"
)
_ARGUMENT = re.compile(r"(?:([\w-]+)=)?(?:\"([^\"]*)\"|([^\s\"=]+))")
_LATE = 10**6  # where a page without a weight stands: after those that have one


def is_site(names: Collection[str]) -> bool:
    """Say whether a package is a Hugo site: settings, and texts below ``content``."""
    has_texts = any(name.startswith(f"{TOP}/") and name.endswith(".md") for name in names)
    return has_texts and any(_SETTINGS.fullmatch(name) for name in names)


# -- texts


def plain(words: dict[str, Any], source: str) -> tuple[dict[str, Any], str]:
    """Give words and Markdown that need no Hugo: what a page is for moves from words to text."""
    about = str(words.get("about_this_resource_text") or words.get("about") or "")
    transcript = str(words.get("transcript") or "")
    parts = [source, about, f"<h2>Transcript</h2>\n{transcript}" if transcript.strip() else ""]
    said = "\n\n".join(part for part in parts if part.strip())
    return words, _SHORTCODE.sub(_Shortcodes().write, said)


class _Shortcodes:
    """What each shortcode means as Markdown or HTML; one that means nothing leaves its words."""

    def __init__(self) -> None:
        self._base = ""

    def write(self, match: re.Match[str]) -> str:
        closing, name, rest = match.groups()
        pairs = [(key, quoted or bare) for key, quoted, bare in _ARGUMENT.findall(rest)]
        named = {key.lower(): value for key, value in pairs if key}
        bare = [value for key, value in pairs if not key]
        self._base = named.get("baseurl", self._base)
        made: Callable[[], str] | None = {
            "baseurl": lambda: "",
            "br": lambda: "<br>",
            "youtube": lambda: self._film("https://www.youtube.com/watch?v=", named, bare),
            "vimeo": lambda: self._film("https://vimeo.com/", named, bare),
            "ref": lambda: bare[0] if bare else "",
            "relref": lambda: bare[0] if bare else "",
        }.get(name.lower())
        if closing:
            return ""
        return made() if made else self._other(named)

    def _film(self, start: str, named: Mapping[str, str], bare: list[str]) -> str:
        number = named.get("id") or (bare[0] if bare else "")
        title = named.get("title") or f"{start}{number}"
        return f"[{title}]({start}{number})" if re.fullmatch(r"[\w-]+", number) else ""

    def _other(self, named: Mapping[str, str]) -> str:
        """Write a figure or whatever has an address and words; a picture elsewhere is a link."""
        address = named.get("src") or named.get("href") or ""
        words = named.get("alt") or named.get("text") or named.get("caption") or ""
        said = named.get("caption") or named.get("data-ngdesc") or ""
        if not address:
            return escape(words)
        if self._base and "://" not in address:
            address = self._base + address
        if "://" in address:
            return f'\n<p><a href="{escape(address)}">{escape(said or words or address)}</a></p>\n'
        below = f"<figcaption>{escape(said)}</figcaption>" if said else ""
        shown = f'<img src="{escape(address)}" alt="{escape(words)}">'
        return f"\n<figure>{shown}{below}</figure>\n"


# -- the order


def plan(texts: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> Part:
    """Plan the course: a section is a lesson, one with sections in it a unit, by their weights."""
    texts = {name: words for name, words in texts.items() if name.startswith(f"{TOP}/")}
    site = _Site(texts)
    files = [name for name in names if name.startswith("static/") and name not in texts]
    parts = (*site.below(TOP), *(Part("file", name, "static") for name in files))
    return Part("course", site.index_of(TOP), TOP, parts)


class _Site:
    """The texts of a site with their words."""

    def __init__(self, texts: Mapping[str, Mapping[str, Any]]) -> None:
        self.texts = texts
        self.own: dict[str, list[str]] = {}  # folder -> texts right in it
        for name in texts:
            self.own.setdefault(dirname(name), []).append(name)
        self.folders: dict[str, list[str]] = {}  # folder -> folders right in it
        for folder in sorted(_with_parents(self.own), key=natural_key):
            self.folders.setdefault(dirname(folder), []).append(folder)

    def index_of(self, folder: str) -> str:
        stems = {splitext(basename(name))[0]: name for name in self.own.get(folder, ())}
        return next((stems[stem] for stem in INDEX if stem in stems), "")

    def below(self, folder: str) -> tuple[Part, ...]:
        """Give the parts of a folder; one without a text of its own is passed through."""
        index = self.index_of(folder)
        own = (name for name in self.own.get(folder, ()) if name != index)
        parts = [Part(self._kind(name), name, folder) for name in own]
        for deeper in self.folders.get(folder, ()):
            if self.index_of(deeper):
                parts.append(self._section(deeper))
            else:
                parts.extend(self.below(deeper))
        return tuple(sorted(parts, key=self._rank))

    def _section(self, folder: str) -> Part:
        parts = self.below(folder)
        kind = "unit" if any(part.kind in ("lesson", "unit") for part in parts) else "lesson"
        return Part(kind, self.index_of(folder), folder, parts)

    def _kind(self, name: str) -> str:
        return "link" if self.texts[name].get("file_location") else "page"

    def _rank(self, part: Part) -> tuple[int, int, Any]:
        words = self.texts.get(part.name, {})
        late = {"lesson": 0, "unit": 0, "page": 1, "link": 2}.get(part.kind, 3)
        return (late if part.kind == "link" else 0), weight(words), natural_key(part.name)


def _with_parents(folders: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for folder in folders:
        while folder and folder not in found:
            found.add(folder)
            folder = dirname(folder)
    return found


def weight(words: Mapping[str, Any]) -> int:
    """Read the place in the order: ``weight``, or the smallest of the menus."""
    menus = words.get("menu") or words.get("menus")
    entries = menus.values() if isinstance(menus, dict) else ()
    said = [words.get("weight"), *(e.get("weight") for e in entries if isinstance(e, dict))]
    numbers = [int(text_of_word(one)) for one in said if text_of_word(one).isdecimal()]
    return min(numbers, default=_LATE)


def code(course: Mapping[str, Any]) -> str:
    """Give the first number of ``data/course.json`` that the course has in its catalogue."""
    numbers = course.get("course_numbers")
    return text_of_word(numbers[0]) if isinstance(numbers, list) and numbers else ""


def topics(course: Mapping[str, Any]) -> str:
    """Name the topics of ``data/course.json`` and what lies below them, with commas between."""
    found: list[str] = []
    for topic in _dicts(course.get("topics")):
        found.append(text_of_word(topic.get("topic")))
        found += [text_of_word(one.get("subtopic")) for one in _dicts(topic.get("subtopics"))]
    return ", ".join(dict.fromkeys(filter(None, found)))[:500]


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def credit(course: Mapping[str, Any]) -> str:
    """Name the people of ``data/course.json``."""
    names = [person.get("instructor", "") for person in _dicts(course.get("instructors"))]
    return ", ".join(filter(None, map(text_of_word, names)))
