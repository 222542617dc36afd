"""A copy has the file of its source, once on the disk; neither takes it from the other."""

import io
from datetime import UTC, datetime, timedelta

from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.owning import open_own_area
from academe.actions.removing import remove
from academe.store.backing_up import back_up, check_backup, restore
from academe.store.checking import check_records, check_site
from academe.store.databases import open_databases
from academe.store.files import store_file
from academe.store.packing import pack
from academe.store.site import Site
from academe.store.verifying import verify

CHECKS = (check_site, check_records)


def blobs(site) -> list:
    return list((site.settings.data_folder / "content.blobs").rglob("*.blob"))


def test_a_file_is_shared_and_outlives_the_removal_of_either(site, tmp_path):
    def write(cora, district):
        made = create(cora, district.site.root, "document", {"title": "Sheet"}, district)
        jar = district.site.connection
        stored = store_file(io.BytesIO(b"sheet" * 999), "sheet.txt", "text/plain", jar)
        made._values = {**made.values, "attachments": (stored,)}

    site.as_("cora", write)
    before = blobs(site)
    assert len(before) == 1
    for _time in range(3):
        site.as_("cora", lambda p, d: copy(p, d.site.root["sheet"], open_own_area(p, d), d))
    assert blobs(site) == before

    site.as_("cora", lambda p, d: remove(p, d.site.root["sheet"], d))
    site.as_("cora", lambda p, d: remove(p, open_own_area(p, d)["sheet-2"], d))
    pack(site.databases, forget_before=datetime.now(UTC) + timedelta(minutes=1))
    assert verify(site.databases, checks=CHECKS) == []
    assert blobs(site) == before
    left = site.browser("cora").get("/own/cora-example/sheet/@@file/attachments/0")
    assert left.body == b"sheet" * 999

    back_up(site.databases, tmp_path / "backup")
    check_backup(tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    found = open_databases(tmp_path / "restored" / "data")
    assert verify(found, checks=CHECKS) == []
    with found.content.transaction() as connection:
        copied = Site(connection).root["own"]["cora-example"]
        values = [child.values["attachments"][0] for child in copied.children()]
        assert len(values) == 2
        assert values[0] is values[1]
        with values[0].open() as stream:
            assert stream.read() == b"sheet" * 999
    found.close()
