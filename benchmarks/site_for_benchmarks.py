"""A site on the disk with what the benchmarks ask for, made by the same actions as people's."""

import shutil
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import transaction
from persistent import Persistent

from academe.actions.creating import create
from academe.actions.founding import found_records, found_site
from academe.actions.opening import identity_called, open_district
from academe.actions.sealing import make_secret
from academe.actions.sessions import start_session, write_cookie
from academe.actions.stepping import take_step
from academe.app import make_app
from academe.definitions.loading import defaults_folder, read_definitions
from academe.definitions.settings import read_settings
from academe.store.content import new_id, path_of
from academe.store.databases import create_databases, open_databases
from academe.store.file_texts import note_complete
from academe.store.people import Person

PARAGRAPH = (
    "<p>Learners draw the two points, count the steps between them and say in their own words "
    "how steep the way is. Then they compare with a neighbour.</p>"
)


class Nothing(Persistent):
    """The smallest thing that a database can keep."""


class BenchmarkSite:
    """One site with an author, a course of 6 units and 40 lessons, and a folder of 100."""

    def __init__(self, folder: Path) -> None:
        (folder / "etc").mkdir(parents=True)
        ini = folder / "etc" / "development.ini"
        shutil.copy(defaults_folder() / "etc" / "development.ini", ini)
        settings = read_settings(ini)
        create_databases(settings.data_folder)
        make_secret(settings.secret_path)
        self._open_all(folder)
        self._found()
        self.lesson_path = ""

    @classmethod
    def reopen(cls, folder: Path) -> "BenchmarkSite":
        """Open a site that was filled before, and make its application."""
        site = cls.__new__(cls)
        site._open_all(folder)
        site.app = make_app(site.settings, site.databases, site.definitions, raise_unexpected=True)
        return site

    def _open_all(self, folder: Path) -> None:
        self.settings = read_settings(folder / "etc" / "development.ini")
        self.databases = open_databases(self.settings.data_folder)
        self.definitions = read_definitions(None)

    def _found(self) -> None:
        manager = transaction.TransactionManager()
        content, records = (
            database.open(manager) for database in (self.databases.content, self.databases.records)
        )
        site = found_site(content, "Benchmark", "", self.definitions, datetime.now(UTC))
        manager.commit()
        people = found_records(records)
        ana = Person(new_id(), "ana", "Ana")
        ana.is_staff = True
        people.put_person(ana, login="ana", name="Ana", email="")
        manager.commit()
        site.root.grants = {ana.id: {"author": None, "reviewer": None, "coordinator": None}}
        site.places.insert((ana.id, site.root.id))
        manager.commit()
        content.close()
        records.close()
        note_complete(self.databases.work)

    def open(self) -> Any:
        """Lend the district in a transaction of its own."""
        return open_district(self.databases, self.definitions, self.settings)

    def fill(self) -> None:
        """Make and publish the contents."""
        with self.open() as district:
            ana = identity_called("ana", district)
            course = create(
                ana, district.site.root, "course", {"title": "Course"}, district, name="course"
            )
            for number in range(6):
                answers = {
                    "title": f"Unit {number + 1}",
                    "weeks": 3,
                    "starts_in_week": 3 * number + 1,
                }
                unit = create(ana, course, "unit", answers, district)
                for lesson in range(7 if number < 4 else 6):
                    answers = {
                        "title": f"Lesson {lesson + 1} of unit {number + 1}",
                        "duration": 45,
                        "objectives": PARAGRAPH,
                        "steps": PARAGRAPH * 12,
                        "standards": (("8.EE.B.5", "taught"),),
                    }
                    made = create(ana, unit, "lesson", answers, district)
            self.lesson_path = path_of(made)
            folder = create(
                ana, district.site.root, "folder", {"title": "Hundred"}, district, name="hundred"
            )
            for number in range(100):
                create(
                    ana, folder, "page", {"title": f"Page {number}", "text": PARAGRAPH}, district
                )
        with self.open() as district:
            ana = identity_called("ana", district)
            root = district.site.root
            take_step(ana, root["hundred"], "publish", district)
            take_step(ana, root["course"], "submit", district)
            take_step(ana, root["course"], "approve", district)

    def cookie(self, login: str) -> str:
        """Return the cookie of a new session."""
        with self.open() as district:
            token = start_session(district.records.person_called(login), district)
            now = district.now
        secret = self.settings.secret_path.read_bytes().strip()
        return f"session={write_cookie(secret, token, now)}"

    def time_commits(self, count: int) -> tuple[float, float]:
        """Return median seconds of a durable commit of one bare object, and of a create's commit.

        In turns, so that both meet the same disk.
        """
        bare: list[float] = []
        made: list[float] = []
        manager = transaction.TransactionManager(explicit=True)
        for number in range(count):
            manager.begin()
            connection = self.databases.content.open(manager)
            connection.root()[f"bare-{number}"] = Nothing()
            begun = time.perf_counter()
            manager.commit()
            bare.append(time.perf_counter() - begun)
            connection.close()
            with self.open() as district:
                ana = identity_called("ana", district)
                answers = {"title": f"New {number}", "text": PARAGRAPH}
                create(ana, district.site.root["hundred"], "page", answers, district)
                begun = time.perf_counter()
            made.append(time.perf_counter() - begun)
        return statistics.median(bare), statistics.median(made)

    def close(self) -> None:
        self.databases.close()
