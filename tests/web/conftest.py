"""A whole site on a real disk, and people who open its pages."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import transaction
from tests.web.browsers import Browser
from tests.web.lent_apps import LentApps

from academe.actions.district import District
from academe.actions.founding import found_records, found_site
from academe.actions.opening import identity_called, open_district
from academe.actions.sealing import make_secret
from academe.actions.sessions import start_session, write_cookie
from academe.definitions.loading import defaults_folder
from academe.definitions.settings import read_settings
from academe.store.content import new_id
from academe.store.databases import create_databases, open_databases
from academe.store.people import Identity, Person
from academe.store.site import Site

PEOPLE = {
    "ana": ("author", (), True),
    "rui": ("reviewer", (), True),
    "cora": ("coordinator", (), True),
    "tess": ("", (), True),
    "sam": ("", (), True),
    "pat": ("", (), False),
    "ada": ("", ("administrator",), True),
}


class ServedSite:
    """One site as it is served: its databases, its application, its people."""

    def __init__(self, folder: Path, definitions, apps: LentApps | None = None) -> None:
        """Serve a folder: with an application of its own, or one that ``apps`` lends."""
        settings = read_settings(folder / "etc" / "development.ini")
        self.settings = replace(settings, time_zone="UTC")
        self.databases = open_databases(self.settings.data_folder)
        self.definitions = definitions
        self.apps = apps or LentApps()
        try:
            self.app = self._app = self.apps.lend(self.settings, self.databases, definitions)
        except BaseException:
            self.databases.close()
            raise

    def close(self) -> None:
        self.app.registry.indexer.stop()
        self.databases.close()
        self.apps.take_back(self._app)  # a test may have put another one in its place

    def act(self, do: Callable[[District], object]) -> object:
        """Run one action in a transaction of its own, as a request would."""
        with open_district(self.databases, self.definitions, self.settings) as district:
            return do(district)

    def identity(self, login: str, district: District) -> Identity:
        return identity_called(login, district)

    def as_(self, login: str, do: Callable) -> object:
        """Run ``do(identity, district)`` as somebody."""
        return self.act(lambda district: do(self.identity(login, district), district))

    def browser(self, login: str | None = None) -> Browser:
        """Return a browser in which somebody is signed in (None: a visitor)."""
        browser = Browser(
            self.app, extra_environ={"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:80"}
        )
        if login is not None:
            token = self.act(lambda d: start_session(d.records.person_called(login), d))
            secret = self.settings.secret_path.read_bytes().strip()
            browser.set_cookie("session", write_cookie(secret, token, datetime.now(UTC)))
        return browser


@pytest.fixture(scope="session")
def built_site(tmp_path_factory, definitions) -> Path:
    """A new district with its people, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("built") / "site"
    (folder / "etc").mkdir(parents=True)
    shutil.copy(defaults_folder() / "etc" / "development.ini", folder / "etc" / "development.ini")
    settings = read_settings(folder / "etc" / "development.ini")
    create_databases(settings.data_folder)
    make_secret(settings.secret_path)
    databases = open_databases(settings.data_folder)
    now = datetime.now(UTC)
    manager = transaction.TransactionManager()
    content, records = databases.content.open(manager), databases.records.open(manager)
    found_site(content, "Riverside Schools", "What our schools teach.", definitions, now)
    manager.commit()
    people = found_records(records)
    ids = {}
    for login, (_role, roles, staff) in PEOPLE.items():
        person = Person(new_id(), login, f"{login.title()} Example")
        person.roles, person.is_staff = roles, staff
        people.put_person(
            person, login=login, name=f"{login.title()} Example", email=f"{login}@school.example"
        )
        ids[login] = person.id
    manager.commit()
    site = Site(content)
    grants = {ids[login]: {role: None} for login, (role, _r, _s) in PEOPLE.items() if role}
    site.root.grants = grants
    site.places.update((principal, site.root.id) for principal in grants)
    manager.commit()
    content.close()
    records.close()
    databases.close()
    return folder


@pytest.fixture(scope="session")
def apps() -> LentApps:
    return LentApps()


@pytest.fixture
def site(built_site, tmp_path, definitions, apps) -> Iterator[ServedSite]:
    folder = tmp_path / "site"
    shutil.copytree(built_site, folder)
    served = ServedSite(folder, definitions, apps)
    yield served
    served.close()
