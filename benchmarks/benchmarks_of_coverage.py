"""Coverage over 5,000 lessons and 2,000 standards, as coordinators and visitors ask for it."""

from collections.abc import Callable
from typing import Any

from site_for_benchmarks import BenchmarkSite
from webtest import TestApp

from academe.actions.covering import Chosen, cover
from academe.actions.creating import create
from academe.actions.opening import identity_called
from academe.actions.standards import adopt_framework
from academe.actions.standards_draft import FrameworkDraft, Line, in_order, made_guid
from academe.actions.stepping import take_step
from academe.app import make_app
from academe.store.people import visitor

COURSES, UNITS, LESSONS, STANDARDS = 50, 10, 10, 2000
FRAMEWORK = made_guid("benchmark")
WORDS = "Explain in your own words how the parts belong to the whole, and give an example of each."


def framework() -> FrameworkDraft:
    """Return 2,000 standards below 200 headings, for the grades 1 to 10."""
    lines = []
    for number in range(STANDARDS):
        heading = number - number % 10
        parent = made_guid(str(heading)) if number % 10 else None
        grade = str(1 + number // (STANDARDS // 10))
        code = f"{grade}.S.{number}"
        guid = made_guid(str(number))
        lines.append(Line(guid, code, "", f"{WORDS} {number}", (grade,), "", "", parent))
    return drafted(FRAMEWORK, "Benchmark", lines)


def drafted(guid: str, title: str, lines: list[Line]) -> FrameworkDraft:
    facts = ("", "Science", "en", "", "", "")
    return FrameworkDraft(guid, title, *facts, True, in_order(lines, []), ())


def another() -> FrameworkDraft:
    """Return a small framework that no lesson names, first by its title."""
    line = Line(made_guid("another 1"), "A.1", "", WORDS, ("5",), "", "", None)
    return drafted(made_guid("another"), "Another", [line])


def fill(site: BenchmarkSite) -> None:
    with site.open() as district:
        ana = identity_called("ana", district)
        adopt_framework(ana, framework(), "benchmark", district)
        adopt_framework(ana, another(), "benchmark", district)
    for number in range(COURSES):
        with site.open() as district:
            ana = identity_called("ana", district)
            answers = {"title": f"Course {number}"}
            course = create(ana, district.site.root, "course", answers, district, name=f"c{number}")
            for unit in range(UNITS):
                place = create(ana, course, "unit", {"title": f"Unit {unit}"}, district)
                for lesson in range(LESSONS):
                    first = (number * 37 + unit * 11 + lesson * 3) % STANDARDS
                    pairs = ((made_guid(str(first)), "taught"),)
                    pairs += ((made_guid(str((first * 7) % STANDARDS)), "assessed"),)
                    answers = {"title": f"Lesson {lesson}", "standards": pairs}
                    create(ana, place, "lesson", answers, district)
            take_step(ana, course, "submit", district)
            take_step(ana, course, "approve", district, comment="Good")


def time_coverage(site: BenchmarkSite) -> list[tuple[str, Callable[[], None]]]:
    """Return the cases: the action alone for three people's worth of questions, and whole pages."""
    fill(site)
    app = make_app(site.settings, site.databases, site.definitions, raise_unexpected=True)
    ana = TestApp(app)
    name, _equals, value = site.cookie("ana").partition("=")
    ana.set_cookie(name, value)

    page = f"/@@coverage?framework={FRAMEWORK}"

    def ask(path: str) -> Callable[[], None]:
        return lambda: ana.get(path).mustcontain("Coverage of standards")

    def look(login: str | None, grade: str) -> Callable[[], None]:
        def do() -> None:
            with site.open() as district:
                person: Any = identity_called(login, district) if login else visitor()
                person.memo.update(now=district.now, today=district.today)
                found = cover(person, district.site.root, Chosen(FRAMEWORK, grade), district)
                assert found is not None
                assert len(found.columns) > 10

        return do

    return [
        ("counting all, a coordinator", look("ana", "")),
        ("counting all, a visitor", look(None, "")),
        ("counting one grade, a coordinator", look("ana", "5")),
        ("the district's page, all grades, 200 of 2,000 rows", ask(page)),
        ("the same as it opens, of two frameworks", ask("/@@coverage")),
        ("the district's page, one grade", ask(f"{page}&grade=5")),
        ("a course's page, 100 lessons", ask("/c7/@@coverage")),
        ("the district's page, all 2,000 rows", ask(f"{page}&all=1")),
    ]
