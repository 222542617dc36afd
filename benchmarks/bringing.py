"""A package of 500 resources and a copy of a course of 100 lessons, timed against one commit."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from site_for_benchmarks import PARAGRAPH, BenchmarkSite

from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.opening import identity_called
from academe.exchange.importing import import_path

Timed = tuple[str, Callable[[], None]]
RESOURCES = 500
LESSONS = 100
ITEM = '<item identifier="i{n}" identifierref="r{n}"><title>Page {n}</title></item>'
RESOURCE = (
    '<resource identifier="r{n}" type="webcontent" href="pages/{n}.html">'
    '<file href="pages/{n}.html"/></resource>'
)
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="five-hundred" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
 <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata>
 <organizations><organization identifier="o" structure="rooted-hierarchy">
  <item identifier="root">{items}</item></organization></organizations>
 <resources>{resources}</resources>
</manifest>"""


def write_package(path: Path) -> None:
    """Write a Common Cartridge of 500 pages in 25 units, each page with a link to the next."""
    units = []
    for unit in range(25):
        inside = "".join(ITEM.format(n=unit * 20 + page) for page in range(20))
        units.append(f'<item identifier="u{unit}"><title>Unit {unit + 1}</title>{inside}</item>')
    resources = "".join(RESOURCE.format(n=number) for number in range(RESOURCES))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "imsmanifest.xml", MANIFEST.format(items="".join(units), resources=resources)
        )
        for number in range(RESOURCES):
            onward = f'<p><a href="{(number + 1) % RESOURCES}.html">Next</a></p>'
            page = f"<html><head><title>Page {number}</title></head><body>{PARAGRAPH * 8}{onward}"
            archive.writestr(f"pages/{number}.html", page + "</body></html>")


def time_import(site: BenchmarkSite) -> list[Timed]:
    """Return the case of reading, making and committing the package of 500."""
    path = site.settings.data_folder.parent / "five-hundred.imscc"
    write_package(path)

    def bring() -> None:
        with site.open() as district:
            ana = identity_called("ana", district)
            import_path(ana, path, district.site.root, district)

    return [("importing a package of 500 resources", bring)]


def time_copy(site: BenchmarkSite) -> list[Timed]:
    """Return the case of copying a course of 100 lessons in 10 units, commit included."""
    with site.open() as district:
        ana = identity_called("ana", district)
        course = create(ana, district.site.root, "course", {"title": "Hundred"}, district)
        for unit in range(10):
            place = create(ana, course, "unit", {"title": f"Unit {unit}"}, district)
            for lesson in range(LESSONS // 10):
                answers = {"title": f"Lesson {lesson}", "steps": PARAGRAPH * 12}
                create(ana, place, "lesson", answers, district)
        course_id = course.id

    def take_copy() -> None:
        with site.open() as district:
            ana = identity_called("ana", district)
            copy(ana, district.site.content(course_id), district.site.root, district)

    return [("copying a course of 100 lessons", take_copy)]
