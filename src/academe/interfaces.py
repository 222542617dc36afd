"""The seams: what a district may exchange without touching the house."""

from zope.interface import Attribute, Interface


class IMailer(Interface):
    """Hands one message over to the world."""

    def send(message):  # type: ignore[no-untyped-def]
        """Hand over an ``email.message.EmailMessage``; raises OSError if it was not taken."""


class IStorageEngine(Interface):
    """Where the objects lie."""

    folder = Attribute("The folder of the databases, a Path.")
