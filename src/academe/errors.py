"""Every error that Academe raises on purpose: the text names place, wrong value and way out."""

from collections.abc import Mapping

from academe.wording import _, in_english


class AcademeError(Exception):
    """What a person or the site's keeper can be told in one sentence, ``sentence``."""

    def __init__(self, sentence: str) -> None:
        super().__init__(in_english(sentence))
        self.sentence = sentence  # may be translated before it is shown


class DefinitionError(AcademeError):
    """A file of the district (type, workflow, theme, settings) has a wrong word."""


class DatabaseError(AcademeError):
    """A database is missing, damaged, foreign or of another version."""


class RecordDamaged(DatabaseError):
    """The disk gives another record than was stored; ``oid`` is its object's number."""

    def __init__(self, oid: int, what: str) -> None:
        super().__init__(
            f"The record of object {oid:#x} is damaged: {what}. `academe verify` names the content "
            "that it belongs to; restore a backup that is whole, and look at the disk."
        )
        self.oid, self.what = oid, what


class IndexDamaged(AcademeError):
    """The search index cannot be read or written; it can be made anew at any time.

    ``reason``: missing, other (of another making) or damaged.
    """

    def __init__(self, sentence: str, reason: str = "damaged") -> None:
        super().__init__(sentence)
        self.reason = reason


class CommandError(AcademeError):
    """A command was called with a wrong argument."""


class Refused(AcademeError):
    """The person may not do this here; shown only to those who may know of the place."""


class NotThere(AcademeError):
    """What was asked for does not exist, or is not for this person to know of."""


class ImportRefused(AcademeError):
    """A package or file from outside is broken, hostile or over a limit."""


class BroughtInBefore(ImportRefused):
    """A package came in before, and whoever brings it now has not said that it shall again."""

    def __init__(self, sentence: str, content_id: int) -> None:
        super().__init__(sentence)
        self.content_id = content_id  # of what it made then


class InvalidAnswers(AcademeError):
    """Answers do not fit the form; ``errors`` is {field name: sentence}, "" for the form itself."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(map(in_english, errors.values())))
        self.errors = dict(errors)


class Conflict(AcademeError):
    """Somebody else saved since this form was opened; nothing was written."""

    def __init__(self, content_id: int, given: int, current: int) -> None:
        super().__init__(
            _(
                "Somebody else changed this since you opened it "
                "(version ${given}, now ${current}).",
                mapping={"given": given, "current": current},
            )
        )
        self.content_id, self.given, self.current = content_id, given, current
