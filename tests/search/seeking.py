"""Seeks for one person on a site on the disk, as a test asks for it."""

from academe.actions.creating import create
from academe.search.asking import understand
from academe.search.finding import find
from academe.search.suggesting import suggest


def plant(site, *titles: str, kind: str = "folder", **answers) -> None:
    """Let cora add contents with these titles at the top."""

    def do(person, district):
        for title in titles:
            create(person, district.site.root, kind, {"title": title, **answers}, district)

    site.as_("cora", do)


def titles(site, indexer, typed: str, who: str = "cora", **words) -> list[str]:
    """Return the titles of what somebody finds, best first."""

    def do(person, district):
        found = find(person, understand(typed, **words), district, indexer, most=50)
        return [one.value("title") for one in found.contents]

    return site.as_(who, do)


def suggested(site, indexer, typed: str, who: str = "cora", **words) -> list[str]:
    """Return the titles that are offered while somebody types."""

    def do(person, district):
        return [one.value("title") for one in suggest(person, typed, district, indexer, **words)]

    return site.as_(who, do)
