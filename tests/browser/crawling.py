"""Finds the pages that a person can get to: every link from the front page, and every view."""

import re
from collections import deque
from dataclasses import dataclass
from html import unescape
from typing import Any

from webtest import TestApp

LINK = re.compile(r'<a [^>]*?href="([^"#]+)')
NO_PAGES = ("@@static", "@@file", "@@sign-out", "@@health")
INLINE = re.compile(
    r"<style[ >]|<[a-z][^>]*\s(?:style|on[a-z]+)=|<script(?![^>]*\snonce=)"
    # What machines are told of a page (JSON-LD) is data: no browser runs it.
    r"|<script(?! type=\"application/ld\+json\")[^>]*>[^<]|javascript:"
)
NUMBER = re.compile(r"[0-9]+")
ICON = re.compile(r'class="kicker">.*?<use href="[^"]*#([a-z0-9-]+)"', re.DOTALL)
PARTS = ("<table", "<form class=", 'class="empty"', 'class="chip', "<progress", 'class="timeline"')


@dataclass(frozen=True)
class Found:
    """A page that answers, and what decides how it is laid out."""

    path: str
    view: str  # with what follows it, numbers as N; empty for a content itself
    icon: str  # of the content's type
    parts: tuple[str, ...]
    inline: tuple[str, ...] = ()  # scripts and styles that stand in the page itself

    @property
    def kind(self) -> tuple[str, ...]:
        """Pages of one kind have one template and the same parts in it."""
        return (self.view, *self.parts) if self.view else (self.icon, *self.parts)


def crawl(live: Any, login: str | None) -> list[Found]:
    """Return what somebody reaches, near the front page first.

    Every content is opened; of the views on them one for each type of content.
    """
    browser = browser_of(live, login)
    seen, waiting = {"/"}, deque(["/"])
    known: set[tuple[str, str]] = set()
    found = []
    while waiting:
        path = waiting.popleft()
        answer = browser.get(path, expect_errors=True)
        links = led_to(answer)
        icon = ""
        if answer.status_code == 200 and answer.content_type == "text/html":
            page = found_at(path, answer.text)
            icon = page.icon
            found.append(page)
            links += links_in(answer.text)
        for link in links:
            view = view_in(link)
            is_new = not view or (view, icon) not in known
            if link not in seen and is_new and not any(word in link for word in NO_PAGES):
                seen.add(link)
                known.add((view, icon))
                waiting.append(link)
    return found


def browser_of(live: Any, login: str | None) -> TestApp:
    browser = TestApp(live.app, extra_environ={"REMOTE_ADDR": "127.0.0.1"})
    if login is not None:
        browser.set_cookie("session", live.cookie_of(login)["value"])
    return browser


def found_at(path: str, html: str) -> Found:
    icon = ICON.search(html)
    parts = tuple(part for part in PARTS if part in html)
    inline = tuple(INLINE.findall(html))
    return Found(path, view_in(path), icon[1] if icon else "", parts, inline)


def view_in(path: str) -> str:
    """Return what follows ``@@`` in an address, numbers as N, with ? where something is asked."""
    before, _query, asked = path.partition("?")
    view = NUMBER.sub("N", before.partition("@@")[2])
    return f"{view}?" if asked and view else view


def links_in(html: str) -> list[str]:
    links = [unescape(link) for link in LINK.findall(html)]
    return [link for link in links if link.startswith("/") and not link.startswith("//")]


def led_to(answer: Any) -> list[str]:
    place = answer.headers.get("Location", "")
    return (
        [place.removeprefix("http://localhost:80").removeprefix("http://localhost")]
        if place
        else []
    )


def one_of_each(pages: list[Found]) -> list[Found]:
    """Return the first page of each kind."""
    first: dict[tuple[str, ...], Found] = {}
    for page in pages:
        first.setdefault(page.kind, page)
    return list(first.values())


def view_names(app: Any) -> list[str]:
    """Return the names of all views that answer GET, by introspection."""
    entries = app.registry.introspector.get_category("views") or ()
    views = [entry["introspectable"] for entry in entries]
    return sorted(
        {
            view["name"]
            for view in views
            if view["name"] and "GET" in (view.get("request_methods") or ())
        }
    )
