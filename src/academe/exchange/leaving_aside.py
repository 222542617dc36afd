"""What lies in a folder of texts and is no course material, and what to say of it."""

import re
from posixpath import basename

from academe.exchange.archives import Package
from academe.exchange.bundle import Outcome, ReportLine
from academe.exchange.contents_table import is_table
from academe.exchange.names import TEXTS
from academe.wording import _

LICENCE = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
TITLED = ("meta.yml", "meta.yaml", "_config.yml")
COURSE = "data/course.json"  # of a Hugo site
_ABOUT_SOURCE = re.compile(r"contributing|code[_-]of[_-]conduct|changelog|security", re.IGNORECASE)
_SETTINGS = (".yml", ".yaml", ".toml", ".lock", ".gitattributes", ".editorconfig")
_OF_SAVED_PAGES = re.compile(
    r"filelist\.xml|editdata\.mso|oledata\.mso|(themedata|colorschememapping)\d*\.(thmx|xml)", re.I
)
_SHORTCUTS = (".gdoc", ".gsheet", ".gslides", ".url", ".webloc", ".lnk")
OLD = {
    ".doc": _(
        "Kept as a file. To have its text as a page, save it as .docx and bring it in again."
    ),
    ".rtf": _(
        "Kept as a file. To have its text as a page, save it as .docx and bring it in again."
    ),
    ".odt": _(
        "Kept as a file. To have its text as a page, save it as .docx and bring it in again."
    ),
    ".pages": _(
        "Kept as a file. To have its text as a page, export it as Word and bring it in again."
    ),
}


def leave_aside(package: Package, name: str) -> ReportLine | None:
    """Say why a file is no course material, None when it is."""
    stem = basename(name)
    found = _left_out(package, name) or _joined(name)
    return ReportLine(name, stem, *found) if found else None


def _left_out(package: Package, name: str) -> tuple[Outcome, str] | None:
    if basename(name).startswith(("~$", ".~lock.")):
        return "joined", _("A mark that a file was open in an office program; it holds no text.")
    if package.files[name].size == 0:
        return "left out", _("The file is empty.")
    if name.lower().endswith(_SHORTCUTS):
        return "left out", _(
            "Only a shortcut: the text lies elsewhere. Download it there as a Word file and bring "
            "that in."
        )
    return None


def _joined(name: str) -> tuple[Outcome, str] | None:
    stem, reason = basename(name), ""
    is_text = name.lower().endswith(TEXTS)
    if "/" not in name and LICENCE.match(stem):
        reason = _("Kept as licence and author credit of every content.")
    elif "/" not in name and _ABOUT_SOURCE.match(stem) and is_text:
        reason = _("It is about the place where the course was kept, not about the course.")
    elif name in (*TITLED, COURSE):
        reason = _("Read for the title of the course.")
    elif is_table(name):
        reason = _("Read for the fields of the contents.")
    elif name.lower().endswith(_SETTINGS) or _OF_SAVED_PAGES.fullmatch(stem) or stem[0] == ".":
        reason = _("Settings of another program.")
    return ("joined", reason) if reason else None


def advice_on(name: str) -> str:
    """Say what to do with a file that holds a text which cannot be read; "" for other files."""
    return next((said for ending, said in OLD.items() if name.lower().endswith(ending)), "")
