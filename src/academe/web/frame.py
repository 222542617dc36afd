"""The frame around every page: where am I, who am I, what else is here."""

from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import quote

from babel import Locale
from pyramid.csrf import get_csrf_token

from academe.actions.reading import may_know, title_for
from academe.actions.stepping import review_queue
from academe.store.content import Content
from academe.web.asking import asked, own_path
from academe.web.assets import asset_address, theme_css_address
from academe.web.coming_back import address_to_sign_in
from academe.web.slices import first_children
from academe.web.toasts import take_toasts
from academe.web.translating import available_languages, direction
from academe.web.tweens import NONCE
from academe.wording import _

NEVER_INDEXED = "noindex, nofollow"
TREE_TOPS = {"course", "school", "folder", "pd_module"}
TREE_AT_MOST = 60  # entries of one level; the page itself lists all
CONTAINERS = {"site", "school", "folder", "course", "unit", "pd_module"}


class Branch(NamedTuple):
    """One line of the tree beside the page."""

    title: str
    url: str
    is_current: bool
    is_open: bool
    children: list["Branch"]


class Twig(NamedTuple):
    """One line of the tree before it is known on which page it stands."""

    id: int
    title: str
    url: str
    twigs: list["Twig"]


class Frame:
    """What layout.pt asks for; each part is made when it is asked for."""

    def __init__(self, request: Any, title: str = "") -> None:
        self.request = request
        self.title = request.say(title) if title else self.site_name
        self.nonce = NONCE
        self.language: str = request.language
        self.direction = direction(self.language)
        self.has_search = request.registry.has_search
        self.csrf_token = _CsrfToken(request)

    @property
    def theme(self) -> Any:
        return self.request.registry.theme

    @property
    def site_name(self) -> str:
        """The theme's name of the district; without one, the front page's title."""
        if self.theme.site_name:
            return str(self.theme.site_name)
        root = self.request.district.site.root
        publication = root.in_force(self.request.district.today)
        return str((publication.values if publication else root.values).get("title", ""))

    @property
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
    def sign_in_url(self) -> str:
        """The sign-in page, which leads back here."""
        return address_to_sign_in(self.request)

    @property
    def sign_out_url(self) -> str:
        return self._at_root("sign-out")

    @cached_property
    def person(self) -> Any:
        someone = self.request.person
        return SimpleNamespace(name=someone.name) if someone.is_signed_in else None

    @cached_property
    def todo_count(self) -> int:
        return len(review_queue(self.request.person, self.request.district)) if self.person else 0

    @property
    def todo_url(self) -> str | None:
        return self._at_root("home") if self.person else None

    @property
    def menu(self) -> list[tuple[str, str]]:
        say = self.request.say
        entries = [
            (say(_("Home")), self._at_root("home")),
            (say(_("Review")), self._at_root("review")),
            (say(_("Bin")), self._at_root("bin")),
            (say(_("My account")), self._at_root("account")),
        ]
        if "administrator" in self.request.person.roles:
            entries += [
                (say(_("People and groups")), self._at_root("people")),
                (say(_("Jobs")), self._at_root("jobs")),
            ]
        return entries

    @cached_property
    def content(self) -> Content | None:
        """The content that the page is about, if the person may know it."""
        context = self.request.context
        if not isinstance(context, Content) or self.request.view_name == "missing":
            return None
        known = may_know(self.request.person, context, self.request.district)
        return context if known else None

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        """From the site down to here; what may not be known is left out."""
        if self.content is None or self.content is self.request.district.site.root:
            return []
        is_view = bool(self.request.view_name)
        places = [
            place
            for place in self.content.lineage()
            if may_know(self.request.person, place, self.request.district)
        ]
        trail: list[tuple[str, str | None]] = [
            (self._title(place), self.request.address(place)) for place in reversed(places)
        ]
        if not is_view:
            trail[-1] = (trail[-1][0], None)
        elif self.title:
            trail.append((self.title, None))
        return trail

    def _title(self, place: Content) -> str:
        return title_for(self.request.person, place, self.request.district)

    @cached_property
    def tree(self) -> list[Branch]:
        """Two levels from the nearest place that holds others; empty on the front page."""
        root = self.request.district.site.root
        if self.content is None or self.content is root:
            return []
        place = self._tree_top(self.content)
        if place is None:
            return []
        here = {one.id for one in self.content.lineage()}
        return [self._marked(twig, here) for twig in self._twigs_of(place)]

    def _tree_top(self, content: Content) -> Content | None:
        """Return the course, school or folder whose inside is shown beside the page."""
        for place in content.lineage():
            if place.type_name in TREE_TOPS:
                return place
        return None

    def _twigs_of(self, place: Content) -> list["Twig"]:
        """Return the tree without its marks; for visitors it is the same on every page below."""
        if self.request.person.is_signed_in:
            return self._twigs(place, 2)
        known = self.request.known_of_visitors["trees"]
        key = (place.id, self.request.script_name)
        if key not in known:
            known[key] = self._twigs(place, 2)
        return known[key]

    def _twigs(self, place: Content, levels: int) -> list["Twig"]:
        if not levels or place._children is None:
            return []
        request = self.request
        shown = [
            child
            for child in first_children(request, place, TREE_AT_MOST)
            if child.type_name not in ("image", "file")
        ]
        return [
            Twig(
                child.id,
                self._title(child),
                request.address(child),
                self._twigs(child, levels - 1) if child.type_name in CONTAINERS else [],
            )
            for child in shown
        ]

    def _marked(self, twig: "Twig", here: set[int]) -> Branch:
        is_current = self.content is not None and twig.id == self.content.id
        below = [self._marked(one, here) for one in twig.twigs]
        return Branch(twig.title, twig.url, is_current, twig.id in here, below)

    @property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """(code, its own name, address, is it this one) for each language with a catalogue."""
        codes = available_languages()
        if len(codes) < 2:
            return []
        path, to = self.request.path, own_path(asked(self.request, "to", 2000))
        rest = f"&to={quote(to, safe='/@')}" if to else ""
        return [
            (
                code,
                (Locale.parse(code, sep="-").get_language_name(code) or code).capitalize(),
                f"{path}?language={code}{rest}",
                code == self.language,
            )
            for code in codes
        ]

    @cached_property
    def toasts(self) -> list[tuple[str, str, str | None]]:
        return take_toasts(self.request)

    @property
    def canonical(self) -> str | None:
        if self.content is None or self.request.view_name:
            return None
        return str(self.request.full_address(self.content))

    @property
    def is_work(self) -> bool:
        return bool(self.person)

    @property
    def robots(self) -> str | None:
        is_public = self.content is not None and not self.request.view_name and not self.person
        return None if is_public else NEVER_INDEXED


class _CsrfToken:
    """The form's token, made only where a page has a form: cached pages have none."""

    def __init__(self, request: Any) -> None:
        self._request = request

    def __str__(self) -> str:
        return str(get_csrf_token(self._request))

    __html__ = __str__
