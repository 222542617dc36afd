"""A browser for tests: the search field at the head of each page is not one of the page's forms."""

from webtest import TestApp
from webtest.app import TestRequest
from webtest.response import TestResponse


class Page(TestResponse):
    """An answer whose forms are numbered without the field that every page has."""

    def _parse_forms(self):
        super()._parse_forms()
        found = self._forms_indexed
        named = {name: form for name, form in found.items() if isinstance(name, str)}
        own = [form for name, form in found.items() if name not in named and not is_head(form)]
        self._forms_indexed = {**dict(enumerate(own)), **named}


def is_head(form) -> bool:
    return 'class="find"' in form.text


class PageRequest(TestRequest):
    """A request that is answered with a Page."""

    ResponseClass = Page


class Browser(TestApp):
    """What a person opens pages with."""

    RequestClass = PageRequest
