"""Names of files as old machines wrote them, and names that were made to mislead."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from academe.exchange.bundle import Bundle
from academe.exchange.reading import read

LESSON = b"# Coffee\n\nSee [the list](liste-\xc3\xa9.txt).\n"
OLD = {b"caf\xe9.md": LESSON, b"liste-\xe9.txt": b"words", b"d\xe9j\xe0/vu.md": b"# Again\n"}


def in_a_folder(tmp_path: Path) -> Path:
    top = os.fsencode(tmp_path) + b"/ann\xe9e"
    for name, body in OLD.items():
        os.makedirs(os.path.dirname(top + b"/" + name), exist_ok=True)
        with open(top + b"/" + name, "wb") as file:
            file.write(body)
    return Path(os.fsdecode(top))


def in_a_tar(tmp_path: Path) -> Path:
    path = tmp_path / "annee.tgz"
    with tarfile.open(path, "w:gz", format=tarfile.GNU_FORMAT) as archive:
        for name, body in OLD.items():
            info = tarfile.TarInfo("year/" + name.decode("utf-8", "surrogateescape"))
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return path


def words_of(bundle: Bundle) -> str:
    lines = [word for line in bundle.report for word in (line.identifier, line.title, line.reason)]
    contents = [word for one in bundle.contents() for word in (one.identifier, one.title)]
    names = [file.name for one in bundle.contents() for file in one.files]
    return "\n".join([*lines, *contents, *names])


@pytest.mark.parametrize("made", [in_a_folder, in_a_tar])
def test_names_of_old_machines_come_in_as_people_read_them(made, tmp_path, workfolder):
    bundle = read(made(tmp_path), workfolder)
    said = words_of(bundle)
    assert "liste-é.txt" in said
    assert {"Coffee", "Again"} <= {one.title for one in bundle.contents()}
    said.encode("utf-8")  # it can be stored and shown
    lesson = next(one for one in bundle.contents() if one.title == "Coffee")
    assert 'href="import:' in str(lesson.values)
