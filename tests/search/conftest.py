"""A site on a real disk whose index follows it."""

from tests.web.conftest import built_site, site

__all__ = ["built_site", "site"]
