"""Every door of the application, found by introspection, and what each needs to be tried."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.actions import model_verbs as verbs
from tests.actions.model import Node, Someone, World

from academe.store.content import Content

EXPORTED = ("course", "unit", "lesson", "document")
SAFE = ("GET", "HEAD", "OPTIONS")

# {name of the view: what stands behind it in the address}. A new view must be listed here:
# "" alone if nothing is needed. {person} {group} {field} {step} {kind} are filled in.
PATHS = {
    "": ("",),
    "account": ("",),
    "add": ("", "/page", "/lesson", "/folder"),
    "add-group": ("",),
    "add-person": ("",),
    "atom": ("",),
    "bin": ("",),
    "calendar.ics": ("",),
    "contents": ("",),
    "copy": ("",),
    "coverage": ("", "?as=csv"),
    "disable": ("/{person}",),
    "edit": ("",),
    "enable": ("/{person}",),
    "export": ("", "/cartridge", "/markdown"),
    "feed": ("/x/atom", "/x"),
    "feeds": ("",),
    "file": ("/syllabus",),
    "find": ("?q=q", "?q=z&to=course"),
    "find-people": ("?q=a",),
    "find-standards": ("?q=qxj",),
    "follow": ("",),
    "forgot": ("",),
    "group": ("/{group}",),
    "groups": ("",),
    "hand-over": ("/{person}",),
    "health": ("",),
    "history": ("",),
    "home": ("",),
    "import": ("",),
    "import-people": ("",),
    "import-report": ("/5",),
    "invite": ("/{person}",),
    "jobs": ("",),
    "keep-standards": ("",),
    "learn": ("", "?grade=5", "?grade=5&subject=&school="),
    "membership": ("",),
    "missing": ("",),
    "move": ("", "?to=/"),
    "own": ("",),
    "password": ("",),
    "people": ("", "?q=a"),
    "person": ("/{person}",),
    "remove": ("",),
    "rename": ("",),
    "reorder": ("",),
    "restore": ("/{binned}",),
    "review": ("",),
    "robots.txt": ("",),
    "search": ("", "?q=q&type=lesson"),
    "sent-back": ("",),
    "sessions": ("",),
    "share": ("",),
    "sign-in": ("", "?to=/"),
    "sign-out": ("",),
    "sitemap.xml": ("", "?part=0"),
    "standards": ("", "/x"),
    "static": ("/x/academe.css",),
    "step": ("/{step}",),
    "suggest": ("?q=q",),
    "take-out": ("",),
    "use": ("", "?to=/"),
    "version": ("/1", "/2"),
    "version-file": ("/1/syllabus", "/2/syllabus"),
    "welcome": ("/x",),
    "who-can-see": ("",),
    "workflows": ("",),
    "year": ("", "?grade=5"),
}


class Door(NamedTuple):
    """One view with one method."""

    name: str
    method: str
    permission: str
    only_root: bool

    def address(self, path: str, behind: str = "") -> str:
        if not self.name:
            return path + behind
        return f"{path.rstrip('/')}/@@{self.name}{behind}"


def find_doors(registry: Any) -> Iterator[Door]:
    """Yield what Pyramid itself says that it answers."""
    for entry in registry.introspector.get_category("views"):
        view = entry["introspectable"]
        if view["context"] is not Content:
            continue
        (word,) = (r.discriminator for r in entry["related"] if r.category_name == "permissions")
        methods = view["request_methods"]
        only_root = view.get("physical_path") is not None
        for method in (methods,) if isinstance(methods, str) else methods:
            yield Door(view["name"], method, word, only_root)


def is_open(word: str, person: Someone, node: Node, world: World) -> bool:
    """Say by the model whether a view with this permission lets the person in."""
    rights = world.rights(person, node)
    rules = {
        "everybody": True,
        "signed_in": bool(person.id),
        "administer": "administrator" in person.site_roles,
        "know": bool(rights & {"view", "read"}),
        "copy": bool(person.id and rights & {"view", "read"}),
        "export": node.type in EXPORTED and bool(rights & {"view", "read"}),
        "use": bool(person.staff and node.parent and rights & {"view", "read"}),
        "staff": person.staff,
        "step": bool(verbs.steps(world, person, node)),
        "see who can see": bool(rights & {"edit", "share"}),
        "choose workflows": "share" in rights and "administrator" in world.roles(person, node),
        "keep standards": "share" in world.rights(person, world.site),
        "restore": verbs.may_restore(world, person, node),
        **{right: right in rights for right in ("read", "view", "edit", "add", "share", "remove")},
    }
    return rules[word]
