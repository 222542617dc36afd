"""The folder of the sample district alone is one that anybody can bring into a site."""

from pathlib import Path

import pytest

from academe.actions.creating import create
from academe.actions.opening import identity_called, open_district
from academe.commands import demo
from academe.commands.desk import find_content
from academe.definitions.loading import read_definitions
from academe.definitions.settings import read_settings
from academe.exchange.importing import import_path
from academe.store.content import Text, subtree
from academe.store.databases import open_databases

DISTRICT = Path(demo.__file__).parents[1] / "demo" / "district"

QUIET = "/curriculum/mathematics/grade-5-fractions/dividing/how-many-bookmarks"
KINDS = {"school": 3, "course": 4, "lesson": 40, "policy": 12, "pd_module": 4}


class _Over(Exception):
    """Ends a transaction that is not kept."""


@pytest.fixture
def district(demo_copy):
    """The sample district, open to write; nothing is kept."""
    settings = read_settings(demo_copy / "etc" / "development.ini")
    databases = open_databases(settings.data_folder)
    try:
        with open_district(databases, read_definitions(demo_copy), settings) as district:
            yield district
            raise _Over
    except _Over:
        pass
    finally:
        databases.close()


def test_everything_comes_in_and_every_answer_fits(district):
    cora = identity_called("cora", district)
    folder = create(cora, district.site.root, "folder", {"title": "Here"}, district)
    (top,), report = import_path(cora, DISTRICT, folder, district)
    assert [line for line in report if line.outcome == "left out"] == []
    assert [line for line in report if "do not fit" in str(line.reason)] == []
    held = [line for line in report if "A file of" in str(line.reason)]
    assert {line.outcome for line in held} == {"joined"}
    made = list(subtree(top))
    for type_name, least in KINDS.items():
        assert sum(one.type_name == type_name for one in made) >= least, type_name
    assert {one.created_by for one in made} == {cora.id}
    starts = top["news"]["family-math-night"].values["starts"]
    assert starts.astimezone(district.settings.zone).hour == 18  # written without a time zone
    check_is_the_same(top, find_content(QUIET, district))


def check_is_the_same(top, acted):
    """Compare a lesson that nobody revises at the moment with what the demo made of its file."""
    brought = top
    for name in QUIET.split("/")[1:]:
        brought = brought[name]
    assert set(brought.values) == set(acted.values)
    for name, value in acted.values.items():
        same = value.html == brought.values[name].html if isinstance(value, Text) else True
        assert same or "academe:" in value.html, name
        assert isinstance(value, Text) or brought.values[name] == value, name
