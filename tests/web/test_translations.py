"""A content leads to the same in another language, for those who may see it."""

import email
from email.policy import default

import pytest

from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.jobs import drain_once
from academe.actions.stepping import take_step
from academe.actions.translations import translations_of
from academe.app import make_jobs

SPANISH = {"Accept-Language": "es"}


def add(site, where, kind, name, title, **answers):
    def do(person, district):
        place = district.site.root
        for part in filter(None, where.split("/")):
            place = place[part]
        return create(person, place, kind, {"title": title, **answers}, district, name=name).id

    return site.as_("cora", do)


def publish(site, path):
    def do(person, district):
        content = district.site.root
        for part in path.split("/"):
            content = content[part]
        take_step(person, content, "publish", district)

    site.as_("cora", do)


@pytest.fixture
def pages(site):
    """An English page, published, and its Spanish and Arabic translations, drafts."""
    ids = {"page": add(site, "", "page", "page", "The valley")}
    for name, title, language in (
        ("pagina", "El valle", "es"),
        ("safha", "الوادي", "ar"),
    ):
        answers = {"language": language, "translation_of": ids["page"]}
        ids[name] = add(site, "", "page", name, title, **answers)
    publish(site, "page")
    return ids


def lines(answer):
    return [" ".join(one.get_text().split()) for one in answer.html.select(".in-languages")]


def test_a_draft_translation_is_told_to_those_who_may_see_it_only(site, pages):
    assert lines(site.browser().get("/page")) == []
    assert lines(site.browser("cora").get("/page")) == [
        "Also in: Español: El valle العربية: الوادي"
    ]


def test_the_page_says_in_the_readers_language_that_there_is_none_yet(site, pages):
    answer = site.browser().get("/page", headers=SPANISH)
    assert lines(answer) == ["Esta página está en inglés. Todavía no hay una versión en español."]
    publish(site, "pagina")
    assert lines(site.browser().get("/page", headers=SPANISH)) == ["También en: Español: El valle"]
    assert lines(site.browser().get("/pagina")) == ["Also in: English: The valley"]


@pytest.fixture
def welcome(site):
    """A welcome on the front page, published, and its Spanish version, a draft."""

    def write(cora, district):
        root = district.site.root
        change(
            cora, root, {"summary": "Read on.", "text": "<p>Welcome.</p>"}, district, version=None
        )
        answers = {"summary": "Siga leyendo.", "text": "<p>Bienvenidos.</p>", "language": "es"}
        answers |= {"title": "Bienvenidos", "translation_of": root.id}
        create(cora, root, "page", answers, district, name="bienvenidos")
        take_step(cora, root, "publish", district)

    site.as_("cora", write)


def test_the_front_page_welcomes_in_the_readers_language_as_soon_as_that_is_published(
    site, welcome
):
    def said(login=None, **words):
        page = site.browser(login).get("/", **words).html
        lede, text = page.select_one(".front-hero .lede"), page.select_one("main .prose")
        return lede.get_text(), text.get_text(), lede["lang"], text["lang"]

    english = ("Read on.", "Welcome.", "en", "en")
    for login in (None, "cora"):
        assert said(login, headers=SPANISH) == english
    publish(site, "bienvenidos")
    for login in (None, "cora"):
        assert said(login) == english
        assert said(login, headers=SPANISH) == ("Siga leyendo.", "Bienvenidos.", "es", "es")


def test_translations_know_one_another(site, pages):
    for name in ("page", "pagina", "safha"):
        publish(site, name) if name != "page" else None
        codes = {link["hreflang"] for link in site.browser("cora").get(f"/{name}").html.select(
            ".in-languages a"
        )}  # fmt: skip
        assert len(codes) == 2


def test_the_head_names_the_other_versions_for_search_engines(site, pages):
    publish(site, "pagina")
    own, link = site.browser().get("/page").html.select("link[rel=alternate][hreflang]")
    assert (own["hreflang"], own["href"][-5:]) == ("en", "/page")
    assert link["hreflang"] == "es"
    assert link["href"].startswith("http")
    assert link["href"].endswith("/pagina")


def test_a_kept_page_is_kept_for_each_language_and_dies_with_a_new_translation(site, pages):
    visitor = site.browser()
    visitor.get("/page")
    assert "todavía" in visitor.get("/page", headers=SPANISH).text.casefold()
    assert visitor.get("/page").html.html["lang"] == "en"
    publish(site, "pagina")
    assert "El valle" in visitor.get("/page").text


def test_a_copy_of_a_translation_is_no_translation(site, pages):
    def do(person, district):
        root = district.site.root
        made = copy(person, root["pagina"], root, district, title="Mi valle")
        return [one.id for one in translations_of(person, root["page"], district)], made.id

    found, made = site.as_("cora", do)
    assert pages["pagina"] in found
    assert made not in found


def test_a_removed_translation_is_no_longer_named(site, pages):
    publish(site, "pagina")

    def do(person, district):
        content = district.site.root["pagina"]
        change(person, content, {"translation_of": None}, district, version=content.version)

    site.as_("cora", do)
    assert pages["pagina"] not in site.as_(
        "cora", lambda p, d: [one.id for one in translations_of(p, d.site.root["page"], d)]
    )


def test_titles_say_their_language_wherever_they_stand(site, pages):
    publish(site, "pagina")
    publish(site, "safha")
    page = site.browser("cora").get("/").html
    assert page.find("a", string="El valle")["lang"] == "es"
    assert page.find("a", string="الوادي")["lang"] == "ar"
    assert page.find("a", string="The valley").get("lang") is None
    crumbs = site.browser("cora").get("/pagina/@@history").html.select(".crumbs [lang]")
    assert [one["lang"] for one in crumbs] == ["en", "es", "en"]
    table = site.browser("cora").get("/@@contents", headers=SPANISH).html
    assert table.find("a", string="The valley")["lang"] == "en"
    assert table.find("a", string="El valle").get("lang") is None


def test_a_letter_is_in_the_language_of_whoever_receives_it(site, pages):
    """Rui reads Spanish, and so does what the site writes to him; names and titles stay."""

    def speak(district):
        district.records.person_called("rui").language = "es"

    def submit(person, district):
        lesson = create(person, district.site.root, "course", {"title": "Ratios"}, district)
        take_step(person, lesson, "submit", district, comment="Ready.")

    site.act(speak)
    site.as_("ana", submit)
    drain_once(site.databases, make_jobs(site.settings, site.databases, site.definitions))
    letters = {
        one["To"].addresses[0].username: one
        for path in (site.settings.data_folder / "mail").glob("*.eml")
        for one in [email.message_from_bytes(path.read_bytes(), policy=default)]
    }
    assert letters["rui"]["Subject"] == "Espera su revisión: Ratios"
    assert letters["rui"]["Content-Language"] == "es"
    assert "Ana Example envió «Ratios» a revisión." in letters["rui"].get_content()
