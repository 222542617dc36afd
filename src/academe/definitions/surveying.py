"""Looking through all that a district wrote, as `academe check` does: nothing is started."""

from pathlib import Path

from academe.definitions.loading import find_problems
from academe.definitions.settings import read_settings
from academe.definitions.themes import read_theme
from academe.errors import DefinitionError


def survey(ini_path: Path) -> list[str]:
    """Return a sentence for each thing that is wrong with a site's files; [] if all is well.

    Without readable settings the site's folder is unknown, so that only they are told of.
    """
    try:
        settings = read_settings(ini_path)
    except DefinitionError as error:
        return [str(error)]
    problems = find_problems(settings.site_folder)
    try:
        read_theme(settings.site_folder / "themes", settings.theme)
    except DefinitionError as error:
        problems.append(str(error))
    return problems
