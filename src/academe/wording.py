"""Sentences that a person will read: marked where they are written, translated where shown."""

from translationstring import TranslationString, TranslationStringFactory

_ = TranslationStringFactory("academe")


def in_english(text: str) -> str:
    """Return the sentence with its values filled in, for logs and the command line."""
    return text.interpolate() if isinstance(text, TranslationString) else text
