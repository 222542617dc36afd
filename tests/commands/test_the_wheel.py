"""The wheel holds all that a site needs, and works alone."""

import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = (
    *("setup.cfg", "pyproject.toml", "README.md", "LICENSE"),
    *("src", "content_types", "workflows", "themes", "etc"),
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build it from a copy, so that nothing is left beside the sources."""
    source = tmp_path_factory.mktemp("source")
    for part in PARTS:
        if (ROOT / part).is_dir():
            ignored = shutil.ignore_patterns("*.egg-info", "__pycache__")
            shutil.copytree(ROOT / part, source / part, symlinks=True, ignore=ignored)
        else:
            shutil.copy(ROOT / part, source / part)
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation"),
            *("--quiet", "--no-index", "--wheel-dir", str(target)),
        ],
        cwd=source,
        check=True,
        capture_output=True,
    )
    return next(target.glob("*.whl"))


def test_it_holds_every_file_of_the_sources(wheel):
    package = ROOT / "src" / "academe"
    wanted = {"academe/README.md"}
    for folder in ("defaults", "demo", "locale"):
        for top, _, names in os.walk(package / folder, followlinks=True):
            wanted |= {
                str(Path(top, name).relative_to(package.parent))
                for name in names
                if not name.startswith(".") and "__pycache__" not in top
            }
    assert len(wanted) > 100
    assert not wanted - set(zipfile.ZipFile(wheel).namelist())


def test_it_holds_every_module(wheel):
    wanted = {
        str(path.relative_to(ROOT / "src"))
        for path in (ROOT / "src").rglob("*.py")
        if "defaults" not in path.parts
    }
    assert not wanted - set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.long
def test_it_serves_a_new_site_with_nothing_else_installed(wheel, tmp_path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run(
        [*pip, "--constraint", ROOT / "constraints.txt", wheel], check=True, cwd=tmp_path
    )
    academe = venv / "bin" / "academe"
    subprocess.run([academe, "init", "site"], check=True, cwd=tmp_path)
    server = subprocess.Popen(
        [academe, "serve", "site/etc/development.ini", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    try:
        address = server.stdout.readline().split()[3]
        with urllib.request.urlopen(address, timeout=10) as page:
            assert b"<h1" in page.read()
    finally:
        server.terminate()
        assert server.wait(20) == 0
        server.stdout.close()
