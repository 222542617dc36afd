"""A district of any size on the disk, made by the same actions as people's."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from scaling_words import SUBJECTS, Texts
from site_for_benchmarks import BenchmarkSite

from academe.actions.creating import create
from academe.actions.opening import identity_called
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.store.content import Content, new_id, subtree
from academe.store.people import Person
from academe.store.records import Records

UNITS, LESSONS = 5, 8  # of each course: 46 contents
LESSON = 1_700  # bytes of its texts; with its other answers about 2 kB
BATCH = 500  # contents in one transaction
GRANTS, BARRIERS = 200, 20  # of the author who has many
WRITERS = 8
FILLED = ("wide", "moved", "hundred")  # folders that are published once they are full


class Sizes(NamedTuple):
    """What a district of so many contents has besides courses."""

    wide: int  # pages in one folder
    moved: int  # pages in another one, which is moved
    long: int  # lessons of one course
    courses: int


def sizes_of(contents: int) -> Sizes:
    """Return a tenth for each of the two folders, a fiftieth for the long course, at most."""
    wide = moved = min(10_000, contents // 10)
    long = min(1_000, contents // 50)
    courses = max(1, (contents - wide - moved - long) // (1 + UNITS * (1 + LESSONS)))
    return Sizes(wide, moved, long, courses)


class Filling:
    """Makes the contents, a batch in each transaction, and says how long that took."""

    def __init__(self, site: BenchmarkSite, contents: int) -> None:
        self.site, self.sizes = site, sizes_of(contents)
        self.texts = Texts()
        self.made = 0
        self.seconds = 0.0

    def batch(self, do: Callable[[Any, Any], None]) -> None:
        """Let Ana do something in a transaction of its own, and time it with its commit."""
        begun, of_words = time.perf_counter(), self.texts.seconds
        with self.site.open() as district:
            do(identity_called("ana", district), district)
        self.seconds += time.perf_counter() - begun - (self.texts.seconds - of_words)

    def add(self, ana: Any, place: Content, kind: str, answers: dict[str, Any], district: Any):
        self.made += 1
        return create(ana, place, kind, answers, district)

    def all(self, tell: Callable[[int], None]) -> None:
        """Make everything; the courses are published, as most of a district's are."""
        self.batch(self._folders)
        folders = {"wide": self.sizes.wide, "moved": self.sizes.moved, "hundred": 100}
        for name, count in folders.items():
            for first in range(0, count, BATCH):
                self.batch(self._pages(name, min(BATCH, count - first)))
                tell(self.made)
            self.batch(lambda ana, d, name=name: take_step(ana, d.site.root[name], "publish", d))
        self.batch(self._long_course)
        for number in range(0, self.sizes.courses, BATCH // 46):
            self.batch(self._courses(min(BATCH // 46, self.sizes.courses - number)))
            tell(self.made)

    def _folders(self, ana: Any, district: Any) -> None:
        root = district.site.root
        names = (*FILLED, "target", "writing", *SUBJECTS)
        for name in names:
            folder = self.add(ana, root, "folder", {"title": name.capitalize()}, district)
            # What is added below a published place waits for a publication of its own.
            if name not in FILLED:
                take_step(ana, folder, "publish", district)
        for number in range(WRITERS):
            self.add(ana, root["writing"], "folder", {"title": f"Writer {number}"}, district)

    def _pages(self, name: str, count: int) -> Callable[[Any, Any], None]:
        def make(ana: Any, district: Any) -> None:
            for _ in range(count):
                title = self.texts.title(self.texts.subject())
                answers = {"title": title, "text": self.texts.html(600)}
                self.add(ana, district.site.root[name], "page", answers, district)

        return make

    def _long_course(self, ana: Any, district: Any) -> None:
        answers = {"title": "Long course", "subjects": ("science",)}
        course = self.add(ana, district.site.root["science"], "course", answers, district)
        unit = self.add(ana, course, "unit", {"title": "Only unit"}, district)
        for _ in range(self.sizes.long):
            self.add(ana, unit, "lesson", self._lesson("science"), district)

    def _courses(self, count: int) -> Callable[[Any, Any], None]:
        def make(ana: Any, district: Any) -> None:
            for _ in range(count):
                self._course(ana, district)

        return make

    def _course(self, ana: Any, district: Any) -> None:
        subject = self.texts.subject()
        answers = {
            "title": self.texts.title(subject),
            "subjects": (subject,),
            "grades": (str(self.texts.number(1, 12)),),
            "licence": "CC-BY-4.0",
            "summary": " ".join(self.texts.some(12)),
        }
        course = self.add(
            ana, district.site.root[subject.replace("_", "-")], "course", answers, district
        )
        for number in range(UNITS):
            answers = {"title": self.texts.title(subject), "starts_in_week": number * 4 + 1}
            unit = self.add(ana, course, "unit", {**answers, "weeks": 4}, district)
            for _ in range(LESSONS):
                self.add(ana, unit, "lesson", self._lesson(subject), district)
        take_step(ana, course, "submit", district)
        take_step(ana, course, "approve", district)

    def _lesson(self, subject: str) -> dict[str, Any]:
        return {
            "title": self.texts.title(subject),
            "duration": self.texts.number(1, 8) * 15,
            "objectives": self.texts.html(300),
            "steps": self.texts.html(LESSON - 300),
        }


def add_bea(site: BenchmarkSite) -> tuple[int, int]:
    """Make an author with many grants, and barriers below some; return how many of each."""
    with site.databases.records.transaction("bea") as connection:
        bea = Person(new_id(), "bea", "Bea")
        bea.is_staff = True
        Records(connection).put_person(bea, login="bea", name="Bea", email="")
        bea_id = bea.id
    with site.open() as district:
        ana = identity_called("ana", district)
        places = [one for one in subtree(district.site.root) if one.type_name == "course"]
        places += [one for one in subtree(district.site.root) if one.type_name == "unit"]
        places = places[:: max(1, len(places) // GRANTS)][:GRANTS]
        for place in places:
            share(ana, place, Sharing({**place.grants, bea_id: {"author": None}}), district)
        inside = [child for place in places for child in place.children()]
        inside = inside[:: max(1, len(inside) // BARRIERS)][:BARRIERS]
        for place in inside:
            share(ana, place, Sharing(place.grants, inherits_roles=False), district)
        return len(places), len(inside)


def bytes_of(folder: Path) -> int:
    """Return what a folder takes on the disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
