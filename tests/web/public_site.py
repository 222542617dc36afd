"""Some public places with a draft, a hidden text and a staff text among them; a site's own address."""

import re
from pathlib import Path

from tests.web.conftest import ServedSite

from academe.actions.creating import create
from academe.actions.stepping import take_step

CANARY = "CANARY"
ADDRESS = "https://learn.district.example"


def fill(site) -> None:
    """Plant ``/mathematics`` with a published course, a draft one, news, and an event."""
    site.as_("cora", _plant)
    for path in ("mathematics", "mathematics/halves", "mathematics/open-house"):
        step(site, path)


def _plant(cora, district) -> None:
    root = district.site.root
    place = create(cora, root, "folder", {"title": "Mathematics"}, district, name="mathematics")
    answers = {
        "title": "Halves",
        "summary": "Sharing & cutting.",
        "grades": ("5",),
        "subjects": ("mathematics",),
        "licence": "CC-BY-SA-4.0",
        "author_credit": "Ana Example",
        "standards": (("5.NF.A.1", "taught"), ("5.NF.B.3", "assessed")),
        "teachers_notes": f"<p>{CANARY} notes</p>",
    }
    course = create(cora, place, "course", answers, district, name="halves")
    unit = create(cora, course, "unit", {"title": "Cutting", "weeks": 3}, district, name="cutting")
    lesson = {"title": "A pear", "duration": 90, "answer_key": f"<p>{CANARY} key</p>"}
    create(cora, unit, "lesson", lesson, district, name="a-pear")
    hidden = {"title": f"{CANARY} draft", "grades": ("5",)}
    create(cora, place, "course", hidden, district, name="secret-course")
    event = {"title": "Open house; bring, family", "starts": district.now, "place": "Gym, left"}
    create(cora, place, "event", event, district, name="open-house")


def at(district, path):
    place = district.site.root
    for name in filter(None, path.split("/")):
        place = place[name]
    return place


def step(site, path: str, *names: str, login: str = "cora", **words) -> None:
    """Take steps; without names those that publish."""

    def do(person, district):
        content = at(district, path)
        steps = names or (("publish",) if content.type_name != "course" else ("submit", "approve"))
        for name in steps:
            take_step(person, content, name, district, **words)

    if not names and site.act(lambda d: at(d, path).type_name) == "course":
        step(site, path, "submit", login="ana")
        return step(site, path, "approve", login="rui")
    return site.as_(login, do)


def with_address(site, address: str = ADDRESS) -> ServedSite:
    """Serve the same site anew, with the address that people type."""
    ini = Path(site.settings.site_folder) / "etc" / "development.ini"
    text = ini.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^address\b.*$", f"address = {address}", text)
    ini.write_text(text, encoding="utf-8")
    site.close()
    served = ServedSite(Path(site.settings.site_folder), site.definitions, site.apps)
    site.close = served.close  # the fixture closes what is open
    return served
