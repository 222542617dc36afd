"""Templates as this house compiles them: Chameleon's page templates, made quicker."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from threading import RLock
from typing import Any

from chameleon import PageTemplateFile, PageTemplateLoader
from chameleon.tal import RepeatItem

from academe.web.kept_templates import KeptPrograms, house_digest
from academe.web.quickening import quicken
from academe.web.template_names import Names

COMPILING = RLock()


class NotKeptError(LookupError):
    """A compiled template is not kept, and was not to be compiled now."""


class Repeats(dict[Any, Any]):
    """What ``repeat.name.start`` and its like are asked of; most loops are asked nothing."""

    def __call__(self, name: Any, things: Any) -> tuple[Any, int]:
        listed = () if things is None else list(things)
        iterator, length = iter(listed), len(listed)
        self[name] = iterator, length
        return iterator, length

    def __getitem__(self, name: Any) -> RepeatItem:
        return RepeatItem(*super().__getitem__(name))

    def __getattr__(self, name: str) -> RepeatItem:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class QuickTemplate(PageTemplateFile):
    """A page template; an error in it names the place in the template in a note."""

    _is_to_compile = True

    def _compile(self, body: str, builtins: Any) -> str:
        if not self._is_to_compile:
            raise NotKeptError(self.filename)
        return quicken(super()._compile(body, builtins))

    def cook_check(self) -> bool:
        """Compile if need be, once for all threads: six that compile the same take six times as
        long, with the site's first readers waiting for the last."""
        if self._cooked and not self.auto_reload:
            return False
        with COMPILING:
            return super().cook_check()

    def take_kept(self) -> bool:
        """Take what is kept, if it is still true; compile nothing. Say whether it is there now."""
        with COMPILING:
            self._is_to_compile = False
            try:
                self.cook_check()
            except NotKeptError:
                return False
            finally:
                self._is_to_compile = True
        return True

    def digest(self, body: str, names: Collection[str]) -> str:
        """Return the marks of the file and of all that goes into it; Chameleon's own asks for
        the release of every installed package, which takes a tenth of a second."""
        where = hashlib.sha256(str(self.filename).encode()).hexdigest()[:32]
        given = (body, self.filename, sorted(names), sorted(self.boolean_attributes or ()))
        what = hashlib.sha256(house_digest() + repr(given).encode()).hexdigest()
        return f"{where}-{what}"

    def _get_module_name(self, name: str) -> str:
        return f"{name}.py"

    def render(self, **values: Any) -> str:  # type: ignore[override]
        self.cook_check()
        names = Names(values)
        names["__translate"], names["__decode"] = self.translate, bytes.decode
        names["__on_error_handler"] = self.on_error_handler
        language = names.setdefault("target_language", None)
        names.setdefault("repeat", Repeats())
        written: list[str] = []
        wrong: dict[str, Any] = {}
        try:
            self._render(written, names, wrong, target_language=language)
        except Exception as error:
            for text, line, column, path, _error in wrong.get("__error__", ()):
                error.add_note(f"{path}:{line}:{column}: {text}")
            raise
        return "".join(written)


class QuickLoader(PageTemplateLoader):
    """Finds templates on a search path and compiles each once, whichever other one names it."""

    formats = {"xml": QuickTemplate}

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.kwargs["loader_class"] = self._for_macros

    def _for_macros(self, **settings: Any) -> "QuickLoader":
        """Let the templates share this loader; Chameleon gives each one of its own."""
        return self

    def bind(self, cls: Any) -> Any:
        return self.load


def keep_compiled(folder: Path) -> None:
    """Keep what this process compiles in ``folder``, and take from there what is still true."""
    QuickTemplate.loader = KeptPrograms(folder)  # type: ignore[assignment]
