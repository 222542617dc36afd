"""The history of a content: what was done, and the text as it was."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.reading import title_in
from academe.errors import NotThere
from academe.store.content import Content
from academe.store.journal import Version, values_at
from academe.web.page import Page
from academe.web.rendering import render_page
from academe.web.responding import show_page, typed
from academe.web.showing import moment_text, name_text
from academe.web.telling import entry_of
from academe.web.views.files import find_file_in, serve
from academe.wording import _

SHOWN = 50


@view_config(name="history", context=Content, permission="view", request_method=("GET", "HEAD"))
def show_history(context: Content, request: Any) -> Response:
    """Show the versions, the newest first, fifty at a time."""
    journal = context.versions()
    start = typed(request, "before", 12)
    newest = int(start) if start.isascii() and start.isdecimal() and start else None
    numbers = list(journal.keys(max=newest, excludemax=newest is not None))[-SHOWN - 1 :]
    shown = numbers[-SHOWN:]
    older = f"?before={shown[0]}" if len(numbers) > SHOWN else None
    return show_page(
        request,
        "pages/history.pt",
        title=_("History"),
        page=Page(request, context),
        here="history",
        entries=[entry_of(request, context, journal[number]) for number in reversed(shown)],
        older_url=f"{request.address(context, 'history')}{older}" if older else None,
        newest_url=request.address(context, "history") if newest is not None else None,
    )


class VersionPage(Page):
    """A content with the text of one version instead of today's."""

    def __init__(self, request: Any, content: Content, version: Version) -> None:
        super().__init__(request, content)
        self.version = version
        self.values = values_at(content, version.number)
        self.title = title_in(self.values)
        self.summary = str(self.values.get("summary") or "")
        self.shown.file_view = ("version-file", str(version.number))

    @property
    def notices(self) -> list[tuple[str, str]]:
        """Say first that this is not the text of today."""
        words = {
            "number": self.version.number,
            "when": moment_text(self.request, self.version.when),
            "who": name_text(self.request, self.version.who) or "–",
        }
        sentence = _("This is version ${number}, as ${who} left it on ${when}.", mapping=words)
        rest = _("What lies in it is shown as it is today.") if self.children else ""
        return [("warning", f"{self.request.say(sentence)} {self.request.say(rest)}".strip())]

    @property
    def is_draft_shown(self) -> bool:
        return False

    @property
    def in_force_text(self) -> str:
        return ""

    @property
    def steps(self) -> list[tuple[str, str, str, bool]]:
        return []

    @property
    def changes(self) -> None:
        return None

    @property
    def add_part(self) -> None:
        return None

    @property
    def actions(self) -> list[tuple[str, str, str, str]]:
        """Only the way back: nothing is done to an old text."""
        address, say = self.request.address, self.request.say
        return [("history", say(_("History")), address(self.content, "history"), "clock-history")]

    @property
    def picture_url(self) -> str | None:
        return self._file_url("picture") if self.values.get("picture") else None

    @property
    def download(self) -> Any:
        found = super().download
        if found is not None:
            found.url = self._file_url("file")
        return found

    def _file_url(self, name: str) -> str:
        number = str(self.version.number)
        return str(self.request.address(self.content, "version-file", number, name))


@view_config(name="version", context=Content, permission="view", request_method=("GET", "HEAD"))
def show_version(context: Content, request: Any) -> Response:
    """Show the text as it was, with the reading page of its type."""
    version = find_version(context, request, 1)
    templates = request.registry.templates
    template = f"types/{context.type_name}.pt"
    page = VersionPage(request, context, version)
    name = template if templates.has(template) else "types/default.pt"
    title = _("Version ${number}", mapping={"number": version.number})
    text = render_page(request, name, {"page": page, "title": request.say(title)})
    return page.finish(Response(text, content_type="text/html", charset="utf-8"))


@view_config(
    name="version-file", context=Content, permission="view", request_method=("GET", "HEAD")
)
def show_version_file(context: Content, request: Any) -> Response:
    """Serve ``/@@version-file/NUMBER/FIELD`` or ``.../FIELD/INDEX`` of an older text."""
    version = find_version(context, request)
    values = values_at(context, version.number)
    return serve(find_file_in(context, request, values, request.subpath[1:]), request)


def find_version(content: Content, request: Any, length: int | None = None) -> Version:
    """Return the version that the address names; raises NotThere."""
    number = request.subpath[0] if request.subpath else ""
    fits = length is None or len(request.subpath) == length
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    found = content.versions().get(int(number)) if fits and is_number else None
    if found is None:
        raise NotThere(_("There is nothing here."))
    return found
