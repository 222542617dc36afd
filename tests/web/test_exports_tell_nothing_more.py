"""Everybody exports everything they can, in every format: no word in it that is closed to them."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from tests.web.doors import EXPORTED
from tests.web.matrix_people import MARK, Matrix
from tests.web.matrix_site import PEOPLE, VISITOR

from academe.exchange.formats import FORMATS


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    made = Matrix(tmp_path_factory.mktemp("exports") / "site")
    yield made
    made.close()


def parts_of(body: bytes) -> Iterator[str]:
    """Yield all that a zip says: names, comments, dates, extra fields, and every file's inside."""
    archive = zipfile.ZipFile(io.BytesIO(body))
    yield archive.comment.decode("latin-1")
    for info in archive.infolist():
        assert info.date_time == (2000, 1, 1, 0, 0, 0)
        yield f"{info.filename} {info.comment!r} {info.extra!r}"
        yield archive.read(info).decode("utf-8", "replace")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.login or "visitor")
def test_no_export_holds_a_word_that_is_closed_to_its_reader(matrix, person, form):
    nodes = [node for node in matrix.nodes if node.type in EXPORTED]
    sent = 0
    for node in nodes:
        answer = matrix.ask(person, "GET", f"{node.path}/@@export/{form}")
        if answer.status_int != 200:
            assert not matrix.world.rights(person, node) & {"view", "read"}
            continue
        sent += 1
        found = set(MARK.findall("\n".join(parts_of(answer.body)))) | set(
            MARK.findall(answer.body.decode("latin-1"))
        )
        assert found <= matrix.words[person], (node.path, found - matrix.words[person])
        assert found  # its own words are in it: the look was not at an empty zip
    assert sent


def test_a_visitor_gets_the_published_words_and_no_others(matrix):
    marks = matrix.grown.marks
    for node in matrix.nodes:
        answer = matrix.ask(VISITOR, "GET", f"{node.path}/@@export/cartridge")
        if node.type not in EXPORTED or answer.status_int != 200:
            continue
        said = "\n".join(parts_of(answer.body))
        assert marks[node].published in said
        assert marks[node].working not in said
        assert marks[node].hidden_published not in said
