"""The front door: puts the house together, top to bottom, once."""

import logging
from functools import partial
from typing import Any

from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy

from academe.actions.jobs import Doers
from academe.actions.letters import PostOffice
from academe.actions.mailing import mailer_of
from academe.actions.opening import open_district
from academe.actions.ordering_texts import KIND as EXTRACT
from academe.actions.sealing import read_secret
from academe.definitions.definitions import Definitions
from academe.definitions.loading import read_definitions
from academe.definitions.settings import Settings
from academe.definitions.themes import read_theme
from academe.exchange.extracting import Told, do_extract, tell_nobody
from academe.exchange.importing import do_import
from academe.exchange.ordering_imports import KIND as IMPORT
from academe.search.indexing import Indexer
from academe.store.databases import Databases
from academe.web.assets import digest_of
from academe.web.pacing import FeedPace
from academe.web.page_store import PageStore
from academe.web.rendering import Templates
from academe.web.request_class import settle_requests
from academe.web.requests import root_factory
from academe.web.security import Policy, check_views
from academe.web.sitemap_parts import SitemapParts
from academe.web.translating import translate
from academe.web.traversal import Traverser

log = logging.getLogger(__name__)


def make_app(
    settings: Settings,
    databases: Databases,
    definitions: Definitions | None = None,
    *,
    raise_unexpected: bool = False,
) -> Any:
    """Return the WSGI application of a district.

    ``raise_unexpected``: let errors that nobody expected out, as tests want them.
    """
    config = Configurator(settings=PYRAMID, root_factory=root_factory)
    lay_out_registry(config.registry, settings, databases, definitions, raise_unexpected)
    config.set_security_policy(Policy())
    config.add_traverser(Traverser)
    protect_forms(config, settings)
    config.include("pyramid_tm")
    config.include("academe.web.retrying")
    config.include("academe.web.requests")
    config.include("academe.web.known_of_people")
    config.include("academe.web.translating")
    config.include("academe.web.rendering")
    config.include("academe.web.tweens")
    for extension in settings.pyramid_includes:
        config.include(extension)
    config.scan("academe.web.views")
    config.commit()
    check_views(config.introspector)
    settle_requests(config)
    return PageStore(config.make_wsgi_app(), config.registry)


def make_jobs(
    settings: Settings, databases: Databases, definitions: Definitions, told: Told = tell_nobody
) -> Doers:
    """Return {kind of order: who carries it out}, for the queue.

    ``told``: whoever wants the ids of contents whose files were read.
    """
    post = PostOffice(
        partial(open_district, databases, definitions, settings),
        mailer_of(settings),
        read_secret(settings.secret_path),
        translate,
    )
    importing = partial(do_import, databases=databases, definitions=definitions, settings=settings)
    extracting = partial(
        do_extract, databases=databases, definitions=definitions, settings=settings, told=told
    )
    return {**post.doers(), IMPORT: importing, EXTRACT: extracting}


PYRAMID = {
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    "tm.annotate_user": "false",
}


def lay_out_registry(
    registry: Any,
    settings: Settings,
    databases: Databases,
    definitions: Definitions | None,
    raise_unexpected: bool,
) -> None:
    """Keep what lives as long as the process where every request finds it."""
    site_folder = settings.site_folder
    registry.academe_settings = settings
    registry.databases = databases
    registry.definitions = definitions or read_definitions(site_folder)
    registry.theme = read_theme(site_folder / "themes", settings.theme)
    registry.theme_digest = digest_of(registry.theme)
    registry.templates = Templates(registry.theme)
    registry.secret = read_secret(settings.secret_path)
    registry.is_secure = settings.public_address.startswith("https://")
    registry.session_cookie = "__Host-session" if registry.is_secure else "session"
    registry.indexer = Indexer(databases, registry.definitions, settings)
    registry.has_search = True
    registry.known_of_visitors = (None, {})
    registry.sitemap_parts = SitemapParts()
    registry.feed_pace = FeedPace()
    registry.kinds = {}  # (name of a type, language) -> its words
    registry.raise_unexpected = raise_unexpected


def protect_forms(config: Configurator, settings: Settings) -> None:
    """Ask every unsafe request for its form's token."""
    secure = config.registry.is_secure
    config.set_csrf_storage_policy(
        CookieCSRFStoragePolicy(
            cookie_name="__Host-form" if secure else "form",
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
    )
    config.set_default_csrf_options(require_csrf=True, token="csrf_token", header="X-CSRF-Token")  # noqa: S106
