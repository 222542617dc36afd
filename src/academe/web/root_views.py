"""Pages that exist once in a district: below its root and nowhere else."""

from typing import Any

from pyramid.view import view_config

from academe.store.content import Content

READING = ("GET", "HEAD")


def root_view(name: str, permission: str, method: str = "GET") -> Any:
    """Register a view at ``/@@name``; GET stands for HEAD too."""
    return view_config(
        name=name,
        context=Content,
        physical_path="/",
        permission=permission,
        request_method=READING if method == "GET" else method,
    )
