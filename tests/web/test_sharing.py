"""Sharing as a coordinator sees it: what changes is said before, and what is wrong at its field."""

import re
from datetime import UTC, datetime

import pytest

from academe.actions import ruling
from academe.actions.arriving import set_grants_of
from academe.actions.choosing_workflow import choose_workflows
from academe.actions.creating import create
from academe.actions.grouping import add_group
from academe.actions.ruling import opening_roles
from academe.actions.sharing import Sharing, share
from academe.store.content import new_id
from academe.store.people import KEEPER, Membership, Person


@pytest.fixture
def course(site) -> str:
    def write(person, district):
        create(person, district.site.root, "course", {"title": "Algebra I"}, district)

    site.as_("cora", write)
    return "/algebra-i"


def number(site, login: str) -> int:
    return site.act(lambda d: d.records.person_called(login).id)


def form_of(page):
    return next(f for f in page.forms.values() if f.action.endswith("@@share"))


def text_of(page) -> str:
    return re.sub(r"\s+", " ", page.html.find("main").get_text())


def given_to_tess(site, course, day: str, button: str = "preview", **words):
    form = form_of(site.browser("cora").get(f"{course}/@@share?find=tess"))
    form["who-found"] = str(number(site, "tess"))
    form["role"] = "author"
    form["until"] = day
    return form.submit(button, **words)


def test_the_preview_names_the_role_and_its_end(site, course):
    page = given_to_tess(site, course, "2099-06-30")
    assert "Tess Example becomes “Author” here until June 30, 2099." in text_of(page)
    assert "+ " in page.html.find(class_="gains").get_text()
    assert "without an end" in text_of(given_to_tess(site, course, ""))


def test_another_end_and_a_role_taken_back_are_named(site, course):
    tess, sam = number(site, "tess"), number(site, "sam")
    end = datetime(2099, 7, 1, tzinfo=UTC)

    def give(cora, district):
        content = district.site.root["algebra-i"]
        share(cora, content, Sharing({tess: {"author": end}, sam: {"reader": None}}), district)

    site.as_("cora", give)
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    form[f"until:{tess}:author"] = "2098-01-31"
    boxes = {box._value: box for box in form.fields["grant"]}
    boxes[f"{sam}:reader"].checked = False
    said = text_of(form.submit("preview"))
    assert "Tess Example stays “Author” here, from now on until January 31, 2098." in said
    assert "Sam Example is no longer “Reader” here." in said


def test_a_last_day_that_is_over_is_refused_at_its_field(site, course):
    page = given_to_tess(site, course, "2001-01-31", status=422)
    form, field = form_of(page), page.html.find(id="until")
    assert field["aria-invalid"] == "true"
    assert "wrong-until" in field["aria-describedby"].split()
    assert "This day is over" in page.html.find(id="wrong-until").get_text()
    assert page.html.find(class_="problems").find("a", href="#until") is not None
    kept = (form["until"].value, form["role"].value, form["who-found"].value)
    assert kept == ("2001-01-31", "author", str(number(site, "tess")))
    form["until"] = "2099-01-31"
    assert "Tess Example becomes “Author”" in text_of(form.submit("preview"))


def test_a_last_day_of_somebody_listed_is_refused_in_their_row(site, course):
    tess = number(site, "tess")

    def give(cora, district):
        share(cora, district.site.root["algebra-i"], Sharing({tess: {"author": None}}), district)

    site.as_("cora", give)
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    name = f"until:{tess}:author"
    for wrong, words in (("2001-01-31", "This day is over"), ("31 June", "Please write a date")):
        form[name] = wrong
        page = form.submit("preview", status=422)
        assert words in page.html.find(id=f"wrong-{name}").get_text()
        assert form_of(page)[name].value == wrong
        assert page.html.find(class_="problems").find("a", href=f"#{name}") is not None


def test_a_barrier_names_the_roles_that_are_lost_and_kept(site, course):
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    form["inherits"] = False
    said = text_of(form.submit("preview"))
    assert "Ana Example is no longer “Author” here." in said
    assert "Ada Example stays “Administrator” here." in said
    assert "You stay “Coordinator” here: it is given to you in this place from now on." in said


def test_lifting_a_barrier_names_who_comes_back(site, course):
    def close(cora, district):
        share(cora, district.site.root["algebra-i"], Sharing({}, False), district)

    site.as_("cora", close)
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    form["inherits"] = True
    assert "Ana Example becomes “Author” here" in text_of(form.submit("preview"))


def test_a_large_group_is_one_line_and_hundreds_of_people_are_cut_short(site, course):
    def give(district):
        records, root = district.records, district.site.root
        group = add_group(KEEPER, "teachers", "Teachers", district)
        grants = {**root.grants, group.id: {"author": None}}
        for number in range(460):
            login = f"p-{number}"
            person = Person(new_id(), login, f"Person {number}")
            records.put_person(person, login=login, name=person.name, email="")
            if number < 230:
                records.put_memberships(person, [Membership(group.id)])
            else:
                grants[person.id] = {"author": None}
        return grants

    grants = site.act(give)

    def set_grants(district):
        root = district.site.root
        set_grants_of(root, grants, district)

    site.act(set_grants)
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    form["inherits"].checked = False
    page = form.submit("preview")
    rows = page.html.find(attrs={"aria-labelledby": "what-they-may", "role": "region"})
    names = [row.th.get_text(strip=True) for row in rows.tbody.find_all("tr")]
    assert names[0] == "Everybody in “Teachers”"
    assert len(names) == 200
    assert re.search(r"And \d+ more\.", rows.parent.get_text(" ", strip=True))


def offered(site, login, path):
    form = form_of(site.browser(login).get(f"{path}/@@share?find=tess"))
    return [value for value, _chosen, _title in form["role"].options]


def test_only_roles_that_open_something_here_or_below_are_offered(site, course):
    def plant(ada, district):
        root = district.site.root
        folder = create(ada, root, "folder", {"title": "Staff matters"}, district)
        inner = create(ada, folder, "folder", {"title": "Inner"}, district)
        create(ada, inner, "document", {"title": "Plan"}, district)
        choose_workflows(ada, inner, {"document": "confidential"}, district)

    site.as_("ada", plant)
    assert offered(site, "cora", course) == ["reader", "author", "reviewer", "coordinator"]
    in_confidence = ("/staff-matters", "/staff-matters/inner", "/staff-matters/inner/plan")
    for path in in_confidence:
        assert "confidant" in offered(site, "ada", path), path


def test_what_lies_below_more_than_is_looked_at_is_offered_every_role(site, monkeypatch):
    monkeypatch.setattr(ruling, "LOOKED_AT", 1)

    def plant(cora, district):
        course = create(cora, district.site.root, "course", {"title": "Algebra"}, district)
        create(cora, course, "unit", {"title": "One"}, district)
        return opening_roles(course, district.definitions)

    assert "confidant" in site.as_("cora", plant)


def typed(site, course, name: str, **words):
    """Give a role to somebody who was typed and chosen from no list."""
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    form["find"], form["role"], form["until"] = name, "author", "2099-06-30"
    return form.submit("preview", **words)


@pytest.mark.parametrize("name", ["Tess Example", " tess example", "TESS"])
def test_a_name_that_is_one_persons_alone_needs_no_list(site, course, name):
    page = typed(site, course, name)
    assert "Tess Example becomes “Author” here until June 30, 2099." in text_of(page)


def test_a_group_is_taken_by_its_title_too(site, course):
    site.act(lambda d: add_group(KEEPER, "oaks", "Oak teachers", d))
    said = text_of(typed(site, course, "oak teachers"))
    assert "Everybody in “Oak teachers” becomes “Author” here" in said


@pytest.mark.parametrize("name", ["Tes", "tess@example.org", "Zoe & <Co>", "%s ${name}"])
def test_a_name_that_is_nobodys_is_told_at_its_field_and_nothing_is_lost(site, course, name):
    page = typed(site, course, name, status=422)
    sentence = f"Choose somebody from the list: nobody here is called “{name}”."
    assert sentence in page.html.find(id="people-wrong").get_text()
    form = form_of(page)
    assert (form["find"].value, form["role"].value) == (name, "author")
    assert form["until"].value == "2099-06-30"
    if name == "Tes":  # who is called nearly so can be chosen at once
        form["who-found"] = str(number(site, "tess"))
        assert "Tess Example becomes “Author” here" in text_of(form.submit("preview"))


def test_a_name_of_two_people_is_asked_about(site, course):
    def add_another(district):
        other = Person(new_id(), "tess2", "Tess Example")
        district.records.put_person(other, login="tess2", name="Tess Example", email="")

    site.act(add_another)
    page = typed(site, course, "Tess Example", status=422)
    assert "more than one is called “Tess Example”" in page.html.find(id="people-wrong").get_text()
    assert len(page.html.select("input[name=who-found]")) == 2


def test_to_look_for_somebody_chooses_nobody_yet(site, course):
    form = form_of(site.browser("cora").get(f"{course}/@@share"))
    form["find"] = "tess"
    page = form.submit("look", status=200)
    assert page.html.select_one("input[name=who-found]:not([checked])")
    assert page.html.find(class_="problems") is None


def test_the_last_day_of_a_role_is_said_alike_everywhere(site, course):
    tess = number(site, "tess")
    given = {tess: {"author": datetime(2099, 7, 1, tzinfo=UTC)}}
    site.as_("cora", lambda p, d: share(p, d.site.root["algebra-i"], Sharing(given), d))
    for login, path in (
        ("cora", f"{course}/@@who-can-see"),
        ("ana", f"{course}/@@who-can-see"),
        ("ada", f"/@@person/{tess}"),
        ("tess", "/@@account"),
    ):
        said = text_of(site.browser(login).get(path))
        assert "until June 30, 2099" in said, path
        assert "July" not in said, path
