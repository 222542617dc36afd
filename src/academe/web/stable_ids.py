"""Names of contents for programs outside: the same wherever the content lies and the site moves."""

from uuid import UUID, uuid5

from academe.store.content import Content

SPACE = UUID("5d0f1c6e-7a43-4b52-9c1c-2f9a6d3b8e71")  # never changed: every subscription knows it


def urn_of(content: Content, what: str = "content") -> str:
    """Return a ``urn:uuid:`` made of the id; ``what``: of the content itself, or of its feed."""
    return uuid_of(content, what).urn


def uuid_of(content: Content, what: str) -> UUID:
    return uuid5(SPACE, f"{what} {content.id}")
