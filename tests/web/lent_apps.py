"""A configured application, lent to one site after another: to configure one takes 60 ms."""

from typing import Any, NamedTuple

from academe.app import lay_out_registry, make_app
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.store.databases import Databases
from academe.web.page_store import PageStore


class Configured(NamedTuple):
    """Views, tweens and predicates, and what their registry held before anybody asked."""

    router: Any
    bare: dict[str, Any]


class LentApps:
    """Configured applications that no site uses at this moment.

    Whatever a server keeps (its memories, index, theme, databases) is laid out anew for each
    site, over a registry that was emptied: nothing that one test did is met by the next.
    """

    def __init__(self) -> None:
        self._idle: dict[object, list[Configured]] = {}
        self._lent: dict[PageStore, tuple[object, Configured]] = {}

    def lend(self, settings: Settings, databases: Databases, definitions: Definitions) -> PageStore:
        """Return an application for a site, as ``make_app`` would make it."""
        key = told_to_pyramid(settings)
        if self._idle.get(key):
            configured = self._idle[key].pop()
            app = over(configured, settings, databases, definitions)
        else:
            app = make_app(settings, databases, definitions, raise_unexpected=True)
            configured = Configured(app.app, dict(vars(app.registry)))
        self._lent[app] = key, configured
        return app

    def take_back(self, app: PageStore) -> None:
        """Let another site have it; to give it back twice does no harm."""
        if app in self._lent:
            key, configured = self._lent.pop(app)
            self._idle.setdefault(key, []).append(configured)


def told_to_pyramid(settings: Settings) -> object:
    """Return what is read of the settings once, while an application is configured."""
    secure = settings.public_address.startswith("https://")
    return secure, settings.upload_limit_mb, settings.pyramid_includes


def over(
    configured: Configured, settings: Settings, databases: Databases, definitions: Definitions
) -> PageStore:
    registry = configured.router.registry
    vars(registry).clear()
    vars(registry).update(configured.bare)
    lay_out_registry(registry, settings, databases, definitions, raise_unexpected=True)
    return PageStore(configured.router, registry)
