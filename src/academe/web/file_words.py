"""Whether the words in a file can be found, for those who work on it."""

from academe.actions.district import District
from academe.actions.ordering_texts import READABLE
from academe.store.file_texts import pages_of, reason_for
from academe.store.files import StoredFile
from academe.wording import _

WORDLESS = ("image/", "audio/", "video/")
OLD_OFFICE = "application/x-ole-storage"


def words_told(stored: StoredFile, district: District) -> str:
    """Return a sentence; empty for files in which nobody looks for words."""
    if stored.media_type.startswith(WORDLESS):
        return ""
    if stored.media_type not in READABLE:
        return _no_text(_why_unread(stored.media_type))
    reason = reason_for(district.work, stored.sha256)
    if reason is None:
        return _("The words in this file wait to be read.")
    if not reason:
        return _("Words in this file can be found.")
    is_partly_read = bool(pages_of(district.work, stored.sha256))
    return reason if is_partly_read else _no_text(reason)


def _no_text(reason: str) -> str:
    return _("No text: ${reason}", mapping={"reason": reason})


def _why_unread(media_type: str) -> str:
    if media_type == OLD_OFFICE:
        return _(
            "It has a password, or was saved by an old office program. Save it as .docx, .pptx, "
            ".xlsx or PDF without a password."
        )
    return _("Files of this kind are not read.")
