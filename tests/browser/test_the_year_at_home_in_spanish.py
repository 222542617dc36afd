"""A Spanish-speaking parent reads the year of grade 5 on a telephone, from the front page on."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.test_the_year_at_home import pages_of

MATH = "/curriculum/mathematics/fracciones-de-quinto-grado"
UNIT = "/curriculum/social-studies/grade-4-water-and-our-valley/el-agua-que-compartimos"
LESSON = "/curriculum/social-studies/grade-4-water-and-our-valley/where-we-live"
NO_SPANISH = "Todavía no hay una versión en español"
ENGLISH = re.compile(r"\b(the|and|of|your|what|with|this|from|unit|week|page)\b", re.I)
WORDS = """root => {
  const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const note = (one, text) => one.closest("[lang]").lang === "es" &&
    !one.closest("script, style, option") && found.push(text.trim());
  for (let one; (one = walk.nextNode()); ) note(one.parentElement, one.textContent);
  for (const name of ["aria-label", "title", "alt", "placeholder"])
    for (const one of root.querySelectorAll(`[${name}]`)) note(one, one.getAttribute(name));
  return found.filter((text) => text && !text.includes("://"));
}"""


def check_page(window):
    """Fail where something on the page is wrong for an eye, an ear or a narrow window."""
    path = window.page.url
    expect(window.page.locator("html")).to_have_attribute("lang", "es")
    said = window.page.locator("body").evaluate(WORDS)
    assert [text for text in said if ENGLISH.search(text)] == [], path
    assert window.axe() == [], path
    for width in (320, 390):
        window.page.set_viewport_size({"width": width, "height": 900})
        assert window.overflow() <= 0, (path, width)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_parent_reads_the_year_of_grade_5_in_spanish(visit, script):
    window = visit(width=390, locale="es-MX", java_script_enabled=script)
    page = window.page
    window.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "¿Qué va a aprender mi hijo o mi hija?"
    )
    expect(page.locator("main > .front > .prose")).to_contain_text("Aquí encuentra los cursos")
    page.get_by_role("link", name="5.º grado", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Lo que aprenden los niños: 5.º grado"
    )
    expect(page.locator(".in-languages.quiet")).to_contain_text(NO_SPANISH)
    expect(page.locator(".in-languages").get_by_role("link")).to_have_text("English")
    page.get_by_role("link", name="Todo el año en una página").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5.º grado: el año")
    page.wait_for_load_state()
    titles = page.locator(".told-head h2").all_inner_texts()
    assert [title for title in titles if "racci" in title or "Fraction" in title] == [
        "Matemáticas de quinto grado: fracciones"
    ]
    assert "Grade 5 Science: Life at the creek" in titles
    expect(page.get_by_text("Semanas 1 a 3").first).to_be_visible()
    expect(page.get_by_role("button", name="Imprimir")).to_be_visible(visible=script)
    assert pages_of(window) <= 2
    page.locator(".told-head").get_by_role("link", name="fracciones").click()
    expect(page.get_by_role("heading", name="Unidad por unidad")).to_be_visible()
    expect(page.locator(".in-languages")).not_to_contain_text(NO_SPANISH)
    page.wait_for_load_state()
    units = page.locator("h3", has_text="Unidad")
    assert [one[:8] for one in units.all_inner_texts()] == [f"Unidad {n}" for n in range(1, 5)]
    assert pages_of(window) <= 3
    page.locator(".in-languages").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grade 5 Mathematics: Fractions")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    window.check_quiet()


@pytest.mark.parametrize("login", [None, "pat"])
def test_every_page_on_the_way_is_spanish_quiet_and_narrow(visit, login):
    window = visit(login, width=390, locale="es")
    ways = ["/", "/@@learn?grade=5", "/@@year?grade=5", f"{MATH}/@@year", UNIT, LESSON]
    ways += ["/policies/attendance", "/en-espanol", "/@@learn?grade=12", "/nada", "/@@sign-in"]
    ways += [MATH, f"{MATH}/dividir", f"{MATH}/la-fraccion-es-un-numero/repartir-sandwiches"]
    for path in [*ways, *(("/@@home", "/@@account") if login else ("/@@forgot",))]:
        window.open(path)
        check_page(window)
    window.check_quiet()


def test_a_unit_whose_lessons_are_in_english_alone_does_not_say_that_there_are_none(visit):
    window = visit(width=390, locale="es")
    window.open(f"{MATH}/dividir")
    expect(window.page.get_by_role("link", name="Sharing what is left")).to_be_visible()
    expect(window.page.get_by_text("Todavía no hay lecciones")).to_have_count(0)
    window.check_quiet()


def test_a_lesson_leads_to_the_other_language_and_back(visit):
    window = visit(width=390, locale="es")
    window.open(f"{LESSON}/reading-the-map-of-our-valley")
    window.page.locator(".in-languages").get_by_role("link", name="Español").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text(
        "Leer el mapa de nuestro valle"
    )
    window.page.locator(".in-languages").get_by_role("link", name="English").click()
    expect(window.page).to_have_url(re.compile("reading-the-map-of-our-valley$"))
    window.check_quiet()


def test_a_wrong_password_is_told_in_spanish_where_it_is_read_aloud(visit):
    window = visit(width=390, locale="es")
    page = window.page
    window.open("/@@sign-in")
    page.get_by_label("Su nombre de usuario o su dirección de correo").fill("pat")
    page.get_by_label("Su contraseña").fill("no es esta")
    page.locator("main").get_by_role("button", name="Iniciar sesión").click()
    expect(page.get_by_role("alert")).to_contain_text("No se pudo iniciar sesión.")
    check_page(window)
