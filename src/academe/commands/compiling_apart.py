"""The program that compiles a site's templates beside its server, which starts it and no one else.

Python compiles a template in one piece, a tenth of a second in which no other thread of a process
gets anywhere: in the server, readers would wait for each of them.
"""

import logging
import os
import sys
from pathlib import Path

from chameleon.exc import TemplateError

from academe.definitions.themes import read_theme
from academe.web.compiling import keep_compiled
from academe.web.rendering import Templates

log = logging.getLogger(__name__)

ASKED_FIRST = ("types/", "pages/search", "pages/home", "pages/sign_in")
PATIENCE = 10  # how far it stands back behind others


def compile_all(themes: Path, theme: str, kept: Path) -> None:
    """Compile all templates of a theme into ``kept``; say which are wrong, and go on."""
    keep_compiled(kept)
    templates = Templates(read_theme(themes, theme))
    for name in sorted(templates.names(), key=_is_asked_later):
        try:
            templates.compile(name)
        except (TemplateError, ValueError, OSError) as error:
            log.error("the template %s cannot be compiled: %s", name, error)


def _is_asked_later(name: str) -> bool:
    return not name.startswith(ASKED_FIRST)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    os.nice(PATIENCE)
    compile_all(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
