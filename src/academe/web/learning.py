"""Which courses fit a grade, a subject and a school, and how a page lists them."""

from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from academe.actions.reading import title_for
from academe.actions.teaching import teaches
from academe.actions.translations import spoken_in
from academe.store.content import Content, path_of
from academe.web.course_cards import CourseCard, cards_for, label_of, place_in
from academe.web.curriculum import CourseLine, SchoolLine, outline_of
from academe.web.told_languages import in_one_language, untranslated
from academe.wording import _

ASKED = {"grade": "grades", "subject": "subjects"}  # word of the address -> list of choices


class Group(NamedTuple):
    """Courses below one heading."""

    title: str
    cards: list[CourseCard]


class Chosen(NamedTuple):
    """What the address asks for, and whether it names something that is not known."""

    grade: str
    subject: str
    school: str  # its path without the first slash
    is_unknown: bool


def learn_url(request: Any, place: Content, view: str = "learn", **words: str) -> str:
    """Return the one address of a choice: it can be shared, and its page is kept."""
    asked = urlencode([(word, words[word]) for word in (*ASKED, "school") if words.get(word)])
    address = str(request.address(place, view))
    return f"{address}?{asked}" if asked else address


def chosen_in(request: Any) -> Chosen:
    """Return the choices of the address; words that no list has ask for all."""
    found, unknown = {}, False
    for word, name in ASKED.items():
        given = str(request.GET.get(word, ""))
        found[word] = given if given in request.district.definitions.choices[name].labels else ""
        unknown = unknown or given != found[word]
    given = str(request.GET.get("school", "")).strip("/")
    known = {school.path.strip("/") for school in outline_of(request).schools}
    found["school"] = given if given in known else ""
    return Chosen(**found, is_unknown=unknown or given != found["school"])


class Learning:
    """The courses that fit, below a place of the district."""

    def __init__(self, request: Any, place: Content, chosen: Chosen) -> None:
        self.request, self.place = request, place
        self.outline = outline_of(request)
        if place.type_name == "school":
            chosen = chosen._replace(school=path_of(place).strip("/"))
        self.chosen = chosen
        self.grade, self.subject = chosen.grade, chosen.subject

    @cached_property
    def school(self) -> SchoolLine | None:
        named = (one for one in self.outline.schools if one.path.strip("/") == self.chosen.school)
        return next(named, None) if self.chosen.school else None

    @cached_property
    def lines(self) -> list[CourseLine]:
        """The courses, each once: a translation stands for what it translates.

        What is not published yet stands beside it, for those who may see it.
        """
        left_out = {line.id for line in self._left_out}
        return [line for line in self._fitting if line.id not in left_out]

    @cached_property
    def _fitting(self) -> list[CourseLine]:
        return [line for line in self.outline.courses if self._fits(line)]

    @cached_property
    def _left_out(self) -> list[CourseLine]:
        """The published versions of these courses in languages that are not read."""
        public = [line for line in self._fitting if line.is_public]
        kept = {line.id for line in in_one_language(public, self.request.language)}
        return [line for line in public if line.id not in kept]

    @property
    def other_languages(self) -> set[str]:
        """In which the same page has other versions of these courses."""
        return {line.lang.partition("-")[0] for line in self._left_out}

    @property
    def untranslated(self) -> str:
        """That courses are in another language than the reader's; empty where none is."""
        return untranslated(self.request, self.lines)

    def _fits(self, line: CourseLine) -> bool:
        if self.grade and self.grade not in line.grades:
            return False
        if self.subject and self.subject not in line.subjects:
            return False
        if self.school is not None:
            return teaches(self.school.path, self.school.grades, line.school or None, line.grades)
        return line.path.startswith(self._above)

    @cached_property
    def _above(self) -> str:
        """What the paths of all that lies in the place begin with."""
        return path_of(self.place).rstrip("/") + "/"

    @cached_property
    def cards(self) -> list[CourseCard]:
        return cards_for(self.request, self.lines, self.outline)

    @property
    def groups(self) -> list[Group]:
        """A school's own and the district's; one subject by grades; else by subject."""
        if self.school is not None and not self.grade and not self.subject:
            return self._by_origin()
        if self.subject and not self.grade:
            return grouped(self.cards, lambda card: card.grades_text or self._say(_("All grades")))
        order = [(place_in(self.request, "subjects", card.subjects), card) for card in self.cards]
        order.sort(key=lambda pair: pair[0])
        return grouped([card for _place, card in order], self._subject)

    def _subject(self, card: CourseCard) -> str:
        """The subject that is asked for, else the course's first: no course stands twice."""
        word = self.subject or next(iter(card.subjects), "")
        return label_of(self.request, "subjects", word) if word else self._say(_("More courses"))

    def _by_origin(self) -> list[Group]:
        own = [card for card in self.cards if card.line.school]
        others = [card for card in self.cards if not card.line.school]
        groups = [
            Group(self._say(_("Courses of this school")), own),
            Group(self._say(_("Courses of the district for the grades of this school")), others),
        ]
        return [group for group in groups if group.cards]

    def _say(self, text: Any) -> str:
        return str(self.request.say(text))

    @property
    def words(self) -> str:
        """What was chosen, as a person says it."""
        return ", ".join(filter(None, (self.own_words, self.place_title)))

    @property
    def own_words(self) -> str:
        """The grade and the subject in the words of the page."""
        pairs = (("grades", self.grade), ("subjects", self.subject))
        return ", ".join(label_of(self.request, name, word) for name, word in pairs if word)

    @property
    def place_title(self) -> str:
        """The school or the folder that was chosen; empty for the whole district."""
        if self.school is not None:
            return self.school.title
        if self.place is self.request.district.site.root:
            return ""
        return title_for(self.request.person, self.place, self.request.district)

    @property
    def place_lang(self) -> str:
        if self.school is not None:
            return self.school.lang
        return spoken_in(self.request.person, self.place, self.request.district)

    def url(self, view: str = "learn", **words: str) -> str:
        """Return the address of this choice with some of it changed."""
        chosen = {**self.chosen._asdict(), **words}
        root = self.request.district.site.root
        is_whole = self.place.type_name == "school"
        return learn_url(self.request, root if is_whole else self.place, view, **chosen)


def grouped(cards: list[CourseCard], title_of: Any) -> list[Group]:
    """Return cards that have the same title above them together, in the order of the cards."""
    groups: dict[str, list[CourseCard]] = {}
    for card in cards:
        groups.setdefault(title_of(card), []).append(card)
    return [Group(title, found) for title, found in groups.items()]
