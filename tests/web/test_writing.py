"""Adding and editing through the browser: every kind of field, and what goes wrong."""

import io

import pytest
from PIL import Image
from webtest import Upload

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.sharing import grant
from academe.actions.stepping import take_step
from academe.store.content import Text


def picture(mode="RGB", kind="JPEG", **options) -> bytes:
    target = io.BytesIO()
    Image.new(mode, (60, 40), "red").save(target, kind, **options)
    return target.getvalue()


@pytest.fixture
def lesson(site):
    """Ana's lesson, in a course in draft."""

    def do(ana, district):
        course = create(ana, district.site.root, "course", {"title": "Algebra I"}, district)
        unit = create(ana, course, "unit", {"title": "Lines"}, district)
        create(
            ana,
            unit,
            "lesson",
            {"title": "Slope", "duration": 45, "steps": "<p>Draw a <em>line</em>.</p>"},
            district,
        )

    site.as_("ana", do)
    return "/algebra-i/lines/slope"


def at(district, path):
    place = district.site.root
    for name in path.strip("/").split("/"):
        place = place[name]
    return place


def read(site, path, look):
    """Return what ``look`` says of a content, read in a transaction of its own."""
    return site.act(lambda district: look(at(district, path)))


def test_a_course_is_added_with_the_form_of_its_type(site):
    browser = site.browser("ana")
    page = browser.get("/@@add")
    assert "Course" in page
    form = browser.get("/@@add/course").forms["form"]
    form["title"] = "  Mathematics \t for  all "
    form["summary"] = "Two\r\nlines"
    form["credits"] = "1.5"
    form["standards"] = "5.NF.A.1 (assessed)\n\n6.EE.B"
    form.fields["date"][0].value = "2026-09-01"
    answer = form.submit()
    assert answer.status_code == 303
    assert "“Mathematics for all” is added" in answer.follow()
    values = read(site, "/mathematics-for-all", lambda c: dict(c.values))
    assert values["summary"] == "Two\nlines"
    assert values["credits"] == 1.5
    assert values["adopted_on"].isoformat() == "2026-09-01"
    assert values["standards"] == (("5.NF.A.1", "assessed"), ("6.EE.B", "taught"))


def test_a_wrong_form_comes_back_as_it_was_typed(site):
    form = site.browser("ana").get("/@@add/course").forms["form"]
    form["summary"] = "Kept <b>words</b>"
    form["credits"] = "many"
    page = form.submit(status=422)
    again = page.forms["form"]
    assert again["summary"].value == "Kept <b>words</b>"
    assert again["credits"].value == "many"
    problems = page.html.find(class_="problems")
    assert [a["href"] for a in problems.find_all("a")] == ["#form-title", "#form-credits"]
    for name in ("title", "credits"):
        field = page.html.find(id=f"form-{name}")
        assert field["aria-invalid"] == "true"
        described = field["aria-describedby"].split()
        assert f"error-form-{name}" in described
        assert all(page.html.find(id=one) for one in described)
    assert "Please answer this." in page.html.find(id="error-form-title").get_text()
    assert "Please write a number, such as 3 or 2.5." in page


def test_what_is_not_touched_does_not_change(site, lesson):
    browser = site.browser("ana")
    form = browser.get(f"{lesson}/@@edit").forms["form"]
    assert form["steps"].value == "Draw a *line*."
    assert form["duration"].value == "45 min"
    assert "Nothing was different" in form.submit().follow()
    assert read(site, lesson, lambda c: c.version) == 1


def test_a_text_is_edited_as_markdown(site, lesson):
    form = site.browser("ana").get(f"{lesson}/@@edit").forms["form"]
    form["steps"] = "## First\n\n- one\n- two <script>alert(1)</script>\n\n[Algebra](/algebra-i)"
    form["duration"] = "1 h 30"
    form["_note"] = "Made it longer"
    assert "Saved." in form.submit().follow()
    html = read(site, lesson, lambda c: c.value("steps").html)
    assert "<h2>First</h2>" in html
    assert "script" not in html
    assert 'href="academe:' in html
    assert read(site, lesson, lambda c: c.value("duration")) == 90
    assert read(site, lesson, lambda c: c.versions()[2].note) == "Made it longer"
    again = site.browser("ana").get(f"{lesson}/@@edit").forms["form"]
    assert "[Algebra](/algebra-i)" in again["steps"].value


@pytest.mark.parametrize(
    "title",
    [
        "مقدمة في الجبر الخطي",
        "微積分學",
        "🦉🦉",
        "À l'école <b>&amp;</b> “x”",
        "ა" * 10_000,
        "../../etc/passwd",
        "@@edit",
    ],
)
def test_any_title_in_any_script_and_length_works(site, title):
    browser = site.browser("ana")
    form = browser.get("/@@add/folder").forms["form"]
    form["title"] = title
    page = form.submit().follow()
    assert page.html.find("h1").get_text().strip() == title
    for view in ("edit", "contents", "history", "move", "copy", "remove", "rename", "share"):
        browser.get(f"{page.request.path}/@@{view}")


def test_too_long_a_title_is_refused_at_its_field(site):
    form = site.browser("ana").get("/@@add/folder").forms["form"]
    form["title"] = "x" * 10_001
    page = form.submit(status=422)
    assert "This is too long: 10001 characters, 10000 at most." in page


def test_files_and_pictures_are_taken_in(site, lesson):
    browser = site.browser("ana")
    exif = Image.Exif()
    exif[0x010E] = "CANARY taken at home"
    photo = picture(exif=exif)
    assert b"CANARY" in photo
    form = browser.get(f"{lesson}/@@add/image").forms["form"]
    form["title"] = "A line"
    form["new"] = Upload("C:\\Users\\ana\\line.png", photo, "text/html")
    form.submit().follow()
    stored = read(site, f"{lesson}/a-line", lambda c: c.value("picture"))
    assert (stored.name, stored.media_type) == ("line.png", "image/jpeg")
    shown = browser.get(f"{lesson}/a-line/@@file/picture")
    assert shown.content_type == "image/jpeg"
    assert b"CANARY" not in shown.body

    form = browser.get(f"{lesson}/@@add/file").forms["form"]
    form["title"] = "Worksheet"
    form["new"] = Upload("page.html", b"<script>alert(1)</script>", "text/html")
    form.submit().follow()
    answer = browser.get(f"{lesson}/worksheet/@@file/file")
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_is_no_picture_is_refused_at_its_field(site, lesson):
    form = site.browser("ana").get(f"{lesson}/@@add/image").forms["form"]
    form["title"] = "No picture"
    form["new"] = Upload("x.png", b"%PDF-1.7 something", "image/png")
    page = form.submit(status=422)
    assert "Please choose a picture" in page.html.find(id="error-form-picture").get_text()
    assert page.forms["form"]["title"].value == "No picture"
    assert "something else was wrong" not in page
    assert read(site, lesson, lambda c: c.names()) == ()
    form["new"] = Upload("x.png", picture(kind="PNG")[:60], "image/png")
    assert "damaged" in form.submit(status=422)


def test_files_are_kept_added_and_taken_away(site, lesson):
    browser = site.browser("ana")
    for name in ("one.txt", "two.txt"):
        form = browser.get(f"{lesson}/@@edit").forms["form"]
        form["new"] = [Upload(name, name.encode(), "text/plain")]
        form.submit().follow()
    names = lambda c: [one.name for one in c.value("handouts")]  # noqa: E731
    assert read(site, lesson, names) == ["one.txt", "two.txt"]
    form = browser.get(f"{lesson}/@@edit").forms["form"]
    form.fields["gone"][0].checked = True
    form.submit().follow()
    assert read(site, lesson, names) == ["two.txt"]


def test_an_older_text_shows_its_own_files(site, lesson):
    browser = site.browser("ana")
    form = browser.get(f"{lesson}/@@add/image").forms["form"]
    form["title"] = "A line"
    form["new"] = Upload("old.png", picture(kind="PNG"), "image/png")
    form.submit().follow()
    path = f"{lesson}/a-line"
    form = browser.get(f"{path}/@@edit").forms["form"]
    form["new"] = Upload("new.jpg", picture(), "image/jpeg")
    form.submit().follow()
    page = browser.get(f"{path}/@@version/1")
    assert f"{path}/@@version-file/1/picture" in page
    assert browser.get(f"{path}/@@version-file/1/picture").content_type == "image/png"
    assert browser.get(f"{path}/@@file/picture").content_type == "image/jpeg"
    site.browser().get(f"{path}/@@version-file/1/picture", status=404)


def test_sharing_stops_nobody_who_writes_and_is_not_taken_for_writing(site, lesson):
    form = site.browser("ana").get(f"{lesson}/@@edit").forms["form"]

    def give(cora, district):
        tess = district.records.person_called("tess").id
        grant(cora, at(district, lesson), tess, "reader", district)

    site.as_("cora", give)
    form["materials"] = "Paper"
    form.submit(status=303)
    assert read(site, lesson, lambda c: c.values["materials"].html) == "<p>Paper</p>"
    form["materials"] = "Cards"
    site.as_("cora", give)
    page = form.submit(status=409).html.find("main").get_text()
    assert "Ana Example" in page  # who wrote last
    assert "Cora Example" not in page


def test_two_people_who_edit_at_once_lose_nothing(site, lesson):
    form = site.browser("ana").get(f"{lesson}/@@edit").forms["form"]
    site.as_(
        "cora",
        lambda p, d: change(
            p,
            at(d, lesson),
            {"title": "Cora's title", "steps": "<p>Cora's steps.</p>"},
            d,
            version=None,
        ),
    )
    form["steps"] = "Ana's steps."
    form["materials"] = "Paper"
    page = form.submit(status=409)
    assert "Cora Example" in page
    both = page.html.find(class_="both").get_text()
    assert "Cora's steps." in both
    assert "Ana's steps." in both
    again = page.forms["form"]
    assert again["title"].value == "Cora's title"
    assert again["steps"].value == "Ana's steps."
    assert again["materials"].value == "Paper"
    assert read(site, lesson, lambda c: c.version) == 2
    again.submit().follow()
    values = read(site, lesson, lambda c: dict(c.values))
    assert values["title"] == "Cora's title"
    assert values["steps"].html == "<p>Ana's steps.</p>"


def test_what_was_typed_is_shown_when_the_content_was_sent_for_review(site, lesson):
    form = site.browser("ana").get(f"{lesson}/@@edit").forms["form"]
    site.as_("cora", lambda p, d: take_step(p, at(d, "/algebra-i"), "submit", d))
    form["steps"] = "A long text"
    page = form.submit(status=403)
    assert page.forms["form"]["steps"].value == "A long text"
    assert "cannot be changed any longer" in page
    assert read(site, lesson, lambda c: c.version) == 1


def test_links_are_given_by_address_or_title(site, lesson):
    browser = site.browser("ana")
    form = browser.get("/@@add/course").forms["form"]
    form["title"] = "Algebra II"
    form["prerequisites"] = "algebra i\nhttp://localhost/algebra-i"
    form.submit().follow()
    linked = read(site, "/algebra-ii", lambda c: c.value("prerequisites"))
    assert linked == (read(site, "/algebra-i", lambda c: c.id),)
    form = browser.get("/algebra-ii/@@edit").forms["form"]
    assert form["prerequisites"].value == "/algebra-i"
    form["prerequisites"] = "/nowhere"
    assert "There is no content “/nowhere” here" in form.submit(status=422)
    found = browser.get("/algebra-ii/@@find?q=alg&type=course").json
    assert [one["id"] for one in found] == ["/algebra-i", "/algebra-ii"]


def test_a_link_to_what_one_may_not_see_survives(site, lesson):
    site.as_("cora", lambda p, d: create(p, d.site.root, "course", {"title": "Secret"}, d))
    site.as_(
        "cora",
        lambda p, d: change(
            p,
            at(d, "/algebra-i"),
            {
                "prerequisites": (d.site.root["secret"].id,),
                "text": f'<p><a href="academe:{d.site.root["secret"].id}">It</a></p>',
            },
            d,
            version=None,
        ),
    )

    def hide(cora, district):
        from academe.actions.sharing import Sharing, share

        secret = district.site.root["secret"]
        share(cora, secret, Sharing({cora.id: {"coordinator": None}}, False), district)

    site.as_("cora", hide)
    form = site.browser("ana").get("/algebra-i/@@edit").forms["form"]
    assert "secret" not in form["prerequisites"].value
    form["summary"] = "New"
    form["text"] = form["text"].value + "\n\nMore."
    form.submit().follow()
    values = read(site, "/algebra-i", lambda c: dict(c.values))
    secret = read(site, "/secret", lambda c: c.id)
    assert values["prerequisites"] == (secret,)
    assert f'href="academe:{secret}"' in values["text"].html


def test_a_form_without_its_token_is_refused(site, lesson):
    browser = site.browser("ana")
    form = browser.get(f"{lesson}/@@edit").forms["form"]
    form["csrf_token"] = "wrong"
    form.submit(status=400)
    browser.post(f"{lesson}/@@edit", {"title": "x"}, status=400)


def test_an_upload_over_the_limit_is_refused_before_it_is_read(site, lesson):
    limit = site.settings.upload_limit_mb * 1024 * 1024
    site.browser("ana").post(f"{lesson}/@@edit", b"x" * (limit + 1), status=413)


def test_strange_forms_are_never_a_server_error(site, lesson):
    browser = site.browser("ana")
    token = browser.get(f"{lesson}/@@edit").forms["form"]["csrf_token"].value
    for body in (
        [("__start__", "x:mapping")],
        [("__end__", "x:mapping")],
        [("__start__", "steps:sequence"), ("a", "b"), ("__end__", "steps:sequence")],
        [("_version", "1"), ("title", "a\x00b"), ("grades", "99")],
        [("_version", "٣"), ("duration", "99999999999 h")],
        [("_version", "1"), ("title", "x"), ("duration", "9" * 5000)],
        [("_version", "1"), ("title", "x"), ("handouts", "text")],
    ):
        answer = browser.post(
            f"{lesson}/@@edit", [("csrf_token", token), *body], expect_errors=True
        )
        assert answer.status_code in (303, 409, 422), body


def test_a_text_object_is_shared_until_it_changes(site, lesson):
    before = read(site, lesson, lambda c: c.value("steps")._p_oid)
    form = site.browser("ana").get(f"{lesson}/@@edit").forms["form"]
    form["title"] = "Slopes"
    form.submit().follow()
    after = read(site, lesson, lambda c: c.value("steps"))
    assert isinstance(after, Text)
    assert after._p_oid == before
