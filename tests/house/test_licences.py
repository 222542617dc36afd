"""What is installed with Academe may be given away with it."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

REFUSED = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
WITHOUT_A_WORD = {
    # {package: licence, read in its own files}
}


def runtime() -> dict[str, Distribution]:
    """Return every installed package that academe needs to run, with what those need."""
    found: dict[str, Distribution] = {}
    waiting = ["academe"]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        for line in found[key].requires or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)
    return found


def licence_of(package: Distribution) -> str:
    told = package.metadata
    named = [told.get("License-Expression") or "", (told.get("License") or "").split("\n")[0]]
    named += [line for line in told.get_all("Classifier") or () if line.startswith("License")]
    return "; ".join(filter(None, named))


def test_nothing_that_runs_with_academe_is_under_gpl():
    packages = runtime()
    assert len(packages) > 30, "the walk found the requirements"
    for name, package in packages.items():
        licence = licence_of(package) or WITHOUT_A_WORD.get(name, "")
        assert licence, f"{name} says nothing of its licence"
        choices = re.split(r"\bOR\b|;", licence)
        assert not all(REFUSED.search(one) for one in choices), f"{name}: {licence}"
