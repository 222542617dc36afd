"""One person's browser window, which notes whatever is wrong with the pages it shows."""

import re
from functools import cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "axe" / "axe.min.js"
WCAG_22 = {"target-size": {"enabled": True}}  # off by default in axe
EXPECTED = re.compile(r"Failed to load resource: .* status of (40[0-9]|422)")


class Visit:
    """A window; ``problems`` holds script errors, blocked scripts and styles, foreign requests."""

    def __init__(self, context: Any, address: str) -> None:
        self.context, self.address = context, address
        self.page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._note_request)

    def _note_console(self, message: Any) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.problems.append(f"{self.page.url}: {message.text}")

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"{self.page.url} asks {request.url}")

    def open(self, path: str) -> Any:
        """Open a page; returns the answer."""
        return self.page.goto(path if "://" in path else self.address + path)

    def follow(self, link: Any) -> None:
        """Press what leads to another page, and wait for that page.

        A click alone comes back as soon as the browser has begun to ask: what is then read may be
        of the old page, and to open another page then may break the first one off.
        """
        with self.page.expect_navigation():
            link.click()

    def check_quiet(self) -> None:
        """Fail if a script failed, something inline was blocked, or somebody else was asked."""
        assert self.problems == []

    def axe(self, *only: str) -> list[str]:
        """Return what axe finds: rule, place, and what is wrong there."""
        self.page.wait_for_load_state()
        self.page.evaluate(_axe_source())
        options: dict[str, Any] = {"resultTypes": ["violations"], "rules": WCAG_22}
        if only:
            options["runOnly"] = list(only)
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        self.page.wait_for_load_state()
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")
