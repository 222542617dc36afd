"""Takes the pictures of the manuals: `make manual`.

Makes a sample district in a temporary folder, serves it, signs in as its people, does what the
manuals tell and keeps what they see, 1,280 pixels wide, as small PNG files in pictures/.
"""

import io
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.chromium import QUIET, find_chromium
from tests.browser.live_site import LiveSite

from academe.commands.demo import make_demo

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 1280
COLORS = 96  # enough for pages; photographs are not shown
LARGEST = 120_000  # bytes, each
ALL = 2_000_000  # bytes, together

COURSE = "/curriculum/mathematics/grade-5-fractions"
LESSON = f"{COURSE}/fractions-as-division/sharing-sandwiches"
REVISED = f"{COURSE}/adding-and-subtracting/the-trail-mix-problem"  # alone, in the sample district
CARTRIDGE_PAGES = ("Reading a map", "North, south, east, west", "A map of our school")

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="maps" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
  xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
 <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
  <lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>Maps and where we live
  </lomimscc:string></lomimscc:title></lomimscc:general></lomimscc:lom></metadata>
 <organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
  <item identifier="unit"><title>Unit 1: Finding the way</title>{items}
   <item identifier="iq" identifierref="quiz"><title>Map quiz</title></item></item>
 </item></organization></organizations>
 <resources>{resources}
  <resource identifier="quiz" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">
   <file href="quiz.xml"/></resource></resources>
</manifest>"""


class Camera:
    """One window of each person, on one site."""

    def __init__(self, browser: Browser, site: LiveSite) -> None:
        self.browser, self.site = browser, site
        self.windows: dict[str | None, Page] = {}

    def look(self, login: str | None, path: str) -> Page:
        """Open a page as somebody, None is a visitor; fails if it is not there."""
        if login not in self.windows:
            context = self.browser.new_context(viewport={"width": WIDTH, "height": 900})
            context.set_default_timeout(10_000)
            if login is not None:
                context.add_cookies([self.site.cookie_of(login)])  # type: ignore[list-item]
            self.windows[login] = context.new_page()
        page = self.windows[login]
        answer = page.goto(self.site.address + path)
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{path} answers {answer and answer.status} to {login}.")
        return page

    def keep(self, page: Page, name: str, height: int = 900, top: int = 0) -> None:
        """Keep what is between ``top`` and ``top + height`` of the page, in pixels."""
        page.mouse.move(0, 0)
        page.set_viewport_size({"width": WIDTH, "height": top + height})
        clip: Any = {"x": 0, "y": top, "width": WIDTH, "height": height}
        picture = Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled")))
        small = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        small.save(PICTURES / f"{name}.png", optimize=True)
        page.set_viewport_size({"width": WIDTH, "height": 900})


def show_families(camera: Camera) -> None:
    """What anybody sees."""
    camera.keep(camera.look(None, "/"), "front-page", 760)
    page = camera.look(None, "/@@learn?grade=5")
    camera.keep(page, "learn", 560)
    camera.keep(camera.look(None, f"{COURSE}/@@year"), "year-of-a-course", 1240)
    camera.keep(camera.look(None, "/policies/homework"), "policy-for-families", 780)


def show_teachers(camera: Camera) -> None:
    """A teacher reads a lesson of somebody else and uses it."""
    page = camera.look("tess", LESSON)
    camera.keep(page, "lesson-for-teachers", 860)
    page.get_by_role("button", name="Teach from this page").click()
    camera.keep(page, "teach-from-this-page", 700)
    page.reload()
    page = camera.look("tess", f"{LESSON}/@@use")
    camera.keep(page, "use-a-lesson", 760)
    page.get_by_role("button", name="Put it into my own area").click()
    page.get_by_text("This is your copy").first.wait_for()
    camera.keep(page, "my-copy", 640)


def show_staff(camera: Camera) -> None:
    """Somebody who works for the district reads what is for staff."""
    page = camera.look("sam", "/professional-development/reporting-suspected-abuse")
    camera.keep(page, "module-for-staff", 800)
    page = camera.look("sam", "/policies/homework")
    camera.keep(page, "notes-for-staff", 420, top=_top_of(page, "Clerk's notes") - 200)


def show_revising(camera: Camera) -> None:
    """An author revises one lesson; a reviewer reads it and publishes it."""
    page = camera.look("ana", COURSE)
    camera.keep(page, "work-bar", 560)
    page = camera.look("ana", f"{LESSON}/@@step/revise")
    camera.keep(page, "revise-one-lesson", 700)
    page.locator("main form button[type=submit]").first.click()
    page = camera.look("ana", f"{LESSON}/@@edit")
    page.get_by_label("Summary").first.fill(
        "Three sandwiches for four children: how much for each?"
    )
    camera.keep(page, "edit-a-lesson", 900)
    page.get_by_role("button", name="Save").first.click()
    page = camera.look("ana", f"{LESSON}/@@step/submit_again")
    page.get_by_role("textbox").first.fill("The question is shorter now.")
    page.locator("main form button[type=submit]").first.click()
    camera.keep(camera.look("rui", "/@@review"), "review", 520)
    camera.keep(camera.look("rui", f"{LESSON}/@@step/approve"), "what-will-happen", 880)


def show_keeping_order(camera: Camera) -> None:
    """A coordinator adds, orders and shares."""
    camera.keep(camera.look("cora", "/curriculum/mathematics/@@add"), "add", 780)
    camera.keep(camera.look("cora", f"{COURSE}/@@contents"), "contents", 580)
    camera.keep(camera.look("cora", f"{COURSE}/@@history"), "history", 560)
    camera.keep(camera.look("cora", f"{COURSE}/@@who-can-see"), "who-can-see", 640)
    page = camera.look("cora", f"{COURSE}/@@share")
    page.get_by_role("combobox", name="Person or group").press_sequentially("Tess")
    page.get_by_role("option", name="Tess Turner").click()
    page.locator("#role").select_option(label="Author")
    page.get_by_label("Last day (may be left out)").fill("2027-06-30")
    camera.keep(page, "share", 900)
    page.get_by_role("button", name="See what this changes").click()
    camera.keep(page, "share-preview", 560)


def show_bringing_in(camera: Camera, folder: Path) -> None:
    """A coordinator brings in a cartridge and reads what became of it."""
    page = camera.look("cora", "/curriculum/@@import")
    camera.keep(page, "bring-in", 720)
    page.set_input_files("#package", make_cartridge(folder))
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="Open the course").click(timeout=60_000)
    page.get_by_role("link", name="What came in").click()
    page.wait_for_load_state()
    camera.keep(page, "what-came-in", 640)


def show_standards(camera: Camera) -> None:
    """A coordinator looks at the frameworks, picks a standard, and sees what is covered."""
    camera.keep(camera.look("cora", "/@@standards"), "standards", 620)
    page = camera.look("cora", f"{REVISED}/@@edit")
    find = page.get_by_role("combobox", name="Find by code or words")
    find.press_sequentially("5.nf.b")
    page.locator("[role=option]").first.wait_for()
    top = int((page.locator("[data-chosen]").first.bounding_box() or {"y": 0})["y"])
    camera.keep(page, "pick-a-standard", 560, top=max(0, top - 120))
    camera.keep(camera.look("cora", f"{COURSE}/@@coverage"), "coverage", 900)


def show_keeping(camera: Camera) -> None:
    """An administrator keeps people, groups and jobs."""
    camera.keep(camera.look("ada", "/@@people"), "people", 700)
    page = camera.look("ada", "/@@people")
    page.get_by_role("link", name="Tess Turner").click()
    page.wait_for_load_state()
    camera.keep(page, "person", 860)


def make_cartridge(folder: Path) -> Path:
    """Write a small Common Cartridge: a unit with three pages, and a quiz that stays out."""
    package = folder / "maps.imscc"
    numbered = list(enumerate(CARTRIDGE_PAGES, 1))
    items = "".join(
        f'<item identifier="i{n}" identifierref="r{n}"><title>{title}</title></item>'
        for n, title in numbered
    )
    resources = "".join(
        f'<resource identifier="r{n}" type="webcontent" href="page{n}.html">'
        f'<file href="page{n}.html"/></resource>'
        for n, _ in numbered
    )
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST.format(items=items, resources=resources))
        archive.writestr("quiz.xml", "<questestinterop/>")
        for n, title in numbered:
            archive.writestr(f"page{n}.html", f"<html><body><h1>{title}</h1><p>Draw.</p></body>")
    return package


def _top_of(page: Page, heading: str) -> int:
    box = page.get_by_role("heading", name=heading).first.bounding_box()
    return int(box["y"]) if box else 0


def check_sizes() -> str:
    """Return one line about the pictures; raises RuntimeError if they are too large."""
    sizes = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    large = [name for name, size in sizes.items() if size > LARGEST]
    if large or sum(sizes.values()) > ALL:
        raise RuntimeError(f"Too large: {large or sum(sizes.values())}.")
    return f"{len(sizes)} pictures, {sum(sizes.values()) / 1000:,.0f} kB, are in {PICTURES}."


def take_all(program: str, folder: Path) -> None:
    """Take every picture anew; what the manuals do not name any more is gone."""
    make_demo(folder / "site")
    for old in PICTURES.glob("*.png"):
        old.unlink()
    stories: tuple[Callable[[Camera], None], ...] = (
        show_families,
        show_teachers,
        show_staff,
        show_revising,
        show_keeping_order,
        lambda camera: show_bringing_in(camera, folder),
        show_standards,
        show_keeping,
    )
    with closing(LiveSite(folder / "site")) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        camera = Camera(browser, site)
        for story in stories:
            story(camera)
        browser.close()


def main() -> int:
    """Take the pictures, or say in one line why there is no browser to take them with."""
    program = find_chromium()
    if program is None:
        print("No Chromium: install it, or say where it is with CHROMIUM=.", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        take_all(program, Path(folder))
    print(check_sizes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
