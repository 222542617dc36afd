"""Static files of the theme, and its colours as a style sheet: addressed by their hash."""

import hashlib
import mimetypes
from typing import Any

from academe.definitions.themes import Theme


def digest_of(theme: Theme) -> str:
    """Return eight letters that change when any static file or colour of the theme does."""
    digest = hashlib.sha256(repr(sorted(theme.colors.items())).encode())
    for folder in theme.folders:
        for path in sorted((folder / "static").rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def asset_address(request: Any, path: str) -> str:
    return f"{request.script_name}/@@static/{request.registry.theme_digest}/{path}"


def theme_css_address(request: Any) -> str:
    return asset_address(request, "theme.css")


def theme_css(theme: Theme) -> str:
    """Return the colours of the theme as custom properties."""
    names = {word.replace("_", "-"): value for word, value in theme.colors.items()}
    lines = [f"  --theme-{name}: {value};" for name, value in names.items()]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def media_type_of(name: str) -> str:
    """Return the media type for a static file's name."""
    if name.endswith(".woff2"):
        return "font/woff2"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
