"""A site's folder that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from academe.definitions.loading import defaults_folder


class SiteFolder:
    """The packaged files, copied: what `academe init` leaves a district with."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    for name in ("content_types", "workflows"):
        shutil.copytree(defaults_folder() / name, tmp_path / name)
    return SiteFolder(tmp_path)
