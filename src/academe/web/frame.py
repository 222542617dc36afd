"""The frame around every page: where am I, who am I, what else is here."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from pyramid.csrf import get_csrf_token
from pyramid.decorator import reify

from academe.actions.reading import may_know, title_for, title_in
from academe.actions.translations import spoken_in
from academe.definitions.spoken import available_languages
from academe.store.content import Content
from academe.web.asking import asked, own_path
from academe.web.assets import asset_address, theme_css_address
from academe.web.being_found import canonical_address, feeds_of, robots_word
from academe.web.coming_back import address_to_sign_in
from academe.web.desk import ToDo, find_to_do
from academe.web.in_languages import own_name
from academe.web.linked_data import json_ld
from academe.web.searching import is_searched
from academe.web.toasts import take_toasts
from academe.web.translating import direction
from academe.web.tree import Branch, tree_beside
from academe.web.tweens import NONCE
from academe.wording import _


class Frame:
    """What layout.pt asks for; each part is made when it is asked for."""

    def __init__(self, request: Any, title: str = "", crumb: str = "") -> None:
        self.request = request
        self.title = request.say(title) if title else self.site_name
        self.crumb = request.say(crumb) if crumb else self.title  # below a place that names it
        self.nonce = NONCE
        self.language: str = request.language
        self.direction = direction(self.language)
        self.has_search = request.registry.has_search
        self.csrf_token = _CsrfToken(request)

    @property
    def theme(self) -> Any:
        return self.request.registry.theme

    @reify
    def site_name(self) -> str:
        """The theme's name of the district; without one, the front page's title."""
        if self.theme.site_name:
            return str(self.theme.site_name)
        root = self.request.district.site.root
        publication = root.in_force(self.request.district.today)
        return title_in(publication.values if publication else root.values)

    @reify
    def logo_url(self) -> str | None:
        logo = self.theme.logo
        return self.asset(logo.removeprefix("static/")) if logo else None

    @property
    def footer(self) -> str:
        return str(self.theme.footer)

    def asset(self, path: str) -> str:
        """Return the address of a static file of the theme; it can be kept for ever."""
        return asset_address(self.request, path)

    @property
    def theme_css(self) -> str:
        return theme_css_address(self.request)

    @property
    def home_url(self) -> str:
        return self._at_root("")

    def _at_root(self, view: str) -> str:
        return str(self.request.address(self.request.district.site.root, view))

    @property
    def search_url(self) -> str:
        return self._at_root("search")

    @property
    def suggest_url(self) -> str:
        return self._at_root("suggest")

    @reify
    def search_here_url(self) -> str | None:
        """The search in the place that is shown; None where little can lie in it."""
        place = self.content
        is_shown = self.request.view_name in ("", "contents")
        if not self.has_search or place is None or place.__parent__ is None or not is_shown:
            return None
        return self.request.address(place, "search") if is_searched(self.request, place) else None

    @property
    def sign_in_url(self) -> str:
        """The sign-in page, which leads back here."""
        return address_to_sign_in(self.request)

    @property
    def sign_out_url(self) -> str:
        return self._at_root("sign-out")

    @reify
    def person(self) -> Any:
        someone = self.request.person
        return SimpleNamespace(name=someone.name) if someone.is_signed_in else None

    @reify
    def _to_do(self) -> ToDo:
        return find_to_do(self.request)

    @property
    def todo_count(self) -> int:
        return self._to_do.waiting if self.person else 0

    @property
    def todo_url(self) -> str | None:
        return self._at_root("home") if self.person else None

    @property
    def menu(self) -> list[tuple[str, str]]:
        say = self.request.say
        entries = [
            (say(_("Home")), self._at_root("home")),
            *self._review,
            *self._own_area,
            (say(_("Standards")), self._at_root("standards")),
            (say(_("Bin")), self._at_root("bin")),
            (say(_("My account")), self._at_root("account")),
        ]
        if "administrator" in self.request.person.roles:
            entries += [
                (say(_("People and groups")), self._at_root("people")),
                (say(_("Jobs")), self._at_root("jobs")),
            ]
        return entries

    @property
    def _review(self) -> list[tuple[str, str]]:
        if not self._to_do.may_review:
            return []
        return [(self.request.say(_("Review")), self._at_root("review"))]

    @property
    def _own_area(self) -> list[tuple[str, str]]:
        if not self.request.person.is_staff:
            return []
        return [(self.request.say(_("My own area")), self._at_root("own"))]

    @reify
    def content(self) -> Content | None:
        """The content that the page is about, if the person may know it."""
        context = self.request.context
        if not isinstance(context, Content) or self.request.view_name == "missing":
            return None
        known = may_know(self.request.person, context, self.request.district)
        return context if known else None

    @reify
    def breadcrumbs(self) -> list[tuple[str, str | None, str]]:
        """(title, address, language) from the site down to here, as far as it may be known."""
        if self.content is None or self.content is self.request.district.site.root:
            return []
        is_view = bool(self.request.view_name)
        places = [
            place
            for place in self.content.lineage()
            if may_know(self.request.person, place, self.request.district)
        ]
        trail: list[tuple[str, str | None, str]] = [
            (self._title(place), self.request.address(place), self._language(place))
            for place in reversed(places)
        ]
        if not is_view:
            trail[-1] = (trail[-1][0], None, trail[-1][2])
        elif self.title:
            trail.append((self.crumb, None, self.language))
        return trail

    def _title(self, place: Content) -> str:
        return title_for(self.request.person, place, self.request.district)

    def _language(self, place: Content) -> str:
        return spoken_in(self.request.person, place, self.request.district)

    @reify
    def tree(self) -> list[Branch]:
        """Two levels from the nearest place that holds others; empty on the front page."""
        return [] if self.content is None else tree_beside(self.request, self.content)

    @reify
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """(code, its own name, address, is it this one) for each language with a catalogue."""
        codes = available_languages()
        if len(codes) < 2:
            return []
        path, to = self.request.path, own_path(asked(self.request, "to", 2000))
        words = [pair for pair in self.request.GET.items() if pair[0] not in ("language", "to")]
        rest = "".join(
            f"&{quote(word[:50], safe='')}={quote(given[:200], safe='')}"
            for word, given in words[:20]
        )
        rest += f"&to={quote(to, safe='/@')}" if to else ""
        return [
            (
                code,
                own_name(code),
                f"{path}?language={code}{rest}",
                code == self.language,
            )
            for code in codes
        ]

    @reify
    def toasts(self) -> list[tuple[str, str, str | None]]:
        return take_toasts(self.request)

    @reify
    def canonical(self) -> str | None:
        return canonical_address(self.request, self.content)

    @reify
    def feeds(self) -> list[tuple[str, str, str]]:
        """(title, media type, address) of what can be subscribed to here."""
        return feeds_of(self.request, self.content)

    @reify
    def follow_url(self) -> str | None:
        return self.request.address(self.content, "follow") if self.feeds else None

    def linked_data(self, page: Any) -> str:
        """Say in JSON-LD what the page is about; empty where it is not for everybody."""
        is_public = page is not None and self.canonical and not self.person
        return json_ld(page, self.site_name) if is_public and not self.robots else ""

    @property
    def is_work(self) -> bool:
        return bool(self.person)

    @reify
    def robots(self) -> str | None:
        return robots_word(self.request, self.content)


class _CsrfToken:
    """The form's token, made only where a page has a form: cached pages have none."""

    def __init__(self, request: Any) -> None:
        self._request = request

    def __str__(self) -> str:
        return str(get_csrf_token(self._request))

    __html__ = __str__
