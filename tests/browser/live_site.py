"""A sample district that is really served: waitress in a thread, the queue in another."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from waitress.server import create_server

from academe.actions.district import District
from academe.actions.jobs import JobThread
from academe.actions.opening import open_district
from academe.actions.sessions import start_session, write_cookie
from academe.app import make_app, make_jobs
from academe.commands.demo import PASSWORD
from academe.definitions.loading import read_definitions
from academe.definitions.settings import read_settings
from academe.store.databases import open_databases

ROLES = {
    "ana": "author",
    "rui": "reviewer",
    "cora": "coordinator",
    "tess": "teacher of one school",
    "sam": "staff",
    "pat": "parent",
    "ada": "administrator",
    None: "visitor",
}


class LiveSite:
    """One site at an address of its own; what goes wrong in it is kept in ``errors``."""

    def __init__(self, folder: Path) -> None:
        self.settings = replace(read_settings(folder / "etc" / "development.ini"), time_zone="UTC")
        self.definitions = read_definitions(folder)
        self.password = (self.settings.data_folder / PASSWORD).read_text().strip()
        self.databases = open_databases(self.settings.data_folder)
        self.errors: list[str] = []
        self.app = make_app(self.settings, self.databases, self.definitions, raise_unexpected=True)
        self.server = create_server(self._answer, host="127.0.0.1", port=0, threads=4)
        self.address = f"http://127.0.0.1:{self.server.effective_port}"
        self.jobs = JobThread(
            self.databases,
            make_jobs(self.settings, self.databases, self.definitions),
            every=0.2,
        )
        self._thread = Thread(target=self.server.run, name="waitress", daemon=True)
        self._thread.start()
        self.jobs.start()

    def _answer(self, environ, start_response):
        try:
            return self.app(environ, start_response)
        except Exception as error:
            self.errors.append(f"{environ['PATH_INFO']}: {type(error).__name__}: {error}")
            raise

    def close(self) -> None:
        self.jobs.stop()
        self.server.task_dispatcher.shutdown()
        self.server.close()
        self._thread.join(5)
        self.databases.close()

    def act(self, do):
        """Run one action in a transaction of its own."""
        with open_district(self.databases, self.definitions, self.settings) as district:
            return do(district)

    def cookie_of(self, login: str) -> dict[str, str]:
        """Return the cookie of somebody who has just signed in."""

        def start(district: District) -> str:
            return start_session(district.records.person_called(login), district)

        secret = self.settings.secret_path.read_bytes().strip()
        value = write_cookie(secret, self.act(start), datetime.now(UTC))
        return {"name": "session", "value": value, "url": self.address}
