"""Who walks through the random steps, and the words that both sides read."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import transaction
from tests.actions.model import Someone, Words
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

from academe.actions.founding import found_records
from academe.definitions.loading import defaults_folder, read_definitions
from academe.definitions.settings import read_settings
from academe.store.people import Group, Membership, Person
from academe.store.work import Work

BEGINNING = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
GROUP = 90
VISITOR = Someone(0, "")
PEOPLE = (
    VISITOR,
    Someone(11, "pat"),
    Someone(12, "tess", staff=True),
    Someone(13, "ana", staff=True),
    Someone(14, "rui", staff=True),
    Someone(15, "cora", staff=True),
    Someone(16, "ada", frozenset({"administrator"}), staff=True),
    Someone(17, "kim", frozenset({"coordinator"})),
    Someone(18, "max", staff=True, belongs=((GROUP, date(2026, 9, 4)),)),
    Someone(19, "zoe", belongs=((GROUP, None),)),
)
AT_THE_SITE = {(13, "author"): None, (14, "reviewer"): None, (15, "coordinator"): None}
KINDS = ("folder", "course", "unit", "lesson", "document", "policy", "page", "link", "sheet")
TITLES = ("Alpha", "Beta", "Gamma", "Delta")
ROLES = ("reader", "author", "reviewer", "coordinator", "administrator", "confidant")
SHEET = """
title = "Answer sheet"
seen_by = "staff"
may_be_in = ["unit", "lesson", "course", "folder"]
"""


class Stage:
    """What all runs share: the district's words, read twice, and its people."""

    def __init__(self, folder: Path) -> None:
        for name in ("content_types", "workflows"):
            shutil.copytree(defaults_folder() / name, folder / name)
        (folder / "content_types" / "sheet.toml").write_text(SHEET)
        self.words = Words(folder)
        self.definitions = read_definitions(folder)
        self.settings = read_settings(defaults_folder() / "etc" / "development.ini")
        self.work = Work(folder / "work.sqlite")
        self.records_db = DB(DemoStorage())
        self.enrol()

    def enrol(self) -> None:
        manager = transaction.TransactionManager()
        connection = self.records_db.open(manager)
        records = found_records(connection)
        records.put_group(Group(GROUP, "board", "Board"), name="board", title="Board")
        for someone in PEOPLE[1:]:
            person = Person(someone.id, someone.login, someone.login.title())
            person.roles, person.is_staff = tuple(someone.site_roles), someone.staff
            records.put_person(person, login=someone.login, name=someone.login, email="")
            belongs = [Membership(group, None, last) for group, last in someone.belongs]
            records.put_memberships(person, belongs)
        manager.commit()
        connection.close()

    def close(self) -> None:
        self.work.close()
        self.records_db.close()
