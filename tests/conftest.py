"""What every test may ask for: real definitions, a real database, people with names."""

import gc
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from tests.commands.processes import Served, academe
from tests.making_once import made_once
from tests.memory_districts import NOW, founded, opened

from academe.actions import passwords
from academe.actions.district import District
from academe.definitions.definitions import Definitions
from academe.definitions.loading import read_definitions
from academe.store.content import new_id
from academe.store.people import Identity, Person
from academe.web.compiling import keep_compiled

SAMPLES = Path(os.environ.get("ACADEME_SAMPLES", Path(__file__).parents[1] / "../shared/samples"))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays, code and tests, as the server does."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return read_definitions(None)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hash passwords with little care: their time is tested where the real hasher is put back."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", cheap)
        patch.setattr(passwords, "NOBODYS", cheap.hash("nobody's"))
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_templates(pytestconfig: pytest.Config) -> None:
    """Compile a template once for all processes and the next run, as a site does for its starts."""
    Served.compiled = pytestconfig.rootpath / ".pytest_cache" / "templates"
    keep_compiled(Served.compiled)
    forget_old(Served.compiled)


def forget_old(folder: Path) -> None:
    """Remove what was compiled a month ago: much of it belongs to folders of tests long gone."""
    for kept in folder.iterdir():
        with suppress(FileNotFoundError):  # another process forgets as well
            if kept.stat().st_mtime < time.time() - 30 * 86_400:
                kept.unlink()


@pytest.fixture(scope="session")
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("the sample packages are not here (ACADEME_SAMPLES)")
    return SAMPLES.resolve()


@pytest.fixture(scope="session")
def sample_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district as its command makes it; who changes it copies it before."""
    return made_once(tmp_path_factory, "district", make_sample_district)


def make_sample_district(folder: Path) -> None:
    made = academe("demo", folder, "--no-serve")
    assert made.returncode == 0, made.stderr


@pytest.fixture
def connections() -> Iterator[SimpleNamespace]:
    """Both databases in memory, one transaction manager, as a request has them."""
    with opened() as connections:
        yield connections


@pytest.fixture
def district(connections, definitions, tmp_path) -> District:
    """An empty district with its front page; nothing is committed unless a test does it."""
    with founded(connections, definitions, tmp_path) as empty:
        yield empty


@pytest.fixture
def commit(connections):
    """Commit what was done so far, as the end of a request does."""
    return connections.manager.commit


@pytest.fixture
def enrol(district, commit):
    """Make a person with a login; returns the Identity that a request would have."""

    def make(login: str, *, roles=(), staff=True, groups=()) -> Identity:
        commit()
        person = Person(new_id(), login, login.title())
        person.roles, person.is_staff = tuple(roles), staff
        district.records.put_person(
            person, login=login, name=login.title(), email=f"{login}@school.example"
        )
        commit()
        identity = Identity(person.id, person.name, frozenset(roles), frozenset(groups), staff)
        identity.memo.update(now=district.now, today=district.today)
        return identity

    return make


@pytest.fixture
def ada(enrol) -> Identity:
    """Ada, administrator of the whole site."""
    return enrol("ada", roles=["administrator"])


@pytest.fixture
def give(district, commit):
    """Write a grant without asking anybody: what a test begins with."""
    from academe.actions.access import forget
    from academe.actions.arriving import set_grants_of

    def do(identity: Identity, content, *roles: str, until=None) -> None:
        grants = {**content.grants, identity.id: dict.fromkeys(roles, until)}
        set_grants_of(content, grants, district)
        commit()
        forget(identity)

    return do


@pytest.fixture
def ana(enrol, give, district) -> Identity:
    """Ana, author on the whole site."""
    identity = enrol("ana")
    give(identity, district.site.root, "author")
    return identity


@pytest.fixture
def rui(enrol, give, district) -> Identity:
    """Rui, reviewer on the whole site."""
    identity = enrol("rui")
    give(identity, district.site.root, "reviewer")
    return identity


@pytest.fixture
def cora(enrol, give, district) -> Identity:
    """Cora, coordinator on the whole site."""
    identity = enrol("cora")
    give(identity, district.site.root, "coordinator")
    return identity


@pytest.fixture
def tess(enrol) -> Identity:
    """Tess, a teacher without a role anywhere."""
    return enrol("tess")


@pytest.fixture
def nobody() -> Identity:
    """A visitor, made anew for each test."""
    identity = Identity(id=0, name="")
    identity.memo.update(now=NOW, today=NOW.date())
    return identity


@pytest.fixture
def later(district):
    """The same district at another instant: ``later(days=3)``."""
    from datetime import timedelta

    def at(**span) -> District:
        return replace(district, now=district.now + timedelta(**span))

    return at
