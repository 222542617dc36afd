"""The seams: what a district may exchange without touching the house."""

from zope.interface import Attribute, Interface


class IMailer(Interface):
    """Hands one message over to the world."""

    def send(message):  # type: ignore[no-untyped-def]
        """Hand over an ``email.message.EmailMessage``; raises OSError if it was not taken."""


class IStorageEngine(Interface):
    """Where the objects lie."""

    folder = Attribute("The folder of the databases, a Path.")


class ISearchEngine(Interface):
    """Keeps what contents say so that it is found at once; derived, never the truth.

    Whatever is wrong with it is raised as IndexDamaged.
    """

    cursor = Attribute("Up to which transaction of the content database it is true: 8 bytes.")

    def write(documents, cursor, *, gone=(), gone_below=(), afresh=False):  # type: ignore[no-untyped-def]
        """Take documents away and in and move the cursor, all at once or not at all."""

    def find(  # type: ignore[no-untyped-def]
        question, where, *, rest, kept=None, start=0, most=20, count_by=(), with_mistakes=False
    ):
        """Return the ``Hits`` among the documents that fulfil both clauses."""

    def stages():  # type: ignore[misc,no-untyped-def]
        """Return all words that documents have in the field ``stage``."""

    def ids(where):  # type: ignore[no-untyped-def]
        """Return the ids of the contents of the documents that fulfil a clause, one for each."""

    def count():  # type: ignore[misc,no-untyped-def]
        """Return the number of documents."""

    def close():  # type: ignore[misc,no-untyped-def]
        """Let another process open it."""
