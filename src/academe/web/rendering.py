"""Templates: found on the theme's search path, rendered with what every page needs."""

from functools import cache
from typing import Any

from chameleon.exc import TemplateError

from academe.definitions.themes import Theme
from academe.web.compiling import QuickLoader
from academe.web.frame import Frame
from academe.web.translating import for_template


class Templates:
    """The templates of one theme and of those that it is based on."""

    def __init__(self, theme: Theme, auto_reload: bool = False, loader: Any = QuickLoader) -> None:
        self._folders = [folder / "templates" for folder in theme.folders]
        folders = tuple(map(str, self._folders))
        self._loader = loader_of(folders, auto_reload, loader)
        self._known: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Say whether the theme has a template of this name."""
        if name not in self._known:
            try:
                self._loader.load(name)
                self._known[name] = True
            except (ValueError, OSError):
                self._known[name] = False
        return self._known[name]

    def names(self) -> list[str]:
        """Return the names of all templates, as ``render`` takes them."""
        return sorted(
            {
                found.relative_to(folder).as_posix()
                for folder in self._folders
                for found in folder.rglob("*.pt")
            }
        )

    def take_kept(self) -> bool:
        """Take all compiled templates that are kept, a third of a ms for each; say if all are."""
        return all([self._takes_kept(name) for name in self.names()])

    def _takes_kept(self, name: str) -> bool:
        try:
            return bool(self._loader.load(name).take_kept())
        except (TemplateError, ValueError, OSError):  # ``compile`` says what is wrong
            return False

    def compile(self, name: str) -> None:
        """Compile a template before a page asks for it; raises what is wrong with it."""
        self._loader.load(name).cook_check()

    def render(self, name: str, values: dict[str, Any], language: str) -> str:
        """Return the page as text."""
        template = self._loader.load(name)
        return str(template.render(target_language=language, **values))


@cache
def loader_of(folders: tuple[str, ...], auto_reload: bool, loader: Any) -> Any:
    """Return what finds and compiles templates; once a process: compiling takes a second."""
    return loader(
        list(folders),
        ".pt",
        translate=for_template,
        auto_reload=auto_reload,
        # Else a macro is taken from the template's own theme before the district's.
        prepend_relative_search_path=False,
        boolean_attributes=BOOLEAN,
    )


BOOLEAN = {
    "checked",
    "selected",
    "disabled",
    "required",
    "open",
    "multiple",
    "hidden",
    "readonly",
}


class RendererFactory:
    """Pyramid's seam: ``renderer="pages/sign_in.pt"`` finds the theme's template."""

    def __init__(self, info: Any) -> None:
        self.name = info.name

    def __call__(self, value: Any, system: Any) -> str:
        request = system["request"]
        values = {
            "request": request,
            "context": system.get("context"),
            "frame": Frame(request, value.get("title", ""), value.get("crumb", "")),
            "_": request.say,
            **value,
        }
        return str(request.registry.templates.render(self.name, values, request.language))


def render_page(request: Any, name: str, values: dict[str, Any]) -> str:
    """Render a template whose name is only known when the request is answered."""
    values = {
        "request": request,
        "context": request.context,
        "frame": Frame(request, values.get("title", ""), values.get("crumb", "")),
        "_": request.say,
        **values,
    }
    return str(request.registry.templates.render(name, values, request.language))


def includeme(config: Any) -> None:
    config.add_renderer(".pt", RendererFactory)
