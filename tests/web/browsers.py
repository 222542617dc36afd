"""A browser for tests: the search field at the head of each page is not one of the page's forms."""

from functools import cached_property

from webtest import TestApp
from webtest.app import TestRequest
from webtest.forms import Form
from webtest.response import TestResponse


class Page(TestResponse):
    """An answer whose forms are numbered without the field that every page has."""

    @cached_property
    def html(self):
        """The parsed page: once, however often a test looks into it."""
        return super().html

    def _parse_forms(self):
        texts = [str(form) for form in self.html("form")]
        own = [Form(self, text, self.parser_features) for text in texts if not is_head(text)]
        self._forms_indexed = {**dict(enumerate(own)), **{form.id: form for form in own if form.id}}


def is_head(form: str) -> bool:
    return 'class="find"' in form


class PageRequest(TestRequest):
    """A request that is answered with a Page."""

    ResponseClass = Page


class Browser(TestApp):
    """What a person opens pages with."""

    RequestClass = PageRequest

    def __init__(self, app, **words):
        """Take the parser that is quicker than the one that is written in Python."""
        super().__init__(app, parser_features="lxml", **words)
