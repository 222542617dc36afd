"""Files and folders come in through the browser's form, one by one or all together."""

import gc
import os

import pytest
from tests.exchange.teachers_folder import TOP, files
from tests.exchange.word_maker import WordFile
from tests.web.test_importing import LESSON, do_jobs, packages, told_by, zipped

__all__ = ["do_jobs"]
PLAN = WordFile().text("Längen messen", "Titel").heading("Objectives").text("Measure.").bytes()


def send(browser, *given: tuple[str, str, bytes], at: str = "/", status: int = 303):
    """Send (field, name, bytes) as a browser without script does."""
    page = browser.get(f"{at.rstrip('/')}/@@import")
    token = page.forms[1]["csrf_token"].value
    # The other field is there as well, with nothing chosen.
    empty = [("folder" if given[0][0] == "package" else "package", "", b"")]
    fields = [("csrf_token", token)]
    address = page.forms[1].action
    return browser.post(address, fields, upload_files=[*empty, *given], status=status)


def opened(browser, answer, do_jobs):
    do_jobs()
    return browser.get(answer.location).click("Open (the course|it)$")


def test_a_word_file_comes_in_as_a_lesson_with_a_course_around(site, do_jobs):
    cora = site.browser("cora")
    course = opened(cora, send(cora, ("package", "Längen messen.docx", PLAN)), do_jobs)
    assert course.html.h1.get_text() == "Längen messen"
    lesson = cora.get(f"{course.request.path}/langen-messen")
    assert "Measure." in lesson
    assert packages(site) == []
    other = send(cora, ("package", "rain.md", b"# Rain\n\n## Steps\n\nDrops."), at="/")
    assert "Rain" in opened(cora, other, do_jobs)


def test_a_word_file_comes_into_a_course_as_a_lesson(site, do_jobs):
    cora = site.browser("cora")
    body = zipped({"weather/lesson-1.md": LESSON})
    course = opened(cora, send(cora, ("package", "weather.zip", body)), do_jobs).request.path
    form = cora.get(f"{course}/@@import")
    assert "Here single lessons come in" in form
    page = opened(cora, send(cora, ("package", "a.docx", PLAN), at=course), do_jobs)
    assert page.request.path == f"{course}/a"
    done = cora.get(send(cora, ("package", "b.docx", PLAN), at=course).location)
    do_jobs()
    done = cora.get(done.request.path)
    assert "What you sent is here." in done
    assert "Open it" in done
    assert "course" not in done.html.select_one(".waiting").get_text()
    refused = send(
        cora, ("package", "more.zip", zipped({"u/i.md": "x", "README.md": "# B\n\nc"})), at=course
    )
    do_jobs()
    assert "A course cannot lie here" in cora.get(refused.location)


def test_files_of_one_folder_are_one_course_of_its_name(site, do_jobs):
    cora = site.browser("cora")
    given = [
        ("folder", name, content.encode() if isinstance(content, str) else content)
        for name, content in files().items()
    ]
    answer = send(cora, *given)
    assert len(packages(site)) == 1
    course = opened(cora, answer, do_jobs)
    assert course.html.h1.get_text() == TOP
    report = told_by(cora.get(f"{course.request.path}/@@import-report"))
    assert "Längen messen" in report["Brought in"]
    assert "enlace.gdoc" in report["Not brought in"]
    assert packages(site) == []


def test_several_files_are_one_course(site, do_jobs):
    cora = site.browser("cora")
    given = [("package", "plan.docx", PLAN), ("package", "rain.md", b"# Rain\n\nDrops.")]
    course = opened(cora, send(cora, *given), do_jobs)
    assert "Längen messen" in course
    assert "Rain" in course


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["../a.md", "b.md"], "points outside of it"),
        (["a/A.md", "a/a.md"], "differ in case only"),
        (["a/a.md", "a/a.md"], "two files of one name"),
        (["a/" * 40 + "b.md"], "nested too deep"),
        (["a/Thumbs.db", "a/.DS_Store"], "nothing in this folder"),
    ],
)
def test_names_are_looked_at_before_anything_is_kept(site, names, words):
    cora = site.browser("cora")
    given = [("folder", name, b"# Words") for name in names]
    page = send(cora, *given, status=422)
    assert words in page
    assert packages(site) == []


def test_too_many_files_are_refused_before_they_are_read(site):
    cora = site.browser("cora")
    given = [("folder", f"a/{number}.md", b"x") for number in range(501)]
    answer = send(cora, *given, status=413)
    assert "more than 500 files" in answer
    assert "zip archive" in answer
    assert packages(site) == []


def test_too_many_bytes_are_refused_before_they_are_read(site):
    cora = site.browser("cora")
    limit = site.settings.upload_limit_mb * 1024 * 1024
    half = b"x" * (limit // 2)
    answer = send(cora, ("folder", "a/1.md", half), ("folder", "a/2.md", half), status=413)
    assert "too large" in answer
    assert packages(site) == []


def test_a_tar_of_a_folder_comes_in(site, do_jobs, tmp_path):
    import io
    import tarfile

    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w:gz") as archive:
        info = tarfile.TarInfo("weather/lesson-1.md")
        info.size = len(LESSON)
        archive.addfile(info, io.BytesIO(LESSON.encode()))
    cora = site.browser("cora")
    course = opened(cora, send(cora, ("package", "weather.tar.gz", kept.getvalue())), do_jobs)
    assert course.html.h1.get_text() == "Weather"


def test_what_was_sent_is_closed_when_it_is_answered(site):
    cora = site.browser("cora")
    texts = [("package", f"{number}.md", b"# Rain\n" * 999) for number in range(20)]
    gc.collect()
    gc.disable()
    try:
        before = len(os.listdir("/dev/fd"))
        send(cora, *texts)
        assert len(os.listdir("/dev/fd")) - before < 10
    finally:
        gc.enable()
