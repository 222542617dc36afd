"""A work folder, a way to write packages that nobody should send, and what reads small ones."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.exchange.measuring import MEASURER
from tests.exchange.reading_here import read_here

from academe.exchange.bundle import Bundle
from academe.exchange.reading import read

MANIFEST = """<?xml version="1.0"?>
<manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
  <metadata><schemaversion>{version}</schemaversion></metadata>
  <organizations><organization identifier="O"><item identifier="R">{items}</item></organization>
  </organizations>
  <resources>{resources}</resources>
</manifest>"""


@pytest.fixture(scope="session", autouse=True)
def measured() -> Iterator[None]:
    """End the program that has measured, if one of the tests has started it."""
    yield
    MEASURER.end()


@pytest.fixture
def workfolder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def make_zip(tmp_path: Path) -> Callable[..., Path]:
    """Write an archive of the given names and bytes."""

    def make(files: dict[str, bytes | str], name: str = "package.imscc") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, content in files.items():
                archive.writestr(inside, content)
        return path

    return make


@pytest.fixture(params=["here", pytest.param("apart", marks=pytest.mark.long)])
def reading(request: pytest.FixtureRequest) -> Callable[..., Bundle]:
    """What reads: in the long form the program of its own, with its limits."""
    return read if request.param == "apart" else read_here


@pytest.fixture
def read_cartridge(
    make_zip: Callable[..., Path], workfolder: Path, reading: Callable[..., Bundle]
) -> Callable[..., Bundle]:
    """Read a small cartridge, given the middle of its manifest and its files."""

    def make(items: str, resources: str, version: str = "1.1.0", **files: bytes | str) -> Bundle:
        manifest = MANIFEST.format(items=items, resources=resources, version=version)
        named = {name.replace("__", "/").replace("_dot_", "."): c for name, c in files.items()}
        return reading(make_zip({"imsmanifest.xml": manifest, **named}), workfolder)

    return make
