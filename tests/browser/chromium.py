"""Finds the browser, and starts it so that it talks to nobody but the site."""

import os
import shutil
from pathlib import Path

USUAL = "/usr/bin/chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    "--no-sandbox",  # tests may run as root, inside of a container without namespaces
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
]


def find_chromium() -> str | None:
    """Return the program that CHROMIUM names, the usual one, or the first that is on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    if Path(USUAL).is_file():
        return USUAL
    return next((found for name in NAMES if (found := shutil.which(name))), None)
