"""Names for addresses: ASCII slugs made from titles in any script."""

import re
import secrets

from anyascii import anyascii

from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.wording import _

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 80  # characters
TRIES = 50
# At the top of the site: addresses that machines ask for.
FOR_MACHINES = frozenset({"health", "robots.txt", "sitemap.xml"})
RESERVED = FOR_MACHINES | {"own"}  # and where the own areas lie


def slug(title: str, otherwise: str = "content") -> str:
    """Return a name of lower-case ASCII letters, digits and single hyphens, 80 at most.

    ``otherwise`` serves where nothing of the title can be spelt (emoji, punctuation).
    """
    words = re.findall(r"[a-z0-9]+", anyascii(title[:400]).lower().replace("'", ""))
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        name = longer
    return name or otherwise.replace("_", "-")


def free_name(parent: Content, wanted: str) -> str:
    """Return ``wanted``, or ``wanted-2``, ``wanted-3``, ... whichever is free in ``parent``."""
    if wanted not in parent and not is_reserved(wanted, parent):
        return wanted
    stem = wanted[: LONGEST - 12].rstrip("-")
    for number in range(2, TRIES):
        if (name := f"{stem}-{number}") not in parent:
            return name
    # Many of the same name (an import of scans): counting on would ask each number anew.
    return f"{stem}-{secrets.token_hex(5)}"


def is_reserved(name: str, parent: Content) -> bool:
    """Say whether no content of ``parent`` may be called so."""
    return name in RESERVED and parent.__parent__ is None


def check_name(name: str, parent: Content) -> str:
    """Return ``name`` if it is well formed and free; raises InvalidAnswers for ``name``."""
    if len(name) > LONGEST or not NAME.fullmatch(name):
        sentence = _("Use small letters a to z, digits and hyphens, 80 at most.")
    elif name in parent or is_reserved(name, parent):
        sentence = _("Something else here already has this address.")
    else:
        return name
    raise InvalidAnswers({"name": sentence})
