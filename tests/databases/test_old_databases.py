"""Every released version's database opens with today's code, whole and readable."""

import shutil
from pathlib import Path

import pytest

from academe.actions.opening import open_district
from academe.definitions.loading import defaults_folder, read_definitions
from academe.definitions.settings import read_settings
from academe.store.checking import check_records, check_site
from academe.store.content import subtree
from academe.store.databases import open_databases
from academe.store.journal import values_at, versions_of
from academe.store.people import visitor
from academe.store.verifying import verify

RELEASES = sorted(
    path for path in Path(__file__).parent.iterdir() if (path / "content.fs").exists()
)


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_database_of_each_release_opens_whole(release, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(release, folder)
    databases = open_databases(folder)
    settings = read_settings(defaults_folder() / "etc" / "development.ini")
    try:
        assert verify(databases, checks=[check_site, check_records]) == []
        with open_district(databases, read_definitions(None), settings) as district:
            contents = list(subtree(district.site.root))
            assert {"site", "school", "course", "unit", "lesson"} <= {c.type_name for c in contents}
            for content in contents:
                assert all(values_at(content, v.number) for v in versions_of(content))
            readable = [c for c in contents if c.in_force(district.today)]
            assert len(readable) > 10
            assert district.records.person_called("ana").name
            administrators = district.records.holders_of("administrator")
            assert "ada" in [one.login for one in administrators]
            assert not visitor().is_signed_in
    finally:
        databases.close()
