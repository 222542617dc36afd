"""A site on a real disk whose index follows it."""

from collections.abc import Iterator

import pytest
from tests.web.conftest import apps, built_site, site

from academe.search.indexing import Indexer

__all__ = ["apps", "built_site", "following", "site"]


@pytest.fixture
def following(site) -> Iterator[Indexer]:
    """An index that is brought up to date when somebody seeks."""
    made = Indexer(site.databases, site.definitions, site.settings)
    yield made
    made.stop()
