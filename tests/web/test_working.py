"""Moving, copying, removing, sharing, history, steps: the work pages, through the browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step


def at(district, path):
    place = district.site.root
    for name in path.strip("/").split("/"):
        place = place[name] if name else place
    return place


@pytest.fixture
def course(site):
    """Ana's course with two units and a lesson in each, in draft."""

    def do(ana, district):
        made = create(ana, district.site.root, "course", {"title": "Algebra I"}, district)
        for title in ("Lines", "Parabolas"):
            unit = create(ana, made, "unit", {"title": title}, district)
            create(ana, unit, "lesson", {"title": f"First of {title}"}, district)

    site.as_("ana", do)
    return "/algebra-i"


def publish(site, path):
    site.as_("ana", lambda p, d: take_step(p, at(d, path), "submit", d))
    site.as_("rui", lambda p, d: take_step(p, at(d, path), "approve", d))


def look(site, path, ask):
    return site.act(lambda district: ask(at(district, path)))


def number_of(site, login):
    return site.act(lambda d: d.records.person_called(login).id)


def test_children_are_put_in_order_by_buttons(site, course):
    browser = site.browser("ana")
    page = browser.get(f"{course}/@@contents")
    assert [a.get_text() for a in page.html.select("tbody th a")] == ["Lines", "Parabolas"]
    second = page.html.select('button[name="up"]')[1]
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    browser.post(f"{course}/@@reorder", {"csrf_token": token, "up": second["value"]}, status=303)
    assert look(site, course, lambda c: c.names()) == ("parabolas", "lines")
    browser.post(f"{course}/@@reorder", {"csrf_token": token, "last": second["value"]}, status=303)
    assert look(site, course, lambda c: c.names()) == ("lines", "parabolas")
    browser.post(f"{course}/@@reorder", {"csrf_token": token, "last": "1"}, status=422)


def test_a_long_folder_is_paged(site):
    def do(ana, district):
        folder = create(ana, district.site.root, "folder", {"title": "Many"}, district)
        for number in range(120):
            create(ana, folder, "page", {"title": f"Page {number}"}, district)

    site.as_("ana", do)
    browser = site.browser("ana")
    page = browser.get("/many/@@contents")
    assert len(page.html.select("tbody tr")) == 50
    second = page.click("Next")
    assert second.html.select("tbody th a")[0].get_text() == "Page 50"
    third = second.click("Next")
    assert len(third.html.select("tbody tr")) == 20
    assert third.click("Before").html.select("tbody th a")[0].get_text() == "Page 50"
    first = third.click("Before").click("Before")
    assert first.html.select("tbody th a")[0].get_text() == "Page 0"
    assert 'rel="prev"' not in first


def test_a_content_is_moved_to_a_place_that_was_walked_to(site, course):
    browser = site.browser("ana")
    page = browser.get(f"{course}/lines/first-of-lines/@@move")
    assert "It lies here already" in page
    page = page.click("Algebra I", href="to=").click("Parabolas", href="to=")
    assert "/algebra-i/parabolas/first-of-lines" in page
    form = next(f for f in page.forms.values() if f.method.upper() == "POST" and "to" in f.fields)
    answer = form.submit().follow()
    assert "Moved to “Parabolas”" in answer
    browser.get(f"{course}/lines/first-of-lines", status=303)


def test_a_move_that_hides_it_from_readers_says_so(site, course):
    publish(site, course)
    site.as_("cora", lambda p, d: create(p, d.site.root, "folder", {"title": "Mine"}, d))

    def hand_over(cora, district):
        ana = district.records.person_called("ana").id
        tess = district.records.person_called("tess").id
        share(
            cora,
            at(district, "/mine"),
            Sharing({tess: {"author": None}, cora.id: {"coordinator": None}, ana: {}}, False),
            district,
        )
        share(
            cora,
            at(district, course),
            Sharing({tess: {"coordinator": None}}, True),
            district,
        )

    site.as_("cora", hand_over)
    page = site.browser("tess").get(f"{course}/@@move?to=/mine")
    assert "Readers will not see it any longer" in page
    form = next(f for f in page.forms.values() if f.method.upper() == "POST" and "to" in f.fields)
    form.submit().follow()
    site.browser().get("/mine/algebra-i", status=404)


def test_a_copy_is_a_draft(site, course):
    publish(site, course)
    page = site.browser("cora").get(f"{course}/@@copy")
    assert "The copy is a draft of yours" in page
    form = next(f for f in page.forms.values() if f.method.upper() == "POST" and "to" in f.fields)
    answer = form.submit().follow()
    assert answer.request.path == "/algebra-i-2"
    site.browser().get(f"{course}/@@copy", status=404)
    assert "Draft" in answer
    site.browser().get("/algebra-i-2", status=404)


def test_a_target_that_is_not_known_is_no_target(site, course):
    browser = site.browser("ana")
    for wanted in ("/nowhere", "%00", "/algebra-i/@@edit/x", "x" * 5000, "/../.."):
        page = browser.get(f"{course}/lines/@@move", {"to": wanted})
        assert page.status_code == 200
    token = browser.get(f"{course}/lines/@@move").html.find("input", attrs={"name": "csrf_token"})
    answer = browser.post(
        f"{course}/lines/@@move",
        {"csrf_token": token["value"], "to": "/nowhere"},
        status=422,
    )
    assert "cannot be put there" in answer


def test_a_changed_address_leaves_a_way_from_the_old_one(site, course):
    browser = site.browser("ana")
    page = browser.get(course).click("Change the address")
    assert "The old address keeps leading here" in page
    form = page.forms["form"]
    form["name"] = "!?"
    page = form.submit(status=422)
    assert "Please type a word" in page.html.find(id="error-form-name").get_text()
    form = page.forms["form"]
    form["name"] = "Algebra: Números & Lines"
    answer = form.submit().follow()
    assert answer.request.path == "/algebra-numeros-lines"
    assert "Its address is now /algebra-numeros-lines." in answer
    assert browser.get(course, status=303).location.endswith("/algebra-numeros-lines")


def test_removing_says_what_goes_along_and_the_bin_gives_it_back(site, course):
    def link(ana, district):
        target = at(district, f"{course}/lines/first-of-lines")
        text = f'<p><a href="academe:{target.id}">It</a></p>'
        create(ana, district.site.root, "page", {"title": "Linking", "text": text}, district)

    site.as_("ana", link)
    browser = site.browser("ana")
    page = browser.get(f"{course}/lines/@@remove")
    assert "“First of Lines”" in page
    assert "Linked from: \u2068“Linking”\u2069" in page
    form = page.forms["form"]
    form["note"] = "Too old"
    answer = form.submit().follow()
    assert "is in the bin" in answer
    browser.get(f"{course}/lines", status=404)
    bin_page = browser.get("/@@bin")
    assert "/algebra-i/lines" in bin_page
    undo = next(f for f in bin_page.forms.values() if "/@@restore/" in f.action)
    back = undo.submit().follow()
    assert back.request.path == "/algebra-i/lines"
    assert look(site, course, lambda c: c.names()) == ("lines", "parabolas")


def test_the_bin_shows_others_nothing(site, course):
    browser = site.browser("ana")
    browser.get(f"{course}/@@remove").forms["form"].submit()
    assert "Algebra I" not in site.browser("tess").get("/@@bin")
    assert "Algebra I" in site.browser("cora").get("/@@bin")
    gone = site.act(lambda d: next(iter(d.site.bin)))
    token = site.browser("ana").get("/@@bin").html.find("input", attrs={"name": "csrf_token"})
    tess = site.browser("tess")
    token = tess.get("/@@bin").html.find("input", attrs={"name": "csrf_token"})["value"]
    tess.post(f"/@@restore/{gone}", {"csrf_token": token}, status=404)
    site.browser().get("/@@bin", status=303)


def test_what_lost_its_place_is_put_back_somewhere_else(site, course):
    browser = site.browser("ana")
    browser.get(f"{course}/lines/@@remove").forms["form"].submit()
    browser.get(f"{course}/@@remove").forms["form"].submit()
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Other"}, d))
    page = browser.get("/@@bin")
    form = next(f for f in page.forms.values() if "to" in f.fields)
    page = form.submit(status=422)
    assert "Its old place is gone" in page
    form = next(f for f in page.forms.values() if "to" in f.fields)
    form["to"] = "/other"
    assert form.submit().follow().request.path == "/other/lines"


def test_a_step_says_what_it_does_and_asks_for_its_comment(site, course):
    browser = site.browser("ana")
    page = browser.get(f"{course}/@@step/submit")
    assert "It waits for: Reviewer" in page
    page.forms["form"].submit().follow()
    rui = site.browser("rui")
    assert "Algebra I" in rui.get("/@@review")
    assert "Algebra I" in rui.get("/@@home")
    form = rui.get(f"{course}/@@step/send_back").forms["form"]
    page = form.submit(status=422)
    assert page.html.find(id="error-form-comment")
    form = page.forms["form"]
    form["comment"] = "Please add\nexamples."
    form.submit().follow()
    assert "Please add" in browser.get(f"{course}/@@history")
    browser.get(f"{course}/@@step/submit").forms["form"].submit()
    page = rui.get(f"{course}/@@step/approve")
    assert "Published for the first time (5)" in page
    assert "“First of Lines”" in page
    page.forms["form"].submit().follow()
    assert site.browser().get(f"{course}/lines/first-of-lines").status_code == 200
    browser.get(f"{course}/@@step/approve", status=403)
    browser.get(f"{course}/@@step/nonsense", status=404)


def test_a_step_from_an_older_page_is_not_taken(site, course):
    form = site.browser("ana").get(f"{course}/@@step/submit").forms["form"]
    site.as_("cora", lambda p, d: change(p, at(d, course), {"title": "New"}, d, version=None))
    form.submit(status=409)
    assert look(site, course, lambda c: c.state) == "draft"


def test_a_text_comes_into_force_on_its_day(site, course):
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit", d))
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    form["date"] = day.isoformat()
    form.submit().follow()
    site.browser().get(course, status=404)
    assert look(site, course, lambda c: c._coming.in_force_from) == day


def test_history_shows_every_version_as_it_was(site, course):
    site.as_(
        "ana",
        lambda p, d: change(
            p, at(d, course), {"title": "Better title"}, d, version=None, note="Clearer"
        ),
    )
    browser = site.browser("ana")
    page = browser.get(f"{course}/@@history")
    assert "changed Course title" in page
    assert "Clearer" in page
    old = browser.get(f"{course}/@@version/1")
    assert old.html.find("h1").get_text() == "Algebra I"
    assert "This is version 1, as Ana Example left it" in old
    for number in ("0", "99", "x", "1/2", ""):
        browser.get(f"{course}/@@version/{number}", status=404)
    site.browser("tess").get(f"{course}/@@history", status=404)


def test_history_does_not_name_fields_that_one_may_not_see(site, course):
    lesson = f"{course}/lines/first-of-lines"
    site.as_(
        "ana",
        lambda p, d: change(p, at(d, lesson), {"answer_key": "<p>CANARY</p>"}, d, version=None),
    )

    def let_in(cora, district):
        pat = district.records.person_called("pat").id
        share(cora, at(district, course), Sharing({pat: {"reader": None}}), district)

    site.as_("cora", let_in)
    browser = site.browser("pat")
    page = browser.get(f"{lesson}/@@history")
    assert "Answer key" not in page
    assert "CANARY" not in browser.get(f"{lesson}/@@version/2")
    assert "Answer key" in site.browser("ana").get(f"{lesson}/@@history")


def test_sharing_is_previewed_and_then_saved(site, course):
    browser = site.browser("cora")
    page = browser.get(f"{course}/@@share?find=tess")
    assert "Tess Example" in page
    tess = number_of(site, "tess")
    form = next(f for f in page.forms.values() if f.action.endswith("@@share"))
    found = form.submit("look")
    form = next(f for f in found.forms.values() if f.action.endswith("@@share"))
    form["who-found"] = str(tess)
    form["role"] = "author"
    form["until"] = "2099-06-30"
    preview = form.submit("preview")
    assert preview.status_code == 200
    assert "Tess Example" in preview
    assert "edit" in preview.html.find("table").find(class_="gains").get_text()
    assert look(site, course, lambda c: dict(c.grants)) == {}
    save = next(f for f in preview.forms.values() if "save" in f.fields)
    save.submit("save").follow()
    grants = look(site, course, lambda c: dict(c.grants))
    assert grants[tess]["author"] == datetime(2099, 7, 1, tzinfo=UTC)
    site.browser("tess").get(f"{course}/@@edit")
    page = browser.get(f"{course}/@@share")
    form = next(f for f in page.forms.values() if f.action.endswith("@@share"))
    assert form[f"until:{tess}:author"].value == "2099-06-30"
    form["grant"] = False
    preview = form.submit("preview")
    assert "edit" in preview.html.find("table").find(class_="loses").get_text()
    next(f for f in preview.forms.values() if "save" in f.fields).submit("save")
    assert look(site, course, lambda c: dict(c.grants)) == {}


def test_sharing_from_an_older_page_is_not_saved(site, course):
    browser = site.browser("cora")
    form = _share_form(browser.get(f"{course}/@@share?find=tess"))
    form["who-found"] = str(number_of(site, "tess"))
    preview = form.submit("preview")
    site.as_("ana", lambda p, d: change(p, at(d, course), {"title": "New"}, d, version=None))
    next(f for f in preview.forms.values() if "save" in f.fields).submit("save", status=409)


def _share_form(page):
    return next(f for f in page.forms.values() if f.action.endswith("@@share"))


def test_a_barrier_keeps_the_one_who_raises_it_inside(site, course):
    browser = site.browser("cora")
    form = _share_form(browser.get(f"{course}/@@share"))
    form["inherits"] = False
    preview = form.submit("preview")
    assert "Ana Example" in preview
    next(f for f in preview.forms.values() if "save" in f.fields).submit("save").follow()
    browser.get(f"{course}/@@share")
    site.browser("rui").get(course, status=404)


def test_nobody_hands_out_what_they_do_not_hold(site, course):
    browser = site.browser("ana")
    page = browser.get(f"{course}/@@share?find=sam")
    form = _share_form(page)
    token = form["csrf_token"].value
    answer = browser.post(
        f"{course}/@@share",
        {
            "csrf_token": token,
            "version": form["version"].value,
            "who": str(number_of(site, "sam")),
            "role": "coordinator",
            "save": "1",
        },
        status=422,
    )
    assert "Please choose a role" in answer
    for bad in ("1", "x", "9" * 30, "-5"):
        browser.post(
            f"{course}/@@share",
            {"csrf_token": token, "who": bad, "role": "reader", "preview": "1"},
            status=422,
        )


def test_who_can_see_this_is_told_to_those_who_edit(site, course):
    page = site.browser("ana").get(f"{course}/@@who-can-see")
    text = re.sub(r"\s+", " ", page.html.find("table").get_text())
    assert "Ana Example" in text
    assert "Cora Example" in text
    publish(site, course)
    site.browser("tess").get(f"{course}/@@who-can-see", status=403)
    text = site.browser("cora").get(f"{course}/@@who-can-see").html.find("table").get_text()
    assert "Anyone" in text


def test_a_refusal_that_may_be_known_says_why(site, course):
    publish(site, course)
    page = site.browser("tess").get(f"{course}/@@share", status=403)
    assert "Tess Example may not share “Algebra I”" in page
    page = site.browser("ana").get(f"{course}/@@edit", status=403)
    assert "Nobody may edit “Algebra I” while it is “Published”." in page
    site.browser().get(f"{course}/@@edit", status=404)


def test_home_shows_what_one_was_writing_and_what_others_changed(site, course):
    page = site.browser("ana").get("/@@home")
    writing = page.html.find(id="writing").parent.get_text()
    assert "Algebra I" in writing
    assert (
        "Algebra I" in site.browser("cora").get("/@@home").html.find(id="changed").parent.get_text()
    )
    assert "Algebra I" not in site.browser("tess").get("/@@home")
    site.browser().get("/@@home", status=303)


def test_courses_are_found_by_grade_and_subject(site):
    def do(ana, district):
        answers = {"title": "Art", "grades": ("5",), "subjects": ("visual_arts",)}
        subjects = district.definitions.choices["subjects"].labels
        answers["subjects"] = (next(iter(subjects)),)
        create(ana, district.site.root, "course", answers, district)
        return answers["subjects"][0]

    subject = site.as_("ana", do)
    publish(site, "/art")
    browser = site.browser()
    assert "Art" in browser.get("/@@learn?grade=5").html.find(class_="course-cards").get_text()
    assert "Art" in browser.get(f"/@@learn?grade=5&subject={subject}")
    empty = browser.get("/@@learn?grade=6").html.find(class_="empty").text
    assert "Nothing is published for Grade 6 yet" in " ".join(empty.split())
    assert browser.get("/@@learn?grade=<script>").status_code == 200


def test_what_was_sent_back_lies_with_its_author_again_with_the_reason(site, course):
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit", d))
    form = site.browser("rui").get(f"{course}/@@step/send_back").forms["form"]
    form["comment"] = "The second unit is too long."
    form.submit()
    ana = site.browser("ana")
    assert "The second unit is too long." in ana.get(course).html.find(class_="notices").get_text()
    home = ana.get("/@@home").html
    todo = home.find(id="to-do").parent.get_text()
    assert "Sent back to you" in todo
    assert "The second unit is too long." in todo
    assert "Algebra I" not in home.find(id="writing").parent.get_text()
    assert home.select("#to-do ~ ul a[href$='@@edit']")
    assert "The second unit" not in site.browser("cora").get("/@@home").text
    assert "Sent back" not in site.browser("rui").get("/@@home").text


def test_readers_keep_the_former_text_and_the_page_says_until_when(site, course):
    publish(site, course)
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "revise", d))
    form = site.browser("ana").get(f"{course}/@@edit").forms["form"]
    form["title"] = "Algebra One"
    form.submit().follow()
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit_again", d))
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    form["date"] = (datetime.now(UTC).date() + timedelta(days=9)).isoformat()
    form.submit()
    words = "Readers keep the former text until the approved one is in force"
    assert words in site.browser("ana").get(course).text
    visitor = site.browser().get(course)
    assert "Algebra I" in visitor
    assert "Algebra One" not in visitor
    assert words not in visitor


def test_a_teacher_who_copies_is_offered_their_own_places(site, course):
    publish(site, course)

    def give_room(ada, district):
        room = create(ada, district.site.root, "folder", {"title": "Teachers' room"}, district)
        tess = district.records.person_called("tess").id
        share(ada, room, Sharing({tess: {"author": None}}), district)

    site.as_("ada", give_room)
    page = site.browser("tess").get(f"{course}/lines/first-of-lines/@@copy")
    assert "Teachers' room" in page.html.find(id="own-places").parent.get_text()
    page = page.click("Teachers' room")
    assert page.html.find(id="own-places") is None
    save = next(f for f in page.forms.values() if f.method.upper() == "POST" and "to" in f.fields)
    assert "it is a draft of yours" in save.submit().follow().text


def test_a_file_is_no_lesson_of_its_unit(site, course):
    ana = site.browser("ana")
    form = ana.get(f"{course}/lines/@@add/file").forms["form"]
    form["title"] = "The slope"
    form["new"] = ("slope.txt", b"words")
    assert "TXT" in form.submit().follow().html.find(class_="file-card").get_text()
    page = ana.get(f"{course}/lines").html
    assert "The slope" not in page.find(id="lessons-title").parent.get_text()
    assert "The slope" in page.find(id="files-title").parent.get_text()


def test_a_file_that_was_not_kept_is_named_with_the_problems(site, course):
    form = site.browser("ana").get(f"{course}/@@add/file").forms["form"]
    form["new"] = ("plan.txt", b"words")
    problems = form.submit(status=422).html.find(class_="problems")
    assert "The file was not kept. Please choose it again." in problems.get_text()


def test_a_refused_step_leads_back_to_its_page(site, course):
    page = site.browser("ana").get(f"{course}/@@step/approve", status=403)
    assert page.html.find("a", string="Back to the page")["href"] == course
    assert page.html.h1.get_text() == "You may not do this here"


def test_families_are_not_told_of_writing(site):
    page = site.browser("pat").get("/@@home")
    assert "You were writing" not in page
    assert "What will my child learn?" in page
    assert "You were writing" in site.browser("tess").get("/@@home")


def refusal(site, login, address):
    page = site.browser(login).get(address, status=403).html
    return page.select_one("main .sorry p").get_text()


def test_a_refused_step_names_the_roles_that_may_take_it(site, course):
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit", d))
    assert refusal(site, "ana", f"{course}/@@step/approve") == (
        "Ana Example may not take the step “Approve and publish” with “Algebra I”: while it is "
        "“In review” one of these roles is needed here: Reviewer, Coordinator, Administrator. "
        "Ana Example holds here: Author, Creator."
    )


def test_a_refused_look_at_who_can_see_names_the_roles_for_it(site, course):
    publish(site, course)
    told = refusal(site, "tess", f"{course}/@@who-can-see")
    assert "Tess Example may not see who can see “Algebra I”" in told
    assert "Tess Example holds none here." in told


def test_readers_are_not_told_how_it_goes_on_with_a_text(site, course):
    publish(site, course)
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "revise", d))
    told = refusal(site, "tess", f"{course}/@@step/submit_again")
    assert told == "Your account does not have the role that this needs in this place."
    site.browser().get(f"{course}/@@step/submit_again", status=404)
