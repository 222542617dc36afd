"""What must hold between the tree and the exact trees beside it; asked by ``verify``."""

from collections.abc import Iterator

import transaction

from academe.store.content import Content, path_of
from academe.store.databases import Databases
from academe.store.site import OUTLINED, Site
from academe.store.standards import keys_in, published_keys
from academe.store.verifying import Finding


def check_site(databases: Databases) -> Iterator[str]:
    """Yield a sentence for each content that is unreachable or differs from an exact tree."""
    transactions = transaction.TransactionManager()
    connection = databases.content.open(transactions)
    try:
        if "site" not in connection.root():
            return
        site = Site(connection)
        for count, (content_id, content) in enumerate(site.contents.items()):
            for sentence in _check_content(site, content_id, content):
                yield f"content {content_id} ({path_of(content)}) {sentence}."
            if count % 500 == 0:
                connection.cacheGC()
        yield from _check_trees(site)
        if "aligned" in connection.root():  # made when it is opened for writing
            yield from _check_aligned(site)
        if "outlined" in connection.root():
            yield from _check_outlined(site)
    finally:
        transactions.abort()
        connection.close()


def check_records(databases: Databases) -> Iterator[Finding]:
    """Yield whatever differs between the people and the tree of who holds which role."""
    transactions = transaction.TransactionManager()
    connection = databases.records.open(transactions)
    try:
        root = connection.root()
        if "people" not in root or "holders" not in root:  # made when it is opened for writing
            return
        told = set()
        for count, person in enumerate(root["people"].values()):
            told |= {(role, person.id) for role in person.roles}
            if count % 500 == 0:
                connection.cacheGC()
        kept = set(root["holders"])
        for role, person_id in sorted(told ^ kept):
            which = "is not in" if (role, person_id) in told else "is wrongly in"
            sentence = f"the role {role} of person {person_id} {which} the tree of holders."
            yield Finding("records", 0, "", sentence)
    finally:
        transactions.abort()
        connection.close()


def _check_content(site: Site, content_id: int, content: Content) -> Iterator[str]:
    if content.id != content_id:
        yield f"says that its id is {content.id}"
    yield from _check_place(site, content)
    yield from _check_children(site, content)
    for principal in content.grants:
        if (principal, content.id) not in site.places:
            yield f"grants a role to {principal}, which the tree of places does not know"
    if content.inherits_roles == (content.id in site.barriers):
        yield "and the tree of barriers differ on whether it inherits roles"


def _check_place(site: Site, content: Content) -> Iterator[str]:
    """A content hangs in the tree below its parent, or lies in the bin, or is the site."""
    parent = content.__parent__
    if content._removed is not None:
        if site.bin.get(content.id) is not content:
            yield "was removed, but does not lie in the bin"
    elif parent is None:
        if content is not site.root:
            yield "hangs nowhere and does not lie in the bin"
    elif content.__name__ is None or parent.get(content.__name__) is not content:
        yield "is not among the children of its parent"


def _check_children(site: Site, content: Content) -> Iterator[str]:
    if content._children is None:
        return
    by_name = content._children.by_name
    if sorted(content.names()) != list(by_name):
        yield "has another order by hand than children"
    for name, child in by_name.items():
        if child.__name__ != name or child.__parent__ is not content:
            yield f"has a child {name} that says it is elsewhere"
        if site.contents.get(child.id) is not child:
            yield f"has a child {name} that the tree of contents does not know"


def _check_trees(site: Site) -> Iterator[str]:
    for principal, content_id in site.places:
        content = site.content(content_id)
        if content is None or principal not in content.grants:
            yield f"the tree of places has a role of {principal} that content {content_id} has not."
    for content_id, content in site.bin.items():
        if content._removed is None:
            yield f"content {content_id} lies in the bin, but was not removed."
    yield from _check_own_areas(site)
    for tree in ("barriers", "waiting", "sent_back"):
        for content_id in getattr(site, tree):
            if site.content(content_id) is None:
                yield f"the tree {tree} has content {content_id}, which is not there."


def _check_own_areas(site: Site) -> Iterator[str]:
    for owner, area_ids in site.own_areas.items():
        for area_id in area_ids:
            area = site.content(area_id)
            if area is None or area.owner != owner:
                yield f"the tree of own areas gives content {area_id} to {owner}; it is not theirs."


def _check_aligned(site: Site) -> Iterator[str]:
    """Hold the tree of alignments against what the texts of all contents name."""
    told = {
        (key, content.id)
        for content in site.contents.values()
        for key in keys_in(content.values) | published_keys(content)
    }
    for key, content_id in sorted(told ^ set(site.aligned)):
        which = "is not in" if (key, content_id) in told else "is wrongly in"
        yield f"the standard {key} of content {content_id} {which} the tree of alignments."


def _check_outlined(site: Site) -> Iterator[str]:
    contents = (one for one in site.contents.values() if one.type_name in OUTLINED)
    told = {(content.type_name, content.id) for content in contents}
    for type_name, content_id in sorted(told ^ set(site.outlined)):
        which = "is not in" if (type_name, content_id) in told else "is wrongly in"
        yield f"the {type_name} {content_id} {which} the tree of what stands in the outline."
