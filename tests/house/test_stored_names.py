"""What is written into database records can be read for ever: its names are frozen."""

import importlib
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import transaction
from tests.frameworks import case_package
from ZODB._compat import PersistentUnpickler

from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.district import District
from academe.actions.founding import found_records, found_site
from academe.actions.removing import remove
from academe.actions.sharing import grant
from academe.actions.standards import adopt_framework
from academe.actions.stepping import take_step
from academe.definitions.loading import defaults_folder
from academe.definitions.settings import read_settings
from academe.exchange.bundle import ReportLine
from academe.exchange.case import read_case
from academe.exchange.import_reports import keep_report
from academe.store.databases import create_databases, open_databases
from academe.store.feed_keys import FeedKey, FeedKeys
from academe.store.files import store_file
from academe.store.orders import Order
from academe.store.people import Group, Identity, Invitation, Membership, Person
from academe.store.records import Records
from academe.store.site import Site

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
LIST = Path(__file__).with_name("stored_names.txt")
LIBRARIES = ("BTrees.", "persistent.", "ZODB.blob", "builtins", "datetime", "copyreg", "_codecs")


def everybody(person_id: int, *roles: str) -> Identity:
    return Identity(person_id, "Ada", frozenset(roles), is_staff=True)


def fill_content(district: District) -> None:
    """Leave one of everything: texts, files, links, a report, a coming text, a removed page."""
    root, ada = district.site.root, everybody(11, "administrator", "coordinator")
    adopt_framework(ada, read_case(case_package(), "Standards"), "standards.json", district)
    picture = store_file(io.BytesIO(b"picture"), "a.png", "image/png", district.site.connection)
    file = store_file(io.BytesIO(b"file"), "a.txt", "text/plain", district.site.connection)
    course = create(ada, root, "course", {"title": "Course", "syllabus": file}, district)
    keep_report([course], [ReportLine("course", "Course", "imported")])
    unit = create(ada, course, "unit", {"title": "Unit"}, district)
    answers = {"title": "Lesson", "steps": "<p>Steps</p>", "duration": 45}
    answers |= {"standards": (("5.NF.A.1", "taught"),), "handouts": (file,), "grades": ()}
    create(ada, unit, "lesson", answers, district)
    create(ada, course, "image", {"title": "Image", "picture": picture}, district)
    document = {"title": "Document", "related": (course.id,), "adopted_on": date(2026, 9, 1)}
    create(ada, root, "document", document, district)
    event = {"title": "Event", "starts": NOW}
    create(ada, root, "event", event, district)
    grant(everybody(11, "administrator"), course, 12, "reader", district, NOW + timedelta(days=1))
    take_step(everybody(11, "coordinator"), course, "submit", district)
    coming = district.today + timedelta(days=2)
    later = everybody(11, "coordinator")
    take_step(later, course, "approve", district, comment="Good", in_force_from=coming)
    copy(everybody(11, "coordinator"), course, root, district)
    remove(everybody(11, "coordinator"), root["document"], district)


def fill_records(records: Records) -> None:
    for person_id in (11, 12):
        person = Person(person_id, f"login{person_id}", "Name")
        person.roles, person.password_hash, person.is_staff = ("reader",), "x", True
        person.created, person.created_by = NOW, 1
        records.put_person(person, login=f"login{person_id}", name="Name", email=f"{person_id}@x.y")
    records.put_group(Group(90, "math", "Math"), name="math", title="Math")
    records.put_memberships(records.person(11), [Membership(90, None, date(2027, 1, 1))])
    records.put_invitation(Invitation("0" * 64, 11, "invite", until=NOW, created_by=12))
    FeedKeys(records).add(FeedKey("1" * 64, 11, 5, NOW))
    records.orders[5] = Order(5, "mail", {"person": 11}, ordered_by=11, ordered_at=NOW)


@pytest.fixture(scope="module")
def stored(tmp_path_factory, definitions) -> dict[str, set[str]]:
    """{class: names in its state} of every record of a database that holds everything."""
    folder = tmp_path_factory.mktemp("stored") / "data"
    create_databases(folder)
    databases = open_databases(folder)
    manager = transaction.TransactionManager()
    content, records = databases.content.open(manager), databases.records.open(manager)
    found_site(content, "Site", "Summary", definitions, NOW)
    manager.commit()
    people = found_records(records)
    fill_records(people)
    manager.commit()
    settings = read_settings(defaults_folder() / "etc" / "development.ini")
    fill_content(District(definitions, Site(content), people, databases.work, settings, NOW))
    manager.commit()
    content.close()
    records.close()
    found: dict[str, set[str]] = {}
    for database in (databases.content, databases.records):
        for record in database.storage.iterator():
            for one in record:
                read_names(one.data, found)
    databases.close()
    return found


def read_names(data: bytes, found: dict[str, set[str]]) -> None:
    """Add the classes that a record names, and the names of its state if it is one of ours."""
    named: list[str] = []

    def find(module: str, name: str):
        named.append(f"{module}.{name}")
        return getattr(importlib.import_module(module), name)

    def load_reference(reference):
        return None

    reader = PersistentUnpickler(find, load_reference, io.BytesIO(data))
    reader.load()
    own = named[0] if named else ""
    state = reader.load()
    for name in named:
        found.setdefault(name, set())
    if own.startswith("academe.") and isinstance(state, dict):
        found[own] |= state.keys()


def listed() -> dict[str, set[str]]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(":") for line in lines if line.strip() and not line.startswith("#")]
    return {name.strip(): set(names.split()) for name, _colon, names in pairs}


def test_every_stored_name_is_listed(stored):
    ours = {name: names for name, names in stored.items() if not name.startswith(LIBRARIES)}
    known = listed()
    for name, names in ours.items():
        assert name in known, f"{name} is stored now: list it, it can never be renamed"
        names = names | _declared(name)
        assert names <= known[name], f"{name}: {sorted(names - known[name])}"


def test_every_listed_name_is_still_there(stored):
    for name, names in listed().items():
        found = _class(name)
        assert name in stored, f"{name} is no longer stored by this test"
        fields = getattr(found, "_fields", None)
        assert fields is None or set(fields) == names
    assert stored["academe.store.content.Content"] <= {
        name for name in vars(_class("academe.store.content.Content"))
    }, "a new attribute of Content needs a class-level default: old records do not have it"


def _declared(name: str) -> set[str]:
    """Names that a class gives to its state, whether or not one of its records has them."""
    found = _class(name)
    return set(getattr(found, "_fields", ())) | set(getattr(found, "__annotations__", ()))


def _class(name: str):
    module, _dot, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)
