"""Templates are compiled to quicker Python that writes the same pages."""

import re

import pytest
from chameleon import PageTemplate, PageTemplateLoader

from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.definitions.loading import defaults_folder
from academe.definitions.themes import read_theme
from academe.web.compiling import QuickTemplate
from academe.web.quickening import quicken
from academe.web.rendering import Templates

PLACES = ["/", "/algebra", "/algebra/lines", "/algebra/lines/slope", "/shelf", "/nowhere"]
VIEWS = ["", "@@contents", "@@edit", "@@history", "@@share", "@@add", "@@who-can-see", "@@remove"]
SOME = [("/", ""), ("/shelf", "@@contents"), ("/algebra/lines/slope", ""), ("/nowhere", "")]


def fill(ana, district):
    root = district.site.root
    course = create(ana, root, "course", {"title": "Algebra <1>"}, district, name="algebra")
    answers = {"title": "Lines & steps", "weeks": 3, "starts_in_week": 2}
    unit = create(ana, course, "unit", answers, district, name="lines")
    answers = {"title": 'What "slope" is', "duration": 45, "objectives": "<p>Count steps.</p>"}
    create(ana, unit, "lesson", answers, district, name="slope")
    shelf = create(ana, root, "folder", {"title": "Shelf"}, district, name="shelf")
    for number in range(3):
        create(ana, shelf, "page", {"title": f"Page {number}", "summary": "Short"}, district)


@pytest.fixture
def filled(site):
    site.as_("ana", fill)
    site.as_("ana", lambda ana, d: take_step(ana, d.site.root["shelf"], "publish", d))
    return site


def page(browser, address):
    answer = browser.get(address, expect_errors=True)
    return answer.status_int, re.sub(r'nonce="[^"]*"', "", answer.text)


READERS = [(None, "es"), ("ana", "en"), ("ada", "es")]


def test_some_pages_are_the_same_as_chameleon_alone_makes_them(filled):
    """Chameleon compiles slowly: all readers in one test, that one process does it."""
    for login, language in READERS:
        compare(filled, login, language, SOME)


@pytest.mark.long
@pytest.mark.parametrize(("login", "language"), READERS)
def test_a_page_is_the_same_as_chameleon_alone_makes_it(filled, login, language):
    compare(filled, login, language, [(place, view) for place in PLACES for view in VIEWS])


def compare(filled, login, language, pages):
    registry, browser = filled.app.registry, filled.browser(login)
    quick, plain = registry.templates, Templates(registry.theme, loader=PageTemplateLoader)
    for place, view in pages:
        address = f"{place.rstrip('/')}/{view}?language={language}"
        registry.templates = quick
        ours = page(browser, address)
        registry.templates = plain
        assert ours == page(browser, address), (address, login)


def written(template, **values):
    """Return what both kinds of template write, which must be the same."""
    body = f'<div xmlns:tal="http://xml.zope.org/namespaces/tal">{template}</div>'
    plain = PageTemplate(body)
    names = {}
    exec(quicken(plain._compile(body, list(plain.builtins))), names)
    quick = PageTemplate(body)
    functions = names["initialize"](*[value for _name, value in sorted(plain.builtins.items())])
    quick._render = functions["render"]
    assert quick.render(**values) == plain.render(**values)
    return quick.render(**values)


def test_a_name_has_its_former_value_after_the_loop_that_took_it():
    loop = '<b tal:repeat="x (1, 2)"><i tal:repeat="x (3, 4)">${x}</i>${x}</b>${x}'
    assert re.sub(r"\D", "", written(loop, x=9)) == "3413429"


def test_a_name_that_a_loop_has_set_is_unknown_after_it():
    assert "none" in written('<b tal:repeat="x ()">${x}</b>${x|"none"}')


def test_a_name_that_was_only_set_on_one_way_is_looked_up():
    text = '<b tal:condition="way"><i tal:define="x 1">${x}</i></b>${x}'
    assert "5" in written(text, way=False, x=5)
    assert "5" in written(text, way=True, x=5)


def test_names_for_the_whole_page_stay_known():
    text = '<b tal:repeat="n (1, 2)"><i tal:define="global last n">${n}</i></b>${last}'
    assert written(text).endswith("2</div>")


def test_names_in_comprehensions_see_those_of_the_loop():
    text = '<b tal:repeat="n (1, 2)">${", ".join(str(n * m) for m in (1, 10))}</b>'
    assert "2, 20" in written(text)


def test_text_is_escaped_and_marked_text_is_not():
    marked = type("Marked", (), {"__html__": lambda self: "<hr/>"})()
    found = written('<b title="${x}">${x} ${y} ${None} ${3}</b>', x='<&">', y=marked)
    assert 'title="&lt;&amp;&quot;&gt;"' in found
    assert '&lt;&amp;"&gt; <hr/>  3' in found


def test_whether_an_item_is_first_or_last_is_known():
    text = '<b tal:repeat="x (1, 2, 3)">${repeat.x.start} ${repeat.x.end} ${repeat.x.index}</b>'
    assert "<b>0 1 2</b>" in written(text)


def test_an_error_names_its_place_in_the_template(tmp_path):
    path = tmp_path / "wrong.pt"
    path.write_text("<p>\n<b>${thing.colour}</b></p>")
    with pytest.raises(AttributeError) as caught:
        QuickTemplate(str(path)).render(thing=3)
    assert any("wrong.pt:2:" in note and "thing.colour" in note for note in caught.value.__notes__)


@pytest.mark.parametrize("theme", ["plain", "riverside"])
def test_all_templates_of_a_theme_are_known_by_the_names_that_pages_use(theme):
    templates = Templates(read_theme(defaults_folder() / "themes", theme))
    known = templates.names()
    assert {"layout.pt", "fields/form.pt", "pages/search.pt"} <= set(known)
    assert all(templates.has(name) for name in known)
    templates.compile("fields/hidden.pt")
