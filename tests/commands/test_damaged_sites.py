"""What a disk has changed is named by whoever copies the site, and the copy says it, too."""

import pytest


@pytest.fixture
def damaged(demo_copy):
    path = demo_copy / "data" / "content.fs"
    data = bytearray(path.read_bytes())
    data[data.rindex(b"<p>") + 1] ^= 1
    path.write_bytes(data)
    return demo_copy


def test_a_backup_of_a_damaged_site_is_made_and_not_called_good(damaged, tmp_path, run_here):
    config = str(damaged / "etc" / "development.ini")
    made = run_here("backup", tmp_path / "copy", ACADEME_CONFIG=config)
    assert made.returncode == 1
    assert "1 record is damaged on the site's disk. The first: content, object 0x" in made.stderr
    assert "Keep the backups before this one" in made.stderr
    restored = run_here("restore", tmp_path / "copy", "--into", tmp_path / "again")
    assert restored.returncode == 0
    assert "When it was copied, 1 record is damaged" in restored.stderr
    verified = run_here("verify", ACADEME_CONFIG=config)
    assert verified.returncode == 1
    assert "content, object 0x" in verified.stderr
    assert "(/" in verified.stderr
