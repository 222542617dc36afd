"""Words in files are found as those of texts: begun, in other forms, and with a slip."""

import io

import pytest
from tests.exchange.document_maker import pdf

from academe.actions.creating import create
from academe.actions.filing import take_file
from academe.search.asking import understand
from academe.search.finding import find
from academe.search.telling import tell_why
from academe.store.file_texts import keep


@pytest.fixture
def handout(site):
    """A file of three pages whose words were read."""

    def do(person, district):
        stored = take_file(io.BytesIO(pdf("One", "Two", "The okapi sleeps")), "a.pdf", district)
        keep(district.work, stored.sha256, ("One", "Two", "The okapi sleeps."), district.now)
        answers = {"title": "Handout", "file": stored, "language": "en"}
        create(person, district.site.root, "file", answers, district)

    site.as_("cora", do)


@pytest.mark.parametrize("typed", ["okapi", "okap", "okap ", "okapy", "sleep", "sleeping okapis"])
def test_a_word_in_a_file_is_found_and_shown_with_its_page(site, following, handout, typed):
    def do(person, district):
        asked = understand(typed)
        found = find(person, asked, district, following)
        (content,) = found.contents
        return tell_why(person, content, asked, district, with_mistakes=found.has_mistakes)

    reason = site.as_("cora", do)
    assert (reason.file, reason.page) == ("a.pdf", 3)
    assert any(piece.is_marked for piece in reason.passage.pieces)
