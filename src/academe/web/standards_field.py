"""Asking for standards: lines of codes without script, a picker with it."""

import json
from typing import Any

from academe.store.standards import KINDS
from academe.web import readings
from academe.web.standards_shown import find_standard, kind_text, label_of, short_of
from academe.web.widgets import Typed


class StandardsLines(Typed):
    """One standard a line; the page knows the words behind those that are there already."""

    template = "standards"

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request
        self.pick_url = request.address(request.district.site.root, "find-standards")

    @property
    def kinds(self) -> str:
        """JSON: {what a line says in brackets: its title}."""
        return json.dumps({kind: kind_text(self.request, kind) for kind in KINDS})

    def known(self, cstruct: Any) -> str:
        """JSON: {what a line calls a standard: what it is about}."""
        lines = readings.lines_of(cstruct) if isinstance(cstruct, str) else []
        names = [one[0] for line in lines[:500] if (one := readings.standard_in(line))]
        found = {name: find_standard(self.request, name) for name in names}
        return json.dumps(
            {name: [label_of(one), short_of(one)] for name, one in found.items() if one is not None}
        )
