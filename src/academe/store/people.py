"""Who there is: people, the groups they belong to from and until a day, and invitations.

The module path and the class names are written into database records: never move or rename them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from persistent import Persistent


class Membership(NamedTuple):
    """Belonging to a group, on every day from ``since`` to ``until``, both included."""

    group_id: int
    since: date | None = None  # None: always was
    until: date | None = None  # None: without an end

    def holds_on(self, day: date) -> bool:
        """Say whether the person belongs to the group on ``day``."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Person(Persistent):
    """Somebody who may sign in, or once could: a person is disabled, never taken away."""

    id: int = 0  # random, below 2**53; shared number space with groups and contents
    login: str = ""
    name: str = ""  # as shown to others
    email: str = ""  # "": reached on paper only
    password_hash: str | None = None  # argon2id; None: no way in but an invitation
    roles: tuple[str, ...] = ()  # site-wide
    is_staff: bool = False
    disabled: bool = False
    language: str = ""  # "": the site's
    time_zone: str = ""  # "": the site's
    memberships: tuple[Membership, ...] = ()  # replaced whole
    version: int = 0  # goes up with each change by an administrator
    session_round: int = 0  # goes up when all sessions end: those of an earlier round are void
    created: datetime | None = None  # UTC
    created_by: int = 0  # person id; 1: the site's keeper

    def __init__(self, id: int, login: str, name: str) -> None:
        self.id, self.login, self.name = id, login, name

    def groups_on(self, day: date) -> frozenset[int]:
        """Return the ids of the groups that the person belongs to on ``day``."""
        return frozenset(m.group_id for m in self.memberships if m.holds_on(day))


class Group(Persistent):
    """People who are given roles together: a department, a school's teachers, a committee."""

    id: int = 0
    name: str = ""  # what files and commands call it; unique
    title: str = ""  # what people read

    def __init__(self, id: int, name: str, title: str) -> None:
        self.id, self.name, self.title = id, name, title


class Invitation(Persistent):
    """Whoever holds its token may choose the person's password, once: then it is taken away."""

    token_hash: str = ""  # SHA-256, hexadecimal; the token itself is stored nowhere
    person_id: int = 0
    purpose: str = ""  # "invite" or "reset"
    until: datetime | None = None  # UTC
    created_by: int = 0  # person id; 0: asked for on the "forgot password" page

    def __init__(
        self, token_hash: str, person_id: int, purpose: str, *, until: datetime, created_by: int
    ) -> None:
        self.token_hash, self.person_id, self.purpose = token_hash, person_id, purpose
        self.until, self.created_by = until, created_by


@dataclass(frozen=True)
class Identity:
    """A person as one request knows them: what ``may()`` asks, with today's groups."""

    id: int
    name: str
    roles: frozenset[str] = frozenset()  # site-wide
    groups: frozenset[int] = frozenset()  # of today
    is_staff: bool = False
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # access's own

    @property
    def is_signed_in(self) -> bool:
        """False for a visitor."""
        return self.id != 0

    @property
    def principals(self) -> tuple[int, ...]:
        """Every id that a grant can name for this person; none for a visitor."""
        return (self.id, *self.groups) if self.is_signed_in else ()


class _Forgetful(dict[Any, Any]):
    """A memo that keeps nothing: one that all requests share must not remember the time of day."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def setdefault(self, key: Any, default: Any = None) -> Any:
        return default


VISITOR = Identity(id=0, name="", memo=_Forgetful())
"""Whoever has not signed in; remembers nothing. A request takes ``visitor()``, which does."""

KEEPER = Identity(id=1, name="", roles=frozenset({"administrator"}), memo=_Forgetful())
"""Whoever keeps the site and acts by its command line; no person has this id."""


def visitor() -> Identity:
    """Return a visitor with a memo of their own, for one request."""
    return Identity(id=0, name="")
